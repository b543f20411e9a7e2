"""What can be taken back: gestures stay whole and apart from each other, whatever becomes of their steps."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.order import Step
from packstation.domain.trail import Trail, kept, last_gesture

GESTURES = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=4), max_size=6)


def trail_of(gestures: list[list[str]]) -> Trail:
    return tuple(
        Step("unit", f"{number} {name}", goes_on=place > 0)
        for number, names in enumerate(gestures)
        for place, name in enumerate(names)
    )


def taken_back(trail: Trail) -> list[list[str]]:
    """The steps of each gesture, the last one first."""
    found = []
    while trail:
        trail, steps = last_gesture(trail)
        found.append([step.target for step in steps])
    return found


def whole(targets: list[str]) -> list[list[str]]:
    return [list(names) for _, names in groupby(targets, key=lambda target: target.split()[0])][::-1]


@given(GESTURES)
def test_each_gesture_is_taken_back_whole(gestures: list[list[str]]) -> None:
    trail = trail_of(gestures)
    assert taken_back(trail) == whole([step.target for step in trail])
    assert last_gesture(()) == ((), ())


@given(GESTURES, st.sets(st.sampled_from("abc")))
def test_what_is_left_out_joins_nothing_that_was_apart(gestures: list[list[str]], gone: set[str]) -> None:
    left = kept(trail_of(gestures), lambda step: None if step.target[-1] in gone else step)
    targets = [step.target for step in trail_of(gestures) if step.target[-1] not in gone]
    assert [step.target for step in left] == targets
    assert taken_back(left) == whole(targets)


@given(GESTURES)
def test_steps_may_change_and_stay_where_they_were(gestures: list[list[str]]) -> None:
    trail = trail_of(gestures)
    assert kept(trail, lambda step: step) == trail
    more = kept(trail, lambda step: replace(step, amount=step.amount + 1))
    assert [(step.amount, step.goes_on) for step in more] == [(2, step.goes_on) for step in trail]
