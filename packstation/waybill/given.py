"""A label made elsewhere, by a carrier or a platform, brought to our stock dot for dot and never scaled.

The rule, in this order; a page may be turned a quarter clockwise for each step:

1. A page that measures what the stock measures, or less, stands in the middle of it (up to 1 mm more on each
   side is white border and cut off).
2. Of a larger page what is printed on it is taken, if that fits, and stands in the middle.
3. Everything else is refused: scaled bars do not scan.

Greys become black or white at one threshold, never dots in between.
"""

from __future__ import annotations

import io
import struct

from PIL import Image, UnidentifiedImageError

from packstation.errors import BadInput
from packstation.waybill.size import MOST_DOTS, check_size, dots, dots_per_mm

MOST_BYTES = 20_000_000
"""Length of a file that is looked at."""

BLACK_BELOW = 144
"""A dot burns when a little less than half of it is covered: hairlines stay, bars grow by nothing."""

TOLERANCE_MM = 1.0
LEAST_TOLD_DPI = 120
"""A picture that claims fewer dots an inch (72, 96) was never told how large it is."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PDF = b"%PDF-"
_PDF_WITHIN = 1024
_WHITE = 1
_INCH_MM = 25.4
_SAME_DPI = 0.02


def given_label(
    content: bytes, size_mm: tuple[int, int], dpi: int, page: int | None = None, name: str = ""
) -> Image.Image:
    """Bring somebody else's label to our stock.

    Args:
        content: the file, PDF or PNG.
        size_mm: width and height of the label stock.
        dpi: the printer's dots per inch.
        page: which page of a PDF, from 1; None: the only one there is.
        name: what the file is called, for the sentence.

    Returns:
        A 1-bit image (0 is black) that covers the stock exactly.

    Raises:
        BadInput: ``given-…``; no label, broken, locked, of several pages, too large, or drawn for other dots.
    """
    stock = dots(check_size(size_mm), dpi)
    if len(content) > MOST_BYTES:
        raise BadInput("given-too-large", file=name)
    if content.startswith(_PNG):
        grey = _png(content, stock, dpi, name)
    elif _PDF in content[:_PDF_WITHIN]:
        from packstation.waybill.pdf_page import pdf_page  # noqa: PLC0415  (PDFium would slow down every start)

        grey = pdf_page(content, dpi, page, name)
    else:
        raise BadInput("given-no-label", file=name, allowed="PDF, PNG")
    ink = grey.point([0 if level < BLACK_BELOW else 255 for level in range(256)]).convert("1")
    placed = _placed(ink, stock, round(TOLERANCE_MM * dots_per_mm(dpi)))
    if placed is None:
        per_mm = dots_per_mm(dpi)
        is_size = "x".join(f"{side / per_mm:.0f}" for side in ink.size)
        raise BadInput("given-other-size", file=name, size=is_size, stock=f"{size_mm[0]}x{size_mm[1]}")
    return placed


def _png(content: bytes, stock: tuple[int, int], dpi: int, name: str) -> Image.Image:
    """A picture as grey dots of this printer, on white."""
    try:
        sides = struct.unpack(">II", content[16:24])
    except struct.error as error:
        raise BadInput("given-broken", file=name) from error
    # Looked at before anything is unpacked: a few kilobytes can hold a picture of gigabytes.
    if sides[0] * sides[1] > MOST_DOTS:
        raise BadInput("given-too-large", file=name)
    try:
        with Image.open(io.BytesIO(content), formats=("PNG",)) as picture:
            told = picture.info.get("dpi", (0, 0))[0]
            seen = _eight_bits(picture)
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise BadInput("given-broken", file=name) from error
    if seen.mode == "RGBA":
        sheet = Image.new("RGBA", seen.size, "white")
        seen = Image.alpha_composite(sheet, seen).convert("L")
    times = _times(seen.size, stock, told, dpi)
    if times is None:
        raise BadInput("given-other-dpi", file=name, drawn=round(told), dpi=dpi)
    return seen.resize((seen.width * times, seen.height * times), Image.Resampling.NEAREST)


def _eight_bits(picture: Image.Image) -> Image.Image:
    """The picture in 256 greys, or in colours where parts of it are clear."""
    if picture.mode.startswith("I"):
        # Converted as it is, everything above 255 of 65535 would be white.
        return picture.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    return picture.convert("RGBA") if picture.has_transparency_data else picture.convert("L")


def _times(size: tuple[int, int], stock: tuple[int, int], told: float, dpi: int) -> int | None:
    """By how much each dot of a picture is to be repeated; None where that would not be a whole number."""
    near = round(TOLERANCE_MM * dots_per_mm(dpi))
    measures = all(abs(side - ours) <= near for side, ours in zip(sorted(size), sorted(stock), strict=True))
    if measures or told < LEAST_TOLD_DPI:
        return 1
    ratio = dots_per_mm(dpi) * _INCH_MM / told
    whole = round(ratio)
    return whole if whole >= 1 and abs(ratio - whole) <= _SAME_DPI * whole else None


def _placed(label: Image.Image, stock: tuple[int, int], near: int) -> Image.Image | None:
    ways = (label, label.transpose(Image.Transpose.ROTATE_270))
    for way in ways:
        if way.width <= stock[0] + 2 * near and way.height <= stock[1] + 2 * near:
            sheet, whole = _in_the_middle(way, stock)
            if whole:
                return sheet
    for way in ways:
        box = _ink(way)
        if box is not None and box[2] - box[0] <= stock[0] and box[3] - box[1] <= stock[1]:
            return _in_the_middle(way.crop(box), stock)[0]
    return None


def _in_the_middle(label: Image.Image, stock: tuple[int, int]) -> tuple[Image.Image, bool]:
    """The label on its stock, and whether everything that is printed on it stands there."""
    left, top = (stock[0] - label.width) // 2, (stock[1] - label.height) // 2
    sheet = Image.new("1", stock, _WHITE)
    sheet.paste(label, (left, top))
    box = _ink(label)
    if box is None:
        return sheet, True
    reach = (box[0] + left, box[1] + top, box[2] + left, box[3] + top)
    return sheet, reach[0] >= 0 and reach[1] >= 0 and reach[2] <= stock[0] and reach[3] <= stock[1]


def _ink(label: Image.Image) -> tuple[int, int, int, int] | None:
    return label.convert("L").point([255 - level for level in range(256)]).getbbox()
