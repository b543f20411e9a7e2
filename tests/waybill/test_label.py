"""The label: whatever stands on it, both barcodes are read back and nothing leaves its place."""

from __future__ import annotations

import re
import statistics
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from packstation.errors import BadInput
from packstation.waybill.barcode import DoesNotFit, NotCode128, width_modules
from packstation.waybill.label import Goods, Label, Party, draw, parse_size
from tests.readers import zxing as read

LABEL = Label(
    carrier="圆通速递",
    number="YT1234567890123",
    service="标准快递",
    sort_code="342-081-00 052",
    hub="杭州转运中心",
    receiver=Party("李*", "138****5678", ("浙江省 杭州市 余杭区 仓前街道", "文一西路 969 号 3 栋 1204 室")),
    sender=Party("旗舰店", "0571-8888****", ("浙江省 金华市 义乌市 福田街道 稠州北路 699 号",)),
    goods=(Goods("白色棉T恤", "L", 3), Goods("陶瓷茶杯", "青花", 1)),
    wishes=("礼盒包装", "不放价格单"),
    order_number="4065712345678901234",
    weight_g=940,
    carton="B3",
    printed_at=datetime(2026, 11, 23, 14, 5, tzinfo=timezone(timedelta(hours=8))),
    desk="desk-3",
    traits=("fragile",),
)

SIZES = [(100, 150), (76, 130), (100, 180)]

NUMBER_KINDS = (
    r"SF\d{13}|YT\d{13}|7\d{13}|JT\d{13}|DPK\d{12}|E[A-Z]\d{9}CN|99\d{11}",
    r"JDV[A-Z]\d{11}-[1-9]-[1-9]-",
)
NUMBERS = st.one_of(*(st.from_regex(re.compile(kind, re.ASCII), fullmatch=True) for kind in NUMBER_KINDS))

HOSTILE = [
    "\x00\x07\x1b[2J",
    "\u202e\u2066倒过来\u2069",
    "^XZ^XA^FD~DN",
    'SIZE 1 mm\r\nBITMAP 0,0,"x"',
    "=HYPERLINK(1)",
    "<img src=x>",
    "\ud800\udfff",
    "e" + "\u0301" * 500,
    "😀" * 300,
    "ﷺ" * 100,
    "宽" * 10_000,
    "W" * 10_000,
    "\n" * 10_000,
    "../../etc/passwd",
]


def in_every_field(text: str) -> Label:
    party = Party(text, text, (text, text, text))
    return replace(
        LABEL,
        carrier=text,
        service=text,
        sort_code=text,
        hub=text,
        receiver=party,
        sender=party,
        goods=(Goods(text, text, 3),) * 30,
        wishes=(text,) * 30,
        order_number=text,
        carton=text,
        desk=text,
        traits=(text, "fragile") * 30,
    )


def edge_is_white(image: Image.Image, dots: int) -> bool:
    inner = Image.new("1", image.size, 0)
    inner.paste(1, (dots, dots, image.width - dots, image.height - dots))
    return ImageChops.logical_or(image, inner).getextrema() == (255, 255)


def test_both_barcodes_of_a_label_are_read_back() -> None:
    image = draw(LABEL)
    assert image.mode == "1"
    assert read(image) == [LABEL.number] * 2


@settings(max_examples=60, deadline=None)
@given(NUMBERS, st.sampled_from(SIZES), st.sampled_from([203, 300]), st.text(max_size=60), st.integers(0, 9))
def test_every_number_is_read_back_beside_any_text(
    number: str, size: tuple[int, int], dpi: int, text: str, reprint: int
) -> None:
    label = replace(in_every_field(text), number=number, reprint=reprint, slot=12 * reprint)
    image = draw(label, size, dpi)
    assert read(image) == [number] * 2
    assert edge_is_white(image, 3)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("size", SIZES[:2])
def test_hostile_text_is_only_text(text: str, size: tuple[int, int]) -> None:
    start = time.perf_counter()
    image = draw(in_every_field(text), size)
    assert time.perf_counter() - start < 2
    assert read(image) == [LABEL.number] * 2
    assert edge_is_white(image, 3)


def test_a_label_measures_what_its_stock_measures() -> None:
    assert draw(LABEL, (100, 150), 203).size == (800, 1200)
    assert draw(LABEL, (76, 130), 203).size == (608, 1040)
    assert draw(LABEL, (100, 180), 203).size == (800, 1440)
    assert draw(LABEL, (100, 150), 300).size == (1181, 1772)


@settings(max_examples=40, deadline=None)
@given(st.integers(20, 300), st.integers(20, 300))
def test_any_stock_either_carries_the_number_or_is_refused(width: int, height: int) -> None:
    try:
        image = draw(LABEL, (width, height))
    except DoesNotFit as refused:
        assert refused.data["text"] == LABEL.number  # noqa: PT017  # narrow stock may refuse, and only with the number
        assert width < 46
        return
    assert image.size == (8 * width, 8 * height)
    assert LABEL.number in read(image)


@pytest.mark.parametrize("dpi", [152, 180, 200, 203, 300, 305, 406, 600])
@pytest.mark.parametrize("size", SIZES)
def test_no_resolution_drops_a_part_of_the_label(size: tuple[int, int], dpi: int) -> None:
    assert read(draw(LABEL, size, dpi)) == [LABEL.number] * 2


def test_a_jd_parcel_code_is_readable_on_76_mm() -> None:
    code = "JDVA12345678901-1-1-"
    for dpi in (203, 300):
        assert read(draw(replace(LABEL, number=code), (76, 130), dpi)) == [code] * 2


@pytest.mark.parametrize(("dpi", "dots"), [(203, 2), (300, 3), (600, 6)])
def test_bars_are_never_thinner_than_a_quarter_of_a_millimetre(dpi: int, dots: int) -> None:
    number = "JDVA12345678901-1-1-"
    with pytest.raises(DoesNotFit) as refused:
        draw(replace(LABEL, number=number), (50, 150), dpi)
    assert refused.value.data["needed"] == dots * width_modules(number)


def test_numbers_no_stock_can_carry_are_refused() -> None:
    with pytest.raises(DoesNotFit):
        draw(replace(LABEL, number="ABCDEFGHIJKLMNOPQRSTUVWXYZ"), (76, 130))
    with pytest.raises(NotCode128):
        draw(replace(LABEL, number="运单号"))


def test_what_a_label_says_is_seen_on_it() -> None:
    plain = draw(LABEL)
    changes = [
        {"reprint": 1},
        {"reprint": 2},
        {"slot": 7},
        {"slot": 8},
        {"slot": 7, "reprint": 1},
        {"sort_code": "", "destination": "杭州市 余杭区"},
        {"traits": ()},
        {"hub": ""},
        {"page": 2, "pages": 2},
        {"weight_g": None},
        {"carton": None},
        {"wishes": ("手写贺卡",)},
        {"goods": (Goods("白色棉T恤", "L", 2),)},
        {"desk": "desk-4"},
        {"order_number": "1"},
        {"sender": Party("")},
        {"receiver": replace(LABEL.receiver, name="王*")},
        {"printed_at": LABEL.printed_at + timedelta(minutes=1)},
    ]
    pictures = {draw(replace(LABEL, **change)).tobytes() for change in changes}  # type: ignore[arg-type]
    assert len(pictures) == len(changes)
    assert plain.tobytes() not in pictures


@pytest.mark.parametrize("size", [(100, 150), (76, 130), (50, 80), (60, 40)])
@pytest.mark.parametrize("carrier", ["圆通速递", "京东快递（特惠包裹）", "中国邮政速递物流特快专递有限公司"])
def test_which_print_it_is_and_which_basket_is_seen_beside_any_carrier_on_any_stock(
    carrier: str, size: tuple[int, int]
) -> None:
    shown = replace(LABEL, carrier=carrier, number="YT1234567890123")
    prints = [(0, 0), (1, 0), (2, 0), (12, 0), (2, 7), (2, 8), (0, 60)]
    pictures = {draw(replace(shown, reprint=count, slot=slot), size).tobytes() for count, slot in prints}
    assert len(pictures) == len(prints)


def test_the_same_label_is_the_same_dots() -> None:
    assert draw(LABEL).tobytes() == draw(LABEL).tobytes()


@pytest.mark.parametrize("text", ["100x150", "100X150", " 100 x 150 ", "100×150", "100*150", "100x150mm"])
def test_sizes_as_people_write_them(text: str) -> None:
    assert parse_size(text) == (100, 150)


@pytest.mark.parametrize(
    "text", ["", "100", "100x", "19x150", "100x301", "-100x150", "100x150x2", "1e2x150", "١٠٠x150"]
)
def test_sizes_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_size(text)
    assert refused.value.reason == "label-size"


@pytest.mark.parametrize(
    ("size", "dpi"), [((10, 150), 203), ((100, 999), 203), ((100, 150), 0), ((100, 150), 9999)]
)
def test_impossible_stock_or_dpi_is_refused_before_drawing(size: tuple[int, int], dpi: int) -> None:
    with pytest.raises(BadInput):
        draw(LABEL, size, dpi)


def test_composing_a_label_is_a_matter_of_milliseconds() -> None:
    draw(LABEL)
    taken = []
    for _ in range(15):
        start = time.perf_counter()
        draw(LABEL)
        taken.append(time.perf_counter() - start)
    assert statistics.median(taken) < 0.05
