"""The desk's memory as one thing: open it, and every part of it is at hand."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from packstation.errors import StoreTrouble
from packstation.store import backup
from packstation.store.batches import Batches
from packstation.store.bookings import Bookings
from packstation.store.carrier_labels import CarrierLabels
from packstation.store.carton_ledger import CartonLedger
from packstation.store.catalogue import Catalogue
from packstation.store.database import FILE_NAME, Database
from packstation.store.defects import Defects
from packstation.store.exceptions import Exceptions
from packstation.store.journal import Journal
from packstation.store.manifests import Manifests
from packstation.store.migrations import STEPS, migrate, version_of
from packstation.store.notebook import Notebook
from packstation.store.orders import Orders
from packstation.store.outbox import Outbox
from packstation.store.people import People
from packstation.store.print_jobs import PrintJobs
from packstation.store.queue import Queue
from packstation.store.refunds import Refunds
from packstation.store.search import Search
from packstation.store.stock import Stock
from packstation.store.tables import Tables
from packstation.store.unasked import UnaskedBook
from packstation.store.waybills import Waybills
from packstation.store.weights import Weights


class Store:
    """All parts of the database; one thread opens it and makes every call."""

    def __init__(self, folder: Path, now: datetime, *, read_only: bool = False) -> None:
        """Open the folder's database; a writer makes and migrates it.

        Args:
            folder: the data directory (must exist).
            now: for the migration history (UTC).
            read_only: read beside a running program.

        Raises:
            StoreTrouble: see ``Database`` and ``migrate``; nothing was damaged.
        """
        self.folder = folder
        self.database = Database(folder / FILE_NAME, read_only=read_only)
        try:
            self._bring_up(now, read_only=read_only)
        except BaseException:
            self.database.close()
            raise
        tables = Tables(self.database.peewee)
        self.orders = Orders(self.database)
        self.exceptions = Exceptions(self.database)
        self.queue = Queue(self.database)
        self.search = Search(self.database)
        self.catalogue = Catalogue(self.database, tables)
        self.stock = Stock(self.database)
        self.weights = Weights(self.database)
        self.defects = Defects(self.database)
        self.cartons = CartonLedger(self.database)
        self.waybills = Waybills(self.database)
        self.print_jobs = PrintJobs(self.database)
        self.bookings = Bookings(self.database)
        self.carrier_labels = CarrierLabels(self.database)
        self.outbox = Outbox(self.database)
        self.journal = Journal(self.database)
        self.people = People(self.database, tables)
        self.batches = Batches(self.database)
        self.manifests = Manifests(self.database)
        self.unasked = UnaskedBook(self.database)
        self.refunds = Refunds(self.database)

    def _bring_up(self, now: datetime, *, read_only: bool) -> None:
        if not read_only:
            migrate(self.database, now, self.copy_named)
        elif version_of(self.database) != len(STEPS):
            found = version_of(self.database)
            reason = "newer-database" if found > len(STEPS) else "older-database"
            raise StoreTrouble(reason, file=FILE_NAME, found=found, known=len(STEPS))

    def copy_named(self, name: str) -> Path:
        """A safe copy in the folder's ``backups``."""
        target = self.folder / "backups" / f"{name}.db"
        target.parent.mkdir(mode=0o700, exist_ok=True)
        return backup.copy(self.database, target)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is on disk together, or not at all."""
        with self.database.transaction():
            yield

    def fact(self, name: str) -> str:
        """A single remembered value; empty when never set."""
        row = self.database.one("SELECT value FROM fact WHERE name = ?", (name,))
        return "" if row is None else str(row[0])

    def put_fact(self, name: str, value: str) -> None:
        """Remember a single value."""
        self.database.run("REPLACE INTO fact (name, value) VALUES (?, ?)", (name, value))

    def follow_parked(self, number: str, now: datetime) -> None:
        """An entry of the outbox was parked, delivered, or is to be tried again (``now`` in UTC)."""
        order = self.orders.get(number)
        if order is not None:
            self.exceptions.parked(order, now)

    def notebook(self, shop: str) -> Notebook:
        """The facts of one shop, by its short name."""
        return Notebook(shop, self.fact, self.put_fact)

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()


def as_text(value: object) -> str:
    """Data of a journal row or an outbox entry as JSON text, keys in a fixed order."""
    return msgspec.json.encode(value, order="sorted").decode()
