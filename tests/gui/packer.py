"""A packer at the real window: what they scan, press and see."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta, timezone

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.order import Line, Order
from packstation.gui.keys import Place
from packstation.gui.window import PackWindow
from tests.builders import make_order, take_in
from tests.fakes import FakeClock

ZONE = timezone(timedelta(hours=8))
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
    """Always noon, but seconds pass, and more where a test wants it."""

    def steady(self) -> float:
        return time.monotonic() + self.seconds


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
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not parts.gates.is_asking)
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


def recall(packer: Packer, number: str, status: str = "TRADE_CLOSED") -> None:
    """The platform takes an order back."""
    view = packer.desk.view(number)
    assert view is not None
    modified = packer.desk.clock.now() + timedelta(minutes=1)
    take_in(packer.desk, replace(view.order, status=status, modified_at=modified))
    packer.settle()
