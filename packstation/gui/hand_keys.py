"""Counting by keys: a line chosen with the arrows, + and −, or a number and Enter."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

FORGOTTEN_MS = 10_000
"""A number nobody finished is forgotten after this long."""
LONGEST = 4
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLUS_MINUS = {"+": 1, "-": -1, "−": -1}
_MODIFIERS = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


class HandKeys(QObject):
    """What a person types while an order is open; bursts of a scanner never come here.

    ``counted`` carries a change, ``set_to`` a number; ``changed`` when another number stands there.
    """

    counted = Signal(int)
    set_to = Signal(int)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing typed."""
        super().__init__(parent)
        self.typed = ""
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(FORGOTTEN_MS)
        self._forget.timeout.connect(self.clear)

    def take(self, event: QKeyEvent) -> bool:
        """Use a key; False where it means nothing here."""
        if event.modifiers() & ~_MODIFIERS:
            return False
        text, key = event.text(), Qt.Key(event.key())
        if text in _PLUS_MINUS:
            self.clear()
            self.counted.emit(_PLUS_MINUS[text])
        elif len(text) == 1 and text.isascii() and text.isdigit():
            self._type((self.typed + text)[-LONGEST:])
        elif not self.typed:
            return False
        elif key in _ENTER:
            number = int(self.typed)
            self.clear()
            self.set_to.emit(number)
        elif key == Qt.Key.Key_Backspace:
            self._type(self.typed[:-1])
        elif key == Qt.Key.Key_Escape:
            self.clear()
        else:
            return False
        return True

    def clear(self) -> None:
        """What was typed counts no more."""
        if self.typed:
            self._type("")

    def _type(self, typed: str) -> None:
        self.typed = typed
        if typed:
            self._forget.start()
        else:
            self._forget.stop()
        self.changed.emit()
