"""What a shop's owner and his buyers do while the desk packs, each deed written down with its moment."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from tests.vendure.graph import Graph
from tests.vendure.shop import BERLIN, Shop

CANCELLED, LINE, MOVED, SENT, SENT_TWICE = "cancelled", "line cancelled", "moved", "sent", "sent by two"
ABROAD: tuple[Mapping[str, str], ...] = (
    BERLIN,
    {
        "fullName": "Claire Petit",
        "streetLine1": "12 rue des Lilas",
        "city": "Lyon",
        "postalCode": "69003",
        "countryCode": "FR",
        "phoneNumber": "+33 4 72 00 00 00",
    },
    {
        "fullName": "John Miller",
        "streetLine1": "1200 Market Street",
        "streetLine2": "Apt 5",
        "city": "Philadelphia",
        "province": "PA",
        "postalCode": "19107",
        "countryCode": "US",
        "phoneNumber": "+1 215 555 0100",
    },
)
FOREIGN = "THEIRS-"
"""How numbers begin under which the owner sends goods himself."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed; over at ``done``, seconds since 1970. ``place``: the street it goes to from now on."""

    order: str
    what: str
    done: float
    place: str = ""


class Owner:
    """Acts at random on orders that are still his to change, one deed at a time.

    Args:
        shop: his shop.
        chance: decides what he does.
    """

    def __init__(self, shop: Shop, chance: Random) -> None:
        self.deeds: list[Deed] = []
        self._shop, self._chance = shop, chance
        self.resting = threading.RLock()
        """While somebody holds it, nothing is done."""
        self._sent = 0
        self._doing: Mapping[str, Callable[[dict[str, Any]], str]] = {
            CANCELLED: self._cancel,
            LINE: self._cancel_units,
            MOVED: self._move,
            SENT: self._send,
            SENT_TWICE: self._send_by_two,
        }

    def act(self, code: str, *ways: str) -> None:
        """Do something to this order, if it still waits there and nothing of it was sent."""
        with self.resting:
            order = self._shop.order(code)
            if order["state"] != "PaymentSettled" or any(_holds(one) for one in order["fulfillments"]):
                return
            what = self._chance.choice(ways or tuple(self._doing))
            place = self._doing[what](order)
            self.deeds.append(Deed(code, what, time.time(), place))

    def meddle(self, code: str) -> None:
        """Cancel an order of which perhaps something was begun: nothing of it must be sent then."""
        with self.resting:
            order = self._shop.order(code)
            if order["state"] == "PaymentSettled":
                self._cancel(order)
                self.deeds.append(Deed(code, CANCELLED, time.time()))

    def rival(self, code: str) -> threading.Thread | None:
        """Somebody begins to send all of it in just this moment; gives who does, if it can be sent."""
        order = self._shop.order(code)
        if order["state"] != "PaymentSettled":
            return None
        person = threading.Thread(target=self._rival, args=(order,))
        person.start()
        return person

    def _rival(self, order: dict[str, Any]) -> None:
        number = self._number()
        with self.resting:
            self._fulfil_alone(order["code"], number, _wanted(order))
            for one in self._shop.order(order["code"])["fulfillments"]:
                if one["trackingCode"] == number:
                    self._bring_in_the_end(one["id"])
                    self.deeds.append(Deed(order["code"], SENT, time.time()))

    def _bring_in_the_end(self, fulfilment: str) -> None:
        """Two who bring one order's goods on at once make the shop break over one of them, who does it again."""
        for last in (False, False, True):
            try:
                self._shop.bring(fulfilment, "Shipped")
            except AssertionError:
                if last:
                    raise
            else:
                return

    def see_what_is_too_much(self, codes: Iterable[str]) -> int:
        """In the end he finds goods sent by him and by the desk: his own stay here; gives how many parcels."""
        count = 0
        for order in map(self._shop.order, codes):
            sent = sum(
                line["quantity"] for one in order["fulfillments"] if _holds(one) for line in one["lines"]
            )
            if order["state"] != "Cancelled" and sent > sum(units for _, units in _wanted(order)):
                for one in order["fulfillments"]:
                    if _holds(one) and one["trackingCode"].startswith(FOREIGN):
                        self._shop.bring(one["id"], "Cancelled")
                        count += 1
        return count

    def count_anew(self, codes: Iterable[str]) -> None:
        """What the shop still calls sent in part, because two sent at once, is called sent if it all was."""
        for code in codes:
            if self._shop.order(code)["state"] == "PartiallyShipped":
                with contextlib.suppress(AssertionError):  # a part of it waits for a person: the judge looks
                    self._shop.move(code, "Shipped")

    def _cancel(self, order: dict[str, Any]) -> str:
        self._shop.cancel(order["code"])
        return ""

    def _cancel_units(self, order: dict[str, Any]) -> str:
        line = self._chance.choice([line for line in order["lines"] if line["quantity"]])
        units = self._chance.randint(1, line["quantity"])
        self._shop.cancel(order["code"], line["productVariant"]["sku"], units)
        return ""

    def _move(self, order: dict[str, Any]) -> str:
        street = f"Nebenstraße {self._chance.randint(1, 9999)}"
        self._shop.change_address(order["code"], BERLIN | {"streetLine1": street})
        return street

    def _send(self, order: dict[str, Any]) -> str:
        """A line of it, or all of it, goes in a parcel of the owner's own."""
        lines = _wanted(order)
        if self._chance.random() < 0.5:
            lines = [self._chance.choice(lines)]
        self._shop.bring(self._shop.fulfil(order["code"], self._number(), *lines), "Shipped")
        return ""

    def _send_by_two(self, order: dict[str, Any]) -> str:
        """Two people do the same at once, which the shop takes; the one who sees it takes his back."""
        numbers, lines = (self._number(), self._number()), _wanted(order)
        with ThreadPoolExecutor(2) as people:
            list(people.map(lambda number: self._fulfil_alone(order["code"], number, lines), numbers))
        made = [one for one in self._shop.order(order["code"])["fulfillments"] if _holds(one)]
        for one in made[1:]:
            self._shop.bring(one["id"], "Cancelled")
        self._shop.bring(made[0]["id"], "Shipped")
        return ""

    def _fulfil_alone(self, code: str, number: str, lines: list[tuple[str, int]]) -> None:
        """In a session of its own; of two at once the shop may refuse one."""
        session = Graph(self._shop.admin_url)
        session.token = self._shop.owner.token
        try:
            with contextlib.suppress(AssertionError):
                replace(self._shop, owner=session).fulfil(code, number, *lines)
        finally:
            session.close()

    def _number(self) -> str:
        self._sent += 1
        return f"{FOREIGN}{self._sent}"


def _holds(fulfilment: Mapping[str, Any]) -> bool:
    return bool(fulfilment["state"] != "Cancelled")


def _wanted(order: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(line["id"], line["quantity"]) for line in order["lines"] if line["quantity"]]
