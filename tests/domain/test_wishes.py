"""Wishes of whole orders: read out, given, asked for by goods and shop; kept through news, ticks and drops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain import news, ticking, verbs, wishes
from packstation.domain.intake import Product
from packstation.domain.order import Asked, Hold, HoldKind, Line, Order, State, Step, Wish
from packstation.domain.wish_rules import rules
from packstation.domain.wishes import WishPolicy
from packstation.errors import Refusal
from tests.builders import NOON, make_order
from tests.domain.wish_sentences import SAID

POLICY = WishPolicy(
    traits=(("fragile", "贴易碎标"), ("liquid", "袋口扎紧")), shop=(("", "放感谢卡"), ("分店", "放分店券"))
)
SHIRT, CUP, POT = Line("1", "TS", 1), Line("2", "CUP", 2), Line("3", "POT", 1)
PRODUCTS = {
    "CUP": Product("CUP", traits=("fragile",), pack=("用气泡膜包两层", "杯口朝上")),
    "POT": Product("POT", traits=("fragile",), pack=("用气泡膜包两层",)),
}
Listed = list[tuple[str, str]]


def texts(order: Order) -> Listed:
    return [(wish.text, wish.source.value) for wish in order.wishes]


def read(message: str = "", memo: str = "", given: Sequence[str] = (), policy: WishPolicy = POLICY) -> Listed:
    return texts(wishes.read_out(make_order(message=message, memo=memo, wishes=given), policy))


def test_wishes_stand_after_the_given_ones_with_the_words_they_were_read_out_of() -> None:
    order = wishes.read_out(make_order(message="放张贺卡", memo="多包几层", wishes=["赠小样"]), POLICY)
    assert order.wishes == (
        Wish("赠小样"),
        Wish("放贺卡", source=Asked.MESSAGE, why=("贺卡",)),
        Wish("加固防震包装", source=Asked.MEMO, why=("多包几层",)),
    )


def test_without_a_message_nothing_is_wished() -> None:
    assert read() == []
    assert read("麻烦尽快发货，谢谢", "老客户") == []


@pytest.mark.parametrize("given", ["礼盒包装", "禮盒包裝", "用礼盒", "gift box", "红色礼盒"])
def test_a_given_wish_in_other_words_is_not_doubled(given: str) -> None:
    assert read("请用礼盒", given=[given]) == [(given, "")]


def test_a_given_wish_may_forbid_a_rule() -> None:
    assert read("送长辈的") == [("按送礼包装", "message")]
    assert read("送长辈的", given=["礼盒包装"]) == [("礼盒包装", "")]


def test_message_and_memo_wish_the_same_only_once() -> None:
    assert read("请用礼盒", "买家要礼盒") == [("礼盒包装", "message")]


def test_the_memo_has_the_last_word() -> None:
    assert read("请用礼盒，放贺卡", "买家说不要礼盒了") == [("放贺卡", "message")]
    assert read("不要礼盒", "改了主意，要礼盒") == [("礼盒包装", "memo")]


def test_each_place_can_be_left_unread() -> None:
    assert read("请用礼盒", "放贺卡", policy=replace(POLICY, from_message=False)) == [("放贺卡", "memo")]
    assert read("请用礼盒", "放贺卡", policy=replace(POLICY, from_memo=False)) == [("礼盒包装", "message")]


def test_a_rule_for_one_place_leaves_the_other_alone() -> None:
    policy = WishPolicy(rules(("memo: 老客户 => 放小样",)))
    assert read("我是老客户", policy=policy) == []
    assert read(memo="老客户", policy=policy) == [("放小样", "memo")]


def instructed(*lines: Line, given: Sequence[str] = (), **more: object) -> Order:
    return wishes.instructed(make_order("1", *lines, wishes=given, **more), PRODUCTS, POLICY)  # type: ignore[arg-type]


def test_goods_and_shop_ask_once_an_order() -> None:
    order = instructed(SHIRT, CUP, POT, replace(CUP, line="9"))
    assert order.wishes == (
        Wish("用气泡膜包两层", source=Asked.SKU, why=("CUP", "POT")),
        Wish("杯口朝上", source=Asked.SKU, why=("CUP",)),
        Wish("贴易碎标", source=Asked.SKU, why=("CUP", "POT")),
        Wish("放感谢卡", source=Asked.SHOP),
    )
    assert texts(instructed(SHIRT, shop="分店")) == [("放感谢卡", "shop"), ("放分店券", "shop")]
    assert texts(instructed(SHIRT, given=["放感谢卡"])) == [("放感谢卡", "")]


def test_refunded_goods_ask_for_nothing_unless_it_was_done_already() -> None:
    order = instructed(SHIRT, CUP)
    refunded = replace(order, lines=(SHIRT, replace(CUP, refund="SUCCESS")))
    assert texts(wishes.instructed(refunded, PRODUCTS, POLICY)) == [("放感谢卡", "shop")]
    done = replace(refunded, wishes=(replace(order.wishes[0], ticked=True), *order.wishes[1:]))
    kept = wishes.instructed(done, PRODUCTS, POLICY)
    assert [(wish.text, wish.ticked) for wish in kept.wishes] == [
        ("用气泡膜包两层", True),
        ("放感谢卡", False),
    ]


def test_what_was_taken_off_is_not_asked_for_again() -> None:
    order, _ = ticking.drop(instructed(CUP, state=State.PACKING), 0)
    assert "用气泡膜包两层" not in dict(texts(wishes.instructed(order, PRODUCTS, POLICY)))


@pytest.mark.parametrize(
    ("state", "hold", "works"),
    [
        (State.NEW, None, False),
        (State.CONFIRMED, None, True),
        (State.LABELLED, None, True),
        (State.HELD, Hold(HoldKind.REVIEW), True),
        (State.HELD, Hold(HoldKind.UNPAID), False),
        (State.SHIPPED, None, False),
        (State.CANCELLED, None, False),
    ],
)
def test_goods_have_said_how_they_want_it_once_the_order_is_taken_on(
    state: State, hold: Hold | None, *, works: bool
) -> None:
    assert wishes.is_taken_on(make_order(state=state, hold=hold)) is works


# --- news -------------------------------------------------------------------------------------------------------


def told(known: Order, **changes: object) -> Order:
    """The order after news that came the way the desk takes them."""
    record = wishes.read_out(replace(known, wishes=(), modified_at=NOON, **changes), POLICY)  # type: ignore[arg-type]
    return news.apply(known, wishes.with_ticks_of(known, record, POLICY)).order


def known(message: str, *ticks: int) -> Order:
    order = wishes.read_out(make_order(message=message, state=State.PACKING), POLICY)
    for place in ticks:
        order, _ = ticking.tick(order, place)
    return order


def ticked(order: Order) -> dict[str, bool]:
    return {wish.text: wish.ticked for wish in order.wishes}


def test_another_message_is_read_again_and_keeps_what_was_done() -> None:
    order = known("请用礼盒，放贺卡", 0)
    assert ticked(told(order, message="请用礼盒，别放发票")) == {"礼盒包装": True, "不放价格单": False}
    assert ticked(told(order, message="放贺卡")) == {"放贺卡": False, "礼盒包装": True}


def test_what_the_platform_gives_later_counts_as_done_if_it_was() -> None:
    order = known("请用礼盒", 0)
    record = wishes.read_out(replace(order, wishes=(Wish("用礼盒"),), modified_at=NOON), POLICY)
    after = news.apply(order, wishes.with_ticks_of(order, record, POLICY)).order
    assert not after.open_wishes


def test_a_dropped_wish_comes_back_by_no_news() -> None:
    order, wish = ticking.drop(known("请用礼盒，放贺卡"), 0)
    assert wish.text == "礼盒包装"
    after = told(order, message="请用礼盒，放贺卡，多包几层")
    assert list(ticked(after)) == ["放贺卡", "加固防震包装"]
    assert after.dropped == (wish,)
    back, step = verbs.undo(after)
    assert step == Step("drop", "礼盒包装")
    assert list(ticked(back)) == ["放贺卡", "加固防震包装", "礼盒包装"]
    assert back.dropped == ()


@pytest.mark.parametrize("state", [State.SHIPPED, State.CANCELLED])
def test_nothing_changes_any_more_once_it_is_over(state: State) -> None:
    order = replace(known("请用礼盒"), state=state)
    assert told(order, message="放贺卡").wishes == order.wishes


def test_a_ticked_wish_is_not_taken_off() -> None:
    with pytest.raises(Refusal) as refused:
        ticking.drop(known("请用礼盒", 0), 0)
    assert refused.value.data["missing"] == "no-wish"
    with pytest.raises(Refusal):
        ticking.drop(known("请用礼盒"), 7)


# --- whatever happens -------------------------------------------------------------------------------------------

SENTENCES = st.lists(st.sampled_from(sorted(SAID)), max_size=3).map("，".join)
GIVEN = st.lists(
    st.sampled_from(["礼盒包装", "用禮盒", "贺卡", "赠小样", "<b>放贺卡</b>"]), max_size=3, unique=True
)


@given(SENTENCES, SENTENCES, GIVEN)
def test_reading_again_changes_nothing_and_doubles_nothing(message: str, memo: str, given: list[str]) -> None:
    once = wishes.read_out(make_order(message=message, memo=memo, wishes=given), POLICY)
    assert wishes.read_out(once, POLICY) == once
    assert [wish.text for wish in once.wishes[: len(given)]] == given
    keys = [wishes.key_of(wish) for wish in once.wishes]
    assert len(set(keys)) == len(keys)
    with_own = wishes.instructed(replace(once, lines=(CUP, POT)), PRODUCTS, POLICY)
    assert wishes.instructed(with_own, PRODUCTS, POLICY) == with_own


@given(st.lists(st.tuples(SENTENCES, GIVEN, st.integers(0, 4), st.booleans()), min_size=1, max_size=5))
def test_no_news_open_what_was_done_or_bring_back_what_was_dropped(
    story: list[tuple[str, list[str], int, bool]],
) -> None:
    order = make_order("1", CUP, state=State.PACKING)
    done: set[str] = set()
    off: set[str] = set()
    for message, asked, place, drops in story:
        record = make_order("1", CUP, message=message, wishes=asked, modified_at=NOON)
        record = wishes.with_ticks_of(order, wishes.read_out(record, POLICY), POLICY)
        order = news.apply(order, wishes.with_own_of(order, record)).order
        assert not done & {wishes.key_of(wish) for wish in order.open_wishes}
        assert not off & {wishes.key_of(wish) for wish in order.wishes}
        keys = [wishes.key_of(wish) for wish in order.wishes]
        assert len(set(keys)) == len(keys)
        done &= set(keys)  # a given one that is no longer given was forgotten, tick and all
        if place < len(order.wishes) and not order.wishes[place].ticked:
            key = wishes.key_of(order.wishes[place])
            order = ticking.drop(order, place)[0] if drops else ticking.tick(order, place)[0]
            (off if drops else done).add(key)
    assert news.apply(order, replace(order, trail=())).changes == ()
