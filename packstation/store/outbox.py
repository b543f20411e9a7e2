"""What the platform must still hear from us, in the order in which it happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from packstation.domain.outbox import LONGEST_WAIT, Entry, EntryState, is_due
from packstation.store.database import Database
from packstation.store.times import from_ms, maybe_from_ms, maybe_ms, to_ms

_ENTRY = "SELECT key, order_number, kind, body, created_at, state, attempts, not_before, error FROM outbox"
LONGEST_ERROR = 500


class Outbox:
    """Entries of the database; added in the transaction that ships the order."""

    def __init__(self, database: Database) -> None:
        """Work on this file."""
        self._db = database

    def add(self, entry: Entry) -> None:
        """Note that the platform must hear this."""
        self._db.run(
            "INSERT INTO outbox (key, order_number, kind, body, state, attempts, error, created_at) "
            "VALUES (?, ?, ?, ?, 'PENDING', 0, '', ?)",
            (entry.key, entry.order, entry.kind, entry.body, to_ms(entry.created_at)),
        )

    def due(self, now: datetime, limit: int = 50) -> list[Entry]:
        """Entries to try now: per order only its first undelivered one, so that they keep their order.

        A wait longer than any we hand out means the clock was set back meanwhile: it is tried at once.
        """
        rows = self._db.all(
            f"{_ENTRY} o WHERE state = 'PENDING' "
            "AND (not_before IS NULL OR not_before <= ?1 OR not_before > ?2) "
            "AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.order_number = o.order_number AND e.id < o.id "
            "AND e.state <> 'DELIVERED') ORDER BY id LIMIT ?3",
            (to_ms(now), to_ms(now + 2 * LONGEST_WAIT), limit),
        )
        return [entry for entry in map(_entry, rows) if is_due(entry, now)]

    def settle(self, entry: Entry, at: datetime) -> None:
        """Write down how a try ended."""
        self._db.run(
            "UPDATE outbox SET state = ?, attempts = ?, not_before = ?, error = ?, delivered_at = ? "
            "WHERE key = ?",
            (
                entry.state.value,
                entry.attempts,
                maybe_ms(entry.not_before),
                entry.error[:LONGEST_ERROR],
                to_ms(at) if entry.state is EntryState.DELIVERED else None,
                entry.key,
            ),
        )

    def of_order(self, number: str) -> tuple[Entry, ...]:
        """All entries of an order, oldest first."""
        rows = self._db.all(f"{_ENTRY} WHERE order_number = ? ORDER BY id", (number,))
        return tuple(_entry(row) for row in rows)

    def retry(self, key: str) -> None:
        """A person lets a parked entry be tried again at once."""
        self._db.run(
            "UPDATE outbox SET state = 'PENDING', not_before = NULL WHERE key = ? AND state = 'PARKED'",
            (key,),
        )

    def counts(self) -> tuple[int, int]:
        """How many entries are pending and how many parked."""
        return (
            self._db.number("SELECT count(*) FROM outbox WHERE state = 'PENDING'"),
            self._db.number("SELECT count(*) FROM outbox WHERE state = 'PARKED'"),
        )


def _entry(row: tuple[Any, ...]) -> Entry:
    key, order, kind, body, created, state, attempts, not_before, error = row
    return Entry(
        key,
        order,
        kind,
        body,
        from_ms(created),
        EntryState(state),
        attempts,
        maybe_from_ms(not_before),
        error,
    )
