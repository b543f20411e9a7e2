"""News and labels that stop the packer, and how the window is answered."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from packstation.domain.order import State
from packstation.domain.scan import Verdict
from packstation.gui.heard import Heard
from packstation.gui.keys import Place
from packstation.gui.tones import tone_of
from tests.builders import take_in
from tests.fakes import FakeLink
from tests.gui.packer import BOOK, FIRST, SECOND, SHIRT, SINGLE, Open, orders, recall


def test_news_stops_the_packer_at_once(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST, SHIRT)
    recall(packer, FIRST)
    packer.qtbot.waitUntil(lambda: packer.place() is Place.STOP)
    assert packer.window.stop.word.text() == "停！订单已取消"
    assert "白色棉T恤 L ×1" in packer.window.stop.steps[0].text()
    assert packer.window.parts.sounds.last == "order-cancelled"
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
