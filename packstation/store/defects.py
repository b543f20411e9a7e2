"""Flawed pieces on record, and how many were looked at, so that a SKU's rate can be told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from packstation.domain.quality import Defect, Flaw, Rate
from packstation.store.database import Database
from packstation.store.times import from_ms, to_ms

TABLES: tuple[str, ...] = (
    """CREATE TABLE defect (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        order_number TEXT NOT NULL,
        line TEXT NOT NULL,
        sku TEXT NOT NULL,
        kind TEXT NOT NULL,
        checks TEXT NOT NULL,
        note TEXT NOT NULL,
        packer TEXT NOT NULL,
        photos TEXT NOT NULL
    )""",
    "CREATE INDEX defect_sku ON defect (sku, at)",
    "CREATE INDEX defect_order ON defect (order_number)",
    "CREATE INDEX defect_at ON defect (at)",
    """CREATE TABLE looked_at (
        sku TEXT NOT NULL,
        day INTEGER NOT NULL,
        units INTEGER NOT NULL,
        PRIMARY KEY (sku, day)
    ) WITHOUT ROWID""",
)
"""``looked_at`` counts inspected pieces that were well, by the day (since 1970, UTC) they left the house."""
_DAY_MS = 86_400_000
_names = msgspec.json.Decoder(tuple[str, ...])
_COLUMNS = "id, at, order_number, line, sku, kind, checks, note, packer, photos"


class Defects:
    """All flawed pieces."""

    def __init__(self, database: Database) -> None:
        """Work on this file."""
        self._db = database

    def add(self, found: Defect) -> int:
        """Note a flawed piece; gives its id."""
        told = msgspec.json.encode
        self._db.run(
            "INSERT INTO defect (at, order_number, line, sku, kind, checks, note, packer, photos) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, '[]')",
            (
                to_ms(found.at), found.order, found.line, found.sku, found.flaw.kind,
                told(found.flaw.checks).decode(), found.flaw.note, found.packer,
            ),
        )  # fmt: skip
        return self._db.number("SELECT max(id) FROM defect")

    def get(self, defect: int) -> Defect | None:
        """A flawed piece by its id."""
        row = self._db.one(f"SELECT {_COLUMNS} FROM defect WHERE id = ?", (defect,))
        return None if row is None else _defect(row)

    def of_order(self, number: str) -> list[Defect]:
        """What was flawed of an order, oldest first."""
        sql = f"SELECT {_COLUMNS} FROM defect WHERE order_number = ? ORDER BY id"
        return [_defect(row) for row in self._db.all(sql, (number,))]

    def put_photos(self, defect: int, names: Iterable[str]) -> None:
        """The pictures a flawed piece has now."""
        told = msgspec.json.encode(tuple(names)).decode()
        self._db.run("UPDATE defect SET photos = ? WHERE id = ?", (told, defect))

    def with_photos_before(self, moment: datetime, most: int) -> list[Defect]:
        """Flawed pieces of before then (UTC) that still have pictures."""
        sql = f"SELECT {_COLUMNS} FROM defect WHERE at < ? AND photos <> '[]' ORDER BY at LIMIT ?"
        return [_defect(row) for row in self._db.all(sql, (to_ms(moment), most))]

    def looked_at(self, sku: str, units: int, at: datetime) -> None:
        """So many inspected pieces of a SKU were well and left the house."""
        self._db.run(
            "INSERT INTO looked_at (sku, day, units) VALUES (?, ?, ?) "
            "ON CONFLICT (sku, day) DO UPDATE SET units = units + excluded.units",
            (sku, to_ms(at) // _DAY_MS, units),
        )

    def rates(self, since: datetime, sku: str = "") -> list[Rate]:
        """How often each SKU (or one) was flawed since then, the worst first."""
        rows = self._db.all(
            "SELECT sku, sum(flawed), sum(units) FROM ("
            "SELECT sku, 1 AS flawed, 1 AS units FROM defect WHERE at >= ? "
            "UNION ALL SELECT sku, 0, units FROM looked_at WHERE day >= ?) "
            "WHERE ? IN ('', sku) GROUP BY sku "
            "ORDER BY 1.0 * sum(flawed) / sum(units) DESC, sum(flawed) DESC, sku",
            (to_ms(since), to_ms(since) // _DAY_MS, sku),
        )
        return [Rate(str(name), int(flawed), int(units)) for name, flawed, units in rows]


def _defect(row: tuple[object, ...]) -> Defect:
    number, at, order, line, sku, kind, checks, note, packer, photos = row
    flaw = Flaw(str(kind), _names.decode(str(checks)), str(note))
    return Defect(
        int(str(number)), from_ms(int(str(at))), str(order), str(line), str(sku), flaw, str(packer),
        _names.decode(str(photos)),
    )  # fmt: skip
