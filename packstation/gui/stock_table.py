"""The goods of an order against the shelves, one row a bin; arrows choose the row to be counted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent

from packstation.desk.views import BinView, StockRow
from packstation.gui import fonts
from packstation.gui.fields import Measured
from packstation.gui.fonts import Size
from packstation.gui.lines_of_text import broken, one_line
from packstation.gui.theme import Colours
from packstation.words import Words

_COLUMNS = ("bin", "need", "on-shelf", "reserved", "free", "damaged")
_PAD = 12
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Shelf:
    """One bin of one SKU: ``units`` good ones lie there, ``damaged`` are kept apart; the rest is of the SKU.

    ``reserved`` are spoken for and not fetched yet, ``free`` by nobody, ``short`` wanted here and not there.
    """

    sku: str
    title: str
    bin: str
    need: int
    units: int | None
    reserved: int
    free: int | None
    short: int = 0
    damaged: int = 0


def shelves(rows: tuple[StockRow, ...]) -> tuple[Shelf, ...]:
    """The rows of the table: every bin of every SKU, goods without a bin once."""
    return tuple(
        Shelf(
            row.sku,
            one_line(row.title),
            place.bin,
            row.need,
            place.units if row.bins else None,
            row.reserved,
            None if row.on_shelf is None else row.on_shelf - row.reserved,
            row.short,
            place.damaged,
        )
        for row in rows
        for place in row.bins or (BinView("", 0),)
    )


class StockTable(Measured):
    """A row a bin, with what lies there and who it is for; what is short stands out by word and colour."""

    def __init__(self, words: Words, colours: Colours, rows: tuple[Shelf, ...]) -> None:
        """Show these shelves; the first short one is chosen, else the first."""
        super().__init__(colours)
        self._words = words
        self.rows = rows
        self._place = next((place for place, row in enumerate(rows) if row.short), 0)

    @property
    def chosen(self) -> Shelf | None:
        """The shelf the arrows stand on."""
        return self.rows[self._place] if self.rows else None

    @property
    def spot(self) -> QRect:
        """The chosen row; with the first one the head."""
        if self._place == 0:
            return QRect(0, 0, self.width(), self._head_height())
        return self._rooms(self.width())[self._place]

    def show_rows(self, rows: tuple[Shelf, ...]) -> None:
        """The shelves as they are now; the choice stays where it was."""
        self.rows = rows
        self._place = min(self._place, max(0, len(rows) - 1))
        self.updateGeometry()
        self.update()

    def take_key(self, key: Qt.Key) -> bool:
        """Up and down walk; past the ends the sheet goes on."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        if step is None or not 0 <= self._place + step < len(self.rows):
            return False
        self._choose(self._place + step)
        return True

    def _choose(self, place: int) -> None:
        if place != self._place:
            self._place = place
            self.update()
            self.changed.emit()

    # --- room -----------------------------------------------------------------------------------------------

    def _widths(self) -> list[int]:
        """What each column but the goods needs."""
        head, body = QFontMetrics(fonts.face(Size.CAPTION)), QFontMetrics(fonts.face(Size.BODY, bold=True))
        widths = []
        for column in _COLUMNS:
            cells = [body.horizontalAdvance(_cell(row, column, self._words)) for row in self.rows]
            title = head.horizontalAdvance(self._words(f"stock.{column}"))
            widths.append(max(title, *cells, 0) + fonts.px(2 * _PAD))
        return widths

    def _lines(self, row: Shelf, width: int) -> tuple[str, ...]:
        room = width - sum(self._widths()) - fonts.px(2 * _PAD)
        return broken(row.title, fonts.face(Size.BODY, bold=True), max(room, fonts.px(120)), _MOST_LINES)

    def _rooms(self, width: int) -> list[QRect]:
        line = QFontMetrics(fonts.face(Size.BODY)).lineSpacing()
        top = self._head_height()
        rooms = []
        for row in self.rows:
            height = max(1, len(self._lines(row, width))) * line + fonts.px(20)
            rooms.append(QRect(0, top, width, height))
            top += height
        return rooms

    def _head_height(self) -> int:
        return QFontMetrics(fonts.face(Size.CAPTION)).lineSpacing() + fonts.px(12)

    def heightForWidth(self, width: int) -> int:  # noqa: N802  (Qt's name)
        """Head and all rows."""
        rooms = self._rooms(width)
        return rooms[-1].bottom() + 1 if rooms else self._head_height()

    # --- mouse and paint ------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """A click chooses."""
        for place, room in enumerate(self._rooms(self.width())):
            if room.contains(event.position().toPoint()):
                self._choose(place)
        self.wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """A quiet head and rows parted by lines."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter)
        for place, (row, room) in enumerate(zip(self.rows, self._rooms(self.width()), strict=True)):
            if place == self._place:
                self.paint_ground(painter, room)
            self._paint_row(painter, row, room, is_chosen=place == self._place)

    def _paint_head(self, painter: QPainter) -> None:
        painter.setFont(fonts.face(Size.CAPTION))
        painter.setPen(QColor(self.colours.muted))
        room = QRect(0, 0, self.width(), self._head_height())
        goods = room.adjusted(fonts.px(_PAD), 0, 0, 0)
        painter.drawText(goods, Qt.AlignmentFlag.AlignVCenter, self._words("stock.goods"))
        for column, cell in zip(_COLUMNS, self._cells(room), strict=True):
            painter.drawText(cell, _side(column), self._words(f"stock.{column}"))
        painter.fillRect(0, room.bottom(), self.width(), 1, QColor(self.colours.line))

    def _cells(self, room: QRect) -> list[QRect]:
        widths = self._widths()
        left = self.width() - sum(widths)
        cells = []
        for width in widths:
            cells.append(
                QRect(left, room.top(), width, room.height()).adjusted(fonts.px(_PAD), 0, -fonts.px(_PAD), 0)
            )
            left += width
        return cells

    def _paint_row(self, painter: QPainter, row: Shelf, room: QRect, *, is_chosen: bool) -> None:
        painter.setPen(QColor(self.colours.text))
        painter.setFont(fonts.face(Size.BODY, bold=is_chosen and self.is_current))
        words = room.adjusted(fonts.px(_PAD), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, "\n".join(self._lines(row, self.width())))
        for column, cell in zip(_COLUMNS, self._cells(room), strict=True):
            is_late = column == "free" and row.short > 0
            is_quiet = column in ("reserved", "damaged") or (column == "bin" and not row.bin)
            ink = self.colours.late if is_late else self.colours.muted if is_quiet else self.colours.text
            painter.setPen(QColor(ink))
            painter.setFont(fonts.face(Size.BODY, bold=is_late or column == "bin"))
            painter.drawText(cell, _side(column), _cell(row, column, self._words))
        if not is_chosen:
            painter.fillRect(0, room.bottom(), self.width(), 1, QColor(self.colours.line))


def _side(column: str) -> int:
    side = Qt.AlignmentFlag.AlignLeft if column == "bin" else Qt.AlignmentFlag.AlignRight
    return (side | Qt.AlignmentFlag.AlignVCenter).value


def _cell(row: Shelf, column: str, words: Words) -> str:
    """What stands in a cell."""
    match column:
        case "bin":
            return one_line(row.bin)[:20] or words("stock.no-bin")
        case "need":
            return str(row.need)
        case "on-shelf":
            return words("stock.unknown") if row.units is None else str(row.units)
        case "reserved":
            return str(row.reserved)
        case "damaged":
            return str(row.damaged) if row.damaged else "–"
        case _ if row.free is None:
            return "–"
        case _:
            return words("stock.short", n=row.short) if row.short else str(max(row.free, 0))
