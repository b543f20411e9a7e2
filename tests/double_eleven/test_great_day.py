"""A great day ends with the same books on both sides, whoever pulled the plug; and the harness notices when not."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from packstation.platforms.taobao.pulling import MOST_AT_ONCE
from tests.builders import NOON, make_desk
from tests.double_eleven.day import GreatDay, Plan
from tests.double_eleven.desk_program import OPTIONS
from tests.double_eleven.judge import wrongs
from tests.double_eleven.mortal import DEATHS
from tests.double_eleven.sins import Sin
from tests.emulators.taobao import emulated
from tests.emulators.taobao.faults import WILD, Fault, Kind, Script
from tests.emulators.taobao.shop import Shop
from tests.fakes import FakeClock

FULL = os.environ.get("PACKSTATION_SOAK") == "full"
PLAN = Plan(orders=105_500, packed=5_000, kills=0.003) if FULL else Plan(orders=400, packed=40)
NUMBERS = "cainiao.waybill.ii.[gqc]*"
SHARE = 0.3
"""Of what a wild day has: a hundred thousand orders are read, each with a call of its own."""
ROUGH = (
    # a word nobody knows is the platform's word until it says another one, which on this day it never does
    *((chance * SHARE, fault) for chance, fault in WILD if fault.kind not in (Kind.WAIT, Kind.UNKNOWN_WORD)),
    (0.005, Fault(Kind.WAIT, "*.send", done=True, seconds=60)),
    (0.05, Fault(Kind.DROP, "*.send", done=True)),
    (0.04, Fault(Kind.DROP, NUMBERS, done=True)),
    (0.02, Fault(Kind.DROP, NUMBERS)),
    (0.02, Fault(Kind.TRUNCATED, NUMBERS, done=True)),
    (0.005, Fault(Kind.WAIT, NUMBERS, done=True, seconds=60)),
)
SMALL = Plan(orders=150, packed=12, deaths=())
SINNERS = (
    (Sin.SORTS, SMALL, "late: "),
    (Sin.HOPES, SMALL, "late: "),
    (Sin.UNMOVED, replace(SMALL, packed=20, urged=0.3, span=timedelta(seconds=1)), "and urged, waits while"),
    (Sin.PRESUMES, SMALL, "we told of"),
    (Sin.PRINTS, replace(SMALL, deaths=(("label", "on paper"),)), "labels came out of"),
    (Sin.GRASPS, replace(SMALL, deaths=(("label", "done there"),)), "stand for nobody"),
    (Sin.KEEPS, replace(SMALL, packed=16, regrets=0.5), "void here, stands there"),
    (Sin.TRUSTS, SMALL, "we told of"),
    (Sin.FORGETS, SMALL, "missed"),
)
"""Each sin, a day on which it comes to light, and what the judge says of it."""


def day_of(folder: Path, seed: int, plan: Plan, sin: Sin = Sin.NONE) -> tuple[GreatDay, list[str]]:
    """A whole day, and what is wrong at its end."""
    clock = FakeClock(NOON)
    shop = Shop(clock.now, offset=timedelta(minutes=3), balance=1_000_000)
    folder.mkdir(exist_ok=True)
    with emulated(shop, Script(chances=ROUGH, seed=seed)) as running:
        day = GreatDay(folder, running, clock, seed, sin)
        try:
            day.run(plan)
        finally:
            day.desk.end()
        desk = make_desk(folder / "data", clock=clock, options=OPTIONS)
        found = wrongs(day, desk)
        day.seen["orders"] = desk.store.database.number("SELECT count(*) FROM orders")
        desk.store.close()
        return day, found


@pytest.mark.soak
def test_a_great_day_ends_with_the_same_books(tmp_path: Path) -> None:
    began = time.monotonic()
    day, found = day_of(tmp_path, 7, PLAN)
    figures(day, time.monotonic() - began)
    assert not found, "\n".join(found)
    assert day.seen["orders"] >= PLAN.orders * 0.94
    assert day.seen["shipped"] >= PLAN.packed
    assert day.seen["taken while more came in"], "nothing was packed while the first orders came in"
    assert day.most_at_once <= MOST_AT_ONCE + 100
    assert day.rightful.judged > day.seen["taken"] * 0.8
    assert {f"{kind}, {how}" for kind, how in DEATHS} <= set(day.deaths.happened), day.deaths.happened
    assert day.seen["parcel-opened"]
    assert day.seen["taken-apart"]
    assert {bill.cancelled for bill in day.running.shop.waybills.values()} >= (
        {True, False} if FULL else {False}
    )


@pytest.mark.parametrize(("sin", "plan", "said"), SINNERS, ids=[one[0].name.lower() for one in SINNERS])
def test_the_harness_notices(tmp_path: Path, sin: Sin, plan: Plan, said: str) -> None:
    found: list[str] = []
    for seed in range(4):
        found += day_of(tmp_path / str(seed), seed, plan, sin)[1]
        if any(said in one for one in found):
            return
    pytest.fail(f"{sin.value}: nobody noticed; {found}")


def figures(day: GreatDay, seconds: float) -> None:
    """What the day was like, for whoever reads the run."""
    calls = day.running.shop.calls
    print(f"{seconds:.0f} s; {len(calls)} calls, {sum(bool(one.fault) for one in calls)} of them spoilt;")  # noqa: T201
    print(f"killed: {dict(day.deaths.happened)}; turns judged: {day.rightful.judged}; {dict(day.seen)}")  # noqa: T201
