"""Opening the window on a long queue, against a short one: database, lists, first page, painted."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.scanning import clocked, row
from tests.benchmarks.worlds import desk_with
from tests.builders import make_desk

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

FEW = 1_000
RUNS = 15


def lines(many: int) -> Iterator[str]:
    """The table's row about opening the window."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as name:
        folders = {"few": Path(name) / "few", "many": Path(name) / "many"}
        for which, count in (("few", FEW), ("many", many)):
            desk_with(folders[which], count).store.close()
        times: dict[str, list[float]] = {"few": [], "many": []}
        for turn in range(RUNS + 1):
            for which, folder in folders.items():
                span = clocked(lambda folder=folder: open_and_close(folder, app))
                if turn:  # the very first one loads typefaces
                    times[which].append(span)
        few = f"window open with {FEW:,} orders"
        yield row(f"window open with {many:,} orders", times["many"], few, times["few"], "≤ 1.3")


def open_and_close(folder: Path, app: QApplication) -> None:
    """From a closed database to a painted queue, and gone again."""
    from PySide6.QtCore import QEvent

    from packstation.gui.window import Options, open_window
    from packstation.words import load

    desk = make_desk(folder)
    window = open_window(desk, load("zh_CN"), Options(sound=False, sync_every_s=0))
    window.show()
    app.processEvents()
    window.grab()
    window.close()
    window.deleteLater()
    # outside an event loop deferred deletions wait; windows left over would slow down the next one
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desk.store.close()
