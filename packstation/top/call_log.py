"""What was asked of the platform and how it went, in words that name nobody: no parameter, no answer."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from packstation.top import times

_log = logging.getLogger(__name__)
EARLIER = ""
"""What calls of an earlier program are counted under: their methods are not kept."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the method, how long it took in milliseconds, how it ended, the platform's name for it.

    ``code`` is ``ok``, the platform's number and sub-code, or the reason why there was no answer.
    """

    method: str
    ms: int
    code: str
    request_id: str = ""


class CallLog:
    """Writes every call into the program's log and counts those of the platform's day."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Count by this clock (UTC)."""
        self._now = now
        self._lock = threading.Lock()
        self._day = ""
        self._count: Counter[str] = Counter()

    def resume(self, day: str, count: int) -> None:
        """So many calls of this day of the platform's were made before this program began.

        Said twice, or by two shops of one app, the larger number counts.
        """
        with self._lock:
            if day != times.day_of(self._now()):
                return
            if day != self._day:
                self._day, self._count = day, Counter()
            self._count[EARLIER] = max(self._count[EARLIER], count)

    def note(self, call: Call) -> None:
        """A call has ended."""
        _log.info("%s %d ms %s %s", call.method, call.ms, call.code, call.request_id)
        with self._lock:
            day = times.day_of(self._now())
            if day != self._day:
                self._day, self._count = day, Counter()
            self._count[call.method] += 1

    def today(self) -> int:
        """Calls since 00:00 GMT+8, when the platform counts anew."""
        return self.counted()[1]

    def counted(self) -> tuple[str, int]:
        """The platform's day that it is now, and the calls of it."""
        with self._lock:
            day = times.day_of(self._now())
            return day, self._count.total() if day == self._day else 0
