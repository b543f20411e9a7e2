"""Asking a carrier that lives outside: plan what to ask, ask it in a worker, write down what it said.

Old numbers are given up before a new one is asked for; a key that was asked before is looked up before it is
asked again. What the carrier gives for a box that needs it no longer is given back.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace

from packstation.carriers.carrier import Carrier, Consignment
from packstation.desk.booking import Numbers, about
from packstation.desk.labelling import Labelling
from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.boxes import parcel_of
from packstation.domain.order import Order, State
from packstation.domain.scan import Answer, Event, Verdict
from packstation.errors import Outage, Rejected
from packstation.store.bookings import Booked, BookingState


@dataclass(frozen=True, slots=True)
class Ask:
    """Everything a worker needs to ask for one number, as frozen values; ``voids`` are given up first."""

    booked: Booked
    consignment: Consignment
    voids: tuple[Booked, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What the carrier said: a number, or how asking ended; ``told``: (booking, number) it knows as void."""

    booked: Booked
    state: BookingState
    carrier: str = ""
    number: str = ""
    detail: str = ""
    told: tuple[tuple[int, str], ...] = ()


class CarrierCalls:
    """The carrier outside, as far as this desk talks to it."""

    def __init__(self, place: Workplace, labelling: Labelling, numbers: Numbers) -> None:
        """Ask for this desk."""
        self._place = place
        self._labelling = labelling
        self._numbers = numbers

    def plan(self, booking: int) -> Ask | None:
        """What is to be asked; None where it was settled meanwhile."""
        place = self._place
        booked = place.store.bookings.get(booking)
        if booked is None or booked.state is not BookingState.ASKED:
            return None
        order = place.order(booked.order)
        box = parcel_of(order, booked.parcel)
        goods = "、".join(dict.fromkeys(order.line_of(line).title for line, _ in box.contents))
        consignment = Consignment(
            booked.key, order.number, booked.carrier, order.receiver, box.weight_g, goods
        )
        return Ask(booked, consignment, place.store.bookings.untold(order.number))

    def act(self, ask: Ask) -> Heard:
        """Ask; touches neither the database nor the window, never raises."""
        carrier, told = self._place.carrier, []
        try:
            for one in ask.voids:
                told.append(_told(carrier, one))  # noqa: PERF401  (those before a broken call count)
            found = carrier.booked(ask.booked.key) if ask.booked.again else None
            found = found or carrier.book(ask.consignment, self._place.clock.now())
        except Rejected as error:
            return Heard(ask.booked, BookingState.FAILED, detail=_detail(error), told=tuple(told))
        except Outage as error:
            return Heard(ask.booked, BookingState.UNKNOWN, detail=_detail(error), told=tuple(told))
        except Exception as error:  # noqa: BLE001  (nobody knows what became of it: the key is looked up again)
            return Heard(ask.booked, BookingState.UNKNOWN, detail=type(error).__name__, told=tuple(told))
        if found is None:
            return Heard(ask.booked, BookingState.FAILED, told=tuple(told))
        return Heard(
            ask.booked, BookingState.GIVEN, found.carrier, found.number.strip().upper(), told=tuple(told)
        )

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
        for booking, number in heard.told:
            bookings.note_told(booking, number)
        now = bookings.get(heard.booked.id) or heard.booked
        order = place.order(heard.booked.order)
        if heard.state is BookingState.GIVEN:
            return self._given(order, now, heard)
        if now.state is not BookingState.ASKED:
            return place.answer("", Verdict.COMMAND_OK, order, {"missing": "number-unused"})
        bookings.settle(now.id, heard.state, place.clock.now(), detail=heard.detail)
        if heard.state is BookingState.FAILED and not heard.detail:
            facts: dict[str, object] = {"carrier": now.carrier}
            return place.answer("", Verdict.NO_WAYBILL_NUMBERS, order, facts)
        return self._failed(order, "silent" if heard.state is BookingState.UNKNOWN else "refused", heard)

    def _failed(self, order: Order, how: str, heard: Heard) -> Answer:
        """No number came; the box stays closed and PKPRINT asks again."""
        facts = {"missing": f"carrier-{how}", "carrier": heard.booked.carrier, "detail": heard.detail}
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
        carrier = heard.carrier or booked.carrier
        order = verbs.take_number(old, booked.parcel, carrier, heard.number, booked.why)
        order, jobs = self._labelling.jobs(order, "booked", {booked.parcel})
        place.save(old, order)
        facts = {"missing": "printing", "waybill": heard.number}
        return replace(place.answer("", Verdict.COMMAND_OK, order, facts), jobs=jobs)

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
        return is_waiting and booked.about == about(order.receiver)

    # --- numbers given up -----------------------------------------------------------------------------------

    def untold(self) -> tuple[Booked, ...]:
        """Numbers given up, or waited for no more, of which the carrier has not heard yet."""
        place = self._place
        if not place.carrier.outside:
            return ()
        for one in place.store.bookings.unknown():
            order = place.store.orders.get(one.order)
            if order is None or not any(box.parcel == one.parcel for box in order.parcels) or _is_over(order):
                with place.store.transaction():
                    place.store.bookings.give_up(one.id)
        return place.store.bookings.untold()

    def tell(self, voids: tuple[Booked, ...]) -> tuple[tuple[int, str], ...]:
        """Tell the carrier, in a worker; gives those it knows now. Never raises: the rest is told later."""
        told: list[tuple[int, str]] = []
        for one in voids:
            try:
                told.append(_told(self._place.carrier, one))
            except Outage:
                break
        return tuple(told)

    def tell_now(self) -> None:
        """Tell the carrier at once, for front ends that may wait."""
        voids = self.untold()
        if voids:
            self.note_told(self.tell(voids))

    def note_told(self, told: tuple[tuple[int, str], ...]) -> None:
        """Write down of which numbers the carrier knows."""
        with self._place.store.transaction():
            for booking, number in told:
                self._place.store.bookings.note_told(booking, number)


def _told(carrier: Carrier, one: Booked) -> tuple[int, str]:
    """Give a number up at the carrier; one that we never heard of is looked up by its key."""
    number = one.number
    if not number:
        found = carrier.booked(one.key)
        number = found.number if found else ""
    if number:
        # one that the carrier refuses to void is void for us all the same
        with contextlib.suppress(Rejected):
            carrier.void((number,))
    return one.id, number


def _is_over(order: Order) -> bool:
    return order.state in (State.CANCELLED, State.SHIPPED)


def _detail(error: Exception) -> str:
    return str(getattr(error, "reason", "") or type(error).__name__)
