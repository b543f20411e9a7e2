"""The sheet for trying a scanner: the test barcode big, what to do with it, and ten small ones for speed."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from packstation.domain.sample_code import SAMPLE
from packstation.waybill.canvas import Box, Canvas
from packstation.waybill.sheet import A4_MM, DPI, as_pdf, dot, draw_code
from packstation.waybill.size import dots
from packstation.waybill.text import Style

SPEED_CODES = tuple(f"TEST{number:02d}" for number in range(1, 11))
"""Known to no shop: each is answered as unknown, and so can be heard."""
_BIG_MODULE, _SMALL_MODULE = 7, 4
_COLUMNS = 2


def draw_scanner_sheet(title: str, steps: Sequence[str], speed: str) -> bytes:
    """Draw the sheet for an office printer.

    Args:
        title: heading, in the desk's language.
        steps: what to do, one line each.
        speed: heading of the small barcodes.

    Returns:
        A PDF of one A4 page at 300 dpi.
    """
    return as_pdf([scanner_page(title, steps, speed)], title)


def scanner_page(title: str, steps: Sequence[str], speed: str) -> Image.Image:
    """Draw the page as a 1-bit image at 300 dpi."""
    canvas = Canvas(*dots(A4_MM, DPI))
    sheet = Box(0, 0, canvas.image.width, canvas.image.height).inset(dot(14), dot(12))
    head, sheet = sheet.cut_top(dot(16))
    canvas.text(head, title, Style(dot(9), dot(4), bold=True))
    canvas.rule(sheet.left, sheet.top, sheet.right, sheet.top + dot(0.5))
    _, sheet = sheet.cut_top(dot(6))
    for step in steps:
        line, sheet = sheet.cut_top(dot(11))
        canvas.text(line, step, Style(dot(5.4), dot(3), lines=2))
    _, sheet = sheet.cut_top(dot(4))
    big, sheet = sheet.cut_top(dot(46))
    draw_code(canvas, big.inset(0, dot(1.5)), SAMPLE, _BIG_MODULE)
    _, sheet = sheet.cut_top(dot(6))
    heading, sheet = sheet.cut_top(dot(11))
    canvas.text(heading, speed, Style(dot(6.4), dot(3), bold=True))
    high = min(dot(24), sheet.height // (len(SPEED_CODES) // _COLUMNS))
    for number, code in enumerate(SPEED_CODES):
        row, column = divmod(number, _COLUMNS)
        left, top = sheet.left + column * sheet.width // _COLUMNS, sheet.top + row * high
        place = Box(left, top, left + sheet.width // _COLUMNS, top + high)
        draw_code(canvas, place.inset(0, dot(1.5)), code, _SMALL_MODULE)
    return canvas.image
