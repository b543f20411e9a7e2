from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from packstation.desk.views import OrderView
from packstation.domain.order import Hold, HoldKind, Line, Order, Parcel, Printed, Recall, State, Step, Wish
from packstation.domain.scan import STOPS, Answer, Event, Verdict
from packstation.gui.messages import DueToday, Messages, StopText, shown_count
from packstation.words import LANGUAGES, Words, load
from tests.gui.conftest import ZONE
from tests.gui.values import NOW, NUMBER, ORDER, RECALLED, STATE, answer


def view_of(order: Order, **bins: str) -> OrderView:
    return OrderView(order, {}, bins, "圆通速递", {}, ())


PACKING = replace(
    ORDER,
    state=State.PACKING,
    parcels=(Parcel(1),),
    lines=(
        Line("1", "TS", 3, "白色棉T恤", "L", got=2),
        Line("2", "CUP", 1, "陶瓷茶杯", inspect=("无破损", "无色差")),
    ),
    trail=(Step("unit", "1"),),
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_word_and_a_sentence(language: str, verdict: Verdict) -> None:
    shown = Messages(load(language), ZONE).banner(answer(verdict), None, STATE)
    assert shown.word
    assert shown.detail
    assert "[" not in shown.word + shown.detail
    assert "{" not in shown.word + shown.detail


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_verdicts_have_the_same_word(language: str) -> None:
    words = load(language)
    said = [words(f"banner.{verdict}") for verdict in Verdict]
    assert len(set(said)) == len(said)


def test_a_counted_item_shows_goods_place_and_count(words: Words) -> None:
    shown = Messages(words, ZONE).banner(answer(Verdict.ITEM_OK), view_of(PACKING, TS="A-03-2"), STATE)
    assert (shown.word, shown.detail, shown.count) == ("正确", "白色棉T恤 L · 货位 A-03-2", "2 / 3")


def test_an_item_that_brings_more_says_more(words: Words) -> None:
    messages = Messages(words, ZONE)
    shown = messages.banner(answer(Verdict.LINE_COMPLETE, Event.QUALITY_NEEDED), view_of(PACKING), STATE)
    assert shown.detail == words.say(answer(Verdict.LINE_COMPLETE))


def test_shipped_shows_how_the_day_goes(words: Words) -> None:
    shown = Messages(words, ZONE).banner(answer(Verdict.SHIPPED), None, STATE)
    assert shown.side == ("今日已发 318", "平均 41 秒/单")


def test_order_numbers_are_shortened_in_sentences(words: Words) -> None:
    shown = Messages(words, ZONE).banner(answer(Verdict.OTHER_ORDER), None, STATE)
    assert "4065 …3456" in shown.detail
    assert "4065 …8823" in shown.detail


@pytest.mark.parametrize(
    ("due", "text"),
    [
        (DueToday(152, NOW + timedelta(minutes=17)), "今天还有 152 单，最早 14:20 到期"),
        (DueToday(10_000, NOW + timedelta(minutes=17)), "今天还有 9999+ 单，最早 14:20 到期"),
        (DueToday(3, NOW - timedelta(minutes=1)), "今天还有 3 单，已有订单超时"),
        (DueToday(0, None), "今天没有要发的订单了"),
    ],
)
def test_the_idle_banner_says_what_waits(words: Words, due: DueToday, text: str) -> None:
    shown = Messages(words, ZONE).idle(due, STATE, NOW)
    assert (shown.word, shown.detail) == ("请扫描商品或订单", text)
    assert shown.side == ("今日已发 318", "平均 41 秒/单")
    assert shown_count(9999) == "9999"


def next_step(order: Order, words: Words, **bins: str) -> str:
    return Messages(words, ZONE).next_step(view_of(order, **bins))


def test_the_next_step_through_a_whole_order(words: Words) -> None:
    assert Messages(words, ZONE).next_step(None) == "扫描商品或订单"
    assert next_step(PACKING, words) == "再扫 1 件 白色棉T恤 L"
    first_done = replace(PACKING, lines=(replace(PACKING.lines[0], got=3), PACKING.lines[1]))
    assert next_step(first_done, words, CUP="B-11-1") == "再扫 1 件 陶瓷茶杯（B-11-1）"
    counted = replace(first_done, lines=(first_done.lines[0], replace(first_done.lines[1], got=1)))
    assert next_step(counted, words) == "检查 陶瓷茶杯：无破损、无色差，没问题扫 PKPASS"
    checked = replace(counted, lines=(counted.lines[0], replace(counted.lines[1], checked=True)))
    assert next_step(replace(checked, wishes=(Wish("礼盒包装"),)), words) == "做到“礼盒包装”后扫 PKTICK"
    assert next_step(replace(checked, state=State.PACKED), words) == "扫 PKPRINT 打印面单"
    for label, text in (
        (Printed.SENDING, "等面单出来"),
        (Printed.FAILED, "看看打印机，再按 F4 重打"),
        (Printed.UNKNOWN, "面单出来了就扫它；没出来按 F4 重打"),
    ):
        packed = replace(checked, state=State.PACKED, parcels=(Parcel(1, "YTO", "YT1", label=label),))
        assert next_step(packed, words) == text
    assert next_step(ORDER, words) == "贴好面单，扫一下 YT1234567890123"
    assert next_step(replace(ORDER, address_changed=True), words) == "地址改了：撕掉面单，按 F4 重打"
    assert next_step(RECALLED, words) == "扫描取出的商品"


def test_a_refunded_unit_in_the_box_comes_first(words: Words) -> None:
    surplus = replace(PACKING, lines=(replace(PACKING.lines[0], refund="SUCCESS"), PACKING.lines[1]))
    assert next_step(surplus, words) == "把一件 白色棉T恤 L 取出，并扫一下"


def stop(verdict: Verdict, order: Order | None, words: Words, **facts: object) -> StopText:
    said = Answer("x", verdict, NUMBER, facts=facts)
    return Messages(words, ZONE).stop(said, order, "张**")


def test_a_recalled_parcel_is_taken_apart_step_by_step(words: Words) -> None:
    shown = stop(Verdict.ORDER_RECALLED, RECALLED, words, missing="refund")
    assert shown.word == "停！买家要退款"
    assert shown.order == "订单 4065 …3456 · 张** · 退款申请中"
    assert shown.steps == (
        "把 白色棉T恤 L ×3、陶瓷茶杯 ×1 从箱中取出",
        "撕掉面单 YT1234567890123，不要再用",
        "扫描任意一件取出的商品，确认已拆包",
    )


def test_a_cancelled_order_with_goods_in_the_box(words: Words) -> None:
    order = replace(ORDER, state=State.CANCELLED, parcels=())
    shown = stop(Verdict.ORDER_CANCELLED, order, words)
    assert shown.word == "停！订单已取消"
    assert shown.steps[-2:] == ("把商品放回货位", "按 Esc 或扫 PKEXIT 离开")


def test_a_held_order_says_why_and_who(words: Words) -> None:
    order = replace(ORDER, state=State.HELD, hold=Hold(HoldKind.DESK, "等买家回复", "李秀英"))
    shown = stop(Verdict.ORDER_HELD, order, words)
    assert shown.order == "订单 4065 …3456 · 张** · 等买家回复（李秀英）"
    assert shown.steps == ("货和箱子放在一起，不要发出", "按 Esc 或扫 PKEXIT 离开")
    unpaid = replace(order, hold=Hold(HoldKind.UNPAID))
    assert "买家还没付款" in stop(Verdict.ORDER_HELD, unpaid, words).order


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verdict", sorted(STOPS))
@pytest.mark.parametrize("recall", Recall)
def test_every_stop_can_be_said(language: str, verdict: Verdict, recall: Recall) -> None:
    shown = Messages(load(language), ZONE).stop(
        Answer("x", verdict, NUMBER), replace(ORDER, recall=recall), "张**"
    )
    said = " ".join((shown.word, shown.order, *shown.steps, shown.note))
    assert "[" not in said
    assert shown.steps
    unknown = Messages(load(language), ZONE).stop(Answer("x", verdict, NUMBER), None, "")
    assert "[" not in " ".join((unknown.word, unknown.order, *unknown.steps))
