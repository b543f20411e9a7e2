"""An order of the shop as one of the desk.

An order is taken whole or not at all: what cannot be believed raises ``Bad`` with its place. To pack is what
a line still wants: its quantity (Vendure takes cancelled units off it itself) less what lies in fulfilments
that were not cancelled, whatever the order's own state says: an order that was shipped while only authorised
never becomes *Shipped* (measured on 3.7.3). States of a shop's own making are kept and mean "not yet".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from packstation.domain import checks, deadlines
from packstation.domain.checks import Bad
from packstation.domain.money import FINEST, USUAL_DIGITS
from packstation.domain.order import REFUND_DONE, SENT, Line, Order, Receiver
from packstation.domain.standing import Seen
from packstation.domain.status_words import FORBIDDEN
from packstation.platforms.vendure import queries
from packstation.platforms.vendure.fulfilment import fulfilled, fulfilments, total
from packstation.platforms.vendure.own import Fields, Ways, sku_of
from packstation.platforms.vendure.values import Facts, code_in, identity, listed, moment, part, said

PLATFORM = "vendure"
MOST_LINES = 2000
_MOST_PARTS = 10**15
"""Of a price in its smallest parts."""
_FINEST = Decimal(1).scaleb(-FINEST)
CANCELLED = "Cancelled"
AWAITED = frozenset({"PaymentSettled", "PartiallyShipped", "PartiallyDelivered", "Shipped", "Delivered"})
"""Paid, so that what left can be told: an order stays shipped even when a fulfilment of it was taken back."""
UNPLACED = ("Created", "Draft", "AddingItems", "ArrangingPayment")
OVER = ("Shipped", "Delivered", CANCELLED)
_LEFT, _CLOSED = "WAIT_BUYER_CONFIRM_GOODS", "TRADE_CLOSED"
_MEANS: Mapping[str, str] = {
    **dict.fromkeys(UNPLACED, "WAIT_BUYER_PAY"),
    "PaymentAuthorized": "WAIT_PRE_AUTH_CONFIRM",
    "PaymentSettled": "WAIT_SELLER_SEND_GOODS",
    "PartiallyShipped": "SELLER_CONSIGNED_PART",
    "PartiallyDelivered": "SELLER_CONSIGNED_PART",
    "Modifying": FORBIDDEN,
    "ArrangingAdditionalPayment": FORBIDDEN,
    "Shipped": _LEFT,
    "Delivered": _LEFT,
    CANCELLED: _CLOSED,
}
"""Vendure's states in the words the desk knows (``domain.status_words``)."""


@dataclass(frozen=True, slots=True)
class Shop:
    """What the shop's settings say that an order does not: its name, how soon it sends, its own ways."""

    name: str = ""
    promise: timedelta = deadlines.DEFAULT_PROMISE
    fields: Fields = field(default_factory=Fields)
    ways: Ways = field(default_factory=Ways)

    @property
    def question(self) -> str:
        """How this shop is asked for orders."""
        of_order = f"{self.ways.asked} {self.fields.of_order}"
        return queries.orders(of_goods=self.fields.of_goods, of_order=of_order)


def order_of(facts: Facts, shop: Shop, read_at: datetime | None, digits: int = USUAL_DIGITS) -> Order:
    """The order in state NEW.

    Args:
        facts: as ``queries.ORDER`` asks for it.
        shop: the shop's own settings.
        read_at: the turn of the question it answers (UTC, see ``turns``), which stands for its change.
        digits: how many of a price's digits stand behind the point, whatever its currency.

    Raises:
        Bad: something about it is not sound; then nothing of it is taken.
    """
    sent = fulfilled(facts)
    currency = _currency(facts)
    price = partial(_price, digits=None if currency is None else digits)
    # the shop tells them in any order: the same order read again must be the same
    rows = enumerate(sorted(listed(facts, "lines"), key=_turn))
    lines = tuple(_line(line, place, sent, price) for place, line in rows)
    if not lines:
        raise Bad("lines", "no-lines")
    checks.few(lines, "lines", MOST_LINES)
    placed = moment(facts, "orderPlacedAt") or read_at
    if placed is None:
        raise Bad("orderPlacedAt", "missing")
    carriers, ways, is_without = shop.ways.of(facts)
    ship_by, source = deadlines.ship_by(None, placed, placed, shop.promise)
    return Order(
        number=code_in(facts),
        lines=lines,
        created_at=placed,
        ship_by=ship_by,
        ship_by_source=source,
        platform=PLATFORM,
        shop=shop.name,
        status=_status(facts, lines),
        paid_at=placed,
        modified_at=read_at,
        buyer=_buyer(facts),
        receiver=receiver_of(facts.get("shippingAddress")),
        currency=currency or "",
        message=checks.message("\n".join(filter(None, (*ways, shop.fields.note_in(facts)))), "note"),
        carriers_allowed=carriers,
        no_parcel=is_without,
        seen=_seen(facts, lines),
    )


def _turn(line: Facts) -> tuple[int, str]:
    """Lines in the order in which they were bought: ids count up."""
    name = str(line.get("id") or "")
    return len(name), name


def _status(facts: Facts, lines: tuple[Line, ...]) -> str:
    """The desk's word for the state; with nothing left to pack it is over, whatever it says."""
    state = said(facts, "state")
    if not state:
        raise Bad("state", "missing")
    word = _MEANS.get(state, checks.text(state, "state", checks.NUMBER_LENGTH))
    if any(line.need for line in lines) or word == _CLOSED:
        return word
    return _LEFT if any(line.refund == SENT for line in lines) else _CLOSED


# --- its lines
# -----------------------------------------------------------------------------------------------------


def _line(line: Facts, place: int, sent: Mapping[str, int], price: Callable[[Facts], Decimal | None]) -> Line:
    """One line: what is left to pack of it, or why nothing is.

    Raises:
        Bad: it is not sound; its place says which one.
    """
    try:
        name, units = (
            identity(line, "id"),
            checks.whole(line.get("quantity"), "quantity", 0, checks.MOST_UNITS),
        )
        left = units - sent.get(name, 0)
        bought = checks.whole(line.get("orderPlacedQuantity"), "orderPlacedQuantity", 0, checks.MOST_UNITS)
        refund = "NO_REFUND" if left > 0 else SENT if units else REFUND_DONE
        goods = part(line, "productVariant")
        return Line(
            name,
            sku_of(goods),
            left if left > 0 else max(units, bought, 1),
            checks.text(said(goods, "name"), "name"),
            price=price(line),
            refund=refund,
        )
    except Bad as bad:
        bad.place = f"lines[{place}].{bad.place}"
        raise


def _price(line: Facts, digits: int | None) -> Decimal | None:
    """What one unit costs, tax included.

    Vendure counts every currency in the same parts, hundredths unless the shop says otherwise: 1,500 yen are
    150000 (``MoneyStrategy.precision`` of @vendure/core 3.7; its Stripe plugin divides yen by 100).
    """
    parts = checks.optional_whole(line.get("unitPriceWithTax"), "unitPriceWithTax", 0, _MOST_PARTS)
    if parts is None or digits is None:
        return None
    price = Decimal(parts).scaleb(-digits)
    return price.quantize(_FINEST) if digits > FINEST else price


def _currency(facts: Facts) -> str | None:
    """What its prices are in; None where that is not known, and then they are none."""
    try:
        return (
            checks.currency(said(facts, "currencyCode"), "currencyCode")
            if facts.get("currencyCode")
            else None
        )
    except Bad:
        return None


def _seen(facts: Facts, lines: tuple[Line, ...]) -> tuple[Seen, ...]:
    """Each line with the numbers it left under: what was told of it in vain may be settled by them."""
    standing = sorted((one for one in fulfilments(facts) if one.holds), key=lambda one: one.turn)
    left = [one for one in standing if one.has_left]
    begun = total(one for one in standing if not one.has_left)
    is_over = said(facts, "state") == CANCELLED
    found = []
    for line in lines:
        numbers = dict.fromkeys(one.number for one in left if line.line in one.goods)
        first, *also = [number for number in numbers if number] or [""]
        has_left = line.refund == SENT and not begun[line.line]
        status = _CLOSED if is_over else _LEFT if has_left else _MEANS["PaymentSettled"]
        refund = line.refund if line.refund == REFUND_DONE else ""
        found.append(Seen(line.line, status, first, refund, tuple(also)))
    return tuple(found)


# --- who gets it
# ---------------------------------------------------------------------------------------------------


def receiver_of(address: object) -> Receiver:
    """Who gets the parcel; all of it may be empty, and the review says so then."""
    if not isinstance(address, Mapping):
        return Receiver()
    part = {name: checks.text(said(address, name), name) for name in address if isinstance(name, str)}
    get = part.get
    company, name = get("company", ""), get("fullName", "")
    street = (company if name else "", get("streetLine1", ""), get("streetLine2", ""))
    abroad = checks.country(get("countryCode"), "countryCode")
    return Receiver(
        name=name or company,
        phone=get("phoneNumber", ""),
        province=get("province", ""),
        city=get("city", ""),
        detail=", ".join(filter(None, street)),
        postcode=get("postalCode", ""),
        country=abroad and (get("country") or abroad),
    )


def _buyer(facts: Facts) -> str:
    names = [said(part(facts, "customer"), name) for name in ("firstName", "lastName")]
    return checks.text(" ".join(filter(None, names)), "customer")
