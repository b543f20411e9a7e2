"""A window system without a screen for the page of the open order and the sheets over the window."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from packstation.gui import theme
from packstation.gui.pack_panel import PackPanel
from packstation.gui.theme import LIGHT, Colours
from packstation.words import Words, load
from tests.gui_panels.sheets import Host, Window
from tests.gui_panels.values import ZONE

HERE = Path(__file__).parent
Panel = Callable[..., PackPanel]
MakeHost = Callable[..., Host]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's screenless window system says of itself what it cannot do; that is no fault of ours."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """Every test begins in the light theme at 100 %, and leaves no window behind."""
    theme.apply(qapp, dark=False, scale=1.0)
    yield
    for widget in qapp.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    qapp.processEvents()


@pytest.fixture
def colours() -> Colours:
    return LIGHT


@pytest.fixture
def words() -> Words:
    return load("zh_CN")


@pytest.fixture
def panel(qapp: QApplication) -> Panel:
    """A shown page of the open order, as large as it is in a window of 1280 × 800."""

    def make(
        language: str = "zh_CN", *, dark: bool = False, size: tuple[int, int] = (1280, 592)
    ) -> PackPanel:
        colours = theme.apply(qapp, dark=dark, scale=1.0, language=language)
        made = PackPanel(load(language), colours, zone=ZONE)
        made.resize(*size)
        made.show()
        return made

    return make


@pytest.fixture
def host(qapp: QApplication, qtbot: QtBot) -> Iterator[MakeHost]:
    """Windows to lay sheets over."""
    windows: list[Window] = []

    def make(language: str = "en", *, dark: bool = False, size: tuple[int, int] = (1280, 800)) -> Host:
        colours = theme.apply(qapp, dark=dark, scale=1.0, language=language)
        window = Window()
        window.resize(*size)
        window.show()
        window.activateWindow()
        window.setFocus()
        qtbot.waitUntil(lambda: qapp.focusWidget() is window)
        windows.append(window)
        return Host(window, load(language), colours)

    yield make
    for window in windows:
        window.close()
