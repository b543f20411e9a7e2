"""The last step: right label on the right box, shipped, the platform's entry written, all in one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from packstation.desk.companions import Companions
from packstation.desk.gate_book import Step
from packstation.desk.gating import ASKING, ask_before
from packstation.desk.labelling import Labelling
from packstation.desk.quality import Quality
from packstation.desk.weighing import Weighing
from packstation.desk.workplace import Workplace
from packstation.domain import together, verbs
from packstation.domain.boxes import is_unweighed
from packstation.domain.leaving import why_stopped
from packstation.domain.moves import stop_verdict
from packstation.domain.order import Order, Printed, State
from packstation.domain.outbox import SHIPMENT, Entry
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

    def close(self, code: str, old: Order, waybill: str, again: Callable[[], Answer] | None = None) -> Answer:
        """The label on the box was scanned; the order ships once every box is closed.

        Args:
            code: as scanned.
            old: whose box.
            waybill: the number on its label.
            again: the gesture of a box that leaves the desk for good with this scan; it is done once more
                when the platform has let the order through. None: the box waits for the others.
        """
        stop = stop_verdict(old)
        if stop:
            raise Refusal(stop, order=old.number, waybill=waybill, **why_stopped(old))
        if self._place.hand:
            # a number read off the screen proves nothing about the label on the box
            self._place.require(Right.SHIP_UNSCANNED)
        events: list[Event] = []
        order = self._prove_printed(old, waybill, events)
        if not self._place.hand:
            self._place.store.print_jobs.prove(waybill, self._place.clock.now())
        if order.state is State.PACKED:
            self._place.save(old, order)
            facts = {"missing": "label-found", "left": _labels_open(order), "waybill": waybill}
            return replace(self._place.answer(code, Verdict.COMMAND_OK, order, facts), events=tuple(events))
        order = verbs.close_parcel(order, waybill)
        open_boxes = [box for box in order.parcels if not box.closed]
        if open_boxes:
            asking = self._asking(code, old, order, again, events) if again else None
            if asking:
                return asking
            self._place.save(old, order)
            facts = {"missing": "next-label", "left": len(open_boxes), "waybill": waybill}
            return replace(self._place.answer(code, Verdict.COMMAND_OK, order, facts), events=tuple(events))
        again = again or (lambda: self.close(code, self._place.order(old.number), waybill))
        is_handover = self._place.options.ship_on == "handover"
        return self._ship(code, old, order, events, again, handover=is_handover)

    def _asking(
        self, code: str, old: Order, order: Order, again: Callable[[], Answer], events: list[Event]
    ) -> Answer | None:
        """The answer while the platform is asked before a box leaves; None: it may leave now."""
        gates = ask_before(self._place, Step.SHIP, order, again, code)
        if gates is None:
            return None
        self._place.save(old, order)
        answer = self._place.answer(code, Verdict.COMMAND_OK, order, {"missing": ASKING})
        return replace(answer, events=tuple(events), gates=gates)

    def _prove_printed(self, order: Order, waybill: str, events: list[Event]) -> Order:
        """A label that can be scanned was printed, whatever the printer said of it.

        Raises:
            Refusal: this one was known, and another box has none.
        """
        if order.state not in (State.PACKED, State.LABELLED):
            return order
        box = next(box for box in order.parcels if box.waybill == waybill)
        if box.label is not Printed.PRINTED:
            order = verbs.note_label(order, box.parcel, Printed.PRINTED)
            events.append(Event.LABEL_PRINTED)
        elif order.state is State.PACKED and _labels_open(order):
            known = {other.label for other in order.parcels}
            missing = next((name for label, name in _WAITS_FOR if label in known), "label")
            raise Refusal(Verdict.NOT_READY, order=order.number, missing=missing)
        return self._labelling.label_if_all_printed(order)

    def ship_unscanned(self, code: str) -> Answer:
        """PKSHIP: where no label can be scanned, a lead answers for it."""
        return self._ship_unscanned(code, self._place.open_order().number)

    def _ship_unscanned(self, code: str, number: str) -> Answer:
        old = self._place.order(number)
        self._place.require(Right.SHIP_UNSCANNED)
        if old.state is not State.LABELLED and not stop_verdict(old):
            raise Refusal(Verdict.NOT_READY, order=old.number, missing=verbs.missing(old))
        again = partial(self._ship_unscanned, code, number)
        return self._ship(code, old, old, [], again, handover=False, note="unscanned")

    def _ship(
        self,
        code: str,
        old: Order,
        order: Order,
        events: list[Event],
        again: Callable[[], Answer],
        *,
        handover: bool,
        note: str = "",
    ) -> Answer:
        place = self._place
        now = place.clock.now()
        leaving = verbs.ship(order, now)
        if place.options.weigh and is_unweighed(order):
            # its contents changed since it was weighed: a refunded unit came out under the label
            raise Refusal(Verdict.NOT_READY, order=order.number, missing="weight")
        asking = self._asking(code, old, order, again, events)
        if asking:
            return asking
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
            self._tell_platform(one, order)
        place.store.orders.note_sent(order.number, unsent=True)
        place.store.people.clear_order(order.number, now)
        return order

    def _carrier_name(self, code: str) -> str:
        carrier = self._place.store.catalogue.carrier(code)
        return carrier.name if carrier and carrier.name else code

    def _tell_platform(self, order: Order, lead: Order) -> None:
        """The entries the platform must hear, one for each number the order left under, as is true now.

        Boxes under one parent number are one shipment to the platform (method page of ii.get).
        """
        now, told_as = self._place.clock.now(), self._place.store.carrier_labels.told_as
        boxes = together.boxes_with(lead, order.number)
        for waybill in dict.fromkeys(told_as(box.waybill) for box in boxes):
            group = tuple(box for box in boxes if told_as(box.waybill) == waybill)
            key, carrier = key_of(order.number, waybill), group[0].carrier
            pieces = together.pieces_in(lead, order.number, group)
            shipment = Shipment(key, order.number, carrier, self._carrier_name(carrier), waybill, now, pieces)
            self._place.store.outbox.add(Entry(key, order.number, SHIPMENT, as_text(shipment), now))

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


_WAITS_FOR = ((Printed.SENDING, "printing"), (Printed.UNKNOWN, "label-unknown"))
"""What an order with some of its labels waits for, the one that ends by itself first."""


def _labels_open(order: Order) -> int:
    """Boxes of which nobody knows that they have their label."""
    return sum(box.label is not Printed.PRINTED for box in order.parcels)
