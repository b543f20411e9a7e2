"""An order's fulfilments in the shop's books, and the calls that make them, bring them on, take them back.

None of the calls is safe to repeat. Vendure books two fulfilments that come at once both, takes negative
units, the same line twice and lines of two orders, and fulfils orders that are only authorised or being
changed (measured on 3.7.3). So one order is told of at a time, from what it looks like right then, and after
any doubt nothing is repeated before it was looked at again.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from packstation.domain import checks
from packstation.domain.checks import Bad
from packstation.domain.outbox import Later, Outcome, Refused, reason_text
from packstation.errors import Outage, Rejected
from packstation.platforms.vendure import queries
from packstation.platforms.vendure.api import Ask
from packstation.platforms.vendure.values import Facts, identity, listed, said

CREATED, PENDING, SHIPPED, DELIVERED, CANCELLED = "Created", "Pending", "Shipped", "Delivered", "Cancelled"
"""States of a fulfilment; the shop may have more of its own between the second and the third."""
HANDLER = "manual-fulfillment"
"""Vendure's own way of fulfilling, which every shop has that did not take it out."""
NO_METHOD = "-"
"""Without a ``method`` Vendure's database breaks, though it is optional."""
_LOCKS = 61


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """One of them: ``goods`` are units by line, ``changed`` the shop's own moment of its last change."""

    id: str
    state: str
    number: str
    method: str
    goods: Mapping[str, int]
    changed: str = ""

    @property
    def has_left(self) -> bool:
        """The shop says that it was sent."""
        return self.state in (SHIPPED, DELIVERED)

    @property
    def holds(self) -> bool:
        """It was not cancelled."""
        return self.state != CANCELLED

    @property
    def turn(self) -> tuple[int, str]:
        """Which of two was made first: ids count up."""
        return len(self.id), self.id

    def bears(self, number: str) -> bool:
        """Whether it goes under this waybill number, however that is written."""
        return self.number.upper() == number.strip().upper()


def fulfilments(order: Facts) -> list[Fulfilment]:
    """All fulfilments of an order, cancelled ones too.

    Units below one, which the shop takes from anybody, send nothing and bring nothing back.

    Raises:
        Bad: one of them cannot be read.
    """
    return [
        Fulfilment(
            str(one.get("id") or ""),
            said(one, "state"),
            said(one, "trackingCode"),
            said(one, "method"),
            _goods(one),
            said(one, "updatedAt"),
        )
        for one in listed(order, "fulfillments")
    ]


def _goods(fulfilment: Facts) -> Counter[str]:
    found: Counter[str] = Counter()
    for line in listed(fulfilment, "lines"):
        units = checks.whole(line.get("quantity"), "quantity", -checks.MOST)
        if units > 0:
            found[identity(line, "orderLineId")] += units
    return found


def total(fulfilled: Iterable[Fulfilment]) -> Counter[str]:
    """Units of each line that lie in these fulfilments."""
    found: Counter[str] = Counter()
    for one in fulfilled:
        found.update(one.goods)
    return found


def fulfilled(order: Facts) -> Counter[str]:
    """Units of each line that lie in fulfilments which were not cancelled.

    Raises:
        Bad: a fulfilment cannot be read.
    """
    return total(one for one in fulfilments(order) if one.holds)


@dataclass(frozen=True, slots=True)
class Books:
    """One order in the shop's books at this moment: its state, units of each line, all its fulfilments."""

    state: str
    lines: Mapping[str, int]
    every: tuple[Fulfilment, ...]

    @classmethod
    def of(cls, order: Facts) -> Books:
        """What an answer says of it.

        Raises:
            Bad: nothing sound.
        """
        lines = {
            identity(line, "id"): checks.whole(line.get("quantity"), "quantity")
            for line in listed(order, "lines")
        }
        return cls(said(order, "state"), lines, tuple(fulfilments(order)))

    @property
    def standing(self) -> tuple[Fulfilment, ...]:
        """Fulfilments that were not cancelled."""
        return tuple(one for one in self.every if one.holds)

    def bearing(self, number: str) -> list[Fulfilment]:
        """Those of them under this number."""
        return [one for one in self.standing if one.bears(number)]

    def taken_back(self, number: str) -> Fulfilment | None:
        """The one under this number that was cancelled last."""
        gone = [one for one in self.every if not one.holds and one.bears(number)]
        return max(gone, key=lambda one: (one.changed, one.turn), default=None)

    def left(self, without: Iterable[Fulfilment] = ()) -> dict[str, int]:
        """Units of each line that lie in no fulfilment, or only in those ``without`` which is counted."""
        gone = {one.id for one in without}
        sent = total(one for one in self.standing if one.id not in gone)
        return {line: units - sent[line] for line, units in self.lines.items()}

    def has_room(self, goods: Mapping[str, int], without: Iterable[Fulfilment] = ()) -> bool:
        """Whether a fulfilment of these goods could be made."""
        left = self.left(without)
        return all(left.get(line, 0) >= units for line, units in goods.items())

    def theirs(self, goods: Mapping[str, int], *ours: str) -> str:
        """The number under which somebody else sent any of these goods (none: any at all); empty: nobody."""
        for one in self.standing:
            if not any(one.bears(number) for number in ours) and (
                not goods or goods.keys() & one.goods.keys()
            ):
                return one.number or "-"
        return ""


class Fulfilling:
    """Looks at orders and changes their fulfilments, one order at a time."""

    def __init__(self, ask: Ask, order: Callable[[str], Facts | None], handler: str = HANDLER) -> None:
        """Tell over these calls.

        Args:
            ask: asks the shop.
            order: an order as it is at this moment, by its code; None where the shop does not know it.
            handler: code of the shop's way of fulfilling.
        """
        self._ask = ask
        self._order = order
        self._handler = handler
        self._locks = tuple(threading.Lock() for _ in range(_LOCKS))

    def alone(self, number: str, tell: Callable[[], Outcome]) -> Outcome:
        """What became of telling something of this order, whatever broke; one teller at a time."""
        with self._locks[hash(number) % _LOCKS]:
            try:
                return tell()
            except (Outage, Rejected) as error:
                return Later(reason_text(error.reason, error.data))
            except Bad:
                return Later("vendure-unreadable")

    def look(self, number: str) -> Books | None:
        """An order as it is now; None where the shop does not know it.

        Raises:
            Outage: no answer.
            Rejected: the shop does not let us read.
            Bad: it says nothing sound.
        """
        order = self._order(number)
        return None if order is None else Books.of(order)

    def make(
        self, goods: Mapping[str, int], method: str, number: str, facts: Mapping[str, object]
    ) -> Outcome | None:
        """Make a fulfilment, not sent yet; gives why not, if not.

        Args:
            goods: units by line.
            method: how it is sent, in words.
            number: its waybill number; empty where it has none.
            facts: what fills the gaps of sentences.

        Raises:
            Outage: nobody knows whether it was made.
            Rejected: the shop refuses for a reason that is not this order's.
        """
        arguments = {"method": method or NO_METHOD, "trackingCode": number}
        wanted = {
            "lines": [{"orderLineId": line, "quantity": units} for line, units in goods.items()],
            "handler": {
                "code": self._handler,
                "arguments": [{"name": name, "value": value} for name, value in arguments.items()],
            },
        }
        result = self._result(queries.FULFIL, {"input": wanted})
        match said(result, "errorCode"):
            case "":
                return None
            case "ITEMS_ALREADY_FULFILLED_ERROR":
                # cancelled, sent or too many, the code is the same: what the order says then tells which
                return Later(reason_text("ship-doubt", facts))
            case "INSUFFICIENT_STOCK_ON_HAND_ERROR":
                goods_name = checks.shown(said(result, "productVariantName"))
                there = checks.shown(result.get("stockOnHand"))
                return Refused(reason_text("vendure-stock", {**facts, "goods": goods_name, "there": there}))
            case "INVALID_FULFILLMENT_HANDLER_ERROR":
                return Later(reason_text("vendure-handler", {"handler": self._handler}))
            case "CREATE_FULFILLMENT_ERROR":
                # what the handler says may quote a buyer's address, and the entry is kept
                return Refused(reason_text("vendure-handler-broke", {**facts, "handler": self._handler}))
            case code:
                return Refused(reason_text("vendure-refused", {"detail": checks.shown(code)}))

    def bring_on(self, one: Fulfilment) -> Outcome | None:
        """Bring a fulfilment to *Shipped*; None once it is there.

        Raises:
            Outage: nobody knows whether it was done.
        """
        if one.state == CREATED and (refused := self._moved(one, PENDING)):
            return refused
        return self._moved(one, SHIPPED)

    def _moved(self, one: Fulfilment, state: str) -> Outcome | None:
        result = self._result(queries.MOVE, {"id": one.id, "state": state})
        if not said(result, "errorCode") or said(result, "fromState") in (state, SHIPPED, DELIVERED):
            return None
        return Later(
            reason_text("vendure-refused", {"detail": checks.shown(f"{said(result, 'fromState')} → {state}")})
        )

    def take_back(self, several: Iterable[Fulfilment]) -> None:
        """Cancel fulfilments; whether the shop did so shows when it is looked at.

        Raises:
            Outage: nobody knows.
        """
        for one in several:
            self._result(queries.MOVE, {"id": one.id, "state": CANCELLED})

    def _result(self, mutation: str, variables: Mapping[str, object]) -> Facts:
        result = self._ask(mutation, variables).get("result")
        if not isinstance(result, Mapping):
            raise Outage("vendure-unreadable", reached=True)
        return result
