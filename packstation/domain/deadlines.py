"""By when the parcel must leave, and how that looks to someone holding goods.

The platform's own word comes first; without one the shop's promise counts from the payment (48 h unless set
otherwise, wire.md §4.7). All times UTC, compared against the platform's clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

DEFAULT_PROMISE = timedelta(hours=48)
SOON = timedelta(hours=1)

PROMISES = (
    "promise-outbound",
    "delivery-time",
    "promise-collect",
    "collect-time",
    "send-time",
    "estimate",
    "interval",
)
"""Where the platform's word on a deadline can come from, the strongest first (order: wire.md §4.7, design).

Latest moment out of the house, latest sending, latest pick-up promised, latest pick-up, presale, the shop's
own estimate, hours after the payment.
"""
SOURCES = ("platform", *PROMISES, "paid", "created")
"""Every way a deadline can be known."""


class Urgency(StrEnum):
    """How near the deadline is: each has its own shape beside its colour."""

    LATE = "late"
    SOON = "soon"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Expedited:
    """Sent ahead of all others: when (UTC), by whom and why."""

    at: datetime
    by: str
    reason: str


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


def earliest(promises: Iterable[Mapping[str, datetime]]) -> tuple[datetime, str] | None:
    """The moment at which the first goods of an order are late, and where that comes from.

    Args:
        promises: for each line that is to be sent, what the platform says of it, by ``PROMISES``. Of one
            line the strongest word counts, of several lines the earliest.
    """
    strongest = (next(((told[name], name) for name in PROMISES if name in told), None) for told in promises)
    return min((found for found in strongest if found), default=None)


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
