"""Rows, answers and a window made of plain values, for tests that need no desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from packstation.desk.views import DeskState, QueueRow, WorkList
from packstation.domain.connection import Found
from packstation.domain.order import Line, Order, Parcel, Printed, Recall, State
from packstation.domain.scan import Answer, Event, Verdict
from packstation.gui.main_window import MainWindow
from packstation.gui.messages import DueToday, Messages
from packstation.gui.pack_panel import PackPanel
from packstation.gui.queue_page import QueuePage
from packstation.gui.status_strip import Light, StripText
from packstation.gui.theme import Colours
from packstation.words import Words
from tests.gui.conftest import ZONE

NOW = datetime(2026, 11, 24, 6, 3, tzinfo=UTC)
STATE = DeskState("desk-3", "7", "李秀英", None, 1, 318, 41)
NUMBER = "4065712345673456"
COUNTS = {
    WorkList.DUE_NOW: 12,
    WorkList.TODAY: 140,
    WorkList.SINGLE: 88,
    WorkList.URGED: 3,
    WorkList.ALL: 10_000,
    WorkList.RECALLED: 1,
    WorkList.TO_REVIEW: 6,
    WorkList.HELD: 4,
    WorkList.NO_LABEL: 2,
    WorkList.TO_HAND_OVER: 30,
    WorkList.NOT_SYNCED: 0,
}
_GOODS = (
    ("3456", -12, "白色棉T恤 L ×3，陶瓷茶杯 ×1", "张**", "杭州", "圆通速递", ("urge:2", "memo"), "new", 4),
    ("7781", 17.3, "儿童绘本（全6册）×1", "王**", "深圳", "中通快递", ("wish:礼盒包装",), "new", 1),
    ("0092", 41.5, "不锈钢保温杯 ×2", "陈*", "成都", "顺丰速运", ("urge:1", "fragile"), "packing", 2),
    ("5510", 58, "蓝牙耳机 ×1", "李**", "苏州", "圆通速递", ("battery",), "new", 1),
    ("1107", 130, "白色棉T恤 M ×1", "赵**", "武汉", "韵达快递", (), "new", 1),
    (
        "8823",
        152,
        "陶瓷茶杯 ×4，茶叶罐 ×1",
        "刘**",
        "广州",
        "圆通速递",
        ("fragile", "message", "memo"),
        "new",
        5,
    ),
    ("2210", 255, "不锈钢保温杯 ×1", "吴**", "西安", "圆通速递", ("complaint", "urge:3"), "held", 1),
)


def row(place: int) -> QueueRow:
    """The n-th of endlessly many orders, in queue order."""
    tail, minutes, goods, buyer, city, carrier, flags, state, units = _GOODS[place % len(_GOODS)]
    minutes += place // len(_GOODS) * 300
    return QueueRow(
        number=str(406571234567_0000 + int(tail) + place // len(_GOODS) * 10_000),
        state=state,
        ship_by=NOW + timedelta(minutes=minutes),
        urges=0,
        goods=goods,
        buyer=buyer,
        city=city,
        carrier=carrier,
        flags=flags,
        lines=1,
        units=units,
        got=1 if state == "packing" else 0,
        recall="",
        key=(place, 0, place),
    )


class Rows:
    """A list of rows that remembers how much of it was read."""

    def __init__(self, count: int) -> None:
        self.rows = [row(place) for place in range(count)]
        self.asked: list[tuple[object, int]] = []

    def __call__(self, after: tuple[int, int, int] | None, limit: int) -> Sequence[QueueRow]:
        self.asked.append((after, limit))
        return [each for each in self.rows if after is None or each.key > after][:limit]


ORDER = Order(
    NUMBER,
    (
        Line("1", "TS", 3, "白色棉T恤", "L", got=3),
        Line("2", "CUP", 1, "陶瓷茶杯", "", got=1),
    ),
    NOW,
    NOW - timedelta(minutes=12),
    state=State.LABELLED,
    parcels=(Parcel(1, "YTO", "YT1234567890123", label=Printed.PRINTED),),
)
RECALLED = replace(ORDER, recall=Recall.REFUND)
_FACTS: dict[str, object] = {
    "title": "白色棉T恤",
    "counted": "白色棉T恤 L",
    "sku": "TS",
    "other": "4065712345678823",
    "reason": "等买家回复",
    "carrier": "圆通速递",
    "waybill": "YT1234567890123",
    "wish": "礼盒包装",
    "name": "李秀英",
    "parcel": 2,
    "weight_g": 940,
    "expected_g": 760,
    "choices": (("goods", "白色棉T恤 L", 1), ("order", "4065712345673456", 1)),
}


def answer(verdict: Verdict, *events: Event) -> Answer:
    """An answer with everything in it that any sentence may want."""
    counted = verdict in (
        Verdict.ITEM_OK,
        Verdict.LINE_COMPLETE,
        Verdict.ORDER_COMPLETE,
        Verdict.TOO_MANY,
        Verdict.UNDONE,
    )
    return Answer(
        "6901234567892",
        verdict,
        NUMBER,
        "1" if counted else None,
        2 if counted else None,
        3 if counted else None,
        "packing",
        events,
        _FACTS,
    )


def make_window(words: Words, colours: Colours, *, rows: int = 40, pretend: bool = True) -> MainWindow:
    """A window as full as on a busy day."""
    some = Rows(rows)
    page = QueuePage(
        words,
        colours,
        now=lambda _: NOW,
        zone=ZONE,
        page=lambda _name, after, limit: some(after, limit),
        find=lambda text, limit: [each for each in some.rows if text in each.goods][:limit],
    )
    window = MainWindow(words, colours, page, PackPanel(words, colours), pretend=pretend)
    messages = Messages(words, ZONE)
    page.load()
    page.refresh(COUNTS)
    platform = words("gui.strip.platform", platform=words("gui.platform.taobao"), span="12 s", unsent=0)
    lights = (
        Light(Found.OK, platform),
        Light(Found.OK, words("gui.strip.printer")),
        Light(Found.OK, words("gui.strip.scanner-last")),
    )
    window.strip.show_text(StripText("desk-3", "李秀英", lights, "14:03"))
    window.banner.show_text(messages.idle(DueToday(152, NOW + timedelta(minutes=17)), STATE, NOW))
    window.hints.show_next(messages.next_step(None))
    return window
