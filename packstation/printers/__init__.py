"""Printers: what language they take (``LANGUAGES``) and how they are reached (``LINKS``).

A new language is a function from the label's dots and dpi to bytes and one line in ``LANGUAGES``; a new way
to a printer is a class in a file of its own and one line in ``LINKS``. Printing itself is in
``printers.printer``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PIL import Image

from packstation.errors import BadSetting
from packstation.printers.cainiao import CainiaoLink
from packstation.printers.cups import CupsLink
from packstation.printers.device import DeviceLink
from packstation.printers.driver import DriverLink
from packstation.printers.escpos import escpos
from packstation.printers.links import FileLink, Link, Painter, Where
from packstation.printers.picture import pdf, png
from packstation.printers.setup import PLAIN, Setup
from packstation.printers.spooler import SpoolerLink
from packstation.printers.status import DIALECTS
from packstation.printers.tcp import TcpLink
from packstation.printers.tspl import tspl
from packstation.printers.zpl import zpl


class Language(Protocol):
    """Turns a 1-bit label, its dpi and the printer's setup into what the printer takes.

    Its name also ends the file name.
    """

    def __call__(self, image: Image.Image, dpi: int, setup: Setup = PLAIN) -> bytes:
        """The document that prints this label once."""
        ...


LANGUAGES: dict[str, Language] = {
    "png": png,
    "pdf": pdf,
    "zpl": zpl,
    "tspl": tspl,
    "escpos": escpos,
}

LINKS: dict[str, Callable[[Where], Link]] = {
    "file": FileLink.at,
    "tcp": TcpLink.at,
    "device": DeviceLink.at,
    "queue": SpoolerLink.at if sys.platform == "win32" else CupsLink.at,
    "driver": DriverLink.at,
    "cainiao": CainiaoLink.at,
}
"""By the scheme of the setting ``link``: from what follows the colon to the way."""


def open_link(setting: str, base: Path, language: str = "", painter: Painter | None = None) -> Link:
    """Find the way to a printer from the setting, such as ``file:labels``.

    Args:
        setting: scheme, colon, address.
        base: the data directory; relative folders lie in it.
        language: what the printer speaks; some can then be asked for their status.
        painter: who draws on printers that only their driver can speak to.

    Raises:
        BadSetting: ``printer-link`` with ``value`` and ``allowed``; no such way, or no address.
    """
    scheme, colon, address = setting.partition(":")
    if not colon or scheme not in LINKS or not address.strip():
        raise BadSetting("printer-link", value=setting, allowed=tuple(LINKS))
    return LINKS[scheme](Where(address.strip(), base, DIALECTS.get(language), painter))
