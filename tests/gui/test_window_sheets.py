"""The sheets over the window: each opened with a key, none answered by a scan."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from packstation.desk.views import WorkList
from packstation.domain.intake import Carton
from packstation.domain.order import Line, Order, State
from packstation.gui import overview
from packstation.gui.handover_dialog import HandoverSheet
from packstation.gui.hold_dialog import HoldSheet
from packstation.gui.keys import Place
from packstation.gui.line_words import line_texts
from packstation.gui.parcel_dialog import ParcelSheet
from packstation.gui.quality_dialog import QualitySheet
from packstation.gui.review_dialog import ReviewSheet
from packstation.gui.settings_dialog import SettingsSheet
from packstation.gui.sheet import Sheet
from packstation.gui.stock_dialog import StockSheet
from packstation.gui.waybill_dialog import WaybillSheet
from packstation.gui.wishes_dialog import WishesSheet
from packstation.settings import Settings
from packstation.words import load
from tests.builders import NOON, make_order
from tests.fakes import FakeClock, FakeLink
from tests.gui.packer import BOOK, CUP, FIRST, SECOND, SHIRT, SINGLE, Open, Packer, orders, recall
from tests.gui.panels.values import texts_in_sight
from tests.gui.test_clipping import clipped


def sheet_of(packer: Packer) -> Sheet:
    (sheet,) = packer.window.open_sheets()
    return sheet


def confirm(packer: Packer) -> None:
    packer.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_holding_takes_a_key_a_reason_and_a_confirmation(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST)
    packer.key(Qt.Key.Key_F3)
    assert isinstance(sheet_of(packer), HoldSheet)
    confirm(packer)
    assert packer.window.open_sheets() == []
    assert packer.word == "已挂起"
    view = packer.desk.view(FIRST)
    assert view is not None
    assert view.order.hold is not None
    assert view.order.hold.reason


def test_a_scan_never_answers_a_sheet(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST)
    packer.key(Qt.Key.Key_F3)
    packer.scan(SHIRT)
    assert packer.window.open_sheets() == []
    assert (packer.word, packer.window.banner.count.text()) == ("正确", "1 / 2")
    assert QApplication.focusWidget() is packer.window


def test_quality_is_passed_or_failed_on_its_sheet(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST, CUP)
    packer.key(Qt.Key.Key_F7)
    assert isinstance(sheet_of(packer), QualitySheet)
    confirm(packer)
    assert packer.word == "质检通过"


def test_a_misread_wish_is_taken_off_in_the_window_and_comes_back_with_undo(at_desk: Open) -> None:
    packer = at_desk(make_order(FIRST, Line("1", "TS-L", 1, "白色棉T恤"), message="请用礼盒"))
    packer.key(Qt.Key.Key_F11, Qt.KeyboardModifier.ControlModifier)
    assert packer.window.open_sheets() == [], "without an order there is nothing to tick"
    packer.scan(FIRST, SHIRT)
    packer.key(Qt.Key.Key_F11, Qt.KeyboardModifier.ControlModifier)
    sheet = sheet_of(packer)
    assert isinstance(sheet, WishesSheet)
    confirm(packer)
    view = packer.desk.view(FIRST)
    assert view is not None
    assert (view.order.wishes, view.order.live_waybills != ()) == ((), True), "nothing kept the label back"
    packer.scan("PKUNDO")
    view = packer.desk.view(FIRST)
    assert view is not None
    assert [wish.text for wish in view.order.open_wishes] == ["礼盒包装"]
    packer.key(Qt.Key.Key_F11, Qt.KeyboardModifier.ControlModifier)
    packer.key(Qt.Key.Key_F11)
    view = packer.desk.view(FIRST)
    assert view is not None
    assert view.order.open_wishes == ()


def test_a_bin_is_counted_at_the_desk(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST)
    packer.key(Qt.Key.Key_F5)
    sheet = sheet_of(packer)
    assert isinstance(sheet, StockSheet)
    editor = sheet.counted.editor
    assert editor is not None
    editor.setText("37")
    confirm(packer)
    rows = {row.sku: row.on_shelf for row in packer.desk.stockroom.rows(FIRST)}
    assert rows["TS-L"] == 37
    assert packer.window.open_sheets() == [sheet]
    packer.key(Qt.Key.Key_Escape)
    assert packer.window.open_sheets() == []
    assert packer.place() is Place.PACK


def test_the_label_is_looked_at_and_printed_again(at_desk: Open) -> None:
    link = FakeLink()
    packer = at_desk(orders()[2], link=link)
    packer.scan(BOOK)
    packer.key(Qt.Key.Key_F8)
    assert isinstance(sheet_of(packer), WaybillSheet)
    packer.key(Qt.Key.Key_Escape)
    assert len(link.sent) == 1


def test_of_several_boxes_the_label_that_is_shown_is_printed_again(at_desk: Open) -> None:
    link = FakeLink()
    packer = at_desk(orders()[1], link=link, language="en")
    packer.scan(SHIRT, "PKNEXTBOX", BOOK)
    assert len(link.sent) == 2
    packer.key(Qt.Key.Key_F8)
    assert "Box 1 of 2" in texts_in_sight(sheet_of(packer))
    packer.key(Qt.Key.Key_F8)
    assert "Box 2 of 2" in texts_in_sight(sheet_of(packer))
    assert clipped(packer.window) == []
    packer.key(Qt.Key.Key_F4)
    confirm(packer)
    packer.settle()
    assert len(link.sent) == 3
    assert link.sent[2] == link.sent[1].replace(".png", "-2.png")


def test_an_order_that_needs_review_is_settled_from_the_window(at_desk: Open) -> None:
    doubtful = replace(orders()[2], receiver=replace(orders()[2].receiver, phone="123"))
    packer = at_desk(doubtful)
    packer.scan(SINGLE)
    assert packer.word == "先审核"
    assert "处理" in [cap.hint.text for cap in packer.window.hints.caps]
    packer.key(Qt.Key.Key_F7)
    assert isinstance(sheet_of(packer), ReviewSheet)
    confirm(packer)
    packer.scan(SINGLE)
    assert packer.word == "订单已打开"


def neighbours() -> tuple[Order, Order]:
    return (
        make_order(FIRST, Line("1", "TS-L", 1, "白色棉T恤")),
        make_order(SINGLE, Line("1", "BOOK", 1, "儿童绘本"), due_h=30),
    )


def test_orders_of_one_receiver_are_packed_together_from_the_review_sheet(at_desk: Open) -> None:
    packer = at_desk(*neighbours())
    packer.key(Qt.Key.Key_F7)
    sheet = sheet_of(packer)
    assert isinstance(sheet, ReviewSheet)
    assert any("合并打包（2 单）" in key.text for key in sheet.keys.buttons)
    packer.key(Qt.Key.Key_F7)
    assert packer.window.open_sheets() == []
    view = packer.desk.view(FIRST)
    assert view is not None
    assert [one.number for one in view.along] == [SINGLE]
    packer.key(Qt.Key.Key_F7)
    packer.key(Qt.Key.Key_F7)
    view = packer.desk.view(FIRST)
    assert view is not None
    assert view.along == ()


def test_the_desk_offers_what_could_go_along_and_one_key_takes_it(at_desk: Open) -> None:
    packer = at_desk(*neighbours())
    packer.scan(FIRST)
    assert "Ctrl+J" in packer.window.banner.detail.text()
    packer.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert len(packer.window.pack.lines.cards) == 2
    packer.scan(SHIRT, BOOK)
    packer.scan("YT0000000000001")
    assert packer.word == "已发货"
    assert {packer.desk.view(number).order.state for number in (FIRST, SINGLE)} == {State.SHIPPED}  # type: ignore[union-attr]  # both are there


def test_the_courier_is_served_with_two_keys_and_scans(at_desk: Open, qtbot: QtBot) -> None:
    packer = at_desk(*neighbours())
    packer.scan(FIRST, SHIRT)
    packer.scan("YT0000000000001", SINGLE, BOOK)
    packer.scan("YT0000000000002")
    packer.key(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    sheet = sheet_of(packer)
    assert isinstance(sheet, HandoverSheet)
    confirm(packer)
    packer.scan("YT0000000000001")
    assert packer.word == "已交接"
    assert "还剩 1 件" in packer.window.hints.next.text()
    packer.key(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    sheet = sheet_of(packer)
    assert isinstance(sheet, HandoverSheet)
    assert [count.text() for count in sheet.counts] == ["1", "1"]
    assert [parcel.text().split(" ")[0] for parcel in sheet.parcels] == ["YT0000000000002"]
    confirm(packer)
    assert "0002" in packer.window.banner.detail.text()
    target = packer.desk.store.folder / "labels" / "handover-1.pdf"
    qtbot.waitUntil(target.exists)
    assert target.read_bytes().startswith(b"%PDF")


def test_nothing_waits_for_a_courier(at_desk: Open) -> None:
    packer = at_desk(*neighbours())
    packer.key(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    sheet = sheet_of(packer)
    assert isinstance(sheet, HandoverSheet)
    assert sheet.carriers is None
    confirm(packer)
    assert packer.desk.handing_over.current() is None


def test_the_address_is_shown_with_a_key_and_noted(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST)
    packer.key(Qt.Key.Key_F6)
    assert packer.window.pack.is_revealed
    assert [row.verb for row in packer.desk.store.journal.of_order(FIRST)][-1] == "reveal"
    packer.key(Qt.Key.Key_F6)
    assert not packer.window.pack.is_revealed


def test_goods_are_moved_and_cartons_chosen_from_the_window(at_desk: Open) -> None:
    packer = at_desk(*orders(), Carton("B3", (300, 200, 120), 120, 5000, 7), Carton("B4", (400, 300, 200)))
    packer.scan(FIRST, SHIRT, SHIRT)
    control = Qt.KeyboardModifier.ControlModifier
    packer.key(Qt.Key.Key_K, control)
    sheet = sheet_of(packer)
    assert isinstance(sheet, ParcelSheet)
    confirm(packer)
    view = packer.desk.view(FIRST)
    assert view is not None
    assert [dict(box.contents) for box in view.order.parcels] == [{"1a": 1}, {"1a": 1}]
    assert [box.parcel for box in sheet.board.boxes] == [1, 2]
    assert "第 2 箱" in sheet.note.text()
    for _ in range(3):
        packer.key(Qt.Key.Key_Tab)
    confirm(packer)
    view = packer.desk.view(FIRST)
    assert view is not None
    assert [box.carton for box in view.order.parcels] == ["B3", ""]
    packer.key(Qt.Key.Key_Escape)
    packer.scan("PKUNDO")
    view = packer.desk.view(FIRST)
    assert view is not None
    assert [dict(box.contents) for box in view.order.parcels] == [{"1a": 2}]


def test_goods_that_no_one_carton_holds_offer_the_sheet_of_the_boxes(at_desk: Open) -> None:
    packer = at_desk(*orders(), Carton("B9", (250, 200, 24), 60))
    packer.scan(FIRST, SHIRT)
    assert "分箱" not in [cap.hint.text for cap in packer.window.hints.caps]
    packer.scan(CUP, SHIRT)
    assert packer.detail.endswith("没有纸箱装得下 陶瓷茶杯。")
    assert "分箱" in [cap.hint.text for cap in packer.window.hints.caps]


def test_what_the_desk_refuses_is_said_on_the_sheet(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST, SHIRT, SHIRT)
    packer.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    sheet = sheet_of(packer)
    assert isinstance(sheet, ParcelSheet)
    packer.desk.boxing.move("1a", 2, 1, None)
    confirm(packer)
    assert sheet.note.text() == "那一箱里没有这么多件。"
    assert [len(box.goods) for box in sheet.board.boxes] == [0, 1]


def test_a_stop_closes_what_lies_over_the_window(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST)
    packer.key(Qt.Key.Key_F3)
    recall(packer, FIRST)
    packer.qtbot.waitUntil(lambda: packer.place() is Place.STOP)
    assert packer.window.open_sheets() == []


def test_settings_open_with_a_key_where_there_is_a_file(at_desk: Open, tmp_path: Path) -> None:
    settings = Settings({}, tmp_path / "packstation.toml")
    packer = at_desk(*orders(), settings=settings)
    packer.key(Qt.Key.Key_F10)
    sheet = sheet_of(packer)
    assert isinstance(sheet, SettingsSheet)
    with packer.qtbot.waitSignal(packer.window.parts.dialogs.settings_changed):
        packer.window.parts.dialogs.save({"window.scale": 150})
    assert "150" in (tmp_path / "packstation.toml").read_text(encoding="utf-8")


def test_what_was_put_aside_until_now_is_back_in_sight_by_itself(
    at_desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "LISTS_EVERY_S", 1)
    packer = at_desk(*orders())
    packer.scan(FIRST)
    packer.desk.hold("contact", NOON + timedelta(hours=1))
    shown = packer.window.queue.lists.buttons[WorkList.HELD]
    packer.qtbot.waitUntil(lambda: shown.count == 1)
    clock = packer.desk.clock
    assert isinstance(clock, FakeClock)
    clock.jump(hours=1)
    packer.qtbot.waitUntil(lambda: shown.count == 0)
    packer.scan(FIRST)
    assert packer.desk.state().order == FIRST


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_company_in_the_box_is_named_in_full_sight_and_parted_goods_say_so(
    at_desk: Open, language: str
) -> None:
    third = make_order(SECOND, Line("1", "BOOK", 1, "儿童绘本"), due_h=40)
    packer = at_desk(*neighbours(), third, language=language)
    packer.window.resize(1280, 800)
    packer.scan(FIRST)
    assert clipped(packer.window.banner) == []
    packer.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert clipped(packer.window.banner) == []
    side = packer.window.pack.side
    assert side.chips.geometry().right() <= side.rect().right()
    packer.scan(BOOK)
    packer.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    view = packer.desk.view(FIRST)
    assert view is not None
    notes = [text.note for text in line_texts(view, load(language))]
    assert notes == ["", load(language)("pack.line.parted")]
