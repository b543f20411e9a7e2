"""What became of refunded goods is told once and truly; parcels on their way are asked for, and the answer kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from packstation.domain.order import Order
from packstation.domain.outbox import Delivered, Entry, Later, Outcome, Refused, reason_of
from packstation.domain.refunds import RefundCase
from packstation.domain.stops import INTERCEPT, STOP, Interception, Stopped, StopReport, WantedBack
from packstation.platforms.taobao.stops import CUT, REPORT
from packstation.store.store import as_text
from packstation.words import LANGUAGES, load
from tests.emulators.taobao.books import CutRefusal, Refund, Trade
from tests.emulators.taobao.faults import WILD, Fault, Kind, Script, quota_used_up
from tests.platforms.conftest import START, Made, World
from tests.platforms.test_shipping import platform_of, sold, until_told

GET = "taobao.refund.get"
NUMBER = "YT0000000000001"
STAYED, LEFT = Stopped.STAYED, Stopped.LEFT
WORDS = {STAYED: "SUCCESS", LEFT: "FAIL"}
"""As the page of the report calls them."""


def asked(world: World, trade: Trade, line: int = 0, kind: str = "REFUND") -> Refund:
    """The buyer wants the money of a line back."""
    [refund] = world.running.buyers.refund(trade.tid, trade.lines[line].oid, dispute_type=kind)
    return refund


def report(refund: Refund, outcome: Stopped = STAYED) -> Entry:
    """What the desk wrote when it knew."""
    told = StopReport(refund.tid, refund.oid, refund.refund_id, outcome, START)
    return Entry(f"stop-{refund.refund_id}", refund.tid, STOP, as_text(told), START)


def interception(trade: Trade, number: str = NUMBER) -> Entry:
    told = Interception(trade.tid, "YTO", number, WantedBack.REFUND, START)
    return Entry(f"intercept-{number}", trade.tid, INTERCEPT, as_text(told), START)


def left(world: World) -> Trade:
    """A trade whose parcel is on its way."""
    trade = sold(world)
    world.running.shop.use_number("YTO", NUMBER, trade.tid)
    trade.status = "WAIT_BUYER_CONFIRM_GOODS"
    for line in trade.lines:
        line.status = trade.status
    return trade


def answer(outcome: Outcome) -> tuple[str, str]:
    """How it ended, and the key of what was said."""
    said = outcome.answer if isinstance(outcome, Delivered) else outcome.error
    return type(outcome).__name__, reason_of(said)[0]


# --- goods that stayed, goods that had left ---------------------------------------------------------------------


def test_goods_that_stayed_are_told_as_the_page_has_it_and_the_buyer_is_paid(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    refund = asked(world, trade)
    assert answer(platform.deliver(report(refund))) == ("Delivered", "stop-told")
    assert (refund.status, refund.stop_reports) == ("SUCCESS", ["SUCCESS"])
    [call] = world.calls(REPORT)
    assert json.loads(call["param"]) == {
        "refund_id": int(refund.refund_id),
        "tid": int(trade.tid),
        "oid": int(refund.oid),
        "operate_time": "2026-11-11 12:00:00",
        "refund_fee": refund.fee,
        "status": "SUCCESS",
    }


def test_goods_that_had_left_are_told_and_nothing_is_paid(world: World) -> None:
    trade, platform = left(world), platform_of(world)
    refund = asked(world, trade)
    assert answer(platform.deliver(report(refund, LEFT))) == ("Delivered", "stop-told")
    assert (refund.status, refund.stop_reports) == ("WAIT_SELLER_AGREE", ["FAIL"])


def test_nothing_is_told_of_what_is_over_or_of_another_kind(world: World) -> None:
    platform = platform_of(world)
    withdrawn, refused, paid = (asked(world, sold(world)) for _ in range(3))
    world.running.buyers.withdraw(withdrawn.refund_id)
    world.running.buyers.refuse(refused.refund_id)
    world.running.buyers.agree(paid.refund_id)
    returned, later = asked(world, left(world), kind="REFUND_AND_RETURN"), asked(world, left(world))
    later.phase = "aftersale"
    received = asked(world, left(world))
    received.good_status = "BUYER_RECEIVED"
    cases = (withdrawn, refused, paid, returned, later, received)
    over = ("Delivered", "stop-over")
    told = [answer(platform.deliver(report(refund))) for refund in cases]
    assert told == [over, over, ("Delivered", "stop-paid"), over, over, over]
    assert world.calls(REPORT) == []


LOSSES = [
    Fault(kind, REPORT, done=done)
    for kind in (Kind.DROP, Kind.HTML, Kind.TRUNCATED, Kind.BAD_GATEWAY, Kind.ERROR)
    for done in (False, True)
]


@pytest.mark.parametrize("fault", LOSSES, ids=lambda fault: f"{fault.kind}-{fault.done}")
def test_a_lost_answer_is_looked_up_and_the_stop_told_once(world: World, fault: Fault) -> None:
    platform, refund = platform_of(world), asked(world, sold(world))
    world.running.script.add(fault)
    first = platform.deliver(report(refund))
    assert answer(first)[0] == ("Delivered" if fault.done else "Later")
    assert isinstance(until_told(world, platform, report(refund)), Delivered)
    assert refund.stop_reports == ["SUCCESS"]


@pytest.mark.parametrize("fault", LOSSES, ids=lambda fault: f"{fault.kind}-{fault.done}")
def test_that_goods_had_left_is_said_again_after_a_lost_answer_and_says_the_same(
    world: World, fault: Fault
) -> None:
    platform, refund = platform_of(world), asked(world, left(world))
    world.running.script.add(fault)
    assert isinstance(platform.deliver(report(refund, LEFT)), Later)
    assert answer(until_told(world, platform, report(refund, LEFT))) == ("Delivered", "stop-told")
    assert set(refund.stop_reports) == {"FAIL"}


def test_a_buyer_who_withdraws_between_a_lost_answer_and_the_next_try_is_not_told_of(world: World) -> None:
    platform, refund = platform_of(world), asked(world, sold(world))
    world.running.script.add(Fault(Kind.DROP, REPORT))
    assert isinstance(platform.deliver(report(refund)), Later)
    world.running.buyers.withdraw(refund.refund_id)
    assert answer(platform.deliver(report(refund))) == ("Delivered", "stop-over")
    assert refund.stop_reports == []


@pytest.mark.parametrize("kind", [Kind.MISSING_ID, Kind.UNKNOWN_WORD, Kind.HTML, Kind.DROP])
def test_what_cannot_be_believed_is_never_told_on(world: World, kind: Kind) -> None:
    platform, refund = platform_of(world), asked(world, sold(world))
    world.running.script.add(Fault(kind, GET))
    assert isinstance(platform.deliver(report(refund)), Later)
    assert refund.stop_reports == []
    assert answer(platform.deliver(report(refund))) == ("Delivered", "stop-told")


def test_another_trades_refund_is_never_told_of(world: World) -> None:
    platform, refund = platform_of(world), asked(world, sold(world))
    entry = report(refund)
    body = entry.body.replace(refund.tid, sold(world).tid)
    assert answer(platform.deliver(replace(entry, body=body))) == ("Later", "taobao-other-answer")
    assert refund.stop_reports == []


def test_what_a_person_must_settle_is_parked_with_what_to_do(world: World) -> None:
    platform, refund = platform_of(world), asked(world, sold(world))
    gone = StopReport(refund.tid, refund.oid, "178823459999999999", STAYED, START)
    no_such = Entry("k", refund.tid, STOP, as_text(gone), START)
    assert answer(platform.deliver(no_such)) == ("Refused", "stop-refused")
    assert answer(platform.deliver(Entry("k", "1", STOP, "{}", START))) == ("Refused", "stop-unreadable")
    world.running.app.withheld.add(REPORT)
    parked = platform.deliver(report(refund))
    assert answer(parked) == ("Refused", "stop-right")
    assert isinstance(parked, Refused)
    assert refund.refund_id in load("en").undelivered(parked.error)
    world.running.app.withheld.clear()
    assert answer(platform.deliver(report(refund))) == ("Delivered", "stop-told")


def test_a_wait_the_platform_names_is_kept(world: World) -> None:
    platform, refund = platform_of(world), asked(world, sold(world))
    world.running.script.add(quota_used_up(7))
    outcome = platform.deliver(report(refund))
    assert isinstance(outcome, Later)
    assert outcome.wait
    assert outcome.wait >= timedelta(seconds=7)


def test_on_a_wild_line_every_stop_is_told_truly(make_world: Made) -> None:
    chances = [(chance, fault) for chance, fault in WILD if fault.kind is not Kind.WAIT]
    world = make_world(script=Script(chances=chances, seed=3))
    platform = platform_of(world)
    for place in range(40):
        outcome = (STAYED, LEFT)[place % 2]
        refund = asked(world, sold(world) if outcome is STAYED else left(world))
        assert isinstance(until_told(world, platform, report(refund, outcome)), Delivered)
        assert set(refund.stop_reports) == {WORDS[outcome]}, place
        assert (refund.status == "SUCCESS") is (outcome is STAYED)


# --- what the desk hears of refunds -----------------------------------------------------------------------------


def test_a_refund_comes_with_its_number_from_the_list_and_whole_at_a_gate(world: World) -> None:
    trade = sold(world)
    world.clock.pass_time(minutes=1)
    world.pull(pulling := world.pulling())
    refund = asked(world, trade)
    world.clock.pass_time(minutes=1)
    world.pull(pulling)
    whole = RefundCase(
        refund.refund_id, refund.oid, "WAIT_SELLER_AGREE", "onsale", "REFUND", "BUYER_NOT_RECEIVED"
    )
    assert world.orders[trade.tid].refunds == (whole,)
    [(_, record)] = platform_of(world).reread([trade.tid]).batch.records
    assert isinstance(record, Order)
    assert record.refunds == (whole,)
    assert record.refunds[0].waits_for_us
    world.running.buyers.withdraw(refund.refund_id)
    world.clock.pass_time(minutes=1)
    world.pull(pulling)
    assert [case.status for case in world.orders[trade.tid].refunds] == ["CLOSED"]


# --- parcels on their way ---------------------------------------------------------------------------------------


def test_a_parcel_is_asked_for_as_the_page_has_it(world: World) -> None:
    trade, platform = left(world), platform_of(world)
    assert answer(platform.deliver(interception(trade))) == ("Delivered", "intercept-accepted")
    assert world.running.shop.cuts == [
        {
            "mail_no": NUMBER,
            "tms_cp_code": "YTO",
            "outer_order_id": trade.tid,
            "intercept_time": "2026-11-11 12:00:00",
            "intercept_reason": "买家申请退款",
        }
    ]


def test_a_carrier_that_says_no_or_not_yet_is_heard(world: World) -> None:
    trade, platform = left(world), platform_of(world)
    shop = world.running.shop
    shop.cut_refusals[NUMBER] = CutRefusal("BUSY", "稍后再试", retry=True)
    assert answer(platform.deliver(interception(trade))) == ("Later", "intercept-later")
    shop.cut_refusals[NUMBER] = CutRefusal("SIGNED", "包裹派送中，无法拦截")
    said = platform.deliver(interception(trade))
    assert answer(said) == ("Delivered", "intercept-refused")
    assert isinstance(said, Delivered)
    assert "包裹派送中，无法拦截" in load("zh_CN").undelivered(said.answer)
    shop.cut_refusals.clear()
    world.running.buyers.receive(trade.tid)
    assert answer(platform.deliver(interception(trade))) == ("Delivered", "intercept-refused")
    assert answer(platform.deliver(interception(trade, "YT9"))) == ("Delivered", "intercept-refused")
    shop.app.withheld.add(CUT)
    assert answer(platform.deliver(interception(trade))) == ("Delivered", "intercept-impossible")
    assert shop.cuts == []


@pytest.mark.parametrize("kind", [Kind.DROP, Kind.HTML, Kind.TRUNCATED, Kind.ERROR])
def test_a_lost_answer_about_a_parcel_is_asked_for_again(world: World, kind: Kind) -> None:
    trade, platform = left(world), platform_of(world)
    world.running.script.add(Fault(kind, CUT, done=True))
    assert isinstance(platform.deliver(interception(trade)), Later)
    assert answer(platform.deliver(interception(trade))) == ("Delivered", "intercept-accepted")
    assert {cut["mail_no"] for cut in world.running.shop.cuts} == {NUMBER}


# --- words
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_has_its_sentence_and_what_fills_it(language: str) -> None:
    words = load(language)
    stops = ("told", "paid", "over", "refused", "right", "unreadable")
    cuts = ("accepted", "refused", "impossible", "later", "over")
    facts = {"refund", "detail", "method", "waybill"}
    for told in (*(f"stop-{one}" for one in stops), *(f"intercept-{one}" for one in cuts)):
        assert words.gaps(f"errors.{told}") <= facts, told
