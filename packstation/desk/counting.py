"""Units on their way into the box of the open order: the right goods, and exactly as many as wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from packstation.desk.labelling import Advanced, Labelling
from packstation.desk.meanings import Meanings
from packstation.desk.packaging import Facts, suggested, uncartoned, with_also, wrong_carton
from packstation.desk.reviewing import first_finding
from packstation.desk.shipping import Shipping
from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.boxes import current_parcel
from packstation.domain.moves import stop_verdict
from packstation.domain.order import Line, Order, State
from packstation.domain.scan import Answer, Event, Meaning, Verdict
from packstation.errors import Refusal


@dataclass(slots=True)
class Opened:
    """An order just put on the desk, with what that took; ``answer`` is set when it went no further."""

    order: Order
    events: list[Event]
    answer: Answer | None = None
    jobs: tuple[int, ...] = ()
    asks: tuple[int, ...] = ()
    gates: tuple[int, ...] = ()
    facts: dict[str, object] | None = None


class Counting:
    """Goods of the order on the desk."""

    def __init__(
        self, place: Workplace, labelling: Labelling, shipping: Shipping, meanings: Meanings
    ) -> None:
        """Work at this desk."""
        self._place = place
        self._labelling = labelling
        self._shipping = shipping
        self._meanings = meanings

    def goods(self, code: str, meaning: Meaning, opened: Opened, only: str = "") -> Answer:
        """Units go into the box, or come out of it where the buyer was refunded; ``only`` names one line."""
        place, old = self._place, opened.order
        if old.recall and old.may_bear_label and old.lines_of_sku(meaning.target):
            return self._shipping.unpack(code, old)
        stop = stop_verdict(old)
        if stop:
            raise Refusal(stop, **stop_facts(old))
        lines = tuple(line for line in old.lines_of_sku(meaning.target) if only in ("", line.line))
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
        facts = self._with_carton(opened.order, self._goods_facts(line, opened, meaning))
        facts = with_also(facts, _to_take_out(opened.order))
        answer = place.answer(code, _count_verdict(opened.order, line), opened.order, facts)
        return replace(
            answer,
            line=line.line,
            got=line.got,
            need=line.need,
            events=tuple(opened.events),
            jobs=opened.jobs,
            asks=opened.asks,
            gates=opened.gates,
        )

    def _wrong_item(self, meaning: Meaning, order: Order) -> None:
        """Goods this order does not have: say whose they are."""
        queue = self._place.store.queue
        others = queue.wanting(meaning.target, single=False, skip=order.number)
        other = others[0] if others else None
        basket = self._place.store.batches.of(other) if other else None
        raise Refusal(
            Verdict.WRONG_ITEM,
            order=order.number,
            sku=meaning.target,
            title=self._meanings.name(meaning),
            other=other,
            due=self._place.due_of(other) if other else None,
            also=("belongs-to-basket" if basket else "belongs-to") if other else None,
            basket_there=basket.slot if basket else None,
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
        _only_once(order, meaning)
        amount = meaning.amount * self._place.desk().next_amount
        if all(line.need == 0 for line in lines):
            raise Refusal(
                Verdict.WRONG_ITEM,
                order=order.number,
                missing="waived" if lines[0].waived else "refunded",
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
                order = verbs.count(order, line.line, part, meaning.serial, goes_on=bool(last))
                amount, last = amount - part, line.line
        return order, last

    def _after_count(self, old: Order, opened: Opened) -> None:
        """What follows from the counted units by itself: checks, wishes, the closed box, its label."""
        order = opened.order
        waiting = {line.line for line in order.waiting_for_quality}
        if waiting - {line.line for line in old.waiting_for_quality}:
            opened.events.append(Event.QUALITY_NEEDED)
        if order.is_counted and order.open_wishes:
            opened.events.append(Event.WISHES_OPEN)
        self.advance(opened)

    def advance(self, opened: Opened) -> None:
        """Close the box and print its label as soon as nothing is missing any more."""
        self._take_over(opened, self._labelling.advance(opened.order))

    @staticmethod
    def _take_over(opened: Opened, advanced: Advanced) -> None:
        """How far the order got by itself."""
        opened.order, opened.jobs = advanced.order, advanced.jobs
        opened.asks, opened.gates = advanced.asks, advanced.gates
        opened.events += advanced.events
        opened.facts = {**(opened.facts or {}), **advanced.facts}

    def _goods_facts(self, line: Line, opened: Opened, meaning: Meaning) -> dict[str, object]:
        bins = self._place.store.stock.bins(line.sku)
        return {
            "title": line.title or line.sku,
            "counted": " ".join(filter(None, (line.title or line.sku, line.spec))),
            "sku": line.sku,
            "bin": bins[0][0] if bins else "",
            **self._place.basket_of(opened.order),
            "wish": opened.order.open_wishes[0].text if opened.order.open_wishes else "",
            "lot": meaning.lot or None,
            "serial": meaning.serial or None,
            "expires": meaning.expires.isoformat() if meaning.expires else None,
            **(opened.facts or {}),
        }

    def _with_carton(self, order: Order, facts: dict[str, object]) -> dict[str, object]:
        """What to say of the box the units went into: a carton that cannot be right, or the one to take."""
        box = current_parcel(order)
        if box.carton:
            return with_also(facts, wrong_carton(self._place, order, box.parcel))
        if order.is_counted and not uncartoned(self._place, order):
            return with_also(suggested(self._place, order), facts)
        return facts

    def _take_out(self, code: str, meaning: Meaning, opened: Opened, line: Line) -> Answer:
        """Units the buyer was refunded leave the box; if nothing else is missing it is closed then."""
        place, old = self._place, opened.order
        amount = min(meaning.amount * place.desk().next_amount, line.got - line.need)
        for _ in range(amount):
            opened.order = verbs.take_out(opened.order, line.line)
        opened.order, torn = verbs.without_emptied(opened.order)
        place.give_up(torn)
        advanced = self._labelling.advance(opened.order)
        self._labelling.go_on(advanced)
        self._take_over(opened, advanced)
        place.save(old, opened.order)
        self._reset_amount()
        after = opened.order.line_of(line.line)
        facts = {"missing": "taken-out", "title": line.title or line.sku, "sku": line.sku, "amount": amount}
        if torn:
            facts |= {"missing": "emptied", "waybill": "、".join(torn)}
        answer = place.answer(code, Verdict.UNDONE, opened.order, {**facts, **(opened.facts or {})})
        return replace(
            answer,
            line=line.line,
            got=after.got,
            need=after.need,
            events=tuple(opened.events),
            jobs=opened.jobs,
            asks=opened.asks,
            gates=opened.gates,
        )

    def _reset_amount(self) -> None:
        """What was said of the next unit holds for one scan."""
        desk = self._place.desk()
        if desk.next_amount != 1:
            self._place.put_desk(replace(desk, next_amount=1))


def _only_once(order: Order, meaning: Meaning) -> None:
    """A unit with a serial number of its own is in the box once.

    Raises:
        Refusal: it is in already.
    """
    lines = {line.line for line in order.lines_of_sku(meaning.target)}
    if meaning.serial and any(
        step.mark == meaning.serial and step.target in lines for step in order.trail if step.kind == "unit"
    ):
        raise Refusal(Verdict.DUPLICATE_SCAN, order=order.number, missing="serial", serial=meaning.serial)


def _count_verdict(order: Order, line: Line) -> Verdict:
    """A unit, the line's last, or the order's last."""
    if order.is_counted:
        return Verdict.ORDER_COMPLETE
    return Verdict.LINE_COMPLETE if line.is_complete else Verdict.ITEM_OK


def stop_facts(order: Order) -> dict[str, object]:
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


def _to_take_out(order: Order) -> Facts:
    """What keeps a box open whose goods are all in: units that are not wanted any more lie in it, too."""
    is_all_in = all(line.got >= line.need for line in order.lines)
    extra = order.surplus[0] if order.surplus and is_all_in else None
    return {"also": "take-out", "out": f"{extra.title or extra.sku} {extra.spec}".strip()} if extra else {}
