"""A box whose weight cannot be right gets no label; what right boxes weigh is learnt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.intake import Carton, Product
from packstation.domain.order import Line, Order, State
from packstation.domain.people import Person, Role
from packstation.domain.scan import Answer, Verdict
from tests.builders import NOON, make_desk, make_order, take_in
from tests.desk.shirts import BOOK, ONE, SHIRT, TWO, shirts

PEOPLE = (Person("P1", "李", Role.PACKER), Person("L1", "王", Role.LEAD))
SCALE = DeskOptions(weigh=True)


def order_of(desk: Desk, number: str = ONE) -> Order:
    order = desk.store.orders.get(number)
    assert order is not None
    return order


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two shirts of 180 g are in the box; a scale is there."""
    desk = make_desk(tmp_path, shirts(), *PEOPLE, options=SCALE)
    desk.scan("PKUSERP1")
    for code in (ONE, SHIRT, SHIRT):
        desk.scan_and_print(code)
    return desk


def missing(answer: Answer) -> object:
    return answer.facts.get("missing")


def test_a_right_weight_lets_the_label_out(desk: Desk) -> None:
    answer = desk.scan_and_print("PKWEIGHT365")
    assert answer.verdict is Verdict.WEIGHT_TAKEN
    assert [event.value for event in answer.events] == ["packed", "label-printed"]


def test_a_wrong_one_stops_it_and_says_what_may_be_missing(desk: Desk) -> None:
    answer = desk.scan("PKWEIGHT180")
    assert answer.verdict is Verdict.WEIGHT_OFF
    assert (answer.facts["also"], answer.facts["goods"]) == ("perhaps-missing", "1 × 白色棉T恤")
    assert order_of(desk).state is State.PACKING
    assert (order_of(desk).parcels[0].weight_g, order_of(desk).parcels[0].doubt_g) == (None, 180)
    assert missing(desk.scan("PKPRINT")) == "weight-off"


def test_the_doubt_outlives_the_program_and_a_desk_without_a_scale(desk: Desk, tmp_path: Path) -> None:
    desk.weighing.weigh(180)
    desk.store.close()
    again = make_desk(tmp_path, options=DeskOptions(weigh=False))
    assert missing(again.scan("PKPRINT")) == "weight-off"
    assert again.scan("PKEXIT").verdict is Verdict.LEFT
    assert again.scan(ONE).facts["also"] == "weight-off"
    assert again.scan_and_print("PKWEIGHT360").events[-1].value == "label-printed"


def test_a_box_that_was_packed_without_a_scale_is_stopped_too(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(), options=DeskOptions(print_when_packed=False))
    for code in (ONE, SHIRT, SHIRT):
        desk.scan(code)
    assert order_of(desk).state is State.PACKED
    desk.weighing.weigh(700, "hand")
    assert missing(desk.scan("PKPRINT")) == "weight-off"
    desk.weighing.weigh(370, "hand")
    assert desk.scan_and_print("PKPRINT").verdict is Verdict.LABEL_PRINTED


def test_what_goes_in_or_comes_out_settles_the_doubt(desk: Desk) -> None:
    desk.weighing.weigh(180)
    assert desk.scan("PKUNDO").verdict is Verdict.UNDONE
    assert order_of(desk).parcels[0].doubt_g is None
    desk.scan(SHIRT)
    assert desk.scan("PKWEIGHT360").verdict is Verdict.WEIGHT_TAKEN


def test_no_box_in_doubt_is_left_for_the_next_one(desk: Desk) -> None:
    desk.weighing.weigh(180)
    assert missing(desk.scan("PKNEXTBOX")) == "weight-off"


def test_only_a_lead_lets_a_wrong_weight_stand(desk: Desk) -> None:
    assert missing(desk.weighing.vouch("L1")) == "no-doubt"
    desk.weighing.weigh(500)
    assert desk.scan("PKVOUCH").verdict is Verdict.NOT_ALLOWED
    assert desk.weighing.vouch("P1").verdict is Verdict.NOT_ALLOWED
    assert desk.weighing.vouch("NOBODY").verdict is Verdict.NOT_ALLOWED
    answer = desk.weighing.vouch("l1")
    assert (answer.verdict, answer.facts["by"], answer.facts["expected_g"]) == (
        Verdict.WEIGHT_TAKEN,
        "L1",
        360,
    )
    assert [event.value for event in answer.events] == ["packed"]
    box = order_of(desk).parcels[0]
    assert (box.weight_g, box.doubt_g, box.vouched) == (500, None, "L1")
    row = desk.store.journal.of_order(ONE)[-1]
    assert row.verb == "vouch-weight"
    assert '"by":"L1"' in row.data
    assert '"weight_g":500' in row.data


def test_a_lead_does_it_with_codes_alone(desk: Desk) -> None:
    desk.scan("PKWEIGHT500")
    desk.scan("PKUSERL1")
    answer = desk.scan_and_print("PKVOUCH")
    assert answer.events[-1].value == "label-printed"
    desk.scan("PKUSERP1")
    assert desk.scan("YT0000000000001").verdict is Verdict.SHIPPED


def test_a_carton_nobody_scanned_is_guessed(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(), Carton("B3", (300, 200, 120), 120), options=SCALE)
    for code in (ONE, SHIRT, SHIRT):
        desk.scan(code)
    answer = desk.scan("PKWEIGHT480")
    assert (answer.facts["also"], answer.facts["carton"]) == ("perhaps-carton", "B3")
    assert [event.value for event in desk.scan_and_print("PKBOXB3").events] == ["packed", "label-printed"]
    assert order_of(desk).parcels[0].weight_g == 480


def test_another_carton_makes_a_right_weight_wrong(tmp_path: Path) -> None:
    options = DeskOptions(print_when_packed=False)
    desk = make_desk(tmp_path, shirts(), Carton("B3", (300, 200, 120), 120), options=options)
    for code in (ONE, SHIRT, SHIRT, "PKWEIGHT360"):
        desk.scan(code)
    desk.scan("PKBOXB3")
    assert (order_of(desk).parcels[0].weight_g, order_of(desk).parcels[0].doubt_g) == (None, 360)


def ship(desk: Desk, n: int, weight: int, *, vouch: bool = False) -> Verdict:
    """An order of two shirts to the courier; gives what the scale's weight was answered."""
    number = f"70000000000000000{n:02d}"
    take_in(desk, shirts(number))
    for code in (number, SHIRT, SHIRT):
        desk.scan(code)
    verdict = desk.scan_and_print(f"PKWEIGHT{weight}").verdict
    if vouch:
        desk.scan_and_print("PKVOUCH")
    label = order_of(desk, number).live_waybills
    if label:
        assert desk.scan(label[0]).verdict is Verdict.SHIPPED
    else:
        desk.scan("PKEXIT")
    return verdict


def test_what_five_boxes_weighed_is_what_the_next_should(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(), options=SCALE)
    for n in range(5):
        assert ship(desk, n, 385 + n % 2) is Verdict.WEIGHT_TAKEN
    assert ship(desk, 5, 391) is Verdict.WEIGHT_TAKEN
    assert ship(desk, 6, 350) is Verdict.WEIGHT_OFF
    take_in(desk, Product("TS-L", "白色棉T恤", "L", (SHIRT,), (), 175, (250, 200, 20)))
    assert ship(desk, 7, 350) is Verdict.WEIGHT_TAKEN


def test_a_leads_word_teaches_only_while_nothing_is_known(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(), options=SCALE)
    for n in range(5):
        assert ship(desk, n, 500, vouch=True) is Verdict.WEIGHT_OFF
    assert ship(desk, 5, 500) is Verdict.WEIGHT_TAKEN
    assert ship(desk, 6, 700, vouch=True) is Verdict.WEIGHT_OFF
    assert ship(desk, 7, 700) is Verdict.WEIGHT_OFF
    assert ship(desk, 8, 500) is Verdict.WEIGHT_TAKEN


def test_each_box_of_an_order_has_a_weight_of_its_own(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(count=3), options=SCALE)
    for code in (ONE, SHIRT, SHIRT, "PKWEIGHT360", "PKNEXTBOX", SHIRT):
        desk.scan_and_print(code)
    assert desk.scan("PKWEIGHT360").verdict is Verdict.WEIGHT_OFF
    view = desk.open_view()
    assert view is not None
    assert [should.weight_g if should else None for should in view.expected.values()] == [360, 180]
    assert desk.scan_and_print("PKWEIGHT180").events[-1].value == "label-printed"


def test_no_scale_weighs_nothing_or_less(desk: Desk) -> None:
    assert desk.weighing.weigh(0).verdict is Verdict.WEIGHT_OFF
    assert desk.weighing.weigh(-5).verdict is Verdict.WEIGHT_OFF
    assert order_of(desk).parcels[0].doubt_g is None


def test_goods_nobody_weighed_are_taken_as_they_are(tmp_path: Path) -> None:
    light = replace(make_order(TWO), lines=(replace(make_order(TWO).lines[0], sku="NEW", quantity=1),))
    desk = make_desk(tmp_path, light, Product("NEW", "新品", "", ("6930000000005",)), options=SCALE)
    desk.scan(TWO)
    desk.scan("6930000000005")
    assert desk.scan("PKWEIGHT9999").verdict is Verdict.WEIGHT_TAKEN


def test_a_labelled_box_that_weighs_wrong_does_not_leave(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(), *PEOPLE)
    desk.scan("PKUSERP1")
    for code in (ONE, SHIRT, SHIRT):
        desk.scan_and_print(code)
    assert order_of(desk).state is State.LABELLED
    assert desk.weighing.weigh(180).verdict is Verdict.WEIGHT_OFF
    assert missing(desk.scan("YT0000000000001")) == "weight-off"
    assert missing(desk.scan("PKREPRINT")) == "weight-off"
    desk.scan("PKUSERL1")
    assert missing(desk.scan("PKSHIP")) == "weight-off"
    assert desk.weighing.weigh(361).verdict is Verdict.WEIGHT_TAKEN
    assert desk.scan("YT0000000000001").verdict is Verdict.SHIPPED


def test_a_box_a_unit_came_out_of_is_weighed_again_before_it_leaves(tmp_path: Path) -> None:
    lines = (Line(f"{ONE}1", "TS-L", 1, "白色棉T恤", "L"), Line(f"{ONE}2", "BOOK", 1, "儿童绘本"))
    desk = make_desk(tmp_path, make_order(ONE, *lines), options=SCALE)
    for code in (ONE, SHIRT, BOOK, "PKWEIGHT1080"):
        desk.scan_and_print(code)
    refunded = (lines[0], replace(lines[1], refund="SUCCESS"))
    take_in(desk, make_order(ONE, *refunded, modified_at=NOON))
    assert desk.scan(BOOK).verdict is Verdict.UNDONE
    assert missing(desk.scan("YT0000000000001")) == "weight"
    assert desk.scan("PKWEIGHT1080").verdict is Verdict.WEIGHT_OFF
    assert missing(desk.scan("YT0000000000001")) == "weight-off"
    assert desk.scan("PKWEIGHT182").verdict is Verdict.WEIGHT_TAKEN
    assert desk.scan("YT0000000000001").verdict is Verdict.SHIPPED
