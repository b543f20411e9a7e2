"""When something may be done to an order: the one table of moves.

The table is the only place where a state leads to another; a verb in a state that is not listed is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from packstation.domain.order import HoldKind, Order, State
from packstation.domain.scan import Verdict
from packstation.errors import Refusal


class Verb(StrEnum):
    """Everything that can be done to an order."""

    CONFIRM = "confirm"
    REVIEW = "review"
    OPEN = "open"
    PUT_BACK = "put-back"
    COUNT = "count"
    TAKE_OUT = "take-out"
    UNDO = "undo"
    PASS = "pass"  # noqa: S105  (a verb, not a password)
    FAIL = "fail"
    TICK = "tick"
    DROP_WISH = "drop-wish"
    CARTON = "carton"
    NEXT_PARCEL = "next-parcel"
    CHOOSE_PARCEL = "choose-parcel"
    MOVE_UNITS = "move-units"
    WEIGH = "weigh"
    PACK = "pack"
    REOPEN = "reopen"
    TAKE_NUMBER = "take-number"
    NOTE_LABEL = "note-label"
    LABEL = "label"
    VOID = "void"
    CLOSE_PARCEL = "close-parcel"
    SHIP = "ship"
    HOLD = "hold"
    RELEASE = "release"
    CANCEL = "cancel"
    UNPACK = "unpack"
    CORRECT = "correct"
    WAIVE = "waive"
    PARK = "park"
    LOOK_AGAIN = "look-again"
    JOIN = "join"
    SHIP_ALONG = "ship-along"
    RENUMBER = "renumber"
    SHIP_WITHOUT_PARCEL = "ship-without-parcel"


_BEFORE_SHIPPED = (
    State.NEW,
    State.CONFIRMED,
    State.REVIEWED,
    State.PACKING,
    State.PACKED,
    State.LABELLED,
)

_BEFORE_PACKED = (State.NEW, State.CONFIRMED, State.REVIEWED, State.PACKING)

MOVES: Mapping[tuple[State, Verb], frozenset[State]] = {
    (State.NEW, Verb.CONFIRM): frozenset({State.CONFIRMED}),
    (State.CONFIRMED, Verb.REVIEW): frozenset({State.REVIEWED, State.HELD}),
    (State.REVIEWED, Verb.OPEN): frozenset({State.PACKING}),
    (State.PACKING, Verb.PUT_BACK): frozenset({State.REVIEWED}),
    (State.HELD, Verb.PUT_BACK): frozenset({State.HELD}),
    (State.PACKING, Verb.COUNT): frozenset({State.PACKING}),
    (State.PACKING, Verb.TAKE_OUT): frozenset({State.PACKING}),
    (State.PACKED, Verb.TAKE_OUT): frozenset({State.PACKED}),
    (State.LABELLED, Verb.TAKE_OUT): frozenset({State.LABELLED}),
    (State.PACKING, Verb.UNDO): frozenset({State.PACKING}),
    (State.PACKING, Verb.PASS): frozenset({State.PACKING}),
    (State.PACKING, Verb.FAIL): frozenset({State.PACKING}),
    (State.PACKING, Verb.TICK): frozenset({State.PACKING}),
    (State.PACKED, Verb.TICK): frozenset({State.PACKED}),
    (State.LABELLED, Verb.TICK): frozenset({State.LABELLED}),
    **{
        (state, Verb.DROP_WISH): frozenset({state}) for state in (State.PACKING, State.PACKED, State.LABELLED)
    },
    (State.PACKING, Verb.CARTON): frozenset({State.PACKING}),
    (State.PACKED, Verb.CARTON): frozenset({State.PACKED}),
    (State.PACKING, Verb.NEXT_PARCEL): frozenset({State.PACKING}),
    (State.PACKING, Verb.CHOOSE_PARCEL): frozenset({State.PACKING}),
    (State.PACKED, Verb.CHOOSE_PARCEL): frozenset({State.PACKED}),
    (State.PACKING, Verb.MOVE_UNITS): frozenset({State.PACKING}),
    (State.PACKING, Verb.WEIGH): frozenset({State.PACKING}),
    (State.PACKED, Verb.WEIGH): frozenset({State.PACKED}),
    (State.LABELLED, Verb.WEIGH): frozenset({State.LABELLED}),
    (State.PACKING, Verb.PACK): frozenset({State.PACKED}),
    (State.PACKED, Verb.REOPEN): frozenset({State.PACKING}),
    (State.PACKED, Verb.TAKE_NUMBER): frozenset({State.PACKED}),
    (State.PACKED, Verb.NOTE_LABEL): frozenset({State.PACKED}),
    (State.LABELLED, Verb.NOTE_LABEL): frozenset({State.LABELLED}),
    (State.HELD, Verb.NOTE_LABEL): frozenset({State.HELD}),
    (State.PACKED, Verb.LABEL): frozenset({State.LABELLED}),
    (State.PACKED, Verb.VOID): frozenset({State.PACKED}),
    (State.LABELLED, Verb.VOID): frozenset({State.PACKED}),
    (State.LABELLED, Verb.CLOSE_PARCEL): frozenset({State.LABELLED}),
    (State.LABELLED, Verb.SHIP): frozenset({State.SHIPPED}),
    (State.HELD, Verb.SHIP_ALONG): frozenset({State.SHIPPED}),
    (State.SHIPPED, Verb.RENUMBER): frozenset({State.SHIPPED}),
    (State.HELD, Verb.SHIP_WITHOUT_PARCEL): frozenset({State.SHIPPED}),
    **{(state, Verb.JOIN): frozenset({State.HELD}) for state in (*_BEFORE_PACKED, State.HELD)},
    **{(state, Verb.HOLD): frozenset({State.HELD}) for state in _BEFORE_SHIPPED},
    (State.HELD, Verb.RELEASE): frozenset({State.REVIEWED}),
    (State.HELD, Verb.LOOK_AGAIN): frozenset({State.CONFIRMED}),
    **{(state, Verb.PARK): frozenset({State.HELD}) for state in (*_BEFORE_SHIPPED, State.HELD)},
    **{(state, Verb.CORRECT): frozenset({state}) for state in _BEFORE_SHIPPED},
    (State.HELD, Verb.CORRECT): frozenset({State.HELD, State.CONFIRMED}),
    **{(state, Verb.WAIVE): frozenset({state}) for state in _BEFORE_PACKED},
    (State.HELD, Verb.WAIVE): frozenset({State.HELD, State.CONFIRMED}),
    **{(state, Verb.CANCEL): frozenset({State.CANCELLED, state}) for state in (*_BEFORE_SHIPPED, State.HELD)},
    **{
        (state, Verb.UNPACK): frozenset({State.CANCELLED, State.REVIEWED, State.SHIPPED})
        for state in (State.PACKED, State.LABELLED, State.HELD)
    },
}
"""From a state, by a verb, to one of these states. CANCEL keeps the state where a label may already be on the
box:
the recall then stands on the order as a fact until the parcel was taken apart (UNPACK)."""


def stop_verdict(order: Order) -> Verdict | None:
    """What a scan must answer because the order itself cannot be worked on; None when it can."""
    if order.recall:
        return Verdict.ORDER_RECALLED
    match order.state:
        case State.CANCELLED:
            return Verdict.ORDER_CANCELLED
        case State.SHIPPED:
            return Verdict.ALREADY_SHIPPED
        case State.HELD if order.hold and order.hold.kind == HoldKind.REVIEW:
            return Verdict.NEEDS_REVIEW
        case State.HELD:
            return Verdict.ORDER_HELD
        case _:
            return None


def move(order: Order, verb: Verb, to: State) -> Order:
    """The order in its next state, or a refusal that names what it is now."""
    if to not in MOVES.get((order.state, verb), ()):
        raise Refusal(
            stop_verdict(order) or Verdict.NOT_READY, missing=f"state-{order.state}", order=order.number
        )
    return order if to == order.state else replace(order, state=to)
