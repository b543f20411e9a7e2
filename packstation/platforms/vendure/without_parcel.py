"""Telling the shop that goods which no carrier takes are delivered: a fulfilment with no number, sent, once.

There is no number to know it by. So all of the order is told at once, and only where nobody else sent any of
it: with nothing left to fulfil, and every fulfilment sent and without a number, the shop has been told.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from packstation.domain.outbox import Delivered, Entry, Later, Outcome, Refused, reason_text
from packstation.domain.without_parcel import WithoutParcel
from packstation.platforms.vendure.fulfilment import NO_METHOD, Books, Fulfilling
from packstation.platforms.vendure.order import AWAITED, CANCELLED


class WithoutParcels:
    """Orders that need no parcel, each told exactly once however often it is asked."""

    def __init__(self, fulfilling: Fulfilling) -> None:
        """Tell by these calls."""
        self._fulfilling = fulfilling

    def deliver(self, entry: Entry) -> Outcome:
        """Tell the shop that one order is fulfilled; safe to repeat with the same entry."""
        try:
            told = msgspec.json.decode(entry.body, type=WithoutParcel)
        except msgspec.MsgspecError as error:
            return Refused(reason_text("ship-unreadable", {"detail": str(error)}))
        return self._fulfilling.alone(told.order, lambda: self._tell(told.order))

    def _tell(self, number: str) -> Outcome:
        """Look, make the fulfilment of whatever is left, look again, send it.

        Raises:
            Outage: the shop could not be asked, or did not answer: the next try looks first.
            Rejected: it refuses for a reason that is not this order's.
            Bad: the order says nothing sound.
        """
        for is_again in (False, True):
            books = self._fulfilling.look(number)
            if books is None:
                return Refused(reason_text("ship-no-order", {"order": number}))
            facts = {"order": number, "detail": books.state}
            if (outcome := self._standing(books, facts)) is not None:
                return outcome
            left = {line: units for line, units in books.left().items() if units > 0}
            if left and is_again:
                break
            if left:
                refused = self._fulfilling.make(left, NO_METHOD, "", facts)
                if refused is not None:
                    return refused
                continue
            return self._sent(books, facts)
        return Later(reason_text("ship-doubt", facts))

    def _standing(self, books: Books, facts: Mapping[str, object]) -> Outcome | None:
        """What stands against it; None where nothing does."""
        theirs = next((one.number for one in books.standing if one.number), "")
        if theirs:
            return Refused(reason_text("virtual-other-number", {**facts, "theirs": theirs}))
        if books.state == CANCELLED:
            if any(one.has_left for one in books.standing):
                return Delivered()
            self._fulfilling.take_back(one for one in books.standing if one.method == NO_METHOD)
            return Refused(reason_text("virtual-closed", facts))
        if not books.standing and not any(books.lines.values()):
            return Refused(reason_text("virtual-closed", facts))
        return None if books.state in AWAITED else Later(reason_text("virtual-held", facts))

    def _sent(self, books: Books, facts: Mapping[str, object]) -> Outcome:
        """Send what was made; what somebody else began is theirs to send.

        Raises:
            Outage: nobody knows whether it was done.
        """
        waiting = [one for one in books.standing if not one.has_left]
        if any(one.method != NO_METHOD for one in waiting):
            return Later(reason_text("virtual-begun", facts))
        if min(books.left().values(), default=0) < 0:
            self._fulfilling.take_back(waiting[1:])  # two that came at once were both booked
            waiting = waiting[:1]
        for one in waiting:
            if (refused := self._fulfilling.bring_on(one)) is not None:
                return refused
        return Delivered()
