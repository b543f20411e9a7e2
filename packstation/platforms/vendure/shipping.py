"""Telling the shop that a parcel left, once, over calls that are not safe to repeat.

A fulfilment is made (*Pending*) and then brought to *Shipped*; our waybill number on it says that it is ours.
Vendure books two fulfilments that come at once both, takes negative units, the same line twice and lines of
two orders, and fulfils orders that are only authorised or being changed (measured on 3.7.3). So one order is
told of at a time, from what it looks like right then; after any doubt nothing is repeated before it was
looked at again; and what a crash left pending is brought on instead of made anew.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from packstation.domain import checks
from packstation.domain.checks import Bad
from packstation.domain.outbox import Delivered, Entry, Later, Outcome, Refused, reason_text
from packstation.domain.shipment import Shipment
from packstation.errors import Outage, Rejected
from packstation.platforms.vendure import queries
from packstation.platforms.vendure.api import Ask
from packstation.platforms.vendure.order import (
    CANCELLED,
    OPEN,
    OVER,
    Facts,
    fulfilled,
    fulfilments,
    identity,
    listed,
    said,
)

HANDLER = "manual-fulfillment"
"""Vendure's own way of fulfilling, which every shop has that did not take it out."""
PENDING, SHIPPED, DELIVERED = "Pending", "Shipped", "Delivered"
_HAS_LEFT = (SHIPPED, DELIVERED)
_LOCKS = 61


@dataclass(frozen=True, slots=True)
class _Parcel:
    """A shipment against the order as it stands: what it looks like there, and which units it wants."""

    shipment: Shipment
    order: Facts
    units: Mapping[str, int]

    @property
    def state(self) -> str:
        return said(self.order, "state")

    @property
    def facts(self) -> dict[str, object]:
        """What a sentence may need."""
        one = self.shipment
        return {"order": one.order, "waybill": one.waybill, "carrier": one.carrier, "detail": self.state}

    def ours(self, *states: str) -> list[Facts]:
        """Fulfilments that bear our number and are in one of these states."""
        number = self.shipment.waybill.strip().upper()
        found = (one for one in fulfilments(self.order) if said(one, "trackingCode").upper() == number)
        return [one for one in found if said(one, "state") in states]

    @property
    def theirs(self) -> str:
        """The number under which somebody else sent these goods; empty where nobody did."""
        wanted = set(self.units)
        for one in fulfilments(self.order):
            if not wanted or wanted & {identity(line, "orderLineId") for line in listed(one, "lines")}:
                return said(one, "trackingCode") or "-"
        return ""


class Delivering:
    """Shipments out, each exactly once however often it is asked."""

    def __init__(self, ask: Ask, order: Callable[[str], Facts | None]) -> None:
        """Tell over these calls.

        Args:
            ask: asks the shop.
            order: an order as it is at this moment, by its code; None where the shop does not know it.
        """
        self._ask = ask
        self._order = order
        self._locks = tuple(threading.Lock() for _ in range(_LOCKS))

    def deliver(self, entry: Entry) -> Outcome:
        """Tell the shop of one parcel; safe to repeat with the same entry."""
        try:
            shipment = msgspec.json.decode(entry.body, type=Shipment)
            units = merged(shipment)
        except (msgspec.MsgspecError, Bad) as error:
            return Refused(reason_text("ship-unreadable", {"detail": str(error)}))
        with self._locks[hash(shipment.order) % _LOCKS]:
            try:
                return self._tell(shipment, units)
            except (Outage, Rejected) as error:
                return Later(reason_text(error.reason, error.data))
            except Bad:
                return Later("vendure-unreadable")

    def _tell(self, shipment: Shipment, units: Mapping[str, int]) -> Outcome:
        """Look, make the fulfilment where there is none of ours, look again, bring it to *Shipped*.

        Raises:
            Outage: the shop could not be asked, or did not answer: the next try looks first.
            Rejected: it refuses for a reason that is no parcel's.
            Bad: the order says nothing sound.
        """
        parcel = self._look(shipment, units)
        if isinstance(parcel, Refused):
            return parcel
        outcome = _standing(parcel)
        if outcome is not None and not parcel.ours(PENDING):
            return outcome
        if not parcel.ours(PENDING):
            refused = self._fulfil(parcel)
            if refused is not None:
                return refused
            # an order cancelled in this very moment keeps its pending fulfilment, and it could be shipped
            again = self._look(shipment, units)
            if isinstance(again, Refused):
                return again
            parcel = again
        return self._bring_on(parcel)

    def _look(self, shipment: Shipment, units: Mapping[str, int]) -> _Parcel | Refused:
        """The order as it is now; a parcel with no lines of its own holds whatever is left."""
        order = self._order(shipment.order)
        if order is None:
            return Refused(reason_text("ship-no-order", {"order": shipment.order}))
        return _Parcel(shipment, order, units or {name: left for name, left in _left(order) if left > 0})

    def _fulfil(self, parcel: _Parcel) -> Outcome | None:
        """Make the fulfilment; gives why not, if not.

        Raises:
            Outage: nobody knows whether it was made.
        """
        result = self._result(queries.FULFIL, {"input": _wanted(parcel)})
        match said(result, "errorCode"):
            case "":
                return None
            case "ITEMS_ALREADY_FULFILLED_ERROR":
                # cancelled, sent or too many, the code is the same: what the order says then tells which
                return Later(reason_text("ship-doubt", parcel.facts))
            case "INSUFFICIENT_STOCK_ON_HAND_ERROR":
                goods = checks.shown(said(result, "productVariantName"))
                there = checks.shown(result.get("stockOnHand"))
                return Refused(reason_text("vendure-stock", {**parcel.facts, "goods": goods, "there": there}))
            case code:
                return Refused(reason_text("vendure-refused", {"detail": checks.shown(code)}))

    def _bring_on(self, parcel: _Parcel) -> Outcome:
        """Bring our fulfilment to *Shipped*, unless the order must not leave any more.

        Raises:
            Outage: nobody knows whether it was done.
        """
        pending = parcel.ours(PENDING)
        if parcel.ours(*_HAS_LEFT):
            self._drop(pending)
            return Delivered()
        if parcel.state == CANCELLED:
            self._drop(pending)
            return Refused(reason_text("ship-closed", parcel.facts))
        if parcel.state not in (*OPEN, *OVER):
            return Later(reason_text("vendure-held", parcel.facts))
        if not pending:
            return Later(reason_text("ship-doubt", parcel.facts))
        first, *twins = pending
        self._drop([one for one in twins if _goods(one) == _goods(first)])
        result = self._result(queries.MOVE, {"id": identity(first, "id"), "state": SHIPPED})
        if not said(result, "errorCode") or said(result, "fromState") in _HAS_LEFT:
            return Delivered()
        detail = checks.shown(f"{said(result, 'fromState')} → {SHIPPED}")
        return Later(reason_text("vendure-refused", {"detail": detail}))

    def _drop(self, ours: Sequence[Facts]) -> None:
        """Cancel fulfilments of ours that must not be sent: the order is closed, or they are one too many."""
        for one in ours:
            self._result(queries.MOVE, {"id": identity(one, "id"), "state": CANCELLED})

    def _result(self, mutation: str, variables: Mapping[str, object]) -> Facts:
        result = self._ask(mutation, variables).get("result")
        if not isinstance(result, Mapping):
            raise Outage("vendure-unreadable", reached=True)
        return result


def merged(shipment: Shipment) -> dict[str, int]:
    """The units of each line in the parcel, a line once however many pieces it came in.

    Raises:
        Bad: a piece with no unit or less, which the shop would take.
    """
    units: Counter[str] = Counter()
    for piece in shipment.pieces:
        units[checks.number(piece.line, "line")] += checks.quantity(piece.units, "units")
    return dict(units)


def _standing(parcel: _Parcel) -> Outcome | None:
    """What the order itself says of this parcel; None where it is still to be told."""
    if parcel.ours(*_HAS_LEFT):
        return Delivered()  # whatever became of it since
    if parcel.state == CANCELLED:
        return Refused(reason_text("ship-closed", parcel.facts))
    left = dict(_left(parcel.order))
    if not set(parcel.units) <= set(left):
        return Refused(reason_text("ship-line", parcel.facts))
    lacks = any(left[line] < units for line, units in parcel.units.items())
    if lacks or not parcel.units:
        theirs = parcel.theirs
        reason = "ship-other-number" if theirs else "ship-line"
        return Refused(reason_text(reason, {**parcel.facts, "theirs": theirs}))
    return None if parcel.state in OPEN else Later(reason_text("vendure-held", parcel.facts))


def _left(order: Facts) -> Iterator[tuple[str, int]]:
    """Each line of the order with the units that lie in no fulfilment."""
    sent = fulfilled(order)
    for line in listed(order, "lines"):
        name = identity(line, "id")
        yield name, checks.whole(line.get("quantity"), "quantity") - sent[name]


def _goods(fulfilment: Facts) -> Counter[str]:
    return fulfilled({"fulfillments": [fulfilment]})


def _wanted(parcel: _Parcel) -> dict[str, Any]:
    """The fulfilment of a parcel. Without a ``method`` Vendure's database breaks, though it is optional."""
    one = parcel.shipment
    given = {"method": one.carrier_name or one.carrier or "-", "trackingCode": one.waybill}
    return {
        "lines": [{"orderLineId": line, "quantity": units} for line, units in parcel.units.items()],
        "handler": {
            "code": HANDLER,
            "arguments": [{"name": name, "value": value} for name, value in given.items()],
        },
    }
