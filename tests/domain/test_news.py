"""What a newer word of the platform does to an order we already work on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from packstation.domain import news, verbs
from packstation.domain.news import Change
from packstation.domain.order import SENT, Hold, HoldKind, Line, Order, Printed, Recall, Receiver, State
from packstation.errors import Refusal
from tests.builders import NOON, make_order

TWO = (Line("1", "TS-L", 2, "T恤"), Line("2", "CUP", 1, "茶杯"))


def later(order: Order, **changes: object) -> Order:
    """The platform's own, newer copy: nothing of our work on it."""
    fresh = make_order(order.number, *(replace(line, got=0) for line in order.lines))
    return replace(fresh, modified_at=NOON, **changes)  # type: ignore[arg-type]


def labelled(*lines: Line) -> Order:
    order = make_order("1", *lines, state=State.PACKING)
    for line in lines:
        order = verbs.count(order, line.line, line.quantity)
    order = verbs.take_number(verbs.pack(order), 1, "YTO", "YT1", "only")
    return verbs.label(verbs.note_label(order, 1, Printed.PRINTED))


def test_the_same_copy_changes_nothing() -> None:
    order = make_order("1", *TWO)
    assert news.apply(order, later(order)).changes == ()


def test_an_older_copy_changes_nothing() -> None:
    order = replace(make_order("1", *TWO), modified_at=NOON)
    old = replace(later(order, status="TRADE_CLOSED"), modified_at=NOON - timedelta(seconds=1))
    assert news.apply(order, old).order is order


def test_a_closed_order_is_not_open_again_in_the_same_second() -> None:
    closed = news.apply(make_order(), replace(make_order(), status="TRADE_CLOSED", modified_at=NOON)).order
    assert closed.state is State.CANCELLED
    before = replace(make_order(), status="WAIT_SELLER_SEND_GOODS", modified_at=NOON)
    assert news.apply(closed, before).order.status == "TRADE_CLOSED"


def test_an_urge_is_heard_and_work_is_kept() -> None:
    order = verbs.count(make_order("1", *TWO, state=State.PACKING), "1")
    after = news.apply(order, later(order, urges=2))
    assert after.changes == (Change.URGED,)
    assert (after.order.urges, after.order.got, after.order.trail) == (2, 1, order.trail)


@pytest.mark.parametrize("state", [State.NEW, State.CONFIRMED, State.REVIEWED, State.PACKING])
def test_a_cancelled_order_is_cancelled_before_its_label(state: State) -> None:
    order = make_order("1", *TWO, state=state)
    after = news.apply(order, later(order, status="TRADE_CLOSED"))
    assert after.order.state is State.CANCELLED
    assert Change.RECALLED in after.changes


def test_a_labelled_order_is_recalled_but_stays_what_it_is() -> None:
    order = labelled(*TWO)
    after = news.apply(order, later(order, status="TRADE_CLOSED_BY_TAOBAO")).order
    assert (after.state, after.recall, after.live_waybills) == (State.LABELLED, Recall.CANCELLED, ("YT1",))


def test_a_refund_asked_for_all_goods_stops_the_order_until_it_is_over() -> None:
    order = make_order("1", *TWO, state=State.PACKING)
    asked = tuple(replace(line, refund="WAIT_SELLER_AGREE") for line in TWO)
    stopped = news.apply(order, later(order, lines=asked)).order
    assert (stopped.state, stopped.recall) == (State.PACKING, Recall.REFUND)
    over = news.apply(stopped, replace(later(order), modified_at=NOON + timedelta(seconds=1)))
    assert over.order.recall is Recall.NONE
    assert Change.RECALL_OVER in over.changes


def test_a_refunded_line_is_wanted_no_more() -> None:
    order = make_order("1", *TWO, state=State.PACKING)
    part = (TWO[0], replace(TWO[1], refund="SUCCESS"))
    after = news.apply(order, later(order, lines=part))
    assert after.changes == (Change.LINES,)
    assert (after.order.units, after.order.recall) == (2, Recall.NONE)


def test_a_refunded_line_already_in_the_box_is_surplus() -> None:
    order = labelled(*TWO)
    after = news.apply(order, later(order, lines=(TWO[0], replace(TWO[1], refund="SUCCESS")))).order
    assert [line.line for line in after.surplus] == ["2"]


def test_a_line_that_vanished_must_come_out_if_it_is_in() -> None:
    order = verbs.count(make_order("1", *TWO, state=State.PACKING), "2")
    after = news.apply(order, later(order, lines=TWO[:1])).order
    assert [(line.line, line.need, line.got) for line in after.lines] == [("1", 2, 0), ("2", 0, 1)]


def test_other_goods_under_the_same_line_number_are_not_taken_for_the_old_ones() -> None:
    order = verbs.count(make_order("1", *TWO, state=State.PACKING), "2")
    swapped = (TWO[0], replace(TWO[1], sku="BOOK"))
    after = news.apply(order, later(order, lines=swapped)).order
    assert {(line.sku, line.need, line.got) for line in after.lines} == {
        ("TS-L", 2, 0),
        ("CUP", 0, 1),
        ("BOOK", 1, 0),
    }


def test_an_address_changed_before_the_number_is_simply_the_address() -> None:
    order = make_order("1", *TWO, state=State.PACKING)
    after = news.apply(order, later(order, receiver=Receiver("王芳"))).order
    assert (after.receiver.name, after.address_changed) == ("王芳", False)


def test_an_address_changed_after_the_label_stops_it() -> None:
    order = labelled(*TWO)
    assert news.apply(order, later(order, receiver=Receiver("王芳"))).order.address_changed


def test_shipped_elsewhere() -> None:
    order = make_order("1", *TWO, state=State.PACKING)
    assert news.apply(order, later(order, status="WAIT_BUYER_CONFIRM_GOODS")).order.state is State.SHIPPED
    bearing = labelled(*TWO)
    after = news.apply(bearing, later(bearing, status="TRADE_FINISHED")).order
    assert (after.state, after.recall) == (State.LABELLED, Recall.SHIPPED_ELSEWHERE)


def test_nothing_brings_a_shipped_order_back_to_the_desk() -> None:
    order = replace(labelled(*TWO), state=State.SHIPPED, shipped_at=NOON)
    after = news.apply(order, later(order, status="TRADE_CLOSED", urges=1))
    assert (after.order.state, after.order.recall, after.order.got) == (State.SHIPPED, Recall.NONE, 3)


def test_an_unpaid_order_waits_and_goes_on_when_paid() -> None:
    order = news.first_seen(make_order("1", *TWO, status="WAIT_BUYER_PAY"))
    assert order.hold is not None
    assert order.hold.kind is HoldKind.UNPAID
    assert news.apply(order, later(order)).order.state is State.NEW


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("TRADE_CLOSED", State.CANCELLED),
        ("TRADE_FINISHED", State.SHIPPED),
        ("WAIT_SELLER_SEND_GOODS", State.NEW),
        ("SELLER_CONSIGNED_PART", State.NEW),
    ],
)
def test_first_seen(status: str, state: State) -> None:
    assert news.first_seen(make_order("1", *TWO, status=status)).state is state


def test_more_units_wanted_open_the_closed_box_again() -> None:
    order = make_order("1", TWO[0], state=State.PACKING)
    order = verbs.pack(verbs.count(order, "1", 2))
    after = news.apply(order, later(order, lines=(replace(TWO[0], quantity=3),))).order
    assert after.state is State.PACKING


def test_a_corrected_order_is_looked_over_again() -> None:
    from packstation.domain.order import Finding

    order = verbs.review(make_order("1", *TWO, state=State.CONFIRMED), (Finding("receiver-phone"),))
    assert news.apply(order, later(order, urges=1)).order.state is State.HELD
    fixed = news.apply(order, later(order, receiver=Receiver("李明", "13800000000"))).order
    assert (fixed.state, fixed.hold, fixed.findings) == (State.CONFIRMED, None, ())


def test_nobody_can_release_what_was_not_paid() -> None:
    from packstation.domain.scan import Verdict
    from packstation.errors import Refusal

    order = news.first_seen(make_order("1", *TWO, status="WAIT_BUYER_PAY"))
    with pytest.raises(Refusal) as refused:
        verbs.release(order)
    assert refused.value.reason == Verdict.ORDER_HELD


# --- what only the platform can let go
def test_an_order_the_platform_keeps_back_waits_and_comes_back_by_itself() -> None:
    order = verbs.count(make_order("1", *TWO, state=State.PACKING), "1")
    kept = news.apply(order, later(order, status="PAID_FORBID_CONSIGN")).order
    assert (kept.state, kept.hold and kept.hold.kind, kept.got) == (State.HELD, HoldKind.PLATFORM, 1)
    with pytest.raises(Refusal):
        verbs.release(kept)
    free = news.apply(kept, replace(later(order), modified_at=NOON + timedelta(seconds=1))).order
    assert (free.state, free.hold, free.got) == (State.REVIEWED, None, 1)


def test_a_labelled_order_the_platform_keeps_back_does_not_leave() -> None:
    order = labelled(*TWO)
    kept = news.apply(order, later(order, status="PAID_FORBID_CONSIGN")).order
    assert (kept.state, kept.live_waybills) == (State.HELD, ("YT1",))


def test_a_status_nobody_knows_is_no_leave_to_ship() -> None:
    assert news.first_seen(make_order("1", *TWO, status="SOMETHING_NEW")).hold == Hold(HoldKind.PLATFORM)
    assert news.first_seen(make_order("1", *TWO, status="WAIT_BUYER_PAY")).hold == Hold(HoldKind.UNPAID)


@pytest.mark.parametrize(
    ("status", "kind"), [("WAIT_BUYER_PAY", HoldKind.UNPAID), ("PAID_FORBID_CONSIGN", HoldKind.PLATFORM)]
)
def test_letting_an_order_go_on_does_not_undo_the_platforms_own_hold(status: str, kind: HoldKind) -> None:
    held = verbs.hold(make_order("1", *TWO, state=State.REVIEWED), "asked")
    kept = news.apply(held, later(held, status=status)).order
    assert kept.hold is not None
    assert kept.hold.kind is HoldKind.DESK
    after = verbs.release(kept)
    assert (after.state, after.hold) == (State.HELD, Hold(kind))


def test_a_line_that_left_already_is_wanted_no_more_and_stops_nothing() -> None:
    order = make_order("1", *TWO, state=State.PACKING)
    part = news.apply(
        order, later(order, status="SELLER_CONSIGNED_PART", lines=(replace(TWO[0], refund=SENT), TWO[1]))
    )
    assert (part.order.units, part.order.recall, part.order.state) == (1, Recall.NONE, State.PACKING)


# --- addresses behind stars
def test_another_address_behind_the_same_stars_is_seen() -> None:
    order = replace(labelled(*TWO), oaid="A1", address_mark="")
    after = news.apply(order, later(order, oaid="B2", address_mark="1:2026-11-11 12:00:00"))
    assert after.order.address_changed
    assert Change.ADDRESS in after.changes
    assert (after.order.oaid, after.order.address_mark) == ("B2", "1:2026-11-11 12:00:00")


def test_an_oaid_that_changes_with_the_week_is_no_other_address() -> None:
    order = replace(labelled(*TWO), oaid="A1", address_mark="1")
    after = news.apply(order, later(order, oaid="B2"))
    assert not after.order.address_changed
    assert (after.order.oaid, after.order.address_mark) == ("B2", "1")
