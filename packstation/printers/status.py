"""What a label printer says of itself: no paper, cover open, busy, idle; plain functions over its bytes.

Zebra's ``~HS`` (ZPL II Programming Guide, "Host Status Return"): three lines between STX and ETX; the first
has twelve fields, the second eleven. TSC's ``<ESC>!?`` (TSPL/TSPL2 Programming Manual, "immediate commands"):
one byte of flags.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

MEDIA_SLACK_MM = 4
"""By so much a printer's own measure of its labels may be off: the gap may count or not."""
_FRAME = re.compile(rb"\x02([^\x02\x03]*)\x03")
_FIRST_FIELDS, _SECOND_FIELDS = 12, 11
# places of the fields that matter, counted from 0
_PAPER, _PAUSE, _LENGTH, _FORMATS, _FULL, _PARTIAL, _CORRUPT, _COLD, _HOT = 1, 2, 3, 4, 5, 7, 9, 10, 11
_HEAD, _RIBBON, _LEFT = 2, 3, 8
_TSPL_TROUBLES = (
    (0x01, "printer-cover-open"),
    (0x04, "printer-paper-out"),
    (0x02, "printer-jam"),
    (0x08, "printer-ribbon-out"),
    (0x10, "printer-paused"),
    (0x80, "printer-fault"),
)
"""What a person must do first stands first: an open cover also reports that there is no paper."""
_TSPL_PRINTING = 0x20
_TSPL_FLAGS = 0xBF


@dataclass(frozen=True, slots=True)
class Status:
    """A printer now: what keeps it from printing (key of a sentence; empty: nothing), and if it is busy.

    ``media_dots``: how long the labels in it are, in its dots; 0 where it does not say.
    """

    trouble: str = ""
    busy: bool = False
    media_dots: int = 0


@dataclass(frozen=True, slots=True)
class Media:
    """How long the labels must be that lie in the printer: in dots as they run through it."""

    dots: int
    per_mm: float

    def differs(self, found: int) -> bool:
        """Whether the labels in the printer are others; one that does not say their length is believed."""
        return bool(found) and abs(found - self.dots) > MEDIA_SLACK_MM * self.per_mm

    def mm(self, dots: int) -> int:
        """A length in the printer's dots, in mm."""
        return round(dots / self.per_mm)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How printers of one language are asked.

    The question may overtake what was sent before it (TSPL's always does; of ~HS the manual does not say), so
    "idle" alone means nothing: only a printer that was seen busy and is idle now has printed.

    Attributes:
        query: asks for the status and prints nothing.
        read: makes a status of what came; None while it is not whole, or is no status at all.
        media: what must lie in it; None: whatever does.
    """

    query: bytes
    read: Callable[[bytes], Status | None]
    media: Media | None = None


def read_zpl(answer: bytes) -> Status | None:
    """What Zebra's answer to ``~HS`` says; None until both of its first two lines are there.

    Args:
        answer: everything that came since the question.
    """
    first: list[int] | None = None
    second: list[int] | None = None
    for frame in _FRAME.findall(answer):
        fields = frame.split(b",")
        if not all(field.strip().isdigit() for field in fields):
            continue
        numbers = [int(field) for field in fields]
        if len(fields) == _FIRST_FIELDS:
            first = numbers
        elif len(fields) == _SECOND_FIELDS:
            second = numbers
    if first is None or second is None:
        return None
    busy = bool(first[_FORMATS] or first[_PARTIAL] or second[_LEFT])
    troubles = (
        (second[_HEAD], "printer-cover-open"),
        (first[_PAPER], "printer-paper-out"),
        (second[_RIBBON], "printer-ribbon-out"),
        (first[_HOT], "printer-hot"),
        (first[_COLD], "printer-fault"),
        (first[_CORRUPT], "printer-fault"),
        (first[_PAUSE], "printer-paused"),
        (first[_FULL], "printer-busy"),
    )
    return Status(next((trouble for flag, trouble in troubles if flag), ""), busy, first[_LENGTH])


def read_tspl(answer: bytes) -> Status | None:
    """What a TSPL printer's one status byte says; None while there is none, or something else came.

    Args:
        answer: everything that came since the question.
    """
    if len(answer) != 1 or answer[0] & ~_TSPL_FLAGS:
        return None
    flags = answer[0]
    trouble = next((reason for flag, reason in _TSPL_TROUBLES if flags & flag), "")
    return Status(trouble, busy=bool(flags & _TSPL_PRINTING))


DIALECTS: Mapping[str, Dialect] = {
    "zpl": Dialect(b"~HS", read_zpl),
    "tspl": Dialect(b"\x1b!?", read_tspl),
}
"""Languages whose printers can be asked, where the way to them goes both ways."""
