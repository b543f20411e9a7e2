"""Taking an order on and looking it over; putting it aside and letting it go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from packstation.desk.wishing import Wishes
from packstation.desk.workplace import Announcement, Workplace
from packstation.domain import verbs
from packstation.domain.agreements import TO_CANCEL, WAITS_FOR_GOODS, answer_due, look_again
from packstation.domain.masking import mask_name
from packstation.domain.moves import stop_verdict
from packstation.domain.order import NOT_OURS, Finding, Hold, HoldKind, Order, State
from packstation.domain.people import Right
from packstation.domain.review import Circumstances, Look, Severity, is_out_of_stock, wanted_by_sku
from packstation.domain.review_rules import look_over, receiver_text
from packstation.domain.scan import Answer, Event, Verdict
from packstation.domain.together import members
from packstation.errors import Refusal
from packstation.store.journal import JournalRow
from packstation.waybill.fonts import FontMissing
from packstation.waybill.text import lacking

MOST_WOKEN = 50
"""In one go, so that the window is never held up; the rest at the next look."""


class Reviewing:
    """Steps one and two of every order."""

    def __init__(self, place: Workplace) -> None:
        """Work at this desk."""
        self._place = place
        self._wishes = Wishes(place)

    def look(self, order: Order) -> Look:
        """What is doubtful about the order at this moment, and what is worth a glance."""
        along = members(order)
        siblings = tuple(one for one in self._place.store.orders.siblings(order.number) if one not in along)
        return look_over(order, self._circumstances(order, siblings), self._place.options.review)

    def _circumstances(self, order: Order, siblings: tuple[str, ...]) -> Circumstances:
        """What the shelves, the carriers and the clock have for this order now."""
        wanted = wanted_by_sku(order)
        free = self._place.store.stock.available(wanted, order.number)
        carriers, now = self._place.carrier.carriers(), self._place.clocks.now(order.shop_id)
        unwritable = _unwritable(order, masked=self._place.options.mask_labels)
        return Circumstances(free, carriers, now, siblings, unwritable)

    def take_on(self, order: Order) -> tuple[Order, list[Event]]:
        """Confirm and review in one go, as far as they are still to be done; the order may end up held.

        Raises:
            Refusal: not one of the wanted units lies on any shelf.
        """
        events: list[Event] = []
        if order.state not in (State.NEW, State.CONFIRMED):
            return order, events
        policy = self._place.options.review
        # looking for orders to send along is worth its time in a scan only where they stop this one
        is_asked = policy.severities.get("same-receiver") is Severity.STOP
        siblings = self._place.store.orders.siblings(order.number) if is_asked else ()
        around = self._circumstances(order, siblings)
        if is_out_of_stock(order, around):
            skus = tuple(wanted_by_sku(order))
            raise Refusal(Verdict.OUT_OF_STOCK, order=order.number, sku=skus[0], title=_titles(order, skus))
        if order.state is State.NEW:
            order = verbs.confirm(order)
            events.append(Event.CONFIRMED)
        # also of one that was put aside before anybody took it on
        order = self._wishes.of_goods(order)
        order = verbs.review(order, look_over(order, around, policy).stops)
        if order.state is State.REVIEWED:
            events.append(Event.REVIEWED)
        return order, events

    def hold(self, code: str, reason: str, until: datetime | None) -> Answer:
        """Put the open order aside; the desk is free for the next one."""
        place = self._place
        old = place.open_order()
        stop = stop_verdict(old)
        if stop:
            raise Refusal(stop, order=old.number)
        order = place.save(old, verbs.hold(old, reason, place.desk().packer, until))
        place.put_down(None)
        return place.answer(code, Verdict.HELD, order, {"reason": reason})

    def awake(self, order: Order) -> Order:
        """The order as it is now that its time to come back may have come."""
        hold = order.hold
        if hold is None or order.recall or not _is_over(hold, self._place.clock.now()):
            return order
        if hold.kind is HoldKind.REVIEW:
            return answer_due(order)
        return look_again(order) if hold.reason == WAITS_FOR_GOODS else verbs.release(order)

    def wake(self) -> tuple[str, ...]:
        """Let every order go on whose time has come; gives their numbers, most urgent first.

        One whose buyer was asked goes on to nobody but us: its answer is due.
        """
        place = self._place
        now = place.clock.now()
        numbers = place.store.orders.asleep(now, MOST_WOKEN)
        if not numbers:
            return ()
        with place.store.transaction():
            for number in numbers:
                old = place.order(number)
                place.save(old, self.awake(old))
                place.store.journal.add(JournalRow(now, "wake", order=number, desk=place.desk_name))
        place.announce(Announcement(frozenset(numbers), lists_changed=True))
        return numbers

    def release(self, number: str, note: str) -> Answer:
        """A person settled what stood in the way; the order goes on.

        One that waited for goods, or for its end, is looked over again: nobody settled what else was found.
        """
        place = self._place
        place.require(Right.RELEASE)
        old = place.order(number)
        waited = old.hold is not None and old.hold.reason in (WAITS_FOR_GOODS, TO_CANCEL)
        order = place.save(old, look_again(old) if waited else verbs.release(old))
        return place.answer(
            "", Verdict.COMMAND_OK, order, {"done": "released", "missing": "released", "note": note}
        )


def _is_over(hold: Hold, now: datetime) -> bool:
    """Whether the time of a hold has come; what nobody paid for ends by no clock."""
    return hold.kind not in NOT_OURS and hold.until is not None and hold.until <= now


def first_finding(order: Order) -> Finding | None:
    """What the answer names first."""
    return order.findings[0] if order.findings else None


def _titles(order: Order, skus: tuple[str, ...]) -> str:
    """The goods of these SKUs by name."""
    return "、".join(dict.fromkeys(line.title or line.sku for line in order.lines if line.sku in skus))


def _unwritable(order: Order, *, masked: bool) -> str:
    """Letters of who gets it that no label can show; without a typeface the label itself says so."""
    who = order.receiver
    if masked:
        who = replace(who, name=mask_name(who.name))
    try:
        return "".join(lacking(receiver_text(who)))
    except FontMissing:
        return ""
