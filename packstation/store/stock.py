"""Goods on the shelves: every change is a row of the ledger, and their sum is the stock.

What orders set aside are rows of it as well, of a SKU and no bin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from datetime import datetime

from packstation.domain.expediting import due_of_turn
from packstation.domain.stock import Demand, MoveKind, fetched_from
from packstation.store.database import Database
from packstation.store.times import from_ms, to_ms


@dataclass(frozen=True, slots=True)
class Move:
    """One change of a shelf: good units, damaged units; or of what is set aside, then of no bin."""

    sku: str
    bin: str
    change: int = 0
    damaged: int = 0
    kind: MoveKind = MoveKind.COUNT
    order: str = ""
    packer: str = ""
    reason: str = ""
    reserved: int = 0


@dataclass(frozen=True, slots=True)
class BinRow:
    """What lies in one bin: good units on the books, damaged ones in quarantine there."""

    bin: str
    on_hand: int
    damaged: int


_COLUMNS = "at, sku, bin, change, damaged, kind, order_number, packer, reason, reserved"


class Stock:
    """Units by SKU and bin."""

    def __init__(self, database: Database) -> None:
        """Work on this file."""
        self._db = database

    def book(self, move: Move, at: datetime) -> None:
        """Write one change of a bin into the ledger and onto the shelf."""
        self._write((move,), at)
        self._db.run(
            "INSERT INTO stock (sku, bin, on_hand, damaged) VALUES (?, ?, ?, ?) ON CONFLICT (sku, "
            "bin) DO UPDATE "
            "SET on_hand = on_hand + excluded.on_hand, damaged = damaged + excluded.damaged",
            (move.sku, move.bin, move.change, move.damaged),
        )

    def _write(self, moves: Iterable[Move], at: datetime) -> None:
        rows = [(to_ms(at), *astuple(one)) for one in moves]
        self._db.many(
            f"INSERT INTO stock_move ({_COLUMNS}) VALUES ({', '.join('?' * len(_COLUMNS.split(',')))})", rows
        )

    def set_aside(self, changes: Mapping[str, int], at: datetime, *, order: str, packer: str) -> None:
        """More (or fewer) units of these SKUs are spoken for by an order; ``order_line`` knows the sums."""
        kinds = {True: MoveKind.RESERVE, False: MoveKind.RELEASE}
        self._write(
            (
                Move(sku, "", kind=kinds[units > 0], order=order, packer=packer, reserved=units)
                for sku, units in changes.items()
            ),
            at,
        )

    def recount(self, counted: Move, on_hand: int, at: datetime) -> str:
        """The books say so many good units now: the ledger takes the difference; gives the row's fate."""
        row = self._db.one("SELECT on_hand FROM stock WHERE sku = ? AND bin = ?", (counted.sku, counted.bin))
        if row and row[0] == on_hand:
            return "unchanged"
        self.book(replace(counted, change=on_hand - (row[0] if row else 0), damaged=0), at)
        return "updated" if row else "added"

    def skus(self) -> list[str]:
        """Every SKU whose stock is kept."""
        return [str(sku) for (sku,) in self._db.all("SELECT DISTINCT sku FROM stock ORDER BY sku")]

    def bins(self, sku: str) -> list[tuple[str, int]]:
        """(bin, good units) of a SKU, fullest first; empty when its stock is not kept."""
        return [
            (place, units)
            for place, units in self._db.all(
                "SELECT bin, on_hand FROM stock WHERE sku = ? ORDER BY on_hand DESC, bin", (sku,)
            )
        ]

    def shelves(self, sku: str) -> list[BinRow]:
        """Every bin of a SKU, fullest first."""
        rows = self._db.all(
            "SELECT bin, on_hand, damaged FROM stock WHERE sku = ? ORDER BY on_hand DESC, bin", (sku,)
        )
        return [BinRow(*row) for row in rows]

    def reserved(self, sku: str) -> int:
        """Units spoken for by orders that are confirmed and not shipped yet."""
        return self._db.number("SELECT sum(reserved) FROM order_line WHERE sku = ? AND reserved > 0", (sku,))

    def in_boxes(self, sku: str) -> int:
        """Units that left their bin for a box that has not left the house: on the books, not on the shelf."""
        return self._db.number("SELECT sum(got) FROM order_line WHERE sku = ? AND reserved > 0", (sku,))

    def available(self, skus: Iterable[str], number: str) -> dict[str, int]:
        """Units an order may still fetch, where stock is kept: free ones and those set aside for itself."""
        own: dict[str, int] = dict(self._db.all(_OWN, (number,)))
        free = {}
        for sku in skus:
            bins = self.bins(sku)
            if bins:
                free[sku] = sum(units for _, units in bins) - self.reserved(sku) + own.get(sku, 0)
        return free

    def demands(self, sku: str, most: int) -> list[Demand]:
        """Open orders that still want units of a SKU, those whose review waits for a person included."""
        rows = self._db.all(_DEMANDS, (sku, sku, most))
        return [
            Demand(str(number), from_ms(due_of_turn(due)), wanted, bool(is_reserved), others)
            for number, due, wanted, is_reserved, others in rows
        ]

    def take(self, sku: str, units: int, at: datetime, shipped: Move) -> None:
        """Units of a SKU leave the house, fullest bin first; unknown stock is left alone."""
        for name, part in fetched_from(self.bins(sku), units).items():
            self.book(replace(shipped, sku=sku, bin=name, change=-part), at)

    def sums_up(self) -> list[tuple[str, str]]:
        """(SKU, bin) pairs whose shelf differs from its ledger, no bin: what is set aside; must be empty."""
        rows = self._db.all(
            "SELECT s.sku, s.bin FROM stock s LEFT JOIN (SELECT sku, bin, sum(change) c, sum(damaged) d "
            "FROM stock_move GROUP BY sku, bin) m ON m.sku = s.sku AND m.bin = s.bin "
            "WHERE s.on_hand <> coalesce(m.c, 0) OR s.damaged <> coalesce(m.d, 0) "
            "UNION ALL SELECT sku, '' FROM (SELECT sku, reserved FROM stock_move WHERE reserved <> 0 "
            "UNION ALL SELECT sku, -reserved FROM order_line WHERE reserved > 0) "
            "GROUP BY sku HAVING sum(reserved) <> 0"
        )
        return [(sku, place) for sku, place in rows]


_OWN = (
    "SELECT l.sku, sum(l.reserved - l.got) FROM orders o JOIN order_line l ON l.order_id = o.id "
    "WHERE o.number = ? AND l.reserved > 0 GROUP BY l.sku"
)
_WANTED = "max(l.quantity - l.waived - l.got, 0)"
_OTHERS = (
    "(SELECT coalesce(sum(n.quantity - n.waived), 0) FROM order_line n "
    "WHERE n.order_id = l.order_id AND n.sku <> l.sku)"
)
_DEMANDS = (
    f"SELECT number, due, sum(wanted), max(reserved) > 0, max(others) FROM ("
    f"SELECT o.number, l.due, {_WANTED} AS wanted, l.reserved, {_OTHERS} AS others, l.pressure "
    "FROM order_line l INDEXED BY line_wanted JOIN orders o ON o.id = l.order_id "
    "WHERE l.sku = ? AND l.wanted = 1 "
    f"UNION ALL SELECT o.number, l.due, {_WANTED}, 0, {_OTHERS}, l.pressure "
    "FROM orders o INDEXED BY orders_queue JOIN order_line l ON l.order_id = o.id "
    "WHERE o.bucket = 'review' AND l.sku = ?) "
    "WHERE wanted > 0 GROUP BY number ORDER BY max(reserved) > 0 DESC, due, pressure LIMIT ?"
)
