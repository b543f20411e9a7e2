"""Orders that need no parcel: one gesture of a person tells the platform that they are fulfilled."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from packstation.desk.gate_book import Step
from packstation.desk.gating import ASKING, ask_before
from packstation.desk.workplace import Workplace
from packstation.domain.outbox import NO_PARCEL, Entry
from packstation.domain.people import Right
from packstation.domain.scan import Answer, Verdict
from packstation.domain.shipment import key_of
from packstation.domain.without_parcel import WithoutParcel, ship_without_parcel
from packstation.store.store import as_text


class WithoutParcels:
    """Orders fulfilled without carrier and waybill; never by a scan."""

    def __init__(self, place: Workplace) -> None:
        """Work at this desk."""
        self._place = place

    def ship(self, number: str) -> Answer:
        """The order is fulfilled: the platform is asked once more, then told so. A lead's right."""
        return self._place.gesture("no-parcel", partial(self._ship, number))

    def _ship(self, number: str) -> Answer:
        place = self._place
        place.require(Right.SHIP_UNSCANNED)
        old, now = place.order(number), place.clock.now()
        leaving = ship_without_parcel(old, now)
        gates = ask_before(place, Step.SHIP, old, partial(self._ship, number))
        if gates is not None:
            answer = place.answer("", Verdict.COMMAND_OK, old, {"missing": ASKING})
            return replace(answer, gates=gates)
        order = place.save(old, leaving)
        key = key_of(number, NO_PARCEL)
        told = WithoutParcel(key, number, now)
        place.store.outbox.add(Entry(key, number, NO_PARCEL, as_text(told), now))
        place.store.orders.note_sent(number, unsent=True)
        place.store.people.clear_order(number, now)
        return place.answer("", Verdict.SHIPPED, order, {"missing": "no-parcel"})
