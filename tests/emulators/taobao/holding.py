"""Calls that are held back: for a time, or until somebody lets them go, so that a test need not guess how long."""

from __future__ import annotations

import threading

PATIENCE_S = 20.0


class Holding:
    """The calls that wait."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._held = 0
        self._round = 0
        self._over = False

    @property
    def held(self) -> int:
        """How many wait now."""
        with self._condition:
            return self._held

    def hold(self, seconds: float) -> None:
        """Wait here for so long, or until `release`."""
        with self._condition:
            mine = self._round
            self._held += 1
            self._condition.notify_all()
            self._condition.wait_for(lambda: self._over or self._round != mine, seconds)
            self._held -= 1

    def until_held(self, count: int = 1) -> None:
        """Come back once so many calls wait.

        Raises:
            TimeoutError: they never did.
        """
        with self._condition:
            if not self._condition.wait_for(lambda: self._held >= count, PATIENCE_S):
                raise TimeoutError

    def release(self) -> None:
        """All that wait now go on."""
        with self._condition:
            self._round += 1
            self._condition.notify_all()

    def end(self) -> None:
        """Nothing waits here any more."""
        with self._condition:
            self._over = True
            self._condition.notify_all()
