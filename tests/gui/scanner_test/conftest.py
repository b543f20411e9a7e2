"""A window system without a screen for the page of the scanner test."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from packstation.gui import theme
from packstation.gui.scanner_test import ScannerTestPage
from packstation.words import load

IN_FORCE = {
    "scanner.gap_ms": 50,
    "scanner.silence_ms": 120,
    "scanner.suffix": "any",
    "scanner.prefix": "",
}
MakePage = Callable[..., ScannerTestPage]


@pytest.fixture
def page(qapp: QApplication) -> MakePage:
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

    return make
