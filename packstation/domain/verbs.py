"""What may be done to an order: verbs that take one and give a new one.

Each moves along the table in ``moves`` or raises ``Refusal`` with the verdict to show.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from packstation.domain.boxes import current_parcel, parcel_of, shift, taken_out, with_parcel
from packstation.domain.kept_back import kept_back
from packstation.domain.leaving import ready_to_leave
from packstation.domain.moves import Verb, move
from packstation.domain.order import (
    NOT_OURS,
    Finding,
    Hold,
    HoldKind,
    Line,
    Order,
    Parcel,
    Printed,
    Recall,
    State,
    Step,
)
from packstation.domain.parcels import moved_back
from packstation.domain.scan import Verdict
from packstation.domain.ticking import opened_again, put_back_on
from packstation.domain.trail import kept, last_gesture
from packstation.errors import Refusal


def _with_line(order: Order, line: Line) -> tuple[Line, ...]:
    return tuple(line if old.line == line.line else old for old in order.lines)


def confirm(order: Order) -> Order:
    """The desk takes the order on."""
    return move(order, Verb.CONFIRM, State.CONFIRMED)


def review(order: Order, findings: tuple[Finding, ...]) -> Order:
    """The order was looked over: clean ones go on, the others wait for a person."""
    if not findings:
        return replace(move(order, Verb.REVIEW, State.REVIEWED), findings=())
    return replace(move(order, Verb.REVIEW, State.HELD), findings=findings, hold=Hold(HoldKind.REVIEW))


def open_order(order: Order) -> Order:
    """The goods are fetched; units may be counted now."""
    order = move(order, Verb.OPEN, State.PACKING)
    return order if order.parcels else replace(order, parcels=(Parcel(parcel=1),))


def put_back(order: Order) -> Order:
    """All goods go back to their shelves; nothing of the packing is kept, but what holds the order is."""
    if order.live_waybills:
        raise Refusal(Verdict.NOT_READY, missing="void-first", order=order.number)
    lines = tuple(replace(line, got=0, checked=False) for line in order.lines)
    wishes = tuple(replace(wish, ticked=False) for wish in order.wishes)
    to = State.HELD if order.state is State.HELD else State.REVIEWED
    return replace(move(order, Verb.PUT_BACK, to), lines=lines, wishes=wishes, parcels=(), trail=())


def count(order: Order, line_name: str, amount: int = 1, mark: str = "", *, goes_on: bool = False) -> Order:
    """``amount`` units of a line go into the box.

    ``mark`` is the serial number of a single unit; ``goes_on``: the same scan has filled a line before.
    """
    order = move(order, Verb.COUNT, State.PACKING)
    line = order.line_of(line_name)
    if line.got + amount > line.need:
        raise Refusal(
            Verdict.TOO_MANY, order=order.number, line=line.line, got=line.got, need=line.need, amount=amount
        )
    parcel = current_parcel(order)
    return replace(
        order,
        lines=_with_line(order, replace(line, got=line.got + amount, checked=False)),
        parcels=with_parcel(order, shift(parcel, line.line, amount)),
        trail=(*order.trail, Step("unit", line.line, amount, parcel.parcel, mark, goes_on)),
    )


def take_out(order: Order, line_name: str) -> Order:
    """A unit that is no longer wanted (its line was refunded) leaves the box again."""
    line = order.line_of(line_name)
    if line.got <= line.need:
        raise Refusal(Verdict.TOO_MANY, order=order.number, line=line.line, got=line.got, need=line.need)
    return _one_less(order, line)


def without_emptied(order: Order) -> tuple[Order, tuple[str, ...]]:
    """A closed order without the boxes that hold nothing any more, and the numbers on their labels.

    An empty box must neither leave nor be told to the platform; where all are empty the order is recalled.
    """
    if order.state not in (State.PACKED, State.LABELLED) or not any(box.contents for box in order.parcels):
        return order, ()
    numbers = tuple(box.waybill for box in order.parcels if box.waybill and not box.contents)
    return replace(order, parcels=tuple(box for box in order.parcels if box.contents)), numbers


def take_back(order: Order, line_name: str) -> Order:
    """A unit counted by mistake leaves the box; the line's checks must be answered again.

    Raises:
        Refusal: none of this line is in the box.
    """
    order = move(order, Verb.UNDO, State.PACKING)
    line = order.line_of(line_name)
    if line.got < 1:
        raise Refusal(Verdict.NOTHING_TO_UNDO, order=order.number, line=line.line, got=0, need=line.need)
    return _one_less(order, replace(line, checked=False))


def _one_less(order: Order, line: Line) -> Order:
    """One unit of the line less in the last box that holds any, and in the memory of what was counted."""
    holder = next(
        (box for box in reversed(order.parcels) if line.line in dict(box.contents)), current_parcel(order)
    )
    last = next(
        (step for step in reversed(order.trail) if step.kind == "unit" and step.target == line.line), None
    )

    def less(step: Step) -> Step | None:
        if step is not last:
            return step
        return replace(step, amount=step.amount - 1) if step.amount > 1 else None

    return replace(
        move(order, Verb.TAKE_OUT, order.state),
        lines=_with_line(order, replace(line, got=line.got - 1)),
        parcels=with_parcel(order, shift(holder, line.line, -1)),
        trail=kept(order.trail, less),
    )


def undo(order: Order) -> tuple[Order, Step]:
    """The last gesture on the goods is taken back, whole; gives its last step."""
    order = move(order, Verb.UNDO, State.PACKING)
    if not order.trail:
        raise Refusal(Verdict.NOTHING_TO_UNDO, order=order.number)
    before, steps = last_gesture(order.trail)
    order = replace(order, trail=before)
    for step in reversed(steps):
        order = _without(order, step)
    return order, steps[-1]


def _without(order: Order, step: Step) -> Order:
    """The order as it was before a step."""
    match step.kind:
        case "unit":
            line = order.line_of(step.target)
            lines = _with_line(order, replace(line, got=max(0, line.got - step.amount), checked=False))
            return replace(order, lines=lines, parcels=taken_out(order, line.line, step.amount, step.parcel))
        case "move" | "split":
            return moved_back(order, step)
        case "parcel":
            return order
        case "wish":
            return opened_again(order, step.target)
        case "drop":
            return put_back_on(order, step.target)
        case _:
            line = order.line_of(step.target)
            return replace(order, lines=_with_line(order, replace(line, checked=False)))


def pass_quality(order: Order) -> tuple[Order, Line]:
    """All checks of the line that waits longest are passed; gives that line."""
    order = move(order, Verb.PASS, State.PACKING)
    waiting = order.waiting_for_quality
    if not waiting:
        raise Refusal(Verdict.NOT_READY, missing="no-quality", order=order.number)
    line = replace(waiting[0], checked=True)
    return replace(order, lines=_with_line(order, line), trail=(*order.trail, Step("pass", line.line))), line


def fail_quality(order: Order) -> tuple[Order, Line]:
    """One unit of the line that waits longest is flawed: it leaves the box and must be replaced."""
    order = move(order, Verb.FAIL, State.PACKING)
    waiting = order.waiting_for_quality
    if not waiting:
        raise Refusal(Verdict.NOT_READY, missing="no-quality", order=order.number)
    line = replace(waiting[0], got=waiting[0].got - 1, checked=False)
    holder = next(
        (box for box in reversed(order.parcels) if line.line in dict(box.contents)), current_parcel(order)
    )
    return replace(
        order,
        lines=_with_line(order, line),
        parcels=with_parcel(order, shift(holder, line.line, -1)),
        # what was counted before the flaw was found can no longer be taken back one by one
        trail=kept(
            order.trail,
            lambda step: step if step.target != line.line or step.kind in ("wish", "drop") else None,
        ),
    ), line


def weigh(order: Order, weight_g: int) -> Order:
    """The box on the desk was weighed (grams, gross)."""
    order = move(order, Verb.WEIGH, order.state)
    box = replace(current_parcel(order), weight_g=weight_g, doubt_g=None, vouched="")
    return replace(order, parcels=with_parcel(order, box))


def pack(order: Order) -> Order:
    """Everything is in, checked and as wished: the box is closed. A box opened and never used is dropped."""
    if not order.is_ready_to_pack:
        raise Refusal(Verdict.NOT_READY, missing=missing(order), order=order.number)
    boxes = tuple(box for box in order.parcels if box.contents)
    return replace(move(order, Verb.PACK, State.PACKED), parcels=boxes)


def missing(order: Order) -> str:
    """The first thing that is missing before the box can be closed, as the key of its words."""
    if not order.is_counted:
        return "units"
    if order.waiting_for_quality:
        return "quality"
    return "wish" if order.open_wishes else "label"


def reopen(order: Order) -> Order:
    """The closed box is opened again; a number that was taken must be voided first."""
    if order.live_waybills:
        raise Refusal(Verdict.NOT_READY, missing="void-first", order=order.number)
    return move(order, Verb.REOPEN, State.PACKING)


def take_number(order: Order, parcel: int, carrier: str, waybill: str, why: str) -> Order:
    """The parcel gets its one waybill number; a second one is refused while the first lives."""
    order = move(order, Verb.TAKE_NUMBER, State.PACKED)
    box = parcel_of(order, parcel)
    if box.waybill:
        raise Refusal(Verdict.NOT_READY, missing="void-first", order=order.number)
    return replace(order, parcels=with_parcel(order, replace(box, carrier=carrier, waybill=waybill, why=why)))


def note_label(order: Order, parcel: int, outcome: Printed, before: Printed = Printed.PRINTED) -> Order:
    """What is known of the parcel's label now; a print-out that may exist counts as one.

    A reprint that failed does not undo the earlier label: of that is still known what was known ``before``.
    A label in doubt that was found is the one counted already.
    """
    order = move(order, Verb.NOTE_LABEL, order.state)
    box = parcel_of(order, parcel)
    if outcome is Printed.FAILED and box.prints:
        outcome = before
        box = replace(box, prints=box.prints - 1)
    is_another = box.label is not Printed.UNKNOWN and outcome in (Printed.PRINTED, Printed.UNKNOWN)
    prints = box.prints + is_another
    return replace(order, parcels=with_parcel(order, replace(box, label=outcome, prints=prints)))


def label(order: Order) -> Order:
    """Every box bears its label."""
    if not order.parcels or any(not box.waybill or box.label != Printed.PRINTED for box in order.parcels):
        raise Refusal(Verdict.NOT_READY, missing="label", order=order.number)
    return move(order, Verb.LABEL, State.LABELLED)


def void(order: Order) -> Order:
    """The order's waybill numbers are given up; its labels must be torn off."""
    boxes = tuple(
        replace(box, carrier="", waybill="", why="", label=Printed.NONE, prints=0, closed=False)
        for box in order.parcels
    )
    return replace(move(order, Verb.VOID, State.PACKED), parcels=boxes, address_changed=False)


def close_parcel(order: Order, waybill: str) -> Order:
    """The label on the box was scanned and is this parcel's: right label on right box."""
    order = move(order, Verb.CLOSE_PARCEL, State.LABELLED)
    ready_to_leave(order)
    box = next((box for box in order.parcels if box.waybill == waybill), None)
    if box is None:
        raise Refusal(Verdict.LABEL_MISMATCH, order=order.number, waybill=waybill)
    return replace(order, parcels=with_parcel(order, replace(box, closed=True)))


def ship(order: Order, at: datetime) -> Order:
    """The order is confirmed as shipped (UTC); after this nothing about it changes any more."""
    moved = move(order, Verb.SHIP, State.SHIPPED)
    ready_to_leave(order)
    return replace(moved, shipped_at=at, trail=())


def hold(order: Order, reason: str, by: str = "", until: datetime | None = None) -> Order:
    """The order is put aside with everything that is already in its box."""
    return replace(move(order, Verb.HOLD, State.HELD), hold=Hold(HoldKind.DESK, reason, by, until))


def release(order: Order) -> Order:
    """A person looked at it and lets it go on, findings settled; the platform's own hold stays."""
    if order.hold and order.hold.kind in NOT_OURS:
        raise Refusal(
            Verdict.ORDER_HELD, missing=order.hold.kind.value, order=order.number, reason=order.hold.reason
        )
    if order.hold and order.hold.kind is HoldKind.JOINED:
        raise Refusal(Verdict.ORDER_HELD, missing="joined", order=order.number, reason=order.hold.reason)
    released = replace(move(order, Verb.RELEASE, State.REVIEWED), hold=None, findings=())
    if hold := kept_back(order):
        return replace(released, state=State.HELD, hold=hold)
    return released


def cancel(order: Order, recall: Recall = Recall.CANCELLED) -> Order:
    """The platform takes the order back; with a label perhaps on the box that stays a fact until unpacked."""
    if order.may_bear_label:
        return replace(move(order, Verb.CANCEL, order.state), recall=recall)
    order = move(order, Verb.CANCEL, State.CANCELLED)
    boxes = tuple(replace(box, carrier="", waybill="") for box in order.parcels)
    return replace(order, hold=None, recall=Recall.NONE, parcels=boxes)


def unpack(order: Order) -> Order:
    """The worker took a recalled parcel apart: label torn off, goods back on their shelves.

    A refund that is only asked for may still be withdrawn: the order then waits, stopped but whole.
    """
    if not order.recall:
        raise Refusal(Verdict.NOT_READY, missing="not-recalled", order=order.number)
    to = {Recall.REFUND: State.REVIEWED, Recall.SHIPPED_ELSEWHERE: State.SHIPPED}.get(
        order.recall, State.CANCELLED
    )
    kept = order.recall if order.recall is Recall.REFUND else Recall.NONE
    lines = tuple(replace(line, got=0, checked=False) for line in order.lines)
    wishes = tuple(replace(wish, ticked=False) for wish in order.wishes)
    order = move(order, Verb.UNPACK, to)
    return replace(order, lines=lines, wishes=wishes, parcels=(), trail=(), recall=kept, hold=None)
