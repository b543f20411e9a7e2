"""An order packed by codes alone on a real database: goods, wishes, quality, boxes, undo."""

from __future__ import annotations

from pathlib import Path

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.intake import Carton
from packstation.domain.order import Line
from packstation.domain.scan import Verdict
from packstation.words import load
from tests.builders import events, make_desk, make_order, scan_all, verdicts
from tests.desk.shirts import BOOK, CUP, FIRST, ONE, SHIRT, THREE, TWO, shirts


def test_a_plain_order_from_its_number_to_shipped(desk: Desk) -> None:
    answers = scan_all(desk, ONE, SHIRT, SHIRT, FIRST)
    assert verdicts(answers) == ["order-opened", "item-ok", "order-complete", "shipped"]
    assert events(answers[0]) == ["confirmed", "reviewed"]
    assert events(answers[2]) == ["packed", "label-printed"]
    assert [answer.state for answer in answers] == ["packing", "packing", "labelled", "shipped"]
    assert (answers[1].got, answers[1].need, answers[1].line) == (1, 2, f"{ONE}1")
    assert [entry.state.value for entry in desk.store.outbox.of_order(ONE)] == ["PENDING"]


def test_a_single_item_order_is_one_scan_to_the_label_and_one_to_shipped(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=1))
    answers = scan_all(desk, SHIRT, FIRST)
    assert verdicts(answers) == ["order-complete", "shipped"]
    assert events(answers[0]) == ["order-opened", "confirmed", "reviewed", "packed", "label-printed"]


def test_the_order_due_first_that_needs_the_item_opens(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, due_h=9), shirts(TWO, due_h=3), shirts(THREE, due_h=5))
    answer = desk.scan(SHIRT)
    assert (answer.order, answer.verdict) == (TWO, Verdict.ITEM_OK)


def test_item_opens_only_single_item_orders_or_none(tmp_path: Path) -> None:
    single = make_desk(
        tmp_path / "a",
        shirts(ONE, 2, due_h=1),
        shirts(TWO, 1, due_h=9),
        options=DeskOptions(item_opens="single"),
    )
    assert single.scan(SHIRT).order == TWO
    off = make_desk(tmp_path / "b", shirts(), options=DeskOptions(item_opens="off"))
    assert off.scan(SHIRT).verdict is Verdict.NOT_READY


def test_a_wish_blocks_the_label_until_ticked(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(wishes=["礼盒包装", "不放价格单"]))
    answers = scan_all(desk, ONE, SHIRT, SHIRT, "PKPRINT", "PKTICK", "PKTICK")
    assert verdicts(answers) == [
        "order-opened",
        "item-ok",
        "order-complete",
        "not-ready",
        "wish-ticked",
        "wish-ticked",
    ]
    assert events(answers[2]) == ["wishes-open"]
    assert [events(answer) for answer in answers[4:]] == [[], ["packed", "label-printed"]]


def test_quality_is_asked_for_when_a_lines_last_unit_is_in(tmp_path: Path) -> None:
    lines = (Line("a", "CUP", 1, "陶瓷茶杯"), Line("b", "BOOK", 1, "绘本"))
    desk = make_desk(tmp_path / "data", make_order(ONE, *lines))
    answers = scan_all(desk, ONE, CUP, "PKPASS", BOOK)
    assert verdicts(answers) == ["order-opened", "line-complete", "quality-passed", "order-complete"]
    assert events(answers[1]) == ["quality-needed"]
    assert events(answers[3]) == ["packed", "label-printed"]


def test_quality_last_then_label(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", make_order(ONE, Line("a", "CUP", 1, "茶杯"), wishes=["贺卡"]))
    answers = scan_all(desk, ONE, CUP, "PKTICK", "PKPASS")
    assert events(answers[1]) == ["quality-needed", "wishes-open"]
    assert verdicts(answers)[2:] == ["wish-ticked", "quality-passed"]
    assert events(answers[3]) == ["packed", "label-printed"]


def test_a_flawed_unit_is_replaced_and_goes_to_the_damaged_shelf(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", make_order(ONE, Line("a", "CUP", 1, "茶杯")))
    answers = scan_all(desk, ONE, CUP, "PKFAIL", CUP, "PKPASS")
    assert verdicts(answers) == [
        "order-opened",
        "order-complete",
        "quality-failed",
        "order-complete",
        "quality-passed",
    ]
    assert desk.store.database.one("SELECT on_hand, damaged FROM stock WHERE sku = 'CUP'") == (49, 1)
    assert desk.store.stock.sums_up() == []


def test_undo_goes_back_one_gesture_even_through_a_label(desk: Desk) -> None:
    answers = scan_all(desk, "PKUNDO", ONE, "PKUNDO", SHIRT, "PKUNDO", SHIRT, SHIRT, "PKUNDO", FIRST, SHIRT)
    assert verdicts(answers) == [
        "nothing-to-undo", "order-opened", "nothing-to-undo", "item-ok", "undone", "item-ok", "order-complete", "undone",
        "label-mismatch", "order-complete",
    ]  # fmt: skip
    assert (answers[7].got, answers[7].state) == (1, "packing")
    view = desk.view(ONE)
    assert view
    assert view.order.live_waybills == ("YT0000000000002",), (
        "the number on the torn-off label is never used again"
    )


def test_leaving_keeps_everything_and_coming_back_goes_on(desk: Desk) -> None:
    answers = scan_all(desk, ONE, SHIRT, "PKEXIT", "PKEXIT", ONE, SHIRT)
    assert verdicts(answers) == [
        "order-opened",
        "item-ok",
        "left",
        "not-ready",
        "order-opened",
        "order-complete",
    ]
    assert events(answers[4]) == []


def test_holding_and_releasing(desk: Desk) -> None:
    answers = scan_all(desk, ONE, SHIRT, "PKHOLD", ONE)
    assert verdicts(answers)[2:] == ["held", "order-held"]
    assert desk.release(ONE).verdict is Verdict.COMMAND_OK
    assert verdicts(scan_all(desk, ONE, SHIRT)) == ["order-opened", "order-complete"]


def test_packs_and_quantities(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=25))
    answers = scan_all(desk, ONE, "16901234567899", "PKQTY5", SHIRT, "PKQTY20", SHIRT, "PKQTY1", SHIRT)
    assert verdicts(answers) == [
        "order-opened", "item-ok", "command-ok", "item-ok", "command-ok", "too-many", "command-ok", "item-ok",
    ]  # fmt: skip
    assert [answer.got for answer in answers if answer.verdict is Verdict.ITEM_OK] == [10, 15, 16]


def test_cartons_and_boxes(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(), Carton("B3", (300, 200, 120), 120))
    answers = scan_all(desk, ONE, "PKNEXTBOX", "pkboxb3", "PKBOXZ9", SHIRT, "PKNEXTBOX", SHIRT)
    assert verdicts(answers) == [
        "order-opened", "not-ready", "command-ok", "unknown-code", "item-ok", "parcel-opened", "order-complete",
    ]  # fmt: skip
    boxes = desk.view(ONE).order.parcels  # type: ignore[union-attr]
    assert [(box.carton, box.waybill) for box in boxes] == [("B3", FIRST), ("", "YT0000000000002")]
    closing = scan_all(desk, "YT0000000000002", FIRST)
    assert verdicts(closing) == ["command-ok", "shipped"]
    assert len(desk.store.outbox.of_order(ONE)) == 2


def test_weight(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(), Carton("B3", (300, 200, 120), 120))
    scan_all(desk, ONE, "PKBOXB3", SHIRT)
    assert desk.weighing.weigh(900).verdict is Verdict.WEIGHT_OFF
    assert desk.weighing.weigh(310).verdict is Verdict.WEIGHT_TAKEN
    assert desk.view(ONE).order.parcels[0].weight_g == 310  # type: ignore[union-attr]


def test_goods_that_come_in_one_kind_are_said_without_a_gap(tmp_path: Path) -> None:
    order = make_order(ONE, Line("1", "TS-L", 2, "白色棉T恤"), Line("2", "BOOK", 1, "儿童绘本", "精装"))
    shirt, book = scan_all(make_desk(tmp_path / "data", order), ONE, SHIRT, BOOK)[1:]
    assert load("zh_CN").say(shirt).startswith("正确：白色棉T恤，")
    assert "儿童绘本 精装" in load("zh_CN").say(book)
