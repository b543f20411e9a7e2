"""Devices on pseudo-terminals: the program opens them as it opens a real port."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gui_devices.terminal import Terminal

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's screenless window system says of itself what it cannot do; that is no fault of ours."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A device that is plugged in."""
    device = Terminal(tmp_path / "ttyUSB0")
    device.plug()
    yield device
    device.pull()
