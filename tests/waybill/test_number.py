"""Waybill numbers: whose they could be, and what they are without a parcel's tail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.waybill.number import grouped, matches, plain, s10_check_digit, s10_valid, spaced, suggest


@pytest.mark.parametrize(
    ("pattern", "number", "fits"),
    [
        (r"^YT\d{13}$", "YT1234567890123", True),
        (r"^YT\d{13}$", "YT123456789012", False),
        (r"^YT\d{13}$", "xYT1234567890123", False),
        (r"YT\d{13}", "YT12345678901234", False),
        (r"^SF\d{13}$|^\d{12}$", "SF1234567890123", True),
        (r"^SF\d{13}$|^\d{12}$", "123456789012", True),
        (r"^YT\d{13}$", "YT1234567890123\n", False),
        (r"^\d{13}$", "١٢٣٤٥٦٧٨٩٠١٢٣", False),
        ("", "ANY-1", True),
        ("", "", False),
        ("", "运单", False),
        (r"^.*$", "9" * 64, True),
        (r"^.*$", "9" * 65, False),
    ],
)
def test_a_number_follows_the_whole_rule_or_not_at_all(pattern: str, number: str, *, fits: bool) -> None:
    assert matches(pattern, number) is fits


def test_the_postal_check_digit_of_a_printed_example() -> None:
    assert s10_valid("EB000717595HK")
    assert s10_check_digit("00071759") == 5


@given(st.text("0123456789", min_size=8, max_size=8), st.integers(0, 8), st.integers(1, 9))
def test_every_single_wrong_digit_of_a_postal_number_is_noticed(serial: str, place: int, by: int) -> None:
    good = f"{serial}{s10_check_digit(serial)}"
    bad = f"{good[:place]}{(int(good[place]) + by) % 10}{good[place + 1 :]}"
    assert s10_valid(f"EE{good}CN")
    # Two remainders share the digits 0 and 5 by definition, so a slip between those may stay unseen.
    seen = not s10_valid(f"EE{bad}CN")
    assert seen or good[8] in "05"


@pytest.mark.parametrize("number", ["", "EB00071759HK", "EB000717595", "eb000717595hk", "EB00071759५HK"])
def test_what_is_no_postal_number_is_not_valid(number: str) -> None:
    assert not s10_valid(number)


@pytest.mark.parametrize(
    ("scanned", "number"),
    [
        ("JDVA12345678901-1-1-", "JDVA12345678901"),
        ("JDVA12345678901-2-13-", "JDVA12345678901"),
        ("jdva12345678901-1-1-", "JDVA12345678901"),
        ("JDVA12345678901", "JDVA12345678901"),
        (" YT1234567890123 \r", "YT1234567890123"),
        ("YT1234567890123-1-1-", "YT1234567890123-1-1-"),
    ],
)
def test_a_parcels_tail_is_cut_off_jd_numbers_only(scanned: str, number: str) -> None:
    assert plain(scanned) == number


@pytest.mark.parametrize(
    ("number", "carriers"),
    [
        ("SF1234567890123", ("SF",)),
        ("YT1234567890123", ("YTO",)),
        ("77123456789012", ("ZTO",)),
        ("771234567890123", ("STO",)),
        ("4312345678901", ("YUNDA",)),
        ("JDVA12345678901-1-1-", ("JD",)),
        ("JT1234567890123", ("JT",)),
        ("DPK123456789012", ("DB",)),
        ("EB000717595CN", ("EMS",)),
        ("EB000717596CN", ()),
        ("123456789012", ("SF",)),
        ("hello", ()),
    ],
)
def test_carriers_are_suggested_by_what_they_print(number: str, carriers: tuple[str, ...]) -> None:
    assert suggest(number) == carriers


@given(st.text(max_size=70))
def test_any_scan_gets_a_suggestion_or_none_but_no_crash(scan: str) -> None:
    assert set(suggest(scan)) <= {"SF", "YTO", "ZTO", "STO", "YUNDA", "JD", "JT", "DB", "EMS"}


def test_numbers_are_grouped_for_reading_aloud() -> None:
    assert spaced("YT1234567890123") == "YT 1234 5678 90123"
    assert spaced("JDVA12345678901-1-1-") == "JDVA12345678901-1-1-"
    assert grouped("4065712345678901234") == "4065 7123 4567 8901 234"
    assert grouped("订单１２") == "订单１２"


@given(st.text("ABC0123456789-", min_size=1, max_size=30))
def test_grouping_changes_nothing_but_blanks(number: str) -> None:
    assert spaced(number).replace(" ", "") == number
