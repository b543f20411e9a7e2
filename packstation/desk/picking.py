"""Pick lists: for one order, or for a batch of the orders due first, each with its basket on the cart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce

from packstation.desk.reviewing import Reviewing
from packstation.desk.views import OpenBatch, PickedOrder, Picks
from packstation.desk.workplace import Workplace
from packstation.domain.masking import mask_name
from packstation.domain.moves import stop_verdict
from packstation.domain.order import Order, State
from packstation.domain.picking import PickList, Shelf, Want, pick_list, without
from packstation.domain.scan import Answer, Verdict
from packstation.errors import BadInput, Refusal
from packstation.store.batches import Basket, BatchRow
from packstation.store.journal import JournalRow
from packstation.store.store import as_text

TRIES = 3
"""So many orders are looked over for each basket before a batch stays smaller than wanted."""


@dataclass(slots=True)
class _Made:
    """A batch in the making: who has a basket, who was left out and why."""

    batch: int = 0
    slots: int = 0
    review: int = 0
    empty: int = 0

    def facts(self) -> dict[str, object]:
        """What the answer's sentence tells."""
        left_out = self.review or self.empty
        return {
            "batch": self.batch or None,
            "amount": self.slots,
            "review": self.review,
            "empty": self.empty,
            "also": "left-out" if left_out else None,
        }


class Picking:
    """Who is fetched for next, and what lies in which basket."""

    def __init__(self, place: Workplace, reviewing: Reviewing) -> None:
        """Work at this desk."""
        self._place = place
        self._reviewing = reviewing

    # --- batches
    # ------------------------------------------------------------------------------------------------

    def make(self, count: int) -> Answer:
        """The next orders due become a batch: confirmed, looked over, their goods set aside, a basket each.

        Orders with findings go to review and orders without goods stay where they are; both are left out and
        the next ones taken instead. At most ``options.baskets`` fit on a cart.
        """
        return self._place.gesture("batch", lambda: self._make(count))

    def _make(self, count: int) -> Answer:
        place = self._place
        most = place.options.baskets
        if not 0 < count <= most:
            raise Refusal(Verdict.NOT_READY, missing="baskets", amount=count, most=most)
        made = _Made()
        for number in place.store.batches.candidates(count * TRIES):
            if made.slots == count:
                break
            self._take_in(place.order(number), made)
        if not made.slots and not made.review:
            raise Refusal(Verdict.NOT_READY, missing="batch-none", **made.facts())
        if not made.slots:
            return place.answer("", Verdict.NOT_READY, None, {**made.facts(), "missing": "batch-none"})
        return place.answer("", Verdict.COMMAND_OK, None, {**made.facts(), "missing": "batch-made"})

    def _take_in(self, old: Order, made: _Made) -> None:
        """One more order on the cart, if nothing stands in its way."""
        place = self._place
        try:
            order, events = self._reviewing.take_on(old)
        except Refusal as refusal:
            if refusal.reason != Verdict.OUT_OF_STOCK:
                raise
            made.empty += 1
            return
        place.save(old, order)
        if order.state is State.HELD:
            made.review += 1
            self._note(order, Verdict.NEEDS_REVIEW, {"events": events})
            return
        if not made.batch:
            made.batch = place.store.batches.add(place.clock.now(), place.desk().packer, place.desk_name)
        made.slots += 1
        place.store.batches.put(order.number, Basket(made.batch, made.slots))
        data = {"batch": made.batch, "basket": made.slots, "events": events}
        self._note(order, Verdict.COMMAND_OK, data)

    def _note(self, order: Order, verdict: Verdict, data: dict[str, object]) -> None:
        """The order's own row in the journal: the batch's answer names none."""
        place = self._place
        row = JournalRow(
            at=place.clock.now(),
            verb="basket",
            verdict=verdict.value,
            order=order.number,
            desk=place.desk_name,
            packer=place.desk().packer,
            data=as_text(data),
        )
        place.store.journal.add(row)

    def dissolve(self, batch: int) -> Answer:
        """The batch is given up: its baskets are free, its orders wait in the queue as all others do."""

        def work() -> Answer:
            place = self._place
            count = place.store.batches.dissolve(batch)
            if not count:
                raise Refusal(Verdict.NOT_READY, missing="no-batch", batch=batch)
            facts = {"missing": "batch-dissolved", "batch": batch, "amount": count}
            return place.answer("", Verdict.COMMAND_OK, None, facts)

        return self._place.gesture("dissolve", work)

    def put_out(self, number: str) -> Answer:
        """One order leaves its batch; its basket is free."""

        def work() -> Answer:
            place = self._place
            order = place.order(number)
            basket = place.store.batches.of(number)
            if basket is None:
                raise Refusal(Verdict.NOT_READY, order=number, missing="no-basket")
            place.store.batches.free(number)
            facts = {"missing": "put-out", "batch": basket.batch, "slot": basket.slot}
            return place.answer("", Verdict.COMMAND_OK, order, facts)

        return self._place.gesture("put-out", work)

    def batches(self) -> tuple[OpenBatch, ...]:
        """The open batches, oldest first."""
        return tuple(self._shown(row) for row in self._place.store.batches.open())

    def _shown(self, row: BatchRow) -> OpenBatch:
        person = self._place.store.people.person(row.made_by) if row.made_by else None
        orders = tuple(_picked(order, slot) for slot, order in self._orders(row))
        return OpenBatch(row.id, row.made_at, person.name if person else row.made_by, orders)

    def _orders(self, row: BatchRow) -> Iterator[tuple[int, Order]]:
        for slot, number in row.orders:
            yield slot, self._place.order(number)

    # --- lists
    # --------------------------------------------------------------------------------------------------

    def of_order(self, number: str) -> Picks:
        """What is still to be fetched for one order.

        Raises:
            BadInput: there is no such order, or it cannot be worked on.
        """
        known = self._place.store.orders.get(number)
        if known is None:
            raise BadInput("unknown-order", order=number)
        order = self._reviewing.awake(known)
        if stop_verdict(order):
            raise BadInput("not-to-pick", order=number)
        basket = self._place.store.batches.of(number)
        slot = basket.slot if basket else 0
        return self._picks(0, [(slot, order)], before=basket.batch if basket else None)

    def of_batch(self, batch: int) -> Picks:
        """What is still to be fetched for an open batch.

        Raises:
            BadInput: it is not open (any more).
        """
        rows = self._place.store.batches.open(batch)
        if not rows:
            raise BadInput("no-such-batch", batch=batch)
        return self._picks(batch, self._orders(rows[0]), before=batch)

    def next_due(self, count: int) -> Picks:
        """What a batch of the next orders due would fetch, as far as nobody has looked them over yet."""
        numbers = self._place.store.batches.candidates(count)
        orders = enumerate(map(self._place.order, numbers), start=1)
        return self._picks(0, orders, before=None)

    def _picks(self, batch: int, orders: Iterable[tuple[int, Order]], *, before: int | None) -> Picks:
        place = self._place
        found = tuple(orders)
        wanted = [
            Want(order.number, slot, line.sku, line.need - line.got, line.title, line.spec)
            for slot, order in sorted(found, key=lambda one: (one[1].ship_by, one[0]))
            if not stop_verdict(order)
            for line in order.lines
            if line.need > line.got
        ]
        walk = self._walk(wanted, before)
        shown = tuple(_picked(order, slot) for slot, order in found)
        return Picks(batch, place.clock.now(), place.desk_name, shown, walk)

    def _walk(self, wanted: list[Want], before: int | None) -> PickList:
        """The stops, past what lies in boxes already and what earlier batches fetch first."""
        stock, batches = self._place.store.stock, self._place.store.batches
        shelves: dict[str, list[Shelf]] = {}
        for sku in dict.fromkeys(want.sku for want in wanted):
            bins = stock.bins(sku)
            if bins:
                shelves[sku] = reduce(without, batches.spoken_for(sku, before), bins)
        return pick_list(wanted, shelves, self._place.options.walk)


def _picked(order: Order, slot: int) -> PickedOrder:
    return PickedOrder(
        order.number,
        slot,
        mask_name(order.receiver.name),
        order.units,
        order.state.value,
        stop_verdict(order) is not None,
    )
