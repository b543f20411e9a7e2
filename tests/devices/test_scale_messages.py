"""What scales say, as their makers publish it, becomes grams."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from operator import xor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.devices.scale import MOST_GRAMS, Reading, ScaleReader


def framed(body: bytes) -> bytes:
    """An A9's message around its sign, digits and decimals."""
    return b"\x02" + body + f"{reduce(xor, body):02X}".encode() + b"\x03"


SELF_DESCRIBING = [
    (b"ST,GS,+  1.234kg\r\n", Reading(1234, stable=True, net=False), "st-gs"),
    (b"US,GS,+  1.234kg\r\n", Reading(1234, stable=False, net=False), "st-gs"),
    (b"ST,NT,-  0.120kg\r\n", Reading(-120, stable=True, net=True), "st-gs"),
    (b"ST,NT,+0012.34 kg\r", Reading(12340, stable=True, net=True), "st-gs"),
    (b"ST,GS,   1.2340,kg\r\n", Reading(1234, stable=True, net=False), "st-gs"),
    (b"ST,+00123.45  g\r\n", Reading(123, stable=True), "st-gs"),
    (b"ST,+00123.50  g\r\n", Reading(124, stable=True), "st-gs"),
    (b"ST,GS,+   2.00lb\r\n", Reading(907, stable=True, net=False), "st-gs"),
    (b"ST,GS,+   1.00oz\r\n", Reading(28, stable=True, net=False), "st-gs"),
    (b"OL,GS,+  9.999kg\r\n", Reading(trouble="over"), "st-gs"),
    (b"OL,+9999999E+19\r\n", Reading(trouble="over"), "st-gs"),
    (b"OL,-9999999E+19\r\n", Reading(trouble="under"), "st-gs"),
    (b"OL,GS,--------kg\r\n", Reading(trouble="over"), "st-gs"),
    (b"LO,GS,        kg\r\n", Reading(trouble="under"), "st-gs"),
    (b"S S      1.234 kg\r\n", Reading(1234, stable=True), "sics"),
    (b"S S     100.00 g\r\n", Reading(100, stable=True), "sics"),
    (b"S D     -0.005 kg\r\n", Reading(-5, stable=False), "sics"),
    (b"S +\r\n", Reading(trouble="over"), "sics"),
    (b"S -\r\n", Reading(trouble="under"), "sics"),
    (b"SI +\r\n", Reading(trouble="over"), "sics"),
    (b"S I\r\n", Reading(trouble="busy"), "sics"),
    (b"ES\r\n", Reading(trouble="refused"), "sics"),
    (b"\x02+00200021B\x03", Reading(20000), "a9"),
    (framed(b"-0012343"), Reading(-1234), "a9"),
    (b"WG004.139kg3D\r\n", Reading(4139, net=False), "a12"),
    (b"         OL23\r\n", Reading(trouble="over"), "a12"),
    (b"         LO23\r\n", Reading(trouble="under"), "a12"),
    (b"\x0201.234\r", Reading(1234, stable=True, net=False), "toledo"),
    (b"\x0201.234N\r", Reading(1234, stable=True, net=True), "toledo"),
    (b"\x02?A\r", Reading(stable=False, trouble="moving"), "toledo"),
    (b"\x02?B\r", Reading(trouble="over"), "toledo"),
    (b"\x02?D\r", Reading(trouble="under"), "toledo"),
    (b"\x02?P\r", Reading(trouble="busy"), "toledo"),
]


@pytest.mark.parametrize(("sent", "reading", "form"), SELF_DESCRIBING)
def test_auto_knows_every_message_that_tells_what_it_is(sent: bytes, reading: Reading, form: str) -> None:
    reader = ScaleReader()
    assert reader.feed(sent) == [reading]
    assert reader.spoken == form


@pytest.mark.parametrize(("sent", "reading", "form"), [case for case in SELF_DESCRIBING if case[2] != "a12"])
def test_a_set_format_knows_its_own_messages_and_no_others(sent: bytes, reading: Reading, form: str) -> None:
    for other in ("st-gs", "sics", "a9", "toledo"):
        assert ScaleReader(other).feed(sent) == ([reading] if other == form else [])


@pytest.mark.parametrize(
    ("form", "sent", "grams"),
    [
        ("yaohua-reversed", b"=000.3000", 3000),
        ("yaohua-reversed", b"=00.1000-", -1000),
        ("yaohua-forward", b"=0003.000", 3000),
        ("yaohua-forward", b"=-0001.00", -1000),
        ("yaohua-forward", b"=000.3000", 300),
        ("yaohua-reversed", b"=43210000", 1234000),
    ],
)
def test_yaohuas_equals_sign_is_read_the_way_that_is_set(form: str, sent: bytes, grams: int) -> None:
    expected = Reading(grams) if abs(grams) <= MOST_GRAMS else Reading(trouble="implausible")
    assert ScaleReader(form).feed(sent * 2) == [expected] * 2


def test_auto_never_guesses_which_way_round_yaohuas_digits_are() -> None:
    assert ScaleReader().feed(b"=000.3000=000.3000") == [Reading(trouble="undecidable")] * 2


@pytest.mark.parametrize(("unit", "grams"), [("kg", 20000), ("g", 20)])
def test_messages_without_a_unit_are_in_the_unit_that_is_set(unit: str, grams: int) -> None:
    assert ScaleReader("a9", unit).feed(b"\x02+00200021B\x03") == [Reading(grams)]


def test_a_toledo_with_seven_bits_and_parity_is_read_with_eight() -> None:
    even = bytes(byte | (byte.bit_count() % 2) << 7 for byte in b"\x0201.234\r\x02?A\r")
    assert ScaleReader("toledo").feed(even) == [
        Reading(1234, stable=True, net=False),
        Reading(stable=False, trouble="moving"),
    ]


@given(
    st.integers(-MOST_GRAMS, MOST_GRAMS),
    st.lists(st.integers(0, 999)),
    st.sampled_from(["st-gs", "sics", "a9"]),
)
def test_what_a_scale_shows_comes_out_to_the_gram_wherever_the_reads_cut(
    grams: int, cuts: list[int], form: str
) -> None:
    sign, size = "-" if grams < 0 else "+", abs(grams)
    kilograms = f"{size // 1000}.{size % 1000:03d}"
    sent = {
        "st-gs": f"ST,GS,{sign}{kilograms:>8}kg\r\n".encode(),
        "sics": f"S S {sign.replace('+', '') + kilograms:>10} kg\r\n".encode(),
        "a9": framed(f"{sign}{size:06d}3".encode()),
    }[form]
    data = sent * 2
    edges = [0, *sorted(cut % len(data) for cut in cuts), len(data)]
    reader = ScaleReader()
    readings = [r for begin, end in pairwise(edges) for r in reader.feed(data[begin:end])]
    assert [reading.grams for reading in readings] == [grams, grams]


def test_more_than_half_a_ton_is_no_weight() -> None:
    assert ScaleReader().feed(b"ST,GS,+500.001kg\r\n") == [
        Reading(stable=True, trouble="implausible", net=False)
    ]
