"""The platform is asked right before a number is taken and right before a box leaves: what then goes on, and what not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from packstation.domain.order import Line, Order, Printed, State
from packstation.domain.people import Person, Role
from packstation.domain.scan import Verdict
from packstation.words import load
from tests.asked_platform import ELSEWHERE
from tests.asked_shop import Shop
from tests.builders import events, make_desk, make_order, scan_all, take_in, verdicts
from tests.desk.shirts import BOOK, FIRST, ONE, SHIRT, TWO, shirts
from tests.outside_carrier import OutsideCarrier

SECOND = "YT0000000000002"


def two_kinds(number: str = ONE) -> Order:
    return make_order(
        number, Line("1", "TS-L", 1, "白色棉T恤", "L"), Line("2", "BOOK", 1, "儿童绘本"), platform="folder"
    )


# --- what goes on -----------------------------------------------------------------------------------------------


def test_a_plain_order_is_still_one_scan_to_the_label_and_one_to_shipped(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    [packed] = shop.scan(SHIRT)
    assert (packed.verdict, packed.state) == (Verdict.ORDER_COMPLETE, "labelled")
    assert events(packed)[-2:] == ["packed", "label-printed"]
    shop.wait()
    [shipped] = shop.scan(FIRST)
    assert (shipped.verdict, shipped.state, shipped.code) == (Verdict.SHIPPED, "shipped", FIRST)
    assert shop.platform.asked == [(ONE,), (ONE,)]


def test_a_cancel_in_the_seconds_after_the_label_stops_a_quick_closing_scan(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.scan(SHIRT)
    shop.platform.cancel(ONE)
    [closing] = shop.scan(FIRST)
    assert closing.verdict is Verdict.ORDER_RECALLED
    assert shop.order().shipped_at is None
    assert shop.platform.asked == [(ONE,), (ONE,)]


def test_the_gesture_itself_does_not_wait(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    packed = shop.desk.scan(SHIRT)
    assert (packed.verdict, packed.state, packed.facts["also"]) == (
        Verdict.ORDER_COMPLETE,
        "packed",
        "gate-asking",
    )
    assert shop.platform.asked == []
    assert shop.order().live_waybills == ()
    going = shop.answer_gate(packed)
    assert (going.verdict, going.facts["missing"], len(going.jobs)) == (Verdict.COMMAND_OK, "printing", 1)
    assert shop.desk.at_once(going).verdict is Verdict.LABEL_PRINTED
    shop.wait()
    closing = shop.desk.scan(FIRST)
    assert (closing.verdict, closing.facts["missing"]) == (Verdict.COMMAND_OK, "gate-asking")
    assert shop.order().state is State.LABELLED
    assert shop.answer_gate(closing).verdict is Verdict.SHIPPED


def test_nothing_is_asked_of_a_folder_or_about_another_shops_order(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1, platform="elsewhere"))
    assert verdicts(shop.scan(SHIRT, FIRST)) == ["order-complete", "shipped"]
    assert shop.platform.asked == []
    folder = make_desk(tmp_path / "folder", shirts(TWO, 1))
    assert not folder.gates.is_in_use
    assert verdicts(scan_all(folder, SHIRT, FIRST)) == ["order-complete", "shipped"]


def test_pkprint_and_pkship_come_to_the_gates_too(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1), print_when_packed=False)
    assert verdicts(shop.scan(SHIRT, "PKPRINT")) == ["order-complete", "label-printed"]
    shop.wait()
    assert verdicts(shop.scan("PKSHIP")) == ["shipped"]
    assert len(shop.platform.asked) == 2


def test_a_wish_ticked_last_goes_through_the_gate(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1, wishes=("礼盒包装",)))
    [_, ticked] = shop.scan(SHIRT, "PKTICK")
    assert (ticked.verdict, events(ticked)) == (Verdict.WISH_TICKED, ["packed", "label-printed"])


def test_a_carrier_outside_is_asked_only_after_the_platform(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    carrier = OutsideCarrier()
    shop.desk.store.close()
    shop.platform.orders[ONE] = shirts(ONE, 1)
    shop.desk = shop.open(shirts(ONE, 1), carrier=carrier)
    packed = shop.desk.scan(SHIRT)
    assert (packed.asks, carrier.calls) == ((), [])
    going = shop.answer_gate(packed)
    assert (going.facts["missing"], len(going.asks)) == ("booking", 1)
    assert shop.desk.at_once(going).verdict is Verdict.LABEL_PRINTED


def test_a_reprint_asks_only_where_it_needs_a_new_number(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.scan(SHIRT)
    shop.wait()
    assert verdicts(shop.scan("PKREPRINT")) == ["label-printed"]
    assert len(shop.platform.asked) == 1


def test_another_carrier_is_asked_for_only_after_the_platform(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.desk.store.close()
    shop.platform.orders[ONE] = shirts(ONE, 1)
    shop.desk = shop.open(shirts(ONE, 1), carrier=OutsideCarrier())
    shop.scan(SHIRT)
    shop.wait()
    shop.platform.acts = ["silent"]
    waits = shop.desk.at_once(shop.desk.changing.change("ZTO", "买家要求"))
    assert (waits.verdict, waits.facts["missing"]) == (Verdict.LABEL_FAILED, "platform-silent")
    assert (shop.order().live_waybills, shop.order().state) == ((FIRST,), State.LABELLED)
    done = shop.desk.at_once(shop.desk.changing.change("ZTO", "买家要求"))
    assert done.verdict is Verdict.LABEL_PRINTED
    assert shop.order().live_waybills == ("ZT0000000000002",)


def test_a_number_that_somebody_brings_comes_to_the_gate_too(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1), print_when_packed=False)
    shop.scan(SHIRT)
    shop.platform.acts = ["silent"]
    take = shop.desk.typed_numbers.take
    waits = shop.desk.at_once(take("YT9999999999999", "YTO", how="scanned", stuck=True))
    assert (waits.verdict, shop.order().live_waybills) == (Verdict.LABEL_FAILED, ())
    done = shop.desk.at_once(take("YT9999999999999", "YTO", how="scanned", stuck=True))
    assert (done.facts["missing"], done.state) == ("number-stuck", "labelled")


def test_orders_in_one_parcel_are_asked_about_together(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1), shirts(TWO, 1))
    shop.desk.companions.join(ONE, (TWO,))
    shop.scan(ONE, SHIRT, SHIRT)
    assert shop.platform.asked == [(ONE, TWO)]
    shop.wait()
    shop.platform.cancel(TWO)
    [closing] = shop.scan(FIRST)
    assert (closing.verdict, closing.facts["missing"]) == (Verdict.ORDER_RECALLED, "take-out")
    assert verdicts(shop.scan(SHIRT, FIRST)) == ["undone", "shipped"]
    assert (shop.order().state, shop.order(TWO).state) == (State.SHIPPED, State.CANCELLED)


# --- what the platform tells at the gate ------------------------------------------------------------------------


def test_a_cancel_told_before_the_label_stops_the_box(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.platform.cancel(ONE)
    [stopped] = shop.scan(SHIRT)
    assert (stopped.verdict, stopped.state, stopped.code) == (Verdict.ORDER_CANCELLED, "cancelled", SHIRT)
    assert events(stopped)[-2:] == ["packed", "recalled"]
    assert (stopped.got, stopped.need) == (1, 1)
    assert shop.desk.store.bookings.of_order(ONE) == ()


def test_a_cancel_told_before_it_leaves_asks_for_the_parcel_to_be_taken_apart(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.scan(SHIRT)
    shop.wait()
    shop.platform.cancel(ONE)
    [stopped] = shop.scan(FIRST)
    assert (stopped.verdict, stopped.facts["missing"]) == (Verdict.ORDER_RECALLED, "cancelled")
    assert events(stopped) == ["recalled"]
    assert verdicts(shop.scan(SHIRT)) == ["undone"]
    assert shop.order().state is State.CANCELLED
    assert shop.desk.store.outbox.of_order(ONE) == ()


def test_a_refund_only_asked_for_stops_too(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.platform.refund(ONE, word="WAIT_SELLER_AGREE")
    [stopped] = shop.scan(SHIRT)
    assert (stopped.verdict, stopped.facts["missing"]) == (Verdict.ORDER_RECALLED, "refund")
    shop.platform.refund(ONE, word="CLOSED")
    shop.desk.syncing.pull_now()
    assert verdicts(shop.scan("PKPRINT")) == ["label-printed"]


def test_a_line_refunded_before_the_label_is_taken_out_and_the_rest_goes_on_by_itself(tmp_path: Path) -> None:
    shop = Shop(tmp_path, two_kinds())
    shop.platform.refund(ONE, 1)
    [_, stopped] = shop.scan(SHIRT, BOOK)
    assert (stopped.verdict, stopped.facts["missing"]) == (Verdict.ORDER_RECALLED, "take-out")
    assert "儿童绘本" in load("zh_CN").say(stopped)
    assert shop.order().live_waybills == ()
    [out] = shop.scan(BOOK)
    assert (out.verdict, out.facts["missing"], out.state) == (Verdict.UNDONE, "taken-out", "labelled")
    assert events(out) == ["label-printed"]
    assert verdicts(shop.scan(FIRST)) == ["shipped"]


def test_a_line_refunded_after_the_label_is_taken_out_before_it_leaves(tmp_path: Path) -> None:
    shop = Shop(tmp_path, two_kinds())
    shop.scan(SHIRT, BOOK)
    shop.wait()
    shop.platform.refund(ONE, 1)
    [stopped] = shop.scan(FIRST)
    assert (stopped.verdict, stopped.facts["title"]) == (Verdict.ORDER_RECALLED, "儿童绘本")
    assert verdicts(shop.scan(FIRST, BOOK, FIRST)) == ["order-recalled", "undone", "shipped"]


def test_an_address_changed_before_the_label_stands_on_it(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.platform.move_house(ONE)
    [packed] = shop.scan(SHIRT)
    assert (packed.verdict, packed.state) == (Verdict.ORDER_COMPLETE, "labelled")
    assert "address-changed" in events(packed)
    order = shop.order()
    assert (order.receiver, order.address_changed) == (ELSEWHERE, False)
    assert shop.desk.printing.label(order, order.parcels[0]).receiver.name == ELSEWHERE.name


def test_an_address_changed_after_the_label_never_ships_with_the_old_one(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.scan(SHIRT)
    shop.wait()
    shop.platform.move_house(ONE)
    [stopped] = shop.scan(FIRST)
    assert (stopped.verdict, stopped.facts["missing"]) == (Verdict.NOT_READY, "address-changed")
    assert events(stopped) == ["address-changed"]
    assert verdicts(shop.scan("PKREPRINT", FIRST, SECOND)) == ["label-printed", "label-mismatch", "shipped"]
    owner = shop.desk.store.waybills.owner(FIRST)
    assert owner
    assert owner[0] == "void"


def test_an_address_that_changes_while_a_new_number_is_asked_for_is_the_one_on_the_label(
    tmp_path: Path,
) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.scan(SHIRT)
    shop.platform.move_house(ONE)
    shop.desk.syncing.pull_now()
    shop.wait()
    shop.platform.move_house(ONE, replace(ELSEWHERE, detail="人民路 2 号"))
    assert verdicts(shop.scan("PKREPRINT")) == ["label-printed"]
    assert shop.order().receiver.detail == "人民路 2 号"
    assert shop.order().live_waybills == (SECOND,)


def test_more_goods_told_at_the_gate_open_the_box_again(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.platform.change(ONE, lines=(replace(shirts(ONE, 2).lines[0]),))
    [packed] = shop.scan(SHIRT)
    assert (packed.verdict, packed.state) == (Verdict.ORDER_COMPLETE, "packing")
    assert packed.facts["also"] == "units"
    assert verdicts(shop.scan(SHIRT, FIRST)) == ["order-complete", "shipped"]


# --- the courier ------------------------------------------------------------------------------------------------


def test_a_parcel_goes_onto_the_manifest_only_once_the_platform_let_it_go(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1), shirts(TWO, 1), ship_on="handover")
    shop.scan(ONE, SHIRT, "PKEXIT", TWO, SHIRT, "PKEXIT", "PKHANDOVER")
    shop.wait()
    shop.platform.cancel(ONE)
    [stopped, _, gone] = shop.scan(FIRST, "PKEXIT", SECOND)
    assert (stopped.verdict, gone.verdict) == (Verdict.ORDER_RECALLED, Verdict.HANDED_OVER)
    handover = shop.desk.handing_over.handover()
    assert handover
    assert [parcel.waybill for parcel in handover.taken] == [SECOND]
    assert shop.order().state is State.LABELLED


def test_while_the_platform_is_asked_nothing_is_on_the_manifest(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1), ship_on="handover")
    shop.scan(SHIRT, "PKEXIT", "PKHANDOVER")
    shop.wait()
    asking = shop.desk.scan(FIRST)
    assert asking.facts["missing"] == "gate-asking"
    handover = shop.desk.handing_over.handover()
    assert handover
    assert handover.taken == ()
    assert shop.answer_gate(asking).verdict is Verdict.HANDED_OVER


def test_every_box_the_courier_takes_is_asked_for(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 2), ship_on="handover")
    shop.scan(ONE, SHIRT, "PKNEXTBOX", SHIRT, "PKEXIT", "PKHANDOVER")
    shop.wait()
    shop.scan(FIRST)
    shop.wait()
    shop.scan(SECOND)
    assert shop.platform.asked == [(ONE,)] * 3
    assert shop.order().state is State.SHIPPED


# --- things that happen while the platform is asked -------------------------------------------------------------


def test_an_undo_while_asking_goes_on_with_nothing(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    asking = shop.desk.scan(SHIRT)
    shop.desk.scan("PKUNDO")
    assert shop.answer_gate(asking).facts["missing"] == "gate-over"
    assert (shop.order().state, shop.order().live_waybills) == (State.PACKING, ())
    assert verdicts(shop.scan(SHIRT)) == ["order-complete"]
    assert shop.order().state is State.LABELLED


def test_an_undo_of_the_closed_box_while_asking_ships_nothing(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.scan(SHIRT)
    shop.wait()
    asking = shop.desk.scan(FIRST)
    shop.desk.scan("PKUNDO")
    assert shop.answer_gate(asking).facts["missing"] == "gate-over"
    assert shop.order().state is State.PACKING


@pytest.mark.parametrize("meanwhile", ["PKEXIT", "PKDESKdesk-9", "PKHOLD"])
def test_an_order_left_while_asking_takes_no_number(tmp_path: Path, meanwhile: str) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    asking = shop.desk.scan(SHIRT)
    shop.desk.scan(meanwhile)
    assert shop.answer_gate(asking).facts["missing"] == "gate-over"
    assert shop.order().live_waybills == ()
    assert shop.desk.store.print_jobs.open() == ()


def test_a_box_closed_and_left_still_ships_when_the_platform_lets_it_go(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.scan(SHIRT)
    shop.wait()
    asking = shop.desk.scan(FIRST)
    shop.desk.scan("PKEXIT")
    assert shop.answer_gate(asking).verdict is Verdict.SHIPPED


def test_another_packer_does_not_ship_what_this_one_scanned(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    take_in(shop.desk, Person("A1", "安", Role.PACKER), Person("B2", "包", Role.PACKER))
    shop.scan("PKUSERA1", SHIRT)
    shop.wait()
    asking = shop.desk.scan(FIRST)
    shop.desk.scan("PKUSERB2")
    assert shop.answer_gate(asking).facts["missing"] == "gate-over"
    assert shop.order().state is State.LABELLED
    assert verdicts(shop.scan(FIRST)) == ["shipped"]


def test_a_cancel_that_a_sync_brings_while_asking_wins(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    asking = shop.desk.scan(SHIRT)
    gate = shop.desk.gates.plan(asking.gates[0])
    assert gate
    told = shop.desk.gates.act(gate)
    shop.platform.cancel(ONE)
    shop.desk.syncing.pull_now()
    shop.desk.gates.settle(told)
    assert (shop.order().state, shop.order().live_waybills) == (State.CANCELLED, ())


def test_a_cancel_between_two_answers_is_not_forgotten_for_the_older_one(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.scan(SHIRT)
    shop.wait()
    gate = shop.desk.gates.plan(shop.desk.scan(FIRST).gates[0])
    assert gate
    told = shop.desk.gates.act(gate)
    shop.platform.cancel(ONE)
    shop.desk.syncing.pull_now()
    shop.desk.gates.settle(told)
    assert (str(shop.order().recall), shop.order().state) == ("cancelled", State.LABELLED)


@pytest.mark.parametrize("called_off", [{"status": "TRADE_CLOSED"}, {"word": "WAIT_SELLER_AGREE"}])
def test_what_a_gate_stopped_does_not_leave_on_an_older_copy_of_the_same_second(
    tmp_path: Path, called_off: dict[str, str]
) -> None:
    """A round has read the order just before the buyer called it off, and is stored only after the gate."""
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.scan(SHIRT)
    shop.wait()
    read_before = shop.platform.change(ONE, urges=1)
    fetched = shop.desk.syncing.fetch()
    if "word" in called_off:
        shop.platform.refund(ONE, **called_off)  # type: ignore[arg-type]
    else:
        shop.platform.change(ONE, **called_off)
    shop.platform.change(ONE)
    shop.platform.orders[ONE] = replace(shop.platform.orders[ONE], modified_at=read_before.modified_at)
    assert verdicts(shop.scan(FIRST)) == ["order-recalled"]
    for _ in shop.desk.syncing.apply(fetched):
        pass
    assert verdicts(shop.scan(FIRST)) == ["order-recalled"]
    assert shop.order().state is State.LABELLED


def test_news_of_an_order_end_what_the_platform_said_of_it_before(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.scan(SHIRT)
    shop.platform.change(ONE, urges=1)
    shop.desk.syncing.pull_now()
    assert verdicts(shop.scan(FIRST)) == ["shipped"]
    assert shop.platform.asked == [(ONE,), (ONE,)]


def test_two_orders_at_their_gates_at_once_each_get_their_own_answer(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1), shirts(TWO, 1))
    shop.scan(ONE, SHIRT, "PKEXIT", TWO, SHIRT, "PKEXIT")
    shop.wait()
    first, second = shop.desk.scan(FIRST), shop.desk.scan(SECOND)
    shop.platform.cancel(ONE)
    assert shop.answer_gate(second).verdict is Verdict.SHIPPED
    assert shop.answer_gate(first).verdict is Verdict.ORDER_RECALLED
    assert (shop.order().state, shop.order(TWO).state) == (State.LABELLED, State.SHIPPED)


def test_the_next_item_waits_while_the_box_is_at_the_gate(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1), shirts(TWO, 1))
    shop.scan(ONE, SHIRT)
    shop.wait()
    gate = shop.desk.gates.plan(shop.desk.scan(FIRST).gates[0])
    assert gate
    waits = shop.desk.scan(SHIRT)
    assert (waits.verdict, waits.facts["missing"]) == (Verdict.NOT_READY, "gate")
    again = shop.desk.scan(FIRST)
    assert (again.facts["missing"], again.gates) == ("gate-asking", ())
    assert shop.desk.gates.settle(shop.desk.gates.act(gate)).verdict is Verdict.SHIPPED
    assert verdicts(shop.scan(SHIRT)) == ["order-complete"]


def test_a_gate_nobody_followed_stands_in_nobodys_way(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.desk.scan(SHIRT)
    assert shop.order().state is State.PACKED
    assert verdicts(shop.scan("PKPRINT")) == ["label-printed"]


# --- the journal ------------------------------------------------------------------------------------------------


def test_every_gate_has_its_row_in_the_journal(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.scan(SHIRT)
    rows = shop.desk.store.database.all(
        "SELECT verb, verdict FROM journal WHERE verb IN ('scan', 'gate', 'print')"
    )
    assert rows == [("scan", "order-complete"), ("gate", "command-ok"), ("print", "label-printed")]
    assert shop.order().parcels[0].label is Printed.PRINTED
