"""When what the platform says of one trade is not to be believed, or not any longer wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from packstation.domain.checks import Bad
from packstation.domain.order import Order
from packstation.domain.status_words import REFUNDS
from packstation.errors import Outage
from packstation.platforms.taobao.ids import id_in
from packstation.platforms.taobao.refunds import Refund, refund_of
from packstation.top import times

AHEAD = timedelta(minutes=15)
"""No change lies further ahead; a caller's clock may be wrong by ten minutes (wire.md §4.1)."""


def dated(order: Order, now: datetime) -> Order:
    """The order; a change that is still to come is one of nobody knows when.

    The desk keeps the newest copy of an order: a wrong day would make it deaf until that day.
    """
    is_ahead = order.modified_at is not None and order.modified_at > now + AHEAD
    return replace(order, modified_at=None) if is_ahead else order


def lags(order: Order, listed_as: str) -> bool:
    """Whether a trade is told as it was before the change its list tells of, or nobody knows of when.

    Args:
        order: the trade as it was told.
        listed_as: when its list says it changed, as the platform writes it; may be empty.
    """
    if order.modified_at is None or not listed_as:
        return order.modified_at is None
    try:
        return order.modified_at < times.read(listed_as)
    except ValueError:
        return False


def refund_in(said: object, refund_id: str, method: str) -> Refund:
    """A refund that was asked for by itself.

    Raises:
        Outage: ``taobao-other-answer``, it is another one, or none.
        Bad: it is in a state nobody knows.
    """
    if not isinstance(said, Mapping) or id_in(said, "refund_id") != refund_id:
        raise Outage("taobao-other-answer", method=method, reached=True)
    refund = refund_of(said)
    if refund.status not in REFUNDS:
        raise Bad("refund.status", "trade-unknown-word", value=refund.status)
    return refund


def still(in_time: Callable[[], bool]) -> None:
    """Go on only while somebody waits.

    Raises:
        Outage: ``platform-late``, nobody does.
    """
    if not in_time():
        raise Outage("platform-late", reached=True)
