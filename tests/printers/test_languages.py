"""What the printers are told, to the byte: golden for a tiny picture, and nothing of the label but its dots."""

from __future__ import annotations

import base64
import binascii
import random
import re
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from packstation.errors import BadInput
from packstation.printers import LANGUAGES, document
from packstation.printers.setup import TURNS, Media, Place, Setup, laid
from packstation.printers.zpl import MOST_BYTES
from packstation.waybill.label import Goods, Label, Party, draw
from packstation.waybill.size import dots
from tests.printers.decoders import escpos_paper, tspl_paper
from tests.printers.random_labels import random_label

FULL = Setup(density=12, speed=4, media=Media.GAP, gap_mm=2.5, cut=True)


def tiny() -> Image.Image:
    """Ten dots wide, three high, a black stroke in the first and the last of each row but the second."""
    image = Image.new("1", (10, 3), 1)
    for row in (0, 2):
        image.putpixel((0, row), 0)
        image.putpixel((9, row), 0)
    return image


GOLDEN = {
    "tspl": b"SIZE 1.2 mm,0.4 mm\r\nDIRECTION 0,0\r\nREFERENCE 0,0\r\nCLS\r\n"
    b"BITMAP 0,0,2,3,0,\x7f\xbf\xff\xff\x7f\xbf\r\nPRINT 1,1\r\n",
    "escpos": b"\x1b@\x1dv0\x00\x02\x00\x03\x00\x80\x40\x00\x00\x80\x40",
}


@pytest.mark.parametrize("language", GOLDEN)
def test_golden_bytes(language: str) -> None:
    assert LANGUAGES[language](tiny(), 203) == GOLDEN[language]


def test_golden_zpl() -> None:
    made = LANGUAGES["zpl"](tiny(), 203)
    found = re.fullmatch(
        rb"\^XA\^PW10\^LL3\^LH0,0\^PON\^PMN\^LRN\n\^FO0,0\^GFA,6,6,2,:Z64:([^:]+):([0-9A-F]{4})\^FS\n"
        rb"\^PQ1,0,1,Y\^XZ\n",
        made,
    )
    assert found
    assert zlib.decompress(base64.b64decode(found[1])) == b"\x80\x40\x00\x00\x80\x40"
    assert int(found[2], 16) == crc_16(found[1])


def crc_16(data: bytes) -> int:
    """CRC-16 with the polynomial 0x1021 from 0, bit by bit as Zebra's guide draws it."""
    check = 0
    for byte in data:
        check ^= byte << 8
        for _ in range(8):
            check = (check << 1) ^ (0x1021 if check & 0x8000 else 0)
            check &= 0xFFFF
    return check


def test_the_check_of_zebra_s_guide() -> None:
    assert crc_16(b"123456789") == 0x31C3 == binascii.crc_hqx(b"123456789", 0)


def test_a_full_setup_in_zpl() -> None:
    made = LANGUAGES["zpl"](tiny(), 203, FULL)
    assert made.startswith(b"~SD12\n^XA^PW10^LL3^LH0,0^PON^PMN^LRN^MNY^PR4^MMC\n^FO0,0^GFA,")
    assert b"^MNM" in LANGUAGES["zpl"](tiny(), 203, Setup(media=Media.MARK))
    assert b"^MNN" in LANGUAGES["zpl"](tiny(), 203, Setup(media=Media.CONTINUOUS))


@pytest.mark.parametrize(
    ("media", "told"),
    [
        (Media.GAP, ["GAP 2.5 mm,0 mm"]),
        (Media.MARK, ["BLINE 2.5 mm,0 mm"]),
        (Media.CONTINUOUS, ["GAP 0 mm,0 mm"]),
        (Media.PRINTER, []),
    ],
)
def test_a_full_setup_in_tspl(media: Media, told: list[str]) -> None:
    paper = tspl_paper(LANGUAGES["tspl"](tiny(), 203, replace(FULL, media=media)), 16, 3)
    usual = ["SPEED 4", "DENSITY 12", "SET CUTTER 1", "DIRECTION 0,0", "REFERENCE 0,0", "CLS"]
    assert paper.told == ["SIZE 1.2 mm,0.4 mm", *told, *usual]


@pytest.mark.parametrize(
    ("media", "told"),
    [
        (Media.GAP, ["next label"]),
        (Media.MARK, ["next label"]),
        (Media.CONTINUOUS, ["feed 255", "feed 65"]),
        (Media.PRINTER, []),
    ],
)
def test_a_full_setup_in_escpos(media: Media, told: list[str]) -> None:
    setup = replace(FULL, media=media, gap_mm=40 if media is Media.CONTINUOUS else 2)
    paper = escpos_paper(LANGUAGES["escpos"](tiny(), 203, setup), 16, 3)
    assert paper.told == ["reset", *told, "cut"]


@pytest.mark.parametrize("size", [(76, 130), (100, 150), (100, 180), (300, 300)])
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_no_field_of_zpl_is_longer_than_the_guide_allows(size: tuple[int, int], dpi: int) -> None:
    image = Image.new("1", dots(size, dpi), 0)
    made = LANGUAGES["zpl"](image, dpi)
    fields = re.findall(rb"\^FO0,(\d+)\^GFA,(\d+),(\d+),(\d+),:Z64:([^:]+):", made)
    below = 0
    for top, count, same, row, packed in fields:
        assert int(top) == below
        assert count == same
        assert len(zlib.decompress(base64.b64decode(packed))) == int(count) <= MOST_BYTES
        below += int(count) // int(row)
    assert below == image.height


def bare(language: str, made: bytes) -> bytes:
    """What is left of a document when its dots are taken out."""
    match language:
        case "zpl":
            return re.sub(rb":Z64:[A-Za-z0-9+/=]+:[0-9A-F]{4}", b"", made)
        case "tspl":
            start = made.index(b"BITMAP 0,0,100,1200,0,")
            return made[:start] + made[start + 22 + 120_000 :]
        case _:
            return b""


@pytest.mark.parametrize("language", ["zpl", "tspl", "escpos"])
@settings(max_examples=12, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=40), st.sampled_from(["^XZ^XA^JUF^XZ", "~JR", "\r\nPRINT 9\r\n", "\x1b@\x1dV0"])
    )
)
def test_no_text_from_outside_is_ever_a_command(language: str, text: str) -> None:
    usual = random_label(random.Random(1), 0)
    party = Party(text, text, (text,))
    goods = (Goods(text, text, 1),)
    label = Label(
        carrier=text, number=usual.number, receiver=party, sender=party, printed_at=usual.printed_at, service=text,
        sort_code=text, destination=text, hub=text, goods=goods, wishes=(text,), order_number=text, carton=text,
        desk=text, traits=(text,),
    )  # fmt: skip
    image = draw(label)
    made = document(language, image, 203)
    assert bare(language, made) == bare(language, document(language, Image.new("1", image.size, 1), 203))
    if language == "escpos":  # its decoder stops at every byte that is no command of a label
        assert escpos_paper(made, 800, 1200).told == ["reset"]


@settings(max_examples=80, deadline=None)
@given(
    st.integers(1, 60),
    st.integers(1, 300),
    st.integers(0, 2**32),
    st.sampled_from(["tspl", "escpos"]),
)
def test_any_picture_of_any_width_comes_out_dot_for_dot(
    width: int, height: int, seed: int, language: str
) -> None:
    dots_of_it = random.Random(seed).randbytes((width + 7) // 8 * height)
    image = Image.frombytes("1", (width, height), dots_of_it)
    made = LANGUAGES[language](image, 203)
    paper = (tspl_paper if language == "tspl" else escpos_paper)(made, 8 * ((width + 7) // 8), height)
    assert paper.printed == 1
    assert paper.image.crop((0, 0, width, height)).tobytes() == image.tobytes()
    beyond = paper.image.crop((width, 0, paper.image.width, height))
    assert not beyond.width or beyond.convert("L").getextrema() == (255, 255)


def marked(size: tuple[int, int]) -> Image.Image:
    """White with two black dots that tell which way is up."""
    image = Image.new("1", size, 1)
    image.putpixel((20, 10), 0)
    image.putpixel((30, 10), 0)
    return image


def black(image: Image.Image) -> set[tuple[int, int]]:
    return {(x, y) for x in range(image.width) for y in range(image.height) if not image.getpixel((x, y))}


@pytest.mark.parametrize(
    ("turn", "size", "where"),
    [
        (0, (100, 60), {(20, 10), (30, 10)}),
        (90, (60, 100), {(49, 20), (49, 30)}),
        (180, (100, 60), {(79, 49), (69, 49)}),
        (270, (60, 100), {(10, 79), (10, 69)}),
    ],
)
def test_a_label_is_turned_clockwise_dot_for_dot(
    turn: int, size: tuple[int, int], where: set[tuple[int, int]]
) -> None:
    turned = laid(marked((100, 60)), 203, Setup(turn=turn))
    assert turned.size == size
    assert black(turned) == where


@given(st.sampled_from(TURNS), st.integers(-8, 8), st.integers(-5, 5))
def test_a_shift_moves_every_dot_and_loses_none(turn: int, right: int, down: int) -> None:
    setup = Setup(turn=turn)
    still = black(laid(marked((100, 60)), 203, setup))
    moved = laid(marked((100, 60)), 203, replace(setup, offset_mm=(right / 8, down / 8)))
    assert moved.size == laid(marked((100, 60)), 203, setup).size
    assert black(moved) == {(x + right, y + down) for x, y in still}


@pytest.mark.parametrize("offset", [(-2.6, 0.0), (0.0, -1.4), (8.8, 0.0), (0.0, 6.3)])
def test_a_shift_that_would_lose_ink_is_refused(offset: tuple[float, float]) -> None:
    with pytest.raises(BadInput) as refused:
        laid(marked((100, 60)), 203, Setup(offset_mm=offset))
    assert refused.value.reason == "printer-offset"


def test_a_label_wider_than_the_head_is_refused_and_turned_it_may_fit() -> None:
    with pytest.raises(BadInput) as refused:
        laid(marked((100, 60)), 203, Setup(max_width=80))
    assert refused.value.data == {"wide": 100, "most": 80}
    assert laid(marked((100, 60)), 203, Setup(max_width=80, turn=90)).size == (60, 100)
    assert laid(marked((100, 60)), 203, Setup(max_width=200, place=Place.MIDDLE)).size == (100, 60)
