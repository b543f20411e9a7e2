"""Devices on pseudo-terminals: the program opens them as it opens a real port."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gui.devices.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A device that is plugged in."""
    device = Terminal(tmp_path / "ttyUSB0")
    device.plug()
    yield device
    device.pull()
