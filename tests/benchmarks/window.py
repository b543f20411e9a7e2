"""Opening the window on a long queue, against a short one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from packstation.desk.desk import Desk
from packstation.words import load
from tests.benchmarks.scanning import clocked, row
from tests.benchmarks.worlds import desk_with

FEW = 1_000
RUNS = 15


def lines(many: int) -> Iterator[str]:
    """The table's row about opening the window."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as name:
        few, lots = desk_with(Path(name) / "few", FEW), desk_with(Path(name) / "many", many)
        times: dict[str, list[float]] = {"few": [], "many": []}
        for turn in range(RUNS + 1):
            for which, desk in (("few", few), ("many", lots)):
                span = clocked(lambda desk=desk: open_and_close(desk, app))
                if turn:  # the very first one loads typefaces
                    times[which].append(span)
        assert median(times["few"]) > 0
        yield row(
            f"window open with {many:,} orders",
            times["many"],
            f"window open with {FEW:,} orders",
            times["few"],
            "≤ 1.3",
        )
        few.store.close()
        lots.store.close()


def open_and_close(desk: Desk, app: object) -> None:
    """From nothing to painted, and gone again."""
    from packstation.gui.window import Options, open_window

    window = open_window(desk, load("zh_CN"), Options(sound=False, sync_every_s=0))
    window.show()
    app.processEvents()  # type: ignore[attr-defined]
    window.grab()
    window.close()
    window.deleteLater()
    app.processEvents()  # type: ignore[attr-defined]
