"""The sheet of command barcodes pinned at the desk: everything a glove can do with the scanner alone."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from PIL import Image

from packstation.waybill.barcode import QUIET_MODULES, bars, width_modules
from packstation.waybill.canvas import Box, Canvas
from packstation.waybill.size import dots
from packstation.waybill.text import Style

A4_MM = (210, 297)
DPI = 300

COLUMNS = 2
ROWS = 6
LARGEST_MODULE = 6
"""Dots a module: half a millimetre, read from an arm's length."""


def draw_sheet(rows: Sequence[tuple[str, str]], title: str) -> bytes:
    """Draw the command sheet for an office printer.

    Args:
        rows: code and the words that say what it does, in the desk's language, in the order wanted.
        title: heading of every page, in the desk's language.

    Returns:
        A PDF of A4 pages, twelve commands each, at 300 dpi; no rows make one page with the title.

    Raises:
        packstation.waybill.barcode.DoesNotFit: a code is too long for its place.
        packstation.waybill.barcode.NotCode128: a code has no barcode.
    """
    pages = list(sheet_pages(rows, title))
    file = io.BytesIO()
    pages[0].save(file, "PDF", resolution=DPI, save_all=True, append_images=pages[1:], title=title)
    return file.getvalue()


def sheet_pages(rows: Sequence[tuple[str, str]], title: str) -> Iterator[Image.Image]:
    """Draw the pages of the command sheet as 1-bit images at 300 dpi."""
    each = COLUMNS * ROWS
    starts = range(0, max(1, len(rows)), each)
    for number, start in enumerate(starts, 1):
        yield _page(rows[start : start + each], title, f"{number} / {len(starts)}")


def _page(rows: Sequence[tuple[str, str]], title: str, folio: str) -> Image.Image:
    canvas = Canvas(*dots(A4_MM, DPI))
    sheet = Box(0, 0, canvas.image.width, canvas.image.height).inset(dot(12), dot(10))
    head, sheet = sheet.cut_top(dot(16))
    left, right = head.cut_left(round(head.width * 0.85))
    canvas.text(left, title, Style(dot(8), dot(4), bold=True))
    canvas.text(right, folio, Style(dot(4), dot(3)), across="right")
    canvas.rule(sheet.left, sheet.top, sheet.right, sheet.top + dot(0.5))
    wide, high = sheet.width // COLUMNS, sheet.height // ROWS
    for place, (code, words) in enumerate(rows):
        row, column = divmod(place, COLUMNS)
        left_edge, top = sheet.left + column * wide, sheet.top + row * high
        _card(canvas, Box(left_edge, top, left_edge + wide, top + high), code, words)
    return canvas.image


def _card(canvas: Canvas, box: Box, code: str, words: str) -> None:
    canvas.rule(box.left, box.bottom - 2, box.right, box.bottom)
    box = box.inset(dot(2), dot(1.8))
    head, below = box.cut_top(dot(14))
    canvas.text(head, words, Style(dot(7), dot(3.4), lines=2, bold=True))
    place, foot = below.cut_bottom(dot(5.2))
    image = bars(code, place.width, place.height, largest=LARGEST_MODULE)
    # The words stand flush with the first bar: the quiet zone reaches into the white beside the card.
    quiet = QUIET_MODULES * image.width // width_modules(code)
    canvas.picture(image, place.left - quiet, place.top)
    canvas.text(foot, code, Style(dot(4), dot(2), mono=True))


def dot(mm: float) -> int:
    """Millimetres as dots of the sheet."""
    return round(mm * DPI / 25.4)
