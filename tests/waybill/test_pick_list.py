"""Pick lists on paper: every order's barcode is read back from the very pages that are printed, nothing is cut off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from packstation.desk.pick_paper import pick_paper
from packstation.desk.views import PickedOrder, Picks
from packstation.domain.picking import Shelf, Want, pick_list
from packstation.errors import BadInput
from packstation.waybill.pick_list import PAPERS, Paper, draw_pick_list, pick_list_pages
from packstation.words import LANGUAGES, load
from tests.builders import NOON

A4 = (2480, 3508)
CODE_128 = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)
HOSTILE = "<b>粗体</b><script>alert(1)</script>\u202e\u200b\x00\t" + "很长的标题" * 2_000


def read(page: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(page.convert("L"), formats=CODE_128)]


def picks(
    orders: int, *, title: str = "白色棉T恤", skus: int = 30, numbers: Sequence[str] = (), place: str = ""
) -> Picks:
    """A batch of so many orders of three lines each; every eleventh SKU is short."""
    known = tuple(numbers) or tuple(f"{4065712345678900000 + n}" for n in range(1, orders + 1))
    found = tuple(
        PickedOrder(number, slot, "李*", 3, "reviewed") for slot, number in enumerate(known, start=1)
    )
    wants = [
        Want(order.number, order.slot, f"SKU-{(order.slot * 7 + n * 5) % skus}", 1 + n, title, "L")
        for order in found
        for n in range(3)
    ]
    shelves: dict[str, list[Shelf]] = {
        f"SKU-{n}": [(place or f"{'ABC'[n % 3]}-{n % 10:02}-{n}", 1 if n % 11 == 0 else 1_000)]
        for n in range(skus)
    }
    return Picks(3, NOON, "desk-3", found, pick_list(wants, shelves))


def paper(made: Picks, language: str = "zh_CN") -> Paper:
    return pick_paper(made, load(language), UTC)


@pytest.mark.parametrize("size", PAPERS)
@pytest.mark.parametrize("orders", [1, 2, 12, 15, 50, 60])
def test_every_order_is_read_back_once(orders: int, size: str) -> None:
    made = picks(orders)
    pages = pick_list_pages(paper(made), PAPERS[size])
    found = [text for page in pages for text in read(page)]
    assert sorted(found) == [order.number for order in made.orders]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_read_back_as_an_office_printer_would_put_it_on_paper(
    tmp_path: Path, qapp: QApplication, language: str
) -> None:
    del qapp
    made = picks(14, title=HOSTILE)
    target = tmp_path / "list.pdf"
    target.write_bytes(draw_pick_list(paper(made, language)))
    document = QPdfDocument()
    assert document.load(str(target)) is QPdfDocument.Error.None_
    found = []
    for number in range(document.pageCount()):
        image = document.render(number, QSize(*A4)).convertToFormat(QImage.Format.Format_RGB888)
        page = Image.frombytes("RGB", A4, bytes(image.constBits()), "raw", "RGB", image.bytesPerLine())
        found += read(page)
    document.close()
    assert sorted(found) == [order.number for order in made.orders]


def test_the_pdf_has_pages_of_the_wanted_paper() -> None:
    for size, mm in PAPERS.items():
        boxes = re.findall(
            rb"/MediaBox\s*\[\s*([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)\s*\]",
            draw_pick_list(paper(picks(12)), size),
        )
        assert len(boxes) > 1
        for box in boxes:
            assert [float(side) / 72 * 25.4 for side in box] == pytest.approx([0, 0, *mm], abs=0.1)
    with pytest.raises(BadInput):
        draw_pick_list(paper(picks(1)), "A0")


def margins_are_white(page: Image.Image) -> bool:
    """Nothing runs off the paper: 5 mm all around stay empty."""
    edge = 59
    inner = Image.new("1", (page.width - 2 * edge, page.height - 2 * edge), 1)
    framed = page.copy()
    framed.paste(inner, (edge, edge))
    return ImageChops.invert(framed.convert("L")).getbbox() is None


texts = st.one_of(
    st.text(max_size=300), st.sampled_from([HOSTILE, "A-03-2", "W" * 500, "\n" * 50, "ا" * 90, "😀" * 90])
)
numbers_of_orders = st.lists(
    st.one_of(
        st.from_regex(r"[0-9]{19}", fullmatch=True),
        st.from_regex(r"[0-9A-Za-z-]{1,128}", fullmatch=True),
        st.text(min_size=1, max_size=200),
    ),
    min_size=1,
    max_size=9,
    unique=True,
)


@settings(max_examples=25, deadline=None)
@given(title=texts, place=texts, numbers=numbers_of_orders, size=st.sampled_from(list(PAPERS)))
def test_no_text_from_outside_breaks_the_paper(title: str, place: str, numbers: list[str], size: str) -> None:
    made = picks(0, title=title, place=place, numbers=numbers)
    hostile = tuple(replace(order, buyer=title) for order in made.orders)
    drawn = paper(replace(made, orders=hostile))
    pages = pick_list_pages(replace(drawn, title=title, about=place, stamp=title), PAPERS[size])
    assert all(margins_are_white(page) for page in pages)


@pytest.mark.parametrize(
    ("number", "is_code"),
    [
        ("X" * 30, True),
        ("X" * 60, True),  # too wide for half a page
        ("9" * 100, True),
        ("X" * 120, False),  # too wide for the page: the number itself stands there
        ("订单-1", False),
    ],
)
def test_a_long_number_has_the_whole_width_and_one_without_barcode_is_written_out(
    number: str, *, is_code: bool
) -> None:
    pages = pick_list_pages(paper(picks(0, numbers=("4065712345678900001", number, "4065712345678900003"))))
    found = [text for page in pages for text in read(page)]
    assert (number in found) is is_code
    assert {"4065712345678900001", "4065712345678900003"} <= set(found)


@pytest.mark.parametrize("size", PAPERS)
def test_goods_for_sixty_baskets_name_every_one_of_them(size: str) -> None:
    drawn = paper(picks(60, skus=1))
    (row,) = drawn.short
    assert len(row.chips) == 60
    before = [page.tobytes() for page in pick_list_pages(drawn, PAPERS[size])]
    for place in (0, 4, 7, 15, 16, 31, 47, 58, 59):
        chips = (*row.chips[:place], (row.chips[place][0], 7), *row.chips[place + 1 :])
        other = replace(drawn, short=(replace(row, chips=chips),))
        assert [page.tobytes() for page in pick_list_pages(other, PAPERS[size])] != before, place


def test_an_empty_list_says_so() -> None:
    pages = pick_list_pages(paper(Picks(0, NOON, "desk-1", (), pick_list((), {}))))
    assert len(pages) == 1
    assert read(pages[0]) == []


def test_orders_without_a_basket_are_named_beside_what_is_short() -> None:
    made = Picks(
        0,
        NOON,
        "desk-1",
        (PickedOrder("4065712345678900001", 0, "李*", 2, "new"),),
        pick_list([Want("4065712345678900001", 0, "CUP", 2, "陶瓷茶杯")], {"CUP": []}),
    )
    (row,) = paper(made).short
    assert "4065712345678900001" in row.detail
    assert read(pick_list_pages(paper(made))[0]) == ["4065712345678900001"]
