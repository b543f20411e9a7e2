"""Labels in element strings: read where they are marked as such, and never half."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.aim import GS1_MARKS
from packstation.domain.gs1 import GS, Elements, elements_of, is_marked

TODAY = date(2026, 11, 20)
GTIN = "06901234567892"


@pytest.mark.parametrize(
    ("code", "elements"),
    [
        (f"]C101{GTIN}", Elements(gtin=GTIN)),
        (f"{GS}01{GTIN}", Elements(gtin=GTIN)),
        (f"]d2{GS}01{GTIN}{GS}", Elements(gtin=GTIN)),
        (
            f"]C101{GTIN}1727123110L7a-B{GS}21S/9",
            Elements(gtin=GTIN, lot="L7a-B", serial="S/9", expires=date(2027, 12, 31)),
        ),
        (f"10lot{GS}01{GTIN}", Elements(gtin=GTIN, lot="lot")),
        (f"]Q301{GTIN}{GS}10A{GS}{GS}21B", Elements(gtin=GTIN, lot="A", serial="B")),
        (f"]e001{GTIN}", Elements(gtin=GTIN)),
        (f"]J102{GTIN}3724", Elements(content_gtin=GTIN, quantity=24)),
        (
            f"]C100157035381410375177{GS}02{GTIN}37{48:08}",
            Elements(sscc="157035381410375177", content_gtin=GTIN, quantity=48),
        ),
        (f"]C101{GTIN}3012", Elements(gtin=GTIN, quantity=12)),
        (f"]C101{GTIN}300", Elements(gtin=GTIN, rest=(("30", "0"),))),
        (f"]C101{GTIN}3712", Elements(gtin=GTIN, rest=(("37", "12"),))),
        (f"]C101{GTIN}15270600", Elements(gtin=GTIN, expires=date(2027, 6, 30))),
        (
            f"]C101{GTIN}1528022917280200",
            Elements(gtin=GTIN, expires=date(2028, 2, 29), rest=(("15", "280229"),)),
        ),
        (f"]C101{GTIN}17000000", Elements(gtin=GTIN, rest=(("17", "000000"),))),
        (
            f"]C101{GTIN}1727023015270228",
            Elements(gtin=GTIN, expires=date(2027, 2, 28), rest=(("17", "270230"),)),
        ),
        (f"]C101{GTIN}3103001250", Elements(gtin=GTIN, rest=(("3103", "001250"),))),
        (f"]C101{GTIN}{GS}01{GTIN}", Elements(gtin=GTIN)),
        (f"]C101{GTIN[:-1]}3", Elements(gtin=GTIN[:-1] + "3")),
        (f"]C1０１{GTIN}", Elements(gtin=GTIN)),
        (f"]C101{GTIN}\r\n", Elements(gtin=GTIN)),
        ("]C191own", Elements(rest=(("91", "own"),))),
    ],
)
def test_a_marked_label_says_what_is_on_it(code: str, elements: Elements) -> None:
    assert elements_of(code, TODAY) == elements


@pytest.mark.parametrize(
    "code",
    [
        f"01{GTIN}",
        f"]C001{GTIN}",
        f"]C201{GTIN}",
        f"]d101{GTIN}",
        f"]Q101{GTIN}",
        f"]c101{GTIN}",
        f"01{GTIN}{GS}",
        "6901234567892",
        "]E06901234567892",
        "",
        GS,
        "]C1",
    ],
)
def test_what_is_not_marked_is_never_read_so(code: str) -> None:
    assert not is_marked(code)
    assert elements_of(code, TODAY) is None


@pytest.mark.parametrize(
    "code",
    [
        "]C1016901234567892",  # a GTIN-13 where 14 digits belong
        "]C101069012345678٩٢",
        f"]C101{GTIN}17271331",  # month 13
        f"]C101{GTIN}21{'S' * 20}10A",  # the serial is full, and no separator
        f"]C101{GTIN}21{'S' * 21}",
        f"]C101{GTIN}10{GS}21A",  # a lot of no sign
        f"]C101{GTIN}10a b",
        f"]C101{GTIN}10批次",
        f"]C101{GTIN}99",
        f"]C110A{GS}10B",  # two lots
        f"]C1{GS}",
        f"A{GS}B",
        f"{GS}PKUNDO",
        f"YT7500012345678{GS}x",
        f"]C110A{GS}" + "91x" * 80,  # longer than any code
    ],
)
def test_a_label_that_breaks_the_rules_is_not_half_understood(code: str) -> None:
    assert is_marked(code)
    assert elements_of(code, TODAY) is None


@pytest.mark.parametrize(
    ("digits", "today", "meant"),
    [
        ("260101", date(2026, 1, 1), date(2026, 1, 1)),
        ("760101", date(2026, 1, 1), date(2076, 1, 1)),
        ("770101", date(2026, 1, 1), date(1977, 1, 1)),
        ("000101", date(2026, 1, 1), date(2000, 1, 1)),
        ("240200", date(2026, 1, 1), date(2024, 2, 29)),
        ("250200", date(2026, 1, 1), date(2025, 2, 28)),
        ("010101", date(2051, 1, 1), date(2101, 1, 1)),
        ("020101", date(2051, 1, 1), date(2002, 1, 1)),
        ("050101", date(2099, 1, 1), date(2105, 1, 1)),
    ],
)
def test_years_of_two_digits_are_near_today(digits: str, today: date, meant: date) -> None:
    found = elements_of(f"]C117{digits}", today)
    assert found is not None
    assert found.expires == meant


@given(st.dates(date(1950, 1, 1), date(2149, 12, 31)), st.integers(-49, 50))
def test_every_day_within_the_rule_is_read_as_it_was_printed(today: date, years: int) -> None:
    printed = date(today.year + years, 6, 17)
    found = elements_of(f"]C117{printed:%y%m%d}", today)
    assert found is not None
    assert found.expires == printed


FIELDS = {
    "01": st.text("0123456789", min_size=14, max_size=14),
    "10": st.text("0123456789ABCabc-./%", min_size=1, max_size=20),
    "21": st.text("0123456789XYZxyz_+", min_size=1, max_size=20),
    "30": st.integers(1, 99_999_999).map(str),
    "00": st.text("0123456789", min_size=18, max_size=18),
}


@given(st.sampled_from(sorted(GS1_MARKS)), st.permutations(sorted(FIELDS)), st.data())
def test_fields_in_any_order_come_back_as_printed(mark: str, order: list[str], data: st.DataObject) -> None:
    printed = {name: data.draw(FIELDS[name]) for name in order}
    found = elements_of(mark + GS.join(name + printed[name] for name in order), TODAY)
    assert found == Elements(
        gtin=printed["01"],
        lot=printed["10"],
        serial=printed["21"],
        quantity=int(printed["30"]),
        sscc=printed["00"],
    )


NOISE = st.one_of(
    st.text(),
    st.text("0123456789\x1d]C"),
    st.text("0123456789\x1d", min_size=5000, max_size=5000),
    st.text(st.characters(categories=["Cc", "So", "Cf", "Nd"])),
    st.lists(
        st.sampled_from(["01", "17", "7003", "8008", "3920", "3932", "4324", GS, GTIN, "991332", "📦"])
    ).map("".join),
)


@given(st.sampled_from(["", GS, *sorted(GS1_MARKS)]), NOISE, st.dates())
def test_any_text_is_read_or_not_and_never_an_error(mark: str, text: str, today: date) -> None:
    found = elements_of(mark + text, today)
    assert found is None or found != Elements()


def test_a_count_without_figures_counts_nothing() -> None:
    found = elements_of(f"]C10109506000134352{GS}30{GS}10A", date(2026, 1, 1))
    assert found is not None
    assert (found.gtin, found.quantity, found.lot) == ("09506000134352", None, "A")
