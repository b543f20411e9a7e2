"""Orders from tables: the shop's orders file joined with its items file, or one table with a row a line.

Taobao gives two files, one row an order and one row an item, that belong together by the order's number. An
order whose items are not all there is refused: half an order must never reach the desk.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from packstation.domain import address, checks
from packstation.domain.checks import Bad
from packstation.domain.intake import Sourced
from packstation.domain.order import REFUND_DONE, Order
from packstation.domain.status_words import CLOSED
from packstation.files import words_of_shops
from packstation.files.gathering import Gathering
from packstation.files.headers import Kind
from packstation.files.orders import Defaults, LineIn, OrderIn, ReceiverIn, order
from packstation.files.tables import Cells, Table, listed, money, whole, yes

_SHARED = (
    "status", "created_at", "paid_at", "ship_by", "modified_at", "buyer", "message", "memo",
    "receiver.name", "receiver.phone", "receiver.address", "receiver.province", "receiver.city",
    "receiver.detail", "receiver.country", "currency",
)  # fmt: skip
"""What all rows of one order must agree on where there is a row for every line."""
_GONE = frozenset({"WAIT_BUYER_CONFIRM_GOODS", "TRADE_BUYER_SIGNED", "TRADE_FINISHED"})
_STILL_HERE = frozenset({"WAIT_SELLER_SEND_GOODS", "SELLER_CONSIGNED_PART"})


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a table with what it says."""

    table: Table
    number: int
    said: Cells


class _Misplaced(Exception):
    """A refusal that belongs to another row than the order's own."""

    def __init__(self, row: _Row, bad: Bad) -> None:
        self.row = row
        self.bad = bad
        super().__init__(bad.reason)


def gather(tables: Iterable[Table], into: Gathering, defaults: Defaults) -> None:
    """Join orders with their items over all tables, check them and hand them on."""
    tables = tuple(tables)
    items = _items([table for table in tables if table.kind is Kind.LINES], into)
    for table in tables:
        if table.kind is Kind.ORDERS:
            _orders(table, items, into, defaults)
    for number, by_table in items.items():
        for rows in by_table.values():
            if rows:
                _alone(number, rows, into, defaults)


_Items = dict[str, dict[int, list[_Row]]]
"""Order number → table → its rows; a table whose rows were used is emptied."""


def _items(tables: list[Table], into: Gathering) -> _Items:
    """Every item row under its order's number."""
    items: _Items = {}
    for place, table in enumerate(tables):
        for at, row in table.rows:
            said = table.cells(row)
            into.tick()
            try:
                number = checks.number(said.get("number"), "number")
            except Bad as bad:
                into.reject(table.file, at, table.column("number"), bad)
                continue
            items.setdefault(number, {}).setdefault(place, []).append(_Row(table, at, said))
    return items


def _orders(table: Table, items: _Items, into: Gathering, defaults: Defaults) -> None:
    """The orders of a table with a row for every order."""
    used: set[str] = set()
    for at, cells in table.rows:
        row = _Row(table, at, table.cells(cells))
        try:
            number = checks.number(row.said.get("number"), "number")
            used.add(number)
            _hand_on(row, _lines(row, number, items.get(number, {})), into, defaults)
        except Bad as bad:
            into.reject(table.file, at, table.column(bad.place), bad)
        except _Misplaced as found:
            _reject(into, found.row, found.bad)
        into.tick()
    for number in used:
        # a later orders file may tell of the same order again; only then nobody else needs these
        for rows in items.get(number, {}).values():
            for left in rows:
                left.said["used"] = "yes"


def _alone(number: str, rows: list[_Row], into: Gathering, defaults: Defaults) -> None:
    """Items that no orders file speaks of: an order of their own where they tell enough about it."""
    first = rows[0]
    if "used" in first.said:
        return
    if "created_at" not in first.said and "paid_at" not in first.said:
        for row in rows:
            _reject(into, row, Bad("number", "order-row-missing", order=number))
        return
    try:
        _agree(number, rows)
        _hand_on(first, rows, into, defaults)
    except Bad as bad:
        _reject(into, first, bad)
    except _Misplaced as found:
        _reject(into, found.row, found.bad)


def _agree(number: str, rows: list[_Row]) -> None:
    """Every row of an order says the same about the order, or nothing; only a single state may differ."""
    for row in rows[1:]:
        for name in _SHARED:
            said, first = row.said.get(name), rows[0].said.get(name)
            if said is not None and said != first and not (name == "status" and row.table.layout.is_taobao):
                raise _Misplaced(row, Bad(name, "rows-differ", order=number))


GUESSED = "guessed"
"""Marks a line put together from the orders file alone, without the shop's own item code."""


def _lines(row: _Row, number: str, by_table: dict[int, list[_Row]]) -> list[_Row]:
    """The item rows of an order; several items files may tell of it if they say the same."""
    groups = list(by_table.values())
    if groups:
        told = [[item.said | {"used": ""} for item in group] for group in groups]
        if any(other != told[0] for other in told[1:]):
            raise _Misplaced(groups[1][0], Bad("number", "items-differ", order=number))
        return groups[0]
    kinds, total = whole(row.said, "kinds"), whole(row.said, "total")
    if "title" in row.said and total and (kinds == 1 or total == 1):
        return [_Row(row.table, row.number, row.said | {"quantity": str(total), GUESSED: "yes"})]
    raise Bad("kinds" if "kinds" in row.said else "number", "items-missing", order=number, kinds=kinds or "?")


def _all_there(row: _Row, made: Order) -> None:
    """Refuse an order of which the items file holds fewer units than the orders file says."""
    total = whole(row.said, "total")
    units = sum(line.quantity for line in made.lines)
    if total is not None and units < total:
        raise Bad("total", "items-incomplete", order=made.number, total=total, found=units)


def _hand_on(row: _Row, items: list[_Row], into: Gathering, defaults: Defaults) -> None:
    """The order of this row with these items, checked as if it stood in an order file."""
    raw = _order_in(row)
    raw.lines = [_line_in(item, raw.status) for item in items]
    try:
        made = order(raw, defaults)
    except Bad as bad:
        if bad.place.startswith("lines["):
            raise _Misplaced(items[int(bad.place[6 : bad.place.index("]")])], bad) from None
        raise
    _all_there(row, made)
    if any(GUESSED in item.said for item in items):
        made = replace(made, lines_guessed=True)
    source = Sourced(row.table.file, row.number)
    into.add(row.table.at, source, made, row.table.column("number"))


def _reject(into: Gathering, row: _Row, bad: Bad) -> None:
    if not any(key == "order" for key, _ in bad.data):
        bad.data = (*bad.data, ("order", checks.shown(row.said.get("number", ""))))
    into.reject(row.table.file, row.number, row.table.column(bad.place), bad)


def _order_in(row: _Row) -> OrderIn:
    said = row.said
    taobao = "taobao" if row.table.layout.is_taobao else None
    return OrderIn(
        number=said.get("number", ""),
        lines=[],
        platform=said.get("platform") or taobao,
        shop=said.get("shop"),
        status=said.get("status"),
        created_at=said.get("created_at"),
        paid_at=said.get("paid_at"),
        ship_by=said.get("ship_by"),
        modified_at=said.get("modified_at"),
        urges=whole(said, "urges"),
        complaint=yes(said, "complaint"),
        buyer=said.get("buyer"),
        message=said.get("message"),
        memo=said.get("memo"),
        memo_flag=words_of_shops.flag(said.get("memo_flag", "")),
        wishes=listed(said, "wishes"),
        receiver=_receiver_in(said),
        carriers_allowed=listed(said, "carriers_allowed"),
        carriers_forbidden=listed(said, "carriers_forbidden"),
        sort_code=said.get("sort_code"),
        currency=said.get("currency"),
    )


def _receiver_in(said: Cells) -> ReceiverIn:
    """Who gets it; an address in one cell is taken apart, cells of its parts go before it."""
    whole_address = said.get("receiver.address", "")
    if len(whole_address) > checks.NAME_LENGTH:
        raise Bad("receiver.address", "too-long", longest=checks.NAME_LENGTH, length=len(whole_address))
    parts = address.split(whole_address)
    return ReceiverIn(
        name=said.get("receiver.name"),
        phone=_phone(said.get("receiver.phone")),
        province=said.get("receiver.province") or parts.province,
        city=said.get("receiver.city") or parts.city,
        district=said.get("receiver.district") or parts.district,
        town=said.get("receiver.town") or parts.town,
        detail=said.get("receiver.detail") or parts.detail,
        postcode=said.get("receiver.postcode") or parts.postcode,
        country=said.get("receiver.country"),
    )


def _phone(text: str | None) -> str | None:
    """The phone number without the apostrophe that keeps spreadsheets off it."""
    return text.lstrip("'‘’ ") if text else None


def _line_in(row: _Row, order_status: str | None) -> LineIn:
    said = row.said
    try:
        return LineIn(
            sku=_sku(said),
            quantity=whole(said, "quantity") or 0,
            line=said.get("line"),
            title=said.get("title"),
            spec=said.get("spec"),
            price=money(said, "price"),
            refund=_refund(row, order_status),
            gift=yes(said, "gift"),
        )
    except Bad as bad:
        raise _Misplaced(row, bad) from None


def _sku(said: Cells) -> str:
    """The shop's own code of the goods; without one a name that is the same every time."""
    if code := said.get("sku"):
        return code
    name = said.get("item") or said.get("title", "")
    spec = said.get("spec", "")
    made = f"{name}/{spec}" if spec else name
    if len(made) <= checks.NUMBER_LENGTH:
        return made
    # too long for a code: its start, and a sum of the whole that tells two alike starts apart
    return f"{made[:80]}~{zlib.crc32(made.encode('utf-8', 'replace')):08x}"


def _refund(row: _Row, order_status: str | None) -> str | None:
    """The refund of an item; one that is closed while its order goes on counts as refunded."""
    own = words_of_shops.status(row.said.get("status", "")) if row.table.kind is Kind.LINES else None
    whole_order = words_of_shops.status(order_status or "") or "WAIT_SELLER_SEND_GOODS"
    if own in CLOSED and whole_order not in CLOSED:
        return REFUND_DONE
    if own in _GONE and whole_order in _STILL_HERE:
        raise Bad("status", "partly-shipped", order=row.said.get("number", ""))
    return row.said.get("refund")
