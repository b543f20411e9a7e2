"""Receivers in clear for labels, from the emulated platform: for this order only, and only while they hold."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from packstation.domain.order import Order, Receiver
from packstation.errors import Outage, PackstationError, Rejected
from packstation.platforms.taobao.clearing import METHOD
from packstation.platforms.taobao.platform import TaobaoPlatform
from tests.emulators.taobao import chance
from tests.emulators.taobao.books import Trade
from tests.emulators.taobao.faults import Fault, Kind, quota_used_up
from tests.platforms.conftest import World
from tests.platforms.test_shipping import platform_of, sold


@pytest.fixture
def platform(world: World) -> TaobaoPlatform:
    return platform_of(world)


def known(platform: TaobaoPlatform, trade: Trade) -> Order:
    """The order as the desk stores it."""
    ((_, order),) = platform.reread([trade.tid]).batch.records
    assert isinstance(order, Order)
    assert "*" in order.receiver.name + order.receiver.phone
    return order


def in_clear(trade: Trade) -> Receiver:
    who = trade.receiver
    return Receiver(who.name, who.mobile, who.state, who.city, who.district, who.town, who.address)


def asked(world: World) -> list[dict[str, str]]:
    return [json.loads(params["query_list"])[0] for params in world.calls(METHOD)]


def reason_of(platform: TaobaoPlatform, order: Order) -> str:
    with pytest.raises(PackstationError) as caught:
        platform.receiver_for_label(order, "YTO")
    assert isinstance(caught.value, Outage | Rejected)
    return caught.value.reason


@pytest.mark.parametrize(
    ("carrier", "how", "scene"),
    [
        ("SF", "pool", "1001"),
        ("YTO", "pool", "1002"),
        ("YUNDA", "pool", "1002"),
        ("EMS", "pool", "1003"),
        ("DBKD", "pool", "1004"),
        ("YTO", "hand", "1006"),
    ],
)
def test_the_platform_is_told_what_for(
    world: World, platform: TaobaoPlatform, carrier: str, how: str, scene: str
) -> None:
    trade = sold(world)
    order = known(platform, trade)
    told = platform.receiver_for_label(order, carrier, by_hand=how == "hand")
    assert told.receiver == in_clear(trade)
    assert not told.is_relayed
    assert asked(world) == [{"oaid": order.oaid, "tid": trade.tid, "scene": scene}]
    assert trade.receiver.name not in repr(told)


def test_a_number_that_leads_to_the_buyer_is_told_as_it_is(world: World, platform: TaobaoPlatform) -> None:
    trade = sold(world)
    trade.privacy = True
    told = platform.receiver_for_label(known(platform, trade), "YTO")
    assert told.is_relayed
    assert told.receiver.phone.startswith("1887777")
    assert "-" in told.receiver.phone


def test_a_number_that_has_run_out_leads_nowhere(
    world: World, platform: TaobaoPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    trade = sold(world)
    trade.privacy = True
    order = known(platform, trade)
    monkeypatch.setattr("tests.emulators.taobao.methods.receivers.SECRET_DAYS", -1)
    assert reason_of(platform, order) == "clear-over"


def test_an_oaid_of_last_week_is_renewed_once(world: World, platform: TaobaoPlatform) -> None:
    trade = sold(world)
    order = known(platform, trade)
    world.running.shop.rules.week = "2026-99"
    assert platform.receiver_for_label(order, "YTO").receiver == in_clear(trade)
    assert [one["oaid"] == order.oaid for one in asked(world)] == [True, False]


def test_an_address_that_changed_before_and_an_oaid_of_last_week_are_no_change(
    world: World, platform: TaobaoPlatform
) -> None:
    trade = sold(world)
    world.running.buyers.move(trade.tid, chance.receiver(world.life.random))
    trade.address_changed_at = None
    order = known(platform, trade)
    assert order.oaid in order.address_mark
    world.running.shop.rules.week = "2026-99"
    assert platform.receiver_for_label(order, "YTO").receiver == in_clear(trade)


def test_another_address_is_not_printed_before_the_desk_knows_of_it(
    world: World, platform: TaobaoPlatform
) -> None:
    trade = sold(world)
    order = known(platform, trade)
    world.clock.pass_time(minutes=1)
    # behind the stars it looks the same
    world.running.buyers.move(trade.tid, replace(trade.receiver, address=trade.receiver.address + "后门"))
    assert reason_of(platform, order) == "clear-changed"
    assert platform.receiver_for_label(known(platform, trade), "YTO").receiver == in_clear(trade)


def test_an_order_without_an_oaid_is_read_anew(world: World, platform: TaobaoPlatform) -> None:
    trade = sold(world)
    order = replace(known(platform, trade), oaid="")
    assert platform.receiver_for_label(order, "YTO").receiver == in_clear(trade)
    assert len(asked(world)) == 1


def test_a_receiver_the_desk_corrected_is_compared_with_what_the_platform_had(
    world: World, platform: TaobaoPlatform
) -> None:
    trade = sold(world)
    order = known(platform, trade)
    corrected = replace(
        order, told=order.receiver, receiver=replace(order.receiver, detail="新路1号"), oaid=""
    )
    assert platform.receiver_for_label(corrected, "YTO").receiver == in_clear(trade)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(Kind.DROP, METHOD), "clear-silent"),
        (Fault(Kind.DROP, METHOD, done=True), "clear-silent"),
        (Fault(Kind.HTML, METHOD), "clear-silent"),
        (Fault(Kind.TRUNCATED, METHOD), "clear-silent"),
        (Fault(Kind.BAD_GATEWAY, METHOD), "clear-silent"),
        (quota_used_up(30), "clear-limit"),
        (
            Fault(Kind.ERROR, METHOD, sub_code="isv.decrypt-refused", sub_msg="解密李明次数超限"),
            "clear-refused",
        ),
        (Fault(Kind.ERROR, METHOD, sub_code="isp.top-remote-service-unavailable"), "clear-silent"),
    ],
)
def test_what_goes_wrong_is_named_and_quotes_nobody(
    world: World, platform: TaobaoPlatform, fault: Fault, reason: str
) -> None:
    trade = sold(world)
    order = known(platform, trade)
    world.running.script.add(fault)
    with pytest.raises(PackstationError) as caught:
        platform.receiver_for_label(order, "YTO")
    assert caught.value.reason == reason
    assert "李明" not in str(caught.value)
    wait = int(str(caught.value.data.get("seconds", 0)))
    world.clock.pass_time(seconds=wait)
    assert platform.receiver_for_label(order, "YTO").receiver == in_clear(trade)


def test_an_answer_about_another_order_is_not_used(world: World, platform: TaobaoPlatform) -> None:
    one, other = sold(world), sold(world)
    orders = [known(platform, trade) for trade in (one, other)]
    swapped = replace(orders[0], oaid=orders[1].oaid)
    assert platform.receiver_for_label(swapped, "YTO").receiver == in_clear(one)


def test_without_the_right_the_method_is_named(world: World, platform: TaobaoPlatform) -> None:
    order = known(platform, sold(world))
    world.running.app.withheld.add(METHOD)
    assert reason_of(platform, order) == "clear-right"
    world.running.app.withheld.clear()
    world.running.app.session_until = world.clock.now() - timedelta(minutes=1)
    assert reason_of(platform, order) == "clear-account"


def test_a_platform_that_is_away_is_said_to_be(world: World, platform: TaobaoPlatform) -> None:
    order = known(platform, sold(world))
    world.running.unplug()
    assert reason_of(platform, order) == "clear-silent"
