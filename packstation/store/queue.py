"""The work lists: which orders, in the order in which the platform will punish us, a page at a time.

Each list is one stretch of one index (see ``schema``); pages continue after the last key, never by counting
rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from packstation.domain.expediting import due_of_turn
from packstation.store.database import Database, Row
from packstation.store.order_rows import WHO_AND_WHY
from packstation.store.times import to_ms

_COLUMNS = (
    "o.number, o.state, o.due, o.urges, o.goods, o.receiver, o.carrier, o.complaint, o.message <> "
    "'', o.memo <> '', "
    "o.wishes, o.line_count, o.units, o.got, o.recall, o.pressure, o.id, o.carriers, "
    "o.bucket = 'work' AND o.state = 'held', "
    "(SELECT k.slot FROM basket k WHERE k.order_number = o.number), o.expedited, o.shop_id"
)
_PAGE = 500
_ORDER = " ORDER BY o.due, o.pressure, o.id"
_AFTER = " AND (o.due, o.pressure, o.id) > (?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Moments:
    """The two moments that bound the timed lists (UTC): soon, and the end of the local day."""

    soon: datetime
    midnight: datetime


INDEXES = {"single": "orders_single", "urged": "orders_urged", "no-label": "orders_packed"}
"""Lists with an index of their own; named outright, because the planner prefers the wide one."""
CONDITIONS = {
    "due-now": "o.bucket = 'work' AND o.due <= :soon",
    "today": "o.bucket = 'work' AND o.due < :midnight",
    "single": "o.bucket = 'work' AND o.units = 1",
    "urged": "o.bucket = 'work' AND o.pressure < 0",
    "recalled": "o.bucket = 'recalled'",
    "to-review": "o.bucket = 'review'",
    "held": "o.bucket = 'held'",
    "no-label": "o.bucket = 'work' AND o.state = 'packed'",
    "to-hand-over": "o.bucket = 'labelled'",
    "not-synced": "o.bucket = 'unsent'",
    "all": "o.bucket = 'work'",
}
"""What each list holds; the words must stay those of the partial indexes."""
BUCKETS = ("work", "recalled", "review", "held", "labelled", "unsent", "done")


class Queue:
    """Reads the lists."""

    def __init__(self, database: Database) -> None:
        """Read this file."""
        self._db = database

    def page(self, name: str, moments: Moments, after: tuple[int, int, int] | None, limit: int) -> list[Row]:
        """Up to ``limit`` rows of a list, after a key."""
        where, values = _bound(CONDITIONS[name], moments)
        if after:
            where, values = where + _AFTER, [*values, *after]
        source = _source(name)
        return self._db.all(
            f"SELECT {_COLUMNS} FROM {source} WHERE {where}{_ORDER} LIMIT {int(limit)}", values
        )

    def count(self, name: str, moments: Moments, most: int) -> int:
        """How long a list is; counting stops at ``most`` + 1."""
        where, values = _bound(CONDITIONS[name], moments)
        return self._db.number(
            f"SELECT count(*) FROM (SELECT 1 FROM {_source(name)} WHERE {where} LIMIT {int(most) + 1})",
            values,
        )

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """Rows of these orders, in this order."""
        listed = msgspec.json.encode(list(ids)).decode()
        sql = f"SELECT {_COLUMNS} FROM json_each(?) j JOIN orders o ON o.id = j.value ORDER BY j.key"
        return self._db.all(sql, (listed,))

    def row(self, number: str) -> Row | None:
        """The row of one order."""
        return self._db.one(f"SELECT {_COLUMNS} FROM orders o WHERE o.number = ?", (number,))

    def everything(self, state: str | None) -> Iterator[Row]:
        """Rows of all orders (of one state) in queue order: what is to do first, what is done last."""
        if state is not None:
            yield from self._pages("o.state = ?", (state,))
            return
        yield from self._pages("o.bucket NOT IN ('unsent', 'done')", ())
        yield from self._pages("o.bucket IN ('unsent', 'done')", ())

    def _pages(self, where: str, values: tuple[object, ...]) -> Iterator[Row]:
        """All rows that fit, in order, never holding the database open between pages."""
        ids = self._db.all(f"SELECT o.id FROM orders o WHERE {where}{_ORDER}", values)
        for start in range(0, len(ids), _PAGE):
            yield from self.rows([order_id for (order_id,) in ids[start : start + _PAGE]])

    def wanting(self, sku: str, *, single: bool, skip: str = "", limit: int = 1) -> list[str]:
        """The orders due first that still need this SKU and lie on no desk.

        Those in a batch come first, the oldest batch before the others: their goods stand here on the cart.
        """
        on_cart = self._wanting_on_cart(sku, single=single, skip=skip, limit=limit)
        if len(on_cart) >= limit:
            return on_cart
        index = "line_wanted_single" if single else "line_wanted"
        rows = self._db.all(
            f"SELECT o.number FROM order_line l INDEXED BY {index} JOIN orders o ON o.id = l.order_id "
            f"WHERE l.sku = ? AND l.wanted = 1 {'AND l.single = 1 ' if single else ''}AND o.number <> ? "
            "AND NOT EXISTS (SELECT 1 FROM desk d WHERE d.order_number = o.number) "
            "ORDER BY l.due, l.pressure, l.order_id LIMIT ?",
            (sku, skip, limit),
        )
        return list(dict.fromkeys([*on_cart, *(number for (number,) in rows)]))[:limit]

    def _wanting_on_cart(self, sku: str, *, single: bool, skip: str, limit: int) -> list[str]:
        """The orders of open batches that still need this SKU and lie on no desk."""
        rows = self._db.all(
            "SELECT o.number FROM basket k CROSS JOIN orders o ON o.number = k.order_number "
            "CROSS JOIN order_line l ON l.order_id = o.id "
            # the plus keeps the planner from an index that leads through all orders of these goods
            f"WHERE +l.sku = ? AND +l.wanted = 1 {'AND +l.single = 1 ' if single else ''}AND o.number <> ? "
            "AND NOT EXISTS (SELECT 1 FROM desk d WHERE d.order_number = o.number) "
            "ORDER BY k.batch, l.due, l.pressure, l.order_id LIMIT ?",
            (sku, skip, limit),
        )
        return list(dict.fromkeys(number for (number,) in rows))

    def first_due(self) -> int | None:
        """When the first order of the work is due (milliseconds)."""
        firsts = [
            self._db.one(
                f"SELECT due FROM orders WHERE bucket = 'work' AND due {side} ? ORDER BY due LIMIT 1", (0,)
            )
            for side in ("<", ">=")
        ]
        found = [due_of_turn(int(row[0])) for row in firsts if row is not None]
        return min(found, default=None)

    def shipped_since(self, moment: datetime) -> tuple[int, int | None, int | None]:
        """How many were shipped since then, with the first and last of those moments (milliseconds)."""
        row = self._db.one(
            "SELECT count(*), min(shipped_at), max(shipped_at) FROM orders WHERE shipped_at >= ?",
            (to_ms(moment),),
        )
        return (int(row[0]), row[1], row[2]) if row else (0, None, None)


def _source(name: str) -> str:
    """The table with the index that holds exactly this list."""
    return f"orders o INDEXED BY {INDEXES.get(name, 'orders_queue')}"


def _bound(condition: str, moments: Moments) -> tuple[str, list[object]]:
    """The condition with its moment as a bound value."""
    if ":soon" in condition:
        return condition.replace(":soon", "?"), [to_ms(moments.soon)]
    if ":midnight" in condition:
        return condition.replace(":midnight", "?"), [to_ms(moments.midnight)]
    return condition, []


def wish_texts(stored: str) -> list[str]:
    """What stands on the tick list of an order in the queue."""
    if stored == "[]":
        return []
    return [str(words) for words, _, *more in msgspec.json.decode(stored) if len(more) <= WHO_AND_WHY]
