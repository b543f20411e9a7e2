"""The closed list of verdicts, each brought about by codes alone on a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.intake import Carton, Product, StockCount
from packstation.domain.order import Line, Order, Printed, Receiver, State
from packstation.domain.people import Person, Role
from packstation.domain.scan import Verdict
from tests.builders import NOON, events, make_desk, make_order, scan_all, take_in, verdicts
from tests.fakes import FakeLink

ONE, TWO, THREE = "4000000000000000001", "4000000000000000002", "4000000000000000003"
SHIRT, CUP, BOOK = "6901234567892", "6909999999991", "9787020000012"
FIRST = "YT0000000000001"


def shirts(number: str = ONE, count: int = 2, **more: object) -> Order:
    return make_order(number, Line(f"{number}1", "TS-L", count, "白色棉T恤", "L"), **more)  # type: ignore[arg-type]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path / "data", shirts())


def state_of(desk: Desk, number: str = ONE) -> State:
    view = desk.view(number)
    assert view
    return view.order.state


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


def test_nothing_of_a_shipped_order_can_be_undone(desk: Desk) -> None:
    scan_all(desk, ONE, SHIRT, SHIRT, FIRST)
    assert verdicts(scan_all(desk, "PKUNDO", ONE, FIRST)) == [
        "nothing-to-undo",
        "already-shipped",
        "already-shipped",
    ]


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


def test_a_labelled_order_put_on_hold_keeps_its_label(desk: Desk) -> None:
    scan_all(desk, ONE, SHIRT, SHIRT, "PKHOLD")
    desk.release(ONE)
    answers = scan_all(desk, ONE, FIRST)
    assert verdicts(answers) == ["order-opened", "shipped"]
    assert events(answers[0]) == ["packed"]
    assert desk.store.database.number("SELECT count(*) FROM print_job") == 1


def test_doubtful_orders_wait_for_a_person(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", replace(shirts(), receiver=Receiver("李明", "12345")))
    answers = scan_all(desk, ONE, ONE, "PKTICK")
    assert verdicts(answers) == ["needs-review", "needs-review", "not-ready"]
    assert (events(answers[0]), events(answers[1])) == (["confirmed"], [])
    assert answers[0].state == "held"
    desk.release(ONE, "买家已更正")
    assert desk.scan(ONE).verdict is Verdict.ORDER_OPENED


def test_shortage_is_found_by_the_review_and_empty_shelves_stop_at_once(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 3), make_order(TWO, Line("x", "CUP", 1)))
    take_in(desk, StockCount("TS-L", "A-03-2", 2), StockCount("CUP", "B-11-1", 0))
    answers = scan_all(desk, ONE, TWO)
    assert verdicts(answers) == ["needs-review", "out-of-stock"]
    assert state_of(desk, TWO) is State.NEW


def test_goods_of_other_orders_are_named(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(), make_order(TWO, Line("x", "CUP", 1, "茶杯")))
    scan_all(desk, ONE)
    wrong, nobody = scan_all(desk, CUP, BOOK)
    assert (wrong.verdict, wrong.facts["other"]) == (Verdict.WRONG_ITEM, TWO)
    assert (nobody.verdict, nobody.facts["other"]) == (Verdict.WRONG_ITEM, None)


def test_too_many_other_order_unknown_ambiguous(tmp_path: Path) -> None:
    desk = make_desk(
        tmp_path / "data", shirts(count=1, wishes=["x"]), shirts(TWO), Product("TS-M", barcodes=("777",))
    )
    take_in(desk, Product("TS-S", barcodes=("777",)))
    answers = scan_all(desk, "nonsense", "777", ONE, SHIRT, SHIRT, TWO, "YT0000000000009", "", "x" * 300)
    assert verdicts(answers) == [
        "unknown-code", "ambiguous-code", "order-opened", "order-complete", "too-many", "other-order", "label-mismatch",
        "unknown-code", "unknown-code",
    ]  # fmt: skip


def test_a_label_of_another_parcel_is_a_mismatch(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1), shirts(TWO, 1))
    scan_all(desk, ONE, SHIRT, "PKEXIT", TWO, SHIRT)
    answers = scan_all(desk, FIRST, "YT0000000000002")
    assert verdicts(answers) == ["label-mismatch", "shipped"]
    assert desk.scan(FIRST).verdict is Verdict.SHIPPED, (
        "with no order open a waybill is its own order's closing scan"
    )


def test_a_waybill_of_another_order_while_packing_is_other_order(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1), shirts(TWO, 2))
    assert verdicts(scan_all(desk, ONE, SHIRT, "PKEXIT", TWO, FIRST))[-1] == "other-order"


def test_the_open_orders_own_number_changes_nothing(desk: Desk) -> None:
    scan_all(desk, ONE, SHIRT)
    answer = desk.scan(ONE)
    assert (answer.verdict, answer.events) == (Verdict.ORDER_OPENED, ())
    assert desk.view(ONE).order.got == 1  # type: ignore[union-attr]


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


def test_handover(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=1), options=DeskOptions(ship_on="handover"))
    answers = scan_all(desk, ONE, SHIRT, "PKEXIT", FIRST)
    assert verdicts(answers)[-1] == "handed-over"
    assert events(answers[-1]) == ["shipped"]


def test_printing_by_command(tmp_path: Path) -> None:
    options = DeskOptions(print_when_packed=False)
    desk = make_desk(tmp_path / "data", shirts(count=1), options=options)
    answers = scan_all(desk, "PKPRINT", ONE, "PKPRINT", SHIRT, "PKPRINT", "PKPRINT", "PKREPRINT", FIRST)
    assert verdicts(answers) == [
        "not-ready", "order-opened", "not-ready", "order-complete", "label-printed", "not-ready", "label-printed", "shipped",
    ]  # fmt: skip
    assert events(answers[3]) == ["packed"]
    assert sorted(path.name for path in (tmp_path / "data" / "labels").iterdir()) == [
        f"{FIRST}-2.png",
        f"{FIRST}.png",
    ]


def test_a_label_that_failed_is_printed_again_with_the_same_number(tmp_path: Path) -> None:
    link = FakeLink("failed", "failed")
    desk = make_desk(tmp_path / "data", shirts(count=1), link=link)
    answers = scan_all(desk, SHIRT, "PKPRINT", "PKPRINT", FIRST)
    assert verdicts(answers) == ["order-complete", "label-failed", "label-printed", "shipped"]
    assert events(answers[0])[-2:] == ["packed", "label-failed"]
    assert answers[0].state == "packed"
    assert link.sent == [f"{FIRST}.png"]


def test_an_unknown_label_is_never_printed_again_by_itself(tmp_path: Path) -> None:
    link = FakeLink("unknown")
    desk = make_desk(tmp_path / "data", shirts(count=1), link=link)
    answers = scan_all(desk, SHIRT, "PKPRINT", "PKEXIT", ONE)
    assert events(answers[0])[-1] == "label-unknown"
    assert verdicts(answers)[1:] == ["not-ready", "left", "order-opened"]
    assert len(link.sent) == 1
    closing = desk.scan(FIRST)
    assert (closing.verdict, events(closing)) == (Verdict.SHIPPED, ["label-printed"])


def test_an_unknown_label_may_be_reprinted_by_a_person(tmp_path: Path) -> None:
    link = FakeLink("unknown", "unknown")
    desk = make_desk(tmp_path / "data", shirts(count=1), link=link)
    answers = scan_all(desk, SHIRT, "PKREPRINT", "PKREPRINT", FIRST)
    assert verdicts(answers) == ["order-complete", "label-unknown", "label-printed", "shipped"]
    assert link.sent == [f"{FIRST}.png", f"{FIRST}-2.png", f"{FIRST}-3.png"]


def test_no_waybill_numbers(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=1))
    take_in(desk, *[shirts(TWO, 1)])
    desk.store.database.run("UPDATE waybill_number SET state = 'void'")
    answers = scan_all(desk, SHIRT, "PKPRINT")
    assert verdicts(answers) == ["order-complete", "no-waybill-numbers"]
    assert events(answers[0])[-2:] == ["packed", "label-failed"]
    assert answers[0].state == "packed"


def test_a_carrier_that_is_not_allowed_is_not_used(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=1, carriers_forbidden=("YTO",)))
    assert desk.scan(SHIRT).verdict is Verdict.NEEDS_REVIEW


def test_recalls(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE), shirts(TWO, 1))
    closed: dict[str, Any] = {"status": "TRADE_CLOSED", "modified_at": NOON + timedelta(minutes=1)}
    scan_all(desk, ONE, SHIRT)
    take_in(desk, shirts(ONE, **closed))
    assert verdicts(scan_all(desk, SHIRT, ONE, "PKEXIT", ONE)) == [
        "order-cancelled",
        "order-cancelled",
        "left",
        "order-cancelled",
    ]
    scan_all(desk, TWO, SHIRT)
    take_in(desk, shirts(TWO, 1, **closed))
    answers = scan_all(desk, FIRST, TWO, "PKSHIP", "PKPRINT", SHIRT, TWO)
    assert verdicts(answers) == ["order-recalled"] * 2 + [
        "order-recalled",
        "order-recalled",
        "undone",
        "order-cancelled",
    ]
    assert desk.store.waybills.owner(FIRST) == ("void", TWO)
    assert desk.store.outbox.of_order(TWO) == ()


def test_a_recalled_order_can_be_left(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1))
    scan_all(desk, SHIRT)
    take_in(desk, shirts(ONE, 1, status="TRADE_CLOSED", modified_at=NOON))
    assert verdicts(scan_all(desk, "PKEXIT", FIRST)) == ["left", "order-recalled"]


def test_a_refunded_unit_comes_out_by_scanning_it(tmp_path: Path) -> None:
    lines = (Line("a", "TS-L", 1, "T恤"), Line("b", "BOOK", 1, "绘本"))
    desk = make_desk(tmp_path / "data", make_order(ONE, *lines))
    scan_all(desk, ONE, SHIRT, BOOK)
    part = (lines[0], replace(lines[1], refund="SUCCESS"))
    take_in(desk, make_order(ONE, *part, modified_at=NOON))
    answers = scan_all(desk, FIRST, BOOK, BOOK, FIRST)
    assert verdicts(answers) == ["order-recalled", "undone", "wrong-item", "shipped"]


def test_a_changed_address_needs_a_new_label(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1))
    scan_all(desk, SHIRT)
    take_in(
        desk,
        shirts(
            ONE,
            1,
            receiver=Receiver("王芳", "13900000000", "浙江省", "宁波市", "", "", "中山路1号"),
            modified_at=NOON,
        ),
    )
    answers = scan_all(desk, FIRST, "PKREPRINT", FIRST, "YT0000000000002")
    assert verdicts(answers) == ["not-ready", "label-printed", "label-mismatch", "shipped"]


def test_badges(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=1), Person("1001", "甲"), Person("L1", "乙", Role.LEAD))
    answers = scan_all(desk, ONE, "PKUSER9999", "PKUSER1001", ONE, SHIRT, "PKSHIP", "pkuserl1", "PKSHIP")
    assert verdicts(answers) == [
        "login-needed", "unknown-code", "logged-in", "order-opened", "order-complete", "not-allowed", "logged-in", "shipped",
    ]  # fmt: skip


def test_without_badges_anybody_may_and_a_badge_is_a_name(desk: Desk) -> None:
    answers = scan_all(desk, "PKUSER77", ONE, SHIRT, SHIRT, "PKSHIP")
    assert verdicts(answers) == ["logged-in", "order-opened", "item-ok", "order-complete", "shipped"]
    assert {row.packer for row, _ in desk.store.journal.rows() if row.verb == "scan"} == {"77"}


def test_another_desk_profile_finds_the_order_claimed(desk: Desk) -> None:
    answers = scan_all(desk, ONE, "PKDESKdesk2", ONE, "PKDESKDESK1", SHIRT)
    assert verdicts(answers) == ["order-opened", "command-ok", "claimed-elsewhere", "command-ok", "item-ok"]


def test_an_item_does_not_open_an_order_that_lies_on_another_desk(desk: Desk) -> None:
    assert verdicts(scan_all(desk, ONE, "PKDESK2", SHIRT))[-1] == "wrong-item"


def test_one_trigger_by_two_channels_counts_once(desk: Desk) -> None:
    desk.scan(ONE)
    assert desk.scan(SHIRT, "keyboard").verdict is Verdict.ITEM_OK
    assert desk.scan(SHIRT, "serial").verdict is Verdict.DUPLICATE_SCAN
    assert desk.scan(SHIRT, "serial").verdict is Verdict.ORDER_COMPLETE, (
        "two real scans of one channel count twice"
    )


def test_weight(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(), Carton("B3", (300, 200, 120), 120))
    scan_all(desk, ONE, "PKBOXB3", SHIRT)
    assert desk.weigh(900).verdict is Verdict.WEIGHT_OFF
    assert desk.weigh(310).verdict is Verdict.WEIGHT_TAKEN
    assert desk.view(ONE).order.parcels[0].weight_g == 310  # type: ignore[union-attr]


def test_a_handheld_jd_suffix_is_the_same_parcel(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=1))
    desk.store.database.run("UPDATE waybill_number SET number = 'JDVA12345678901' WHERE number = ?", (FIRST,))
    assert verdicts(scan_all(desk, SHIRT, "JDVA12345678901-1-1-")) == ["order-complete", "shipped"]


def test_every_verdict_is_brought_about_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    missing = [
        verdict for verdict in Verdict if verdict.value not in text and f"Verdict.{verdict.name}" not in text
    ]
    assert missing == []


def test_a_refusal_leaves_nothing_but_its_journal_row(desk: Desk) -> None:
    scan_all(desk, ONE, SHIRT)
    tables = [
        name
        for (name,) in desk.store.database.all(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' AND name NOT LIKE 'order_text%' AND name <> 'journal' AND name <> 'sqlite_sequence'"
        )
    ]
    before = {name: desk.store.database.all(f"SELECT * FROM {name}") for name in tables}
    rows = desk.store.journal.verify()[0]
    scan_all(desk, BOOK, "nonsense", TWO, "PKPASS", "PKPRINT", "PKREPRINT", "PKSHIP")
    assert {name: desk.store.database.all(f"SELECT * FROM {name}") for name in tables} == before
    assert desk.store.journal.verify() == (rows + 7, None)


def test_shipping_takes_the_goods_off_the_shelf(desk: Desk) -> None:
    scan_all(desk, ONE, SHIRT, SHIRT)
    assert desk.store.stock.reserved("TS-L") == 2
    desk.scan(FIRST)
    assert desk.store.stock.bins("TS-L") == [("A-03-2", 398)]
    assert (desk.store.stock.reserved("TS-L"), desk.store.stock.sums_up()) == (0, [])


def test_label_state_is_what_the_printer_said(desk: Desk) -> None:
    scan_all(desk, ONE, SHIRT, SHIRT)
    box = desk.view(ONE).order.parcels[0]  # type: ignore[union-attr]
    assert (box.label, box.prints, box.why) == (Printed.PRINTED, 1, "only")


def test_more_units_wanted_after_the_label_open_the_box_again(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1))
    scan_all(desk, SHIRT)
    take_in(desk, shirts(ONE, 2, modified_at=NOON))
    answers = scan_all(desk, FIRST, SHIRT, FIRST, "YT0000000000002")
    assert verdicts(answers) == ["not-ready", "order-complete", "label-mismatch", "shipped"]


def test_a_changed_address_before_printing_takes_a_new_number(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1), link=FakeLink("failed"))
    scan_all(desk, SHIRT)
    new = Receiver("王芳", "13900000000", "浙江省", "宁波市", "", "", "中山路1号")
    take_in(desk, shirts(ONE, 1, receiver=new, modified_at=NOON))
    assert verdicts(scan_all(desk, "PKPRINT", "YT0000000000002")) == ["label-printed", "shipped"]
