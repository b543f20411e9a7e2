"""Amounts as they are said: with their currency, exact, each currency summed up by itself."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.checks import Bad, currency, price
from packstation.domain.money import digits, said, said_sum
from packstation.domain.news import apply
from packstation.domain.order import Line
from tests.builders import make_order

AMOUNTS = st.decimals(0, 10**7, places=4)
CODES = st.sampled_from(["", "EUR", "USD", "JPY", "KRW", "KWD"])


@given(AMOUNTS, CODES)
def test_what_is_said_is_the_amount_and_names_its_money(amount: Decimal, code: str) -> None:
    told = said(amount, code)
    sign, _, number = told.partition(" ") if code else (told[:1], "", told[1:])
    assert sign == (code or "¥")
    assert Decimal(number) == amount
    assert len(number.partition(".")[2]) >= digits(code)


@given(st.lists(st.tuples(AMOUNTS, CODES), min_size=1, max_size=6))
def test_no_sum_holds_two_currencies(amounts: list[tuple[Decimal, str]]) -> None:
    parts = said_sum(amounts).split(" + ")
    told = {part.split()[0] if " " in part else "": part for part in parts}
    assert len(told) == len(parts)
    for code in {code for _, code in amounts}:
        assert told[code] == said(sum((amount for amount, own in amounts if own == code), Decimal(0)), code)


def test_a_currency_is_three_letters_and_the_own_one_is_none() -> None:
    assert [currency(said, "currency") for said in (None, "", " cny ", "eur", "XTS")] == [
        "",
        "",
        "",
        "EUR",
        "XTS",
    ]
    for wrong in ("Euro", "€", "E1R", "EURO", "ＥＵＲ"):
        with pytest.raises(Bad):
            currency(wrong, "currency")


def test_a_price_keeps_the_parts_its_money_has() -> None:
    assert price(Decimal("12.345"), "price", "KWD") == Decimal("12.345")
    assert price(Decimal("12.3456"), "price", "KWD") == Decimal("12.346")
    assert price(Decimal("12.344"), "price", "EUR") == Decimal("12.34")
    assert price(Decimal("12.344"), "price") == Decimal("12.34")


def test_a_file_without_the_goods_says_nothing_about_their_money() -> None:
    known = make_order("1", Line("1", "MUG", 1, price=Decimal(5)), currency="EUR")
    guessed = make_order("1", Line("g", "?", 1), lines_guessed=True, urges=1)
    assert apply(known, guessed).order.currency == "EUR"
    dearer = make_order("1", Line("1", "MUG", 1, price=Decimal(6)), currency="USD")
    assert apply(known, dearer).order.currency == "USD"
