"""The shops' platforms at the window: the page about them, their trials, their secrets."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import shiboken6
from PySide6.QtCore import QObject

from packstation.desk.connection import Fact, fact_of
from packstation.desk.desk import Desk
from packstation.desk.options import ShopTerms
from packstation.domain.connection import Found, Health, Tried
from packstation.errors import PackstationError
from packstation.gui.connection_dialog import ConnectionSheet, SecretSheet, ShopText
from packstation.gui.errands import Errands
from packstation.gui.fact_rows import FactText
from packstation.gui.main_window import MainWindow
from packstation.gui.syncs import Sync
from packstation.gui.theme import Colours
from packstation.settings import secrets
from packstation.settings.secrets import Kept
from packstation.words import Words


class Connections(QObject):
    """Opens the page and keeps it true while it is open; whatever may take a moment is done by a worker."""

    def __init__(
        self, desk: Desk, window: MainWindow, sync: Sync, errands: Errands, words: Words, colours: Colours
    ) -> None:
        """Serve this window."""
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._sync = sync
        self._errands = errands
        self._words = words
        self._colours = colours
        self._sheet: ConnectionSheet | None = None
        self._shop = ""
        self._health: dict[str, Health] = {}
        self._kept: dict[str, dict[str, Kept]] = {}
        self._told: frozenset[str] = frozenset()
        sync.changed.connect(self._look)

    # --- the page
    # ---------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Ctrl+N: the shop that is off longest, else the one that was looked at last."""
        off = self._desk.rounds.standings().off
        self._open(off[0] if off and self._shop not in off else self._shop)

    def _open(self, shop: str) -> None:
        self._told, self._shop = frozenset(), shop
        self._sheet = ConnectionSheet(
            self._words,
            self._colours,
            self._window,
            shops=self._shops(),
            chosen=shop,
            trial=self._try_out,
            secret=self._ask_secret,
        )
        self._sheet.turned.connect(self._turn)
        self._sheet.open_sheet()
        self._look()

    def _turn(self, shop: str) -> None:
        """Another shop is looked at."""
        self._told, self._shop = frozenset(), shop
        self._look()

    def _look(self) -> None:
        """Ask for what a worker must look up; the page follows."""
        if self._open_sheet() is not None and self._errands.takes_more:
            self._errands.run(self._looked_up, self._show)

    def _looked_up(self) -> tuple[dict[str, Health], dict[str, dict[str, Kept]]]:
        linked = self._desk.connection
        healths, all_kept = {}, {}
        for shop in linked.shops:
            owner = secrets.owner_of(shop.kind, shop.id)
            healths[shop.id] = linked.health(shop.id)
            all_kept[shop.id] = {name: secrets.kept(owner, name) for name in linked.secrets(shop.id)}
        return healths, all_kept

    def _show(self, found: tuple[dict[str, Health], dict[str, dict[str, Kept]]]) -> None:
        self._health, self._kept = found
        if (sheet := self._open_sheet()) is not None:
            sheet.show_shops(self._shops())

    def _open_sheet(self) -> ConnectionSheet | None:
        sheet = self._sheet
        return sheet if sheet is not None and shiboken6.isValid(sheet) and sheet.is_open else None

    def _shops(self) -> tuple[ShopText, ...]:
        return tuple(self._text_of(shop) for shop in self._desk.connection.shops)

    def _text_of(self, shop: ShopTerms) -> ShopText:
        linked, words = self._desk.connection, self._words
        standing = linked.standing(self._health.get(shop.id), shop.id)
        platform = words(f"gui.platform.{standing.kind}")
        title = (
            words("connection.shop", platform=platform, shop=standing.title) if standing.title else platform
        )
        found = self._kept.get(shop.id, {})
        levels = secrets.standing_of(found, takes_either=standing.takes_either)
        kept = tuple(
            FactText(
                levels[name],
                words(f"connection.secret.{name}"),
                words(f"connection.kept.{where}"),
            )
            for name, where in found.items()
        )
        facts = linked.facts(standing)
        line = self._text(linked.in_a_line(standing))
        # what was just tried is not told a second time, less exactly
        told = self._told if shop.id == self._shop else ()
        shown = tuple(self._text(fact) for fact in facts if fact.name not in told)
        label = standing.title or platform
        return ShopText(
            shop.id, title, label, replace(line, caption=label), (*shown, *kept), bool(standing.secrets)
        )

    def _text(self, fact: Fact) -> FactText:
        words = self._words
        return FactText(fact.found, words(f"connection.fact.{fact.name}"), words.fact(fact.key, fact.gaps))

    # --- the trial
    # --------------------------------------------------------------------------------------------

    def _try_out(self) -> None:
        """F5."""
        shop = self._shop
        self._errands.run(partial(self._desk.connection.try_out, shop), partial(self._tried, shop))

    def _tried(self, shop: str, tried: tuple[Tried, ...]) -> None:
        is_well = all(one.found is not Found.FAILED for one in tried)
        if is_well and not self._desk.rounds.of(shop).status((0, 0)).online:
            self._sync.round(shop)  # nobody waits for the next one to hear that all is well again
        if (sheet := self._open_sheet()) is None or shop != self._shop:
            return
        self._told = frozenset(one.part for one in tried if one.found is not Found.UNTRIED)
        rows = tuple(self._text(fact_of(one)) for one in tried)
        at = self._words("connection.tried", at=self._desk.connection.shown(self._desk.clock.now()))
        doubts = any(one.found is Found.WARNING for one in tried)
        key = ("all-but" if doubts else "all-well") if is_well else "not-well"
        said = self._words(f"connection.{key}")
        sheet.show_tried(at, rows, said, is_well=is_well)
        sheet.show_shops(self._shops())
        self._look()

    # --- secrets
    # ----------------------------------------------------------------------------------------------

    def _ask_secret(self) -> None:
        """F6."""
        linked = self._desk.connection
        [terms] = [shop for shop in linked.shops if shop.id == self._shop]
        owner = secrets.owner_of(terms.kind, terms.id)
        sheet = SecretSheet(
            self._words,
            self._colours,
            self._window,
            shop=terms.label if len(linked.shops) > 1 else "",
            names=linked.secrets(terms.id),
            keep=lambda name, value: self._keep(sheet, owner, name, value),
        )
        sheet.open_sheet()

    def _keep(self, sheet: SecretSheet, owner: str, name: str, value: str) -> None:
        """Into the keyring, which may ask the person for leave and so takes its time."""

        def put() -> Kept:
            secrets.keep(owner, name, value)
            return secrets.kept(owner, name)

        self._errands.run(put, partial(self._is_kept, sheet, owner, name), partial(self._not_kept, sheet))

    def _is_kept(self, sheet: SecretSheet, owner: str, name: str, where: Kept) -> None:
        """It is there: tried at once, unless the environment stands before it."""
        if where is Kept.ENVIRONMENT:
            variable = secrets.variable_of(owner, name)
            self._say(sheet, self._words("connection.secret.shadowed", variable=variable), colour="late")
            return
        if shiboken6.isValid(sheet) and sheet.is_open:
            self._open(self._shop)
            if (page := self._open_sheet()) is not None:
                page.press_key("F5")

    def _not_kept(self, sheet: SecretSheet, error: Exception) -> None:
        if not isinstance(error, PackstationError):
            self._errands.trouble.emit(error)
            return
        self._say(sheet, self._words.error(error), colour="late")

    @staticmethod
    def _say(sheet: SecretSheet, sentence: str, *, colour: str) -> None:
        if shiboken6.isValid(sheet) and sheet.is_open:
            sheet.say(sentence, colour=colour)
