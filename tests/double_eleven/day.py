"""A great day: more orders than anybody can pack, buyers who change their minds, a line that breaks, a desk that dies.

The platform lives in this process, the desk in one of its own that is killed at random moments, some of them
between the platform's doing and the desk's noting it. Its numbers come from the pool in the morning and from
the platform in the afternoon.
"""

from __future__ import annotations

import heapq
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.double_eleven.mortal import DEATHS, Deaths
from tests.double_eleven.process import DeskProcess
from tests.double_eleven.rightful import Overhearing, RightfulQueue
from tests.double_eleven.shoppers import RATES, Shoppers
from tests.double_eleven.sins import Sin
from tests.emulators.taobao import Running
from tests.fakes import FakeClock

LATE_CANCELS = 0.1
MOST_STEPS = 80
AGAIN_S = 900.0
"""An order that could not be finished is left alone for so long: others are due."""
BOXES_AGAIN, APART = 5, 40
"""So many boxes that could not be closed are tried again at a time, so many recalled ones are taken apart."""
FUTILE = 4
"""A packer who takes up so many times more orders than leave gets nowhere."""
STALE_S = 15
"""So long a box lies about before it is closed: what was asked at the first gate counts no more."""
WORKABLE = frozenset({"new", "confirmed", "reviewed", "packing", "packed"})


@dataclass(frozen=True, slots=True)
class Plan:
    """How the day goes.

    Attributes:
        orders: that wait when the desk begins; they came in during ``span``.
        packed: so many orders leave the house.
        batches: rounds with the platform between two turns of packing; the rest of the first day's orders waits.
        at_a_time: orders taken up between two looks.
        events: how often buyers do something between two scans.
        urged: how many of the orders the buyers have asked for before the desk hears of them.
        regrets: how often a buyer changes something while the labelled box waits for its closing scan.
        kills: how often, of all that the desk is asked to do, it is killed meanwhile, beside ``deaths``.
        deaths: how it dies in any case, as soon as it can.
    """

    orders: int
    packed: int
    batches: int = 3
    at_a_time: int = 10
    events: float = 0.2
    regrets: float = 0.04
    kills: float = 0.0
    deaths: tuple[tuple[str, str], ...] = DEATHS
    urged: float = 0.05
    span: timedelta = timedelta(hours=3)


class GreatDay:
    """The day, its packer and whoever pulls the plug.

    Args:
        folder: for everything that is written.
        running: the platform; its shop's clock is ``clock``.
        clock: both sides' clock.
        seed: of everything that happens.
        sin: what the desk does wrong.
    """

    def __init__(self, folder: Path, running: Running, clock: FakeClock, seed: int, sin: Sin) -> None:
        self.random = Random(seed)
        self.running, self.clock = running, clock
        self.folder = folder
        self.hearing = Overhearing(running.shop)
        running.shop.hearing = self.hearing
        self.rightful = RightfulQueue()
        self.life = Shoppers(running.shop, seed, RATES)
        self.desk = DeskProcess(folder / "data", running.gateway, clock, sin)
        self.seen: Counter[str] = Counter()
        self.deaths = Deaths(running, folder / "tray", self.random)
        self.failed: Counter[str] = Counter()
        self._aside: list[tuple[float, str]] = []
        self.most_at_once = 0
        self._more = True

    def run(self, plan: Plan) -> None:
        """Work through the day, then let everything that was begun come to its end."""
        self.life.urged = plan.urged
        self.life.before(plan.orders, plan.span)
        self.desk.start()
        self.ask("furnish", numbers=plan.packed * 2 + 100)
        self.deaths.begin(plan.kills, plan.deaths)
        while self.seen["shipped"] < plan.packed:
            assert self.seen["taken"] < plan.packed * FUTILE, self.seen
            if self.desk.numbers == "pool" and self.seen["shipped"] * 2 >= plan.packed:
                self.start_with_numbers_of("cainiao")
            self.look(plan.batches)
            self.pack_some(plan)
            self.tell()
        self.come_to_an_end()

    def come_to_an_end(self) -> None:
        """The line holds, nothing new happens, nobody pulls the plug: all is told, heard and taken apart."""
        self.running.script.chances = ()
        self.deaths.begin(0.0, ())
        while self._more:
            self.look(50)
        for _ in range(12):
            self.clock.pass_time(minutes=31)
            self.look(50)
            self.take_apart()
            self.tell()

    def start_with_numbers_of(self, source: str) -> None:
        """Somebody sets where numbers come from, and the program is started anew."""
        self.desk.end()
        self.desk.numbers = source
        self.desk.start()

    # --- the desk, asked and killed
    # ---------------------------------------------------------------------------------

    def ask(self, do: str, kind: str = "", **more: Any) -> dict[str, Any]:
        """Have the desk do one thing; now and then it dies of it. What it heard is learnt."""
        kind = kind or do
        how = self.deaths.way_of(kind, self.desk.numbers)
        if how:
            said = self._killed(do, kind, how, more)
        else:
            began = time.monotonic()
            said = self.desk.ask(do, **more)
            self.deaths.took(kind, time.monotonic() - began)
        if said is not None:
            self.rightful.learn(self.hearing.since(), said["heard"])
            self._show(said)
            return said
        told = self.hearing.since()
        self.desk.start()
        after = self.desk.ask("known", numbers=sorted(told))
        self.rightful.doubt(told, after["known"])
        self._show(after)
        return {**after, "verdict": "killed", "missing": "", "more": True, "numbers": [], "error": "killed"}

    def _killed(self, do: str, kind: str, how: str, more: dict[str, Any]) -> dict[str, Any] | None:
        """Have it do something and kill it at that moment; gives its answer if that came first."""
        said = self.desk.die_of(do, self.deaths.moment(kind, how), **more)
        self.deaths.over(kind, how, happened=said is None)
        if said is not None:
            self.rightful.learn(self.hearing.since(), said["heard"])
            self.desk.start()
            said |= self.desk.ask("state", number="")
        return said

    def _show(self, said: dict[str, Any]) -> None:
        self.view: dict[str, Any] | None = said["view"]
        self.life.on_desk = self.view["number"] if self.view else ""

    # --- the platform
    # ---------------------------------------------------------------------------------------

    def look(self, rounds: int) -> None:
        """Orders and news come in, so many rounds of them at most."""
        for _ in range(rounds):
            self.clock.pass_time(seconds=11)
            said = self.ask("pull")
            self._more = said["more"] or bool(said["error"])
            self.failed[said["error"]] += bool(said["error"])
            self.most_at_once = max(self.most_at_once, len(said["heard"]))
            if not self._more:
                return

    def tell(self) -> None:
        """What left is told; now and then it was cancelled after it left."""
        waiting = self.ask("list", list="not-synced", most=5, skip=[])["numbers"]
        if waiting and self.random.random() < LATE_CANCELS:
            self.life.buyers.cancel(self.random.choice(waiting))
        self.clock.pass_time(seconds=10)
        said = self.ask("push")
        self.running.holding.release()
        for word in ("delivered", "later", "parked"):
            self.seen[word] += said.get(word, 0)

    # --- the packer
    # -----------------------------------------------------------------------------------------

    def pack_some(self, plan: Plan) -> None:
        """The orders due first, one after another; then boxes that could not be closed before."""
        for _ in range(plan.at_a_time):
            self._come_back()
            aside = [number for _, number in self._aside]
            found = self.ask("list", list="all", most=1, skip=aside)["numbers"]
            if not found:
                return
            self.rightful.take(found[0])
            self.seen["taken"] += 1
            self.seen["taken while more came in"] += self._more
            self._pack(found[0], plan)
        for number in self.ask("list", list="to-hand-over", most=BOXES_AGAIN, skip=[])["numbers"]:
            self._pack(number, plan)
        self.take_apart()

    def _come_back(self) -> None:
        """What was laid aside a while ago may be taken again."""
        while self._aside and self._aside[0][0] <= self.clock.steady():
            _, number = heapq.heappop(self._aside)
            self.rightful.put_back(number)

    def _pack(self, number: str, plan: Plan) -> None:
        """An order from its first scan to its last, while buyers go on."""
        last = self.scan(number)
        for _ in range(MOST_STEPS):
            if last["verdict"] == "needs-review" or self.view is None or self.view["number"] != number:
                break
            if self.random.random() < plan.events:
                self.life.step()
            if self.view["state"] == "labelled" and self.random.random() < plan.regrets:
                self.life.regret(number)
                self.clock.pass_time(seconds=STALE_S)
            step = self._step(self.view)
            if step is None:
                break
            last = step
        if self.view is not None:
            self.scan("PKEXIT")
        state = self.ask("state", number=number)["state"]
        if state not in WORKABLE or last["verdict"] == "needs-review":
            self.rightful.end(number)
        heapq.heappush(self._aside, (self.clock.steady() + AGAIN_S, number))

    def scan(self, code: str, *, labels: bool = False) -> dict[str, Any]:
        """One scan, with what follows it: a label, where it is the last one or asks for it."""
        self.clock.pass_time(seconds=2)
        said = self.ask("scan", "label" if labels else "scan", code=code)
        self.seen[said["verdict"]] += 1
        return said

    def _step(self, view: dict[str, Any]) -> dict[str, Any] | None:
        """The next thing a packer does; None where nothing more can be done now."""
        if view["recall"] or view["surplus"]:
            return self._take_out(view)
        if view["state"] == "labelled":
            return self._close(view)
        for place, (sku, got, need) in enumerate(view["lines"]):
            if got < need:
                if (got or place) and len(view["boxes"]) < 2 and self.random.random() < 0.1:
                    self.scan("PKNEXTBOX")
                is_last = not view["wishes"] and sum(need - got for _, got, need in view["lines"]) == 1
                said = self.scan(sku, labels=is_last)
                return self._if(said, "item-ok", "line-complete", "order-complete")
        if view["wishes"]:
            return self._if(self.scan("PKTICK"), "wish-ticked")
        return self._label(view)

    def _label(self, view: dict[str, Any]) -> dict[str, Any] | None:
        """A label that may have come out is looked for in the tray before another one is printed."""
        doubtful = [waybill for waybill, label, _ in view["boxes"] if label == "unknown"]
        if not doubtful:
            return self._if(self.scan("PKPRINT", labels=True), "label-printed")
        here = [waybill for waybill in doubtful if waybill in printed(self.folder)]
        if here:
            return self._if(self.scan(here[0]), "shipped", "command-ok")
        return self._if(self.scan("PKREPRINT", labels=True), "label-printed")

    def _close(self, view: dict[str, Any]) -> dict[str, Any] | None:
        if view["moved"]:
            return self._if(self.scan("PKREPRINT", labels=True), "label-printed")
        # the last box is scanned again where the platform did not answer at the gate
        open_ones = [waybill for waybill, _, closed in view["boxes"] if not closed]
        said = self.scan(open_ones[0] if open_ones else view["boxes"][-1][0])
        if self.view and self.view["moved"]:
            return said
        return self._if(said, "shipped", "command-ok")

    def _take_out(self, view: dict[str, Any]) -> dict[str, Any] | None:
        """Goods that must not go leave the box again; a labelled box is taken apart."""
        if view["recall"] and any(waybill for waybill, *_ in view["boxes"]):
            self.ask("unpack", number=view["number"])
            return None
        if view["recall"] and any(got for _, got, _ in view["lines"]):
            self.ask("put-back")
            return None
        inside = view["surplus"] or [sku for sku, got, _ in view["lines"] if got]
        return self._if(self.scan(inside[0]), "undone") if inside else None

    def take_apart(self) -> None:
        """Recalled boxes that bear a label."""
        bearing = ("packed", "labelled")
        asked = self.ask("list", list="recalled", most=APART, skip=[], states=bearing)
        for number in asked["numbers"]:
            said = self.ask("unpack", number=number)
            self.seen["taken-apart"] += said["verdict"] == "undone"

    @staticmethod
    def _if(said: dict[str, Any], *well: str) -> dict[str, Any] | None:
        """The answer where it lets the packer go on; a desk that died is looked at again."""
        return said if said["verdict"] in (*well, "killed") else None


def printed(folder: Path) -> Counter[str]:
    """How often each number's label came out of the printer."""
    tray = folder / "tray"
    if not tray.exists():
        return Counter()
    return Counter(name.partition(".")[0].partition("-")[0] for name in tray.read_text("utf-8").splitlines())
