"""Which orders are out of the ordinary and what brings them back; and who goes ahead of all others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain import expediting, news, verbs
from packstation.domain.agreements import wait_for_goods
from packstation.domain.deadlines import Expedited
from packstation.domain.exceptions import GRAVITY, ExceptionKind, Solving, in_order, kinds_of, solving
from packstation.domain.order import (
    OPEN_STATES,
    Finding,
    Hold,
    HoldKind,
    Line,
    Order,
    Parcel,
    Printed,
    Recall,
    State,
)
from packstation.domain.scan import Verdict
from packstation.errors import Refusal
from tests.builders import NOON, make_order

Kind = ExceptionKind
LINE = Line("1", "TS-L", 2, got=2)
BOX = Parcel(1, "YTO", "YT1", label=Printed.PRINTED, prints=1, contents=(("1", 2),))
LABELLED = make_order("1", LINE, state=State.LABELLED, parcels=(BOX,))
PACKED = replace(LABELLED, state=State.PACKED)
HELD = replace(make_order("1"), state=State.HELD)


def held(kind: HoldKind, *findings: str, reason: str = "") -> Order:
    return replace(HELD, hold=Hold(kind, reason), findings=tuple(Finding(code) for code in findings))


def box(label: Printed, **more: object) -> tuple[Parcel, ...]:
    return (replace(BOX, label=label, **more),)  # type: ignore[arg-type]


CASES: dict[str, tuple[Order, tuple[Kind, ...], Solving]] = {
    "recalled with a label": (replace(LABELLED, recall=Recall.CANCELLED), (Kind.RECALLED,), Solving.UNPACK),
    "recalled, goods in the box": (
        replace(
            make_order("1", LINE, state=State.PACKING, parcels=(Parcel(1, contents=(("1", 2),)),)),
            recall=Recall.REFUND,
        ),
        (Kind.RECALLED,),
        Solving.PUT_BACK,
    ),
    "refund asked, not begun": (
        replace(make_order("1"), recall=Recall.REFUND),
        (Kind.RECALLED,),
        Solving.WAIT,
    ),
    "a refunded unit in the box": (
        replace(LABELLED, lines=(replace(LINE, refund="SUCCESS"), Line("2", "CUP", 1, got=1))),
        (Kind.TAKE_OUT,),
        Solving.TAKE_OUT,
    ),
    "address changed": (
        replace(LABELLED, address_changed=True),
        (Kind.ADDRESS_CHANGED,),
        Solving.NEW_LABEL,
    ),
    "carrier forbidden": (
        replace(LABELLED, carriers_forbidden=("YTO",)),
        (Kind.CARRIER_FORBIDDEN,),
        Solving.NEW_LABEL,
    ),
    "label unknown": (
        replace(PACKED, parcels=box(Printed.UNKNOWN)),
        (Kind.LABEL_UNKNOWN,),
        Solving.SETTLE_PRINT,
    ),
    "label failed": (replace(PACKED, parcels=box(Printed.FAILED)), (Kind.LABEL_FAILED,), Solving.REPRINT),
    "no number was left": (
        replace(PACKED, parcels=box(Printed.NONE, waybill="", carrier="", prints=0)),
        (Kind.LABEL_FAILED,),
        Solving.REPRINT,
    ),
    "weight in doubt": (
        make_order("1", LINE, state=State.PACKING, parcels=(Parcel(1, doubt_g=90),)),
        (Kind.WEIGHT_OFF,),
        Solving.WEIGH,
    ),
    "too few on the shelves": (
        held(HoldKind.REVIEW, "stock-short"),
        (Kind.SHORT, Kind.NEEDS_REVIEW),
        Solving.COUNT,
    ),
    "waits for goods": (
        wait_for_goods(make_order("1", state=State.PACKING), "P1", NOON),
        (Kind.SHORT, Kind.HELD),
        Solving.COUNT,
    ),
    "needs review": (held(HoldKind.REVIEW, "receiver-phone"), (Kind.NEEDS_REVIEW,), Solving.REVIEW),
    "held": (held(HoldKind.DESK, reason="later"), (Kind.HELD,), Solving.RELEASE),
    "unpaid": (held(HoldKind.UNPAID), (Kind.UNPAID,), Solving.WAIT),
}


@pytest.mark.parametrize("name", CASES)
def test_each_kind_is_seen_and_has_its_step(name: str) -> None:
    order, kinds, step = CASES[name]
    assert kinds_of(order) == kinds
    assert solving(order, kinds) is step


@pytest.mark.parametrize("state", sorted(State))
def test_a_clean_order_is_no_exception_in_any_state_but_held(state: State) -> None:
    order = replace(LABELLED, state=state)
    assert kinds_of(order) == ((Kind.HELD,) if state is State.HELD else ())


@pytest.mark.parametrize("state", [State.SHIPPED, State.CANCELLED])
def test_what_is_done_is_no_exception_whatever_happened_before(state: State) -> None:
    spoilt = replace(LABELLED, address_changed=True, parcels=box(Printed.UNKNOWN, doubt_g=1))
    assert kinds_of(spoilt) != ()
    assert kinds_of(replace(spoilt, state=state)) == ()


def test_several_at_once_gravest_first_and_the_gravest_is_dealt_with() -> None:
    order = replace(LABELLED, address_changed=True, parcels=box(Printed.UNKNOWN), recall=Recall.CANCELLED)
    assert kinds_of(order) == (Kind.RECALLED, Kind.ADDRESS_CHANGED, Kind.LABEL_UNKNOWN)
    assert solving(order, kinds_of(order)) is Solving.UNPACK


@pytest.mark.parametrize(
    ("more", "step"),
    [
        ((Kind.HELD,), Solving.RELEASE),
        ((Kind.NEEDS_REVIEW,), Solving.REVIEW),
        ((Kind.UNPAID,), Solving.WAIT),
        ((Kind.CLAIMED_ELSEWHERE,), Solving.TAKE_OVER),
        ((), Solving.NEW_LABEL),
    ],
)
def test_what_needs_the_order_on_the_desk_waits_until_it_can_lie_there(
    more: tuple[Kind, ...], step: Solving
) -> None:
    assert solving(LABELLED, (Kind.ADDRESS_CHANGED, *more)) is step


def test_kinds_that_only_the_moment_tells_have_their_step() -> None:
    steps = {
        kind: solving(LABELLED, (kind,)) for kind in (Kind.PARKED, Kind.DEFECTIVE, Kind.CLAIMED_ELSEWHERE)
    }
    assert list(steps.values()) == [Solving.RETRY, Solving.REPLACE, Solving.TAKE_OVER]
    assert all(solving(LABELLED, (kind,)) for kind in Kind)


def test_kinds_stand_in_the_order_of_their_gravity() -> None:
    assert in_order(reversed(GRAVITY)) == GRAVITY
    assert in_order((Kind.HELD, Kind.HELD)) == (Kind.HELD,)


# --- ahead of all others ------------------------------------------------------------------------------------

BY = Expedited(NOON, "L1", "买家等急用")


def ahead(order: Order) -> Order:
    return expediting.expedite(order, BY)


MOMENTS = st.integers(
    int(datetime(1, 1, 2, tzinfo=UTC).timestamp()) * 1000,
    int(datetime(9999, 12, 30, tzinfo=UTC).timestamp()) * 1000,
)


@given(MOMENTS, MOMENTS)
def test_whoever_is_expedited_goes_before_everybody_and_its_deadline_is_not_lost(
    mine: int, other: int
) -> None:
    order = make_order("1")
    assert expediting.turn_of(order, mine) == mine
    turn = expediting.turn_of(ahead(order), mine)
    assert turn < expediting.turn_of(order, other)
    assert expediting.due_of_turn(turn) == mine
    assert expediting.due_of_turn(mine) == mine
    assert (turn < expediting.turn_of(ahead(order), other)) == (mine < other)


@pytest.mark.parametrize("state", sorted(State))
def test_only_what_is_still_waited_for_goes_ahead(state: State) -> None:
    order = make_order("1", state=state)
    if state in OPEN_STATES:
        assert expediting.calm(ahead(order)) == order
    else:
        with pytest.raises(Refusal):
            ahead(order)
    sent = replace(order, expedited=BY)
    assert expediting.is_ahead(expediting.turn_of(sent, 1)) is (state in OPEN_STATES)


@pytest.mark.parametrize(
    ("act", "missing"),
    [
        (lambda: ahead(ahead(make_order("1"))), "already-ahead"),
        (lambda: expediting.calm(make_order("1")), "not-ahead"),
        (lambda: expediting.expedite(make_order("1"), replace(BY, reason="  ")), "reason"),
    ],
)
def test_what_makes_no_sense_is_refused(act: Callable[[], object], missing: str) -> None:
    with pytest.raises(Refusal) as refused:
        act()
    assert (refused.value.reason, refused.value.data["missing"]) == (Verdict.NOT_READY, missing)


def test_news_of_the_platform_leave_an_order_where_a_person_put_it() -> None:
    order = ahead(make_order("1"))
    later = replace(make_order("1"), urges=2, ship_by=NOON, modified_at=NOON + timedelta(hours=1))
    applied = news.apply(order, later)
    assert applied.order.urges == 2
    assert applied.order.expedited == BY


def test_goods_of_a_held_order_go_back_and_it_stays_held() -> None:
    packing = make_order("1", LINE, state=State.PACKING, parcels=(Parcel(1, contents=(("1", 2),)),))
    after = verbs.put_back(verbs.hold(packing, "later"))
    assert (after.state, after.got, after.parcels) == (State.HELD, 0, ())
    assert after.hold is not None
