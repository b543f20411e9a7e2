"""The walk to the shelves: every wanted unit is on the list or said to be short, and no bin is asked for more than it has."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.picking import (
    Part,
    Shelf,
    Short,
    Stop,
    Walk,
    Want,
    aisle,
    in_walking_order,
    natural,
    pick_list,
    without,
)

SKUS = ("TS", "CUP", "BOOK")
bins = st.one_of(
    st.sampled_from(["A-03-2", "A-03-10", "A-3-2", "B-01-1", "b-01-2", "01-2", "1-2"]), st.text()
)
shelves = st.dictionaries(
    st.sampled_from(SKUS),
    st.dictionaries(bins.filter(bool), st.integers(-3, 30), max_size=5).map(lambda held: list(held.items())),
)
wants = st.lists(
    st.builds(
        Want,
        order=st.sampled_from("123456"),
        slot=st.just(0),
        sku=st.sampled_from(SKUS),
        units=st.integers(0, 12),
    ),
    max_size=20,
)


def of(wanted: list[Want]) -> Counter[tuple[str, str]]:
    """Units by order and SKU."""
    found: Counter[tuple[str, str]] = Counter()
    for want in wanted:
        found[want.order, want.sku] += want.units
    return +found


@given(wanted=wants, held=shelves, walk=st.sampled_from(Walk))
def test_every_wanted_unit_is_on_the_list_or_short(
    wanted: list[Want], held: dict[str, list[Shelf]], walk: Walk
) -> None:
    made = pick_list(wanted, held, walk)
    listed: Counter[tuple[str, str]] = Counter()
    groups: list[Stop | Short] = [*made.stops, *made.short]
    for group in groups:
        assert group.units == sum(part.units for part in group.parts) > 0
        for part in group.parts:
            listed[part.order, group.sku] += part.units
    assert listed == of(wanted)
    assert made.units + made.units_short == sum(want.units for want in wanted)


@given(wanted=wants, held=shelves)
def test_no_bin_gives_more_than_it_holds_and_nothing_is_short_that_lies_there(
    wanted: list[Want], held: dict[str, list[Shelf]]
) -> None:
    made = pick_list(wanted, held)
    asked = Counter({(stop.sku, stop.bin): stop.units for stop in made.stops})
    assert len(asked) == len(made.stops)
    for (sku, place), units in asked.items():
        assert sku not in held or units <= dict(held[sku])[place]
    for short in made.short:
        for place, units in held[short.sku]:
            assert asked[short.sku, place] == max(units, 0)


@given(wanted=wants, held=shelves)
def test_a_bin_that_holds_all_is_the_only_stop(wanted: list[Want], held: dict[str, list[Shelf]]) -> None:
    made = pick_list(wanted, held)
    for sku in SKUS:
        units = sum(want.units for want in wanted if want.sku == sku)
        if any(on_hand >= units > 0 for _, on_hand in held.get(sku, [])):
            assert len([stop for stop in made.stops if stop.sku == sku]) == 1


@given(wanted=wants, held=shelves)
def test_stops_are_sorted_and_the_serpentine_walks_the_same_aisles(
    wanted: list[Want], held: dict[str, list[Shelf]]
) -> None:
    straight = [stop for stop in pick_list(wanted, held).stops if stop.bin]
    assert straight == sorted(straight, key=lambda stop: (natural(stop.bin), stop.sku))
    wound = [stop for stop in pick_list(wanted, held, Walk.SERPENTINE).stops if stop.bin]
    assert sorted(map(repr, wound)) == sorted(map(repr, straight))
    aisles = list(dict.fromkeys(aisle(stop.bin) for stop in straight))
    assert aisles == list(dict.fromkeys(aisle(stop.bin) for stop in wound))
    for place, name in enumerate(aisles):
        there = [stop for stop in wound if aisle(stop.bin) == name]
        forwards = [stop for stop in straight if aisle(stop.bin) == name]
        assert there == (forwards[::-1] if place % 2 else forwards)


@given(st.lists(st.tuples(bins, st.integers(-3, 30))), st.integers(0, 100))
def test_what_others_take_is_gone_from_the_shelves(held: list[Shelf], units: int) -> None:
    before = sum(max(on_hand, 0) for _, on_hand in held)
    left = without(held, units)
    assert sum(max(on_hand, 0) for _, on_hand in left) == max(0, before - units)
    assert all(on_hand >= min(0, *(n for _, n in held)) for _, on_hand in left)


@pytest.mark.parametrize(
    ("walk", "way"),
    [
        (Walk.STRAIGHT, ["A-03-2", "A-03-10", "B-01-1", "B-02-1", "C-1", ""]),
        (Walk.SERPENTINE, ["A-03-2", "A-03-10", "B-02-1", "B-01-1", "C-1", ""]),
    ],
)
def test_bins_are_walked_as_people_count(walk: Walk, way: list[str]) -> None:
    stops = [Stop(name, "TS", "", "", 1, ()) for name in ("C-1", "", "B-02-1", "A-03-10", "B-01-1", "A-03-2")]
    assert [stop.bin for stop in in_walking_order(stops, walk)] == way


def test_endless_digits_are_still_a_bin() -> None:
    assert natural("A-" + "9" * 10_000) > natural("A-" + "8" * 9_999)


def test_the_orders_due_last_go_without() -> None:
    made = pick_list([Want("1", 1, "TS", 3), Want("2", 2, "TS", 3)], {"TS": [("B-1", 2), ("A-2", 2)]})
    assert [(stop.bin, stop.parts) for stop in made.stops] == [
        ("A-2", (Part("1", 1, 2),)),
        ("B-1", (Part("1", 1, 1), Part("2", 2, 1))),
    ]
    assert [short.parts for short in made.short] == [(Part("2", 2, 2),)]
