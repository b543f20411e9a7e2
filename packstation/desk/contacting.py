"""Talking with the buyer of a doubtful order: asked, answered, and what came of it."""

from __future__ import annotations

from packstation.desk.workplace import Workplace
from packstation.domain.agreements import correct_receiver, give_up
from packstation.domain.contact import ask_buyer
from packstation.domain.order import Order, Receiver, State
from packstation.domain.people import Right
from packstation.domain.scan import Answer, Verdict
from packstation.errors import Refusal

LONGEST_PART = 500
"""Signs of one part of an address; no street of the world needs more, and no label shows more."""


class Contacting:
    """What is asked of buyers and what they answer; ``Reviewing`` lets an order go on as it is."""

    def __init__(self, place: Workplace) -> None:
        """Work at this desk."""
        self._place = place

    def ask(self, number: str) -> Answer:
        """The buyer was sent a message about what the review found.

        When to look again is noted on the order, that it was asked in the journal.
        """
        return self._place.gesture("ask-buyer", lambda: self._ask(number))

    def _ask(self, number: str) -> Answer:
        place = self._place
        old = place.order(number)
        until = place.clock.now() + place.options.ask_again
        order = place.save(old, ask_buyer(old, place.desk().packer, until))
        return place.answer("", Verdict.COMMAND_OK, order, {"done": "asked", "missing": "asked"})

    def correct(self, number: str, receiver: Receiver) -> Answer:
        """The buyer gave another address: it is looked over again, and a label on the box is void."""
        return self._place.gesture("correct-address", lambda: self._correct(number, receiver))

    def _correct(self, number: str, receiver: Receiver) -> Answer:
        place = self._place
        old = place.free_order(number)
        self._may(old)
        parts = {name: getattr(receiver, name) for name in Receiver.__dataclass_fields__}
        longest = max(parts, key=lambda name: len(parts[name]))
        if len(parts[longest]) > LONGEST_PART:
            raise Refusal(Verdict.NOT_READY, missing="too-long", order=number, most=LONGEST_PART)
        order = place.save(old, correct_receiver(old, Receiver(**{n: v.strip() for n, v in parts.items()})))
        return place.answer(
            "", Verdict.COMMAND_OK, order, {"missing": "corrected", "also": _label_is_wrong(order)}
        )

    def give_up(self, number: str) -> Answer:
        """The buyer no longer wants it, or cannot get it: it waits for the platform to say so too."""
        return self._place.gesture("give-up", lambda: self._give_up(number))

    def _give_up(self, number: str) -> Answer:
        place = self._place
        place.require(Right.RELEASE)
        old = place.free_order(number)
        order = place.save(old, give_up(old, place.desk().packer))
        if place.desk().order == number:
            place.put_down(None)
        return place.answer("", Verdict.HELD, order, {"missing": "to-cancel", "reason": "to-cancel"})

    def _may(self, order: Order) -> None:
        """Before its label anybody corrects an address; afterwards a lead answers for the new one."""
        if order.state not in (State.NEW, State.CONFIRMED, State.REVIEWED, State.PACKING, State.HELD):
            self._place.require(Right.RELEASE)


def _label_is_wrong(order: Order) -> str | None:
    return "new-label" if order.address_changed else None
