"""Where a list is empty: why, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from packstation.gui import fonts, icons
from packstation.gui.fonts import Size
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours

_SHAPE = 72


class EmptyNote(QWidget):
    """A quiet shape, what is not there, why, and when we last heard of the platform."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        """An empty note."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._colours = colours
        self.title = PlainLabel(size=Size.TITLE, bold=True, wrap=True)
        self.why = PlainLabel(size=Size.BODY, colour=colours.muted, wrap=True)
        self.since = PlainLabel(size=Size.CAPTION, colour=colours.muted, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(fonts.px(40), fonts.px(_SHAPE + 24), fonts.px(40), 0)
        column.setSpacing(fonts.px(8))
        column.addStretch(2)
        for label in (self.title, self.why, self.since):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addStretch(3)

    def show_text(self, title: str, why: str, since: str) -> None:
        """Say why there is nothing."""
        self.title.setText(title)
        self.why.setText(why)
        self.since.setText(since)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """The shape above the words."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._colours.ground))
        edge = fonts.px(_SHAPE)
        shape = icons.picture("double-check", edge, self._colours.key_line, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - edge) // 2, self.title.y() - edge - fonts.px(20), shape)
