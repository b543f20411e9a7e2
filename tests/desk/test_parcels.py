"""Several boxes an order at the desk: chosen by a code, units moved, each with its own waybill to the end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.intake import Carton
from packstation.domain.order import Line, Order, State
from packstation.domain.scan import Answer, Command, Verdict, command_of
from packstation.domain.shipment import Shipment
from packstation.words import load
from tests.builders import events, make_desk, make_order, scan_all, take_in, verdicts
from tests.desk.shirts import BOOK, FIRST, ONE, SHIRT, shirts
from tests.fakes import FakeLink

SECOND, THIRD, FOURTH = "YT0000000000002", "YT0000000000003", "YT0000000000004"
MIXED = make_order(ONE, Line("s", "TS-L", 2, "白色棉T恤"), Line("b", "BOOK", 1, "绘本"))
BOX = Carton("B3", (300, 200, 120), 120, 5000)
WORDS = load("en")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path / "data", MIXED, BOX)


def order_of(desk: Desk) -> Order:
    order = desk.store.orders.get(ONE)
    assert order is not None
    return order


def boxes(desk: Desk) -> list[dict[str, int]]:
    return [dict(box.contents) for box in order_of(desk).parcels]


def refused(answer: Answer) -> object:
    assert answer.verdict is Verdict.NOT_READY
    return answer.facts["missing"]


def test_the_box_that_takes_the_next_units_is_chosen_by_a_code(desk: Desk) -> None:
    answers = scan_all(desk, ONE, SHIRT, "PKNEXTBOX", BOOK, "pkparcel1", "PKBOXB3", SHIRT)
    assert answers[4].verdict is Verdict.PARCEL_OPENED
    assert WORDS.say(answers[4]) == "Box 1 is on the desk: what you scan now goes in there."
    assert boxes(desk) == [{"s": 2}, {"b": 1}]
    assert [box.carton for box in order_of(desk).parcels] == ["B3", ""]


def test_the_choice_survives_a_restart(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", MIXED)
    scan_all(desk, ONE, SHIRT, "PKNEXTBOX", BOOK, "PKPARCEL1")
    desk.store.close()
    again = make_desk(tmp_path / "data")
    scan_all(again, SHIRT)
    assert boxes(again) == [{"s": 2}, {"b": 1}]


def test_there_is_no_box_beyond_the_last(desk: Desk) -> None:
    answers = scan_all(desk, ONE, SHIRT, "PKPARCEL2", "PKPARCEL1")
    assert refused(answers[2]) == "no-parcel"
    assert WORDS.say(answers[2]) == "There is no box 2: this order has 1."
    assert answers[3].verdict is Verdict.PARCEL_OPENED


def test_the_choice_is_taken_back_and_never_costs_a_label(desk: Desk) -> None:
    answers = scan_all(desk, ONE, SHIRT, "PKNEXTBOX", BOOK, "PKPARCEL1", "PKUNDO", SHIRT)
    assert (answers[5].verdict, WORDS.say(answers[5])) == (
        Verdict.UNDONE,
        "Taken back: box 2 is on the desk again.",
    )
    assert boxes(desk) == [{"s": 1}, {"b": 1, "s": 1}]
    undone = scan_all(desk, "PKUNDO")[0]
    assert (undone.line, undone.got) == ("s", 1)


def test_a_box_chosen_after_packing_is_no_gesture_on_the_goods(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", MIXED, options=DeskOptions(print_when_packed=False))
    scan_all(desk, ONE, SHIRT, "PKNEXTBOX", BOOK, SHIRT)
    assert order_of(desk).state is State.PACKED
    undone = scan_all(desk, "PKPARCEL1", "PKUNDO")[1]
    assert (undone.verdict, undone.line, undone.got) == (Verdict.UNDONE, "s", 1)


@pytest.mark.parametrize("code", ["PKPARCEL", "PKPARCEL0", "PKPARCEL100", "PKPARCELX"])
def test_only_numbers_of_boxes_are_commands(code: str) -> None:
    assert command_of(code) is None
    assert command_of("pkparcel12") == (Command.PARCEL, "12")


# --- moved ------------------------------------------------------------------------------------------------------


def test_units_are_moved_and_taken_back(desk: Desk) -> None:
    scan_all(desk, ONE, SHIRT, SHIRT)
    moved = desk.boxing.move("s", 1, 1, None)
    assert moved.verdict is Verdict.COMMAND_OK
    assert WORDS.say(moved) == "Moved to box 2: 1 × 白色棉T恤."
    assert boxes(desk) == [{"s": 1}, {"s": 1}]
    undone = scan_all(desk, "PKUNDO")[0]
    assert (undone.verdict, WORDS.say(undone)) == (
        Verdict.UNDONE,
        "Taken back: box 1 holds 1 × 白色棉T恤 again.",
    )
    assert boxes(desk) == [{"s": 2}]
    row = desk.store.journal.of_order(ONE)[-2]
    assert (row.verb, row.verdict) == ("move", "command-ok")


def test_nothing_is_moved_under_a_label(desk: Desk) -> None:
    scan_all(desk, ONE, SHIRT, SHIRT, BOOK)
    assert order_of(desk).state is State.LABELLED
    assert refused(desk.boxing.move("s", 1, 1, None)) == "void-first"
    assert len(order_of(desk).parcels) == 1


def test_a_closed_box_without_a_label_is_closed_again(desk: Desk) -> None:
    scan_all(desk, ONE, SHIRT, SHIRT, BOOK)
    desk.void("wrong-box")
    moved = desk.boxing.move("b", 1, 1, None)
    assert (moved.verdict, moved.state, moved.jobs) == (Verdict.COMMAND_OK, "packed", ())
    assert order_of(desk).live_waybills == ()
    answers = scan_all(desk, "PKPRINT", THIRD, SECOND)
    assert verdicts(answers) == ["label-printed", "command-ok", "shipped"]


def test_what_was_emptied_is_no_box_any_more(desk: Desk) -> None:
    scan_all(desk, ONE, BOOK, "PKNEXTBOX", SHIRT, SHIRT)
    desk.void("wrong-box")
    desk.boxing.move("b", 1, 1, 2)
    assert boxes(desk) == [{"s": 2, "b": 1}]
    assert scan_all(desk, "PKUNDO")[0].verdict is Verdict.UNDONE
    assert boxes(desk) == [{"b": 1}, {"s": 2}]


def test_moved_units_are_weighed_again(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", MIXED, options=DeskOptions(weigh=True, print_when_packed=False))
    scan_all(desk, ONE, SHIRT, SHIRT, BOOK, "PKWEIGHT1260")
    assert order_of(desk).state is State.PACKED
    moved = desk.boxing.move("b", 1, 1, None)
    assert (moved.state, moved.facts["also"]) == ("packing", "weigh")
    answers = scan_all(desk, "PKWEIGHT900", "PKPARCEL1", "PKWEIGHT360")
    assert WORDS.say(answers[0]).endswith(
        "Box 1 has no weight yet: scan PKPARCEL1, then put it on the scale."
    )
    assert verdicts(answers) == ["weight-taken", "parcel-opened", "weight-taken"]
    assert order_of(desk).state is State.PACKED


def test_a_box_of_its_own_may_be_given_its_carton_by_hand(desk: Desk) -> None:
    scan_all(desk, ONE, SHIRT, "PKNEXTBOX", BOOK)
    assert desk.boxing.put_into(1, "b3").verdict is Verdict.COMMAND_OK
    assert [box.carton for box in order_of(desk).parcels] == ["B3", ""]
    assert desk.boxing.put_into(1, "Z9").verdict is Verdict.UNKNOWN_CODE
    assert refused(desk.boxing.put_into(7, "B3")) == "no-parcel"


# --- to the end ---------------------------------------------------------------------------------------------------


def test_three_boxes_each_with_its_own_carton_weight_and_waybill(tmp_path: Path) -> None:
    options = DeskOptions(weigh=True, carton="required", promise=timedelta(hours=48))
    desk = make_desk(tmp_path / "data", shirts(count=3), BOX, options=options)
    answers = scan_all(
        desk, ONE, "PKBOXB3", SHIRT, "PKWEIGHT300", "PKNEXTBOX", "PKBOXB3", SHIRT, "PKWEIGHT305",
        "PKNEXTBOX", SHIRT, "PKBOXB3", "PKWEIGHT295",
    )  # fmt: skip
    assert events(answers[-1]) == ["packed", "label-printed"]
    order = order_of(desk)
    assert [(box.carton, box.weight_g, box.waybill) for box in order.parcels] == [
        ("B3", 300, FIRST),
        ("B3", 305, SECOND),
        ("B3", 295, THIRD),
    ]
    for place, waybill in enumerate((FIRST, SECOND, THIRD), start=1):
        label = desk.printing.label(order, order.parcels[place - 1])
        assert (label.number, label.page, label.pages) == (waybill, place, 3)
        assert label.weight_g == order.parcels[place - 1].weight_g
    closing = scan_all(desk, SECOND, FOURTH, SECOND, FIRST, THIRD)
    assert verdicts(closing) == ["command-ok", "label-mismatch", "command-ok", "command-ok", "shipped"]
    told = [entry.body for entry in desk.store.outbox.of_order(ONE)]
    assert all(sum(waybill in body for body in told) == 1 for waybill in (FIRST, SECOND, THIRD))
    assert len(told) == 3
    pieces = [msgspec.json.decode(body, type=Shipment).pieces for body in told]
    assert [[(piece.units, piece.is_whole, piece.is_last) for piece in one] for one in pieces] == [
        [(1, False, False)],
        [(1, False, False)],
        [(1, False, True)],
    ]


def test_labels_stay_with_their_boxes_whatever_was_chosen_or_moved(tmp_path: Path) -> None:
    link = FakeLink("printed", "failed")
    desk = make_desk(tmp_path / "data", MIXED, BOX, link=link)
    scan_all(desk, ONE, SHIRT, "PKNEXTBOX", BOOK)
    desk.boxing.move("b", 1, 2, 1)
    scan_all(desk, "PKPARCEL2", SHIRT)
    order = order_of(desk)
    assert [(dict(box.contents), box.waybill) for box in order.parcels] == [
        ({"s": 1, "b": 1}, FIRST),
        ({"s": 1}, SECOND),
    ]
    assert [box.label.value for box in order.parcels] == ["printed", "failed"]
    labels = [desk.printing.label(order, box) for box in order.parcels]
    assert [[goods.title for goods in label.goods] for label in labels] == [
        ["白色棉T恤", "绘本"],
        ["白色棉T恤"],
    ]
    assert verdicts(scan_all(desk, "PKPRINT", SECOND, FIRST)) == ["label-printed", "command-ok", "shipped"]


def test_news_of_the_platform_keep_the_chosen_box(desk: Desk) -> None:
    scan_all(desk, ONE, SHIRT, "PKNEXTBOX", BOOK, "PKPARCEL1")
    take_in(desk, make_order(ONE, *MIXED.lines, urges=3, modified_at=MIXED.ship_by))
    scan_all(desk, SHIRT)
    assert boxes(desk) == [{"s": 2}, {"b": 1}]
