"""News that keep coming in while somebody tries the demo: urges, refunds, a new address, new orders.

Plays the shop's platform: it knows its own orders, hears of shipments through the files the desk lays out
for it, and writes what buyers do into the inbox.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from packstation.demo import people
from packstation.demo.orders import PROMISE, UNPAID, WAITS, make_order, text_of
from packstation.demo.world import World, write

EVERY = timedelta(seconds=25)
MOST_URGES = 4
_ORDER_COLUMN = "订单编号"
_ASKED = "WAIT_SELLER_AGREE"
_NOT_ASKED = "NO_REFUND"

Order = dict[str, Any]


class Story:
    """Writes one believable piece of news after another into the inbox; the caller gives the beat."""

    def __init__(self, inbox: Path, world: World, seed: int = 11) -> None:
        """Tell of this world, the same way for the same seed."""
        self._inbox = inbox
        self._shipments = inbox.parent / "outbox"
        self._read: set[str] = set()
        self._orders: dict[str, Order] = {order["number"]: deepcopy(order) for order in world.orders}
        self._rng = Random(seed)  # noqa: S311  (a demo, not a secret)
        self._beat = 0
        self._next_place = len(world.orders)
        self._plot: tuple[Callable[[datetime], Order | None], ...] = (
            self._urge,
            self._new,
            self._address,
            self._urge,
            self._refund_of_a_line,
            self._paid,
            self._urge,
            self._refund_of_all,
            self._new,
            self._end_of_a_refund,
            self._complaint,
            self._end_of_a_refund,
        )

    def step(self, now: datetime) -> Path:
        """Write the next piece of news as an order file.

        Args:
            now: the moment it happens (aware), later than that of the step before.

        Returns:
            The file; it appears whole or not at all.

        Raises:
            OSError: the inbox cannot be written.
        """
        self._forget_shipped()
        act = self._plot[self._beat % len(self._plot)]
        self._beat += 1
        news = act(now) or self._new(now)
        news["modified_at"] = text_of(now)
        path = self._inbox / f"news-{self._beat:05d}.json"
        write(path, {"orders": [news]})
        if news["status"] == "TRADE_CLOSED":
            del self._orders[news["number"]]
        return path

    def _forget_shipped(self) -> None:
        """Buyers of parcels that are on their way neither urge nor change anything."""
        for path in sorted(self._shipments.glob("shipments-*.csv")):
            if path.name not in self._read:
                self._read.add(path.name)
                with path.open(encoding="utf-8-sig", newline="") as rows:
                    for row in csv.DictReader(rows):
                        self._orders.pop(row[_ORDER_COLUMN] or "", None)

    def _one(self, among: int, fits: Callable[[Order], bool]) -> Order | None:
        """One of the first orders due that fit; the first few are those a desk works on just now."""
        waiting = sorted((order["ship_by"], number) for number, order in self._orders.items())
        fitting = [self._orders[number] for _, number in waiting if fits(self._orders[number])]
        return self._rng.choice(fitting[:among]) if fitting else None

    def _urge(self, _now: datetime) -> Order | None:
        order = self._one(25, lambda one: _is_wanted(one) and one["urges"] < MOST_URGES)
        if order:
            order["urges"] += 1
        return order

    def _complaint(self, _now: datetime) -> Order | None:
        order = self._one(25, lambda one: _is_wanted(one) and one["urges"] > 0 and not one["complaint"])
        if order:
            order["complaint"] = True
        return order

    def _address(self, _now: datetime) -> Order | None:
        """The buyer moves the parcel elsewhere; a phone number that was cut off comes whole this time."""
        order = self._one(6, _is_wanted)
        if order:
            old = order["receiver"]
            kept = {"name": old["name"]} | ({"phone": old["phone"]} if _is_whole(old["phone"]) else {})
            order["receiver"] = people.receiver(self._rng) | kept
        return order

    def _refund_of_a_line(self, _now: datetime) -> Order | None:
        order = self._one(5, lambda one: _is_wanted(one) and len(_wanted_lines(one)) > 1)
        if order:
            self._rng.choice(_wanted_lines(order))["refund"] = _ASKED
        return order

    def _refund_of_all(self, _now: datetime) -> Order | None:
        order = self._one(6, _is_wanted)
        for line in _wanted_lines(order) if order else []:
            line["refund"] = _ASKED
        return order

    def _end_of_a_refund(self, _now: datetime) -> Order | None:
        """The shop agrees, or the buyer thinks better of it; agreed on everything, the order is closed."""
        order = self._one(3, lambda one: any(line["refund"] == _ASKED for line in one["lines"]))
        if order is None:
            return None
        answer = self._rng.choice(("SUCCESS", "SUCCESS", "CLOSED"))
        for line in order["lines"]:
            line["refund"] = answer if line["refund"] == _ASKED else line["refund"]
        if all(line["refund"] == "SUCCESS" for line in order["lines"]):
            order["status"] = "TRADE_CLOSED"
        return order

    def _paid(self, now: datetime) -> Order | None:
        order = self._one(3, lambda one: one["status"] == UNPAID)
        if order:
            order |= {"status": WAITS, "paid_at": text_of(now), "ship_by": text_of(now + PROMISE)}
        return order

    def _new(self, now: datetime) -> Order:
        """Somebody bought something a moment ago."""
        order = make_order(self._rng, self._next_place, now + PROMISE)
        order |= {"urges": 0, "complaint": False}
        self._next_place += 1
        self._orders[order["number"]] = order
        return order


def _is_wanted(order: Order) -> bool:
    """Paid, and nothing of it is being argued about."""
    return order["status"] == WAITS and all(line["refund"] != _ASKED for line in order["lines"])


def _is_whole(phone: str) -> bool:
    return len(phone) == people.PHONE_DIGITS


def _wanted_lines(order: Order) -> list[Order]:
    return [line for line in order["lines"] if line["refund"] in (_NOT_ASKED, "CLOSED")]
