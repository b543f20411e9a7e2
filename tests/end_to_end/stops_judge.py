"""Whether every stop was told once and truly: what left and what stayed is read from the parcels, not from the reports."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from packstation.desk.desk import Desk
from packstation.domain.order import Order, State
from packstation.domain.outbox import Entry, EntryState
from tests.emulators.taobao.books import Refund
from tests.emulators.taobao.hearing import Topic
from tests.emulators.taobao.shop import Shop

REPORT, CUT = "taobao.rdc.aligenius.sendgoods.cancel", "taobao.logistics.erp.delivery.cut"


def stops(shop: Shop, desk: Desk) -> list[str]:
    """What is wrong with the stops of a day at whose end everything was heard and told."""
    answered = Counter(
        str(json.loads(call.params["param"])["refund_id"])
        for call in shop.calls
        if call.method == REPORT and call.outcome == "ok" and not call.fault
    )
    found = [f"{refund}: told {times} times" for refund, times in answered.items() if times > 1]
    for refund in shop.refunds.values():
        order = desk.store.orders.get(refund.tid)
        if order is None:
            found += [f"{refund.refund_id}: told of, unknown here"] if refund.stop_reports else []
        else:
            entries = desk.store.outbox.of_order(refund.tid)
            found += [f"{refund.refund_id}: {what}" for what in _stop(shop, refund, order, entries)]
    return [*found, *_interceptions(shop, desk)]


def _stop(shop: Shop, refund: Refund, order: Order, entries: tuple[Entry, ...]) -> Iterator[str]:
    """One refund: what was told of it, against where its goods are."""
    told = set(refund.stop_reports)
    has_left = refund.oid in _left(entries)
    if "SUCCESS" in told and has_left:
        yield "told that the goods stayed; they left"
    if "FAIL" in told and not has_left:
        yield "told that the goods had left; they are here"
    heard = shop.hearing.told_at(Topic.REFUND, refund.tid, refund.event)
    if told or heard is None or not _waits(refund):
        return
    if has_left:
        yield "nobody was told that the goods had left"
    elif order.state is not State.SHIPPED and not _is_in_a_box(order, refund.oid):
        yield "nobody was told that the goods stayed"


def _waits(refund: Refund) -> bool:
    """Whether the platform waits to hear of it."""
    return (refund.status, refund.phase, refund.dispute_type) == ("WAIT_SELLER_AGREE", "onsale", "REFUND")


def _left(entries: tuple[Entry, ...]) -> set[str]:
    """Lines of which units lay in a parcel that left."""
    bodies = [json.loads(entry.body) for entry in entries if entry.kind == "shipment"]
    return {piece["line"] for body in bodies for piece in body["pieces"]}


def _is_in_a_box(order: Order, oid: str) -> bool:
    return any(line.got for line in order.lines if line.line.split("~")[0] == oid)


def _interceptions(shop: Shop, desk: Desk) -> Iterator[str]:
    """What a person asked of a carrier has reached it, or the carrier said no."""
    asked = {cut["mail_no"] for cut in shop.cuts}
    rows = desk.store.database.all("SELECT body, state, error FROM outbox WHERE kind = 'intercept'")
    wanted = set()
    for body, state, error in rows:
        waybill = json.loads(body)["waybill"]
        wanted.add(waybill)
        if state != EntryState.DELIVERED:
            yield f"{waybill}: the carrier was not asked yet: {error}"
        elif error.startswith("intercept-accepted") and waybill not in asked:
            yield f"{waybill}: taken on, says the desk; the carrier knows nothing"
    for waybill in asked - wanted:
        yield f"{waybill}: the carrier was asked, and nobody here wanted that"
