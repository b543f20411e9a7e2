"""The sheet of pick lists: what its keys choose and ask for, what it tells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from packstation.domain.picking import PickList, Stop
from packstation.gui.key_button import Kind
from packstation.gui.pick_table import MOST_SHOWN, pick_rows
from packstation.words import load
from tests.gui.panels.conftest import MakeHost
from tests.gui.panels.sheets import CART, PICKS, WALK, confirm, opened, press, type_text
from tests.gui.panels.values import NUMBER, texts_in_sight

Key = Qt.Key


def test_it_begins_with_a_full_cart_of_the_next_ones_due(host: MakeHost) -> None:
    made = host("zh_CN")
    sheet = opened(made.pick())
    assert made.heard.looks[-1] == ("next", 12)
    assert "12 单 · 27 件 · 3 个货位 · 缺 3 件" in texts_in_sight(sheet)
    assert [row.bin for row in sheet.table.rows] == ["A-03-2", "B-11-1", "无货位", "缺货"]
    assert sheet.table.rows[-1].is_short
    assert sheet.table.rows[1].baskets == "#1\u00a0×2"


def test_with_an_order_on_the_desk_it_begins_with_that(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.pick(is_open=True))
    assert made.heard.looks[-1][0] == "order"
    assert sheet.count.isHidden()
    confirm()
    assert made.heard.calls == [("write", PICKS, False)]


@pytest.mark.parametrize(("typed", "count"), [("", 12), ("5", 5), ("12", 12)])
def test_digits_say_how_many_and_the_list_lies_where_it_says(host: MakeHost, typed: str, count: int) -> None:
    made = host("zh_CN")
    sheet = opened(made.pick())
    press(sheet, Key.Key_Down)
    type_text(typed)
    assert made.heard.looks[-1] == ("next", count)
    confirm()
    assert made.heard.calls == [("make", count), ("write", PICKS, False)]
    assert sheet.scope.value == "3"  # the batch that was made
    sheet.written("拣货单在 x.pdf。", is_done=True)
    assert sheet.note.text() == "批次 3 拣货单在 x.pdf。"
    assert sheet.is_open


@pytest.mark.parametrize("typed", ["0", "13", "x", "-1", "1.5", "999999", "٣"])
def test_a_number_that_is_none_makes_nothing(host: MakeHost, typed: str) -> None:
    made = host("en")
    sheet = opened(made.pick())
    press(sheet, Key.Key_Down)
    sheet.count.line.setText(typed)
    confirm()
    assert made.heard.calls == []
    assert sheet.note.text() == "The number of orders must be 1 to 12."
    assert sheet.table.isHidden()


def test_no_batch_says_why_and_writes_nothing(host: MakeHost) -> None:
    made = host("en")
    sheet = opened(made.pick(made=(0, "No order went onto the cart.")))
    confirm()
    assert made.heard.calls == [("make", 12)]
    assert sheet.note.text() == "No order went onto the cart."


def test_an_open_batch_is_printed_again_or_given_up_after_asking(host: MakeHost) -> None:
    made = host("en")
    sheet = opened(made.pick(is_open=True))
    for _ in range(2):
        press(sheet, Key.Key_Right)
    assert made.heard.looks[-1][0] == "2"
    assert "Batch 2, 14:03 · orders: 12, packed: 0" in texts_in_sight(sheet)
    confirm()
    assert made.heard.calls == [("write", PICKS, False)]
    press(sheet, Key.Key_F8)
    assert made.heard.calls == [("write", PICKS, False)]
    assert sheet.note.text().startswith("Dissolve batch 2?")
    press(sheet, Key.Key_F8)
    assert made.heard.calls[-1] == ("dissolve", 2)
    assert (sheet.scope.value, sheet.note.text()) == ("next", "已解散")


def test_one_order_is_taken_out_of_its_batch_after_asking(host: MakeHost) -> None:
    made = host("en")
    sheet = opened(made.pick(is_open=True, slot=7))
    press(sheet, Key.Key_F8)
    assert made.heard.calls == []
    assert sheet.note.text() == (
        "Take order 4065 …3456 out of its batch? Basket 7 becomes free. F8 once more does it."
    )
    press(sheet, Key.Key_F8)
    assert made.heard.calls == [("put-out",)]
    assert sheet.note.text() == "已移出"
    press(sheet, Key.Key_F8)
    assert len(made.heard.calls) == 1


def test_an_order_without_a_basket_has_nothing_to_give_up(host: MakeHost) -> None:
    made = host("en")
    sheet = opened(made.pick(is_open=True))
    assert sheet.give_up.isHidden()
    press(sheet, Key.Key_F8)
    assert sheet.note.text() == ""


def test_asking_is_forgotten_once_something_else_is_chosen(host: MakeHost) -> None:
    made = host("en")
    sheet = opened(made.pick())
    press(sheet, Key.Key_Right)
    press(sheet, Key.Key_F8)
    press(sheet, Key.Key_Right)
    assert sheet.give_up.kind is Kind.PLAIN
    press(sheet, Key.Key_F8)
    assert made.heard.calls == []


def test_a_list_may_lie_elsewhere(host: MakeHost) -> None:
    made = host("en")
    sheet = opened(made.pick(is_open=True))
    press(sheet, Key.Key_F4)
    assert made.heard.calls == [("write", PICKS, True)]
    press(sheet, Key.Key_Right)
    press(sheet, Key.Key_F4)  # of orders that are no batch yet there is no list
    assert len(made.heard.calls) == 1


def test_what_cannot_be_picked_is_a_sentence(host: MakeHost) -> None:
    made = host("en")
    sheet = opened(made.pick("Order 1 cannot be worked on now.", is_open=True))
    assert sheet.note.text() == "Order 1 cannot be worked on now."
    confirm()
    press(sheet, Key.Key_F4)
    assert made.heard.calls == []


def test_an_order_whose_goods_are_all_in_says_so(host: MakeHost) -> None:
    sheet = opened(host("en").pick(replace(PICKS, walk=PickList()), is_open=True))
    assert sheet.note.text() == "All goods are fetched already."


def test_a_long_walk_is_shortened_but_what_is_short_is_seen() -> None:
    walk = replace(WALK, stops=tuple(Stop(f"A-{n}", "TS", "T", "", 1, ()) for n in range(200)))
    rows = pick_rows(walk, load("en"))
    assert len(rows) == MOST_SHOWN + 1
    assert rows[-2].goods == "and 141 more stops"
    assert rows[-1].is_short


def test_orders_are_named_as_people_say_them(host: MakeHost) -> None:
    sheet = opened(host("en").pick())
    assert [option.text for option in sheet.scope.options] == [
        "Order 4065 …3456",
        "The next due",
        "Batch 2",
        "Batch 3",
    ]
    assert NUMBER not in texts_in_sight(sheet)
    assert len(CART) == 12
