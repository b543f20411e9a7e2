"""A trade of the platform as an order of the desk: every field that matters, and what is not believed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain import news
from packstation.domain.checks import Bad
from packstation.domain.order import SENT, HoldKind, Order, State
from packstation.platforms.taobao.refunds import Refund
from packstation.platforms.taobao.trade import HOLDS, Shop, is_thin, order_of, unknown_word

PAID = datetime(2026, 11, 11, 0, 1, 33, tzinfo=UTC)
SHOP = Shop("旗舰店", timedelta(hours=48))


def line(oid: object = 4065712345679901234, **more: object) -> dict[str, Any]:
    return {
        "oid": oid, "num": 2, "title": "白色棉T恤", "price": "59.00", "status": "WAIT_SELLER_SEND_GOODS",
        "refund_status": "NO_REFUND", "outer_iid": "TS", "outer_sku_id": "TS-WHT-L",
        "sku_properties_name": "颜色:白色;尺码:L", **more,
    }  # fmt: skip


def trade(*lines: Mapping[str, Any], **more: object) -> dict[str, Any]:
    return {
        "tid": 4065712345678901234, "status": "WAIT_SELLER_SEND_GOODS", "type": "fixed",
        "created": "2026-11-11 08:01:05", "pay_time": "2026-11-11 08:01:33", "modified": "2026-11-11 08:01:34",
        "buyer_nick": "爱**", "buyer_message": "请用礼盒", "seller_memo": "老客户", "seller_flag": 3,
        "receiver_name": "李*", "receiver_mobile": "138****5678", "receiver_state": "浙江省",
        "receiver_city": "杭州市", "receiver_district": "余杭区", "receiver_town": "仓前街道",
        "receiver_address": "文一西路***", "receiver_zip": "311121", "oaid": "1Abc",
        "orders": {"order": list(lines) or [line()]}, **more,
    }  # fmt: skip


def taken(raw: Mapping[str, Any]) -> Order:
    return order_of(raw, SHOP)


def test_a_plain_trade() -> None:
    order = taken(trade())
    assert (order.number, order.platform, order.shop) == ("4065712345678901234", "taobao", "旗舰店")
    assert (order.created_at, order.paid_at) == (datetime(2026, 11, 11, 0, 1, 5, tzinfo=UTC), PAID)
    assert order.modified_at == PAID + timedelta(seconds=1)
    assert (order.buyer, order.message, order.memo, order.memo_flag) == ("爱**", "请用礼盒", "老客户", 3)
    assert (order.oaid, order.address_mark, order.urges, order.wishes) == ("1Abc", "", 0, ())
    [only] = order.lines
    assert (only.line, only.sku, only.quantity, only.price) == (
        "4065712345679901234",
        "TS-WHT-L",
        2,
        Decimal("59.00"),
    )
    assert (only.title, only.spec, only.refund, only.gift) == (
        "白色棉T恤",
        "颜色:白色;尺码:L",
        "NO_REFUND",
        False,
    )
    assert news.first_seen(order).state is State.NEW


@pytest.mark.parametrize("ids", [int, str])
def test_ids_of_19_digits_as_numbers_and_as_text(ids: Any) -> None:
    order = taken(trade(line(ids("4065712345679901233")), tid=ids("4065712345678901233")))
    assert (order.number, order.lines[0].line) == ("4065712345678901233", "4065712345679901233")


@pytest.mark.parametrize(
    ("raw", "place", "reason"),
    [
        (trade(tid=None), "tid", "missing"),
        (trade(tid=4.065e18), "tid", "number-damaged"),
        (trade(line(oid=None)), "orders[0].oid", "missing"),
        (trade(line(), line()), "orders[1].oid", "duplicate-line"),
        (trade(line(num=0)), "orders[0].num", "wrong-quantity"),
        (trade(line(num="two")), "orders[0].num", "wrong-quantity"),
        (trade(line(num=None)), "orders[0].num", "wrong-quantity"),
        (trade(line(price="free")), "orders[0].price", "wrong-price"),
        (trade(line(outer_sku_id="", outer_iid="", num_iid=0)), "orders[0].outer_sku_id", "missing"),
        (trade(orders={}), "orders", "no-lines"),
        (trade(orders={"order": [None]}), "orders", "not-object"),
        (trade(status=""), "status", "missing"),
        (trade(created="soon"), "created", "wrong-date"),
        (trade(pay_time="2026-13-01 00:00:00"), "pay_time", "wrong-date"),
        (trade(created=None, pay_time=None), "created", "missing"),
    ],
)
def test_what_is_not_believed_is_named_by_its_place(raw: dict[str, Any], place: str, reason: str) -> None:
    with pytest.raises(Bad) as caught:
        taken(raw)
    assert (caught.value.place, caught.value.reason) == (place, reason)


def test_goods_without_a_code_of_the_shops_bear_the_platforms() -> None:
    codes = [line(outer_sku_id=""), line(outer_sku_id="", outer_iid="", sku_id="77"), line(outer_sku_id=None, outer_iid=None, num_iid=99)]  # fmt: skip
    assert [taken(trade(one)).lines[0].sku for one in codes] == ["TS", "77", "99"]


# --- states
@pytest.mark.parametrize("flag", HOLDS)
@pytest.mark.parametrize("value", [1, "1", True, "true"])
def test_a_hold_flag_keeps_a_paid_trade_back(flag: str, value: object) -> None:
    held = news.first_seen(taken(trade(**{flag: value})))
    assert held.hold is not None
    assert held.hold.kind is HoldKind.PLATFORM
    assert taken(trade(**{flag: 0})).status == "WAIT_SELLER_SEND_GOODS"
    assert taken(trade(status="TRADE_CLOSED", **{flag: value})).status == "TRADE_CLOSED"


def test_paid_in_steps_is_paid_when_the_last_step_is() -> None:
    held = news.first_seen(taken(trade(step_trade_status="FRONT_PAID_FINAL_NOPAID")))
    assert held.hold is not None
    assert held.hold.kind is HoldKind.UNPAID
    assert news.first_seen(taken(trade(step_trade_status="FRONT_PAID_FINAL_PAID"))).state is State.NEW


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"status": "STATUS_OF_TOMORROW"}, "STATUS_OF_TOMORROW"),
        ({"orders": {"order": [line(status="ODD")]}}, "ODD"),
        ({"orders": {"order": [line(refund_status="ODD")]}}, "ODD"),
        ({"logistics_infos": {"logistics_info": [{"biz_delivery_type": 9}]}}, "9"),
        ({}, ""),
        ({"orders": {"order": [line(refund_status=None, status=None)]}}, ""),
    ],
)
def test_words_nobody_knows_are_found(more: dict[str, Any], word: str) -> None:
    assert unknown_word(trade(**more)) == word


def test_a_sub_order_in_a_state_nobody_knows_keeps_the_trade_back() -> None:
    assert news.first_seen(taken(trade(line(1), line(2, status="ODD")))).hold is not None


def test_a_closed_sub_order_is_never_shipped_and_one_that_left_is_not_wanted_again() -> None:
    order = taken(
        trade(line(1, status="TRADE_CLOSED_BY_TAOBAO"), line(2, status="WAIT_BUYER_CONFIRM_GOODS"), line(3),
              status="SELLER_CONSIGNED_PART")
    )  # fmt: skip
    assert [one.refund for one in order.lines] == ["SUCCESS", SENT, "NO_REFUND"]
    assert [one.need for one in order.lines] == [0, 0, 2]
    assert news.first_seen(order).state is State.NEW


def test_a_refund_of_the_list_counts_where_the_trade_shows_none_yet_an_unknown_one_too() -> None:
    raw = trade(line("1"), line("2", refund_status="CLOSED"), line("3"), line("4"))
    states = {"1": "WAIT_SELLER_AGREE", "2": "WAIT_SELLER_AGREE", "3": "CLOSED", "4": "ODD"}
    order = order_of(
        raw, SHOP, {oid: Refund(status, "2026-11-11 09:00:00") for oid, status in states.items()}
    )
    assert order.modified_at == datetime(2026, 11, 11, 1, 0, tzinfo=UTC)
    assert [one.refund for one in order.lines] == ["WAIT_SELLER_AGREE", "CLOSED", "NO_REFUND", "ODD"]


def test_an_urge() -> None:
    assert [taken(trade(ob_tag=tag)).urges for tag in ("lg", "a,lg", "x", None)] == [1, 1, 0, 0]


def test_a_trade_without_its_times_is_thin() -> None:
    assert is_thin(trade(pay_time=None))
    assert is_thin(trade(created="0000-00-00 00:00:00"))
    assert not is_thin(trade())
    assert not is_thin(trade(pay_time=None, status="WAIT_BUYER_PAY"))


# --- by when
AT = "2026-11-12 {:02d}:00:00"


def infos(**more: object) -> dict[str, Any]:
    return {"logistics_infos": {"logistics_info": [{"sub_trade_id": 4065712345679901234, **more}]}}


STRONGEST = [
    ({**infos(promise_outbound_time=AT.format(1))}, "promise-outbound", 1),
    ({"delivery_time": AT.format(2)}, "delivery-time", 2),
    ({"orders": {"order": [line(promise_collect_time=AT.format(3))]}}, "promise-collect", 3),
    ({"collect_time": AT.format(4)}, "collect-time", 4),
    ({"send_time": AT.format(5)}, "send-time", 5),
    ({"est_con_time": AT.format(6)}, "estimate", 6),
]


@pytest.mark.parametrize("place", range(len(STRONGEST)))
def test_the_strongest_word_on_the_deadline_counts(place: int) -> None:
    more: dict[str, Any] = {"consign_interval": 72, "timeout_action_time": AT.format(0)}
    for facts, _, _ in reversed(STRONGEST[place:]):
        more |= facts
    order = taken(trade(**more))
    _, source, hour = STRONGEST[place]
    assert (order.ship_by_source, order.ship_by.hour) == (source, (hour - 8) % 24)


def test_hours_after_the_payment_and_else_the_shops_promise() -> None:
    assert (taken(trade(consign_interval=72)).ship_by, taken(trade(consign_interval="24")).ship_by) == (
        PAID + timedelta(hours=72),
        PAID + timedelta(hours=24),
    )
    plain = taken(trade(consign_interval=0, send_time="", est_con_time="someday"))
    assert (plain.ship_by, plain.ship_by_source) == (PAID + timedelta(hours=48), "paid")
    unpaid = taken(trade(pay_time=None, status="WAIT_BUYER_PAY"))
    assert unpaid.ship_by_source == "created"


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2026-11-15", datetime(2026, 11, 15, 15, 59, 59, tzinfo=UTC)),
        ("2026-11-15 10:00:00", datetime(2026, 11, 15, 2, 0, tzinfo=UTC)),
        ("付款后7天内", PAID + timedelta(days=7)),
        ("48小时内发货", PAID + timedelta(hours=48)),
        ("7", PAID + timedelta(days=7)),
    ],
)
def test_an_estimate_in_every_form(text: str, due: datetime) -> None:
    order = taken(trade(line(estimate_con_time=text)))
    assert (order.ship_by, order.ship_by_source) == (due, "estimate")


def test_of_several_sub_orders_the_one_due_first_counts_and_what_is_not_sent_does_not() -> None:
    first = line("1", estimate_con_time="2026-11-20 00:00:00")
    second = line("2", estimate_con_time="2026-11-18 00:00:00")
    gone = line("3", estimate_con_time="2026-11-12 00:00:00", status="TRADE_CLOSED")
    assert taken(trade(first, second, gone)).ship_by == datetime(2026, 11, 17, 16, 0, tzinfo=UTC)


# --- who gets it
def test_the_receiver_stays_masked() -> None:
    who = taken(trade()).receiver
    assert (who.name, who.phone, who.detail) == ("李*", "138****5678", "文一西路***")
    assert (who.province, who.city, who.district, who.town, who.postcode) == ("浙江省", "杭州市", "余杭区", "仓前街道", "311121")  # fmt: skip


CLEAR = st.text("李明王芳文一西路东三环中山北0123456789号栋室", min_size=2, max_size=20)


@given(CLEAR, st.integers(13000000000, 19999999999).map(str), CLEAR)
def test_what_comes_in_clear_is_masked_before_anybody_sees_it(name: str, phone: str, detail: str) -> None:
    order = taken(trade(receiver_name=name, receiver_mobile=phone, receiver_address=detail))
    assert phone not in repr(order)
    assert order.receiver.name != name
    assert order.receiver.detail != detail
    assert "*" in order.receiver.detail


def test_a_place_that_belongs_to_no_city() -> None:
    who = taken(trade(receiver_city=None, receiver_district="济源市")).receiver
    assert (who.city, who.district) == ("济源市", "")


def test_a_landline_stands_in_for_a_mobile() -> None:
    assert (
        taken(trade(receiver_mobile=None, receiver_phone="0571-****6666")).receiver.phone == "0571-****6666"
    )


def test_an_address_that_was_changed_after_the_payment_leaves_a_mark_that_moves_with_it() -> None:
    def mark(at: str | None, when: str = "1", **more: object) -> str:
        return taken(trade(line(modify_address=when, ti_modify_address_time=at), **more)).address_mark

    assert mark("2026-11-11 09:00:00", when="2") == ""
    assert mark("2026-11-11 09:00:00") != mark("2026-11-11 10:00:00") != ""
    assert mark("2026-11-11 09:00:00", oaid="A") == mark("2026-11-11 09:00:00", oaid="B")
    assert taken(trade(lm="1", oaid="A")).address_mark != taken(trade(lm="1", oaid="B")).address_mark != ""


# --- who carries it
def delivery(*told: tuple[int | str, str | None, str | None]) -> dict[str, Any]:
    rows = [{"biz_delivery_type": k, "white_delivery_cps": w, "black_delivery_cps": b} for k, w, b in told]
    return {"logistics_infos": {"logistics_info": rows}}


@pytest.mark.parametrize(
    ("told", "allowed", "forbidden"),
    [
        ([(0, "YTO", "SF")], (), ()),
        ([(1, "YTO", None)], (), ()),
        ([(2, "YTO,ZTO", None)], ("YTO", "ZTO"), ()),
        ([("2", '["yto","zto"]', None)], ("YTO", "ZTO"), ()),
        ([(3, None, "SF,JD")], (), ("SF", "JD")),
        ([(2, "YTO,ZTO", None), (2, "ZTO,STO", None)], ("ZTO",), ()),
        ([(2, "YTO,ZTO", None), (3, None, "ZTO")], ("YTO", "ZTO"), ("ZTO",)),
        ([(9, "YTO", "SF")], ("YTO",), ("SF",)),
    ],
)
def test_carriers_the_platform_wants_and_forbids(
    told: list[tuple[int | str, str | None, str | None]], allowed: tuple[str, ...], forbidden: tuple[str, ...]
) -> None:
    order = taken(trade(**delivery(*told)))
    assert (order.carriers_allowed, order.carriers_forbidden) == (allowed, forbidden)


def test_sub_orders_that_want_different_carriers_leave_none() -> None:
    order = taken(trade(**delivery((2, "YTO", None), (2, "ZTO", None))))
    assert set(order.carriers_allowed) == set(order.carriers_forbidden) == {"YTO", "ZTO"}


def test_the_carrier_the_buyer_chose() -> None:
    tags = {"logistics_tag": [{"logistic_service_tag_list": {"logistic_service_tag": [{"service_tag": "lgType=1;companyCode=SF"}]}}]}  # fmt: skip
    assert taken(trade(service_tags=tags)).carriers_allowed == ("SF",)


# --- gifts
def test_gifts_are_lines_where_they_are_sub_orders_and_wishes_where_they_are_not() -> None:
    gifts = {"promotion_detail": [
        {"gift_item_name": "帆布袋", "gift_item_id": "5", "gift_item_num": "2"},
        {"gift_item_name": "贴纸", "gift_item_id": "6"},
        {"promotion_name": "满减", "discount_fee": "5.00"},
    ]}  # fmt: skip
    order = taken(
        trade(line(1), line(2, is_free_gift=True, num_iid=6, price="0.00"), promotion_details=gifts)
    )
    assert [one.gift for one in order.lines] == [False, True]
    assert [wish.text for wish in order.wishes] == ["赠品：帆布袋 ×2"]


# --- anything at all
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(trade())), JSON, max_size=4), st.dictionaries(st.sampled_from(sorted(line())), JSON, max_size=4))  # fmt: skip
def test_whatever_stands_in_a_trade_it_is_an_order_or_named(
    more: dict[str, Any], odd: dict[str, Any]
) -> None:
    raw = {**trade(line(**odd)), **more}
    try:
        order = order_of(raw, SHOP)
    except Bad as bad:
        named = (bad.place, bad.reason)
    else:
        named = ("taken", order.lines[0].line)
        assert unknown_word(raw) is not None
    assert all(named)
