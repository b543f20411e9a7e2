"""What a box should weigh, how far from it is still well, and what explains the difference."""

from __future__ import annotations

from math import sqrt
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.order import Line, Parcel
from packstation.domain.weight import (
    LEAST_LEARNT,
    MOST_LEARNT,
    Expected,
    Guess,
    Learnt,
    Part,
    composition,
    expected,
    guesses,
)
from tests.builders import make_order

SHIRT, CUP = Part("TS-L", 2, 180), Part("CUP", 1, 320)


def learnt(*weights: int) -> Learnt:
    known = Learnt()
    for weight in weights:
        known = known.with_box(weight)
    return known


def test_goods_and_carton_are_expected_until_practice_knows_better() -> None:
    should = expected((SHIRT, CUP), 120, Learnt())
    assert should == Expected(800, 40)
    assert expected((SHIRT, CUP), 120, learnt(840, 841, 839, 840)) == should
    known = expected((SHIRT, CUP), 120, learnt(840, 841, 839, 840, 840))
    assert known is not None
    assert (known.weight_g, known.learnt) == (840, 5)


def test_unknown_goods_are_learnt_and_never_guessed() -> None:
    unknown = (Part("NEW", 1, None),)
    assert expected(unknown, 120, learnt(300, 300)) is None
    assert expected(unknown, 120, learnt(*([300] * 5))) == Expected(300, 30, 5)


# each of the three bounds alone is the widest in one of these; without it the last fitting weight would stop


def test_five_in_a_hundred_are_allowed() -> None:
    should = expected((Part("BAG", 10, 1000),), 0, learnt(*([10_000] * 9)))
    assert should is not None
    assert (should.fits(10_500), should.fits(10_501)) == (True, False)


def test_what_such_boxes_differ_by_is_allowed() -> None:
    weights = (700, 900, 700, 900, 800, 800)
    should = expected((SHIRT, CUP), 120, learnt(*weights))
    assert should is not None
    assert should.tolerance_g == int(2 * stdev(weights)) > 0.05 * 800
    assert (should.fits(800 + should.tolerance_g), should.fits(800 + should.tolerance_g + 1)) == (True, False)


def test_what_no_unit_weighs_is_allowed() -> None:
    should = expected((Part("RING", 1, 12),), 30, learnt(*([42] * 9)))
    assert should is not None
    assert should.tolerance_g == 6
    assert not should.fits(30)
    heavy = expected((Part("POT", 1, 400),), 0, learnt(*([400] * 9)))
    assert heavy is not None
    assert heavy.tolerance_g == 30


def test_tape_and_paper_are_allowed_before_anything_was_learnt() -> None:
    should = expected((Part("RING", 1, 12),), 30, Learnt())
    assert should is not None
    assert (should.fits(72), should.fits(73)) == (True, False)


@given(st.lists(st.integers(100, 900), min_size=2, max_size=60))
def test_mean_and_spread_are_those_of_all_boxes(weights: list[int]) -> None:
    known = learnt(*weights)
    assert known.count == len(weights)
    assert known.mean_g == pytest.approx(mean(weights))
    assert known.spread_g == pytest.approx(stdev(weights))


def test_a_lighter_packaging_is_followed() -> None:
    known = learnt(*([800] * MOST_LEARNT * 2))
    assert known.count == MOST_LEARNT
    for _ in range(MOST_LEARNT * 4):
        known = known.with_box(760)
    assert known.mean_g == pytest.approx(760, abs=1)
    assert known.spread_g < sqrt(40)


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(20, 2000)), min_size=1, max_size=4),
    st.data(),
)
def test_a_missing_unit_that_weighs_more_than_is_allowed_is_never_labelled(
    goods: list[tuple[int, int]], data: st.DataObject
) -> None:
    parts = tuple(Part(f"S{n}", units, weight) for n, (units, weight) in enumerate(goods))
    total = sum(part.units * (part.weight_g or 0) for part in parts) + 100
    should = expected(parts, 100, learnt(*([total] * LEAST_LEARNT)))
    assert should is not None
    gone = data.draw(st.sampled_from(parts))
    weight = total - (gone.weight_g or 0)
    assert should.fits(weight) == ((gone.weight_g or 0) <= should.tolerance_g)
    if not should.fits(weight):
        found = guesses(parts, should, weight, {})
        assert found
        assert found[0].units < 0


@pytest.mark.parametrize(
    ("weight", "cartons", "found"),
    [
        (480, {}, (Guess(-1, "CUP"),)),
        (620, {}, (Guess(-1, "TS-L"),)),
        (440, {}, (Guess(-2, "TS-L"),)),
        (1120, {}, (Guess(1, "CUP"),)),
        (1000, {"B3": 200}, (Guess(0, "", "B3"),)),
        (575, {}, ()),
        (5000, {}, ()),
    ],
)
def test_what_explains_a_difference_is_named(
    weight: int, cartons: dict[str, int], found: tuple[Guess, ...]
) -> None:
    assert guesses((SHIRT, CUP), Expected(800, 40), weight, cartons)[: len(found) or 2] == found


def test_two_things_that_explain_it_equally_are_both_named() -> None:
    parts = (Part("A", 1, 200), Part("B", 1, 205), Part("C", 1, 210))
    assert guesses(parts, Expected(700, 35), 498, {}) == (Guess(-1, "A"), Guess(-1, "B"))


def test_the_same_contents_are_one_kind_of_box_however_they_lie() -> None:
    order = make_order("1", Line("1", "A", 2), Line("2", "B", 1), Line("3", "A", 1))
    one = Parcel(1, carton="B3", contents=(("1", 2), ("2", 1), ("3", 1)))
    other = Parcel(2, carton="B3", contents=(("3", 3), ("2", 1)))
    weights = {"A": 5, "B": None, "#": 120}
    assert composition(order, one, weights) == composition(order, other, weights)
    assert composition(order, one, {**weights, "A": 6}) != composition(order, one, weights)
    assert composition(order, one, {**weights, "#": 90}) != composition(order, one, weights)
