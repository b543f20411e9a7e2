"""A day on Taobao ends with the same books on both sides; and the harness notices when it does not."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from packstation.platforms.taobao.clearing import METHOD
from packstation.printers.links import Link
from tests.builders import NOON
from tests.desk.test_hidden_receivers import Memory, words_of
from tests.emulators.taobao import emulated, showing
from tests.emulators.taobao.faults import WILD, Fault, Kind, Script
from tests.emulators.taobao.shop import Shop
from tests.end_to_end.careless_taobao import Sin, taobao
from tests.end_to_end.taobao_day import Day, Plan
from tests.end_to_end.taobao_judge import differences
from tests.fakes import FakeClock
from tests.left_behind import left_behind

FULL = os.environ.get("PACKSTATION_SOAK") == "full"
PLAN = Plan(orders=2000, rounds=400) if FULL else Plan(orders=60, rounds=16)
ROUGH = (
    # a word nobody knows is the platform's word until it says another one, which on this day it never does
    *((chance, fault) for chance, fault in WILD if fault.kind not in (Kind.WAIT, Kind.UNKNOWN_WORD)),
    (0.02, Fault(Kind.WAIT, "*.send", done=True, seconds=60)),
    (0.05, Fault(Kind.DROP, "*.send", done=True)),
)


def day_of(folder: Path, seed: int, sin: Sin = Sin.NONE, link: Link | None = None) -> tuple[Day, list[str]]:
    """A whole day, and what does not agree at its end."""
    clock = FakeClock(NOON)
    shop = Shop(clock.now, offset=timedelta(minutes=3))
    with emulated(shop, Script(chances=ROUGH, seed=seed)) as running:
        day = Day(folder, running, clock, partial(taobao, sin=sin), seed, link)
        day.run(PLAN)
        found = differences(shop, day.desk)
        day.desk.store.close()
        return day, found


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2))
def test_a_rough_day_ends_with_the_same_books(tmp_path: Path, seed: int) -> None:
    day, found = day_of(tmp_path / "data", seed)
    assert found == [], f"seed {seed}"
    assert day.seen["shipped"] > PLAN.orders // 6
    assert day.seen["parcels-DELIVERED"] + day.seen["parcels-PARKED"] == day.seen["shipped"]
    reports = {said for refund in day.running.shop.refunds.values() for said in refund.stop_reports}
    assert reports == {"SUCCESS", "FAIL"}
    assert day.seen["asked-back"]
    assert day.seen["told-later"]
    assert day.starts
    assert len({call.fault for call in day.running.shop.calls} - {""}) >= 3


def test_a_rough_day_leaves_no_receiver_in_any_file(tmp_path: Path) -> None:
    printer = Memory()
    day, found = day_of(tmp_path / "data", 5, link=printer)
    shop = day.running.shop
    asked = [call for call in shop.calls if call.method == METHOD]
    assert found == []
    assert len(printer.documents) > PLAN.orders // 6
    assert len(asked) >= len(printer.documents)
    told = {word for trade in shop.trades.values() for word in words_of(trade)}
    assert left_behind(tmp_path / "data", told) == []
    masked = {showing.masked_name(trade.receiver.name) for trade in shop.trades.values()}
    assert left_behind(tmp_path / "data", masked), "the harness reads what is written"


@pytest.mark.parametrize("sin", [sin for sin in Sin if sin is not Sin.NONE])
def test_the_harness_notices(tmp_path: Path, sin: Sin) -> None:
    found: list[str] = []
    for seed in range(4):
        found += day_of(tmp_path / str(seed), seed, sin)[1]
        if found:
            break
    words = {
        Sin.TRUSTS: "they have",
        Sin.BLIND: "they have",
        Sin.DEAF: "its refund told",
        Sin.FORGETS: "missed",
        Sin.LIES: "told that the goods stayed; they left",
        Sin.MUTE: "nobody was told",
    }
    assert any(words[sin] in one for one in found), found
