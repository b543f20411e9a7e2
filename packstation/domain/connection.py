"""How a desk stands with its shop's platform, as values: what was tried, and what is known without asking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

CLOCK_ODD, CLOCK_WRONG = timedelta(minutes=1), timedelta(minutes=10)
"""A clock that is off by more is worth a word; by more than the other, a platform may refuse what we sign."""


class Part(StrEnum):
    """What of a connection may be wrong, and is named by itself; platforms try those they have."""

    REACH = "reach"
    APP_KEY = "app-key"
    APP_SECRET = "app-secret"  # noqa: S105  (a name)
    SESSION = "session"
    TOKEN = "token"  # noqa: S105  (a name)
    CLOCK = "clock"
    QUOTA = "quota"
    ORDERS = "orders"
    REFUNDS = "refunds"
    SHIP = "ship"
    RECEIVERS = "receivers"
    INBOX = "inbox"
    OUTBOX = "outbox"


class Found(StrEnum):
    """How it is with a part; ``untried``: something before it failed, so nobody knows."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    UNTRIED = "untried"


@dataclass(frozen=True, slots=True)
class Tried:
    """One part that was tried: the reason is the key of its sentence, the data fills its gaps."""

    part: Part
    found: Found
    reason: str = "fine"
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder on the way to the shop: how many files lie in it, and what may be done there."""

    part: Part
    folder: str
    files: int = 0
    may_read: bool = True
    may_write: bool = True


@dataclass(frozen=True, slots=True)
class Health:
    """What a platform is known to be like, without asking it anything.

    Attributes:
        clock_offset: its clock minus ours; None where it has none, or nobody has compared them.
        calls_today: calls of its day; None where it is not called at all.
        calls_on: the day they are of, on its calendar (``2026-11-11``).
        day: where that day begins at midnight (``connection.calls.…``), if not where the desk stands.
        alone_for: how long it wants to be left alone.
        places: the folders it is made of, where it is made of folders.
    """

    clock_offset: timedelta | None = None
    calls_today: int | None = None
    alone_for: timedelta = timedelta()
    places: tuple[Place, ...] = ()
    calls_on: str = ""
    day: str = ""
