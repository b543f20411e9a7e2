"""An order put aside until a time comes back by itself at that time: nothing is late because it was forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from packstation.desk.views import WorkList
from packstation.desk.workplace import Announcement
from packstation.domain.order import Recall, Receiver, State
from packstation.domain.scan import Verdict
from tests.builders import NOON, make_desk, make_order
from tests.fakes import FakeClock

ONE, TWO = "4065712345678900001", "4065712345678900002"
SHIRT = "6901234567892"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Desk:
    return make_desk(tmp_path, make_order(ONE), make_order(TWO, due_h=30), clock=clock)


def put_aside(desk: Desk, number: str, hours: float | None) -> None:
    assert desk.scan(number).verdict is Verdict.ORDER_OPENED
    assert desk.scan(SHIRT).verdict is Verdict.ITEM_OK
    until = None if hours is None else NOON + timedelta(hours=hours)
    assert desk.hold("contact", until).verdict is Verdict.HELD


def held(desk: Desk) -> list[str]:
    return [row.number for row in desk.queue(WorkList.HELD, None, 10)]


def test_it_waits_until_its_time_and_is_back_in_the_queue_then(desk: Desk, clock: FakeClock) -> None:
    put_aside(desk, ONE, 2)
    clock.pass_time(hours=1, minutes=59)
    assert desk.wake() == 0
    assert desk.scan(ONE).verdict is Verdict.ORDER_HELD
    news: list[Announcement] = []
    desk.listen(news.append)
    clock.pass_time(minutes=1)
    assert desk.wake() == 1
    assert held(desk) == []
    assert [(told.orders, told.lists_changed) for told in news] == [(frozenset({ONE}), True)]
    assert desk.wake() == 0
    assert [row.verb for row in desk.store.journal.of_order(ONE)][-1] == "wake"
    view = desk.view(ONE)
    assert view is not None
    assert (view.order.state, view.order.hold, view.order.got) == (State.REVIEWED, None, 1)


def test_a_scan_needs_nobody_to_have_looked_at_the_clock(desk: Desk, clock: FakeClock) -> None:
    put_aside(desk, ONE, 2)
    clock.pass_time(hours=2)
    assert desk.scan(ONE).verdict is Verdict.ORDER_OPENED
    assert desk.scan(SHIRT).verdict is Verdict.ORDER_COMPLETE


def test_without_a_time_only_a_person_lets_it_go_on(desk: Desk, clock: FakeClock) -> None:
    put_aside(desk, ONE, None)
    clock.pass_time(days=300)
    assert desk.wake() == 0
    assert desk.scan(ONE).verdict is Verdict.ORDER_HELD


def test_what_a_review_found_is_not_settled_by_a_clock(tmp_path: Path, clock: FakeClock) -> None:
    doubtful = make_order(ONE, receiver=Receiver("", "1"))
    desk = make_desk(tmp_path, doubtful, clock=clock)
    assert desk.scan(ONE).verdict is Verdict.NEEDS_REVIEW
    clock.pass_time(days=300)
    assert desk.wake() == 0
    assert desk.scan(ONE).verdict is Verdict.NEEDS_REVIEW


def test_many_come_back_a_part_at_a_time_the_most_urgent_first(tmp_path: Path, clock: FakeClock) -> None:
    numbers = [f"40657123456789{place:05}" for place in range(60)]
    orders = [make_order(number, due_h=200 - place) for place, number in enumerate(numbers)]
    desk = make_desk(tmp_path, *orders, clock=clock)
    for number in numbers:
        assert desk.scan(number).verdict is Verdict.ORDER_OPENED
        desk.hold("contact", NOON + timedelta(hours=1))
    clock.pass_time(hours=1)
    assert desk.wake() == 50
    assert set(held(desk)) == set(numbers[:10])
    assert (desk.wake(), desk.wake()) == (10, 0)


def test_a_recalled_one_stays_stopped(desk: Desk, clock: FakeClock) -> None:
    put_aside(desk, ONE, 2)
    order = desk.store.orders.get(ONE)
    assert order is not None
    with desk.store.transaction():
        desk.store.orders.save(order, replace(order, recall=Recall.REFUND))
    clock.pass_time(hours=3)
    assert desk.wake() == 0
    assert desk.scan(ONE).verdict is Verdict.ORDER_RECALLED
