"""Orders that went on while the platform did not answer: marked, and looked at again as soon as it does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from packstation.desk.gate_book import Gate
from packstation.desk.importing import Importing
from packstation.desk.workplace import Announcement, Workplace
from packstation.domain.intake import Batch
from packstation.domain.order import REFUND_OVER, SENT, Order, Recall, State
from packstation.domain.outbox import EntryState
from packstation.domain.scan import Answer, Verdict
from packstation.domain.status_words import CLOSED
from packstation.domain.stops import INTERCEPT
from packstation.domain.trouble import Trouble
from packstation.errors import Refusal
from packstation.platforms.connector import Fetched
from packstation.store.exceptions import Note
from packstation.store.journal import JournalRow
from packstation.store.store import as_text
from packstation.store.unasked import Unasked

MOST_AT_ONCE = 20
"""Orders looked at again in one go; the rest the next time."""
ADDRESS = "address"
LONGEST_NOTE = 2000
"""Signs of what is written about a parcel that should not have left."""


class UnaskedOrders:
    """What went on unasked, until the platform was asked after all."""

    def __init__(self, place: Workplace, importing: Importing) -> None:
        """Look after the orders of this desk."""
        self._place = place
        self._importing = importing

    def mark(self, gate: Gate, why: Trouble) -> None:
        """The orders of a gate go on without the platform's word; part of the gesture's transaction."""
        place = self._place
        now = place.clock.now()
        for number in gate.numbers:
            mark = Unasked(number, gate.step.value, now, why.as_text(), gate.desk, gate.packer)
            place.store.unasked.mark(mark)
        self._journal("go-on", gate.order, {"step": gate.step, "reason": why.reason})

    def answered(self, numbers: Iterable[str]) -> None:
        """The platform told of these orders at a gate: those still here need no second look."""
        marked = [number for number in numbers if self._place.store.unasked.of(number)]
        with self._place.store.transaction():
            for number in marked:
                if self._place.order(number).state is not State.SHIPPED:
                    self._place.store.unasked.clear(number)

    # --- looking again --------------------------------------------------------------------------------------

    def plan(self, shop: str = "") -> tuple[str, ...]:
        """Orders to ask this shop's platform about now; none where it cannot be asked."""
        connector = self._place.connectors.get(shop)
        asks = connector is not None and connector.asks_again
        return self._place.store.unasked.open(shop, MOST_AT_ONCE) if asks else ()

    def act(self, numbers: tuple[str, ...], shop: str = "") -> Fetched:
        """Ask about them (worker: no database, no window).

        Raises:
            Outage: it does not answer yet.
            Rejected: it does not let us ask.
        """
        return self._place.connectors[shop].reread(numbers)

    def settle(self, numbers: tuple[str, ...], fetched: Fetched, shop: str = "") -> None:
        """Store what it told; an order that should not have left is an exception from now on."""
        place = self._place
        asked = [
            (source, record)
            for source, record in fetched.batch.records
            if isinstance(record, Order) and record.number in numbers
        ]
        known = {record.number: place.order(record.number) for _, record in asked}
        for _ in self._importing.store(Batch(tuple(asked)), shop=shop):
            pass
        self._place.connectors[shop].taken(replace(fetched, batch=Batch(tuple(asked))), ())
        with place.store.transaction():
            place.store.unasked.looked(numbers, place.clock.now())
            for _, copy in asked:
                self._judge(known[copy.number], copy)
        place.announce(Announcement(frozenset(known), lists_changed=True))

    def _judge(self, order: Order, copy: Order) -> None:
        """What the platform told of one order, against what was done with it."""
        place = self._place
        found = _against(order, copy) if order.state is State.SHIPPED else ""
        if found:
            place.store.unasked.find(order.number, found)
            place.store.exceptions.parked(order, place.clock.now())
        else:
            place.store.unasked.clear(order.number)
        self._journal("looked-again", order.number, {"reason": found})

    def look_now(self, shop: str = "") -> int:
        """Look again at once, for front ends that may wait; gives how many were asked about.

        Raises:
            Outage: the platform does not answer yet.
            Rejected: it does not let us ask.
        """
        numbers = self.plan(shop)
        if numbers:
            self.settle(numbers, self.act(numbers, shop), shop)
        return len(numbers)

    # --- what a person does about it ------------------------------------------------------------------------

    def intercepted(self, number: str, text: str) -> Answer:
        """A person dealt with a parcel that should not have left; says how, and the order leaves the list."""
        return self._place.gesture("intercept", lambda: self._intercepted(number, text.strip()))

    def _intercepted(self, number: str, text: str) -> Answer:
        place = self._place
        order, mark = place.order(number), place.store.unasked.of(number)
        if (mark is None or not mark.found) and not place.store.refunds.is_wanted(number):
            raise Refusal(Verdict.NOT_READY, missing="no-exception", order=number)
        if not text:
            raise Refusal(Verdict.NOT_READY, missing="no-text", order=number)
        by = place.desk().packer or place.desk_name
        place.store.exceptions.add_note(number, Note(place.clock.now(), by, text[:LONGEST_NOTE]))
        place.store.unasked.clear(number)
        place.store.refunds.deal_with(number)
        for entry in place.store.outbox.of_order(number):
            if entry.kind == INTERCEPT:  # nobody needs its answer any more
                place.store.outbox.call_off(entry.key, "intercept-over", place.clock.now())
        is_told = all(one.state is EntryState.DELIVERED for one in place.store.outbox.of_order(number))
        place.store.orders.note_sent(number, unsent=not is_told)
        place.store.exceptions.parked(order, place.clock.now())
        return place.answer("", Verdict.COMMAND_OK, order, {"missing": "intercepted"})

    def _journal(self, verb: str, order: str, data: dict[str, object]) -> None:
        place = self._place
        packer = place.desk().packer
        row = JournalRow(
            place.clock.now(), verb, order=order, desk=place.desk_name, packer=packer, data=as_text(data)
        )
        place.store.journal.add(row)


def _against(order: Order, copy: Order) -> str:
    """Why an order that left should have stayed; empty where nothing speaks against it."""
    if copy.status in CLOSED:
        return Recall.CANCELLED
    if any(line.refund not in REFUND_OVER | {SENT} for line in copy.lines):
        return Recall.REFUND
    is_moved = copy.receiver not in (order.receiver, order.told)
    return ADDRESS if is_moved or copy.address_mark not in ("", order.address_mark) else ""
