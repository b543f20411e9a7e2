from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from packstation.gui.errands import Errands


@pytest.fixture
def errands() -> Iterator[Errands]:
    made = Errands()
    yield made
    made.close()


def test_results_come_back_on_the_windows_thread(errands: Errands, qtbot: QtBot) -> None:
    there: list[int] = []
    back: list[tuple[str, bool]] = []

    def work() -> str:
        there.append(threading.get_ident())
        return "面单"

    errands.run(work, lambda result: back.append((result, QThread.currentThread().isMainThread())))
    qtbot.waitUntil(lambda: bool(back))
    assert back == [("面单", True)]
    assert there != [threading.get_ident()]
    assert errands.pending == 0


def test_a_failed_errand_reaches_its_own_handler(errands: Errands, qtbot: QtBot) -> None:
    failed: list[Exception] = []

    def work() -> None:
        raise OSError("no paper")

    errands.run(work, lambda _: None, failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert str(failed[0]) == "no paper"


def test_a_failure_nobody_handles_is_told(errands: Errands, qtbot: QtBot) -> None:
    def work() -> None:
        raise ValueError("bug")

    with qtbot.waitSignal(errands.trouble) as told:
        errands.run(work, lambda _: None)
    assert isinstance(told.args[0], ValueError)


def test_many_errands_all_come_back_once(errands: Errands, qtbot: QtBot) -> None:
    back: list[int] = []
    tickets = [errands.run(partial(int, place), back.append) for place in range(500)]
    qtbot.waitUntil(lambda: len(back) == 500)
    assert sorted(back) == list(range(500))
    assert len(set(tickets)) == 500


def test_one_worker_keeps_the_order(qtbot: QtBot) -> None:
    errands = Errands(workers=1)
    back: list[int] = []
    for place in range(50):
        errands.run(partial(int, place), back.append)
    qtbot.waitUntil(lambda: len(back) == 50)
    assert back == list(range(50))
    errands.close()


def test_finishing_waits_and_settles_what_is_under_way() -> None:
    errands = Errands(workers=1)
    go = threading.Event()
    back: list[str] = []
    errands.run(lambda: go.wait(5), lambda _: back.append("printed"))
    threading.Timer(0.05, go.set).start()
    errands.finish()
    assert back == ["printed"]


def test_after_closing_nothing_comes_back(qapp: QApplication) -> None:
    errands = Errands()
    back: list[int] = []
    go = threading.Event()
    errands.run(lambda: go.wait(5), lambda _: back.append(1))
    go.set()
    errands.close()
    qapp.processEvents()
    assert back == []


def test_a_walk_leaves_room_for_the_window(errands: Errands, qtbot: QtBot) -> None:
    turns: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: turns.append(len(taken)))
    taken: list[int] = []
    done: list[bool] = []

    def steps() -> Iterator[int]:
        for place in range(60):
            QThread.msleep(2)
            taken.append(place)
            yield place

    timer.start(0)
    seen: list[int] = []
    errands.walk(steps(), seen.append, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done))
    timer.stop()
    assert taken == list(range(60))
    assert seen[-1] == 59
    assert len({turn for turn in turns if 0 < turn < 60}) >= 5


def test_a_stopped_walk_takes_no_further_step(errands: Errands, qtbot: QtBot) -> None:
    closed: list[bool] = []
    done: list[bool] = []

    def steps() -> Iterator[int]:
        try:
            yield from range(10_000_000)
        finally:
            closed.append(True)

    seen: list[int] = []
    walk = errands.walk(steps(), seen.append, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(seen))
    walk.stop()
    qtbot.waitUntil(lambda: errands.pending == 0)
    assert seen[-1] < 9_999_999
    assert closed == [True]
    assert done == [True]


def test_a_step_that_breaks_is_told_and_ends_the_walk(errands: Errands, qtbot: QtBot) -> None:
    done: list[bool] = []

    def steps() -> Iterator[int]:
        yield 1
        raise ValueError("broken row")

    with qtbot.waitSignal(errands.trouble) as told:
        errands.walk(steps(), None, lambda: done.append(True))
    assert str(told.args[0]) == "broken row"
    assert done == [True]
