"""By when the parcel must leave, and how that looks to someone holding goods.

The platform's own word comes first; without one the shop's promise counts from the payment (48 h unless set
otherwise, wire.md §4.7). All times UTC, compared against the platform's clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

DEFAULT_PROMISE = timedelta(hours=48)
SOON = timedelta(hours=1)


class Urgency(StrEnum):
    """How near the deadline is: each has its own shape beside its colour."""

    LATE = "late"
    SOON = "soon"
    FINE = "fine"


def ship_by(
    explicit: datetime | None,
    paid_at: datetime | None,
    created_at: datetime,
    promise: timedelta = DEFAULT_PROMISE,
) -> tuple[datetime, str]:
    """The moment the platform will punish us, and where that knowledge comes from.

    Returns:
        The deadline (UTC) and ``platform``, ``paid`` or ``created``.
    """
    if explicit is not None:
        return explicit, "platform"
    if paid_at is not None:
        return paid_at + promise, "paid"
    return created_at + promise, "created"


def urgency(due: datetime, now: datetime) -> Urgency:
    """Late, due within the hour, or fine."""
    if due <= now:
        return Urgency.LATE
    return Urgency.SOON if due - now <= SOON else Urgency.FINE


def pressure(urges: int, *, complaint: bool) -> int:
    """Who goes first among orders due at the same moment: smaller is more pressing.

    A complaint outweighs any number of urges.
    """
    return -(min(urges, 999) + (1000 if complaint else 0))
