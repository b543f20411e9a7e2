"""Orders that have left, found again at the window: their parcels, and another number for one of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from packstation.domain.order import Line
from packstation.domain.people import Person, Role
from packstation.gui.queue_words import chips
from packstation.gui.renumber_dialog import RenumberSheet
from packstation.words import load
from tests.builders import make_order, take_in
from tests.gui.packer import BOOK, SINGLE, Open, Packer, orders
from tests.gui.panels.values import texts_in_sight
from tests.gui.test_clipping import clipped

FIRST_NUMBER, NEW = "YT0000000000001", "YT0000000000033"


def opened(packer: Packer, text: str = SINGLE[-4:]) -> RenumberSheet:
    """The order that left, looked for and chosen."""
    packer.key(Qt.Key.Key_F2)
    packer.type_slowly(text)
    packer.qtbot.waitUntil(lambda: packer.window.queue.view.current is not None)
    packer.key(Qt.Key.Key_Return)
    (sheet,) = packer.window.open_sheets()
    assert isinstance(sheet, RenumberSheet)
    return sheet


def shipped(at_desk: Open, language: str = "zh_CN") -> Packer:
    packer = at_desk(*orders(), language=language)
    packer.scan(BOOK)
    if packer.desk.open_view() is not None and packer.desk.open_view().order.number != SINGLE:  # type: ignore[union-attr]
        packer.scan("PKEXIT")
        packer.scan(SINGLE, BOOK)
    view = packer.desk.view(SINGLE)
    assert view is not None
    packer.scan(*view.order.live_waybills)
    return packer


def confirm(packer: Packer) -> None:
    packer.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def numbers(packer: Packer) -> tuple[str, ...]:
    view = packer.desk.view(SINGLE)
    assert view is not None
    return view.order.live_waybills


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_new_number_is_scanned_and_taken(at_desk: Open, language: str) -> None:
    packer = shipped(at_desk, language)
    old = numbers(packer)[0]
    sheet = opened(packer)
    assert old in texts_in_sight(sheet)
    assert clipped(sheet) == []
    packer.scan(NEW)
    assert sheet.number.value == NEW
    confirm(packer)
    assert packer.window.open_sheets() == []
    assert numbers(packer) == (NEW,)
    assert [entry.kind for entry in packer.desk.store.outbox.of_order(SINGLE)] == ["shipment", "renumber"]


def test_a_refusal_stays_on_the_sheet(at_desk: Open) -> None:
    packer = shipped(at_desk)
    sheet = opened(packer)
    confirm(packer)
    assert packer.window.open_sheets() == [sheet]
    sheet.number.line.setText("YT1")
    confirm(packer)
    assert packer.window.open_sheets() == [sheet]
    assert "YT1" in texts_in_sight(sheet)
    packer.key(Qt.Key.Key_Escape)
    assert packer.window.open_sheets() == []
    assert NEW not in numbers(packer)


def test_a_packer_needs_a_leads_badge(at_desk: Open) -> None:
    packer = shipped(at_desk)
    take_in(packer.desk, Person("P1", "小李"), Person("L1", "老王", Role.LEAD))
    packer.scan("PKUSERP1")
    sheet = opened(packer)
    sheet.number.line.setText(NEW)
    confirm(packer)
    assert packer.window.open_sheets() == [sheet]
    packer.scan("PKUSERL1")
    confirm(packer)
    assert packer.window.open_sheets() == []
    assert numbers(packer) == (NEW,)


def test_an_order_that_needs_no_parcel_is_asked_about_and_fulfilled(at_desk: Open) -> None:
    card = make_order("4065712345678900009", Line("9a", "CARD", 1, "电子礼品卡"), no_parcel=True, due_h=1)
    packer = at_desk(*orders(), card)
    packer.scan(card.number)
    assert packer.window.open_sheets() == []
    packer.key(Qt.Key.Key_Escape)
    assert "无需物流" in [chip.text for chip in chips(packer.desk.row(card.number), load("zh_CN"))]  # type: ignore[arg-type]
    packer.key(Qt.Key.Key_F2)
    packer.type_slowly("0009")
    packer.qtbot.waitUntil(lambda: packer.window.queue.view.current is not None)
    packer.key(Qt.Key.Key_Return)
    (sheet,) = packer.window.open_sheets()
    assert "电子礼品卡" in texts_in_sight(sheet)
    assert clipped(sheet) == []
    packer.key(Qt.Key.Key_Escape)
    assert packer.desk.store.outbox.of_order(card.number) == ()
    packer.window.queue.opened.emit(card.number)
    confirm(packer)
    assert packer.window.open_sheets() == []
    assert packer.word == "已发货"
    assert [entry.kind for entry in packer.desk.store.outbox.of_order(card.number)] == ["no-parcel"]
