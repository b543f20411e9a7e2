"""Right before a number is taken and right before a box leaves: is the platform to be asked first?"""

from __future__ import annotations

from collections.abc import Callable

from packstation.desk.gate_book import Gate, Step
from packstation.desk.workplace import Workplace
from packstation.domain.order import Order
from packstation.domain.scan import Answer, Verdict
from packstation.domain.together import members

ASKING = "gate-asking"
"""What the answer says while the platform is asked."""
Again = Callable[[], Answer]


def ask_before(
    place: Workplace, step: Step, order: Order, again: Again, code: str = ""
) -> tuple[int, ...] | None:
    """Gates that must be passed before this step; None where the order may take it now.

    Args:
        place: the desk.
        step: what is about to be done.
        order: as it is kept while the platform is asked.
        again: the gesture that goes on when the platform lets the order through; loads it anew.
        code: what was scanned.

    Returns:
        Numbers for ``Gates.plan``; empty where the platform is being asked about just this already.
    """
    asked = _asked(place, order)
    numbers = tuple(number for _, some in asked for number in some)
    if not numbers:
        return None
    if place.gates.is_fresh(step, numbers):
        return None
    if place.gates.asks_the_same(order, step):
        return ()
    gate = Gate(
        step,
        order.number,
        asked,
        again,
        code,
        place.hand,
        place.desk_name,
        place.desk().packer,
        order.state,
        order.live_waybills,
    )
    return (place.gates.note(gate),)


def _asked(place: Workplace, order: Order) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The order and those in its parcel by the shop to be asked, as far as their shops can be.

    A shop that is no longer set up is among them: it lets nothing through.
    """
    asked: dict[str, tuple[str, ...]] = {}
    along = (one for number in members(order) if (one := place.store.orders.get(number)) is not None)
    for one in (order, *along):
        shop = place.shops.of(one.shop_id)
        if shop is None or shop.may_ask(one.platform):
            asked[one.shop_id] = (*asked.get(one.shop_id, ()), one.number)
    return tuple(asked.items())


def is_asking(answer: Answer) -> bool:
    """Whether the answer only says that the platform is being asked."""
    return answer.verdict is Verdict.COMMAND_OK and answer.facts.get("missing") == ASKING
