"""Whatever the platform and whatever happens in whichever order: in the end both books say the same."""

from __future__ import annotations

import contextlib
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packstation.domain.order import REFUND_DONE, State
from packstation.domain.outbox import Delivered, Entry, Later, Outcome
from packstation.errors import Outage
from packstation.platforms.connector import Connector
from tests.connectors.conftest import KINDS, MadeShop
from tests.connectors.hands import Hands, in_worker
from tests.connectors.tried import BOOK, BUYER, MOVED, MUG, Sold, TriedShop, parcel

CUTS = ("before", "after")
Event = tuple[str, int, tuple[str, ...]]
"""What happens, to which of the orders, and how the next calls that tell something break off."""
FULL_COUNT = os.environ.get("PACKSTATION_SOAK") == "full"
EXAMPLES = {"folder": 20, "taobao": 12}


@dataclass
class Day:
    """A shop's day: what was sold, what became of it, what is still to be told."""

    shop: TriedShop
    hands: Hands
    sold: list[Sold] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    less: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    waiting: dict[str, Entry] = field(default_factory=dict)
    told: dict[str, tuple[str, Outcome]] = field(default_factory=dict)

    def happens(self, event: Event) -> None:
        """One thing of the day."""
        what, which, cuts = event
        one = self.sold[which % len(self.sold)] if self.sold else None
        match what:
            case "sell":
                self.sold.append(self.shop.place({MUG: 2, BOOK: 1}))
            case "pull":
                with contextlib.suppress(Outage):
                    self.shop.pass_round()
                    self.hands.pull()
            case "lose" | "crash":
                self.hands.fetch()  # and nobody stores it
                if what == "crash":
                    self.hands.started()
            case "silence":
                self._silence()
            case "tell":
                self.shop.cut(*cuts)
                self._tell()
            case _ if one is not None:
                self._to(one, what)

    def _to(self, one: Sold, what: str) -> None:
        """Something happens to an order of which nothing has left yet."""
        number = one.number
        if number in self.gone or number in self.waiting or self.shop.books(number):
            return
        match what:
            case "cancel":
                self.shop.cancel(one)
                self.gone.add(number)
            case "less" if number not in self.less:
                self.shop.cancel(one, BOOK)
                self.less.add(number)
            case "move":
                self.shop.move(one)
                self.moved.add(number)
            case "ship":
                goods = {MUG: 2} if number in self.less else {MUG: 2, BOOK: 1}
                self.waiting[number] = parcel(one, goods)
            case "ship and cancel":
                self.waiting[number] = parcel(one)
                self.shop.cancel(one)
                self.gone.add(number)

    def _silence(self) -> None:
        with self.shop.silent(), contextlib.suppress(Outage):
            self.hands.fetch()
            self._tell()

    def _tell(self) -> None:
        """Everything that waits, once."""
        for number, entry in list(self.waiting.items()):
            outcome = self.hands.deliver(entry)
            if not isinstance(outcome, Later):
                self._settle(number, entry, outcome)

    def _settle(self, number: str, entry: Entry, outcome: Outcome) -> None:
        del self.waiting[number]
        self.told[number] = (entry.key.rpartition("-")[2], outcome)

    def ends(self) -> None:
        """The line is whole again; everything is told and heard."""
        for number, entry in list(self.waiting.items()):
            self._settle(number, entry, self.hands.until_told(entry))
        for _ in range(3 if FULL_COUNT else 1):
            self.hands.news()
        for one in self.sold:
            self._agrees(one)

    def _agrees(self, one: Sold) -> None:
        """Both sides say the same of an order."""
        waybill, outcome = self.told.get(one.number, ("", None))
        numbers = [waybill] if outcome == Delivered() else []
        assert [sent.number for sent in self.shop.books(one.number)] == numbers, (one.number, outcome)
        if self.shop.knows_orders and one.number in self.gone:
            assert outcome != Delivered(), f"{one.number} was cancelled before it was told"
        order = self.hands.orders.get(one.number)
        if one.number in self.gone:
            assert order is None or order.state is State.CANCELLED
        elif not waybill:
            assert order is not None, f"{one.number} never came"
            assert order.state is State.NEW
            refunds = {line.sku: line.refund for line in order.lines}
            assert (refunds[BOOK] == REFUND_DONE) is (one.number in self.less)
            clear = in_worker(lambda: self.hands.connector.receiver_for_label(order, "YTO")).receiver
            assert (MOVED if one.number in self.moved else BUYER).detail in clear.detail


HAPPENINGS = (
    "sell",
    "pull",
    "lose",
    "crash",
    "silence",
    "tell",
    "cancel",
    "less",
    "move",
    "ship",
    "ship and cancel",
)
days = st.lists(
    st.tuples(
        st.sampled_from(HAPPENINGS),
        st.integers(0, 5),
        st.lists(st.sampled_from(CUTS), max_size=3).map(tuple),
    ),
    min_size=3,
    max_size=20,
)


def lived(
    shop: TriedShop, happenings: list[Event], sin: Callable[[Connector], Connector] = lambda honest: honest
) -> None:
    """A day from its first order to its end."""
    day = Day(shop, Hands(shop, sin))
    day.happens(("sell", 0, ()))
    for event in happenings:
        day.happens(event)
    day.ends()


@pytest.mark.parametrize("kind", list(EXAMPLES))
def test_after_any_day_both_books_agree(kind: str, make_shop: MadeShop) -> None:
    @settings(max_examples=EXAMPLES[kind], suppress_health_check=list(HealthCheck))
    @given(days)
    def any_day(happenings: list[Event]) -> None:
        lived(make_shop(kind), happenings)

    any_day()


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20 if FULL_COUNT else 1))
def test_after_a_long_day_both_books_agree(shop: TriedShop, seed: int) -> None:
    """The same for all kinds, the slow ones among them: one day, 20 at full count."""
    chance = random.Random(seed)
    events = [
        (chance.choice(HAPPENINGS), chance.randrange(8), tuple(chance.choices(CUTS, k=chance.randrange(3))))
        for _ in range(25)
    ]
    lived(shop, [*[("sell", 0, ())] * 3, *events])


def test_every_kind_lives_a_day() -> None:
    assert set(EXAMPLES) <= set(KINDS)
