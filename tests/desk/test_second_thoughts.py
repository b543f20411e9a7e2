"""Mishaps found by trying to break the desk; each stays mended."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from packstation.desk import care
from packstation.desk.desk import Desk
from packstation.domain.intake import Carrier, StockCount, WaybillNumber
from packstation.domain.order import Line, Order, Receiver, State
from packstation.domain.scan import Verdict
from packstation.errors import StoreTrouble
from packstation.words import LANGUAGES, load
from tests.builders import NOON, events, make_desk, make_order, scan_all, take_in, verdicts
from tests.desk.shirts import BOOK, CUP, FIRST, ONE, SHIRT, TWO, shirts
from tests.fakes import FakeLink

SECOND = "YT0000000000002"


def order_of(desk: Desk, number: str = ONE) -> Order:
    view = desk.view(number)
    assert view
    return view.order


@pytest.mark.parametrize(
    "name", ["packstation.db", "packstation.db-wal", "packstation.lock", "packstation.toml"]
)
def test_nothing_is_ever_written_over_the_desks_own_files(tmp_path: Path, name: str) -> None:
    desk = make_desk(tmp_path / "data", shirts())
    target = tmp_path / "data" / name
    before = target.read_bytes() if target.exists() else b""
    for act in (
        lambda: care.back_up(desk, target),
        lambda: care.export_journal(desk, target),
        lambda: desk.papers.write_sheet(target, [("x", [("PKUNDO", "x")])], "x"),
    ):
        with pytest.raises(StoreTrouble) as refused:
            act()
        assert refused.value.reason == "own-file"
    assert (target.read_bytes() if target.exists() else b"") == before


def test_a_number_is_told_under_the_carrier_it_belongs_to(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts())
    desk.store.database.run("UPDATE waybill_number SET state = 'void' WHERE number <> ?", (FIRST,))
    answers = scan_all(desk, ONE, SHIRT, "PKNEXTBOX", SHIRT)
    assert events(answers[-1])[-1] == "label-failed"
    assert desk.store.waybills.owner(FIRST) == ("free", ""), "one number for two boxes: none is taken"
    take_in(
        desk,
        Carrier("ZTO", "中通快递"),
        WaybillNumber("ZTO", "78000000000001"),
        WaybillNumber("ZTO", "78000000000002"),
    )
    desk.store.database.run("UPDATE waybill_number SET state = 'void' WHERE number = ?", (FIRST,))
    assert desk.scan_and_print("PKPRINT").verdict is Verdict.LABEL_PRINTED
    assert [(box.carrier, box.waybill[:2]) for box in order_of(desk).parcels] == [
        ("ZTO", "78"),
        ("ZTO", "78"),
    ]


def test_an_item_of_a_recalled_box_never_opens_another_order(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1), shirts(TWO, 1, due_h=30))
    scan_all(desk, SHIRT, "PKEXIT")
    take_in(desk, shirts(ONE, 1, status="TRADE_CLOSED", modified_at=NOON))
    answers = scan_all(desk, FIRST, SHIRT)
    assert verdicts(answers) == ["order-recalled", "undone"]
    assert (answers[1].order, answers[1].state) == (ONE, "cancelled")
    assert order_of(desk, TWO).state is State.NEW


def test_a_unit_to_take_out_of_a_left_box_never_opens_another_order(tmp_path: Path) -> None:
    lines = (Line("a", "TS-L", 1, "T恤"), Line("b", "BOOK", 1, "绘本"))
    desk = make_desk(tmp_path / "data", make_order(ONE, *lines), make_order(TWO, lines[1], due_h=30))
    scan_all(desk, ONE, SHIRT, BOOK, "PKEXIT")
    take_in(desk, make_order(ONE, lines[0], replace(lines[1], refund="SUCCESS"), modified_at=NOON))
    answers = scan_all(desk, FIRST, BOOK, FIRST)
    assert verdicts(answers) == ["order-recalled", "undone", "shipped"]
    assert (answers[0].line, answers[0].got, answers[0].need) == ("b", 1, 0)


def test_what_keeps_a_box_open_is_named_with_the_last_unit(tmp_path: Path) -> None:
    lines = (Line("a", "TS-L", 2, "T恤"), Line("b", "BOOK", 1, "绘本"))
    desk = make_desk(tmp_path / "data", make_order(ONE, *lines))
    scan_all(desk, ONE, BOOK)
    take_in(desk, make_order(ONE, lines[0], replace(lines[1], refund="SUCCESS"), modified_at=NOON))
    (first, last) = scan_all(desk, SHIRT, SHIRT)
    assert "also" not in first.facts, "there is something left to pack first"
    assert (last.verdict, last.facts["also"]) == (Verdict.LINE_COMPLETE, "take-out")
    for language in LANGUAGES:
        assert "绘本" in load(language).say(last)
    (out,) = scan_all(desk, BOOK)
    assert (out.verdict, out.state) == (Verdict.UNDONE, "labelled")


def test_a_refund_that_was_only_asked_for_can_be_withdrawn(tmp_path: Path) -> None:
    asked = Line(f"{ONE}1", "TS-L", 2, "白色棉T恤", "L", refund="WAIT_SELLER_AGREE")
    desk = make_desk(tmp_path / "data", shirts())
    scan_all(desk, ONE, SHIRT, SHIRT)
    take_in(desk, make_order(ONE, asked, modified_at=NOON))
    assert verdicts(scan_all(desk, FIRST, SHIRT, ONE)) == ["order-recalled", "undone", "order-recalled"]
    assert order_of(desk).state is State.REVIEWED
    take_in(desk, make_order(ONE, replace(asked, refund="CLOSED"), modified_at=NOON))
    scan_all(desk, "PKEXIT")
    assert verdicts(scan_all(desk, ONE, SHIRT, SHIRT, SECOND)) == [
        "order-opened",
        "item-ok",
        "order-complete",
        "shipped",
    ]


def test_wishes_that_vanish_leave_nothing_to_undo(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(wishes=["礼盒", "贺卡"]))
    scan_all(desk, ONE, "PKTICK", "PKTICK")
    take_in(desk, shirts(wishes=["贺卡"], modified_at=NOON))
    answers = scan_all(desk, "PKUNDO", "PKUNDO")
    assert verdicts(answers) == ["undone", "nothing-to-undo"]
    assert [(wish.text, wish.ticked) for wish in order_of(desk).wishes] == [("贺卡", False)]


def test_an_inbox_that_cannot_be_tidied_stops_nobody(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts())
    (tmp_path / "data" / "inbox" / "done").write_text("in the way")
    news = tmp_path / "data" / "inbox" / "news.json"
    news.write_text(
        '{"orders": [{"number": "77", "created_at": "2026-11-11T08:00:00+08:00", "lines": [{"sku": "TS-L", "quantity": 1}]}]}'
    )
    assert desk.syncing.pull_now() is not None
    assert desk.view("77") is not None
    assert not desk.syncing.has_news(), "what is stored is not read again and again"


def test_a_refund_of_what_is_missing_lets_the_box_be_closed(tmp_path: Path) -> None:
    lines = (Line("a", "TS-L", 1, "T恤"), Line("b", "BOOK", 1, "绘本"))
    desk = make_desk(tmp_path / "data", make_order(ONE, *lines))
    scan_all(desk, ONE, SHIRT)
    take_in(desk, make_order(ONE, lines[0], replace(lines[1], refund="SUCCESS"), modified_at=NOON))
    assert verdicts(scan_all(desk, "PKPRINT", FIRST)) == ["label-printed", "shipped"]


def test_the_last_refunded_unit_taken_out_closes_the_box(tmp_path: Path) -> None:
    lines = (Line("a", "TS-L", 1, "T恤"), Line("b", "BOOK", 2, "绘本"))
    desk = make_desk(tmp_path / "data", make_order(ONE, *lines))
    scan_all(desk, ONE, SHIRT, BOOK)
    take_in(desk, make_order(ONE, lines[0], replace(lines[1], refund="SUCCESS"), modified_at=NOON))
    answer = desk.scan_and_print(BOOK)
    assert (answer.verdict, events(answer)) == (Verdict.UNDONE, ["packed", "label-printed"])


def test_a_box_emptied_under_its_label_neither_leaves_nor_is_told(tmp_path: Path) -> None:
    lines = (Line("a", "TS-L", 1, "T恤"), Line("b", "BOOK", 1, "绘本"))
    desk = make_desk(tmp_path / "data", make_order(ONE, *lines))
    scan_all(desk, ONE, SHIRT, "PKNEXTBOX", BOOK)
    assert desk.scan(FIRST).facts["missing"] == "next-label"
    take_in(desk, make_order(ONE, lines[0], replace(lines[1], refund="SUCCESS"), modified_at=NOON))
    answer = desk.scan(BOOK)
    assert (answer.verdict, answer.facts["missing"], answer.facts["waybill"]) == (
        Verdict.UNDONE,
        "emptied",
        SECOND,
    )
    assert desk.scan(SECOND).verdict not in (Verdict.SHIPPED, Verdict.COMMAND_OK)
    assert desk.scan(FIRST).verdict is Verdict.SHIPPED
    assert [entry.key.rsplit("-", 1)[-1][-len(FIRST) :] for entry in desk.store.outbox.of_order(ONE)] == [
        FIRST
    ]


def test_a_closed_box_a_unit_came_out_of_is_closed_again(tmp_path: Path) -> None:
    lines = (Line("a", "TS-L", 2, "T恤"), Line("b", "BOOK", 1, "绘本"))
    desk = make_desk(tmp_path / "data", make_order(ONE, *lines))
    scan_all(desk, ONE, SHIRT, SHIRT, "PKNEXTBOX", BOOK, FIRST)
    take_in(desk, make_order(ONE, replace(lines[0], quantity=1), lines[1], modified_at=NOON))
    assert desk.scan(SHIRT).verdict is Verdict.UNDONE
    assert desk.scan(SECOND).facts["missing"] == "next-label"
    assert desk.scan(FIRST).verdict is Verdict.SHIPPED


def test_what_is_learnt_after_the_label_still_counts(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1), shirts(TWO, 1))
    scan_all(desk, SHIRT)
    take_in(desk, shirts(ONE, 1, wishes=["贺卡"], modified_at=NOON))
    assert verdicts(scan_all(desk, FIRST, "PKTICK", FIRST)) == ["not-ready", "wish-ticked", "shipped"]
    scan_all(desk, SHIRT)
    take_in(desk, Carrier("ZTO", "中通快递"), WaybillNumber("ZTO", "78000000000001"))
    take_in(desk, shirts(TWO, 1, carriers_forbidden=("YTO",), modified_at=NOON))
    answers = scan_all(desk, SECOND, "PKREPRINT", SECOND, "78000000000001")
    assert verdicts(answers) == ["not-ready", "label-printed", "label-mismatch", "shipped"]


def test_more_units_wanted_before_the_label_open_the_box(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1), link=FakeLink("failed"))
    scan_all(desk, SHIRT)
    take_in(desk, shirts(ONE, 2, modified_at=NOON))
    answers = scan_all(desk, "PKPRINT", SHIRT, FIRST, SECOND)
    assert verdicts(answers) == ["not-ready", "order-complete", "label-mismatch", "shipped"]


def test_only_boxes_without_a_label_are_printed(tmp_path: Path) -> None:
    link = FakeLink("failed", "printed", "failed")
    desk = make_desk(tmp_path / "data", shirts(), link=link)
    scan_all(desk, ONE, SHIRT, "PKNEXTBOX", SHIRT)
    again, last = scan_all(desk, "PKPRINT", "PKPRINT")
    assert (again.verdict, again.state) == (Verdict.LABEL_FAILED, "packed")
    assert (last.verdict, last.state) == (Verdict.LABEL_PRINTED, "labelled")
    assert link.sent == [f"{SECOND}.png", f"{FIRST}.png"]


def test_other_goods_under_an_old_line_number_keep_the_box_true(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", make_order(ONE, Line("x", "TS-L", 1, "T恤")))
    scan_all(desk, ONE)
    desk.store.database.run("UPDATE order_line SET quantity = 2")
    scan_all(desk, SHIRT)
    take_in(desk, make_order(ONE, Line("x", "BOOK", 1, "绘本"), modified_at=NOON))
    answers = scan_all(desk, SHIRT, BOOK)
    assert verdicts(answers) == ["undone", "order-complete"]
    assert order_of(desk).parcels[0].contents == (("x", 1),)


def test_numbers_are_the_same_in_small_letters(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1))
    desk.store.database.run("UPDATE waybill_number SET state = 'void'")
    take_in(desk, Carrier("ANY", "任意"), WaybillNumber("ANY", "ab1c"))
    assert verdicts(scan_all(desk, SHIRT, "ab1c")) == ["order-complete", "shipped"]


def test_strange_codes_are_not_kept_in_clear(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts())
    scan_all(desk, "李明 13812345678", ONE)
    codes = [row.code for row, _ in desk.store.journal.rows() if row.verb == "scan"]
    assert codes[1] == ONE
    assert "13812345678" not in codes[0]
    assert codes[0].startswith("(")


def test_the_next_answer_mentions_the_platforms_news(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1), shirts(TWO, 1, due_h=30))
    scan_all(desk, SHIRT)
    new = Receiver("王芳", "13900000000", "浙江省", "宁波市", "", "", "中山路1号")
    take_in(desk, shirts(ONE, 1, receiver=new, modified_at=NOON))
    assert [events(answer) for answer in scan_all(desk, FIRST, FIRST)] == [["address-changed"], []]
    take_in(desk, shirts(ONE, 1, receiver=new, status="TRADE_CLOSED", modified_at=NOON))
    assert [events(answer) for answer in scan_all(desk, FIRST, FIRST)] == [["recalled"], []]


def test_very_long_numbers_still_make_a_file_name(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts("订" * 64, 1))
    scan_all(desk, SHIRT, FIRST)
    assert desk.syncing.push_now().delivered == 1
    assert len(list((tmp_path / "data" / "outbox").glob("*.csv"))) == 1


def test_an_item_opens_the_first_order_that_can_be_packed(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1, due_h=1), shirts(TWO, 1, due_h=9))
    take_in(desk, StockCount("TS-L", "A-03-2", 1))
    scan_all(desk, TWO, "PKEXIT")
    assert desk.scan(SHIRT).order == TWO


def test_the_same_count_given_again_does_not_undo_a_shipment(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1))
    take_in(desk, StockCount("TS-L", "A-03-2", 40))
    scan_all(desk, SHIRT, FIRST)
    assert take_in(desk, StockCount("TS-L", "A-03-2", 40)).unchanged == 1
    assert desk.store.stock.bins("TS-L") == [("A-03-2", 39)]
    take_in(desk, StockCount("TS-L", "A-03-2", 41))
    assert desk.store.stock.bins("TS-L") == [("A-03-2", 41)]


def test_a_quantity_said_before_holds_for_taking_out_too(tmp_path: Path) -> None:
    lines = (Line("a", "TS-L", 1, "T恤"), Line("b", "BOOK", 3, "绘本"))
    desk = make_desk(tmp_path / "data", make_order(ONE, *lines))
    scan_all(desk, ONE, "PKQTY3", BOOK)
    take_in(desk, make_order(ONE, lines[0], replace(lines[1], refund="SUCCESS"), modified_at=NOON))
    answers = scan_all(desk, "PKQTY2", BOOK, BOOK, SHIRT)
    assert [answer.got for answer in answers[1:]] == [1, 0, 1]


def test_an_orders_list_without_items_changes_no_lines(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts())
    bare = replace(
        shirts(modified_at=NOON, urges=1), lines=(Line("z", "T恤", 2, price=Decimal(1)),), lines_guessed=True
    )
    take_in(desk, bare)
    assert (order_of(desk).urges, [line.sku for line in order_of(desk).lines]) == (1, ["TS-L"])


@pytest.mark.parametrize("sizes", [(1, 4), (4, 1), (2, 2, 3)])
@pytest.mark.parametrize("way", ["quantity", "case"])
def test_one_scan_that_fills_several_lines_is_taken_back_whole(
    tmp_path: Path, sizes: tuple[int, ...], way: str
) -> None:
    lines = tuple(Line(f"l{place}", "TS-L", units, "T恤") for place, units in enumerate(sizes))
    more = () if way == "quantity" else (Line("more", "TS-L", 10 - sum(sizes), "T恤"),)
    desk = make_desk(tmp_path / "data", make_order(ONE, *lines, *more, Line("b", "BOOK", 2, "绘本")))
    scan_all(desk, ONE, BOOK)
    whole = [f"PKQTY{sum(sizes)}", SHIRT] if way == "quantity" else ["16901234567899"]
    last = scan_all(desk, *whole)[-1]
    assert (last.verdict, last.got) == (Verdict.LINE_COMPLETE, last.need)
    undone = desk.scan("PKUNDO")
    assert (undone.verdict, undone.line, undone.got) == (Verdict.UNDONE, last.line, 0)
    assert [line.got for line in order_of(desk).lines] == [0] * len((*lines, *more)) + [1]
    again = desk.scan(SHIRT)
    assert (again.line, again.got) == ("l0", 1)
    assert [desk.scan("PKUNDO").line for _ in range(2)] == ["l0", "b"]
    assert desk.scan("PKUNDO").verdict is Verdict.NOTHING_TO_UNDO


def test_what_is_left_of_a_scan_is_taken_back_without_the_scan_before(tmp_path: Path) -> None:
    desk = make_desk(
        tmp_path / "data", make_order(ONE, Line("a", "TS-L", 1), Line("b", "TS-L", 2), Line("c", "BOOK", 2))
    )
    scan_all(desk, ONE, BOOK, "PKQTY3", SHIRT)
    desk.count_by_hand("a", -1, "counted")
    desk.scan("PKUNDO")
    assert [line.got for line in order_of(desk).lines] == [0, 0, 1]


def test_fewer_of_what_was_looked_at_is_still_looked_at(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", make_order(ONE, Line("1", "CUP", 2, "茶杯")))
    scan_all(desk, ONE, CUP, CUP, "PKPASS")
    take_in(desk, make_order(ONE, Line("1", "CUP", 1, "茶杯"), modified_at=NOON))
    assert verdicts(scan_all(desk, CUP, FIRST)) == ["undone", "shipped"]
    assert order_of(desk).lines[0].checked
    assert order_of(desk).waiting_for_quality == ()
