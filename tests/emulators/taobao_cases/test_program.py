"""The emulator as a person runs it: what it prints, what can be typed, and a life of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.emulators.taobao.console import Console
from tests.emulators.taobao.faults import Kind, Script
from tests.emulators.taobao.goods import WARES
from tests.emulators.taobao.life import RATES, Life
from tests.emulators.taobao.shop import Shop
from tests.emulators.taobao_cases.conftest import HandClock

TOP = Path(__file__).parents[3]


@pytest.fixture
def life(clock: HandClock) -> Life:
    found = Life(Shop(clock), 7)
    found.before(50)
    return found


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def console(life: Life, script: Script) -> Console:
    return Console(life, script)


def test_the_program_says_how_to_use_it(tmp_path: Path) -> None:
    products = tmp_path / "products.json"
    done = subprocess.run(
        [sys.executable, "-m", "tests.emulators.taobao", "--port", "0", "--orders", "5", "--seed", "7", "--faults", "wild", "--products", str(products)],
        cwd=TOP, input="orders\nurge 2\nwhat\nquit\n", capture_output=True, text=True, encoding="utf-8", timeout=60, check=True,
    )  # fmt: skip
    for told in (
        r'gateway = "http://127\.0\.0\.1:\d+/router/rest"',
        'app_key = "12345678"',
        "seed 7; faults: wild",
        "PACKSTATION_TAOBAO_SESSION=",
        "urged",
        r"what\? Type help\.",
    ):
        assert re.search(told, done.stdout), told
    assert done.stderr == ""
    assert len(json.loads(products.read_text(encoding="utf-8"))["products"]) == len(WARES)


def test_an_order_keeps_its_place(console: Console, life: Life) -> None:
    tid = list(life.shop.trades)[2]
    [before] = console.say("order 3")
    console.say("new")
    assert console.say("order 3") == [before]
    assert before.startswith(tid)
    assert console.say(f"order {tid}") == [before]
    assert len(console.say("orders")) == 20
    assert len(console.say("orders all")) == 51


def test_what_a_person_types_happens(console: Console, life: Life, script: Script) -> None:
    trades = list(life.shop.trades.values())
    waiting = [place for place, trade in enumerate(trades, 1) if trade.status == "WAIT_SELLER_SEND_GOODS"]
    first, second, third = (trades[place - 1] for place in waiting[:3])
    one, two, three = waiting[:3]
    old = life.shop.oaid(first)
    console.say(f"urge {one}")
    console.say(f"change {one}")
    console.say(f"memo {one} 先发 急")
    console.say(f"hold {one}")
    assert (first.urged, first.memo, first.holds, life.shop.oaid(first) == old) == (
        True,
        "先发 急",
        {"top_hold": 1},
        False,
    )
    console.say(f"refund {two} 1")
    assert second.lines[0].refund_status == "WAIT_SELLER_AGREE"
    console.say(f"withdraw {two}")
    assert second.lines[0].refund_status == "CLOSED"
    console.say(f"cancel {three}")
    assert third.status == "TRADE_CLOSED"
    console.say("fault drop *.send done")
    console.say("quota 9")
    assert [(fault.kind, fault.method, fault.done) for fault in script.waiting] == [
        (Kind.DROP, "*.send", True),
        (Kind.ERROR, "*", False),
    ]
    console.say("balance yto 3")
    assert life.shop.accounts["YTO"].quantity == 3
    assert console.say("clock 600") == ["their clock says 2026-11-11 12:10:00"]


@pytest.mark.parametrize(
    "line",
    [
        "refund",
        "refund 0",
        "refund -1",
        "refund 999",
        "refund x",
        "refund 3 9",
        "fault nothing",
        "clock soon",
        "balance",
        "balance ME 1",
        "life many",
    ],
)
def test_nonsense_is_answered(console: Console, line: str) -> None:
    [told] = console.say(line)
    assert told.endswith("Type help.")


def test_every_word_of_the_help_is_understood(console: Console) -> None:
    told = console.say("help")
    verbs = {word for line in told for word in re.findall(r"(?:^  |\s{3,}|\| )([a-z]+)\b", line)} & set(
        console._verbs
    )
    assert verbs >= set(console._verbs) - {"help"}
    assert console.say("") == []


def test_the_same_seed_lives_the_same_life() -> None:
    lives = []
    for _ in range(2):
        life = Life(Shop(HandClock()), 7)
        life.before(60)
        lives.append([life.step() for _ in range(400)])
    assert lives[0] == lives[1]
    assert {one.partition(" ")[0] for one in lives[0] if one} == set(RATES) - {"receive"}, (
        "nothing was sent yet"
    )


def test_a_long_life_keeps_the_books_straight(life: Life, clock: HandClock) -> None:
    for _ in range(600):
        clock.go(3)
        life.step()
    shop = life.shop
    for trade in shop.trades.values():
        closed = [line.status.startswith("TRADE_CLOSED") for line in trade.lines]
        assert all(closed) == trade.status.startswith("TRADE_CLOSED")
        assert trade.modified <= shop.now()
    for refund in shop.refunds.values():
        line = shop.trades[refund.tid].line(refund.oid)
        assert line is not None
        if line.refund_id == refund.refund_id:
            assert line.refund_status == refund.status
    assert len(shop.modified.between(None, None)) == len(shop.trades)
