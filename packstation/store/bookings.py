"""The book of waybill numbers asked for: written before a carrier is asked, settled when it has answered.

One parcel has at most one booking that is asked, unknown or given, and no number stands in it twice: the
database itself refuses a second one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from packstation.store.database import Database
from packstation.store.times import to_ms

TABLES: tuple[str, ...] = (
    """CREATE TABLE booking (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        order_number TEXT NOT NULL,
        parcel INTEGER NOT NULL,
        carrier TEXT NOT NULL,
        number TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('asked', 'given', 'void', 'failed', 'unknown')),
        how TEXT NOT NULL,
        why TEXT NOT NULL,
        about TEXT NOT NULL,
        told INTEGER NOT NULL,
        packer TEXT NOT NULL,
        asked_at INTEGER NOT NULL,
        settled_at INTEGER,
        detail TEXT NOT NULL
    )""",
    "CREATE UNIQUE INDEX booking_number ON booking (number) WHERE number <> ''",
    """CREATE UNIQUE INDEX booking_live ON booking (order_number, parcel)
        WHERE state IN ('asked', 'unknown', 'given')""",
    "CREATE INDEX booking_order ON booking (order_number, id)",
    "CREATE INDEX booking_asked ON booking (id) WHERE state = 'asked'",
    "CREATE INDEX booking_unknown ON booking (id) WHERE state = 'unknown'",
    "CREATE INDEX booking_untold ON booking (id) WHERE told = 0",
    """INSERT INTO booking (key, order_number, parcel, carrier, number, state, how, why, about, told, packer,
            asked_at, settled_at, detail)
        SELECT taken_for, order_number, CAST(substr(taken_for, length(order_number) + 2) AS INTEGER),
            carrier, number, 'given', 'pool', '', '', 1, '', coalesce(taken_at, 0), taken_at, ''
        FROM waybill_number WHERE state = 'taken' AND taken_for IS NOT NULL AND order_number <> ''""",
    "CREATE INDEX waybill_number_carrier ON waybill_number (carrier)",
    """CREATE TABLE carrier_chosen (
        order_number TEXT PRIMARY KEY,
        carrier TEXT NOT NULL,
        reason TEXT NOT NULL,
        packer TEXT NOT NULL,
        at INTEGER NOT NULL
    ) WITHOUT ROWID""",
)
"""The step that makes them; numbers taken before it count as given."""


class BookingState(StrEnum):
    """How asking for a number ended, as far as is known."""

    ASKED = "asked"
    GIVEN = "given"
    VOID = "void"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Booked:
    """One number asked for: ``how`` it came (pool, outside, typed, scanned), ``why`` from this carrier.

    ``about`` is a print of the address it was asked for; ``told``: a carrier outside knows what became of it;
    ``again``: it is asked once more, because nobody knows how the first time ended.
    """

    id: int
    key: str
    order: str
    parcel: int
    carrier: str
    number: str
    state: BookingState
    how: str = "pool"
    why: str = ""
    about: str = ""
    told: bool = True
    detail: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class ChosenCarrier:
    """A carrier that a person chose for an order, and why."""

    carrier: str
    reason: str
    packer: str


_COLUMNS = "id, key, order_number, parcel, carrier, number, state, how, why, about, told, detail, "
_COLUMNS += "state = 'asked' AND settled_at IS NOT NULL"


class Bookings:
    """Every number ever asked for, and the carriers people chose themselves."""

    def __init__(self, database: Database) -> None:
        """Work on this file."""
        self._db = database

    def live(self, order: str, parcel: int) -> Booked | None:
        """The one booking of a parcel that is asked, unknown or given."""
        return self._one(
            "order_number = ? AND parcel = ? AND state IN ('asked', 'unknown', 'given')", order, parcel
        )

    def get(self, booking: int) -> Booked | None:
        """A booking by its id."""
        return self._one("id = ?", booking)

    def of_number(self, number: str) -> Booked | None:
        """The booking that gave a number, whatever became of it."""
        return self._one("number = ? AND number <> ''", number)

    def _one(self, where: str, *values: object) -> Booked | None:
        row = self._db.one(f"SELECT {_COLUMNS} FROM booking WHERE {where}", values)
        return None if row is None else _booked(row)

    def next_key(self, order: str, parcel: int) -> str:
        """A key no carrier has heard yet: the parcel's own, with a count from its second number on."""
        used = self._db.number(
            "SELECT count(*) FROM booking WHERE order_number = ? AND parcel = ?", (order, parcel)
        )
        key = f"{order}/{parcel}" if not used else f"{order}/{parcel}.{used + 1}"
        while self._db.one("SELECT 1 FROM booking WHERE key = ?", (key,)):
            used += 1
            key = f"{order}/{parcel}.{used + 1}"
        return key

    def add(self, booked: Booked, packer: str, at: datetime) -> int:
        """Write a booking down; gives its id."""
        now = to_ms(at)
        settled = None if booked.state is BookingState.ASKED else now
        self._db.run(
            "INSERT INTO booking (key, order_number, parcel, carrier, number, state, how, why, about, told, "
            "packer, asked_at, settled_at, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                booked.key,
                booked.order,
                booked.parcel,
                booked.carrier,
                booked.number,
                booked.state.value,
                booked.how,
                booked.why,
                booked.about,
                booked.told,
                packer,
                now,
                settled,
                booked.detail,
            ),
        )
        return self._db.new_id()

    def settle(
        self, booking: int, state: BookingState, at: datetime, number: str = "", detail: str = ""
    ) -> None:
        """Write down how asking ended."""
        self._db.run(
            "UPDATE booking SET state = ?, number = ?, detail = ?, settled_at = ? WHERE id = ?",
            (state.value, number, detail, to_ms(at), booking),
        )

    def ask_again(self, booking: int, about: str) -> None:
        """The same key is asked once more, for this address."""
        self._db.run("UPDATE booking SET state = 'asked', about = ? WHERE id = ?", (about, booking))

    def void(self, numbers: Sequence[str], *, told: bool) -> None:
        """These numbers are given up for good."""
        self._db.many(
            "UPDATE booking SET state = 'void', told = CASE WHEN how = 'outside' THEN ? ELSE 1 END "
            "WHERE number = ? AND state = 'given'",
            [(told, number) for number in numbers],
        )

    def restore(self, number: str) -> None:
        """A number that was given up is the one on the box after all; its order had it before."""
        self._db.run("UPDATE booking SET state = 'given', told = 1 WHERE number = ?", (number,))

    def give_up(self, booking: int, number: str = "") -> None:
        """Nobody wants what was asked for any more; the carrier must hear of it, number or not."""
        self._db.run(
            "UPDATE booking SET state = 'void', told = 0, number = ? WHERE id = ?", (number, booking)
        )

    def asked_open(self) -> tuple[Booked, ...]:
        """Bookings whose answer nobody has written down."""
        return self._all("state = 'asked'")

    def unknown(self) -> tuple[Booked, ...]:
        """Bookings of which nobody knows how asking ended."""
        return self._all("state = 'unknown'")

    def untold(self, order: str = "") -> tuple[Booked, ...]:
        """Bookings given up, of one order or all, of which their carrier has not heard yet."""
        return self._all("told = 0 AND state = 'void' AND (?1 = '' OR order_number = ?1)", order)

    def numbers_of(self, order: str) -> frozenset[str]:
        """Every number ever given for an order that we know of, void ones among them."""
        rows = self._db.all("SELECT number FROM booking WHERE order_number = ? AND number <> ''", (order,))
        return frozenset(str(number) for (number,) in rows)

    def look_later(self, booking: int, at: datetime) -> None:
        """Nobody knows whether what was asked still comes: look for it then, if the box has gone without."""
        self._db.run("UPDATE booking SET look_at = ? WHERE id = ?", (to_ms(at), booking))

    def to_look_for(self, now: datetime) -> tuple[Booked, ...]:
        """Bookings of orders that are over, of which a second number may have come after all."""
        return self._all(
            "look_at <= ? AND EXISTS (SELECT 1 FROM orders WHERE orders.number = booking.order_number "
            "AND orders.state IN ('shipped', 'cancelled'))",
            to_ms(now),
        )

    def note_looked(self, booking: int) -> None:
        """No more numbers come of this one."""
        self._db.run("UPDATE booking SET look_at = NULL WHERE id = ?", (booking,))

    def note_told(self, booking: int, number: str) -> None:
        """The carrier knows that this one is void; a number it had given without our hearing stands now."""
        self._db.run(
            "UPDATE booking SET told = 1, number = CASE WHEN EXISTS "
            "(SELECT 1 FROM booking WHERE number = ?1) THEN number ELSE ?1 END WHERE id = ?2",
            (number, booking),
        )

    def of_order(self, order: str) -> tuple[Booked, ...]:
        """All numbers ever asked for an order, in that order."""
        return self._all("order_number = ?", order)

    def _all(self, where: str, *values: object) -> tuple[Booked, ...]:
        rows = self._db.all(f"SELECT {_COLUMNS} FROM booking WHERE {where} ORDER BY id", values)
        return tuple(map(_booked, rows))

    # --- carriers chosen by people

    def chosen(self, order: str) -> ChosenCarrier | None:
        """The carrier somebody chose for an order."""
        row = self._db.one(
            "SELECT carrier, reason, packer FROM carrier_chosen WHERE order_number = ?", (order,)
        )
        return None if row is None else ChosenCarrier(*map(str, row))

    def choose(self, order: str, chosen: ChosenCarrier, at: datetime) -> None:
        """Keep what somebody chose for an order."""
        self._db.run(
            "REPLACE INTO carrier_chosen (order_number, carrier, reason, packer, at) VALUES (?, ?, ?, ?, ?)",
            (order, chosen.carrier, chosen.reason, chosen.packer, to_ms(at)),
        )

    def forget_choice(self, order: str) -> None:
        """The rules choose again."""
        self._db.run("DELETE FROM carrier_chosen WHERE order_number = ?", (order,))


def _booked(row: tuple[object, ...]) -> Booked:
    id_, key, order, parcel, carrier, number, state, how, why, about, told, detail, again = row
    return Booked(
        int(str(id_)),
        str(key),
        str(order),
        int(str(parcel)),
        str(carrier),
        str(number),
        BookingState(str(state)),
        str(how),
        str(why),
        str(about),
        bool(told),
        str(detail),
        bool(again),
    )
