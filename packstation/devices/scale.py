"""What a scale says: its messages become grams, or the reason why there are none. Noise is never a weight.

Each known message is matched whole; where it has a checksum the checksum must be right; more than 500 kg is
refused. What matches nothing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import reduce
from operator import xor

from packstation.devices.scale_frames import EQUALS, EQUALS_LENGTH, ETX, STX, Frame, FrameCutter

MOST_GRAMS = 500_000
"""More stands on no packing desk: a wrong unit or noise."""
GRAMS = {
    "kg": Decimal(1000),
    "g": Decimal(1),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}
"""Grams of each unit a scale may name."""


class Trouble(StrEnum):
    """Why a scale's message holds no weight that may be used; ``NONE``: it does."""

    NONE = ""
    OVER = "over"
    UNDER = "under"
    MOVING = "moving"
    BUSY = "busy"
    REFUSED = "refused"
    UNDECIDABLE = "undecidable"
    IMPLAUSIBLE = "implausible"


@dataclass(frozen=True, slots=True)
class Reading:
    """What lies on the scale, as it said last.

    ``grams`` as shown by the scale, none when it shows no weight (``trouble`` says why). ``stable``: whether
    it says that the load lies still; none where its messages do not tell. ``net``: whether a tare of its own
    is taken off already; none where they do not tell.
    """

    grams: int | None = None
    stable: bool | None = None
    trouble: str = Trouble.NONE
    net: bool | None = None


Parser = Callable[[Frame, str], Reading | None]


def to_grams(number: str, unit: str) -> int:
    """A number in a scale's unit as whole grams, halves rounded up."""
    return int((Decimal(number) * GRAMS[unit]).quantize(Decimal(1), ROUND_HALF_UP))


def _weight(
    number: str, unit: str, *, stable: bool | None = None, net: bool | None = None, sign: str = ""
) -> Reading:
    grams = to_grams(number, unit) * (-1 if sign == "-" else 1)
    if abs(grams) > MOST_GRAMS:
        return Reading(stable=stable, trouble=Trouble.IMPLAUSIBLE, net=net)
    return Reading(grams, stable, Trouble.NONE, net)


_NUMBER = r"(?P<number>\d{1,8}(?:\.\d{0,6})?)"
_UNIT = r"(?P<unit>kg|g|lb|oz)"
_ST_GS = re.compile(
    rf"(?P<state>ST|US)(?:,(?P<mode>GS|NT))?, *(?P<sign>[+-]?) *{_NUMBER},? *{_UNIT} *", re.IGNORECASE
)
_ST_GS_OUT = re.compile(r"(?P<state>OL|LO)(?:,(?:GS|NT))?,(?P<rest>[ +\-0-9.EeOL]*),? *(?:kg|g|lb|oz)? *")
_DOWNWARDS = re.compile(r" *- *\d")


def st_gs(frame: Frame, unit: str) -> Reading | None:
    """``ST,GS,+  1.234kg``, the message of most Chinese and Japanese indicators; they name their unit.

    ST stable, US moving, OL over the capacity, LO under it; GS gross, NT with the scale's own tare taken
    off; some leave that out, some put a comma before the unit, some a blank for plus. ``OL`` with a minus
    sign is an overload downwards. The sample is the one met at desks; published alike in the manuals of the
    A&D AD-4404 (9.2.6), A&D EK-L (9-2, ``ST,+00123.45  g``), Tiger TI-02 (7.1) and Vector VI-200 (5.1).
    """
    del unit
    text = frame.body.decode("latin-1")
    if match := _ST_GS.fullmatch(text):
        stable, mode = match["state"].upper() == "ST", (match["mode"] or "").upper()
        net = mode == "NT" if mode else None
        return _weight(match["number"], match["unit"].lower(), stable=stable, net=net, sign=match["sign"])
    if match := _ST_GS_OUT.fullmatch(text):
        is_under = match["state"] == "LO" or _DOWNWARDS.match(match["rest"])
        return Reading(trouble=Trouble.UNDER if is_under else Trouble.OVER)
    return None


_SICS = re.compile(rf"S (?P<state>[SD]) +(?P<sign>-?) *{_NUMBER} +{_UNIT} *")
_SICS_OUT = re.compile(r"S ?I? ?(?P<side>[+-]) *")


def sics(frame: Frame, unit: str) -> Reading | None:
    """Mettler-Toledo's MT-SICS: ``S S      1.234 kg`` stable, ``S D …`` moving; these name their unit.

    ``S +``, ``S -``: out of range; ``S I``: it cannot say now; ``ES``, ``ET``, ``EL``: it did not understand
    what it was asked. Published: MT-SICS reference manual 11780711, command S; older balances write ``SI +``
    for ``S +``.
    """
    del unit
    text = frame.body.decode("latin-1")
    if match := _SICS.fullmatch(text):
        return _weight(match["number"], match["unit"], stable=match["state"] == "S", sign=match["sign"])
    if match := _SICS_OUT.fullmatch(text):
        return Reading(trouble=Trouble.OVER if match["side"] == "+" else Trouble.UNDER)
    if text.rstrip() == "S I":
        return Reading(trouble=Trouble.BUSY)
    return Reading(trouble=Trouble.REFUSED) if text.rstrip() in ("ES", "ET", "EL") else None


_A9 = re.compile(r"(?P<sign>[+-])(?P<digits>\d{6})(?P<places>[0-4])(?P<check>[0-9A-F]{2})")


def a9(frame: Frame, unit: str) -> Reading | None:
    """Yaohua XK3190-A9: STX, sign, six digits, number of decimals, checksum, ETX; no unit, no state.

    The checksum is all bytes from the sign to the decimals put together by exclusive or, as two hexadecimal
    signs. Published: manual of the XK3190-A26, continuous format 0 (``+0020002`` has the checksum ``1B``).
    """
    match = _A9.fullmatch(frame.body.decode("latin-1"))
    if match is None or (frame.start, frame.end) != (STX, ETX) or not _checks(frame.body, match["check"]):
        return None
    places = int(match["places"])
    digits = match["digits"]
    number = f"{digits[: 6 - places]}.{digits[6 - places :]}"
    return _weight(number, unit, sign=match["sign"])


_A12 = re.compile(r"W(?P<mode>[GN])(?P<sign>-?)(?P<number>\d{1,7}(?:\.\d{0,5})?) ?kg(?P<check>[0-9A-F]{2})")
_A12_OUT = {"         OL23": Trouble.OVER, "         LO23": Trouble.UNDER}


def a12(frame: Frame, unit: str) -> Reading | None:
    """Yaohua XK3190-A12E: ``WG004.139kg3D``, G gross or N net, checksum as the A9's; no state.

    Published: manual of the XK3190-A12(E), communication mode 1, with the out of range messages.
    """
    del unit
    text = frame.body.decode("latin-1")
    if text in _A12_OUT:
        return Reading(trouble=_A12_OUT[text])
    match = _A12.fullmatch(text)
    if match is None or not _checks(frame.body, match["check"]):
        return None
    return _weight(match["number"], "kg", net=match["mode"] == "N", sign=match["sign"])


def _checks(body: bytes, check: str) -> bool:
    return reduce(xor, body[:-2]) == int(check, 16)


_TOLEDO = re.compile(rb" {0,3}(?P<number>\d{1,3}\.\d{2,3})(?P<net>N?)")
_TOLEDO_STATUS = re.compile(rb" ?\?(?P<status>.)")
_IN_MOTION, _OVER, _UNDER = 1, 2, 4


def toledo(frame: Frame, unit: str) -> Reading | None:
    """Mettler-Toledo 8217, answer to ``W``: STX ``01.234`` CR, N behind it for net; no unit.

    It gives a weight only when it lies still; else STX ``?`` and a byte: bit 0 in motion, 1 over capacity, 2
    under zero, 6 always set, 7 parity. Published: Mettler-Toledo DIVA service manual, 6.1.3.2 and 6.1.4.3
    (pounds have two decimals there, kilograms three; scales sold in China have kilograms with two as well, so
    the setting decides).
    """
    if (frame.start, frame.end) != (STX, b"\r"):
        return None
    if match := _TOLEDO.fullmatch(frame.body):
        return _weight(match["number"].decode("ascii"), unit, stable=True, net=match["net"] == b"N")
    if match := _TOLEDO_STATUS.fullmatch(frame.body):
        return _toledo_status(match["status"][0])
    return None


def _toledo_status(bits: int) -> Reading:
    if bits & _OVER:
        return Reading(trouble=Trouble.OVER)
    if bits & _UNDER:
        return Reading(trouble=Trouble.UNDER)
    if bits & _IN_MOTION:
        return Reading(stable=False, trouble=Trouble.MOVING)
    return Reading(trouble=Trouble.BUSY)


_FORWARD = re.compile(r"(?P<sign>[-0 +]?)(?P<number>\d{1,7}(?:\.\d{0,6})?)")


def yaohua_forward(frame: Frame, unit: str) -> Reading | None:
    """Yaohua XK3190, digits as shown: ``=0003.000``, minus in front; no unit, no state.

    Published: manual of the XK3190-A26, continuous format 2. The same bytes mean another weight in the
    reversed format, so that only the setting can tell.
    """
    return _equals(frame, unit, frame.body)


def yaohua_reversed(frame: Frame, unit: str) -> Reading | None:
    """Yaohua XK3190, last digit first: ``=000.3000`` is 3.000, minus behind; no unit, no state.

    Published: manual of the XK3190-A26, continuous format 1 (``=00.1000-`` is -1.00).
    """
    return _equals(frame, unit, frame.body[::-1])


def _equals(frame: Frame, unit: str, body: bytes) -> Reading | None:
    match = _FORWARD.fullmatch(body.decode("latin-1"))
    # whatever is shorter lost some of its digits
    if match is None or frame.start != EQUALS or len(body) != EQUALS_LENGTH:
        return None
    return _weight(match["number"], unit, sign=match["sign"])


def _yaohua_unset(frame: Frame, unit: str) -> Reading | None:
    """Yaohua's message where nobody has said which way round it is."""
    known = yaohua_forward(frame, unit) or yaohua_reversed(frame, unit)
    return Reading(trouble=Trouble.UNDECIDABLE) if known else None


AUTO = "auto"
FORMATS: dict[str, Parser] = {
    "st-gs": st_gs,
    "sics": sics,
    "yaohua-reversed": yaohua_reversed,
    "yaohua-forward": yaohua_forward,
    "a9": a9,
    "toledo": toledo,
}
"""Every format that can be set, beside ``auto``."""
_AUTO: dict[str, Parser] = {
    "st-gs": st_gs,
    "sics": sics,
    "a9": a9,
    "a12": a12,
    "toledo": toledo,
    "yaohua": _yaohua_unset,
}

_SEVEN_BITS = bytes(byte & 0x7F for byte in range(256))


@dataclass(slots=True)
class ScaleReader:
    """Reads a scale's bytes as they trickle in.

    ``form`` is the format that is set; ``auto`` knows all that can be told apart. ``unit`` is what formats
    without a unit are in. ``spoken`` is the format of the last message that was understood.
    """

    form: str = AUTO
    unit: str = "kg"
    spoken: str = ""
    _cutter: FrameCutter = field(default_factory=FrameCutter)

    def feed(self, data: bytes) -> list[Reading]:
        """Take what came; gives what the scale said in it, in order."""
        if self.form == "toledo":
            # made for seven bits with parity; read with eight the parity is the highest bit
            data = data.translate(_SEVEN_BITS)
        parsers = _AUTO if self.form == AUTO else {self.form: FORMATS[self.form]}
        readings = []
        for frame in self._cutter.feed(data):
            for name, parser in parsers.items():
                reading = parser(frame, self.unit)
                if reading is not None:
                    self.spoken = name
                    readings.append(reading)
                    break
        return readings
