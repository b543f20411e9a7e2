"""Whose word is the later one: questions are numbered by moments that only ever go forward.

Vendure marks neither a payment nor a new address as a change (measured on 3.7.3), so an order is as new as
the question it answers. The shop's clock does not decide that: it may be set back, or not told at all, and a
slow answer may know less than a quick one that was asked for after it. Neither does this computer's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from packstation.platforms.ground import Notebook

FACT = "vendure-asked"
_NEXT = timedelta(milliseconds=1)
"""As finely as the desk keeps moments."""
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)


class Turns:
    """The moments (UTC) at which questions were asked, each later than all before, over restarts too."""

    def __init__(self, now: Callable[[], datetime], notebook: Notebook) -> None:
        """Go on behind the last one that was kept.

        Args:
            now: the computer's clock (UTC).
            notebook: the shop's own facts; used by the thread that makes this object and calls ``keep``.
        """
        self._now, self._notebook = now, notebook
        self._lock = threading.Lock()
        self._last = _read(notebook.fact(FACT))

    def take(self) -> datetime:
        """The moment of a question that is asked now; any worker may ask."""
        with self._lock:
            now = self._now()
            now -= timedelta(microseconds=now.microsecond % 1000)
            self._last = max(now, self._last + _NEXT)
            return self._last

    def keep(self) -> None:
        """Write down how far they are: nothing that was stored may look newer than what a restart brings."""
        self._notebook.put_fact(FACT, self._last.isoformat())


def _read(kept: str) -> datetime:
    try:
        found = datetime.fromisoformat(kept)
    except ValueError:
        return _FIRST
    return found if found.tzinfo else _FIRST
