"""What the scanner says about the kind of barcode is no part of the code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.aim import GS1_MARKS, split_aim


@pytest.mark.parametrize(
    ("sent", "identifier", "code"),
    [
        ("]E06901234567892", "]E0", "6901234567892"),
        ("]E412345670", "]E4", "12345670"),
        ("]C0YT7500012345678", "]C0", "YT7500012345678"),
        ("]C10106901234567892", "]C1", "0106901234567892"),
        ("]C2A1", "]C2", "A1"),
        ("]A7TS-WHT-L", "]A7", "TS-WHT-L"),
        ("]d1x", "]d1", "x"),
        ("]d2\x1d0106901234567892", "]d2", "\x1d0106901234567892"),
        ("]Q0https://example.com/a", "]Q0", "https://example.com/a"),
        ("]Q3\n", "]Q3", "\n"),
        ("]e00106901234567892", "]e0", "0106901234567892"),
        ("]I116901234567899", "]I1", "16901234567899"),
        ("]J101069012345678921712", "]J1", "01069012345678921712"),
        ("]GmX", "]Gm", "X"),
        ("]zCSF1", "]zC", "SF1"),
        ("]E0]E0", "]E0", "]E0"),
        ("]h0汉信", "]h0", "汉信"),
    ],
)
def test_a_real_identifier_is_taken_away(sent: str, identifier: str, code: str) -> None:
    assert split_aim(sent) == (identifier, code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "]",
        "]E",
        "]E0",
        "]C1",
        "E06901234567892",
        " ]E0690",
        "]W0690",
        "]Y3abcd",
        "]é0690",
        "]E-690",
        "]E²690",
    ],
)
def test_what_only_looks_like_an_identifier_stays(code: str) -> None:
    assert split_aim(code) == ("", code)


@given(st.text())
def test_nothing_is_lost_and_something_is_always_left(text: str) -> None:
    identifier, code = split_aim(text)
    assert identifier + code == text
    assert bool(code) == bool(text)
    assert len(identifier) in {0, 3}


@given(st.sampled_from(sorted(GS1_MARKS)), st.text(min_size=1))
def test_the_marks_of_gs1_are_identifiers(mark: str, text: str) -> None:
    assert split_aim(mark + text) == (mark, text)
