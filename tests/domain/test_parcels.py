"""Units moved between boxes: none is ever lost or made, whatever is done and taken back in between."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from packstation.domain import parcels, verbs
from packstation.domain.boxes import current_parcel, place_of
from packstation.domain.order import Line, Order, Parcel, Printed, State
from packstation.errors import Refusal
from tests.builders import make_order

SHIRT = Line("1", "TS-L", 3, "白色棉T恤")
CUP = Line("2", "CUP", 2, "茶杯")


def packing(*lines: Line) -> Order:
    return make_order("1", *(lines or (SHIRT, CUP)), state=State.PACKING, parcels=(Parcel(1),))


def contents(order: Order) -> dict[int, dict[str, int]]:
    return {box.parcel: dict(box.contents) for box in order.parcels}


def counted(**units: int) -> Order:
    order = packing()
    for line, count in units.items():
        order = verbs.count(order, line.removeprefix("line"), count)
    return order


def test_units_go_into_another_box() -> None:
    order = parcels.next_parcel(counted(line1=2))
    order = parcels.move_units(verbs.count(order, "2"), "1", 1, 1, 2)
    assert contents(order) == {1: {"1": 1}, 2: {"2": 1, "1": 1}}


def test_units_go_into_a_new_box_which_then_takes_the_next() -> None:
    order = parcels.move_units(counted(line1=2), "1", 1, 1)
    assert contents(order) == {1: {"1": 1}, 2: {"1": 1}}
    assert contents(verbs.count(order, "2")) == {1: {"1": 1}, 2: {"1": 1, "2": 1}}


def test_a_new_box_takes_the_next_also_after_another_one_was_chosen() -> None:
    order = verbs.count(parcels.next_parcel(counted(line1=2)), "2")
    order = parcels.move_units(parcels.choose_parcel(order, 1), "1", 1, 1)
    assert current_parcel(order).parcel == 3
    order, step = verbs.undo(order)
    assert (step.kind, current_parcel(order).parcel, len(order.parcels)) == ("split", 1, 2)


def test_both_boxes_must_be_weighed_again() -> None:
    order = verbs.weigh(counted(line1=2), 400)
    order = verbs.weigh(verbs.count(parcels.next_parcel(order), "2"), 300)
    assert [box.weight_g for box in order.parcels] == [400, 300]
    order = parcels.move_units(order, "1", 1, 1, 2)
    assert [box.weight_g for box in order.parcels] == [None, None]


@pytest.mark.parametrize(
    ("line", "units", "source", "target"),
    [
        ("1", 3, 1, None),
        ("1", 0, 1, None),
        ("1", -1, 1, None),
        ("2", 1, 1, None),
        ("1", 1, 1, 1),
        ("1", 1, 7, None),
        ("1", 1, 1, 7),
    ],
)
def test_what_is_not_there_is_not_moved(line: str, units: int, source: int, target: int | None) -> None:
    with pytest.raises(Refusal) as refused:
        parcels.move_units(counted(line1=2), line, units, source, target)
    assert refused.value.data["missing"] in ("not-in-parcel", "no-parcel")


def test_nothing_is_moved_under_a_label() -> None:
    order = counted(line1=2)
    box = replace(order.parcels[0], carrier="YTO", waybill="YT1", label=Printed.PRINTED)
    with pytest.raises(Refusal) as refused:
        parcels.move_units(replace(order, parcels=(box,)), "1", 1, 1)
    assert refused.value.data["missing"] == "void-first"


def test_a_move_is_taken_back() -> None:
    before = counted(line1=2)
    order, step = verbs.undo(parcels.move_units(before, "1", 2, 1))
    assert step.kind == "split"
    assert order == before
    both = verbs.count(parcels.next_parcel(before), "2")
    order, step = verbs.undo(parcels.move_units(both, "1", 1, 1, 2))
    assert step.kind == "move"
    assert contents(order) == contents(both)


def test_a_box_emptied_by_a_move_is_dropped_when_packed() -> None:
    order = verbs.count(parcels.next_parcel(counted(line1=3)), "2", 2)
    order = verbs.pack(parcels.move_units(order, "1", 3, 1, 2))
    assert contents(order) == {2: {"2": 2, "1": 3}}
    assert place_of(order, 2) == 1
    order, _ = verbs.undo(verbs.reopen(order))
    assert contents(order) == {1: {"1": 3}, 2: {"2": 2}}


def test_a_unit_taken_back_leaves_the_box_it_was_moved_to() -> None:
    order = parcels.move_units(counted(line1=1), "1", 1, 1)
    order = verbs.take_back(order, "1")
    assert order.got == sum(box.units for box in order.parcels) == 0
    order = verbs.count(order, "1", 2)
    while order.trail:
        order, _ = verbs.undo(order)
        assert order.got == sum(box.units for box in order.parcels)


def test_what_a_scan_put_in_is_taken_out_of_several_boxes_if_need_be() -> None:
    order = packing(replace(SHIRT, quantity=5), CUP)
    order = verbs.count(parcels.next_parcel(verbs.count(order, "2")), "1", 2)
    order = verbs.count(parcels.choose_parcel(order, 1), "1", 2)
    order = verbs.take_back(order, "1")
    assert contents(order) == {1: {"2": 1, "1": 2}, 2: {"1": 1}}
    for _ in range(3):
        order, _ = verbs.undo(order)
    assert (order.line_of("1").got, contents(order)) == (0, {1: {"2": 1}, 2: {}})


def test_the_chosen_box_takes_units_carton_and_weight() -> None:
    order = verbs.count(parcels.next_parcel(counted(line1=1)), "2")
    order = parcels.choose_parcel(order, 1)
    order = verbs.weigh(parcels.choose_carton(verbs.count(order, "1"), "B3"), 500)
    first, second = order.parcels
    assert (dict(first.contents), first.carton, first.weight_g) == ({"1": 2}, "B3", 500)
    assert (dict(second.contents), second.carton, second.weight_g) == ({"2": 1}, "", None)


def test_choosing_a_box_is_taken_back() -> None:
    order = parcels.choose_parcel(verbs.count(parcels.next_parcel(counted(line1=1)), "2"), 1)
    assert parcels.choose_parcel(order, 1) is order
    order, step = verbs.undo(order)
    assert (step.kind, current_parcel(order).parcel) == ("parcel", 2)


def test_another_box_after_one_was_chosen_is_a_new_one() -> None:
    order = parcels.choose_parcel(verbs.count(parcels.next_parcel(counted(line1=1)), "2"), 1)
    order = parcels.next_parcel(order)
    assert (len(order.parcels), current_parcel(order).parcel) == (3, 3)
    order = parcels.next_parcel(parcels.choose_parcel(order, 1))
    assert (len(order.parcels), current_parcel(order).parcel) == (3, 3), (
        "an empty one is used, not left behind"
    )


def test_there_is_no_box_beyond_the_last() -> None:
    for place in (0, 2):
        with pytest.raises(Refusal) as refused:
            parcels.choose_parcel(counted(line1=1), place)
        assert (refused.value.data["missing"], refused.value.data["left"]) == ("no-parcel", 1)


class Boxes(RuleBasedStateMachine):
    """A packer who changes their mind all the time; what the lines say is in is always what lies in the boxes."""

    def __init__(self) -> None:
        super().__init__()
        inspected = Line("3", "BOOK", 2, "绘本", inspect=("无折角",))
        self.order = packing(replace(SHIRT, quantity=6), CUP, inspected)

    def act(self, gesture: Callable[[Order], Order]) -> None:
        with contextlib.suppress(Refusal):
            self.order = gesture(self.order)

    @rule(line=st.sampled_from("123"), units=st.integers(1, 3))
    def count(self, line: str, units: int) -> None:
        self.act(lambda order: verbs.count(order, line, units))

    @rule(
        line=st.sampled_from("123"),
        units=st.integers(1, 3),
        source=st.integers(1, 4),
        into=st.none() | st.integers(1, 4),
    )
    def move(self, line: str, units: int, source: int, into: int | None) -> None:
        self.act(lambda order: parcels.move_units(order, line, units, source, into))

    @rule(place=st.integers(1, 4))
    def choose(self, place: int) -> None:
        self.act(lambda order: parcels.choose_parcel(order, place))

    @rule()
    def another(self) -> None:
        self.act(parcels.next_parcel)

    @rule()
    def undo(self) -> None:
        self.act(lambda order: verbs.undo(order)[0])

    @rule(line=st.sampled_from("123"))
    def take_back(self, line: str) -> None:
        self.act(lambda order: verbs.take_back(order, line))

    @rule()
    def fail(self) -> None:
        self.act(lambda order: verbs.fail_quality(order)[0])

    @rule()
    def check(self) -> None:
        self.act(lambda order: verbs.pass_quality(order)[0])

    @rule()
    def pack(self) -> None:
        self.act(verbs.pack)
        if self.order.state is State.PACKED:
            assert self.order.parcels
            assert all(box.contents for box in self.order.parcels)
            self.order = verbs.reopen(self.order)

    @invariant()
    def nothing_is_lost_or_made(self) -> None:
        for line in self.order.lines:
            assert sum(dict(box.contents).get(line.line, 0) for box in self.order.parcels) == line.got

    @invariant()
    def boxes_stand_in_order_and_hold_whole_units(self) -> None:
        numbers = [box.parcel for box in self.order.parcels]
        assert numbers == sorted(set(numbers))
        assert all(units > 0 for box in self.order.parcels for _, units in box.contents)
        assert current_parcel(self.order) in self.order.parcels


TestBoxes = Boxes.TestCase
TestBoxes.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
