"""The stops of a pick list on its sheet, in walking order; what is short stands out at the end."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent

from packstation.domain.picking import Part, PickList
from packstation.gui import fonts
from packstation.gui.fields import Measured
from packstation.gui.fonts import Size
from packstation.gui.lines_of_text import broken, one_line
from packstation.gui.theme import Colours
from packstation.words import Words

MOST_SHOWN = 60
"""Rows; the paper has them all."""
_PAD = 12
_MOST_LINES, _MOST_BASKET_LINES = 2, 8
_TIED = "\u00a0"
"""Keeps a basket and its count on one line."""
_LONGEST_BIN = 20
_SHARES = (0.2, 0.1, 0.26)
"""What bin, count and baskets take of the width; the goods have the rest."""


@dataclass(frozen=True, slots=True)
class PickRow:
    """One stop in words; ``is_short``: it lies on no shelf."""

    bin: str
    goods: str
    units: str
    baskets: str
    is_short: bool = False


def pick_rows(walk: PickList, words: Words) -> tuple[PickRow, ...]:
    """The rows of the table; beyond ``MOST_SHOWN`` only how many more there are."""
    stops = [
        PickRow(
            one_line(stop.bin)[:_LONGEST_BIN] or words("picking.sheet.no-bin"),
            one_line(f"{stop.title} {stop.spec}"),
            str(stop.units),
            _baskets(stop.parts),
        )
        for stop in walk.stops
    ]
    short = [
        PickRow(
            words("picking.sheet.short"),
            one_line(f"{short.title} {short.spec}"),
            str(short.units),
            _baskets(short.parts),
            is_short=True,
        )
        for short in walk.short
    ]
    room = max(0, MOST_SHOWN - len(short))
    more = [PickRow("…", words("picking.sheet.more", n=len(stops) - room), "", "")]
    return (*stops[:room], *(more if len(stops) > room else ()), *short[:MOST_SHOWN])


def _baskets(parts: tuple[Part, ...]) -> str:
    return " ".join(f"#{part.slot}{_TIED}×{part.units}" for part in sorted(parts, key=_slot) if part.slot)


def _slot(part: Part) -> int:
    return part.slot


class PickTable(Measured):
    """Bin, goods, count, baskets; only to be looked at."""

    def __init__(self, words: Words, colours: Colours) -> None:
        """An empty table."""
        super().__init__(colours)
        self._words = words
        self.rows: tuple[PickRow, ...] = ()

    @property
    def can_be_current(self) -> bool:
        """Nothing in it can be chosen: the arrows move the sheet on."""
        return False

    def show_rows(self, rows: tuple[PickRow, ...]) -> None:
        """Show these stops."""
        if rows != self.rows:
            self.rows = rows
            self.setAccessibleName("; ".join(f"{row.bin} {row.goods} {row.units}" for row in rows))
            self.updateGeometry()
            self.update()

    # --- room

    def _cells(self, room: QRect) -> list[QRect]:
        """Bin, goods, count, baskets within a row."""
        place, units, baskets = (int(self.width() * share) for share in _SHARES)
        goods = self.width() - place - units - baskets
        cells, left = [], 0
        for width in (place, goods, units, baskets):
            cell = QRect(left, room.top(), width, room.height())
            cells.append(cell.adjusted(fonts.px(_PAD), 0, -fonts.px(_PAD) // 2, 0))
            left += width
        return cells

    def _lines(self, row: PickRow, width: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Goods and baskets as they break."""
        pad = fonts.px(_PAD) * 3 // 2
        goods = int(width * (1 - sum(_SHARES))) - pad
        baskets = int(width * _SHARES[2]) - pad
        body, small = fonts.face(Size.BODY), fonts.face(Size.CAPTION, bold=True)
        return broken(row.goods, body, goods, _MOST_LINES), broken(
            row.baskets, small, baskets, _MOST_BASKET_LINES
        )

    def _rooms(self, width: int) -> list[QRect]:
        body = QFontMetrics(fonts.face(Size.BODY)).lineSpacing()
        small = QFontMetrics(fonts.face(Size.CAPTION, bold=True)).lineSpacing()
        top = self._head_height()
        rooms = []
        for row in self.rows:
            goods, baskets = self._lines(row, width)
            height = max(len(goods) * body, len(baskets) * small, body) + fonts.px(14)
            rooms.append(QRect(0, top, width, height))
            top += height
        return rooms

    def _head_height(self) -> int:
        return QFontMetrics(fonts.face(Size.CAPTION)).lineSpacing() + fonts.px(12)

    def heightForWidth(self, width: int) -> int:  # noqa: N802  (Qt's name)
        """Head and all rows; nothing where there are none."""
        rooms = self._rooms(width)
        return rooms[-1].bottom() + 1 if rooms else 0

    # --- paint

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """A quiet head and rows parted by lines."""
        del event
        if not self.rows:
            return
        painter = QPainter(self)
        self._paint_head(painter)
        for row, room in zip(self.rows, self._rooms(self.width()), strict=True):
            self._paint_row(painter, row, room)
            painter.fillRect(0, room.bottom(), self.width(), 1, QColor(self.colours.line))

    def _paint_head(self, painter: QPainter) -> None:
        room = QRect(0, 0, self.width(), self._head_height())
        painter.setFont(fonts.face(Size.CAPTION))
        painter.setPen(QColor(self.colours.muted))
        names = ("bin", "goods", "units", "baskets")
        for name, cell in zip(names, self._cells(room), strict=True):
            side = _RIGHT if name == "units" else _LEFT
            painter.drawText(cell, side, self._words(f"picking.sheet.{name}"))
        painter.fillRect(0, room.bottom(), self.width(), 1, QColor(self.colours.line))

    def _paint_row(self, painter: QPainter, row: PickRow, room: QRect) -> None:
        place, goods, units, baskets = self._cells(room)
        named, slots = self._lines(row, self.width())
        ink = QColor(self.colours.late if row.is_short else self.colours.text)
        bold, body = fonts.face(Size.BODY, bold=True), fonts.face(Size.BODY)
        painter.setPen(ink)
        painter.setFont(bold)
        shown = QFontMetrics(bold).elidedText(row.bin, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, _LEFT, shown)
        painter.drawText(units, _RIGHT, row.units)
        painter.setFont(body)
        painter.drawText(goods, _LEFT, "\n".join(named))
        painter.setFont(fonts.face(Size.CAPTION, bold=True))
        painter.setPen(QColor(self.colours.accent_text))
        painter.drawText(baskets, _LEFT, "\n".join(slots))


_LEFT = (Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft).value
_RIGHT = (Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight).value
