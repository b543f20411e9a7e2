"""An order as rows and back: the only place that knows which column holds which part of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from packstation.domain.deadlines import pressure
from packstation.domain.expediting import due_of_turn, turn_of
from packstation.domain.masking import MOBILE
from packstation.domain.money import FINEST
from packstation.domain.order import (
    Asked,
    Finding,
    Hold,
    HoldKind,
    Line,
    Order,
    Parcel,
    Printed,
    Recall,
    Receiver,
    State,
    Step,
    Wish,
)
from packstation.domain.stock import set_aside
from packstation.store.exceptions import expedited_of, expedited_text
from packstation.store.times import from_ms, maybe_from_ms, maybe_ms, to_ms

ORDER_COLUMNS = (
    "number", "state", "bucket", "due", "pressure", "platform", "shop", "status", "created_at", "paid_at",
    "modified_at", "due_source", "urges", "complaint", "buyer", "message", "memo", "memo_flag",
    "wishes", "receiver",
    "carriers", "sort_code", "hold", "findings", "recall", "address_changed", "trail", "shipped_at", "goods",
    "line_count", "units", "got", "carrier", "number_tail", "phone_tail", "told", "expedited",
    "oaid", "address_mark", "shop_id", "currency",
)  # fmt: skip
LINE_COLUMNS = (
    "order_id", "position", "line", "sku", "title", "spec", "quantity", "price_e4", "refund", "gift",
    "got",
    "checked", "wanted", "reserved", "due", "pressure", "single", "waived", "joined",
)  # fmt: skip
PARCEL_COLUMNS = (
    "order_id", "parcel", "carrier", "waybill", "why", "carton", "weight_g", "label", "prints",
    "closed", "contents", "doubt_g", "vouched",
)  # fmt: skip

_TAKES_ITEMS = frozenset({State.NEW, State.CONFIRMED, State.REVIEWED, State.PACKING})
_encode = msgspec.json.encode
_strings = msgspec.json.Decoder(list[str])
_pairs = msgspec.json.Decoder(list[tuple[str, int]])
_TAIL = 4
_PARTS = 10**FINEST
LONGEST_GOODS = 120


def _step(step: Step) -> tuple[object, ...]:
    """A step without the fields it does not use."""
    plain = (step.kind, step.target, step.amount, step.parcel)
    if step.goes_on:
        return (*plain, step.mark, step.goes_on)
    return (*plain, step.mark) if step.mark else plain


def text(value: Any) -> str:
    """A small list or mapping as JSON text."""
    return _encode(value).decode()


_EMPTY = "[]"


_HELD_BUCKETS = {HoldKind.REVIEW: "review", HoldKind.JOINED: "joined", HoldKind.NO_PARCEL: "work"}


def bucket_of(order: Order, *, unsent: bool) -> str:
    """In which group of work lists the order stands."""
    if order.recall:
        return "recalled"
    match order.state:
        case State.HELD:
            return _HELD_BUCKETS.get(order.hold.kind if order.hold else HoldKind.DESK, "held")
        case State.LABELLED:
            return "labelled"
        case State.SHIPPED:
            return "unsent" if unsent else "done"
        case State.CANCELLED:
            return "done"
        case _:
            return "work"


def goods_of(order: Order) -> str:
    """The goods in a few words, as the queue shows them: ``白色棉T恤 L ×3，陶瓷茶杯 ×1``."""
    if len(order.lines) == 1:
        line = order.lines[0]
        name = f"{line.title or line.sku} {line.spec}" if line.spec else line.title or line.sku
        return f"{name[:LONGEST_GOODS]} ×{line.need}"
    parts = [
        f"{(line.title or line.sku)[:LONGEST_GOODS]} {line.spec}".rstrip() + f" ×{line.need}"
        for line in order.lines[:4]
    ]
    return "，".join(parts)[: 2 * LONGEST_GOODS]


def order_row(order: Order, *, unsent: bool = False) -> tuple[Any, ...]:
    """The order's own row, in the order of ORDER_COLUMNS."""
    receiver = order.receiver
    return (
        order.number,
        order.state.value,
        bucket_of(order, unsent=unsent),
        turn_of(order, to_ms(order.ship_by)),
        pressure(order.urges, complaint=order.complaint),
        order.platform,
        order.shop,
        order.status,
        to_ms(order.created_at),
        maybe_ms(order.paid_at),
        maybe_ms(order.modified_at),
        order.ship_by_source,
        order.urges,
        int(order.complaint),
        order.buyer,
        order.message,
        order.memo,
        order.memo_flag,
        _wishes_text(order),
        _receiver_text(receiver),
        text((order.carriers_allowed, order.carriers_forbidden))
        if order.carriers_allowed or order.carriers_forbidden
        else "[[],[]]",
        order.sort_code,
        _hold_text(order.hold),
        text([(f.code, f.data) for f in order.findings]) if order.findings else _EMPTY,
        order.recall.value,
        int(order.address_changed),
        text([_step(step) for step in order.trail]) if order.trail else _EMPTY,
        maybe_ms(order.shipped_at),
        goods_of(order),
        len(order.lines),
        order.units,
        order.got,
        order.parcels[0].carrier if order.parcels else "",
        tail(order.number),
        tail(_number_in(receiver.phone)),
        "" if order.told is None else _receiver_text(order.told),
        expedited_text(order.expedited),
        order.oaid,
        order.address_mark,
        order.shop_id,
        order.currency,
    )


def _receiver_text(receiver: Receiver) -> str:
    return text(
        (
            receiver.name, receiver.phone, receiver.province, receiver.city, receiver.district,
            receiver.town, receiver.detail, receiver.postcode, *filter(None, (receiver.country,)),
        )
    )  # fmt: skip


def _number_in(phone: str) -> str:
    """The digits of a phone number without the extension of a virtual one; elsewhere hyphens part groups."""
    first = phone.partition("-")[0]
    digits = first if first.isdigit() else "".join(filter(str.isdigit, first))
    return digits if len(digits) >= MOBILE or first == phone else "".join(filter(str.isdigit, phone))


def tail(digits: str) -> str:
    """The last four signs, by which people name orders and phones."""
    return digits[-_TAIL:]


def _wishes_text(order: Order) -> str:
    """Wishes as short lists: text and tick, who else asked and why, and a mark on what was dropped."""
    if not order.wishes and not order.dropped:
        return _EMPTY
    kept = [_wish(wish) for wish in order.wishes]
    return text([*kept, *((w.text, w.ticked, w.source.value, w.why, 1) for w in order.dropped)])


def _wish(wish: Wish) -> tuple[object, ...]:
    """A wish without the fields it does not use."""
    plain = (wish.text, wish.ticked)
    return (*plain, wish.source.value, wish.why) if wish.source else plain


WHO_AND_WHY = 2
"""What follows text and tick of a wish that was not given; more tells that it was dropped."""


def _wishes(stored: str, *, dropped: bool) -> tuple[Wish, ...]:
    """The wishes on the list, or those taken off it; rows of older programs hold texts and ticks alone."""
    if stored == _EMPTY:
        return ()
    return tuple(
        Wish(words, ticked, Asked(more[0]), tuple(more[1])) if more else Wish(words, ticked)
        for words, ticked, *more in msgspec.json.decode(stored)
        if (len(more) > WHO_AND_WHY) is dropped
    )


def _hold_text(hold: Hold | None) -> str:
    if hold is None:
        return ""
    return text((hold.kind.value, hold.reason, hold.by, maybe_ms(hold.until)))


def line_rows(order_id: int, order: Order) -> list[tuple[Any, ...]]:
    """Rows of the order's lines, in the order of LINE_COLUMNS."""
    takes = order.state in _TAKES_ITEMS and not order.recall
    due = turn_of(order, to_ms(order.ship_by))
    press = pressure(order.urges, complaint=order.complaint)
    single = int(order.units == 1)
    return [
        (
            order_id,
            position,
            line.line,
            line.sku,
            line.title,
            line.spec,
            line.quantity,
            None if line.price is None else int(line.price * _PARTS),
            line.refund,
            int(line.gift),
            line.got,
            int(line.checked),
            int(takes and line.got < line.need),
            set_aside(order, line),
            due,
            press,
            single,
            line.waived,
            line.of,
        )
        for position, line in enumerate(order.lines)
    ]


def parcel_rows(order_id: int, order: Order) -> list[tuple[Any, ...]]:
    """Rows of the order's boxes, in the order of PARCEL_COLUMNS."""
    return [
        (
            order_id,
            box.parcel,
            box.carrier,
            box.waybill,
            box.why,
            box.carton,
            box.weight_g,
            box.label.value,
            box.prints,
            int(box.closed),
            text(box.contents) if box.contents else _EMPTY,
            box.doubt_g,
            box.vouched,
        )
        for box in order.parcels
    ]


def order_from(row: tuple[Any, ...], lines: list[tuple[Any, ...]], parcels: list[tuple[Any, ...]]) -> Order:
    """The order of its rows; lines carry one more column: the SKU's quality checks as JSON."""
    value = dict(zip(ORDER_COLUMNS, row, strict=True))
    allowed, forbidden = msgspec.json.decode(value["carriers"])
    return Order(
        number=value["number"],
        lines=tuple(_line(line) for line in lines),
        created_at=from_ms(value["created_at"]),
        ship_by=from_ms(due_of_turn(value["due"])),
        ship_by_source=value["due_source"],
        platform=value["platform"],
        shop=value["shop"],
        status=value["status"],
        paid_at=maybe_from_ms(value["paid_at"]),
        modified_at=maybe_from_ms(value["modified_at"]),
        urges=value["urges"],
        complaint=bool(value["complaint"]),
        buyer=value["buyer"],
        message=value["message"],
        memo=value["memo"],
        memo_flag=value["memo_flag"],
        wishes=_wishes(value["wishes"], dropped=False),
        dropped=_wishes(value["wishes"], dropped=True),
        receiver=Receiver(*_strings.decode(value["receiver"])),
        carriers_allowed=tuple(allowed),
        carriers_forbidden=tuple(forbidden),
        sort_code=value["sort_code"],
        state=State(value["state"]),
        hold=_hold(value["hold"]),
        findings=_findings(value["findings"]),
        recall=Recall(value["recall"]),
        address_changed=bool(value["address_changed"]),
        parcels=tuple(_parcel(box) for box in parcels),
        trail=tuple(Step(*step) for step in msgspec.json.decode(value["trail"])),
        shipped_at=maybe_from_ms(value["shipped_at"]),
        told=Receiver(*_strings.decode(value["told"])) if value["told"] else None,
        expedited=expedited_of(value["expedited"]),
        oaid=value["oaid"],
        address_mark=value["address_mark"],
        shop_id=value["shop_id"],
        currency=value["currency"],
    )


def _line(row: tuple[Any, ...]) -> Line:
    _, _, name, sku, title, spec, quantity, price, refund, gift, got, checked, *_, waived, of, inspect = row
    return Line(
        line=name,
        sku=sku,
        quantity=quantity,
        title=title,
        spec=spec,
        price=None if price is None else Decimal(price) / _PARTS,
        refund=refund,
        gift=bool(gift),
        got=got,
        checked=bool(checked),
        inspect=tuple(_strings.decode(inspect)) if inspect and inspect != _EMPTY else (),
        waived=waived,
        of=of,
    )


def _parcel(row: tuple[Any, ...]) -> Parcel:
    _, number, carrier, waybill, why, carton, weight, label, prints, closed, contents, *doubts = row
    packed = tuple(_pairs.decode(contents)) if contents != _EMPTY else ()
    return Parcel(
        number, carrier, waybill, why, carton, weight, Printed(label), prints, bool(closed), packed, *doubts
    )


def _hold(stored: str) -> Hold | None:
    if not stored:
        return None
    kind, reason, by, until = msgspec.json.decode(stored)
    return Hold(HoldKind(kind), reason, by, maybe_from_ms(until))


def _findings(stored: str) -> tuple[Finding, ...]:
    if stored == _EMPTY:
        return ()
    return tuple(Finding(code, tuple((k, v) for k, v in data)) for code, data in msgspec.json.decode(stored))
