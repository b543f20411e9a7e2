"""What could not be taken is named: each list under a second of its own, and kept until the disk takes it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from packstation.domain.intake import Reject

MOST = 1000
"""No more is kept for a disk that takes nothing; the newest count."""
_log = logging.getLogger(__name__)


class Naming:
    """Writes the lists of what was not taken."""

    def __init__(self, write: Callable[[datetime, Sequence[Reject]], None]) -> None:
        """Write by this function; it may raise OSError."""
        self._write = write
        self._last: datetime | None = None
        self._waiting: list[Reject] = []

    def name(self, at: datetime, rejects: Sequence[Reject]) -> None:
        """Name these, read at this moment (UTC), and what the disk did not take before.

        Lists are told apart by their second. Nothing of the desk's work waits for a disk that is full.
        """
        self._waiting = [*self._waiting, *rejects][-MOST:]
        if not self._waiting:
            return
        if self._last is not None:
            at = max(at, self._last + timedelta(seconds=1))
        try:
            self._write(at, self._waiting)
        except OSError as error:
            _log.warning("the list of what was not taken cannot be written: %s", type(error).__name__)
        else:
            self._last, self._waiting = at, []
