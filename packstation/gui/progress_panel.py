"""Long work in plain sight: how far it is, what came of it, and Esc to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours

MOST_LINES = 8


class ProgressPanel(QWidget):
    """A title, a bar, a count, and a few lines about what was not taken."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        """An empty panel."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.title = PlainLabel(size=Size.TITLE, bold=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.count = PlainLabel(size=Size.LEAD)
        self.lines = [PlainLabel(colour=colours.late, ellipsis=True) for _ in range(MOST_LINES)]
        column = QVBoxLayout(self)
        column.setContentsMargins(fonts.px(64), fonts.px(48), fonts.px(64), fonts.px(24))
        column.setSpacing(fonts.px(16))
        for widget in (self.title, self.bar, self.count, *self.lines):
            column.addWidget(widget)
        column.addStretch(1)

    def start(self, title: str, text: str) -> None:
        """Begin; how much there is to do is not known yet."""
        self.title.setText(title)
        self.show_lines(())
        self.show_progress(0, 0, text)

    def show_progress(self, done: int, total: int, text: str) -> None:
        """So much of so much; ``total`` 0 means nobody knows."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.count.setText(text)

    def finish(self, text: str, lines: tuple[str, ...]) -> None:
        """It is over."""
        self.bar.setRange(0, 1)
        self.bar.setValue(1)
        self.count.setText(text)
        self.show_lines(lines)

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """What was not taken, as far as there is room."""
        for place, label in enumerate(self.lines):
            label.setText(lines[place] if place < len(lines) else "")
            label.setVisible(place < len(lines))
