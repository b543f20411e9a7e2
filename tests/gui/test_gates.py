"""The real window at the two gates: the platform is asked without holding anything up, and stops what it called off."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from packstation.desk.gate_book import FRESH_S
from packstation.domain.order import State
from packstation.gui import gate_asks
from packstation.gui.ask_dialog import AskSheet
from packstation.gui.exceptions_dialog import ExceptionsSheet
from packstation.gui.keys import Place
from packstation.gui.messages import StopText
from tests.asked_platform import AskedPlatform
from tests.builders import make_order
from tests.gui.packer import BOOK, FIRST, OPTIONS, SECOND, SHIRT, SINGLE, Open, Packer, orders

NUMBER = "YT0000000000001"


class Held:
    """A platform that answers only when the test lets it."""

    def __init__(self, platform: AskedPlatform) -> None:
        self.platform = platform
        self.go = threading.Event()
        platform.meanwhile = self._wait

    def _wait(self) -> None:
        assert self.go.wait(20)


@pytest.fixture
def platform() -> AskedPlatform:
    return AskedPlatform(*orders())


@pytest.fixture
def held(platform: AskedPlatform) -> Iterator[Held]:
    held = Held(platform)
    yield held
    held.go.set()


def type_in(packer: Packer, code: str) -> None:
    """A scan, without waiting for what it set going."""
    QTest.keyClicks(QApplication.focusWidget() or packer.window, code)
    QTest.keyClick(QApplication.focusWidget() or packer.window, Qt.Key.Key_Return)
    packer.qtbot.waitUntil(lambda: not packer.window.parts.scanners.is_waiting)
    QApplication.processEvents()


def later(packer: Packer) -> None:
    """What the platform said before counts no more."""
    packer.desk.clock.pass_time(seconds=FRESH_S)  # type: ignore[attr-defined]


def state_of(packer: Packer, number: str) -> State:
    view = packer.desk.view(number)
    assert view
    return view.order.state


def labelled(packer: Packer) -> None:
    packer.scan(BOOK)
    assert state_of(packer, SINGLE) is State.LABELLED
    later(packer)


# --- when all is well -------------------------------------------------------------------------------------------


def test_one_scan_to_the_label_and_one_to_shipped(at_desk: Open, platform: AskedPlatform) -> None:
    packer = at_desk(orders()[2], platform=platform)
    packer.scan(BOOK)
    assert (packer.word, packer.detail) == ("整单齐了", f"面单已出，贴好后扫一下 {NUMBER}")
    later(packer)
    packer.scan(NUMBER)
    assert packer.word == "已发货"
    assert platform.asked == [(SINGLE,), (SINGLE,)]


def test_the_window_works_on_while_the_platform_thinks(
    at_desk: Open, platform: AskedPlatform, held: Held
) -> None:
    held.go.set()
    packer = at_desk(orders()[2], platform=platform)
    labelled(packer)
    held.go.clear()
    began = time.monotonic()
    type_in(packer, NUMBER)
    assert time.monotonic() - began < 5
    packer.qtbot.waitUntil(lambda: packer.window.parts.gates.is_asking)
    assert (packer.word, packer.next) == ("核对中", "请稍等：正在向平台核对")
    assert state_of(packer, SINGLE) is State.LABELLED
    type_in(packer, SHIRT)
    assert packer.word == "还不行"
    assert "等它答复" in packer.detail
    held.go.set()
    packer.settle()
    assert packer.word == "已发货"


def test_an_undo_while_the_platform_thinks_is_done_at_once(
    at_desk: Open, platform: AskedPlatform, held: Held
) -> None:
    packer = at_desk(orders()[2], platform=platform)
    type_in(packer, BOOK)
    packer.qtbot.waitUntil(lambda: packer.window.parts.gates.is_asking)
    type_in(packer, "PKUNDO")
    assert packer.word == "已撤销"
    held.go.set()
    packer.settle()
    assert (packer.word, state_of(packer, SINGLE)) == ("已撤销", State.PACKING)


# --- when the platform says no ----------------------------------------------------------------------------------


def test_a_cancel_told_at_the_gate_fills_the_screen_once_and_names_what_to_take_out(
    at_desk: Open, platform: AskedPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    packer = at_desk(orders()[2], platform=platform)
    labelled(packer)
    platform.cancel(SINGLE)
    shown: list[StopText] = []
    show = packer.window.show_stop

    def counted(text: StopText) -> None:
        shown.append(text)
        show(text)

    monkeypatch.setattr(packer.window, "show_stop", counted)
    packer.scan(NUMBER)
    assert packer.place() is Place.STOP
    assert "儿童绘本 全6册 ×1" in packer.window.stop.steps[0].text()
    assert NUMBER in packer.window.stop.steps[1].text()
    assert len(shown) == 1
    packer.scan(BOOK)
    assert (packer.place(), state_of(packer, SINGLE)) == (Place.QUEUE, State.CANCELLED)


def test_a_refunded_unit_is_named_and_scanned_out(at_desk: Open, platform: AskedPlatform) -> None:
    packer = at_desk(orders()[1], platform=platform)
    platform.refund(SECOND, 1)
    packer.scan(SECOND, SHIRT, BOOK)
    assert packer.place() is Place.STOP
    assert packer.window.stop.word.text() == "停！有商品退款了"
    assert packer.window.stop.steps[0].text() == "把 儿童绘本 ×1 从箱中取出"
    assert packer.next == "把一件 儿童绘本 取出，并扫一下"
    packer.scan(BOOK)
    assert (packer.place(), state_of(packer, SECOND)) == (Place.PACK, State.LABELLED)


def test_an_address_changed_under_the_label_asks_for_a_new_one(
    at_desk: Open, platform: AskedPlatform
) -> None:
    packer = at_desk(orders()[2], platform=platform)
    labelled(packer)
    platform.move_house(SINGLE)
    packer.scan(NUMBER)
    assert packer.word == "还不行"
    assert packer.next == "地址改了：撕掉面单，按 F4 重打"
    packer.scan("PKREPRINT", NUMBER)
    assert packer.word == "面单不对"
    packer.scan("YT0000000000002")
    assert packer.word == "已发货"


# --- between the gates ------------------------------------------------------------------------------------------


def test_a_cancel_of_the_open_order_fills_the_screen_within_one_round(
    at_desk: Open, platform: AskedPlatform
) -> None:
    packer = at_desk(*orders(), platform=platform)
    packer.window.parts.sync.start()
    packer.scan(FIRST, SHIRT)
    platform.cancel(FIRST)
    packer.qtbot.waitUntil(lambda: packer.place() is Place.STOP)
    assert packer.window.stop.word.text() == "停！订单已取消"
    assert "白色棉T恤 L ×1" in packer.window.stop.steps[0].text()


def test_a_refund_of_the_open_order_names_what_to_take_out_within_one_round(
    at_desk: Open, platform: AskedPlatform
) -> None:
    packer = at_desk(*orders(), platform=platform)
    packer.window.parts.sync.start()
    packer.scan(SECOND, SHIRT)
    platform.refund(SECOND)
    packer.qtbot.waitUntil(lambda: packer.place() is Place.STOP)
    assert packer.window.stop.steps[0].text() == "把 白色棉T恤 L ×1 从箱中取出"


def test_an_address_change_that_a_round_brings_voids_the_label_and_asks_for_a_new_one(
    at_desk: Open, platform: AskedPlatform
) -> None:
    packer = at_desk(orders()[2], platform=platform)
    packer.window.parts.sync.start()
    labelled(packer)
    platform.move_house(SINGLE)
    packer.qtbot.waitUntil(lambda: packer.next == "地址改了：撕掉面单，按 F4 重打")
    packer.scan("PKREPRINT", NUMBER)
    assert packer.word == "面单不对"


# --- when it says nothing ---------------------------------------------------------------------------------------


def test_a_platform_that_is_silent_leaves_the_box_where_it_is(at_desk: Open, platform: AskedPlatform) -> None:
    packer = at_desk(orders()[2], platform=platform)
    platform.acts = ["silent"]
    packer.scan(BOOK)
    assert (packer.word, state_of(packer, SINGLE)) == ("面单没打出来", State.PACKED)
    assert "PKPRINT" in packer.detail
    packer.scan("PKPRINT")
    assert state_of(packer, SINGLE) is State.LABELLED


def test_nobody_waits_for_a_platform_that_takes_its_time(
    at_desk: Open, platform: AskedPlatform, held: Held
) -> None:
    packer = at_desk(orders()[2], platform=platform)
    packer.window.parts.gates._wait_ms = 50
    type_in(packer, BOOK)
    packer.qtbot.waitUntil(lambda: packer.word == "面单没打出来")
    assert gate_asks.WAIT_MS < FRESH_S * 1000
    platform.cancel(SINGLE)
    held.go.set()
    packer.qtbot.waitUntil(lambda: packer.place() is Place.STOP)
    assert state_of(packer, SINGLE) is State.CANCELLED


def test_what_went_on_unasked_is_marked_on_the_order_and_looked_at_in_the_next_round(
    at_desk: Open, platform: AskedPlatform
) -> None:
    packer = at_desk(orders()[2], platform=platform, options=replace(OPTIONS, offline_rule="go-on"))
    platform.acts = ["silent"]
    packer.scan(BOOK)
    side = packer.window.pack.side
    assert state_of(packer, SINGLE) is State.LABELLED
    assert [chip.text for chip in side._shown.chips] == ["未核对"]  # type: ignore[union-attr]
    later(packer)
    platform.acts = ["silent"]
    packer.scan(NUMBER)
    assert packer.word == "已发货"
    assert "已标记" in packer.detail
    platform.cancel(SINGLE)
    packer.window.parts.sync.round()
    packer.qtbot.waitUntil(lambda: packer.desk.exceptions.row(SINGLE) is not None)


def test_two_orders_handed_over_at_once(at_desk: Open, held: Held) -> None:
    one, two = (make_order(number, *orders()[2].lines) for number in (FIRST, SECOND))
    platform = AskedPlatform(one, two)
    packer = at_desk(one, two, platform=platform, options=replace(OPTIONS, ship_on="handover"))
    packer.scan(FIRST, BOOK, "PKEXIT", SECOND, BOOK, "PKEXIT", "PKHANDOVER")
    later(packer)
    held.platform = platform
    platform.meanwhile = held._wait
    type_in(packer, NUMBER)
    type_in(packer, "YT0000000000002")
    packer.qtbot.waitUntil(lambda: len(platform.asked) == 4)
    platform.cancel(FIRST)
    held.go.set()
    packer.settle()
    assert (state_of(packer, FIRST), state_of(packer, SECOND)) == (State.LABELLED, State.SHIPPED)
    assert packer.place() is Place.STOP


def test_a_parcel_that_should_not_have_left_is_dealt_with_from_the_exceptions_desk(
    at_desk: Open, platform: AskedPlatform
) -> None:
    packer = at_desk(orders()[2], platform=platform, options=replace(OPTIONS, offline_rule="go-on"))
    for code in (BOOK, NUMBER):
        platform.acts = ["silent"]
        packer.scan(code)
        later(packer)
    platform.cancel(SINGLE)
    packer.desk.gates.unasked.look_now()
    packer.key(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    [sheet] = packer.window.open_sheets()
    assert isinstance(sheet, ExceptionsSheet)
    assert packer.window._words("exceptions.unasked-cancelled") in "".join(sheet.detail.texts)
    packer.key(Qt.Key.Key_Return)
    [ask] = packer.window.open_sheets()
    assert isinstance(ask, AskSheet)
    packer.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert ask.note.text()
    packer.type_slowly("carrier stops it")
    packer.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert packer.desk.exceptions.row(SINGLE) is None
    assert packer.desk.exceptions.notes(SINGLE)[0].text == "carrier stops it"
