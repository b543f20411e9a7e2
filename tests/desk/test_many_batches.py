"""Random days with carts: whatever is made, shipped, cancelled or given up, baskets and shelves stay true."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from packstation.desk.options import DeskOptions
from packstation.domain.intake import StockCount
from packstation.domain.moves import stop_verdict
from packstation.domain.order import Line, State
from packstation.domain.picking import Short, Stop
from tests.builders import make_desk, make_order, numbers, scan_all, take_in
from tests.desk.shirts import BOOK, SHIRT

NUMBERS = [f"{4000000000000000000 + n}" for n in range(1, 13)]
CODES = {"TS-L": SHIRT, "BOOK": BOOK}
PLACES = ("A-03-2", "A-03-10", "B-01-1")


class Carts(RuleBasedStateMachine):
    """Twelve orders of two kinds of goods, a cart of five baskets, shelves that hold hardly enough."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        orders = [
            make_order(
                number,
                Line(f"{number}a", "TS-L", 1 + place % 3, "白色棉T恤", "L"),
                *([Line(f"{number}b", "BOOK", 1, "儿童绘本")] if place % 2 else []),
                due_h=1 + place,
            )
            for place, number in enumerate(NUMBERS)
        ]
        stock = [StockCount("TS-L", place, units) for place, units in zip(PLACES, (9, 8, 4), strict=True)]
        books = [StockCount("BOOK", place, 2) for place in PLACES]
        self.desk = make_desk(
            Path(self.folder.name) / "data", *orders, *stock, *books, options=DeskOptions(baskets=5)
        )
        take_in(self.desk, *numbers(60, first=100))

    def teardown(self) -> None:
        self.desk.store.close()
        self.folder.cleanup()

    @rule(count=st.integers(1, 5))
    def make(self, count: int) -> None:
        before = {order.number for batch in self.desk.picking.batches() for order in batch.orders}
        answer = self.desk.picking.make(count)
        after = {order.number for batch in self.desk.picking.batches() for order in batch.orders}
        assert before <= after
        assert len(after - before) == answer.facts.get("amount", 0)
        assert len(after - before) <= count

    @rule(number=st.sampled_from(NUMBERS))
    def pack_and_ship(self, number: str) -> None:
        self.desk.scan(number)
        view = self.desk.open_view()
        if view is None:
            return
        for line in view.order.lines:
            scan_all(self.desk, *[CODES[line.sku]] * (line.need - line.got))
        done = self.desk.open_view()
        if done and done.order.live_waybills:
            self.desk.scan(done.order.live_waybills[0])
        if self.desk.open_view():
            self.desk.scan("PKEXIT")

    @rule(number=st.sampled_from(NUMBERS), sku=st.sampled_from(sorted(CODES)))
    def count_one(self, number: str, sku: str) -> None:
        self.desk.scan(number)
        if self.desk.open_view():
            scan_all(self.desk, CODES[sku], "PKEXIT")

    @rule(number=st.sampled_from(NUMBERS))
    def put_aside(self, number: str) -> None:
        self.desk.scan(number)
        if self.desk.open_view():
            self.desk.hold("stock")
            if self.desk.open_view():
                self.desk.scan("PKEXIT")

    @rule(number=st.sampled_from(NUMBERS))
    def cancel(self, number: str) -> None:
        view = self.desk.view(number)
        assert view is not None
        at = self.desk.clock.now()
        take_in(self.desk, replace(view.order, status="TRADE_CLOSED", modified_at=at))

    @rule(number=st.sampled_from(NUMBERS))
    def take_out(self, number: str) -> None:
        self.desk.picking.put_out(number)

    @precondition(lambda self: self.desk.picking.batches())
    @rule()
    def give_up(self) -> None:
        self.desk.picking.dissolve(self.desk.picking.batches()[0].id)

    @invariant()
    def baskets_are_true(self) -> None:
        batches = self.desk.picking.batches()
        held = [order.number for batch in batches for order in batch.orders]
        assert len(held) == len(set(held))
        for batch in batches:
            slots = [order.slot for order in batch.orders]
            assert slots == sorted(set(slots))
            assert all(1 <= slot <= 5 for slot in slots)
            assert not {order.state for order in batch.orders} & {State.SHIPPED, State.CANCELLED}

    def wanted(self, number: str) -> Counter[tuple[str, str]]:
        """What an order still misses; nothing while it is stopped."""
        view = self.desk.view(number)
        assert view is not None
        lines = () if stop_verdict(view.order) else view.order.lines
        return +Counter({(number, line.sku): line.need - line.got for line in lines})

    @invariant()
    def lists_hold_exactly_what_is_wanted(self) -> None:
        for batch in self.desk.picking.batches():
            walk = self.desk.picking.of_batch(batch.id).walk
            groups: list[Stop | Short] = [*walk.stops, *walk.short]
            listed: Counter[tuple[str, str]] = Counter()
            for group in groups:
                for part in group.parts:
                    listed[part.order, group.sku] += part.units
            wanted: Counter[tuple[str, str]] = Counter()
            for order in batch.orders:
                wanted += self.wanted(order.number)
            assert listed == wanted

    @invariant()
    def all_lists_together_ask_no_shelf_for_more_than_lies_there(self) -> None:
        asked: Counter[tuple[str, str]] = Counter()
        for batch in self.desk.picking.batches():
            for stop in self.desk.picking.of_batch(batch.id).walk.stops:
                asked[stop.sku, stop.bin] += stop.units
        for sku in CODES:
            for place, units in self.desk.store.stock.bins(sku):
                assert asked[sku, place] <= max(units, 0)


TestCarts = Carts.TestCase
TestCarts.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
