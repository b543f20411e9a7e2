"""The filter against real Qt windows: events as QTest makes them (no time stamp) and as the window system does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from packstation.gui.heard import Heard
from packstation.gui.scan_queue import ScanQueue
from packstation.gui.scanner import KeyboardScanner
from packstation.gui.theme import LIGHT
from packstation.words import load
from tests.gui.values import make_window


class Ticker:
    """A clock that the test moves; seconds."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def click(target: QWidget | QWindow, key: str | Qt.Key) -> None:
    """A key down and up; QTest takes signs too, its types do not say so."""
    QTest.keyClick(target, key)  # type: ignore[arg-type]


class Bench:
    """A window with everything a scan could harm."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        self.field = QLineEdit()
        self.button = QPushButton("&Yes")
        self.check = QCheckBox("&No")
        self.pressed: list[str] = []
        self.scans: list[str] = []
        self.clock = Ticker()
        column = QVBoxLayout(self.window)
        for widget in (self.field, self.button, self.check):
            column.addWidget(widget)
        self.button.clicked.connect(lambda: self.pressed.append("button"))
        self.check.toggled.connect(lambda: self.pressed.append("check"))
        self.field.returnPressed.connect(lambda: self.pressed.append("return"))
        self.scanner = KeyboardScanner(self.window, clock=self.clock)
        self.queue = ScanQueue(self.window)
        self.scanner.heard.connect(self.queue.put)
        self.queue.next.connect(lambda heard: self.scans.append(heard.code))
        self.window.show()
        self.window.activateWindow()

    def key(self, target: QWidget, key: str | Qt.Key, after_ms: float) -> None:
        self.clock.now += after_ms / 1000
        click(target, key)

    def burst(
        self, target: QWidget, code: str, gap_ms: float = 5, *, end: Qt.Key | None = Qt.Key.Key_Return
    ) -> None:
        for sign in code:
            self.key(target, sign, gap_ms)
        if end is not None:
            self.key(target, end, gap_ms)

    def type_slowly(self, target: QWidget, text: str) -> None:
        for sign in text:
            self.clock.now += 0.3
            click(target, sign)

    def settle(self) -> None:
        """Let silence pass on both clocks, until nothing is held back any more."""
        self.clock.now += 0.125
        self.qtbot.waitUntil(lambda: not self.scanner.is_waiting and self.queue.is_empty)
        QApplication.processEvents()
        self.clock.now += 0.5


@pytest.fixture
def bench(qapp: QApplication, qtbot: QtBot) -> Iterator[Bench]:
    made = Bench(qtbot)
    QTest.qWaitForWindowExposed(made.window)
    yield made
    qapp.removeEventFilter(made.scanner)
    made.window.close()


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, None])
@pytest.mark.parametrize("where", ["field", "button", "check", "window"])
def test_a_scan_touches_nothing_wherever_the_focus_is(bench: Bench, where: str, end: Qt.Key | None) -> None:
    target: QWidget = getattr(bench, where)
    target.setFocus()
    before = QApplication.focusWidget()
    bench.burst(target, "YN 7500012345678", end=end)
    bench.settle()
    assert bench.scans == ["YN 7500012345678"]
    assert bench.pressed == []
    assert bench.field.text() == ""
    assert QApplication.focusWidget() is before


def test_keys_from_the_window_system_carry_their_own_time(bench: Bench) -> None:
    bench.field.setFocus()
    handle = bench.window.windowHandle()
    for sign in "JDVN00012345":
        click(handle, sign)
    click(handle, Qt.Key.Key_Return)
    bench.settle()
    assert bench.scans == ["JDVN00012345"]
    assert bench.field.text() == ""
    assert bench.pressed == []


def stamped(target: QWidget, key: Qt.Key, text: str, stamp: int) -> None:
    """A key as the window system delivers it: at the window, with its own time stamp."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
        event.setTimestamp(stamp)
        QApplication.sendEvent(target.windowHandle(), event)


def test_a_busy_window_does_not_tear_a_slow_typist_or_a_scan(bench: Bench) -> None:
    """All keys arrive at once after a block; their stamps tell who typed them."""
    bench.field.setFocus()
    stamp = 5_000
    for sign in "abc":
        stamped(bench.window, Qt.Key.Key_A, sign, stamp)
        stamp += 250
    stamp += 1000
    for sign in "YT123456":
        stamped(bench.window, Qt.Key.Key_A, sign, stamp)
        stamp += 6
    stamped(bench.window, Qt.Key.Key_Return, "\r", stamp)
    bench.settle()
    assert bench.scans == ["YT123456"]
    assert bench.field.text() == "abc"


def test_slow_typing_reaches_the_field_complete_and_in_order(bench: Bench) -> None:
    bench.field.setFocus()
    bench.type_slowly(bench.field, "ab12 c")
    bench.settle()
    bench.key(bench.field, Qt.Key.Key_Return, 500)
    bench.settle()
    assert bench.field.text() == "ab12 c"
    assert bench.pressed == ["return"]
    assert bench.scans == []


def test_a_scan_between_typed_letters_leaves_the_letters(bench: Bench) -> None:
    bench.field.setFocus()
    bench.type_slowly(bench.field, "ab")
    bench.clock.now += 0.5
    bench.burst(bench.field, "6901234567892")
    bench.clock.now += 0.5
    bench.type_slowly(bench.field, "cd")
    bench.settle()
    assert bench.field.text() == "abcd"
    assert bench.scans == ["6901234567892"]


def test_editing_keys_work_and_keep_their_place(bench: Bench) -> None:
    bench.field.setFocus()
    bench.type_slowly(bench.field, "ab")
    bench.key(bench.field, Qt.Key.Key_Backspace, 60)
    bench.settle()
    assert bench.field.text() == "a"


def test_a_person_can_still_press_a_button_with_space_and_enter(bench: Bench) -> None:
    bench.button.setFocus()
    bench.key(bench.button, Qt.Key.Key_Space, 500)
    bench.settle()
    assert bench.pressed == ["button"]
    bench.check.setFocus()
    bench.key(bench.check, Qt.Key.Key_Space, 500)
    bench.settle()
    assert bench.pressed == ["button", "check"]


@pytest.mark.parametrize("code", ["YT7500012345678", "NO1234", "   ", "yes", "JDVN 5 "])
def test_a_scan_answers_no_dialog(bench: Bench, code: str) -> None:
    dialog = QDialog(bench.window)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Yes | QDialogButtonBox.StandardButton.No)
    column = QVBoxLayout(dialog)
    column.addWidget(buttons)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    answers: list[int] = []
    dialog.finished.connect(answers.append)
    dialog.open()
    QTest.qWaitForWindowExposed(dialog)
    target = QApplication.focusWidget() or dialog
    bench.burst(target, code)
    bench.burst(dialog, code, end=Qt.Key.Key_Enter)
    bench.settle()
    assert answers == []
    assert bench.scans == [code, code]
    bench.key(dialog, Qt.Key.Key_Escape, 500)
    bench.settle()
    assert answers == [0]


def test_a_scan_chooses_nothing_in_a_menu(bench: Bench) -> None:
    menu = QMenu(bench.window)
    chosen: list[str] = []
    for name in ("&Yes", "&No", "&1 ship"):
        menu.addAction(name, lambda name=name: chosen.append(name))
    menu.popup(bench.window.mapToGlobal(QPoint(5, 5)))
    QTest.qWaitForWindowExposed(menu)
    bench.burst(menu, "YN1234567")
    bench.settle()
    assert bench.scans == ["YN1234567"]
    assert chosen == []
    menu.close()


def test_twenty_scans_a_second_all_arrive_in_order(bench: Bench) -> None:
    codes = [f"69012345{place:05d}" for place in range(60)]
    for code in codes:
        bench.burst(bench.window, code, gap_ms=2)
        bench.clock.now += 0.02
    bench.settle()
    assert bench.scans == codes


def test_a_slow_or_failing_answer_loses_no_scan(bench: Bench, qtbot: QtBot) -> None:
    heard: list[str] = []

    def answer(one: Heard) -> None:
        code = one.code
        heard.append(code)
        if code == "AAA111":
            bench.burst(bench.window, "CCC333")
            QApplication.processEvents()
        if code == "BBB222":
            raise RuntimeError(code)

    bench.queue.next.connect(answer)
    with qtbot.captureExceptions() as faults:
        bench.burst(bench.window, "AAA111")
        bench.burst(bench.window, "BBB222")
        bench.settle()
    assert sorted(heard) == ["AAA111", "BBB222", "CCC333"]
    assert len(faults) == 1


def test_group_separators_of_gs1_codes_are_kept(bench: Bench) -> None:
    for sign in "0106901234567892":
        bench.key(bench.window, sign, 5)
    bench.clock.now += 0.005
    QTest.keyClick(bench.window, Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier)
    bench.burst(bench.window, "21ABC")
    bench.settle()
    assert len(bench.scans) == 1
    assert bench.scans[0].replace("\x1d", "") == "010690123456789221ABC"


def test_other_codes_come_in_by_the_same_door(bench: Bench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bench.queue.next) as heard:
        bench.queue.put(Heard("PKUNDO", "serial"))
    assert heard.args == [Heard("PKUNDO", "serial")]


def test_rhythm_and_end_are_told_with_the_scan(bench: Bench) -> None:
    told: list[Heard] = []
    bench.scanner.heard.connect(told.append)
    bench.burst(bench.window, "AB12", gap_ms=10, end=Qt.Key.Key_Tab)
    bench.settle()
    assert told == [Heard("AB12", "keyboard", (10, 10, 10, 10), ("A", "B", "1", "2", "\t"), "tab")]


def test_a_block_just_longer_than_the_silence_does_not_tear_a_scan(bench: Bench) -> None:
    """The timer runs out during the block, and the rest of the code waits behind it."""
    handle = bench.window.windowHandle()
    for place, sign in enumerate("69012345"):
        if place == 4:
            bench.clock.now += 0.123
            bench.scanner._on_silence()
        stamp = 50_000 + place * 5
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, sign)
        event.setTimestamp(stamp)
        QApplication.sendEvent(handle, event)
    bench.settle()
    assert bench.scans == ["69012345"]


def test_control_signs_inside_a_code_are_no_shortcuts(bench: Bench) -> None:
    """Some codes hold control signs, which a scanner types as Ctrl and a letter: Ctrl+Z, Ctrl+Q among them."""
    for sign in "ABC":
        bench.key(bench.window, sign, 5)
    for key, text in ((Qt.Key.Key_Z, "\x1a"), (Qt.Key.Key_Q, "\x11")):
        bench.clock.now += 0.005
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.ControlModifier, text)
        QApplication.sendEvent(bench.window, event)
        assert event.timestamp() == 0
    bench.burst(bench.window, "DEF")
    bench.settle()
    assert bench.scans == ["ABC\x1a\x11DEF"]


def test_a_persons_control_keys_come_through(bench: Bench) -> None:
    bench.field.setFocus()
    bench.type_slowly(bench.field, "ab")
    bench.settle()
    QTest.keyClick(bench.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert bench.field.text() != "ab"


def test_no_input_method_may_touch_the_window(qapp: QApplication) -> None:
    assert qapp is not None
    window = make_window(load("zh_CN"), LIGHT)
    window.show()
    window.setFocus()
    assert not window.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)
    assert not window.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
