"""The boxes of an order side by side, with what is in each; arrows choose goods in a box."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen

from packstation.gui import fonts
from packstation.gui.fields import Measured
from packstation.gui.fonts import Size
from packstation.gui.lines_of_text import broken
from packstation.gui.theme import Colours

_LEAST_WIDTH = 270
_GAP = 14
_PAD = 14
_MOST_TITLE_LINES = 2
_MOST_FACT_LINES = 4


@dataclass(frozen=True, slots=True)
class Goods:
    """Units of a line in a box."""

    line: str
    title: str
    units: int


@dataclass(frozen=True, slots=True)
class BoardBox:
    """One box: its number, its name here, its goods, what else is known of it as (words, colour role)."""

    parcel: int
    title: str
    goods: tuple[Goods, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    mark: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """Some lines of text in a card, and how far from its upper edge."""

    lines: tuple[str, ...]
    font: QFont
    ink: str
    room: QRect
    units: str = ""


@dataclass(frozen=True, slots=True)
class _Card:
    """A box laid out."""

    room: QRect
    head: tuple[_Row, ...]
    goods: tuple[_Row, ...]


class ParcelBoard(Measured):
    """Left and right walk through the boxes, up and down through the goods of one."""

    def __init__(self, colours: Colours, boxes: tuple[BoardBox, ...], chosen: int) -> None:
        """Show these boxes; the one with number ``chosen`` is chosen."""
        super().__init__(colours)
        self.boxes = boxes
        self._box = next((place for place, box in enumerate(boxes) if box.parcel == chosen), 0)
        self._line = 0

    @property
    def box(self) -> BoardBox:
        """The box the arrows stand in."""
        return self.boxes[self._box]

    @property
    def goods(self) -> Goods | None:
        """The goods the arrows stand on; none in an empty box."""
        return self.box.goods[self._line] if self.box.goods else None

    @property
    def spot(self) -> QRect:
        """The chosen goods; with the first ones their whole card as far as it goes."""
        card = self._cards(self.width())[self._box]
        return card.goods[self._line].room if card.goods and self._line else card.room

    @property
    def is_clipped(self) -> bool:
        """Whether the program's own words lost their end."""
        cards = self._cards(self.width())
        return any(row.lines[-1].endswith("…") for card in cards for row in card.head if row.lines)

    def show_boxes(self, boxes: tuple[BoardBox, ...]) -> None:
        """The boxes as they are now; the choice stays on the same goods where they still are."""
        box, goods = self.box.parcel, self.goods
        self.boxes = boxes
        self._box = next(
            (place for place, one in enumerate(boxes) if one.parcel == box), min(self._box, len(boxes) - 1)
        )
        lines = [one.line for one in self.box.goods]
        here = lines.index(goods.line) if goods and goods.line in lines else self._line
        self._line = max(0, min(here, len(lines) - 1))
        self.updateGeometry()
        self.update()
        self.changed.emit()

    def take_key(self, key: Qt.Key) -> bool:
        """Arrows walk; past the last goods the sheet goes on."""
        aside = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        if aside is not None:
            self._choose(max(0, min(len(self.boxes) - 1, self._box + aside)), self._line)
            return True
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        if step is None or not 0 <= self._line + step < len(self.box.goods):
            return False
        self._choose(self._box, self._line + step)
        return True

    def _choose(self, box: int, line: int) -> None:
        line = max(0, min(line, len(self.boxes[box].goods) - 1))
        if (box, line) != (self._box, self._line):
            self._box, self._line = box, line
            self.update()
            self.changed.emit()

    # --- room -----------------------------------------------------------------------------------------------

    def _cards(self, width: int) -> tuple[_Card, ...]:
        """As many side by side as there is room for, all of a row equally high."""
        gap = fonts.px(_GAP)
        columns = max(1, min(len(self.boxes), (width + gap) // (fonts.px(_LEAST_WIDTH) + gap)))
        wide = (width - gap * (columns - 1)) // columns
        cards: list[_Card] = []
        top = 0
        for start in range(0, len(self.boxes), columns):
            row = [
                self._card(box, place * (wide + gap), top, wide)
                for place, box in enumerate(self.boxes[start : start + columns])
            ]
            high = max(card.room.height() for card in row)
            for card in row:
                card.room.setHeight(high)
            cards += row
            top += high + gap
        return tuple(cards)

    def _card(self, box: BoardBox, left: int, top: int, wide: int) -> _Card:
        pad = fonts.px(_PAD)
        y = top + pad
        head: list[_Row] = []
        title = [(box.title, fonts.face(Size.LEAD, bold=True), "text")]
        marks = [(box.mark, fonts.face(Size.CAPTION, bold=True), "accent_text")] if box.mark else []
        facts = [(text, fonts.face(Size.CAPTION), role) for text, role in box.facts if text]
        empty = [(box.empty, fonts.face(Size.BODY), "muted")] if box.empty and not box.goods else []
        for text, font, ink in (*title, *marks, *facts, *empty):
            row = self._row(text, font, ink, QRect(left + pad, y, wide - 2 * pad, 0), _MOST_FACT_LINES)
            head.append(row)
            y = row.room.bottom() + 1 + fonts.px(3)
        y += fonts.px(7)
        goods: list[_Row] = []
        for one in box.goods:
            row = self._goods_row(one, QRect(left + pad // 2, y, wide - pad, 0))
            goods.append(row)
            y = row.room.bottom() + 1
        return _Card(QRect(left, top, wide, y + pad - top), tuple(head), tuple(goods))

    @staticmethod
    def _row(text: str, font: QFont, ink: str, room: QRect, most: int) -> _Row:
        lines = broken(text, font, room.width(), most)
        room.setHeight(max(1, len(lines)) * QFontMetrics(font).lineSpacing())
        return _Row(lines, font, ink, room)

    @staticmethod
    def _goods_row(one: Goods, room: QRect) -> _Row:
        font, units = fonts.face(Size.BODY), f"×{one.units}"
        right = QFontMetrics(fonts.face(Size.BODY, bold=True)).horizontalAdvance(units)
        wide = room.width() - right - fonts.px(_PAD) - fonts.px(10)
        lines = broken(one.title, font, max(wide, fonts.px(60)), _MOST_TITLE_LINES)
        room.setHeight(max(1, len(lines)) * QFontMetrics(font).lineSpacing() + fonts.px(10))
        return _Row(lines, font, "text", room, units)

    def heightForWidth(self, width: int) -> int:  # noqa: N802  (Qt's name)
        """All cards."""
        return max(card.room.bottom() for card in self._cards(width)) + 1

    # --- mouse and paint ------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """A click chooses a box, and the goods it was on."""
        spot = event.position().toPoint()
        for place, card in enumerate(self._cards(self.width())):
            if card.room.contains(spot):
                lines = [line for line, row in enumerate(card.goods) if row.room.contains(spot)]
                self._choose(place, lines[0] if lines else 0)
        self.wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """A card a box; the chosen one is outlined, the chosen goods tinted."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, card in enumerate(self._cards(self.width())):
            self._paint_card(painter, card, is_chosen=place == self._box)

    def _paint_card(self, painter: QPainter, card: _Card, *, is_chosen: bool) -> None:
        edge = fonts.px(2) if is_chosen else 1
        painter.setPen(QPen(QColor(self.colours.accent if is_chosen else self.colours.line), edge))
        painter.setBrush(QColor(self.colours.ground))
        inset = edge / 2
        painter.drawRoundedRect(
            QRectF(card.room).adjusted(inset, inset, -inset, -inset), fonts.px(10), fonts.px(10)
        )
        for row in card.head:
            self._paint_lines(painter, row, row.room)
        for line, row in enumerate(card.goods):
            self._paint_goods(painter, row, is_chosen=is_chosen and line == self._line)

    def _paint_goods(self, painter: QPainter, row: _Row, *, is_chosen: bool) -> None:
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.colours.accent_soft if self.is_current else self.colours.chip))
            painter.drawRoundedRect(QRectF(row.room), fonts.px(8), fonts.px(8))
        inner = row.room.adjusted(fonts.px(_PAD) // 2, 0, -fonts.px(_PAD) // 2, 0)
        self._paint_lines(painter, row, inner)
        painter.setFont(fonts.face(Size.BODY, bold=True))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.units)

    def _paint_lines(self, painter: QPainter, row: _Row, room: QRect) -> None:
        painter.setPen(QColor(getattr(self.colours, row.ink)))
        painter.setFont(row.font)
        painter.drawText(
            room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, "\n".join(row.lines)
        )
