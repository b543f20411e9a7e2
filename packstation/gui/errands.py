"""Work that must not hold up the window: in a worker thread, or here in slices that fit between frames."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

T = TypeVar("T")
SLICE_S = 0.008
_MOST_TICKETS = 1 << 31
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Errand:
    """What happens on this side when the worker is back."""

    then: Callable[[Any], None]
    failed: Callable[[Exception], None] | None
    future: Future[Any]


class Errands(QObject):
    """Sends functions away and brings their results back to the window's thread, one by one.

    Workers get functions and plain values; callbacks never leave this thread, only a ticket number comes
    across.
    """

    _back = Signal(int)
    trouble = Signal(object)

    def __init__(self, parent: QObject | None = None, *, workers: int = 4) -> None:
        """Hire ``workers`` threads; they start when first needed."""
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="errand")
        self._away: dict[int, _Errand] = {}
        self._last_ticket = 0
        self._walks: list[Walk] = []
        self._closed = False
        self._ending = False
        self._back.connect(self._settle, Qt.ConnectionType.QueuedConnection)

    @property
    def pending(self) -> int:
        """Errands that are not back yet."""
        return len(self._away) + len(self._walks)

    @property
    def takes_more(self) -> bool:
        """Whether another errand can still be sent away; no longer once the window goes."""
        return not (self._ending or self._closed)

    def run(
        self,
        errand: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> int:
        """Do ``errand`` in a worker thread, then call ``then`` with its result here.

        Args:
            errand: what to do; must touch neither a widget nor the database.
            then: gets the result, on this thread.
            failed: gets the exception, on this thread; without it ``trouble`` is emitted.

        Returns:
            The errand's ticket.
        """
        self._last_ticket = self._last_ticket % (_MOST_TICKETS - 1) + 1
        ticket = self._last_ticket
        future = self._pool.submit(errand)
        self._away[ticket] = _Errand(then, failed, future)
        future.add_done_callback(lambda _: self._come_back(ticket))
        return ticket

    def walk(
        self,
        steps: Iterator[T],
        each: Callable[[T], None] | None = None,
        done: Callable[[], None] | None = None,
    ) -> Walk:
        """Go through ``steps`` on this thread, a slice at a time, so that the window stays alive.

        Args:
            steps: each step must be shorter than a frame.
            each: gets what a step gave; once a slice, the last one.
            done: called after the last step, also after ``stop``.
        """
        walk = Walk(self, steps, each, done)
        self._walks.append(walk)
        walk.start()
        return walk

    def end_walk(self, walk: Walk, error: Exception | None) -> None:
        """A walk is over, perhaps because a step broke."""
        if walk in self._walks:
            self._walks.remove(walk)
        if error is not None:
            self.trouble.emit(error)

    def finish(self) -> None:
        """Wait for the errands under way and settle them here and now; then take no more."""
        self._ending = True
        self._pool.shutdown(wait=True)
        for ticket in tuple(self._away):
            self._settle(ticket)
        self.close()

    def close(self) -> None:
        """Take no more errands and forget those under way; a worker still busy is waited for."""
        self._closed = True
        for walk in tuple(self._walks):
            walk.stop()
        self._away.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _come_back(self, ticket: int) -> None:
        """In the worker: tell the window that this errand is back."""
        if not self._closed:
            self._back.emit(ticket)

    def _settle(self, ticket: int) -> None:
        errand = self._away.pop(ticket, None)
        if errand is None:
            return
        error = errand.future.exception()
        if error is None:
            errand.then(errand.future.result())
        elif errand.failed is not None and isinstance(error, Exception):
            errand.failed(error)
        else:
            _log.error("errand failed", exc_info=error)
            self.trouble.emit(error)


class Walk:
    """Steps taken between two frames, until there are no more."""

    def __init__(
        self,
        errands: Errands,
        steps: Iterator[Any],
        each: Callable[[Any], None] | None,
        done: Callable[[], None] | None,
    ) -> None:
        """Prepare to walk; see ``Errands.walk``."""
        self._errands = errands
        self._steps = steps
        self._each = each
        self._done = done
        self._stopped = False
        self._stepping = False
        self._timer = QTimer(errands)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._slice)

    def start(self) -> None:
        """Begin with the next turn of the event loop."""
        self._timer.start()

    def stop(self) -> None:
        """Take no further step; what was taken stays."""
        self._stopped = True
        if self._timer.isActive() and not self._stepping:
            self._end(None)

    def _slice(self) -> None:
        end = time.monotonic() + SLICE_S
        last: list[Any] = []
        self._stepping = True
        try:
            while not self._stopped and time.monotonic() < end:
                last = [next(self._steps)]
        except StopIteration:
            self._stopped = True
        except Exception as error:  # noqa: BLE001  (whatever it is, the window must go on and say so)
            _log.exception("a step failed")
            self._end(error)
            return
        finally:
            self._stepping = False
        self._tell(last)
        if self._stopped and self._timer.isActive():
            self._end(None)

    def _tell(self, last: list[Any]) -> None:
        if last and self._each is not None:
            self._each(last[0])

    def _end(self, error: Exception | None) -> None:
        self._timer.stop()
        self._timer.deleteLater()
        close = getattr(self._steps, "close", None)
        if close is not None:
            close()
        self._errands.end_walk(self, error)
        if self._done is not None:
            self._done()
