"""The shop's platform at the window: the page about it, its trial, its secrets."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QObject

from packstation.desk.connection import Fact, fact_of
from packstation.desk.desk import Desk
from packstation.domain.connection import Found, Health, Tried
from packstation.errors import PackstationError
from packstation.gui.background import Sync
from packstation.gui.connection_dialog import ConnectionSheet, SecretSheet, ShopText
from packstation.gui.errands import Errands
from packstation.gui.fact_rows import FactText
from packstation.gui.main_window import MainWindow
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
        self._health: Health | None = None
        self._kept: dict[str, Kept] = {}
        self._told: frozenset[str] = frozenset()
        sync.changed.connect(self._look)

    # --- the page
    # ---------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Ctrl+N."""
        self._told = frozenset()
        self._sheet = ConnectionSheet(
            self._words,
            self._colours,
            self._window,
            shop=self._shop(),
            trial=self._try_out,
            secret=self._ask_secret if self._desk.connection.secrets else None,
        )
        self._sheet.open_sheet()
        self._look()

    def _look(self) -> None:
        """Ask for what a worker must look up; the page follows."""
        if self._open_sheet() is not None and self._errands.takes_more:
            self._errands.run(self._looked_up, self._show)

    def _looked_up(self) -> tuple[Health, dict[str, Kept]]:
        linked = self._desk.connection
        kind = self._desk.options.platform
        return linked.health(), {name: secrets.kept(kind, name) for name in linked.secrets}

    def _show(self, found: tuple[Health, dict[str, Kept]]) -> None:
        self._health, self._kept = found
        if (sheet := self._open_sheet()) is not None:
            sheet.show_shop(self._shop())

    def _open_sheet(self) -> ConnectionSheet | None:
        sheet = self._sheet
        return sheet if sheet is not None and shiboken6.isValid(sheet) and sheet.is_open else None

    def _shop(self) -> ShopText:
        linked, words = self._desk.connection, self._words
        standing = linked.standing(self._health)
        platform = words(f"gui.platform.{standing.kind}")
        title = words("connection.shop", platform=platform, shop=standing.shop) if standing.shop else platform
        kept = tuple(
            FactText(
                Found.FAILED if where is Kept.NOWHERE else Found.OK,
                words(f"connection.secret.{name}"),
                words(f"connection.kept.{where}"),
            )
            for name, where in self._kept.items()
        )
        # what was just tried is not told a second time, less exactly
        facts = (fact for fact in linked.facts(standing) if fact.name not in self._told)
        return ShopText(title, (*map(self._text, facts), *kept))

    def _text(self, fact: Fact) -> FactText:
        words = self._words
        return FactText(fact.found, words(f"connection.fact.{fact.name}"), words.fact(fact.key, fact.gaps))

    # --- the trial
    # --------------------------------------------------------------------------------------------

    def _try_out(self) -> None:
        """F5."""
        self._errands.run(self._desk.connection.try_out, self._tried)

    def _tried(self, tried: tuple[Tried, ...]) -> None:
        is_well = all(one.found is not Found.FAILED for one in tried)
        if is_well and not self._desk.syncing.status().online:
            self._sync.round()  # nobody waits for the next one to hear that all is well again
        if (sheet := self._open_sheet()) is None:
            return
        self._told = frozenset(one.part for one in tried if one.found is not Found.UNTRIED)
        rows = tuple(self._text(fact_of(one)) for one in tried)
        at = self._words("connection.tried", at=self._desk.connection.shown(self._desk.clock.now()))
        doubts = any(one.found is Found.WARNING for one in tried)
        key = ("all-but" if doubts else "all-well") if is_well else "not-well"
        said = self._words(f"connection.{key}")
        sheet.show_tried(at, rows, said, is_well=is_well)
        sheet.show_shop(self._shop())
        self._look()

    # --- secrets
    # ----------------------------------------------------------------------------------------------

    def _ask_secret(self) -> None:
        """F6."""
        sheet = SecretSheet(
            self._words,
            self._colours,
            self._window,
            names=self._desk.connection.secrets,
            keep=lambda name, value: self._keep(sheet, name, value),
        )
        sheet.open_sheet()

    def _keep(self, sheet: SecretSheet, name: str, value: str) -> None:
        """Into the keyring, which may ask the person for leave and so takes its time."""
        kind = self._desk.options.platform

        def put() -> Kept:
            secrets.keep(kind, name, value)
            return secrets.kept(kind, name)

        self._errands.run(put, partial(self._is_kept, sheet, name), partial(self._not_kept, sheet))

    def _is_kept(self, sheet: SecretSheet, name: str, where: Kept) -> None:
        """It is there: tried at once, unless the environment stands before it."""
        if where is Kept.ENVIRONMENT:
            variable = secrets.variable_of(self._desk.options.platform, name)
            self._say(sheet, self._words("connection.secret.shadowed", variable=variable), colour="late")
            return
        if shiboken6.isValid(sheet) and sheet.is_open:
            self.open()
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
