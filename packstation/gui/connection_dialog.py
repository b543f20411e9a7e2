"""Ctrl+N: how the desk stands with its shop, a trial of the account, and a place to put its secrets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from packstation.gui import fonts
from packstation.gui.fact_rows import FactRows, FactText
from packstation.gui.fields import Option, Segments
from packstation.gui.fonts import Size
from packstation.gui.sheet import Sheet
from packstation.gui.text import PlainLabel
from packstation.gui.text_field import TextField
from packstation.gui.theme import Colours
from packstation.words import Words

WIDTH = 1040
LONGEST_SECRET = 200


@dataclass(frozen=True, slots=True)
class ShopText:
    """One shop in words: its kind and name, how the desk stands with it, where its secrets are."""

    title: str
    facts: tuple[FactText, ...]


class ConnectionSheet(Sheet):
    """F5 asks the platform now, F6 leads to its secrets; the page follows every round."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        shop: ShopText,
        trial: Callable[[], object],
        secret: Callable[[], object] | None,
    ) -> None:
        """Show a shop.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            shop: how it is now; ``show_shop`` and ``show_tried`` tell later.
            trial: asks the platform.
            secret: opens the sheet for secrets; None where the platform has none.
        """
        super().__init__(words, colours, host, words("connection.title"), width=WIDTH)
        self._trial = trial
        self._secret = secret
        self.describe(words("connection.known-from"))
        self.name = PlainLabel(shop.title, size=Size.LEAD, bold=True, wrap=True)
        self.facts = FactRows(colours, fonts.px(WIDTH))
        self.tried_at = PlainLabel(size=Size.CAPTION, bold=True, colour=colours.muted, wrap=True)
        self.tried = FactRows(colours, fonts.px(WIDTH))
        self.known = PlainLabel(
            words("connection.known"), size=Size.CAPTION, bold=True, colour=colours.muted, wrap=True
        )
        for part in (self.name, self.tried_at, self.tried, self.known, self.facts):
            self.body.addWidget(part)
        for part in (self.tried_at, self.tried, self.known):
            part.hide()
        self.facts.show_rows(shop.facts)
        self.add_button("F5", words("connection.key"))
        if secret is not None:
            self.add_button("F6", words("connection.key-secret"))
        self.add_closing()

    def show_shop(self, shop: ShopText) -> None:
        """How it is now."""
        self.name.setText(shop.title)
        if self.facts.show_rows(shop.facts):
            self.refit()

    def show_tried(self, at: str, rows: tuple[FactText, ...], said: str, *, is_well: bool) -> None:
        """What a trial found."""
        self.tried_at.setText(at)
        self.tried.show_rows(rows)
        for part in (self.tried_at, self.tried, self.known):
            part.show()
        self.say(said, colour="done_text" if is_well else "late")

    def press_key(self, name: str) -> bool:
        """F5 and F6."""
        if name == "F5":
            self.say(self.words("connection.trying"), colour="muted")
            self._trial()
            return True
        if name == "F6" and self._secret is not None:
            self._secret()
            return True
        return False


class SecretSheet(Sheet):
    """Choose which secret, type or paste it, Ctrl+Enter; nothing of it is ever shown."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        names: tuple[str, ...],
        keep: Callable[[str, str], object],
    ) -> None:
        """Ask for a secret.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            names: the secrets there are.
            keep: gets name and value, and tells later how that went.
        """
        super().__init__(words, colours, host, words("connection.secret.title"))
        self._keep = keep
        self.describe(words("connection.secret.about"))
        options = tuple(Option(name, words(f"connection.secret.{name}")) for name in names)
        self.which = Segments(colours, words("connection.secret.which"), options)
        self.value = TextField(colours, words("connection.secret.value"), longest=LONGEST_SECRET)
        self.value.hide_text()
        self.add_field(self.which)
        self.add_field(self.value)
        self.value.changed.connect(lambda: self.say(""))
        self.add_closing(words("connection.secret.confirm"))

    def confirm(self) -> None:
        """Hand it on; the field is empty from then on."""
        value = self.value.value
        if not value:
            self.say(self.words("connection.secret.empty"))
            return
        self.value.clear()
        self._keep(self.which.value, value)
