"""News that keep coming in while somebody tries the demo: urges, refunds, a new address, new orders."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from packstation.demo import people
from packstation.demo.world import World, write

EVERY = timedelta(seconds=25)


class Story:
    """Writes one believable piece of news after another into the inbox; the caller gives the beat."""

    def __init__(self, inbox: Path, world: World, seed: int = 11) -> None:
        """Tell of this world, the same way for the same seed."""
        self._inbox = inbox
        self._orders = [deepcopy(order) for order in world.orders]
        self._rng = Random(seed)  # noqa: S311  (a demo, not a secret)
        self._beat = 0

    def step(self, now: datetime) -> Path | None:
        """Write the next piece of news; gives its file, None when there is nobody left to tell of."""
        if not self._orders:
            return None
        self._beat += 1
        order = self._rng.choice(self._orders[: max(10, len(self._orders) // 2)])
        tellers = (self._urge, self._address, self._urge, self._refund, self._new)
        news = tellers[self._beat % len(tellers)](order, now)
        news["modified_at"] = now.isoformat(timespec="seconds")
        path = self._inbox / f"news-{now.strftime('%H%M%S')}-{self._beat:04d}.json"
        write(path, {"orders": [news]})
        return path

    def _urge(self, order: dict[str, Any], _now: datetime) -> dict[str, Any]:
        order["urges"] += 1
        return order

    def _refund(self, order: dict[str, Any], _now: datetime) -> dict[str, Any]:
        self._rng.choice(order["lines"])["refund"] = "WAIT_SELLER_AGREE"
        return order

    def _address(self, order: dict[str, Any], _now: datetime) -> dict[str, Any]:
        order["receiver"] = people.receiver(self._rng)
        return order

    def _new(self, order: dict[str, Any], now: datetime) -> dict[str, Any]:
        new = deepcopy(order)
        shift = 900_000_000_000 + self._beat * 1_000_003
        new["number"] = str(int(order["number"]) + shift)
        for line in new["lines"]:
            line["line"] = str(int(line["line"]) + shift)
            line["refund"] = "NO_REFUND"
        new |= {
            "urges": 0,
            "complaint": False,
            "receiver": people.receiver(self._rng),
            "buyer": people.nick(self._rng),
            "ship_by": (now + timedelta(hours=24)).isoformat(timespec="seconds"),
        }
        self._orders.append(new)
        return new
