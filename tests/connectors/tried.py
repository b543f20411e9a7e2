"""A shop a connector can be tried on: what buyers do, what breaks, and what its own books say in the end."""

from __future__ import annotations

import itertools
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from packstation import files
from packstation.domain.intake import Reject
from packstation.domain.order import Receiver
from packstation.domain.outbox import RENUMBER, SHIPMENT, Entry
from packstation.domain.renumbering import Renumbering
from packstation.domain.shipment import Piece, Shipment, key_of
from packstation.platforms import PLATFORMS
from packstation.platforms.connector import Connector
from packstation.platforms.ground import Ground, Notebook
from packstation.store.store import as_text
from packstation.top import Account, TopClient
from packstation.top.flows import Flows
from packstation.web import Limits
from packstation.words import load
from tests.fakes import FakeClock, FakeNotebook

MUG, BOOK = "MUG-001", "NB-A5"
PROMISE = timedelta(hours=48)
SHOP = "Mugs"
BUYER = Receiver("李明", "13812345678", "浙江省", "杭州市", "余杭区", "", "文一西路969号3栋", "311121")
MOVED = Receiver("李明", "13812345678", "浙江省", "杭州市", "余杭区", "", "仓兴街1号5栋", "311121")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Sold:
    """An order as the shop's own books have it: when it was placed, and of each SKU its line and units."""

    number: str
    at: datetime
    lines: Mapping[str, tuple[str, int]]

    @property
    def goods(self) -> dict[str, int]:
        """Units of each line."""
        return dict(self.lines.values())


@dataclass(frozen=True)
class Sent:
    """A parcel in the shop's books; ``goods`` (units of each line) are None where they say nothing of goods."""

    number: str
    goods: Mapping[str, int] | None = None


def some_number() -> str:
    """A waybill number nobody has used."""
    return f"YT{next(_numbers):013d}"


def parcel(
    sold: Sold, goods: Mapping[str, int] | None = None, number: str = "", *, is_last: bool = True
) -> Entry:
    """What the outbox holds of a parcel with so many units of these SKUs; not said: the whole order.

    ``is_last``: nothing more of its lines follows.
    """
    held = {sku: units for sku, (_, units) in sold.lines.items()} if goods is None else goods
    lines = [(sold.lines[sku], units) for sku, units in held.items()]
    pieces = [Piece(line, units, is_whole=units == all_, is_last=is_last) for (line, all_), units in lines]
    return entry_of(sold.number, pieces, number)


def entry_of(order: str, pieces: Sequence[Piece] = (), number: str = "") -> Entry:
    """An entry about a parcel with these pieces."""
    number = number or some_number()
    told = Shipment(key_of(order, number), order, "YTO", "圆通速递", number, datetime.now(UTC), tuple(pieces))
    return Entry(told.key, order, SHIPMENT, as_text(told), told.shipped_at)


def renumbered(sold: Sold, old: str, new: str) -> Entry:
    """What the outbox holds of a parcel with all of an order that goes under another number."""
    key, lines = f"{sold.number}-{old}-{new}", tuple(sold.goods)
    told = Renumbering(key, sold.number, old, "YTO", new, "YTO", "圆通速递", datetime.now(UTC), lines)
    return Entry(key, sold.number, RENUMBER, as_text(told), told.at)


def in_words(reject: Reject) -> str:
    """Why something was not taken, as the program says it."""
    gaps = {**dict(reject.data), "file": reject.file, "row": reject.row, "column": reject.column}
    return load("en")(f"files.{reject.reason}", **gaps)


@dataclass
class OneThread(Notebook):
    """A desk's database: whoever else than the thread that opened it comes near is a mistake."""

    facts: FakeNotebook = field(default_factory=FakeNotebook)
    thread: int = field(default_factory=threading.get_ident)

    def fact(self, name: str) -> str:
        self.check()
        return self.facts.fact(name)

    def put_fact(self, name: str, value: str) -> None:
        self.check()
        self.facts.put_fact(name, value)

    def check(self) -> None:
        """Whether this is the desk's own thread."""
        assert threading.get_ident() == self.thread, "a worker touched the database"


class KeptFlows(Flows):
    """The accounts of apps, with every line made for them, to be closed at the end."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock.now, clock.steady)
        self.lines: list[TopClient] = []

    def client(self, account: Account, limits: Limits | None = None) -> TopClient:
        self.lines.append(super().client(account, limits))
        return self.lines[-1]


class TriedShop(ABC):
    """One shop, its buyers and its owner; what the platform cannot do it says by a property.

    Attributes:
        kind: of its platform, as the settings name it.
        asks_again: whether it can be asked about single orders.
        knows_orders: whether it knows its orders when it is told of a parcel, so that it can refuse one.
        needs_secrets: whether nobody is let in without the right secret.
    """

    kind: str
    asks_again = True
    knows_orders = True
    needs_secrets = True

    def __init__(self, folder: Path, moment: datetime) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.clock = FakeClock(moment)
        self.flows = KeptFlows(self.clock)
        self.secrets: dict[str, str] = {}
        self.lists: list[Path] = []
        self.reads = 0

    # --- the desk's side
    # ------------------------------------------------------------------------------------------

    def settings(self) -> Mapping[str, Any]:
        """What ``[platform]`` says of it."""
        return {"shop": SHOP, "interval_s": 30}

    def connector(self, notebook: Notebook, waiting: Callable[[], Sequence[str]]) -> Connector:
        """Its connector as it is after a start of the program, made as the program makes it."""
        return PLATFORMS[self.kind](self._ground(notebook, waiting))

    def _ground(self, notebook: Notebook, waiting: Callable[[], Sequence[str]]) -> Ground:
        defaults = files.Defaults(platform=self.kind, shop=SHOP, promise=PROMISE)

        def read(paths: Sequence[Path]) -> Any:
            self.reads += 1
            return files.read(paths, defaults)

        def write_rejects(path: Path, rejects: Sequence[Reject]) -> None:
            self.lists.append(path)
            files.write_rejects(path, rejects, in_words)

        return Ground(
            shop="",
            settings=self.settings().__getitem__,
            promise=PROMISE,
            secret=lambda name: self.secrets.get(name, ""),
            variable=lambda name: f"PACKSTATION_{self.kind}_{name}".upper(),
            notebook=notebook,
            waiting=waiting,
            zone=UTC,
            now=self.clock.now,
            steady=self.clock.steady,
            flows=self.flows,
            called=("", 0),
            folder=self.folder,
            read=read,
            shipments_csv=lambda shipments: files.shipments_csv(shipments, UTC),
            write_rejects=write_rejects,
        )

    def pass_round(self) -> None:
        """So much time that there may be news again."""
        self.clock.pass_time(seconds=31)

    def close(self) -> None:
        """Let go of whatever is open."""
        for line in self.flows.lines:
            line.close()

    # --- buyers and the owner
    # -------------------------------------------------------------------------------------

    @abstractmethod
    def place(self, goods: Mapping[str, int], *, paid: bool = True) -> Sold:
        """Somebody orders so many units of these SKUs, to be sent to ``BUYER``."""

    @abstractmethod
    def pay(self, sold: Sold) -> None:
        """The money of an order comes in."""

    @abstractmethod
    def place_broken(self) -> str:
        """Somebody orders something that cannot be believed; gives what names it in a reject."""

    @abstractmethod
    def cancel(self, sold: Sold, sku: str = "") -> None:
        """An order is over, or all units of one of its lines."""

    @abstractmethod
    def move(self, sold: Sold) -> None:
        """It shall go to ``MOVED``."""

    @abstractmethod
    def books(self, number: str) -> list[Sent]:
        """Every parcel of an order that the shop knows of, by their numbers."""

    @abstractmethod
    def state(self, number: str) -> object:
        """Everything of an order that could change by mistake."""

    # --- what breaks
    # -----------------------------------------------------------------------------------------------

    @abstractmethod
    def cut(self, *whens: str) -> None:
        """The next calls that tell something break off ``before`` they are carried out, or ``after``."""

    @abstractmethod
    def stutter(self) -> None:
        """Of the next calls that read something, each second one breaks off, four times."""

    @abstractmethod
    def silent(self) -> AbstractContextManager[None]:
        """For a while nobody answers at all."""

    def locked(self) -> AbstractContextManager[None]:
        """For a while our secret is wrong."""
        raise NotImplementedError

    @abstractmethod
    def asked(self) -> int:
        """How often it was asked anything so far."""

    @abstractmethod
    def small_batches(self, patch: pytest.MonkeyPatch) -> int:
        """Batches are small from now on; gives how many orders one may hold at most."""
