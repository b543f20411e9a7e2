"""How the desk dies on the great day: at any moment, or right behind what the platform or the printer has done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

from tests.emulators.taobao import Running
from tests.emulators.taobao.faults import Fault, Kind

LONG_S = 20.0
MORTAL = {"pull": 3.0, "push": 10.0, "label": 5.0, "scan": 0.5, "unpack": 3.0, "put-back": 3.0}
"""What the desk may be killed in, and how much more often in one than in another; a label is its last scan."""
DEATHS = (
    ("label", "on paper"),
    ("push", "done there"),
    ("label", "done there"),
    ("scan", "somewhere"),
    ("pull", "somewhere"),
)
"""Deaths that every day has: what the desk is asked, and the moment it dies."""
WAYS: Mapping[str, tuple[str, ...]] = {"label": ("on paper",), "push": ("done there",)}
"""Moments to die of what is asked, beside any."""
BETWEEN = {"push": "*.send", "label": "cainiao.waybill.ii.get"}
"""The calls behind whose doing the desk is killed, by what it was asked to do."""


class Deaths:
    """Which of the things the desk is asked to do it dies of, and when.

    Args:
        running: the platform, which holds an answer back while the desk is killed.
        tray: what the printer printed, a line each.
        rng: decides.
    """

    def __init__(self, running: Running, tray: Path, rng: Random) -> None:
        self.happened: Counter[str] = Counter()
        self._running, self._tray, self._random = running, tray, rng
        self._rate, self._sure = 0.0, list[tuple[str, str]]()
        self._took: dict[str, float] = {}

    def begin(self, rate: float, sure: Sequence[tuple[str, str]]) -> None:
        """From now on it dies so often, and in these ways in any case."""
        self._rate, self._sure = rate, list(sure)

    def took(self, kind: str, seconds: float) -> None:
        """So long something of this kind takes it."""
        self._took[kind] = seconds

    def way_of(self, kind: str, numbers: str) -> str:
        """How the desk is to die of what it is asked; empty: it lives."""
        if kind not in MORTAL or kind not in self._took:
            return ""
        ways = (*WAYS.get(kind, ()), "somewhere")
        if kind == "label" and numbers == "cainiao":
            ways = (*ways, "done there")
        sure = next((how for what, how in self._sure if what == kind and how in ways), "")
        if sure or self._random.random() >= self._rate * MORTAL[kind]:
            return sure
        return self._random.choice(ways)

    def moment(self, kind: str, how: str) -> Callable[[float], bool]:
        """How the moment is known, from the seconds since the desk was asked."""
        if how == "done there":
            self._running.script.add(Fault(Kind.WAIT, BETWEEN[kind], done=True, seconds=LONG_S))
            return lambda _: self._running.holding.held > 0
        if how == "on paper":
            before = _size(self._tray)
            return lambda _: _size(self._tray) > before
        moment = self._random.uniform(0.0, 0.8 * self._took[kind])
        return lambda passed: passed >= moment

    def over(self, kind: str, how: str, *, happened: bool) -> None:
        """It is dead, then or after it had answered."""
        self._running.script.waiting.clear()
        self._running.holding.release()
        if not happened:
            self.happened[f"after {kind}"] += 1
            return
        self.happened[f"{kind}, {how}"] += 1
        if (kind, how) in self._sure:
            self._sure.remove((kind, how))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
