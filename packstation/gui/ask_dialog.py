"""A sheet that asks for a few words, or only whether, and goes back to where it was asked from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from packstation.gui.sheet import Sheet
from packstation.gui.text_field import TextField
from packstation.gui.theme import Colours
from packstation.words import Words


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: title, why, caption and hint of the field (no caption: yes or no), the key's word."""

    title: str
    about: str
    confirm: str
    caption: str = ""
    hint: str = ""
    longest: int = 200


class AskSheet(Sheet):
    """Ctrl+Enter answers; Esc goes back without. A scan closes it and goes nowhere."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        question: Question,
        answer: Callable[[str], str],
        back: Callable[[], object],
    ) -> None:
        """Ask.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            question: what is asked.
            answer: takes the text; gives what stood in the way, nothing where it is done.
            back: where one goes from here.
        """
        super().__init__(words, colours, host, question.title, width=760)
        self._answer = answer
        self._back = back
        self.describe(question.about)
        self.text: TextField | None = None
        if question.caption:
            self.text = TextField(colours, question.caption, hint=question.hint, longest=question.longest)
            self.add_field(self.text)
        self.add_closing(question.confirm)

    def open_sheet(self) -> None:
        """Typing begins at once: a person asked for it."""
        super().open_sheet()
        if self.text is not None:
            self.enter(self.text)

    def confirm(self) -> None:
        """Hand the text over; where it is refused the sheet stays and says why."""
        trouble = self._answer(self.text.value if self.text is not None else "")
        if not self.is_open:
            return
        if trouble:
            self.say(trouble)
            return
        self._go_back()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self._go_back()
        else:
            super().keyPressEvent(event)

    def _press(self, key: str) -> None:
        if key == "Esc":
            self._go_back()
        else:
            super()._press(key)

    def _go_back(self) -> None:
        self.close_sheet()
        self._back()
