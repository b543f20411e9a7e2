"""Files brought to the window: read by a worker, stored between frames, shown as they go, stopped by Esc."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from packstation.desk.desk import Desk
from packstation.desk.importing import Progress
from packstation.domain.intake import Batch, Reject, Tally
from packstation.errors import PackstationError
from packstation.gui.errands import Errands, Walk
from packstation.gui.progress_panel import MOST_LINES, ProgressPanel
from packstation.words import Words

_LOOK_MS = 100


class ImportErrand(QObject):
    """One import at a time."""

    ended = Signal()

    def __init__(
        self, desk: Desk, errands: Errands, panel: ProgressPanel, words: Words, parent: QObject | None = None
    ) -> None:
        """Import to this desk and show it on this panel."""
        super().__init__(parent)
        self._desk = desk
        self._errands = errands
        self._panel = panel
        self._words = words
        self._cancelled = threading.Event()
        self._read_so_far = (0, 0)
        self._walk: Walk | None = None
        self._tally = Tally()
        self._running = False
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._show_reading)

    @property
    def is_running(self) -> bool:
        """Whether an import is under way."""
        return self._running

    def start(self, paths: Sequence[Path]) -> None:
        """Import these files; ignored while another import is under way."""
        if self._running:
            return
        self._running = True
        self._cancelled = threading.Event()
        self._read_so_far = (0, 0)
        self._tally = Tally()
        self._panel.start(self._words("gui.import.title"), self._words("gui.import.reading"))
        self._look.start()
        cancelled = self._cancelled
        self._errands.run(
            lambda: self._desk.importing.read(tuple(paths), self._note_read, cancelled.is_set),
            self._store,
            self._failed,
        )

    def cancel(self) -> None:
        """Stop; what was stored already stays."""
        if not self._running:
            return
        self._cancelled.set()
        if self._walk is not None:
            self._walk.stop()

    def _note_read(self, done: int, total: int) -> None:
        """In the worker: one plain value, picked up by the window when it looks."""
        self._read_so_far = (done, total)

    def _show_reading(self) -> None:
        done, total = self._read_so_far
        if total:
            self._panel.show_progress(done, total, self._words("gui.import.progress", done=done, total=total))

    def _store(self, batch: Batch) -> None:
        self._look.stop()
        if self._cancelled.is_set():
            self._finish()
            return
        self._walk = self._errands.walk(self._desk.importing.store(batch), self._stored, self._finish)

    def _stored(self, progress: Progress) -> None:
        self._tally = progress.tally
        text = self._words("gui.import.progress", done=progress.done, total=progress.total)
        self._panel.show_progress(progress.done, progress.total, text)

    def _finish(self) -> None:
        self._walk = None
        tally = self._tally
        key = "gui.import.cancelled" if self._cancelled.is_set() else "gui.import.done"
        text = self._words(
            key,
            added=tally.added,
            updated=tally.updated,
            unchanged=tally.unchanged,
            rejected=len(tally.rejects),
        )
        self._end(text, self._reject_lines(tally.rejects))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, PackstationError):
            self._end(self._words.error(error), ())
            return
        self._end(self._words("gui.fault.panel", kind=type(error).__name__), ())

    def _end(self, text: str, lines: tuple[str, ...]) -> None:
        self._look.stop()
        self._running = False
        self._panel.finish(text, lines)
        self.ended.emit()

    def _reject_lines(self, rejects: tuple[Reject, ...]) -> tuple[str, ...]:
        """The first rows that were not taken, and how many more there are."""
        lines = [self._reject_line(reject) for reject in rejects[: MOST_LINES - 1]]
        more = len(rejects) - len(lines)
        if more > 0:
            lines.append(self._words("gui.import.more", count=more))
        return tuple(lines)

    def _reject_line(self, reject: Reject) -> str:
        data = {**dict(reject.data), "file": reject.file, "row": reject.row, "column": reject.column}
        key = f"files.{reject.reason}"
        return self._words(key if key in self._words else f"errors.{reject.reason}", **data)
