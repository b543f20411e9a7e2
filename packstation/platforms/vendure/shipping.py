"""Telling the shop that a parcel left, once.

A fulfilment is made (*Pending*) and then brought to *Shipped*; our waybill number on it says that it is ours.
What a crash left pending is brought on instead of made anew. What of ours was cancelled in the shop after it
had been made is not made again before a person says so: its goods may have come back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from packstation.domain import checks
from packstation.domain.checks import Bad
from packstation.domain.outbox import Delivered, Entry, Later, Outcome, Refused, reason_of, reason_text
from packstation.domain.shipment import Shipment, merged
from packstation.platforms.vendure.fulfilment import Books, Fulfilling, Fulfilment, total
from packstation.platforms.vendure.order import AWAITED, CANCELLED

TAKEN_BACK = "vendure-taken-back"
"""Whoever lets the entry be told again has decided that it goes even so."""
_DECIDED = (TAKEN_BACK, "ship-other-number", "ship-line")
"""So have they where we ourselves took ours back, because its goods were not wanted any more."""


@dataclass(frozen=True, slots=True)
class _Parcel:
    """A shipment against the order as it stands; ``wants`` are its units, none: whatever is left."""

    shipment: Shipment
    books: Books
    wants: Mapping[str, int]

    @property
    def facts(self) -> dict[str, object]:
        """What a sentence may need."""
        one = self.shipment
        return {
            "order": one.order, "waybill": one.waybill, "carrier": one.carrier, "detail": self.books.state,
        }  # fmt: skip

    @property
    def ours(self) -> list[Fulfilment]:
        """Fulfilments under our number."""
        return self.books.bearing(self.shipment.waybill)

    @property
    def waiting(self) -> list[Fulfilment]:
        """Those of ours that are to be sent yet."""
        return [one for one in self.ours if not one.has_left]

    @property
    def missing(self) -> dict[str, int]:
        """Units of the parcel that lie in no fulfilment of ours yet."""
        if not self.wants:
            return (
                {} if self.ours else {line: units for line, units in self.books.left().items() if units > 0}
            )
        made = total(self.ours)
        return {line: units - made[line] for line, units in self.wants.items() if units > made[line]}

    @property
    def twins(self) -> list[Fulfilment]:
        """Fulfilments of ours that wait, and whose goods another one of ours has: they are too many."""
        found: list[Fulfilment] = []
        kept = [one for one in self.ours if one.has_left]
        for one in self.waiting:
            (found if any(one.goods == other.goods for other in kept) else kept).append(one)
        return found


class Delivering:
    """Shipments out, each exactly once however often it is asked."""

    def __init__(self, fulfilling: Fulfilling) -> None:
        """Tell by these calls."""
        self._fulfilling = fulfilling

    def deliver(self, entry: Entry) -> Outcome:
        """Tell the shop of one parcel; safe to repeat with the same entry."""
        try:
            shipment = msgspec.json.decode(entry.body, type=Shipment)
            units = _units_of(shipment)
        except (msgspec.MsgspecError, Bad) as error:
            return Refused(reason_text("ship-unreadable", {"detail": str(error)}))
        is_decided = reason_of(entry.error)[0] in _DECIDED
        return self._fulfilling.alone(
            shipment.order, lambda: self._tell(shipment, units, is_decided=is_decided)
        )

    def _tell(self, shipment: Shipment, units: Mapping[str, int], *, is_decided: bool) -> Outcome:
        """Look, make the fulfilment where there is none of ours, look again, bring it to *Shipped*.

        Raises:
            Outage: the shop could not be asked, or did not answer: the next try looks first.
            Rejected: it refuses for a reason that is no parcel's.
            Bad: the order says nothing sound.
        """
        parcel = self._look(shipment, units)
        if isinstance(parcel, Refused):
            return parcel
        if parcel.missing or not parcel.ours:
            outcome = _standing(parcel, is_decided=is_decided)
            if outcome is not None:
                return outcome
            if _may_be_made(parcel):
                method = shipment.carrier_name or shipment.carrier
                refused = self._fulfilling.make(parcel.missing, method, shipment.waybill, parcel.facts)
                if refused is not None:
                    return refused
                # an order cancelled in this very moment keeps its pending fulfilment, and it could be shipped
                again = self._look(shipment, units)
                if isinstance(again, Refused):
                    return again
                parcel = again
        return self._bring_on(parcel)

    def _look(self, shipment: Shipment, units: Mapping[str, int]) -> _Parcel | Refused:
        """The order as it is now."""
        books = self._fulfilling.look(shipment.order)
        if books is None:
            return Refused(reason_text("ship-no-order", {"order": shipment.order}))
        return _Parcel(shipment, books, units)

    def _bring_on(self, parcel: _Parcel) -> Outcome:
        """Bring our fulfilments to *Shipped*, unless the order must not leave any more.

        Raises:
            Outage: nobody knows whether it was done.
        """
        waiting, twins = parcel.waiting, parcel.twins
        if parcel.books.state == CANCELLED:
            self._fulfilling.take_back(waiting)
            has_left = any(one.has_left for one in parcel.ours)
            return Delivered() if has_left else Refused(reason_text("ship-closed", parcel.facts))
        self._fulfilling.take_back(twins)
        to_send = [one for one in waiting if one not in twins]
        if to_send and parcel.books.state not in AWAITED:
            return Later(reason_text("vendure-held", parcel.facts))
        if over := _too_many(parcel.books, to_send, waiting):
            self._fulfilling.take_back(to_send)
            has_left = any(one.has_left for one in parcel.ours)
            return Delivered() if has_left else _taken(parcel, over)
        for one in to_send:
            if (refused := self._fulfilling.bring_on(one)) is not None:
                return refused
        return Delivered() if parcel.ours else Later(reason_text("ship-doubt", parcel.facts))


def _units_of(shipment: Shipment) -> dict[str, int]:
    """The units of each line in the parcel, a line once however many pieces it came in.

    Raises:
        Bad: a piece with no unit or less, which the shop would take.
    """
    for piece in shipment.pieces:
        checks.quantity(piece.units, "units")
    return {checks.number(piece.line, "line"): piece.units for piece in merged(shipment.pieces)}


def _standing(parcel: _Parcel, *, is_decided: bool) -> Outcome | None:
    """What the order itself says of a parcel that is not in a fulfilment yet, or not whole; None: go on."""
    books, ours = parcel.books, parcel.ours
    if ours:
        return None  # our number is there: it has been told, whatever became of the rest since
    if books.state == CANCELLED:
        return Refused(reason_text("ship-closed", parcel.facts))
    wants = parcel.missing
    if not wants.keys() <= books.lines.keys():
        return Refused(reason_text("ship-line", parcel.facts))
    if not wants or not books.has_room(wants):
        return _taken(parcel, wants)
    if books.taken_back(parcel.shipment.waybill) is not None and not is_decided:
        return Refused(reason_text(TAKEN_BACK, parcel.facts))
    return None if books.state in AWAITED else Later(reason_text("vendure-held", parcel.facts))


def _taken(parcel: _Parcel, goods: Mapping[str, int]) -> Refused:
    """These goods are not wanted any more: somebody else sent them, or they were cancelled."""
    theirs = parcel.books.theirs(goods, parcel.shipment.waybill)
    reason = "ship-other-number" if theirs else "ship-line"
    return Refused(reason_text(reason, {**parcel.facts, "theirs": theirs}))


def _too_many(
    books: Books, to_send: Sequence[Fulfilment], waiting: Sequence[Fulfilment]
) -> Mapping[str, int]:
    """Goods without room any more: the shop takes two at once, and cancels behind a fulfilment."""
    left, goods = books.left(waiting), total(to_send)
    return {line: units for line, units in goods.items() if units > left.get(line, 0)}


def _may_be_made(parcel: _Parcel) -> bool:
    """Whether the units that are missing can be fulfilled at all; of a parcel told before, they need not."""
    return bool(parcel.missing) and parcel.books.has_room(parcel.missing) and parcel.books.state in AWAITED
