"""Text fields keep input methods out, let them in when asked, and notice a scan that one has taken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from packstation.gui.find_bar import FindField
from packstation.gui.latin_line import LatinLine
from packstation.gui.text_field import Typing

CONTROL = Qt.KeyboardModifier.ControlModifier


class Ticker:
    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


class Bench:
    def __init__(self, qtbot: QtBot) -> None:
        self.clock = Ticker()
        self.window = QWidget()
        self.line = LatinLine("", self.clock)
        self.line.setParent(self.window)
        self.lost = 0
        self.line.scan_lost.connect(self._lose)
        qtbot.addWidget(self.window)
        self.window.show()
        self.line.show()
        self.line.setFocus()

    def _lose(self) -> None:
        self.lost += 1

    def compose(self, text: str, pace_s: float) -> None:
        for end in range(1, len(text) + 1):
            self.clock.now += pace_s
            QApplication.sendEvent(self.line, QInputMethodEvent(text[:end], []))

    def commit(self, text: str) -> None:
        self.clock.now += 0.5
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(self.line, event)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    made = Bench(qtbot)
    QTest.qWaitForWindowExposed(made.window)
    yield made
    made.window.close()


def allows(line: QLineEdit) -> bool:
    return bool(line.inputMethodQuery(Qt.InputMethodQuery.ImEnabled))


@pytest.mark.parametrize("kind", [LatinLine, FindField, Typing])
def test_no_text_field_lets_an_input_method_in_by_itself(qtbot: QtBot, kind: type[LatinLine]) -> None:
    line = kind()
    qtbot.addWidget(line)
    assert not allows(line)


def test_it_is_let_in_with_a_key_until_the_field_is_left(bench: Bench) -> None:
    QTest.keyClick(bench.line, Qt.Key.Key_I, CONTROL)
    assert allows(bench.line)
    bench.compose("lim", 0.2)
    bench.commit("李明")
    assert bench.line.text() == "李明"
    bench.line.clearFocus()
    assert not allows(bench.line)
    assert bench.lost == 0


def test_the_key_switches_back_too(bench: Bench) -> None:
    for wanted in (True, False):
        QTest.keyClick(bench.line, Qt.Key.Key_I, CONTROL)
        assert allows(bench.line) is wanted


def test_a_scan_taken_by_the_input_method_is_noticed_and_leaves_nothing(bench: Bench) -> None:
    bench.line.setText("王")
    bench.line.compose(True)
    bench.compose("yt7500", 0.01)
    assert bench.lost == 1
    assert bench.line.text() == "王"
    assert not allows(bench.line)


def test_a_person_composing_is_never_taken_for_a_scanner(bench: Bench) -> None:
    bench.line.compose(True)
    bench.compose("hangzhou", 0.09)
    bench.commit("杭州")
    assert bench.lost == 0
    assert bench.line.text() == "杭州"
