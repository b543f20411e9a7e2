"""One waybill number a parcel, exactly: written down before a carrier is asked, the same one ever after.

Numbers of a pool are taken inside the gesture. A carrier that lives outside is only noted here and asked in a
worker (``carrier_calls``): the box stays closed meanwhile and gets its label when the number has come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from packstation.carriers.carrier import Consignment
from packstation.desk.carrier_choice import Choosing
from packstation.desk.number_keeping import may_keep
from packstation.desk.packaging import with_also
from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.carrier_reason import Reason
from packstation.domain.order import Order, Parcel
from packstation.domain.scan import Verdict
from packstation.errors import PackstationError, Refusal
from packstation.store.bookings import Booked, BookingState

POOL, OUTSIDE = "pool", "outside"
LATE = timedelta(minutes=2)
"""So long after we stopped waiting, a platform may still carry out what it was asked."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """The order with the numbers it has; ``asks`` are bookings whose carrier is still to be asked.

    ``facts``: what to say beside it, of numbers running out.
    """

    order: Order
    asks: tuple[int, ...] = ()
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LowNumbers:
    """A carrier of whose numbers too few are left."""

    carrier: str
    name: str
    left: int


class Numbers:
    """Waybill numbers for the boxes of the order on the desk."""

    def __init__(self, place: Workplace, choosing: Choosing) -> None:
        """Take numbers for this desk."""
        self._place = place
        self._choosing = choosing
        self._warned: set[str] = set()

    def number(self, order: Order) -> Numbered:
        """Every box with its one number, or noted to be asked for.

        Raises:
            Refusal: no carrier that may take it has numbers left, or the carrier is being asked already.
        """
        done = Numbered(order)
        for box in order.parcels:
            if not box.waybill:
                done = self._ask(done, box) if self._place.carrier.outside else self._take(done, box)
        return done

    # --- the pool -------------------------------------------------------------------------------------------

    def _take(self, done: Numbered, box: Parcel) -> Numbered:
        """The next number of the pool, in this very transaction."""
        place, order = self._place, done.order
        live = place.store.bookings.live(order.number, box.parcel)
        if live and live.state is BookingState.GIVEN:
            return self._bearing(done, box, live)
        if live:
            place.store.bookings.give_up(live.id)
        carrier, why = self._choosing.decide(order, box)
        key, now = place.store.bookings.next_key(order.number, box.parcel), place.clock.now()
        booking = place.carrier.book(Consignment(key, order.number, carrier), now)
        if booking is None:
            raise Refusal(Verdict.NO_WAYBILL_NUMBERS, order=order.number, carrier=carrier)
        noted = Booked(
            0,
            key,
            order.number,
            box.parcel,
            booking.carrier,
            booking.number,
            BookingState.GIVEN,
            POOL,
            why.as_text(),
            about(order),
        )
        place.store.bookings.add(noted, place.desk().packer, now)
        done = self._bearing(done, box, noted)
        return Numbered(done.order, done.asks, with_also(done.facts, self.running_out(booking.carrier)))

    @staticmethod
    def _bearing(done: Numbered, box: Parcel, booked: Booked) -> Numbered:
        order = verbs.take_number(done.order, box.parcel, booked.carrier, booked.number, booked.why)
        return Numbered(order, done.asks, done.facts)

    def running_out(self, carrier: str) -> dict[str, object]:
        """What to say where too few numbers of a carrier are left; once, until there are enough again.

        Of a pool the number that left too few says it. A carrier outside may have had too few before, or lose
        several at once to other desks: what it counted last says it, before a number is asked for and after.
        """
        low = self._place.options.numbers_low
        if self._place.carrier.outside:
            left = self._place.carrier.left().get(carrier, low)
            if left >= low or carrier in self._warned:
                self._warned -= {carrier} if left >= low else set()
                return {}
            self._warned.add(carrier)
        else:
            left = self._place.store.waybills.left(carrier, low + 1)
            if left != low - 1:
                return {}
        return {"also": "numbers-low", "low_carrier": self._choosing.name(carrier), "low_left": left}

    @property
    def is_outside(self) -> bool:
        """Whether numbers come from a carrier that is asked."""
        return self._place.carrier.outside

    def look_around(self) -> PackstationError | None:
        """Ask the carrier outside for accounts and balances at once; gives why that was not possible."""
        self._place.carrier.look_around()
        return self._place.carrier.trouble()

    def left_outside(self) -> Mapping[str, int]:
        """Numbers left by carrier, as a carrier outside counted them when it was looked at last."""
        return self._place.carrier.left()

    def low(self) -> tuple[LowNumbers, ...]:
        """Carriers that gave us numbers of which too few are left; the emptiest first."""
        place = self._place
        least = place.options.numbers_low
        if place.carrier.outside:
            few = [one for one in place.carrier.left().items() if one[1] < least]
            return tuple(LowNumbers(code, self._choosing.name(code), n) for code, n in sorted(few, key=_left))
        found = [
            LowNumbers(carrier.code, carrier.name or carrier.code, left)
            for carrier in place.store.catalogue.carriers()
            if (left := place.store.waybills.left(carrier.code, least)) < least
            and place.store.waybills.has_pool(carrier.code)
        ]
        return tuple(sorted(found, key=lambda one: (one.left, one.carrier)))

    # --- a carrier outside ----------------------------------------------------------------------------------

    def _ask(self, done: Numbered, box: Parcel) -> Numbered:
        """Note that the carrier is to be asked; the same key again where nobody knows how asking ended."""
        place, order = self._place, done.order
        live = place.store.bookings.live(order.number, box.parcel)
        if live and live.state is BookingState.ASKED:
            raise Refusal(Verdict.NOT_READY, order=order.number, missing="booking")
        if live and self._still_meant(order, box, live):
            if live.state is BookingState.GIVEN:
                return self._bearing(done, box, live)
            place.store.bookings.ask_again(live.id, live.about)
            return Numbered(order, (*done.asks, live.id), done.facts)
        if live and self._is_carrier_meant(order, box, live) and may_keep(place, box, live):
            place.store.bookings.ask_again(live.id, about(order))
            return Numbered(order, (*done.asks, live.id), done.facts)
        if live:
            place.store.bookings.give_up(live.id, live.number)
        carrier, why = self._choosing.decide(order, box)
        facts = with_also(done.facts, self.running_out(carrier))
        return Numbered(order, (*done.asks, self._note(order, box, carrier, why)), facts)

    def _note(self, order: Order, box: Parcel, carrier: str, why: Reason) -> int:
        place = self._place
        intent = Booked(
            0,
            place.store.bookings.next_key(order.number, box.parcel),
            order.number,
            box.parcel,
            carrier,
            "",
            BookingState.ASKED,
            OUTSIDE,
            why.as_text(),
            about(order),
        )
        return place.store.bookings.add(intent, place.desk().packer, place.clock.now())

    def _still_meant(self, order: Order, box: Parcel, live: Booked) -> bool:
        """Whether what was asked for is still what is wanted: same address, carrier still the one."""
        return live.about == about(order) and self._is_carrier_meant(order, box, live)

    def _is_carrier_meant(self, order: Order, box: Parcel, live: Booked) -> bool:
        """Whether the carrier that was asked is still the one."""
        chosen = self._place.store.bookings.chosen(order.number)
        if chosen is not None and chosen.carrier != live.carrier:
            return False
        found = self._choosing.offers(order, box)
        return any(one.carrier == live.carrier and one.is_possible for one in found)

    def is_asking(self, order: Order) -> bool:
        """Whether a carrier is being asked for one of the order's boxes at this moment."""
        found = (self._place.store.bookings.live(order.number, box.parcel) for box in order.parcels)
        return any(live is not None and live.state is BookingState.ASKED for live in found)

    def recover(self) -> int:
        """After a start: what was asked and never answered may have been given; nobody asks by themselves."""
        bookings, now = self._place.store.bookings, self._place.clock.now()
        asked = bookings.asked_open()
        with self._place.store.transaction():
            for one in asked:
                bookings.settle(one.id, BookingState.UNKNOWN, now, one.number, "stopped while asking")
                bookings.look_later(one.id, now + LATE)
        return len(asked)


def _left(one: tuple[str, int]) -> tuple[int, str]:
    return one[1], one[0]


def about(order: Order) -> str:
    """A print of an address, to see whether a number was asked for another one.

    Behind the platform's stars two addresses may look the same; its mark tells them apart.
    """
    told = repr(order.receiver) + order.address_mark
    return hashlib.sha256(told.encode()).hexdigest()[:16]
