"""What the platform said of the order on the desk, as the answer that stops or warns the packer."""

from __future__ import annotations

from packstation.domain.moves import stop_verdict
from packstation.domain.order import Order, State
from packstation.domain.scan import Answer, Verdict


def stop_of(before: Order | None, order: Order) -> Answer | None:
    """The answer that the news demands; None where nothing about it is new.

    Args:
        before: the order as the packer saw it last; None: not at all yet.
        order: as it is now.
    """
    verdict = stop_verdict(order)
    if verdict is not None and order.state is not State.HELD and not (before and stop_verdict(before)):
        return _answer(order, verdict, str(order.recall) or None)
    if order.surplus and not (before and before.surplus):
        title = order.surplus[0].title or order.surplus[0].sku
        return _answer(order, Verdict.ORDER_RECALLED, "take-out", title=title)
    if order.address_changed and not (before and before.address_changed):
        return _answer(order, Verdict.NOT_READY, "address-changed")
    return None


def _answer(order: Order, verdict: Verdict, missing: str | None, **facts: object) -> Answer:
    return Answer("", verdict, order.number, state=order.state.value, facts={"missing": missing, **facts})


def says_the_same(one: Answer, other: Answer | None) -> bool:
    """Whether the packer has just been told this, at a gate for instance."""
    return other is not None and (one.order, one.verdict, one.facts.get("missing")) == (
        other.order,
        other.verdict,
        other.facts.get("missing"),
    )
