"""While a label is on its way, or a carrier is being asked, nothing begins that could make a second one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from packstation.desk.print_task import PrintDone
from packstation.domain.intake import Carrier, WaybillNumber
from packstation.domain.order import Order, Printed, Receiver
from packstation.domain.print_jobs import JobState
from packstation.domain.scan import Answer, Verdict
from tests.builders import NOON, make_desk, take_in
from tests.desk.shirts import FIRST, ONE, SHIRT, shirts
from tests.fakes import FakeLink
from tests.outside_carrier import OutsideCarrier

BROUGHT, SECOND, ZTO = "YT7777777777777", "YT0000000000002", "ZT0000000000001"
ELSEWHERE = Receiver("王芳", "13900000000", "浙江省", "宁波市", "海曙区", "", "中山路1号", "")
GESTURES: dict[str, Callable[[Desk], Answer]] = {
    "print": lambda desk: desk.scan("PKPRINT"),
    "reprint": lambda desk: desk.scan("PKREPRINT"),
    "reprint key": lambda desk: desk.reprint("torn"),
    "carrier": lambda desk: desk.changing.change("ZTO", "buyer"),
    "number": lambda desk: desk.typed_numbers.take(BROUGHT, "YTO", stuck=True),
    "undo": lambda desk: desk.scan("PKUNDO"),
}


def order_of(desk: Desk) -> Order:
    view = desk.view(ONE)
    assert view
    return view.order


def asking(folder: Path, *script: str, count: int = 1) -> tuple[Desk, OutsideCarrier]:
    """A closed box, whose carrier outside is asked next; it will act by the script."""
    carrier = OutsideCarrier()
    desk = make_desk(folder / "data", shirts(ONE, count), carrier=carrier)
    carrier.script = list(script)
    return desk, carrier


@pytest.mark.parametrize("name", GESTURES)
@pytest.mark.parametrize("how", ["queued", "sending"])
def test_a_label_on_its_way_is_waited_for(tmp_path: Path, name: str, how: str) -> None:
    link = FakeLink()
    desk = make_desk(tmp_path / "data", shirts(ONE, 1), link=link)
    take_in(desk, Carrier("ZTO", "中通快递"), WaybillNumber("ZTO", ZTO))
    [job] = desk.scan(SHIRT).jobs
    task = desk.printing.plan(job) if how == "sending" else None
    before = order_of(desk)
    refused = GESTURES[name](desk)
    assert (refused.verdict, refused.facts["missing"]) == (Verdict.NOT_READY, "printing")
    assert (order_of(desk), len(desk.printing.jobs(9))) == (before, 1)
    task = task or desk.printing.plan(job)
    assert task
    assert desk.printing.settle(desk.printing.act(task)).verdict is Verdict.LABEL_PRINTED
    assert (link.sent, order_of(desk).live_waybills) == ([f"{FIRST}.png"], (FIRST,))


@pytest.mark.parametrize("name", ["print", "carrier", "number"])
def test_a_carrier_that_is_being_asked_is_waited_for(tmp_path: Path, name: str) -> None:
    desk, carrier = asking(tmp_path)
    take_in(desk, Carrier("ZTO", "中通快递"))
    [ask] = desk.scan(SHIRT).asks
    refused = GESTURES[name](desk)
    assert (refused.verdict, refused.facts["missing"]) == (Verdict.NOT_READY, "booking")
    planned = desk.calls.plan(ask)
    assert planned
    desk.calls.settle(desk.calls.act(planned))
    assert [list(numbers) for numbers in carrier.live.values()] == [[FIRST]]
    assert order_of(desk).live_waybills == (FIRST,)


def test_a_label_scanned_on_its_box_before_the_printer_was_done_stays_printed_and_shipped(
    tmp_path: Path,
) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1), link=FakeLink())
    [job] = desk.scan(SHIRT).jobs
    task = desk.printing.plan(job)
    assert task
    assert desk.scan(FIRST).verdict is Verdict.SHIPPED
    late = desk.printing.settle(PrintDone(task.job, JobState.UNKNOWN, "interrupted"))
    assert (late.verdict, late.state) == (Verdict.LABEL_PRINTED, "shipped")
    assert [one.state for one in desk.printing.jobs(9)] == [JobState.PRINTED]


@pytest.mark.parametrize("how", ["queued", "sending"])
def test_what_became_of_a_label_voided_on_its_way_says_nothing_of_the_next_one(
    tmp_path: Path, how: str
) -> None:
    link = FakeLink()
    desk = make_desk(tmp_path / "data", shirts(ONE, 1), link=link)
    [job] = desk.scan(SHIRT).jobs
    task = desk.printing.plan(job) if how == "sending" else None
    desk.void("torn")
    [second] = desk.scan("PKPRINT").jobs
    if task:
        desk.printing.settle(desk.printing.act(task))
    assert desk.printing.plan(job) is None
    [box] = order_of(desk).parcels
    assert (box.waybill, box.label, order_of(desk).state) == (SECOND, Printed.SENDING, "packed")
    task = desk.printing.plan(second)
    assert task
    assert desk.printing.settle(desk.printing.act(task)).state == "labelled"
    assert desk.scan(FIRST).verdict is Verdict.LABEL_MISMATCH
    assert desk.scan(SECOND).verdict is Verdict.SHIPPED


def test_a_number_brought_for_a_box_gives_up_what_a_carrier_may_have_given(tmp_path: Path) -> None:
    desk, carrier = asking(tmp_path, "lost-reply")
    desk.scan_and_print(SHIRT)
    assert desk.typed_numbers.take(BROUGHT, "YTO", stuck=True).state == "labelled"
    desk.calls.tell_now()
    assert (carrier.live, carrier.voided) == ({}, {FIRST})
    assert desk.scan(BROUGHT).verdict is Verdict.SHIPPED


def test_a_carrier_chosen_after_another_fell_silent_gets_the_box_and_the_first_hears_of_it(
    tmp_path: Path,
) -> None:
    desk, carrier = asking(tmp_path, "lost-reply")
    take_in(desk, Carrier("ZTO", "中通快递"))
    desk.scan_and_print(SHIRT)
    desk.at_once(desk.changing.change("ZTO", "圆通不应"))
    [box] = order_of(desk).parcels
    assert (box.carrier, carrier.voided) == ("ZTO", {FIRST})
    assert [list(numbers) for numbers in carrier.live.values()] == [[box.waybill]]


def test_a_number_asked_for_an_address_that_changed_meanwhile_is_given_back(tmp_path: Path) -> None:
    desk, carrier = asking(tmp_path)
    [ask] = desk.scan(SHIRT).asks
    planned = desk.calls.plan(ask)
    assert planned
    heard = desk.calls.act(planned)
    take_in(desk, shirts(ONE, 1, receiver=ELSEWHERE, modified_at=NOON))
    assert desk.calls.settle(heard).facts["missing"] == "number-unused"
    desk.calls.tell_now()
    assert (carrier.live, order_of(desk).live_waybills) == ({}, ())
    assert desk.scan_and_print("PKPRINT").verdict is Verdict.LABEL_PRINTED


def test_a_box_whose_carrier_fell_silent_gets_a_number_of_the_pool_once_the_shop_has_one(
    tmp_path: Path,
) -> None:
    desk, carrier = asking(tmp_path, "lost-reply")
    desk.scan_and_print(SHIRT)
    desk.store.close()
    desk = make_desk(tmp_path / "data")
    assert desk.scan_and_print("PKPRINT").verdict is Verdict.LABEL_PRINTED
    assert [one.state.value for one in desk.store.bookings.of_order(ONE)] == ["void", "given"]
    assert carrier.calls == [("book", f"{ONE}/1")]
