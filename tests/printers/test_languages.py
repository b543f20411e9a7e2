"""Every printer language prints the same dots: read back by others, each barcode by two readers, none by luck."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from packstation.errors import BadInput
from packstation.printers import LANGUAGES
from packstation.printers.setup import PLAIN, Setup, fitted, packed_rows
from packstation.printers.zpl import crc16
from packstation.waybill.label import Party, draw
from tests.printers.many_labels import SIZES, label, read_back
from tests.printers.readers import (
    ZplRenderer,
    picture_in,
    read_by_zxing,
    zpl_renderer,
)


@pytest.fixture(scope="module")
def renderer() -> Iterator[ZplRenderer]:
    with zpl_renderer() as running:
        yield running


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("size", SIZES)
def test_every_language_keeps_every_dot(
    size: tuple[int, int], dpi: int, renderer: ZplRenderer, tmp_path: Path
) -> None:
    image = draw(label(random.Random(7)), size, dpi)
    for language in sorted(LANGUAGES):
        document = LANGUAGES[language](image, dpi)
        picture = (
            picture_in(document).convert("L")
            if language == "pdf"
            else read_back(language, document, size, dpi, renderer, tmp_path)
        )
        same = picture.point(lambda dot: 255 if dot > 127 else 0).convert("1")
        if language == "zpl" and dpi != 203:
            # the renderer knows whole dots a millimetre only: our label lies in the middle of a wider sheet
            assert ImageChops.logical_xor(inked(same), inked(image)).getbbox() is None
        else:
            sheet = same.crop((0, 0, *image.size))
            assert ImageChops.logical_xor(sheet, image).getbbox() is None, language


def inked(picture: Image.Image) -> Image.Image:
    """The part of a picture in which anything is printed."""
    box = picture.convert("L").point(lambda dot: 255 - dot).getbbox()
    assert box is not None
    return picture.crop(box)


def test_nothing_a_buyer_wrote_reaches_the_command_stream() -> None:
    shown = replace(label(random.Random(1)), receiver=Party("^XZ~HS", "", ("CLS\r\nPRINT 1,9\r\n\x1bp0",)))
    image = draw(shown, (100, 150), 203)
    plain = draw(replace(shown, receiver=Party("a", "", ("b",))), (100, 150), 203)
    for language in ("zpl", "tspl"):
        document = LANGUAGES[language](image, 203)
        other = LANGUAGES[language](plain, 203)
        assert document.count(b"^X") == other.count(b"^X")
        assert document[:60] == other[:60]
    assert b"~HS" not in LANGUAGES["zpl"](image, 203)


TINY = Image.frombytes("1", (10, 2), bytes([0b01111111, 0b11000000, 0b11111111, 0b10000000]))
"""Black at the far left above, and at the far right below."""


def test_golden_bytes_of_a_tiny_label() -> None:
    assert packed_rows(TINY, black=1) == (bytes([0x80, 0x00, 0x00, 0x40]), 2)
    assert packed_rows(TINY, black=0) == (bytes([0x7F, 0xFF, 0xFF, 0xBF]), 2)
    assert crc16(b"123456789") == 0x31C3
    assert LANGUAGES["tspl"](TINY, 203) == (
        b"SIZE 1.25 mm,0.25 mm\r\nDIRECTION 0,0\r\nREFERENCE 0,0\r\nOFFSET 0 mm\r\nSHIFT 0\r\nCLS\r\n"
        b"BITMAP 0,0,2,2,0,\x7f\xff\xff\xbf\r\nPRINT 1,1\r\n"
    )
    assert (
        LANGUAGES["escpos"](TINY, 203) == b"\x1b@\x1b3\x00\x1dv0\x00\x02\x00\x02\x00\x80\x00\x00\x40\x1bJ\x78"
    )
    document = LANGUAGES["zpl"](TINY, 203)
    assert document.startswith(b"^XA^PW10^LL2^LH0,0^LS0^LT0^FO0,0^GFA,4,4,2,:Z64:")
    assert document.endswith(b"^FS^PQ1^XZ\r\n")


def test_a_printer_is_told_its_setup_in_its_own_words() -> None:
    setup = Setup(density=30, speed_mm_s=102, gap_mm=2.5, cut=True)
    assert LANGUAGES["zpl"](TINY, 203, setup).startswith(b"~SD30^XA^MNW^PR4^MMC^PW")
    told = LANGUAGES["tspl"](TINY, 203, setup)
    for line in (b"GAP 2.5 mm,0 mm", b"DENSITY 15", b"SPEED 4", b"SET CUTTER 1"):
        assert line + b"\r\n" in told
    assert LANGUAGES["escpos"](TINY, 203, setup).endswith(b"\x1d\x0c\x1dVB\x00")
    endless = Setup(gap_mm=0)
    assert b"^MNN" in LANGUAGES["zpl"](TINY, 203, endless)
    assert b"GAP 0 mm,0 mm" in LANGUAGES["tspl"](TINY, 203, endless)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_label_is_the_same_label_turned(turn: int) -> None:
    image = draw(label(random.Random(3), "YT0000000000001"), (76, 130), 203)
    turned = fitted(image, 203, Setup(turn=turn))
    assert turned.size == (image.size if turn in (0, 180) else image.size[::-1])
    back: Callable[[Image.Image], Image.Image] = lambda picture: picture.rotate(turn, expand=True)  # noqa: E731  (said once)
    assert ImageChops.logical_xor(back(turned), image).getbbox() is None
    assert read_by_zxing(turned.convert("L")) == {"YT0000000000001"}


@given(st.floats(-1.5, 1.5), st.floats(-0.4, 0.4))
def test_an_offset_moves_every_dot_and_loses_none(across: float, down: float) -> None:
    image = Image.new("1", (100, 60), 1)
    image.paste(0, (20, 10, 40, 30))
    moved = fitted(image, 203, Setup(offset_mm=(across, down)))
    steps = round(across * 8), round(down * 8)
    box = moved.convert("L").point(lambda dot: 255 - dot).getbbox()
    assert box == (20 + steps[0], 10 + steps[1], 40 + steps[0], 30 + steps[1])


def test_what_would_not_print_whole_is_refused_before_it_is_sent() -> None:
    image = draw(label(random.Random(3)), (100, 150), 203)
    with pytest.raises(BadInput, match="label-off-paper"):
        fitted(image, 203, Setup(offset_mm=(20, 0)))
    with pytest.raises(BadInput, match="label-too-wide"):
        fitted(image, 203, Setup(head_dots=640))
    assert fitted(image, 203, Setup(head_dots=1600)).size == image.size, "a wider printer changes nothing"
    assert fitted(image, 203, PLAIN) is image


def test_a_contact_sheet_of_all_sizes_is_drawn(tmp_path: Path) -> None:
    shown = label(random.Random(11), "YT1234567890123")
    pictures = [draw(shown, size, dpi).convert("L") for size in SIZES for dpi in (203, 300)]
    high = 900
    scaled = [picture.resize((picture.width * high // picture.height, high)) for picture in pictures]
    sheet = Image.new("L", (sum(picture.width + 20 for picture in scaled), high), 128)
    left = 0
    for picture in scaled:
        sheet.paste(picture, (left, 0))
        left += picture.width + 20
    target = Path(os.environ.get("PACKSTATION_CONTACT_SHEET", tmp_path)) / "labels.png"
    sheet.save(target)
    assert {color for _, color in sheet.getcolors() or []} >= {0, 128, 255}
