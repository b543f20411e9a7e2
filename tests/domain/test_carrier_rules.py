"""The lines a shop writes about its carriers: what they mean, and which mean nothing."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.carrier_reason import Reason, reason, reason_of
from packstation.domain.carrier_rules import CarrierRule, Price, merged, read_rules, started_kg
from packstation.domain.rule_lines import LINES, bad_line
from packstation.errors import BadInput

WHOLE = CarrierRule(
    "YTO",
    (
        Price(("浙江", "江苏"), Decimal("3.50"), Decimal("1.30"), 2),
        Price(("*",), Decimal(6), Decimal("4.5"), 4),
        Price(("remote",), Decimal(20)),
    ),
    50,
    30_000,
    1500,
    200_000_000,
    8000,
    ("battery", "liquid"),
    ("西藏", "新疆"),
    ("旗舰店",),
    time(17, 30),
)


@pytest.mark.parametrize(
    "lines",
    [
        (
            "YTO: weight 0.05-30 kg; longest 150 cm; volume 200 l; divisor 8000; no battery, liquid",
            "YTO: stops 西藏, 新疆; shop 旗舰店; pickup 17:30",
            "YTO 浙江, 江苏 => 3.50 + 1.30, 2 days",
            "YTO * => 6 + 4.5, 4 d",
            "YTO remote => 20",
        ),
        (
            "YTO：重量 50-30000 克；最长边 ≤ 1500 mm；体积 200升；抛比 8000；不收 battery、liquid",
            "YTO：不到 西藏、新疆；店铺 旗舰店；揽收 17:30",
            "YTO 浙江，江苏 => ¥3.50 + ¥1.30，2天",
            "YTO => 6元 + 4.5元，4 天",
            "YTO 偏远 => 20",
        ),
    ],
)
def test_a_carrier_in_english_and_in_chinese_is_the_same(lines: tuple[str, ...]) -> None:
    assert read_rules(lines) == {"YTO": WHOLE}


@pytest.mark.parametrize(
    "line",
    [
        "YTO",
        "YTO:",
        "=> 3 + 1",
        "YTO => x",
        "YTO => 3 +",
        "YTO => 3 + 1, soon",
        "YTO => 3 + 1, 400 days",
        "YTO => -3",
        "YTO: weight",
        "YTO: weight 30",
        "YTO: weight 30-1 kg",
        "YTO: weight 30 cm",
        "YTO: longest 10-20 cm",
        "YTO: longest ≥ 20 cm",
        "YTO: divisor 0",
        "YTO: no",
        "YTO: pickup 25:00",
        "YTO: colour red",
        "YTO ZTO: no battery",
        "YTO: no " + "x" * 3000,
    ],
)
def test_what_is_no_rule_is_refused(line: str) -> None:
    with pytest.raises(BadInput):
        read_rules((line,))


@pytest.mark.parametrize(
    "second", ["YTO 浙江 => 9 + 9", "YTO: weight 0-5 kg"], ids=["price twice", "limit twice"]
)
def test_lines_that_contradict_each_other_are_refused(second: str) -> None:
    lines = ["YTO 浙江 => 3 + 1", "YTO: weight 0-30 kg", second]
    assert bad_line("carriers.rules", lines) == second
    assert bad_line("carriers.rules", lines[:2]) is None


def test_every_kind_of_line_comes_with_an_example_that_is_right() -> None:
    assert {name: bad_line(name, [example]) for name, (_, example) in LINES.items() if "," not in name} == {
        "wishes.rules": None,
        "wishes.traits": None,
        "wishes.shop": None,
        "carriers.rules": None,
    }


def test_a_carrier_called_by_two_names_has_one_rule() -> None:
    one = read_rules(("YTO: no battery", "YTO 浙江 => 3"))["YTO"]
    other = read_rules(("圆通: weight 0-3 kg", "圆通 => 5"))["圆通"]
    both = merged(one, other)
    assert (both.carrier, both.refuses, both.most_g, len(both.prices)) == ("YTO", ("battery",), 3000, 2)


@pytest.mark.parametrize(
    ("grams", "more"), [(0, 0), (1, 0), (1000, 0), (1001, 1), (2000, 1), (2001, 2), (30_000, 29)]
)
def test_every_started_kilogram_counts(grams: int, more: int) -> None:
    assert started_kg(grams) == more


texts = st.text(max_size=20)
plain = st.builds(Reason, texts, st.dictionaries(texts, texts, max_size=3).map(lambda d: tuple(d.items())))


@given(
    st.builds(
        Reason,
        texts,
        st.dictionaries(texts, texts, max_size=3).map(lambda d: tuple(d.items())),
        st.lists(st.tuples(texts, plain), max_size=2).map(tuple),
    )
)
def test_a_reason_comes_back_from_its_text(why: Reason) -> None:
    if why.data or why.others or not why.key.startswith("["):
        assert reason_of(why.as_text()) == why


@pytest.mark.parametrize("text", ["", "only", "[", "[1,2]", '["x",{},[1]]', "以前的原因"])
def test_a_text_that_is_no_reason_is_its_own_key(text: str) -> None:
    assert reason_of(text) == Reason(text)


def test_a_reason_holds_text_only() -> None:
    assert reason("heavy", real=Decimal("3.2"), limit=3).facts == {"real": "3.2", "limit": "3"}
