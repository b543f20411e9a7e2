"""The whole window over a real desk on a real database: scans, keys, what the packer sees."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from packstation.desk.views import WorkList
from packstation.domain.order import Line, State
from packstation.gui.keys import Place
from tests.builders import make_order
from tests.gui.packer import BOOK, CUP, FIRST, SECOND, SHIRT, Open, orders


def test_an_order_from_the_first_scan_to_shipped(at_desk: Open, tmp_path: Path) -> None:
    packer = at_desk(*orders())
    assert packer.word == "请扫描商品或订单"
    assert "今天还有 3 单" in packer.detail
    packer.scan(FIRST)
    assert (packer.word, packer.place()) == ("订单已打开", Place.PACK)
    packer.scan(SHIRT)
    assert (packer.word, packer.window.banner.count.text()) == ("正确", "1 / 2")
    packer.scan(BOOK)
    assert packer.word == "拿错了"
    packer.scan(SHIRT)
    assert packer.word == "本行齐了"
    packer.scan(SHIRT)
    assert packer.word == "多了"
    packer.scan(CUP)
    assert packer.word == "整单齐了"
    packer.scan("PKPASS")
    assert packer.word == "质检通过"
    packer.scan("PKTICK")
    assert packer.word == "要求已确认"
    assert packer.detail == "面单已出，贴好后扫一下 YT0000000000001"
    assert packer.next == "贴好面单，扫一下 YT0000000000001"
    assert [file.stem for file in (tmp_path / "data" / "labels").iterdir()] == ["YT0000000000001"]
    packer.scan("YT0000000000001")
    assert (packer.word, packer.place()) == ("已发货", Place.QUEUE)
    assert packer.window.banner.shown.side == ("今日已发 1",)
    assert packer.next == "扫描商品或订单"
    view = packer.desk.view(FIRST)
    assert view is not None
    assert view.order.state is State.SHIPPED
    assert [entry.state for entry in view.outbox] == ["PENDING"]


def test_a_single_item_is_one_scan_to_the_label_and_one_to_shipped(at_desk: Open) -> None:
    packer = at_desk(orders()[2])
    packer.scan(BOOK)
    assert packer.word == "整单齐了"
    assert "YT0000000000001" in packer.detail
    packer.scan("YT0000000000001")
    assert packer.word == "已发货"


def test_a_new_window_goes_on_where_the_last_one_was(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST, SHIRT)
    packer.window.close()
    packer.desk.store.close()
    again = at_desk()
    assert again.place() is Place.PACK
    assert (again.word, again.window.banner.count.text()) == ("接着打这单", "1 / 3")
    assert again.next == "再扫 1 件 白色棉T恤 L（A-03-2）"
    again.scan(SHIRT)
    assert again.word == "本行齐了"


def test_no_scan_is_lost_at_full_speed(at_desk: Open) -> None:
    many = make_order(FIRST, Line("1a", "TS-L", 60, "白色棉T恤", "L"))
    packer = at_desk(many)
    packer.scan(FIRST)
    for _ in range(59):
        QTest.keyClicks(packer.window, SHIRT)
        QTest.keyClick(packer.window, Qt.Key.Key_Return)
    packer.settle()
    assert packer.window.banner.count.text() == "59 / 60"


# --- stops ------------------------------------------------------------------------------------------------------


def test_help_comes_and_goes_with_one_key(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.key(Qt.Key.Key_F1)
    assert packer.place() is Place.HELP
    packer.key(Qt.Key.Key_Escape)
    assert packer.place() is Place.QUEUE
    packer.key(Qt.Key.Key_F1)
    packer.scan(FIRST)
    assert packer.place() is Place.PACK


def test_an_order_is_found_by_typing_and_opened_with_enter(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.key(Qt.Key.Key_F2)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    packer.type_slowly(SECOND[-4:])
    packer.qtbot.waitUntil(lambda: packer.window.queue.view.current is not None)
    assert packer.window.queue.find_bar.results.text() == "找到 1 单"
    packer.key(Qt.Key.Key_Return)
    assert packer.place() is Place.PACK
    view = packer.desk.open_view()
    assert view is not None
    assert view.order.number == SECOND
    assert QApplication.focusWidget() is packer.window


def test_a_scan_while_finding_goes_to_the_desk_not_into_the_field(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.key(Qt.Key.Key_F2)
    packer.scan(FIRST)
    assert packer.window.queue.find_bar.field.text() == ""
    assert packer.place() is Place.PACK
    assert QApplication.focusWidget() is packer.window


def test_escape_leaves_the_search_then_nothing_happens(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.key(Qt.Key.Key_F2)
    packer.key(Qt.Key.Key_Escape)
    assert packer.place() is Place.QUEUE
    assert packer.window.queue.lists.current is WorkList.TODAY
    assert packer.window.queue.model.rowCount() == 3
    packer.key(Qt.Key.Key_Escape)
    assert packer.place() is Place.QUEUE


def test_lists_are_chosen_with_alt_and_rows_with_arrows(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.key(Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert packer.window.queue.lists.current is WorkList.ALL
    assert packer.window.queue.model.rowCount() == 3
    packer.key(Qt.Key.Key_Down)
    packer.key(Qt.Key.Key_Return)
    view = packer.desk.open_view()
    assert view is not None
    assert view.order.number == SECOND


def test_undo_and_leave_have_keys(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST, SHIRT)
    packer.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert packer.word == "已撤销"
    packer.key(Qt.Key.Key_Escape)
    assert packer.word == "已离开"


def test_a_late_enter_of_a_scanner_opens_nothing(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.key(Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    packer.scan("0000000000000")
    QTest.keyClick(packer.window, Qt.Key.Key_Return)
    packer.settle()
    assert packer.desk.open_view() is None


def test_pretended_scans_walk_the_whole_way(at_desk: Open) -> None:
    codes = iter([BOOK, "YT0000000000001"])
    packer = at_desk(orders()[2], pretend=lambda: next(codes, None))
    for word in ("整单齐了", "已发货", "已发货"):
        packer.key(Qt.Key.Key_F9)
        assert packer.word == word


def test_nothing_takes_the_keyboard_from_the_scanner(at_desk: Open) -> None:
    packer = at_desk(*orders())
    window = packer.window
    for target in (window.queue.view.viewport(), window.hints.caps[0], window.banner, window.strip):
        QTest.mouseClick(target, Qt.MouseButton.LeftButton)
        if packer.place() is Place.HELP:
            packer.key(Qt.Key.Key_Escape)
        assert QApplication.focusWidget() is window
    for button in window.queue.lists.buttons.values():
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert QApplication.focusWidget() is window
    packer.key(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is window


# --- what comes from outside ------------------------------------------------------------------------------------
