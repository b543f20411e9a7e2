"""Puts the desk together: its database, its shop, its carrier and the printers of every profile."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from packstation import files
from packstation.carriers import CARRIERS
from packstation.carriers.means import Means
from packstation.desk.clock import Clock, SystemClock
from packstation.desk.desk import Desk
from packstation.desk.options import ShopTerms
from packstation.desk.profile import Profile, Profiles, folded
from packstation.desk.sync_note import kept_note
from packstation.domain.intake import Reject
from packstation.domain.print_jobs import Paper
from packstation.errors import StoreTrouble
from packstation.platforms import PLATFORMS
from packstation.platforms.connector import Connector
from packstation.platforms.ground import Ground
from packstation.printers import open_link
from packstation.printers.links import Painter
from packstation.printers.printer import Printer
from packstation.printers.setup import media_of
from packstation.settings import Settings
from packstation.settings.secrets import owner_of, secret, variable_of
from packstation.store.database import FILE_NAME as DATABASE
from packstation.store.store import Store
from packstation.top import Account, SignMethod, TopClient
from packstation.top.flows import Flows
from packstation.words import Words
from packstation.words import load as load_words


@contextlib.contextmanager
def desk_at(
    folder: Path, settings: Settings, words: Words, *, read_only: bool = False, painter: Painter | None = None
) -> Iterator[Desk]:
    """The desk of a data directory, closed again at the end."""
    desk = open_desk(folder, settings, words, read_only=read_only, painter=painter)
    try:
        yield desk
    finally:
        desk.rounds.keep_counts()
        desk.store.close()


def open_desk(
    folder: Path, settings: Settings, words: Words, *, read_only: bool = False, painter: Painter | None = None
) -> Desk:
    """Put a desk together over the data directory.

    A reader opens the database beside a running program; where there is none yet, it is made.

    Raises:
        StoreTrouble: the database cannot be used.
        BadSetting: the printer's link leads nowhere.
        BadInput: ``web-address``, the platform's gateway may not be called.
    """
    clock = SystemClock()
    flows = Flows(clock.now, clock.steady)
    profiles = profiles_of(folder, settings, words, painter)
    store = _store(folder, clock, read_only=read_only)
    try:
        desk = Desk(
            store,
            clock,
            profiles,
            CARRIERS[settings["waybills.kind"]](_means(settings, store, flows)),
            _connectors(folder, settings, words, store, clock, flows),
        )
        if not store.database.read_only:
            desk.printing.recover()
            desk.numbers.recover()
    except BaseException:
        store.close()
        raise
    return desk


def _means(settings: Settings, store: Store, flows: Flows) -> Means:
    """What a source of waybill numbers may need."""

    def known() -> tuple[str, ...]:
        return tuple(carrier.code for carrier in store.catalogue.carriers())

    def connect() -> TopClient:
        return flows.client(top_account(settings))

    return Means(store.waybills, known, connect, settings.waybill_terms())


def top_account(settings: Settings) -> Account:
    """Who calls the Taobao Open Platform; what this computer does not know is empty."""
    return Account(
        settings["platform.gateway"],
        settings["platform.app_key"],
        secret("taobao", "app_secret"),
        secret("taobao", "session"),
        SignMethod(settings["platform.sign_method"]),
    )


def profiles_of(folder: Path, settings: Settings, words: Words, painter: Painter | None = None) -> Profiles:
    """Every desk the settings know, with its printers.

    Raises:
        BadSetting: a printer's link leads nowhere.
    """
    usual = _profile(folder, settings, words, painter)
    named = {
        folded(name): _profile(folder, settings.at_desk(name), words, painter) for name in settings.desks
    }
    return Profiles(usual, named)


def _profile(folder: Path, settings: Settings, words: Words, painter: Painter | None) -> Profile:
    printers = {}
    for paper in Paper:
        way, language = settings[f"printers.{paper}.link"], settings[f"printers.{paper}.language"]
        if way:
            stock, dpi = settings.stock(paper), settings[f"printers.{paper}.dpi"]
            setup = settings.printer_setup(paper)
            link = open_link(way, folder, language, painter, media_of(stock, dpi, setup))
            printers[paper] = Printer(language, link, stock, dpi, setup, way)
    buyers = load_words(settings["papers.language"])
    says = {paper: buyers if paper is Paper.SLIP else words for paper in Paper}
    return Profile(settings.desk_options(), printers, says, _to_buyers(settings))


def _to_buyers(settings: Settings) -> dict[str, Words]:
    """The words on slips of shops that have a language of their own, by the shop's short name."""
    languages = {
        terms.id: settings.at_shop(terms.id)["platform.buyers_language"] for terms in settings.shop_terms()
    }
    return {shop: load_words(language) for shop, language in languages.items() if language}


def _store(folder: Path, clock: Clock, *, read_only: bool) -> Store:
    if not read_only or not (folder / DATABASE).exists():
        return Store(folder, clock.now())
    try:
        return Store(folder, clock.now(), read_only=True)
    except StoreTrouble as error:
        if error.reason != "older-database":
            raise
    return Store(folder, clock.now())


def _connectors(
    folder: Path, settings: Settings, words: Words, store: Store, clock: Clock, flows: Flows
) -> dict[str, Connector]:
    """What talks to each shop the settings name, by the shop's short name."""
    grounds = (
        _ground(terms, folder, settings.at_shop(terms.id), words, store, clock, flows)
        for terms in settings.shop_terms()
    )
    return {ground.shop: PLATFORMS[ground.settings("kind")](ground) for ground in grounds}


def _ground(
    terms: ShopTerms, folder: Path, settings: Settings, words: Words, store: Store, clock: Clock, flows: Flows
) -> Ground:
    """What a shop's connector may need, whatever its kind."""
    options, owner, notebook = (
        settings.desk_options(),
        owner_of(terms.kind, terms.id),
        store.notebook(terms.id),
    )
    before = kept_note(notebook).health
    defaults = files.Defaults(terms.kind, terms.name, options.promise, options.platform_zone)
    return Ground(
        shop=terms.id,
        settings=lambda name: settings[f"platform.{name}"],
        promise=options.promise,
        secret=lambda name: secret(owner, name),
        variable=lambda name: variable_of(owner, name),
        notebook=notebook,
        waiting=lambda: (*store.orders.open_of(terms.id), *store.outbox.parked_of(terms.id)),
        zone=options.zone,
        now=clock.now,
        steady=clock.steady,
        flows=flows,
        called=(before.calls_on, before.calls_today or 0),
        folder=folder,
        read=lambda paths: files.read(paths, defaults),
        shipments_csv=lambda shipments: files.shipments_csv(shipments, options.zone),
        write_rejects=lambda path, rejects: files.write_rejects(
            path, rejects, lambda reject: _said(reject, words)
        ),
    )


def _said(reject: Reject, words: Words) -> str:
    """Why something was not taken, in one sentence."""
    gaps = {**dict(reject.data), "file": reject.file, "row": reject.row, "column": reject.column}
    return words(f"files.{reject.reason}", **gaps)
