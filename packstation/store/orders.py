"""Orders in the database: fetched whole, written back only where they changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from packstation.domain.order import OPEN_STATES, Order, State
from packstation.store.database import Database
from packstation.store.order_rows import (
    LINE_COLUMNS,
    ORDER_COLUMNS,
    PARCEL_COLUMNS,
    line_rows,
    order_from,
    order_row,
    parcel_rows,
)
from packstation.store.search import words_of
from packstation.store.times import to_ms

_ORDER = f"SELECT id, {', '.join(ORDER_COLUMNS)} FROM orders WHERE number = ?"
_LINES = (
    f"SELECT {', '.join('l.' + name for name in LINE_COLUMNS)}, p.inspect FROM order_line l "
    "LEFT JOIN product p ON p.sku = l.sku WHERE l.order_id = ? ORDER BY l.position"
)
_PARCELS = f"SELECT {', '.join(PARCEL_COLUMNS)} FROM parcel WHERE order_id = ? ORDER BY parcel"
_ADD_ORDER = (
    f"INSERT INTO orders (id, {', '.join(ORDER_COLUMNS)}) VALUES (?, {', '.join('?' * len(ORDER_COLUMNS))})"
)
_ADD_LINE = (
    f"INSERT INTO order_line ({', '.join(LINE_COLUMNS)}) VALUES ({', '.join('?' * len(LINE_COLUMNS))})"
)
_PUT_LINE = _ADD_LINE.replace(
    "INSERT", "REPLACE", 1
)  # no table refers to a line: replacing deletes no children
_PUT_PARCEL = (
    f"REPLACE INTO parcel ({', '.join(PARCEL_COLUMNS)}) VALUES ({', '.join('?' * len(PARCEL_COLUMNS))})"
)

_SIBLINGS = (
    "SELECT o.number FROM orders me JOIN orders o ON o.phone_tail = me.phone_tail AND o.id <> me.id "
    "WHERE me.number = ? AND me.phone_tail <> '' AND o.receiver = me.receiver "
    "AND o.state NOT IN ('shipped', 'cancelled') "
    "AND (instr(o.receiver, '*') = 0 OR "
    "(o.buyer = me.buyer AND o.buyer <> '' AND o.shop_id = me.shop_id)) ORDER BY o.due LIMIT ?"
)
_ASLEEP = (
    "SELECT number FROM orders WHERE state = 'held' AND recall = '' "
    "AND json_extract(hold, '$[0]') <> 'unpaid' "
    "AND json_extract(hold, '$[3]') <= ? ORDER BY due LIMIT ?"
)
_OPEN = (
    "SELECT number FROM orders WHERE shop_id = ? AND state IN "
    f"({', '.join(repr(str(state)) for state in sorted(OPEN_STATES))}) ORDER BY due"
)
_OVER = (State.SHIPPED, State.CANCELLED)


class Orders:
    """All orders of the desk."""

    def __init__(self, database: Database) -> None:
        """Work on this file."""
        self._db = database

    def get(self, number: str) -> Order | None:
        """The order with this number, whole; None if the desk has never heard of it."""
        row = self._db.one(_ORDER, (number,))
        return None if row is None else self._whole(row)

    def _whole(self, row: Sequence[object]) -> Order:
        lines = self._db.all(_LINES, (row[0],))
        return order_from(tuple(row[1:]), lines, self._db.all(_PARCELS, (row[0],)))

    def shops_of(self, numbers: Iterable[str]) -> dict[str, str]:
        """Those of the numbers the desk has, each with the short name of the shop it belongs to."""
        listed = msgspec.json.encode(list(numbers)).decode()
        rows = self._db.all(
            "SELECT number, shop_id FROM orders WHERE number IN (SELECT value FROM json_each(?))", (listed,)
        )
        return {str(number): str(shop) for number, shop in rows}

    def open_of(self, shop: str) -> tuple[str, ...]:
        """Numbers of a shop's orders for which it still waits, those due first."""
        return tuple(str(found) for (found,) in self._db.all(_OPEN, (shop,)))

    def add(self, orders: Sequence[Order]) -> None:
        """Take in orders that are not there yet."""
        first = self._db.number("SELECT max(id) FROM orders") + 1
        numbered = list(enumerate(orders, start=first))
        self._db.many(_ADD_ORDER, [(order_id, *order_row(order)) for order_id, order in numbered])
        self._db.many(_ADD_LINE, [row for order_id, order in numbered for row in line_rows(order_id, order)])
        boxes = [row for order_id, order in numbered if order.parcels for row in parcel_rows(order_id, order)]
        self._db.many(_PUT_PARCEL, boxes)
        self._db.many(
            "INSERT INTO order_text (rowid, words) VALUES (?, ?)",
            [(n, words_of(order)) for n, order in numbered],
        )

    def save(self, old: Order, new: Order) -> None:
        """Write what a gesture changed; ``old`` is the order as it was fetched in the same transaction."""
        if new == old:
            return
        (order_id,) = self._db.one("SELECT id FROM orders WHERE number = ?", (old.number,)) or (0,)
        self._save_row(order_id, old, new)
        self._save_lines(order_id, old, new)
        self._save_parcels(order_id, old, new)
        if new.state in _OVER and old.state not in _OVER:
            # whatever ends an order, its basket on the cart is free for another one
            self._db.run("DELETE FROM basket WHERE order_number = ?", (new.number,))
        texts = (words_of(old), words_of(new)) if _text_may_differ(old, new) else ("", "")
        if texts[0] != texts[1]:
            self._db.run("DELETE FROM order_text WHERE rowid = ?", (order_id,))
            self._db.run("INSERT INTO order_text (rowid, words) VALUES (?, ?)", (order_id, texts[1]))

    def _save_row(self, order_id: int, old: Order, new: Order) -> None:
        before, after = order_row(old), order_row(new)
        changed = [place for place, name in enumerate(ORDER_COLUMNS) if before[place] != after[place]]
        if changed:
            columns = ", ".join(f"{ORDER_COLUMNS[place]} = ?" for place in changed)
            values = [*(after[place] for place in changed), order_id]
            self._db.run(f"UPDATE orders SET {columns} WHERE id = ?", values)

    def _save_lines(self, order_id: int, old: Order, new: Order) -> None:
        before, after = line_rows(order_id, old), line_rows(order_id, new)
        if len(after) < len(before):
            self._db.run(
                "DELETE FROM order_line WHERE order_id = ? AND position >= ?", (order_id, len(after))
            )
        self._db.many(_PUT_LINE, [row for row in after if row not in before])

    def _save_parcels(self, order_id: int, old: Order, new: Order) -> None:
        before, after = parcel_rows(order_id, old), parcel_rows(order_id, new)
        if before == after:
            return
        kept = {row[1] for row in after}
        for row in before:
            if row[1] not in kept:
                self._db.run("DELETE FROM parcel WHERE order_id = ? AND parcel = ?", (order_id, row[1]))
        self._db.many(_PUT_PARCEL, [row for row in after if row not in before])

    def number_of_waybill(self, waybill: str) -> str | None:
        """The order whose parcel bears this waybill number now."""
        row = self._db.one(
            "SELECT o.number FROM parcel p JOIN orders o ON o.id = p.order_id WHERE p.waybill = ? "
            "AND p.waybill <> ''",
            (waybill,),
        )
        return None if row is None else str(row[0])

    def asleep(self, now: datetime, most: int) -> tuple[str, ...]:
        """Orders that wait until a time (UTC) that has come, for goods, for an answer, or for their turn."""
        return tuple(str(found) for (found,) in self._db.all(_ASLEEP, (to_ms(now), most)))

    def siblings(self, number: str, most: int = 20) -> tuple[str, ...]:
        """Other open orders for the very same receiver, most urgent first.

        Where the platform hides names and numbers behind stars the buyer must be the same, too, and the
        shop: nothing tells whether two shops hide the same person.
        """
        return tuple(str(found) for (found,) in self._db.all(_SIBLINGS, (number, most)))

    def note_sent(self, number: str, *, unsent: bool) -> None:
        """Move a shipped order between the lists of told and untold ones."""
        self._db.run(
            "UPDATE orders SET bucket = ? WHERE number = ? AND state = 'shipped'",
            ("unsent" if unsent else "done", number),
        )


def _text_may_differ(old: Order, new: Order) -> bool:
    """Whether anything that can be searched for was touched; a scan touches none of it."""
    return (old.receiver, old.buyer, old.message, old.memo) != (
        new.receiver, new.buyer, new.message, new.memo,
    ) or [(line.title, line.spec, line.sku) for line in old.lines] != [
        (line.title, line.spec, line.sku) for line in new.lines
    ]  # fmt: skip
