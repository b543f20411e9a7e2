"""ESC/POS for receipt printers with wide paper: the label as raster bands, then the feed or the cut.

The commands are those of Epson's ESC/POS reference: ``ESC @``, ``GS v 0``, ``ESC J``, ``GS FF``, ``GS V``.
These printers know no width and no darkness of the paper; a label that lies in the middle of a wider head is
moved there as dots. No text from outside stands in the stream.
"""

from __future__ import annotations

from PIL import Image

from packstation.printers.setup import PLAIN, Media, Place, Setup, burnt
from packstation.waybill.size import dots_per_mm

BAND = 128
"""Rows a raster command carries: small printers have little memory, and bands leave no gap between them."""

_RESET = b"\x1b@"
_RASTER = b"\x1dv0\x00"
_FEED = b"\x1bJ"
_NEXT_LABEL = b"\x1d\x0c"
_CUT = b"\x1dVB\x00"
_MOST_FEED = 255
_WHITE = 1


def escpos(image: Image.Image, dpi: int, setup: Setup = PLAIN) -> bytes:
    """Write a label for an ESC/POS printer.

    Args:
        image: the label, 1 bit a dot.
        dpi: the printer's dots per inch.
        setup: media, cutter, width of the head and place of the paper; the rest there is no command for.
    """
    placed = _placed(image, setup)
    tops = range(0, placed.height, BAND)
    bands = [placed.crop((0, top, placed.width, min(top + BAND, placed.height))) for top in tops]
    return b"".join([_RESET, *map(_raster, bands), _after(dpi, setup)])


def _placed(image: Image.Image, setup: Setup) -> Image.Image:
    if setup.place is Place.LEFT or setup.max_width is None or setup.max_width <= image.width:
        return image
    left = (setup.max_width - image.width) // 2
    sheet = Image.new("1", (left + image.width, image.height), _WHITE)
    sheet.paste(image, (left, 0))
    return sheet


def _raster(band: Image.Image) -> bytes:
    row = (band.width + 7) // 8
    return _RASTER + row.to_bytes(2, "little") + band.height.to_bytes(2, "little") + burnt(band)


def _after(dpi: int, setup: Setup) -> bytes:
    """What follows the label: on to the next one, or a piece of paper, and the knife."""
    feed = b""
    match setup.media:
        case Media.GAP | Media.MARK:
            feed = _NEXT_LABEL
        case Media.CONTINUOUS:
            left = round(setup.gap_mm * dots_per_mm(dpi))
            steps = [_MOST_FEED] * (left // _MOST_FEED) + [left % _MOST_FEED]
            feed = b"".join(_FEED + bytes([step]) for step in steps if step)
        case Media.PRINTER:
            pass
    return feed + (_CUT if setup.cut else b"")
