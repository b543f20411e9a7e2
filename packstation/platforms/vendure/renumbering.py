"""Telling the shop that a parcel it knows goes under another number, once.

Vendure has no call that changes a number: the fulfilment with the old one is cancelled and one with the same
goods made and sent under the new one. The order keeps its state meanwhile, and its stock is the same after it
(measured on 3.7.3). What a crash left between the two is seen by the fulfilment that was cancelled last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from packstation.domain.outbox import Delivered, Entry, Later, Outcome, Refused, reason_text
from packstation.domain.renumbering import Renumbering
from packstation.platforms.vendure.fulfilment import DELIVERED, Books, Fulfilling, Fulfilment, total
from packstation.platforms.vendure.order import AWAITED, CANCELLED


@dataclass(frozen=True, slots=True)
class _Change:
    """A changed number against the order as it stands."""

    told: Renumbering
    books: Books

    @property
    def facts(self) -> dict[str, object]:
        """What a sentence may need."""
        told = self.told
        return {
            "order": told.order,
            "waybill": told.waybill,
            "carrier": told.carrier_name or told.carrier,
            "before": told.before,
            "detail": self.books.state,
        }

    @property
    def old(self) -> list[Fulfilment]:
        """Fulfilments that still bear the old number."""
        return self.books.bearing(self.told.before)

    @property
    def goods(self) -> Mapping[str, int]:
        """What lies in the parcel; nothing where the shop never heard of it."""
        if self.old:
            return max((one.goods for one in self.old), key=lambda goods: sum(goods.values()))
        gone = self.books.taken_back(self.told.before)
        return gone.goods if gone else {}

    @property
    def new(self) -> list[Fulfilment]:
        """The parcel's fulfilment under its new number; another parcel may bear that number, too."""
        found = self.books.bearing(self.told.waybill)
        return [one for one in found if not self.goods or one.goods == self.goods]


class Renumberings:
    """Changed numbers, each told exactly once however often it is asked."""

    def __init__(self, fulfilling: Fulfilling) -> None:
        """Tell by these calls."""
        self._fulfilling = fulfilling

    def deliver(self, entry: Entry) -> Outcome:
        """Tell the shop of one changed number; safe to repeat with the same entry."""
        try:
            told = msgspec.json.decode(entry.body, type=Renumbering)
        except msgspec.MsgspecError as error:
            return Refused(reason_text("ship-unreadable", {"detail": str(error)}))
        return self._fulfilling.alone(told.order, lambda: self._tell(told))

    def _tell(self, told: Renumbering) -> Outcome:
        """Look; cancel what bears the old number, look again; make the new one, look again; send it.

        Raises:
            Outage: the shop could not be asked, or did not answer: the next try looks first.
            Rejected: it refuses for a reason that is no parcel's.
            Bad: the order says nothing sound.
        """
        for _ in range(3):
            change = self._look(told)
            if isinstance(change, Refused):
                return change
            if change.new and not change.old:
                return self._bring_on(change)
            if (refused := _hindered(change)) is not None:
                return refused
            if change.old:
                self._fulfilling.take_back(change.old)
                continue
            method = told.carrier_name or told.carrier
            refused = self._fulfilling.make(change.goods, method, told.waybill, change.facts)
            if refused is not None:
                return refused
        change = self._look(told)
        if isinstance(change, Refused):
            return change
        return self._bring_on(change) if change.new else Later(reason_text("resend-unchanged", change.facts))

    def _look(self, told: Renumbering) -> _Change | Refused:
        books = self._fulfilling.look(told.order)
        if books is None:
            return Refused(reason_text("ship-no-order", {"order": told.order}))
        return _Change(told, books)

    def _bring_on(self, change: _Change) -> Outcome:
        """Send the new fulfilment.

        Raises:
            Outage: nobody knows whether it was done.
        """
        waiting = [one for one in change.new if not one.has_left]
        has_left = len(waiting) < len(change.new)
        if change.books.state == CANCELLED and not has_left:
            self._fulfilling.take_back(waiting)
            return Refused(reason_text("resend-over", change.facts))
        # two that came at once were both booked: one of them is too many
        self._fulfilling.take_back(waiting if has_left else waiting[1:])
        refused = None if has_left else self._fulfilling.bring_on(waiting[0])
        return Delivered() if refused is None else refused


def _hindered(change: _Change) -> Outcome | None:
    """What stands against changing the number; None where nothing does."""
    books, old, goods = change.books, change.old, change.goods
    if change.new:
        return None  # it is there already, and the old one only has to go
    if not goods:
        theirs = books.theirs(dict.fromkeys(change.told.lines, 1))
        reason = "ship-other-number" if theirs else "resend-not-sent"
        return Refused(reason_text(reason, {**change.facts, "theirs": theirs}))
    if any(one.state == DELIVERED for one in old):
        return Refused(reason_text("resend-arrived", change.facts))
    if books.state == CANCELLED:
        return Refused(reason_text("resend-over", change.facts))
    if books.state not in AWAITED:
        return Later(reason_text("vendure-held", change.facts))
    if not (total(old).keys() | goods.keys()) <= books.lines.keys():
        return Refused(reason_text("ship-line", change.facts))  # it holds goods of another order as well
    if not books.has_room(goods, old):
        theirs = books.theirs(goods, change.told.before)
        reason = "ship-other-number" if theirs else "resend-over"
        return Refused(reason_text(reason, {**change.facts, "theirs": theirs}))
    return None
