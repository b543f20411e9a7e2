"""A parcel that goes under another number after it left: what the platform hears, what the order shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from packstation.domain.moves import Verb, move
from packstation.domain.order import Order, State
from packstation.domain.scan import Verdict
from packstation.errors import Refusal


@dataclass(frozen=True, slots=True)
class Renumbering:
    """A parcel's number is another one from now on (``at`` in UTC), as the platform is told.

    ``before`` and ``before_carrier`` are what it was told last; ``lines`` the platform's lines in the parcel
    (none: all of the order's); ``is_one_of_several``: the order left in more parcels than this one.
    """

    key: str
    order: str
    before: str
    before_carrier: str
    waybill: str
    carrier: str
    carrier_name: str
    at: datetime
    lines: tuple[str, ...] = ()
    is_one_of_several: bool = False


def renumber(order: Order, boxes: Iterable[int], carrier: str, waybill: str) -> Order:
    """These boxes of an order that left are known under another number; nothing else about it changes.

    Of several, which are one parcel to the platform, the first bears it; the others keep their own labels.

    Raises:
        Refusal: it has not left yet, or has no such box.
    """
    order = move(order, Verb.RENUMBER, State.SHIPPED)
    wanted = set(boxes) & {box.parcel for box in order.parcels}
    if not wanted:
        raise Refusal(Verdict.NOT_READY, order=order.number, missing="not-this-number")
    return replace(
        order,
        parcels=tuple(
            replace(box, carrier=carrier, waybill=waybill if box.parcel == min(wanted) else box.waybill)
            if box.parcel in wanted
            else box
            for box in order.parcels
        ),
    )
