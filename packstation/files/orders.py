"""One order as a file tells it, and the checked order the desk works with.

``OrderIn`` is the contract of the order file (JSON); tables are brought into the same form first, so that
every order passes the same border whatever file it came in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal

from msgspec import Struct

from packstation.domain import checks
from packstation.domain.checks import Bad
from packstation.domain.deadlines import DEFAULT_PROMISE, ship_by
from packstation.domain.order import Line, Order, Receiver, Wish
from packstation.domain.status_words import STATUSES
from packstation.files import words_of_shops

MOST_LINES = 2000
MOST_WISHES = 50
MOST_CARRIERS = 200
MOST_URGES = 10_000
MOST_FLAG = 99


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the shop's settings say where a file says nothing.

    ``promise`` is how long after the payment it wants to ship; ``zone`` the wall clock of times written
    without a zone (+08:00 for Taobao's exports).
    """

    platform: str = ""
    shop: str = ""
    promise: timedelta = DEFAULT_PROMISE
    zone: tzinfo = UTC


class LineIn(Struct):
    """One line as the file has it."""

    sku: str | int
    quantity: int
    line: str | int | None = None
    title: str | None = None
    spec: str | int | None = None
    price: Decimal | None = None
    refund: str | None = None
    gift: bool | None = None


class ReceiverIn(Struct):
    """Receiver as the file has it."""

    name: str | None = None
    phone: str | int | None = None
    province: str | None = None
    city: str | None = None
    district: str | None = None
    town: str | None = None
    detail: str | int | None = None
    postcode: str | int | None = None
    country: str | None = None


class OrderIn(Struct):
    """One order as the file has it."""

    number: str | int
    lines: list[LineIn]
    platform: str | None = None
    shop: str | None = None
    status: str | None = None
    created_at: str | None = None
    paid_at: str | None = None
    ship_by: str | None = None
    modified_at: str | None = None
    urges: int | None = None
    complaint: bool | None = None
    buyer: str | int | None = None
    message: str | int | None = None
    memo: str | int | None = None
    memo_flag: int | None = None
    wishes: list[str] | None = None
    receiver: ReceiverIn | None = None
    carriers_allowed: list[str] | None = None
    carriers_forbidden: list[str] | None = None
    sort_code: str | None = None
    currency: str | None = None


_NOBODY = Receiver()


def order(raw: OrderIn, defaults: Defaults) -> Order:
    """The order as the desk may work with it, in state NEW.

    Raises:
        Bad: anything about it is not sound; then nothing of the order is taken.
    """
    number = checks.number(raw.number, "number")
    currency = checks.currency(raw.currency, "currency")
    paid = checks.moment(raw.paid_at, "paid_at", defaults.zone)
    created = checks.moment(raw.created_at, "created_at", defaults.zone) or paid
    if created is None:
        raise Bad("created_at", "missing")
    due, source = _due(checks.moment(raw.ship_by, "ship_by", defaults.zone), paid, created, defaults.promise)
    return Order(
        number=number,
        lines=_lines(number, raw.lines, currency),
        created_at=created,
        ship_by=due,
        ship_by_source=source,
        platform=checks.text(raw.platform, "platform") or defaults.platform,
        shop=checks.text(raw.shop, "shop") or defaults.shop,
        status=_status(raw.status),
        paid_at=paid,
        modified_at=checks.moment(raw.modified_at, "modified_at", defaults.zone),
        urges=checks.whole(raw.urges or 0, "urges", 0, MOST_URGES),
        complaint=bool(raw.complaint),
        buyer=checks.text(raw.buyer, "buyer"),
        message=checks.message(raw.message, "message"),
        memo=checks.message(raw.memo, "memo"),
        memo_flag=checks.whole(raw.memo_flag or 0, "memo_flag", 0, MOST_FLAG),
        wishes=_wishes(raw.wishes) if raw.wishes else (),
        receiver=_receiver(raw.receiver) if raw.receiver else _NOBODY,
        carriers_allowed=_carriers(raw.carriers_allowed, "carriers_allowed"),
        carriers_forbidden=_carriers(raw.carriers_forbidden, "carriers_forbidden"),
        sort_code=checks.text(raw.sort_code, "sort_code"),
        currency=currency,
    )


def _due(
    explicit: datetime | None, paid: datetime | None, created: datetime, promise: timedelta
) -> tuple[datetime, str]:
    try:
        return ship_by(explicit, paid, created, promise)
    except OverflowError:
        raise Bad("ship_by", "wrong-date", value=str(promise)) from None


def _lines(number: str, raws: list[LineIn], currency: str) -> tuple[Line, ...]:
    """All lines, or none: an order of which one line is unsound must not reach the desk."""
    if not raws:
        raise Bad("lines", "no-lines")
    checks.few(raws, "lines", MOST_LINES)
    lines = []
    seen = set()
    for place, raw in enumerate(raws):
        line = _line(number, place, raw, currency)
        if line.line in seen:
            at = f"lines[{place}].line"
            raise Bad(at, "duplicate-line", value=line.line)
        seen.add(line.line)
        lines.append(line)
    return tuple(lines)


def _line(number: str, place: int, raw: LineIn, currency: str) -> Line:
    try:
        return Line(
            checks.optional_number(raw.line, "line") or f"{number}-{place + 1}",
            checks.number(raw.sku, "sku"),
            checks.quantity(raw.quantity, "quantity"),
            checks.text(raw.title, "title"),
            checks.text(raw.spec, "spec"),
            checks.price(raw.price, "price", currency),
            _refund(raw.refund),
            bool(raw.gift),
        )
    except Bad as bad:
        bad.place = f"lines[{place}].{bad.place}"
        raise


def _status(words: str | None) -> str:
    if words in STATUSES:
        return words
    if not words or not words.strip():
        return "WAIT_SELLER_SEND_GOODS"
    known = words_of_shops.status(words)
    if known is None:
        raise Bad("status", "unknown-status", value=words)
    return known


def _refund(words: str | None) -> str:
    if words == "NO_REFUND" or not words or not words.strip():
        return "NO_REFUND"
    known = words_of_shops.refund(words)
    if known is None:
        raise Bad("refund", "unknown-refund", value=words)
    return known


def _wishes(texts: list[str]) -> tuple[Wish, ...]:
    """Each wish once; an empty one asks for nothing."""
    checks.few(texts, "wishes", MOST_WISHES)
    clean = (checks.text(text, f"wishes[{place}]") for place, text in enumerate(texts))
    return tuple(Wish(text) for text in dict.fromkeys(clean) if text)


def _carriers(codes: list[str] | None, place: str) -> tuple[str, ...]:
    if not codes:
        return ()
    checks.few(codes, place, MOST_CARRIERS)
    clean = (checks.optional_number(code, f"{place}[{at}]") for at, code in enumerate(codes))
    return tuple(code for code in dict.fromkeys(clean) if code)


def _receiver(raw: ReceiverIn) -> Receiver:
    return Receiver(
        checks.text(raw.name, "receiver.name"),
        checks.text(raw.phone, "receiver.phone"),
        checks.text(raw.province, "receiver.province"),
        checks.text(raw.city, "receiver.city"),
        checks.text(raw.district, "receiver.district"),
        checks.text(raw.town, "receiver.town"),
        checks.text(raw.detail, "receiver.detail"),
        checks.text(raw.postcode, "receiver.postcode"),
        checks.country(raw.country, "receiver.country"),
    )
