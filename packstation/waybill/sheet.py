"""Command barcodes on paper: the sheet pinned at the desk, and badges to cut out for their owners.

With the sheet a glove can do everything with the scanner alone; a badge is never on it, for one that
everybody can scan protects nothing.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from PIL import Image

from packstation.waybill.barcode import QUIET_MODULES, bars, width_modules
from packstation.waybill.canvas import Box, Canvas
from packstation.waybill.size import dots
from packstation.waybill.text import Style

A4_MM = (210, 297)
DPI = 300

Group = tuple[str, Sequence[tuple[str, str]]]
"""A heading, and codes with the words that say what they do."""

COLUMNS = 2
LARGEST_MODULE = 7
"""Dots a module: more than half a millimetre, read from an arm's length."""
_HEAD_MM, _HEADING_MM, _CARD_MM = 14, 12, 45

BADGE_MM = (86, 54)
"""A bank card's size: what badge holders are made for."""
_BADGE_ROWS = 5
_DASH_MM = 2


@dataclass(frozen=True, slots=True)
class _Row:
    """Codes side by side under the heading they belong to."""

    heading: str
    cards: tuple[tuple[str, str], ...]


def draw_sheet(groups: Sequence[Group], title: str) -> bytes:
    """Draw the command sheet for an office printer.

    Args:
        groups: what belongs together, each with its heading, in the desk's language, in the order wanted.
        title: heading of every page, in the desk's language.

    Returns:
        A PDF of A4 pages at 300 dpi, at most ten codes each; no groups make one page with the title.

    Raises:
        packstation.waybill.barcode.DoesNotFit: a code is too long for its place.
        packstation.waybill.barcode.NotCode128: a code has no barcode.
    """
    return as_pdf(list(sheet_pages(groups, title)), title)


def draw_badges(people: Sequence[tuple[str, str, str]], title: str) -> bytes:
    """Draw cards to cut out.

    Args:
        people: code, name and role of each, the role in the desk's language.
        title: the document's name; it is not on the paper.

    Returns:
        A PDF of A4 pages at 300 dpi, at most ten badges each; nobody makes one empty page.

    Raises:
        packstation.waybill.barcode.DoesNotFit: a badge is too long for a card.
        packstation.waybill.barcode.NotCode128: a badge has no barcode.
    """
    return as_pdf(list(badge_pages(people)), title)


def badge_pages(people: Sequence[tuple[str, str, str]]) -> Iterator[Image.Image]:
    """Draw the pages of badges as 1-bit images at 300 dpi."""
    wide, high = dots(BADGE_MM, DPI)
    each = COLUMNS * _BADGE_ROWS
    for start in range(0, max(1, len(people)), each):
        canvas = Canvas(*dots(A4_MM, DPI))
        left = (canvas.image.width - COLUMNS * wide) // 2
        top = (canvas.image.height - _BADGE_ROWS * high) // 2
        for place, (code, name, role) in enumerate(people[start : start + each]):
            row, column = divmod(place, COLUMNS)
            card = Box(x := left + column * wide, y := top + row * high, x + wide, y + high)
            _badge(canvas, card, code, name, role)
        yield canvas.image


def _badge(canvas: Canvas, card: Box, code: str, name: str, role: str) -> None:
    for edge in (card.left, card.right):
        for start in range(card.top, card.bottom, 2 * dot(_DASH_MM)):
            canvas.rule(edge - 1, start, edge + 1, min(card.bottom, start + dot(_DASH_MM)))
    for edge in (card.top, card.bottom):
        for start in range(card.left, card.right, 2 * dot(_DASH_MM)):
            canvas.rule(start, edge - 1, min(card.right, start + dot(_DASH_MM)), edge + 1)
    head, below = card.inset(dot(6), dot(4)).cut_top(dot(12))
    canvas.text(head, name, Style(dot(9), dot(4), bold=True))
    line, below = below.cut_top(dot(7))
    canvas.text(line, role, Style(dot(5), dot(3)))
    draw_code(canvas, below.inset(0, dot(1)), code, LARGEST_MODULE)


def as_pdf(pages: Sequence[Image.Image], title: str) -> bytes:
    """Bind pages drawn at 300 dpi into a PDF with this title."""
    file = io.BytesIO()
    pages[0].save(file, "PDF", resolution=DPI, save_all=True, append_images=pages[1:], title=title)
    return file.getvalue()


def sheet_pages(groups: Sequence[Group], title: str) -> Iterator[Image.Image]:
    """Draw the pages of the command sheet as 1-bit images at 300 dpi."""
    pages = _parted(groups) or [[]]
    for number, rows in enumerate(pages, 1):
        yield _page(rows, title, f"{number} / {len(pages)}")


def _parted(groups: Sequence[Group]) -> list[list[_Row]]:
    """The rows of each page; a group that goes on overleaf has its heading there again."""
    pages: list[list[_Row]] = []
    room = 0
    for heading, codes in groups:
        need = _HEADING_MM
        for start in range(0, len(codes), COLUMNS):
            if need + _CARD_MM > room:
                pages.append([])
                need, room = _HEADING_MM, A4_MM[1] - 20 - _HEAD_MM
            pages[-1].append(_Row(heading, tuple(codes[start : start + COLUMNS])))
            room -= need + _CARD_MM
            need = 0
    return pages


def _page(rows: Sequence[_Row], title: str, folio: str) -> Image.Image:
    canvas = Canvas(*dots(A4_MM, DPI))
    sheet = Box(0, 0, canvas.image.width, canvas.image.height).inset(dot(12), dot(10))
    head, sheet = sheet.cut_top(dot(_HEAD_MM))
    left, right = head.cut_left(round(head.width * 0.85))
    canvas.text(left, title, Style(dot(8), dot(4), bold=True))
    canvas.text(right, folio, Style(dot(4), dot(3)), across="right")
    for heading, under in groupby(rows, key=lambda row: row.heading):
        bar, sheet = sheet.cut_top(dot(_HEADING_MM))
        bar = bar.inset(0, dot(1))
        canvas.rule(bar.left, bar.top, bar.right, bar.bottom)
        canvas.text(bar.inset(dot(3)), heading, Style(dot(6), dot(3), bold=True, white=True))
        for row in under:
            place, sheet = sheet.cut_top(dot(_CARD_MM))
            canvas.rule(place.left, place.bottom - 2, place.right, place.bottom)
            for code, words in row.cards:
                card, place = place.cut_left(sheet.width // COLUMNS)
                _card(canvas, card, code, words)
    return canvas.image


def _card(canvas: Canvas, box: Box, code: str, words: str) -> None:
    box = box.inset(dot(2), dot(1.5))
    head, below = box.cut_top(dot(16))
    canvas.text(head, words, Style(dot(8), dot(3.4), lines=2, bold=True))
    draw_code(canvas, below, code, LARGEST_MODULE)


def draw_code(canvas: Canvas, box: Box, code: str, largest: int) -> None:
    """Draw a barcode with its text below, both flush with the left edge of the box.

    Args:
        canvas: what is drawn on.
        box: room for the bars, one quiet zone and the text; the other quiet zone reaches out to its left.
        code: what is read.
        largest: upper limit of dots a module.
    """
    place, foot = box.cut_bottom(dot(5.4))
    image = bars(code, place.width, place.height, largest=largest)
    quiet = QUIET_MODULES * image.width // width_modules(code)
    canvas.picture(image, max(0, place.left - quiet), place.top)
    canvas.text(foot, code, Style(dot(4.2), dot(2), mono=True))


def dot(mm: float) -> int:
    """Millimetres as dots of the sheet."""
    return round(mm * DPI / 25.4)
