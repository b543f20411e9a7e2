"""The list of orders that are out of the ordinary: kept as it changes, so that it is one stretch of an index.

What an order itself tells stands in the table ``exception``, and so does a parked entry of the outbox. What
only the moment tells (goods that became fewer, a flawed unit, another desk) is read when it is asked for; it
concerns no more orders than are in work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from packstation.domain.deadlines import Expedited, pressure
from packstation.domain.exceptions import GRAVITY, ExceptionKind, in_order, kinds_of
from packstation.domain.expediting import turn_of
from packstation.domain.order import Order
from packstation.store.database import Database
from packstation.store.times import from_ms, to_ms

Place = tuple[int, int, int, int]
"""Where an order stands in the list: gravity, turn, pressure, id."""


@dataclass(frozen=True, slots=True)
class Excepted:
    """An order of the list: in which ways it is out of the ordinary, since when, and its place."""

    kinds: tuple[ExceptionKind, ...]
    since: datetime
    place: Place

    @property
    def order_id(self) -> int:
        """The order's row."""
        return self.place[3]


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote about an order."""

    at: datetime
    packer: str
    text: str


@dataclass(frozen=True, slots=True)
class Lying:
    """An order that lies on a desk, and when that desk was last heard of."""

    order_id: int
    desk: str
    last_at: datetime


class Exceptions:
    """Orders out of the ordinary, who takes care of them, what was noted about them."""

    def __init__(self, database: Database) -> None:
        """Work on this file."""
        self._db = database

    # --- kept as it changes ---------------------------------------------------------------------------------

    def follow(self, old: Order | None, new: Order, at: datetime) -> None:
        """An order was written: its place in the list follows; ``old`` is how it was (None: never there)."""
        kinds = kinds_of(new)
        if old is not None and (kinds_of(old), _turn(old)) == (kinds, _turn(new)):
            return
        if old is None and not kinds:
            return
        self._put(new, in_order((*kinds, *self._parked(new.number))), at)

    def parked(self, order: Order, at: datetime) -> None:
        """An entry of the order was parked, it left unasked and should not have; or that is over."""
        self._put(order, in_order((*kinds_of(order), *self._parked(order.number))), at)

    def _parked(self, number: str) -> tuple[ExceptionKind, ...]:
        """What the outbox tells of an order, and the platform of one that has left."""
        parked = self._db.one(
            "SELECT 1 FROM outbox WHERE order_number = ? AND state = 'PARKED' LIMIT 1", (number,)
        )
        left = self._db.one("SELECT 1 FROM unasked WHERE order_number = ? AND found <> ''", (number,))
        wanted = not left and self._db.one(
            "SELECT 1 FROM refund WHERE order_number = ? AND wanted = 1 LIMIT 1", (number,)
        )
        told = (
            (ExceptionKind.PARKED, parked),
            (ExceptionKind.LEFT_UNASKED, left),
            (ExceptionKind.WANTED_BACK, wanted),
        )
        return tuple(kind for kind, row in told if row)

    def _put(self, order: Order, kinds: tuple[ExceptionKind, ...], at: datetime) -> None:
        (order_id,) = self._db.one("SELECT id FROM orders WHERE number = ?", (order.number,)) or (0,)
        if not kinds:
            self._db.run("DELETE FROM exception WHERE order_id = ?", (order_id,))
            self._db.run("DELETE FROM exception_owner WHERE order_number = ?", (order.number,))
            return
        self._db.run(
            "INSERT INTO exception (order_id, kinds, grave, since, due, pressure) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (order_id) DO UPDATE SET kinds = excluded.kinds, grave = excluded.grave, "
            "due = excluded.due, pressure = excluded.pressure",
            (order_id, bits(kinds), GRAVITY.index(kinds[0]), to_ms(at), *_turn(order)),
        )

    # --- the list -------------------------------------------------------------------------------------------

    def page(self, kind: ExceptionKind | None, after: Place | None, limit: int) -> list[Excepted]:
        """Up to ``limit`` orders of the list (of one kind), gravest and most urgent first, after a place."""
        where, values = ["1"], list[object]()
        if kind is not None:
            where, values = [*where, "kinds & ?"], [bits((kind,))]
        if after is not None:
            where, values = [*where, "(grave, due, pressure, order_id) > (?, ?, ?, ?)"], [*values, *after]
        rows = self._db.all(
            "SELECT kinds, since, grave, due, pressure, order_id FROM exception INDEXED BY exception_list "
            f"WHERE {' AND '.join(where)} ORDER BY grave, due, pressure, order_id LIMIT {int(limit)}",
            tuple(values),
        )
        return [_excepted(*row) for row in rows]

    def of(self, number: str) -> Excepted | None:
        """The place of one order in the list."""
        row = self._db.one(
            "SELECT e.kinds, e.since, e.grave, e.due, e.pressure, e.order_id FROM orders o "
            "JOIN exception e ON e.order_id = o.id WHERE o.number = ?",
            (number,),
        )
        return None if row is None else _excepted(*row)

    def listed(self, ids: Iterable[int]) -> dict[int, tuple[ExceptionKind, ...]]:
        """Those of the orders that stand in the stored list, with their kinds."""
        told = msgspec.json.encode(list(ids)).decode()
        rows = self._db.all(
            "SELECT order_id, kinds FROM exception WHERE order_id IN (SELECT value FROM json_each(?))",
            (told,),
        )
        return {order_id: named(kinds) for order_id, kinds in rows}

    def counts(self) -> dict[ExceptionKind, int]:
        """How many orders stand in the list for each kind (an order may stand there for several)."""
        rows = self._db.all("SELECT kinds, count(*) FROM exception GROUP BY kinds")
        found: dict[ExceptionKind, int] = {}
        for kinds, count in rows:
            for kind in named(kinds):
                found[kind] = found.get(kind, 0) + count
        return found

    def total(self) -> int:
        """How many orders stand in the list."""
        return self._db.number("SELECT count(*) FROM exception")

    # --- what the moment tells ------------------------------------------------------------------------------

    def oversold(self) -> list[str]:
        """SKUs of which orders in work have set more aside than there is."""
        return [str(sku) for (sku,) in self._db.all(_OVERSOLD)]

    def waiting_for(self, sku: str) -> list[tuple[int, int]]:
        """(order's row, units) of orders in work that have set units of a SKU aside and not fetched them."""
        return [(order_id, units) for order_id, units in self._db.all(_WAITING, (sku,))]

    def changed_at(self, sku: str) -> datetime:
        """When the stock of a SKU was last changed."""
        found = self._db.number(
            "SELECT max(at) FROM stock_move WHERE sku = ? AND (change <> 0 OR damaged <> 0)", (sku,)
        )
        return from_ms(found)

    def flawed(self) -> dict[int, datetime]:
        """Orders in a box of which a unit was found flawed and no other one came yet, and since when."""
        return {order_id: from_ms(at) for order_id, at in self._db.all(_FLAWED)}

    def lying(self) -> list[Lying]:
        """What lies on every desk, and when somebody there last did anything."""
        return [Lying(order_id, desk, from_ms(last)) for order_id, desk, last in self._db.all(_LYING)]

    def numbers(self, ids: Sequence[int]) -> dict[int, tuple[str, int, int]]:
        """Number, turn and pressure of orders by their rows."""
        told = msgspec.json.encode(list(ids)).decode()
        rows = self._db.all(
            "SELECT o.id, o.number, o.due, o.pressure FROM json_each(?) j JOIN orders o ON o.id = j.value",
            (told,),
        )
        return {order_id: (number, due, press) for order_id, number, due, press in rows}

    # --- owners and notes -----------------------------------------------------------------------------------

    def owner(self, number: str) -> tuple[str, datetime] | None:
        """Whose badge takes care of an order, and since when."""
        row = self._db.one("SELECT packer, at FROM exception_owner WHERE order_number = ?", (number,))
        return None if row is None else (str(row[0]), from_ms(row[1]))

    def own(self, number: str, packer: str, at: datetime) -> None:
        """This packer takes care of the order; none: nobody does any more."""
        if not packer:
            self._db.run("DELETE FROM exception_owner WHERE order_number = ?", (number,))
            return
        self._db.run(
            "REPLACE INTO exception_owner (order_number, packer, at) VALUES (?, ?, ?)",
            (number, packer, to_ms(at)),
        )

    def add_note(self, number: str, note: Note) -> None:
        """Write a note; none is ever changed or removed."""
        self._db.run(
            "INSERT INTO note (order_number, at, packer, text) VALUES (?, ?, ?, ?)",
            (number, to_ms(note.at), note.packer, note.text),
        )

    def notes(self, number: str, most: int) -> tuple[Note, ...]:
        """The notes about an order, newest first."""
        rows = self._db.all(
            f"SELECT at, packer, text FROM note WHERE order_number = ? ORDER BY id DESC LIMIT {int(most)}",
            (number,),
        )
        return tuple(Note(from_ms(at), packer, text) for at, packer, text in rows)


def bits(kinds: Iterable[ExceptionKind]) -> int:
    """Kinds as they are stored."""
    return sum(1 << GRAVITY.index(kind) for kind in set(kinds))


def named(stored: int) -> tuple[ExceptionKind, ...]:
    """Stored kinds by name, gravest first."""
    return tuple(kind for place, kind in enumerate(GRAVITY) if stored >> place & 1)


def expedited_text(expedited: Expedited | None) -> str:
    """Who sent an order ahead, when and why, as it is stored."""
    if expedited is None:
        return ""
    return msgspec.json.encode((to_ms(expedited.at), expedited.by, expedited.reason)).decode()


def expedited_of(stored: str) -> Expedited | None:
    """Who sent an order ahead, when and why; None for one that waits its turn."""
    if not stored:
        return None
    at, by, reason = msgspec.json.decode(stored)
    return Expedited(from_ms(at), by, reason)


def _turn(order: Order) -> tuple[int, int]:
    """Where the order stands in the queue."""
    return turn_of(order, to_ms(order.ship_by)), pressure(order.urges, complaint=order.complaint)


def _excepted(kinds: int, since: int, *place: int) -> Excepted:
    grave, due, press, order_id = place
    return Excepted(named(kinds), from_ms(since), (grave, due, press, order_id))


_OVERSOLD = (
    "SELECT r.sku FROM "
    "(SELECT sku, sum(reserved) AS units FROM order_line WHERE reserved > 0 GROUP BY sku) r "
    "JOIN (SELECT sku, sum(on_hand) AS units FROM stock GROUP BY sku) s ON s.sku = r.sku "
    "WHERE r.units > s.units"
)
_WAITING = (
    "SELECT o.id, sum(l.reserved - l.got) FROM order_line l JOIN orders o ON o.id = l.order_id "
    "WHERE l.sku = ? AND l.reserved > 0 AND l.reserved > l.got AND o.recall = '' "
    "AND o.state IN ('confirmed', 'reviewed', 'packing') "
    "GROUP BY o.id ORDER BY o.due, o.pressure, o.id"
)
_FLAWED = (
    "SELECT o.id, max(j.at) FROM orders o INDEXED BY orders_state JOIN journal j INDEXED BY journal_failed "
    "ON j.order_number = o.number AND j.verdict = 'quality-failed' "
    "JOIN order_line l ON l.order_id = o.id AND l.line = json_extract(j.data, '$.line') "
    "WHERE o.state IN ('packing', 'held') AND l.got < l.quantity - l.waived "
    "AND l.refund IN ('', 'NO_REFUND', 'CLOSED', 'SELLER_REFUSE_BUYER') "
    "AND NOT EXISTS (SELECT 1 FROM journal b WHERE b.order_number = o.number AND b.seq > j.seq "
    "AND ((b.verb = 'put-back' AND b.verdict IN ('left', 'command-ok')) "
    "OR (b.verb = 'unpack' AND b.verdict = 'undone'))) "
    "GROUP BY o.id"
)
"""A unit that failed is in the journal; goods put back on their shelves are begun anew."""
_LYING = (
    "SELECT o.id, d.name, max(d.updated_at, coalesce((SELECT max(j.at) FROM journal j "
    "WHERE j.order_number = o.number AND j.desk = d.name), 0)) "
    "FROM desk d JOIN orders o ON o.number = d.order_number"
)
