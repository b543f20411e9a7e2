"""Carriers that live outside: time-outs before and after they wrote a number down, crashes at every step, retries.

Whatever the order: never two numbers for one parcel, none lost, none on two parcels. All of it with a carrier
that knows keys, and with Cainiao's numbers over an emulated gateway, which knows orders only.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from packstation.desk.desk import Desk
from packstation.domain.order import Receiver
from packstation.domain.scan import Verdict
from packstation.store.bookings import BookingState
from tests.builders import NOON, make_desk, scan_all, take_in, verdicts
from tests.carriers.cainiao import TAKING, PlatformCarrier, platform
from tests.desk.shirts import ONE, SHIRT, TWO, shirts
from tests.emulators.taobao.faults import Fault, Kind
from tests.fakes import FakeClock
from tests.outside_carrier import OutsideCarrier

Outside = OutsideCarrier | PlatformCarrier
ZTO = "ZTO"
ELSEWHERE = Receiver("王芳", "13900000000", "浙江省", "宁波市", "海曙区", "", "中山路1号", "")


@pytest.fixture(params=["keys", "forgetful", "cainiao"])
def carrier(request: pytest.FixtureRequest) -> Iterator[Outside]:
    if request.param == "cainiao":
        with platform() as found:
            yield found
    else:
        yield OutsideCarrier(forgetful=request.param == "forgetful")


def desk_with(folder: Path, carrier: Outside, count: int = 1) -> Desk:
    return make_desk(folder / "data", shirts(ONE, count), carrier=carrier)


def waybills(desk: Desk, number: str = ONE) -> list[str]:
    view = desk.view(number)
    assert view
    return [box.waybill for box in view.order.parcels]


def states(desk: Desk, number: str = ONE) -> list[str]:
    return [one.state.value for one in desk.store.bookings.of_order(number)]


def test_a_number_from_outside_in_one_scan(tmp_path: Path, carrier: Outside) -> None:
    desk = desk_with(tmp_path, carrier)
    [done] = scan_all(desk, SHIRT)
    assert [event.value for event in done.events][-2:] == ["packed", "label-printed"]
    assert (done.state, verdicts(scan_all(desk, *waybills(desk)))) == ("labelled", ["shipped"])
    assert carrier.standing == waybills(desk)


def test_the_intent_is_on_disk_before_the_carrier_is_asked(tmp_path: Path, carrier: Outside) -> None:
    desk = desk_with(tmp_path, carrier)
    answer = desk.scan(SHIRT)
    [ask] = answer.asks
    booked = desk.store.bookings.get(ask)
    assert booked
    assert (booked.state, booked.carrier, booked.key) == (BookingState.ASKED, "YTO", f"{ONE}/1")
    assert desk.scan("PKPRINT").verdict is Verdict.NOT_READY
    assert waybills(desk) == [""]
    assert carrier.standing == []


@pytest.mark.parametrize("act", ["lost-request", "lost-reply", "broken"])
def test_a_time_out_leaves_the_box_closed_and_pkprint_gets_the_same_number(
    tmp_path: Path, act: str, carrier: Outside
) -> None:
    carrier.script = [act]
    desk = desk_with(tmp_path, carrier)
    answers = scan_all(desk, SHIRT, "PKPRINT")
    assert [event.value for event in answers[0].events][-2:] == ["packed", "label-failed"]
    assert (answers[0].state, answers[0].facts["also"]) == ("packed", "carrier-silent")
    assert verdicts(answers)[1:] == ["label-printed"]
    assert carrier.standing == waybills(desk)
    assert ("look", f"{ONE}/1") in carrier.asked
    assert verdicts(scan_all(desk, *waybills(desk))) == ["shipped"]


def test_a_request_that_arrives_after_we_asked_again_leaves_one_number(
    tmp_path: Path, carrier: Outside
) -> None:
    carrier.script = ["late", "lost-request"]
    desk = desk_with(tmp_path, carrier)
    answers = scan_all(desk, SHIRT, "PKPRINT", "PKPRINT")
    assert verdicts(answers)[1:] == ["label-failed", "label-printed"]
    assert carrier.standing == waybills(desk)
    assert verdicts(scan_all(desk, *waybills(desk))) == ["shipped"]


def test_a_request_that_arrives_after_another_was_carried_out_is_given_back_once_the_order_has_left(
    tmp_path: Path,
) -> None:
    """Where the platform gives two numbers for one parcel, the one that nobody knows of goes back."""
    with platform() as carrier:
        carrier.script = ["late"]
        clock = FakeClock(NOON)
        desk = make_desk(tmp_path / "data", shirts(ONE, 1), carrier=carrier, clock=clock)
        scan_all(desk, SHIRT)
        carrier.hold_on()
        scan_all(desk, "PKPRINT")
        ours = waybills(desk)
        carrier.let_go()
        assert len(carrier.standing) == 2
        scan_all(desk, *ours)
        assert len(carrier.standing) == 2, "nobody looks before nothing can be under way any more"
        clock.pass_time(minutes=3)
        desk.calls.tell_now()
        assert carrier.standing == ours
        assert desk.calls.untold() == ()


def test_a_late_number_of_the_carrier_before_is_not_taken_for_the_new_carriers(tmp_path: Path) -> None:
    with platform() as carrier:
        carrier.script = ["late"]
        clock = FakeClock(NOON)
        desk = make_desk(tmp_path / "data", shirts(ONE, 1), carrier=carrier, clock=clock)
        scan_all(desk, SHIRT)
        carrier.hold_on()
        carrier.running.script.waiting = [Fault(Kind.DROP, TAKING)]
        desk.at_once(desk.changing.change(ZTO, "圆通不回"))
        carrier.let_go()
        [late] = carrier.standing
        assert verdicts(scan_all(desk, "PKPRINT")) == ["label-printed"]
        assert waybills(desk) == [number for number in carrier.standing if number != late]
        scan_all(desk, *waybills(desk))
        clock.pass_time(minutes=3)
        desk.calls.tell_now()
        assert carrier.standing == waybills(desk)
        assert carrier.voided == {late}


def test_a_carrier_that_says_no_gives_its_reason_and_another_one_may_be_chosen(
    tmp_path: Path, carrier: Outside
) -> None:
    carrier.script = ["no"]
    desk = desk_with(tmp_path, carrier)
    [packed] = scan_all(desk, SHIRT)
    reason = "waybill-area" if isinstance(carrier, PlatformCarrier) else "area-closed"
    assert (packed.facts["also"], packed.facts["detail"]) == ("carrier-refused", reason)
    changed = desk.changing.change("ZTO", "圆通不收")
    assert len(changed.asks) == 1
    assert states(desk) == ["failed", "asked"]


def test_a_carrier_without_numbers_says_so(tmp_path: Path, carrier: Outside) -> None:
    carrier.script = ["none"]
    desk = desk_with(tmp_path, carrier)
    assert verdicts(scan_all(desk, SHIRT, "PKPRINT")) == ["order-complete", "label-printed"]


def test_a_number_given_to_somebody_else_already_is_refused(tmp_path: Path) -> None:
    carrier = OutsideCarrier()
    desk = make_desk(tmp_path / "data", shirts(ONE, 1), shirts(TWO, 1), carrier=carrier)
    scan_all(desk, ONE, SHIRT, "PKEXIT")
    carrier.count = 0
    [_, packed, again] = scan_all(desk, TWO, SHIRT, "PKPRINT")
    assert packed.facts["also"] == "carrier-twice"
    assert again.verdict is Verdict.LABEL_PRINTED
    assert sorted((*waybills(desk), *waybills(desk, TWO))) == ["YT0000000000001", "YT0000000000002"]


def test_a_number_for_a_box_opened_meanwhile_is_given_back(tmp_path: Path, carrier: Outside) -> None:
    desk = desk_with(tmp_path, carrier)
    [ask] = desk.scan(SHIRT).asks
    asked = desk.calls.plan(ask)
    desk.scan("PKUNDO")
    assert asked
    heard = desk.calls.act(asked)
    assert desk.calls.settle(heard).facts["missing"] == "number-unused"
    desk.calls.tell_now()
    assert (carrier.standing, waybills(desk)) == ([], [""])
    assert verdicts(scan_all(desk, SHIRT)) == ["order-complete"]
    assert verdicts(scan_all(desk, *waybills(desk))) == ["shipped"]
    assert carrier.standing == waybills(desk)


def test_a_number_nobody_heard_of_is_given_back_however_often_that_fails(tmp_path: Path) -> None:
    with platform() as carrier:
        carrier.script = ["lost-reply"]
        desk = desk_with(tmp_path, carrier)
        scan_all(desk, SHIRT)
        [old] = carrier.standing
        take_in(desk, shirts(ONE, 1, receiver=ELSEWHERE, modified_at=NOON))
        carrier.running.script.add(Fault(Kind.DROP, "cainiao.waybill.ii.cancel"))
        assert verdicts(scan_all(desk, "PKPRINT", "PKPRINT")) == ["label-failed", "label-printed"]
        assert carrier.standing == waybills(desk) != [old]


def test_an_address_changed_while_asking_needs_another_number(tmp_path: Path, carrier: Outside) -> None:
    carrier.script = ["lost-reply"]
    desk = desk_with(tmp_path, carrier)
    scan_all(desk, SHIRT)
    [old] = carrier.standing
    take_in(desk, shirts(ONE, 1, receiver=ELSEWHERE, modified_at=NOON))
    assert verdicts(scan_all(desk, "PKPRINT")) == ["label-printed"]
    assert carrier.voided == {old}
    assert carrier.standing == waybills(desk) != [old]


def test_the_old_number_is_void_at_the_carrier_before_the_new_one_is_asked_for(tmp_path: Path) -> None:
    carrier = OutsideCarrier()
    desk = desk_with(tmp_path, carrier)
    scan_all(desk, SHIRT)
    answer = desk.changing.change(ZTO, "买家要求")
    carrier.calls.clear()
    settled = desk.calls.settle(desk.calls.act(desk.calls.plan(answer.asks[0])))  # type: ignore[arg-type]
    assert [name for name, _ in carrier.calls] == ["void", "book"]
    assert (settled.facts["waybill"], states(desk)) == ("ZT0000000000002", ["void", "given"])


class Bookings(RuleBasedStateMachine):
    """Scans, time-outs, crashes and second thoughts in any order, against a carrier with books of its own."""

    acts = st.lists(st.sampled_from(["ok", "lost-request", "lost-reply", "late", "broken", "no"]), max_size=3)

    def __init__(self) -> None:
        super().__init__()
        self.rest = contextlib.ExitStack()
        self.folder = Path(self.rest.enter_context(tempfile.TemporaryDirectory()))
        self.carrier = self.opened()
        self.clock = FakeClock(NOON)
        self.desk = make_desk(self.folder / "data", shirts(ONE, 2), carrier=self.carrier, clock=self.clock)
        self.desk.scan(ONE)
        self.asks: list[int] = []
        self.moves = 0

    def opened(self) -> Outside:
        """The carrier, for as long as the machine runs."""
        return OutsideCarrier()

    def do(self, code: str) -> None:
        self.asks += self.desk.scan(code).asks

    @rule()
    def pack(self) -> None:
        for _ in range(2):
            self.do(SHIRT)

    @rule()
    def print_it(self) -> None:
        self.do("PKPRINT")

    @rule()
    def open_it_again(self) -> None:
        self.do("PKUNDO")

    @rule()
    def second_box(self) -> None:
        self.do("PKNEXTBOX")

    @rule()
    def tear_off(self) -> None:
        self.desk.void("torn")

    @rule(carrier=st.sampled_from(["YTO", ZTO]))
    def change(self, carrier: str) -> None:
        self.asks += self.desk.changing.change(carrier, "why not").asks

    @rule()
    def move_house(self) -> None:
        self.moves += 1
        where = Receiver("李明", "13812345678", "浙江省", "杭州市", "余杭区", "", f"文一西路{self.moves}号")
        at = NOON.replace(minute=self.moves % 60, hour=4 + self.moves // 60)
        take_in(self.desk, shirts(ONE, 2, receiver=where, modified_at=at))

    @rule(acts=acts)
    def ask(self, acts: list[str]) -> None:
        """The worker's call, with this luck."""
        self.carrier.script = acts
        for one in self.asks:
            ask = self.desk.calls.plan(one)
            if ask is not None:
                self.desk.calls.settle(self.desk.calls.act(ask))
        self.asks.clear()

    @rule(acts=acts, when=st.sampled_from(["before", "after"]))
    def crash(self, acts: list[str], when: str) -> None:
        """The power goes before the carrier was called, or after, before its answer was written down."""
        self.carrier.script = acts
        if when == "after":
            for one in self.asks:
                ask = self.desk.calls.plan(one)
                if ask is not None:
                    self.desk.calls.act(ask)
        self.asks.clear()
        self.desk.store.close()
        self.desk = make_desk(self.folder / "data", carrier=self.carrier, clock=self.clock)

    @rule()
    def tell(self) -> None:
        self.desk.calls.tell_now()

    @invariant()
    def no_box_has_a_number_that_is_void_or_another_boxs(self) -> None:
        numbers = [number for number in waybills(self.desk) if number]
        assert len(set(numbers)) == len(numbers)
        assert not set(numbers) & self.carrier.voided

    @invariant()
    def a_booking_of_a_box_is_the_number_on_it(self) -> None:
        order = self.desk.view(ONE).order  # type: ignore[union-attr]
        for box in order.parcels:
            live = self.desk.store.bookings.live(ONE, box.parcel)
            assert bool(box.waybill) == bool(live and live.state is BookingState.GIVEN)
            assert not box.waybill or (live and live.number == box.waybill)

    def in_the_end_every_number_that_stands_is_on_its_box(self) -> None:
        """Once the order is closed and all calls come through, the carrier's books are ours."""
        self.ask([])
        self.print_what_waits()
        for code in ("PKEXIT", ONE, SHIRT, SHIRT, "PKPRINT", "PKPRINT"):
            self.do(code)
            self.ask([])
            self.print_what_waits()
        self.desk.calls.tell_now()
        boxes = self.desk.view(ONE).order.parcels  # type: ignore[union-attr]
        numbers = sorted(box.waybill for box in boxes)
        assert all(numbers)
        for number in numbers:
            self.do(number)
        self.ask([])
        self.clock.pass_time(minutes=5)
        self.desk.calls.tell_now()
        assert self.carrier.standing == numbers

    def print_what_waits(self) -> None:
        """Labels on their way come out."""
        for job in self.desk.store.print_jobs.open():
            task = self.desk.printing.plan(job.id)
            if task is not None:
                self.desk.printing.settle(self.desk.printing.act(task))

    def teardown(self) -> None:
        try:
            self.in_the_end_every_number_that_stands_is_on_its_box()
        finally:
            self.desk.store.close()
            self.rest.close()


class CainiaoBookings(Bookings):
    """The same over a gateway that knows orders, gives another number each time, and answers worse things."""

    def opened(self) -> Outside:
        return self.rest.enter_context(platform())


TestBookings = Bookings.TestCase
TestBookings.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestCainiaoBookings = CainiaoBookings.TestCase
TestCainiaoBookings.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
