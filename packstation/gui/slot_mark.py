"""The basket in which an order's goods lie on the cart: one big number, read from where the cart stands."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.theme import Colours

_PAD = 12


class SlotMark(QWidget):
    """A filled field with the number in it; gone where there is no basket."""

    def __init__(self, caption: str, colours: Colours, parent: QWidget | None = None) -> None:
        """Nothing to see yet; ``caption`` says what the number is."""
        super().__init__(parent)
        self._caption = caption
        self._colours = colours
        self.slot = ""
        self.batch = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_slot(self, slot: str, batch: str) -> None:
        """Show this number and, small below it, which batch that is."""
        if (slot, batch) != (self.slot, self.batch):
            self.slot, self.batch = slot, batch
            self.setAccessibleName(f"{self._caption} {slot} {batch}".strip() if slot else "")
            self.setFixedSize(self.sizeHint())
            self.update()
        self.setVisible(bool(slot))

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """As wide as its widest line."""
        small = QFontMetrics(fonts.face(Size.CAPTION, bold=True))
        big = QFontMetrics(fonts.face(Size.COUNT, bold=True))
        lines = [small.horizontalAdvance(text) for text in (self._caption, self.batch)]
        width = max(*lines, big.horizontalAdvance(self.slot)) + fonts.px(2 * _PAD)
        return QSize(width, 2 * small.lineSpacing() + big.height() + fonts.px(10))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """What it is, the number, whose cart."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours.accent))
        painter.drawRoundedRect(QRectF(self.rect()), fonts.px(10), fonts.px(10))
        painter.setPen(QColor(self._colours.on_accent))
        top = fonts.px(5)
        for text, size in (
            (self._caption, Size.CAPTION),
            (self.slot, Size.COUNT),
            (self.batch, Size.CAPTION),
        ):
            font = fonts.face(size, bold=True)
            metrics = QFontMetrics(font)
            high = metrics.height() if size is Size.COUNT else metrics.lineSpacing()
            painter.setFont(font)
            painter.drawText(QRect(0, top, self.width(), high), Qt.AlignmentFlag.AlignCenter, text)
            top += high
