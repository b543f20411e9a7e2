"""Orders in one parcel follow each other: what is heard of one changes the other in the same transaction."""

from __future__ import annotations

from collections.abc import Callable

from packstation.domain import together
from packstation.domain.news import reopened_if_short
from packstation.domain.order import Order, State
from packstation.store.orders import Orders

Keep = Callable[[Order, Order], Order]
"""Writes one changed order, and nothing of the others in its parcel."""
Instructed = Callable[[Order], Order]
"""The order with how the goods in it want to be packed."""


def follow(orders: Orders, keep: Keep, instructed: Instructed, old: Order, new: Order) -> Order:
    """Bring the other orders of the parcel up to date; gives the changed order as it is to be kept.

    Args:
        orders: where they are.
        keep: writes one of the others.
        instructed: asks the goods in a parcel how they want to be packed.
        old: the order as it was fetched.
        new: the order as a gesture or the platform left it.
    """
    if together.is_along(old):
        return _one_that_goes_along(orders, keep, instructed, old, new)
    if together.members(old):
        return _one_that_leads(orders, keep, instructed, new)
    return new


def _one_that_goes_along(orders: Orders, keep: Keep, instructed: Instructed, old: Order, new: Order) -> Order:
    """Its lines in the leading order are as it wants them now, or leave it."""
    lead = orders.get(together.lead_of(old))
    if lead is None or old.number not in together.members(lead):
        return new
    is_changed = (old.lines, old.wishes) != (new.lines, new.wishes)
    whole = together.taken_in(lead, new) if is_changed else lead
    if together.is_along(new) and together.stays_along(new, whole):
        if is_changed:
            keep(lead, reopened_if_short(instructed(whole)))
        return new
    keep(lead, instructed(together.without(lead, old.number)))
    return together.on_its_own(new)


def _one_that_leads(orders: Orders, keep: Keep, instructed: Instructed, new: Order) -> Order:
    """Whoever may not go along any more goes its own way; what the others asked for is still asked."""
    for number in together.members(new):
        other = orders.get(number)
        if other is not None and together.stays_along(other, new):
            new = together.still_asked(new, other) if new.state is not State.SHIPPED else new
        else:
            new = instructed(together.without(new, number))
            if other is not None:
                keep(other, together.on_its_own(other))
    return new
