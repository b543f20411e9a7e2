"""Fewer goods than were sold: whom it hits, and what becomes of them: the rest, later, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from packstation.desk.labelling import Labelling
from packstation.desk.stockroom import Stockroom
from packstation.desk.workplace import Workplace
from packstation.domain.agreements import wait_for_goods, waive
from packstation.domain.order import Order, State
from packstation.domain.people import Right
from packstation.domain.scan import Answer, Verdict
from packstation.domain.stock import Shortage, shortage
from packstation.errors import Refusal

MOST_LOOKED_AT = 500
"""Orders that want a SKU, looked at for who goes without; the rest is hit in any case."""


class Shortages:
    """Orders that do not get all their goods."""

    def __init__(self, place: Workplace, stockroom: Stockroom, labelling: Labelling) -> None:
        """Work at this desk."""
        self._place = place
        self._stockroom = stockroom
        self._labelling = labelling

    def of(self, sku: str) -> Shortage | None:
        """Whom a shortage of a SKU hits; None where there is enough, or nobody counts."""
        bins = self._stockroom.bins(sku)
        if not bins:
            return None
        demands = self._place.store.stock.demands(sku, MOST_LOOKED_AT)
        return shortage(sku, sum(shelf.units for shelf in bins), demands, self._place.clock.now())

    def send_rest(self, number: str, note: str) -> Answer:
        """What lies on no shelf is left out, as agreed with the buyer; the rest of the order goes on."""
        return self._place.gesture("send-rest", lambda: self._send_rest(number, note))

    def _send_rest(self, number: str, note: str) -> Answer:
        place = self._place
        place.require(Right.RELEASE)
        old = place.free_order(number)
        missing = self._stockroom.missing(old)
        if not missing:
            raise Refusal(Verdict.NOT_READY, missing="nothing-short", order=number)
        done = self._labelling.advance(waive(old, missing))
        order = place.save(old, done.order)
        facts = {"missing": "rest", "amount": sum(missing.values()), "note": note, **done.facts}
        answer = place.answer("", Verdict.COMMAND_OK, order, facts)
        return replace(answer, events=tuple(done.events), jobs=done.jobs, asks=done.asks, gates=done.gates)

    def wait(self, number: str, until: datetime) -> Answer:
        """The order waits for more goods until a time (UTC) and is looked over again then."""
        return self._place.gesture("wait-for-goods", lambda: self._wait(number, until))

    def _wait(self, number: str, until: datetime) -> Answer:
        place = self._place
        old = place.free_order(number)
        _still_here(old)
        order = place.save(old, wait_for_goods(old, place.desk().packer, until))
        if place.desk().order == number:
            place.put_down(None)
        return place.answer("", Verdict.HELD, order, {"reason": "stock", "missing": "stock"})


def _still_here(order: Order) -> None:
    """An order whose box is closed lacks nothing.

    Raises:
        Refusal: it is packed already.
    """
    if order.state in (State.PACKED, State.LABELLED):
        raise Refusal(Verdict.NOT_READY, missing="nothing-short", order=order.number)
