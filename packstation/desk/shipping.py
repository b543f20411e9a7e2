"""The last step: right label on the right box, shipped, the platform's entry written, all in one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from packstation.desk.companions import Companions
from packstation.desk.labelling import Labelling
from packstation.desk.quality import Quality
from packstation.desk.weighing import Weighing
from packstation.desk.workplace import Workplace
from packstation.domain import together, verbs
from packstation.domain.boxes import is_unweighed
from packstation.domain.moves import stop_verdict
from packstation.domain.order import Order, Printed, State
from packstation.domain.outbox import Entry
from packstation.domain.people import Right
from packstation.domain.scan import Answer, Event, Verdict
from packstation.domain.shipment import Shipment, key_of
from packstation.domain.stock import MoveKind
from packstation.errors import Refusal
from packstation.store.carton_ledger import CartonMove
from packstation.store.stock import Move
from packstation.store.store import as_text


class Shipping:
    """Closing scans, handover, and parcels taken apart again."""

    def __init__(
        self,
        place: Workplace,
        labelling: Labelling,
        weighing: Weighing,
        quality: Quality,
        companions: Companions,
    ) -> None:
        """Work at this desk."""
        self._companions = companions
        self._place = place
        self._labelling = labelling
        self._weighing = weighing
        self._quality = quality

    def close(self, code: str, old: Order, waybill: str) -> Answer:
        """The label on the box was scanned; the order ships once every box is closed."""
        stop = stop_verdict(old)
        if stop:
            missing = str(old.recall) or None
            unpack = bool(old.recall) and old.may_bear_label
            raise Refusal(stop, order=old.number, missing=missing, waybill=waybill, must_be_unpacked=unpack)
        if self._place.hand:
            # a number read off the screen proves nothing about the label on the box
            self._place.require(Right.SHIP_UNSCANNED)
        events: list[Event] = []
        order = self._prove_printed(old, waybill, events)
        if not self._place.hand:
            self._place.store.print_jobs.prove(waybill, self._place.clock.now())
        order = verbs.close_parcel(order, waybill)
        open_boxes = [box for box in order.parcels if not box.closed]
        if open_boxes:
            self._place.save(old, order)
            facts = {"missing": "next-label", "left": len(open_boxes), "waybill": waybill}
            return replace(self._place.answer(code, Verdict.COMMAND_OK, order, facts), events=tuple(events))
        return self._ship(code, old, order, events, handover=self._place.options.ship_on == "handover")

    def _prove_printed(self, order: Order, waybill: str, events: list[Event]) -> Order:
        """A label that can be scanned was printed, whatever the printer said of it."""
        if order.state is not State.PACKED:
            return order
        box = next(box for box in order.parcels if box.waybill == waybill)
        if box.label is not Printed.PRINTED:
            order = verbs.note_label(order, box.parcel, Printed.PRINTED)
            events.append(Event.LABEL_PRINTED)
        if any(other.label is not Printed.PRINTED for other in order.parcels):
            raise Refusal(Verdict.NOT_READY, order=order.number, missing="label")
        return verbs.label(order)

    def ship_unscanned(self, code: str) -> Answer:
        """PKSHIP: where no label can be scanned, a lead answers for it."""
        old = self._place.open_order()
        self._place.require(Right.SHIP_UNSCANNED)
        if old.state is not State.LABELLED and not stop_verdict(old):
            raise Refusal(Verdict.NOT_READY, order=old.number, missing=verbs.missing(old))
        return self._ship(code, old, old, [], handover=False, note="unscanned")

    def _ship(
        self, code: str, old: Order, order: Order, events: list[Event], *, handover: bool, note: str = ""
    ) -> Answer:
        place = self._place
        now = place.clock.now()
        leaving = verbs.ship(order, now)
        if place.options.weigh and is_unweighed(order):
            # its contents changed since it was weighed: a refunded unit came out under the label
            raise Refusal(Verdict.NOT_READY, order=order.number, missing="weight")
        order = self._book_out(old, leaving, now)
        facts = {
            "waybill": order.parcels[0].waybill,
            "carrier": self._carrier_name(order.parcels[0].carrier),
            "note": note or None,
        }
        if handover:
            return replace(
                place.answer(code, Verdict.HANDED_OVER, order, facts), events=(*events, Event.SHIPPED)
            )
        return replace(place.answer(code, Verdict.SHIPPED, order, facts), events=tuple(events))

    def _book_out(self, old: Order, leaving: Order, now: datetime) -> Order:
        """Everything that is true once the boxes are gone: shelves, cartons, what is told."""
        place = self._place
        along = self._companions.ship(leaving, now)
        order = place.save(old, leaving)
        packer = place.desk().packer
        for line in order.lines:
            if line.got:
                shipped = Move("", "", kind=MoveKind.SHIP, order=order.number, packer=packer)
                place.store.stock.take(line.sku, line.got, now, shipped)
        self._weighing.learn(order)
        self._quality.looked_at(order)
        for box in order.parcels:
            if box.carton:
                place.store.cartons.take(CartonMove(box.carton, -1, "ship", order.number, packer), now)
        for one in (order, *along):
            # boxes under one parent number are one shipment to the platform (method page of ii.get)
            told_as = place.store.carrier_labels.told_as
            leaving_as = {told_as(box.waybill): box.carrier for box in together.boxes_with(order, one.number)}
            for waybill, carrier in leaving_as.items():
                self._tell_platform(one, carrier, waybill)
        place.store.orders.note_sent(order.number, unsent=True)
        place.store.people.clear_order(order.number, now)
        return order

    def _carrier_name(self, code: str) -> str:
        carrier = self._place.store.catalogue.carrier(code)
        return carrier.name if carrier and carrier.name else code

    def _tell_platform(self, order: Order, carrier: str, waybill: str) -> None:
        """The entry the platform must hear, with what is true now."""
        now = self._place.clock.now()
        key = key_of(order.number, waybill)
        shipment = Shipment(key, order.number, carrier, self._carrier_name(carrier), waybill, now)
        self._place.store.outbox.add(Entry(key, order.number, "shipment", as_text(shipment), now))

    def unpack(self, code: str, old: Order) -> Answer:
        """A recalled parcel was taken apart: label torn off, goods back on their shelves."""
        place = self._place
        numbers = old.live_waybills
        place.give_up(numbers)
        order = place.save(old, verbs.unpack(old))
        place.store.people.clear_order(order.number, place.clock.now())
        return place.answer(
            code, Verdict.UNDONE, order, {"missing": "unpacked", "waybill": "、".join(numbers)}
        )
