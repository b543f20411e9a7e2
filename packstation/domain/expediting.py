"""An order that goes before all others, because a person said so and why.

In the queue its turn comes as if it had been due ages ago; its real deadline stays what it is.
"""

from __future__ import annotations

from dataclasses import replace

from packstation.domain.deadlines import Expedited
from packstation.domain.moves import stop_verdict
from packstation.domain.order import OPEN_STATES, Order
from packstation.domain.scan import Verdict
from packstation.errors import Refusal

_AHEAD = 1 << 50
"""Milliseconds by which an expedited order goes ahead: more than all moments there are lie apart."""


def turn_of(order: Order, due_ms: int) -> int:
    """Where an order due at this moment (milliseconds) stands in the queue: less is sooner."""
    return due_ms - _AHEAD if order.expedited and order.state in OPEN_STATES else due_ms


def due_of_turn(turn_ms: int) -> int:
    """The deadline (milliseconds) of an order that stands there in the queue."""
    return turn_ms + _AHEAD if is_ahead(turn_ms) else turn_ms


def is_ahead(turn_ms: int) -> bool:
    """Whether a place in the queue is one before all deadlines."""
    return turn_ms < -(_AHEAD >> 1)


def expedite(order: Order, by: Expedited) -> Order:
    """The order goes before all others from now on.

    Raises:
        Refusal: nobody waits for it any more, it goes first already, or no reason was given.
    """
    if order.state not in OPEN_STATES:
        raise Refusal(stop_verdict(order) or Verdict.NOT_READY, order=order.number)
    if order.expedited:
        raise Refusal(Verdict.NOT_READY, order=order.number, missing="already-ahead")
    if not by.reason.strip():
        raise Refusal(Verdict.NOT_READY, order=order.number, missing="reason")
    return replace(order, expedited=by)


def calm(order: Order) -> Order:
    """The order goes back to where its deadline puts it.

    Raises:
        Refusal: nobody had sent it ahead.
    """
    if order.expedited is None:
        raise Refusal(Verdict.NOT_READY, order=order.number, missing="not-ahead")
    return replace(order, expedited=None)
