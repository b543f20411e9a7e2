"""Printers: what language they take (``LANGUAGES``) and how they are reached (``LINKS``).

A new language is a function from the label's dots and dpi to bytes and one line in ``LANGUAGES``; a new way
to a printer is a class in ``links.py`` and one line in ``LINKS``. Printing itself is in ``printers.printer``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PIL import Image

from packstation.errors import BadSetting
from packstation.printers.escpos import escpos
from packstation.printers.links import FileLink, Link
from packstation.printers.picture import pdf, png
from packstation.printers.setup import PLAIN, Setup, laid
from packstation.printers.tspl import DARKEST as TSPL_DARKEST
from packstation.printers.tspl import tspl
from packstation.printers.zpl import DARKEST as ZPL_DARKEST
from packstation.printers.zpl import zpl


class Language(Protocol):
    """Turns a 1-bit label and its dpi into what the printer takes; its name also ends the file name."""

    def __call__(self, image: Image.Image, dpi: int, setup: Setup = PLAIN, /) -> bytes:
        """Write the label, already turned and shifted, with the printer's setup in the language's words."""


LANGUAGES: dict[str, Language] = {
    "png": png,
    "pdf": pdf,
    "zpl": zpl,
    "tspl": tspl,
    "escpos": escpos,
}

DARKEST: dict[str, int] = {"zpl": ZPL_DARKEST, "tspl": TSPL_DARKEST}
"""The darkest step of the languages that can set it; the lightest is 0."""


def document(language: str, image: Image.Image, dpi: int, setup: Setup = PLAIN) -> bytes:
    """Turn a label into what a printer is sent, laid as its paper lies.

    Args:
        language: name in ``LANGUAGES``.
        image: the label, 1 bit a dot.
        dpi: the printer's dots per inch.
        setup: how the printer is set up.

    Raises:
        packstation.errors.BadInput: see `packstation.printers.setup.laid`.
    """
    return LANGUAGES[language](laid(image, dpi, setup), dpi, setup)


LINKS: dict[str, Callable[[str, Path], Link]] = {
    "file": FileLink.at,
}
"""By the scheme of the setting ``link``: from what follows the colon and the data directory to the way."""


def open_link(setting: str, base: Path) -> Link:
    """Find the way to a printer from the setting, such as ``file:labels``.

    Args:
        setting: scheme, colon, address.
        base: the data directory; relative folders lie in it.

    Raises:
        BadSetting: ``printer-link`` with ``value`` and ``allowed``; no such way, or no address.
    """
    scheme, colon, address = setting.partition(":")
    if not colon or scheme not in LINKS or not address.strip():
        raise BadSetting("printer-link", value=setting, allowed=tuple(LINKS))
    return LINKS[scheme](address.strip(), base)
