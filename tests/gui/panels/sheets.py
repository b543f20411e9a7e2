"""Every sheet over a window, filled with something believable or with markup."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from packstation.desk.views import OpenBatch, OrderView, PickedOrder, Picks, StockRow
from packstation.domain.order import Finding, Hold, HoldKind, Receiver, State
from packstation.domain.picking import Part, PickList, Short, Stop
from packstation.gui.hold_dialog import HoldSheet
from packstation.gui.pick_dialog import PickSheet, PickWork
from packstation.gui.pictures import Pictures
from packstation.gui.quality_dialog import QualitySheet
from packstation.gui.review_dialog import ReviewSheet
from packstation.gui.settings_dialog import SettingsSheet
from packstation.gui.sheet import Sheet
from packstation.gui.stock_dialog import StockSheet
from packstation.gui.theme import Colours
from packstation.gui.waybill_dialog import WaybillSheet
from packstation.words import Words
from tests.gui.panels.values import CUP, HOSTILE, NOW, NUMBER, ZONE, hostile, labelled, make_order, make_view

ROWS = (
    StockRow("TS-WHT-L", "白色棉T恤 L", 3, 400, 12, (("A-03-2", 380), ("A-03-3", 20))),
    StockRow("CUP-01", "陶瓷茶杯 青花", 4, 3, 4, (("B-11-1", 3),)),
    StockRow("CARD", "贺卡", 1, None, 1, ()),
)
DOUBTS = (
    Finding("receiver-phone"),
    Finding("receiver-address"),
    Finding("stock-short", (("sku", "CUP-01"), ("need", "2"), ("have", "0"))),
    Finding("no-carrier", (("carriers", "SF, JD"),)),
)
NOTES = (
    Finding("area-remote", (("area", "西藏自治区"), ("carriers", "YTO"))),
    Finding("receiver-region", (("part", "district"),)),
    Finding("same-receiver", (("count", "2"), ("orders", "4065712345678900002, 4065712345678900003"))),
    Finding("buyer-message"),
)
BUYER_TEXT = "亲，您好！有件事要和您确认：\n收件电话好像不对，请发一个能接通的号码。"
CART = tuple(PickedOrder(f"{4065712345678900000 + n}", n, "李*", 3, "reviewed") for n in range(1, 13))
WALK = PickList(
    (
        Stop(
            "A-03-2", "TS-WHT-L", "白色棉T恤", "L", 24, tuple(Part(one.number, one.slot, 2) for one in CART)
        ),
        Stop("B-11-1", "CUP-01", "陶瓷茶杯", "青花", 2, (Part(CART[0].number, 1, 2),)),
        Stop("", "CARD", "贺卡", "", 1, (Part(CART[4].number, 5, 1),)),
    ),
    (Short("PEN", "钢笔", "黑色", 3, (Part(CART[11].number, 12, 3),)),),
)
PICKS = Picks(3, NOW, "desk-3", CART, WALK)
LABEL = Image.new("1", (799, 1199), 1)


@dataclass(slots=True)
class Heard:
    """What the sheets asked for."""

    calls: list[tuple[object, ...]] = field(default_factory=list)
    looks: list[tuple[object, ...]] = field(default_factory=list)
    """What was only looked at."""

    def note(self, name: str) -> Callable[..., None]:
        """A callback that remembers its name and arguments."""
        return lambda *given: self.calls.append((name, *given))


@dataclass(slots=True)
class Host:
    """A window to lay sheets over, in one language and theme."""

    window: QWidget
    words: Words
    colours: Colours
    heard: Heard = field(default_factory=Heard)

    def hold(self) -> HoldSheet:
        return HoldSheet(
            self.words, self.colours, self.window, now=NOW, zone=ZONE, hold=self.heard.note("hold")
        )

    def stock(self, rows: tuple[StockRow, ...] = ROWS, number: str = NUMBER) -> StockSheet:
        def count(sku: str, place: str, units: int, reason: str) -> tuple[StockRow, ...]:
            self.heard.calls.append(("count", sku, place, units, reason))
            return tuple(
                replace(row, on_hand=units, bins=((place, units),)) if row.sku == sku else row for row in rows
            )

        return StockSheet(self.words, self.colours, self.window, number=number, rows=rows, count=count)

    def quality(self, view: OrderView | None = None) -> QualitySheet:
        return QualitySheet(
            self.words,
            self.colours,
            self.window,
            view=view or waiting_view(),
            pictures=Pictures(),
            passed=self.heard.note("passed"),
            failed=self.heard.note("failed"),
        )

    def review(
        self,
        view: OrderView | None = None,
        now: datetime = NOW,
        notes: Sequence[Finding] = (),
        text: str = "",
    ) -> ReviewSheet:
        return ReviewSheet(
            self.words,
            self.colours,
            self.window,
            view=view or doubtful_view(),
            now=now,
            zone=ZONE,
            release=self.heard.note("release"),
            revealed=self.heard.note("revealed"),
            notes=notes,
            buyer_text=text,
            asked=self.heard.note("asked"),
        )

    def waybill(self, view: OrderView | None = None, image: Image.Image | None = LABEL) -> WaybillSheet:
        return WaybillSheet(
            self.words,
            self.colours,
            self.window,
            view=view or make_view(labelled()),
            image=image,
            dpi=203,
            reprint=self.heard.note("reprint"),
            void=self.heard.note("void"),
        )

    def pick(
        self,
        picks: Picks | str = PICKS,
        *,
        number: str = NUMBER,
        is_open: bool = False,
        slot: int = 0,
        made: tuple[int, str] = (3, "批次 3"),
        batches: tuple[int, ...] = (2, 3),
    ) -> PickSheet:
        """``picks`` for whatever is chosen; ``made``: what making a batch gives."""

        def look(scope: str, count: int) -> Picks | str:
            self.heard.looks.append((scope, count))
            return picks

        def make(count: int) -> tuple[int, str]:
            self.heard.calls.append(("make", count))
            return made

        def dissolve(batch: int) -> tuple[bool, str]:
            self.heard.calls.append(("dissolve", batch))
            return True, "已解散"

        def put_out() -> tuple[bool, str]:
            self.heard.calls.append(("put-out",))
            return True, "已移出"

        return PickSheet(
            self.words,
            self.colours,
            self.window,
            number=number,
            is_open=is_open,
            slot=slot,
            most=12,
            zone=ZONE,
            work=PickWork(
                look=look,
                make=make,
                dissolve=dissolve,
                put_out=put_out,
                batches=lambda: tuple(OpenBatch(batch, NOW, "李明", CART) for batch in batches),
                write=self.heard.note("write"),
            ),
        )

    def settings(
        self,
        values: dict[str, object] | None = None,
        save: Callable[[dict[str, object]], object] | None = None,
    ) -> SettingsSheet:
        return SettingsSheet(
            self.words,
            self.colours,
            self.window,
            values=values or {},
            path=Path("/desk/packstation.toml"),
            save=save or self.heard.note("save"),
        )

    def all(self) -> tuple[Sheet, ...]:
        """Each sheet, and those with more than one face in each."""
        return (
            self.hold(),
            self.stock(),
            self.stock(()),
            self.quality(),
            self.quality(make_view()),
            self.review(),
            self.review(held_view()),
            self.review(notes=NOTES, text=BUYER_TEXT),
            self.waybill(),
            self.waybill(image=None),
            self.settings(),
            self.pick(),
            self.pick(is_open=True, slot=7),
            self.pick("", number="", batches=()),
        )

    def hostile(self) -> tuple[Sheet, ...]:
        """Each sheet with markup in everything that comes from outside."""
        order = hostile()
        waiting = replace(
            order, lines=tuple(replace(line, got=line.quantity, checked=False) for line in order.lines)
        )
        findings = (
            Finding("stock-short", (("sku", HOSTILE), ("need", HOSTILE), ("have", HOSTILE))),
            Finding("no-carrier", (("carriers", HOSTILE),)),
            Finding(HOSTILE),
        )
        held = replace(
            order, state=State.HELD, findings=findings, hold=Hold(HoldKind.REVIEW, HOSTILE, HOSTILE)
        )
        by_hand = replace(held, findings=(), hold=Hold(HoldKind.DESK, HOSTILE, HOSTILE))
        rows = (StockRow(HOSTILE, HOSTILE, 1, 1, 1, ((HOSTILE, 1),)),)
        return (
            self.stock(rows, HOSTILE),
            self.quality(make_view(waiting, carrier_name=HOSTILE)),
            self.quality(make_view(order)),
            self.review(make_view(held), notes=findings, text=HOSTILE),
            self.review(make_view(by_hand)),
            self.waybill(make_view(order, carrier_name=HOSTILE)),
            self.settings({"desk.name": HOSTILE, "printers.label.link": HOSTILE}),
            self.pick(hostile_picks(), number=HOSTILE, is_open=True),
        )


def hostile_picks() -> Picks:
    """Markup in every text of a pick list."""
    parts = tuple(Part(HOSTILE, slot, 1) for slot in range(1, 61))
    stop = Stop(HOSTILE, HOSTILE, HOSTILE * 90, HOSTILE, 60, parts)
    short = Short(HOSTILE, HOSTILE * 90, HOSTILE, 60, parts)
    orders = (PickedOrder(HOSTILE, 1, HOSTILE, 1, "new"),)
    return Picks(0, NOW, HOSTILE, orders, PickList((stop,) * 200, (short,)))


def waiting_view() -> OrderView:
    """The cup is in and must be looked at."""
    return make_view(make_order(lines=(replace(CUP, got=1),)))


def doubtful_view() -> OrderView:
    """An order whose review found something of every kind."""
    return make_view(
        make_order(
            state=State.HELD,
            hold=Hold(HoldKind.REVIEW),
            findings=DOUBTS,
            receiver=Receiver("李明", "12345", "浙江省"),
        )
    )


def held_view() -> OrderView:
    """An order somebody put aside until noon."""
    hold = Hold(HoldKind.DESK, "要先联系买家", "2041", NOW.replace(hour=8))
    return make_view(make_order(state=State.HELD, hold=hold))


class Window(QWidget):
    """A window that remembers the keys it heard."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[int] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        self.heard.append(event.key())


AnySheet = TypeVar("AnySheet", bound=Sheet)


def opened(sheet: AnySheet) -> AnySheet:
    """The sheet, lying over its window."""
    sheet.open_sheet()
    QApplication.processEvents()
    return sheet


def keyboard() -> QWidget:
    """What has the keyboard; something always has."""
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def press(sheet: Sheet, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key to whatever has the keyboard."""
    QTest.keyClick(QApplication.focusWidget() or sheet, key, modifier)


def type_text(text: str) -> None:
    """Signs to whatever has the keyboard."""
    QTest.keyClicks(keyboard(), text)


def confirm() -> None:
    """Ctrl+Enter."""
    QTest.keyClick(keyboard(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
