"""Code 128: what we draw is what a reader reads, to the dot."""

from __future__ import annotations

import itertools
import random
import string

import pytest
import zxingcpp
from barcode.codex import Code128
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from packstation.waybill.barcode import QUIET_MODULES, DoesNotFit, NotCode128, bars, modules, width_modules

ASCII = "".join(map(chr, range(128)))
PRINTED = string.digits * 3 + string.ascii_uppercase + string.ascii_lowercase + "-. /+$%*:#"


def read(image: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(
        image.convert("L"),
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128),
        try_downscale=False,  # see `tests.printers.readers.read_by_zxing`
    )
    return [code.bytes.decode("ascii") for code in found]


def strip(bits: str, dots: int = 2) -> Image.Image:
    """Draw modules the plainest way there is, independently of the code under test."""
    row = bytes(0 if bit == "1" else 255 for bit in f"{'0' * 10}{bits}{'0' * 10}" for _ in range(dots))
    return Image.frombytes("L", (len(row), 30), row * 30)


def runs(image: Image.Image) -> list[int]:
    width = image.width
    return [len(list(run)) for _, run in itertools.groupby(image.getpixel((x, 0)) for x in range(width))]


def test_thousands_of_numbers_come_back_exactly_as_they_went_in() -> None:
    source = random.Random(20261123)
    numbers = [
        "99" * source.choice((0, 0, 1, 2)) + "".join(source.choices(letters, k=source.randint(1, 20)))
        for letters in (PRINTED, string.digits, string.digits + "AB", string.ascii_uppercase)
        for _ in range(800)
    ]
    wrong = [number for number in numbers if read(bars(number, 1000, 30)) != [number]]
    assert wrong == []


@settings(max_examples=300, deadline=None)
@given(st.text(ASCII, min_size=1, max_size=30))
def test_every_ascii_text_can_be_printed_and_read(text: str) -> None:
    assert read(bars(text, 4000, 30)) == [text]


def test_a_leading_99_survives_here_and_is_lost_by_the_library_alone() -> None:
    number = "9912345678901"
    assert read(strip(Code128(number).build()[0])) == ["12345678901"]
    assert read(strip(modules(number))) == [number]
    assert read(bars(number, 800, 60)) == [number]


@pytest.mark.parametrize("number", ["99", "9999", "99A", "990", "YT9912345678901", "9", "99999999999999"])
def test_nines_anywhere_are_kept(number: str) -> None:
    assert read(bars(number, 800, 60)) == [number]


@given(st.text(PRINTED, min_size=1, max_size=20), st.integers(700, 2400), st.integers(2, 9))
def test_every_bar_is_a_whole_number_of_equal_modules(number: str, room: int, largest: int) -> None:
    image = bars(number, room, 4, largest=largest)
    dots = image.width // width_modules(number)
    assert 2 <= dots <= largest
    assert image.width == dots * width_modules(number) <= room
    assert all(run % dots == 0 for run in runs(image))
    assert runs(image)[0] == runs(image)[-1] == QUIET_MODULES * dots


def test_the_widest_bars_that_fit_are_taken() -> None:
    total = width_modules("SF1234567890123")
    assert total == 156 + 2 * QUIET_MODULES
    assert bars("SF1234567890123", 3 * total, 9).width == 3 * total
    assert bars("SF1234567890123", 3 * total - 1, 9).width == 2 * total


def test_bars_one_dot_wide_are_refused() -> None:
    total = width_modules("YT1234567890123")
    assert bars("YT1234567890123", 2 * total, 9).width == 2 * total
    with pytest.raises(DoesNotFit) as refused:
        bars("YT1234567890123", 2 * total - 1, 9)
    assert refused.value.data == {"text": "YT1234567890123", "width": 2 * total - 1, "needed": 2 * total}
    with pytest.raises(DoesNotFit):
        bars("YT1234567890123", 2 * total - 1, 9, least=1)


def test_a_jd_parcel_code_fits_76_mm_at_two_dots_only() -> None:
    code = "JDVA12345678901-1-1-"
    assert len(modules(code)) == 222
    image = bars(code, 76 * 8, 80)
    assert image.width == 2 * width_modules(code)
    assert read(image) == [code]


@pytest.mark.parametrize("text", ["", "运单1", "YT١٢٣", "²", "A" * 129, "\x80", "ñ", "\udcff"])
def test_what_no_barcode_can_carry_is_refused(text: str) -> None:
    with pytest.raises(NotCode128):
        modules(text)
