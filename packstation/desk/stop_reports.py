"""What the platform is told of goods whose money is asked back: that they stayed here, or have left.

Told once a refund, by an entry of the outbox that is written in the transaction which settles it: the news
itself where nothing of the line lies in a box, the scan that takes the last unit out, the parcel that is
taken apart, goods put back; or the news that comes after the parcel has left. That goods stayed lets the
platform pay the buyer back, so it is never said of goods that lie in any box, whosever it is. A buyer who
withdraws first calls the entry off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from packstation.domain.order import PARTED, REFUND_OVER, Order, State
from packstation.domain.outbox import Entry, EntryState
from packstation.domain.refunds import CLOSED, RefundCase
from packstation.domain.stops import STOP, Stopped, StopReport, stop_key
from packstation.domain.together import lead_of, name_of
from packstation.store.refunds import KnownRefund, Wanted
from packstation.store.store import Store, as_text

ALL, ONLY_LEFT, OFF = "all", "left", "off"
"""What of it a shop has told: both, only that goods had left, nothing."""
OVER = "stop-over"
"""The answer of an entry that needs no telling any more."""


def follow(store: Store, order: Order, now: datetime, rule: str) -> None:
    """A gesture or the platform changed an order: what that settles is noted to be told.

    Args:
        store: the desk's.
        order: as it is kept now.
        now: the moment (UTC).
        rule: which outcomes this shop has told.
    """
    if all(line.refund in REFUND_OVER for line in order.lines):
        return
    parted = {line.line.partition(":")[0] for line in order.lines if line.refund == PARTED}
    along = {line.of for line in order.lines if line.of}
    for number in {order.number, *parted, *along}:
        _report(store, number, now, rule)


def heard(store: Store, known: Order | None, told: Order, now: datetime, rule: str) -> None:
    """The platform told of an order with its refunds; ``known`` is how the order was before that.

    Part of the transaction that takes the news in. Older news than what is known change nothing.
    """
    before = store.refunds.of_order(told.number)
    if not (told.refunds or before) or _is_old(known, told):
        return
    order = store.orders.get(told.number)
    if order is None:
        return
    for case in (*told.refunds, *_no_longer_told(before.values(), told)):
        _take(store, order, before.get(case.id), case, now)
    _report(store, told.number, now, rule)
    entries = store.outbox.of_order(told.number)
    store.orders.note_sent(told.number, unsent=any(e.state is not EntryState.DELIVERED for e in entries))
    store.exceptions.parked(order, now)


def _is_old(known: Order | None, told: Order) -> bool:
    if known is None or known.modified_at is None or told.modified_at is None:
        return False
    return told.modified_at < known.modified_at


def _no_longer_told(before: Iterable[KnownRefund], told: Order) -> list[RefundCase]:
    """Refunds that were open and that the platform shows no more: withdrawn, or replaced by another."""
    shown = {case.id for case in told.refunds}
    others = {case.line for case in told.refunds}
    over = others | {line.line for line in told.lines if line.refund in REFUND_OVER}
    return [
        replace(one.case, status=CLOSED)
        for one in before
        if one.case.id not in shown and one.case.line in over and one.case.waits_for_us
    ]


def _take(store: Store, order: Order, old: KnownRefund | None, case: RefundCase, now: datetime) -> None:
    """Keep what is known of a refund now; what was to be told of one that is over is called off."""
    if old is None:
        one = KnownRefund(case, order.number)
    else:
        kept = {name: getattr(case, name) or getattr(old.case, name) for name in ("phase", "kind", "goods")}
        case = replace(case, **kept)
        one = replace(old, case=case)
        if old.told and not case.waits_for_us:
            store.outbox.call_off(stop_key(case.id, old.turn), OVER, now)
        if case.waits_for_us and not old.case.waits_for_us:
            one = replace(one, turn=old.turn + bool(old.told), told="")
    store.refunds.put(replace(one, wanted=_wanted(store, order, one)), now)


def _wanted(store: Store, order: Order, one: KnownRefund) -> Wanted:
    """Whether its parcel is wanted back: until somebody dealt with it, or the buyer withdraws."""
    if not one.case.wants_parcel_back or not _has_left(store, order, one.case.line):
        return Wanted.NO
    return one.wanted or Wanted.YES


def _report(store: Store, number: str, now: datetime, rule: str) -> None:
    """Note what is settled of an order's refunds and not told yet."""
    waiting = [one for one in store.refunds.waiting(number) if one.case.waits_for_us]
    order = store.orders.get(number) if waiting and rule != OFF else None
    if order is None:
        return
    for one in waiting:
        outcome = _outcome(store, order, one.case)
        if outcome is None or (outcome is Stopped.STAYED and rule == ONLY_LEFT):
            continue
        case = one.case
        report = StopReport(number, case.line, case.id, outcome, now)
        store.refunds.tell(case.id, outcome)
        store.outbox.add(Entry(stop_key(case.id, one.turn), number, STOP, as_text(report), now))


def _outcome(store: Store, order: Order, case: RefundCase) -> Stopped | None:
    """What became of the goods of a refund, where the desk knows; None as long as it does not.

    Of an order that somebody else shipped, and of a line the order does not have, nothing is known. What is
    fulfilled without a parcel neither stays nor leaves: a person answers for it.
    """
    line = next((line for line in order.lines if line.line == case.line and not line.of), None)
    if line is None:
        return None
    if order.state is not State.SHIPPED:
        return None if _is_in_a_box(store, order, case.line) else Stopped.STAYED
    if order.shipped_at is None or not case.is_whole:
        return None
    if _has_left(store, order, case.line):
        return Stopped.LEFT
    return None if line.need else Stopped.STAYED


def _is_in_a_box(store: Store, order: Order, line: str) -> bool:
    """Whether units of a line lie in the order's boxes, other goods under its number too, or in another's."""
    own = any(
        one.got and (one.line == line or one.line.startswith(f"{line}~")) for one in order.lines if not one.of
    )
    return own or store.refunds.units_elsewhere(order.number, line) > 0


def _has_left(store: Store, order: Order, line: str) -> bool:
    """Whether units of a line left this house, in the order's own parcel or in the one it went along with."""
    if order.state is not State.SHIPPED or order.shipped_at is None:
        return False
    mine = next((one for one in order.lines if one.line == line and not one.of), None)
    if mine is None:
        return False
    lead = store.orders.get(lead_of(order)) if lead_of(order) else None
    if lead is None:
        return mine.got > 0
    return any(one.got for one in lead.lines if one.line == name_of(order, mine))
