"""ZPL II for Zebra and the many printers that follow it: the label as one picture, compressed.

The commands are those of Zebra's programming guide. No text from outside stands in them: whatever is written
on the label arrives as dots.
"""

from __future__ import annotations

import base64
import binascii
import zlib

from PIL import Image

from packstation.printers.setup import PLAIN, Media, Setup, burnt

MOST_BYTES = 99_999
"""Dots a ^GF may carry, in bytes (programming guide, parameters b and c); larger labels take several."""

DARKEST = 30

_MEDIA = {Media.GAP: "^MNY", Media.MARK: "^MNM", Media.CONTINUOUS: "^MNN", Media.PRINTER: ""}


def zpl(image: Image.Image, dpi: int, setup: Setup = PLAIN) -> bytes:  # noqa: ARG001  (ZPL counts in dots)
    """Write a label for a ZPL printer, one label a format.

    Args:
        image: the label, 1 bit a dot.
        dpi: the printer's dots per inch.
        setup: darkness, speed, media and cutter; what it leaves out is not touched.
    """
    before = "" if setup.density is None else f"~SD{setup.density:02}\n"
    # The last format of another program may have left its home, mirror or reversal behind.
    head = ["^XA", f"^PW{image.width}", f"^LL{image.height}", "^LH0,0", "^PON", "^PMN", "^LRN"]
    head.append(_MEDIA[setup.media])
    head.append("" if setup.speed is None else f"^PR{setup.speed}")
    head.append("^MMC" if setup.cut else "")
    return "".join([before, *head, "\n", *_fields(image), "^PQ1,0,1,Y^XZ\n"]).encode("ascii")


def _fields(image: Image.Image) -> list[str]:
    """The dots in as few fields as may be, each within the limit."""
    row = (image.width + 7) // 8
    high = max(1, MOST_BYTES // row)
    tops = range(0, image.height, high)
    return [_field(image.crop((0, top, image.width, min(top + high, image.height))), top) for top in tops]


def _field(band: Image.Image, top: int) -> str:
    row = (band.width + 7) // 8
    count = row * band.height
    packed = base64.b64encode(zlib.compress(burnt(band), 9))
    check = binascii.crc_hqx(packed, 0)
    return f"^FO0,{top}^GFA,{count},{count},{row},:Z64:{packed.decode('ascii')}:{check:04X}^FS\n"
