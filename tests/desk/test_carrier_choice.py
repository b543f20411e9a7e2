"""The carrier of a box at the desk: chosen by rule, told in words, changed by a person, numbers running out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.carrier_reason import reason_of
from packstation.domain.carrier_rules import read_rules
from packstation.domain.intake import Carrier, Product, Record, WaybillNumber
from packstation.domain.order import Parcel
from packstation.domain.people import Person, Role
from packstation.domain.scan import Verdict
from packstation.words import load
from tests.builders import NOON, events, make_desk, scan_all, take_in, verdicts
from tests.desk.shirts import FIRST, ONE, SHIRT, shirts

ZTO = Carrier("ZTO", "中通快递", r"^ZT\d{13}$")
STO = Carrier("STO", "申通快递")
LINES = (
    "圆通 => 3.50 + 1.30, 2 days",
    "ZTO => 3 + 1, 3 days",
    "ZTO: no battery; weight 0-20 kg",
    "STO => 9",
)
LEAD, PACKER = Person("L1", "组长", Role.LEAD), Person("P1", "小王")


def zto(count: int = 5) -> list[Record]:
    return [ZTO, STO, *(WaybillNumber("ZTO", f"ZT{n:013d}") for n in range(1, count + 1))]


def desk_with(folder: Path, *lines: str, records: Sequence[Record] = (), **options: object) -> Desk:
    made = DeskOptions(carrier_rules=read_rules(lines or LINES), **options)  # type: ignore[arg-type]
    desk = make_desk(folder / "data", shirts(count=1), options=made)
    take_in(desk, *zto(), *records)
    return desk


def box(desk: Desk) -> Parcel:
    view = desk.view(ONE)
    assert view
    return view.order.parcels[0]


def told(desk: Desk) -> str:
    return load("en").carrier_why(reason_of(box(desk).why), desk.choosing.name)


def test_the_cheapest_takes_it_and_the_reason_is_told(tmp_path: Path) -> None:
    desk = desk_with(tmp_path)
    [done] = scan_all(desk, SHIRT)
    assert events(done)[-2:] == ["packed", "label-printed"]
    assert (box(desk).carrier, box(desk).waybill) == ("ZTO", "ZT0000000000001")
    assert told(desk) == "cheapest at 3.00 ¥: first kg"


def test_a_carrier_that_does_not_take_the_goods_is_passed_over_in_words(tmp_path: Path) -> None:
    lamp = Product("TS-L", "台灯", "", (SHIRT,), (), 1800, None, ("battery",))
    desk = desk_with(tmp_path, records=[lamp])
    scan_all(desk, SHIRT)
    assert box(desk).carrier == "YTO"
    assert told(desk) == (
        "the only one that may take it, 4.80 ¥: first kg 3.50 + 1 × 1.30; "
        "中通快递: does not take batteries (白色棉T恤)"
    )


def test_the_scale_decides_not_the_list(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, print_when_packed=False)
    scan_all(desk, SHIRT, "PKWEIGHT190")
    view = desk.view(ONE)
    assert view
    [offer] = [one for one in desk.changing.offers(view.order, box(desk))[0] if one.carrier == "ZTO"]
    assert offer.charged_g == 190


def test_where_nobody_takes_it_the_box_stays_closed_and_each_refusal_is_said(tmp_path: Path) -> None:
    lines = ("YTO: no battery", "ZTO: stops 浙江", "YTO => 3", "ZTO => 3")
    lamp = Product("TS-L", "台灯", "", (SHIRT,), (), 400, None, ("battery",))
    desk = desk_with(tmp_path, *lines, records=[lamp])
    packed, printed = scan_all(desk, SHIRT, "PKPRINT")
    assert (packed.state, events(packed)[-1], box(desk).waybill) == ("packed", "label-failed", "")
    said = load("en").say(packed)
    assert "圆通速递: does not take batteries" in said
    assert "中通快递: does not go to 浙江" in said
    assert printed.verdict is Verdict.NOT_READY
    assert "does not take batteries" in load("en").say(printed)


def test_a_person_may_choose_what_the_shops_rules_refuse_with_a_reason(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, "YTO => 3", "ZTO: weight 9-20 kg", "ZTO => 2")
    scan_all(desk, SHIRT)
    assert box(desk).carrier == "YTO"
    answer = desk.at_once(desk.changing.change("ZTO", "买家要求"))
    assert answer.verdict is Verdict.LABEL_PRINTED
    assert (box(desk).carrier, box(desk).waybill) == ("ZTO", "ZT0000000000001")
    assert told(desk) == "chosen at the desk: 买家要求; 中通快递: 0.18 kg, takes from 9 kg"
    assert FIRST in load("en").say(answer)
    assert [(one.carrier, one.state.value) for one in desk.store.bookings.of_order(ONE)] == [
        ("YTO", "void"),
        ("ZTO", "given"),
    ]
    assert desk.scan(FIRST).verdict is not Verdict.SHIPPED
    assert desk.scan("ZT0000000000001").verdict is Verdict.SHIPPED


def test_a_change_stands_in_the_journal_with_both_carriers_and_the_reason(tmp_path: Path) -> None:
    desk = desk_with(tmp_path)
    scan_all(desk, SHIRT)
    desk.at_once(desk.changing.change("YTO", "中通今天不来"))
    row = next(row for row, _ in desk.store.journal.rows() if row.verb == "carrier")
    assert (row.order, row.verdict) == (ONE, "command-ok")
    assert '"from_carrier":"ZTO"' in row.data
    assert '"to_carrier":"YTO"' in row.data
    assert "中通今天不来" in row.data


@pytest.mark.parametrize(
    ("carrier", "why", "missing"),
    [
        ("STO", "x", "no-carrier"),
        ("SF", "x", "no-carrier"),
        ("ZTO", " ", "reason"),
        ("ZTO", "x", "same-carrier"),
    ],
)
def test_a_change_that_cannot_be_leaves_the_old_number(
    tmp_path: Path, carrier: str, why: str, missing: str
) -> None:
    desk = desk_with(tmp_path)
    scan_all(desk, SHIRT)
    refused = desk.changing.change(carrier, why)
    assert (refused.verdict, refused.facts["missing"]) == (Verdict.NOT_READY, missing)
    assert box(desk).waybill == "ZT0000000000001"
    assert desk.scan("ZT0000000000001").verdict is Verdict.SHIPPED


def test_what_the_platform_forbids_no_lead_may_choose(tmp_path: Path) -> None:
    options = DeskOptions(carrier_rules=read_rules(LINES))
    desk = make_desk(tmp_path / "data", shirts(count=1, carriers_forbidden=("ZTO",)), options=options)
    take_in(desk, *zto())
    scan_all(desk, SHIRT)
    assert box(desk).carrier == "YTO"
    refused = desk.changing.change("ZTO", "更便宜")
    assert "forbids" in load("en").say(refused)


def test_changing_takes_a_right_or_a_leads_badge(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, records=[LEAD, PACKER])
    scan_all(desk, "P1", SHIRT)
    assert desk.changing.change("YTO", "why").verdict is Verdict.NOT_ALLOWED
    assert desk.at_once(desk.changing.change("YTO", "why", "l1")).verdict is Verdict.LABEL_PRINTED


def test_a_carrier_chosen_while_packing_is_kept_for_the_label(tmp_path: Path) -> None:
    options = DeskOptions(carrier_rules=read_rules(LINES))
    desk = make_desk(tmp_path / "data", shirts(count=2), options=options)
    take_in(desk, *zto())
    scan_all(desk, ONE, SHIRT)
    chosen = desk.changing.change("YTO", "要快")
    assert (chosen.facts["missing"], box(desk).waybill) == ("carrier-chosen", "")
    scan_all(desk, SHIRT)
    assert (box(desk).carrier, told(desk)) == ("YTO", "chosen at the desk: 要快")


@pytest.mark.parametrize("how", ["no numbers left", "forbidden meanwhile", "numbers for one box only"])
def test_a_chosen_carrier_that_cannot_take_it_any_more_is_replaced_by_a_person_only(
    tmp_path: Path, how: str
) -> None:
    options = DeskOptions(carrier_rules=read_rules(LINES))
    desk = make_desk(tmp_path / "data", shirts(count=2), options=options)
    take_in(desk, *zto())
    scan_all(desk, ONE, SHIRT, *(["PKNEXTBOX"] if "one box" in how else []))
    desk.changing.change("YTO", "买家付了钱")
    if how == "forbidden meanwhile":
        take_in(desk, shirts(count=2, carriers_forbidden=("YTO",), modified_at=NOON))
    else:
        kept = FIRST if "one box" in how else ""
        desk.store.database.run(
            "UPDATE waybill_number SET state = 'void' WHERE carrier = 'YTO' AND number <> ?", (kept,)
        )
    packed = scan_all(desk, SHIRT)[-1]
    assert (events(packed)[-2:], packed.state) == (["packed", "label-failed"], "packed")
    view = desk.view(ONE)
    assert view
    assert view.order.live_waybills == ()
    said = load("en").say(desk.scan_and_print("PKPRINT"))
    assert "圆通速递" in said
    assert ("forbids" in said) == (how == "forbidden meanwhile")
    assert desk.at_once(desk.changing.change("ZTO", "圆通没有单号")).verdict is Verdict.LABEL_PRINTED
    assert box(desk).carrier == "ZTO"


def test_the_old_setting_still_prefers(tmp_path: Path) -> None:
    options = DeskOptions(prefer_carriers=("ZTO",))
    desk = make_desk(tmp_path / "data", shirts(count=1), options=options)
    take_in(desk, *zto())
    scan_all(desk, SHIRT)
    assert (box(desk).carrier, box(desk).why, told(desk)) == ("ZTO", "preferred", "preferred in the settings")


def test_number_patterns_never_decide_a_carrier(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, "YTO => 2", "ZTO => 3")
    desk.store.database.run("UPDATE waybill_number SET number = 'ZT9999999999999' WHERE number = ?", (FIRST,))
    scan_all(desk, SHIRT)
    assert (box(desk).carrier, box(desk).waybill) == ("YTO", "ZT9999999999999")


def test_the_scan_that_leaves_too_few_numbers_says_so_once(tmp_path: Path) -> None:
    orders = [shirts(f"500000000000000000{n}", 1) for n in range(4)]
    desk = desk_with(tmp_path, "YTO => 9", "ZTO => 1", records=orders, numbers_low=4)
    said = []
    for order in orders:
        answer = scan_all(desk, order.number, SHIRT, "PKEXIT")[1]
        said.append("numbers of" in load("en").say(answer))
    assert said == [False, True, False, False]
    assert [(one.name, one.left) for one in desk.numbers.low()] == [("中通快递", 1)]


def test_an_empty_pool_goes_on_with_the_next_carrier_and_is_told(tmp_path: Path) -> None:
    orders = [shirts(f"500000000000000000{n}", 1) for n in range(6)]
    desk = desk_with(tmp_path, "YTO => 9", "ZTO => 1", records=orders)
    for order in orders:
        scan_all(desk, order.number, SHIRT, "PKEXIT")
    taken = [desk.view(order.number).order.parcels[0].carrier for order in orders]  # type: ignore[union-attr]
    assert taken == ["ZTO"] * 5 + ["YTO"]
    desk.store.database.run("UPDATE waybill_number SET state = 'void' WHERE state = 'free'")
    assert verdicts(scan_all(desk, ONE, SHIRT, "PKPRINT"))[-1] == "no-waybill-numbers"
