"""Another waybill number for a parcel that has left: who may say so, what is checked, what is told.

The label was spoiled at the courier's, another carrier took the parcel, a wrong number had been typed. The
old number is never used again; a carrier that gave it is not asked to take it back: the parcel may bear it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from packstation.desk.booking import about
from packstation.desk.telling import Telling, telling_of
from packstation.desk.typed_numbers import TYPED, TypedNumbers
from packstation.desk.workplace import Workplace
from packstation.domain import together
from packstation.domain.carrier_reason import reason
from packstation.domain.order import Order, Parcel, State
from packstation.domain.outbox import RENUMBER, SHIPMENT, Entry, EntryState
from packstation.domain.people import Right
from packstation.domain.renumbering import Renumbering, renumber
from packstation.domain.scan import Answer, Verdict
from packstation.domain.shipment import key_of
from packstation.errors import Refusal
from packstation.store.bookings import Booked, BookingState
from packstation.store.store import as_text
from packstation.waybill.number import plain

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Left:
    """A parcel that left: what it is known as, with which carrier, whether the platform has it."""

    number: str
    carrier: str
    carrier_name: str
    is_told: bool


@dataclass(frozen=True, slots=True)
class _Change:
    """What a person wants: for these boxes, this number of this carrier instead of that one."""

    boxes: tuple[Parcel, ...]
    before: str
    waybill: str
    carrier: str


class Renumberings:
    """Parcels that left, under another number."""

    def __init__(self, place: Workplace, typed: TypedNumbers) -> None:
        """Work at this desk; ``typed`` knows what a number must be like."""
        self._place = place
        self._typed = typed

    def parcels(self, number: str) -> tuple[Left, ...]:
        """The parcels an order left in, as the platform knows or will know them; none before it left."""
        order = self._place.store.orders.get(number)
        if order is None or order.state is not State.SHIPPED:
            return ()
        entries = self._place.store.outbox.of_order(number)
        found: dict[str, Left] = {}
        for box in order.parcels:
            told_as = self._told_as(box)
            if told_as and told_as not in found:
                is_told = all(
                    entry.state is EntryState.DELIVERED
                    for entry in entries
                    if (telling := telling_of(entry)) and told_as in (telling.number, telling.before)
                )
                found[told_as] = Left(told_as, box.carrier, self._name(box.carrier), is_told)
        return tuple(found.values())

    def change(
        self, number: str, before: str, waybill: str, carrier: str = "", why: str = "", badge: str = ""
    ) -> Answer:
        """A parcel of this order goes under another number from now on; the platform is told next.

        Args:
            number: the order.
            before: the number the parcel left under (empty: of its only parcel).
            waybill: its number now.
            carrier: whose number that is; empty: the same carrier's.
            why: the reason, in the person's own words.
            badge: of the lead who allows it, where the packer may not.
        """
        return self._place.gesture(
            "renumber",
            lambda: self._change(number, plain(before), plain(waybill), carrier, why.strip(), badge),
        )

    def _change(self, number: str, before: str, waybill: str, carrier: str, why: str, badge: str) -> Answer:
        place = self._place
        by = place.authorised(Right.TYPE_NUMBER, badge)
        old = place.order(number)
        if not why:
            raise Refusal(Verdict.NOT_READY, order=number, missing="reason")
        if old.state is not State.SHIPPED:
            raise Refusal(Verdict.NOT_READY, order=number, missing="not-shipped")
        boxes = self._boxes(old, before)
        change = _Change(boxes, self._told_as(boxes[0]), waybill, carrier or boxes[0].carrier)
        self._check(old, change)
        order = renumber(old, (box.parcel for box in boxes), change.carrier, waybill)
        self._book(old, change, by)
        place.save(old, order)
        for one in (number, *together.members(old)):
            self._tell(one, change)
        facts = {
            "missing": "renumbered",
            "before": change.before,
            "waybill": waybill,
            "from_carrier": boxes[0].carrier,
            "to_carrier": change.carrier,
            "carrier": self._name(change.carrier),
            "reason": why[:LONGEST_REASON],
            "by": by or None,
        }
        return place.answer("", Verdict.COMMAND_OK, order, facts)

    def _boxes(self, order: Order, before: str) -> tuple[Parcel, ...]:
        """The boxes that left under a number.

        Raises:
            Refusal: none did, or it is not said which of several is meant.
        """
        numbers = dict.fromkeys(self._told_as(box) for box in order.parcels if box.waybill)
        if not before and len(numbers) > 1:
            raise Refusal(
                Verdict.NOT_READY, order=order.number, missing="which-number", numbers="、".join(numbers)
            )
        wanted = before or next(iter(numbers), "")
        boxes = tuple(
            box for box in order.parcels if box.waybill and wanted in (box.waybill, self._told_as(box))
        )
        if not boxes:
            raise Refusal(Verdict.NOT_READY, order=order.number, missing="not-this-number", waybill=before)
        told_as = self._told_as(boxes[0])
        return tuple(box for box in order.parcels if box.waybill and self._told_as(box) == told_as)

    def _check(self, order: Order, change: _Change) -> None:
        """Whether this can be the parcel's number.

        Raises:
            Refusal: it is the old one, breaks its carrier's rule, belongs to another order, or the carrier
                may not take the order.
        """
        if change.waybill == change.before:
            raise Refusal(
                Verdict.NOT_READY, order=order.number, missing="same-number", waybill=change.waybill
            )
        self._typed.must_fit(order, change.waybill, change.carrier, may_be_own=True)
        is_forbidden = change.carrier in order.carriers_forbidden
        if is_forbidden or (order.carriers_allowed and change.carrier not in order.carriers_allowed):
            raise Refusal(Verdict.NOT_READY, order=order.number, missing="carrier-forbidden")

    def _book(self, order: Order, change: _Change, by: str) -> None:
        """The old numbers are used no more, the new one is this order's."""
        store, now = self._place.store, self._place.clock.now()
        first, *others = change.boxes
        store.bookings.void((first.waybill,), told=True)
        store.waybills.void((first.waybill,))
        store.carrier_labels.adopt([box.waybill for box in others], change.waybill)
        if store.bookings.of_number(change.waybill) is not None:
            store.bookings.restore(change.waybill)
            return
        parcel = first.parcel
        key = store.bookings.next_key(order.number, parcel)
        store.waybills.take_exactly(change.waybill, key, order.number, now)
        why = reason("number-typed", reason="", by=by or self._place.desk().packer).as_text()
        noted = Booked(
            0,
            key,
            order.number,
            parcel,
            change.carrier,
            change.waybill,
            BookingState.GIVEN,
            TYPED,
            why,
            about(order),
        )
        store.bookings.add(noted, self._place.desk().packer, now)

    def _tell(self, number: str, change: _Change) -> None:
        """What the platform must hear for one order of the parcel; nothing where it knows nothing of it."""
        place = self._place
        entries = place.store.outbox.of_order(number)
        tellings = [telling_of(entry) for entry in entries]
        shipments = [
            (turn, told)
            for turn, (entry, told) in enumerate(zip(entries, tellings, strict=True))
            if told is not None and entry.kind == SHIPMENT
        ]
        for turn, told in shipments:
            later = [one for one in tellings[turn + 1 :] if one is not None]
            if _number_now(told, later) == change.before:
                self._add(number, change, told.lines, len(entries), is_one_of_several=len(shipments) > 1)

    def _add(
        self, number: str, change: _Change, lines: tuple[str, ...], turn: int, *, is_one_of_several: bool
    ) -> None:
        place, now = self._place, self._place.clock.now()
        key = key_of(number, f"{change.before}>{change.waybill}>{turn}")
        told = Renumbering(
            key,
            number,
            change.before,
            change.boxes[0].carrier,
            change.waybill,
            change.carrier,
            self._name(change.carrier),
            now,
            lines,
            is_one_of_several,
        )
        place.store.outbox.add(Entry(key, number, RENUMBER, as_text(told), now))
        place.store.orders.note_sent(number, unsent=True)

    def _told_as(self, box: Parcel) -> str:
        return self._place.store.carrier_labels.told_as(box.waybill)

    def _name(self, code: str) -> str:
        carrier = self._place.store.catalogue.carrier(code)
        return carrier.name if carrier and carrier.name else code


def _number_now(shipment: Telling, later: Sequence[Telling]) -> str:
    """The number a shipment goes under after what is told later."""
    return shipment.numbers(later)[-1]
