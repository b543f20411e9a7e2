"""The exceptions desk at the window: by keys alone to the list, and from every kind to the step that solves it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from packstation.domain.exceptions import ExceptionKind
from packstation.domain.order import Line, Order, State
from packstation.domain.outbox import Refused
from packstation.gui.ask_dialog import AskSheet
from packstation.gui.exceptions_dialog import ExceptionsSheet
from packstation.gui.exceptions_words import LOOKS
from packstation.gui.keys import Place
from packstation.gui.review_dialog import ReviewSheet
from packstation.gui.sheet import Sheet
from packstation.gui.stock_dialog import StockSheet
from packstation.gui.waybill_dialog import WaybillSheet
from packstation.words import PSEUDO
from tests.builders import HOME, NOON, make_order, take_in
from tests.desk.shirts import ONE, SHIRT, TWO, shirts
from tests.fakes import FakeLink
from tests.gui.packer import CUP, Open, Packer, recall
from tests.gui.panels.values import clipped

Key = Qt.Key
AnySheet = TypeVar("AnySheet", bound=Sheet)
LONG = 10_000


def only(packer: Packer, kind: type[AnySheet]) -> AnySheet:
    """The one open sheet, which is of this kind."""
    (sheet,) = packer.window.open_sheets()
    assert isinstance(sheet, kind), type(sheet).__name__
    return sheet


def desk_of_exceptions(packer: Packer) -> ExceptionsSheet:
    """Ctrl+D."""
    packer.key(Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    return only(packer, ExceptionsSheet)


def kinds(packer: Packer) -> list[str]:
    """The gravest kind of each order of the list."""
    return [row.kinds[0].value for row in packer.desk.exceptions.rows()]


def confirm(packer: Packer) -> None:
    packer.key(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def news(packer: Packer, number: str = ONE, **changes: object) -> None:
    order = packer.desk.store.orders.get(number)
    assert order is not None
    moment = (order.modified_at or NOON) + timedelta(minutes=1)
    take_in(packer.desk, replace(order, modified_at=moment, **changes))  # type: ignore[arg-type]
    packer.settle()


def packed(at_desk: Open, *outcomes: str, order: Order | None = None) -> Packer:
    """Somebody packed an order, its label ended so, and left it."""
    packer = at_desk(order or shirts(), link=FakeLink(*outcomes))
    packer.scan(ONE, SHIRT, SHIRT, "PKEXIT")
    return packer


# --- the list -------------------------------------------------------------------------------------------------


def test_an_empty_list_says_so_kindly_and_esc_goes_back(at_desk: Open) -> None:
    packer = at_desk(shirts(), language="en")
    sheet = desk_of_exceptions(packer)
    assert (sheet.empty.isVisible(), sheet.table.isVisible()) == (True, False)
    assert "Nothing is out of the ordinary" in sheet.empty.title.text()
    packer.key(Key.Key_Return)
    packer.key(Key.Key_R)
    assert only(packer, ExceptionsSheet) is sheet
    packer.key(Key.Key_Escape)
    assert packer.window.open_sheets() == []


def test_the_list_on_the_left_counts_them_and_a_click_opens_it(at_desk: Open) -> None:
    packer = at_desk(shirts(), shirts(TWO))
    button = packer.window.queue.lists.exceptions
    packer.scan(ONE, "PKHOLD")
    packer.window.parts.overview.refresh()
    assert button.count == 1
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert only(packer, ExceptionsSheet).chosen is not None


def test_digits_choose_a_kind_and_arrows_an_order(at_desk: Open) -> None:
    packer = at_desk(shirts(), shirts(TWO, status="WAIT_BUYER_PAY", due_h=5))
    packer.scan(ONE, "PKHOLD")
    sheet = desk_of_exceptions(packer)
    assert [choice.count for choice in sheet.filter.choices] == [2, 1, 1]
    assert [row.order for row in sheet.table.rows] == ["4000 …0001", "4000 …0002"]
    packer.key(Key.Key_Down)
    assert sheet.chosen is not None
    assert sheet.chosen.number == TWO
    packer.key(Key.Key_1)
    assert sheet.filter.kind is ExceptionKind.HELD
    assert [row.number for row in sheet.table.rows] == [ONE]
    packer.key(Key.Key_Right)
    assert [row.number for row in sheet.table.rows] == [TWO]
    packer.key(Key.Key_9)
    assert [row.number for row in sheet.table.rows] == [TWO]
    packer.key(Key.Key_0)
    assert len(sheet.table.rows) == 2


def test_a_scan_closes_it_and_is_answered(at_desk: Open) -> None:
    packer = at_desk(shirts(), shirts(TWO))
    packer.scan(ONE, "PKHOLD")
    desk_of_exceptions(packer)
    packer.scan(TWO)
    assert packer.window.open_sheets() == []
    assert packer.desk.state().order == TWO
    assert kinds(packer) == ["held"]


# --- from every kind to its step ------------------------------------------------------------------------------


def test_needs_review_leads_to_the_review_sheet_and_out_of_the_list(at_desk: Open) -> None:
    packer = at_desk(shirts(receiver=replace(HOME, phone="12")))
    packer.scan(ONE)
    desk_of_exceptions(packer)
    packer.key(Key.Key_Return)
    only(packer, ReviewSheet)
    confirm(packer)
    assert kinds(packer) == []


def test_held_is_released_with_r_as_well(at_desk: Open) -> None:
    packer = at_desk(shirts())
    packer.scan(ONE, "PKHOLD")
    desk_of_exceptions(packer)
    packer.key(Key.Key_Return)
    only(packer, ReviewSheet)
    packer.key(Key.Key_Escape)
    desk_of_exceptions(packer)
    packer.key(Key.Key_R)
    only(packer, ReviewSheet)
    confirm(packer)
    assert kinds(packer) == []


def test_short_leads_to_the_shelves(at_desk: Open) -> None:
    packer = at_desk(shirts(count=500))
    packer.scan(ONE)
    sheet = desk_of_exceptions(packer)
    assert sheet.table.rows[0].word == packer.window._words("exceptions.kind.short")
    packer.key(Key.Key_Return)
    assert only(packer, StockSheet).table.rows[0].sku == "TS-L"


def test_a_flawed_unit_leads_to_the_open_order(at_desk: Open) -> None:
    packer = at_desk(make_order(ONE, Line("1", "CUP", 2, "陶瓷茶杯")))
    packer.scan(ONE, CUP, CUP, "PKFAIL", "PKEXIT")
    assert kinds(packer) == ["defective"]
    desk_of_exceptions(packer)
    packer.key(Key.Key_Return)
    assert (packer.place(), packer.desk.state().order) == (Place.PACK, ONE)
    packer.scan(CUP)
    assert kinds(packer) == []


@pytest.mark.parametrize("outcome", ["failed", "unknown"])
def test_a_label_that_did_not_come_out_leads_to_the_waybill_sheet(at_desk: Open, outcome: str) -> None:
    packer = packed(at_desk, outcome)
    assert kinds(packer) == [f"label-{outcome}"]
    desk_of_exceptions(packer)
    packer.key(Key.Key_Return)
    only(packer, WaybillSheet)
    assert packer.desk.state().order == ONE
    packer.key(Key.Key_Escape)
    packer.key(Key.Key_F4)
    assert kinds(packer) == []


def test_a_box_without_a_number_leads_to_the_open_order(at_desk: Open) -> None:
    packer = at_desk(shirts())
    packer.desk.store.database.run("UPDATE waybill_number SET state = 'void'")
    packer.scan(ONE, SHIRT, SHIRT, "PKEXIT")
    desk_of_exceptions(packer)
    packer.key(Key.Key_Return)
    assert (packer.place(), packer.window.open_sheets()) == (Place.PACK, [])


def test_a_new_address_leads_to_a_new_label(at_desk: Open) -> None:
    packer = packed(at_desk)
    news(packer, receiver=replace(HOME, detail="文二路1号"))
    desk_of_exceptions(packer)
    packer.key(Key.Key_Return)
    only(packer, WaybillSheet)
    packer.key(Key.Key_Escape)
    packer.key(Key.Key_F4)
    assert kinds(packer) == []


def test_a_recalled_parcel_leads_to_how_it_is_taken_apart(at_desk: Open) -> None:
    packer = packed(at_desk)
    recall(packer, ONE)
    desk_of_exceptions(packer)
    packer.key(Key.Key_Return)
    assert packer.place() is Place.STOP
    packer.scan(SHIRT)
    assert kinds(packer) == []


def test_goods_of_a_recalled_order_go_back_after_a_question(at_desk: Open) -> None:
    packer = at_desk(shirts())
    packer.scan(ONE, SHIRT, "PKEXIT")
    order = packer.desk.store.orders.get(ONE)
    assert order is not None
    news(packer, lines=tuple(replace(line, refund="WAIT_SELLER_AGREE") for line in order.lines))
    desk_of_exceptions(packer)
    packer.key(Key.Key_Return)
    only(packer, AskSheet)
    confirm(packer)
    after = packer.desk.store.orders.get(ONE)
    assert after is not None
    assert after.got == 0
    assert only(packer, ExceptionsSheet).chosen is not None


def test_a_refunded_unit_leads_to_the_open_order(at_desk: Open) -> None:
    lines = (Line("1", "TS-L", 1, "白色棉T恤"), Line("2", "CUP", 1, "陶瓷茶杯"))
    packer = at_desk(make_order(ONE, *lines))
    packer.scan(ONE, SHIRT, "PKEXIT")
    news(packer, lines=(replace(lines[0], refund="SUCCESS"), lines[1]))
    assert kinds(packer) == ["take-out"]
    desk_of_exceptions(packer)
    packer.key(Key.Key_Return)
    assert packer.desk.state().order == ONE
    packer.scan(SHIRT)
    assert kinds(packer) == []


def test_what_the_platform_refused_is_told_again_without_leaving_the_list(at_desk: Open) -> None:
    packer = at_desk(shirts())
    packer.scan(ONE, SHIRT, SHIRT, "YT0000000000001")
    (entry,) = packer.desk.syncing.plan()
    packer.desk.syncing.settle(entry, Refused("order closed"))
    sheet = desk_of_exceptions(packer)
    assert any("order closed" in text for text in sheet.detail.texts)
    packer.key(Key.Key_Return)
    assert kinds(packer) == []
    assert only(packer, ExceptionsSheet).empty.isVisible()


def test_nothing_can_be_done_about_an_unpaid_order_and_the_sheet_says_so(at_desk: Open) -> None:
    packer = at_desk(shirts(status="WAIT_BUYER_PAY"))
    sheet = desk_of_exceptions(packer)
    assert sheet.letters["R"].isHidden()
    packer.key(Key.Key_Return)
    assert sheet.note.text() == packer.window._words("exceptions.wait")
    packer.key(Key.Key_R)
    assert only(packer, ExceptionsSheet) is sheet


def test_an_order_left_on_another_desk_is_taken_over_for_a_reason(at_desk: Open) -> None:
    packer = at_desk(shirts())
    packer.scan("PKDESKEAST", ONE, SHIRT, "PKDESKDESK1")
    packer.desk.clock.moment += timedelta(hours=1)  # type: ignore[attr-defined]
    assert kinds(packer) == ["claimed-elsewhere"]
    desk_of_exceptions(packer)
    packer.key(Key.Key_T)
    ask = only(packer, AskSheet)
    confirm(packer)
    assert ask.note.text()
    packer.type_slowly("gone home")
    confirm(packer)
    assert (packer.window.open_sheets(), packer.place()) == ([], Place.PACK)
    assert packer.desk.state().order == ONE
    assert kinds(packer) == []


def test_a_step_that_needs_the_desk_waits_until_it_is_free(at_desk: Open) -> None:
    packer = at_desk(shirts(), shirts(TWO), link=FakeLink("failed"))
    packer.scan(ONE, SHIRT, SHIRT, "PKEXIT", TWO)
    sheet = desk_of_exceptions(packer)
    packer.key(Key.Key_Return)
    assert sheet.note.text() == packer.window._words("exceptions.leave-first")
    assert packer.desk.state().order == TWO


# --- notes, owners, ahead -------------------------------------------------------------------------------------


def test_a_note_is_written_and_seen_at_once(at_desk: Open) -> None:
    packer = at_desk(shirts())
    packer.scan(ONE, "PKHOLD")
    desk_of_exceptions(packer)
    packer.key(Key.Key_N)
    only(packer, AskSheet)
    packer.type_slowly("call again")
    confirm(packer)
    sheet = only(packer, ExceptionsSheet)
    assert sheet.table.rows[0].note == "call again"
    assert "call again" in sheet.detail.texts
    packer.key(Key.Key_N)
    packer.key(Key.Key_Escape)
    assert only(packer, ExceptionsSheet).chosen is not None
    assert len(packer.desk.exceptions.notes(ONE)) == 1


def test_o_takes_care_and_gives_it_back(at_desk: Open) -> None:
    packer = at_desk(shirts())
    packer.scan(ONE, "PKHOLD")
    sheet = desk_of_exceptions(packer)
    packer.key(Key.Key_O)
    assert sheet.table.rows[0].owner == "desk-1"
    packer.key(Key.Key_O)
    assert sheet.table.rows[0].owner == ""


def test_e_sends_an_order_ahead_and_back(at_desk: Open) -> None:
    packer = at_desk(shirts(due_h=1), shirts(TWO, due_h=2, receiver=replace(HOME, phone="12")))
    packer.scan(TWO)
    desk_of_exceptions(packer)
    packer.key(Key.Key_E)
    packer.type_slowly("wedding")
    confirm(packer)
    sheet = only(packer, ExceptionsSheet)
    assert sheet.table.rows[0].mark
    assert any("wedding" in text for text in sheet.detail.texts)
    row = packer.desk.row(TWO)
    assert row is not None
    assert "expedited" in row.flags
    packer.key(Key.Key_E)
    assert sheet.table.rows[0].mark == ""


def test_goods_of_a_held_order_are_put_back_with_p(at_desk: Open) -> None:
    packer = at_desk(shirts())
    packer.scan(ONE, SHIRT, "PKHOLD")
    sheet = desk_of_exceptions(packer)
    assert not sheet.letters["P"].isHidden()
    packer.key(Key.Key_P)
    confirm(packer)
    assert only(packer, ExceptionsSheet).letters["P"].isHidden()
    order = packer.desk.store.orders.get(ONE)
    assert order is not None
    assert (order.state, order.got) == (State.HELD, 0)


# --- looks ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en", PSEUDO])
@pytest.mark.parametrize("size", [(1280, 800), (1280, 720), (1920, 1080)])
def test_nothing_is_clipped_and_the_keys_stay_in_sight(
    at_desk: Open, language: str, size: tuple[int, int]
) -> None:
    evil = "<b>x</b>\u202e" + "字" * LONG
    orders = [shirts(f"{n:019d}", status="WAIT_BUYER_PAY", buyer=evil, message=evil) for n in range(30)]
    packer = at_desk(shirts(receiver=replace(HOME, phone="12", detail=evil)), *orders, language=language)
    packer.window.resize(*size)
    packer.desk.scan(ONE)
    packer.desk.exceptions.add_note(ONE, f"{evil[:1900]}")
    packer.desk.exceptions.expedite(ONE, "<i>why</i>")
    sheet = desk_of_exceptions(packer)
    QApplication.processEvents()
    assert clipped(sheet) == []
    assert sheet._scroll.verticalScrollBar().maximum() == 0
    assert sheet.buttons[-1].visibleRegion().boundingRect().height() > 0
    packer.key(Key.Key_End)
    assert sheet.chosen is not None
    assert sheet.table._rooms()[-1][0] == len(sheet.table.rows) - 1
    assert packer.desk.exceptions.rows()[0].kinds[0] is ExceptionKind.NEEDS_REVIEW


def test_every_kind_has_a_shape_of_its_own() -> None:

    assert set(LOOKS) == set(ExceptionKind)
    assert len({look.shape for look in LOOKS.values()}) == len(ExceptionKind)
