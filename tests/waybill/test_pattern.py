"""Number rules from files: understood like Python's own, but never slow."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from packstation.waybill.number import matches
from packstation.waybill.pattern import BadPattern, compile_pattern

ATOMS = st.sampled_from(["A", "7", r"\d", "[AB]", "[^A]", "[0-9A]", ".", r"\.", r"[\d-]", r"\D", "^", "$"])
QUANTITIES = st.sampled_from(["", "", "?", "*", "+", "{2}", "{1,}", "{0,2}", "{1,3}?"])


def _grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.tuples(inner, inner).map("|".join),
        st.tuples(inner, QUANTITIES).map(lambda pair: f"({pair[0]}){pair[1]}"),
        inner.map(lambda rule: f"(?:{rule})"),
    )


RULES = st.recursive(
    st.tuples(ATOMS, QUANTITIES).map(lambda pair: pair[0] + ("" if pair[0] in "^$" else pair[1])),
    _grow,
    max_leaves=6,
)


@settings(max_examples=600)
@given(RULES, st.text("AB7.-", max_size=6))
def test_rules_mean_what_they_mean_in_python(rule: str, number: str) -> None:
    try:
        follows = compile_pattern(rule)
    except BadPattern:
        assume(condition=False)
        return
    assert follows(number) is (re.fullmatch(rule, number, re.ASCII) is not None)


@pytest.mark.parametrize(
    "rule",
    [
        "(a+)+b",
        "(a|a)*b",
        "(a?){64}a{64}b",
        "(a|a)" * 39 + "b",
        r"(((((\w*)*)*)*)*)*b",
        "a*" * 90 + "b",
        "((a{9}){9}){9}b",
    ],
)
def test_rules_that_take_python_for_ever_are_answered_at_once(rule: str) -> None:
    start = time.perf_counter()
    assert not matches(rule, "a" * 64)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ("(", 2),
        ("[A-", 4),
        ("[]", 3),
        ("[Z-A]", 5),
        ("*", 1),
        ("A**", 3),
        ("A{2", 4),
        ("A{3,2}", 7),
        ("A{1000000}", 10),
        (")", 1),
        ("(?=A)", 2),
        ("(?P<n>A)", 2),
        (r"(A)\1", 6),
        (r"\bA", 3),
        ("\\", 2),
        ("(((((((A)))))))", 8),
        ("A" * 201, 201),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_with_its_place(rule: str, place: int) -> None:
    with pytest.raises(BadPattern) as refused:
        compile_pattern(rule)
    assert refused.value.data["place"] == place


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_is_a_rule_or_is_refused(rule: str, number: str) -> None:
    try:
        assert matches(rule, number) in {True, False}
    except BadPattern as refused:
        assert refused.data["pattern"] == rule  # noqa: PT017  # either end is right, nothing else may happen
