"""What is agreed with the buyer of a doubtful order: another address, fewer goods, later, or not at all.

The platform knows nothing of it, so its next word must not undo it (see ``news``).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from packstation.domain.moves import Verb, move
from packstation.domain.order import Hold, HoldKind, Order, Receiver, State
from packstation.domain.scan import Verdict
from packstation.errors import Refusal

WAITS_FOR_GOODS = "stock"
"""Reason of a hold until more goods come; when its time has come the order is looked over again."""
TO_CANCEL = "to-cancel"
"""Reason of a hold until the platform says that the order is off."""
ANSWER_DUE = "answer-due"
"""Reason of a review hold whose time to look again has come."""


def correct_receiver(order: Order, receiver: Receiver) -> Order:
    """The parcel goes to this address instead; a label that may exist bears the old one.

    What a review found is looked at again. The platform's own address stays known beside it.
    """
    if receiver == order.receiver:
        return order
    told = order.told or order.receiver
    order = _looked_at_again(move(order, Verb.CORRECT, order.state))
    return replace(
        order,
        receiver=receiver,
        told=None if told == receiver else told,
        address_changed=order.address_changed or bool(order.live_waybills),
    )


def waive(order: Order, units: dict[str, int]) -> Order:
    """These units (by line) are not sent: the rest goes without them.

    Raises:
        Refusal: more than is missing of a line, or nothing would be left to send.
    """
    order = move(order, Verb.WAIVE, order.state)
    lines = []
    for line in order.lines:
        fewer = units.get(line.line, 0)
        if not 0 <= fewer <= line.need - line.got and fewer:
            raise Refusal(
                Verdict.NOT_READY, missing="not-missing", order=order.number, title=line.title or line.sku
            )
        lines.append(replace(line, waived=line.waived + fewer))
    if not sum(line.need for line in lines):
        raise Refusal(Verdict.NOT_READY, missing="nothing-to-send", order=order.number)
    return _looked_at_again(replace(order, lines=tuple(lines)))


def wait_for_goods(order: Order, by: str, until: datetime) -> Order:
    """The order waits until more goods are expected (UTC); it is looked over again then."""
    return replace(
        move(order, Verb.PARK, State.HELD),
        hold=Hold(HoldKind.DESK, WAITS_FOR_GOODS, by, until),
        findings=(),
    )


def give_up(order: Order, by: str) -> Order:
    """The order will not be sent: it waits until the platform says so too."""
    return replace(move(order, Verb.PARK, State.HELD), hold=Hold(HoldKind.DESK, TO_CANCEL, by), findings=())


def look_again(order: Order) -> Order:
    """Nothing keeps the order any more, and its review is done anew."""
    return replace(move(order, Verb.LOOK_AGAIN, State.CONFIRMED), hold=None, findings=())


def answer_due(order: Order) -> Order:
    """The buyer had time enough to answer: the order still waits, but for us."""
    if order.hold is None or order.hold.kind is not HoldKind.REVIEW or order.hold.until is None:
        return order
    return replace(order, hold=replace(order.hold, reason=ANSWER_DUE, until=None))


def _looked_at_again(order: Order) -> Order:
    """What its review found may be over; what was put aside for another reason stays aside."""
    is_review = order.hold is not None and order.hold.kind is HoldKind.REVIEW
    return look_again(order) if order.state is State.HELD and is_review else order
