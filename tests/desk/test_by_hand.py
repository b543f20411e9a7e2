"""Without the scanner: counted on a line, typed codes, taught codes, weights; who and why stand in the journal."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packstation.desk.desk import HAND, Desk
from packstation.desk.echoes import Echoes
from packstation.desk.options import DeskOptions
from packstation.domain.intake import Product
from packstation.domain.order import Line
from packstation.domain.people import Person, Role
from packstation.domain.scan import Answer, Verdict
from packstation.store.journal import JournalRow
from tests.builders import events, make_desk, make_order, scan_all, take_in, verdicts
from tests.desk.shirts import CUP, FIRST, ONE, SHIRT, shirts

PEOPLE = (Person("L1", "李姐", Role.LEAD), Person("P1", "王师傅"))
STRANGE = "NEW-000777"


def last(desk: Desk) -> JournalRow:
    *_, (row, _) = desk.store.journal.rows()
    return row


def data(desk: Desk) -> dict[str, object]:
    return dict(json.loads(last(desk).data))


def counts(answer: Answer) -> tuple[str, str | None, int | None, int | None]:
    return answer.verdict.value, answer.line, answer.got, answer.need


def test_units_are_counted_on_a_line_with_who_and_why(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(), *PEOPLE)
    scan_all(desk, "PKUSERP1", ONE)
    line = f"{ONE}1"
    assert counts(desk.count_by_hand(line, 1, "damaged")) == ("item-ok", line, 1, 2)
    row = last(desk)
    assert (row.verb, row.packer, data(desk)["manual"]) == ("manual", "P1", "damaged")
    answer = desk.set_by_hand(line, 2, "no-barcode")
    assert counts(answer) == ("order-complete", line, 2, 2)
    assert events(answer) == ["packed"]
    assert answer.jobs


def test_what_was_counted_by_hand_is_taken_back_by_hand(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=5))
    scan_all(desk, ONE, "PKQTY3", SHIRT)
    line = f"{ONE}1"
    assert counts(desk.count_by_hand(line, -1, "damaged")) == ("undone", line, 2, 5)
    assert counts(desk.set_by_hand(line, 0, "damaged")) == ("undone", line, 0, 5)
    assert counts(desk.count_by_hand(line, -1, "damaged")) == ("nothing-to-undo", line, 0, 5)
    assert counts(desk.count_by_hand(line, 6, "damaged"))[0] == "too-many"
    assert counts(desk.set_by_hand(line, 6, "damaged"))[0] == "too-many"
    assert desk.scan("PKUNDO").verdict is Verdict.NOTHING_TO_UNDO


def test_a_closed_box_is_opened_and_its_label_void(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts())
    scan_all(desk, ONE, SHIRT, SHIRT)
    answer = desk.count_by_hand(f"{ONE}1", -1, "damaged")
    assert (counts(answer)[0], answer.state, answer.facts["waybill"]) == ("undone", "packing", FIRST)
    assert desk.scan(FIRST).verdict is Verdict.LABEL_MISMATCH


def test_an_amount_scanned_for_the_next_unit_does_not_multiply_a_typed_count(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=20))
    scan_all(desk, ONE, "PKQTY10")
    assert desk.count_by_hand(f"{ONE}1", 1, "damaged").got == 1
    assert desk.scan(SHIRT).got == 2


def test_only_the_line_meant_is_counted(tmp_path: Path) -> None:
    order = make_order(ONE, Line("a", "TS-L", 1), Line("b", "TS-L", 2))
    desk = make_desk(tmp_path / "data", order)
    desk.scan(ONE)
    assert counts(desk.count_by_hand("b", 2, "damaged")) == ("line-complete", "b", 2, 2)
    assert desk.count_by_hand("c", 1, "damaged").facts["missing"] == "no-line"


def test_nothing_is_counted_on_an_empty_desk_or_a_stopped_order(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts())
    assert desk.count_by_hand("a", 1, "damaged").facts["missing"] == "no-order"
    desk.scan(ONE)
    desk.hold("stock")
    desk.scan(ONE)
    assert desk.set_by_hand(f"{ONE}1", 1, "damaged").verdict in (Verdict.NOT_READY, Verdict.ORDER_HELD)


def test_any_code_can_be_typed_and_is_noted_as_such(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts())
    answers = [desk.scan(code, HAND, why="damaged") for code in (ONE, SHIRT, SHIRT)]
    assert verdicts(answers) == ["order-opened", "item-ok", "order-complete"]
    assert {row.verb for row, _ in desk.store.journal.rows() if row.order} == {"manual"}
    assert data(desk)["manual"] == "damaged"


def test_a_closing_scan_typed_by_hand_takes_a_lead(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(), *PEOPLE)
    scan_all(desk, "PKUSERP1", ONE, SHIRT, SHIRT)
    assert desk.scan(FIRST, HAND, why="unreadable").verdict is Verdict.NOT_ALLOWED
    desk.scan("PKUSERL1")
    assert desk.scan(FIRST, HAND, why="unreadable").verdict is Verdict.SHIPPED


# --- taught codes


def test_an_unknown_code_is_taught_by_a_lead_and_counts_from_then_on(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=30), *PEOPLE)
    scan_all(desk, "PKUSERP1", ONE)
    assert desk.scan(STRANGE).verdict is Verdict.UNKNOWN_CODE
    assert desk.teach(STRANGE, "TS-L", 1).verdict is Verdict.NOT_ALLOWED
    assert desk.teach(STRANGE, "TS-L", 1, "P1").verdict is Verdict.NOT_ALLOWED
    assert desk.teach(STRANGE, "TS-L", 12, "l1").verdict is Verdict.COMMAND_OK
    row = last(desk)
    assert (row.verb, row.packer) == ("teach", "P1")
    told = data(desk)
    assert (told["learnt"], told["sku"], told["units"], told["by"]) == (STRANGE, "TS-L", 12, "L1")
    assert counts(desk.scan(STRANGE)) == ("item-ok", f"{ONE}1", 12, 30)


def test_what_was_taught_outlives_the_next_product_list(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts())
    desk.teach(STRANGE, "TS-L", 1)
    listed = Product("TS-L", "白色棉T恤", "L", (SHIRT, "6901234567808"), (("16901234567899", 10),), 180)
    assert take_in(desk, listed).updated == 1
    assert take_in(desk, listed).unchanged == 1
    assert scan_all(desk, ONE, STRANGE)[-1].verdict is Verdict.ITEM_OK


def test_what_was_taught_can_be_forgotten_but_not_what_a_list_says(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts())
    desk.teach(STRANGE, "TS-L", 1)
    assert desk.forget(STRANGE).verdict is Verdict.COMMAND_OK
    assert desk.scan(STRANGE).verdict is Verdict.UNKNOWN_CODE
    assert desk.forget(SHIRT).verdict is Verdict.NOTHING_TO_UNDO


def test_the_article_number_of_a_gs1_code_is_what_is_taught(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=9))
    assert desk.teach("]d20104006381333931\x1d21S1", "TS-L", 1).verdict is Verdict.COMMAND_OK
    desk.scan(ONE)
    assert desk.scan("]d20104006381333931\x1d21S2").got == 1
    assert desk.scan("4006381333931").got == 2


@pytest.mark.parametrize(
    ("code", "sku", "units", "verdict"),
    [
        (CUP, "TS-L", 1, Verdict.AMBIGUOUS_CODE),
        (ONE, "TS-L", 1, Verdict.AMBIGUOUS_CODE),
        ("PKUNDO", "TS-L", 1, Verdict.NOT_READY),
        ("", "TS-L", 1, Verdict.NOT_READY),
        ("X" * 300, "TS-L", 1, Verdict.NOT_READY),
        (STRANGE, "nothing", 1, Verdict.NOT_READY),
        (STRANGE, "TS-L", 0, Verdict.NOT_READY),
        (STRANGE, "TS-L", 10_000, Verdict.NOT_READY),
        (SHIRT, "TS-L", 1, Verdict.COMMAND_OK),
    ],
)
def test_what_cannot_be_taught(tmp_path: Path, code: str, sku: str, units: int, verdict: Verdict) -> None:
    desk = make_desk(tmp_path / "data", shirts())
    assert desk.teach(code, sku, units).verdict is verdict


def test_goods_are_found_by_a_piece_of_their_name_or_sku(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(), Product("A%1", "怪_名"))
    assert [sku for sku, _, _ in desk.reading.goods_like("棉T")] == ["TS-L"]
    assert [sku for sku, _, _ in desk.reading.goods_like("ts-")] == ["TS-L"]
    assert [sku for sku, _, _ in desk.reading.goods_like("A%")] == ["A%1"]
    assert [sku for sku, _, _ in desk.reading.goods_like("怪_")] == ["A%1"]
    assert desk.reading.goods_like("  ") == []
    assert desk.reading.goods_like("%") == []


# --- one trigger, two ways


def test_the_same_pull_by_two_channels_counts_once_and_two_pulls_twice(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(count=9))
    desk.scan(ONE)
    answers = [desk.scan(SHIRT, way) for way in ("keyboard", "serial", "keyboard", "serial", "serial")]
    assert verdicts(answers) == ["item-ok", "duplicate-scan", "item-ok", "duplicate-scan", "item-ok"]


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("ks")), max_size=30))
def test_echoes_pair_up_whatever_the_order(heard: list[tuple[str, str]]) -> None:
    """Within a moment each code counts as often as the channel that gave it most often."""
    echoes = Echoes()
    real = [code for code, way in heard if not echoes.is_echo(code, way, 0.0)]
    for code in "AB":
        by_way = [sum(one == (code, way) for one in heard) for way in "ks"]
        assert real.count(code) >= max(by_way)
        assert real.count(code) <= sum(by_way)
    assert not Echoes().is_echo("A", "k", 0.0)


def test_later_scans_of_another_channel_are_no_echo() -> None:
    echoes = Echoes()
    assert not echoes.is_echo("A", "keyboard", 0.0)
    assert not echoes.is_echo("A", "serial", 0.31)


# --- weights


def weighing(folder: Path, count: int = 2) -> Desk:
    return make_desk(folder, shirts(count=count), options=replace(DeskOptions(), weigh=True))


def test_no_label_without_a_weight_where_there_is_a_scale(tmp_path: Path) -> None:
    desk = weighing(tmp_path / "data")
    done = scan_all(desk, ONE, SHIRT, SHIRT)[-1]
    assert (done.verdict, events(done), done.facts["also"]) == (Verdict.ORDER_COMPLETE, [], "weigh")
    assert desk.scan("PKPRINT").facts["missing"] == "weight"
    assert desk.weighing.weigh(900).verdict is Verdict.WEIGHT_OFF
    taken = desk.weighing.weigh(365)
    assert (taken.verdict, events(taken), data(desk)["how"]) == (Verdict.WEIGHT_TAKEN, ["packed"], "scale")
    assert taken.jobs


def test_a_typed_weight_is_noted_as_typed(tmp_path: Path) -> None:
    desk = weighing(tmp_path / "data")
    scan_all(desk, ONE, SHIRT, SHIRT)
    assert desk.weighing.weigh(365, "hand").verdict is Verdict.WEIGHT_TAKEN
    assert (data(desk)["how"], data(desk)["manual"]) == ("hand", "typed")


def test_a_weight_by_code_and_what_changes_it(tmp_path: Path) -> None:
    desk = weighing(tmp_path / "data", count=3)
    scan_all(desk, ONE, SHIRT)
    assert scan_all(desk, "PKNEXTBOX")[0].facts["missing"] == "weight"
    assert verdicts(scan_all(desk, "PKWEIGHT180", SHIRT)) == ["weight-taken", "item-ok"]
    assert desk.open_view().order.parcels[0].weight_g is None  # type: ignore[union-attr]
    answers = scan_all(desk, "PKWEIGHT360", "PKNEXTBOX", SHIRT, "PKWEIGHT182")
    assert verdicts(answers) == ["weight-taken", "parcel-opened", "order-complete", "weight-taken"]
    assert [box.weight_g for box in desk.view(ONE).order.parcels] == [360, 182]  # type: ignore[union-attr]
    assert desk.scan("PKWEIGHT0").verdict is Verdict.UNKNOWN_CODE
    assert desk.scan("PKWEIGHT999999").verdict is Verdict.UNKNOWN_CODE
