"""One article, several ways to write its number; a case of it is something else."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from packstation.domain.gtin import check_digit, is_gtin, is_sscc, same_item, upc_a


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


def with_check(body: str) -> str:
    return body + check_digit(body)


GTINS = st.sampled_from([7, 11, 12, 13]).flatmap(digits).map(with_check)


@pytest.mark.parametrize(
    "gtin",
    [
        "6901234567892",
        "16901234567899",
        "9501101531000",
        "95012346",
        "036000291452",
        "4006381333931",
        "00000000",
    ],
)
def test_published_numbers_have_the_right_check_digit(gtin: str) -> None:
    assert is_gtin(gtin)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "6901234567890",
        "690123456789",
        "6901234567892 ",
        "690123456789X",
        "６９０１２３４５６７８９２",
        "٦٩٠١٢٣٤٥٦٧٨٩٢",
        "012345678905²",
    ],
)
def test_other_codes_are_no_article_numbers(code: str) -> None:
    assert not is_gtin(code)


def test_the_number_of_a_carton_is_checked_in_the_same_way() -> None:
    assert is_sscc("157035381410375177")
    assert not is_sscc("157035381410375178")
    assert not is_sscc("6901234567892")


@given(GTINS, st.data())
def test_one_digit_misread_is_found(gtin: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(gtin) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != gtin[place]]))
    assert not is_gtin(gtin[:place] + other + gtin[place + 1 :])


@pytest.mark.parametrize(
    ("code", "same"),
    [
        ("6901234567892", ("6901234567892", "06901234567892")),
        ("06901234567892", ("06901234567892", "6901234567892")),
        ("036000291452", ("036000291452", "0036000291452", "00036000291452")),
        ("0036000291452", ("0036000291452", "036000291452", "00036000291452")),
        ("95012346", ("95012346", "0000095012346", "000095012346", "00000095012346")),
        ("0000095012346", ("0000095012346", "000095012346", "00000095012346", "95012346")),
        ("16901234567899", ("16901234567899",)),
        ("96901234567895", ("96901234567895",)),
        ("6901234567890", ("6901234567890",)),
        ("TS-WHT-L", ("TS-WHT-L",)),
        ("", ("",)),
    ],
)
def test_the_same_article_in_every_width(code: str, same: tuple[str, ...]) -> None:
    assert same_item(code) == same


@given(GTINS)
def test_every_spelling_knows_all_the_others(gtin: str) -> None:
    same = same_item(gtin)
    assert same[0] == gtin
    assert {frozenset(same_item(spelling)) for spelling in same} == {frozenset(same)}
    assert all(is_gtin(spelling) and int(spelling) == int(gtin) for spelling in same)


@given(digits(12).map(with_check), st.sampled_from("12345678"))
def test_a_case_is_never_its_article(gtin: str, indicator: str) -> None:
    case = with_check(indicator + gtin[:-1])
    assert set(same_item(case)).isdisjoint(same_item(gtin))


@given(st.text(max_size=20))
def test_anything_else_stands_for_itself(text: str) -> None:
    assume(not is_gtin(text))
    assert same_item(text) == (text,)


# The examples of Printronix' manual (six digits) and of GS1 US (the first).
SHORT_AND_LONG = [
    ("425261", "4210000526"),
    ("124560", "1200000456"),
    ("275831", "2710000583"),
    ("412022", "4120000202"),
    ("876543", "8760000054"),
    ("753774", "7537000007"),
    ("213756", "2137500006"),
    ("517019", "5170100009"),
]


@pytest.mark.parametrize(("body", "wide"), SHORT_AND_LONG)
def test_a_short_us_number_is_widened_behind_its_identifier_only(body: str, wide: str) -> None:
    long = with_check("0" + wide)
    short = f"0{body}{long[-1]}"
    assert upc_a(short) == long
    assert same_item(short, identifier="]E0")[0] == short
    assert set(same_item(short, identifier="]E0")) >= {long, "0" + long, "00" + long}
    assert long not in same_item(short)
    assert long not in same_item(short, identifier="]E4")


def test_the_published_check_digit_of_a_short_us_number_is_right() -> None:
    assert upc_a("04252614") == "042100005264"


@given(st.sampled_from("01"), digits(6))
def test_every_short_us_number_has_one_right_check_digit(system: str, body: str) -> None:
    wide = [upc_a(f"{system}{body}{check}") for check in range(10)]
    [found] = filter(None, wide)
    assert is_gtin(found)
    assert len(found) == 12


@given(st.text(max_size=10))
def test_only_eight_digits_of_two_number_systems_are_short_us_numbers(text: str) -> None:
    wide = upc_a(text)
    assert not wide or (len(text) == 8 and text[0] in "01" and is_gtin(wide))
