"""What the shop says now is news, whatever its clock, ours, and the order in which answers arrive."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.news import apply, first_seen
from packstation.domain.order import Order, State
from packstation.platforms.vendure.platform import VendurePlatform
from packstation.platforms.vendure.turns import FACT, Turns
from tests.fakes import FakeClock, FakeNotebook
from tests.servers import Said, served
from tests.vendure.conftest import NOON, Desk
from tests.vendure.test_answers import ORDER

DATES = ("Sat, 28 Nov 2026 12:00:00 GMT", "Sat, 28 Nov 2026 08:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT")
NONSENSE = ("yesterday", "", "Fri, 31 Dec 9999 23:00:00 -2300")


def asked(connector: VendurePlatform) -> Order:
    """The one order of the shop, as it is told at a gate."""
    fetched = connector.reread((ORDER["code"],))
    connector.taken(fetched, ())
    ((_, order),) = fetched.batch.records
    assert isinstance(order, Order)
    return order


@pytest.mark.parametrize("later", [*DATES, *NONSENSE])
def test_a_cancel_is_news_whatever_date_the_shop_sends(tmp_path: Path, later: str) -> None:

    told = [(ORDER, DATES[0]), ({**ORDER, "state": "Cancelled"}, later)]

    def answer(_: object) -> Said:
        order, date = told.pop(0)
        return Said(json.dumps({"data": {"orders": {"items": [order]}}}).encode(), headers={"Date": date})

    with served(answer) as running:
        connector = Desk(running.url, tmp_path, {"token": "t"}, clock=FakeClock(NOON)).connector()
        known = first_seen(asked(connector))
        news = asked(connector)
    assert apply(known, news).order.state is State.CANCELLED
    offset = connector.health().clock_offset
    assert offset is None or abs(offset) < timedelta(days=365), "a year nobody lives in is no clock"


def test_an_answer_that_took_long_is_no_news_against_one_asked_for_later() -> None:
    turns = Turns(FakeClock(NOON).now, FakeNotebook())
    slow, quick = turns.take(), turns.take()
    assert slow < quick


@given(st.lists(st.integers(-(10**9), 10**9) | st.none(), min_size=1, max_size=20))
def test_turns_only_go_forward_over_restarts_and_jumps_of_the_clock(
    days_in_seconds: list[int | None],
) -> None:
    clock, notebook = FakeClock(NOON), FakeNotebook()
    turns, taken = Turns(clock.now, notebook), []
    for jump in days_in_seconds:
        if jump is None:
            turns.keep()
            turns = Turns(clock.now, notebook)
        else:
            clock.moment = NOON + timedelta(seconds=jump)
        taken.append(turns.take())
    assert taken == sorted(set(taken))


@pytest.mark.parametrize("kept", ["", "nonsense", "2026-11-28T12:00:00"])
def test_a_note_that_cannot_be_read_begins_anew(kept: str) -> None:
    notebook = FakeNotebook()
    notebook.put_fact(FACT, kept)
    assert Turns(FakeClock(NOON).now, notebook).take() == NOON
