"""Papers that list something: packing slip, return slip, the manifest a courier signs.

One layout for office paper and for label stock: head with a barcode, who it is between, a table that goes on
overleaf, and below it sums, words, boxes to tick and lines to sign. Sizes are true millimetres; on narrow
stock everything is drawn smaller, never below what thermal print can show.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PIL import Image

from packstation.waybill.barcode import LEAST_DOTS, NotCode128, bars, width_modules
from packstation.waybill.canvas import Across, Box, Canvas
from packstation.waybill.size import check_size, dots, dots_per_mm
from packstation.waybill.text import Style

REFERENCE_MM = 190
"""From this width on everything has its full size."""
SMALLEST_MM = 2.1
_LEAST_UNIT, _LARGEST_MODULE_MM = 0.58, 0.38


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its heading, its share of the width, where its texts stand."""

    heading: str
    share: float
    across: Across = "left"
    bold: bool = False
    mono: bool = False


@dataclass(frozen=True, slots=True)
class TablePaper:
    """Everything that stands on such a paper, in the words of whoever reads it.

    Attributes:
        title: what paper it is.
        about: a line below the title.
        stamp: when and where it was made.
        code: what its barcode carries; empty for none.
        parties: caption and lines of who it is between, side by side.
        columns: of the table.
        rows: a text for each column; a second line of a cell stands behind a line end.
        sums: what stands right below the table.
        notes: sentences below it.
        ticks: captions of boxes to tick.
        signatures: captions of lines to sign on.
        folio: page and pages as text.
    """

    title: str
    about: str
    stamp: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    folio: Callable[[int, int], str]
    code: str = ""
    parties: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sums: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()


Draw = Callable[[Canvas, Box], None]


@dataclass(frozen=True, slots=True)
class _Block:
    """A strip as wide as the page that is never parted; rows have the table's head above them."""

    height: int
    draw: Draw
    is_row: bool = False


@dataclass(slots=True)
class _Page:
    blocks: list[_Block] = field(default_factory=list)
    left: int = 0


def draw_table_paper(paper: TablePaper, size_mm: tuple[int, int], dpi: int) -> list[Image.Image]:
    """Draw the pages of such a paper.

    Args:
        paper: what stands on it.
        size_mm: width and height of a sheet or label.
        dpi: the printer's dots per inch.

    Returns:
        1-bit images (0 is black), one a page; at least one.

    Raises:
        packstation.errors.BadInput: ``label-size`` or ``label-dpi`` that no printer has.
    """
    wide, high = dots(check_size(size_mm), dpi)
    layout = _Layout(paper, size_mm[0], dpi)
    margin = layout.dot(10 if size_mm[0] >= REFERENCE_MM else 5)
    sheet = Box(0, 0, wide, high).inset(margin, margin)
    layout.width = sheet.width
    pages = layout.pages(sheet.height)
    images = []
    for number, page in enumerate(pages, start=1):
        canvas = Canvas(wide, high)
        rest = sheet
        for block in page.blocks:
            place, rest = rest.cut_top(block.height)
            block.draw(canvas, place)
        foot = Box(sheet.left, sheet.bottom - layout.dot(5), sheet.right, sheet.bottom)
        canvas.text(foot, paper.folio(number, len(pages)), layout.style(3.2), across="right")
        images.append(canvas.image)
    return images


class _Layout:
    """The blocks of one paper on sheets of one width."""

    def __init__(self, paper: TablePaper, width_mm: int, dpi: int) -> None:
        self._paper = paper
        self._per_mm = dots_per_mm(dpi)
        self._unit = min(1.0, max(_LEAST_UNIT, width_mm / REFERENCE_MM))
        self._smallest = round(SMALLEST_MM * self._per_mm)
        self.width = 0

    def dot(self, mm: float) -> int:
        """Millimetres on wide paper as dots of this sheet."""
        return round(mm * self._unit * self._per_mm)

    def style(self, mm: float, *, lines: int = 1, bold: bool = False, mono: bool = False) -> Style:
        """A style by the height of its letters on wide paper."""
        return Style(max(self._smallest, self.dot(mm)), self._smallest, lines=lines, bold=bold, mono=mono)

    def pages(self, height: int) -> list[_Page]:
        """What stands on each page; a table that goes on overleaf has its head again."""
        room = height - self.dot(6)
        head = _Block(self.dot(9), self._table_head)
        pages = [_Page(left=room)]
        for block in self._blocks():
            page = pages[-1]
            under_table = bool(page.blocks) and (page.blocks[-1].is_row or page.blocks[-1] is head)
            needs = [head, block] if block.is_row and not under_table else [block]
            if sum(one.height for one in needs) > page.left and page.blocks:
                page = _Page(left=room)
                pages.append(page)
                needs = [head, block] if block.is_row else [block]
            page.blocks += needs
            page.left -= sum(one.height for one in needs)
        return pages

    def _blocks(self) -> list[_Block]:
        paper = self._paper
        blocks = [_Block(self.dot(26 if self._code_beside else 18), self._head)]
        if paper.code and not self._code_beside:
            blocks.append(_Block(self.dot(28), self._code))
        if paper.parties:
            lines = max(len(lines) for _, lines in paper.parties)
            blocks.append(_Block(self.dot(6 + 5.6 * max(1, lines)), self._parties))
        blocks += [self._row(row) for row in paper.rows]
        blocks += [_Block(self.dot(8), self._line(text, 4.6, bold=True, right=True)) for text in paper.sums]
        blocks += [_Block(self.dot(12), self._line(text, 4, lines=2)) for text in paper.notes]
        blocks += [_Block(self.dot(8), self._tick(text)) for text in paper.ticks]
        if paper.signatures:
            blocks.append(_Block(self.dot(24), self._signatures))
        return blocks

    def _head(self, canvas: Canvas, box: Box) -> None:
        paper = self._paper
        share = 0.5 if self._code_beside else 0.66
        left, right = box.cut_left(round(box.width * share))
        title, below = left.cut_top(self.dot(11))
        canvas.text(title, paper.title, self.style(8, bold=True))
        canvas.text(below.cut_top(self.dot(6))[0], paper.about, self.style(4))
        if not self._code_beside:
            canvas.text(right, paper.stamp, self.style(3.6, lines=2), across="right", down="top")
            return
        canvas.text(below.cut_top(self.dot(6))[1].cut_top(self.dot(5))[0], paper.stamp, self.style(3.4))
        self._code(canvas, right)

    @property
    def _code_beside(self) -> bool:
        """Whether the barcode has its place beside the title; on narrow stock it has a strip of its own."""
        return self._fits(self.width // 2)

    def _fits(self, width: int) -> bool:
        try:
            return bool(self._paper.code) and width_modules(self._paper.code) * LEAST_DOTS <= width
        except NotCode128:
            return False

    def _code(self, canvas: Canvas, box: Box) -> None:
        """The barcode at the right, its number below; the number alone where no bars fit."""
        room, foot = box.cut_top(self.dot(22))[0].cut_bottom(self.dot(5))
        code = self._paper.code
        if not self._fits(room.width):
            canvas.text(box, code, self.style(4, lines=3, mono=True), across="right", down="top")
            return
        largest = max(LEAST_DOTS, round(_LARGEST_MODULE_MM * self._per_mm))
        image = bars(code, room.width, room.height, largest=largest)
        canvas.picture(image, room.right - image.width, room.top)
        under = Box(room.right - image.width, foot.top, room.right, foot.bottom)
        canvas.text(under, code, self.style(3.4, mono=True), across="middle")

    def _parties(self, canvas: Canvas, box: Box) -> None:
        parties = self._paper.parties
        each = box.width // len(parties)
        for caption, lines in parties:
            place, box = box.cut_left(each)
            head, below = place.inset(0, self.dot(0.5)).cut_top(self.dot(5))
            canvas.text(head, caption, self.style(3.2))
            text = Box(below.left, below.top, below.right - self.dot(3), below.bottom)
            canvas.text(text, lines, self.style(4, lines=max(1, len(lines))), down="top")

    def _cells(self, box: Box) -> list[Box]:
        cells = []
        for column in self._paper.columns:
            cell, box = box.cut_left(round(self.width * column.share))
            cells.append(Box(cell.left, cell.top, cell.right - self.dot(1.6), cell.bottom))
        return cells

    def _table_head(self, canvas: Canvas, box: Box) -> None:
        for column, cell in zip(self._paper.columns, self._cells(box), strict=True):
            canvas.text(cell, column.heading, self.style(3.4), across=column.across)
        canvas.rule(box.left, box.bottom - 3, box.right, box.bottom)

    def _row(self, row: tuple[str, ...]) -> _Block:
        """A row as high as its cells with most lines."""
        lines = max(len(text.split("\n")) for text in row)

        def draw(canvas: Canvas, box: Box) -> None:
            for column, cell, text in zip(self._paper.columns, self._cells(box), row, strict=True):
                style = self.style(4.2, lines=lines + 1, bold=column.bold, mono=column.mono)
                canvas.text(cell, tuple(text.split("\n")), style, across=column.across)
            canvas.rule(box.left, box.bottom - 1, box.right, box.bottom)

        return _Block(self.dot(4 + 5.4 * lines), draw, is_row=True)

    def _line(
        self, text: str, size: float, *, lines: int = 1, bold: bool = False, right: bool = False
    ) -> Draw:
        style = self.style(size, lines=lines, bold=bold)

        def draw(canvas: Canvas, box: Box) -> None:
            canvas.text(box, text, style, across="right" if right else "left")

        return draw

    def _tick(self, text: str) -> Draw:
        def draw(canvas: Canvas, box: Box) -> None:
            mark, rest = box.cut_left(self.dot(7))
            side = min(self.dot(4.4), box.height)
            top = mark.top + (mark.height - side) // 2
            canvas.frame(Box(mark.left, top, mark.left + side, top + side), filled=False, thick=2)
            canvas.text(rest, text, self.style(4.2))

        return draw

    def _signatures(self, canvas: Canvas, box: Box) -> None:
        captions: Sequence[str] = self._paper.signatures
        each = box.width // len(captions)
        for caption in captions:
            place, box = box.cut_left(each)
            line = place.bottom - self.dot(7)
            canvas.rule(place.left, line, place.right - self.dot(6), line + 2)
            under = Box(place.left, line + self.dot(1), place.right, place.bottom)
            canvas.text(under, caption, self.style(3.4))
