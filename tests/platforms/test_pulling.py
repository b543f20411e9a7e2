"""What is new on the platform reaches the desk: all of it, in bounded batches, whatever happens in between."""

from __future__ import annotations

import contextlib
import itertools
import os
from datetime import timedelta

import pytest

from packstation.errors import Outage, Rejected
from packstation.platforms.taobao.details import READERS, Wanted
from packstation.platforms.taobao.lists import Page
from packstation.platforms.taobao.place import Sweep
from packstation.platforms.taobao.pulling import MOST_AT_ONCE, Pulling, _of_refunds
from packstation.top import times
from tests.emulators.taobao.faults import DISTORTIONS, WILD, Fault, Kind, Script, quota_used_up
from tests.platforms.conftest import START, Made, World

INCREMENT, SOLD, FULL = (
    "taobao.trades.sold.increment.get",
    "taobao.trades.sold.get",
    "taobao.trade.fullinfo.get",
)
REFUNDS = "taobao.refunds.receive.get"
FULL_COUNT = os.environ.get("PACKSTATION_SOAK") == "full"
WAITING = ("WAIT_SELLER_SEND_GOODS", "SELLER_CONSIGNED_PART")


def untaken(world: World) -> list[str]:
    """Trades that wait and the desk has never heard of."""
    trades = world.running.shop.trades.values()
    return [trade.tid for trade in trades if trade.status in WAITING and not world.is_known(trade.tid)]


# --- the first day
def test_what_waits_when_a_desk_begins_comes_whole_in_bounded_batches(make_world: Made) -> None:
    world = make_world(orders=700)
    world.pull(world.pulling())
    assert untaken(world) == []
    assert world.largest <= MOST_AT_ONCE + 100


@pytest.mark.soak
def test_the_first_day_of_a_large_shop(make_world: Made) -> None:
    """100,000 orders at full count, half of them made and paid within one second."""
    count = 100_000 if FULL_COUNT else 1_500
    world = make_world(orders=count // 2)
    world.sell(count // 2)
    pulling = world.pulling()
    assert world.pull(pulling, most=count) >= count // (MOST_AT_ONCE + 100)
    assert untaken(world) == []
    assert world.largest <= MOST_AT_ONCE + 100


def test_a_full_page_of_equal_times_and_more(make_world: Made) -> None:
    world = make_world()
    world.sell(330)
    pulling = world.pulling()
    world.pull(pulling)
    assert untaken(world) == []
    world.clock.pass_time(seconds=90)
    world.sell(330)
    world.clock.pass_time(seconds=30)
    world.pull(pulling)
    assert world.missing() == []


# --- news
def test_a_day_of_changes_reaches_the_desk(make_world: Made) -> None:
    world = make_world(orders=60)
    pulling = world.pulling()
    world.pull(pulling)
    touched: set[str] = set()
    for _ in range(40):
        for _ in range(6):
            touched.add((world.life.step().split() or [""])[-1])
        world.clock.pass_time(seconds=35)
        world.pull(pulling)
        assert [tid for tid in touched & set(world.running.shop.trades) if not world.is_known(tid)] == []
    assert untaken(world) == []


def test_pages_are_read_from_the_last_one_backwards_in_windows_of_half_an_hour(make_world: Made) -> None:
    world = make_world()
    pulling = world.pulling()
    world.pull(pulling)
    world.running.shop.calls.clear()
    world.clock.pass_time(minutes=7)
    world.sell(230)
    world.clock.pass_time(minutes=70)
    world.pull(pulling)
    windows: dict[tuple[str, str], list[int]] = {}
    for params in world.calls(INCREMENT):
        windows.setdefault((params["start_modified"], params["end_modified"]), []).append(
            int(params["page_no"])
        )
    assert [1, 5, 4, 3, 2, 1] in windows.values()
    for start, end in windows:
        assert times.read(end) - times.read(start) <= timedelta(minutes=30)
    spans = [(times.read(start), times.read(end)) for start, end in windows]
    assert all(later[0] < before[1] for before, later in itertools.pairwise(spans))
    assert len(world.calls(FULL)) == 230


def test_a_day_offline_loses_nothing(make_world: Made) -> None:
    world = make_world(orders=40)
    pulling = world.pulling()
    world.pull(pulling)
    world.running.unplug()
    for _ in range(3):
        world.clock.pass_time(seconds=30)
        with pytest.raises(Outage):
            world.once(pulling)
        assert not pulling.has_news()
    for _ in range(96):
        world.clock.pass_time(minutes=15)
        for _ in range(5):
            world.life.step()
    world.clock.pass_time(seconds=5)
    world.running.plug()
    world.pull(world.pulling())
    changed = [t.tid for t in world.running.shop.trades.values() if t.modified > START]
    assert [tid for tid in changed if not world.is_known(tid)] == []


def test_a_refund_that_is_only_asked_for_is_heard_though_its_trade_does_not_move(make_world: Made) -> None:
    world = make_world(orders=5)
    pulling = world.pulling()
    world.pull(pulling)
    world.clock.pass_time(minutes=1)
    [tid] = [next(tid for tid in world.orders if world.orders[tid].status in WAITING)]
    world.running.buyers.refund(tid)
    world.clock.pass_time(minutes=1)
    world.pull(pulling)
    assert {line.refund for line in world.orders[tid].lines} == {"WAIT_SELLER_AGREE"}


def test_of_two_refunds_of_one_line_the_last_one_counts() -> None:
    rows = [
        {
            "refund_id": 2,
            "tid": 9,
            "oid": 1,
            "status": "WAIT_SELLER_AGREE",
            "modified": "2026-11-11 12:00:02",
        },
        {"refund_id": 1, "tid": 9, "oid": 1, "status": "CLOSED", "modified": "2026-11-11 12:00:01"},
    ]
    for order in (rows, rows[::-1]):
        [wanted] = _of_refunds(Page(REFUNDS, tuple(order), Sweep(START)))
        assert isinstance(wanted, Wanted)
        assert wanted.refunds["1"].status == "WAIT_SELLER_AGREE"
        assert wanted.modified == "2026-11-11 12:00:02"


# --- restarts
def test_nothing_is_missed_when_the_program_ends_after_any_batch(make_world: Made) -> None:
    world = make_world(orders=500)
    for _ in range(100):
        pulling = world.pulling()
        world.once(pulling)
        if not pulling.has_news():
            break
    assert untaken(world) == []


def test_what_the_desk_did_not_take_is_handed_in_again(make_world: Made) -> None:
    world = make_world(orders=300)
    pulling = world.pulling()
    lost = pulling.fetch()
    assert lost.batch.records
    world.pull(pulling)
    assert untaken(world) == []


def test_a_kill_between_handing_in_and_storing_loses_nothing(make_world: Made) -> None:
    world = make_world(orders=300)
    for turn in range(60):
        pulling = world.pulling()
        if turn % 2:
            world.once(pulling)
            if not pulling.has_news():
                break
        else:
            pulling.fetch()
    assert untaken(world) == []


def test_the_place_goes_back_with_an_older_backup(make_world: Made) -> None:
    world = make_world(orders=30)
    pulling = world.pulling()
    world.pull(pulling)
    backup, orders = dict(world.memory.facts), dict(world.orders)
    for _ in range(20):
        world.life.step()
        world.clock.pass_time(minutes=10)
        world.pull(pulling)
    world.memory.facts, world.orders = backup, orders
    world.pull(world.pulling())
    changed = [t.tid for t in world.running.shop.trades.values() if t.modified > START]
    assert [tid for tid in changed if not world.is_known(tid)] == []


# --- clocks
@pytest.mark.parametrize(
    "off", [timedelta(days=-400), timedelta(hours=-3), timedelta(minutes=9), timedelta(days=30)]
)
def test_a_wrong_clock_of_this_computer_hides_nothing(make_world: Made, off: timedelta) -> None:
    world = make_world(orders=20, off=off)
    pulling = world.pulling()
    world.pull(pulling)
    for _ in range(10):
        world.life.new()
        world.clock.pass_time(seconds=31)
        world.pull(pulling)
    world.clock.jump(hours=5)  # somebody sets this computer's clock; the platform's goes on as before
    world.running.shop.offset -= timedelta(hours=5)
    for _ in range(10):
        world.life.new()
        world.clock.pass_time(seconds=31)
        world.pull(pulling)
    newest = [t.tid for t in world.running.shop.trades.values() if t.modified > START + off]
    assert [tid for tid in newest if not world.is_known(tid)] == []


# --- bad answers
@pytest.mark.parametrize("seed", range(4))
def test_through_every_kind_of_trouble_all_of_it_comes_in_the_end(make_world: Made, seed: int) -> None:
    quick = [(share, fault) for share, fault in WILD if fault.kind is not Kind.WAIT]
    world = make_world(orders=120, script=Script(chances=quick, seed=seed), seed=seed)
    pulling = world.pulling()
    world.pull(pulling)
    for turn in range(20):
        world.life.step()
        world.clock.pass_time(seconds=40)
        if turn % 5 == 0:
            pulling = world.pulling()  # the program is started anew; the old one reads no more
        world.pull(pulling)
    world.running.script.chances = ()
    for _ in range(60):  # what was doubtful is looked at again
        world.clock.pass_time(seconds=40)
        world.pull(pulling)
    touched = [t.tid for t in world.running.shop.trades.values() if t.modified > START or t.status in WAITING]
    assert [tid for tid in touched if not world.is_known(tid)] == []


@pytest.mark.parametrize("kind", sorted(DISTORTIONS))
@pytest.mark.parametrize("method", [SOLD, INCREMENT, REFUNDS, FULL, "taobao.logistics.companies.get"])
def test_a_distorted_answer_spoils_nothing_for_good(make_world: Made, kind: Kind, method: str) -> None:
    world = make_world(orders=12)
    world.running.script.add(Fault(kind, method, times=2))
    pulling = world.pulling()
    for _ in range(6):
        world.life.step()
        world.clock.pass_time(seconds=31)
        world.pull(pulling)
    assert untaken(world) == []


def test_one_trade_that_cannot_be_believed_is_named_and_the_others_are_taken(make_world: Made) -> None:
    world = make_world(orders=8)
    bad = next(trade for trade in world.running.shop.trades.values() if trade.status in WAITING)
    bad.extra["created"] = "soon"
    pulling = world.pulling()
    world.pull(pulling)
    assert untaken(world) == [bad.tid]
    [named] = world.rejects
    assert (named.file, named.column, named.reason) == (f"taobao {bad.tid}", "created", "wrong-date")
    for _ in range(3):
        world.clock.pass_time(seconds=31)
        world.pull(pulling)
    assert len(world.rejects) == 1
    bad.extra.clear()
    world.clock.pass_time(seconds=31)
    world.pull(pulling)
    assert untaken(world) == []


def test_one_trade_that_never_answers_does_not_stop_the_others(make_world: Made) -> None:
    world = make_world(orders=8)
    bad = next(trade.tid for trade in world.running.shop.trades.values() if trade.status in WAITING)
    pulling = world.pulling()
    call = pulling.details._call

    def sick(method: str, params: dict[str, str]) -> object:
        if params.get("tid") == bad:
            raise Outage("taobao-trouble", reached=True, detail="isp")
        return call(method, params)

    pulling.details._call = sick  # type: ignore[assignment]
    world.pull(pulling)
    assert untaken(world) == [bad]
    assert [named.reason for named in world.rejects] == ["trade-put-off"]
    pulling.details._call = call
    world.pull(pulling)
    assert untaken(world) == []


def failing(pulling: Pulling, turns: set[int]) -> None:
    """Of the calls that read a trade whole those at these turns are not answered."""
    call, count = pulling.details._call, itertools.count()

    def sick(method: str, params: dict[str, str]) -> object:
        if next(count) in turns:
            raise Outage("taobao-trouble", reached=True, detail="isp")
        return call(method, params)

    pulling.details._call = sick  # type: ignore[assignment]


def test_a_call_that_fails_now_and_then_does_not_end_the_round(make_world: Made) -> None:
    world = make_world(orders=60)
    pulling = world.pulling()
    failing(pulling, {0, 9, 10, 30, 41})
    world.once(pulling)
    assert untaken(world) == []
    assert world.rejects == []


def test_what_was_not_even_tried_when_the_line_went_dead_is_read_later(make_world: Made) -> None:
    world = make_world(orders=60)
    pulling = world.pulling()
    failing(pulling, {0, *range(2 * READERS, 3 * READERS)})
    with pytest.raises(Outage):
        world.once(pulling)
    assert len(world.orders) == 2 * READERS - 1
    world.pull(pulling)
    assert untaken(world) == []


def test_a_status_nobody_knows_waits_and_is_named(make_world: Made) -> None:
    world = make_world(orders=3)
    odd = next(trade for trade in world.running.shop.trades.values() if trade.status in WAITING)
    odd.extra["status"] = "STATUS_OF_TOMORROW"
    world.pull(world.pulling())
    assert world.orders[odd.tid].status == "STATUS_OF_TOMORROW"
    assert [(named.reason, dict(named.data)) for named in world.rejects] == [
        ("trade-unknown-word", {"value": "STATUS_OF_TOMORROW"})
    ]


def test_the_answer_of_another_trade_is_not_used(make_world: Made) -> None:
    world = make_world(orders=6)
    world.running.script.add(Fault(Kind.OTHER_ORDER, FULL, times=6))
    world.pull(world.pulling())
    for trade in world.running.shop.trades.values():
        if order := world.orders.get(trade.tid):
            assert order.buyer[0] == trade.buyer[0]
            assert {line.line for line in order.lines} == {line.oid for line in trade.lines}
    assert untaken(world) == []


# --- the platform says no
def test_a_ban_is_kept_and_then_everything_comes(make_world: Made) -> None:
    world = make_world(orders=30)
    world.running.script.add(quota_used_up(20, FULL))
    pulling = world.pulling()
    for _ in range(2):
        with pytest.raises(Outage) as caught:
            world.once(pulling)
        assert caught.value.reason == "taobao-limit"
        assert not pulling.has_news()
    world.clock.pass_time(seconds=31)
    world.pull(pulling)
    assert untaken(world) == []


def test_a_wrong_secret_is_said_and_another_one_is_read_at_the_next_round(make_world: Made) -> None:
    world = make_world(orders=3)
    world.mistyped = "another"
    pulling = world.pulling()
    with pytest.raises(Rejected) as caught:
        pulling.fetch()
    assert caught.value.reason == "taobao-secret"
    world.mistyped = ""
    world.pull(pulling)
    assert untaken(world) == []


@pytest.mark.parametrize("method", [INCREMENT, FULL])
def test_a_missing_right_is_named(make_world: Made, method: str) -> None:
    world = make_world(orders=3)
    world.running.app.withheld.add(method)
    pulling = world.pulling()
    with contextlib.suppress(Rejected):
        world.once(pulling)  # at its very beginning a desk asks for no news yet
    world.clock.pass_time(seconds=31)
    with pytest.raises(Rejected) as caught:
        world.once(pulling)
    assert caught.value.reason == "taobao-right"
    assert caught.value.data["method"] == method


def test_without_the_right_to_list_companies_orders_come_all_the_same(make_world: Made) -> None:
    world = make_world(orders=3)
    world.running.app.withheld.add("taobao.logistics.companies.get")
    world.pull(world.pulling())
    assert untaken(world) == []
    assert world.carriers == {}


# --- companies
def test_carriers_come_once_a_day_with_the_official_rule(make_world: Made) -> None:
    world = make_world()
    pulling = world.pulling()
    for _ in range(5):
        world.pull(pulling)
        world.clock.pass_time(hours=1)
    assert world.carriers["YTO"].number_pattern
    assert world.carriers["YTO"].untold == {"sort_codes"}
    asked = len(world.calls("taobao.logistics.companies.get"))
    world.clock.pass_time(days=1)
    world.pull(world.pulling())
    assert len(world.calls("taobao.logistics.companies.get")) == 2 * asked


# --- whether it is worth asking
def test_asked_at_the_set_interval_and_at_once_while_more_waits(make_world: Made) -> None:
    world = make_world(orders=450)
    pulling = world.pulling()
    assert pulling.has_news()
    world.once(pulling)
    assert pulling.has_news()
    world.pull(pulling)
    assert not pulling.has_news()
    world.clock.pass_time(seconds=29)
    assert not pulling.has_news()
    world.clock.pass_time(seconds=1)
    assert pulling.has_news()


def test_no_buyer_is_named_in_clear(make_world: Made) -> None:
    world = make_world(orders=40)
    world.pull(world.pulling())
    for tid, order in world.orders.items():
        clear = world.running.shop.trades[tid].receiver
        told = repr(order)
        for secret in (clear.name, clear.mobile, clear.address):
            assert secret not in told
        assert order.oaid
