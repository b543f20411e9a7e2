"""Every printer language prints the same dots: read back by others, each barcode by two readers, none by luck."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

from packstation.errors import BadInput
from packstation.printers import LANGUAGES
from packstation.printers.setup import PLAIN, Setup, fitted, packed_rows
from packstation.printers.zpl import crc16
from packstation.waybill.label import Goods, Label, Party, draw
from packstation.waybill.size import dots_per_mm
from tests.printers.readers import (
    ZplRenderer,
    escpos_picture,
    picture_in,
    read_by_zbar,
    read_by_zxing,
    tspl_picture,
    zpl_renderer,
)

IS_FULL = os.environ.get("PACKSTATION_SOAK") == "full"
LABELS = {"zpl": 2000 if IS_FULL else 3}
"""The renderer of ZPL takes half a second a label."""
SIZES = ((76, 130), (100, 150), (100, 180), (90, 120))
NUMBERS = (
    "YT{:013d}",
    "SF{:013d}",
    "99{:011d}",
    "9912{:09d}",
    "{:012d}",
    "{:015d}",
    "JDVA{:011d}-1-1-",
    "JT{:013d}",
    "EM{:09d}CN",
)
WORDS = [
    "白色棉T恤",
    "陶瓷茶杯",
    "Kids'",
    "book",
    "连衣裙<b>",
    "~HS^XA^FD",
    "CLS\r\nPRINT",
    "9",
    "\x1b@",
    "礼盒",
    "﷽",
    "😀",
]


def label(pick: random.Random, number: str = "") -> Label:
    """A label of any order there may be; what others wrote on it speaks printers' languages."""
    number = number or pick.choice(NUMBERS).format(pick.randrange(10**9))

    def words(most: int) -> str:
        return " ".join(pick.choices(WORDS, k=pick.randint(1, most)))

    goods = tuple(Goods(words(4), words(2), pick.randint(1, 99)) for _ in range(pick.randint(0, 9)))
    return Label(
        carrier=pick.choice(("圆通速递", "SF Express", "京东快递")),
        number=number,
        receiver=Party(words(2), "13812345678", (words(5), words(9))),
        sender=Party(words(1), "0571-88888888", (words(6),)),
        printed_at=datetime(2026, 11, 11, 12, 0, tzinfo=UTC),
        sort_code=pick.choice(("", "571-A12-005")),
        destination=words(2),
        hub=pick.choice(("", "杭州集包中心")),
        goods=goods,
        wishes=tuple(words(2) for _ in range(pick.randint(0, 3))),
        order_number=str(pick.randrange(10**18, 10**19)),
        weight_g=pick.choice((None, 1234)),
        reprint=pick.randint(0, 2),
        traits=pick.choice(((), ("fragile",), ("liquid", "fragile"))),
    )


@pytest.fixture(scope="module")
def renderer() -> Iterator[ZplRenderer]:
    with zpl_renderer() as running:
        yield running


def read_back(
    language: str, document: bytes, size: tuple[int, int], dpi: int, renderer: ZplRenderer, folder: Path
) -> Image.Image:
    """The label as others see it, dark on white, one pixel a dot."""
    match language:
        case "zpl":
            (picture,) = renderer.pictures(document, size, round(dots_per_mm(dpi)))
            return picture
        case "tspl":
            return tspl_picture(document, dots_per_mm(dpi))
        case "escpos":
            return escpos_picture(document)
        case "png":
            (folder / "label.png").write_bytes(document)
            return Image.open(folder / "label.png").convert("L")
        case _:
            return pdf_picture(document, folder, size, dpi)


def pdf_picture(document: bytes, folder: Path, size: tuple[int, int], dpi: int) -> Image.Image:
    """A page of a PDF at printer dots, by a reader of PDF."""
    file = folder / "label.pdf"
    file.write_bytes(document)
    reader = QPdfDocument()
    reader.load(str(file))
    assert reader.pageCount() == 1
    page = reader.pagePointSize(0)
    for points, side in ((page.width(), size[0]), (page.height(), size[1])):
        assert abs(points / 72 * 25.4 - side) < 0.2
    wide, high = (round(side * dots_per_mm(dpi)) for side in size)
    picture = reader.render(0, QSize(wide, high)).convertToFormat(QImage.Format.Format_RGBA8888)
    dots = Image.frombytes(
        "RGBA", (wide, high), bytes(picture.constBits()), "raw", "RGBA", picture.bytesPerLine()
    )
    paper = Image.new("RGBA", dots.size, "white")
    paper.alpha_composite(dots)
    return paper.convert("L")


@pytest.mark.soak
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_barcode_of_every_label_is_read_by_two_readers(
    language: str, size: tuple[int, int], renderer: ZplRenderer, tmp_path: Path
) -> None:
    pick = random.Random(f"{language} {size} 2026-11-11")
    for count in range(LABELS.get(language, 2000 if IS_FULL else 9)):
        dpi = (203, 203, 300)[count % 3]
        shown = label(pick, NUMBERS[count % len(NUMBERS)].format(pick.randrange(10**9)))
        image = draw(shown, size, dpi)
        document = LANGUAGES[language](image, dpi)
        picture = read_back(language, document, size, dpi, renderer, tmp_path)
        where = f"{language} {size} {dpi} {shown.number}"
        assert read_by_zxing(picture) == {shown.number}, where
        assert read_by_zbar(picture) == {shown.number}, where


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
    assert fitted(image, 203, Setup(head_dots=800)).size == image.size, "just as wide as the head"
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
