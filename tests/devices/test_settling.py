"""A weight is taken of a load that lies still, and of each load once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.devices.scale import Reading
from packstation.devices.settling import Settling

READINGS = st.builds(
    Reading,
    st.one_of(st.none(), st.sampled_from([-200, -1, 0, 3, 5, 6, 100, 101, 102, 120, 121, 1500])),
    st.sampled_from([None, True, False]),
    st.sampled_from(["", "", "", "over", "moving"]),
)


def lies(grams: int, times: int = 3, *, stable: bool | None = True) -> list[Reading]:
    """The scale says the same a few times."""
    return [Reading(grams, stable)] * times


def taken(settling: Settling, *parts: list[Reading]) -> list[int]:
    heard = [settling.hear(reading) for part in parts for reading in part]
    return [grams for grams in heard if grams is not None]


def test_a_load_is_weighed_once_however_long_it_lies() -> None:
    assert taken(Settling(), lies(0), lies(1234, 500)) == [1234]


def test_the_next_load_is_weighed_after_the_scale_was_empty() -> None:
    assert taken(Settling(), lies(1234), lies(0, 1, stable=False), lies(1234)) == [1234, 1234]


def test_a_load_that_changes_is_weighed_again_and_one_that_trembles_is_not() -> None:
    assert taken(Settling(), lies(1000), lies(1015), lies(1021), lies(1030), lies(1042)) == [1000, 1021, 1042]


@pytest.mark.parametrize("grams", [0, -1, -500, 5])
def test_nothing_and_less_than_nothing_is_never_taken(grams: int) -> None:
    assert taken(Settling(), lies(grams, 50)) == []


def test_moving_readings_and_troubles_begin_the_count_anew() -> None:
    assert taken(Settling(), lies(800, 2), lies(800, 1, stable=False), lies(800, 2)) == []
    assert taken(Settling(), lies(800, 2), [Reading(trouble="over")], lies(800, 2)) == []
    assert taken(Settling(), lies(800, 50, stable=False)) == []


def test_without_a_sign_of_stability_equal_readings_count() -> None:
    climbing = [Reading(grams) for grams in range(100, 900, 7)]
    assert taken(Settling(), climbing, lies(900, stable=None)) == [900]


def test_within_one_division_readings_are_equal() -> None:
    wavering = [Reading(grams, stable=True) for grams in (1000, 1005, 1000, 1005)]
    assert taken(Settling(tolerance=5), wavering) == [1000]
    assert taken(Settling(tolerance=4), wavering) == []


def test_the_tare_is_taken_off_until_it_is_taken_anew_with_nothing_on_the_scale() -> None:
    settling = Settling()
    assert taken(settling, lies(150)) == [150]
    settling.take_tare()
    assert (settling.tare, settling.settled) == (150, 0)
    assert taken(settling, lies(150, 10), lies(1150), lies(150), lies(650)) == [1000, 500]
    assert taken(settling, lies(0, 5)) == []
    settling.take_tare()
    assert settling.tare == 0
    assert taken(settling, lies(650)) == [650]


def test_a_tare_asked_for_while_the_load_moves_is_taken_when_it_lies_still() -> None:
    settling = Settling()
    settling.take_tare()
    assert settling.tare == 0
    assert taken(settling, lies(90, 2, stable=False), lies(100)) == []
    assert settling.tare == 100


def test_the_scales_own_tare_ends_ours() -> None:
    settling = Settling()
    taken(settling, [Reading(100, stable=True, net=False)] * 3)
    settling.take_tare()
    assert taken(settling, [Reading(trouble="over")], [Reading(300, stable=True, net=True)] * 3) == [300]


def test_what_was_said_before_the_cable_was_pulled_is_not_counted_and_no_load_is_weighed_twice() -> None:
    settling = Settling()
    settling.take_tare()
    taken(settling, lies(700, 2))
    settling.lose()
    assert settling.settled is None
    assert taken(settling, lies(700, 2)) == []
    assert taken(settling, lies(700, 1)) == [700]
    settling.lose()
    assert taken(settling, lies(700, 5)) == []


def test_a_scale_that_speaks_once_a_load_is_heard_each_time() -> None:
    settling = Settling(readings=1)
    for _ in range(3):
        assert taken(settling, lies(700, 1)) == [700]
        settling.lose()


@given(st.lists(READINGS, max_size=60), st.integers(1, 5), st.integers(0, 3))
def test_a_weight_stands_on_equal_still_readings_and_each_load_is_taken_once(
    heard: list[Reading], count: int, tolerance: int
) -> None:
    settling = Settling(count, tolerance)
    last: int | None = None
    for place, reading in enumerate(heard):
        if reading.grams is not None and not reading.trouble and reading.grams <= settling.empty:
            last = None
        grams = settling.hear(reading)
        if grams is None:
            continue
        assert grams > settling.empty
        ground = heard[place + 1 - count : place + 1]
        assert len(ground) == count
        values = [one.grams for one in ground if one.grams is not None and one.stable is not False]
        assert len(values) == count
        assert not any(one.trouble for one in ground)
        assert max(values) - min(values) <= tolerance
        assert grams == values[-1]
        assert last is None or abs(grams - last) > settling.change
        last = grams


@given(st.lists(st.tuples(st.integers(6, 30_000), st.integers(0, 10)), max_size=8), st.integers(1, 5))
def test_every_parcel_put_on_and_taken_off_is_weighed_exactly_once(
    loads: list[tuple[int, int]], count: int
) -> None:
    settling = Settling(count)
    stream: list[Reading] = []
    for grams, rest in loads:
        stream += [Reading(grams * part // 4, stable=False) for part in range(4)]
        stream += lies(grams, count + rest)
        stream += [Reading(0, stable=False)]
    assert taken(settling, stream) == [grams for grams, _ in loads]
