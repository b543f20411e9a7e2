"""What a carrier gave with a number beside the number itself: its own sealed label, and the parent number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from packstation.store.database import Database
from packstation.store.times import to_ms

TABLES: tuple[str, ...] = (
    """CREATE TABLE carrier_label (
        number TEXT PRIMARY KEY,
        print_data TEXT NOT NULL,
        parent TEXT NOT NULL,
        given_at INTEGER NOT NULL
    )""",
    "CREATE INDEX carrier_label_kept ON carrier_label (given_at) WHERE print_data <> ''",
    "ALTER TABLE booking ADD COLUMN look_at INTEGER",
    "CREATE INDEX booking_look ON booking (look_at) WHERE look_at IS NOT NULL",
)
"""The step that makes them; ``booking.look_at``: when to look for numbers that came after we gave up."""


class CarrierLabels:
    """Print data by waybill number; nobody can read a buyer's data out of them."""

    def __init__(self, database: Database) -> None:
        """Work on this file."""
        self._db = database

    def keep(self, number: str, print_data: str, parent: str, at: datetime) -> None:
        """Keep what came with a number; newer data replace older ones."""
        self._db.run(
            "INSERT INTO carrier_label (number, print_data, parent, given_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (number) DO UPDATE SET print_data = excluded.print_data, parent = excluded.parent",
            (number, print_data, parent, to_ms(at)),
        )

    def print_data(self, number: str) -> str:
        """The carrier's own label of a number; empty where none was kept."""
        row = self._db.one("SELECT print_data FROM carrier_label WHERE number = ?", (number,))
        return str(row[0]) if row else ""

    def told_as(self, number: str) -> str:
        """The number the platform is told of: a child's parent, else the number itself."""
        row = self._db.one("SELECT parent FROM carrier_label WHERE number = ?", (number,))
        return str(row[0]) if row and row[0] else number

    def adopt(self, numbers: Sequence[str], parent: str) -> None:
        """These children are told of under another parent from now on."""
        self._db.many(
            "UPDATE carrier_label SET parent = ? WHERE number = ?", [(parent, number) for number in numbers]
        )

    def forget(self, before: datetime) -> None:
        """Take away labels given before; whose children they are stays."""
        self._db.run(
            "UPDATE carrier_label SET print_data = '' WHERE given_at < ? AND print_data <> ''",
            (to_ms(before),),
        )
