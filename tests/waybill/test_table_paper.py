"""Slips and manifests: everything stands on the paper, barcodes are read, nothing leaves its sheet."""

from __future__ import annotations

import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from packstation.waybill.gift_note import GiftNote, draw_gift_note
from packstation.waybill.size import dots
from packstation.waybill.table_paper import Column, TablePaper, draw_table_paper

SIZES = ((210, 297), (148, 210), (100, 150), (76, 130), (60, 40))
NASTY = st.text(st.sampled_from("包裹aW 1\u202e\u0301\U0001f600\n\t—…"), max_size=60)


def paper(count: int = 3, **more: object) -> TablePaper:
    given_rows = tuple((f"白色棉T恤 {row}\nL · SKU-{row}", "×2") for row in range(count))
    facts: dict[str, object] = {
        "title": "装箱单",
        "about": "旗舰店",
        "stamp": "2026-11-11 20:00",
        "columns": (Column("商品", 0.84, bold=True), Column("数量", 0.16, "right")),
        "rows": given_rows,
        "folio": lambda page, pages: f"{page}/{pages}",
        "code": "4065712345678901234",
        "parties": (("收件人", ("李*", "138****5678")),),
        "sums": ("共 6 件",),
        "notes": ("请核对",),
        "ticks": ("破损",),
        "signatures": ("交件人", "快递员"),
    }
    return TablePaper(**{**facts, **more})  # type: ignore[arg-type]  # facts of any kind


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    box = image.convert("L").point(lambda dot: 255 - dot).getbbox()
    assert box is not None
    return box


def test_the_barcode_is_read_on_every_paper_it_fits() -> None:
    for size in SIZES[:4]:
        image = draw_table_paper(paper(), size, 203)[0]
        assert image.size == dots(size, 203)
        assert [found.text for found in zxingcpp.read_barcodes(image.convert("L"))] == ["4065712345678901234"]


def test_a_long_list_goes_on_overleaf_and_loses_no_row() -> None:
    few = draw_table_paper(paper(200), (210, 297), 203)
    many = draw_table_paper(paper(400), (210, 297), 203)
    assert 6 <= len(few) <= 14
    assert 2 * len(few) - 2 <= len(many) <= 2 * len(few) + 1
    drawn = draw_table_paper(paper(12), (148, 210), 203)
    without = draw_table_paper(paper(11), (148, 210), 203)
    rules = [sum(_is_rule(image, row) for row in range(image.height)) for image in (drawn[0], without[0])]
    assert rules[0] > rules[1], "each row ends with a line"


def _is_rule(image: Image.Image, row: int) -> bool:
    line = image.crop((0, row, image.width, row + 1)).convert("L").tobytes()
    return line.count(0) > 0.8 * image.width


@given(NASTY, NASTY, st.sampled_from(SIZES), st.integers(0, 25))
def test_nothing_from_outside_leaves_the_sheet(
    title: str, cell: str, size: tuple[int, int], rows: int
) -> None:
    made = paper(title=title, rows=tuple((cell, cell) for _ in range(rows)), notes=(cell,), about=title)
    for image in draw_table_paper(made, size, 203):
        left, top, right, bottom = ink(image)
        assert min(left, top) > 0
        assert right < image.width
        assert bottom <= image.height


def test_a_number_without_a_barcode_stands_there_as_text() -> None:
    image = draw_table_paper(paper(code="订单一二三" * 3), (148, 210), 203)[0]
    assert zxingcpp.read_barcodes(image.convert("L")) == []


@given(NASTY, st.sampled_from(SIZES))
def test_a_gift_note_keeps_its_words_inside_its_border(text: str, size: tuple[int, int]) -> None:
    wide, high = dots(size, 203)
    left, top, right, bottom = ink(draw_gift_note(GiftNote("致 李明", text, "旗舰店"), size, 203))
    assert left > 0 < top
    assert right < wide
    assert bottom < high
