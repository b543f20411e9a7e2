"""Python's cleaning-up waits for a quiet turn of the window's thread, and is done all the same."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from pytestqt.qtbot import QtBot

from packstation.gui.garbage import TICK_MS, Garbage


class Loop:
    """Holds itself, as windows and their parts hold each other: only the cleaning-up takes it away."""

    def __init__(self) -> None:
        self.itself = self


def cast_off() -> tuple[weakref.ref[Loop], list[int]]:
    """One that nobody else knows, and the threads it was taken away in."""
    loop, threads = Loop(), []
    weakref.finalize(loop, lambda: threads.append(threading.get_ident()))
    return weakref.ref(loop), threads


def much_work() -> int:
    """What makes Python clean up by itself, many times over."""
    return len([[number] for number in range(200_000)])


def test_a_worker_thread_takes_no_window_parts_away(qtbot: QtBot) -> None:
    cast, threads = cast_off()
    worker = threading.Thread(target=much_work)
    worker.start()
    worker.join()
    assert cast() is not None
    kept = [[number] for number in range(gc.get_threshold()[0] + 1)]  # enough that it is due
    qtbot.waitUntil(lambda: cast() is None, timeout=20 * TICK_MS)
    assert kept
    assert threads == [threading.get_ident()]


def test_without_it_the_worker_does(qapp: object) -> None:
    """Shows that the test above can fail."""
    del qapp
    gc.collect()  # else it would be due at once, in this thread
    gc.enable()
    try:
        cast, threads = cast_off()
        worker = threading.Thread(target=much_work)
        worker.start()
        worker.join()
    finally:
        gc.disable()
    assert cast() is None
    assert threads == [worker.ident]


@pytest.mark.parametrize("age", [0, 1, 2])
def test_a_look_is_as_thorough_as_is_due(monkeypatch: pytest.MonkeyPatch, tidied: Garbage, age: int) -> None:
    limits = gc.get_threshold()
    counts = [limit + 1 if place <= age else 0 for place, limit in enumerate(limits)]
    done: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: tuple(counts))
    monkeypatch.setattr(gc, "collect", done.append)
    tidied.look()
    assert done == [age]


def test_nothing_due_is_nothing_done(monkeypatch: pytest.MonkeyPatch, tidied: Garbage) -> None:
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 0))
    done: list[int] = []
    monkeypatch.setattr(gc, "collect", done.append)
    tidied.look()
    assert done == []
