"""The tick list whole, and beside the goods: who asked, what is done, what was misread."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from packstation.domain.order import Asked, State, Wish
from packstation.gui.wishes_dialog import WishesSheet
from packstation.words import PSEUDO
from tests.gui.panels.conftest import MakeHost, Panel
from tests.gui.panels.sheets import confirm, opened, press, type_text
from tests.gui.panels.values import (
    HOSTILE,
    NOW,
    clipped,
    make_order,
    make_view,
    not_plain,
    reds,
    texts_in_sight,
)

WISHES = (
    Wish("手写贺卡"),
    Wish("礼盒包装", ticked=True, source=Asked.MESSAGE, why=("礼盒",)),
    Wish("不放价格单", source=Asked.MEMO, why=("别放发票",)),
    Wish("用气泡膜包两层", source=Asked.SKU, why=("CUP-01", "TS-WHT-L")),
    Wish("放感谢卡", source=Asked.SHOP),
)
BIDI = "\u202e礼盒\u2066\n第二行\x07" + "长" * 3000 + "末"


def test_each_wish_says_who_asked_and_in_which_words(host: MakeHost) -> None:
    sheet = opened(host("zh_CN").wishes())
    assert [option.text for option in sheet.choices._options] == [
        "手写贺卡",
        "✔ 礼盒包装 · 留言：“礼盒”",
        "不放价格单 · 备注：“别放发票”",
        "用气泡膜包两层 · 用于 陶瓷茶杯、白色棉T恤",
        "放感谢卡 · 本店要求",
    ]


def test_the_chosen_wish_is_ticked_by_its_key(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.wishes())
    press(sheet, Qt.Key.Key_F11)
    assert made.heard.calls == [("tick", 0)]
    assert not sheet.is_open


def test_a_misread_wish_is_taken_off_for_a_reason(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.wishes())
    press(sheet, Qt.Key.Key_Down)
    press(sheet, Qt.Key.Key_Down)
    confirm()
    assert made.heard.calls == [("drop", 2, made.words("wishes.reason.misread"))]
    sheet = opened(made.wishes())
    sheet.choices.choose("4")
    assert sheet.reasons is not None
    sheet.reasons.choices.choose("other")
    confirm()
    assert sheet.is_open, "a reason in own words must be written"
    sheet.enter(sheet.reasons.written)
    type_text("out of cards")
    confirm()
    assert made.heard.calls[-1] == ("drop", 4, "out of cards")


def test_what_is_done_is_neither_ticked_nor_taken_off(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.wishes())
    sheet.choices.choose("1")
    press(sheet, Qt.Key.Key_F11)
    confirm()
    assert sheet.note.text() == made.words("wishes.done")
    assert made.heard.calls == []


def test_a_given_wish_is_a_leads_to_take_off(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.wishes())
    confirm()
    assert sheet.note.text() == made.words("wishes.given")
    assert made.heard.calls == []
    opened(made.wishes(may_drop_given=True))
    confirm()
    assert [call[:2] for call in made.heard.calls] == [("drop", 0)]


def test_without_wishes_the_sheet_says_so(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.wishes(make_view(make_order(wishes=()))))
    assert sheet.subtitle.text() == made.words("wishes.none")
    press(sheet, Qt.Key.Key_F11)
    confirm()
    assert made.heard.calls == []


@pytest.mark.parametrize("language", ["zh_CN", "en", PSEUDO])
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_no_word_of_the_sheet_is_clipped(host: MakeHost, language: str, size: tuple[int, int]) -> None:
    sheet = opened(host(language, size=size).wishes())
    assert clipped(sheet) == []
    assert not any(field.is_clipped for field in sheet.fields)


def test_a_long_wish_stands_below_the_list_in_full(host: MakeHost) -> None:
    long = "祝" * 480 + "末"
    sheet = opened(host().wishes(make_view(make_order(wishes=(Wish("短"), Wish(long))))))
    assert not sheet.whole.isVisible()
    sheet.choices.choose("1")
    QApplication.processEvents()
    assert sheet.whole.isVisible()
    assert sheet.whole.text().replace("\n", "") == long


@pytest.mark.parametrize("text", [HOSTILE, BIDI, "x" * 10_000, "\n\n", ""])
def test_foreign_wishes_are_plain_and_bend_nothing(panel: Panel, host: MakeHost, text: str) -> None:
    wishes = (Wish(text), Wish(text + "2", source=Asked.MESSAGE, why=(text,)))
    sheet = opened(host().wishes(make_view(make_order(wishes=wishes))))
    made = panel()
    before = made.side.width()
    made.show_view(make_view(make_order(wishes=wishes)), NOW, None)
    for _ in range(5):
        QApplication.processEvents()
    for widget in (sheet, made):
        assert not_plain(widget) == []
        assert reds(widget.grab().toImage()) == 0
        for sign in "\u202e\u2066\x07":
            assert sign not in texts_in_sight(widget)
    assert made.side.width() == before
    for row in made.side.wishes[:2]:
        assert row.text.text().count("\n") < 3
        assert row.source.text().count("\n") < 2
        assert row.width() <= before
        assert "<font" not in row.text.toolTip()


def test_the_panel_tells_who_asked(panel: Panel) -> None:
    made = panel("zh_CN")
    made.show_view(make_view(make_order(wishes=WISHES)), NOW, None)
    rows = [(row.text.whole, row.source.whole) for row in made.side.wishes]
    assert rows[0] == ("手写贺卡", "")
    assert rows[2] == ("不放价格单", "备注：“别放发票”")
    assert [row.source.isVisibleTo(made) for row in made.side.wishes] == [False, True, True, True, True]


def test_a_review_shows_what_would_have_to_be_done(host: MakeHost) -> None:
    many = tuple(Wish(f"要求{n}", source=Asked.MEMO, why=("贺卡",)) for n in range(20))
    made = host("zh_CN")
    sheet = opened(made.review(make_view(make_order(wishes=WISHES))))
    assert [label.whole for label in sheet.wishes][:2] == ["□ 手写贺卡", "□ 礼盒包装 · 留言：“礼盒”"]
    assert clipped(sheet) == []
    more = opened(made.review(make_view(make_order(wishes=many, state=State.HELD))))
    assert len(more.wishes) < len(many)
    none = opened(made.review(make_view(replace(make_order(), wishes=()))))
    assert none.wishes == []


def test_the_list_is_no_place_for_a_scan(host: MakeHost) -> None:
    sheet = opened(host().wishes())
    assert isinstance(sheet, WishesSheet)
    assert not sheet.take_scan("PKTICK")
