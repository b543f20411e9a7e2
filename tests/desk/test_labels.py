"""From the packed box to the shipped parcel by codes alone: labels, numbers, hand-over, late changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions, Sender
from packstation.domain.order import Parcel, Printed, Receiver
from packstation.domain.scan import Verdict
from packstation.waybill.label import draw
from packstation.waybill.layout import layout_names
from tests.builders import NOON, events, make_desk, scan_all, take_in, verdicts
from tests.desk.shirts import FIRST, ONE, SHIRT, TWO, shirts
from tests.fakes import FakeLink


def test_a_labelled_order_put_on_hold_keeps_its_label(desk: Desk) -> None:
    scan_all(desk, ONE, SHIRT, SHIRT, "PKHOLD")
    desk.release(ONE)
    answers = scan_all(desk, ONE, FIRST)
    assert verdicts(answers) == ["order-opened", "shipped"]
    assert events(answers[0]) == ["packed"]
    assert desk.store.database.number("SELECT count(*) FROM print_job") == 1


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


def test_handover(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=1), options=DeskOptions(ship_on="handover"))
    answers = scan_all(desk, ONE, SHIRT, "PKEXIT", FIRST)
    assert verdicts(answers)[-1] == "handed-over"
    assert events(answers[-1]) == ["shipped"]


def test_the_layout_the_shop_chose_is_drawn(tmp_path: Path) -> None:
    pictures = []
    for name in layout_names():
        desk = make_desk(tmp_path / name, shirts(count=1), options=DeskOptions(layout=name))
        scan_all(desk, ONE, SHIRT)
        view = desk.view(ONE)
        assert view is not None
        label = desk.printing.label(view.order, view.order.parcels[0])
        pictures.append((tmp_path / name / "labels" / f"{FIRST}.png").read_bytes())
        image = desk.printing.image(ONE)
        assert image is not None
        assert image.tobytes() == draw(label, layout_name=name).tobytes()
    assert len(set(pictures)) == len(layout_names())


@pytest.mark.parametrize(
    ("mask", "seen"),
    [(False, ("李明", "13812345678")), (True, ("李*", "13******678"))],
    ids=["whole", "masked"],
)
def test_name_and_phone_are_on_the_label_as_the_shop_sets(
    tmp_path: Path,
    *,
    mask: bool,
    seen: tuple[str, str],
) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=1), options=DeskOptions(mask_labels=mask))
    scan_all(desk, ONE, SHIRT)
    view = desk.view(ONE)
    assert view is not None
    receiver = desk.printing.label(view.order, view.order.parcels[0]).receiver
    assert (receiver.name, receiver.phone) == seen
    assert receiver.address, "the courier needs it"


def test_a_label_for_abroad_is_never_masked(tmp_path: Path) -> None:
    abroad = Receiver(
        "Anna Müller", "+49 30 1234567", city="Berlin", detail="Hauptstraße 5", country="Germany"
    )
    order = replace(shirts(count=1), receiver=abroad, parcels=(Parcel(1),))
    options = DeskOptions(mask_labels=True, sender=Sender(country="China", address="杭州"))
    desk = make_desk(tmp_path / "data", order, options=options)
    label = desk.printing.label(order, order.parcels[0])
    assert (label.receiver.name, label.receiver.phone) == ("Anna Müller", "+49 30 1234567")
    assert label.receiver.address[-1] == "Germany"
    assert label.sender.address == ("杭州", "China")


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


def test_a_handheld_jd_suffix_is_the_same_parcel(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=1))
    desk.store.database.run("UPDATE waybill_number SET number = 'JDVA12345678901' WHERE number = ?", (FIRST,))
    assert verdicts(scan_all(desk, SHIRT, "JDVA12345678901-1-1-")) == ["order-complete", "shipped"]


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
