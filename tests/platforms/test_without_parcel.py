"""Goods that need no parcel: known as such, never shipped by a scan, told once without carrier and number."""

from __future__ import annotations

from pathlib import Path

import pytest

from packstation.domain.order import HoldKind, State
from packstation.domain.outbox import NO_PARCEL, Delivered, Entry, Later, Outcome, Refused
from packstation.domain.people import Person, Role
from packstation.domain.scan import Verdict
from packstation.domain.without_parcel import WithoutParcel
from packstation.platforms.taobao import without_parcel
from packstation.store.store import as_text
from packstation.words import LANGUAGES, load
from tests.builders import scan_all, take_in
from tests.desk.shirts import SHIRT
from tests.emulators.taobao.books import Trade
from tests.emulators.taobao.faults import Fault, Kind, send_says
from tests.end_to_end.taobao_judge import differences
from tests.platforms.conftest import START, World
from tests.platforms.test_shipping import elsewhere, platform_of, reason, sold, until_told
from tests.taobao_desk import TaobaoDesk

METHOD = without_parcel.METHOD


@pytest.fixture
def shop(world: World, tmp_path: Path) -> TaobaoDesk:
    return TaobaoDesk(world, tmp_path / "data")


def voucher(world: World) -> Trade:
    trade = sold(world, 1)
    trade.shipping_type = "virtual"
    return trade


def fulfilled(trade: Trade) -> Entry:
    told = WithoutParcel(f"{trade.tid}-no-parcel", trade.tid, START)
    return Entry(told.key, trade.tid, NO_PARCEL, as_text(told), START)


# --- told once
@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("kind", [Kind.DROP, Kind.HTML, Kind.TRUNCATED, Kind.BAD_GATEWAY, Kind.ERROR])
def test_it_is_told_once_whatever_is_lost(world: World, kind: Kind, *, done: bool) -> None:
    trade, platform = voucher(world), platform_of(world)
    world.running.script.add(Fault(kind, METHOD, done=done))
    first = platform.deliver(fulfilled(trade))
    assert isinstance(first, Delivered if done else Later)
    assert until_told(world, platform, fulfilled(trade)) == Delivered()
    assert platform.deliver(fulfilled(trade)) == Delivered()
    assert trade.status == "WAIT_BUYER_CONFIRM_GOODS"
    assert [(one.company, one.number) for one in trade.parcels] == [("", "")]
    assert len([call for call in world.running.shop.calls if call.method == METHOD and call.done]) == 1
    assert world.running.shop.wrongs == []


@pytest.mark.parametrize(
    ("word", "kind", "told"),
    [
        ("B01", Refused, "ship-no-order"),
        ("B02", Refused, "ship-state"),
        ("B98", Refused, "ship-kind"),
        ("B60", Refused, "taobao-refused"),
        ("B04", Later, "ship-doubt"),
        ("S01", Later, "taobao-trouble"),
    ],
)
def test_what_each_refusal_means(world: World, word: str, kind: type[Outcome], told: str) -> None:
    trade, platform = voucher(world), platform_of(world)
    world.running.script.add(send_says(word, METHOD))
    outcome = platform.deliver(fulfilled(trade))
    assert (type(outcome), reason(outcome)) == (kind, told)
    assert trade.parcels == []


@pytest.mark.parametrize("word", ["B04", "S01", "B02"])
def test_a_refusal_of_what_was_done_all_the_same_is_seen_through(world: World, word: str) -> None:
    trade, platform = voucher(world), platform_of(world)
    world.running.script.add(send_says(word, METHOD, done=True))
    assert until_told(world, platform, fulfilled(trade)) == Delivered()
    assert len(trade.parcels) == 1


def test_what_a_person_must_look_at(world: World) -> None:
    platform = platform_of(world)
    parcel, closed, refund = voucher(world), voucher(world), voucher(world)
    elsewhere(parcel)
    world.running.buyers.cancel(closed.tid)
    world.running.buyers.refund(refund.tid)
    outcomes = [platform.deliver(fulfilled(trade)) for trade in (parcel, closed, refund)]
    assert [reason(one) for one in outcomes] == ["virtual-other-number", "virtual-closed", "virtual-refund"]
    assert world.calls(METHOD) == []
    for language in LANGUAGES:
        words = load(language)
        assert all(f"errors.{reason(one)}" in words for one in outcomes)


# --- at the desk
def test_it_is_seen_as_needing_no_parcel_and_no_scan_ships_it(shop: TaobaoDesk) -> None:
    trade = shop.sell_voucher()
    shop.pull()
    order = shop.order(trade)
    assert (order.state, order.hold and order.hold.kind) == (State.HELD, HoldKind.NO_PARCEL)
    row = shop.desk.row(trade.tid)
    assert row is not None
    assert "no-parcel" in row.flags
    answers = scan_all(shop.desk, trade.tid, SHIRT, "PKSHIP", "PKPRINT", trade.tid)
    assert {answer.verdict for answer in answers} == {
        Verdict.ORDER_HELD,
        Verdict.WRONG_ITEM,
        Verdict.NOT_READY,
    }
    for language in LANGUAGES:
        assert "[" not in load(language).say(answers[0])
    assert shop.desk.release(trade.tid).verdict is Verdict.ORDER_HELD
    assert shop.desk.store.batches.candidates(5) == (), "on no pick list"
    shop.pull()
    assert shop.order(trade).state is State.HELD
    assert shop.kinds(trade) == []
    assert shop.entries(trade) == []


def test_one_gesture_fulfils_it_and_the_platform_hears_of_it(shop: TaobaoDesk) -> None:
    trade = shop.sell_voucher()
    shop.pull()
    answer = shop.desk.at_once(shop.desk.without_parcels.ship(trade.tid))
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.SHIPPED, "no-parcel")
    assert shop.order(trade).state is State.SHIPPED
    again = shop.desk.at_once(shop.desk.without_parcels.ship(trade.tid))
    assert again.verdict is Verdict.ALREADY_SHIPPED
    shop.push()
    assert shop.entries(trade) == [("no-parcel", "DELIVERED")]
    shop.pull()
    assert differences(shop.world.running.shop, shop.desk) == []


def test_the_platform_is_asked_once_more_and_a_refund_stops_it(shop: TaobaoDesk) -> None:
    trade = shop.sell_voucher()
    shop.pull()
    shop.world.clock.pass_time(minutes=5)
    shop.buyers.refund(trade.tid)
    answer = shop.desk.at_once(shop.desk.without_parcels.ship(trade.tid))
    assert answer.verdict is Verdict.ORDER_RECALLED
    assert shop.entries(trade) == []


def test_a_refund_known_from_the_list_only_keeps_it_in_its_place(shop: TaobaoDesk) -> None:
    trade = shop.sell_voucher()
    shop.pull()
    [refund] = shop.buyers.refund(trade.tid)
    shop.script.add(Fault(Kind.DROP, "taobao.trade.fullinfo.get", times=2))
    shop.pull()
    assert shop.order(trade).recall == "refund"
    shop.buyers.withdraw(refund.refund_id)
    shop.pull()
    shop.pull()
    order = shop.order(trade)
    assert (order.recall, order.hold and order.hold.kind) == ("", HoldKind.NO_PARCEL)


def test_no_other_order_is_shipped_this_way_and_only_a_lead_may(shop: TaobaoDesk) -> None:
    shirts, card = shop.sell(1), shop.sell_voucher()
    shop.pull()
    refused = shop.desk.at_once(shop.desk.without_parcels.ship(shirts.tid))
    assert (refused.verdict, refused.facts["missing"]) == (Verdict.NOT_READY, "needs-parcel")
    take_in(shop.desk, Person("P1", "小李"), Person("L1", "老王", Role.LEAD))
    shop.desk.log_in("P1")
    assert shop.desk.without_parcels.ship(card.tid).verdict is Verdict.NOT_ALLOWED
    shop.desk.log_in("L1")
    assert shop.desk.at_once(shop.desk.without_parcels.ship(card.tid)).verdict is Verdict.SHIPPED


def test_a_card_beside_a_shirt_goes_with_the_parcel(shop: TaobaoDesk) -> None:
    trade = shop.sell(1, 1)
    trade.lines[1].shipping_type = "virtual"
    assert shop.ship(trade).state is State.SHIPPED


def test_news_that_it_left_settle_what_was_parked(shop: TaobaoDesk) -> None:
    trade = shop.sell_voucher()
    shop.pull()
    shop.desk.at_once(shop.desk.without_parcels.ship(trade.tid))
    shop.script.add(send_says("B02", METHOD))
    shop.push()
    assert shop.entries(trade) == [("no-parcel", "PARKED")]
    shop.buyers.urge(trade.tid)
    shop.pull()
    assert shop.entries(trade) == [("no-parcel", "PARKED")]
    shop.world.line().call(METHOD, {"tid": trade.tid})  # carried out after all
    shop.pull()
    assert shop.entries(trade) == [("no-parcel", "DELIVERED")]
    assert shop.kinds(trade) == []
