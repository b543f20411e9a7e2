"""What a newer word of the platform changes about an order we already have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from packstation.domain import verbs, wishes
from packstation.domain.kept_back import doubt_in, kept_back
from packstation.domain.order import (
    NOT_OURS,
    PARTED,
    REFUND_DONE,
    REFUND_OVER,
    SENT,
    HoldKind,
    Line,
    Order,
    Parcel,
    Recall,
    Receiver,
    State,
    Step,
)
from packstation.domain.status_words import CLOSED, LEFT_ALREADY
from packstation.domain.together import is_along
from packstation.domain.trail import kept
from packstation.domain.without_parcel import needs_no_parcel


class Change(StrEnum):
    """What a piece of news did to the order."""

    DETAILS = "details"
    URGED = "urged"
    RECALLED = "recalled"
    RECALL_OVER = "recall-over"
    LINES = "lines"
    ADDRESS = "address"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class Applied:
    """The order as it is after the news, and what changed (nothing: the news was old or said nothing new)."""

    order: Order
    changes: tuple[Change, ...] = ()


def first_seen(order: Order) -> Order:
    """An order's first state at this desk, from what the platform calls it."""
    found = _first_state(order)
    return replace(found, lines_guessed=False, seen=(), no_parcel=False)


def _first_state(order: Order) -> Order:
    """What the platform's word for an order means at a desk that never heard of it."""
    if order.status in CLOSED:
        return replace(order, state=State.CANCELLED)
    if order.status in LEFT_ALREADY:
        return replace(order, state=State.SHIPPED)
    if hold := kept_back(order):
        return replace(order, state=State.HELD, hold=hold)
    return _settle_recall(order)


def apply(known: Order, news: Order) -> Applied:
    """The known order brought up to date by a newer copy of it; our own work on it is kept.

    A copy that is older than what we have, or says the same, changes nothing. So does any copy after
    shipping.
    """
    if _is_old(known, news):
        return Applied(known)
    merged = _merge(known, news)
    is_same = replace(merged, no_parcel=False) == replace(known, modified_at=news.modified_at)
    if is_same and merged.no_parcel == needs_no_parcel(known):
        return Applied(known)
    if known.state in (State.SHIPPED, State.CANCELLED):
        # only the facts; nothing that would bring a finished order back to the desk
        return Applied(replace(merged, lines=known.lines, no_parcel=False), (Change.DETAILS,))
    return _settled(known, merged)


def refunded(known: Order, refunds: Mapping[str, str]) -> Applied:
    """The known order after what a list of refunds says of its lines, though the order itself was not read.

    Only what stops goods is heeded: what lets them go again is only believed of the whole order.

    Args:
        known: the order as it is.
        refunds: refund words by the platform's number of the line.
    """
    if known.state in (State.SHIPPED, State.CANCELLED):
        return Applied(known)
    final = (PARTED, SENT, REFUND_DONE)
    lines = tuple(
        replace(line, refund=told)
        if (told := refunds.get(line.line, "")) not in REFUND_OVER
        and not line.of
        and line.refund not in final
        else line
        for line in known.lines
    )
    return (
        Applied(known)
        if lines == known.lines
        else _settled(known, replace(known, lines=lines, no_parcel=needs_no_parcel(known)))
    )


def _settled(known: Order, merged: Order) -> Applied:
    """What the facts mean for the order: kept back, taken back, opened again."""
    changes = _changes(known, merged)
    order = _follow_status(known, merged)
    order = _settle_recall(order) if order.state is not State.SHIPPED else order
    order = replace(order, no_parcel=False)
    if order.state is State.CANCELLED or (order.recall and not known.recall):
        changes.append(Change.RECALLED)
    elif known.recall and not order.recall:
        changes.append(Change.RECALL_OVER)
    if Change.ADDRESS in changes and order.live_waybills:
        order = replace(order, address_changed=True)
    return Applied(order, tuple(changes) or (Change.DETAILS,))


def _is_old(known: Order, news: Order) -> bool:
    """Whether the copy was made before ours; copies without a time are taken at their word.

    Times are whole seconds: of two copies of one second the one that says closed is the later one, since
    nothing that was closed is ever open again.
    """
    if not (known.modified_at and news.modified_at):
        return False
    is_reopened = known.status in CLOSED and news.status not in CLOSED
    return news.modified_at < known.modified_at or (is_reopened and news.modified_at == known.modified_at)


def _merge(known: Order, news: Order) -> Order:
    """The platform's facts from the news, the desk's work from what we know."""
    lines, renamed = _merge_lines(known, news)
    receiver, told = _merge_receiver(known, news)
    asked = wishes.merged(known, news)
    return replace(
        news,
        lines_guessed=False,
        seen=(),
        receiver=receiver,
        told=told,
        oaid=news.oaid or known.oaid,
        address_mark=news.address_mark or known.address_mark,
        lines=lines,
        currency=known.currency if news.lines_guessed else news.currency,
        wishes=asked,
        dropped=known.dropped,
        modified_at=news.modified_at or known.modified_at,
        state=known.state,
        hold=known.hold,
        findings=known.findings,
        recall=known.recall,
        address_changed=known.address_changed,
        parcels=tuple(_rename(box, renamed) for box in known.parcels) if renamed else known.parcels,
        trail=_still_true(
            known.trail,
            renamed,
            {line.line for line in lines},
            {wish.text for wish in (*asked, *known.dropped)},
        ),
        shipped_at=known.shipped_at,
        expedited=known.expedited,
    )


def _merge_receiver(known: Order, news: Order) -> tuple[Receiver, Receiver | None]:
    """Where the parcel goes, and where the platform thinks it goes if the desk knows better.

    A correction holds until the platform has it too, or says something it had not said before.
    """
    if known.told is None or news.receiver not in (known.told, known.receiver):
        return news.receiver, None
    return known.receiver, None if news.receiver == known.receiver else known.told


def _rename(box: Parcel, renamed: Mapping[str, str]) -> Parcel:
    """The box with its goods under the names their lines have now."""
    return replace(box, contents=tuple((renamed.get(name, name), count) for name, count in box.contents))


def _still_true(
    trail: tuple[Step, ...], renamed: Mapping[str, str], lines: set[str], asked: set[str]
) -> tuple[Step, ...]:
    """Gestures that can still be taken back: those whose line or wish the order still has."""

    def renewed(step: Step) -> Step | None:
        if step.kind in ("wish", "drop"):
            return step if step.target in asked else None
        if step.kind == "parcel":
            return step
        target = renamed.get(step.target, step.target)
        return replace(step, target=target) if target in lines else None

    return kept(trail, renewed)


def _merge_lines(known: Order, news: Order) -> tuple[tuple[Line, ...], dict[str, str]]:
    """Lines as the platform has them now, with what is in the box, and which of ours got another name.

    A vanished line is wanted no more. An order file that came without its items says nothing about lines.
    """
    if news.lines_guessed:
        return known.lines, {}
    ours = {line.line: line for line in known.lines if not line.of}
    merged: list[Line] = []
    renamed: dict[str, str] = {}
    for line in news.lines:
        old = ours.pop(line.line, None)
        if old is None:
            merged.append(line)
        elif old.sku != line.sku and old.got:
            # other goods under the same number: what is in the box must come out
            renamed[old.line] = f"{old.line}~{old.sku}"
            merged += [replace(old, refund=REFUND_DONE, line=renamed[old.line]), line]
        else:
            kept = old.checked and line.quantity <= old.quantity
            waived = max(0, old.waived - max(0, old.quantity - line.quantity))
            merged.append(replace(line, got=old.got, checked=kept, inspect=old.inspect, waived=waived))
    merged += [
        line if line.refund == PARTED else replace(line, refund=REFUND_DONE)
        for line in ours.values()
        if line.got or line.refund == REFUND_DONE
    ]
    merged += [line for line in known.lines if line.of]  # goods of an order that goes along
    return tuple(merged), renamed


def _changes(known: Order, merged: Order) -> list[Change]:
    changes = []
    if merged.urges > known.urges or (merged.complaint and not known.complaint):
        changes.append(Change.URGED)
    if merged.lines != known.lines:
        changes.append(Change.LINES)
    if (merged.receiver, merged.address_mark) != (known.receiver, known.address_mark):
        changes.append(Change.ADDRESS)
    return changes


def _follow_status(known: Order, order: Order) -> Order:
    """The order after the platform's status word."""
    if order.status in CLOSED:
        return verbs.cancel(order)
    if order.status in LEFT_ALREADY:
        if order.may_bear_label:
            return verbs.cancel(order, Recall.SHIPPED_ELSEWHERE)
        return replace(order, state=State.SHIPPED, hold=None, recall=Recall.NONE)
    if hold := kept_back(order):
        is_own = known.hold is not None and known.hold.kind in NOT_OURS
        if known.state is State.HELD and not is_along(known) and not is_own:
            return order  # whoever lets it go on finds it kept back then
        return replace(order, state=State.HELD, hold=hold)
    if order.hold and order.hold.kind in NOT_OURS:
        was_begun = order.got or order.parcels
        order = replace(order, state=State.REVIEWED if was_begun else State.NEW, hold=None)
    if order.hold and order.hold.kind is HoldKind.REVIEW and _says_otherwise(known, order):
        return replace(order, state=State.CONFIRMED, hold=None, findings=())
    return reopened_if_short(order)


def _says_otherwise(known: Order, order: Order) -> bool:
    """Whether what the review looked at has changed, so that it must look again."""
    return (known.receiver, known.lines, known.carriers_allowed, known.carriers_forbidden) != (
        order.receiver,
        order.lines,
        order.carriers_allowed,
        order.carriers_forbidden,
    )


def reopened_if_short(order: Order) -> Order:
    """A closed box that now lacks something is open again, unless a label may be on it already."""
    if (
        order.state is State.PACKED
        and not order.live_waybills
        and not order.surplus
        and not order.is_ready_to_pack
    ):
        return verbs.reopen(order)
    return order


def _settle_recall(order: Order) -> Order:
    """Refunds of single lines only shrink the order; of all lines they stop it."""
    if order.state is State.CANCELLED or order.recall is Recall.SHIPPED_ELSEWHERE:
        return order
    own = [line.refund for line in order.lines if not line.of and line.refund not in (PARTED, SENT)]
    if doubt_in(order):
        return order  # it is held; whether it was taken back shows when the word is known
    refunds = {refund for refund in own if refund not in REFUND_OVER}
    if not own or any(refund in REFUND_OVER for refund in own):
        back = order.recall is Recall.REFUND or (
            order.recall is Recall.CANCELLED and order.status not in CLOSED
        )
        return replace(order, recall=Recall.NONE) if back else order
    if refunds == {REFUND_DONE}:
        return verbs.cancel(order)
    return replace(order, recall=Recall.REFUND)
