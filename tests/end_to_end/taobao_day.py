"""A day at a desk that sells on Taobao: buyers change their minds, the line breaks, the program is started anew.

The desk is the real one on a real database, the platform the emulated gateway with books of its own. Only the
clock is a test's: both sides read it, the platform with its own offset.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from random import Random

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.exceptions import ExceptionKind
from packstation.domain.intake import Product, Record, StockCount
from packstation.domain.order import Order, State
from packstation.domain.outbox import EntryState
from packstation.domain.scan import Answer, Verdict
from packstation.errors import PackstationError
from packstation.platforms.connector import Connector
from packstation.printers.links import Link
from packstation.store.store import Store
from tests.builders import GOODS, make_desk, numbers, take_in
from tests.emulators.taobao import Running, goods
from tests.emulators.taobao.life import RATES, Life
from tests.fakes import FakeClock

Connect = Callable[[Running, FakeClock, Store], Connector]
"""Opens the desk's line to the platform; called again after each start."""
FICKLE = {
    **RATES,
    "order": 15,
    "refund": 8,
    "refund-line": 10,
    "agree": 8,
    "withdraw": 5,
    "cancel": 6,
    "receive": 0,
}
"""Many refunds; nobody receives a parcel on the day it leaves."""
LATE_CANCELS = 0.3
MOST_STEPS = 60
TRIES = 4
"""So often the platform is tried before the packer goes on without it."""
AGAIN_S = 300.0
"""An order that could not be finished is left alone for so long: others are due."""
WAREHOUSE = 100_000


@dataclass(frozen=True, slots=True)
class Plan:
    """How the day goes.

    Attributes:
        orders: that wait when the desk opens.
        rounds: how often the desk looks at the platform.
        packed: orders packed between two looks.
        events: how often buyers do something between two scans.
        starts: in so many of a hundred rounds the program is started anew, and once at half-time.
    """

    orders: int
    rounds: int
    packed: int = 6
    events: float = 0.4
    starts: int = 10


class Day:
    """The desk, its packer and the shop's buyers.

    Args:
        folder: the desk's data.
        running: the platform; its shop's clock is ``clock``.
        clock: both sides' clock.
        connect: see there.
        seed: of everything that happens.
        link: the way to the label printer; a folder if not given.
    """

    def __init__(
        self,
        folder: Path,
        running: Running,
        clock: FakeClock,
        connect: Connect,
        seed: int,
        link: Link | None = None,
    ) -> None:
        self.random = Random(seed)
        self.life = Life(running.shop, seed, FICKLE)
        self.clock = clock
        self.running = running
        self.seen: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.starts = 0
        self._again_at: dict[str, float] = {}
        self._folder, self._connect, self._link = folder, connect, link
        self.desk = self._open()
        take_in(self.desk, *GOODS, *shelves())

    def run(self, plan: Plan) -> None:
        """Work through the day, then let everything that was begun come to its end."""
        self.life.before(plan.orders, timedelta(hours=3))
        take_in(self.desk, *numbers(plan.orders + plan.rounds * plan.packed * 2))
        for turn in range(plan.rounds):
            self.look()
            for number in self._due(plan.packed):
                self.pack(number, plan)
            self.tell()
            self.ask_back()
            if turn == plan.rounds // 2 or self.random.randrange(100) < plan.starts:
                self.start_anew()
        self.come_to_an_end()

    def come_to_an_end(self) -> None:
        """The line holds, nothing new happens, and what waits is told and heard."""
        self.running.script.chances = ()
        for _ in range(12):
            self.clock.pass_time(minutes=31)
            self.look()
            self.tell()
        for state in EntryState:
            sql = "SELECT count(*) FROM outbox WHERE kind = 'shipment' AND state = ?"
            self.seen[f"parcels-{state.value}"] = self.desk.store.database.number(sql, (state.value,))

    # --- the platform
    # ---------------------------------------------------------------------------------------

    def look(self) -> None:
        """Orders and news come in, as far as the line holds."""
        self.clock.pass_time(seconds=20)
        failures = 0
        for _ in range(200):
            try:
                self.desk.syncing.pull_now()
                if not self.desk.syncing.has_news():
                    return
            except PackstationError as error:
                self.failed[error.reason] += 1
                self.desk.syncing.failed(error)
                failures += 1
                if failures == TRIES:
                    return
                self.clock.pass_time(seconds=5)

    def tell(self) -> None:
        """What left is told; now and then it was cancelled after it left, or its money is asked back."""
        waiting = self.desk.syncing.plan()
        if waiting and self.random.random() < LATE_CANCELS:
            late = self.random.choice((self.life.buyers.cancel, self.life.buyers.refund))
            late(self.random.choice(waiting).order)
        self.clock.pass_time(seconds=20)
        done = self.desk.syncing.push_now()
        self.running.holding.release()
        self.seen["told"] += done.delivered
        self.seen["told-later"] += done.later
        self.seen["parked"] += done.parked

    def ask_back(self) -> None:
        """Parcels that are wanted back: the carrier is asked, and what it said is noted a round later."""
        for row in self.desk.exceptions.rows(ExceptionKind.WANTED_BACK):
            asked = self.desk.gates.interceptions.ask(row.number)
            self.seen["asked-back"] += asked.verdict is Verdict.COMMAND_OK
            if asked.facts.get("missing") == "intercept-asked":
                self.desk.gates.unasked.intercepted(row.number, "快递截回")

    def start_anew(self) -> None:
        """The program ends wherever it is and begins again on the same data."""
        self.desk.store.close()
        self.starts += 1
        self.desk = self._open()

    def _open(self) -> Desk:
        return make_desk(
            self._folder,
            clock=self.clock,
            link=self._link,
            options=DeskOptions(promise=timedelta(hours=48), platform="taobao", report_stops="all"),
            connect=lambda store: self._connect(self.running, self.clock, store),
        )

    # --- the packer
    # -----------------------------------------------------------------------------------------

    def _due(self, most: int) -> list[str]:
        """What the queue says is next; what nobody can work on now is passed over."""
        waiting = (
            row for row in self.desk.reading.everything(None) if row.state in _WAITING and not row.recall
        )
        fresh = (row.number for row in waiting if self.clock.steady() >= self._again_at.get(row.number, 0.0))
        due = list(islice(fresh, most))
        self._again_at.update(dict.fromkeys(due, self.clock.steady() + AGAIN_S))
        return due

    def pack(self, number: str, plan: Plan) -> None:
        """An order from its first scan to its last, while buyers go on."""
        answer = self.scan(number)
        if answer.verdict is Verdict.NEEDS_REVIEW:
            self._put_aside()
            return
        for _ in range(MOST_STEPS):
            if self.random.random() < plan.events:
                self.life.step()
            view = self.desk.open_view()
            if view is None:
                return
            if not self._step(view.order):
                break
        self._put_aside()

    def scan(self, code: str) -> Answer:
        """One scan, with what follows it."""
        self.clock.pass_time(seconds=2)
        answer = self.desk.scan_and_print(code)
        self.seen[answer.verdict.value] += 1
        return answer

    def _step(self, order: Order) -> bool:
        """The next thing a packer does; False where there is nothing left to do."""
        if order.recall or order.surplus:
            return self._take_out(order)
        if order.state is State.LABELLED:
            return self.scan(order.parcels[-1].waybill).verdict in (Verdict.SHIPPED, Verdict.COMMAND_OK)
        for line in order.lines:
            if line.got < line.need:
                return self.scan(line.sku).verdict in _COUNTED
        if order.open_wishes:
            return self.scan("PKTICK").verdict is Verdict.WISH_TICKED
        return self.scan("PKPRINT").verdict is Verdict.LABEL_PRINTED

    def _take_out(self, order: Order) -> bool:
        """Goods that must not go leave the box again."""
        inside = order.surplus or tuple(line for line in order.lines if line.got)
        if inside and order.recall and not order.may_bear_label:
            self.desk.put_back()
            return False
        return bool(inside) and self.scan(inside[0].sku).verdict is Verdict.UNDONE

    def _put_aside(self) -> None:
        if self.desk.open_view() is not None:
            self.scan("PKEXIT")


_WAITING = frozenset(
    {State.NEW, State.CONFIRMED, State.REVIEWED, State.PACKING, State.PACKED, State.LABELLED}
)
_COUNTED = (Verdict.ITEM_OK, Verdict.LINE_COMPLETE, Verdict.ORDER_COMPLETE)


def shelves() -> Sequence[Record]:
    """The shop's goods, enough of each."""
    wares = [
        (
            Product(
                ware.sku, ware.title, ware.spec, (goods.barcode(place),), (), ware.weight_g, ware.size_mm
            ),
            StockCount(ware.sku, f"T-{place:02d}", WAREHOUSE),
        )
        for place, ware in enumerate(goods.WARES)
    ]
    return [one for pair in wares for one in pair]
