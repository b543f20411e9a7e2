"""What goes on behind the packer's back at the printers."""

from __future__ import annotations

import logging
from collections import deque
from functools import partial

from PySide6.QtCore import QObject, Signal

from packstation.desk.desk import Desk
from packstation.desk.print_task import PrintDone
from packstation.domain.connection import Found
from packstation.domain.print_jobs import JobState
from packstation.domain.scan import Answer
from packstation.gui.errands import Errands

_log = logging.getLogger(__name__)
_HEALTH = {
    JobState.PRINTED: Found.OK,
    JobState.SENT: Found.OK,
    JobState.FAILED: Found.FAILED,
    JobState.UNKNOWN: Found.WARNING,
}


class Labels(QObject):
    """Sends print jobs to their printers; ``settled`` carries how each ended.

    One job at a time goes to a printer, in the order in which they came; no printer waits for another. A job
    that waits is only noted as queued, so that it can still be taken back.
    """

    settled = Signal(object)
    moved = Signal()

    def __init__(self, desk: Desk, errands: Errands, parent: QObject | None = None) -> None:
        """Print for this desk; ``errands`` should have as many workers as there are printers."""
        super().__init__(parent)
        self._desk = desk
        self._errands = errands
        self._waiting: dict[str, deque[int]] = {}
        self._underway: set[str] = set()
        self.health = Found.OK

    @property
    def is_busy(self) -> bool:
        """Whether a label is on its way."""
        return bool(self._underway)

    def print_jobs(self, jobs: tuple[int, ...]) -> None:
        """Send these jobs, each when its printer is free."""
        for job in self._desk.printing.queued(jobs):
            self._waiting.setdefault(self._desk.printing.queue_of(job), deque()).append(job.id)
        for printer in tuple(self._waiting):
            self._next(printer)

    def _next(self, printer: str) -> None:
        """The next job of a printer that is free."""
        waiting = self._waiting.get(printer)
        while waiting and printer not in self._underway and self._errands.takes_more:
            task = self._desk.printing.plan(waiting.popleft())
            if task is None:
                continue
            self._underway.add(printer)
            unknown = PrintDone(task.job, JobState.UNKNOWN, "interrupted")
            self._errands.run(
                partial(self._desk.printing.act, task),
                partial(self._settle, printer),
                partial(self._broken, printer, unknown),
            )
        self.moved.emit()

    def _broken(self, printer: str, unknown: PrintDone, error: Exception) -> None:
        """Nobody knows what the printer did: a person decides."""
        _log.error("printing broke", exc_info=error)
        self._settle(printer, unknown)

    def _settle(self, printer: str, done: PrintDone) -> None:
        self._underway.discard(printer)
        self.health = _HEALTH[done.outcome]
        try:
            answer: Answer = self._desk.printing.settle(done)
        finally:
            self._next(printer)
        self.settled.emit(answer)
