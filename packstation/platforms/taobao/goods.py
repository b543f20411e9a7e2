"""The goods of a trade as the platform shows them: what was sent, under which number, what is refunded.

Field names as on the method page of taobao.trade.fullinfo.get; ``invoice_no`` of a sub-order is its latest
parcel's number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from packstation.domain.checks import Bad
from packstation.domain.standing import Seen
from packstation.domain.status_words import CLOSED
from packstation.platforms.taobao.ids import id_in
from packstation.top.envelope import listed

VIRTUAL = "virtual"


def seen_in(trade: Mapping[str, Any]) -> tuple[Seen, ...]:
    """Every sub-order of a trade; those of a closed one are closed.

    Raises:
        Bad: one has no number that can be believed.
    """
    is_closed = str(trade.get("status") or "") in CLOSED
    return tuple(_seen(order, is_closed=is_closed) for order in listed(trade.get("orders")))


def needs_no_parcel(trade: Mapping[str, Any]) -> bool:
    """Whether no carrier takes any of its goods: ``shipping_type`` is ``virtual``.

    A sub-order says so for itself; where it says nothing the trade's own word counts, which is never changed
    after it was made.
    """
    said = str(trade.get("shipping_type") or "")
    kinds = [
        str(order.get("shipping_type") or said)
        for order in listed(trade.get("orders"))
        if isinstance(order, Mapping)
    ]
    return bool(kinds) and all(kind == VIRTUAL for kind in kinds)


def _seen(order: Any, *, is_closed: bool) -> Seen:
    if not isinstance(order, Mapping):
        raise Bad("orders", "not-object")
    status = "TRADE_CLOSED" if is_closed else str(order.get("status") or "")
    number, refund = (str(order.get(name) or "").strip() for name in ("invoice_no", "refund_status"))
    return Seen(id_in(order, "oid"), status, number, refund)
