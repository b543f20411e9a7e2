"""The time as the desk sees it; tests give their own."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Two clocks: the wall's for deadlines, a steady one for intervals."""

    def now(self) -> datetime:
        """The moment, aware, UTC, in whole milliseconds."""

    def steady(self) -> float:
        """Seconds of a clock that never jumps."""


class SystemClock:
    """The computer's own clocks."""

    def now(self) -> datetime:
        """The moment, cut to the milliseconds the database keeps."""
        moment = datetime.now(UTC)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)

    def steady(self) -> float:
        """Seconds since some fixed point."""
        return time.monotonic()
