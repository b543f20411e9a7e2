"""What the packer does without the scanner: counting on a line by keys, for goods no scanner can read."""

from __future__ import annotations

from dataclasses import replace

from packstation.desk.counting import Counting, Opened, stop_facts
from packstation.desk.labelling import Labelling
from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.moves import stop_verdict
from packstation.domain.order import Order, Printed
from packstation.domain.scan import Answer, Kind, Meaning, Verdict
from packstation.errors import Refusal


class ByHand:
    """Units counted by a person; every gesture is in the journal as manual, with who and why."""

    def __init__(self, place: Workplace, labelling: Labelling, counting: Counting) -> None:
        """Work at this desk."""
        self._place = place
        self._labelling = labelling
        self._counting = counting

    def count(self, line_name: str, change: int) -> Answer:
        """So many units more (or, below zero, fewer) of a line are in the box.

        Raises:
            Refusal: no order is open, it has no such line, or the line cannot take or give so many.
        """
        order = self._open(line_name)
        self._say_what_it_is()
        if change > 0:
            meaning = Meaning(Kind.GOODS, order.line_of(line_name).sku, change)
            return self._counting.goods("", meaning, Opened(order, []), only=line_name)
        return self._less(order, line_name, -change)

    def set_to(self, line_name: str, got: int) -> Answer:
        """Exactly so many units of a line are in the box.

        Raises:
            Refusal: as ``count``.
        """
        order = self._open(line_name)
        line = order.line_of(line_name)
        if got > line.need:
            raise Refusal(
                Verdict.TOO_MANY,
                order=order.number,
                line=line.line,
                got=line.got,
                need=line.need,
                amount=got,
                title=line.title or line.sku,
                missing="amount",
            )
        return self.count(line_name, got - line.got)

    def _open(self, line_name: str) -> Order:
        """The open order, if it can be worked on and has this line."""
        order = self._place.open_order()
        stop = stop_verdict(order)
        if stop:
            raise Refusal(stop, **stop_facts(order))
        if not any(line.line == line_name for line in order.lines):
            raise Refusal(Verdict.NOT_READY, order=order.number, missing="no-line")
        return order

    def _say_what_it_is(self) -> None:
        """A typed count is what it says; an amount scanned before for the next unit is forgotten."""
        desk = self._place.desk()
        if desk.next_amount != 1:
            self._place.put_desk(replace(desk, next_amount=1))

    def _less(self, old: Order, line_name: str, amount: int) -> Answer:
        if any(box.label is Printed.SENDING for box in old.parcels):
            raise Refusal(Verdict.NOT_READY, order=old.number, missing="printing")
        line = old.line_of(line_name)
        if amount > line.got:
            raise Refusal(
                Verdict.NOTHING_TO_UNDO, order=old.number, line=line.line, got=line.got, need=line.need
            )
        facts: dict[str, object] = {"title": line.title or line.sku, "amount": amount}
        if amount and old.live_waybills:
            facts |= {"waybill": "、".join(old.live_waybills), "also": "tear-off"}
        order = self._labelling.reopened(old) if amount else old
        for _ in range(amount):
            order = verbs.take_back(order, line_name)
        self._place.save(old, order)
        after = order.line_of(line_name)
        verdict = Verdict.UNDONE if amount else Verdict.ITEM_OK
        return replace(
            self._place.answer("", verdict, order, facts), line=after.line, got=after.got, need=after.need
        )
