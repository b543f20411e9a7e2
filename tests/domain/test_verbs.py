"""Every verb in every state: the table allows what it lists and refuses everything else, with the right verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from packstation.domain import agreements, parcels, renumbering, ticking, together, verbs, without_parcel
from packstation.domain.moves import MOVES, Verb, stop_verdict
from packstation.domain.order import Hold, HoldKind, Line, Order, Parcel, Printed, Recall, Receiver, State
from packstation.domain.scan import Verdict
from packstation.errors import Refusal
from tests.builders import NOON, make_order

LINE = Line("1", "TS-L", 2, "白色棉T恤", "L", inspect=("无污渍",))
BOX = Parcel(1, contents=(("1", 2),))
LABELLED_BOX = replace(BOX, carrier="YTO", waybill="YT1", label=Printed.PRINTED, prints=1)


def order_in(state: State, verb: Verb) -> Order:
    """An order in this state, so far along that nothing but the state can refuse the verb."""
    line, box = replace(LINE, got=2, checked=True), BOX
    if verb in (Verb.COUNT, Verb.SHIP_WITHOUT_PARCEL):
        line, box = replace(LINE, got=0), Parcel(1)
    if verb in (Verb.NEXT_PARCEL, Verb.WAIVE):
        line, box = replace(LINE, got=1), Parcel(1, contents=(("1", 1),))
    if verb in (Verb.PASS, Verb.FAIL):
        line = replace(LINE, got=2)
    if verb is Verb.TAKE_OUT:
        line = replace(line, refund="SUCCESS")
    if verb in (Verb.LABEL, Verb.SHIP, Verb.CLOSE_PARCEL, Verb.VOID, Verb.UNPACK):
        box = LABELLED_BOX
    order = make_order("1", line, state=state, wishes=["礼盒"], parcels=(box,))
    ticked = verb not in (Verb.TICK, Verb.DROP_WISH)
    order = replace(order, wishes=tuple(replace(wish, ticked=ticked) for wish in order.wishes))
    if state is State.HELD:
        kind = {Verb.SHIP_ALONG: HoldKind.JOINED, Verb.SHIP_WITHOUT_PARCEL: HoldKind.NO_PARCEL}.get(
            verb, HoldKind.DESK
        )
        order = replace(order, hold=Hold(kind, "later"))
    if verb is Verb.UNDO:
        counted = verbs.count(make_order("1", replace(LINE, quantity=3), state=State.PACKING), "1", 2)
        order = replace(order, trail=counted.trail)
    return replace(order, recall=Recall.CANCELLED) if verb is Verb.UNPACK else order


ACTS: dict[Verb, Callable[[Order], Order]] = {
    Verb.CONFIRM: verbs.confirm,
    Verb.REVIEW: lambda order: verbs.review(order, ()),
    Verb.OPEN: verbs.open_order,
    Verb.PUT_BACK: verbs.put_back,
    Verb.COUNT: lambda order: verbs.count(order, "1"),
    Verb.TAKE_OUT: lambda order: verbs.take_out(order, "1"),
    Verb.UNDO: lambda order: verbs.undo(order)[0],
    Verb.PASS: lambda order: verbs.pass_quality(order)[0],
    Verb.FAIL: lambda order: verbs.fail_quality(order)[0],
    Verb.TICK: lambda order: ticking.tick(order)[0],
    Verb.DROP_WISH: lambda order: ticking.drop(order, 0)[0],
    Verb.CARTON: lambda order: parcels.choose_carton(order, "B3"),
    Verb.NEXT_PARCEL: parcels.next_parcel,
    Verb.CHOOSE_PARCEL: lambda order: parcels.choose_parcel(order, 1),
    Verb.MOVE_UNITS: lambda order: parcels.move_units(order, "1", 1, 1),
    Verb.WEIGH: lambda order: verbs.weigh(order, 500),
    Verb.PACK: verbs.pack,
    Verb.REOPEN: verbs.reopen,
    Verb.TAKE_NUMBER: lambda order: verbs.take_number(order, 1, "YTO", "YT9", "only"),
    Verb.NOTE_LABEL: lambda order: verbs.note_label(order, 1, Printed.PRINTED),
    Verb.LABEL: verbs.label,
    Verb.VOID: verbs.void,
    Verb.CLOSE_PARCEL: lambda order: verbs.close_parcel(order, "YT1"),
    Verb.SHIP: lambda order: verbs.ship(order, NOON),
    Verb.HOLD: lambda order: verbs.hold(order, "later"),
    Verb.RELEASE: verbs.release,
    Verb.CANCEL: verbs.cancel,
    Verb.UNPACK: verbs.unpack,
    Verb.CORRECT: lambda order: agreements.correct_receiver(order, Receiver("王芳", "13900000000")),
    Verb.WAIVE: lambda order: agreements.waive(order, {"1": 1}),
    Verb.PARK: lambda order: agreements.give_up(order, "L1"),
    Verb.LOOK_AGAIN: agreements.look_again,
    Verb.JOIN: lambda order: together.go_along(order, "2", "P1"),
    Verb.SHIP_WITHOUT_PARCEL: lambda order: without_parcel.ship_without_parcel(order, NOON),
    Verb.RENUMBER: lambda order: renumbering.renumber(order, [1], "YTO", "YT2"),
    Verb.SHIP_ALONG: lambda order: together.ship_along(order, NOON),
}


def test_every_verb_is_tried() -> None:
    assert set(ACTS) == set(Verb)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("verb", list(Verb))
def test_every_verb_in_every_state(verb: Verb, state: State) -> None:
    order = order_in(state, verb)
    allowed = MOVES.get((state, verb))
    if allowed is None:
        with pytest.raises(Refusal) as refused:
            ACTS[verb](order)
        assert Verdict(refused.value.reason) in (
            Verdict.NOT_READY,
            Verdict.ORDER_HELD,
            Verdict.ORDER_CANCELLED,
            Verdict.ORDER_RECALLED,
            Verdict.ALREADY_SHIPPED,
        )
        return
    after = ACTS[verb](order)
    assert after.state in allowed
    assert order == order_in(state, verb), "a verb must not touch the order it is given"


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (State.HELD, Verdict.ORDER_HELD),
        (State.CANCELLED, Verdict.ORDER_CANCELLED),
        (State.SHIPPED, Verdict.ALREADY_SHIPPED),
    ],
)
def test_a_refusal_says_what_the_order_is(state: State, verdict: Verdict) -> None:
    with pytest.raises(Refusal) as refused:
        verbs.count(order_in(state, Verb.COUNT), "1")
    assert refused.value.reason == verdict


def test_findings_put_the_order_aside_for_review() -> None:
    from packstation.domain.order import Finding

    order = verbs.review(make_order(state=State.CONFIRMED), (Finding("receiver-name"),))
    assert order.state is State.HELD
    assert order.hold is not None
    assert order.hold.kind is HoldKind.REVIEW
    assert stop_verdict(order) is Verdict.NEEDS_REVIEW
    assert verbs.release(order).findings == ()


def test_one_unit_too_many_is_refused() -> None:
    order = verbs.count(order_in(State.PACKING, Verb.COUNT), "1", 2)
    with pytest.raises(Refusal) as refused:
        verbs.count(order, "1")
    assert refused.value.reason == Verdict.TOO_MANY


def test_the_box_does_not_close_before_quality_and_wishes() -> None:
    order = make_order("1", replace(LINE, got=2), state=State.PACKING, wishes=["礼盒"], parcels=(BOX,))
    with pytest.raises(Refusal) as refused:
        verbs.pack(order)
    assert refused.value.data["missing"] == "quality"
    order, _ = verbs.pass_quality(order)
    with pytest.raises(Refusal) as refused:
        verbs.pack(order)
    assert refused.value.data["missing"] == "wish"
    order, text = ticking.tick(order)
    assert text == "礼盒"
    assert verbs.pack(order).state is State.PACKED


def test_a_second_waybill_number_is_refused_while_the_first_lives() -> None:
    order = order_in(State.PACKED, Verb.TAKE_NUMBER)
    order = verbs.take_number(order, 1, "YTO", "YT1", "only")
    with pytest.raises(Refusal):
        verbs.take_number(order, 1, "YTO", "YT2", "only")
    assert verbs.take_number(verbs.void(order), 1, "YTO", "YT2", "only").live_waybills == ("YT2",)


def test_a_cancel_after_the_label_stays_a_fact_until_unpacked() -> None:
    order = verbs.cancel(order_in(State.LABELLED, Verb.SHIP))
    assert (order.state, order.recall) == (State.LABELLED, Recall.CANCELLED)
    with pytest.raises(Refusal) as refused:
        verbs.ship(order, NOON)
    assert refused.value.reason == Verdict.ORDER_RECALLED
    gone = verbs.unpack(order)
    assert (gone.state, gone.got, gone.live_waybills) == (State.CANCELLED, 0, ())


def test_a_refunded_unit_in_the_box_must_come_out_before_shipping() -> None:
    other = Line("2", "CUP", 1, got=1, checked=True)
    line = replace(LINE, got=2, checked=True, refund="SUCCESS")
    order = make_order("1", line, other, state=State.LABELLED, parcels=(LABELLED_BOX,))
    with pytest.raises(Refusal) as refused:
        verbs.close_parcel(order, "YT1")
    assert refused.value.reason == Verdict.ORDER_RECALLED
    order = verbs.take_out(verbs.take_out(order, "1"), "1")
    assert verbs.close_parcel(order, "YT1").parcels[0].closed


def test_a_wrong_label_closes_nothing() -> None:
    with pytest.raises(Refusal) as refused:
        verbs.close_parcel(order_in(State.LABELLED, Verb.CLOSE_PARCEL), "YT2")
    assert refused.value.reason == Verdict.LABEL_MISMATCH


def test_a_changed_address_stops_the_old_label() -> None:
    order = replace(order_in(State.LABELLED, Verb.SHIP), address_changed=True)
    with pytest.raises(Refusal) as refused:
        verbs.close_parcel(order, "YT1")
    assert refused.value.data["missing"] == "address-changed"
    assert not verbs.void(order).address_changed


def test_undo_takes_back_gestures_one_by_one_latest_first() -> None:
    order = make_order("1", replace(LINE, quantity=3, inspect=()), state=State.PACKING, wishes=["礼盒"])
    order = verbs.count(order, "1", 2)
    order, _ = ticking.tick(order)
    order = verbs.count(order, "1")
    got = []
    for _ in range(3):
        order, step = verbs.undo(order)
        got.append((step.kind, order.got, order.wishes[0].ticked))
    assert got == [("unit", 2, True), ("wish", 2, False), ("unit", 0, False)]
    with pytest.raises(Refusal) as refused:
        verbs.undo(order)
    assert refused.value.reason == Verdict.NOTHING_TO_UNDO


def test_the_line_that_waits_longest_is_checked_first() -> None:
    first, second = replace(LINE, quantity=1), replace(LINE, line="2", sku="CUP", quantity=1)
    order = make_order("1", first, second, state=State.PACKING)
    order = verbs.count(verbs.count(order, "2"), "1")
    order, line = verbs.pass_quality(order)
    assert line.line == "2"
    assert [waiting.line for waiting in order.waiting_for_quality] == ["1"]


def test_a_flawed_unit_must_be_replaced_and_checked_again() -> None:
    order = make_order("1", LINE, state=State.PACKING)
    order = verbs.count(order, "1", 2)
    order, line = verbs.fail_quality(order)
    assert (line.got, order.is_counted) == (1, False)
    order = verbs.count(order, "1")
    assert order.waiting_for_quality
    assert order.parcels[0].units == 2


def test_an_unused_second_box_is_dropped_when_the_order_is_packed() -> None:
    order = make_order("1", replace(LINE, inspect=()), state=State.PACKING)
    order = parcels.next_parcel(verbs.count(order, "1"))
    order = verbs.count(order, "1")
    assert [box.units for box in order.parcels] == [1, 1]
    order, _ = verbs.undo(order)
    order = replace(order, lines=(replace(order.lines[0], quantity=1),))
    assert [box.parcel for box in verbs.pack(order).parcels] == [1]
