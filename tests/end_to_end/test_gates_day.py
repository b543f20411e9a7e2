"""A rough day on Taobao with both gates: nothing leaves that the platform would have stopped when it was asked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from packstation.desk.gate_book import FRESH_S
from packstation.desk.options import DeskOptions
from packstation.domain.order import State
from packstation.platforms.taobao.platform import Surroundings, TaobaoPlatform
from packstation.platforms.taobao.trade import Shop
from packstation.store.store import Store
from packstation.top import Account, TopClient
from packstation.web import Limits
from tests.builders import NOON, make_desk
from tests.emulators.taobao import Running, emulated
from tests.emulators.taobao.books import CLOSED
from tests.emulators.taobao.faults import Fault, Kind, Script
from tests.emulators.taobao.shop import Shop as Books
from tests.end_to_end.taobao_day import Day, Plan
from tests.end_to_end.taobao_judge import differences
from tests.fakes import FakeClock

ASKED = "taobao.trade.fullinfo.get"
ROUGH = (
    (0.08, Fault(Kind.HTML, ASKED)),
    (0.04, Fault(Kind.DROP, ASKED)),
    (0.04, Fault(Kind.OTHER_ORDER, ASKED)),
    (0.04, Fault(Kind.TRUNCATED, ASKED)),
)
QUICK = Limits(connect_s=2, silence_s=0.5, whole_s=2)


def connected(running: Running, clock: FakeClock, store: Store) -> TaobaoPlatform:
    """The program's own connector, with little patience."""
    app = running.app
    account = Account(running.gateway, app.key, app.secret, app.session)
    around = Surroundings(
        lambda _: TopClient(account, now=clock.now, steady=clock.steady, limits=QUICK),
        clock.now,
        clock.steady,
        timedelta(seconds=10),
        lambda _at, _rejects: None,
    )
    return TaobaoPlatform(Shop("旗舰店"), store, around)


def too_late(day: Day) -> list[str]:
    """Orders that left although the platform had closed them before the last answer that may have counted."""
    shop = day.running.shop
    found = []
    for trade in shop.trades.values():
        order = day.desk.store.orders.get(trade.tid)
        if order is None or order.state is not State.SHIPPED or order.shipped_at is None:
            continue
        asked_after = order.shipped_at + shop.offset - timedelta(seconds=FRESH_S + 1)
        if trade.status == CLOSED and trade.ended_at and trade.ended_at < asked_after:
            found.append(f"{trade.tid}: closed at {trade.ended_at}, shipped at {order.shipped_at}")
    return found


class UnaskingDay(Day):
    """The day of a desk that takes its orders for another platform's: it never asks again."""

    def _open(self) -> Desk:
        return make_desk(
            self._folder,
            clock=self.clock,
            options=DeskOptions(platform="elsewhere"),
            connect=lambda store: self._connect(self.running, self.clock, store),
        )


def day_of(folder: Path, seed: int, kind: type[Day]) -> tuple[Day, list[str], list[str]]:
    """A whole day; what left too late, and what else does not agree at its end."""
    clock = FakeClock(NOON)
    shop = Books(clock.now, offset=timedelta(minutes=3))
    with emulated(shop, Script(chances=ROUGH, seed=seed)) as running:
        day = kind(folder, running, clock, connected, seed)
        day.run(Plan(orders=60, rounds=16))
        late = too_late(day)
        # what was called off between the gate and the telling is the platform's to refuse
        others = [one for one in differences(shop, day.desk) if "parked: ship-" not in one]
        day.desk.store.close()
        return day, late, others


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2))
def test_a_rough_day_with_both_gates(tmp_path: Path, seed: int) -> None:
    day, late, others = day_of(tmp_path / "data", seed, Day)
    assert (late, others) == ([], []), f"seed {seed}"
    assert day.seen["shipped"] > 15, day.seen
    assert day.seen["order-cancelled"] + day.seen["order-recalled"], day.seen
    assert day.seen["not-ready"] + day.seen["label-failed"], day.seen


def test_the_harness_notices_a_desk_that_does_not_ask_again(tmp_path: Path) -> None:
    assert any(day_of(tmp_path / str(seed), seed, UnaskingDay)[1] for seed in range(12))
