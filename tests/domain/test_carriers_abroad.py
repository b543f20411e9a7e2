"""A parcel for another country gets no number that leads nowhere: only carriers that go there may take it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from packstation.domain.carrier_choice import Box, Market, choose, offers
from packstation.domain.carrier_rules import AT_HOME, read_rules
from packstation.domain.order import Order, Receiver
from packstation.domain.review import Circumstances, Limits, Policy
from packstation.domain.review_rules import look_over
from packstation.waybill.number import KNOWN_PATTERNS
from tests.builders import make_order

BERLIN = Receiver("Anna Müller", "+49 30 1234567", city="Berlin", detail="Hauptstraße 5", country="Germany")
PARIS = replace(BERLIN, city="Paris", country="France")
STATES = replace(BERLIN, city="Boston", country="United States of America")
HANGZHOU = Receiver("李明", "13812345678", "浙江省", "杭州市", "余杭区", detail="文一西路969号")
BOTH = ("YTO", "DHL")


def chosen(
    receiver: Receiver, *lines: str, home: str = "", preferred: tuple[str, ...] = ()
) -> tuple[str, str]:
    """The carrier that takes it with its price; else why the first one does not."""
    market = Market(rules=read_rules(lines), known=BOTH, ready=BOTH, preferred=preferred)
    found = offers(Box(receiver, weight_g=500, home=home), market)
    best = choose(found)
    if best is None:
        return "", found[0].refusals[0].key
    return best.carrier, "" if best.price is None else str(best.price)


def test_without_any_rule_a_domestic_network_stays_at_home() -> None:
    assert chosen(BERLIN, preferred=("YTO",)) == ("DHL", "")
    assert chosen(HANGZHOU, preferred=("YTO",)) == ("YTO", "")


def test_a_price_for_everywhere_means_everywhere_at_home() -> None:
    assert chosen(BERLIN, "DHL => 5", "YTO => 3") == ("", "abroad")
    assert chosen(HANGZHOU, "DHL => 5", "YTO => 3") == ("YTO", "3.00")


@pytest.mark.parametrize(
    ("receiver", "price"),
    [(BERLIN, "35.00"), (PARIS, "60.00"), (STATES, "80.00"), (HANGZHOU, "5.00")],
)
def test_the_price_of_the_country_counts_before_that_of_all_others(receiver: Receiver, price: str) -> None:
    lines = ("DHL => 5", "DHL Germany, 德国 => 35 + 9", "DHL abroad => 60", "DHL United States => 80")
    assert chosen(receiver, *lines) == ("DHL", price)


@pytest.mark.parametrize("word", ["abroad", "Abroad", "境外", "海外", "国外", "國外"])
def test_abroad_has_many_names(word: str) -> None:
    assert chosen(BERLIN, f"DHL {word} => 60") == ("DHL", "60.00")
    assert chosen(HANGZHOU, f"DHL {word} => 60", "YTO 西藏 => 9") == ("", "no-price")
    rules = read_rules([f"DHL: stops {word}"])
    (one,) = offers(Box(BERLIN), Market(rules=rules, ready=("DHL",)))
    assert [why.key for why in one.refusals] == ["stopped"]
    assert chosen(HANGZHOU, f"YTO: stops {word}", preferred=("YTO",)) == ("YTO", "")


def test_a_network_at_home_goes_where_a_rule_says_so() -> None:
    assert chosen(BERLIN, "YTO Germany => 20", preferred=("YTO",)) == ("YTO", "20.00")


def test_a_desk_elsewhere_has_another_home() -> None:
    lines = ("DHL => 5", "DHL France => 12")
    assert chosen(BERLIN, *lines, home="Germany") == ("DHL", "5.00")
    assert chosen(BERLIN, *lines, home="germany") == ("DHL", "5.00")
    assert chosen(PARIS, *lines, home="Germany") == ("DHL", "12.00")


def test_carriers_that_stay_at_home_are_among_those_whose_numbers_are_known() -> None:
    assert {code for code, _ in KNOWN_PATTERNS} > AT_HOME
    assert not AT_HOME & {"EMS", "SF"}, "these go abroad under their own numbers"


def test_no_rule_costs_more_than_it_says_abroad() -> None:
    market = Market(rules=read_rules(["DHL Germany => 35 + 9"]), ready=("DHL",))
    (one,) = offers(Box(BERLIN, weight_g=2400), market)
    assert one.price == Decimal("53.00")


# --- the review
# -----------------------------------------------------------------------------------------------------


def found(order: Order, **limits: object) -> list[str]:
    policy = Policy(limits=Limits(**limits))  # type: ignore[arg-type]
    look = look_over(order, Circumstances(carriers=BOTH), policy)
    return [finding.code for finding in (*look.stops, *look.notes)]


@pytest.mark.parametrize(
    ("areas", "home", "hit"),
    [
        (("Germany",), "", True),
        (("DHL:Germany",), "", False),
        (("境外",), "", True),
        (("abroad",), "Germany", False),
        (("Berlin",), "Germany", True),
        (("France",), "", False),
        (("浙江",), "", False),
    ],
)
def test_areas_of_the_shop_may_be_countries(areas: tuple[str, ...], home: str, *, hit: bool) -> None:
    order = replace(make_order("V1"), receiver=BERLIN)
    assert ("area-stopped" in found(order, stopped_areas=areas, home=home)) is hit


def test_a_city_state_needs_no_town() -> None:
    order = replace(
        make_order("V1"), receiver=replace(BERLIN, city="", postcode="238823", country="Singapore")
    )
    assert "receiver-address" not in found(order)
    nowhere = replace(order, receiver=replace(order.receiver, postcode=""))
    assert "receiver-address" in found(nowhere)
