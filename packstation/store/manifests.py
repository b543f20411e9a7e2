"""Manifests and the parcels on them: each parcel is handed to one courier, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from packstation.domain.manifest import Manifest, Outgoing
from packstation.store.database import Database
from packstation.store.times import from_ms, maybe_from_ms, to_ms

TABLES: tuple[str, ...] = (
    """CREATE TABLE manifest (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        carrier TEXT NOT NULL,
        opened_at INTEGER NOT NULL,
        desk TEXT NOT NULL,
        packer TEXT NOT NULL,
        closed_at INTEGER
    )""",
    "CREATE INDEX manifest_open ON manifest (desk) WHERE closed_at IS NULL",
    """CREATE TABLE handed_over (
        waybill TEXT PRIMARY KEY,
        order_number TEXT NOT NULL,
        manifest INTEGER NOT NULL REFERENCES manifest (id),
        at INTEGER NOT NULL,
        packer TEXT NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX handed_over_manifest ON handed_over (manifest, at)",
)

_PARCEL = (
    "p.waybill, o.number, p.carrier, p.parcel, "
    "(SELECT count(*) FROM parcel q WHERE q.order_id = o.id AND q.parcel <= p.parcel), "
    "(SELECT count(*) FROM parcel q WHERE q.order_id = o.id), o.receiver, p.weight_g"
)
_HERE = "p.waybill <> '' AND NOT EXISTS (SELECT 1 FROM handed_over h WHERE h.waybill = p.waybill)"
_WAITING = (
    f"SELECT {_PARCEL} FROM orders o JOIN parcel p ON p.order_id = o.id "
    f"WHERE o.bucket = 'labelled' AND {_HERE} "
    f"UNION ALL SELECT {_PARCEL} FROM orders o JOIN parcel p ON p.order_id = o.id "
    f"WHERE o.shipped_at >= ? AND {_HERE} ORDER BY 2, 4"
)
_TAKEN = (
    f"SELECT {_PARCEL}, h.at FROM handed_over h JOIN parcel p ON p.waybill = h.waybill "
    "JOIN orders o ON o.id = p.order_id WHERE h.manifest = ? ORDER BY h.at, h.waybill"
)
_MANIFEST = "SELECT id, carrier, opened_at, desk, packer, closed_at FROM manifest"


class Manifests:
    """What couriers took along."""

    def __init__(self, database: Database) -> None:
        """Work on this file."""
        self._db = database

    def open(self, carrier: str, at: datetime, desk: str, packer: str) -> int:
        """A new manifest of a carrier at this desk; gives its number."""
        self._db.run(
            "INSERT INTO manifest (carrier, opened_at, desk, packer) VALUES (?, ?, ?, ?)",
            (carrier, to_ms(at), desk, packer),
        )
        return self._db.new_id()

    def close(self, manifest: int, at: datetime) -> None:
        """The courier has signed; nothing comes onto it any more."""
        self._db.run("UPDATE manifest SET closed_at = ? WHERE id = ?", (to_ms(at), manifest))

    def of_desk(self, desk: str) -> Manifest | None:
        """The manifest to which this desk scans now."""
        row = self._db.one(f"{_MANIFEST} WHERE desk = ? AND closed_at IS NULL ORDER BY id DESC", (desk,))
        return None if row is None else _manifest(row)

    def get(self, manifest: int) -> Manifest | None:
        """A manifest by its number."""
        row = self._db.one(f"{_MANIFEST} WHERE id = ?", (manifest,))
        return None if row is None else _manifest(row)

    def latest(self, most: int) -> tuple[Manifest, ...]:
        """The last ones, newest first."""
        return tuple(_manifest(row) for row in self._db.all(f"{_MANIFEST} ORDER BY id DESC LIMIT ?", (most,)))

    def add(self, manifest: int, waybill: str, order: str, at: datetime, packer: str) -> None:
        """The courier takes this parcel."""
        self._db.run(
            "INSERT INTO handed_over (waybill, order_number, manifest, at, packer) VALUES (?, ?, ?, ?, ?)",
            (waybill, order, manifest, to_ms(at), packer),
        )

    def on(self, waybill: str) -> Manifest | None:
        """The manifest this parcel is on already."""
        row = self._db.one("SELECT manifest FROM handed_over WHERE waybill = ?", (waybill,))
        return None if row is None else self.get(row[0])

    def taken(self, manifest: int) -> tuple[Outgoing, ...]:
        """Parcels on a manifest, in the order in which they were scanned."""
        return tuple(_outgoing(row[:-1], from_ms(row[-1])) for row in self._db.all(_TAKEN, (manifest,)))

    def waiting(self, since: datetime) -> tuple[Outgoing, ...]:
        """Parcels that are still here: labelled, or shipped since then (UTC) and on no manifest."""
        return tuple(_outgoing(row) for row in self._db.all(_WAITING, (to_ms(since),)))


def _manifest(row: Any) -> Manifest:
    number, carrier, opened_at, desk, packer, closed_at = row
    return Manifest(number, carrier, from_ms(opened_at), desk, packer, maybe_from_ms(closed_at))


def _outgoing(row: Any, at: datetime | None = None) -> Outgoing:
    waybill, order, carrier, parcel, place, parcels, receiver, weight = row
    city = str(msgspec.json.decode(receiver)[3])
    return Outgoing(waybill, order, carrier, parcel, place, parcels, city, weight, at)
