"""Batches and their baskets: who is taken in, which basket it is, when it is free again."""

from __future__ import annotations

from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.intake import StockCount
from packstation.domain.order import Line, Order, State
from packstation.domain.picking import Walk
from packstation.domain.scan import Verdict
from packstation.errors import BadInput
from tests.builders import make_desk, make_order, scan_all, take_in, verdicts
from tests.desk.shirts import CUP, FIRST, ONE, SHIRT, THREE, TWO, shirts


def cups(number: str, count: int = 1, **more: object) -> Order:
    return make_order(number, Line(f"{number}1", "CUP", count, "陶瓷茶杯", "青花"), **more)  # type: ignore[arg-type]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(
        tmp_path / "data", shirts(due_h=3), shirts(TWO, 1, due_h=1), cups(THREE, due_h=2), options=options()
    )


def options(baskets: int = 12, walk: Walk = Walk.STRAIGHT, item_opens: str = "any") -> DeskOptions:
    return DeskOptions(baskets=baskets, walk=walk, item_opens=item_opens)


def slots(desk: Desk) -> dict[str, int]:
    return {order.number: order.slot for batch in desk.picking.batches() for order in batch.orders}


def basket(desk: Desk, number: str) -> tuple[int, int]:
    view = desk.view(number)
    assert view is not None
    return view.batch, view.slot


def test_the_orders_due_first_get_the_first_baskets_and_their_goods_are_set_aside(desk: Desk) -> None:
    answer = desk.picking.make(2)
    assert (answer.verdict, answer.facts["batch"], answer.facts["amount"]) == (Verdict.COMMAND_OK, 1, 2)
    assert slots(desk) == {TWO: 1, THREE: 2}
    assert [row.slot for row in (desk.row(TWO), desk.row(ONE)) if row] == [1, 0]
    assert desk.store.stock.reserved("TS-L") == 1
    assert [desk.view(number).order.state for number in (ONE, TWO)] == [State.NEW, State.REVIEWED]  # type: ignore[union-attr]
    again = desk.picking.make(5)
    assert [again.facts[name] for name in ("batch", "amount")] == [2, 1]
    assert slots(desk) == {TWO: 1, THREE: 2, ONE: 1}


def test_an_order_is_in_one_batch_only_and_none_is_left_then(desk: Desk) -> None:
    desk.picking.make(3)
    answer = desk.picking.make(3)
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.NOT_READY, "batch-none")
    assert len(desk.picking.batches()) == 1


@pytest.mark.parametrize("count", [0, -1, 13])
def test_a_cart_has_so_many_baskets_and_no_more(desk: Desk, count: int) -> None:
    answer = desk.picking.make(count)
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.NOT_READY, "baskets")
    assert slots(desk) == {}


def test_doubtful_orders_go_to_review_and_those_without_goods_stay_and_the_next_ones_are_taken(
    tmp_path: Path,
) -> None:
    empty = make_order("4000000000000000008", Line("81", "GONE", 1, "没有"), due_h=1)
    doubtful = shirts("4000000000000000009", due_h=2, receiver=shirts().receiver.__class__("李明"))
    desk = make_desk(tmp_path / "data", empty, doubtful, shirts(due_h=5), StockCount("GONE", "Z-1", 0))
    answer = desk.picking.make(1)
    assert [answer.facts[name] for name in ("amount", "review", "empty", "also")] == [1, 1, 1, "left-out"]
    assert slots(desk) == {ONE: 1}
    states = [desk.view(order.number).order.state for order in (empty, doubtful)]  # type: ignore[union-attr]
    assert states == [State.NEW, State.HELD]


def test_only_doubtful_orders_make_no_batch_but_are_put_to_review(tmp_path: Path) -> None:
    doubtful = shirts(receiver=shirts().receiver.__class__("李明"))
    desk = make_desk(tmp_path / "data", doubtful)
    answer = desk.picking.make(1)
    assert (answer.verdict, answer.facts["missing"], answer.facts["review"]) == (
        Verdict.NOT_READY,
        "batch-none",
        1,
    )
    assert desk.picking.batches() == ()
    assert desk.view(ONE).order.state is State.HELD  # type: ignore[union-attr]


def test_orders_put_aside_recalled_on_the_desk_or_begun_are_not_taken_in(desk: Desk) -> None:
    desk.scan(TWO)
    desk.hold("stock")
    desk.scan(THREE)
    desk.scan(CUP)
    take_in(desk, shirts(due_h=3, status="TRADE_CLOSED", modified_at=desk.clock.now()))
    assert desk.picking.make(3).facts["missing"] == "batch-none"
    desk.scan("PKEXIT")
    assert desk.picking.make(3).facts["missing"] == "batch-none"


def test_the_basket_is_free_once_its_order_is_shipped(desk: Desk) -> None:
    desk.picking.make(3)
    told = scan_all(desk, TWO, SHIRT, FIRST)
    assert verdicts(told) == ["order-opened", "order-complete", "shipped"]
    assert slots(desk) == {THREE: 2, ONE: 3}


def test_the_basket_is_free_once_its_order_is_cancelled(desk: Desk) -> None:
    desk.picking.make(3)
    take_in(desk, shirts(TWO, 1, due_h=1, status="TRADE_CLOSED", modified_at=desk.clock.now()))
    assert slots(desk) == {THREE: 2, ONE: 3}


def test_an_order_put_aside_keeps_its_basket_and_nothing_is_fetched_for_it(desk: Desk) -> None:
    desk.picking.make(3)
    desk.scan(TWO)
    desk.hold("stock")
    picks = desk.picking.of_batch(1)
    assert [(order.slot, order.is_stopped) for order in picks.orders] == [(1, True), (2, False), (3, False)]
    assert {part.order for stop in picks.walk.stops for part in stop.parts} == {ONE, THREE}


def test_an_order_can_leave_its_batch_and_a_batch_can_be_given_up(desk: Desk) -> None:
    desk.picking.make(3)
    answer = desk.picking.put_out(THREE)
    assert (answer.verdict, answer.facts["slot"]) == (Verdict.COMMAND_OK, 2)
    assert basket(desk, THREE) == (0, 0)
    assert desk.picking.put_out(THREE).facts["missing"] == "no-basket"
    answer = desk.picking.dissolve(1)
    assert (answer.verdict, answer.facts["amount"]) == (Verdict.COMMAND_OK, 2)
    assert desk.picking.batches() == ()
    assert desk.picking.dissolve(1).facts["missing"] == "no-batch"
    assert desk.picking.make(3).facts["batch"] == 2


def test_what_was_made_survives_a_restart_and_stands_in_the_journal(desk: Desk, tmp_path: Path) -> None:
    desk.picking.make(2)
    desk.store.close()
    again = make_desk(tmp_path / "data", options=options())
    assert slots(again) == {TWO: 1, THREE: 2}
    rows = again.store.database.all(
        "SELECT verb, order_number FROM journal WHERE verb IN ('batch', 'basket') ORDER BY seq"
    )
    assert rows == [("basket", TWO), ("basket", THREE), ("batch", "")]


# --- lists
# ------------------------------------------------------------------------------------------------------------


def test_the_list_of_a_batch_leads_from_bin_to_bin(desk: Desk) -> None:
    desk.picking.make(3)
    picks = desk.picking.of_batch(1)
    assert [(stop.bin, stop.units) for stop in picks.walk.stops] == [("A-03-2", 3), ("B-11-1", 1)]
    assert [(part.slot, part.units) for part in picks.walk.stops[0].parts] == [(1, 1), (3, 2)]
    assert [(order.slot, order.buyer) for order in picks.orders] == [(1, "李*"), (2, "李*"), (3, "李*")]


def test_one_order_has_a_list_of_what_is_still_missing(desk: Desk) -> None:
    desk.scan(ONE)
    desk.scan(SHIRT)
    picks = desk.picking.of_order(ONE)
    assert [(stop.bin, stop.units) for stop in picks.walk.stops] == [("A-03-2", 1)]
    assert picks.batch == 0


@pytest.mark.parametrize("number", ["nobody", ONE])
def test_no_list_for_orders_that_cannot_be_worked_on(desk: Desk, number: str) -> None:
    desk.scan(ONE)
    desk.hold("stock")
    with pytest.raises(BadInput):
        desk.picking.of_order(number)
    with pytest.raises(BadInput):
        desk.picking.of_batch(7)


def test_the_next_orders_can_be_looked_at_without_touching_them(desk: Desk) -> None:
    picks = desk.picking.next_due(2)
    assert [(order.number, order.slot) for order in picks.orders] == [(TWO, 1), (THREE, 2)]
    assert desk.picking.batches() == ()
    assert desk.view(TWO).order.state is State.NEW  # type: ignore[union-attr]


def test_units_in_boxes_and_of_earlier_batches_are_not_promised_twice(tmp_path: Path) -> None:
    held = (StockCount("TS-L", "A-03-2", 3), StockCount("TS-L", "A-03-10", 3))
    orders = (shirts(due_h=1), shirts(TWO, 3, due_h=2), shirts(THREE, 1, due_h=3))
    desk = make_desk(tmp_path / "data", *orders, *held)
    desk.scan(ONE)
    scan_all(desk, SHIRT, "PKEXIT")  # one of the fullest bin's three lies in a box now
    desk.picking.make(1)
    desk.picking.make(1)
    first, second = desk.picking.of_batch(1), desk.picking.of_batch(2)
    assert [(stop.bin, stop.units) for stop in first.walk.stops] == [("A-03-10", 3)]
    assert [(stop.bin, stop.units) for stop in second.walk.stops] == [("A-03-2", 1)]


def test_goods_whose_stock_is_not_kept_are_fetched_from_wherever_they_lie(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", make_order(ONE, Line("11", "BOOK", 2, "儿童绘本")))
    stops = desk.picking.of_order(ONE).walk.stops
    assert [(stop.bin, stop.units) for stop in stops] == [("", 2)]


def test_the_serpentine_is_a_setting(tmp_path: Path) -> None:
    records = [StockCount("TS-L", f"{row}-{place}", 1) for row in "AB" for place in (1, 2)]
    desk = make_desk(
        tmp_path / "data",
        shirts(count=4),
        StockCount("TS-L", "A-03-2", 0),
        *records,
        options=options(walk=Walk.SERPENTINE),
    )
    assert [stop.bin for stop in desk.picking.of_order(ONE).walk.stops] == ["A-1", "A-2", "B-2", "B-1"]


# --- the cart beside the desk
# -----------------------------------------------------------------------------------------


def test_an_item_opens_the_order_of_the_batch_before_others_that_are_due_earlier(desk: Desk) -> None:
    desk.picking.make(3)
    desk.picking.put_out(TWO)  # due before ONE, needs the same shirt
    answer = desk.scan(SHIRT)
    assert (answer.order, answer.facts["basket"]) == (ONE, 3)


def test_without_a_batch_the_order_due_first_opens_as_ever(desk: Desk) -> None:
    answer = desk.scan(SHIRT)
    assert answer.order == TWO
    assert "basket" not in answer.facts


def test_the_oldest_cart_is_packed_first(desk: Desk) -> None:
    desk.picking.make(3)
    desk.picking.put_out(TWO)
    desk.picking.make(1)
    assert basket(desk, TWO) == (2, 1)
    assert desk.scan(SHIRT).order == ONE


def test_where_only_single_orders_open_by_an_item_that_holds_for_the_cart_too(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", shirts(due_h=1), shirts(TWO, 1), options=options(item_opens="single"))
    desk.picking.make(1)
    assert desk.scan(SHIRT).order == TWO


def test_answers_about_the_order_name_its_basket(desk: Desk) -> None:
    desk.picking.make(3)
    told = scan_all(desk, ONE, ONE, SHIRT, CUP)
    assert verdicts(told) == ["order-opened", "order-opened", "item-ok", "wrong-item"]
    assert [answer.facts.get("basket") for answer in told] == [3, 3, 3, None]
    assert (told[-1].facts["also"], told[-1].facts["basket_there"]) == ("belongs-to-basket", 2)


def test_the_label_bears_the_basket(desk: Desk) -> None:
    desk.picking.make(2)
    scan_all(desk, TWO, SHIRT, "PKEXIT", ONE, SHIRT, SHIRT)
    for number, slot in ((TWO, 1), (ONE, 0)):
        view = desk.view(number)
        assert view is not None
        assert desk.printing.label(view.order, view.order.parcels[0]).slot == slot
