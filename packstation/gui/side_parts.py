"""The pieces beside the goods: a note in a coloured box, a row of marks, a parcel with its waybill."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.queue_words import Chip
from packstation.gui.side_words import BoxText
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours

FLAG_COLOURS = ("", "#d6322a", "#d99a00", "#1f9d4d", "#2f6fd6", "#8a45b8")
"""The shop's five memo flags, as its own pages paint them; the word beside the flag says the same."""


class Flag(QWidget):
    """A small flag on a pole."""

    def __init__(self) -> None:
        """No flag yet."""
        super().__init__()
        self._colour = ""
        self.setFixedSize(fonts.px(16), fonts.px(18))

    def set_flag(self, flag: int) -> None:
        """One of the five, 0 for none."""
        self._colour = FLAG_COLOURS[flag]
        self.setVisible(bool(flag))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """Pole and cloth."""
        del event
        if not self._colour:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor(self._colour)
        painter.setPen(QPen(ink, fonts.px(2)))
        x = fonts.px(3)
        painter.drawLine(x, fonts.px(1), x, self.height() - fonts.px(1))
        cloth = QPainterPath()
        cloth.moveTo(x, fonts.px(2))
        cloth.lineTo(self.width() - 1, fonts.px(6))
        cloth.lineTo(x, fonts.px(11))
        painter.fillPath(cloth, ink)


class NoteBox(QWidget):
    """A text on a coloured ground, after a flag where there is one."""

    def __init__(self, ground: str, ink: str, colours: Colours) -> None:
        """Grounds and inks are colour roles."""
        super().__init__()
        self._ground = getattr(colours, ground)
        self.flag = Flag()
        self.text = PlainLabel(colour=getattr(colours, ink), wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(fonts.px(12), fonts.px(8), fonts.px(12), fonts.px(9))
        row.setSpacing(fonts.px(8))
        row.addWidget(self.flag, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        self.hide()

    def show_note(self, text: str, flag: int = 0) -> None:
        """Show a text, or nothing at all."""
        self.flag.set_flag(flag)
        self.text.setText(text)
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """The ground."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._ground))
        painter.drawRoundedRect(self.rect(), fonts.px(8), fonts.px(8))


class ChipRow(QWidget):
    """A few marks side by side."""

    def __init__(self, colours: Colours) -> None:
        """No marks yet."""
        super().__init__()
        self._colours = colours
        self._chips: tuple[Chip, ...] = ()
        self.setFixedHeight(fonts.px(28))
        self.hide()

    def show_chips(self, chips: tuple[Chip, ...]) -> None:
        """Show these marks."""
        if chips != self._chips:
            self._chips = chips
            metrics = QFontMetrics(fonts.face(Size.BODY, bold=True))
            self.setFixedWidth(sum(metrics.horizontalAdvance(chip.text) + fonts.px(26) for chip in chips))
            self.update()
        self.setVisible(bool(chips))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """Rounded marks from the left."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(fonts.face(Size.BODY, bold=True))
        left = 0
        for chip in self._chips:
            width = painter.fontMetrics().horizontalAdvance(chip.text) + fonts.px(18)
            room = QRect(left, 0, width, self.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(self._colours, chip.ground)))
            painter.drawRoundedRect(room, fonts.px(5), fonts.px(5))
            painter.setPen(QColor(getattr(self._colours, chip.ink)))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, chip.text)
            left += width + fonts.px(8)


class BoxNote(QWidget):
    """One box: name, carton and weight, who takes it and why, its waybill, and what is known of the label.

    A click asks for all boxes.
    """

    pressed = Signal()

    def __init__(self, colours: Colours) -> None:
        """An empty note."""
        super().__init__()
        self._colours = colours
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.title = PlainLabel(size=Size.CAPTION, colour=colours.faint, wrap=True)
        self.weight = PlainLabel(bold=True, colour=colours.late, wrap=True)
        self.proposal = PlainLabel(colour=colours.accent_text, wrap=True)
        self.wrong_carton = PlainLabel(bold=True, colour=colours.late, wrap=True)
        self.carrier = PlainLabel(wrap=True)
        self.waybill = PlainLabel(size=Size.LEAD, bold=True, wrap=True)
        self.label = PlainLabel(wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(fonts.px(3))
        parts = (self.title, self.weight, self.proposal, self.wrong_carton)
        for part in (*parts, self.carrier, self.waybill, self.label):
            column.addWidget(part)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """A click inside asks for all boxes."""
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def show_box(self, shown: BoxText) -> None:
        """Show a box; what is not known takes no room."""
        parts = (
            (self.title, shown.title),
            (self.weight, shown.wrong_weight),
            (self.proposal, shown.proposal),
            (self.wrong_carton, shown.wrong_carton),
            (self.carrier, shown.carrier),
            (self.waybill, shown.waybill),
            (self.label, shown.label),
        )
        for label, text in parts:
            label.setText(text)
            label.setVisible(bool(text))
        self.label.set_colour(self._colours.late if shown.is_trouble else self._colours.done_text)
