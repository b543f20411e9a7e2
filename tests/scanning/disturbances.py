"""What can come between a scanner and a program: a busy window, a menu, a question, a button with the focus."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu, QMessageBox, QPushButton, QVBoxLayout, QWidget

from packstation.gui.window import PackWindow
from tests.scanning.watch import Say, Watch

_WORDS = ("&Yes", "&No", "&Ja", "&Quit")
"""Letters that scans hold; each alone is enough to choose one of these."""
_AFTERLIFE_MS = 3000


class Disturbances(QObject):
    """Each is there for so many milliseconds and goes away by itself (the text field when told), which is said."""

    def __init__(self, window: PackWindow, watch: Watch, say: Say) -> None:
        """Disturb this window."""
        super().__init__(window)
        self._window = window
        self._watch = watch
        self._say = say
        self._field: QDialog

    def commands(self) -> dict[str, Callable[[int], None]]:
        """By name."""
        return {
            "block": self.block,
            "menu": self.menu,
            "message": self.message,
            "button": self.button,
            "field": self.field,
            "close": self.close,
        }

    def block(self, length_ms: int) -> None:
        """The program does nothing at all, as with a slow disk or a hanging driver."""
        time.sleep(length_ms / 1000)
        self._say(went="block")

    def menu(self, length_ms: int) -> None:
        """A menu of the kind a letter chooses from; it has the whole keyboard to itself."""
        menu = QMenu(self._window)
        for word in _WORDS:
            menu.addAction(word)
        self._watch.look()
        QTimer.singleShot(length_ms, menu, lambda: self._put_away(menu))
        menu.exec(self._window.mapToGlobal(QPoint(300, 300)))
        self._say(went="menu")

    def message(self, length_ms: int) -> None:
        """A question with Yes under Enter; nothing else in the program can be reached meanwhile."""
        box = QMessageBox(self._window)
        box.setText("?")
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
        box.setDefaultButton(QMessageBox.StandardButton.Yes)
        self._watch.look()
        QTimer.singleShot(length_ms, box, lambda: self._end(box))
        box.exec()
        self._say(went="message")

    def button(self, length_ms: int) -> None:
        """A small window that stays in front, one of its buttons with the focus."""
        dialog = QDialog(self._window)
        column = QVBoxLayout(dialog)
        buttons = [QPushButton(word) for word in _WORDS]
        for button in buttons:
            column.addWidget(button)
        self._watch.look()
        dialog.show()
        dialog.activateWindow()
        buttons[0].setFocus()
        QTimer.singleShot(length_ms, dialog, lambda: self._end(dialog))
        QTimer.singleShot(length_ms, dialog, lambda: self._say(went="button"))

    def field(self, _: int) -> None:
        """A text field as any program has them, of which the scanner knows nothing; there until ``close``."""
        self._field = QDialog(self._window)
        line = QLineEdit(self._field)
        self._watch.look()
        self._field.show()
        self._field.activateWindow()
        line.setFocus()

    def close(self, _: int) -> None:
        """The text field goes away."""
        self._end(self._field)
        self._say(went="field")

    def _end(self, dialog: QDialog) -> None:
        """Without a window manager nobody hands the keyboard back: it goes to the window first."""
        self._window.activateWindow()
        self._put_away(dialog)

    def _put_away(self, window: QWidget) -> None:
        """Hidden now, gone later: keys of a scan that is under way may already bear the name of this window."""
        window.hide()
        QTimer.singleShot(_AFTERLIFE_MS, window, window.deleteLater)
