"""Random labels in every language and size, seen by independent readers: each barcode says its number.

At full count (``PACKSTATION_SOAK=full``) 2,000 labels a language and size. A sheet of all languages and sizes
is written into ``PACKSTATION_PICTURES``, otherwise into a folder that is thrown away.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from packstation.printers import LANGUAGES, document
from packstation.printers.setup import Place, Setup
from packstation.waybill.label import draw
from packstation.waybill.size import dots
from tests.printers.random_labels import random_label
from tests.printers.seen import seen
from tests.printers.zpl_renderer import ZplRenderer
from tests.readers import zbar, zxing

IS_FULL = os.environ.get("PACKSTATION_SOAK") == "full"
SIZES = ((76, 130), (100, 150), (100, 180))
RESOLUTIONS = (203, 300, 600)


def labels(language: str, size: tuple[int, int]) -> int:
    """How many labels are looked at; drawing ZPL at 600 dpi takes seconds, so that one size does for a start."""
    if IS_FULL:
        return 2000
    return 4 if language == "zpl" and size != SIZES[0] else 6


def resolution(place: int) -> int:
    """Most labels are printed at 203 dpi; of twenty, three at 300 and one at 600."""
    return {2: 300, 5: 600, 11: 300, 17: 300}.get(place % 20, 203)


def troubles(image: Image.Image, number: str) -> list[str]:
    """What two readers find wrong: both barcodes must be there, and each say the number to each reader.

    ZBar tells equal barcodes once, so it is shown the upper and the lower half, each with one of them.
    """
    found = [f"ZXing reads {said!r}" for said in [zxing(image)] if said != [number] * 2]
    middle = image.height * 6 // 10
    halves = (0, 0, image.width, middle), (0, middle, image.width, image.height)
    for half in halves:
        said = zbar(image.crop(half))
        if said != [number]:
            found.append(f"ZBar reads {said!r} in {half}")
    return found


@pytest.mark.soak
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_barcode_of_every_label_says_its_number_to_both_readers(
    language: str, size: tuple[int, int], zpl_renderer: ZplRenderer
) -> None:
    source = random.Random(f"{language} {size}")
    first = source.randrange(12)
    wrong = []
    for place in range(labels(language, size)):
        label, dpi = random_label(source, first + place), resolution(place)
        drawn = draw(label, size, dpi)
        printed = seen(language, document(language, drawn, dpi), drawn.size, dpi, zpl_renderer)
        if language == "pdf":  # a reader of PDF rounds the page up
            assert all(0 <= ours - drawn <= 1 for ours, drawn in zip(printed.size, drawn.size, strict=True))
        else:
            assert printed.size == drawn.size
            same = printed.tobytes() == drawn.tobytes()
            assert same, f"label {place}: other dots came out than were drawn"
        wrong += [(place, label.number, dpi, trouble) for trouble in troubles(printed, label.number)]
    assert wrong == []


@pytest.mark.parametrize("language", ["zpl", "tspl", "escpos"])
@pytest.mark.parametrize("dpi", [203, 300])
def test_a_printer_twice_as_wide_as_the_label_prints_at_the_true_place(
    language: str, dpi: int, zpl_renderer: ZplRenderer
) -> None:
    drawn = draw(random_label(random.Random(4), 0), (76, 130), dpi)
    paper = (2 * drawn.width, drawn.height + 40)
    printed = seen(language, document(language, drawn, dpi), paper, dpi, zpl_renderer)
    assert printed.size == paper
    where = Image.new("1", paper, 1)
    # A ZPL printer leads its paper in the middle and is told how wide it is; the others begin on the left.
    where.paste(drawn, (drawn.width // 2 if language == "zpl" else 0, 0))
    assert printed.tobytes() == where.tobytes()


@pytest.mark.parametrize("width", [608, 836, 1216])
def test_escpos_puts_a_label_where_its_paper_lies(width: int, zpl_renderer: ZplRenderer) -> None:
    drawn = draw(random_label(random.Random(4), 0), (76, 130), 203)
    setup = Setup(max_width=width, place=Place.MIDDLE)
    printed = seen("escpos", document("escpos", drawn, 203, setup), (width, drawn.height), 203, zpl_renderer)
    where = Image.new("1", (width, drawn.height), 1)
    where.paste(drawn, ((width - drawn.width) // 2, 0))
    assert printed.tobytes() == where.tobytes()


def test_a_sheet_shows_every_language_in_every_size(tmp_path: Path, zpl_renderer: ZplRenderer) -> None:
    label = random_label(random.Random(12), 9)
    cells = {}
    for dpi in RESOLUTIONS[:2]:
        for size in SIZES:
            for language in LANGUAGES:
                drawn = draw(label, size, dpi)
                printed = seen(language, document(language, drawn, dpi), drawn.size, dpi, zpl_renderer)
                assert troubles(printed, label.number) == []
                cells[dpi, size, language] = printed
    wide, high = dots((100, 180), 203)
    sheet = Image.new("L", ((wide + 60) * len(LANGUAGES), (high + 80) * 2 * len(SIZES)), 200)
    pen = ImageDraw.Draw(sheet)
    for place, ((dpi, size, language), printed) in enumerate(cells.items()):
        row, column = divmod(place, len(LANGUAGES))
        left, top = 30 + column * (wide + 60), 60 + row * (high + 80)
        small = printed.convert("L").resize(dots(size, 203), Image.Resampling.BOX)
        sheet.paste(small, (left, top))
        pen.text((left, top - 40), f"{language} {size[0]}x{size[1]} mm {dpi} dpi", fill=0, font_size=30)
    target = Path(os.environ.get("PACKSTATION_PICTURES") or tmp_path) / "labels.png"
    sheet.save(target)
    with Image.open(target) as written:
        assert written.size == sheet.size
        assert len(cells) == 2 * len(SIZES) * len(LANGUAGES)
