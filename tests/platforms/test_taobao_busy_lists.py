"""Lists that change while they are read, at the emulated gateway: no order is stepped over, whatever the second."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from packstation.domain.order import Order
from packstation.platforms.taobao.line import Line
from packstation.platforms.taobao.pulling import Pulling
from packstation.platforms.taobao.trade import Shop as OurShop
from packstation.top import Account, TopClient
from tests.builders import NOON
from tests.emulators.taobao import Running, emulated
from tests.emulators.taobao.shop import Shop
from tests.emulators.taobao_cases.calling import sold, ware
from tests.fakes import FakeClock, FakeNotebook

ROUNDS = 60


class BusyLine(Line):
    """Between any two of our calls buyers do something; the second may pass meanwhile, or not."""

    def __init__(self, running: Running, clock: FakeClock, rng: Random, passes: float) -> None:
        app = running.app
        account = Account(running.gateway, app.key, app.secret, app.session)
        super().__init__(
            lambda: TopClient(account, now=clock.now, steady=clock.steady), clock.now, clock.steady
        )
        self._running, self._clock, self._rng, self._passes = running, clock, rng, passes
        self.urged: set[str] = set()
        self.busy = False

    def call(self, method: str, params: Mapping[str, str]) -> Mapping[str, Any]:
        answer = super().call(method, params)
        if self.busy and method.endswith("increment.get"):
            for _ in range(self._rng.randint(0, 3)):
                tid = self._rng.choice(list(self._running.shop.trades))
                self._running.buyers.urge(tid)
                self.urged.add(tid)
            if self._rng.random() < self._passes:
                self._clock.pass_time(seconds=1)
        return answer


def everything(pulling: Pulling) -> dict[str, Order]:
    """All orders that are handed in until there is no more."""
    found: dict[str, Order] = {}
    for _ in range(ROUNDS):
        fetched = pulling.fetch()
        found |= {one.number: one for _, one in fetched.batch.records if isinstance(one, Order)}
        pulling.taken(fetched, ())
        if not pulling.has_news():
            break
    return found


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("passes", [0.0, 0.3, 1.0])
def test_nothing_is_stepped_over(seed: int, passes: float) -> None:
    clock = FakeClock(NOON)
    with emulated(Shop(clock.now, offset=timedelta(minutes=4))) as running:
        line = BusyLine(running, clock, Random(seed), passes)
        pulling = Pulling(
            line,
            OurShop("旗舰店"),
            FakeNotebook(),
            steady=clock.steady,
            every=timedelta(seconds=1),
            write_rejects=lambda _, rejects: pytest.fail(str(rejects)),
        )
        everything(pulling)
        clock.pass_time(minutes=1)
        sold_now = []
        for _ in range(120):
            clock.pass_time(seconds=8)
            sold_now.append(sold(running, ware("A")).tid)
        clock.pass_time(minutes=8)
        line.busy = True
        found = everything(pulling)
        line.busy = False
        for _ in range(2):
            clock.pass_time(minutes=1)
            found |= everything(pulling)
        assert [tid for tid in sold_now if tid not in found] == []
        assert line.urged
        assert [tid for tid in line.urged if not found[tid].urges] == []
        line.client.close()
