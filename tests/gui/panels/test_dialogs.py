"""Each sheet as the packer meets it: what it shows, what its keys ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from packstation.desk.views import OrderView
from packstation.domain.contact import ASKED_BUYER
from packstation.domain.order import Hold, HoldKind, Recall, Receiver, State
from packstation.domain.stock import Way
from packstation.gui.check_list import Seen
from packstation.gui.key_button import Kind
from packstation.gui.stock_dialog import Noted
from packstation.gui.theme import LIGHT
from tests.builders import make_desk, make_order
from tests.gui.panels.conftest import MakeHost
from tests.gui.panels.sheets import (
    BUYER_TEXT,
    NOTES,
    PHOTO,
    SHORTAGE,
    confirm,
    doubtful_view,
    held_view,
    opened,
    press,
    type_text,
)
from tests.gui.panels.values import NOW, make_view, texts_in_sight
from tests.gui.panels.values import make_order as packed_order

Key = Qt.Key


# --- hold --------------------------------------------------------------------------------------------------------


def test_holding_gives_the_reason_in_words_and_no_date(host: MakeHost) -> None:
    made = host("zh_CN")
    sheet = opened(made.hold())
    press(sheet, Key.Key_Down)
    confirm()
    assert made.heard.calls == [("hold", "商品有问题，要换", None)]
    assert not sheet.is_open


@pytest.mark.parametrize(
    ("lefts", "until"),
    [(2, NOW + timedelta(hours=1)), (1, datetime(2026, 11, 25, 1, 0, tzinfo=UTC)), (0, None)],
)
def test_an_order_comes_back_when_it_was_said(host: MakeHost, lefts: int, until: datetime | None) -> None:
    made = host()
    sheet = opened(made.hold())
    press(sheet, Key.Key_Tab)
    for _ in range(lefts):
        press(sheet, Key.Key_Left)
    confirm()
    assert made.heard.calls == [("hold", "Out of stock, waiting for more", until)]


def test_a_reason_of_ones_own_must_be_written(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.hold())
    for _ in range(6):
        press(sheet, Key.Key_Down)
    confirm()
    assert sheet.note.text() == "Please type the reason first."
    press(sheet, Key.Key_Down)
    type_text("waiting for the lead")
    confirm()
    assert made.heard.calls == [("hold", "waiting for the lead", None)]


def test_the_text_field_is_there_only_for_ones_own_reason(host: MakeHost) -> None:
    sheet = opened(host().hold())
    assert not sheet.reasons.written.isVisible()
    sheet.reasons.choices.choose("other")
    assert sheet.reasons.written.isVisible()
    sheet.reasons.choices.choose("stock")
    assert not sheet.reasons.written.isVisible()


# --- stock -------------------------------------------------------------------------------------------------------


def test_the_first_short_bin_is_chosen(host: MakeHost) -> None:
    sheet = opened(host().stock())
    assert [(row.bin, row.short) for row in sheet.table.rows] == [
        ("A-03-2", 0),
        ("A-03-3", 0),
        ("B-11-1", 1),
        ("", 0),
    ]
    assert sheet.table.chosen is sheet.table.rows[2]


def test_a_bin_is_counted_with_its_reason(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.stock())
    press(sheet, Key.Key_Up)
    press(sheet, Key.Key_Tab)
    type_text("17")
    press(sheet, Key.Key_Tab)
    press(sheet, Key.Key_Tab)
    press(sheet, Key.Key_Right)
    confirm()
    assert made.heard.calls == [("count", "TS-WHT-L", "A-03-3", 17, "Found elsewhere")]
    assert sheet.is_open
    assert sheet.note.text() == "Noted: 17 of 白色棉T恤 L in A-03-3."
    assert sheet.counted.value == ""
    assert [row.units for row in sheet.table.rows] == [17, 3, None]


@pytest.mark.parametrize("text", ["", "-1", "6901234567892", "1.5", "²", "abc"])
def test_what_is_no_count_is_not_noted(host: MakeHost, text: str) -> None:
    made = host()
    sheet = opened(made.stock())
    press(sheet, Key.Key_Tab)
    type_text(text)
    confirm()
    assert made.heard.calls == []
    assert sheet.note.text()
    assert sheet.is_open


def test_goods_without_a_bin_cannot_be_counted(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.stock())
    press(sheet, Key.Key_Down)
    assert sheet.note.text() == "These goods have no bin: they cannot be counted here."
    assert not sheet.counted.isVisible()
    assert not sheet.buttons[-1].isVisible()
    confirm()
    assert made.heard.calls == []


def test_a_bin_is_chosen_by_a_click(host: MakeHost) -> None:
    sheet = opened(host().stock())
    QTest.mouseClick(sheet.table, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    assert sheet.table.chosen is sheet.table.rows[0]


def test_counting_at_a_real_desk_changes_the_shelf(host: MakeHost, tmp_path: Path) -> None:
    order = make_order()
    desk = make_desk(tmp_path / "data", order)
    made = host()

    def note(what: str, sku: str, place: str, units: int, reason: str) -> Noted:
        assert what == "count"
        desk.stockroom.recount(sku, place, units, reason)
        return Noted(desk.stockroom.rows(order.number))

    made.heard.calls.clear()
    sheet = opened(made.stock(desk.stockroom.rows(order.number), order.number))
    sheet._note = note
    press(sheet, Key.Key_Tab)
    type_text("7")
    confirm()
    assert [row.units for row in sheet.table.rows] == [7]
    assert desk.stockroom.rows(order.number)[0].on_shelf == 7
    desk.store.close()


@pytest.mark.parametrize(
    ("rights", "what", "said"),
    [(1, "quarantine", "are kept apart"), (2, "mend", "may be packed again"), (3, "scrap", "are gone")],
)
def test_flawed_goods_are_kept_apart_or_come_back(host: MakeHost, rights: int, what: str, said: str) -> None:
    made = host()
    sheet = opened(made.stock())
    press(sheet, Key.Key_Tab)
    press(sheet, Key.Key_Tab)
    for _ in range(rights):
        press(sheet, Key.Key_Right)
    press(sheet, Key.Key_Up)
    type_text("2")
    confirm()
    assert made.heard.calls[0][:4] == (what, "CUP-01", "B-11-1", 2)
    assert said in sheet.note.text()
    assert sheet.action.value == "count"


def test_what_the_desk_refuses_is_said_on_the_sheet(host: MakeHost) -> None:
    sheet = opened(host().stock())
    press(sheet, Key.Key_Tab)
    type_text("666")
    confirm()
    assert sheet.note.text() == "There are only 3."


def test_from_short_goods_to_those_who_go_without(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.stock())
    press(sheet, Key.Key_F4)
    assert made.heard.calls == [("shortage", "CUP-01")]
    press(sheet, Key.Key_Up)
    press(sheet, Key.Key_F4)
    assert len(made.heard.calls) == 1


def test_each_order_that_goes_without_is_decided_on(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.shortage())
    assert sheet.way.value == Way.SPLIT
    for _ in range(2):
        press(sheet, Key.Key_Tab)
    press(sheet, Key.Key_Tab)
    type_text("agrees")
    confirm()
    first, second = (one.number for one in SHORTAGE.sufferers)
    assert made.heard.calls == [(first, Way.SPLIT, None, "agrees")]
    assert (sheet.orders.value, sheet.way.value) == (second, Way.WAIT)
    confirm()
    assert made.heard.calls[1][:2] == (second, Way.WAIT)
    assert made.heard.calls[1][2] == NOW.replace(hour=1, minute=0) + timedelta(days=1)


def test_an_order_with_nothing_left_to_send_is_not_split(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.shortage(replace(SHORTAGE, sufferers=SHORTAGE.sufferers[1:])))
    sheet.way.choose(Way.SPLIT)
    confirm()
    assert made.heard.calls == []
    assert "Nothing would be left" in sheet.note.text()


def test_where_there_is_enough_nothing_is_asked(host: MakeHost) -> None:
    sheet = opened(host().shortage(None))
    assert not sheet.orders.isVisible()
    confirm()
    assert not sheet.is_open


# --- quality -----------------------------------------------------------------------------------------------------


def test_all_well_is_one_key(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.quality())
    assert sheet.checks.checks == ("无破损", "无色差")
    assert sheet.buttons[-1].kind is Kind.PRIMARY
    confirm()
    assert made.heard.calls == [("passed",)]
    assert not sheet.is_open


def test_the_goods_are_pictured(host: MakeHost) -> None:
    sheet = opened(host().quality())
    image = sheet.picture.grab().toImage()
    seen = {image.pixel(x, y) for x in range(0, image.width(), 6) for y in range(0, image.height(), 6)}
    assert sheet.picture.width() >= 160
    assert len(seen) > 2


def test_a_flaw_takes_its_reason(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.quality())
    assert sheet.kinds is not None
    assert not sheet.note_field.isVisible()
    press(sheet, Key.Key_Tab)
    press(sheet, Key.Key_Down)
    press(sheet, Key.Key_Down)
    assert sheet.buttons[-1].kind is Kind.DANGER
    assert sheet.buttons[-1].text == "Failed: take one out"
    press(sheet, Key.Key_Tab)
    type_text("handle off")
    confirm()
    assert made.heard.calls == [("failed", "broken", (), "handle off", ())]


def test_each_check_is_one_key(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.quality())
    assert sheet.kinds is not None
    press(sheet, Key.Key_Right)
    press(sheet, Key.Key_Left)
    assert (sheet.checks.seen, sheet.kinds.value) == ([Seen.WELL, Seen.FLAWED], "dirty")
    sheet.kinds.choose("pass")
    confirm()
    assert made.heard.calls == []
    assert sheet.note.text().startswith("A check failed")
    sheet.kinds.choose("colour")
    confirm()
    assert made.heard.calls == [("failed", "colour", ("无色差",), "", ())]


def test_all_checks_well_is_a_pass_again(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.quality())
    for key in (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Right):
        press(sheet, key)
    confirm()
    assert made.heard.calls == [("passed",)]


def test_photos_come_with_a_flaw_and_only_with_one(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.quality())
    press(sheet, Key.Key_F2)
    assert sheet.photos == []
    press(sheet, Key.Key_Left)
    press(sheet, Key.Key_F2)
    assert len(sheet.photos) == 1
    press(sheet, Key.Key_F3)
    assert sheet.note.text() == "No photo came."
    for _ in range(5):
        press(sheet, Key.Key_F2)
    assert len(sheet.photos) == 4
    assert sheet.note.text() == "4 photos are enough."
    confirm()
    assert made.heard.calls[0][4] == tuple(PHOTO for _ in range(4))


def test_asked_too_early_it_says_what_is_missing(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.quality(make_view()))
    assert "Nothing waits to be checked" in texts_in_sight(sheet)
    assert "1 missing" in texts_in_sight(sheet)
    confirm()
    assert made.heard.calls == []
    assert not sheet.is_open


# --- review ------------------------------------------------------------------------------------------------------


def test_notes_stand_below_the_findings_and_say_nothing_twice(host: MakeHost) -> None:
    sheet = opened(host("zh_CN").review(notes=NOTES))
    assert "\n".join(sheet.notes) in texts_in_sight(sheet)
    assert sheet.notes == [
        "● 西藏自治区 是偏远地区：时效更长，可能加价。",
        "● 地址缺少区县：打面单前对照详细地址核对。",
        "● 同一收件人还有 2 单未发，可以一起打包：4065712345678900002, 4065712345678900003",
    ]


def test_the_message_for_the_buyer_is_copied_shown_and_noted_once(host: MakeHost, qtbot: QtBot) -> None:
    made = host("zh_CN")
    sheet = opened(made.review(text=BUYER_TEXT))
    assert BUYER_TEXT not in texts_in_sight(sheet)
    for _ in range(2):
        QGuiApplication.clipboard().setText("something else")
        press(sheet, Key.Key_F4)
        assert QGuiApplication.clipboard().text() == BUYER_TEXT
    qtbot.waitUntil(lambda: BUYER_TEXT in texts_in_sight(sheet))
    assert made.heard.calls == [("asked",)]
    assert sheet.is_open


def test_where_there_is_nothing_to_ask_there_is_no_key_for_it(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.review())
    press(sheet, Key.Key_F4)
    assert made.heard.calls == []
    assert sheet.copied is None


def test_when_the_buyer_was_asked_it_says_when_to_look_again(host: MakeHost) -> None:
    for by, said in (
        ("李秀英", "the buyer was asked by 李秀英, look again at"),
        ("", "the buyer was asked, look"),
    ):
        order = doubtful_view().order
        hold = Hold(HoldKind.REVIEW, ASKED_BUYER, by, NOW + timedelta(hours=4))
        sheet = host().review(make_view(replace(order, hold=hold)))
        assert said in sheet.subtitle.text()


def test_findings_are_sentences_and_the_wrong_parts_are_marked(host: MakeHost) -> None:
    sheet = opened(host().review())
    text = texts_in_sight(sheet)
    for sentence in (
        "The phone number cannot be right: ask the buyer.",
        "The address is not complete: ask the buyer.",
        "陶瓷茶杯 is short: 2 wanted, 0 free.",
        "No waybill numbers of a permitted carrier (SF, JD)",
    ):
        assert sentence in text
    late = QColor(LIGHT.late)
    red = [part for part, label in sheet.values.items() if label.palette().windowText().color() == late]
    assert red == ["phone", "address"]


def test_the_address_is_masked_until_it_is_asked_for(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.review(clean_view()))
    assert "张** 138****5678" not in texts_in_sight(sheet)
    assert sheet.values["name"].text() == "张**"
    assert "1204" not in texts_in_sight(sheet)
    press(sheet, Key.Key_F6)
    assert sheet.values["phone"].text() == "13812345678"
    assert sheet.values["address"].text() == "浙江省 杭州市 余杭区 仓前街道 文一西路969号3幢1204室 311121"
    press(sheet, Key.Key_F6)
    assert "1204" not in texts_in_sight(sheet)
    assert made.heard.calls == [("revealed",)]


def clean_view() -> OrderView:
    return make_view(packed_order(state=State.HELD, hold=Hold(HoldKind.REVIEW), findings=()))


def test_a_settled_order_goes_on_with_a_note(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.review())
    press(sheet, Key.Key_Tab)
    type_text("called, all right")
    confirm()
    assert made.heard.calls == [("release", "called, all right")]
    assert not sheet.is_open


def test_one_held_by_hand_says_by_whom_and_until_when(host: MakeHost) -> None:
    sheet = opened(host("zh_CN").review(held_view(), NOW))
    text = texts_in_sight(sheet)
    assert "台上挂起：要先联系买家" in text
    assert "2041 挂起" in text
    assert "到 16:03 自动回来" in text


@pytest.mark.parametrize("why", ["recalled", "unpaid"])
def test_what_may_not_go_on_cannot_be_let_go(host: MakeHost, why: str) -> None:
    made = host()
    order = doubtful_view().order
    order = (
        replace(order, recall=Recall.REFUND)
        if why == "recalled"
        else replace(order, hold=Hold(HoldKind.UNPAID), findings=())
    )
    sheet = opened(made.review(make_view(order)))
    assert [button.key for button in sheet.buttons] == ["F9", "F2", "F6", "Esc"]
    confirm()
    assert made.heard.calls == []


# --- label -------------------------------------------------------------------------------------------------------


# --- the receiver ------------------------------------------------------------------------------------------------


def test_a_pasted_answer_fills_the_parts(host: MakeHost) -> None:
    made = host("zh_CN")
    sheet = opened(made.address())
    sheet.paste.line.setText("王芳 13900001111 北京市 朝阳区 三里屯街道 工体北路8号")
    confirm()
    assert made.heard.calls == [
        (
            "correct",
            Receiver("王芳", "13900001111", "北京市", "北京市", "朝阳区", "三里屯街道", "工体北路8号"),
        )
    ]
    assert not sheet.is_open


def test_parts_that_are_wrong_are_marked(host: MakeHost) -> None:
    sheet = opened(host("zh_CN").address())
    marked = [name for name, field in sheet.parts.items() if "▲" in field.caption.text()]
    assert marked == ["phone", "detail"]


def test_an_address_nobody_changed_is_not_noted(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.address(Receiver(detail="路" * 10_000)))
    confirm()
    assert made.heard.calls == []
    sheet.parts["phone"].line.setText("13900001111")
    confirm()
    assert made.heard.calls == [("correct", Receiver(phone="13900001111", detail="路" * 10_000))]


def test_what_the_desk_says_against_an_address_is_shown(host: MakeHost) -> None:
    sheet = opened(host().address())
    sheet.parts["name"].line.setText("Nobody")
    confirm()
    assert sheet.note.text() == "It lies on desk-2."
    assert sheet.is_open


@pytest.mark.parametrize(("key", "call"), [(Key.Key_F2, "address"), (Key.Key_F9, "give-up")])
def test_from_the_review_to_the_address_or_to_giving_up(host: MakeHost, key: Key, call: str) -> None:
    made = host()
    sheet = opened(made.review())
    press(sheet, key)
    assert made.heard.calls == [(call,)]
    assert not sheet.is_open


def test_the_review_shows_goods_against_the_shelves(host: MakeHost) -> None:
    sheet = opened(host().review())
    assert sheet.goods is not None
    assert any("short" in state.text() for state in sheet.goods.states)
    assert any("on the shelf" in state.text() for state in sheet.goods.states)


# --- weight ------------------------------------------------------------------------------------------------------


def test_a_doubted_weight_stands_on_a_leads_word(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.weight(may_vouch=False))
    press(sheet, Key.Key_F9)
    assert made.heard.calls == []
    assert "badge" in sheet.note.text()
    assert not sheet.take_scan("6901234567892")
    assert sheet.take_scan("PKUSERP1")
    press(sheet, Key.Key_F9)
    assert made.heard.calls == [("vouch", "P1")]
    assert sheet.is_open
    assert sheet.note.text() == "This takes a lead's badge."
    sheet.take_scan("pkuserl1")
    press(sheet, Key.Key_F9)
    assert made.heard.calls[1:] == [("vouch", "L1")]
    assert not sheet.is_open


def test_a_lead_at_the_desk_shows_no_badge(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.weight(may_vouch=True))
    press(sheet, Key.Key_F9)
    assert made.heard.calls == [("vouch", "")]
