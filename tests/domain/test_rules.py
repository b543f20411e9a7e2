"""Deadlines, back-off, masking, review, shipment keys: small rules, each as the desk relies on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain import deadlines
from packstation.domain.deadlines import Urgency, pressure, ship_by, urgency
from packstation.domain.masking import mask_detail, mask_name, mask_phone
from packstation.domain.outbox import LONGEST_WAIT, Entry, EntryState, back_off, is_due
from packstation.domain.people import Person, Right, Role, may
from packstation.domain.shipment import key_of
from packstation.words import LANGUAGES, load
from tests.builders import HOME, NOON


def test_the_platforms_word_goes_before_the_shops_promise() -> None:
    paid = NOON - timedelta(hours=1)
    assert ship_by(NOON, paid, paid) == (NOON, "platform")
    assert ship_by(None, paid, NOON - timedelta(days=3)) == (paid + timedelta(hours=48), "paid")
    assert ship_by(None, None, paid, timedelta(hours=24)) == (paid + timedelta(hours=24), "created")


def test_of_one_line_the_strongest_word_counts_and_of_several_lines_the_earliest() -> None:
    soon, late = NOON + timedelta(hours=1), NOON + timedelta(hours=9)
    assert deadlines.earliest([]) is None
    assert deadlines.earliest([{}, {}]) is None
    assert deadlines.earliest([{"estimate": soon, "promise-outbound": late}]) == (late, "promise-outbound")
    assert deadlines.earliest([{"promise-outbound": late}, {"estimate": soon}]) == (soon, "estimate")
    assert deadlines.earliest([{}, {"interval": late}]) == (late, "interval")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_source_of_a_deadline_has_its_words(language: str) -> None:
    words = load(language)
    assert {source for source in deadlines.SOURCES if f"pack.source.{source}" not in words} == set()


def test_a_deadline_has_three_shapes() -> None:
    seen = [urgency(NOON + timedelta(minutes=m), NOON) for m in (-1, 0, 1, 60, 61)]
    assert seen == [Urgency.LATE, Urgency.LATE, Urgency.SOON, Urgency.SOON, Urgency.FINE]


def test_a_complaint_outweighs_any_number_of_urges() -> None:
    assert pressure(0, complaint=True) < pressure(500, complaint=False) < pressure(0, complaint=False)


@given(st.integers(min_value=0, max_value=10_000))
def test_waits_grow_and_stay_bounded(attempts: int) -> None:
    assert timedelta(seconds=5) <= back_off(attempts) <= LONGEST_WAIT
    assert back_off(attempts) <= back_off(attempts + 1)


def test_a_clock_set_back_does_not_silence_the_outbox() -> None:
    entry = Entry("k", "1", "shipment", "{}", NOON, attempts=3, not_before=NOON + timedelta(minutes=10))
    assert not is_due(entry, NOON)
    assert is_due(entry, NOON + timedelta(minutes=10))
    assert is_due(entry, NOON - timedelta(days=365)), (
        "a wait longer than any we hand out means the clock was wrong"
    )
    assert not is_due(replace(entry, state=EntryState.PARKED), NOON + timedelta(days=1))


def test_people_may_what_their_role_allows() -> None:
    packer, lead = Person("1", "甲"), Person("2", "乙", Role.LEAD)
    for right in Right:
        assert not may(packer, right, anyone_registered=True)
        assert not may(None, right, anyone_registered=True)
        assert may(lead, right, anyone_registered=True)
        assert may(None, right, anyone_registered=False)


def test_masks_hide_enough() -> None:
    assert (mask_name("李明"), mask_name("欧阳小明"), mask_name("")) == ("李*", "欧***", "")
    assert (mask_phone("13812345678"), mask_phone("138****5678")) == ("138****5678", "138****5678")
    assert mask_phone("18877771111-1234") == "188****1111"
    assert mask_phone("138-1234-5678") == mask_phone("138 1234 5678") == "138****5678"
    assert (mask_phone("91234567"), mask_phone("0571-88888888")) == ("9******7", "057******888")
    assert mask_phone("13812345678", hide=6) == "13******678"
    assert mask_phone("18877771111-1234", hide=6) == "18******111"
    assert "1204" not in mask_detail(HOME.detail + "1204室")


@given(st.text("0123456789- ", max_size=20), st.sampled_from([4, 6]))
def test_no_phone_survives_its_mask(phone: str, hide: int) -> None:
    seen, whole = (sum(map(str.isdigit, text)) for text in (mask_phone(phone, hide=hide), phone))
    assert seen <= 7
    assert whole - seen >= (min(hide, 6) if whole >= 11 else min(6, whole - 1))


@given(st.text(min_size=2, max_size=30).map(str.strip).filter(lambda text: len(text) > 1))
def test_no_name_survives_its_mask(name: str) -> None:
    assert name not in mask_name(name) or set(name[1:]) == {"*"}


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_two_shipments_never_share_a_key(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert (key_of(*one) == key_of(*other)) == (one == other)


@given(st.text(), st.text())
def test_a_key_may_stand_in_a_file_name(order: str, waybill: str) -> None:
    key = key_of(order, waybill)
    assert key.isascii()
    assert all(sign.isalnum() or sign in "-_" for sign in key)
