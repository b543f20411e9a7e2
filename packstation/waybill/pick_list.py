"""A pick list on paper: stops with big bins and counts, then a strip for each order to scan, with its basket.

Nothing is ever cut off but a text too long for its place, which ends with "…"; what does not fit a page goes
on overleaf under its heading. The barcodes are the orders' own numbers: scanning one opens the order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import Image

from packstation.errors import BadInput
from packstation.waybill.barcode import LEAST_DOTS, NotCode128, width_modules
from packstation.waybill.canvas import Box, Canvas
from packstation.waybill.sheet import DPI, as_pdf, dot, draw_code
from packstation.waybill.size import dots
from packstation.waybill.text import Style

PAPERS: dict[str, tuple[int, int]] = {"A4": (210, 297), "A5": (148, 210), "letter": (216, 279)}
"""Width and height in mm of the paper a list can be drawn on."""

_MARGIN_MM, _HEAD_MM, _BAR_MM, _COLUMNS_MM = 11, 22, 11, 8
_ROW_MM, _CHIP_MM, _CHIP_WIDE_MM, _MOST_CHIP_LINES = 16, 8, 19, 8
_STRIP_MM, _SLOT_MM = 31, 27
_LARGEST_MODULE = 4
_SHARES = (0.05, 0.24, 0.32, 0.11)
"""What tick box, bin, goods and count take of the width; the baskets have the rest."""


@dataclass(frozen=True, slots=True)
class Row:
    """One stop, or goods that are short: where, what, how many, and ``(slot, units)`` of each basket."""

    place: str
    title: str
    detail: str
    units: int
    chips: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Strip:
    """One order: its basket (0: none), whose it is, how much, and the number its barcode carries."""

    slot: int
    buyer: str
    about: str
    number: str


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that stands on a pick list, in the desk's language.

    ``columns`` are the headings of bin, goods, count and baskets; ``folio`` is ``{page} / {pages}``;
    ``nothing`` stands there instead of stops when there are none.
    """

    title: str
    about: str
    stamp: str
    columns: tuple[str, str, str, str]
    stops: tuple[Row, ...]
    short_title: str
    short: tuple[Row, ...]
    strips_title: str
    strips: tuple[Strip, ...]
    folio: Callable[[int, int], str]
    nothing: str


Draw = Callable[[Canvas, Box], None]


@dataclass(frozen=True, slots=True)
class _Block:
    """Something as wide as the page that is never parted; ``head`` names what must stand above it."""

    height: int
    draw: Draw
    head: str


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above blocks of a kind, on every page they reach."""

    height: int
    draw: Draw


def draw_pick_list(paper: Paper, size: str = "A4") -> bytes:
    """Draw a pick list for an office printer.

    Args:
        paper: what stands on it.
        size: one of ``PAPERS``.

    Returns:
        A PDF at 300 dpi.

    Raises:
        BadInput: no such paper.
    """
    if size not in PAPERS:
        raise BadInput("no-such-paper", size=size, allowed=", ".join(PAPERS))
    return as_pdf(pick_list_pages(paper, PAPERS[size]), paper.title)


def pick_list_pages(paper: Paper, size_mm: tuple[int, int] = PAPERS["A4"]) -> list[Image.Image]:
    """Draw the pages of a pick list as 1-bit images at 300 dpi."""
    wide, high = dots(size_mm, DPI)
    sheet = Box(0, 0, wide, high).inset(dot(_MARGIN_MM), dot(_MARGIN_MM))
    layout = _Layout(paper, sheet.width)
    pages = _parted(layout.blocks(), layout.heads, sheet.height - dot(_HEAD_MM))
    images = []
    for number, page in enumerate(pages, start=1):
        canvas = Canvas(wide, high)
        top, rest = sheet.cut_top(dot(_HEAD_MM))
        layout.page_head(canvas, top, paper.folio(number, len(pages)))
        for height, draw in page:
            place, rest = rest.cut_top(height)
            draw(canvas, place)
        images.append(canvas.image)
    return images


def _parted(blocks: Sequence[_Block], heads: dict[str, _Head], room: int) -> list[list[tuple[int, Draw]]]:
    """What stands on each page; a kind of blocks has its head again on every page."""
    pages: list[list[tuple[int, Draw]]] = [[]]
    left, under = room, ""
    for block in blocks:
        head = heads[block.head]
        need = block.height + (head.height if block.head != under else 0)
        if need > left and pages[-1]:
            pages.append([])
            left, under = room, ""
        if block.head != under:
            pages[-1].append((head.height, head.draw))
            left, under = left - head.height, block.head
        pages[-1].append((block.height, block.draw))
        left -= block.height
    return pages


class _Layout:
    """The blocks of one list on paper of one width."""

    def __init__(self, paper: Paper, width: int) -> None:
        self._paper = paper
        self._width = width
        self._has_baskets = any(row.chips for row in (*paper.stops, *paper.short))
        self._chips_wide = max(1, self._columns(Box(0, 0, width, 1))[4].width // dot(_CHIP_WIDE_MM))
        self.heads = {
            "stops": _Head(dot(_COLUMNS_MM), self._column_heads),
            "short": _Head(dot(_BAR_MM), self._bar(paper.short_title)),
            "strips": _Head(dot(_BAR_MM), self._bar(paper.strips_title)),
        }

    def page_head(self, canvas: Canvas, box: Box, folio: str) -> None:
        paper = self._paper
        left, right = box.cut_left(round(box.width * 0.68))
        title, about = left.cut_top(dot(11))
        canvas.text(title, paper.title, Style(dot(8), dot(4), bold=True))
        canvas.text(about.cut_top(dot(7))[0], paper.about, Style(dot(4.6), dot(2.5)))
        number, stamp = right.cut_top(dot(11))
        canvas.text(number, folio, Style(dot(6), dot(3), bold=True), across="right")
        canvas.text(stamp.cut_top(dot(7))[0], paper.stamp, Style(dot(3.8), dot(2.2)), across="right")
        canvas.rule(box.left, box.bottom - dot(2.6), box.right, box.bottom - dot(2))

    def blocks(self) -> list[_Block]:
        """Everything from top to bottom."""
        paper = self._paper
        found = [block for row in paper.stops for block in self._rows(row, "stops")]
        if not paper.stops:
            found.append(_Block(dot(_ROW_MM), self._nothing, "stops"))
        found += [block for row in paper.short for block in self._rows(row, "short")]
        return found + self._strips()

    def _nothing(self, canvas: Canvas, box: Box) -> None:
        canvas.text(box, self._paper.nothing, Style(dot(5), dot(3)))

    # --- rows

    def _columns(self, box: Box) -> list[Box]:
        """Tick box, bin, goods, count, baskets."""
        cells = []
        for share in _SHARES:
            cell, box = box.cut_left(round(self._width * share))
            cells.append(cell)
        if not self._has_baskets:  # the goods have the baskets' room; the count stands at the right
            tick, place, goods, units = cells
            gone = box.width
            goods = Box(goods.left, goods.top, goods.right + gone, goods.bottom)
            return [tick, place, goods, Box(units.left + gone, units.top, box.right, units.bottom), box]
        return [*cells, box]

    def _column_heads(self, canvas: Canvas, box: Box) -> None:
        style = Style(dot(3.6), dot(2.2))
        for cell, text in zip(self._columns(box)[1:], self._paper.columns, strict=True):
            if text != self._paper.columns[3] or self._has_baskets:
                canvas.text(cell.inset(dot(1)), text, style)
        canvas.rule(box.left, box.bottom - 3, box.right, box.bottom)

    def _rows(self, row: Row, head: str) -> list[_Block]:
        """A row; one that goes into many baskets takes several, the count stands on the first."""
        each = self._chips_wide * _MOST_CHIP_LINES
        blocks = []
        for start in range(0, max(1, len(row.chips)), each):
            chips = row.chips[start : start + each]
            lines = -(-len(chips) // self._chips_wide)
            height = max(dot(_ROW_MM), dot(_CHIP_MM * lines + 3))
            blocks.append(_Block(height, self._row(row, chips, is_first=start == 0), head))
        return blocks

    def _row(self, row: Row, chips: tuple[tuple[int, int], ...], *, is_first: bool) -> Draw:
        def draw(canvas: Canvas, box: Box) -> None:
            tick, place, goods, units, baskets = self._columns(box)
            canvas.rule(box.left, box.bottom - 2, box.right, box.bottom)
            _tick_box(canvas, tick)
            canvas.text(place.inset(dot(1)), row.place, Style(dot(9), dot(2.6), lines=3, bold=True))
            _goods(canvas, goods.inset(dot(1), dot(0.8)), row)
            if is_first:
                canvas.text(units.inset(dot(1)), str(row.units), Style(dot(10), dot(3), bold=True))
            high = dot(_CHIP_MM) * -(-len(chips) // self._chips_wide)
            self._chips(canvas, baskets.inset(0, max(0, baskets.height - high) // 2), chips)

        return draw

    def _chips(self, canvas: Canvas, box: Box, chips: Sequence[tuple[int, int]]) -> None:
        """Which basket gets how many: the number white on black, the count behind it."""
        for start in range(0, len(chips), self._chips_wide):
            line, box = box.cut_top(dot(_CHIP_MM))
            for slot, units in chips[start : start + self._chips_wide]:
                chip, line = line.cut_left(dot(_CHIP_WIDE_MM))
                mark, count = chip.inset(0, dot(0.7)).cut_left(dot(9))
                canvas.frame(mark, filled=True)
                canvas.text(mark, str(slot), Style(dot(5.4), dot(3), bold=True, white=True), across="middle")
                canvas.text(count.inset(dot(0.8)), f"×{units}", Style(dot(5), dot(2.2), bold=True))

    # --- strips

    def _bar(self, text: str) -> Draw:
        def draw(canvas: Canvas, box: Box) -> None:
            bar = Box(box.left, box.top + dot(3), box.right, box.bottom)
            canvas.rule(bar.left, bar.top, bar.right, bar.bottom)
            canvas.text(bar.inset(dot(3)), text, Style(dot(5), dot(2.6), bold=True, white=True))

        return draw

    def _strips(self) -> list[_Block]:
        """Two strips side by side; one whose barcode needs the whole width has it."""
        blocks: list[_Block] = []
        waiting: list[Strip] = []
        for strip in self._paper.strips:
            if not _fits(strip, self._width // 2):
                blocks += [self._pair(waiting)] if waiting else []
                waiting = []
                blocks.append(_Block(dot(_STRIP_MM), _strip_of(strip), "strips"))
                continue
            waiting.append(strip)
            if len(waiting) == 2:  # noqa: PLR2004  (side by side)
                blocks.append(self._pair(waiting))
                waiting = []
        return [*blocks, self._pair(waiting)] if waiting else blocks

    def _pair(self, strips: Sequence[Strip]) -> _Block:
        drawn = [_strip_of(strip) for strip in strips]

        def draw(canvas: Canvas, box: Box) -> None:
            for strip, place in zip(drawn, box.cut_left(self._width // 2), strict=False):
                strip(canvas, place)

        return _Block(dot(_STRIP_MM), draw, "strips")


def _tick_box(canvas: Canvas, box: Box) -> None:
    side = min(dot(5), box.width - dot(2))
    top = box.top + (box.height - side) // 2
    canvas.frame(Box(box.left, top, box.left + side, top + side), filled=False, thick=3)


def _goods(canvas: Canvas, box: Box, row: Row) -> None:
    """What it is called; below it, smaller, what sets it apart."""
    if not row.detail:
        canvas.text(box, row.title, Style(dot(4.4), dot(2.6), lines=3, bold=True))
        return
    title, detail = box.cut_bottom(dot(4.4))
    canvas.text(title, row.title, Style(dot(4.4), dot(2.6), lines=3, bold=True))
    canvas.text(detail, row.detail, Style(dot(3.4), dot(2.2)))


def _code_room(slot: int, width: int) -> int:
    """What is left for the bars of a strip of this width, one quiet zone less."""
    return width - dot(_SLOT_MM if slot else 4) - dot(9)


def _fits(strip: Strip, width: int) -> bool:
    """Whether a number has a barcode that fits, never below the two dots a module that scanners need."""
    try:
        return width_modules(strip.number) * LEAST_DOTS <= _code_room(strip.slot, width)
    except NotCode128:
        return width <= _code_room(0, width)


def _strip_of(strip: Strip) -> Draw:
    """One order: a big basket number, whose it is, its number as a barcode where it has one that fits."""

    def draw(canvas: Canvas, box: Box) -> None:
        canvas.rule(box.left, box.bottom - 2, box.right, box.bottom)
        inner = box.inset(0, dot(1.6))
        if strip.slot:
            mark, inner = inner.cut_left(dot(_SLOT_MM))
            mark = Box(mark.left, mark.top, mark.right - dot(3), mark.bottom)
            canvas.frame(mark, filled=False, thick=5)
            style = Style(dot(19), dot(5), bold=True)
            canvas.text(mark.inset(dot(1)), str(strip.slot), style, across="middle")
        inner = Box(inner.left + dot(4), inner.top, inner.right - dot(5), inner.bottom)
        head, below = inner.cut_top(dot(6))
        about = canvas.text(head, strip.about, Style(dot(4), dot(2.4)), across="right")
        name = head.cut_left(max(0, head.width - about.width - dot(2)))[0]
        canvas.text(name, strip.buyer, Style(dot(4.6), dot(2.4), bold=True))
        if _fits(strip, box.width):
            draw_code(canvas, below, strip.number, _LARGEST_MODULE)
        else:
            canvas.text(below, strip.number, Style(dot(5), dot(2.4), lines=4, mono=True))

    return draw
