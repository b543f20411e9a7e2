"""Who did what, when: a record that only grows, each row sealed with the one before it.

A changed, deleted, inserted or moved row breaks the chain at its place; the counter SQLite keeps for the
table tells when the end was cut off.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec

from packstation.store.database import Database
from packstation.store.times import from_ms, to_ms

_ROW = "SELECT seq, at, desk, packer, verb, verdict, order_number, code, data, hash FROM journal"
_PAGE = 5000
START = "packstation"


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One thing that happened; ``data`` is JSON text without personal data."""

    at: datetime
    verb: str
    verdict: str = ""
    order: str = ""
    code: str = ""
    desk: str = ""
    packer: str = ""
    data: str = "{}"
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain breaks: the row that is not what it was, or is missing."""

    seq: int
    reason: str


class Journal:
    """The append-only record."""

    def __init__(self, database: Database) -> None:
        """Continue the chain of this file."""
        self._db = database

    def add(self, row: JournalRow) -> None:
        """Append a row; in the same transaction as what it tells of."""
        last = self._db.one("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
        before = str(last[1]) if last else START
        values = (to_ms(row.at), row.desk, row.packer, row.verb, row.verdict, row.order, row.code, row.data)
        seq = (last[0] if last else 0) + 1
        self._db.run(
            "INSERT INTO journal (seq, at, desk, packer, verb, verdict, order_number, code, data, hash) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (seq, *values, seal(before, seq, values)),
        )

    def rows(self, after: int = 0) -> Iterator[tuple[JournalRow, str]]:
        """All rows with their seals, oldest first, in pages."""
        while True:
            page = self._db.all(f"{_ROW} WHERE seq > ? ORDER BY seq LIMIT {_PAGE}", (after,))
            if not page:
                return
            for seq, at, desk, packer, verb, verdict, order, code, data, sealed in page:
                yield JournalRow(from_ms(at), verb, verdict, order, code, desk, packer, data, seq), sealed
            after = page[-1][0]

    def verify(self) -> tuple[int, Broken | None]:
        """How many rows were read, and the first place where the chain breaks (None: it is whole)."""
        before, expected = START, 1
        for row, sealed in self.rows():
            values = (
                to_ms(row.at),
                row.desk,
                row.packer,
                row.verb,
                row.verdict,
                row.order,
                row.code,
                row.data,
            )
            if row.seq != expected:
                return expected - 1, Broken(expected, "missing")
            if sealed != seal(before, row.seq, values):
                return expected - 1, Broken(row.seq, "changed")
            before, expected = sealed, expected + 1
        counted = self._db.number("SELECT seq FROM sqlite_sequence WHERE name = 'journal'")
        if counted != expected - 1:
            return expected - 1, Broken(expected, "cut-off")
        return expected - 1, None

    def of_order(self, number: str) -> tuple[JournalRow, ...]:
        """Everything that happened to an order."""
        rows = self._db.all(f"{_ROW} WHERE order_number = ? ORDER BY seq", (number,))
        return tuple(
            JournalRow(from_ms(at), verb, verdict, order, code, desk, packer, data, seq)
            for seq, at, desk, packer, verb, verdict, order, code, data, _ in rows
        )


def seal(before: str, seq: int, values: tuple[object, ...]) -> str:
    """The seal of a row: SHA-256 over the seal before it and everything the row says."""
    return hashlib.sha256(msgspec.json.encode((before, seq, values))).hexdigest()
