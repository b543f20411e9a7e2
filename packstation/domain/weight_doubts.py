"""A box whose weight cannot be right: it gets no label and does not leave until somebody looked into it."""

from __future__ import annotations

from dataclasses import replace

from packstation.domain.boxes import current_parcel, with_parcel
from packstation.domain.moves import Verb, move
from packstation.domain.order import Order, Parcel


def doubt(order: Order, weight_g: int) -> Order:
    """The box on the desk weighed so much (grams), and that cannot be what should be in it."""
    order = move(order, Verb.WEIGH, order.state)
    box = replace(current_parcel(order), weight_g=None, doubt_g=weight_g, vouched="")
    return replace(order, parcels=with_parcel(order, box))


def doubted(order: Order) -> tuple[Parcel, ...]:
    """The boxes nobody has looked into yet, the one on the desk first."""
    on_desk = current_parcel(order).parcel
    boxes = (box for box in order.parcels if box.doubt_g is not None)
    return tuple(sorted(boxes, key=lambda box: box.parcel != on_desk))


def vouch(order: Order, by: str) -> tuple[Order, int]:
    """Somebody who may looked into the doubted box: its weight holds; gives it in grams."""
    order = move(order, Verb.WEIGH, order.state)
    box = doubted(order)[0]
    weight_g = box.doubt_g or 0
    settled = replace(box, weight_g=weight_g, doubt_g=None, vouched=by)
    return replace(order, parcels=with_parcel(order, settled)), weight_g
