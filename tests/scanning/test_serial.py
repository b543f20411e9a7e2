"""The same scans through a serial cable: a real pseudo-terminal, bytes in whatever pieces they come."""

from __future__ import annotations

import os
import random
from itertools import cycle
from pathlib import Path

import pytest

from tests.gui.devices.terminal import Terminal
from tests.scanning.interruptions import DURING, Interruptions
from tests.scanning.runs import FULL, IS_FULL, LEAST_PER_S, orders, scans, tell
from tests.scanning.shift import Shift
from tests.scanning.station import opened

ENDS = (b"\r", b"\r", b"\n", b"\r\n", b"\t")
STRETCH = FULL // 5 if IS_FULL else 300


class Cable:
    """A scanner at the far end of a cable; what it sends falls into pieces anywhere."""

    def __init__(self, terminal: Terminal, rng: random.Random) -> None:
        self._terminal = terminal
        self._rng = rng

    def scan(self, code: str) -> None:
        """Send a code."""
        data = code.encode() + self._rng.choice(ENDS)
        cut = self._rng.randrange(1, len(data))
        self._terminal.send(data[:cut])
        self._terminal.send(data[cut:])


@pytest.mark.soak
def test_every_scan_through_a_cable_counts(tmp_path: Path) -> None:
    count, seed, folder = scans(450), 31, tmp_path / "data"
    terminal = Terminal(tmp_path / "ttyUSB0")
    terminal.plug()
    around = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        with opened(folder, around, seed, orders(count), "--port", str(terminal.port)) as station:
            shift = Shift(station, Cable(terminal, random.Random(seed)).scan, seed, orders(count))
            interruptions = cycle(Interruptions(station, shift).of_the_window())
            pace = shift.scans(STRETCH)
            figures = shift.figures()
            while len(shift.sent) < count:
                next(interruptions)()
                shift.scans(min(STRETCH, max(0, count - len(shift.sent) - DURING)))
            shift.end(folder)
    finally:
        terminal.pull()
    tell("serial cable", shift, pace, figures)
    assert pace.rate >= LEAST_PER_S
