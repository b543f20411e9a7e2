"""Which orders may share a parcel, which of them leads, and how long one stays along."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from packstation.domain.order import Hold, HoldKind, Line, Order, Parcel, Recall, State, Wish
from packstation.domain.together import (
    go_along,
    leader,
    may_go_along,
    may_lead,
    misfit,
    stays_along,
    taken_in,
    without,
)
from tests.builders import HOME, make_order

ONE, TWO = "4000000000000000001", "4000000000000000002"
SHIRT = Line("1", "TS-L", 2, "T恤")
BOOK = Line("1", "BOOK", 1, "绘本")
LEAD = make_order(ONE, SHIRT, state=State.REVIEWED, due_h=3)
OTHER = make_order(TWO, BOOK, state=State.REVIEWED, due_h=5)
ALONG = go_along(OTHER, ONE, "P1")
WHOLE = taken_in(LEAD, OTHER)
NAME = f"{TWO}:1"


def packed(whole: Order = WHOLE, *names: str, checked: bool = False) -> Order:
    """The leading order with all units of these lines in its box."""
    lines = tuple(
        replace(line, got=line.quantity, checked=checked) if line.line in names else line
        for line in whole.lines
    )
    contents = tuple((line.line, line.got) for line in lines if line.got)
    return replace(whole, state=State.PACKING, lines=lines, parcels=(Parcel(1, contents=contents),))


def line_of(order: Order, name: str = NAME) -> Line:
    return order.line_of(name)


def test_one_shop_one_receiver_the_same_carriers() -> None:
    assert misfit(LEAD, OTHER) == ""
    assert misfit(LEAD, replace(OTHER, shop="分店")) == "other-shop"
    assert misfit(LEAD, replace(OTHER, platform="taobao")) == "other-shop"
    assert misfit(LEAD, replace(OTHER, receiver=replace(HOME, town=""))) == "other-receiver"
    assert misfit(LEAD, replace(OTHER, carriers_allowed=("YTO",))) == "other-carriers"
    assert misfit(LEAD, replace(OTHER, carriers_forbidden=("SF",))) == "other-carriers"


def test_behind_stars_only_the_same_buyer_is_the_same_person() -> None:
    stars = replace(HOME, name="李*", phone="138****5678")
    first, second = replace(LEAD, receiver=stars, buyer="甲"), replace(OTHER, receiver=stars, buyer="乙")
    assert misfit(first, second) == "other-receiver"
    assert misfit(first, replace(second, buyer="甲")) == ""


@pytest.mark.parametrize(
    "order",
    [
        replace(LEAD, recall=Recall.REFUND),
        replace(LEAD, lines=(replace(SHIRT, got=3),)),
        replace(LEAD, state=State.PACKED),
        replace(LEAD, state=State.HELD, hold=Hold(HoldKind.DESK, "x")),
        ALONG,
    ],
)
def test_who_cannot_lead(order: Order) -> None:
    assert may_lead(LEAD)
    assert not may_lead(order)


@pytest.mark.parametrize(
    "order",
    [
        replace(OTHER, recall=Recall.REFUND),
        replace(OTHER, state=State.PACKING, lines=(replace(BOOK, got=1),)),
        replace(OTHER, parcels=(Parcel(1, waybill="YT1"),)),
        replace(OTHER, state=State.PACKED),
        ALONG,
        WHOLE,
    ],
)
def test_who_cannot_go_along(order: Order) -> None:
    assert may_go_along(OTHER)
    assert not may_go_along(order)


def test_who_leads_already_leads_then_who_was_begun_then_who_is_due_first() -> None:
    late = replace(LEAD, ship_by=LEAD.ship_by + timedelta(hours=9))
    begun = replace(late, state=State.PACKING, lines=(replace(SHIRT, got=1),))
    leading = taken_in(replace(late, number="4000000000000000003"), replace(OTHER, number="7"))
    assert leader((OTHER, LEAD)) == LEAD
    assert leader((OTHER, late)) == OTHER
    assert leader((OTHER, begun)) == begun
    assert leader((OTHER, begun, leading)) == leading


def test_checks_hold_for_what_was_looked_at_and_no_more() -> None:
    looked_at = packed(WHOLE, NAME, checked=True)
    assert line_of(taken_in(looked_at, OTHER)).checked
    assert not line_of(taken_in(looked_at, replace(OTHER, lines=(replace(BOOK, quantity=2),)))).checked


def test_a_line_that_vanished_comes_out_of_the_box_and_is_forgotten_when_nothing_of_it_is_in() -> None:
    more = replace(OTHER, lines=(replace(BOOK, line="2"),))
    assert line_of(taken_in(packed(WHOLE, NAME), more)).need == 0
    assert [line.line for line in taken_in(WHOLE, more).lines] == ["1", f"{TWO}:2"]


def test_other_goods_take_no_ones_place_however_often_they_change() -> None:
    cup = replace(OTHER, lines=(replace(BOOK, sku="CUP"),))
    once = taken_in(packed(WHOLE, NAME), cup)
    again = taken_in(packed(taken_in(once, OTHER), NAME, f"{NAME}~BOOK"), cup)
    assert [(line.line, line.got, line.need) for line in sorted(again.lines[1:], key=lambda line: line.line)] == [
        (NAME, 0, 1), (f"{NAME}~BOOK", 1, 0), (f"{NAME}~BOOK~", 1, 0),
    ]  # fmt: skip
    assert {name for name, _ in again.parcels[0].contents} == {f"{NAME}~BOOK", f"{NAME}~BOOK~"}


def test_due_before_its_leader_it_goes_alone_unless_the_box_is_begun() -> None:
    hurried = replace(ALONG, ship_by=LEAD.ship_by - timedelta(hours=1))
    assert stays_along(ALONG, WHOLE)
    assert not stays_along(hurried, WHOLE)
    assert stays_along(hurried, packed(WHOLE, "1"))
    assert stays_along(hurried, replace(WHOLE, state=State.LABELLED))


def test_without_it_the_leading_order_is_what_it_was() -> None:
    assert without(WHOLE, TWO) == LEAD


def test_what_was_done_since_they_went_together_is_not_asked_again() -> None:
    asking = replace(OTHER, wishes=(Wish("贺卡"),))
    whole = taken_in(LEAD, asking)
    done = replace(whole, wishes=tuple(replace(wish, ticked=True) for wish in whole.wishes))
    assert whole.open_wishes
    assert not taken_in(done, replace(asking, memo="又改了")).open_wishes
