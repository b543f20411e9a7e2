"""The boxes of an order: which one is on the desk, what lies in it."""

from __future__ import annotations

from dataclasses import replace

from packstation.domain.order import Order, Parcel


def with_parcel(order: Order, parcel: Parcel) -> tuple[Parcel, ...]:
    """The order's boxes with this one changed, or added."""
    if any(old.parcel == parcel.parcel for old in order.parcels):
        return tuple(parcel if old.parcel == parcel.parcel else old for old in order.parcels)
    return (*order.parcels, parcel)


def current_parcel(order: Order) -> Parcel:
    """The box on the desk: the one chosen last, else the last one opened; number 1 before any was."""
    if not order.parcels:
        return Parcel(parcel=1)
    chosen = next((step.parcel for step in reversed(order.trail) if step.kind == "parcel"), None)
    return next((box for box in order.parcels if box.parcel == chosen), order.parcels[-1])


def place_of(order: Order, parcel: int) -> int:
    """Which of the order's boxes it is for the people, counted from 1; numbers may have gaps."""
    numbers = [box.parcel for box in order.parcels]
    return numbers.index(parcel) + 1 if parcel in numbers else len(numbers) + 1


def parcel_of(order: Order, number: int) -> Parcel:
    """The order's parcel with this number; a fresh one when it has none yet."""
    return next((parcel for parcel in order.parcels if parcel.parcel == number), Parcel(parcel=number))


def shift(parcel: Parcel, line: str, amount: int) -> Parcel:
    """The parcel with ``amount`` more (or fewer) units of a line in it."""
    contents = dict(parcel.contents)
    contents[line] = contents.get(line, 0) + amount
    kept = tuple((name, count) for name, count in contents.items() if count > 0)
    # what was weighed before is another weight now, and whether the label fits is to be proved again
    return replace(parcel, contents=kept, weight_g=None, doubt_g=None, vouched="", closed=False)


def taken_out(order: Order, line: str, amount: int, parcel: int) -> tuple[Parcel, ...]:
    """The boxes with so many units of a line less: out of this box, what it lacks out of the last ones."""
    for box in sorted(order.parcels, key=lambda box: (box.parcel == parcel, box.parcel), reverse=True):
        part = min(amount, dict(box.contents).get(line, 0))
        if part:
            order = replace(order, parcels=with_parcel(order, shift(box, line, -part)))
            amount -= part
    return order.parcels


def is_unweighed(order: Order) -> bool:
    """Whether a box with goods in it has no weight yet."""
    return any(box.contents and box.weight_g is None for box in order.parcels)
