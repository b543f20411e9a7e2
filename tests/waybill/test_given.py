"""Labels made elsewhere: on our stock dot for dot, never scaled, and whatever is no label is one sentence."""

from __future__ import annotations

import random
import struct
import zlib
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from packstation.errors import BadInput
from packstation.printers import LANGUAGES
from packstation.waybill.barcode import bars
from packstation.waybill.given import MOST_BYTES, given_label
from packstation.waybill.label import draw
from packstation.waybill.size import MOST_DOTS, dots
from packstation.words import load
from tests.readers import zbar, zxing
from tests.waybill.test_label import LABEL

STOCK = (100, 150)
INCHES = (102, 152)
"""The carriers' label of 4 × 6 inches, in whole mm."""


def png(image: Image.Image, dpi: float | None = None) -> bytes:
    file = BytesIO()
    image.save(file, "PNG", **({"dpi": (dpi, dpi)} if dpi else {}))
    return file.getvalue()


def pdf(*pages: Image.Image, dpi: float) -> bytes:
    file = BytesIO()
    pages[0].save(file, "PDF", resolution=dpi, save_all=True, append_images=pages[1:])
    return file.getvalue()


def written_pdf(content: str, size: tuple[float, float], extra: str = "") -> bytes:
    """A PDF as a carrier's program writes it: bars as rectangles, measured in points."""
    stream = content.encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size[0]} {size[1]}]/Contents 4 0 R>>".encode(),
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{extra}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def noise(size: tuple[int, int], seed: int = 1) -> Image.Image:
    return Image.frombytes("1", size, random.Random(seed).randbytes((size[0] + 7) // 8 * size[1]))


def refused(
    content: bytes, size: tuple[int, int] = STOCK, dpi: int = 203, page: int | None = None
) -> BadInput:
    with pytest.raises(BadInput) as caught:
        given_label(content, size, dpi, page, "label.pdf")
    for language in ("en", "zh_CN", "zh_TW"):
        sentence = load(language).error(caught.value)
        assert "label.pdf" in sentence
        assert "{" not in sentence
    return caught.value


@pytest.mark.parametrize("size", [(76, 130), (100, 150), (100, 180)])
@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("language", ["png", "pdf"])
def test_a_label_of_the_stock_s_size_keeps_every_dot(size: tuple[int, int], dpi: int, language: str) -> None:
    image = draw(LABEL, size, dpi)
    placed = given_label(LANGUAGES[language](image, dpi), size, dpi)
    assert placed.mode == "1"
    assert placed.tobytes() == image.tobytes()


@settings(max_examples=25, deadline=None)
@given(st.integers(20, 110), st.integers(20, 190), st.sampled_from([203, 203, 300]), st.integers(0, 99))
def test_a_pdf_of_one_picture_keeps_every_dot_whatever_its_size(
    wide: int, high: int, dpi: int, seed: int
) -> None:
    image = noise(dots((wide, high), dpi), seed)
    assert given_label(LANGUAGES["pdf"](image, dpi), (wide, high), dpi).tobytes() == image.tobytes()


def test_a_label_lying_on_its_side_is_turned() -> None:
    image = draw(LABEL, STOCK)
    lying = image.transpose(Image.Transpose.ROTATE_90)
    for content in (png(lying, 203), pdf(lying, dpi=203.2)):
        assert given_label(content, STOCK, 203).tobytes() == image.tobytes()


def test_a_smaller_label_stands_in_the_middle() -> None:
    image = draw(LABEL, (76, 130))
    where = Image.new("1", (800, 1200), 1)
    where.paste(image, ((800 - 608) // 2, (1200 - 1040) // 2))
    for content in (png(image, 203), pdf(image, dpi=203.2)):
        assert given_label(content, STOCK, 203).tobytes() == where.tobytes()


def test_of_a_larger_page_what_is_printed_is_taken() -> None:
    image = draw(LABEL, (76, 130))
    page = Image.new("1", dots((210, 297), 203), 1)
    page.paste(image, (40, 56))
    box = image.convert("L").point([255 - level for level in range(256)]).getbbox()
    assert box is not None
    for content in (png(page, 203), pdf(page, dpi=203.2)):
        placed = given_label(content, STOCK, 203)
        assert zxing(placed) == [LABEL.number] * 2
        ink = placed.convert("L").point([255 - level for level in range(256)]).getbbox()
        assert ink is not None
        assert (ink[2] - ink[0], ink[3] - ink[1]) == (box[2] - box[0], box[3] - box[1])
        assert abs(ink[0] - (800 - ink[2])) <= 1
        assert abs(ink[1] - (1200 - ink[3])) <= 1


def test_the_carriers_4_by_6_inches_fit_on_100_by_150_without_scaling() -> None:
    image = draw(LABEL, INCHES)
    placed = given_label(pdf(image, dpi=203.2), STOCK, 203)
    assert zxing(placed) == [LABEL.number] * 2
    assert sum(zbar(placed.crop((0, top, 800, top + 600))).count(LABEL.number) for top in (0, 600)) == 2


def test_what_does_not_fit_unscaled_is_refused() -> None:
    value = refused(png(draw(LABEL, (100, 180)), 203))
    assert value.reason == "given-other-size"
    assert value.data["size"] == "100x180"
    assert value.data["stock"] == "100x150"
    assert refused(pdf(draw(LABEL, (100, 180)), dpi=203.2)).reason == "given-other-size"


def test_vector_bars_are_read_by_both_readers_at_every_resolution() -> None:
    """Bars of 0.375 mm as rectangles in points: at 300 and 600 dpi no edge meets a dot's edge."""
    number, module = "SF1234567890123", 0.375 * 72 / 25.4
    row = bars(number, 3000, 1, largest=2).convert("L").tobytes()[::2]
    rectangles = "".join(
        f"{20 + place * module:.3f} 200 {module:.3f} 90 re f\n"
        for place, level in enumerate(row)
        if not level
    )
    content = written_pdf(rectangles, (100 / 25.4 * 72, 150 / 25.4 * 72))
    for dpi in (203, 300, 600):
        placed = given_label(content, STOCK, dpi)
        assert zxing(placed) == [number]
        assert zbar(placed) == [number]


def test_grey_becomes_black_or_white_at_one_level_and_never_dots() -> None:
    ramp = Image.new("L", (800, 1200), 255)
    for level in range(256):
        ramp.paste(level, (level * 3, 0, level * 3 + 3, 1200))
    placed = given_label(png(ramp), STOCK, 203)
    rows = {placed.crop((0, row, 800, row + 1)).tobytes() for row in range(1200)}
    assert len(rows) == 1, "no row differs from another: nothing was dithered"
    assert [bool(placed.getpixel((level * 3 + 1, 5))) for level in range(256)] == [
        level >= 144 for level in range(256)
    ]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "RGB", "L", "I;16"])
def test_every_kind_of_png_is_read_and_what_is_clear_is_white(mode: str) -> None:
    image = draw(LABEL)
    if mode in {"RGBA", "LA"}:
        black = Image.new("L", image.size, 0)
        picture = Image.merge("LA", (black, image.convert("L").point([255 - level for level in range(256)])))
        picture = picture.convert(mode)
    elif mode == "I;16":
        greys = {0: b"\x00\x70", 255: b"\x00\xa0"}  # both far above 255, of 65535
        wide = b"".join(greys[level] for level in image.convert("L").tobytes())
        picture = Image.frombytes("I;16", image.size, wide)
    else:
        picture = image.convert(mode)
    assert given_label(png(picture), STOCK, 203).tobytes() == image.tobytes()


@pytest.mark.parametrize(
    ("drawn", "dpi", "told"), [(203, 203, 203), (203, 203, 96), (203, 203, None), (300, 600, 300)]
)
def test_a_png_is_taken_dot_for_dot_or_each_dot_a_whole_number_of_times(
    drawn: int, dpi: int, told: float | None
) -> None:
    image = draw(LABEL, (76, 130), drawn)
    placed = given_label(png(image, told), STOCK, dpi)
    assert zxing(placed) == [LABEL.number] * 2
    times = dpi // drawn
    large = image.resize((image.width * times, image.height * times), Image.Resampling.NEAREST)
    where = Image.new("1", placed.size, 1)
    where.paste(large, ((placed.width - large.width) // 2, (placed.height - large.height) // 2))
    assert placed.tobytes() == where.tobytes()


@pytest.mark.parametrize(("drawn", "dpi"), [(203, 300), (300, 203), (600, 203)])
def test_a_png_for_other_dots_is_refused_not_scaled(drawn: int, dpi: int) -> None:
    value = refused(png(draw(LABEL, (76, 130), drawn), drawn), STOCK, dpi)
    assert value.reason == "given-other-dpi"
    assert value.data["dpi"] == dpi


def test_a_pdf_of_several_pages_needs_to_be_told_which() -> None:
    first, second = draw(LABEL), noise((800, 1200))
    content = pdf(first, second, dpi=203.2)
    assert refused(content).data["pages"] == 2
    assert given_label(content, STOCK, 203, 1).tobytes() == first.tobytes()
    assert given_label(content, STOCK, 203, 2).tobytes() == second.tobytes()
    assert refused(content, page=3).reason == "given-no-page"


def test_a_locked_pdf_is_named_as_such() -> None:
    lock = "/Encrypt<</Filter/Standard/V 1/R 2/P -44/O<" + "41" * 32 + ">/U<" + "42" * 32 + ">>>/ID[<00><00>]"
    assert refused(written_pdf("", (100, 100), lock)).reason == "given-locked"
    with pytest.raises(pypdfium2.PdfiumError, match="password"):
        pypdfium2.PdfDocument(written_pdf("", (100, 100), lock))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that unpacks to side × side dots."""
    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def test_a_picture_of_200_megapixels_is_refused_before_it_is_unpacked() -> None:
    content = bomb(14_200)
    assert len(content) < 100_000
    assert MOST_DOTS < 14_200**2
    assert refused(content).reason == "given-too-large"


def test_a_pdf_with_a_picture_of_200_megapixels_or_a_page_of_metres_is_refused() -> None:
    side = 14_200
    packed = zlib.compress(bytes((side + 7) // 8 * side), 9)
    image = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray" % (
        side,
        side,
    )
    image += b"/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(packed), packed)
    plain = written_pdf("q 283 0 0 425 0 0 cm /I Do Q", (283, 425))
    with_image = plain.replace(b"/Contents 4 0 R>>", b"/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>")
    with_image = with_image.replace(b"xref\n", b"5 0 obj\n" + image + b"\nendobj\nxref\n", 1)
    assert refused(with_image).reason == "given-too-large"
    assert refused(written_pdf("", (14_000, 14_000))).reason == "given-too-large"
    assert refused(b"%PDF-" + bytes(MOST_BYTES)).reason == "given-too-large"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "given-no-label"),
        (b"GIF89a" + bytes(50), "given-no-label"),
        (b"PK\x03\x04", "given-no-label"),
        (b"%PDF-1.7\nnothing behind it", "given-broken"),
        (b"\x89PNG\r\n\x1a\n", "given-broken"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "given-broken"),
    ],
)
def test_what_is_no_label_is_refused(content: bytes, reason: str) -> None:
    assert refused(content).reason == reason


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["png", "pdf"]), st.floats(0, 1), st.binary(max_size=8))
def test_a_damaged_file_is_refused_or_read_never_a_crash(language: str, where: float, junk: bytes) -> None:
    whole = LANGUAGES[language](draw(LABEL), 203)
    place = int(where * len(whole))
    damaged = whole[:place] + junk + whole[place + len(junk) :] if junk else whole[:place]
    try:
        placed = given_label(damaged, STOCK, 203, None, "label.pdf")
    except BadInput as error:
        assert error.reason.startswith("given-")  # noqa: PT017  (it may also be read, when the damage lies in a comment)
        return
    assert placed.size == (800, 1200)


def test_an_empty_label_is_an_empty_label() -> None:
    assert given_label(png(Image.new("1", (800, 1200), 1)), STOCK, 203).convert("L").getextrema() == (
        255,
        255,
    )
