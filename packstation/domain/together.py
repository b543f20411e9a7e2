"""Orders of one receiver in one parcel: one leads and takes the goods of the others in among its own lines.

An order that goes along waits with the hold ``joined``; its lines stand in the leading order under
``NUMBER:LINE`` until it ships, or until it goes its own way again. What is in the box by then comes out like
goods that were refunded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from packstation.domain.agreements import TO_CANCEL
from packstation.domain.moves import Verb, move, stop_verdict
from packstation.domain.order import (
    PARTED,
    REFUND_DONE,
    Asked,
    Finding,
    Hold,
    HoldKind,
    Line,
    Order,
    Parcel,
    Recall,
    State,
    Step,
    Wish,
)
from packstation.domain.scan import Verdict
from packstation.domain.shipment import Piece
from packstation.domain.trail import kept
from packstation.errors import Refusal

SAME_RECEIVER = "same-receiver"
"""The finding of a review that more is on its way to the same door."""

_NOT_STARTED = frozenset({State.NEW, State.CONFIRMED, State.REVIEWED, State.PACKING})
_CLOSED = frozenset({State.PACKED, State.LABELLED})


def is_along(order: Order) -> bool:
    """Whether the order goes, or went, in the parcel of another one."""
    return order.hold is not None and order.hold.kind is HoldKind.JOINED


def lead_of(order: Order) -> str:
    """The number of the order in whose parcel this one goes; empty where it goes by itself."""
    return order.hold.reason if order.hold is not None and is_along(order) else ""


def members(order: Order) -> tuple[str, ...]:
    """Numbers of the orders that go along with this one."""
    return tuple(dict.fromkeys(line.of for line in order.lines if line.of))


def misfit(lead: Order, other: Order) -> str:
    """Why two orders cannot go in one parcel, as the key of its words; empty when they can."""
    if (lead.platform, lead.shop) != (other.platform, other.shop):
        return "other-shop"
    if lead.receiver != other.receiver or ("*" in lead.receiver.name and lead.buyer != other.buyer):
        return "other-receiver"
    carriers = (set(lead.carriers_allowed), set(lead.carriers_forbidden))
    if carriers != (set(other.carriers_allowed), set(other.carriers_forbidden)):
        return "other-carriers"
    return ""


def may_lead(order: Order) -> bool:
    """Whether more goods may still go into this order's parcel."""
    if order.recall or order.surplus or is_along(order):
        return False
    return order.state in _NOT_STARTED or _waits_only_for_company(order)


def may_go_along(order: Order) -> bool:
    """Whether nothing of the order is in a box, and nothing else keeps it back."""
    is_free = not (order.recall or order.got or order.live_waybills or members(order))
    return is_free and (order.state in _NOT_STARTED or _waits_only_for_company(order))


def _waits_only_for_company(order: Order) -> bool:
    """Held by a review that found nothing but the other order."""
    is_review = order.hold is not None and order.hold.kind is HoldKind.REVIEW
    return (
        order.state is State.HELD
        and is_review
        and {finding.code for finding in order.findings} == {SAME_RECEIVER}
    )


def leader(orders: Sequence[Order]) -> Order:
    """Which of them leads: one that was begun, else the one due first."""
    return min(orders, key=lambda order: (not members(order), not order.got, order.ship_by, order.number))


# --- going along --------------------------------------------------------------------------------------------


def go_along(order: Order, lead: str, by: str) -> Order:
    """The order waits to be sent in the parcel of another one."""
    order = replace(move(order, Verb.JOIN, State.HELD), hold=Hold(HoldKind.JOINED, lead, by))
    return replace(order, findings=(), parcels=(), trail=())


def taken_in(lead: Order, other: Order) -> Order:
    """The leading order with what the other wants now: its lines and what its buyer asked for."""
    lead = _under_other_names(_asking_again(lead, other), other)
    there = {line.line: line for line in lead.lines if line.of == other.number}
    wanted = [_line_of(other, line, there.pop(name_of(other, line), None)) for line in other.lines]
    gone = [replace(line, refund=REFUND_DONE) for line in there.values() if line.got]
    new = (*wanted, *gone)
    names = {line.line for line in new}
    own = tuple(line for line in lead.lines if line.of != other.number and line.line not in names)
    return _with(lead, (*own, *new), _wishes_with(lead, other))


def name_of(other: Order, line: Line) -> str:
    """What a line of an order that goes along is called in the leading one."""
    return f"{other.number}:{line.line}"


def _under_other_names(lead: Order, other: Order) -> Order:
    """Goods in the box whose line wants something else by now, under another name: they must come out."""
    wanted = {name_of(other, line): line.sku for line in other.lines}
    names = {line.line for line in lead.lines}
    renamed: dict[str, str] = {}
    for line in lead.lines:
        if line.of == other.number and line.got and wanted.get(line.line, line.sku) != line.sku:
            name = f"{line.line}~{line.sku}"
            while name in names:
                name += "~"
            renamed[line.line] = name
    return _renamed(lead, renamed) if renamed else lead


def _renamed(order: Order, names: Mapping[str, str]) -> Order:
    """The order, what lies in its boxes and what can be taken back, with lines under other names."""

    def anew(step: Step) -> Step:
        is_wish = step.kind in ("wish", "drop")
        return step if is_wish else replace(step, target=names.get(step.target, step.target))

    return replace(
        order,
        lines=tuple(replace(line, line=names.get(line.line, line.line)) for line in order.lines),
        parcels=tuple(
            replace(box, contents=tuple((names.get(name, name), count) for name, count in box.contents))
            for box in order.parcels
        ),
        trail=kept(order.trail, anew),
    )


def _line_of(other: Order, line: Line, there: Line | None) -> Line:
    """A line as it stands in the leading order, with what is in the box already."""
    named = replace(line, line=name_of(other, line), of=other.number, got=0, checked=False)
    if there is None or there.sku != line.sku:
        return named
    checked = there.checked and line.quantity <= there.quantity
    waived = max(0, there.waived - max(0, there.quantity - line.quantity))
    return replace(named, got=there.got, checked=checked, waived=waived)


def _asking_again(lead: Order, other: Order) -> Order:
    """The leading order as another one's buyer joins in: what was done or taken off before is asked again."""
    if other.number in members(lead):
        return lead
    asked = {wish.text for wish in _said(other) if not wish.ticked}
    wishes = (replace(wish, ticked=wish.ticked and wish.text not in asked) for wish in lead.wishes)
    dropped = tuple(wish for wish in lead.dropped if wish.text not in asked)
    trail = kept(
        lead.trail,
        lambda step: None if step.kind in ("wish", "drop") and step.target in asked else step,
    )
    return replace(lead, wishes=tuple(wishes), dropped=dropped, trail=trail)


def _said(order: Order) -> tuple[Wish, ...]:
    """What the people of an order asked for, whatever its goods and its shop want."""
    return tuple(wish for wish in order.wishes if wish.source not in (Asked.SKU, Asked.SHOP))


def _wishes_with(lead: Order, other: Order) -> tuple[Wish, ...]:
    """What everybody in the parcel asked for, each thing once."""
    kept_wishes = _wishes_without(lead, other.number)
    known = {wish.text for wish in (*kept_wishes, *lead.dropped)}
    more = (
        Wish(wish.text, wish.ticked, Asked.ORDER, (other.number,))
        for wish in _said(other)
        if wish.text not in known
    )
    return (*kept_wishes, *more)


def still_asked(lead: Order, other: Order) -> Order:
    """The leading order with what another one's buyer asked for and its own no longer does."""
    known = {wish.text for wish in (*lead.wishes, *lead.dropped)}
    more = (
        Wish(wish.text, ticked=False, source=Asked.ORDER, why=(other.number,))
        for wish in _said(other)
        if wish.text not in known
    )
    return replace(lead, wishes=(*lead.wishes, *more))


def _wishes_without(lead: Order, number: str) -> tuple[Wish, ...]:
    """What is done stays on the list."""
    return tuple(
        wish
        for wish in lead.wishes
        if wish.ticked or wish.source is not Asked.ORDER or number not in wish.why
    )


def _with(lead: Order, lines: tuple[Line, ...], wishes: tuple[Wish, ...]) -> Order:
    names = {line.line for line in lines} | {wish.text for wish in (*wishes, *lead.dropped)}
    trail = kept(lead.trail, lambda step: step if step.kind == "parcel" or step.target in names else None)
    return replace(lead, lines=lines, wishes=wishes, trail=trail)


def settled(lead: Order) -> Order:
    """What the review found of the other order is settled by taking it along; nothing else is."""
    if not _waits_only_for_company(lead):
        return replace(lead, findings=_others(lead.findings))
    return replace(move(lead, Verb.RELEASE, State.REVIEWED), hold=None, findings=())


def _others(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.code != SAME_RECEIVER)


# --- going its own way --------------------------------------------------------------------------------------


def without(lead: Order, number: str) -> Order:
    """The leading order without one that went along; what is in the box of it must come out."""
    lines = (
        line if line.of != number else replace(line, of="", refund=PARTED)
        for line in lead.lines
        if line.of != number or line.got
    )
    return _with(lead, tuple(lines), _wishes_without(lead, number))


def on_its_own(order: Order) -> Order:
    """An order that went along is looked over and packed by itself again."""
    if order.state is not State.HELD or not is_along(order):
        return order
    return replace(move(order, Verb.LOOK_AGAIN, State.CONFIRMED), hold=None, findings=())


def stays_along(order: Order, lead: Order) -> bool:
    """Whether an order that goes along still may, after what was heard of it or of the leading one.

    A box that is closed already leaves at once; until then an order that became due earlier than the one it
    goes with is better off alone.
    """
    if order.state is State.SHIPPED:
        return True
    if order.recall or order.state is not State.HELD or misfit(lead, order):
        return False
    if not (_sends_anything_of(lead, "") and _sends_anything_of(lead, order.number)):
        return False
    is_open = lead.state not in (State.CANCELLED, State.SHIPPED) and lead.recall is Recall.NONE
    return (
        is_open
        and not _is_given_up(lead)
        and (lead.ship_by <= order.ship_by or bool(lead.got) or lead.state in _CLOSED)
    )


def _sends_anything_of(lead: Order, of: str) -> bool:
    """Whether goods of that order are still to go in the parcel: nobody ships by another one's goods."""
    return any(line.need for line in lead.lines if line.of == of)


def _is_given_up(order: Order) -> bool:
    """Whether it only waits for the platform to call it off."""
    return order.hold is not None and order.hold.reason == TO_CANCEL


# --- leaving together ---------------------------------------------------------------------------------------


def boxes_with(lead: Order, number: str) -> tuple[Parcel, ...]:
    """The boxes in which goods of this order lie: of the leading one, or of one that goes along."""
    of = "" if number == lead.number else number
    names = {line.line for line in lead.lines if line.of == of}
    return tuple(box for box in lead.parcels if any(name in names for name, _ in box.contents))


def pieces_in(lead: Order, number: str, group: Sequence[Parcel]) -> tuple[Piece, ...]:
    """What of an order lies in these boxes of the leading one, by the numbers the order's own lines have.

    Args:
        lead: the leading order, with all of its boxes.
        number: the order whose goods are asked for.
        group: boxes that are one parcel to the platform.
    """
    of = "" if number == lead.number else number
    names = {line.line: line.line.removeprefix(f"{of}:") for line in lead.lines if line.of == of}
    boxes = boxes_with(lead, number)
    later = boxes[max(boxes.index(box) for box in group) + 1 :]
    inside = dict.fromkeys(name for box in group for name, _ in box.contents if name in names)
    return tuple(
        Piece(
            names[name],
            _units_of(name, group),
            is_whole=_units_of(name, group) == _units_of(name, boxes),
            is_last=not _units_of(name, later),
        )
        for name in inside
    )


def _units_of(name: str, boxes: Sequence[Parcel]) -> int:
    return sum(units for box in boxes for line, units in box.contents if line == name)


def ship_along(order: Order, at: datetime) -> Order:
    """An order that goes along left with the leading one (UTC); it keeps with which.

    Raises:
        Refusal: it goes by itself.
    """
    if order.state is State.HELD and not is_along(order):
        raise Refusal(stop_verdict(order) or Verdict.NOT_READY, order=order.number)
    return replace(move(order, Verb.SHIP_ALONG, State.SHIPPED), shipped_at=at)
