"""A window system for the tests of the window: Qt's own, without a screen."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator, Mapping
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from packstation.desk.options import DeskOptions
from packstation.domain.order import Order
from packstation.domain.print_jobs import Paper
from packstation.gui import theme
from packstation.gui.garbage import Garbage
from packstation.gui.theme import LIGHT, Colours
from packstation.gui.window import Options, open_window
from packstation.platforms.connector import Connector
from packstation.printers.printer import Printer
from packstation.words import Words, load
from tests.builders import NOON, make_desk
from tests.fakes import FakeLink
from tests.gui import packer

HERE = Path(__file__).parent
ZONE = timezone(timedelta(hours=8))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's screenless window system says of itself what it cannot do; that is no fault of ours."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))


@pytest.fixture(scope="session", autouse=True)
def tidied() -> Iterator[Garbage]:
    """Python cleans up where the program has it clean up: never while Qt or a worker thread is at work."""
    garbage = Garbage()
    yield garbage
    garbage.stop()


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, tidied: Garbage) -> Iterator[None]:
    """Every test begins in the light theme at 100 %, and leaves no window behind."""
    theme.apply(qapp, dark=False, scale=1.0)
    yield
    # once the program's own event loop has run, a last window closed would end every later loop at once
    qapp.setQuitOnLastWindowClosed(False)
    for widget in qapp.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    # processEvents leaves deferred deletions to an event loop that tests do not have
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qapp.processEvents()
    tidied.look()


@pytest.fixture
def colours() -> Colours:
    return LIGHT


@pytest.fixture
def words() -> Words:
    return load("zh_CN")


@pytest.fixture
def at_desk(tmp_path: Path, qtbot: QtBot) -> Iterator[packer.Open]:
    """Opens windows on desks in a folder, and closes them."""
    opened: list[packer.Packer] = []

    def start(
        *records: Order,
        link: FakeLink | None = None,
        language: str = "zh_CN",
        printers: Mapping[Paper, Printer] | None = None,
        platform: Connector | None = None,
        options: DeskOptions = packer.OPTIONS,
        further: Mapping[str, Connector] | None = None,
        **more: object,
    ) -> packer.Packer:
        desk = make_desk(
            tmp_path / "data",
            *records,
            link=link,
            options=options,
            connect=(lambda _: platform) if platform else None,
            clock=packer.LiveClock(NOON),
            printers=printers,
            further=further,
        )
        window = open_window(desk, load(language), Options(sound=False, **more))  # type: ignore[arg-type]
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is window)
        opened.append(packer.Packer(desk, window, qtbot))
        return opened[-1]

    yield start
    for one in opened:
        one.window.close()
        one.desk.store.close()
