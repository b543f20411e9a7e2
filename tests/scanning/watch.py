"""Sees every button pressed, every choice made and every text typed in the program, whoever did it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QWidget

from packstation.gui.key_button import KeyButton
from packstation.gui.window import PackWindow

_SEEN = "watched"
Say = Callable[..., None]


class Watch(QObject):
    """Says ``pressed`` of buttons, ``asked`` of actions, ``typed`` of text fields, ``triggered`` of menus.

    Also ``front``: the window that got the keyboard.
    """

    def __init__(self, window: PackWindow, say: Say) -> None:
        """Watch what there is now; ``look`` again when there is more."""
        super().__init__(window)
        self._say = say
        self._find = window.queue.find_bar.field
        # connected after the program's own slots: what an action opens is there by now
        window.asked.connect(self._asked)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self.look)
        app.focusWindowChanged.connect(self._front)
        self.look()

    def look(self) -> None:
        """Watch whatever came up since."""
        for widget in QApplication.allWidgets():
            if not widget.property(_SEEN):
                widget.setProperty(_SEEN, True)
                self._watch(widget)

    def _watch(self, widget: QWidget) -> None:
        if isinstance(widget, QAbstractButton):
            widget.pressed.connect(lambda: self._say(pressed=widget.text()))
            widget.clicked.connect(lambda: self._say(pressed=widget.text()))
        elif isinstance(widget, KeyButton):
            widget.pressed.connect(lambda key: self._say(pressed=key))
        elif isinstance(widget, QMenu):
            widget.triggered.connect(lambda action: self._say(triggered=action.text()))
        elif isinstance(widget, QLineEdit):
            place = "find" if widget is self._find else type(widget).__name__
            widget.textChanged.connect(lambda text: self._say(typed=text, into=place))

    def _front(self) -> None:
        """The keyboard went to another window of the program."""
        front = QApplication.activeWindow()
        if front is not None:
            self._say(front=type(front).__name__)

    def _asked(self, action: str) -> None:
        self._say(asked=action)
        self.look()
