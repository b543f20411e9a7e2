"""Labels for receipt printers that speak ESC/POS: the label as raster pictures, band under band.

Commands as in Epson's ESC/POS reference: ``ESC @`` begins afresh, ``GS v 0`` prints dots, ``GS FF`` feeds to
the next label, ``GS V`` cuts. There is none for heat and speed that all printers share.
"""

from __future__ import annotations

from PIL import Image

from packstation.printers.setup import PLAIN, Setup, fitted, packed_rows

BAND = 128
"""Rows of a picture; small printers hold few in memory."""

_BEGIN = b"\x1b@"
_NO_SPACING = b"\x1b3\x00"
_RASTER = b"\x1dv0\x00"
_NEXT_LABEL = b"\x1d\x0c"
_FEED, _CUT = b"\x1bJ\x78", b"\x1dVB\x00"


def escpos(image: Image.Image, dpi: int, setup: Setup = PLAIN) -> bytes:
    """Write a label as ESC/POS raster that prints it once.

    Args:
        image: the label, 1 bit a dot.
        dpi: the printer's dots per inch.
        setup: of the printer; see `fitted` for what is refused.
    """
    image = fitted(image, dpi, setup)
    rows, wide = packed_rows(image, black=1)
    parts = [_BEGIN, _NO_SPACING]
    for top in range(0, image.height, BAND):
        band = rows[top * wide : (top + BAND) * wide]
        parts += [_RASTER, wide.to_bytes(2, "little"), (len(band) // wide).to_bytes(2, "little"), band]
    parts.append(_NEXT_LABEL if setup.gap_mm else _FEED)
    if setup.cut:
        parts.append(_CUT)
    return b"".join(parts)
