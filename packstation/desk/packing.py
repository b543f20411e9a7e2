"""What a scan does: the code's meaning, the order it concerns, the units it counts.

One scan is one transaction; the answer is given after it is on disk. A refusal leaves only its journal row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from packstation.desk.labelling import Labelling
from packstation.desk.meanings import Meanings
from packstation.desk.reviewing import Reviewing, first_finding
from packstation.desk.shipping import Shipping
from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.moves import stop_verdict
from packstation.domain.order import Line, Order, State
from packstation.domain.scan import Answer, Event, Kind, Meaning, Verdict
from packstation.errors import Refusal

MOST_TRIED = 20
"""How many orders an item may try to open before it gives up."""


@dataclass(slots=True)
class Opened:
    """An order just put on the desk, with what that took; ``answer`` is set when it went no further."""

    order: Order
    events: list[Event]
    answer: Answer | None = None
    jobs: tuple[int, ...] = ()
    facts: dict[str, object] | None = None


class Packing:
    """Codes that name an order, a waybill or goods."""

    def __init__(
        self, place: Workplace, reviewing: Reviewing, labelling: Labelling, shipping: Shipping
    ) -> None:
        """Work at this desk."""
        self._place = place
        self._reviewing = reviewing
        self._labelling = labelling
        self._shipping = shipping
        self._meanings = Meanings(place)

    def scan(self, code: str) -> Answer:
        """Answer a code that is no command."""
        meaning = self._meanings.of(code)
        number = self._place.desk().order
        if number is None:
            return self._on_empty_desk(code, meaning)
        order = self._place.order(number)
        match meaning.kind:
            case Kind.ORDER:
                return self._order_number(code, meaning, order)
            case Kind.WAYBILL:
                return self._waybill(code, meaning, order)
            case Kind.GOODS:
                return self._goods(code, meaning, Opened(order, []))

    # --- nothing lies on the desk
    # -------------------------------------------------------------------------------

    def _on_empty_desk(self, code: str, meaning: Meaning) -> Answer:
        """An order, its waybill, or an item of the order due first."""
        match meaning.kind:
            case Kind.ORDER:
                return self._open_by_number(code, meaning.target)
            case Kind.WAYBILL:
                return self._waybill_on_empty_desk(code, meaning.target)
            case Kind.GOODS:
                return self._item_opens(code, meaning)

    def _open_by_number(self, code: str, number: str) -> Answer:
        opened = self._open(code, self._place.order(number))
        if opened.answer:
            return opened.answer
        answer = self._place.answer(code, Verdict.ORDER_OPENED, opened.order, opened.facts)
        return replace(answer, events=tuple(opened.events), jobs=opened.jobs)

    def _open(self, code: str, old: Order) -> Opened:
        """Put an order on the desk, taking it on and looking it over on the way.

        Raises:
            Refusal: it cannot be worked on here and now.
        """
        place = self._place
        stop = stop_verdict(old)
        if stop:
            raise Refusal(stop, **_stop_facts(old))
        elsewhere = place.store.people.desk_of(old.number)
        if elsewhere not in (None, place.desk_name):
            raise Refusal(Verdict.CLAIMED_ELSEWHERE, order=old.number, other=elsewhere)
        order, events = self._reviewing.take_on(old)
        if order.state is State.HELD:
            place.save(old, order)
            answer = place.answer(code, Verdict.NEEDS_REVIEW, order, _stop_facts(order))
            return Opened(order, events, replace(answer, events=tuple(events)))
        if order.state is State.REVIEWED:
            order = verbs.open_order(order)
        place.put_down(order.number)
        opened = Opened(order, events)
        if order.state is State.PACKING and order.is_ready_to_pack:
            self._advance(opened)
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
        if order.state in (State.LABELLED, State.PACKED):
            return self._shipping.close(code, order, waybill)
        return self._open_by_number(code, number)

    def _item_opens(self, code: str, meaning: Meaning) -> Answer:
        """The order due first that needs this item opens, and the unit counts."""
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
        return self._goods(code, meaning, opened)

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
        if meaning.target != order.number:
            raise Refusal(Verdict.OTHER_ORDER, order=order.number, other=meaning.target)
        stop = stop_verdict(order)
        if stop:
            raise Refusal(stop, **_stop_facts(order))
        return self._place.answer(code, Verdict.ORDER_OPENED, order)

    def _waybill(self, code: str, meaning: Meaning, order: Order) -> Answer:
        """The label on the box, or one that has no business here."""
        if meaning.target in order.live_waybills:
            return self._shipping.close(code, order, meaning.target)
        other = self._place.store.orders.number_of_waybill(meaning.target)
        if order.state is State.LABELLED or other is None:
            raise Refusal(Verdict.LABEL_MISMATCH, order=order.number, waybill=meaning.target, other=other)
        raise Refusal(Verdict.OTHER_ORDER, order=order.number, other=other)

    def _goods(self, code: str, meaning: Meaning, opened: Opened) -> Answer:
        """Units go into the box, or come out of it where the buyer was refunded."""
        place, old = self._place, opened.order
        if old.recall and old.may_bear_label and old.lines_of_sku(meaning.target):
            return self._shipping.unpack(code, old)
        stop = stop_verdict(old)
        if stop:
            raise Refusal(stop, **_stop_facts(old))
        lines = old.lines_of_sku(meaning.target)
        if not lines:
            self._wrong_item(meaning, old)
        surplus = next((line for line in lines if line.got > line.need), None)
        if surplus:
            return self._take_out(code, meaning, Opened(old, []), surplus)
        counted = self._count(self._opened_for_more(old), lines, meaning)
        opened.order = counted[0]
        self._after_count(old, opened)
        place.save(old, opened.order)
        self._reset_amount()
        line = opened.order.line_of(counted[1])
        answer = place.answer(
            code, _count_verdict(opened.order, line), opened.order, self._goods_facts(line, opened)
        )
        return replace(
            answer,
            line=line.line,
            got=line.got,
            need=line.need,
            events=tuple(opened.events),
            jobs=opened.jobs,
        )

    def _wrong_item(self, meaning: Meaning, order: Order) -> None:
        """Goods this order does not have: say whose they are."""
        queue = self._place.store.queue
        others = queue.wanting(meaning.target, single=False, skip=order.number)
        other = others[0] if others else None
        row = queue.row(other) if other else None
        raise Refusal(
            Verdict.WRONG_ITEM,
            order=order.number,
            sku=meaning.target,
            title=self._meanings.name(meaning),
            other=other,
            due_ms=row[2] if row else None,
            also="belongs-to" if other else None,
        )

    def _opened_for_more(self, order: Order) -> Order:
        """A closed box whose order wants more than it did is opened again; its label is given up."""
        wants_more = any(line.got < line.need for line in order.lines)
        if not wants_more or order.state not in (State.PACKED, State.LABELLED):
            return order
        return verbs.reopen(
            self._labelling.void(order) if order.live_waybills or order.state is State.LABELLED else order
        )

    def _count(self, order: Order, lines: tuple[Line, ...], meaning: Meaning) -> tuple[Order, str]:
        """The order with the scanned units in it, and the line that took the last of them.

        Raises:
            Refusal: more than the order still needs, or the line was refunded.
        """
        amount = meaning.amount * self._place.desk().next_amount
        if all(line.need == 0 for line in lines):
            raise Refusal(
                Verdict.WRONG_ITEM,
                order=order.number,
                missing="refunded",
                title=self._meanings.name(meaning),
                sku=meaning.target,
            )
        room = sum(max(0, line.need - line.got) for line in lines)
        if amount > room or order.state is not State.PACKING:
            line = lines[-1]
            raise Refusal(
                Verdict.TOO_MANY,
                order=order.number,
                line=line.line,
                got=line.got,
                need=line.need,
                amount=amount,
                title=self._meanings.name(meaning),
                missing="amount" if 0 < room < amount else None,
            )
        last = ""
        for line in lines:
            part = min(amount, line.need - line.got)
            if part > 0:
                order, amount, last = verbs.count(order, line.line, part), amount - part, line.line
        return order, last

    def _after_count(self, old: Order, opened: Opened) -> None:
        """What follows from the counted units by itself: checks, wishes, the closed box, its label."""
        order = opened.order
        waiting = {line.line for line in order.waiting_for_quality}
        if waiting - {line.line for line in old.waiting_for_quality}:
            opened.events.append(Event.QUALITY_NEEDED)
        if order.is_counted and order.open_wishes:
            opened.events.append(Event.WISHES_OPEN)
        self._advance(opened)

    def _advance(self, opened: Opened) -> None:
        """Close the box and print its label as soon as nothing is missing any more."""
        advanced = self._labelling.advance(opened.order)
        opened.order, opened.jobs = advanced.order, advanced.jobs
        opened.events += advanced.events
        opened.facts = {**(opened.facts or {}), **advanced.facts}

    def _goods_facts(self, line: Line, opened: Opened) -> dict[str, object]:
        bins = self._place.store.stock.bins(line.sku)
        return {
            "title": line.title or line.sku,
            "spec": line.spec,
            "sku": line.sku,
            "bin": bins[0][0] if bins else "",
            "wish": opened.order.open_wishes[0].text if opened.order.open_wishes else "",
            **(opened.facts or {}),
        }

    def _take_out(self, code: str, meaning: Meaning, opened: Opened, line: Line) -> Answer:
        """Units the buyer was refunded leave the box; if nothing else is missing it is closed then."""
        place, old = self._place, opened.order
        amount = min(meaning.amount * place.desk().next_amount, line.got - line.need)
        for _ in range(amount):
            opened.order = verbs.take_out(opened.order, line.line)
        self._advance(opened)
        place.save(old, opened.order)
        self._reset_amount()
        after = opened.order.line_of(line.line)
        facts = {"missing": "taken-out", "title": line.title or line.sku, "sku": line.sku, "amount": amount}
        answer = place.answer(code, Verdict.UNDONE, opened.order, {**facts, **(opened.facts or {})})
        return replace(
            answer,
            line=line.line,
            got=after.got,
            need=after.need,
            events=tuple(opened.events),
            jobs=opened.jobs,
        )

    def _reset_amount(self) -> None:
        """What was said of the next unit holds for one scan."""
        desk = self._place.desk()
        if desk.next_amount != 1:
            self._place.put_desk(replace(desk, next_amount=1))


def _count_verdict(order: Order, line: Line) -> Verdict:
    """A unit, the line's last, or the order's last."""
    if order.is_counted:
        return Verdict.ORDER_COMPLETE
    return Verdict.LINE_COMPLETE if line.is_complete else Verdict.ITEM_OK


def _stop_facts(order: Order) -> dict[str, object]:
    """Why the order cannot be worked on, as data of its sentence."""
    finding = first_finding(order)
    facts: dict[str, object] = {"order": order.number, "missing": str(order.recall) or None}
    if finding:
        facts |= {"missing": finding.code, **dict(finding.data)}
        facts["need_units"], facts["have_units"] = facts.pop("need", None), facts.pop("have", None)
    elif order.hold:
        facts |= {"missing": order.hold.kind.value, "reason": order.hold.reason, "by": order.hold.by}
    if order.recall and order.may_bear_label:
        facts["must_be_unpacked"] = True
    return facts
