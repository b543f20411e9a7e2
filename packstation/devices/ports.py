"""Which socket a scanner or a scale is plugged into: found by name, or by the device's own USB numbers.

A name may change with the socket or the order of plugging in; vendor, product and serial number do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_USB = re.compile(r"usb:([0-9a-f]{1,4}):([0-9a-f]{1,4})(?::(.+))?", re.IGNORECASE)
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Port:
    """A serial port that is there now.

    ``name`` as people know it (``COM3``, ``ttyACM0``), ``location`` what is opened, ``description`` and
    ``maker`` what the device says of itself; ``vendor`` and ``product`` are USB numbers, none where it is not
    on USB; ``serial`` is the device's own number, often missing.
    """

    name: str
    location: str = ""
    description: str = ""
    maker: str = ""
    vendor: int | None = None
    product: int | None = None
    serial: str = ""

    @property
    def usb(self) -> str:
        """How the settings name exactly this device (``usb:0c2e:0901:A1``), empty where it is not on USB."""
        if self.vendor is None or self.product is None:
            return ""
        number = f":{self.serial}" if self.serial else ""
        return f"usb:{self.vendor:04x}:{self.product:04x}{number}"


def is_usb(wanted: str) -> bool:
    """Whether the setting names a device and not a port."""
    return _USB.fullmatch(wanted.strip()) is not None


def find(wanted: str, present: Iterable[Port]) -> str:
    """What to open for a device that the setting names; empty when it is not plugged in.

    Args:
        wanted: ``usb:VENDOR:PRODUCT`` or ``usb:VENDOR:PRODUCT:SERIAL``, hexadecimal numbers.
        present: the ports there are. Of several equal devices the one with the lowest name is taken, so that
            it is the same one every time.
    """
    match = _USB.fullmatch(wanted.strip())
    if match is None:
        return ""
    vendor, product = int(match[1], 16), int(match[2], 16)
    fitting = [
        port
        for port in present
        if (port.vendor, port.product) == (vendor, product)
        and (match[3] is None or port.serial.casefold() == match[3].casefold())
    ]
    first = min(fitting, key=_rank, default=None)
    return "" if first is None else first.location or first.name


def _rank(port: Port) -> list[str]:
    """COM10 comes after COM9."""
    return [part.zfill(9) if part.isdigit() else part for part in _DIGITS.split(port.name)]
