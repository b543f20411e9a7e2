"""Whatever happens to a list while it is read, nothing that stood in it is stepped over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.errors import Outage
from packstation.platforms.taobao.lists import Listing, Reader
from packstation.platforms.taobao.place import (
    LONGEST_BACK,
    REACH,
    Place,
    Sweep,
    beginning,
    place_in,
    text_of,
    within_reach,
)
from packstation.top import times

NOON = datetime(2026, 11, 11, 4, 0, tzinfo=UTC)
LISTING = Listing(
    "taobao.trades.sold.increment.get",
    "trades",
    {"fields": "tid,modified"},
    "start_modified",
    "end_modified",
    timedelta(minutes=25),
    timedelta(minutes=5),
    3,
)
BACK = (0, 60, 61, 300, 1499)
"""Seconds before noon at which trades changed; several share a second."""


class Books:
    """A list by moment of change, newest first, that is torn at between two pages."""

    def __init__(self, changed: list[int], between: list[int]) -> None:
        self.modified = {number: NOON - timedelta(seconds=BACK[back]) for number, back in enumerate(changed)}
        self.between = list(between)
        self.moved: set[int] = set()
        self.asked: list[int] = []

    def call(self, _method: str, params: Mapping[str, str]) -> Mapping[str, Any]:
        start, end = times.read(params["start_modified"]), times.read(params["end_modified"])
        page, size = int(params["page_no"]), int(params["page_size"])
        inside = sorted(
            ((at, number) for number, at in self.modified.items() if start <= at <= end), reverse=True
        )
        self.asked.append(page)
        shown = [
            {"tid": number, "modified": times.written(at)}
            for at, number in inside[(page - 1) * size : page * size]
        ]
        self._tear()
        return {"total_results": len(inside), "trades": {"trade": shown}}

    def _tear(self) -> None:
        """Something changes now: it leaves the window for a later one."""
        if self.between and self.modified:
            number = self.between.pop() % len(self.modified)
            self.modified[number] = NOON + timedelta(minutes=1)
            self.moved.add(number)


def read_all(reader: Reader, until: datetime = NOON) -> set[int]:
    """Everything a sweep up to this moment sees."""
    seen: set[int] = set()
    sweep = Sweep(NOON - timedelta(minutes=25))
    while reader.is_behind(sweep, until):
        page = reader.next(sweep, until)
        seen |= {member["tid"] for member in page.members}
        sweep = page.after
    return seen


CHANGED = st.lists(st.integers(0, len(BACK) - 1), min_size=1, max_size=30)
BETWEEN = st.lists(st.integers(0, 29), max_size=8)


@given(CHANGED, BETWEEN)
def test_nothing_is_stepped_over_while_trades_leave_the_window(
    changed: list[int], between: list[int]
) -> None:
    books = Books(changed, between)
    seen = read_all(Reader(LISTING, books.call))
    assert seen | books.moved == set(books.modified)


@given(CHANGED, BETWEEN)
def test_a_list_that_fits_no_page_is_narrowed_until_it_does(changed: list[int], between: list[int]) -> None:
    books = Books(changed, between)
    seen = read_all(Reader(replace(LISTING, narrows=True, overlap=timedelta()), books.call))
    assert seen | books.moved == set(books.modified)


def test_a_list_that_is_narrowed_never_turns_a_page() -> None:
    """What comes into a list of waiting trades pushes others over the edge of a page, and no total tells of it."""
    books = Books([0, 1, 2, 3, 4] * 5, [])
    call, pages = books.call, set()

    def noted(method: str, params: Mapping[str, str]) -> Mapping[str, Any]:
        pages.add(params["page_no"])
        return call(method, params)

    reader = Reader(replace(LISTING, narrows=True, overlap=timedelta(), page_size=10), noted)
    assert read_all(reader) == set(books.modified)
    assert pages == {"1"}


def from_the_front(books: Books) -> set[int]:
    """The same list read as it should not be."""
    seen: set[int] = set()
    for page in range(1, 99):
        answer = books.call("", {
            "start_modified": times.written(NOON - timedelta(minutes=30)),
            "end_modified": times.written(NOON),
            "page_no": str(page),
            "page_size": "3",
        })  # fmt: skip
        seen |= {member["tid"] for member in answer["trades"]["trade"]}
        if page * 3 >= answer["total_results"]:
            break
    return seen


def test_the_harness_notices_what_reading_from_the_front_steps_over() -> None:
    changed, between = [0, 1, 2, 3, 4, 0, 1, 2, 3], [0]
    books = Books(changed, between)
    assert from_the_front(books) | books.moved != set(books.modified)
    books = Books(changed, between)
    assert read_all(Reader(LISTING, books.call)) | books.moved == set(books.modified)


def test_pages_go_from_the_last_one_backwards() -> None:
    books = Books([0] * 10, [])
    read_all(Reader(LISTING, books.call))
    assert books.asked == [1, 4, 3, 2, 1]


def test_what_comes_into_a_window_late_is_read_again() -> None:
    books = Books([1] * 7, [])
    reader = Reader(LISTING, books.call)
    first = reader.next(Sweep(NOON - timedelta(minutes=25)), NOON)
    second = reader.next(first.after, NOON)
    for number in range(7, 11):
        books.modified[number] = NOON - timedelta(seconds=1)
    third = reader.next(second.after, NOON)
    assert third.after.page == 0
    seen = {member["tid"] for member in (*second.members, *third.members)}
    sweep = third.after
    while reader.is_behind(sweep, NOON):
        page = reader.next(sweep, NOON)
        seen |= {member["tid"] for member in page.members}
        sweep = page.after
    assert seen == set(books.modified)


def answering(answer: Mapping[str, Any]) -> Callable[[str, Mapping[str, str]], Mapping[str, Any]]:
    return lambda _method, _params: answer


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"trades": {"trade": [{"tid": 1}]}},
        {"total_results": "many"},
        {"total_results": -1},
        {"total_results": 1, "trades": {"trade": [{"tid": 1}, {"tid": 2}]}},
    ],
)
def test_a_list_that_does_not_say_how_long_it_is_is_not_believed(answer: Mapping[str, Any]) -> None:
    with pytest.raises(Outage):
        Reader(LISTING, answering(answer)).next(Sweep(NOON - timedelta(minutes=1)), NOON)


def test_rows_that_hold_nothing_are_named_and_twins_do_not_matter() -> None:
    rows = [{"tid": 1}, {"tid": 1}, None]
    answer = {"total_results": 2, "trades": {"trade": rows}}
    page = Reader(LISTING, answering(answer)).next(Sweep(NOON - timedelta(minutes=1)), NOON)
    assert page.bad == (3,)
    assert page.members == ({"tid": 1}, {"tid": 1})


# --- the place
MOMENTS = st.integers(0, 10**7).map(lambda seconds: NOON + timedelta(seconds=seconds))
SWEEPS = st.builds(Sweep, MOMENTS, st.none() | MOMENTS, st.integers(0, 9), st.integers(0, 9))


@given(
    st.builds(
        Place, SWEEPS, SWEEPS, st.tuples(SWEEPS, SWEEPS), MOMENTS, st.tuples(st.just("1")), st.just("d")
    )
)
def test_a_place_is_kept_and_found_again(place: Place) -> None:
    assert place_in(text_of(place)) == place


@pytest.mark.parametrize("text", ["", "{}", "no", '{"trades":1}'])
def test_a_place_that_cannot_be_read_is_none(text: str) -> None:
    assert place_in(text) is None


def test_a_place_out_of_reach_begins_where_the_platform_still_lists() -> None:
    place = beginning(NOON, 2)
    later = within_reach(place, NOON + timedelta(days=200))
    assert later.trades.read_to == NOON + timedelta(days=200) - LONGEST_BACK
    assert within_reach(place, NOON + timedelta(hours=5)) == place
    assert LONGEST_BACK < REACH


def test_a_place_ahead_of_the_platforms_clock_goes_back_by_as_much_as_a_clock_may_be_wrong() -> None:
    place = beginning(NOON, 2)
    back = within_reach(place, NOON - timedelta(minutes=3))
    assert back.trades.read_to == back.refunds.read_to == NOON - timedelta(minutes=23)
