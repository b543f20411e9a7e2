"""Asking a carrier that lives outside: plan what to ask, ask it in a worker, write down what it said.

Old numbers are given up before a new one is asked for; a key that was asked before is looked up before it is
asked again. What the carrier gives for a box that needs it no longer is given back. A request whose answer
nobody heard may still be carried out late: once its order has left, its number is looked for and given up.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from dataclasses import replace

from packstation.carriers.carrier import Booking, Consignment
from packstation.desk.booking import LATE, Numbers, about
from packstation.desk.carrier_talk import Ask, Heard, Told, UnderWay, Void, heard_of
from packstation.desk.labelling import Labelling, unlabelled
from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.boxes import parcel_of
from packstation.domain.order import Order, State
from packstation.domain.scan import Answer, Event, Verdict
from packstation.domain.trouble import Trouble
from packstation.errors import Outage, Rejected
from packstation.store.bookings import Booked, BookingState
from packstation.waybill.carrier_document import may_be_kept

_MOST_LATE = 10
"""Numbers of one parcel that may have come late, at most."""


class CarrierCalls:
    """The carrier outside, as far as this desk talks to it."""

    def __init__(self, place: Workplace, labelling: Labelling, numbers: Numbers) -> None:
        """Ask for this desk."""
        self._place = place
        self._labelling = labelling
        self._numbers = numbers
        self._one_by_one = threading.Lock()
        self._heard: set[str] = set()
        """Numbers given since the start; who looks for strangers must not take them for such."""

    def plan(self, booking: int) -> Ask | None:
        """What is to be asked; None where it was settled meanwhile."""
        place = self._place
        booked = place.store.bookings.get(booking)
        if booked is None or booked.state is not BookingState.ASKED:
            return None
        order = place.order(booked.order)
        box = parcel_of(order, booked.parcel)
        lines = tuple((order.line_of(line), units) for line, units in box.contents)
        consignment = Consignment(
            booked.key,
            order.number,
            booked.carrier,
            order.receiver,
            box.weight_g,
            "、".join(dict.fromkeys(line.title for line, _ in lines)),
            tuple((line.title or line.sku, units) for line, units in lines),
            order.platform,
            # a receiver the desk corrected is another one than the platform's
            "" if order.told else order.oaid,
        )
        known = place.store.bookings.numbers_of(order.number)
        voids = tuple(Void(one, known) for one in place.store.bookings.untold(order.number))
        return Ask(booked, consignment, voids, known)

    def act(self, ask: Ask) -> Heard:
        """Ask for one number; see ``act_all``."""
        return self.act_all((ask,))[0]

    def act_all(self, asks: Sequence[Ask]) -> tuple[Heard, ...]:
        """Ask for numbers that are wanted together, at once where the carrier can.

        Each ends for itself: what one of them had is kept when another fails. Touches neither the database
        nor the window, never raises.
        """
        under_way = [UnderWay(ask) for ask in asks]
        voided: set[int] = set()
        with self._one_by_one:
            for one in under_way:
                self._begin(one, voided)
            fresh = [one for one in under_way if not one.is_over]
            for one, found in zip(fresh, self._booked(fresh), strict=True):
                one.found = found
                if isinstance(found, Booking):
                    self._heard.add(found.number.upper())
        return tuple(heard_of(one) for one in under_way)

    def _begin(self, one: UnderWay, voided: set[int]) -> None:
        """Give old numbers up, and look for one that was given unheard; ``voided`` are given up already."""
        asked = one.ask.booked
        try:
            for void in one.ask.voids:
                if void.booked.id not in voided:
                    one.told.append(self._told(void))
                    voided.add(void.booked.id)
            found = self._renewed(one.ask) if asked.number else self._unheard(one.ask)
        except Exception as error:  # noqa: BLE001  (nobody knows what became of it: the key is looked up again)
            one.found, one.is_over = error, True
            return
        if found:
            self._heard.add(found.number.upper())
            one.found, one.is_over = found, True

    def _renewed(self, ask: Ask) -> Booking:
        """The number it has, for the address it is for now.

        Raises:
            Outage: nobody knows whether the carrier has that address, or it answered with another number.
            Rejected: it does not take it.
        """
        told = self._place.carrier.update(ask.consignment, ask.booked.number)
        if told.number.strip().upper() != ask.booked.number:
            raise Outage("platform-other-order", reached=True)
        return told

    def _unheard(self, ask: Ask) -> Booking | None:
        """A number that was given before without our hearing of it."""
        asked = ask.booked
        known = ask.known | self._heard
        return self._place.carrier.booked(asked.key, asked.carrier, known) if asked.again else None

    def _booked(self, fresh: Sequence[UnderWay]) -> Sequence[Booking | Exception | None]:
        """Ask for those of which nothing is known yet."""
        consignments = [one.ask.consignment for one in fresh]
        return self._place.carrier.book_all(consignments, self._place.clock.now()) if fresh else ()

    @staticmethod
    def broken(ask: Ask) -> Heard:
        """Asking was interrupted: nobody knows what the carrier did."""
        return Heard(ask.booked, BookingState.UNKNOWN, detail="interrupted")

    def settle(self, heard: Heard) -> Answer:
        """Write down what it said; the box bears its number and its label is set going."""
        return self._place.perform("book", "", lambda: self._settled(heard))

    def _settled(self, heard: Heard) -> Answer:
        place = self._place
        bookings = place.store.bookings
        self._noted(heard.told)
        now = bookings.get(heard.booked.id) or heard.booked
        order = place.order(heard.booked.order)
        if heard.state is BookingState.UNKNOWN and not now.number:
            bookings.look_later(now.id, place.clock.now() + LATE)
        if heard.state is BookingState.GIVEN:
            return self._given(order, now, heard)
        if now.state is not BookingState.ASKED:
            return place.answer("", Verdict.COMMAND_OK, order, {"missing": "number-unused"})
        if heard.state is BookingState.FAILED and now.number:
            return self._anew(order, now)
        bookings.settle(now.id, heard.state, place.clock.now(), now.number, heard.detail)
        if heard.state is BookingState.FAILED and not heard.detail:
            facts: dict[str, object] = {"carrier": now.carrier}
            return place.answer("", Verdict.NO_WAYBILL_NUMBERS, order, facts)
        return self._failed(order, "silent" if heard.state is BookingState.UNKNOWN else "refused", heard)

    def _anew(self, old: Order, booked: Booked) -> Answer:
        """The number cannot be for the new address: it is given up, and another one asked for at once."""
        self._place.store.bookings.give_up(booked.id, booked.number)
        if not self._is_wanted(old, booked):
            return self._place.answer("", Verdict.COMMAND_OK, old, {"missing": "number-unused"})
        if self._numbers.is_asking(old):  # the last of several asks for all of them
            return self._place.answer("", Verdict.COMMAND_OK, old, {"missing": "booking"})
        labelling = self._labelling
        return labelling.going("", old, labelling.set_going(old, "booked", unlabelled(old)), {})

    def _failed(self, order: Order, how: str, heard: Heard) -> Answer:
        """No number came; the box stays closed and PKPRINT asks again."""
        trouble = Trouble.of_text(heard.detail)
        facts: dict[str, object] = {
            "missing": f"carrier-{how}",
            "carrier": heard.booked.carrier,
            "detail": trouble.reason if trouble else "",
            "refusal": trouble,
        }
        answer = self._place.answer("", Verdict.LABEL_FAILED, order, facts)
        return replace(answer, events=(Event.LABEL_FAILED,))

    def _given(self, old: Order, booked: Booked, heard: Heard) -> Answer:
        place, bookings = self._place, self._place.store.bookings
        if self._is_taken(booked, heard.number):
            bookings.settle(booked.id, BookingState.FAILED, place.clock.now(), detail="given twice")
            return self._failed(old, "twice", replace(heard, detail=heard.number))
        if booked.state is not BookingState.ASKED or not self._is_wanted(old, booked):
            bookings.give_up(booked.id, heard.number)
            facts: dict[str, object] = {"missing": "number-unused", "waybill": heard.number}
            return place.answer("", Verdict.COMMAND_OK, old, facts)
        bookings.settle(booked.id, BookingState.GIVEN, place.clock.now(), heard.number)
        carrier = heard.booking.carrier or booked.carrier
        self._keep_label(heard)
        order = verbs.take_number(old, booked.parcel, carrier, heard.number, booked.why)
        order, jobs = self._labelling.jobs(order, "booked", {booked.parcel})
        place.save(old, order)
        facts = {"missing": "printing", "waybill": heard.number, **self._numbers.running_out(carrier)}
        return replace(place.answer("", Verdict.COMMAND_OK, order, facts), jobs=jobs)

    def _keep_label(self, heard: Heard) -> None:
        """Keep what came with the number; print data that anybody could read are not kept."""
        given = heard.booking
        data = given.print_data if may_be_kept(given.print_data) else ""
        if data or given.parent or heard.booked.number:  # of a kept number nothing of before may stay
            parent = given.parent.strip().upper()
            self._place.store.carrier_labels.keep(heard.number, data, parent, self._place.clock.now())

    def _is_taken(self, booked: Booked, number: str) -> bool:
        """Whether the carrier gave a number that was somebody else's already."""
        other = self._place.store.bookings.of_number(number)
        if other is not None and other.id != booked.id:
            return True
        return self._place.store.orders.number_of_waybill(number) is not None

    def _is_wanted(self, order: Order, booked: Booked) -> bool:
        """Whether the box still waits for this number: closed, without one, going to the same address."""
        box = next((box for box in order.parcels if box.parcel == booked.parcel), None)
        is_waiting = order.state is State.PACKED and not order.recall and box is not None and not box.waybill
        return is_waiting and booked.about == about(order)

    # --- numbers given up -----------------------------------------------------------------------------------

    def untold(self) -> tuple[Void, ...]:
        """Numbers given up, or waited for no more, of which the carrier has not heard yet."""
        place, bookings = self._place, self._place.store.bookings
        if not place.carrier.outside:
            return ()
        for one in bookings.unknown():
            order = place.store.orders.get(one.order)
            if order is None or not any(box.parcel == one.parcel for box in order.parcels) or _is_over(order):
                with place.store.transaction():
                    bookings.give_up(one.id)
        late = bookings.to_look_for(place.clock.now())
        return (
            *(Void(one, bookings.numbers_of(one.order)) for one in bookings.untold()),
            *(Void(one, bookings.numbers_of(one.order), is_late=True) for one in late),
        )

    def is_due(self) -> bool:
        """Whether the carrier should be asked for news of its own, by ``tell``."""
        return self._place.carrier.outside and self._place.carrier.is_due()

    def tell(self, voids: tuple[Void, ...]) -> tuple[Told, ...]:
        """Tell the carrier, in a worker; gives those it knows now. Never raises: the rest is told later."""
        told: list[Told] = []
        for one in voids:
            try:
                with self._one_by_one:
                    told.append(self._told(one))
            except (Outage, Rejected):
                break
        if self.is_due():
            self._place.carrier.look_around()
        return tuple(told)

    def tell_now(self) -> None:
        """Tell the carrier at once, for front ends that may wait."""
        voids = self.untold()
        if voids or self.is_due():
            self.note_told(self.tell(voids))

    def note_told(self, told: tuple[Told, ...]) -> None:
        """Write down of which numbers the carrier knows."""
        with self._place.store.transaction():
            self._noted(told)

    def _noted(self, told: tuple[Told, ...]) -> None:
        bookings = self._place.store.bookings
        for one in told:
            if one.is_late:
                bookings.note_looked(one.booking)
            else:
                bookings.note_told(one.booking, one.number)

    def _told(self, void: Void) -> Told:
        """Give a number up at the carrier; one that we never heard of is looked up by its key."""
        one = void.booked
        if void.is_late:
            for _ in range(_MOST_LATE):
                if not self._void(one, self._stranger(void)):
                    break
            return Told(one.id, "", is_late=True)
        return Told(one.id, self._void(one, one.number or self._stranger(void)))

    def _stranger(self, void: Void) -> str:
        """A number that was given under the key and that no box is known to have."""
        one, known = void.booked, void.known | self._heard
        found = self._place.carrier.booked(one.key, one.carrier, known)
        return found.number if found and found.number.upper() not in known else ""

    def _void(self, one: Booked, number: str) -> str:
        """Give a number up, if there is one; one the carrier refuses to void is void for us all the same."""
        if number:
            with contextlib.suppress(Rejected):
                self._place.carrier.void((number,), one.carrier)
            # only now: one that could not be given up is still a stranger when it is looked for again
            self._heard.add(number.upper())
        return number


def _is_over(order: Order) -> bool:
    return order.state in (State.CANCELLED, State.SHIPPED)
