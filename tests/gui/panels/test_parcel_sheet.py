"""The sheet of the boxes: goods chosen with arrows, moved, each box with its carton."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from packstation.domain.carton import Doubt, Fit, Misfit, Proposal
from packstation.domain.order import Parcel, State
from packstation.gui.carton_words import weight_text
from packstation.gui.side_words import side_text
from packstation.words import load
from tests.gui.panels.conftest import MakeHost
from tests.gui.panels.sheets import CARTONS, boxes_view, confirm, opened, press, type_text
from tests.gui.panels.values import labelled, make_order, make_view, texts_in_sight

Key = Qt.Key
EN = load("en")


def test_it_begins_at_the_box_that_takes_the_next_units(host: MakeHost) -> None:
    sheet = opened(host().parcels())
    assert (sheet.board.box.parcel, sheet.board.box.mark) == (2, "takes what is scanned next")
    assert sheet.board.boxes[0].mark == ""
    assert [one.units for one in sheet.board.box.goods] == [1, 1]


def test_one_unit_goes_into_the_other_box(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.parcels())
    press(sheet, Key.Key_Down)
    assert sheet.buttons[-1].text == "Move 1 to: Box 1"
    confirm()
    assert made.heard.calls == [("move", "L2", 1, 2, 1)]
    assert sheet.is_open
    assert sheet.note.text()


def test_arrows_choose_the_box_digits_how_many_and_where_to(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.parcels())
    press(sheet, Key.Key_Left)
    press(sheet, Key.Key_Tab)
    type_text("2")
    assert sheet.buttons[-1].text == "Move 2 to: Box 2"
    confirm()
    assert made.heard.calls == [("move", "L1", 2, 1, 2)]


def test_a_part_goes_into_a_new_box(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.parcels())
    press(sheet, Key.Key_Tab)
    press(sheet, Key.Key_Tab)
    press(sheet, Key.Key_Right)
    assert sheet.buttons[-1].text == "Move 1 to: A new box"
    confirm()
    assert made.heard.calls == [("move", "L1", 1, 2, None)]


def test_more_than_there_is_and_all_into_a_new_box_are_stopped(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.parcels())
    press(sheet, Key.Key_Left)
    press(sheet, Key.Key_Tab)
    type_text("3")
    confirm()
    assert sheet.note.text() == "Type a number from 1 to 2."
    sheet.units.line.setText("2")
    press(sheet, Key.Key_Tab)
    press(sheet, Key.Key_Right)
    confirm()
    assert sheet.note.text() == "Nothing would be left in this box."
    assert made.heard.calls == []


def test_the_proposed_carton_comes_first(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.parcels())
    assert [one.value for one in sheet.carton.options] == ["B3", "B1", "B5"]
    assert sheet.carton.options[0].text == "B3 300×200×120 (proposed) · 12 left"
    for _ in range(3):
        press(sheet, Key.Key_Tab)
    assert sheet.buttons[-1].text == "Take this carton"
    confirm()
    assert made.heard.calls == [("put-into", 2, "B3")]


def test_a_box_keeps_the_carton_it_has_until_another_is_chosen(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.parcels())
    press(sheet, Key.Key_Left)
    assert (sheet.carton.caption, sheet.carton.value) == ("Carton of Box 1", "B1")


def test_too_few_cartons_are_said(host: MakeHost) -> None:
    made = host()
    assert "few cartons left: B3: 12" in opened(made.parcels()).subtitle.text()
    assert "few cartons" not in opened(made.parcels(low=12)).subtitle.text()


def test_under_a_label_nothing_can_be_done(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.parcels(boxes_view(labelled())))
    assert sheet.note.text() == "A label is on it: void it first (F8), then goods can be moved."
    assert not any(field.can_be_current for field in (sheet.units, sheet.into, sheet.carton))
    assert not sheet.buttons[-1].isVisible()
    confirm()
    assert made.heard.calls == []


def test_an_empty_box_can_have_its_carton(host: MakeHost) -> None:
    made = host()
    order = make_order(lines=(make_order().lines[1],), parcels=(Parcel(1),))
    sheet = opened(made.parcels(boxes_view(order)))
    assert not sheet.units.can_be_current
    assert sheet.buttons[-1].text == "Take this carton"
    confirm()
    assert made.heard.calls == [("put-into", 1, "B1")]


def test_a_click_chooses_goods(host: MakeHost) -> None:
    sheet = opened(host().parcels())
    card = sheet.board._cards(sheet.board.width())[0]
    QTest.mouseClick(sheet.board, Qt.MouseButton.LeftButton, pos=card.goods[0].room.center())
    assert sheet.board.box.parcel == 1
    QTest.mouseClick(sheet.board, Qt.MouseButton.LeftButton, pos=QPoint(1, 1) + card.room.topRight() * 2)
    assert sheet.board.goods is not None


def test_many_boxes_stand_in_rows(host: MakeHost) -> None:
    boxes = tuple(Parcel(n, contents=(("L1", 1),)) for n in range(1, 10))
    sheet = opened(host().parcels(make_view(make_order(parcels=boxes), cartons=CARTONS)))
    rooms = [card.room for card in sheet.board._cards(sheet.board.width())]
    assert len({room.top() for room in rooms}) > 1
    assert all(room.right() <= sheet.board.width() for room in rooms)
    assert all(not a.intersects(b) for a in rooms for b in rooms if a != b)
    for _ in range(8):
        press(sheet, Key.Key_Left)
    assert sheet.board.box.parcel == 1


# --- beside the goods -----------------------------------------------------------------------------------------------


def test_the_page_of_the_order_names_the_carton_and_why() -> None:
    first, second = side_text(boxes_view(), EN, is_revealed=False).boxes
    assert (second.proposal, second.wrong_carton) == ("Carton: B3 · fits 300×200×120, 500 g", "")
    assert (first.proposal, first.wrong_carton) == ("", "Carton B1 is too small for 白色棉T恤")
    assert second.title.startswith("Parcel 2 of 2 · on the desk")
    assert "on the desk" not in first.title


def test_every_proposal_has_its_words() -> None:
    view = boxes_view()
    (filled,) = view.proposals[2].boxes
    for proposal, text in (
        (Proposal(Fit.FITS, (replace(filled, weight_g=None),)), "Carton: B3 · fits 300×200×120"),
        (Proposal(Fit.SPLIT, (filled, filled)), "2 boxes: B3 ×2"),
        (Proposal(Fit.TOO_BIG, goods="鱼竿"), "No carton holds 鱼竿"),
        (Proposal(Fit.UNKNOWN, goods="礼物"), "No carton proposed: size of 礼物 unknown"),
        (Proposal(Fit.TOO_MANY), ""),
        (Proposal(Fit.NOTHING), ""),
    ):
        shown = side_text(replace(view, proposals={2: proposal}), EN, is_revealed=False)
        assert shown.boxes[1].proposal == text


def test_every_doubt_has_its_words() -> None:
    for misfit, text in (
        (Misfit(Doubt.FULL), "Carton B1 has too little room"),
        (Misfit(Doubt.WEAK, grams=6000), "Carton B1 bears only 5000 g"),
    ):
        shown = side_text(replace(boxes_view(), misfits={1: misfit}), EN, is_revealed=False)
        assert shown.boxes[0].wrong_carton == text


def test_a_box_under_its_label_needs_no_proposal() -> None:
    view = boxes_view(labelled(parcels=(replace(labelled().parcels[0], parcel=2, carton=""),)))
    assert view.order.state is State.LABELLED
    assert side_text(view, EN, is_revealed=False).boxes[0].proposal == ""


def test_boxes_are_counted_by_their_place() -> None:
    order = make_order(parcels=(Parcel(2, contents=(("L1", 1),)), Parcel(3, contents=(("L1", 1),))))
    titles = [box.title for box in side_text(make_view(order), EN, is_revealed=False).boxes]
    assert [title.split(" · ")[0] for title in titles] == ["Parcel 1 of 2", "Parcel 2 of 2"]


def test_the_sheet_shows_carton_weight_and_waybill(host: MakeHost) -> None:
    sheet = opened(host().parcels(boxes_view(labelled())))
    facts = [text for text, _ in sheet.board.box.facts]
    assert facts[0] == "carton B3 · weighs 951 g"
    assert "YT 1234 5678 90123" in facts
    assert "Order 4065" in texts_in_sight(sheet)


def test_weights_as_people_say_them() -> None:
    assert [weight_text(grams) for grams in (180, 999, 1000, 1040, 1250)] == [
        "180 g", "999 g", "1 kg", "1.04 kg", "1.25 kg",
    ]  # fmt: skip
