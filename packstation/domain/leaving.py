"""What must be true before a box may leave the desk, whatever was true when its label was printed."""

from __future__ import annotations

from packstation.domain.moves import stop_verdict
from packstation.domain.order import Order
from packstation.domain.scan import Verdict
from packstation.domain.weight_doubts import doubted
from packstation.errors import Refusal


def fit_to_go_on(order: Order) -> None:
    """Nothing the platform said stops the order, and nothing must come out of its box first.

    Raises:
        Refusal: it was called off or put aside, or holds goods the buyer no longer gets.
    """
    stop = stop_verdict(order)
    if stop:
        raise Refusal(stop, order=order.number, **why_stopped(order))
    if order.surplus:
        line = order.surplus[0]
        raise Refusal(
            Verdict.ORDER_RECALLED,
            order=order.number,
            missing="take-out",
            line=line.line,
            got=line.got,
            need=line.need,
            title=line.title or line.sku,
            must_be_unpacked=True,
        )


def why_stopped(order: Order) -> dict[str, object]:
    """What stands against a stopped order, as data of its sentence."""
    facts: dict[str, object] = {"missing": str(order.recall) or None}
    if not order.recall and order.hold:
        facts = {"missing": order.hold.kind.value, "reason": order.hold.reason, "by": order.hold.by}
    return {**facts, "must_be_unpacked": bool(order.recall) and order.may_bear_label}


def ready_to_leave(order: Order) -> None:
    """Nothing that happened since the label keeps the box at the desk."""
    fit_to_go_on(order)
    if order.address_changed:
        raise Refusal(Verdict.NOT_READY, order=order.number, missing="address-changed")
    if forbids_its_carrier(order):
        raise Refusal(Verdict.NOT_READY, order=order.number, missing="carrier-forbidden")
    if not order.is_counted:
        raise Refusal(Verdict.NOT_READY, order=order.number, missing="units")
    if doubted(order):
        raise Refusal(Verdict.NOT_READY, order=order.number, missing="weight-off")
    if order.open_wishes:
        raise Refusal(Verdict.NOT_READY, order=order.number, missing="wish", wish=order.open_wishes[0].text)


def forbids_its_carrier(order: Order) -> bool:
    """Whether a number was taken of a carrier the platform no longer permits for this order."""
    used = {box.carrier for box in order.parcels if box.waybill}
    return bool(used & set(order.carriers_forbidden)) or bool(
        order.carriers_allowed and used - set(order.carriers_allowed)
    )


def needs_new_label(order: Order) -> bool:
    """Whether the label on the box is wrong by now: other address, other carrier."""
    return order.address_changed or forbids_its_carrier(order)
