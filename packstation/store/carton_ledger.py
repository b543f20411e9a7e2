"""Cartons on the shelf: where they are counted, each change is a row of a ledger; their sum is the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from packstation.store.database import Database
from packstation.store.times import to_ms

LEDGER = (
    """CREATE TABLE carton_move (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        carton TEXT NOT NULL COLLATE NOCASE,
        change INTEGER NOT NULL,
        kind TEXT NOT NULL,
        order_number TEXT NOT NULL,
        packer TEXT NOT NULL,
        reason TEXT NOT NULL
    )""",
    "CREATE INDEX carton_move_carton ON carton_move (carton)",
    """INSERT INTO carton_move (at, carton, change, kind, order_number, packer, reason)
        SELECT unixepoch() * 1000, code, on_hand, 'opening', '', '', '' FROM carton
        WHERE on_hand IS NOT NULL ORDER BY code""",
    """INSERT INTO fact (name, value)
        SELECT 'counted-carton ' || code, on_hand FROM carton WHERE on_hand IS NOT NULL""",
)
"""The step that brings the ledger; cartons counted before have an opening row."""


@dataclass(frozen=True, slots=True)
class CartonMove:
    """One change of how many there are; ``kind`` is opening, count or ship."""

    carton: str
    change: int = 0
    kind: str = "count"
    order: str = ""
    packer: str = ""
    reason: str = ""


class CartonLedger:
    """How many cartons there are; of those never counted nothing is kept."""

    def __init__(self, database: Database) -> None:
        """Work on this file."""
        self._db = database

    def _book(self, move: CartonMove, at: datetime) -> None:
        self._db.run(
            "INSERT INTO carton_move (at, carton, change, kind, order_number, packer, reason) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (to_ms(at), move.carton, move.change, move.kind, move.order, move.packer, move.reason),
        )
        self._db.run(
            "UPDATE carton SET on_hand = coalesce(on_hand, 0) + ? WHERE code = ?", (move.change, move.carton)
        )

    def _on_hand(self, carton: str) -> int | None:
        row = self._db.one("SELECT on_hand FROM carton WHERE code = ?", (carton,))
        return None if row is None else row[0]

    def recount(self, counted: CartonMove, on_hand: int, at: datetime) -> bool:
        """Cartons were counted: the ledger takes the difference; gives whether there was one."""
        before = self._on_hand(counted.carton)
        if before == on_hand:
            return False
        self._book(replace(counted, change=on_hand - (before or 0)), at)
        return True

    def take(self, used: CartonMove, at: datetime) -> None:
        """Cartons leave the shelf; those that are not counted are left alone."""
        if self._on_hand(used.carton) is not None:
            self._book(used, at)

    def moves(self, carton: str) -> list[CartonMove]:
        """What became of a carton, oldest first."""
        rows = self._db.all(
            "SELECT carton, change, kind, order_number, packer, reason FROM carton_move "
            "WHERE carton = ? ORDER BY id",
            (carton,),
        )
        return [CartonMove(*row) for row in rows]

    def sums_up(self) -> list[str]:
        """Cartons whose number differs from their ledger; must be empty."""
        rows = self._db.all(
            "SELECT c.code FROM carton c LEFT JOIN (SELECT carton, sum(change) s FROM carton_move "
            "GROUP BY carton) m ON m.carton = c.code WHERE c.on_hand IS NOT NULL "
            "AND c.on_hand <> coalesce(m.s, 0) ORDER BY c.code"
        )
        return [str(code) for (code,) in rows]
