"""Goods whose money is asked back: the platform hears that they stayed, or have left, once and truly."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from packstation.domain.exceptions import ExceptionKind, Solving
from packstation.domain.order import Line, Order, State
from packstation.domain.outbox import RENUMBER, Entry, EntryState
from packstation.domain.renumbering import Renumbering
from packstation.domain.scan import Verdict
from packstation.domain.stops import INTERCEPT, Interception, Stopped, StopReport, WantedBack
from packstation.store.store import as_text
from tests.builders import make_order, verdicts
from tests.desk.shirts import BOOK, FIRST, ONE, SHIRT, TWO, shirts
from tests.refunding import WHOLE, RefundingPlatform, RefundingShop, pending

STAYED, LEFT = Stopped.STAYED, Stopped.LEFT


def shirts_and_book(number: str = ONE, **facts: object) -> Order:
    lines = (
        Line(f"{number}1", "TS-L", 2, "白色棉T恤", "L"),
        Line(f"{number}2", "BOOK", 1, "儿童绘本", "全6册"),
    )
    return make_order(number, *lines, **facts)  # type: ignore[arg-type]


# --- goods that stayed ------------------------------------------------------------------------------------------


def test_goods_that_never_went_in_are_told_with_the_news_and_once(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts())
    shop.asks()
    assert shop.noted() == [("R1", STAYED, "PENDING")]
    assert shop.told() == [("R1", STAYED)]
    shop.platform.change(ONE, urges=1)
    shop.hear()
    assert shop.told() == [("R1", STAYED)]
    assert shop.noted() == [("R1", STAYED, "DELIVERED")]


def test_an_order_that_comes_with_its_refund_is_told_too(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts())
    shop.platform.orders[TWO] = shirts(TWO)
    shop.asks(TWO, ident="R2")
    assert shop.told() == [("R2", STAYED)]


def test_nothing_is_told_while_goods_lie_in_the_open_box(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts())
    shop.scan(ONE, SHIRT)
    shop.asks()
    shop.scan("PKEXIT")
    assert (shop.noted(), shop.told()) == ([], [])
    assert shop.desk.exceptions.put_back(ONE).verdict is Verdict.COMMAND_OK
    assert shop.noted() == [("R1", STAYED, "PENDING")]
    assert shop.told() == [("R1", STAYED)]


def test_a_labelled_parcel_is_told_of_when_it_is_taken_apart(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts())
    shop.scan(ONE, SHIRT, SHIRT)
    assert shop.order().state is State.LABELLED
    shop.asks()
    assert verdicts(shop.scan(FIRST)) == ["order-recalled"]
    assert (shop.noted(), shop.told()) == ([], [])
    assert verdicts(shop.scan(SHIRT)) == ["undone"]
    assert shop.noted() == [("R1", STAYED, "PENDING")]


def test_one_line_is_told_of_when_its_last_unit_is_out_and_the_rest_ships(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts_and_book())
    shop.scan(ONE, SHIRT, SHIRT, BOOK)
    shop.asks()
    shop.scan(ONE, SHIRT)
    assert (shop.order().lines[0].got, shop.noted()) == (1, [])
    shop.scan(SHIRT)
    assert shop.noted() == [("R1", STAYED, "PENDING")]
    shop.wait()
    assert verdicts(shop.scan(shop.order().live_waybills[0])) == ["shipped"]
    assert shop.told() == [("R1", STAYED)]
    assert shop.desk.exceptions.row(ONE) is None


def test_each_refund_of_an_order_is_told_by_itself(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts_and_book())
    shop.scan(ONE, BOOK)
    shop.asks(ONE, 0, "R1")
    assert shop.noted() == [("R1", STAYED, "PENDING")]
    shop.asks(ONE, 1, "R2")
    assert shop.told() == [("R1", STAYED)]
    shop.scan("PKEXIT")
    shop.desk.exceptions.put_back(ONE)
    assert shop.told() == [("R1", STAYED), ("R2", STAYED)]


def test_goods_in_another_orders_box_must_come_out_of_that_first(tmp_path: Path) -> None:
    shop = RefundingShop(
        tmp_path, shirts(ONE, 1, due_h=3), make_order(TWO, Line(f"{TWO}1", "BOOK", 1), due_h=5)
    )
    shop.desk.companions.join(ONE, (TWO,))
    shop.scan(ONE, BOOK)
    shop.asks(TWO, ident="R2")
    assert shop.order(TWO).hold is None
    assert (shop.noted(TWO), shop.told()) == ([], [])
    assert verdicts(shop.scan(BOOK)) == ["undone"]
    assert shop.noted(TWO) == [("R2", STAYED, "PENDING")]


# --- the buyer thinks again -------------------------------------------------------------------------------------


def test_a_buyer_who_withdraws_before_it_was_told_calls_it_off(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts())
    shop.asks()
    shop.asks(word="CLOSED")
    assert (shop.noted(), pending(shop.desk, ONE)) == ([("R1", STAYED, "DELIVERED")], 0)
    assert shop.told() == []
    assert shop.desk.store.outbox.of_order(ONE)[0].error == "stop-over"


def test_a_buyer_who_withdraws_while_it_is_being_told_is_not_told_of_again(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts())
    shop.asks()
    [entry] = shop.desk.syncing.plan()
    shop.platform.script = ["later"]
    outcome = shop.desk.syncing.deliver(entry)
    shop.asks(word="CLOSED")
    shop.desk.syncing.settle(entry, outcome)
    shop.clock.pass_time(hours=1)
    assert (shop.told(), shop.noted()) == ([], [("R1", STAYED, "DELIVERED")])


def test_a_refund_the_platform_shows_no_more_is_over(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts())
    shop.asks()
    shop.platform.ask(ONE, word="NO_REFUND")
    shop.platform.change(ONE, refunds=())
    shop.hear()
    assert shop.told() == []


def test_a_refund_taken_up_again_is_told_of_again_as_it_is_then(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts())
    shop.asks()
    shop.asks(word="CLOSED")
    shop.ship(ONE, SHIRT, SHIRT)
    shop.asks()
    assert shop.told() == [("R1", LEFT)]
    assert [entry.key for entry in shop.desk.store.outbox.of_order(ONE) if entry.kind == "stop"] == [
        "stop-R1",
        "stop-R1-2",
    ]


def test_older_news_change_nothing(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts())
    before = shop.platform.orders[ONE]
    shop.asks()
    shop.platform.orders[ONE] = before
    shop.platform.changed.add(ONE)
    shop.hear()
    assert shop.told() == [("R1", STAYED)]


# --- what is not ours to answer ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("SUCCESS", WHOLE),
        ("WAIT_BUYER_RETURN_GOODS", WHOLE),
        ("SELLER_REFUSE_BUYER", WHOLE),
        ("WAIT_SELLER_AGREE", ("aftersale", "REFUND", "BUYER_NOT_RECEIVED")),
        ("WAIT_SELLER_AGREE", ("onsale", "REFUND_AND_RETURN", "BUYER_NOT_RECEIVED")),
        ("WAIT_SELLER_AGREE", ("onsale", "TMALL_EXCHANGE", "BUYER_NOT_RECEIVED")),
        ("WAIT_SELLER_AGREE", ("onsale", "REFUND", "BUYER_RECEIVED")),
    ],
)
def test_nothing_is_told_of_refunds_that_do_not_wait_for_it(
    tmp_path: Path, word: str, said: tuple[str, ...]
) -> None:
    shop = RefundingShop(tmp_path, shirts())
    shop.platform.ask(ONE, word=word, said=said)
    shop.hear()
    assert shop.told() == []


def test_what_a_trade_shows_in_passing_is_enough_before_it_ships_and_never_after(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts(), shirts(TWO, 1))
    shop.platform.ask(ONE, said=())
    shop.hear()
    assert shop.told() == [("R1", STAYED)]
    shop.ship(TWO, SHIRT)
    shop.platform.ask(TWO, ident="R2", said=())
    shop.hear()
    assert (shop.noted(TWO), shop.desk.exceptions.row(TWO)) == ([], None)
    shop.asks(TWO, ident="R2")
    assert shop.told()[-1] == ("R2", LEFT)


def test_an_order_somebody_else_shipped_is_not_ours_to_tell_of(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts())
    shop.platform.change(ONE, status="WAIT_BUYER_CONFIRM_GOODS")
    shop.hear()
    shop.asks()
    assert (shop.order().state, shop.told()) == (State.SHIPPED, [])


@pytest.mark.parametrize(("rule", "told"), [("all", [STAYED, LEFT]), ("left", [LEFT]), ("off", [])])
def test_the_shop_says_what_is_told(tmp_path: Path, rule: str, told: list[str]) -> None:
    shop = RefundingShop(tmp_path, shirts(), shirts(TWO, 1), report_stops=rule)
    shop.asks()
    shop.ship(TWO, SHIRT)
    shop.asks(TWO, ident="R2")
    assert [outcome for _, outcome in shop.told()] == told
    row = shop.desk.exceptions.row(TWO)
    assert row
    assert row.kinds == (ExceptionKind.WANTED_BACK,)


def test_a_platform_that_does_not_want_to_hear_of_stops_is_told_nothing(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts())
    shop.platform.hears_stops = False
    shop.asks()
    assert (shop.told(), shop.noted()) == ([], [])


@pytest.mark.parametrize(
    ("kept", "means"),
    [
        ("SUCCESS", Stopped.STAYED),
        ("FAIL", Stopped.LEFT),
        ("stayed", Stopped.STAYED),
        ("left", Stopped.LEFT),
    ],
)
def test_a_report_kept_by_an_older_program_still_goes_out(kept: str, means: Stopped) -> None:
    body = json.dumps(
        {"order": ONE, "line": "1", "refund": "R1", "outcome": kept, "at": "2026-11-11T00:00:00Z"}
    )
    assert msgspec.json.decode(body, type=StopReport).outcome is means


@pytest.mark.parametrize(
    ("kept", "means"), [("收件地址变更", WantedBack.ADDRESS), ("refund", WantedBack.REFUND)]
)
def test_a_parcel_that_an_older_program_wanted_back_is_still_asked_for(kept: str, means: WantedBack) -> None:
    asked = {"order": ONE, "carrier": "YTO", "waybill": FIRST, "reason": kept, "at": "2026-11-11T00:00:00Z"}
    assert msgspec.json.decode(json.dumps(asked), type=Interception).reason is means


# --- the outbox -------------------------------------------------------------------------------------------------


def test_a_stop_the_platform_refuses_keeps_no_shipment_waiting_and_can_be_told_again(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts_and_book())
    shop.asks()
    shop.platform.script = ["no"]
    assert shop.told() == []
    assert shop.noted() == [("R1", STAYED, "PARKED")]
    row = shop.desk.exceptions.row(ONE)
    assert row
    assert row.kinds == (ExceptionKind.PARKED,)
    shop.ship(ONE, BOOK)
    shop.told()
    assert [key for key in shop.platform.books if key.startswith(ONE)] != []
    assert shop.desk.exceptions.retry(ONE).verdict is Verdict.COMMAND_OK
    assert shop.told() == [("R1", STAYED)]


def test_a_shipment_the_platform_refuses_keeps_no_stop_waiting(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts())
    shop.ship(ONE, SHIRT, SHIRT)
    shop.platform.script = ["no"]
    shop.desk.syncing.push_now()
    shop.asks()
    assert shop.told() == [("R1", LEFT)]


def test_a_lost_answer_is_told_again_under_the_same_key(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts())
    shop.asks()
    shop.platform.script = ["lost-reply"]
    assert shop.told() == []
    assert shop.noted() == [("R1", STAYED, "PENDING")]
    shop.desk.store.close()
    shop.desk = shop.open()
    shop.clock.pass_time(minutes=1)
    assert shop.told() == [("R1", STAYED)]
    assert shop.platform.books == ["stop-R1"]


# --- after it has left ------------------------------------------------------------------------------------------


def wanted_back(tmp_path: Path) -> RefundingShop:
    """A shipped order whose buyer wants the money back."""
    shop = RefundingShop(tmp_path, shirts())
    shop.ship(ONE, SHIRT, SHIRT)
    shop.told()
    shop.asks()
    return shop


def test_a_refund_after_it_has_left_is_an_exception_until_somebody_dealt_with_it(tmp_path: Path) -> None:
    shop = wanted_back(tmp_path)
    row = shop.desk.exceptions.row(ONE)
    assert row
    assert (row.kinds, row.solving) == ((ExceptionKind.WANTED_BACK,), Solving.INTERCEPT)
    assert shop.told() == [("R1", LEFT)]
    done = shop.desk.gates.unasked.intercepted(ONE, "已退回")
    assert done.verdict is Verdict.COMMAND_OK
    assert shop.desk.exceptions.row(ONE) is None
    shop.platform.change(ONE, urges=1)
    shop.hear()
    assert shop.desk.exceptions.row(ONE) is None


def test_a_buyer_who_withdraws_lets_the_parcel_go_on(tmp_path: Path) -> None:
    shop = wanted_back(tmp_path)
    shop.asks(word="CLOSED")
    assert shop.desk.exceptions.row(ONE) is None
    assert shop.told() == []


def test_goods_that_stayed_behind_are_no_reason_to_stop_the_parcel(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts_and_book())
    shop.asks(ONE, 1, "R1")
    shop.ship(ONE, SHIRT, SHIRT)
    shop.platform.ask(ONE, 1, "R2")
    shop.hear()
    assert shop.told() == [("R1", STAYED), ("R2", STAYED)]
    assert shop.desk.exceptions.row(ONE) is None


def test_goods_that_left_in_another_orders_parcel_have_left(tmp_path: Path) -> None:
    shop = RefundingShop(
        tmp_path, shirts(ONE, 1, due_h=3), make_order(TWO, Line(f"{TWO}1", "BOOK", 1), due_h=5)
    )
    shop.desk.companions.join(ONE, (TWO,))
    shop.ship(ONE, SHIRT, BOOK)
    shop.asks(TWO, ident="R2")
    assert shop.told() == [("R2", LEFT)]
    row = shop.desk.exceptions.row(TWO)
    assert row
    assert row.kinds == (ExceptionKind.WANTED_BACK,)


def asked_for(shop: RefundingShop) -> list[tuple[str, EntryState, str]]:
    return [
        (entry.key.rpartition("YT")[2], entry.state, entry.error)
        for entry in shop.desk.store.outbox.of_order(ONE)
        if entry.kind == INTERCEPT
    ]


def test_the_carrier_is_asked_once_and_its_answer_stands_at_the_order(tmp_path: Path) -> None:
    shop = wanted_back(tmp_path)
    ask = shop.desk.gates.interceptions
    assert ask.why_not(ONE) == ""
    answer = ask.ask(ONE)
    assert (answer.verdict, answer.facts["waybill"]) == (Verdict.COMMAND_OK, FIRST)
    assert ask.ask(ONE).facts["missing"] == ask.why_not(ONE) == "intercept-asked"
    shop.told()
    [asked] = shop.platform.asked_back
    assert (asked.order, asked.carrier, asked.waybill, asked.reason) == (ONE, "YTO", FIRST, WantedBack.REFUND)
    assert asked_for(shop) == [("0000000000001", EntryState.DELIVERED, "intercept-accepted")]
    assert ask.why_not(ONE) == "intercept-asked"


def test_after_a_no_the_carrier_can_be_asked_again(tmp_path: Path) -> None:
    shop = wanted_back(tmp_path)
    shop.platform.replies[FIRST] = "intercept-refused"
    shop.desk.gates.interceptions.ask(ONE)
    shop.told()
    shop.platform.replies.clear()
    assert shop.desk.gates.interceptions.ask(ONE).verdict is Verdict.COMMAND_OK
    shop.told()
    assert [answer for _, _, answer in asked_for(shop)] == ["intercept-refused", "intercept-accepted"]


def test_what_was_dealt_with_is_asked_for_no_more(tmp_path: Path) -> None:
    shop = wanted_back(tmp_path)
    shop.desk.gates.interceptions.ask(ONE)
    shop.desk.gates.unasked.intercepted(ONE, "已退回")
    shop.told()
    assert (shop.platform.asked_back, pending(shop.desk, ONE)) == ([], 0)
    assert shop.desk.gates.interceptions.why_not(ONE) == "no-exception"


def test_nobody_is_asked_where_nothing_is_wanted_back_or_the_platform_cannot(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts(), shirts(TWO, 1))
    ask = shop.desk.gates.interceptions
    assert ask.ask(ONE).facts["missing"] == "no-exception"
    shop.ship(TWO, SHIRT)
    assert ask.ask(TWO).facts["missing"] == "no-exception"
    RefundingPlatform.intercepts, before = False, RefundingPlatform.intercepts
    try:
        shop.desk.store.close()
        shop.desk = shop.open()
        shop.asks(TWO)
        assert shop.desk.gates.interceptions.ask(TWO).facts["missing"] == "intercept-unable"
    finally:
        RefundingPlatform.intercepts = before


def test_what_left_unasked_and_moved_can_be_asked_for_with_its_reason(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts(ONE, 1), offline_rule="go-on")
    shop.platform.acts = ["silent"]
    shop.scan(SHIRT)
    shop.wait()
    shop.platform.acts = ["silent"]
    shop.scan(FIRST)
    shop.platform.change(ONE, receiver=replace(shop.order().receiver, detail="中山路1号"))
    shop.desk.gates.unasked.look_now()
    shop.desk.gates.interceptions.ask(ONE)
    shop.told()
    assert [asked.reason for asked in shop.platform.asked_back] == [WantedBack.ADDRESS]


def test_what_was_fulfilled_without_a_parcel_is_left_to_a_person(tmp_path: Path) -> None:
    shop = RefundingShop(tmp_path, shirts(no_parcel=True))
    shipped = shop.desk.at_once(shop.desk.without_parcels.ship(ONE))
    assert shipped.state == State.SHIPPED
    shop.asks()
    assert (shop.noted(), shop.desk.exceptions.row(ONE)) == ([], None)


def test_a_parcel_under_another_number_is_asked_for_under_that(tmp_path: Path) -> None:
    shop = wanted_back(tmp_path)
    told = Renumbering("r", ONE, FIRST, "YTO", "SF1234567890123", "SF", "顺丰", shop.clock.now())
    shop.desk.store.outbox.add(Entry("r", ONE, RENUMBER, as_text(told), shop.clock.now()))
    shop.desk.gates.interceptions.ask(ONE)
    shop.told()
    assert [(asked.carrier, asked.waybill) for asked in shop.platform.asked_back] == [
        ("SF", "SF1234567890123")
    ]
