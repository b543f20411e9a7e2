"""Refunds as the platform told of them, what it was told in return, and parcels that are wanted back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from packstation.domain.refunds import WAITS, RefundCase
from packstation.store.database import Database
from packstation.store.times import to_ms

TABLES: tuple[str, ...] = (
    """CREATE TABLE refund (
        id TEXT PRIMARY KEY,
        order_number TEXT NOT NULL,
        line TEXT NOT NULL,
        status TEXT NOT NULL,
        phase TEXT NOT NULL,
        kind TEXT NOT NULL,
        goods TEXT NOT NULL,
        turn INTEGER NOT NULL DEFAULT 1,
        told TEXT NOT NULL DEFAULT '',
        wanted INTEGER NOT NULL DEFAULT 0,
        heard_at INTEGER NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX refund_order ON refund (order_number)",
    # a kind of exception came in behind the second: what is stored counts on from there
    "UPDATE exception SET kinds = (kinds & 3) | ((kinds & ~3) << 1), grave = grave + (grave >= 2)",
)
"""The step that makes them."""


class Wanted(IntEnum):
    """Whether the parcel with the goods of a refund is wanted back."""

    NO = 0
    YES = 1
    DEALT_WITH = 2


@dataclass(frozen=True, slots=True)
class KnownRefund:
    """A refund with what became of it here.

    ``turn`` counts how often it was taken up; ``told`` what the platform was told in this turn, if anything.
    """

    case: RefundCase
    order: str
    turn: int = 1
    told: str = ""
    wanted: Wanted = Wanted.NO


class Refunds:
    """Every refund the desk heard of by its number."""

    def __init__(self, database: Database) -> None:
        """Work on this file."""
        self._db = database

    def of_order(self, number: str) -> dict[str, KnownRefund]:
        """The refunds of an order by their numbers."""
        rows = self._db.all(f"{_REFUND} WHERE order_number = ?", (number,))
        return {str(row[0]): _known(*row) for row in rows}

    def put(self, one: KnownRefund, at: datetime) -> None:
        """Keep a refund as it is now (heard of at this moment, UTC)."""
        case = one.case
        self._db.run(
            "REPLACE INTO refund (id, order_number, line, status, phase, kind, goods, turn, told, wanted, "
            "heard_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                case.id, one.order, case.line, case.status, case.phase, case.kind, case.goods, one.turn,
                one.told, one.wanted.value, to_ms(at),
            ),
        )  # fmt: skip

    def waiting(self, number: str) -> tuple[KnownRefund, ...]:
        """Refunds of an order that the platform waits to hear about and was told nothing of."""
        rows = self._db.all(
            f"{_REFUND} WHERE order_number = ? AND status = ? AND told = '' ORDER BY id", (number, WAITS)
        )
        return tuple(_known(*row) for row in rows)

    def tell(self, refund: str, outcome: str) -> None:
        """The platform is to be told this of a refund."""
        self._db.run("UPDATE refund SET told = ? WHERE id = ?", (outcome, refund))

    def is_wanted(self, number: str) -> bool:
        """Whether a parcel of this order is wanted back and nobody has dealt with it."""
        row = self._db.one(
            "SELECT 1 FROM refund WHERE order_number = ? AND wanted = ? LIMIT 1", (number, Wanted.YES.value)
        )
        return row is not None

    def deal_with(self, number: str) -> None:
        """A person dealt with the parcels of this order that were wanted back."""
        self._db.run(
            "UPDATE refund SET wanted = ? WHERE order_number = ? AND wanted = ?",
            (Wanted.DEALT_WITH.value, number, Wanted.YES.value),
        )

    def units_elsewhere(self, number: str, line: str) -> int:
        """Units of an order's line that lie in boxes of other orders which are still here."""
        name = f"{number}:{line}"
        return self._db.number(
            "SELECT coalesce(sum(l.got), 0) FROM orders o INDEXED BY orders_state "
            "JOIN order_line l ON l.order_id = o.id "
            "WHERE o.state IN ('confirmed', 'reviewed', 'packing', 'packed', 'labelled', 'held') "
            "AND l.got > 0 AND (l.line = ?1 OR substr(l.line, 1, length(?1) + 1) = ?1 || '~')",
            (name,),
        )


_REFUND = "SELECT id, order_number, line, status, phase, kind, goods, turn, told, wanted FROM refund"


def _known(
    ident: str, order: str, line: str, status: str, phase: str, kind: str, goods: str, *rest: object
) -> KnownRefund:
    turn, told, wanted = rest
    case = RefundCase(ident, line, status, phase, kind, goods)
    return KnownRefund(case, order, int(str(turn)), str(told), Wanted(int(str(wanted))))
