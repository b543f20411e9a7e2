"""Orders in every shape the page of the open order can meet, and ways to look at what was painted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget

from packstation.desk.views import OrderView
from packstation.domain.intake import Product
from packstation.domain.order import Line, Order, Parcel, Printed, Receiver, State, Step, Wish
from packstation.domain.scan import Answer, Verdict
from packstation.domain.weight import Expected
from packstation.gui.text import PlainLabel

ZONE = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 24, 6, 3, tzinfo=UTC)
NUMBER = "4065712345678903456"
HOME = Receiver(
    "张三丰", "13812345678", "浙江省", "杭州市", "余杭区", "仓前街道", "文一西路969号3幢1204室", "311121"
)
SHIRT = Line("L1", "TS-WHT-L", 3, "白色棉T恤", "颜色:白 · 尺码:L", got=2)
CUP = Line("L2", "CUP-01", 1, "陶瓷茶杯", "青花", inspect=("无破损", "无色差"))
PRODUCTS = {
    "TS-WHT-L": Product("TS-WHT-L", "白色棉T恤", "L", ("6901234567892",), weight_g=180),
    "CUP-01": Product("CUP-01", "陶瓷茶杯", "青花", ("6909999999991",), weight_g=320),
}
BINS = {"TS-WHT-L": "A-03-2", "CUP-01": "B-11-1"}
HOSTILE = 'x<img src="data:image/png;base64,iVBORw0KGgo="><font color="#ff0000" size="7">█████</font>'


def make_order(**changes: object) -> Order:
    """Three shirts and a cup, two shirts in, one of two wishes done."""
    order = Order(
        number=NUMBER,
        lines=(SHIRT, CUP),
        created_at=NOW - timedelta(hours=48),
        paid_at=NOW - timedelta(hours=48),
        ship_by=NOW - timedelta(minutes=14),
        urges=2,
        message="送人的，请用礼盒，不要放价格单",
        memo="老客户，附一张手写贺卡",
        memo_flag=1,
        wishes=(Wish("礼盒包装", ticked=True), Wish("不放价格单")),
        receiver=HOME,
        state=State.PACKING,
        parcels=(Parcel(1, carton="B3", contents=(("L1", 2),)),),
        trail=(Step("unit", "L1"), Step("unit", "L1")),
    )
    return replace(order, **changes)  # type: ignore[arg-type]


SHOULD = {1: Expected(940, 47), 2: Expected(940, 47)}


def make_view(order: Order | None = None, **changes: object) -> OrderView:
    """An order with what is known around it."""
    view = OrderView(order or make_order(), PRODUCTS, BINS, "圆通速递", SHOULD, ())
    return replace(view, **changes)  # type: ignore[arg-type]


def labelled(**changes: object) -> Order:
    """Everything in, checked, weighed; the label waits to be scanned."""
    box = Parcel(
        1,
        "YTO",
        "YT1234567890123",
        "preferred",
        "B3",
        951,
        Printed.PRINTED,
        1,
        contents=(("L1", 3), ("L2", 1)),
    )
    return replace(
        make_order(
            lines=(replace(SHIRT, got=3), replace(CUP, got=1, checked=True)),
            wishes=(Wish("礼盒包装", ticked=True), Wish("不放价格单", ticked=True)),
            state=State.LABELLED,
            parcels=(box,),
        ),
        **changes,  # type: ignore[arg-type]
    )


def many_lines(count: int, done: int = 0) -> Order:
    """An order of many kinds of goods, the first of them complete."""
    lines = tuple(
        Line(f"L{n}", f"SKU-{n}", 2, f"商品 {n}", "规格", got=2 if n < done else 0) for n in range(count)
    )
    trail = (Step("unit", f"L{done - 1}", 2),) if done else ()
    return make_order(lines=lines, trail=trail)


def hostile() -> Order:
    """Markup in every field that comes from outside."""
    line = Line("L1", HOSTILE, 2, HOSTILE, HOSTILE, got=1, inspect=(HOSTILE, HOSTILE))
    box = Parcel(1, HOSTILE, HOSTILE, HOSTILE, HOSTILE, contents=(("L1", 1),))
    return make_order(
        number=HOSTILE,
        lines=(line,),
        message=HOSTILE,
        memo=HOSTILE,
        wishes=(Wish(HOSTILE),),
        receiver=Receiver(*(HOSTILE for _ in range(8))),
        buyer=HOSTILE,
        carriers_allowed=(HOSTILE,),
        parcels=(box,),
        ship_by=NOW + timedelta(hours=30),
        urges=0,
        memo_flag=0,
        trail=(),
    )


def hostile_view(order: Order | None = None) -> OrderView:
    """The same around the order."""
    product = Product(HOSTILE, HOSTILE, HOSTILE, (HOSTILE,), picture="../" * 9 + "etc/passwd")
    return OrderView(order or hostile(), {HOSTILE: product}, {HOSTILE: HOSTILE}, HOSTILE, SHOULD, ())


def answer(verdict: Verdict, line: str, number: str = NUMBER) -> Answer:
    """What the desk said about a line."""
    return Answer("6901234567892", verdict, order=number, line=line, got=2, need=3)


def labels_in_sight(widget: QWidget) -> Iterator[QLabel]:
    """Every label somebody can read."""
    for label in widget.findChildren(QLabel):
        if label.isVisibleTo(widget) and label.text():
            yield label


def texts_in_sight(widget: QWidget) -> str:
    """All words in labels somebody can read."""
    return "\n".join(label.text() for label in labels_in_sight(widget))


def clipped(widget: QWidget) -> list[str]:
    """Labels whose words lose their end."""
    return [
        label.text()
        for label in labels_in_sight(widget)
        if isinstance(label, PlainLabel) and label.is_clipped
    ]


def not_plain(widget: QWidget) -> list[str]:
    """Labels that would read markup."""
    return [
        label.text()
        for label in widget.findChildren(QLabel)
        if label.textFormat() is not Qt.TextFormat.PlainText
    ]


def reds(image: QImage) -> int:
    """How many pixels are pure red, which no theme uses."""
    pixels = memoryview(image.convertToFormat(QImage.Format.Format_RGB32).constBits()).cast("I")
    return pixels.tolist().count(0xFFFF0000)
