"""A carrier's own label through the print component: as it came with the number, once a job, or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from packstation.desk.carrier_documents import key_of
from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.order import Receiver
from packstation.domain.print_jobs import Paper, PrintJob
from packstation.domain.scan import Verdict
from packstation.printers.cainiao import CainiaoLink, ComponentPatience
from packstation.printers.component import Address
from packstation.printers.printer import Printer
from packstation.words import load
from tests.builders import NOON, make_desk, scan_all, take_in, verdicts
from tests.carriers.cainiao import PlatformCarrier, platform
from tests.desk.shirts import ONE, SHIRT, TWO, shirts
from tests.emulators.cainiao_print import Act, Component, emulated
from tests.fakes import FakeClock
from tests.outside_carrier import OutsideCarrier

SHORT = ComponentPatience(connect=2.0, answer=2.0, whole=1.5, again=0.6)
REQUEST = "param_waybill_cloud_print_apply_new_request"
AREA = "http://cloudprint.cainiao.com/template/customArea/7"
OPTIONS = DeskOptions(custom_area=AREA, numbers_low=3, photo_days=90)
LI = Receiver("李清照", "13812345678", "浙江省", "杭州市", "余杭区", "", "文一西路969号海创园", "")


@pytest.fixture
def component(tmp_path: Path) -> Iterator[Component]:
    with emulated(tmp_path / "printed") as running:
        yield running


@pytest.fixture
def carrier() -> Iterator[PlatformCarrier]:
    with platform() as found:
        yield found


def desk_with(
    folder: Path, component: Component, carrier: PlatformCarrier | OutsideCarrier | None, **more: Any
) -> Desk:
    link = CainiaoLink(Address.of(component.url), SHORT)
    order = shirts(ONE, 2, receiver=LI)
    options = more.pop("options", OPTIONS)
    return make_desk(folder / "data", order, carrier=carrier, link=link, options=options, **more)


def waybill(desk: Desk) -> str:
    view = desk.view(ONE)
    assert view
    return view.order.parcels[0].waybill


def commands(component: Component) -> list[dict[str, Any]]:
    return [one["task"] for one in component.books.heard if one["cmd"] == "print"]


def test_from_the_last_unit_to_shipped_with_the_carriers_own_label(
    tmp_path: Path, component: Component, carrier: PlatformCarrier
) -> None:
    desk = desk_with(tmp_path, component, carrier)
    answers = scan_all(desk, SHIRT, SHIRT)
    assert [event.value for event in answers[-1].events][-2:] == ["packed", "label-printed"]
    number = waybill(desk)
    assert component.books.printed == [number]
    [task] = commands(component)
    [document] = task["documents"]
    given, custom = document["contents"]
    assert document["documentID"] == number
    assert given["encryptedData"]
    assert custom == {
        "templateURL": AREA,
        "data": {"order_number": ONE, "goods": "白色棉T恤 L ×2", "units": "2", "basket": "", "parcel": "1/1"},
    }
    assert verdicts(scan_all(desk, number)) == ["shipped"]


def test_nothing_the_buyer_is_called_by_is_written_with_the_number(
    tmp_path: Path, component: Component, carrier: PlatformCarrier
) -> None:
    desk = desk_with(tmp_path, component, carrier)
    scan_all(desk, SHIRT, SHIRT)
    kept = desk.store.database.all("SELECT * FROM carrier_label")
    asked = desk.store.database.all("SELECT * FROM booking")
    journal = desk.store.database.all("SELECT data FROM journal")
    written = f"{kept} {asked} {journal}"
    assert waybill(desk) in written
    assert not [word for word in (LI.name, LI.phone, LI.detail) if word in written]


def test_a_number_without_its_carriers_label_is_refused_before_anything_is_sent(
    tmp_path: Path, component: Component
) -> None:
    desk = desk_with(tmp_path, component, None)  # numbers of a pool
    [*_, packed] = scan_all(desk, SHIRT, SHIRT)
    assert [event.value for event in packed.events][-1] == "label-failed"
    assert packed.facts["trouble"].reason == "no-print-data"  # type: ignore[attr-defined]
    said = load("en").say(packed)
    assert f"The number {waybill(desk)} came without its carrier's label: choose another link" in said
    assert component.books.heard == []


def test_print_data_that_were_not_kept_are_asked_for_again(
    tmp_path: Path, component: Component, carrier: PlatformCarrier
) -> None:
    desk = desk_with(tmp_path, component, carrier)
    scan_all(desk, SHIRT, SHIRT)
    desk.store.database.run("DELETE FROM carrier_label")
    assert verdicts(scan_all(desk, "PKREPRINT")) == ["label-printed"]
    first, second = commands(component)
    assert first["documents"][0]["contents"][0] == second["documents"][0]["contents"][0]
    assert first["taskID"] != second["taskID"]


def test_what_nobody_knows_is_said_and_only_a_person_prints_again(
    tmp_path: Path, component: Component, carrier: PlatformCarrier
) -> None:
    component.books.script = [Act.FORGOTTEN]
    desk = desk_with(tmp_path, component, carrier)
    [*_, packed] = scan_all(desk, SHIRT, SHIRT)
    assert packed.events[-1].value == "label-unknown"
    assert scan_all(desk, "PKPRINT")[0].verdict is Verdict.NOT_READY
    assert len(commands(component)) == 1
    assert verdicts(scan_all(desk, "PKREPRINT")) == ["label-printed"]
    assert len({task["taskID"] for task in commands(component)}) == 2
    assert carrier.standing == [waybill(desk)]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (Act.OUT_OF_PAPER, "has no labels left"),
        (Act.RENDER_FAILED, "could not lay the label out"),
        (Act.REFUSED, "printed nothing"),
    ],
)
def test_a_label_that_surely_did_not_come_out_is_printed_by_the_next_command(
    tmp_path: Path, component: Component, carrier: PlatformCarrier, act: Act, said: str
) -> None:
    component.books.script = [act]
    desk = desk_with(tmp_path, component, carrier)
    [*_, packed, again] = scan_all(desk, SHIRT, SHIRT, "PKPRINT")
    assert packed.events[-1].value == "label-failed"
    assert said in load("en").say(packed)
    assert again.verdict is Verdict.LABEL_PRINTED
    assert component.books.printed == [waybill(desk)]


def test_a_job_that_was_begun_is_never_sent_again_by_itself(
    tmp_path: Path, component: Component, carrier: PlatformCarrier
) -> None:
    desk = desk_with(tmp_path, component, carrier)
    desk.scan(SHIRT)
    [ask] = desk.scan(SHIRT).asks
    planned = desk.calls.plan(ask)
    assert planned
    [job] = desk.calls.settle(desk.calls.act(planned)).jobs
    task = desk.printing.plan(job)
    assert task
    assert desk.printing.plan(job) is None
    desk.store.close()
    desk = make_desk(tmp_path / "data", carrier=carrier, options=OPTIONS)
    assert desk.printing.plan(job) is None
    assert component.books.heard == []


def test_the_key_of_a_job_is_its_own() -> None:
    job = PrintJob(7, ONE, 1, "YT0000000000001", created_at=NOON)
    assert key_of(job) == key_of(replace(job, state=job.state))
    others = [
        replace(job, id=8),
        replace(job, created_at=NOON + timedelta(seconds=1)),
        replace(job, waybill="X"),
    ]
    assert len({key_of(job), *map(key_of, others)}) == 4


def test_labels_are_taken_away_after_their_time(
    tmp_path: Path, component: Component, carrier: PlatformCarrier
) -> None:
    clock = FakeClock(NOON)
    desk = desk_with(tmp_path, component, carrier, clock=clock)
    scan_all(desk, SHIRT, SHIRT)
    clock.pass_time(days=89)
    desk.carrier_documents.sweep()
    assert desk.store.carrier_labels.print_data(waybill(desk))
    clock.pass_time(days=2)
    desk.carrier_documents.sweep()
    assert desk.store.carrier_labels.print_data(waybill(desk)) == ""


def test_papers_go_to_their_own_printer_and_never_to_the_component(
    tmp_path: Path, component: Component, carrier: PlatformCarrier
) -> None:
    slip = Printer("pdf", CainiaoLink(Address.of(component.url), SHORT), (148, 210), 300, way="cainiao:x")
    options = replace(OPTIONS, slips=("packing",))
    desk = desk_with(tmp_path, component, carrier, printers={Paper.SLIP: slip}, options=options)
    [*_, packed] = scan_all(desk, SHIRT, SHIRT)
    assert packed.facts["also"] == "paper-failed"
    assert len(commands(component)) == 1


def test_boxes_under_one_parent_number_are_one_shipment(tmp_path: Path, component: Component) -> None:
    carrier = ParentCarrier()
    desk = desk_with(tmp_path, component, carrier)
    scan_all(desk, SHIRT, "PKNEXTBOX", SHIRT)
    view = desk.view(ONE)
    assert view
    numbers = [box.waybill for box in view.order.parcels]
    assert verdicts(scan_all(desk, *numbers))[-1] == "shipped"
    [entry] = desk.store.outbox.of_order(ONE)
    assert json.loads(entry.body)["waybill"] == "DPK100"


def test_boxes_under_one_parent_number_get_another_one_together(tmp_path: Path, component: Component) -> None:
    desk = desk_with(tmp_path, component, ParentCarrier())
    scan_all(desk, SHIRT, "PKNEXTBOX", SHIRT)
    view = desk.view(ONE)
    assert view
    first, second = (box.waybill for box in view.order.parcels)
    scan_all(desk, first, second)
    assert [left.number for left in desk.renumberings.parcels(ONE)] == ["DPK100"]
    code = view.order.parcels[0].carrier
    for before, number in ((second, "YT0000000000901"), ("YT0000000000901", "YT0000000000902")):
        answer = desk.renumberings.change(ONE, before, number, code, "label spoiled")
        assert answer.facts["missing"] == "renumbered", answer
        assert [left.number for left in desk.renumberings.parcels(ONE)] == [number]
    bodies = [json.loads(entry.body) for entry in desk.store.outbox.of_order(ONE)]
    assert [(body.get("before"), body["waybill"]) for body in bodies] == [
        (None, "DPK100"),
        ("DPK100", "YT0000000000901"),
        ("YT0000000000901", "YT0000000000902"),
    ]
    after = desk.view(ONE)
    assert after
    assert [box.waybill for box in after.order.parcels] == ["YT0000000000902", second]


class ParentCarrier(OutsideCarrier):
    """A carrier of heavy goods: each box has a child's number under its order's parent number."""

    def book(self, consignment: Any, at: Any) -> Any:
        from tests.emulators.cainiao_print.sealing import print_data

        booking = super().book(consignment, at)
        assert booking
        return replace(booking, parent="dpk100", print_data=print_data(booking.number))


def test_the_last_numbers_are_said_once_and_shown(
    tmp_path: Path, component: Component, carrier: PlatformCarrier
) -> None:
    carrier.running.shop.accounts["YTO"].quantity = 3
    desk = desk_with(tmp_path, component, carrier)
    desk.calls.tell_now()
    assert desk.numbers.low() == ()
    [*_, packed] = scan_all(desk, SHIRT, SHIRT)
    said = load("en").say(packed)
    assert "Only 2 numbers of" in said
    assert [(one.carrier, one.left) for one in desk.numbers.low()] == [("YTO", 2)]


def test_a_refusal_is_said_with_its_own_sentence(
    tmp_path: Path, component: Component, carrier: PlatformCarrier
) -> None:
    accounts = carrier.running.shop.accounts
    accounts["YTO"].quantity = 0
    for code in set(accounts) - {"YTO"}:
        del accounts[code]
    carrier.seconds = -1.0  # nobody looks at balances yet
    desk = desk_with(tmp_path, component, carrier)
    [*_, packed] = scan_all(desk, SHIRT, SHIRT)
    assert packed.facts["also"] == "carrier-refused"
    assert "gave no number. It has no electronic waybills left" in load("en").say(packed)
    carrier.seconds = 0.0
    desk.calls.tell_now()
    [known] = scan_all(desk, "PKPRINT")
    assert known.verdict is Verdict.NO_WAYBILL_NUMBERS
    assert "buy more from the branch" in load("en").say(known)
    assert "电子面单余额不足" in load("zh_CN").say(known)


HIDDEN = Receiver("李*", "138****5678", "浙江省", "杭州市", "余杭区", "", "文一西路****", "")


def test_a_receiver_the_platform_hides_goes_out_as_it_is_stored_with_oaid_and_order_number(
    tmp_path: Path, component: Component, carrier: PlatformCarrier
) -> None:
    desk = desk_with(tmp_path, component, carrier)
    order = shirts(TWO, 1, receiver=HIDDEN, oaid="1abc-_=", platform="taobao", address_mark="7")
    take_in(desk, order)
    scan_all(desk, TWO, SHIRT)
    [request] = [json.loads(call.params[REQUEST]) for call in carrier.calls if REQUEST in call.params]
    [parcel] = request["trade_order_info_dtos"]
    told = parcel["recipient"]
    assert (told["name"], told["oaid"], told["tid"]) == ("李*", "1abc-_=", TWO)
    assert parcel["order_info"]["order_channels_type"] == "TB"


def test_an_address_that_changed_behind_the_stars_is_another_address(
    tmp_path: Path, component: Component, carrier: PlatformCarrier
) -> None:
    carrier.script = ["lost-reply"]
    desk = desk_with(tmp_path, component, carrier)
    hidden = {"receiver": HIDDEN, "platform": "taobao"}
    take_in(desk, shirts(TWO, 1, **hidden, oaid="1abc", address_mark="7"))
    scan_all(desk, TWO, SHIRT)
    [old] = carrier.standing
    moved = shirts(TWO, 1, **hidden, oaid="1xyz", address_mark="8", modified_at=NOON + timedelta(minutes=1))
    take_in(desk, moved)
    assert verdicts(scan_all(desk, "PKPRINT")) == ["label-printed"]
    assert carrier.voided == {old}
    oaids = [json.loads(call.params[REQUEST])["trade_order_info_dtos"][0]["recipient"]["oaid"]
             for call in carrier.calls if REQUEST in call.params]  # fmt: skip
    assert oaids == ["1abc", "1xyz"]


def test_a_receiver_the_desk_corrected_is_no_longer_the_one_behind_the_stars(
    tmp_path: Path, component: Component, carrier: PlatformCarrier
) -> None:
    desk = desk_with(tmp_path, component, carrier)
    take_in(desk, shirts(TWO, 1, receiver=HIDDEN, oaid="1abc", platform="taobao"))
    desk.scan(TWO)
    desk.contacting.correct(TWO, replace(HIDDEN, name="李明", phone="13812345678", detail="文一西路1号"))
    scan_all(desk, SHIRT)
    [request] = [json.loads(call.params[REQUEST]) for call in carrier.calls if REQUEST in call.params]
    [parcel] = request["trade_order_info_dtos"]
    assert parcel["recipient"]["name"] == "李明"
    assert "oaid" not in parcel["recipient"]
