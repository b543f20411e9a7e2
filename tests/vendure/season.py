"""A season at a shop on Vendure: a bad wire, an owner and buyers who act meanwhile, a shop and a desk that die.

What happens follows a seed; when exactly it meets what the two programs are just doing is the moment's. Some
deeds and deaths are set to the worst of moments: right before the shop hears a question about an order, and right
behind its doing.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from packstation.domain.order import Order
from tests.vendure.cutting import AFTER, BEFORE, HEAD_END, Wire
from tests.vendure.hands import Packer
from tests.vendure.owner import ABROAD, Owner
from tests.vendure.shop import GOODS, Shop

MOST_STEPS = 60
ROUNDS = 12
CLOSING = frozenset({"shipped", "cancelled"})
FULFIL, MOVE = b"addFulfillmentToOrder", b"transitionFulfillmentToState"


@dataclass(frozen=True, slots=True)
class Plan:
    """How the season goes; rates are chances.

    Attributes:
        orders: placed in all.
        at_a_time: so many come in between two rounds.
        deeds: how often, between two scans, owner or buyer do something to the order on the desk.
        meddling: how often to an order whose box left and of which the shop was not told yet.
        races: how often right before or behind a question about the order itself.
        rivals: how often somebody sends the goods of an order in the moment in which the desk tells of them.
        kills: how often the program is killed in a scan or a round, at any moment.
        deaths: how often right before or behind the shop's doing.
        restarts: so many times the shop is killed and started anew: in turn in a pull and in a delivery.
        cuts: how often a call is cut, and how often an answer breaks off.
        stalls: how often an answer never comes.
    """

    orders: int
    at_a_time: int = 4
    deeds: float = 0.06
    meddling: float = 0.1
    races: float = 0.02
    rivals: float = 0.1
    kills: float = 0.02
    deaths: float = 0.01
    restarts: int = 1
    cuts: float = 0.06
    stalls: float = 0.0


class Season:
    """All of it.

    Args:
        shop: the real one.
        wire: the only way to it for the desk.
        folder: for the desk's data.
        seed: of everything that is drawn.
    """

    def __init__(self, shop: Shop, wire: Wire, folder: Path, seed: int) -> None:
        self.shop, self.wire = shop, wire
        self._chance, self._there = Random(seed), Random(seed + 1)
        self.owner = Owner(shop, Random(seed + 2))
        self.folder = folder
        self.codes: list[str] = []
        self.seen: Counter[str] = Counter()
        self.asked: dict[str, list[float]] = defaultdict(list)
        """When the shop heard a question about just this order (seconds since 1970)."""
        self.packer: Packer
        self._lock = threading.Lock()
        self._restarts: list[bytes] = []
        self._rivals: list[threading.Thread] = []
        self._whose: dict[str, str] = {}

    def run(self, plan: Plan) -> None:
        """From the first order to the last word, over a whole wire in the end."""
        url = self.wire.url
        self.packer = Packer(self.folder, url, self.shop.token, numbers=plan.orders * 4)
        self._plan = plan
        self._restarts = [(b"notIn", FULFIL, MOVE)[n % 3] for n in range(plan.restarts)]
        self._spoil()
        while len(self.codes) < plan.orders:
            self._work(self._come_in(min(plan.at_a_time, plan.orders - len(self.codes))))
        self._come_to_an_end()

    def _spoil(self) -> None:
        plan, wire = self._plan, self.wire
        wire.before = wire.after = plan.cuts / 2
        wire.half, wire.stall = plan.cuts / 4, plan.stalls
        wire.meanwhile = self._meanwhile

    # --- buyers
    # ------------------------------------------------------------------------------------------------

    def _come_in(self, count: int) -> list[str]:
        """Orders of one line or several, some of them from abroad."""
        chance, came = self._chance, []
        for _ in range(count):
            goods = chance.sample(sorted(GOODS), chance.choice((1, 1, 2, 3)))
            wanted = [(sku, chance.choice((1, 1, 2, 3))) for sku in goods]
            with self._lock:  # a call that a dead desk left behind must not end the shop now
                came.append(self.shop.place(wanted, chance.choice(ABROAD)))
                self._whose |= {line["id"]: came[-1] for line in self.shop.lines(came[-1])}
        self.codes += came
        return came

    # --- between the desk and the shop
    # -------------------------------------------------------------------------

    def _meanwhile(self, when: str, request: bytes) -> None:
        """A call is about to be heard, or was just answered: what else happens at this very moment."""
        code = code_in(request)
        with self._lock:
            if when == BEFORE and code:
                self.asked[code].append(time.time())
            self._restart_if(when, request)
            if when == BEFORE and FULFIL in request and self._there.random() < self._plan.rivals:
                self._let_rival(line_in(request))
            drawn = self._there.random()
            if drawn < self._plan.deaths:
                self.packer.kill()
                self.seen[f"desk killed {when} {kind_of(request)}"] += 1
            elif code and code in self.codes and drawn < self._plan.deaths + self._plan.races:
                self.owner.act(code)
                self.seen[f"race {when}"] += 1

    def _let_rival(self, line: str) -> None:
        """Somebody in the shop sends the same goods in the same moment."""
        rival = self.owner.rival(self._whose.get(line, ""))
        if rival is not None:
            self._rivals.append(rival)
            self.seen["rivals"] += 1

    def _restart_if(self, when: str, request: bytes) -> None:
        """The shop dies behind its own doing: the answer is lost with it, and it comes back."""
        if when == AFTER and self._restarts and self._restarts[0] in request and len(self.codes) > 2:
            self._restarts.pop(0)
            with self.owner.resting:
                self.shop.program.kill()
                self.shop.program.start()
            self.seen[f"shop killed in a {kind_of(request)}"] += 1
            raise ConnectionAbortedError

    # --- the desk
    # ----------------------------------------------------------------------------------------------

    def _work(self, codes: Sequence[str]) -> None:
        """A round, then each order up to its closing scan, then the shop is told."""
        self.packer.sync(self._moment(0.3, 1.5))
        for code in codes:
            self.pack(code)
        left = [code for code in codes if self._chance.random() < self._plan.meddling]
        for code in left:
            self.owner.meddle(code)
        if self._chance.random() < 0.5:
            self.packer.leave()
        self.packer.sync(self._moment(0.3, 1.5))
        self.packer.impatient()

    def _moment(self, least: float, most: float) -> float | None:
        """When the program is killed, if it is."""
        if self._chance.random() >= self._plan.kills * (5 if most > 1 else 1):
            return None
        return self._chance.uniform(least, most)

    def pack(self, code: str, *, disturbed: bool = True) -> None:
        """Everything that can be done for an order now, from its own number on."""
        verdict = ""
        for _ in range(MOST_STEPS):
            order = self.packer.look(code)
            if order is None:  # a round that was cut off has not brought it yet
                self.packer.sync()
                continue
            if order.state in CLOSING and not order.recall:
                break
            wanted = self._next(order, disturbed=disturbed) if verdict not in ("", "killed") else code
            if not wanted:
                break
            verdict = self.packer.scan(wanted, self._moment(0.0, 0.3) if disturbed else None)["verdict"]
        if verdict not in ("", "killed", "shipped"):
            self.packer.scan("PKEXIT")

    def _next(self, order: Order, *, disturbed: bool) -> str:
        """What to scan next, now and then behind a deed that concerns just this order."""
        if disturbed and self._chance.random() < self._plan.deeds:
            self.owner.act(order.number)
        another = disturbed and self._chance.random() < 0.15
        return self.packer.next_code(order, another_box=another)

    def _come_to_an_end(self) -> None:
        """The wire holds, nobody does anything more: all is heard, packed, told."""
        self.wire.mend()
        for rival in self._rivals:
            rival.join()
        self.seen["sent twice, seen by the owner"] = self.owner.see_what_is_too_much(self.codes)
        for _ in range(ROUNDS):
            self.packer.impatient()
            self.packer.sync()
            waiting = [code for code in self.codes if not self._is_over(code)]
            for code in waiting:
                self.pack(code, disturbed=False)
            self.packer.leave()
            told = self.packer.sync()
            if not waiting and not told["later"] and not told["delivered"]:
                break
        self.owner.count_anew(self.codes)

    def _is_over(self, code: str) -> bool:
        order = self.packer.look(code)
        return order is not None and order.state in CLOSING and not order.recall

    def figures(self) -> str:
        """What it was like."""
        deeds = Counter(deed.what for deed in self.owner.deeds)
        return (
            f"{len(self.codes)} orders; calls {self.wire.cuts.total()}, of them {dict(self.wire.cuts)};"
            f" deeds {dict(deeds)}; {dict(self.seen)}; {dict(self.packer.seen)}"
        )


def kind_of(request: bytes) -> str:
    """What a call is about, in a word."""
    if FULFIL in request:
        return "fulfilment"
    if MOVE in request:
        return "shipping"
    return "question" if code_in(request) else "pull"


def code_in(request: bytes) -> str:
    """The order a question is about, where it is about a single one."""
    _, _, body = request.partition(HEAD_END)
    try:
        options: Mapping[str, Any] = json.loads(body)["variables"]["options"]
    except (ValueError, KeyError):
        return ""
    named = options.get("filter", {}).get("code", {})
    some = named.get("in", [named.get("eq", "")])
    return str(some[0]) if len(some) == 1 else ""


def line_in(request: bytes) -> str:
    """The first line a fulfilment is made of."""
    _, _, body = request.partition(HEAD_END)
    return str(json.loads(body)["variables"]["input"]["lines"][0]["orderLineId"])
