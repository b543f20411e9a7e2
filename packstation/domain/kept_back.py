"""What holds an order though nobody at the desk wants it: no payment, the platform, a word, no parcel."""

from __future__ import annotations

from packstation.domain.order import REFUND_OVER, REFUND_STOPS, Hold, HoldKind, Order
from packstation.domain.status_words import UNPAID, waits_for_platform


def doubt_in(order: Order) -> str:
    """The first refund word of a line that nobody knows; empty where all are known."""
    known = REFUND_OVER | REFUND_STOPS
    return next((line.refund for line in order.lines if line.refund not in known), "")


def kept_back(order: Order) -> Hold | None:
    """The hold the platform's words mean; None where nothing stands against the order.

    A refund word nobody knows may mean that its goods must not go, or that they must: so nothing goes, and
    the goods stay wanted, until the platform says something that is known.
    """
    if order.status in UNPAID:
        return Hold(HoldKind.UNPAID)
    if waits_for_platform(order.status):
        return Hold(HoldKind.PLATFORM)
    if doubt := doubt_in(order):
        return Hold(HoldKind.DOUBTFUL, doubt)
    return Hold(HoldKind.NO_PARCEL) if order.no_parcel else None
