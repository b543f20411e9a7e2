"""Days on which everything about an order changes that can: what the place has passed is what the desk has stored."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest

from packstation.domain.order import State
from packstation.platforms.taobao.place import Place, place_in
from packstation.platforms.taobao.pulling import FACT
from tests.builders import NOON
from tests.emulators.taobao import emulated
from tests.emulators.taobao.books import CLOSED, CLOSED_BY_TAOBAO, WAIT_SEND, Trade
from tests.emulators.taobao.faults import WILD, Fault, Kind, Script
from tests.emulators.taobao.life import Life
from tests.emulators.taobao.shop import Shop
from tests.end_to_end.careless_taobao import Sin, taobao
from tests.end_to_end.taobao_day import Day, Plan
from tests.end_to_end.taobao_judge import differences
from tests.fakes import FakeClock

FULL = os.environ.get("PACKSTATION_SOAK") == "full"
ROUGH = (
    *((chance, fault) for chance, fault in WILD if fault.kind is not Kind.WAIT),
    (0.02, Fault(Kind.WAIT, "*.send", done=True, seconds=60)),
    (0.05, Fault(Kind.DROP, "*.send", done=True)),
    (0.03, Fault(Kind.OTHER_ORDER, "*.fullinfo.get")),
)
PLAN = Plan(orders=25, rounds=12, packed=5, events=0.6)
HOLDS = ("top_hold", "team_buy_hold", "forbid_consign")
TAIL = 40


class ChangingDay(Day):
    """Beside all that buyers do, the platform holds orders, lets them go and closes lines of its own."""

    passed: tuple[str, ...] = ()

    def run(self, plan: Plan) -> None:
        let_platform_act(self.life)
        super().run(plan)
        for _ in range(TAIL):  # what was doubtful is looked at again
            self.clock.pass_time(seconds=40)
            self.look()

    def look(self) -> None:
        super().look()
        place = place_in(self.desk.store.fact(FACT))
        if place is not None:
            self.passed = (*self.passed, *self._passed(place))

    def _passed(self, place: Place) -> Iterator[str]:
        """Changes the lists are past and the desk does not have."""
        for trade in self.running.shop.trades.values():
            since_start = trade.modified >= NOON + self.running.shop.offset
            if since_start and trade.modified < place.trades.read_to and trade.tid not in place.owed:
                yield from self._unknown(trade)

    def _unknown(self, trade: Trade) -> Iterator[str]:
        order = self.desk.store.orders.get(trade.tid)
        if order is None:
            yield f"{trade.tid} is not here"
        elif order.state not in (State.SHIPPED, State.CANCELLED):
            if (order.memo, order.memo_flag, order.urges) != (trade.memo, trade.flag, int(trade.urged)):
                yield f"{trade.tid}: what was written there is not here"
            if trade.status in (CLOSED, CLOSED_BY_TAOBAO) and not order.recall:
                yield f"{trade.tid}: {trade.status} there, {order.state} here"


def let_platform_act(life: Life) -> None:
    """Three more things that happen."""
    rng, buyers = life.random, life.buyers

    def hold() -> str:
        trade = life._pick(WAIT_SEND)
        if trade is not None:
            buyers.hold(trade.tid, rng.choice(HOLDS))
        return "hold" if trade else ""

    def let_go() -> str:
        held = [trade for trade in life.shop.trades.values() if any(trade.holds.values())]
        for trade in rng.sample(held, min(1, len(held))):
            for name in tuple(trade.holds):
                buyers.hold(trade.tid, name, 0)
        return "let go" if held else ""

    def drop() -> str:
        trade = life._pick(WAIT_SEND)
        waiting = [line for line in trade.lines if line.status == WAIT_SEND] if trade else []
        if trade is not None and waiting:
            buyers.drop(trade.tid, rng.choice(waiting).oid)
        return "drop" if waiting else ""

    life._acts |= {"hold": hold, "let-go": let_go, "drop": drop}
    life._rates |= {"hold": 5, "let-go": 7, "drop": 4}


def day_of(folder: Path, seed: int, sin: Sin = Sin.NONE) -> tuple[ChangingDay, list[str]]:
    """A whole day, the clocks up to nine minutes apart, and what does not agree at its end."""
    clock = FakeClock(NOON)
    shop = Shop(clock.now, offset=timedelta(seconds=Random(seed).randint(-540, 540)))
    with emulated(shop, Script(chances=ROUGH, seed=seed)) as running:
        day = ChangingDay(folder, running, clock, partial(taobao, sin=sin), seed)
        day.run(PLAN)
        # held or closed by the platform after it left: a person decides what to tell
        found = [one for one in differences(shop, day.desk) if ": parked: ship-" not in one]
        day.desk.store.close()
        return day, found


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(40 if FULL else 2))
def test_nothing_is_passed_over_and_nothing_called_off_leaves(tmp_path: Path, seed: int) -> None:
    day, found = day_of(tmp_path / "data", seed)
    assert (found, day.passed) == ([], ()), f"seed {seed}"
    assert day.seen["shipped"]


def test_the_harness_notices_what_is_passed_over(tmp_path: Path) -> None:
    day, found = day_of(tmp_path / "data", 1, Sin.FORGETS)
    assert found
    assert any("is not here" in one for one in day.passed)
