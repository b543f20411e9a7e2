"""The window over a real desk on a real database, used as a packer uses it: with a scanner and a few keys."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.desk.views import WorkList
from packstation.desk.workplace import Announcement
from packstation.domain.order import Line, Order, State
from packstation.domain.scan import Verdict
from packstation.gui.heard import Heard
from packstation.gui.hold_dialog import HoldSheet
from packstation.gui.keys import Place
from packstation.gui.quality_dialog import QualitySheet
from packstation.gui.review_dialog import ReviewSheet
from packstation.gui.settings_dialog import SettingsSheet
from packstation.gui.sheet import Sheet
from packstation.gui.stock_dialog import StockSheet
from packstation.gui.theme import Sound, tone_of
from packstation.gui.waybill_dialog import WaybillSheet
from packstation.gui.window import Options, PackWindow, open_window
from packstation.settings import Settings
from packstation.words import load
from tests.builders import NOON, make_desk, make_order, take_in
from tests.fakes import FakeClock, FakeLink
from tests.gui.conftest import ZONE

SHIRT, CUP, BOOK = "6901234567892", "6909999999991", "9787020000012"
FIRST, SECOND, SINGLE = "4065712345678900001", "4065712345678900002", "4065712345678900003"
OPTIONS = DeskOptions(zone=ZONE, promise=timedelta(hours=48))


def orders() -> tuple[Order, ...]:
    two = (
        Line("1a", "TS-L", 2, "白色棉T恤", "L"),
        Line("1b", "CUP", 1, "陶瓷茶杯", "青花", inspect=("无破损",)),
    )
    return (
        make_order(FIRST, *two, wishes=("礼盒包装",), due_h=2),
        make_order(
            SECOND, Line("2a", "TS-L", 1, "白色棉T恤", "L"), Line("2b", "BOOK", 1, "儿童绘本"), due_h=3
        ),
        make_order(SINGLE, Line("3a", "BOOK", 1, "儿童绘本", "全6册"), due_h=4),
    )


class LiveClock(FakeClock):
    """Always noon, but seconds pass."""

    def steady(self) -> float:
        return time.monotonic()


class Packer:
    """Somebody at the window."""

    def __init__(self, desk: Desk, window: PackWindow, qtbot: QtBot) -> None:
        self.desk = desk
        self.window = window
        self.qtbot = qtbot

    def scan(self, *codes: str) -> None:
        """Scan with a scanner that types; then wait until everything it set going is done."""
        for code in codes:
            QTest.keyClicks(QApplication.focusWidget() or self.window, code)
            QTest.keyClick(QApplication.focusWidget() or self.window, Qt.Key.Key_Return)
            self.settle()

    def settle(self) -> None:
        parts = self.window.parts
        self.qtbot.waitUntil(lambda: not parts.scanners.is_waiting)
        self.qtbot.waitUntil(lambda: not parts.labels.is_busy)
        QApplication.processEvents()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key pressed by hand, long after the last one."""
        self.rest()
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.settle()

    def rest(self) -> None:
        """Time passes, so that an Enter is no scanner's any more."""
        clock = self.window.parts.scanners.keyboard._wedge
        clock._scan_at = None

    def type_slowly(self, text: str) -> None:
        for sign in text:
            QTest.keyClicks(QApplication.focusWidget() or self.window, sign)
            self.settle()

    def place(self) -> Place:
        return self.window.place

    @property
    def word(self) -> str:
        return self.window.banner.word.text()

    @property
    def detail(self) -> str:
        return self.window.banner.detail.text()

    @property
    def next(self) -> str:
        return self.window.hints.next.text()


Open = Callable[..., Packer]


@pytest.fixture
def at_desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Open]:
    """Opens windows on desks in a folder, and closes them."""
    opened: list[Packer] = []

    def start(
        *records: Order, link: FakeLink | None = None, language: str = "zh_CN", **more: object
    ) -> Packer:
        desk = make_desk(tmp_path / "data", *records, link=link, options=OPTIONS, clock=LiveClock(NOON))
        window = open_window(desk, load(language), Options(sound=False, **more))  # type: ignore[arg-type]
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is window)
        opened.append(Packer(desk, window, qtbot))
        return opened[-1]

    yield start
    for packer in opened:
        packer.window.close()
        packer.desk.store.close()


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


def recall(packer: Packer, number: str, status: str = "TRADE_CLOSED") -> None:
    """The platform takes an order back."""
    view = packer.desk.view(number)
    assert view is not None
    modified = packer.desk.clock.now() + timedelta(minutes=1)
    take_in(packer.desk, replace(view.order, status=status, modified_at=modified))
    packer.settle()


def test_news_stops_the_packer_at_once(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST, SHIRT)
    recall(packer, FIRST)
    packer.qtbot.waitUntil(lambda: packer.place() is Place.STOP)
    assert packer.window.stop.word.text() == "停！订单已取消"
    assert "白色棉T恤 L ×1" in packer.window.stop.steps[0].text()
    assert packer.window.parts.sounds.last is Sound.STOP
    packer.scan(SHIRT)
    assert packer.place() is Place.STOP
    packer.scan("PKEXIT")
    assert (packer.place(), packer.word) == (Place.QUEUE, "已离开")


def test_escape_answers_a_stop_too(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST)
    recall(packer, FIRST)
    packer.qtbot.waitUntil(lambda: packer.place() is Place.STOP)
    packer.key(Qt.Key.Key_F1)
    assert packer.place() is Place.STOP
    packer.key(Qt.Key.Key_Escape)
    assert packer.place() is Place.QUEUE
    assert packer.desk.open_view() is None


def test_a_recalled_parcel_is_taken_apart_by_scanning_what_came_out(at_desk: Open) -> None:
    packer = at_desk(orders()[0], orders()[2])
    packer.scan(BOOK, "PKEXIT")
    assert packer.word == "已离开"
    recall(packer, SINGLE)
    packer.scan(SINGLE)
    assert packer.place() is Place.STOP
    assert packer.next == "扫描取出的商品"
    packer.scan(SHIRT)
    assert packer.place() is Place.STOP
    packer.scan(BOOK)
    assert (packer.place(), packer.word) == (Place.QUEUE, "已撤销")
    view = packer.desk.view(SINGLE)
    assert view is not None
    assert view.order.state is State.CANCELLED


def test_a_held_order_stops_until_it_is_answered(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST, "PKHOLD")
    assert packer.word == "已挂起"
    packer.scan(FIRST)
    assert packer.place() is Place.STOP
    packer.scan(SECOND)
    assert packer.place() is Place.STOP
    assert packer.next == "先处理红屏，再扫别的"
    assert packer.desk.open_view() is None
    packer.scan("pkexit")
    assert packer.place() is Place.QUEUE
    packer.scan(SECOND)
    assert packer.word == "订单已打开"


def test_a_refunded_unit_in_the_box_must_come_out(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(SECOND, SHIRT)
    view = packer.desk.view(SECOND)
    assert view is not None
    lines = (replace(view.order.lines[0], refund="SUCCESS"), view.order.lines[1])
    take_in(packer.desk, replace(view.order, lines=lines, modified_at=packer.desk.clock.now()))
    packer.qtbot.waitUntil(lambda: packer.place() is Place.STOP)
    packer.scan(SHIRT)
    assert packer.place() is Place.PACK
    assert packer.next.startswith("再扫 1 件 儿童绘本")


def test_a_changed_address_is_said_at_once(at_desk: Open) -> None:
    packer = at_desk(orders()[2])
    packer.scan(BOOK)
    view = packer.desk.view(SINGLE)
    assert view is not None
    receiver = replace(view.order.receiver, detail="文三路 1 号")
    take_in(packer.desk, replace(view.order, receiver=receiver, modified_at=packer.desk.clock.now()))
    packer.qtbot.waitUntil(lambda: packer.word == "还不行")
    assert packer.next == "地址改了：撕掉面单，按 F4 重打"
    packer.key(Qt.Key.Key_F4)
    assert packer.next == "贴好面单，扫一下 YT0000000000002"


# --- printing ---------------------------------------------------------------------------------------------------


def test_a_label_that_fails_is_said_and_printed_again_with_one_key(at_desk: Open) -> None:
    link = FakeLink("failed")
    packer = at_desk(orders()[2], link=link)
    packer.scan(BOOK)
    assert packer.word == "面单没打出来"
    assert packer.window.parts.sounds.last is tone_of(Verdict.LABEL_FAILED).sound
    assert packer.next == "看看打印机，再按 F4 重打"
    packer.key(Qt.Key.Key_F4)
    assert packer.word == "面单已打印"
    assert link.sent == ["YT0000000000001.png"]


def test_an_unknown_label_is_never_repeated_by_itself(at_desk: Open) -> None:
    link = FakeLink("unknown")
    packer = at_desk(orders()[2], link=link)
    packer.scan(BOOK)
    assert packer.word == "面单打了没？"
    assert len(link.sent) == 1
    packer.scan("YT0000000000001")
    assert packer.word == "已发货"
    assert len(link.sent) == 1


def test_closing_the_window_waits_for_the_label_under_way(at_desk: Open) -> None:
    packer = at_desk(orders()[2])
    packer.window.parts.session.scan(Heard(BOOK))
    packer.window.close()
    view = packer.desk.view(SINGLE)
    assert view is not None
    assert view.order.state is State.LABELLED


# --- keys -------------------------------------------------------------------------------------------------------


def test_help_comes_and_goes_with_one_key(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.key(Qt.Key.Key_F1)
    assert packer.place() is Place.HELP
    packer.key(Qt.Key.Key_F1)
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


def order_file(path: Path, *numbers: str) -> Path:
    line = {"line": "1", "sku": "BOOK", "title": "儿童绘本", "quantity": 1}
    receiver = {
        "name": "李明",
        "phone": "13812345678",
        "province": "浙江省",
        "city": "杭州市",
        "detail": "文一西路969号",
    }
    made = [
        {
            "number": number,
            "created_at": "2026-11-11T08:00:00+08:00",
            "paid_at": "2026-11-11T08:01:00+08:00",
            "receiver": receiver,
            "lines": [{**line, "line": f"{number}1"}],
        }
        for number in numbers
    ]
    path.write_text(json.dumps({"orders": made}), encoding="utf-8")
    return path


def test_files_dropped_on_the_window_are_imported_in_sight(at_desk: Open, tmp_path: Path) -> None:
    packer = at_desk(*orders())
    file = order_file(tmp_path / "new.json", "900000000001", "900000000002")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    drop = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    packer.window.dropEvent(drop)
    assert packer.place() is Place.IMPORT
    packer.qtbot.waitUntil(lambda: not packer.window.parts.importing.is_running)
    assert packer.window.progress.count.text().startswith("新增 2，")
    assert packer.place() is Place.IMPORTED
    assert packer.window.progress.isVisible()
    assert [cap.hint.text for cap in packer.window.hints.caps] == ["返回"]
    packer.key(Qt.Key.Key_Escape)
    assert packer.place() is Place.QUEUE
    packer.qtbot.waitUntil(lambda: packer.window.queue.lists.buttons[WorkList.ALL].count == 5)


def test_a_broken_file_is_said_in_a_sentence(at_desk: Open, tmp_path: Path) -> None:
    packer = at_desk(*orders())
    broken = tmp_path / "broken.json"
    broken.write_text('{"orders": [', encoding="utf-8")
    packer.window.parts.actions.import_files([broken])
    packer.qtbot.waitUntil(lambda: not packer.window.parts.importing.is_running)
    said = packer.window.progress.count.text() + packer.window.progress.lines[0].text()
    assert "broken.json" in said
    assert "files." not in said


def test_an_import_can_be_stopped_and_keeps_what_it_has(at_desk: Open, tmp_path: Path) -> None:
    packer = at_desk(*orders())
    window = packer.window
    file = order_file(tmp_path / "many.json", *(str(900000000000 + place) for place in range(3000)))
    slices: list[int] = []

    def stop_at_second(news: Announcement) -> None:
        slices.append(len(news.orders))
        if len(slices) == 2:
            window.parts.actions.do("leave")

    packer.desk.listen(stop_at_second)
    window.parts.actions.import_files([file])
    packer.qtbot.waitUntil(lambda: not window.parts.importing.is_running)
    assert window.progress.count.text().startswith("已取消")
    assert 3 < packer.desk.counts()[WorkList.ALL] < 3003
    packer.key(Qt.Key.Key_Escape)
    assert packer.place() is Place.QUEUE


def test_the_inbox_is_watched_and_shipments_go_out(at_desk: Open, tmp_path: Path) -> None:
    packer = at_desk(orders()[2])
    folder = tmp_path / "data"
    (folder / "inbox").mkdir(exist_ok=True)
    packer.window.parts.sync.start()
    packer.qtbot.waitUntil(lambda: not packer.window.parts.sync.is_away)
    packer.window.parts.overview.refresh()
    platform = packer.window.strip.lights[0]
    assert platform.startswith("文件夹 ")
    assert platform.endswith(" 秒前 · 0 未同步")
    packer.scan(BOOK, "YT0000000000001")
    order_file(folder / "inbox" / "new.json", "900000000001")
    packer.window.parts.sync.round()
    packer.qtbot.waitUntil(lambda: packer.desk.counts()[WorkList.ALL] == 1)
    packer.qtbot.waitUntil(lambda: packer.desk.syncing.status().unsent == 0)
    told = [file.read_text(encoding="utf-8-sig") for file in (folder / "outbox").glob("shipments-*.csv")]
    assert [text.count(SINGLE) for text in told] == [1]
    packer.qtbot.waitUntil(lambda: packer.window.queue.lists.buttons[WorkList.ALL].count == 1)


# --- mistakes of the program ------------------------------------------------------------------------------------


def test_a_mistake_is_said_and_the_order_stays_as_it_was(
    at_desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST, SHIRT)

    def broken(code: str, channel: str = "keyboard", *, complete: bool = True) -> None:
        raise ZeroDivisionError(code, channel, complete)

    with monkeypatch.context() as patch:
        patch.setattr(packer.desk, "scan", broken)
        packer.scan(SHIRT)
    assert packer.word == "程序出错"
    assert "ZeroDivisionError" in packer.window.fault.label.text()
    assert SHIRT not in packer.window.fault.label.text()
    packer.key(Qt.Key.Key_Escape)
    assert not packer.window.fault.isVisible()
    assert packer.place() is Place.PACK
    packer.scan(SHIRT)
    assert (packer.word, packer.window.banner.count.text()) == ("本行齐了", "2 / 2")


def test_the_window_follows_its_orders_live(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.key(Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    view = packer.desk.view(SECOND)
    assert view is not None
    take_in(packer.desk, replace(view.order, urges=2, modified_at=packer.desk.clock.now()))
    model = packer.window.queue.model
    packer.qtbot.waitUntil(lambda: "催 2" in " ".join(model.texts_at(model.place_of(SECOND) or 0)))


# --- sheets -----------------------------------------------------------------------------------------------------


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
    rows = {row.sku: row.on_hand for row in packer.desk.stock_rows(FIRST)}
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


def test_the_address_is_shown_with_a_key_and_noted(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST)
    packer.key(Qt.Key.Key_F6)
    assert packer.window.pack.is_revealed
    assert [row.verb for row in packer.desk.store.journal.of_order(FIRST)][-1] == "reveal"
    packer.key(Qt.Key.Key_F6)
    assert not packer.window.pack.is_revealed


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
        packer.window.parts.dialogs._save({"window.scale": 150})
    assert "150" in (tmp_path / "packstation.toml").read_text(encoding="utf-8")
