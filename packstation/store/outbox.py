"""What the platform must still hear from us, in the order in which it happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from packstation.domain.outbox import LONGEST_WAIT, Entry, EntryState, is_due
from packstation.domain.stops import INTERCEPT, STOP
from packstation.store.database import Database
from packstation.store.times import from_ms, maybe_from_ms, maybe_ms, to_ms

_ENTRY = "SELECT key, order_number, kind, body, created_at, state, attempts, not_before, error FROM outbox"
_FREE = f"('{STOP}', '{INTERCEPT}')"
LONGEST_ERROR = 500
OF_SHOPS = (
    "ALTER TABLE orders ADD COLUMN shop_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE outbox ADD COLUMN shop_id TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX outbox_of_shop ON outbox (shop_id, id) WHERE state = 'PENDING'",
    "CREATE INDEX outbox_parked_of_shop ON outbox (shop_id) WHERE state = 'PARKED'",
)
"""The step that makes orders, and what is told of them, belong to shops."""


class Outbox:
    """Entries of the database; added in the transaction that ships the order."""

    def __init__(self, database: Database) -> None:
        """Work on this file."""
        self._db = database

    def add(self, entry: Entry) -> None:
        """Note that the platform must hear this."""
        self._db.run(
            "INSERT INTO outbox (key, order_number, kind, body, state, attempts, error, created_at, shop_id) "
            "VALUES (?1, ?2, ?3, ?4, 'PENDING', 0, '', ?5, "
            "coalesce((SELECT shop_id FROM orders WHERE number = ?2), ''))",
            (entry.key, entry.order, entry.kind, entry.body, to_ms(entry.created_at)),
        )

    def due(self, now: datetime, shop: str = "", limit: int = 50) -> list[Entry]:
        """Entries of a shop to try now: of each order its first undelivered one, so they keep their turn.

        What is said of a stop, and that a parcel is wanted back, waits for nothing and keeps nothing waiting.
        A wait longer than any we hand out means the clock was set back meanwhile: it is tried at once.
        """
        rows = self._db.all(
            f"{_ENTRY} o WHERE state = 'PENDING' "
            "AND (not_before IS NULL OR not_before <= ?1 OR not_before > ?2) "
            f"AND (o.kind IN {_FREE} OR NOT EXISTS (SELECT 1 FROM outbox e "
            "WHERE e.order_number = o.order_number AND e.id < o.id AND e.state <> 'DELIVERED' "
            f"AND e.kind NOT IN {_FREE})) AND shop_id = ?3 ORDER BY id LIMIT ?4",
            (to_ms(now), to_ms(now + 2 * LONGEST_WAIT), shop, limit),
        )
        return [entry for entry in map(_entry, rows) if is_due(entry, now)]

    def settle(self, entry: Entry, at: datetime) -> None:
        """Write down how a try ended; what was called off meanwhile is not tried again."""
        self._db.run(
            "UPDATE outbox SET state = ?1, attempts = ?2, not_before = ?3, error = ?4, delivered_at = ?5 "
            "WHERE key = ?6 AND (state <> 'DELIVERED' OR ?1 = 'DELIVERED')",
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

    def parked_of(self, shop: str) -> tuple[str, ...]:
        """Numbers of a shop's orders of which something waits for a person; what they show may settle it."""
        rows = self._db.all(
            "SELECT DISTINCT order_number FROM outbox WHERE state = 'PARKED' AND shop_id = ?", (shop,)
        )
        return tuple(str(number) for (number,) in rows)

    def retry(self, key: str) -> None:
        """A person lets a parked entry be tried again at once."""
        self._db.run(
            "UPDATE outbox SET state = 'PENDING', not_before = NULL WHERE key = ? AND state = 'PARKED'",
            (key,),
        )

    def call_off(self, key: str, answer: str, at: datetime) -> None:
        """What was to be told is so no more: the entry is done with, unless it was delivered before."""
        self._db.run(
            "UPDATE outbox SET state = 'DELIVERED', not_before = NULL, error = ?, delivered_at = ? "
            "WHERE key = ? AND state <> 'DELIVERED'",
            (answer, to_ms(at), key),
        )

    def counts(self) -> tuple[int, int]:
        """How many entries are pending and how many parked."""
        return (
            self._db.number("SELECT count(*) FROM outbox WHERE state = 'PENDING'"),
            self._db.number("SELECT count(*) FROM outbox WHERE state = 'PARKED'"),
        )

    def counts_of(self, shop: str) -> tuple[int, int]:
        """The same for one shop."""
        return (
            self._db.number("SELECT count(*) FROM outbox WHERE state = 'PENDING' AND shop_id = ?", (shop,)),
            self._db.number("SELECT count(*) FROM outbox WHERE state = 'PARKED' AND shop_id = ?", (shop,)),
        )

    def why_waiting(self, shop: str) -> str:
        """What the shop's platform said last of the entry that it put off most often; empty: of none."""
        rows = self._db.all(
            "SELECT error FROM outbox WHERE state = 'PENDING' AND shop_id = ? AND attempts > 0 "
            "AND error <> '' ORDER BY attempts DESC, created_at LIMIT 1",
            (shop,),
        )
        return next((str(error) for (error,) in rows), "")

    def counts_by_shop(self) -> dict[str, tuple[int, int]]:
        """The same by shop; shops of which everything was told are left out."""
        rows = self._db.all(
            "SELECT shop_id, count(*), 0 FROM outbox WHERE state = 'PENDING' GROUP BY shop_id UNION ALL "
            "SELECT shop_id, 0, count(*) FROM outbox WHERE state = 'PARKED' GROUP BY shop_id"
        )
        found: dict[str, tuple[int, int]] = {}
        for shop, pending, parked in rows:
            before = found.get(str(shop), (0, 0))
            found[str(shop)] = (before[0] + int(pending), before[1] + int(parked))
        return found


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
