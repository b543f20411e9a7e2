"""Numbers on paper: scanned off a pre-printed label or typed; never one that any order ever had."""

from __future__ import annotations

from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.desk.typed_numbers import SCANNED, TYPED
from packstation.domain.intake import Carrier, WaybillNumber
from packstation.domain.order import Parcel, State
from packstation.domain.people import Person, Role
from packstation.domain.scan import Answer, Verdict
from packstation.words import load
from tests.builders import make_desk, numbers, scan_all, take_in
from tests.desk.shirts import FIRST, ONE, SHIRT, TWO, shirts

BROUGHT = "YT7777777777777"
EMS = Carrier("EMS", "邮政", r"^[A-Z]{2}\d{9}CN$")
ZTO = Carrier("ZTO", "中通快递")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A closed box without a number on the desk."""
    desk = make_desk(
        tmp_path / "data", shirts(ONE, 1), shirts(TWO, 1), options=DeskOptions(print_when_packed=False)
    )
    take_in(desk, EMS, ZTO, WaybillNumber("ZTO", "9900000000001"))
    scan_all(desk, ONE, SHIRT)
    return desk


def box(desk: Desk, number: str = ONE) -> Parcel:
    view = desk.view(number)
    assert view
    return view.order.parcels[0]


def take(desk: Desk, number: str, carrier: str = "YTO", **more: object) -> Answer:
    return desk.typed_numbers.take(number, carrier, **{"stuck": True, **more})  # type: ignore[arg-type]


def refused(desk: Desk, number: str, carrier: str = "YTO") -> str:
    answer = take(desk, number, carrier)
    assert (answer.verdict, box(desk).waybill) == (Verdict.NOT_READY, "")
    return str(answer.facts["missing"])


def test_a_pre_printed_label_that_is_on_the_box_is_only_closed(desk: Desk) -> None:
    answer = take(desk, BROUGHT)
    assert (answer.facts["missing"], answer.state) == ("number-stuck", "labelled")
    assert (box(desk).waybill, box(desk).carrier) == (BROUGHT, "YTO")
    assert desk.store.database.number("SELECT count(*) FROM print_job") == 0
    assert desk.scan(BROUGHT).verdict is Verdict.SHIPPED


def test_our_label_is_printed_with_a_number_that_was_brought(desk: Desk) -> None:
    answer = desk.at_once(take(desk, BROUGHT, stuck=False))
    assert (answer.verdict, answer.state) == (Verdict.LABEL_PRINTED, "labelled")
    assert desk.scan(BROUGHT).verdict is Verdict.SHIPPED


def test_a_box_that_lacks_nothing_is_closed_by_it(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 2))
    scan_all(desk, ONE, SHIRT)
    assert take(desk, BROUGHT).facts["missing"] == "units"
    assert box(desk).waybill == ""


@pytest.mark.parametrize(
    ("number", "carrier", "missing"),
    [
        ("YT777", "YTO", "number-rule"),
        ("", "ZTO", "number-rule"),
        ("EB000717596CN", "EMS", "number-digit"),
        (BROUGHT, "NOBODY", "number-carrier"),
        ("9900000000001", "EMS", "number-rule"),
        (FIRST, "ZTO", "number-other"),
    ],
)
def test_what_cannot_be_this_carriers_number_is_refused(
    desk: Desk, number: str, carrier: str, missing: str
) -> None:
    assert refused(desk, number, carrier) == missing


def test_a_postal_number_with_its_check_digit_is_taken(desk: Desk) -> None:
    assert take(desk, "EB000717595CN", "EMS").verdict is Verdict.COMMAND_OK


def test_a_number_that_another_order_has_is_refused_and_names_it(desk: Desk) -> None:
    take(desk, BROUGHT)
    scan_all(desk, "PKEXIT", TWO, SHIRT)
    answer = take(desk, BROUGHT)
    assert answer.facts["missing"] == "number-used"
    assert ONE in load("en").say(answer)


def test_a_number_voided_long_ago_is_refused_and_names_its_order(desk: Desk) -> None:
    take(desk, BROUGHT)
    desk.void("wrong box")
    answer = take(desk, BROUGHT)
    assert answer.facts["missing"] == "number-void"
    assert ONE in load("en").say(answer)
    scan_all(desk, "PKPRINT")
    assert box(desk).waybill == FIRST
    desk.void("torn")
    assert take(desk, FIRST).facts["missing"] == "number-void"


def test_a_number_of_the_pool_is_free_no_longer(desk: Desk) -> None:
    take(desk, FIRST)
    assert desk.store.waybills.pooled(FIRST) == ("YTO", "taken", ONE)
    scan_all(desk, "PKEXIT", TWO, SHIRT, "PKPRINT")
    assert box(desk, TWO).waybill == "YT0000000000002"


@pytest.mark.parametrize("end", ["on the box", "shipped", "void"])
def test_a_number_that_comes_into_the_pool_after_it_was_used_is_given_to_nobody(desk: Desk, end: str) -> None:
    take(desk, BROUGHT)
    if end == "shipped":
        desk.scan(BROUGHT)
    if end == "void":
        desk.void("torn")
    desk.store.database.run("UPDATE waybill_number SET state = 'void'")
    brought = WaybillNumber("YTO", BROUGHT)
    assert [take_in(desk, brought).unchanged for _ in range(2)] == [1, 1]
    assert take_in(desk, WaybillNumber("ZTO", BROUGHT)).rejects[0].reason == "number-of-other-carrier"
    assert desk.store.waybills.free_numbers() == {}
    answers = scan_all(desk, "PKEXIT", TWO, SHIRT, "PKPRINT")
    assert answers[-1].verdict is Verdict.NO_WAYBILL_NUMBERS
    take_in(desk, *numbers(1, 60))
    assert scan_all(desk, "PKPRINT")[-1].verdict is Verdict.LABEL_PRINTED
    assert box(desk, TWO).waybill == "YT0000000000060"


def test_a_box_with_a_number_gets_no_second_one(desk: Desk) -> None:
    take(desk, BROUGHT, stuck=False)
    assert take(desk, "YT8888888888888").facts["missing"] == "printing"
    desk.void("torn")
    take(desk, "YT9999999999999")
    assert take(desk, "YT8888888888888").facts["missing"] == "already-printed"
    assert box(desk).waybill == "YT9999999999999"


def test_a_typed_number_takes_a_reason_and_a_right_and_stands_in_the_journal(desk: Desk) -> None:
    take_in(desk, Person("L1", "组长", Role.LEAD), Person("P1", "小王"))
    desk.scan("P1")
    assert take(desk, BROUGHT, how=TYPED, why="x").verdict is Verdict.NOT_ALLOWED
    assert take(desk, BROUGHT, how=TYPED, badge="L1").facts["missing"] == "reason"
    assert take(desk, BROUGHT, how=TYPED, why="快递员报的", badge="L1").verdict is Verdict.COMMAND_OK
    [*_, row] = [row for row, _ in desk.store.journal.rows() if row.verb == "number"]
    assert (row.order, row.verdict) == (ONE, "command-ok")
    assert BROUGHT in row.data
    assert "快递员报的" in row.data
    assert '"manual":"typed"' in row.data


def test_a_scanned_number_needs_neither(desk: Desk) -> None:
    take_in(desk, Person("L1", "组长", Role.LEAD), Person("P1", "小王"))
    desk.scan("P1")
    assert take(desk, BROUGHT, how=SCANNED).verdict is Verdict.COMMAND_OK


def test_a_pattern_suggests_and_does_not_decide(desk: Desk) -> None:
    assert desk.typed_numbers.carriers_like(BROUGHT)[0] == "YTO"
    assert desk.typed_numbers.carriers_like("") == ()
    assert take(desk, "73111111111111", "ZTO").verdict is Verdict.COMMAND_OK
    assert (box(desk).carrier, desk.view(ONE).order.state) == ("ZTO", State.LABELLED)  # type: ignore[union-attr]
