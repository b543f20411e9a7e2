"""Ways in which the desk of the great day can sin; the judge must notice each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from packstation.carriers.carrier import Booking, Carrier, Consignment
from packstation.desk.desk import Desk
from packstation.desk.syncing import Delivery
from packstation.domain.intake import RefundTold
from packstation.domain.order import Order
from packstation.domain.outbox import Delivered
from packstation.platforms.connector import Fetched
from packstation.store import queue
from tests.end_to_end import careless_taobao
from tests.end_to_end.careless_taobao import Careless

THE_SHOPS_OWN = timedelta(hours=48)


class Sin(StrEnum):
    """What this desk does wrong."""

    NONE = "none"
    SORTS = "the oldest row first, whatever is due"
    HOPES = "every order has two days from its payment"
    UNMOVED = "an urge changes nothing"
    PRESUMES = "what is about to be told has been told"
    PRINTS = "what was being printed is printed again at the start"
    GRASPS = "a number is asked for again without looking for the one that may have been given"
    KEEPS = "numbers given up are not given back"
    TRUSTS = "a call without an answer has been carried out"
    FORGETS = "one order in ten is not handed in"


class Listening(Careless):
    """The program's own connector, which remembers what it handed in; it may read deadlines carelessly."""

    fault = Sin.NONE

    def begin(self) -> None:
        """What is handed in is noted from here on."""
        self.heard: list[str] = []

    def fetch(self) -> Fetched:
        return self._noted(super().fetch())

    def reread(self, numbers: Sequence[str]) -> Fetched:
        return self._noted(super().reread(numbers))

    def _noted(self, fetched: Fetched) -> Fetched:
        if self.fault is Sin.HOPES:
            hoped = (
                (place, _hoped(one) if isinstance(one, Order) else one)
                for place, one in fetched.batch.records
            )
            fetched = replace(fetched, batch=replace(fetched.batch, records=tuple(hoped)))
        for _, one in fetched.batch.records:
            if isinstance(one, Order | RefundTold):
                self.heard.append(one.number if isinstance(one, Order) else one.order)
        return fetched


def _hoped(order: Order) -> Order:
    return replace(order, ship_by=order.paid_at + THE_SHOPS_OWN) if order.paid_at else order


class CarelessCarrier(Carrier):
    """A source of numbers between the desk and the real one."""

    outside = True

    def __init__(self, real: Carrier, sin: Sin) -> None:
        self._real, self._sin = real, sin

    def carriers(self) -> tuple[str, ...]:
        return self._real.carriers()

    def book(self, consignment: Consignment, at: datetime) -> Booking | None:
        return self._real.book(consignment, at)

    def booked(self, key: str, carrier: str, known: frozenset[str] = frozenset()) -> Booking | None:
        return None if self._sin is Sin.GRASPS else self._real.booked(key, carrier, known)

    def void(self, numbers: tuple[str, ...], carrier: str = "") -> None:
        if self._sin is not Sin.KEEPS:
            self._real.void(numbers, carrier)


def begin(sin: Sin) -> None:
    """Before anything is opened: what this process does wrong in itself."""
    if sin is Sin.SORTS:
        queue._ORDER = " ORDER BY o.id"
    if sin is Sin.UNMOVED:
        queue._ORDER = " ORDER BY o.due, o.id"


def of_connector(sin: Sin) -> careless_taobao.Sin:
    """The sin the connector knows by itself."""
    names = {Sin.TRUSTS: careless_taobao.Sin.TRUSTS, Sin.FORGETS: careless_taobao.Sin.FORGETS}
    return names.get(sin, careless_taobao.Sin.NONE)


def presume(desk: Desk) -> Delivery:
    """Write down first that it was told, then tell it."""
    entries = desk.syncing.plan()
    for entry in entries:
        desk.syncing.settle(entry, Delivered())
        desk.syncing.deliver(entry)
    return Delivery(delivered=len(entries))
