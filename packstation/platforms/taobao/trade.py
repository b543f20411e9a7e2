"""A trade of the platform as an order of the desk.

Field names as on the method page of taobao.trade.fullinfo.get; meanings in wire.md §4.6 and §4.7. A trade is
taken whole or not at all: what cannot be believed raises ``Bad`` with its place. Words the program does not
know are kept, and mean "not yet" (see ``domain.status_words``): the order waits for the platform to say more.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from packstation.domain import checks, deadlines
from packstation.domain.checks import Bad
from packstation.domain.order import REFUND_DONE, REFUND_OVER, SENT, Line, Order, Wish
from packstation.domain.status_words import CLOSED, FORBIDDEN, LEFT_ALREADY, REFUNDS, SENDABLE, STATUSES
from packstation.platforms.taobao.carriers import KNOWN_TYPES, allowed_and_forbidden, type_of
from packstation.platforms.taobao.deadline import due
from packstation.platforms.taobao.goods import needs_no_parcel, seen_in
from packstation.platforms.taobao.ids import id_in
from packstation.platforms.taobao.receiver import address_mark, receiver_of
from packstation.platforms.taobao.refunds import Refund, Refunds, cases_of
from packstation.top import times
from packstation.top.envelope import listed

PLATFORM = "taobao"
MOST_LINES = 2000
HOLDS = ("top_hold", "forbid_consign", "team_buy_hold", "share_group_hold", "ofp_hold", "is_sh_ship")
"""Flags with which the platform keeps a paid trade back (wire.md §4.7)."""
URGED = "lg"
FULLY_PAID = frozenset({"", "FRONT_PAID_FINAL_PAID"})
_NO = frozenset({"", "0", "false", "no", "n"})
_YES = frozenset({"1", "true", "True", "yes"})

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shop:
    """What the shop's settings say where a trade says nothing: its name, and how soon it wants to send."""

    name: str = ""
    promise: timedelta = deadlines.DEFAULT_PROMISE


def order_of(trade: Facts, shop: Shop, refunds: Refunds | None = None) -> Order:
    """The trade as an order in state NEW.

    Args:
        trade: what stands inside ``trade``.
        shop: the shop's own settings.
        refunds: refunds that were told by themselves, which the trade itself may not show yet.

    Raises:
        Bad: something about it is not sound; then nothing of it is taken.
    """
    number = id_in(trade, "tid")
    orders = _orders(trade)
    infos = _infos(trade)
    lines = tuple(_line(order, place, refunds or {}) for place, order in enumerate(orders))
    _refuse_twins(lines)
    paid, created = moment(trade, "pay_time"), moment(trade, "created")
    oaid = checks.text(_said(trade, "oaid"), "oaid")
    allowed, forbidden = allowed_and_forbidden(trade, infos)
    ship_by, source = _due(trade, _wanted(orders, lines, infos), (paid, created), shop)
    return Order(
        number=number,
        lines=lines,
        created_at=created or paid or ship_by,
        ship_by=ship_by,
        ship_by_source=source,
        platform=PLATFORM,
        shop=shop.name or checks.text(_said(trade, "seller_nick"), "seller_nick"),
        status=_status(trade, orders),
        paid_at=paid,
        modified_at=_modified(trade, refunds or {}),
        urges=int(URGED in _said(trade, "ob_tag").replace(";", ",").split(",")),
        buyer=checks.text(_said(trade, "buyer_nick") or _said(trade, "buyer_open_uid"), "buyer_nick"),
        message=checks.message(_said(trade, "buyer_message"), "buyer_message"),
        memo=checks.message(_said(trade, "seller_memo"), "seller_memo"),
        memo_flag=_flag(trade),
        wishes=_gifts(trade, orders),
        receiver=receiver_of(trade),
        oaid=oaid,
        address_mark=address_mark(trade, orders, oaid),
        carriers_allowed=allowed,
        carriers_forbidden=forbidden,
        no_parcel=needs_no_parcel(trade),
        seen=seen_in(trade) if _has_left(orders) else (),
        refunds=cases_of(orders, refunds or {}),
    )


def _has_left(orders: list[Facts]) -> bool:
    """Whether any of it was sent, or bears a number."""
    return any(_said(one, "status") in LEFT_ALREADY or _said(one, "invoice_no") for one in orders)


def unknown_word(trade: Facts) -> str:
    """A word of the trade that decides something and that nobody knows; empty where all are known."""
    words = [(_said(trade, "status"), STATUSES), *((type_of(info), KNOWN_TYPES) for info in _infos(trade))]
    for order in (one for one in listed(trade.get("orders")) if isinstance(one, Mapping)):
        words += [
            (_said(order, "status"), STATUSES | {""}),
            (_said(order, "refund_status"), REFUNDS | {""}),
        ]
    return next((checks.shown(word) for word, known in words if word not in known), "")


def is_thin(trade: Facts) -> bool:
    """Whether it is to be sent and yet does not say when it was made or paid: an answer may have been torn.

    What the buyer pays at the door (``cod``) has no payment.
    """
    is_paid = _said(trade, "status") in SENDABLE and _said(trade, "type") != "cod"
    return is_paid and not (moment(trade, "created") and moment(trade, "pay_time"))


# --- the whole trade
# ------------------------------------------------------------------------------------------


def moment(holder: Facts, name: str) -> datetime | None:
    """A moment in UTC, written by China's clock; None where there is none, or only noughts.

    Raises:
        Bad: it is no moment.
    """
    text = _said(holder, name)
    if not text.strip("0-: "):
        return None
    try:
        return times.read(text)
    except ValueError:
        raise Bad(name, "wrong-date", value=text) from None


def _modified(trade: Facts, refunds: Refunds) -> datetime | None:
    """When any of it changed last: a refund that is only asked for does not move its trade (emulated so).

    Of a change written otherwise than the platform writes it nobody knows when it was: the desk keeps the
    newest copy, and a wrong moment would keep the truer ones out.
    """
    told = (_said(trade, "modified"), *(refund.modified for refund in refunds.values()))
    if any(text and not times.is_as_written(text) for text in told):
        return None
    moments = [moment(trade, "modified")]
    for refund in refunds.values():
        with contextlib.suppress(Bad):
            moments.append(moment({"modified": refund.modified}, "modified"))
    return max((at for at in moments if at is not None), default=None)


def _status(trade: Facts, orders: list[Facts]) -> str:
    """The trade's state; hold flags, payments in steps and words nobody knows of a sub-order keep it back."""
    status = _said(trade, "status")
    if not status:
        raise Bad("status", "missing")
    if status in SENDABLE:
        if _said(trade, "step_trade_status") not in FULLY_PAID:
            return "WAIT_BUYER_PAY"
        odd = {_said(one, "status") for one in orders} - STATUSES - {""}
        if odd or any(_holds(trade.get(name)) for name in HOLDS):
            return FORBIDDEN
    return checks.text(status, "status", checks.NUMBER_LENGTH)


def _due(
    trade: Facts,
    wanted: Iterable[tuple[Facts, list[Facts]]],
    times_of: tuple[datetime | None, datetime | None],
    shop: Shop,
) -> tuple[datetime, str]:
    paid, created = times_of
    found = due(trade, wanted, paid)
    if found is not None:
        return found
    began = created or paid
    if began is None:
        raise Bad("created", "missing")
    return deadlines.ship_by(None, paid, began, shop.promise)


def _flag(trade: Facts) -> int:
    """The seller's flag, 0 to 5."""
    flag = _said(trade, "seller_flag")
    return int(flag) if flag in {"1", "2", "3", "4", "5"} else 0


def _gifts(trade: Facts, orders: list[Facts]) -> tuple[Wish, ...]:
    """Gifts that are no sub-order of their own: something to put in, ticked like a wish."""
    bought = {_said(order, "num_iid") for order in orders if _is_set(order.get("is_free_gift"))}
    wishes = []
    for offer in listed(trade.get("promotion_details")):
        name = _said(offer, "gift_item_name") if isinstance(offer, Mapping) else ""
        if name and _said(offer, "gift_item_id") not in bought:
            what = checks.text(name, "gift_item_name")
            wishes.append(f"赠品：{what} ×{_said(offer, 'gift_item_num') or 1}")
    return tuple(Wish(text) for text in dict.fromkeys(wishes))


# --- its sub-orders
# -------------------------------------------------------------------------------------------


def _orders(trade: Facts) -> list[Facts]:
    """The sub-orders; a trade without them names its only goods itself."""
    orders = listed(trade.get("orders"))
    checks.few(orders, "orders", MOST_LINES)
    if not all(isinstance(order, Mapping) for order in orders):
        raise Bad("orders", "not-object")
    if not orders:
        raise Bad("orders", "no-lines")
    return list(orders)


def _infos(trade: Facts) -> list[Facts]:
    """What is said of sending, a piece for each sub-order or more."""
    return [info for info in listed(trade.get("logistics_infos")) if isinstance(info, Mapping)]


def _wanted(
    orders: list[Facts], lines: tuple[Line, ...], infos: list[Facts]
) -> list[tuple[Facts, list[Facts]]]:
    """Sub-orders still to be sent, or all where none is, each with what is said of its sending."""
    pairs = [(order, line) for order, line in zip(orders, lines, strict=True) if line.need]
    return [
        (order, [info for info in infos if _said(info, "sub_trade_id") in ("", "0", line.line)])
        for order, line in (pairs or zip(orders, lines, strict=True))
    ]


def _refuse_twins(lines: tuple[Line, ...]) -> None:
    seen: set[str] = set()
    for place, line in enumerate(lines):
        if line.line in seen:
            at = f"orders[{place}].oid"
            raise Bad(at, "duplicate-line", value=line.line)
        seen.add(line.line)


def _line(order: Facts, place: int, refunds: Refunds) -> Line:
    """One sub-order.

    Raises:
        Bad: it is not sound; its place says which one.
    """
    try:
        oid = id_in(order, "oid")
        return Line(
            oid,
            _sku(order),
            _number_of_units(order),
            checks.text(_said(order, "title"), "title"),
            checks.text(_said(order, "sku_properties_name"), "sku_properties_name"),
            _price(order),
            _refund(order, refunds.get(oid, Refund("")).status),
            _is_set(order.get("is_free_gift")),
        )
    except Bad as bad:
        bad.place = f"orders[{place}].{bad.place}"
        raise


def _sku(order: Facts) -> str:
    """The shop's own code of the goods; where it gave none, the platform's."""
    for name in ("outer_sku_id", "outer_iid", "sku_id", "num_iid"):
        value = _said(order, name)
        if value and value != "0":
            return checks.number(value, name)
    raise Bad("outer_sku_id", "missing")


def _number_of_units(order: Facts) -> int:
    text = _said(order, "num")
    return checks.quantity(int(text) if text.isascii() and text.isdecimal() else text, "num")


def _price(order: Facts) -> Decimal | None:
    text = _said(order, "price")
    try:
        return checks.price(Decimal(text), "price") if text else None
    except InvalidOperation:
        raise Bad("price", "wrong-price", value=text) from None


def _refund(order: Facts, listed_as: str) -> str:
    """Whether the line is still to be sent: its own state first, then its refund.

    The list of refunds may know of one that the trade does not show yet; what the trade shows is newer, since
    it is read after the list.
    """
    status = _said(order, "status")
    if status in CLOSED:
        return REFUND_DONE  # must never be shipped (method page, ``orders.status``)
    if status in LEFT_ALREADY:
        return SENT
    shown = _said(order, "refund_status") or "NO_REFUND"
    if shown == "NO_REFUND" and listed_as not in REFUND_OVER:
        shown = listed_as
    return checks.text(shown, "refund_status", checks.NUMBER_LENGTH)


# --- values
# ---------------------------------------------------------------------------------------------------


def _said(holder: Facts, name: str) -> str:
    """A field as text; numbers are written out, anything else is nothing."""
    value = holder.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return "true" if value is True else ""
    return str(value).strip()


def _holds(value: object) -> bool:
    """Whether a hold flag is set: whatever is not clearly no keeps the goods here."""
    return str(value if value is not None else "").strip().lower() not in _NO


def _is_set(value: object) -> bool:
    """Whether a flag is set, however it is written."""
    return value is True or str(value) in _YES
