"""A code typed because it cannot be scanned: order, waybill, barcode, command or badge."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from packstation.gui.reasons import Reasons
from packstation.gui.sheet import Sheet
from packstation.gui.text_field import TextField
from packstation.gui.theme import Colours
from packstation.gui.why_dialog import OTHER, WHY
from packstation.words import Words

Take = Callable[[str, str], object]


class CodeSheet(Sheet):
    """Type the code, say why, Ctrl+Enter; Enter in the field goes on to the reason."""

    def __init__(self, words: Words, colours: Colours, host: QWidget, *, take: Take, why: str = "") -> None:
        """Ask for a code.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            take: gets the code and the key of the reason, or the packer's own words.
            why: the reason given last, offered first.
        """
        super().__init__(words, colours, host, words("hand.code.title"), width=820)
        self._take = take
        self.describe(words("hand.code.about"))
        self.code = TextField(colours, words("hand.code.code"), hint=words("hand.code.hint"))
        self.add_field(self.code)
        self.reasons = Reasons(self, ("hand.why", *WHY))
        self.reasons.choices.choose(why)
        self.code.line.returnPressed.connect(self.confirm)
        self.add_closing(words("hand.code.confirm"))

    def open_sheet(self) -> None:
        """The code is typed at once; a scan never lands in the field."""
        super().open_sheet()
        self.enter(self.code)

    def confirm(self) -> None:
        """Go on, if there is a code and a reason."""
        code = self.code.value
        if not code:
            self.say(self.words("hand.code.missing"))
            return
        text = self.reasons.given()
        if text:
            self.close_sheet()
            self._take(code, self.reasons.value if self.reasons.value != OTHER else text)
