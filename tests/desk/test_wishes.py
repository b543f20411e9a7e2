"""Wishes at the desk: read when the order comes, asked for by goods when it is taken on, ticked or taken off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.intake import Product
from packstation.domain.order import Line, Order, State
from packstation.domain.people import Person, Role
from packstation.domain.scan import Verdict
from packstation.domain.wish_rules import rules
from packstation.domain.wishes import WishPolicy
from tests.builders import NOON, events, make_desk, make_order, scan_all, take_in, verdicts
from tests.desk.shirts import BOOK, CUP, FIRST, ONE, SHIRT, shirts

LATER = NOON + timedelta(minutes=1)
TRAITS = DeskOptions(
    promise=timedelta(hours=48),
    wishes=WishPolicy(traits=(("fragile", "贴易碎标"),), shop=(("旗舰店", "放感谢卡"), ("分店", "放分店券"))),
)
WRAPPED = Product("BOOK", "儿童绘本", "全6册", ("9787020000012",), (), 900, pack=("用牛皮纸包",))


def order_of(desk: Desk, number: str = ONE) -> Order:
    view = desk.view(number)
    assert view
    return view.order


def listed(desk: Desk) -> list[tuple[str, str, bool]]:
    return [(wish.text, wish.source.value, wish.ticked) for wish in order_of(desk).wishes]


def test_a_wish_out_of_the_message_blocks_the_label_until_ticked(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(message="请用礼盒", memo="放贺卡"))
    answers = scan_all(desk, ONE, SHIRT, SHIRT, "PKPRINT", "PKTICK", "PKTICK", FIRST)
    assert verdicts(answers) == [
        "order-opened", "item-ok", "order-complete", "not-ready", "wish-ticked", "wish-ticked", "shipped",
    ]  # fmt: skip
    assert events(answers[2]) == ["wishes-open"]
    assert answers[3].facts["wish"] == "礼盒包装"
    assert events(answers[5]) == ["packed", "label-printed"]
    assert listed(desk) == [("礼盒包装", "message", True), ("放贺卡", "memo", True)]


def test_a_plain_order_stays_one_scan_to_the_label(tmp_path: Path) -> None:
    cup = Product("CUP", "陶瓷茶杯", "青花", ("6909999999991",), traits=("fragile",))
    desk = make_desk(tmp_path / "data", make_order(ONE, Line("1", "CUP", 1), message="尽快发货"), cup)
    assert events(desk.scan_and_print(CUP)) == [
        "order-opened", "confirmed", "reviewed", "packed", "label-printed",
    ]  # fmt: skip


def test_the_same_order_twice_changes_nothing(tmp_path: Path) -> None:
    order = shirts(message="请用礼盒", memo="放贺卡", wishes=["赠小样"])
    desk = make_desk(tmp_path / "data", order)
    tally = take_in(desk, order)
    assert (tally.updated, tally.unchanged) == (0, 1)


def test_a_wish_learnt_after_the_label_keeps_the_box_at_the_desk(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=1))
    scan_all(desk, SHIRT)
    take_in(desk, shirts(count=1, message="请用礼盒", modified_at=LATER))
    assert verdicts(scan_all(desk, FIRST, "PKTICK", FIRST)) == ["not-ready", "wish-ticked", "shipped"]


def test_another_message_is_read_again_without_losing_a_tick(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(message="请用礼盒，放贺卡", wishes=["赠小样"]))
    scan_all(desk, ONE, "PKTICK", "PKTICK")
    take_in(desk, shirts(message="请用礼盒，别放发票", wishes=["赠小样"], modified_at=LATER))
    assert listed(desk) == [
        ("赠小样", "", True),
        ("礼盒包装", "message", True),
        ("不放价格单", "message", False),
    ]


def test_wishes_of_a_shipped_order_stay_as_they_were(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=1, message="请用礼盒"))
    scan_all(desk, SHIRT, "PKTICK", FIRST)
    before = listed(desk)
    take_in(desk, shirts(count=1, message="放贺卡", status="WAIT_BUYER_CONFIRM_GOODS", modified_at=LATER))
    assert (order_of(desk).state, listed(desk)) == (State.SHIPPED, before)
    assert order_of(desk).message == "放贺卡"


def test_a_closed_box_without_a_label_is_opened_by_a_new_wish(tmp_path: Path) -> None:
    options = DeskOptions(promise=timedelta(hours=48), print_when_packed=False)
    desk = make_desk(tmp_path / "data", shirts(count=1), options=options)
    scan_all(desk, SHIRT)
    assert order_of(desk).state is State.PACKED
    take_in(desk, shirts(count=1, message="请用礼盒", modified_at=LATER))
    assert order_of(desk).state is State.PACKING
    assert desk.scan("PKPRINT").verdict is Verdict.NOT_READY


# --- packing instructions ---------------------------------------------------------------------------------------


def test_goods_and_shop_say_how_when_the_order_is_taken_on(tmp_path: Path) -> None:
    order = make_order(ONE, Line("1", "CUP", 1), Line("2", "BOOK", 1))
    desk = make_desk(tmp_path / "data", order, WRAPPED, options=TRAITS)
    assert listed(desk) == []
    desk.scan(ONE)
    assert listed(desk) == [
        ("贴易碎标", "sku", False), ("用牛皮纸包", "sku", False), ("放感谢卡", "shop", False),
    ]  # fmt: skip
    take_in(desk, replace(WRAPPED, pack=("放进布袋",)), replace(order, urges=1, modified_at=LATER))
    assert [text for text, _, _ in listed(desk)] == ["贴易碎标", "用牛皮纸包", "放感谢卡"]
    scan_all(desk, CUP, BOOK, "PKPASS")
    assert verdicts(scan_all(desk, "PKTICK", "PKTICK", "PKTICK", FIRST))[-1] == "shipped"


def test_with_usual_settings_goods_ask_for_nothing(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", make_order(ONE, Line("1", "CUP", 1)))
    desk.scan(ONE)
    assert listed(desk) == []


def test_instructions_go_with_a_refunded_line_and_come_back_with_it(tmp_path: Path) -> None:
    shirt, book = Line("1", "TS-L", 1), Line("2", "BOOK", 1)
    desk = make_desk(tmp_path / "data", make_order(ONE, shirt, book), WRAPPED)
    desk.scan(ONE)
    assert listed(desk) == [("用牛皮纸包", "sku", False)]
    asked = replace(book, refund="WAIT_SELLER_AGREE")
    take_in(desk, make_order(ONE, shirt, asked, modified_at=LATER))
    assert listed(desk) == []
    take_in(desk, make_order(ONE, shirt, book, modified_at=LATER + timedelta(minutes=1)))
    assert listed(desk) == [("用牛皮纸包", "sku", False)]
    desk.scan("PKTICK")
    take_in(desk, make_order(ONE, shirt, asked, modified_at=LATER + timedelta(minutes=2)))
    assert listed(desk) == [("用牛皮纸包", "sku", True)]


def test_a_line_that_joins_later_brings_its_instructions(tmp_path: Path) -> None:
    shirt, book = Line("1", "TS-L", 1), Line("2", "BOOK", 1)
    desk = make_desk(tmp_path / "data", make_order(ONE, shirt), WRAPPED)
    desk.scan(ONE)
    take_in(desk, make_order(ONE, shirt, book, modified_at=LATER))
    assert listed(desk) == [("用牛皮纸包", "sku", False)]


def test_the_label_tells_the_buyers_wishes_and_not_the_shops(tmp_path: Path) -> None:
    order = make_order(ONE, Line("1", "BOOK", 1), message="请用礼盒", wishes=["赠小样"])
    desk = make_desk(tmp_path / "data", order, WRAPPED, options=TRAITS)
    scan_all(desk, ONE, BOOK)
    assert [wish.text for wish in order_of(desk).wishes] == ["赠小样", "礼盒包装", "用牛皮纸包", "放感谢卡"]
    made = desk.printing.label(order_of(desk), order_of(desk).parcels[0])
    assert made.wishes == ("赠小样", "礼盒包装")


# --- taken off --------------------------------------------------------------------------------------------------


def test_a_misread_wish_is_taken_off_with_a_reason_and_back_again(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=1, message="请用礼盒"))
    scan_all(desk, ONE, SHIRT)
    answer = desk.wishes.drop(0, "只是问问")
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.COMMAND_OK, "dropped")
    assert events(answer) == ["packed"]
    assert answer.jobs, "with the last wish gone the label is printed"
    row = [row for row, _ in desk.store.journal.rows()][-1]
    assert row.verb == "drop-wish"
    for told in ("只是问问", "礼盒包装", "message"):
        assert told in row.data
    for job in answer.jobs:
        task = desk.printing.plan(job)
        assert task
        desk.printing.settle(desk.printing.act(task))
    back = desk.scan("PKUNDO")
    assert (back.verdict, back.facts["missing"]) == (Verdict.UNDONE, "dropped")
    assert listed(desk) == [("礼盒包装", "message", False)]
    assert desk.scan("PKPRINT").verdict is Verdict.NOT_READY


def test_what_was_taken_off_survives_news_and_restart(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(message="请用礼盒"))
    desk.scan(ONE)
    desk.wishes.drop(0, "misread")
    take_in(desk, shirts(message="请用礼盒！", modified_at=LATER))
    assert listed(desk) == []
    row = desk.row(ONE)
    assert row
    assert not any(flag.startswith("wish:") for flag in row.flags)
    desk.store.close()
    again = make_desk(tmp_path / "data")
    assert [wish.text for wish in order_of(again).dropped] == ["礼盒包装"]


def test_a_given_wish_is_taken_off_by_a_lead_alone(tmp_path: Path) -> None:
    people = (Person("p1", "小王"), Person("l1", "老李", Role.LEAD))
    desk = make_desk(tmp_path / "data", shirts(wishes=["手写贺卡给李明"], message="请用礼盒"), *people)
    scan_all(desk, "PKUSERp1", ONE)
    assert desk.wishes.drop(0, "x").verdict is Verdict.NOT_ALLOWED
    assert desk.wishes.drop(1, "x").verdict is Verdict.COMMAND_OK
    desk.scan("PKUSERl1")
    assert desk.wishes.drop(0, "x").verdict is Verdict.COMMAND_OK
    assert listed(desk) == []
    assert not any("李明" in row.data for row, _ in desk.store.journal.rows()), "a given wish may hold a name"


@pytest.mark.parametrize("place", [-1, 1, 99])
def test_there_is_nothing_to_take_off_elsewhere(tmp_path: Path, place: int) -> None:
    desk = make_desk(tmp_path / "data", shirts(message="请用礼盒"))
    assert desk.wishes.drop(0, "x").verdict is Verdict.NOT_READY
    desk.scan(ONE)
    answer = desk.wishes.drop(place, "x")
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.NOT_READY, "no-wish")
    assert len(listed(desk)) == 1


# --- stored -----------------------------------------------------------------------------------------------------


def test_rows_of_an_older_program_are_still_read(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(wishes=["礼盒"]))
    desk.store.database.run("""UPDATE orders SET wishes = '[["礼盒",true],["贺卡",false]]'""")
    assert listed(desk) == [("礼盒", "", True), ("贺卡", "", False)]
    row = desk.row(ONE)
    assert row
    assert row.flags == ("wish:礼盒", "wish:贺卡")


def test_hostile_messages_and_rules_are_text(tmp_path: Path) -> None:
    options = DeskOptions(wishes=WishPolicy(rules(("礼盒 => <b>礼盒</b>{wish}%s",))))
    message = "<img src=x>\u202e" + "礼盒" * 2000 + "\n\x00'; DROP TABLE orders; --"
    desk = make_desk(tmp_path / "data", shirts(count=1, message=message), options=options)
    answers = scan_all(desk, SHIRT, "PKTICK", FIRST)
    assert verdicts(answers) == ["order-complete", "wish-ticked", "shipped"]
    assert listed(desk) == [("<b>礼盒</b>{wish}%s", "message", True)]


def test_goods_of_an_order_put_aside_before_it_was_taken_on_say_how_they_are_packed(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, WRAPPED, make_order(ONE, Line("1", "BOOK", 1, "绘本")))
    desk.shortages.wait(ONE, NOON + timedelta(hours=1))
    desk.release(ONE)
    desk.scan(ONE)
    view = desk.view(ONE)
    assert view is not None
    assert [wish.text for wish in view.order.open_wishes] == ["用牛皮纸包"]
