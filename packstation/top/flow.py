"""Flow control: a method the platform will not answer for a while is not even asked (wire.md §4.3)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

WHOLE_APP = ""


class Bans:
    """Until when which method, or the whole app, must wait; may be asked by several workers."""

    def __init__(self, steady: Callable[[], float]) -> None:
        """Count on a clock that never jumps (seconds)."""
        self._steady = steady
        self._lock = threading.Lock()
        self._until: dict[str, float] = {}

    def ban(self, method: str, wait: timedelta) -> None:
        """A method, or ``WHOLE_APP``, is not asked for so long; a longer ban stays."""
        with self._lock:
            until = self._steady() + wait.total_seconds()
            self._until[method] = max(until, self._until.get(method, until))

    def left(self, method: str) -> timedelta:
        """How long a method must still wait; nothing where it may be called."""
        with self._lock:
            until = max(self._until.get(method, 0.0), self._until.get(WHOLE_APP, 0.0))
            return timedelta(seconds=max(0.0, until - self._steady()))

    def longest(self) -> timedelta:
        """How long the method that must wait longest still waits."""
        with self._lock:
            return timedelta(seconds=max(0.0, max(self._until.values(), default=0.0) - self._steady()))
