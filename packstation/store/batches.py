"""Batches of orders picked in one walk, and the basket of the cart that each of them has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from packstation.store.database import Database
from packstation.store.times import from_ms, to_ms

TABLES: tuple[str, ...] = (
    """CREATE TABLE batch (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        made_at INTEGER NOT NULL,
        made_by TEXT NOT NULL,
        desk TEXT NOT NULL
    )""",
    """CREATE TABLE basket (
        order_number TEXT PRIMARY KEY,
        batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
        slot INTEGER NOT NULL CHECK (slot > 0)
    ) WITHOUT ROWID""",
    "CREATE UNIQUE INDEX basket_slot ON basket (batch, slot)",
)
"""A basket is there as long as its order is in a batch; a batch is open as long as it has baskets."""

_STILL_THERE = "o.state IN ('new', 'confirmed', 'reviewed')"


@dataclass(frozen=True, slots=True)
class Basket:
    """Where on which cart an order's goods lie."""

    batch: int
    slot: int


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One open batch: when it was made (UTC), by whom, at which desk, and its orders by slot."""

    id: int
    made_at: datetime
    made_by: str
    desk: str
    orders: tuple[tuple[int, str], ...]


class Batches:
    """Open batches and their baskets."""

    def __init__(self, database: Database) -> None:
        """Work on this file."""
        self._db = database

    def add(self, at: datetime, by: str, desk: str) -> int:
        """A new batch without orders; gives its number."""
        self._db.run("INSERT INTO batch (made_at, made_by, desk) VALUES (?, ?, ?)", (to_ms(at), by, desk))
        return self._db.number("SELECT last_insert_rowid()")

    def put(self, order: str, basket: Basket) -> None:
        """The order has this basket."""
        self._db.run(
            "INSERT INTO basket (order_number, batch, slot) VALUES (?, ?, ?)",
            (order, basket.batch, basket.slot),
        )

    def of(self, order: str) -> Basket | None:
        """The order's basket, if it is in a batch."""
        row = self._db.one("SELECT batch, slot FROM basket WHERE order_number = ?", (order,))
        return None if row is None else Basket(*row)

    def free(self, order: str) -> None:
        """The order has no basket any more."""
        self._db.run("DELETE FROM basket WHERE order_number = ?", (order,))

    def dissolve(self, batch: int) -> int:
        """No order of the batch has a basket any more; gives how many had."""
        count = self._db.number("SELECT count(*) FROM basket WHERE batch = ?", (batch,))
        self._db.run("DELETE FROM basket WHERE batch = ?", (batch,))
        return count

    def open(self, only: int | None = None) -> tuple[BatchRow, ...]:
        """The open batches (or one of them), oldest first."""
        rows = self._db.all(
            "SELECT b.id, b.made_at, b.made_by, b.desk, k.slot, k.order_number FROM basket k "
            "JOIN batch b ON b.id = k.batch WHERE ? IS NULL OR b.id = ? ORDER BY b.id, k.slot",
            (only, only),
        )
        found: dict[int, BatchRow] = {}
        for batch, at, by, desk, slot, number in rows:
            known = found.get(batch) or BatchRow(batch, from_ms(at), by, desk, ())
            found[batch] = BatchRow(batch, known.made_at, by, desk, (*known.orders, (slot, str(number))))
        return tuple(found.values())

    def candidates(self, limit: int) -> tuple[str, ...]:
        """The orders due first that are in no batch and that nobody has begun to pack."""
        rows = self._db.all(
            "SELECT o.number FROM orders o INDEXED BY orders_queue WHERE o.bucket = 'work' "
            f"AND {_STILL_THERE} "
            "AND NOT EXISTS (SELECT 1 FROM basket k WHERE k.order_number = o.number) "
            "ORDER BY o.due, o.pressure, o.id LIMIT ?",
            (limit,),
        )
        return tuple(str(number) for (number,) in rows)

    def spoken_for(self, sku: str, before: int | None) -> tuple[int, ...]:
        """Units of a SKU that others have or fetch first: those in boxes, then each earlier batch's.

        Counted units lie in somebody's box; what an earlier batch still wants its picker takes, as that
        batch's own list says, before this one comes.

        Args:
            sku: whose units.
            before: the batch whose turn it is; None: every open batch comes first.
        """
        counted = self._db.number(
            "SELECT sum(got) FROM order_line INDEXED BY line_reserved WHERE sku = ? AND reserved > 0", (sku,)
        )
        earlier = self._db.all(
            "SELECT sum(max(l.reserved - l.got, 0)) FROM basket k "
            "CROSS JOIN orders o ON o.number = k.order_number "
            "CROSS JOIN order_line l ON l.order_id = o.id WHERE l.sku = ? AND (? IS NULL OR k.batch < ?) "
            "GROUP BY k.batch ORDER BY k.batch",
            (sku, before, before),
        )
        return (counted, *(int(units) for (units,) in earlier))
