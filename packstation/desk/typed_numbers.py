"""Waybill numbers that come on paper: scanned off a pre-printed label, or typed by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from packstation.desk.booking import about
from packstation.desk.labelling import Labelling, not_underway
from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.carrier_choice import ABSOLUTE
from packstation.domain.carrier_reason import reason
from packstation.domain.order import Order, Parcel, Printed
from packstation.domain.people import Right
from packstation.domain.scan import Answer, Verdict
from packstation.errors import Refusal
from packstation.store.bookings import Booked, BookingState
from packstation.waybill.number import matches, plain, s10_valid, suggest
from packstation.waybill.pattern import BadPattern

SCANNED, TYPED = "scanned", "typed"
_OTHERS = frozenset({"not-allowed", "forbidden"})
_S10_LENGTH = 13


@dataclass(frozen=True, slots=True)
class Given:
    """A number that was brought, whose it is, why it was taken and how it came."""

    number: str
    carrier: str
    why: str
    how: str


class TypedNumbers:
    """A number a person brings for a box of the open order."""

    def __init__(self, place: Workplace, labelling: Labelling) -> None:
        """Take numbers at this desk."""
        self._place = place
        self._labelling = labelling

    def take(
        self, number: str, carrier: str, why: str = "", *, how: str = SCANNED, badge: str = "", stuck: bool
    ) -> Answer:
        """The first box without a number bears this one.

        Args:
            number: as scanned or typed.
            carrier: whose number it is; a pattern may suggest one, a person decides.
            why: the reason; a typed number needs one.
            how: ``scanned`` off a label, or ``typed``.
            badge: of the lead who allows a typed one, where the packer may not.
            stuck: the pre-printed label is on the box; otherwise ours is printed.
        """
        return self._place.gesture(
            "number", lambda: self._take(plain(number), carrier, why.strip(), how, badge, stuck=stuck), how
        )

    def carriers_like(self, number: str) -> tuple[str, ...]:
        """Carriers whose pattern a number follows, those we know first; a suggestion, never a decision."""
        code = plain(number)
        known = [
            carrier.code
            for carrier in self._place.store.catalogue.carriers()
            if carrier.number_pattern and _follows(carrier.number_pattern, code)
        ]
        return tuple(dict.fromkeys((*known, *suggest(code)))) if code else ()

    def _take(self, number: str, carrier: str, why: str, how: str, badge: str, *, stuck: bool) -> Answer:
        place = self._place
        by = place.authorised(Right.TYPE_NUMBER, badge) if how == TYPED else ""
        old = place.open_order()
        order = self._labelling.closed(old)
        not_underway(order)
        if how == TYPED and not why:
            raise Refusal(Verdict.NOT_READY, order=old.number, missing="reason")
        box = self._box(order)
        self._check(order, box, number, carrier)
        again = partial(self._take, number, carrier, why, how, badge, stuck=stuck)
        asking = self._labelling.gated("", old, order, again)
        if asking:
            return asking
        told = reason(f"number-{how}", reason=why, by=by or place.desk().packer)
        order = self._given(order, box, Given(number, carrier, told.as_text(), how))
        facts: dict[str, object] = {"waybill": number, "reason": why or None, "by": by or None}
        facts |= {"carrier": self._labelling.choosing.name(carrier), "to_carrier": carrier}
        return self._finished(old, order, box, facts, stuck=stuck)

    def _finished(
        self, old: Order, order: Order, box: Parcel, facts: dict[str, object], *, stuck: bool
    ) -> Answer:
        """The label is on the box already, or ours is printed."""
        place = self._place
        if not stuck:
            order, jobs = self._labelling.jobs(order, "number", {box.parcel})
            place.save(old, order)
            answer = place.answer("", Verdict.COMMAND_OK, order, {"missing": "number-taken", **facts})
            return replace(answer, jobs=jobs)
        order = verbs.note_label(order, box.parcel, Printed.PRINTED)
        order = self._labelling.label_if_all_printed(order)
        place.save(old, order)
        return place.answer("", Verdict.COMMAND_OK, order, {"missing": "number-stuck", **facts})

    def _box(self, order: Order) -> Parcel:
        """The first box without a number.

        Raises:
            Refusal: every box has one, or its carrier is being asked for one.
        """
        if self._labelling.numbers.is_asking(order):
            raise Refusal(Verdict.NOT_READY, order=order.number, missing="booking")
        box = next((box for box in order.parcels if not box.waybill), None)
        if box is None:
            raise Refusal(Verdict.NOT_READY, order=order.number, missing="void-first")
        return box

    def _check(self, order: Order, box: Parcel, number: str, code: str) -> None:
        """Whether this can be a number of this carrier that no order ever had.

        Raises:
            Refusal: it cannot, it was used before, or the carrier may not take the box.
        """
        self.must_fit(order, number, code)
        offers = self._labelling.choosing.offers(order, box)
        refusals = next((one.refusals for one in offers if one.carrier == code), ())
        name = self._labelling.choosing.name(code)
        against = tuple((name, why) for why in refusals if why.key in ABSOLUTE & _OTHERS)
        if against:
            raise Refusal(Verdict.NOT_READY, order=order.number, missing="no-carrier", carriers_out=against)

    def must_fit(self, order: Order, number: str, code: str, *, may_be_own: bool = False) -> None:
        """Whether this looks like a number of this carrier and no other order ever had it.

        Args:
            order: whose box it is for.
            number: as it is printed.
            code: the carrier's.
            may_be_own: one this order had before, and gave up, will do.

        Raises:
            Refusal: it cannot be one, or was used before.
        """
        facts = {"order": order.number, "waybill": number}
        carrier = self._place.store.catalogue.carrier(code)
        if carrier is None:
            raise Refusal(Verdict.NOT_READY, missing="number-carrier", carrier=code, **facts)
        name = carrier.name or carrier.code
        if not number or not _follows(carrier.number_pattern, number):
            raise Refusal(Verdict.NOT_READY, missing="number-rule", carrier=name, **facts)
        if _is_s10(number) and not s10_valid(number):
            raise Refusal(Verdict.NOT_READY, missing="number-digit", **facts)
        booked = self._place.store.bookings.of_number(number)
        is_own = booked is not None and booked.order == order.number and booked.state is BookingState.VOID
        if not (may_be_own and is_own and booked and booked.carrier == code):
            self._never_used(order, number, code)

    def _never_used(self, order: Order, number: str, code: str) -> None:
        """Stop a number that any order ever had, void or not, or that lies in another carrier's pool.

        Raises:
            Refusal: it names the order that had it.
        """
        store = self._place.store
        booked, pooled = store.bookings.of_number(number), store.waybills.pooled(number)
        user = store.orders.number_of_waybill(number) or (booked.order if booked else "")
        if not user and pooled and pooled[1] != "free":
            user = pooled[2]
        if user or booked or (pooled and pooled[1] != "free"):
            is_void = booked.state is BookingState.VOID if booked else bool(pooled and pooled[1] == "void")
            missing = "number-void" if is_void else "number-used"
            raise Refusal(
                Verdict.NOT_READY, order=order.number, missing=missing, waybill=number, other=user or "?"
            )
        if pooled and pooled[0] != code:
            carrier = self._labelling.choosing.name(pooled[0])
            raise Refusal(
                Verdict.NOT_READY, order=order.number, missing="number-other", waybill=number, carrier=carrier
            )

    def _given(self, order: Order, box: Parcel, given: Given) -> Order:
        """Write the number down; one that lies in the pool is free no longer."""
        place, bookings = self._place, self._place.store.bookings
        live = bookings.live(order.number, box.parcel)
        if live is not None:
            bookings.give_up(live.id, live.number)
        key, now = bookings.next_key(order.number, box.parcel), place.clock.now()
        place.store.waybills.take_exactly(given.number, key, order.number, now)
        noted = Booked(
            0,
            key,
            order.number,
            box.parcel,
            given.carrier,
            given.number,
            BookingState.GIVEN,
            given.how,
            given.why,
            about(order),
        )
        bookings.add(noted, place.desk().packer, now)
        return verbs.take_number(order, box.parcel, given.carrier, given.number, given.why)


def _follows(pattern: str, number: str) -> bool:
    """Whether a number obeys a rule; a rule that cannot be read forbids nothing."""
    try:
        return matches(pattern, number)
    except BadPattern:
        return True


def _is_s10(number: str) -> bool:
    """Whether it looks like a postal number, which carries a check digit."""
    letters = number[:2] + number[-2:]
    return len(number) == _S10_LENGTH and number.isascii() and letters.isalpha() and number[2:-2].isdigit()
