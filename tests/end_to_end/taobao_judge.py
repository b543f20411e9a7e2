"""Whether the desk's books and the platform's tell of the same day: each difference is one line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping

from packstation.desk.desk import Desk
from packstation.domain.order import Order, State
from packstation.domain.outbox import RENUMBER, Entry, EntryState
from tests.emulators.taobao.books import CLOSED, CLOSED_BY_TAOBAO, FINISHED, SENT, SENT_PART, WAIT_SEND, Trade
from tests.emulators.taobao.hearing import Topic
from tests.emulators.taobao.shop import Shop
from tests.end_to_end.stops_judge import stops

NOTHING = ("CLOSED", "SELLER_REFUSE_BUYER")
"""Refunds that came to nothing."""
SENDS = (".send",)
RESENDS = (".consign.resend", ".consign.modify")
OF_STOPS = frozenset({"stop", "intercept"})
"""Entries that have a judge of their own."""
PACKABLE = frozenset({WAIT_SEND, SENT_PART, SENT, FINISHED})


def differences(shop: Shop, desk: Desk) -> list[str]:
    """What does not agree, once everything that was to be told is told and heard."""
    found = [*_wrongs(shop, desk), *told_twice(shop), *stops(shop, desk)]
    changed = Counter(
        call.params.get("tid") for call in shop.calls if call.done and call.method.endswith(RESENDS)
    )
    for trade in shop.trades.values():
        order = desk.store.orders.get(trade.tid)
        if order is None:
            if trade.status in PACKABLE:
                found.append(f"{trade.tid}: missed, {trade.status}")
            continue
        entries = [one for one in desk.store.outbox.of_order(trade.tid) if one.kind not in OF_STOPS]
        found += [
            f"{trade.tid}: {what}"
            for what in (
                *_shipments(trade, order, entries),
                *_renumbered(entries, changed[trade.tid]),
                *_news(trade, order),
                *_left(shop, trade, order),
            )
        ]
    return found


def _wrongs(shop: Shop, desk: Desk) -> Iterator[str]:
    """What the platform took though it had told before the parcel left that it must not be sent so."""
    for wrong in shop.wrongs:
        order = desk.store.orders.get(wrong.tid)
        left_at = order.shipped_at if order else None
        if wrong.told_at and (left_at is None or wrong.told_at <= left_at + shop.offset):
            yield f"{wrong.tid}: sent, {wrong.why}, though told at {wrong.told_at}"


def _left(shop: Shop, trade: Trade, order: Order) -> Iterator[str]:
    """Goods that left this house though the platform had told that their money was asked back."""
    inside = {line.line for line in order.lines if line.got}
    for line in trade.lines:
        refund = shop.refunds.get(line.refund_id)
        if order.shipped_at is None or refund is None or line.oid not in inside or refund.status in NOTHING:
            continue
        told_at = shop.hearing.told_at(Topic.REFUND, trade.tid, refund.asked_event)
        if told_at and told_at <= order.shipped_at + shop.offset:
            yield f"{line.oid} left at {order.shipped_at}, its refund told at {told_at}"


def told_twice(shop: Shop) -> list[str]:
    """Parcels that the platform was told of, and took, more than once."""
    counts = Counter(
        (call.params.get("tid"), number)
        for call in shop.calls
        if call.done and call.method.endswith(SENDS)
        for number in _numbers_in(call.params)
    )
    return [f"{tid}: {number} told {times} times" for (tid, number), times in counts.items() if times > 1]


def _numbers_in(params: Mapping[str, str]) -> list[str]:
    """The waybill numbers a call tells of: its own, or those of the packages it lists."""
    packages = json.loads(params.get("consign_pkgs") or "[]")
    return [str(one["out_sid"]) for one in packages] or [params.get("out_sid", "")]


def _shipments(trade: Trade, order: Order, entries: list[Entry] | tuple[Entry, ...]) -> Iterator[str]:
    """What left here and what they have written down."""
    delivered = sorted(_numbers_now(entries))
    theirs = sorted(f"{parcel.company} {parcel.number}" for parcel in trade.parcels)
    unsure = {_number(entry) for entry in entries if entry.state is EntryState.PARKED}
    if not set(delivered) <= set(theirs) <= set(delivered) | unsure or len(theirs) > len(set(theirs)):
        yield f"we told of {delivered}, they have {theirs}"
    if theirs and order.state is not State.SHIPPED:
        yield f"they have {theirs}, here it is {order.state}"
    if order.state is State.SHIPPED and not entries:
        yield "shipped, and nothing to tell of it"
    for place, entry in enumerate(entries):
        waits = any(one.state is EntryState.PARKED for one in entries[:place])
        if entry.state is EntryState.PENDING and not waits:
            # what stands behind a parked one waits for the person who decides on that
            yield f"not told yet: {entry.error}"
        if entry.state is EntryState.PARKED and not any(line.refund_id for line in trade.lines):
            # where money was asked back after the parcel left a person decides what to tell
            yield f"parked: {entry.error}"


def _renumbered(entries: list[Entry] | tuple[Entry, ...], changed: int) -> Iterator[str]:
    """A number that was changed here was changed there, once."""
    told = sum(entry.kind == RENUMBER and entry.state is EntryState.DELIVERED for entry in entries)
    if told != changed:
        yield f"{told} numbers changed here, {changed} there"


def _numbers_now(entries: list[Entry] | tuple[Entry, ...]) -> list[str]:
    """The numbers we told of, each as it was changed last."""
    numbers: list[str] = []
    for entry in entries:
        if entry.state is not EntryState.DELIVERED:
            continue
        body = json.loads(entry.body)
        if entry.kind == RENUMBER:
            before = f"{body['before_carrier']} {body['before']}"
            numbers = [_number(entry) if number == before else number for number in numbers]
        else:
            numbers.append(_number(entry))
    return numbers


def _number(entry: Entry) -> str:
    body = json.loads(entry.body)
    return f"{body.get('carrier', '')} {body.get('waybill', '')}"


def _news(trade: Trade, order: Order) -> Iterator[str]:
    """What became of it there and what is known of that here."""
    if order.state is State.SHIPPED:
        return
    if trade.status in (CLOSED, CLOSED_BY_TAOBAO) and order.state is not State.CANCELLED and not order.recall:
        yield f"{trade.status} there, {order.state} here"
    known = {line.line: line for line in order.lines if not line.of}
    for line in trade.lines:
        mine = known.get(line.oid)
        if trade.status == WAIT_SEND and mine is not None and line.open:
            wanted = line.num if line.refund_status in ("NO_REFUND", "CLOSED", "SELLER_REFUSE_BUYER") else 0
            if mine.need not in (wanted, wanted - mine.waived):
                yield f"{line.oid}: {wanted} wanted there, {mine.need} here ({line.refund_status})"
