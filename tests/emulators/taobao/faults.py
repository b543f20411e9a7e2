"""What goes wrong on the way, by script or by chance: each fault says whether the call was carried out all the same."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fnmatch import fnmatchcase

EVERY = "*"


class Kind(StrEnum):
    """What happens to a call."""

    WAIT = "wait"
    """It is answered late; ``done`` False: and carried out only then, though nobody may be listening any more."""
    DROP = "drop"
    """The connection ends without an answer."""
    HTML = "html"
    """A page for people instead of JSON."""
    TRUNCATED = "truncated"
    """JSON that stops half-way."""
    BAD_GATEWAY = "bad-gateway"
    """HTTP 502."""
    ERROR = "error"
    """``error_response`` with the code given."""
    OTHER_ORDER = "other-order"
    """The answer of another order; calls that change something are answered straight."""
    MISSING_ID = "missing-id"
    """A record without its id."""
    DOUBLE_ID = "double-id"
    """A record twice."""
    UNKNOWN_WORD = "unknown-word"
    """A status nobody has heard of."""
    ODD_TIME = "odd-time"
    """Times in other forms than the documented one."""


DISTORTIONS = frozenset({Kind.OTHER_ORDER, Kind.MISSING_ID, Kind.DOUBLE_ID, Kind.UNKNOWN_WORD, Kind.ODD_TIME})
"""Those that change the answer's content and nothing else."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        kind: what.
        method: which calls it may hit; ``*`` stands for anything, e.g. ``*.send``.
        done: whether the call is carried out before it goes wrong. Distorted answers always are.
        seconds: for `Kind.WAIT`.
        code: for `Kind.ERROR`, with its sub-code and sentence.
        times: how many calls it hits, in a script.
    """

    kind: Kind
    method: str = EVERY
    done: bool = False
    seconds: float = 0.0
    code: int = 15
    sub_code: str = "isp.remote-service-error"
    sub_msg: str = "系统繁忙"
    times: int = 1

    def hits(self, method: str) -> bool:
        """Whether it may hit a call of this method."""
        return fnmatchcase(method, self.method)


def quota_used_up(seconds: int, method: str = EVERY) -> Fault:
    """Code 7, which tells how long to stay away."""
    told = f"This ban will last for {seconds} more seconds"
    return Fault(
        Kind.ERROR, method, code=7, sub_code="accesscontrol.limited-by-app-access-count", sub_msg=told
    )


def send_says(word: str, method: str = "taobao.logistics.offline.send", *, done: bool = False) -> Fault:
    """A sub-code of sending that the books alone would not give, e.g. B150 or S01."""
    return Fault(
        Kind.ERROR, method, done=done, sub_code=f"isv.logistics-offline-service-error:{word}", sub_msg=word
    )


MILD: tuple[tuple[float, Fault], ...] = (
    (0.03, Fault(Kind.WAIT, seconds=0.5)),
    (0.01, Fault(Kind.DROP)),
    (0.005, Fault(Kind.DROP, done=True)),
    (0.01, Fault(Kind.ERROR)),
)
WILD: tuple[tuple[float, Fault], ...] = (
    (0.05, Fault(Kind.WAIT, seconds=1.0)),
    (0.03, Fault(Kind.DROP)),
    (0.03, Fault(Kind.DROP, done=True)),
    (0.02, Fault(Kind.HTML)),
    (0.01, Fault(Kind.HTML, done=True)),
    (0.02, Fault(Kind.TRUNCATED, done=True)),
    (0.02, Fault(Kind.BAD_GATEWAY)),
    (0.01, Fault(Kind.BAD_GATEWAY, done=True)),
    (0.03, Fault(Kind.ERROR)),
    (0.01, quota_used_up(2)),
    (0.01, Fault(Kind.OTHER_ORDER, "*.fullinfo.get")),
    (0.01, Fault(Kind.MISSING_ID, "*.get")),
    (0.01, Fault(Kind.DOUBLE_ID, "*.get")),
    (0.01, Fault(Kind.UNKNOWN_WORD, "*.get")),
    (0.01, Fault(Kind.ODD_TIME, "*.get")),
)
CHANCES = {"none": (), "mild": MILD, "wild": WILD}


class Script:
    """Which call is hit by what: first the faults in order, then by chance.

    Args:
        faults: each waits for the next call it may hit.
        chances: probability and fault; at most one hits a call.
        seed: of the chances; the same calls in the same order meet the same faults.
    """

    def __init__(self, *faults: Fault, chances: Sequence[tuple[float, Fault]] = (), seed: int = 0) -> None:
        self.waiting = list(faults)
        self.chances = tuple(chances)
        self.seed = seed
        self.slow_s = 0.0
        """Every call takes so much longer."""
        self.random = random.Random(seed)

    def add(self, *faults: Fault) -> None:
        """More faults, behind those that wait."""
        self.waiting += faults

    def next(self, method: str) -> Fault | None:
        """What hits this call."""
        for place, fault in enumerate(self.waiting):
            if fault.hits(method):
                self.waiting[place : place + 1] = (
                    [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                )
                return fault
        return self._by_chance(method)

    def _by_chance(self, method: str) -> Fault | None:
        drawn = self.random.random() if self.chances else 1.0
        for chance, fault in self.chances:
            if drawn < chance:
                return fault if fault.hits(method) else None
            drawn -= chance
        return None
