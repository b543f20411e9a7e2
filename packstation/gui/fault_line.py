"""A line above the hint bar when the program itself made a mistake: said once, in the way of nothing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from packstation.gui import fonts
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours

HEIGHT = 48


class FaultLine(QWidget):
    """Hidden until there is something to say; a click or Esc takes it away."""

    dismissed = Signal()

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        """A hidden line."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._colours = colours
        self.label = PlainLabel(colour=colours.on_alarm, bold=True, ellipsis=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(fonts.px(24), 0, fonts.px(24), 0)
        row.addWidget(self.label)
        self.setFixedHeight(fonts.px(HEIGHT))
        self.hide()

    def say(self, text: str) -> None:
        """Show a sentence."""
        self.label.setText(text)
        self.show()

    def dismiss(self) -> bool:
        """Take the line away; gives whether it was there."""
        was_there = not self.isHidden()
        self.hide()
        if was_there:
            self.dismissed.emit()
        return was_there

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """Read."""
        del event
        self.dismiss()

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """As wide as there is room."""
        return QSize(fonts.px(600), fonts.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """An alarming ground."""
        del event
        QPainter(self).fillRect(self.rect(), QColor(self._colours.alarm))
