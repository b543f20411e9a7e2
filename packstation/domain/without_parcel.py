"""Goods that need no parcel (a voucher, a licence, a service): they leave by one deliberate gesture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from packstation.domain.moves import Verb, move, stop_verdict
from packstation.domain.order import HoldKind, Order, State
from packstation.domain.scan import Verdict
from packstation.errors import Refusal


@dataclass(frozen=True, slots=True)
class WithoutParcel:
    """An order that was fulfilled without a parcel, as the platform is told (``at`` in UTC)."""

    key: str
    order: str
    at: datetime


def needs_no_parcel(order: Order) -> bool:
    """Whether the platform says that none of the order's goods is sent by a carrier."""
    return order.no_parcel or (order.hold is not None and order.hold.kind is HoldKind.NO_PARCEL)


def ship_without_parcel(order: Order, at: datetime) -> Order:
    """The order is fulfilled without carrier and number (UTC).

    Raises:
        Refusal: it was stopped, it needs a parcel, or goods lie in a box of it.
    """
    if order.recall:
        raise Refusal(Verdict.ORDER_RECALLED, order=order.number, missing=str(order.recall))
    if order.state in (State.SHIPPED, State.CANCELLED):
        raise Refusal(stop_verdict(order) or Verdict.NOT_READY, order=order.number)
    if not needs_no_parcel(order):
        raise Refusal(Verdict.NOT_READY, order=order.number, missing="needs-parcel")
    if order.hold is None or order.hold.kind is not HoldKind.NO_PARCEL:
        raise Refusal(stop_verdict(order) or Verdict.NOT_READY, order=order.number, missing="needs-parcel")
    if order.got or order.live_waybills:
        raise Refusal(Verdict.NOT_READY, order=order.number, missing="goods-inside")
    moved = move(order, Verb.SHIP_WITHOUT_PARCEL, State.SHIPPED)
    return replace(moved, shipped_at=at, hold=None, parcels=(), trail=())
