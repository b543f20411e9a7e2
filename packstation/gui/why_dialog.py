"""Why something is done by hand: asked once, kept with everything done for that reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from packstation.gui.fields import Option
from packstation.gui.reasons import Reasons
from packstation.gui.sheet import Sheet
from packstation.gui.theme import Colours
from packstation.words import Words

WHY = ("damaged", "no-barcode", "no-scanner", "too-big", "unreadable")
"""Keys of the usual reasons; they stand in the journal as they are."""
OTHER = "other"


class WhySheet(Sheet):
    """A number key answers at once; arrows and Ctrl+Enter do as well."""

    def __init__(
        self, words: Words, colours: Colours, host: QWidget, *, why: Callable[[str], object]
    ) -> None:
        """Ask.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            why: gets the key of the reason, or the packer's own words.
        """
        super().__init__(words, colours, host, words("hand.why.title"), width=760)
        self._why = why
        self.describe(words("hand.why.about"))
        usual = (
            Option(key, f"{place}  {words(f'hand.why.{key}')}") for place, key in enumerate(WHY, start=1)
        )
        self.reasons = Reasons(self, first=tuple(usual))
        self.add_closing(words("hand.why.confirm"))

    def confirm(self) -> None:
        """Go on with the chosen reason, if there is one."""
        text = self.reasons.given()
        if text:
            self.close_sheet()
            self._why(self.reasons.value if self.reasons.value != OTHER else text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        """1 to 5: this reason, and on."""
        place = event.key() - Qt.Key.Key_1
        if 0 <= place < len(WHY):
            event.accept()
            self.reasons.choices.choose(WHY[place])
            self.confirm()
        else:
            super().keyPressEvent(event)
