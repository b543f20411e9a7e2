"""The window without the scanner: lines counted by keys, codes and weights typed, unknown codes taught."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from packstation.domain.order import State
from packstation.domain.people import Person, Role
from packstation.gui.code_dialog import CodeSheet
from packstation.gui.heard import Heard
from packstation.gui.keys import Place
from packstation.gui.sheet import Sheet
from packstation.gui.teach_dialog import TeachSheet
from packstation.gui.weight_dialog import WeightSheet
from packstation.gui.weight_text import grams_of
from packstation.gui.why_dialog import WhySheet
from tests.builders import take_in
from tests.gui.packer import BOOK, FIRST, SECOND, SHIRT, Open, Packer, orders

CONTROL = Qt.KeyboardModifier.ControlModifier
STRANGE = "NEW-0815"


def sheet_of(packer: Packer, kind: type[Sheet]) -> Sheet:
    packer.qtbot.waitUntil(lambda: bool(packer.window.open_sheets()))
    (sheet,) = packer.window.open_sheets()
    assert isinstance(sheet, kind)
    return sheet


def counts(packer: Packer) -> list[int]:
    view = packer.desk.open_view()
    assert view is not None
    return [line.got for line in view.order.lines]


def manual(packer: Packer) -> list[tuple[str, str]]:
    rows = [(row.verdict, json.loads(row.data)) for row, _ in packer.desk.store.journal.rows()]
    return [(verdict, data["manual"]) for verdict, data in rows if "manual" in data]


def test_a_line_is_counted_with_plus_and_minus_and_the_reason_is_asked_once(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST)
    packer.key(Qt.Key.Key_Plus)
    sheet_of(packer, WhySheet)
    assert counts(packer) == [0, 0]
    packer.key(Qt.Key.Key_2)
    assert counts(packer) == [1, 0]
    packer.key(Qt.Key.Key_Plus)
    assert counts(packer) == [2, 0]
    packer.key(Qt.Key.Key_Minus)
    assert counts(packer) == [1, 0]
    assert manual(packer) == [
        ("item-ok", "no-barcode"), ("line-complete", "no-barcode"), ("undone", "no-barcode"),
    ]  # fmt: skip
    assert packer.word == "已撤销"


def test_a_number_is_typed_for_the_line_the_arrows_stand_on(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(SECOND)
    packer.key(Qt.Key.Key_Down)
    packer.key(Qt.Key.Key_Down)
    assert packer.window.pack.lines.pointed_at() == "2b"
    packer.type_slowly("12")
    assert "12" in packer.window.pack.lines.shown[1].typed
    packer.key(Qt.Key.Key_Backspace)
    packer.key(Qt.Key.Key_Return)
    packer.key(Qt.Key.Key_1)
    assert counts(packer) == [0, 1]


def test_a_scan_wipes_a_number_half_typed(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST)
    packer.type_slowly("7")
    packer.scan(SHIRT)
    assert packer.window.pack.hand.typed == ""
    assert counts(packer) == [1, 0]
    packer.key(Qt.Key.Key_Return)
    assert packer.window.open_sheets() == []


def test_the_reason_of_one_order_is_not_the_reason_of_the_next(at_desk: Open) -> None:
    packer = at_desk(*orders())
    for number in (FIRST, SECOND):
        packer.scan(number)
        packer.key(Qt.Key.Key_Plus)
        sheet_of(packer, WhySheet)
        packer.key(Qt.Key.Key_1)
        packer.scan("PKEXIT")
    assert [why for _, why in manual(packer)] == ["damaged", "damaged"]


def test_reading_the_reason_sheet_and_leaving_counts_nothing(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST)
    packer.key(Qt.Key.Key_Plus)
    packer.key(Qt.Key.Key_Escape)
    assert counts(packer) == [0, 0]
    assert packer.place() is Place.PACK


def test_any_code_is_typed_with_its_reason(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.key(Qt.Key.Key_E, CONTROL)
    sheet = sheet_of(packer, CodeSheet)
    assert isinstance(sheet, CodeSheet)
    packer.type_slowly(SECOND)
    sheet.reasons.choices.choose("unreadable")
    packer.key(Qt.Key.Key_Return, CONTROL)
    view = packer.desk.open_view()
    assert view is not None
    assert view.order.number == SECOND
    assert manual(packer) == [("order-opened", "unreadable")]


def test_a_scan_never_lands_in_the_field_for_codes(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.key(Qt.Key.Key_E, CONTROL)
    sheet_of(packer, CodeSheet)
    packer.scan(FIRST)
    assert packer.window.open_sheets() == []
    assert counts(packer) == [0, 0]
    assert manual(packer) == []


def test_keys_and_clicks_on_the_queue_are_noted_as_by_hand(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.key(Qt.Key.Key_Down)
    packer.key(Qt.Key.Key_Return)
    packer.scan(SHIRT)
    packer.key(Qt.Key.Key_Z, CONTROL)
    assert manual(packer) == [("order-opened", "queue"), ("undone", "key")]


def test_an_unknown_code_is_taught_with_a_leads_badge(at_desk: Open) -> None:
    packer = at_desk(*orders())
    take_in(packer.desk, Person("L1", "李姐", Role.LEAD), Person("P1", "王师傅"))
    packer.scan("PKUSERP1", SECOND, STRANGE)
    assert STRANGE in packer.detail
    packer.key(Qt.Key.Key_T, CONTROL)
    sheet = sheet_of(packer, TeachSheet)
    assert isinstance(sheet, TeachSheet)
    assert STRANGE in sheet.code.text()
    packer.key(Qt.Key.Key_Return, CONTROL)
    assert sheet.is_open
    packer.scan(BOOK)
    assert sheet.goods.value == "BOOK"
    packer.scan("PKUSERL1")
    assert sheet.is_open
    packer.key(Qt.Key.Key_Return, CONTROL)
    assert packer.window.open_sheets() == []
    assert packer.desk.state().packer == "P1"
    packer.scan(STRANGE)
    assert counts(packer) == [0, 1]


def test_a_refused_lesson_says_why_and_stays(at_desk: Open) -> None:
    packer = at_desk(*orders())
    take_in(packer.desk, Person("L1", "李姐", Role.LEAD), Person("P1", "王师傅"))
    packer.scan("PKUSERP1", SECOND, STRANGE)
    packer.key(Qt.Key.Key_T, CONTROL)
    sheet = sheet_of(packer, TeachSheet)
    packer.scan("PKUSERP1")
    packer.key(Qt.Key.Key_Return, CONTROL)
    assert sheet.is_open
    assert sheet.note.text() == "需要组长的工牌。"


def test_other_goods_are_found_by_name(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(SECOND, STRANGE)
    packer.key(Qt.Key.Key_T, CONTROL)
    sheet = sheet_of(packer, TeachSheet)
    assert isinstance(sheet, TeachSheet)
    sheet.enter(sheet.search)
    sheet.search.line.setText("茶杯")
    assert sheet.goods.value == "CUP"


def test_a_scan_that_has_nothing_to_do_with_it_closes_the_lesson(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(SECOND, STRANGE)
    packer.key(Qt.Key.Key_T, CONTROL)
    sheet_of(packer, TeachSheet)
    packer.scan("PKEXIT")
    assert packer.window.open_sheets() == []
    assert packer.place() is Place.QUEUE


def test_without_an_unknown_code_there_is_nothing_to_teach(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.key(Qt.Key.Key_T, CONTROL)
    assert packer.window.open_sheets() == []
    assert packer.next == "先扫不认识的码，再登记"


def test_a_weight_is_typed(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(SECOND, SHIRT)
    packer.key(Qt.Key.Key_G, CONTROL)
    sheet = sheet_of(packer, WeightSheet)
    packer.type_slowly("much")
    packer.key(Qt.Key.Key_Return, CONTROL)
    assert sheet.is_open
    assert isinstance(sheet, WeightSheet)
    sheet.weight.line.setText("0.18 kg")
    packer.key(Qt.Key.Key_Return, CONTROL)
    view = packer.desk.open_view()
    assert view is not None
    assert view.order.parcels[0].weight_g == 180
    assert manual(packer) == [("weight-taken", "typed")]
    assert view.order.state is State.PACKING


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("1250", 1250), ("1.25 kg", 1250), ("1,25kg", 1250), ("1.25", 1250), ("320 克", 320), ("0.5公斤", 500),
        ("１２５０", 1250), ("12.5g", 13), ("", None), ("0", None), ("-5", None), ("999999", None), ("1e3", None),
        ("abc", None), ("201 kg", None),
    ],
)  # fmt: skip
def test_weights_as_people_write_them(text: str, grams: int | None) -> None:
    assert grams_of(text) == grams


def test_a_lost_scan_is_said_and_counts_nothing(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST)
    packer.window.scan_lost.emit()
    assert "输入法" in packer.detail
    assert counts(packer) == [0, 0]
    packer.window.parts.session.scan(Heard(SHIRT))
    assert counts(packer) == [1, 0]
    QTest.qWait(0)
    QApplication.processEvents()
