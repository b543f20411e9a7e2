"""The closed list of verdicts: every stop and refusal, each brought about by codes alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from packstation.desk.desk import Desk
from packstation.domain.intake import Product, StockCount
from packstation.domain.order import Line, Receiver, State
from packstation.domain.people import Person, Role
from packstation.domain.scan import Verdict
from tests.builders import NOON, events, make_desk, make_order, scan_all, take_in, verdicts
from tests.desk.shirts import BOOK, CUP, FIRST, ONE, SHIRT, TWO, shirts


def state_of(desk: Desk, number: str = ONE) -> State:
    view = desk.view(number)
    assert view
    return view.order.state


def test_nothing_of_a_shipped_order_can_be_undone(desk: Desk) -> None:
    scan_all(desk, ONE, SHIRT, SHIRT, FIRST)
    assert verdicts(scan_all(desk, "PKUNDO", ONE, FIRST)) == [
        "nothing-to-undo",
        "already-shipped",
        "already-shipped",
    ]


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


def test_the_open_orders_own_number_changes_nothing(desk: Desk) -> None:
    scan_all(desk, ONE, SHIRT)
    answer = desk.scan(ONE)
    assert (answer.verdict, answer.events) == (Verdict.ORDER_OPENED, ())
    assert desk.view(ONE).order.got == 1  # type: ignore[union-attr]


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


def test_every_verdict_is_brought_about_here() -> None:
    files = [Path(__file__).with_name(f"test_{name}.py") for name in ("packing", "labels", "verdicts")]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
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
