"""What is known of the shop without asking it: its clock, and how often it was asked today.

Rounds, gates and trials ask over connections of their own; what they hear is kept in one place.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo

from packstation.domain.connection import Health


class Known:
    """Grows with every answer; any worker may add to it."""

    def __init__(
        self, now: Callable[[], datetime], called: tuple[str, int] = ("", 0), zone: tzinfo = UTC
    ) -> None:
        """Nothing was heard yet.

        Args:
            now: the computer's clock (UTC).
            called: the day up to which questions were counted before, and how many.
            zone: where the desk stands: questions are counted by its days.
        """
        self._now, self._zone = now, zone
        self._lock = threading.Lock()
        self._day, self._calls = called
        self._offset: timedelta | None = None

    def heard(self, date: datetime | None) -> None:
        """The shop answered; ``date`` is its clock (UTC), if it told."""
        with self._lock:
            self._begin_day()
            self._calls += 1
            if date is not None:
                self._offset = date - self._now()

    def health(self) -> Health:
        """The shop's clock minus ours as its last answer told it, and how often it was asked today."""
        with self._lock:
            self._begin_day()
            return Health(self._offset, self._calls, calls_on=self._day)

    def _begin_day(self) -> None:
        today = self._now().astimezone(self._zone).date().isoformat()
        if self._day != today:
            self._day, self._calls = today, 0
