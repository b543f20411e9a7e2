"""A buyer moves while a number has no label yet: the number stays, the carrier hears of the new address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from packstation.desk.desk import Desk
from packstation.domain.order import Receiver
from packstation.errors import Outage
from packstation.printers.links import Told
from tests.builders import NOON, make_desk, scan_all, take_in, verdicts
from tests.carriers.cainiao import PlatformCarrier, platform
from tests.desk.shirts import ONE, SHIRT, shirts
from tests.emulators.taobao.faults import Fault, Kind
from tests.fakes import FakeLink
from tests.outside_carrier import OutsideCarrier

UPDATE = "cainiao.waybill.ii.update"
MOVED = Receiver("王芳", "13900000000", "浙江省", "宁波市", "海曙区", "", "中山路1号", "")
AGAIN = Receiver("王芳", "13900000000", "浙江省", "宁波市", "鄞州区", "", "天童路2号", "")


@pytest.fixture
def carrier() -> Iterator[PlatformCarrier]:
    with platform() as found:
        yield found


class Waiting:
    """A desk whose printer was off when the label of its one order should have come."""

    def __init__(self, folder: Path, carrier: PlatformCarrier | OutsideCarrier) -> None:
        self.folder, self.carrier = folder / "data", carrier
        self.link = FakeLink("failed")
        self.desk: Desk = make_desk(self.folder, shirts(ONE, 1), carrier=carrier, link=self.link)
        assert "label-failed" in [event.value for event in scan_all(self.desk, SHIRT)[-1].events]
        [self.number] = self.waybills()

    def waybills(self) -> list[str]:
        view = self.desk.view(ONE)
        assert view
        return [box.waybill for box in view.order.parcels]

    def move(self, receiver: Receiver = MOVED) -> None:
        take_in(self.desk, shirts(ONE, 1, receiver=receiver, modified_at=NOON))

    def states(self) -> list[str]:
        return [one.state.value for one in self.desk.store.bookings.of_order(ONE)]


def bill(carrier: PlatformCarrier, number: str) -> Any:
    return next(one for one in carrier.running.shop.waybills.values() if one.code == number)


def street(carrier: PlatformCarrier, number: str) -> str:
    return str(bill(carrier, number).request["recipient"]["address"]["detail"])


def updates(carrier: PlatformCarrier) -> int:
    return sum(call.method == UPDATE and call.done for call in carrier.running.shop.calls)


def test_the_number_stays_and_the_label_bears_the_new_address(
    tmp_path: Path, carrier: PlatformCarrier
) -> None:
    waiting = Waiting(tmp_path, carrier)
    waiting.move()
    assert verdicts(scan_all(waiting.desk, "PKPRINT")) == ["label-printed"]
    assert waiting.waybills() == [waiting.number] == carrier.standing
    assert street(carrier, waiting.number) == MOVED.detail
    assert len(waiting.link.sent) == 1
    kept = waiting.desk.store.carrier_labels.print_data(waiting.number)
    assert kept == carrier.print_data("YTO", waiting.number)
    assert verdicts(scan_all(waiting.desk, waiting.number)) == ["shipped"]


@pytest.mark.parametrize("done", [False, True])
def test_an_update_nobody_heard_of_is_told_again(
    tmp_path: Path, carrier: PlatformCarrier, *, done: bool
) -> None:
    waiting = Waiting(tmp_path, carrier)
    waiting.move()
    carrier.running.script.add(Fault(Kind.DROP, UPDATE, done=done))
    assert verdicts(scan_all(waiting.desk, "PKPRINT")) == ["label-failed"]
    assert waiting.link.sent == []
    assert waiting.states() == ["unknown"]
    assert verdicts(scan_all(waiting.desk, "PKPRINT")) == ["label-printed"]
    assert waiting.waybills() == [waiting.number] == carrier.standing
    assert (street(carrier, waiting.number), updates(carrier)) == (MOVED.detail, 1 + done)


def test_one_who_moves_twice_gets_the_last_address(tmp_path: Path, carrier: PlatformCarrier) -> None:
    waiting = Waiting(tmp_path, carrier)
    waiting.move()
    carrier.running.script.add(Fault(Kind.DROP, UPDATE, done=True))
    scan_all(waiting.desk, "PKPRINT")
    waiting.move(AGAIN)
    assert verdicts(scan_all(waiting.desk, "PKPRINT")) == ["label-printed"]
    assert (waiting.waybills(), street(carrier, waiting.number)) == ([waiting.number], AGAIN.detail)


def test_a_carrier_that_refuses_loses_the_number(tmp_path: Path, carrier: PlatformCarrier) -> None:
    waiting = Waiting(tmp_path, carrier)
    waiting.move()
    refusal = "isv.waybill-service-error:too-late"
    carrier.running.script.add(Fault(Kind.ERROR, UPDATE, sub_code=refusal, sub_msg="快件已揽收"))
    assert verdicts(scan_all(waiting.desk, "PKPRINT")) == ["label-printed"]
    [number] = waiting.waybills()
    assert number != waiting.number
    assert carrier.standing == [number]
    assert waiting.states() == ["void", "given"]
    assert street(carrier, number) == MOVED.detail


def test_two_boxes_whose_carrier_refuses_get_two_others(tmp_path: Path, carrier: PlatformCarrier) -> None:
    link = FakeLink("failed", "failed")
    desk = make_desk(tmp_path / "data", shirts(ONE, 2), carrier=carrier, link=link)
    scan_all(desk, SHIRT, "PKNEXTBOX", SHIRT)
    old = carrier.standing
    assert (len(old), link.sent) == (2, [])
    take_in(desk, shirts(ONE, 2, receiver=MOVED, modified_at=NOON))
    refused = Fault(Kind.ERROR, UPDATE, sub_code="isv.waybill-service-error:too-late", sub_msg="快件已揽收")
    carrier.running.script.add(refused)
    carrier.running.script.add(refused)
    assert verdicts(scan_all(desk, "PKPRINT")) == ["label-printed"]
    view = desk.view(ONE)
    assert view
    assert sorted(box.waybill for box in view.order.parcels) == carrier.standing
    assert set(carrier.standing).isdisjoint(old)
    assert len(link.sent) == 2


def test_a_label_that_may_be_on_paper_costs_the_number(tmp_path: Path, carrier: PlatformCarrier) -> None:
    desk = make_desk(tmp_path / "data", shirts(ONE, 1), carrier=carrier, link=FakeLink())
    scan_all(desk, SHIRT)
    [old] = carrier.standing
    take_in(desk, shirts(ONE, 1, receiver=MOVED, modified_at=NOON))
    assert verdicts(scan_all(desk, "PKREPRINT"))[-1] == "label-printed"
    assert (old in carrier.standing, updates(carrier)) == (False, 0)


def test_a_label_that_jammed_may_be_read_and_costs_the_number(
    tmp_path: Path, carrier: PlatformCarrier
) -> None:
    class Jamming(FakeLink):
        def send(self, document: bytes, name: str) -> Told:
            if not self.outcomes:
                return super().send(document, name)
            raise Outage(self.outcomes.pop(), printer="A")

    link = Jamming("printer-jam")
    desk = make_desk(tmp_path / "data", shirts(ONE, 1), carrier=carrier, link=link)
    assert "label-failed" in [event.value for event in scan_all(desk, SHIRT)[-1].events]
    [old] = carrier.standing
    take_in(desk, shirts(ONE, 1, receiver=MOVED, modified_at=NOON))
    assert verdicts(scan_all(desk, "PKPRINT")) == ["label-printed"]
    assert (old in carrier.standing, updates(carrier)) == (False, 0)


def test_an_authorisation_that_ran_out_costs_no_number(tmp_path: Path, carrier: PlatformCarrier) -> None:
    waiting = Waiting(tmp_path, carrier)
    waiting.move()
    carrier.running.script.add(Fault(Kind.ERROR, UPDATE, code=27, sub_code="isv.session-expired"))
    assert verdicts(scan_all(waiting.desk, "PKPRINT")) == ["label-failed"]
    assert verdicts(scan_all(waiting.desk, "PKPRINT")) == ["label-printed"]
    assert waiting.waybills() == [waiting.number] == carrier.standing
    assert street(carrier, waiting.number) == MOVED.detail


def test_a_program_stopped_while_telling_tells_it_again(tmp_path: Path, carrier: PlatformCarrier) -> None:
    waiting = Waiting(tmp_path, carrier)
    waiting.move()
    asking = waiting.desk.scan("PKPRINT")
    [ask] = (waiting.desk.calls.plan(number) for number in asking.asks)
    assert ask is not None
    waiting.desk.calls.act(ask)  # the carrier has it; the program ends before anything is written down
    waiting.desk.store.close()
    waiting.desk = make_desk(waiting.folder, carrier=carrier, link=waiting.link)
    assert (waiting.states(), waiting.link.sent) == (["unknown"], [])
    assert verdicts(scan_all(waiting.desk, "PKPRINT")) == ["label-printed"]
    assert waiting.waybills() == [waiting.number] == carrier.standing
    assert (street(carrier, waiting.number), updates(carrier)) == (MOVED.detail, 2)


def test_a_carrier_that_cannot_change_numbers_gives_another(tmp_path: Path) -> None:
    carrier = OutsideCarrier()
    waiting = Waiting(tmp_path, carrier)
    waiting.move()
    assert verdicts(scan_all(waiting.desk, "PKPRINT")) == ["label-printed"]
    assert waiting.waybills() != [waiting.number]
    assert carrier.voided == {waiting.number}
