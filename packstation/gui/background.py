"""What goes on behind the packer's back: labels to the printer, news from the platform, shipments to it."""

from __future__ import annotations

import logging
from collections import deque
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from packstation.desk.desk import Desk
from packstation.desk.print_task import PrintDone
from packstation.domain.outbox import Entry, Later, Outcome
from packstation.domain.print_jobs import JobState
from packstation.domain.scan import Answer
from packstation.errors import PackstationError
from packstation.gui.errands import Errands
from packstation.gui.status_strip import Health

_log = logging.getLogger(__name__)
LOOK_EVERY_MS = 1000
"""How often the worker looks whether there is news (cheap); a full round is made at the set interval."""
_HEALTH = {
    JobState.PRINTED: Health.OK,
    JobState.SENT: Health.OK,
    JobState.FAILED: Health.BAD,
    JobState.UNKNOWN: Health.WARN,
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
        self.health = Health.OK

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


class Sync(QObject):
    """Rounds with the platform: fetch, store between frames, deliver what is due. One round at a time."""

    changed = Signal()
    trouble = Signal(object)

    def __init__(self, desk: Desk, errands: Errands, every_s: float, parent: QObject | None = None) -> None:
        """Talk to the platform every ``every_s`` seconds, sooner when it has news."""
        super().__init__(parent)
        self._desk = desk
        self._errands = errands
        self._every_s = every_s
        self._last = -1e9
        self._away = False
        self._wanted = False
        self._due: deque[Entry] = deque()
        self._look = QTimer(self)
        self._look.setInterval(LOOK_EVERY_MS)
        self._look.timeout.connect(self._look_round)

    @property
    def is_away(self) -> bool:
        """Whether a round is under way."""
        return self._away

    def start(self) -> None:
        """Make the first round now and others from time to time."""
        self._look.start()
        self.round()

    def stop(self) -> None:
        """Begin no further round."""
        self._look.stop()
        self._wanted = False

    def round(self) -> None:
        """Make a round as soon as none is under way."""
        if self._away:
            self._wanted = True
            return
        self._away, self._wanted = True, False
        self._last = self._desk.clock.steady()
        self._errands.run(self._desk.syncing.fetch, self._store, self._not_fetched)

    def _look_round(self) -> None:
        if self._away:
            return
        if self._desk.clock.steady() - self._last >= self._every_s:
            self.round()
            return
        self._away = True
        self._errands.run(self._desk.syncing.has_news, self._looked, lambda _: self._looked(news=False))

    def _looked(self, news: bool) -> None:  # noqa: FBT001  (the result of the worker's question)
        self._away = False
        if news or self._wanted:
            self.round()

    def _store(self, fetched: object) -> None:
        steps = self._desk.syncing.apply(fetched)  # type: ignore[arg-type]
        self._errands.walk(steps, done=self._deliver)

    def _not_fetched(self, error: Exception) -> None:
        self._note(error)
        self._deliver()

    def _note(self, error: Exception) -> None:
        """A platform that does not answer is said in the strip; anything else is a mistake of ours."""
        if isinstance(error, PackstationError):
            self._desk.syncing.failed(error)
        else:
            self.trouble.emit(error)

    def _deliver(self) -> None:
        self.changed.emit()
        self._due.clear()
        try:
            self._due.extend(self._desk.syncing.plan())
        except Exception as error:  # noqa: BLE001  (a round that cannot go on must end, or none would ever follow)
            self._note(error)
        self._deliver_next()

    def _deliver_next(self) -> None:
        if not self._due:
            self._away = False
            self.changed.emit()
            if self._wanted:
                self.round()
            return
        entry = self._due.popleft()
        self._errands.run(
            partial(self._desk.syncing.deliver, entry),
            partial(self._told, entry),
            partial(self._not_told, entry),
        )

    def _told(self, entry: Entry, outcome: Outcome) -> None:
        try:
            self._desk.syncing.settle(entry, outcome)
        except Exception as error:  # noqa: BLE001  (same; the entry stays due and is told again)
            self._due.clear()
            self._note(error)
        self._deliver_next()

    def _not_told(self, entry: Entry, error: Exception) -> None:
        """Telling broke in a way nobody foresaw: nothing is dropped, it is tried again later."""
        self._note(error)
        self._told(entry, Later(type(error).__name__))
