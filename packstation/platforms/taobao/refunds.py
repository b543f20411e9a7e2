"""Refunds as the platform tells of them: by themselves, whole, or in passing on their trade's sub-orders.

Fields as on the pages of taobao.refunds.receive.get, taobao.refund.get and taobao.trade.fullinfo.get. A trade
names a refund's number and state only; phase, kind and where the goods are come with the refund itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from packstation.domain.refunds import RefundCase
from packstation.top.ids import DoubtfulId, id_of


@dataclass(frozen=True, slots=True)
class Refund:
    """What a refund told by itself says; ``modified`` as the platform writes it, ``id`` its number."""

    status: str
    modified: str = ""
    id: str = ""
    phase: str = ""
    kind: str = ""
    goods: str = ""


Refunds = Mapping[str, Refund]
"""Refunds by the sub-order they are of."""


def refund_of(said: Mapping[str, Any]) -> Refund:
    """A refund's own record; what it does not say is empty."""
    names = ("status", "modified", "refund_id", "refund_phase", "dispute_type", "good_status")
    return Refund(*(_text(said.get(name)) for name in names))


def cases_of(orders: Iterable[Mapping[str, Any]], refunds: Refunds) -> tuple[RefundCase, ...]:
    """The refunds of a trade by their numbers.

    Of a refund that both tell of, the trade's state counts: it is read after the list of refunds. Until the
    trade shows it, the refund's own does.

    Args:
        orders: the trade's sub-orders, each with a sound ``oid``.
        refunds: refunds that were told by themselves.
    """
    cases: dict[str, RefundCase] = {}
    for order in orders:
        oid, shown = _number(order, "oid"), _number(order, "refund_id")
        told = refunds.get(oid)
        if told is not None and told.id:
            cases[told.id] = RefundCase(told.id, oid, told.status, told.phase, told.kind, told.goods)
        state = _text(order.get("refund_status"))
        if shown and state not in ("", "NO_REFUND"):
            known = cases.get(shown, RefundCase(shown, oid, state))
            cases[shown] = RefundCase(shown, oid, state, known.phase, known.kind, known.goods)
    return tuple(cases.values())


def _number(holder: Mapping[str, Any], name: str) -> str:
    """An id; empty where there is none that can be believed."""
    try:
        found = id_of(holder, name)
    except DoubtfulId:
        return ""
    return "" if found == "0" else found


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
