"""What a scan does: the code's meaning, the order it concerns, the units it counts.

One scan is one transaction; the answer is given after it is on disk. A refusal leaves only its journal row.
"""

from __future__ import annotations

from dataclasses import replace

from packstation.desk.companions import Companions
from packstation.desk.counting import Counting, Opened, stop_facts
from packstation.desk.gate_book import Step
from packstation.desk.handing_over import HandingOver
from packstation.desk.meanings import Meanings
from packstation.desk.reviewing import Reviewing
from packstation.desk.shipping import Shipping
from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.leaving import ready_to_leave
from packstation.domain.moves import stop_verdict
from packstation.domain.order import Order, State
from packstation.domain.scan import Answer, Event, Kind, Meaning, Verdict
from packstation.domain.together import lead_of, members
from packstation.errors import Refusal

MOST_TRIED = 20
"""How many orders an item may try to open before it gives up."""


class Packing:
    """Codes that name an order, a waybill or goods."""

    def __init__(
        self,
        place: Workplace,
        reviewing: Reviewing,
        shipping: Shipping,
        meanings: Meanings,
        counting: Counting,
        companions: Companions,
        handing_over: HandingOver,
    ) -> None:
        """Work at this desk."""
        self._handing_over = handing_over
        self._companions = companions
        self._place = place
        self._reviewing = reviewing
        self._shipping = shipping
        self._meanings = meanings
        self._counting = counting

    def scan(self, code: str, meaning: Meaning) -> Answer:
        """Answer a code that names an order, a waybill or goods."""
        number = self._place.desk().order
        if number is None:
            return self._on_empty_desk(code, meaning)
        order = self._place.order(number)
        if self._waits_for_courier(order, meaning):
            self._place.put_down(None)
            return self._on_empty_desk(code, meaning)
        self._not_at_the_gate(order, meaning)
        match meaning.kind:
            case Kind.ORDER:
                return self._order_number(code, meaning, order)
            case Kind.WAYBILL:
                return self._waybill(code, meaning, order)
            case _:
                return self._counting.goods(code, meaning, Opened(order, []))

    def _not_at_the_gate(self, order: Order, meaning: Meaning) -> None:
        """While the platform is asked whether the box may leave, the next one waits.

        Raises:
            Refusal: something else was scanned.
        """
        is_own = meaning.kind is not Kind.GOODS and meaning.target in (order.number, *order.live_waybills)
        if not is_own and self._place.gates.is_asking(order.number, Step.SHIP):
            raise Refusal(Verdict.NOT_READY, order=order.number, missing="gate")

    def _waits_for_courier(self, order: Order, meaning: Meaning) -> bool:
        """Whether the order on the desk is done with, so that what was scanned is meant for what comes next.

        Where parcels ship when the courier takes them, a labelled box stands aside until then.
        """
        if self._place.options.ship_on != "handover" or order.state is not State.LABELLED:
            return False
        try:
            ready_to_leave(order)
        except Refusal:
            return False
        if meaning.kind is Kind.WAYBILL:
            return self._handing_over.current() is not None
        return meaning.kind is not Kind.ORDER or meaning.target != order.number

    # --- nothing lies on the desk
    # -------------------------------------------------------------------------------

    def _on_empty_desk(self, code: str, meaning: Meaning) -> Answer:
        """An order, its waybill, or an item of the order due first."""
        match meaning.kind:
            case Kind.ORDER:
                return self._open_by_number(code, meaning.target)
            case Kind.WAYBILL:
                return self._waybill_on_empty_desk(code, meaning.target)
            case _:
                return self._item_opens(code, meaning)

    def _open_by_number(self, code: str, number: str) -> Answer:
        order = self._place.order(number)
        lead = lead_of(order) if order.state is State.HELD else ""
        opened = self._open(code, self._place.order(lead) if lead else order)
        if opened.answer:
            return opened.answer
        facts = {**self._place.basket_of(opened.order), **self._company(opened), **(opened.facts or {})}
        answer = self._place.answer(code, Verdict.ORDER_OPENED, opened.order, facts)
        return replace(
            answer,
            events=tuple(opened.events),
            jobs=opened.jobs,
            asks=opened.asks,
            gates=opened.gates,
        )

    def _company(self, opened: Opened) -> dict[str, object]:
        """Which orders lie in the same box, or could, as data of a sentence; empty where none do."""
        along = members(opened.order)
        if along:
            return {"also": "along", "others": "、".join(along)}
        offers = self._companions.offers(opened.order.number)
        return {"also": "could-go-along", "others": "、".join(offers)} if offers else {}

    def _open(self, code: str, old: Order) -> Opened:
        """Put an order on the desk, taking it on and looking it over on the way.

        Raises:
            Refusal: it cannot be worked on here and now.
        """
        place = self._place
        awake = self._reviewing.awake(old)
        stop = stop_verdict(awake)
        if stop:
            raise Refusal(stop, **stop_facts(old))
        elsewhere = place.store.people.desk_of(old.number)
        if elsewhere not in (None, place.desk_name):
            raise Refusal(Verdict.CLAIMED_ELSEWHERE, order=old.number, other=elsewhere)
        order, events = self._reviewing.take_on(awake)
        if order.state is State.HELD:
            place.save(old, order)
            answer = place.answer(code, Verdict.NEEDS_REVIEW, order, stop_facts(order))
            return Opened(order, events, replace(answer, events=tuple(events)))
        if order.state is State.REVIEWED:
            order = verbs.open_order(order)
        place.put_down(order.number)
        opened = Opened(order, events)
        if order.state is State.PACKING and order.is_ready_to_pack:
            self._counting.advance(opened)
        place.save(old, opened.order)
        return opened

    def _waybill_on_empty_desk(self, code: str, waybill: str) -> Answer:
        number = self._place.store.orders.number_of_waybill(waybill)
        if number is None:
            owner = self._place.store.waybills.owner(waybill)
            raise Refusal(
                Verdict.LABEL_MISMATCH, missing="void" if owner and owner[0] == "void" else "unused"
            )
        order = self._place.order(number)
        if self._handing_over.current() is not None:
            return self._handing_over.scan(code, order, waybill)
        if order.state in (State.LABELLED, State.PACKED):
            return self._shipping.close(code, order, waybill)
        return self._open_by_number(code, number)

    def _item_opens(self, code: str, meaning: Meaning) -> Answer:
        """The order due first that needs this item opens, and the unit counts.

        While goods stand here on a cart, the orders of its batch come before all others.
        """
        place = self._place
        if place.options.item_opens == "off":
            raise Refusal(Verdict.NOT_READY, missing="order-first")
        single = place.options.item_opens == "single"
        numbers = place.store.queue.wanting(meaning.target, single=single, limit=MOST_TRIED)
        if not numbers:
            raise Refusal(
                Verdict.WRONG_ITEM, missing="nobody", title=self._meanings.name(meaning), sku=meaning.target
            )
        amount = place.desk().next_amount
        opened = self._open_first(code, numbers)
        if opened.answer:
            return opened.answer
        if amount > 1:
            place.put_desk(replace(place.desk(), next_amount=amount))
        opened.events.insert(0, Event.ORDER_OPENED)
        return self._counting.goods(code, meaning, opened)

    def _open_first(self, code: str, numbers: list[str]) -> Opened:
        """The first of these orders whose goods are not all spoken for by others."""
        for number in numbers[:-1]:
            try:
                return self._open(code, self._place.order(number))
            except Refusal as refusal:
                if refusal.reason != Verdict.OUT_OF_STOCK:
                    raise
        return self._open(code, self._place.order(numbers[-1]))

    # --- an order lies on the desk
    # ------------------------------------------------------------------------------

    def _order_number(self, code: str, meaning: Meaning, order: Order) -> Answer:
        if meaning.target not in (order.number, *members(order)):
            raise self._of_another(order, meaning.target)
        stop = stop_verdict(order)
        if stop:
            raise Refusal(stop, **stop_facts(order))
        return self._place.answer(code, Verdict.ORDER_OPENED, order, self._place.basket_of(order))

    def _waybill(self, code: str, meaning: Meaning, order: Order) -> Answer:
        """The label on the box, or one that has no business here."""
        if meaning.target in order.live_waybills:
            return self._shipping.close(code, order, meaning.target)
        other = self._place.store.orders.number_of_waybill(meaning.target)
        if order.state is State.LABELLED or other is None:
            raise Refusal(Verdict.LABEL_MISMATCH, order=order.number, waybill=meaning.target, other=other)
        raise self._of_another(order, other)

    def _of_another(self, order: Order, other: str) -> Refusal:
        """It belongs to another order: which, and when that one is due."""
        due = self._place.due_of(other)
        return Refusal(
            Verdict.OTHER_ORDER, order=order.number, other=other, due=due, missing="due" if due else None
        )
