"""Goods on the shelves: every change is a row of the ledger, and their sum is the stock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from packstation.store.database import Database
from packstation.store.times import to_ms


@dataclass(frozen=True, slots=True)
class Move:
    """One change of a shelf: good units, damaged units; ``kind`` is count, ship or defect."""

    sku: str
    bin: str
    change: int
    damaged: int = 0
    kind: str = "count"
    order: str = ""
    packer: str = ""
    reason: str = ""


class Stock:
    """Units by SKU and bin."""

    def __init__(self, database: Database) -> None:
        """Work on this file."""
        self._db = database

    def book(self, move: Move, at: datetime) -> None:
        """Write one change into the ledger and onto the shelf."""
        self._db.run(
            "INSERT INTO stock_move (at, sku, bin, change, damaged, kind, order_number, packer, reason) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                to_ms(at),
                move.sku,
                move.bin,
                move.change,
                move.damaged,
                move.kind,
                move.order,
                move.packer,
                move.reason,
            ),
        )
        self._db.run(
            "INSERT INTO stock (sku, bin, on_hand, damaged) VALUES (?, ?, ?, ?) ON CONFLICT (sku, "
            "bin) DO UPDATE "
            "SET on_hand = on_hand + excluded.on_hand, damaged = damaged + excluded.damaged",
            (move.sku, move.bin, move.change, move.damaged),
        )

    def recount(self, counted: Move, on_hand: int, at: datetime) -> str:
        """A shelf was counted: the ledger takes the difference; gives the fate of the row."""
        row = self._db.one("SELECT on_hand FROM stock WHERE sku = ? AND bin = ?", (counted.sku, counted.bin))
        if row and row[0] == on_hand:
            return "unchanged"
        difference = on_hand - (row[0] if row else 0)
        self.book(
            Move(
                counted.sku,
                counted.bin,
                difference,
                0,
                "count",
                counted.order,
                counted.packer,
                counted.reason,
            ),
            at,
        )
        return "updated" if row else "added"

    def bins(self, sku: str) -> list[tuple[str, int]]:
        """(bin, good units) of a SKU, fullest first; empty when its stock is not kept."""
        return [
            (place, units)
            for place, units in self._db.all(
                "SELECT bin, on_hand FROM stock WHERE sku = ? ORDER BY on_hand DESC, bin", (sku,)
            )
        ]

    def reserved(self, sku: str) -> int:
        """Units spoken for by orders that are confirmed and not shipped yet."""
        return self._db.number("SELECT sum(reserved) FROM order_line WHERE sku = ? AND reserved > 0", (sku,))

    def available(self, skus: Iterable[str], *, own: dict[str, int]) -> dict[str, int]:
        """Units free for an order, where stock is kept; ``own`` is what that order has reserved."""
        free = {}
        for sku in skus:
            bins = self.bins(sku)
            if bins:
                free[sku] = sum(units for _, units in bins) - self.reserved(sku) + own.get(sku, 0)
        return free

    def take(self, sku: str, units: int, at: datetime, shipped: Move) -> None:
        """Units of a SKU leave the shelves, fullest bin first; unknown stock is left alone."""
        bins = self.bins(sku)
        left = units
        for place, (name, on_hand) in enumerate(bins):
            last = place == len(bins) - 1
            part = left if last else min(left, max(on_hand, 0))
            if part:
                self.book(Move(sku, name, -part, 0, shipped.kind, shipped.order, shipped.packer), at)
                left -= part

    def sums_up(self) -> list[tuple[str, str]]:
        """(SKU, bin) pairs whose shelf differs from its ledger; must be empty."""
        return [
            (sku, place)
            for sku, place in self._db.all(
                "SELECT s.sku, s.bin FROM stock s LEFT JOIN (SELECT sku, bin, sum(change) c, sum(damaged) d "
                "FROM stock_move GROUP BY sku, bin) m ON m.sku = s.sku AND m.bin = s.bin "
                "WHERE s.on_hand <> coalesce(m.c, 0) OR s.damaged <> coalesce(m.d, 0)"
            )
        ]
