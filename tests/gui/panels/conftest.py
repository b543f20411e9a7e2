"""A window system without a screen for the page of the open order and the sheets over the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from packstation.gui import theme
from packstation.gui.pack_panel import PackPanel
from packstation.words import load
from tests.gui.panels.sheets import Host, Window
from tests.gui.panels.values import ZONE

Panel = Callable[..., PackPanel]
MakeHost = Callable[..., Host]


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
