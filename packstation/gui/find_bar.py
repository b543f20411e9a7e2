"""F2: the one place where something is typed. It closes by itself when nobody types."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.latin_line import LatinLine
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours
from packstation.words import Words

PAUSE_MS = 150
"""The search begins when the typing pauses this long."""
FORGOTTEN_MS = 60_000
"""A field nobody types into gives the keyboard back."""
_LONGEST = 60


class FindField(LatinLine):
    """The text field; arrows and Enter go to the results."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        """Up and down walk through the results."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
        step = steps.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            # the line edit lets Enter pass on, and the window would open the queue's first order
            event.accept()
        elif step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)


class FindBar(QWidget):
    """Asks for results as somebody types; Enter takes the chosen one, Esc goes back."""

    searched = Signal(str)
    taken = Signal()
    closed = Signal()
    moved = Signal(int)

    def __init__(self, words: Words, colours: Colours, parent: QWidget | None = None) -> None:
        """A hidden, empty bar."""
        super().__init__(parent)
        self._words = words
        self._colours = colours
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(fonts.px(64))
        self.field = FindField()
        self.field.setPlaceholderText(words("gui.find.hint"))
        self.field.setMaxLength(_LONGEST)
        self.field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.field.setDragEnabled(False)
        self.field.setAcceptDrops(False)
        self.field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.field.moved.connect(self.moved)
        self.results = PlainLabel(size=Size.CAPTION, colour=colours.muted)
        row = QHBoxLayout(self)
        row.setContentsMargins(fonts.px(14), 0, fonts.px(20), 0)
        row.setSpacing(fonts.px(14))
        row.addWidget(PlainLabel(words("gui.find.label"), bold=True))
        row.addWidget(self.field, 1)
        row.addWidget(self.results)
        self._pause = _timer(self, PAUSE_MS, self._search)
        self._forgotten = _timer(self, FORGOTTEN_MS, self.close_bar)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._take)
        self.hide()

    def open_bar(self) -> None:
        """Take the keyboard for a search."""
        self.show()
        self.field.clear()
        self.results.setText("")
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._forgotten.start()

    def close_bar(self) -> None:
        """Give the keyboard back."""
        if self.isHidden():
            return
        self._pause.stop()
        self._forgotten.stop()
        self.field.clearFocus()
        self.hide()
        self.closed.emit()

    def show_found(self, count: int) -> None:
        """How many orders fit."""
        self.results.setText(
            self._words("gui.find.results", count=count) if self.field.text().strip() else ""
        )

    @property
    def text(self) -> str:
        """What is looked for."""
        return self.field.text().strip()

    def _typed(self, text: str) -> None:
        del text
        self._forgotten.start()
        self._pause.start()

    def _search(self) -> None:
        self.searched.emit(self.text)

    def _take(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self._search()
        self.taken.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        """Esc closes; everything else the window may have."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """A plain ground with a line below it."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._colours.surface))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(self._colours.line))


def _timer(bar: FindBar, length_ms: int, slot: object) -> QTimer:
    timer = QTimer(bar)
    timer.setSingleShot(True)
    timer.setInterval(length_ms)
    timer.timeout.connect(slot)
    return timer
