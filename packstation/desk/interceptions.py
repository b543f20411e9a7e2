"""Parcels that have left and are wanted back: the carrier is asked to stop them, and what it answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import msgspec

from packstation.desk.unasked import ADDRESS
from packstation.desk.workplace import Workplace
from packstation.domain.order import Order, Recall, State
from packstation.domain.outbox import RENUMBER, SHIPMENT, Entry, EntryState, reason_of
from packstation.domain.renumbering import Renumbering
from packstation.domain.scan import Answer, Verdict
from packstation.domain.shipment import Shipment
from packstation.domain.stops import INTERCEPT, Interception, WantedBack, intercept_key
from packstation.errors import Refusal
from packstation.store.store import as_text

_REASONS = {ADDRESS: WantedBack.ADDRESS, Recall.CANCELLED.value: WantedBack.CANCELLED}
"""What the carrier is told, by what was found; refunds are the usual reason."""


class Asked(StrEnum):
    """How asking for a parcel stands."""

    UNDERWAY = "underway"
    ACCEPTED = "intercept-accepted"
    REFUSED = "intercept-refused"
    IMPOSSIBLE = "intercept-impossible"


@dataclass(frozen=True, slots=True)
class Told:
    """One parcel that was asked for, and how that stands; ``error``: what was answered, or is in the way."""

    waybill: str
    state: Asked
    turn: int
    error: str


class Interceptions:
    """What can be done about a parcel that should not arrive."""

    def __init__(self, place: Workplace) -> None:
        """Work at this desk."""
        self._place = place

    def why_not(self, number: str) -> str:
        """Why no parcel of an order can be asked for now, as the key of its words; empty where one can."""
        order = self._place.store.orders.get(number)
        return "no-exception" if order is None else self._hindered(order)

    def _hindered(self, order: Order) -> str:
        store = self._place.store
        mark = store.unasked.of(order.number)
        is_wanted = store.refunds.is_wanted(order.number) or (mark is not None and bool(mark.found))
        if order.state is not State.SHIPPED or not is_wanted:
            return "no-exception"
        shop = self._place.shops.of(order.shop_id)
        if shop is None or not shop.connector.intercepts:
            return "intercept-unable"
        entries = store.outbox.of_order(order.number)
        if not _shipments(entries):
            return "intercept-no-parcel"
        return "" if _open(entries) else "intercept-asked"

    def ask(self, number: str) -> Answer:
        """The carrier is to be asked for every parcel of an order that was not asked for, or refused."""
        return self._place.gesture("ask-back", lambda: self._ask(number))

    def _ask(self, number: str) -> Answer:
        place = self._place
        order = place.order(number)
        if missing := self._hindered(order):
            raise Refusal(Verdict.NOT_READY, missing=missing, order=number)
        mark, now = place.store.unasked.of(number), place.clock.now()
        reason = _REASONS.get(mark.found if mark else "", WantedBack.REFUND)
        parcels = _open(place.store.outbox.of_order(number))
        for shipment, turn in parcels:
            body = Interception(number, shipment.carrier, shipment.waybill, reason, now)
            key = intercept_key(number, shipment.waybill, turn)
            place.store.outbox.add(Entry(key, number, INTERCEPT, as_text(body), now))
        place.store.orders.note_sent(number, unsent=True)
        waybills = "、".join(shipment.waybill for shipment, _ in parcels)
        return place.answer("", Verdict.COMMAND_OK, order, {"missing": "asked-back", "waybill": waybills})


def interceptions(entries: Sequence[Entry]) -> tuple[Told, ...]:
    """Parcels that were asked for, by their last request; ``entries`` are an order's, oldest first."""
    found: dict[str, Told] = {}
    for entry in entries:
        if entry.kind == INTERCEPT:
            waybill = msgspec.json.decode(entry.body, type=Interception).waybill
            before = found.get(waybill)
            turn = before.turn + 1 if before else 1
            found[waybill] = Told(waybill, _state(entry), turn, entry.error)
    return tuple(found.values())


def _state(entry: Entry) -> Asked:
    reason = reason_of(entry.error)[0]
    if entry.state is EntryState.DELIVERED and reason in set(Asked):
        return Asked(reason)
    return Asked.REFUSED if entry.state is not EntryState.PENDING else Asked.UNDERWAY


def _shipments(entries: Sequence[Entry]) -> list[Shipment]:
    """The parcels an order left in, under the numbers they go by now."""
    found = [msgspec.json.decode(one.body, type=Shipment) for one in entries if one.kind == SHIPMENT]
    for one in entries:
        if one.kind == RENUMBER:
            new = msgspec.json.decode(one.body, type=Renumbering)
            found = [
                replace(parcel, carrier=new.carrier, waybill=new.waybill)
                if parcel.waybill == new.before
                else parcel
                for parcel in found
            ]
    return found


def _open(entries: Sequence[Entry]) -> list[tuple[Shipment, int]]:
    """Parcels that can be asked for, each with how often that will have been."""
    told = {one.waybill: one for one in interceptions(entries)}
    return [
        (shipment, told[shipment.waybill].turn + 1 if shipment.waybill in told else 1)
        for shipment in _shipments(entries)
        if shipment.waybill not in told
        or told[shipment.waybill].state not in (Asked.UNDERWAY, Asked.ACCEPTED)
    ]
