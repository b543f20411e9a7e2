"""TSPL for TSC and most Chinese label printers: the label as one BITMAP, 0 burns a dot.

The commands are those of TSC's TSPL/TSPL2 programming manual. No text from outside stands in them.
"""

from __future__ import annotations

from PIL import Image

from packstation.printers.setup import PLAIN, Media, Setup
from packstation.waybill.size import dots_per_mm

DARKEST = 15

_WHITE = 1
_LINE_END = "\r\n"


def tspl(image: Image.Image, dpi: int, setup: Setup = PLAIN) -> bytes:
    """Write a label for a TSPL printer.

    Args:
        image: the label, 1 bit a dot.
        dpi: the printer's dots per inch.
        setup: darkness, speed, media and cutter; what it leaves out is not touched.
    """
    per_mm = dots_per_mm(dpi)
    wide, high = (f"{side / per_mm:.1f}".removesuffix(".0") for side in image.size)
    lines = [f"SIZE {wide} mm,{high} mm", *_media(setup)]
    if setup.speed is not None:
        lines.append(f"SPEED {setup.speed}")
    if setup.density is not None:
        lines.append(f"DENSITY {setup.density}")
    if setup.cut:
        lines.append("SET CUTTER 1")
    # Another program may have left its direction, mirror or origin behind.
    lines += ["DIRECTION 0,0", "REFERENCE 0,0", "CLS"]
    row = (image.width + 7) // 8
    head = _LINE_END.join([*lines, f"BITMAP 0,0,{row},{image.height},0,"])
    return head.encode("ascii") + _dots(image, row) + b"\r\nPRINT 1,1\r\n"


def _dots(image: Image.Image, row: int) -> bytes:
    """Rows of whole bytes; what fills the last one stays white."""
    if image.width % 8 == 0:
        return image.tobytes()
    padded = Image.new("1", (8 * row, image.height), _WHITE)
    padded.paste(image)
    return padded.tobytes()


def _media(setup: Setup) -> list[str]:
    match setup.media:
        case Media.GAP:
            return [f"GAP {setup.gap_mm:g} mm,0 mm"]
        case Media.MARK:
            return [f"BLINE {setup.gap_mm:g} mm,0 mm"]
        case Media.CONTINUOUS:
            return ["GAP 0 mm,0 mm"]
        case Media.PRINTER:
            return []
