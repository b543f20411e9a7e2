"""Every sheet over a window, filled with something believable or with markup."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from packstation.desk.views import BinView, OpenBatch, OrderView, PickedOrder, Picks, StockRow
from packstation.domain.carton import Doubt as CartonDoubt
from packstation.domain.carton import Filled, Fit, Misfit, Proposal
from packstation.domain.intake import Carton
from packstation.domain.order import Asked, Finding, Hold, HoldKind, Order, Parcel, Receiver, State, Wish
from packstation.domain.picking import Part, PickList, Short, Stop
from packstation.domain.quality import Rate
from packstation.domain.scan import Answer, Verdict
from packstation.domain.stock import Shortage, Sufferer, Way
from packstation.domain.weight import Expected
from packstation.gui.address_dialog import AddressSheet, wrong_parts
from packstation.gui.goods_list import GoodsList
from packstation.gui.hold_dialog import HoldSheet
from packstation.gui.parcel_dialog import Done, ParcelSheet
from packstation.gui.pick_dialog import PickSheet, PickWork
from packstation.gui.pictures import Pictures
from packstation.gui.quality_dialog import QualitySheet
from packstation.gui.review_dialog import ReviewSheet
from packstation.gui.settings_dialog import SettingsSheet
from packstation.gui.sheet import Sheet
from packstation.gui.shortage_dialog import ShortageSheet
from packstation.gui.stock_dialog import Noted, StockSheet
from packstation.gui.theme import Colours
from packstation.gui.waybill_dialog import WaybillSheet
from packstation.gui.weight_dialog import Doubt, WeightSheet
from packstation.gui.wishes_dialog import WishesSheet
from packstation.words import Words
from tests.gui.panels.values import (
    CUP,
    HOSTILE,
    NOW,
    NUMBER,
    SHIRT,
    ZONE,
    hostile,
    labelled,
    make_order,
    make_view,
)

ROWS = (
    StockRow("TS-WHT-L", "白色棉T恤 L", 3, 400, 12, (BinView("A-03-2", 380), BinView("A-03-3", 20, 2))),
    StockRow("CUP-01", "陶瓷茶杯 青花", 4, 3, 4, (BinView("B-11-1", 3),), 1),
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
SHORTAGE = Shortage(
    "CUP-01",
    1,
    6,
    (
        Sufferer("4065712345678900002", NOW, 2, 1, (Way.SPLIT, Way.CANCEL, Way.WAIT)),
        Sufferer("4065712345678900003", NOW + timedelta(hours=5), 2, 2, (Way.WAIT, Way.CANCEL)),
    ),
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


def _photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (160, 120), "#7a4a2a").save(out, "JPEG")
    return out.getvalue()


PHOTO = _photo()
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
        def note(what: str, sku: str, place: str, units: int, reason: str) -> Noted:
            self.heard.calls.append((what, sku, place, units, reason))
            after = tuple(
                replace(row, on_shelf=units, bins=(BinView(place, units),)) if row.sku == sku else row
                for row in rows
            )

            return Noted(after, "There are only 3." if units == 666 else "")

        return StockSheet(
            self.words,
            self.colours,
            self.window,
            number=number,
            rows=rows,
            note=note,
            shortage=self.heard.note("shortage"),
        )

    def shortage(self, found: Shortage | None = SHORTAGE, goods: str = "陶瓷茶杯 青花") -> ShortageSheet:
        def settle(number: str, way: Way, until: datetime | None, note: str) -> tuple[Shortage | None, str]:
            self.heard.calls.append((number, way, until, note))
            left = tuple(one for one in SHORTAGE.sufferers if one.number != number)
            return replace(SHORTAGE, sufferers=left), ""

        return ShortageSheet(
            self.words,
            self.colours,
            self.window,
            goods=goods,
            shortage=found,
            now=NOW,
            zone=ZONE,
            settle=settle,
        )

    def quality(self, view: OrderView | None = None) -> QualitySheet:
        return QualitySheet(
            self.words,
            self.colours,
            self.window,
            view=view or waiting_view(),
            pictures=Pictures(),
            passed=self.heard.note("passed"),
            failed=self.heard.note("failed"),
            rate=Rate("CUP-01", 3, 41),
            sources={
                "F2": lambda taken, _refused: taken(PHOTO),
                "F3": lambda _taken, refused: refused("No photo came."),
            },
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
            goods=GoodsList(
                self.words,
                self.colours,
                Pictures(),
                view=view or doubtful_view(),
                stock={row.sku: row for row in ROWS},
            ),
            correct=self.heard.note("address"),
            give_up=self.heard.note("give-up"),
        )

    def address(self, receiver: Receiver | None = None, *findings: Finding) -> AddressSheet:
        def correct(new: Receiver) -> str:
            self.heard.calls.append(("correct", new))
            return "It lies on desk-2." if new.name == "Nobody" else ""

        order = make_view().order
        return AddressSheet(
            self.words,
            self.colours,
            self.window,
            number=order.number,
            receiver=receiver or order.receiver,
            wrong=wrong_parts(findings or DOUBTS, self.words),
            correct=correct,
        )

    def weight(self, *, may_vouch: bool) -> WeightSheet:
        def vouch(badge: str) -> str:
            self.heard.calls.append(("vouch", badge))
            return "" if badge in ("", "L1") else "This takes a lead's badge."

        text = self.words("hand.weight.doubt", real=620, expected=940)
        return WeightSheet(
            self.words,
            self.colours,
            self.window,
            expected=Expected(940, 47),
            weigh=self.heard.note("weigh"),
            tare=self.heard.note("tare"),
            doubt=Doubt(text, may_vouch, vouch),
        )

    def waybill(
        self, view: OrderView | None = None, image: Image.Image | None = LABEL, trouble: str = ""
    ) -> WaybillSheet:
        return WaybillSheet(
            self.words,
            self.colours,
            self.window,
            view=view or make_view(labelled()),
            image=image,
            trouble=trouble,
            dpi=203,
            reprint=self.heard.note("reprint"),
            void=self.heard.note("void"),
        )

    def wishes(self, view: OrderView | None = None, *, may_drop_given: bool = False) -> WishesSheet:
        return WishesSheet(
            self.words,
            self.colours,
            self.window,
            view=view or wished_view(),
            tick=self.heard.note("tick"),
            drop=self.heard.note("drop"),
            may_drop_given=may_drop_given,
        )

    def parcels(self, view: OrderView | None = None, low: int = 20) -> ParcelSheet:
        shown = view or boxes_view()

        def done(name: str) -> Callable[..., Done]:
            def answer(*given: object) -> Done:
                self.heard.calls.append((name, *given))
                facts = {"missing": "carton", "carton": "B3"}
                return Answer("", Verdict.COMMAND_OK, order=NUMBER, facts=facts), shown

            return answer

        return ParcelSheet(
            self.words,
            self.colours,
            self.window,
            view=shown,
            move=done("move"),
            put_into=done("put-into"),
            low=low,
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
            self.shortage(),
            self.shortage(None),
            self.quality(),
            self.quality(make_view()),
            self.review(),
            self.address(),
            self.review(held_view()),
            self.review(notes=NOTES, text=BUYER_TEXT),
            self.waybill(),
            self.waybill(image=None),
            self.wishes(),
            self.wishes(make_view(make_order(wishes=()))),
            self.parcels(),
            self.parcels(boxes_view(labelled())),
            self.parcels(make_view()),
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
        rows = (StockRow(HOSTILE, HOSTILE, 1, 1, 1, (BinView(HOSTILE, 1),), 1),)
        return (
            self.stock(rows, HOSTILE),
            self.address(Receiver(*(HOSTILE for _ in range(8))), Finding(HOSTILE)),
            self.shortage(replace(SHORTAGE, sufferers=(Sufferer(HOSTILE, NOW, 1, 1, (Way.WAIT,)),)), HOSTILE),
            self.quality(make_view(waiting, carrier_name=HOSTILE)),
            self.quality(make_view(order)),
            self.review(make_view(held), notes=findings, text=HOSTILE),
            self.review(make_view(by_hand)),
            self.waybill(make_view(order, carrier_name=HOSTILE)),
            self.wishes(
                make_view(replace(order, wishes=(Wish(HOSTILE, source=Asked.MEMO, why=(HOSTILE,)),)))
            ),
            self.parcels(hostile_boxes(order)),
            self.settings({"desk.name": HOSTILE, "printers.label.link": HOSTILE}),
            self.pick(hostile_picks(), number=HOSTILE, is_open=True),
        )


CARTONS = (
    Carton("B1", (180, 120, 90), 60, 5000, 500),
    Carton("B3", (300, 200, 120), 120, 5000, 12),
    Carton("B5", (530, 360, 290), 380, 20_000),
)


def boxes_view(order: Order | None = None) -> OrderView:
    """Two shirts in the first box, a third one and a cup in the second, which takes the next units."""
    shirts = (Parcel(1, carton="B1", contents=(("L1", 2),)), Parcel(2, contents=(("L1", 1), ("L2", 1))))
    lines = (replace(SHIRT, got=3), replace(CUP, got=1))
    order = order or make_order(lines=lines, parcels=shirts)
    contents = order.parcels[-1].contents
    return make_view(
        order,
        cartons=CARTONS,
        proposals={2: Proposal(Fit.FITS, (Filled(CARTONS[1], contents, 500),))},
        misfits={1: Misfit(CartonDoubt.SMALL, "白色棉T恤")},
    )


def hostile_boxes(order: Order) -> OrderView:
    """Markup in every name around the boxes."""
    carton = Carton(HOSTILE, (1, 1, 1), on_hand=1)
    spare = Parcel(2, contents=order.parcels[0].contents)
    return make_view(
        replace(order, parcels=(*order.parcels, spare)),
        cartons=(carton, Carton("B3")),
        proposals={2: Proposal(Fit.TOO_BIG, goods=HOSTILE), 1: Proposal(Fit.UNKNOWN, goods=HOSTILE)},
        misfits={1: Misfit(CartonDoubt.SMALL, HOSTILE)},
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


def wished_view() -> OrderView:
    """Wishes of every origin, one of them done."""
    wishes = (
        Wish("手写贺卡"),
        Wish("礼盒包装", ticked=True, source=Asked.MESSAGE, why=("礼盒",)),
        Wish("不放价格单", source=Asked.MEMO, why=("别放发票",)),
        Wish("用气泡膜包两层", source=Asked.SKU, why=("CUP-01", "TS-WHT-L")),
        Wish("放感谢卡", source=Asked.SHOP),
    )
    return make_view(make_order(wishes=wishes))


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
