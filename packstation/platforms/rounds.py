"""When a connector is to be asked again: while more waits, and else once in a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta


class Rounds:
    """The rounds of one shop, by a clock that never jumps."""

    def __init__(self, steady: Callable[[], float], every: timedelta) -> None:
        """Nobody has asked yet.

        Args:
            steady: seconds of that clock.
            every: how often there may be news.
        """
        self._steady = steady
        self._every_s = every.total_seconds()
        self._asked_at: float | None = None
        self.has_more = False
        """Whether the last round left something to be handed in."""

    def begin(self) -> None:
        """Somebody asks now; whether more is left is not known yet."""
        self._asked_at, self.has_more = self._steady(), False

    @property
    def is_due(self) -> bool:
        """Whether more waits to be handed in, or nobody has asked for a while."""
        asked = self._asked_at
        return self.has_more or asked is None or self._steady() - asked >= self._every_s
