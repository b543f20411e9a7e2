"""The list of exceptions: two lines a row, as many rows as there is room for; arrows walk through all."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy

from packstation.gui import fonts, icons
from packstation.gui.exceptions_words import LOOKS, RowText
from packstation.gui.fields import Field
from packstation.gui.fonts import Size
from packstation.gui.theme import Colours
from packstation.words import Words

_COLUMNS = ("kind", "order", "goods", "since", "owner")
_PAD = 12
_ICON = 18
_WIDEST_GOODS = 8
"""Goods give way first, but never below so many body heights."""


class ExceptionTable(Field):
    """A row an order: kind with its shape, short number, goods and last note, age and wake-up, owner."""

    def __init__(self, words: Words, colours: Colours) -> None:
        """An empty list."""
        super().__init__(colours)
        self._words = words
        self.rows: tuple[RowText, ...] = ()
        self._place = 0
        self._top = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """As wide as there is room; the sheet says how high."""
        return QSize(fonts.px(560), fonts.px(300))

    @property
    def chosen(self) -> RowText | None:
        """The row the arrows stand on."""
        return self.rows[self._place] if self.rows else None

    @property
    def place(self) -> int:
        """Where the chosen row stands in the list."""
        return self._place

    @property
    def spot(self) -> QRect:
        """The list moves by itself; none of it is ever out of sight."""
        return QRect(0, 0, self.width(), 1)

    def show_rows(self, rows: tuple[RowText, ...], number: str = "") -> None:
        """Other rows; the choice stays on its order, or at its place if that is gone."""
        self.rows = rows
        found = next((place for place, row in enumerate(rows) if row.number == number), self._place)
        self._place = max(0, min(found, len(rows) - 1))
        self._follow()
        self.setAccessibleName(" · ".join((row.word + " " + row.order) for row in rows[:1]))
        self.update()

    def take_key(self, key: Qt.Key) -> bool:
        """Arrows, Home and End walk."""
        last = len(self.rows) - 1
        to = {
            Qt.Key.Key_Up: self._place - 1,
            Qt.Key.Key_Down: self._place + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(key)
        if to is None:
            return False
        self._choose(max(0, min(to, last)))
        return True

    def _choose(self, place: int) -> None:
        if place != self._place and 0 <= place < len(self.rows):
            self._place = place
            self._follow()
            self.update()
            self.changed.emit()

    def _follow(self) -> None:
        """The chosen row is among those in sight."""
        fit = self._fit()
        self._top = min(max(self._top, self._place - fit + 1, 0), self._place, max(0, len(self.rows) - 1))
        self._top = max(0, min(self._top, len(self.rows) - fit))

    # --- room -----------------------------------------------------------------------------------------------

    def _row_height(self) -> int:
        body, small = QFontMetrics(fonts.face(Size.BODY)), QFontMetrics(fonts.face(Size.CAPTION))
        return body.lineSpacing() + small.lineSpacing() + fonts.px(16)

    def _head_height(self) -> int:
        return QFontMetrics(fonts.face(Size.CAPTION)).lineSpacing() + fonts.px(10)

    def _fit(self) -> int:
        """How many whole rows are in sight."""
        return max(1, (self.height() - self._head_height()) // self._row_height())

    def _rooms(self) -> list[tuple[int, QRect]]:
        height, top = self._row_height(), self._head_height()
        places = range(self._top, min(len(self.rows), self._top + self._fit()))
        return [(place, QRect(0, top + n * height, self.width(), height)) for n, place in enumerate(places)]

    def _widths(self) -> dict[str, int]:
        """What each column needs; the goods get what is left."""
        body = QFontMetrics(fonts.face(Size.BODY, bold=True))
        small = QFontMetrics(fonts.face(Size.CAPTION))

        def widest(column: str, *texts: tuple[str, QFontMetrics]) -> int:
            head = small.horizontalAdvance(self._words(f"exceptions.column.{column}"))
            return max((head, *(metrics.horizontalAdvance(text) for text, metrics in texts))) + fonts.px(
                2 * _PAD
            )

        kinds = [(self._words(f"exceptions.kind.{kind}"), body) for kind in LOOKS]
        widths = {
            "kind": widest("kind", *kinds) + fonts.px(_ICON + 26),
            "order": widest("order", *((row.order, body) for row in self.rows)),
            "since": widest(
                "since", *((row.since, body) for row in self.rows), *((row.wakes, small) for row in self.rows)
            ),
            "owner": min(widest("owner", *((row.owner, body) for row in self.rows)), fonts.px(150)),
        }
        widths["goods"] = max(body.height() * _WIDEST_GOODS, self.width() - sum(widths.values()))
        return widths

    def _cells(self, room: QRect) -> dict[str, QRect]:
        widths, left, cells = self._widths(), room.left(), dict[str, QRect]()
        for column in _COLUMNS:
            cell = QRect(left, room.top(), widths[column], room.height())
            cells[column] = cell.adjusted(fonts.px(_PAD), 0, -fonts.px(_PAD), 0)
            left += widths[column]
        return cells

    # --- mouse and paint ------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """A click chooses."""
        spot = event.position().toPoint()
        for place, room in self._rooms():
            if room.contains(spot):
                self._choose(place)
        self.wanted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  (Qt's name)
        """The wheel walks."""
        event.accept()
        self._choose(self._place + (-1 if event.angleDelta().y() > 0 else 1))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """A quiet head and rows parted by lines."""
        del event
        self._follow()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter)
        for place, room in self._rooms():
            if place == self._place:
                self.paint_ground(painter, room.adjusted(0, 0, 0, -1))
            else:
                painter.fillRect(0, room.bottom(), self.width(), 1, QColor(self.colours.line))
            self._paint_row(painter, self.rows[place], room)
        self._paint_bar(painter)

    def _paint_head(self, painter: QPainter) -> None:
        painter.setFont(fonts.face(Size.CAPTION))
        painter.setPen(QColor(self.colours.muted))
        room = QRect(0, 0, self.width(), self._head_height())
        for column, cell in self._cells(room).items():
            painter.drawText(cell, Qt.AlignmentFlag.AlignVCenter, self._words(f"exceptions.column.{column}"))
        painter.fillRect(0, room.bottom(), self.width(), 1, QColor(self.colours.line))

    def _paint_row(self, painter: QPainter, row: RowText, room: QRect) -> None:
        cells = self._cells(room)
        self._paint_kind(painter, row, cells["kind"])
        colours = self.colours
        self._pair(painter, cells["order"], (row.order, row.mark), (colours.text, colours.late))
        self._pair(painter, cells["goods"], (row.goods, row.note), (colours.text, colours.muted))
        self._pair(painter, cells["since"], (row.since, row.wakes), (colours.text, colours.muted))
        self._pair(painter, cells["owner"], (row.owner or "–", ""), (colours.text, colours.muted))

    def _paint_kind(self, painter: QPainter, row: RowText, cell: QRect) -> None:
        """The shape and the word on the kind's ground; further kinds small below."""
        look = LOOKS[row.kind]
        body = QFontMetrics(fonts.face(Size.BODY, bold=True))
        upper = self._upper(cell)
        edge = fonts.px(_ICON)
        wide = min(cell.width(), edge + fonts.px(24) + body.horizontalAdvance(row.word))
        pill = QRect(
            upper.left() - fonts.px(4), upper.top() - fonts.px(2), wide, upper.height() + fonts.px(4)
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(self.colours, look.ground)))
        painter.drawRoundedRect(QRectF(pill), fonts.px(7), fonts.px(7))
        ink = getattr(self.colours, look.ink)
        shape = icons.picture(look.shape, edge, ink, self.devicePixelRatioF())
        painter.drawPixmap(pill.left() + fonts.px(8), pill.center().y() - edge // 2 + 1, shape)
        painter.setPen(QColor(ink))
        painter.setFont(fonts.face(Size.BODY, bold=True))
        words = pill.adjusted(edge + fonts.px(15), 0, -fonts.px(4), 0)
        self._text(painter, words, row.word)
        painter.setPen(QColor(self.colours.muted))
        painter.setFont(fonts.face(Size.CAPTION))
        self._text(painter, self._lower(cell), row.more)

    def _pair(self, painter: QPainter, cell: QRect, texts: tuple[str, str], inks: tuple[str, str]) -> None:
        """A word, and a smaller one below it."""
        for text, ink, room, size in zip(
            texts, inks, (self._upper(cell), self._lower(cell)), (Size.BODY, Size.CAPTION), strict=True
        ):
            painter.setPen(QColor(ink))
            painter.setFont(fonts.face(size))
            self._text(painter, room, text)

    @staticmethod
    def _text(painter: QPainter, room: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    @staticmethod
    def _upper(cell: QRect) -> QRect:
        height = QFontMetrics(fonts.face(Size.BODY)).lineSpacing()
        return QRect(cell.left(), cell.top() + fonts.px(6), cell.width(), height)

    @staticmethod
    def _lower(cell: QRect) -> QRect:
        height = QFontMetrics(fonts.face(Size.CAPTION)).lineSpacing()
        return QRect(cell.left(), cell.bottom() - height - fonts.px(4), cell.width(), height)

    def _paint_bar(self, painter: QPainter) -> None:
        """How much of the list is in sight, where not all of it is."""
        fit, count = self._fit(), len(self.rows)
        if count <= fit:
            return
        head = self._head_height()
        room = self.height() - head
        length = max(fonts.px(24), room * fit // count)
        top = head + (room - length) * self._top // max(1, count - fit)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colours.key_line))
        painter.drawRoundedRect(QRectF(self.width() - fonts.px(5), top, fonts.px(5), length), 2, 2)
