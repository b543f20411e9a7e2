"""A key drawn as a key with its word, to press or to click; takes the keyboard from nobody."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.theme import Colours

_HEIGHT = 48
_PAD = 16


class Kind(StrEnum):
    """How much a button wants to be pressed."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


_ROLES = {
    Kind.PLAIN: ("chip", "text", "key_line"),
    Kind.PRIMARY: ("accent", "on_accent", "accent"),
    Kind.DANGER: ("alarm", "on_alarm", "alarm"),
}


class KeyButton(QWidget):
    """``pressed`` carries the name of the key when it was clicked."""

    pressed = Signal(str)

    def __init__(self, key: str, text: str, colours: Colours, kind: Kind = Kind.PLAIN) -> None:
        """A key and what it does."""
        super().__init__()
        self.key = key
        self.text = text
        self.kind = kind
        self._colours = colours
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{key} {text}")

    def set_text(self, text: str) -> None:
        """Another word beside the key."""
        self.text = text
        self.setAccessibleName(f"{self.key} {text}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """Cap, gap and word."""
        words = QFontMetrics(fonts.face(Size.BODY, bold=True)).horizontalAdvance(self.text)
        return QSize(2 * fonts.px(_PAD) + self._cap() + fonts.px(10) + words, fonts.px(_HEIGHT))

    def _cap(self) -> int:
        return QFontMetrics(fonts.face(Size.CAPTION, bold=True)).horizontalAdvance(self.key) + fonts.px(16)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """A click inside is the key."""
        if self.isEnabled() and self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self.key)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """A rounded ground, the key's cap, the word."""
        del event
        ground, ink, edge = _ROLES[self.kind] if self.isEnabled() else ("ahead_soft", "ahead_text", "line")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(self._colours, ground)))
        painter.drawRoundedRect(self.rect(), fonts.px(10), fonts.px(10))
        height = fonts.px(28)
        cap = QRect(fonts.px(_PAD), (self.height() - height) // 2, self._cap(), height)
        line = QColor(getattr(self._colours, ink if self.kind is not Kind.PLAIN else edge))
        painter.setPen(QPen(line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), fonts.px(6), fonts.px(6))
        painter.setPen(QColor(getattr(self._colours, ink)))
        painter.setFont(fonts.face(Size.CAPTION, bold=True))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.key)
        painter.setFont(fonts.face(Size.BODY, bold=True))
        word = self.rect().adjusted(cap.right() + fonts.px(10), 0, 0, 0)
        painter.drawText(word, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text)
