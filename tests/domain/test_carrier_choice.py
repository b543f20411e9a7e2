"""Which carrier takes a box: no rule is ever broken, the cheapest that keeps the promise wins, always the same one."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.carrier_choice import Box, Market, Offer, choose, offers, why
from packstation.domain.carrier_rules import CarrierRule, Price, read_rules
from packstation.domain.order import Receiver

NOW = datetime(2026, 11, 11, 4, 0, tzinfo=UTC)
HERE = Receiver(province="浙江省", city="杭州市", district="余杭区")
FAR = Receiver(province="西藏自治区", city="拉萨市")
CODES = ("YTO", "ZTO", "STO", "SF")
AREAS = ("*", "浙江", "浙江省杭州市", "杭州市", "西藏", "remote")
TRAITS = ("battery", "liquid", "fragile")

prices = st.builds(
    Price,
    st.lists(st.sampled_from(AREAS), min_size=1, max_size=2, unique=True).map(tuple),
    st.integers(1, 2000).map(lambda cents: Decimal(cents) / 100),
    st.integers(0, 900).map(lambda cents: Decimal(cents) / 100),
    st.none() | st.integers(0, 9),
)


@st.composite
def carriers(draw: st.DrawFn, code: str) -> CarrierRule:
    some = st.none() | st.integers(1, 6000)
    return CarrierRule(
        code,
        tuple(draw(st.lists(prices, max_size=3))),
        draw(st.none() | st.integers(1, 800)),
        draw(some),
        draw(st.none() | st.integers(1, 900)),
        draw(st.none() | st.integers(1, 9_000_000)),
        draw(st.none() | st.sampled_from([5000, 8000])),
        tuple(draw(st.sets(st.sampled_from(TRAITS), max_size=2))),
        tuple(draw(st.sets(st.sampled_from(AREAS[1:]), max_size=1))),
        tuple(draw(st.sets(st.sampled_from(["旗舰店", "专营店"]), max_size=1))),
        draw(st.none() | st.sampled_from([time(3), time(13), time(20)])),
    )


boxes = st.builds(
    Box,
    st.sampled_from([HERE, FAR]),
    st.sampled_from(["旗舰店", "小店"]),
    st.none() | st.integers(1, 8000),
    st.none() | st.integers(1, 1200),
    st.none() | st.integers(1, 20_000_000),
    st.sets(st.sampled_from(TRAITS)).map(lambda traits: dict.fromkeys(traits, "杯子")),
    st.lists(st.sampled_from(CODES), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(CODES), max_size=1).map(tuple),
)


@st.composite
def markets(draw: st.DrawFn) -> Market:
    named = draw(st.sets(st.sampled_from(CODES)))
    return Market(
        rules={code: draw(carriers(code)) for code in sorted(named)},
        known=CODES,
        ready=tuple(draw(st.lists(st.sampled_from(CODES), unique=True))),
        preferred=tuple(draw(st.lists(st.sampled_from(CODES), max_size=2, unique=True))),
        remote=tuple(draw(st.sets(st.sampled_from(["西藏", "SF:西藏", "浙江"])))),
        stopped=tuple(draw(st.sets(st.sampled_from(["YTO:西藏", "STO:杭州市", "西藏"])))),
        now=NOW,
        ship_by=NOW + timedelta(hours=draw(st.integers(-5, 48))),
        arrive_by=draw(st.none() | st.integers(0, 6).map(lambda days: NOW + timedelta(days=days))),
    )


# --- the same said once more, as plainly as can be ---


def lies_in(area: str, carrier: str, who: Receiver, market: Market) -> bool:
    if area == "*":
        return True
    if area == "remote":
        mine = [one.removeprefix(f"{carrier}:") for one in market.remote]
        return any(lies_in(one, carrier, who, market) for one in mine if ":" not in one)
    return (who.province + who.city + who.district).startswith(area) or (who.city + who.district).startswith(
        area
    )


def may(code: str, box: Box, market: Market) -> bool:
    rule = market.rules.get(code, CarrierRule(code))
    who, grams = box.receiver, box.weight_g
    stopped = [*rule.stops, *(one.split(":")[1] for one in market.stopped if one.startswith(f"{code}:"))]
    return all(
        (
            code in market.ready,
            not box.allowed or code in box.allowed,
            code not in box.forbidden,
            not set(rule.refuses) & set(box.traits),
            grams is None or (rule.least_g or 0) <= grams <= (rule.most_g or 10**9),
            (box.longest_mm or 0) <= (rule.longest_mm or 10**9),
            (box.volume_mm3 or 0) <= (rule.volume_mm3 or 10**18),
            not rule.shops or box.shop in rule.shops,
            not any(lies_in(area, code, who, market) for area in stopped),
            not rule.prices
            or any(lies_in(area, code, who, market) for price in rule.prices for area in price.areas),
        )
    )


@given(boxes, markets())
def test_no_choice_breaks_a_rule_and_whoever_may_is_found(box: Box, market: Market) -> None:
    found = offers(box, market)
    taken = choose(found)
    able = {code for code in CODES if may(code, box, market)}
    assert {one.carrier for one in found if one.is_fit} == able
    assert (taken.carrier in able) if taken else not able


@given(boxes, markets())
def test_it_is_the_cheapest_of_those_that_keep_the_promise(box: Box, market: Market) -> None:
    found = offers(box, market)
    taken = choose(found)
    fit = [one for one in found if one.is_fit]
    if taken is None:
        return
    in_time = [one for one in fit if one.late is None]
    assert taken in (in_time or fit)
    priced = [one.price for one in in_time if one.price is not None]
    if priced:
        assert taken.price == min(priced)
    if not in_time:
        never = datetime.max.replace(tzinfo=UTC)
        assert (taken.arrives or never) == min(one.arrives or never for one in fit)


@given(boxes, markets(), st.randoms(use_true_random=False))
def test_the_order_in_which_rules_are_written_changes_nothing(
    box: Box, market: Market, luck: random.Random
) -> None:
    shuffled = list(market.rules.items())
    luck.shuffle(shuffled)
    other = Market(
        dict(shuffled), market.known[::-1], market.ready, market.preferred, market.remote,
        market.stopped, market.now, market.ship_by, market.arrive_by,
    )  # fmt: skip
    assert offers(box, market) == offers(box, other)


@given(boxes, markets())
def test_the_reason_says_the_price_and_every_cheaper_one_that_was_passed_over_has_its_own(
    box: Box, market: Market
) -> None:
    found = offers(box, market)
    taken = choose(found)
    if taken is None or taken.price is None:
        return
    told = why(taken, found, market.preferred, is_asked=False)
    assert told.facts["price"] == f"{taken.price:.2f}"
    assert (told.key == "soonest") == (taken.late is not None)
    cheaper = [one for one in found if one.price is not None and one.price < taken.price]
    assert all(one.refusals or one.late for one in cheaper) or taken.late
    assert len(told.others) <= 2
    assert {code for code, _ in told.others} <= {one.carrier for one in cheaper}


# --- each rule by itself: without it the other carrier wins ---

PLAIN = Box(HERE, "旗舰店", 1500, 300, 6_000_000, {"battery": "台灯"})
CHEAP = "YTO * => 1 + 1, 3 days"
DEAR = "ZTO * => 9 + 9, 1 day"


def chosen(*lines: str, box: Box = PLAIN, **more: Any) -> str:
    market = Market(read_rules((CHEAP, DEAR, *lines)), ready=("YTO", "ZTO"), now=NOW, **more)
    taken = choose(offers(box, market))
    return taken.carrier if taken else ""


@pytest.mark.parametrize(
    "line",
    [
        "YTO: no battery",
        "YTO: weight 0-1.4 kg",
        "YTO: weight ≥ 2 kg",
        "YTO: longest 29 cm",
        "YTO: volume 5 l",
        "YTO: stops 浙江",
        "YTO: stops 杭州市余杭区",
        "YTO: shop 专营店",
    ],
)
def test_each_rule_alone_keeps_the_cheap_one_away(line: str) -> None:
    assert chosen() == "YTO"
    assert chosen(line) == "ZTO"


@pytest.mark.parametrize(
    "more",
    [
        {"stopped": ("YTO:浙江",)},
        {"arrive_by": NOW + timedelta(days=2)},
    ],
)
def test_areas_and_promises_of_the_shop_keep_it_away_too(more: dict[str, Any]) -> None:
    assert chosen(**more) == "ZTO"


def test_a_carrier_that_comes_after_the_deadline_is_too_late() -> None:
    assert chosen("YTO: pickup 20:00", ship_by=NOW + timedelta(hours=3)) == "ZTO"
    assert chosen("YTO: pickup 06:00", ship_by=NOW + timedelta(hours=3)) == "YTO"
    assert chosen("YTO: pickup 20:00", ship_by=NOW - timedelta(hours=3)) == "YTO", (
        "late already: price counts"
    )


def test_an_area_everybody_stops_at_was_settled_at_the_review() -> None:
    assert chosen(stopped=("浙江",)) == "YTO"


def test_volume_counts_as_weight_where_the_carrier_says_so() -> None:
    light = Box(HERE, weight_g=500, volume_mm3=40_000_000)
    rules = ("A => 3 + 1", "A: divisor 8000", "B => 4 + 4")
    found = offers(light, Market(read_rules(rules), ready=("A", "B")))
    assert [(one.carrier, one.charged_g, one.price) for one in found] == [
        ("B", 500, Decimal("4.00")),
        ("A", 5000, Decimal("7.00")),
    ]


def test_the_longest_area_gives_the_price() -> None:
    lines = ("A => 9", "A 浙江 => 8", "A 浙江省杭州市 => 7", "A remote => 30")

    def price(who: Receiver, *remote: str) -> Decimal | None:
        market = Market(read_rules(lines), ready=("A",), remote=remote)
        return offers(Box(who), market)[0].price

    assert price(HERE) == 7
    assert price(Receiver(province="浙江省", city="宁波市"), "浙江省宁波市") == 30
    assert price(Receiver(province="浙江省", city="宁波市"), "ZTO:浙江省宁波市") == 8
    assert price(FAR) == 9


def test_a_price_is_money_to_the_cent() -> None:
    found = offers(Box(HERE, weight_g=1001), Market(read_rules(("A => 0.1 + 0.2",)), ready=("A",)))
    assert (found[0].price, str(found[0].price)) == (Decimal("0.30"), "0.30")


def test_what_is_not_known_breaks_no_rule() -> None:
    line = "YTO: weight 1-2 kg; longest 10 cm; volume 1 l; divisor 5000"
    assert chosen(line, box=Box(HERE)) == "YTO"


def test_without_prices_the_shops_preference_decides_then_the_numbers() -> None:
    market = Market(ready=("STO", "YTO", "ZTO"), preferred=("ZTO",))
    found = offers(Box(HERE), market)
    assert [one.carrier for one in found] == ["ZTO", "STO", "YTO"]
    assert why(found[0], found, market.preferred, is_asked=False).key == "preferred"
    bare = Market(ready=("STO", "YTO"))
    found = offers(Box(HERE), bare)
    assert (found[0].carrier, why(found[0], found, (), is_asked=False).key) == ("STO", "first")


def test_only_lists_and_missing_numbers_bind_a_person_too() -> None:
    market = Market(read_rules(("YTO: no battery",)), known=("SF",), ready=("YTO", "ZTO"))
    found = {
        one.carrier: one for one in offers(Box(HERE, traits={"battery": "灯"}, forbidden=("ZTO",)), market)
    }
    assert {code: (one.is_fit, one.is_possible) for code, one in found.items()} == {
        "YTO": (False, True),
        "ZTO": (False, False),
        "SF": (False, False),
    }
    assert isinstance(found["SF"], Offer)
