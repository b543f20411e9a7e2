"""The page of the open order as the packer meets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from packstation.domain.deadlines import SOURCES
from packstation.domain.order import Line, Parcel, Printed, State, Wish
from packstation.domain.scan import Verdict
from packstation.gui.line_words import Mood
from packstation.gui.pack_panel import PackPanel
from packstation.words import PSEUDO
from tests.gui.panels.conftest import Panel
from tests.gui.panels.values import (
    CUP,
    HOSTILE,
    NOW,
    SHIRT,
    answer,
    clipped,
    hostile_view,
    labelled,
    make_order,
    make_view,
    many_lines,
    not_plain,
    reds,
    texts_in_sight,
)

SIZES = ((1280, 592), (1920, 836), (960, 392))


def moods(panel: PackPanel) -> list[Mood]:
    return [card.shown.mood for card in panel.lines.shown if card.shown]


def outlines(panel: PackPanel) -> list[str]:
    return [card.outline for card in panel.lines.shown]


def card_in_sight(panel: PackPanel, line: str) -> bool:
    """Whether the whole card of a line is within the visible part of the list."""
    card = next(card for card in panel.lines.shown if card.shown and card.shown.line == line)
    top = card.mapTo(panel.lines.viewport(), card.rect().topLeft()).y()
    return top >= 0 and top + card.height() <= panel.lines.viewport().height()


def test_the_line_just_scanned_is_outlined(panel: Panel) -> None:
    made = panel()
    made.show_view(make_view(), NOW, answer(Verdict.ITEM_OK, "L1"))
    assert outlines(made) == ["accent", ""]


def test_one_too_many_is_outlined_as_a_warning(panel: Panel) -> None:
    made = panel()
    made.show_view(make_view(), NOW, answer(Verdict.TOO_MANY, "L2"))
    assert outlines(made) == ["", "warn"]


def test_an_answer_about_another_order_outlines_nothing(panel: Panel) -> None:
    made = panel()
    made.show_view(make_view(), NOW, answer(Verdict.ITEM_OK, "L1", number="1"))
    assert outlines(made) == ["", ""]


def test_refunded_and_surplus_lines_say_so(panel: Panel) -> None:
    surplus = replace(SHIRT, got=3, refund="SUCCESS")
    refunded = replace(CUP, refund="WAIT_SELLER_AGREE")
    made = panel("en")
    made.show_view(make_view(make_order(lines=(surplus, refunded))), NOW, None)
    assert moods(made) == [Mood.SURPLUS, Mood.REFUNDED]
    shown = [card.shown for card in made.lines.shown if card.shown]
    assert shown[0].count == "take out 3"
    assert [line.note for line in shown] == ["Refunded", "Refund asked for"]


def test_goods_to_be_checked_name_their_checks(panel: Panel) -> None:
    made = panel("en")
    for line, words in (
        (CUP, "Check: 无破损, 无色差"),
        (replace(CUP, got=1), "Check now: 无破损, 无色差"),
        (replace(CUP, got=1, checked=True), "Checked: 无破损, 无色差"),
    ):
        made.show_view(make_view(make_order(lines=(line,))), NOW, None)
        assert [card.shown.checks for card in made.lines.shown if card.shown] == [words]


def test_a_line_is_done_only_when_its_checks_are(panel: Panel) -> None:
    made = panel()
    for line, mood in (
        (replace(CUP, got=1), Mood.PART),
        (replace(CUP, got=1, checked=True), Mood.DONE),
        (replace(SHIRT, got=3), Mood.DONE),
        (replace(SHIRT, got=0), Mood.AHEAD),
    ):
        made.show_view(make_view(make_order(lines=(line,))), NOW, None)
        assert moods(made) == [mood]


def test_counts_are_big(panel: Panel) -> None:
    made = panel()
    made.show_view(make_view(), NOW, None)
    font = made.lines.shown[0].count_font
    assert font is not None
    assert font.pointSizeF() >= 32


def test_the_side_says_what_matters(panel: Panel) -> None:
    made = panel()
    made.show_view(make_view(), NOW, None)
    text = texts_in_sight(made.side)
    for part in (
        "买家留言：送人的，请用礼盒，不要放价格单",
        "卖家备注（红旗）：老客户，附一张手写贺卡",
        "礼盒包装",
        "张** 138****5678",
        "纸箱 B3 · 预计 940 ± 47 g",
        "超时 14 分",
        "来自平台承诺",
    ):
        assert part in text


def test_a_flag_without_a_memo_says_its_colour(panel: Panel) -> None:
    made = panel()
    made.show_view(make_view(make_order(memo="", memo_flag=5)), NOW, None)
    assert "卖家备注：紫旗" in texts_in_sight(made.side)


def test_an_insisted_on_carrier_is_named_until_one_is_chosen(panel: Panel) -> None:
    made = panel()
    made.show_view(make_view(make_order(carriers_allowed=("SF", "JD"))), NOW, None)
    assert "只能发 SF、JD" in texts_in_sight(made.side)
    made.show_view(make_view(labelled(carriers_allowed=("SF", "JD"))), NOW, None)
    assert "只能发" not in texts_in_sight(made.side)


def test_carrier_reason_and_waybill_stand_there_once_known(panel: Panel) -> None:
    made = panel()
    made.show_view(make_view(labelled()), NOW, None)
    text = texts_in_sight(made.side)
    assert "圆通速递 — 设置里优先" in text
    assert "YT 1234 5678 90123" in text
    assert "实重 951 g，预计 940 g" in text


def test_a_wrong_weight_stands_out(panel: Panel) -> None:
    box = replace(labelled().parcels[0], weight_g=1400)
    made = panel()
    made.show_view(make_view(labelled(parcels=(box,))), NOW, None)
    assert made.side.boxes[0].weight.text() == "实重 1400 g，预计 940 g"
    assert made.side.boxes[0].weight.isVisibleTo(made)


def test_each_parcel_has_its_own_waybill(panel: Panel) -> None:
    first = labelled().parcels[0]
    second = Parcel(2, "YTO", "YT9999999999999", "preferred", "B1", None, Printed.FAILED)
    made = panel()
    made.show_view(make_view(labelled(state=State.PACKED, parcels=(first, second))), NOW, None)
    text = texts_in_sight(made.side)
    assert "包裹 1/2" in text
    assert "包裹 2/2" in text
    assert "面单没打出来" in text


def test_fewer_parcels_and_wishes_leave_nothing_of_the_old_ones(panel: Panel) -> None:
    made = panel()
    made.show_view(make_view(make_order(wishes=(Wish("甲"), Wish("乙"), Wish("丙")))), NOW, None)
    made.show_view(
        make_view(make_order(number="2", wishes=(Wish("丁"),), message="", memo="", memo_flag=0)), NOW, None
    )
    text = texts_in_sight(made.side)
    assert "丁" in text
    assert not any(old in text for old in ("甲", "乙", "丙", "买家留言", "卖家备注"))


# long orders


def test_the_line_in_question_comes_into_sight_by_itself(panel: Panel) -> None:
    made = panel()
    for done in (1, 20, 49, 7):
        made.show_view(make_view(many_lines(50, done)), NOW, answer(Verdict.LINE_COMPLETE, f"L{done - 1}"))
        assert card_in_sight(made, f"L{done - 1}")


def test_an_order_taken_up_again_shows_the_next_line(panel: Panel) -> None:
    made = panel()
    made.show_view(make_view(many_lines(50, 33)), NOW, None)
    assert card_in_sight(made, "L33")


def test_keys_scroll_goods_and_side(panel: Panel, qtbot: QtBot) -> None:
    made = panel()
    made.show_view(make_view(replace(many_lines(50), message="很长的留言。" * 80)), NOW, None)
    qtbot.waitUntil(lambda: made.side.area.verticalScrollBar().maximum() > 0)
    assert made.moved("bottom")
    assert made.lines.verticalScrollBar().value() == made.lines.verticalScrollBar().maximum()
    assert made.moved("top")
    assert made.lines.verticalScrollBar().value() == 0
    assert made.moved("page-down")
    assert made.side.area.verticalScrollBar().value() > 0
    assert not made.moved("stock")


def test_only_the_line_that_changed_is_painted_again(panel: Panel, qtbot: QtBot) -> None:
    made = panel()
    order = many_lines(20)
    made.show_view(make_view(order), NOW, None)
    qtbot.waitExposed(made)
    changed = replace(order, lines=(replace(order.lines[0], got=1), *order.lines[1:]))
    cards = made.lines.shown
    before = [card.shown for card in cards]
    made.show_view(make_view(changed), NOW, None)
    assert made.lines.shown == cards
    assert [card.shown is old for card, old in zip(cards, before, strict=True)] == [False, *[True] * 19]


def test_long_titles_are_cut_not_spilled(panel: Panel) -> None:
    made = panel()
    line = Line("L1", "SKU", 2, "超长标题" * 75, "规格" * 60)
    made.show_view(make_view(make_order(lines=(line,))), NOW, None)
    card = made.lines.shown[0]
    assert card.height() < 160
    assert card.width() <= made.lines.viewport().width()


# words


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh_CN", "en", PSEUDO])
def test_no_word_is_clipped(panel: Panel, language: str, size: tuple[int, int], qtbot: QtBot) -> None:
    made = panel(language, size=size)
    trouble = labelled(
        state=State.PACKED,
        lines=(
            replace(SHIRT, got=3, refund="SUCCESS"),
            replace(CUP, got=1),
            Line("L3", "GIFT", 1, gift=True),
        ),
        parcels=(
            replace(labelled().parcels[0], weight_g=1400, label=Printed.UNKNOWN),
            Parcel(2, "YTO", "YT1234567890124", "only", "B1", None, Printed.FAILED),
        ),
        address_changed=True,
        complaint=True,
        carriers_allowed=("YTO", "SF"),
        ship_by=NOW + timedelta(hours=30),
        ship_by_source="paid",
    )
    due = (replace(trouble, ship_by_source=source) for source in SOURCES)
    for order in (make_order(), labelled(), trouble, *due):
        made.show_view(make_view(order), NOW, None)
        # Qt lays out when it finds the time, which a busy machine gives it late
        qtbot.waitUntil(lambda: clipped(made) == [])
        assert not made.strip.is_clipped
        assert not any(card.is_clipped for card in made.lines.shown)


@pytest.mark.parametrize("dark", [False, True])
def test_markup_from_outside_stays_letters(panel: Panel, qtbot: QtBot, *, dark: bool) -> None:
    made = panel(dark=dark)
    made.show_view(hostile_view(), NOW, answer(Verdict.ITEM_OK, "L1", number=HOSTILE))
    made.reveal()
    qtbot.wait(1)
    assert not_plain(made) == []
    assert reds(made.grab().toImage()) == 0


def test_no_sign_turns_the_reading_direction(panel: Panel) -> None:
    made = panel()
    line = Line("L1", "SKU", 2, "abc\u202egnp.exe\u2066", "x\x00y\nz")
    made.show_view(make_view(make_order(lines=(line,), message="好\u202e的\n谢谢")), NOW, None)
    shown = made.lines.shown[0].shown
    assert shown is not None
    assert shown.title == "abc gnp.exe"
    assert shown.details == "x y z · SKU"
    assert "\u202e" not in texts_in_sight(made)
