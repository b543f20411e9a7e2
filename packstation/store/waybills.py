"""Waybill numbers given by carriers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from packstation.store.database import Database
from packstation.store.times import to_ms


class Waybills:
    """The pool of numbers."""

    def __init__(self, database: Database) -> None:
        """Work on this file."""
        self._db = database

    def add_number(self, carrier: str, number: str) -> str:
        """A number for the pool: ``added``, ``unchanged`` (already there), or ``taken-by-other`` carrier.

        One that a parcel had before, typed or off a pre-printed label, is known and never free.
        """
        number = number.upper()  # Caps Lock turns what a scanner types; numbers differ by more than case
        row = self._db.one("SELECT carrier FROM waybill_number WHERE number = ?", (number,))
        used = self._db.one(
            "SELECT carrier, state, key, order_number FROM booking WHERE number = ?", (number,)
        )
        known = row or used
        if known and known[0] != carrier:
            return "taken-by-other"
        if not row:
            state, key, order = ("free", None, "") if not used else _gone(*used[1:])
            self._db.run(
                "INSERT INTO waybill_number (number, carrier, state, taken_for, order_number) "
                "VALUES (?, ?, ?, ?, ?)",
                (number, carrier, state, key, order),
            )
        return "unchanged" if known else "added"

    def carriers_with_numbers(self) -> tuple[str, ...]:
        """Carriers that still have free numbers, in the order in which their numbers came."""
        carriers = [code for (code,) in self._db.all("SELECT code FROM carrier")]
        named = (
            self._db.all("SELECT DISTINCT carrier FROM waybill_number WHERE state = 'free'")
            if not carriers
            else []
        )
        first: list[tuple[int, str]] = []
        for carrier in carriers or [code for (code,) in named]:
            row = self._db.one(
                "SELECT id FROM waybill_number WHERE carrier = ? AND state = 'free' ORDER BY id LIMIT 1",
                (carrier,),
            )
            if row:
                first.append((row[0], carrier))
        return tuple(carrier for _, carrier in sorted(first))

    def take(self, carrier: str, key: str, order: str, at: datetime) -> tuple[str, str] | None:
        """(carrier, number) of this key, the next free one the first time; None when none is left."""
        held = self.held(key)
        if held:
            return held
        free = self._db.one(
            "SELECT id, number FROM waybill_number WHERE carrier = ? AND state = 'free' ORDER BY id LIMIT 1",
            (carrier,),
        )
        if free is None:
            return None
        self._db.run(
            "UPDATE waybill_number SET state = 'taken', taken_for = ?, order_number = ?, taken_at = "
            "? WHERE id = ?",
            (key, order, to_ms(at), free[0]),
        )
        return carrier, str(free[1])

    def held(self, key: str) -> tuple[str, str] | None:
        """(carrier, number) taken under this key, if any."""
        held = self._db.one("SELECT carrier, number FROM waybill_number WHERE taken_for = ?", (key,))
        return None if held is None else (str(held[0]), str(held[1]))

    def take_exactly(self, number: str, key: str, order: str, at: datetime) -> None:
        """A number of the pool that somebody read off a pre-printed label is free no longer."""
        self._db.run(
            "UPDATE waybill_number SET state = 'taken', taken_for = ?, order_number = ?, taken_at = ? "
            "WHERE number = ? AND state = 'free'",
            (key, order, to_ms(at), number),
        )

    def pooled(self, number: str) -> tuple[str, str, str] | None:
        """(carrier, state, order number) of a number of the pool."""
        row = self._db.one(
            "SELECT carrier, state, order_number FROM waybill_number WHERE number = ?", (number,)
        )
        return None if row is None else (str(row[0]), str(row[1]), str(row[2]))

    def left(self, carrier: str, most: int) -> int:
        """Free numbers of a carrier, counted no further than ``most``: a full pool holds nobody up."""
        return self._db.number(
            "SELECT count(*) FROM "
            "(SELECT 1 FROM waybill_number WHERE carrier = ? AND state = 'free' LIMIT ?)",
            (carrier, most),
        )

    def has_pool(self, carrier: str) -> bool:
        """Whether this carrier ever gave us numbers."""
        return self._db.one("SELECT 1 FROM waybill_number WHERE carrier = ? LIMIT 1", (carrier,)) is not None

    def void(self, numbers: Sequence[str]) -> None:
        """Numbers that must never be used again; their keys are free for the next number."""
        self._db.many(
            "UPDATE waybill_number SET state = 'void', taken_for = NULL WHERE number = ?",
            [(n,) for n in numbers],
        )

    def owner(self, number: str) -> tuple[str, str] | None:
        """(state, order number) of a number of the pool."""
        row = self._db.one("SELECT state, order_number FROM waybill_number WHERE number = ?", (number,))
        return None if row is None else (str(row[0]), str(row[1]))

    def free_numbers(self) -> dict[str, int]:
        """Free numbers by carrier."""
        rows = self._db.all(
            "SELECT carrier, count(*) FROM waybill_number WHERE state = 'free' GROUP BY carrier"
        )
        return dict(rows)


def _gone(state: str, key: str, order: str) -> tuple[str, str | None, str]:
    """(state, key, order number) in the pool of a number that was booked without it."""
    return ("void", None, order) if state == "void" else ("taken", key, order)
