from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer, qWarning
from pytestqt.qtbot import QtBot

from packstation.gui.faults import Faults


@pytest.fixture
def faults() -> Iterator[Faults]:
    made = Faults()
    restore = made.install()
    yield made
    restore()


def test_an_exception_in_a_slot_is_told_and_logged(faults: Faults, caplog: pytest.LogCaptureFixture) -> None:
    told: list[object] = []
    faults.happened.connect(told.append)
    error = ValueError("in a slot")
    sys.excepthook(ValueError, error, None)
    assert told == [error]
    assert "uncaught" in caplog.text


def test_an_exception_in_a_thread_reaches_the_window(faults: Faults, qtbot: QtBot) -> None:
    def work() -> None:
        raise OSError("in a thread")

    with qtbot.waitSignal(faults.happened) as told:
        threading.Thread(target=work).start()
    assert str(told.args[0]) == "in a thread"


@pytest.mark.usefixtures("faults")
@pytest.mark.qt_log_ignore("a word from Qt", extend=True)
def test_qts_own_words_go_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        qWarning("a word from Qt")
    assert "a word from Qt" in caplog.text


def test_leaving_with_ctrl_c_is_no_fault(faults: Faults, capsys: pytest.CaptureFixture[str]) -> None:
    told: list[object] = []
    faults.happened.connect(told.append)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_the_hooks_go_back_where_they_came_from() -> None:
    before = sys.excepthook, threading.excepthook
    restore = Faults().install()
    assert sys.excepthook is not before[0]
    restore()
    assert (sys.excepthook, threading.excepthook) == before


@pytest.mark.usefixtures("faults")
def test_a_real_slot_does_not_stop_the_event_loop(qtbot: QtBot) -> None:
    turns: list[int] = []

    def broken() -> None:
        turns.append(1)
        raise RuntimeError("slot")

    with qtbot.captureExceptions() as caught:
        QTimer.singleShot(0, broken)
        QTimer.singleShot(1, lambda: turns.append(2))
        qtbot.waitUntil(lambda: turns == [1, 2])
    assert [kind for kind, _, _ in caught] == [RuntimeError]
