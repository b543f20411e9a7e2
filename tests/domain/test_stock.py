"""What orders set aside, and whom a shortage hits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain import agreements
from packstation.domain.order import Hold, HoldKind, Line, Order, Recall, State
from packstation.domain.stock import (
    Demand,
    Way,
    fetched_from,
    missing_lines,
    reservation,
    reservation_changes,
    shortage,
)
from packstation.errors import Refusal
from tests.builders import NOON, make_order

LINE = Line("1", "TS-L", 3, "白色棉T恤", "L", got=1)


def order_in(state: State, recall: Recall = Recall.NONE, line: Line = LINE) -> Order:
    hold = Hold(HoldKind.DESK) if state is State.HELD else None
    return make_order("1", line, state=state, recall=recall, hold=hold)


@pytest.mark.parametrize(
    ("state", "units"),
    [
        (State.NEW, 0),
        (State.CONFIRMED, 3),
        (State.REVIEWED, 3),
        (State.PACKING, 3),
        (State.PACKED, 3),
        (State.LABELLED, 3),
        (State.HELD, 1),
        (State.SHIPPED, 0),
        (State.CANCELLED, 0),
    ],
)
def test_an_order_sets_its_goods_aside_from_confirm_to_ship(state: State, units: int) -> None:
    assert reservation(order_in(state)) == ({"TS-L": units} if units else {})


@pytest.mark.parametrize("state", [State.PACKING, State.LABELLED, State.REVIEWED])
def test_one_that_was_called_back_keeps_only_what_is_in_its_box(state: State) -> None:
    assert reservation(order_in(state, Recall.REFUND)) == {"TS-L": 1}


def test_a_refunded_unit_in_the_box_is_ours_until_it_is_out() -> None:
    refunded = replace(LINE, refund="SUCCESS", got=2)
    assert reservation(order_in(State.PACKING, line=refunded)) == {"TS-L": 2}


def test_the_same_goods_in_two_lines_add_up() -> None:
    order = make_order("1", LINE, replace(LINE, line="2", quantity=2, got=0), state=State.PACKING)
    assert reservation(order) == {"TS-L": 5}
    assert reservation_changes(order, replace(order, state=State.SHIPPED)) == {"TS-L": -5}
    assert reservation_changes(order, order) == {}


@given(
    st.lists(
        st.tuples(st.text("ABC", min_size=1, max_size=2), st.integers(-2, 9)),
        max_size=6,
        unique_by=lambda b: b[0],
    ),
    st.integers(0, 30),
)
def test_units_come_from_somewhere_and_no_bin_but_the_last_gives_more_than_it_has(
    bins: list[tuple[str, int]], units: int
) -> None:
    bins = sorted(bins, key=lambda one: -one[1])
    taken = fetched_from(bins, units)
    assert sum(taken.values()) == (units if bins else 0)
    for name, on_hand in bins[:-1]:
        assert 0 <= taken.get(name, 0) <= max(on_hand, 0)


# --- a shortage ---------------------------------------------------------------------------------------------


def demand(number: str, units: int, hours: float, *, reserved: bool = False, others: int = 0) -> Demand:
    return Demand(number, NOON + timedelta(hours=hours), units, reserved, others)


def test_who_is_due_last_goes_without_and_who_was_promised_goods_comes_first() -> None:
    demands = [demand("late", 2, 9), demand("soon", 2, 1), demand("taken-on", 2, 20, reserved=True)]
    found = shortage("TS-L", 4, demands, NOON)
    assert found is not None
    assert [(one.number, one.wanted, one.missing) for one in found.sufferers] == [("late", 2, 2)]
    assert (found.on_shelf, found.wanted) == (4, 6)
    assert shortage("TS-L", 6, demands, NOON) is None
    tight = shortage("TS-L", 1, demands, NOON)
    assert tight is not None
    assert [(one.number, one.missing) for one in tight.sufferers] == [
        ("soon", 2),
        ("late", 2),
        ("taken-on", 1),
    ]


@pytest.mark.parametrize(
    ("hours", "given_units", "others", "ways"),
    [
        (5, 0, 0, (Way.WAIT, Way.CANCEL)),
        (5, 1, 0, (Way.WAIT, Way.SPLIT, Way.CANCEL)),
        (5, 0, 4, (Way.WAIT, Way.SPLIT, Way.CANCEL)),
        (-1, 0, 4, (Way.SPLIT, Way.CANCEL, Way.WAIT)),
        (-1, 0, 0, (Way.CANCEL, Way.WAIT)),
    ],
)
def test_what_can_be_done_for_one_the_best_first(
    hours: float, given_units: int, others: int, ways: tuple[Way, ...]
) -> None:
    found = shortage("TS-L", given_units, [demand("1", 2, hours, others=others)], NOON)
    assert found is not None
    assert found.sufferers[0].ways == ways


@given(
    st.integers(-3, 40),
    st.lists(st.tuples(st.integers(1, 9), st.integers(-5, 5), st.booleans()), max_size=12),
)
def test_what_is_missing_is_what_is_wanted_less_what_is_there(
    on_shelf: int, wanted: list[tuple[int, int, bool]]
) -> None:
    demands = [demand(str(n), units, hours, reserved=kept) for n, (units, hours, kept) in enumerate(wanted)]
    total = sum(one.units for one in demands)
    found = shortage("TS-L", on_shelf, demands, NOON)
    missing = sum(one.missing for one in found.sufferers) if found else 0
    assert missing == max(0, total - max(on_shelf, 0))
    if found:
        assert all(0 < one.missing <= one.wanted for one in found.sufferers)
        assert [one.due for one in found.sufferers] == sorted(one.due for one in found.sufferers)


def test_lines_of_the_same_goods_share_what_is_free() -> None:
    order = make_order("1", LINE, replace(LINE, line="2", quantity=2, got=0), state=State.REVIEWED)
    assert missing_lines(order, {"TS-L": 3}) == {"2": 1}
    assert missing_lines(order, {"TS-L": -1}) == {"1": 2, "2": 2}
    assert missing_lines(order, {}) == {}


# --- what is agreed with the buyer --------------------------------------------------------------------------


def test_what_was_waived_is_no_longer_wanted_and_something_must_be_left() -> None:
    order = agreements.waive(order_in(State.PACKING), {"1": 2})
    assert (order.units, order.got, order.is_counted) == (1, 1, True)
    for units in (3, -1):
        with pytest.raises(Refusal):
            agreements.waive(order_in(State.PACKING), {"1": units})
    with pytest.raises(Refusal) as refused:
        agreements.waive(order_in(State.REVIEWED, line=replace(LINE, got=0)), {"1": 3})
    assert refused.value.data["missing"] == "nothing-to-send"
