"""An order of several boxes: their numbers are asked for at once, and however that ends, each box has one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from packstation.carriers.carrier import Booking, Consignment
from packstation.desk.booking import LATE
from packstation.desk.desk import Desk
from packstation.domain.scan import Answer
from packstation.errors import Outage
from packstation.store.bookings import BookingState
from tests.builders import NOON, events, make_desk, scan_all
from tests.carriers.cainiao import TAKING, PlatformCarrier, platform
from tests.desk.shirts import ONE, SHIRT, shirts
from tests.emulators.taobao.faults import Fault, Kind
from tests.fakes import FakeClock
from tests.outside_carrier import OutsideCarrier

BOXES = 3
UNSURE = ("lost-request", "lost-reply", "broken", "late")


@pytest.fixture
def carrier() -> Iterator[PlatformCarrier]:
    with platform() as found:
        yield found


def desk_with(
    folder: Path, carrier: PlatformCarrier | OutsideCarrier, clock: FakeClock | None = None
) -> Desk:
    return make_desk(folder / "data", shirts(ONE, BOXES), carrier=carrier, clock=clock)


def pack(desk: Desk) -> Answer:
    return scan_all(desk, ONE, SHIRT, "PKNEXTBOX", SHIRT, "PKNEXTBOX", SHIRT)[-1]


def waybills(desk: Desk) -> list[str]:
    view = desk.view(ONE)
    assert view
    return [box.waybill for box in view.order.parcels]


def until_labelled(desk: Desk) -> None:
    for _ in range(6):
        if all(waybills(desk)):
            return
        scan_all(desk, "PKPRINT")
    raise AssertionError("never labelled")


def takings(carrier: PlatformCarrier) -> list[int]:
    """How many parcels each call asked for."""
    name = "param_waybill_cloud_print_apply_new_request"
    calls = [json.loads(call.params[name]) for call in carrier.calls if call.method == TAKING]
    return [len(call["trade_order_info_dtos"]) for call in calls]


def test_all_boxes_in_one_call_each_with_its_own_number(tmp_path: Path, carrier: PlatformCarrier) -> None:
    desk = desk_with(tmp_path, carrier)
    packed = pack(desk)
    assert events(packed)[-2:] == ["packed", "label-printed"]
    assert takings(carrier) == [BOXES]
    assert sorted(waybills(desk)) == carrier.standing
    assert len(carrier.standing) == BOXES
    assert carrier.left()["YTO"] == 1000 - BOXES


def test_all_intents_are_on_disk_before_the_carrier_is_asked(
    tmp_path: Path, carrier: PlatformCarrier
) -> None:
    desk = desk_with(tmp_path, carrier)
    scan_all(desk, ONE, SHIRT, "PKNEXTBOX", SHIRT, "PKNEXTBOX")
    answer = desk.scan(SHIRT)
    assert len(answer.asks) == BOXES
    assert takings(carrier) == []
    found = [desk.store.bookings.get(ask) for ask in answer.asks]
    assert [one.state for one in found if one] == [BookingState.ASKED] * BOXES


@pytest.mark.parametrize("act", [*UNSURE, "no", "none"])
@pytest.mark.parametrize("again", range(3))
def test_however_asking_ends_each_box_gets_exactly_one(
    tmp_path: Path, carrier: PlatformCarrier, act: str, again: int
) -> None:
    clock = FakeClock(NOON)
    desk = desk_with(tmp_path, carrier, clock)
    carrier.look_around()
    for _ in range(again):
        carrier.script = [act]  # the ways of an act come in turn
    carrier.script = [act]
    packed = pack(desk)
    assert "label-failed" in events(packed) or all(waybills(desk))
    until_labelled(desk)
    assert len(set(waybills(desk))) == BOXES
    carrier.let_go()
    if act != "late":
        assert len(carrier.standing) + len(carrier.voided) == BOXES, "none was taken twice"
    scan_all(desk, *waybills(desk))
    clock.pass_time(seconds=LATE.total_seconds() + 1)
    desk.calls.tell_now()
    assert carrier.standing == sorted(waybills(desk))


@pytest.mark.parametrize("kind", [Kind.DOUBLE_ID, Kind.MISSING_ID])
def test_of_a_broken_answer_the_good_part_is_kept(
    tmp_path: Path, carrier: PlatformCarrier, kind: Kind
) -> None:
    desk = desk_with(tmp_path, carrier)
    carrier.running.script.add(Fault(kind, TAKING))
    packed = pack(desk)
    had = [number for number in waybills(desk) if number]
    assert len(had) == BOXES - 1
    assert "label-failed" in events(packed)
    until_labelled(desk)
    assert takings(carrier) == [BOXES]
    assert sorted(waybills(desk)) == carrier.standing
    assert set(had) <= set(waybills(desk))


def test_a_refusal_is_said_once_and_nothing_was_taken(tmp_path: Path, carrier: PlatformCarrier) -> None:
    desk = desk_with(tmp_path, carrier)
    carrier.running.shop.accounts["YTO"].quantity = BOXES - 1
    pack(desk)
    assert carrier.standing == []
    assert not any(waybills(desk))
    carrier.running.shop.accounts["YTO"].quantity = BOXES
    carrier.look_around()
    until_labelled(desk)
    assert sorted(waybills(desk)) == carrier.standing


def test_a_stop_while_asking_leaves_all_in_doubt_and_none_twice(
    tmp_path: Path, carrier: PlatformCarrier
) -> None:
    desk = desk_with(tmp_path, carrier)
    scan_all(desk, ONE, SHIRT, "PKNEXTBOX", SHIRT, "PKNEXTBOX")
    answer = desk.scan(SHIRT)
    asks = [ask for one in answer.asks if (ask := desk.calls.plan(one))]
    desk.calls.act_all(asks)
    desk.store.close()
    again = make_desk(tmp_path / "data", carrier=carrier)
    until_labelled(again)
    assert takings(carrier) == [BOXES]
    assert sorted(waybills(again)) == carrier.standing


def test_eleven_parcels_of_two_carriers_take_three_calls(carrier: PlatformCarrier) -> None:
    boxes = [Consignment(f"{ONE}/{n}", ONE, "YTO", shirts().receiver, 200, "茶杯") for n in range(11)]
    boxes.insert(3, Consignment(f"{ONE}/z", ONE, "ZTO", shirts().receiver, 200, "茶杯"))
    found = carrier.book_all(boxes, NOON)
    numbers = [one.number for one in found if isinstance(one, Booking)]
    assert len(set(numbers)) == len(boxes)
    assert sorted(takings(carrier)) == [1, 1, 10]
    assert numbers[3].startswith("7")


def test_carriers_that_give_one_at_a_time_lose_nothing_when_one_fails() -> None:
    carrier = OutsideCarrier()
    carrier.script = ["ok", "broken", "lost-request", "ok"]
    boxes = [Consignment(f"{ONE}/{n}", ONE, "YTO") for n in range(4)]
    first, second, third, fourth = carrier.book_all(boxes, NOON)
    assert isinstance(first, Booking)
    assert isinstance(second, ValueError)
    assert isinstance(third, Outage)
    assert isinstance(fourth, Booking)
