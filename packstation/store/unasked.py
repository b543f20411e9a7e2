"""Orders that took a step without the platform's word, until it was asked after all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from packstation.store.database import Database
from packstation.store.times import from_ms, to_ms

UNASKED: tuple[str, ...] = (
    """CREATE TABLE unasked (
        order_number TEXT PRIMARY KEY,
        step TEXT NOT NULL,
        at INTEGER NOT NULL,
        why TEXT NOT NULL,
        desk TEXT NOT NULL,
        packer TEXT NOT NULL,
        looked_at INTEGER NOT NULL DEFAULT 0,
        found TEXT NOT NULL DEFAULT ''
    ) WITHOUT ROWID""",
    "CREATE INDEX unasked_open ON unasked (looked_at, at) WHERE found = ''",
    # a kind of exception came in behind the gravest: what is stored counts on from there
    "UPDATE exception SET kinds = (kinds & 1) | ((kinds & ~1) << 1), grave = grave + (grave >= 1)",
)
"""The step that makes them."""


@dataclass(frozen=True, slots=True)
class Unasked:
    """An order that went on without the platform's word.

    ``step``: before what; ``at`` when (UTC); ``why`` as a ``Trouble`` is kept; ``found`` what the platform
    told of it too late: ``cancelled``, ``refund`` or ``address``; empty until it was asked.
    """

    order: str
    step: str
    at: datetime
    why: str
    desk: str = ""
    packer: str = ""
    found: str = ""


class UnaskedBook:
    """Every order that is marked so."""

    def __init__(self, database: Database) -> None:
        """Work on this file."""
        self._db = database

    def mark(self, one: Unasked) -> None:
        """Keep that an order went on unasked; the last time counts."""
        self._db.run(
            "INSERT INTO unasked (order_number, step, at, why, desk, packer) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (order_number) DO UPDATE SET step = excluded.step, at = excluded.at, "
            "why = excluded.why, desk = excluded.desk, packer = excluded.packer",
            (one.order, one.step, to_ms(one.at), one.why, one.desk, one.packer),
        )

    def of(self, order: str) -> Unasked | None:
        """The mark of an order."""
        row = self._db.one(f"{_MARK} WHERE order_number = ?", (order,))
        return None if row is None else _unasked(*row)

    def open(self, shop: str, limit: int) -> tuple[str, ...]:
        """Orders a shop's platform is still to be asked about, those longest not looked at first."""
        rows = self._db.all(
            "SELECT u.order_number FROM unasked u JOIN orders o ON o.number = u.order_number "
            f"WHERE u.found = '' AND o.shop_id = ? ORDER BY u.looked_at, u.at LIMIT {int(limit)}",
            (shop,),
        )
        return tuple(str(number) for (number,) in rows)

    def looked(self, orders: Sequence[str], at: datetime) -> None:
        """The platform was asked about these; whoever it did not tell of comes last the next time."""
        self._db.many(
            "UPDATE unasked SET looked_at = ? WHERE order_number = ?",
            [(to_ms(at), order) for order in orders],
        )

    def find(self, order: str, what: str) -> None:
        """The platform would not have let it through."""
        self._db.run("UPDATE unasked SET found = ? WHERE order_number = ?", (what, order))

    def clear(self, order: str) -> None:
        """The platform was asked after all, or a person dealt with what it told."""
        self._db.run("DELETE FROM unasked WHERE order_number = ?", (order,))


_MARK = "SELECT order_number, step, at, why, desk, packer, found FROM unasked"


def _unasked(order: str, step: str, at: int, why: str, desk: str, packer: str, found: str) -> Unasked:
    return Unasked(order, step, from_ms(at), why, desk, packer, found)
