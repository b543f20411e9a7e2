"""Ctrl+N: how the desk stands with its shop, a trial of the account, and a place to put its secrets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from packstation.gui import fonts
from packstation.gui.fact_rows import FactRows, FactText
from packstation.gui.fields import Option, Segments
from packstation.gui.fonts import Size
from packstation.gui.key_button import KeyButton
from packstation.gui.sheet import Sheet
from packstation.gui.text import PlainLabel
from packstation.gui.text_field import TextField
from packstation.gui.theme import Colours
from packstation.words import Words

WIDTH = 1040
LONGEST_SECRET = 200


@dataclass(frozen=True, slots=True)
class ShopText:
    """One shop in words: its kind and name, how the desk stands with it, where its secrets are.

    Attributes:
        id: its short name in the settings.
        title: its platform and its name.
        label: what it is called beside the others.
        line: how it stands, in the list of all shops.
        facts: everything known of it.
        has_secrets: whether its platform needs any.
    """

    id: str
    title: str
    label: str
    line: FactText
    facts: tuple[FactText, ...]
    has_secrets: bool


class ConnectionSheet(Sheet):
    """F5 asks a shop's platform now, F6 leads to its secrets; the page follows every round.

    Where the desk works for several shops they are listed, and ← → choose the one that is told of below.
    """

    turned = Signal(str)

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        shops: tuple[ShopText, ...],
        chosen: str,
        trial: Callable[[], object],
        secret: Callable[[], object],
    ) -> None:
        """Show the shops.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            shops: how they are now; ``show_shops`` and ``show_tried`` tell later.
            chosen: the short name of the one that is told of.
            trial: asks the platform of the chosen one.
            secret: opens the sheet for its secrets.
        """
        super().__init__(words, colours, host, words("connection.title"), width=WIDTH)
        self._trial = trial
        self._secret = secret
        self._shops = shops
        self._secrets: KeyButton | None = None
        self.describe(words("connection.known-from"))
        options = tuple(Option(shop.id, shop.label) for shop in shops)
        self.which = Segments(colours, words("connection.shops"), options, chosen)
        self.all = FactRows(colours, fonts.px(WIDTH))
        self.name = PlainLabel(size=Size.LEAD, bold=True, wrap=True)
        self.facts = FactRows(colours, fonts.px(WIDTH))
        self.tried_at = PlainLabel(size=Size.CAPTION, bold=True, colour=colours.muted, wrap=True)
        self.tried = FactRows(colours, fonts.px(WIDTH))
        self.known = PlainLabel(
            words("connection.known"), size=Size.CAPTION, bold=True, colour=colours.muted, wrap=True
        )
        if len(shops) > 1:
            self.add_field(self.which)
            self.body.addWidget(self.all)
            self.which.changed.connect(self._turn)
        for part in (self.name, self.tried_at, self.tried, self.known, self.facts):
            self.body.addWidget(part)
        self._forget_trial()
        self.add_button("F5", words("connection.key"))
        if any(shop.has_secrets for shop in shops):
            self._secrets = self.add_button("F6", words("connection.key-secret"))
        self.add_closing()
        self.show_shops(shops)

    @property
    def shop(self) -> ShopText:
        """The one that is told of."""
        return next(shop for shop in self._shops if shop.id == self.which.value)

    def show_shops(self, shops: tuple[ShopText, ...]) -> None:
        """How they are now."""
        self._shops = shops
        self.name.setText(self.shop.title)
        if self._secrets is not None:
            self._secrets.setVisible(self.shop.has_secrets)
        are_other = [self.facts.show_rows(self.shop.facts)]
        if len(shops) > 1:
            are_other.append(self.all.show_rows(tuple(shop.line for shop in shops)))
        if any(are_other):
            self.refit()

    def _turn(self) -> None:
        """Another shop: what was tried of the last one goes with it."""
        self.say("")
        self._forget_trial()
        self.show_shops(self._shops)
        self.turned.emit(self.which.value)

    def _forget_trial(self) -> None:
        for part in (self.tried_at, self.tried, self.known):
            part.hide()

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
        if name == "F6" and self.shop.has_secrets:
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
        shop: str,
        names: tuple[str, ...],
        keep: Callable[[str, str], object],
    ) -> None:
        """Ask for a secret.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            shop: whose they are, in words; empty where that is plain.
            names: the secrets there are.
            keep: gets name and value, and tells later how that went.
        """
        super().__init__(words, colours, host, _titled(words, shop))
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


def _titled(words: Words, shop: str) -> str:
    """Whose secret is asked for, where the desk has several shops."""
    return words("connection.secret.title-of", shop=shop) if shop else words("connection.secret.title")
