"""What keeps an order from its usual way to the courier, and the step that brings it back there.

An order may be out of the ordinary in several ways at once; the gravest is dealt with first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from packstation.domain.agreements import WAITS_FOR_GOODS
from packstation.domain.leaving import forbids_its_carrier
from packstation.domain.order import NOT_OURS, OPEN_STATES, HoldKind, Order, Printed, State
from packstation.domain.weight_doubts import doubted


class ExceptionKind(StrEnum):
    """In what way an order is out of the ordinary; the gravest first.

    The first ones can send a wrong box or cost a penalty, the last ones only wait.
    """

    RECALLED = "recalled"
    LEFT_UNASKED = "left-unasked"
    WANTED_BACK = "wanted-back"
    TAKE_OUT = "take-out"
    ADDRESS_CHANGED = "address-changed"
    CARRIER_FORBIDDEN = "carrier-forbidden"
    PARKED = "parked"
    LABEL_UNKNOWN = "label-unknown"
    LABEL_FAILED = "label-failed"
    WEIGHT_OFF = "weight-off"
    DEFECTIVE = "defective"
    SHORT = "short"
    NEEDS_REVIEW = "needs-review"
    HELD = "held"
    UNPAID = "unpaid"
    CLAIMED_ELSEWHERE = "claimed-elsewhere"


class Solving(StrEnum):
    """The step that solves an exception."""

    UNPACK = "unpack"
    INTERCEPT = "intercept"
    PUT_BACK = "put-back"
    TAKE_OUT = "take-out"
    NEW_LABEL = "new-label"
    RETRY = "retry"
    SETTLE_PRINT = "settle-print"
    REPRINT = "reprint"
    WEIGH = "weigh"
    REPLACE = "replace"
    COUNT = "count"
    REVIEW = "review"
    RELEASE = "release"
    WAIT = "wait"
    TAKE_OVER = "take-over"


GRAVITY: tuple[ExceptionKind, ...] = tuple(ExceptionKind)
"""Gravest first. Stored lists number the kinds by their place here: another order needs a new step there."""

STOCK_SHORT = "stock-short"
"""The finding of a review that the shelves do not hold what is wanted."""


def _is_held(order: Order, kind: HoldKind) -> bool:
    found = order.hold.kind if order.hold else HoldKind.DESK
    return order.state is State.HELD and found is kind


def _lacks_goods(order: Order) -> bool:
    """A review found too few, or the order was put aside until more come."""
    waits = order.hold is not None and order.hold.reason == WAITS_FOR_GOODS
    return waits or any(finding.code == STOCK_SHORT for finding in order.findings)


def _lacks_label(order: Order) -> bool:
    """A label did not come out, or the closed box got none because no number was left or it was torn off."""
    return any(
        box.label is Printed.FAILED or (order.state is State.PACKED and box.label is Printed.NONE)
        for box in order.parcels
    )


_RULES: Mapping[ExceptionKind, Callable[[Order], bool]] = {
    ExceptionKind.RECALLED: lambda order: bool(order.recall),
    ExceptionKind.TAKE_OUT: lambda order: bool(order.surplus),
    ExceptionKind.ADDRESS_CHANGED: lambda order: order.address_changed,
    ExceptionKind.CARRIER_FORBIDDEN: forbids_its_carrier,
    ExceptionKind.LABEL_UNKNOWN: lambda order: any(box.label is Printed.UNKNOWN for box in order.parcels),
    ExceptionKind.LABEL_FAILED: _lacks_label,
    ExceptionKind.WEIGHT_OFF: lambda order: bool(doubted(order)),
    ExceptionKind.SHORT: _lacks_goods,
    ExceptionKind.NEEDS_REVIEW: lambda order: _is_held(order, HoldKind.REVIEW),
    ExceptionKind.HELD: lambda order: _is_held(order, HoldKind.DESK),
    ExceptionKind.UNPAID: lambda order: any(
        _is_held(order, kind) for kind in NOT_OURS - {HoldKind.NO_PARCEL}
    ),
}
"""What the order itself tells. Of the other kinds outbox, marks, shelves, journal and desks tell."""


def kinds_of(order: Order) -> tuple[ExceptionKind, ...]:
    """In which ways the order itself is out of the ordinary, gravest first; one that is done is in none."""
    if order.state not in OPEN_STATES:
        return ()
    return tuple(kind for kind in GRAVITY if kind in _RULES and _RULES[kind](order))


def in_order(kinds: Iterable[ExceptionKind]) -> tuple[ExceptionKind, ...]:
    """Each kind once, gravest first."""
    wanted = set(kinds)
    return tuple(kind for kind in GRAVITY if kind in wanted)


_SOLVED_BY: Mapping[ExceptionKind, Solving] = {
    ExceptionKind.LEFT_UNASKED: Solving.INTERCEPT,
    ExceptionKind.WANTED_BACK: Solving.INTERCEPT,
    ExceptionKind.TAKE_OUT: Solving.TAKE_OUT,
    ExceptionKind.ADDRESS_CHANGED: Solving.NEW_LABEL,
    ExceptionKind.CARRIER_FORBIDDEN: Solving.NEW_LABEL,
    ExceptionKind.PARKED: Solving.RETRY,
    ExceptionKind.LABEL_UNKNOWN: Solving.SETTLE_PRINT,
    ExceptionKind.LABEL_FAILED: Solving.REPRINT,
    ExceptionKind.WEIGHT_OFF: Solving.WEIGH,
    ExceptionKind.DEFECTIVE: Solving.REPLACE,
    ExceptionKind.SHORT: Solving.COUNT,
    ExceptionKind.NEEDS_REVIEW: Solving.REVIEW,
    ExceptionKind.HELD: Solving.RELEASE,
    ExceptionKind.UNPAID: Solving.WAIT,
    ExceptionKind.CLAIMED_ELSEWHERE: Solving.TAKE_OVER,
}

ON_THE_DESK = frozenset(
    {
        Solving.TAKE_OUT,
        Solving.NEW_LABEL,
        Solving.SETTLE_PRINT,
        Solving.REPRINT,
        Solving.WEIGH,
        Solving.REPLACE,
    }
)
"""Steps for which the order must lie on the desk, so that one that is held is let go on first."""

_LET_GO_ON: Mapping[ExceptionKind, Solving] = {
    ExceptionKind.NEEDS_REVIEW: Solving.REVIEW,
    ExceptionKind.HELD: Solving.RELEASE,
    ExceptionKind.UNPAID: Solving.WAIT,
}


def solving(order: Order, kinds: tuple[ExceptionKind, ...]) -> Solving:
    """The next step that brings the order back to its way; ``kinds`` are all of its, gravest first."""
    gravest = kinds[0]
    if gravest is ExceptionKind.RECALLED:
        return _after_recall(order)
    step = _SOLVED_BY[gravest]
    if step not in ON_THE_DESK:
        return step
    if ExceptionKind.CLAIMED_ELSEWHERE in kinds:
        return Solving.TAKE_OVER
    return next((way for kind, way in _LET_GO_ON.items() if kind in kinds), step)


def _after_recall(order: Order) -> Solving:
    """Take the parcel apart if it may bear a label, else put the goods back; then the platform decides."""
    if order.may_bear_label:
        return Solving.UNPACK
    return Solving.PUT_BACK if order.got and order.state is State.PACKING else Solving.WAIT
