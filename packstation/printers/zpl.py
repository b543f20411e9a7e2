"""Labels for printers that speak ZPL II (Zebra and many others): one compressed picture, no text at all.

Only numbers and base64 reach the printer's command stream, so nothing a buyer wrote can steer it. Commands as
in Zebra's ZPL II programming guide: ``^GF`` with data in ``:Z64:`` (zlib, base64, CRC-16 of the base64 text).
"""

from __future__ import annotations

import base64
import binascii
import zlib

from PIL import Image

from packstation.printers.setup import PLAIN, Setup, fitted, packed_rows

_INCH_MM = 25.4
_SLOWEST, _FASTEST = 2, 14
"""Inches a second that ``^PR`` takes."""


def zpl(image: Image.Image, dpi: int, setup: Setup = PLAIN) -> bytes:
    """Write a label as one ZPL format that prints it once.

    Args:
        image: the label, 1 bit a dot.
        dpi: the printer's dots per inch.
        setup: of the printer; see `fitted` for what is refused.
    """
    image = fitted(image, dpi, setup)
    rows, wide = packed_rows(image, black=1)
    data = base64.b64encode(zlib.compress(rows, 9))
    graphic = b"^FO0,0^GFA,%d,%d,%d,:Z64:%s:%04X^FS" % (len(rows), len(rows), wide, data, crc16(data))
    head = b"".join((*_before(setup), b"^XA", *_inside(setup)))
    size = b"^PW%d^LL%d^LH0,0^LS0^LT0" % (image.width, image.height)
    return head + size + graphic + b"^PQ1^XZ\r\n"


def crc16(data: bytes) -> int:
    """The check behind ``:Z64:`` data: CRC-16 of polynomial 1021 (hex), begun with 0."""
    return binascii.crc_hqx(data, 0)


def _before(setup: Setup) -> list[bytes]:
    """Commands that stand outside a format."""
    return [] if setup.density is None else [b"~SD%02d" % max(0, min(30, setup.density))]


def _inside(setup: Setup) -> list[bytes]:
    parts = []
    if setup.gap_mm is not None:
        parts.append(b"^MNW" if setup.gap_mm else b"^MNN")
    if setup.speed_mm_s is not None:
        inches = max(_SLOWEST, min(_FASTEST, round(setup.speed_mm_s / _INCH_MM)))
        parts.append(b"^PR%d" % inches)
    if setup.cut:
        parts.append(b"^MMC")
    return parts
