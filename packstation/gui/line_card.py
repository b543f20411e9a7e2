"""One kind of goods on a card: picture, name, where it lies, what to check, how many are in of how many."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from packstation.gui import card_plan, fonts, icons
from packstation.gui.card_plan import Block, Chip, Plan
from packstation.gui.fonts import Size
from packstation.gui.line_words import LineText, Mood
from packstation.gui.pictures import Pictures
from packstation.gui.text import draw_text
from packstation.gui.theme import Colours
from packstation.words import Words

_COUNT_INKS = {Mood.DONE: "done_text", Mood.SURPLUS: "late", Mood.AHEAD: "faint"}
_GROUNDS = {Mood.SURPLUS: "alarm_soft", Mood.REFUNDED: "ground"}
_FADED = 0.45
_HALF_LIGHT = 128


class LineCard(QWidget):
    """Paints itself from one frozen value; does nothing while that stays the same."""

    def __init__(
        self, words: Words, colours: Colours, pictures: Pictures, parent: QWidget | None = None
    ) -> None:
        """An empty card."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._gift = words("gui.flag.gift")
        self._colours = colours
        self._is_dark = QColor(colours.surface).lightness() < _HALF_LIGHT
        self._pictures = pictures
        self._shown: LineText | None = None
        self._outline = ""
        self._plan: Plan | None = None
        self._has_cursor = False
        self._typed = ""

    @property
    def shown(self) -> LineText | None:
        """What stands on it."""
        return self._shown

    @property
    def outline(self) -> str:
        """The colour role of its outline; empty when it has none."""
        return self._outline

    @property
    def is_clipped(self) -> bool:
        """Whether the program's own words (not the goods' name) lost their end."""
        return self._shown is not None and self._planned(self._shown, self.width()).is_clipped

    @property
    def count_font(self) -> QFont | None:
        """The font of its count; none while nothing stands on it."""
        return self._planned(self._shown, self.width()).count_font if self._shown is not None else None

    def show_line(self, shown: LineText, outline: str = "") -> bool:
        """Show a line; gives whether its height may have changed."""
        if shown == self._shown and outline == self._outline:
            return False
        is_new = shown != self._shown
        self._shown, self._outline = shown, outline
        if is_new:
            self._plan = None
            parts = (shown.title, shown.bin, shown.details, shown.checks, shown.count, shown.note)
            self.setAccessibleName(" ".join(part for part in parts if part))
        self.update()
        return is_new

    @property
    def typed(self) -> str:
        """What is being typed for this line."""
        return self._typed

    @property
    def has_cursor(self) -> bool:
        """Whether the arrows stand on it."""
        return self._has_cursor

    def show_cursor(self, on: bool, typed: str) -> None:  # noqa: FBT001  (Qt's shape of a setter)
        """The arrows stand here or not, and what is being typed."""
        if (on, typed) != (self._has_cursor, self._typed):
            self._has_cursor, self._typed = on, typed
            self.update()

    def height_for(self, width: int) -> int:
        """How high the card is at this width, in pixels."""
        return self._planned(self._shown, width).height if self._shown is not None else 0

    def show_picture(self, sku: str) -> None:
        """A better picture of a SKU has come."""
        if self._shown is not None and self._shown.sku == sku:
            self.update()

    def _planned(self, shown: LineText, width: int) -> Plan:
        if self._plan is None or self._plan.width != width:
            self._plan = card_plan.plan(shown, self._gift, width)
        return self._plan

    def _ink(self, role: str) -> QColor:
        return QColor(getattr(self._colours, role))

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """The card from left to right."""
        del event
        shown = self._shown
        if shown is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plan = self._planned(shown, self.width())
        self._paint_ground(painter, shown.mood)
        self._paint_picture(painter, shown)
        left = 2 * fonts.px(card_plan.PAD) + fonts.px(card_plan.PICTURE)
        for block in plan.blocks:
            self._paint_block(painter, block, left)
        self._paint_right(painter, shown, plan)
        self._paint_cursor(painter, plan)

    def _paint_cursor(self, painter: QPainter, plan: Plan) -> None:
        """A bar at the left edge, and before the count what is being typed."""
        if not self._has_cursor:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink("accent"))
        bar = QRectF(0, fonts.px(12), fonts.px(5), self.height() - fonts.px(24))
        painter.drawRoundedRect(bar, fonts.px(2), fonts.px(2))
        if self._typed:
            right = self.width() - fonts.px(card_plan.PAD) - plan.count_width - fonts.px(24)
            width, height = (
                card_plan.chip_width(self._typed) + fonts.px(16),
                card_plan.chip_height() + fonts.px(10),
            )
            room = QRect(right - width, (self.height() - height) // 2, width, height)
            self._paint_pill(painter, room, Chip(self._typed, "accent", "on_accent"))

    def _paint_ground(self, painter: QPainter, mood: Mood) -> None:
        outline = "late" if mood is Mood.SURPLUS else self._outline
        width = fonts.px(2) if outline else 1
        painter.setPen(QPen(self._ink(outline or "line"), width))
        painter.setBrush(self._ink(_GROUNDS.get(mood, "raised")))
        inset = width / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), fonts.px(10), fonts.px(10)
        )

    def _paint_picture(self, painter: QPainter, shown: LineText) -> None:
        edge = fonts.px(card_plan.PICTURE)
        made = self._pictures.picture(
            shown.sku, shown.title, shown.picture, edge, ratio=self.devicePixelRatioF(), dark=self._is_dark
        )
        top = min(fonts.px(card_plan.PAD), (self.height() - edge) // 2)
        painter.setOpacity(_FADED if shown.mood is Mood.REFUNDED else 1.0)
        painter.drawPixmap(QPoint(fonts.px(card_plan.PAD), top), made)
        painter.setOpacity(1.0)

    def _paint_block(self, painter: QPainter, block: Block, left: int) -> None:
        """Chips or an icon, then the lines."""
        spacing = QFontMetrics(block.font).lineSpacing()
        for chip in block.chips:
            left = self._paint_chip(painter, chip, QPoint(left, block.top), spacing)
        if block.icon:
            edge = fonts.px(card_plan.ICON)
            shape = icons.picture(
                block.icon, edge, getattr(self._colours, block.ink), self.devicePixelRatioF()
            )
            painter.drawPixmap(left, block.top + (spacing - edge) // 2, shape)
            left += edge + fonts.px(7)
        painter.setFont(block.font)
        painter.setPen(self._ink(block.ink))
        base = block.top + QFontMetrics(block.font).ascent() + QFontMetrics(block.font).leading() // 2
        for number, line in enumerate(block.lines):
            painter.drawText(left, base + number * spacing, line)

    def _paint_chip(self, painter: QPainter, chip: Chip, corner: QPoint, line: int) -> int:
        """A mark on a line of this height; gives where the next thing begins."""
        height = card_plan.chip_height()
        room = QRect(corner.x(), corner.y() + (line - height) // 2, card_plan.chip_width(chip.text), height)
        self._paint_pill(painter, room, chip)
        return room.right() + 1 + fonts.px(card_plan.CHIP_GAP)

    def _paint_pill(self, painter: QPainter, room: QRect, chip: Chip) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink(chip.ground))
        painter.drawRoundedRect(room, fonts.px(5), fonts.px(5))
        painter.setFont(fonts.face(Size.BODY, bold=True))
        painter.setPen(self._ink(chip.ink))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, chip.text)

    def _paint_right(self, painter: QPainter, shown: LineText, plan: Plan) -> None:
        """How many are in of how many, and the word that says why a line does not count any more."""
        right = self.width() - fonts.px(card_plan.PAD) - fonts.px(4)
        count = QFontMetrics(plan.count_font).height() if shown.count else 0
        note = card_plan.chip_height() if shown.note else 0
        gap = fonts.px(4) if count and note else 0
        top = (self.height() - count - note - gap) // 2
        if shown.note:
            width = card_plan.chip_width(shown.note)
            self._paint_pill(
                painter, QRect(right - width, top, width, note), Chip(shown.note, "alarm", "on_alarm")
            )
            top += note + gap
        ink = _COUNT_INKS.get(shown.mood, "text")
        painter.setFont(plan.count_font)
        painter.setPen(self._ink(ink))
        room = QRect(right - plan.count_width, top, plan.count_width, count)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine
        draw_text(painter, room, int(flags), shown.count)
        if shown.mood is Mood.DONE:
            edge = fonts.px(card_plan.TICK)
            words = QFontMetrics(plan.count_font).horizontalAdvance(shown.count)
            shape = icons.picture("check", edge, getattr(self._colours, ink), self.devicePixelRatioF())
            painter.drawPixmap(right - words - edge - fonts.px(10), room.center().y() - edge // 2, shape)
