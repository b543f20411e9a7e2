"""What may be done with an order's boxes: another one, one chosen, its carton, units moved between them."""

from __future__ import annotations

from dataclasses import replace

from packstation.domain.boxes import current_parcel, parcel_of, shift, with_parcel
from packstation.domain.moves import Verb, move
from packstation.domain.order import Order, Parcel, State, Step
from packstation.domain.scan import Verdict
from packstation.errors import Refusal


def choose_carton(order: Order, carton: str, parcel: int | None = None) -> Order:
    """The box on the desk, or the one with this number, is this kind of carton."""
    order = move(order, Verb.CARTON, order.state)
    box = current_parcel(order) if parcel is None else _known(order, parcel)
    return replace(order, parcels=with_parcel(order, replace(box, carton=carton)))


def next_parcel(order: Order) -> Order:
    """The box on the desk is full, another one is taken; an empty one is not left behind."""
    order = move(order, Verb.NEXT_PARCEL, State.PACKING)
    current = current_parcel(order)
    if not current.contents:
        raise Refusal(Verdict.NOT_READY, missing="empty-parcel", order=order.number)
    if order.is_counted:
        raise Refusal(Verdict.NOT_READY, missing="nothing-left", order=order.number)
    fresh = next((box for box in order.parcels if not box.contents), Parcel(_next_number(order)))
    order = replace(order, parcels=with_parcel(order, fresh))
    return order if current_parcel(order).parcel == fresh.parcel else _chosen(order, fresh)


def choose_parcel(order: Order, place: int) -> Order:
    """The box at this place, counted from 1, takes the next units, carton and weight."""
    order = move(order, Verb.CHOOSE_PARCEL, order.state)
    if not 1 <= place <= len(order.parcels):
        raise Refusal(
            Verdict.NOT_READY, missing="no-parcel", order=order.number, parcel=place, left=len(order.parcels)
        )
    box = order.parcels[place - 1]
    return order if current_parcel(order).parcel == box.parcel else _chosen(order, box)


def move_units(order: Order, line: str, units: int, source: int, target: int | None = None) -> Order:
    """Units of a line go from one box into another, or into a new one, which then takes the next units.

    Both must be weighed again.

    Raises:
        Refusal: a label is on a box, there are not so many units in it, or there is no such box.
    """
    order = move(order, Verb.MOVE_UNITS, State.PACKING)
    if order.live_waybills:
        raise Refusal(Verdict.NOT_READY, missing="void-first", order=order.number)
    giving = _known(order, source)
    if target == source or not 0 < units <= dict(giving.contents).get(line, 0):
        raise Refusal(Verdict.NOT_READY, missing="not-in-parcel", order=order.number)
    taking = Parcel(_next_number(order)) if target is None else _known(order, target)
    order = _shifted(order, line, units, giving, taking)
    step = Step("move" if target else "split", line, units, taking.parcel, str(giving.parcel))
    if target is None and current_parcel(order).parcel != taking.parcel:
        order, step = _chosen(order, taking), replace(step, goes_on=True)
    return replace(order, trail=(*order.trail, step))


def moved_back(order: Order, step: Step) -> Order:
    """The order as it was before units were moved, as far as they are still where they were put."""
    taking, giving = parcel_of(order, step.parcel), parcel_of(order, int(step.mark))
    units = min(step.amount, dict(taking.contents).get(step.target, 0))
    order = _shifted(order, step.target, units, taking, giving) if units else order
    if step.kind != "split":
        return order
    return replace(
        order, parcels=tuple(box for box in order.parcels if box.contents or box.parcel != step.parcel)
    )


def without_last_choices(order: Order) -> Order:
    """The order with the boxes chosen since the last gesture on the goods forgotten."""
    trail = order.trail
    while trail and trail[-1].kind == "parcel":
        trail = trail[:-1]
    return replace(order, trail=trail)


def _shifted(order: Order, line: str, units: int, giving: Parcel, taking: Parcel) -> Order:
    order = replace(order, parcels=with_parcel(order, shift(giving, line, -units)))
    boxes = with_parcel(order, shift(taking, line, units))
    return replace(order, parcels=tuple(sorted(boxes, key=lambda box: box.parcel)))


def _chosen(order: Order, box: Parcel) -> Order:
    return replace(order, trail=(*order.trail, Step("parcel", "", parcel=box.parcel)))


def _known(order: Order, number: int) -> Parcel:
    for box in order.parcels:
        if box.parcel == number:
            return box
    raise Refusal(
        Verdict.NOT_READY, missing="no-parcel", order=order.number, parcel=number, left=len(order.parcels)
    )


def _next_number(order: Order) -> int:
    return max((box.parcel for box in order.parcels), default=0) + 1
