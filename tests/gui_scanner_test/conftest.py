"""A window system without a screen for the page of the scanner test."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from packstation.gui import theme
from packstation.gui.scanner_test import ScannerTestPage
from packstation.words import load

HERE = Path(__file__).parent
IN_FORCE = {
    "scanner.gap_ms": 50,
    "scanner.silence_ms": 120,
    "scanner.suffix": "any",
    "scanner.prefix": "",
}
MakePage = Callable[..., ScannerTestPage]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's screenless window system says of itself what it cannot do; that is no fault of ours."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))


@pytest.fixture
def page(qapp: QApplication) -> Iterator[MakePage]:
    """Shown pages, by default as large as in the smallest window there may be."""
    windows: list[QWidget] = []

    def make(
        language: str = "en",
        *,
        dark: bool = False,
        scale: float = 1.0,
        size: tuple[int, int] = (960, 392),
        prefix: str = "",
    ) -> ScannerTestPage:
        colours = theme.apply(qapp, dark=dark, scale=scale, language=language)
        made = ScannerTestPage(load(language), colours, {**IN_FORCE, "scanner.prefix": prefix})
        # in a window of a fixed size, as the real one: a page alone would grow as it likes
        window = QWidget()
        made.setParent(window)
        for widget in (window, made):
            widget.resize(*size)
        window.show()
        windows.append(window)
        return made

    yield make
    for one in windows:
        one.close()
        one.deleteLater()
    theme.apply(qapp, dark=False, scale=1.0)
    qapp.processEvents()
