"""The courier comes: every parcel scanned out once, the forgotten ones named, nothing stopped ever handed out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.intake import Carrier, WaybillNumber
from packstation.domain.order import State
from packstation.domain.scan import Verdict
from tests.builders import NOON, events, make_desk, scan_all, take_in, verdicts
from tests.desk.shirts import FIRST, ONE, SHIRT, TWO, shirts

SECOND = "YT0000000000002"
THREE = "4065712345678901236"
ZTO = "78000000000001"


def at_door(tmp_path: Path, ship_on: str = "handover") -> Desk:
    return make_desk(
        tmp_path / "data",
        shirts(ONE, 1),
        shirts(TWO, 1),
        shirts(THREE, 1, carriers_allowed=("ZTO",)),
        Carrier("ZTO", "中通快递"),
        WaybillNumber("ZTO", ZTO),
        options=DeskOptions(ship_on=ship_on),
    )


def states(desk: Desk) -> list[State | None]:
    found = (desk.store.orders.get(number) for number in (ONE, TWO, THREE))
    return [order.state if order else None for order in found]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return at_door(tmp_path)


def test_labelled_boxes_wait_and_ship_when_the_courier_takes_them(desk: Desk) -> None:
    assert verdicts(scan_all(desk, ONE, SHIRT, TWO, SHIRT, THREE, SHIRT)) == [
        "order-opened", "order-complete", "order-opened", "order-complete", "order-opened", "order-complete",
    ]  # fmt: skip
    assert states(desk) == [State.LABELLED] * 3
    assert [parcel.waybill for parcel in desk.handing_over.waiting()] == [FIRST, SECOND, ZTO]
    answer = desk.scan("PKCOURIERYTO")
    assert (answer.verdict, answer.facts["carrier"], answer.facts["left"]) == (
        Verdict.COMMAND_OK,
        "圆通速递",
        2,
    )
    answer = desk.scan(FIRST)
    assert (answer.verdict, answer.facts["amount"], answer.facts["left"]) == (Verdict.HANDED_OVER, 1, 1)
    assert events(answer) == ["shipped"]
    assert states(desk)[0] is State.SHIPPED
    assert desk.scan(ZTO).facts["missing"] == "other-carrier"
    answer = desk.scan("PKHANDED")
    assert (answer.facts["missing"], answer.facts["left"], answer.facts["others"]) == (
        "handover-missed",
        1,
        SECOND,
    )
    assert states(desk) == [State.SHIPPED, State.LABELLED, State.LABELLED]
    assert desk.handing_over.current() is None


def test_a_parcel_goes_out_once(desk: Desk) -> None:
    scan_all(desk, ONE, SHIRT, "PKHANDOVER", FIRST)
    answer = desk.scan(FIRST)
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.DUPLICATE_SCAN, "on-manifest")
    assert len(desk.store.outbox.of_order(ONE)) == 1


def test_what_shipped_at_the_desk_is_counted_out_too(tmp_path: Path) -> None:
    desk = at_door(tmp_path, "closing-scan")
    scan_all(desk, ONE, SHIRT, FIRST, TWO, SHIRT, SECOND)
    assert states(desk)[:2] == [State.SHIPPED, State.SHIPPED]
    answers = scan_all(desk, "PKHANDOVER", SECOND, FIRST, "PKHANDED")
    assert verdicts(answers) == ["command-ok", "handed-over", "handed-over", "command-ok"]
    assert [answer.facts["left"] for answer in answers] == [2, 1, 0, 0]
    assert answers[-1].facts["missing"] == "handover-done"
    assert [len(desk.store.outbox.of_order(number)) for number in (ONE, TWO)] == [1, 1]


def test_what_was_stopped_is_not_handed_out(desk: Desk) -> None:
    scan_all(desk, ONE, SHIRT, TWO, SHIRT, "PKEXIT", "PKHANDOVER")
    take_in(desk, shirts(ONE, 1, status="TRADE_CLOSED", modified_at=NOON))
    assert desk.scan(FIRST).verdict is Verdict.ORDER_RECALLED
    assert desk.scan("PKEXIT").verdict is Verdict.LEFT
    receiver = replace(shirts(TWO).receiver, detail="龙井路1号")
    take_in(desk, shirts(TWO, 1, receiver=receiver, modified_at=NOON))
    assert desk.scan(SECOND).facts["missing"] == "address-changed"
    handover = desk.handing_over.handover()
    assert handover is not None
    assert handover.taken == ()


def test_an_order_in_two_boxes_ships_with_the_second(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 2), options=DeskOptions(ship_on="handover"))
    scan_all(desk, ONE, SHIRT, "PKNEXTBOX", SHIRT, "PKHANDOVER", FIRST)
    assert states(desk)[0] is State.LABELLED
    assert events(desk.scan(SECOND)) == ["shipped"]
    handover = desk.handing_over.handover()
    assert handover is not None
    assert [(one.place, one.parcels) for one in handover.taken] == [(1, 2), (2, 2)]


def test_one_handover_at_a_time_and_it_survives_a_restart(tmp_path: Path) -> None:
    desk = at_door(tmp_path)
    assert desk.scan("PKHANDED").facts["missing"] == "no-manifest"
    assert desk.scan("PKCOURIERNOBODY").facts["missing"] == "no-such-carrier"
    scan_all(desk, ONE, SHIRT, "PKCOURIERYTO")
    assert desk.scan("PKCOURIERZTO").facts["missing"] == "manifest-open"
    desk.store.close()
    again = make_desk(tmp_path / "data", options=DeskOptions(ship_on="handover"))
    answer = again.scan(FIRST)
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.HANDED_OVER, "manifest")


def test_without_a_manifest_a_scan_hands_over_as_well(desk: Desk) -> None:
    assert verdicts(scan_all(desk, ONE, SHIRT, FIRST))[-1] == "handed-over"


def test_goods_of_the_next_order_open_it_while_the_labelled_box_stands_aside(desk: Desk) -> None:
    answers = scan_all(desk, ONE, SHIRT, SHIRT)
    assert verdicts(answers) == ["order-opened", "order-complete", "order-complete"]
    assert answers[-1].order == TWO
