"""A connector, the emulated platform it talks to, and a desk that only remembers."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from packstation.domain.intake import Carrier, RefundTold, Reject
from packstation.domain.order import Order
from packstation.errors import PackstationError
from packstation.platforms.taobao.line import Line
from packstation.platforms.taobao.pulling import Pulling
from packstation.platforms.taobao.trade import Shop
from packstation.top import Account, TopClient
from packstation.web import Limits
from tests.emulators.taobao import Running, chance, emulated
from tests.emulators.taobao.faults import Script
from tests.emulators.taobao.goods import WARES
from tests.emulators.taobao.life import Life
from tests.emulators.taobao.shop import Shop as Books
from tests.fakes import FakeClock, FakeNotebook

START = datetime(2026, 11, 11, 4, 0, tzinfo=UTC)
LIMITS = Limits(connect_s=2, silence_s=2, whole_s=4)


@dataclass
class World:
    """The platform, the clock both sides share, and what a desk has of it."""

    running: Running
    clock: FakeClock
    life: Life
    memory: FakeNotebook = field(default_factory=FakeNotebook)
    orders: dict[str, Order] = field(default_factory=dict)
    carriers: dict[str, Carrier] = field(default_factory=dict)
    told: list[RefundTold] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    largest: int = 0
    limits: Limits = LIMITS
    clients: list[TopClient] = field(default_factory=list)
    mistyped: str = ""

    def client(self) -> TopClient:
        """As the program makes one; ``mistyped`` is somebody's wrong secret."""
        app = self.running.app
        account = Account(self.running.gateway, app.key, self.mistyped or app.secret, app.session)
        made = TopClient(account, now=self.clock.now, steady=self.clock.steady, limits=self.limits)
        self.clients.append(made)
        return made

    def line(self) -> Line:
        return Line(self.client, self.clock.now, self.clock.steady)

    def pulling(self) -> Pulling:
        """A connector as it is after a start of the program."""
        return Pulling(
            self.line(),
            Shop("旗舰店"),
            self.memory,
            steady=self.clock.steady,
            every=timedelta(seconds=30),
            write_rejects=self._named,
        )

    def _named(self, _at: datetime, rejects: Sequence[Reject]) -> None:
        self.rejects += rejects

    def once(self, pulling: Pulling) -> None:
        """One batch, stored and taken."""
        fetched = pulling.fetch()
        for _, record in fetched.batch.records:
            match record:
                case Order():
                    self.orders[record.number] = record
                case Carrier():
                    self.carriers[record.code] = record
                case RefundTold():
                    self.told.append(record)
                case _:
                    raise AssertionError(record)
        self.largest = max(self.largest, len(fetched.batch.records))
        pulling.taken(fetched, fetched.batch.rejects)
        if fetched.trouble is not None:
            raise fetched.trouble

    def pull(self, pulling: Pulling, most: int = 500) -> int:
        """Batches until there is no more for now; trouble of the platform is tried again. Gives the batches."""
        for count in range(1, most):
            try:
                self.once(pulling)
            except PackstationError as error:
                wait = error.data.get("wait")
                self.clock.pass_time(seconds=wait.total_seconds() if isinstance(wait, timedelta) else 1)
                continue
            if not pulling.has_news():
                return count
        raise AssertionError("never done")

    def sell(self, count: int = 1, seconds: int = 5) -> list[str]:
        """So many orders, made and paid in this very second, which is over so many seconds later."""
        rng, buyers = self.life.random, self.running.buyers
        tids = []
        for _ in range(count):
            trade = buyers.order(chance.nick(rng), chance.receiver(rng), chance.basket(rng, WARES))
            buyers.pay(trade.tid)
            tids.append(trade.tid)
        self.clock.pass_time(seconds=seconds)
        return tids

    def close(self) -> None:
        """Let go of all connections."""
        for client in self.clients:
            client.close()

    def missing(self) -> list[str]:
        """Trades of which the desk does not have the platform's newest word."""
        return [trade.tid for trade in self.running.shop.trades.values() if not self.is_known(trade.tid)]

    def is_known(self, tid: str) -> bool:
        """Whether the desk's copy says what the platform's books say."""
        trade, order = self.running.shop.trades[tid], self.orders.get(tid)
        if order is None:
            return False
        lines = {line.oid: (line.num, line.refund_status) for line in trade.lines}
        ours = {line.line: (line.quantity, line.refund) for line in order.lines}
        open_lines = {
            line.oid for line in trade.lines if line.status in ("WAIT_SELLER_SEND_GOODS", "WAIT_BUYER_PAY")
        }
        return (
            order.status == trade.status
            and order.memo == trade.memo
            and order.urges == int(trade.urged)
            and set(ours) == set(lines)
            and all(ours[oid] == lines[oid] for oid in open_lines)
        )

    def calls(self, method: str) -> list[dict[str, str]]:
        """The parameters of the calls of a method so far."""
        return [call.params for call in self.running.shop.calls if call.method == method]


Made = Callable[..., World]


@pytest.fixture
def make_world() -> Iterator[Made]:
    """Makes worlds; at the end their gateways are down and their connections closed."""
    with contextlib.ExitStack() as stack:

        def make(
            orders: int = 0, script: Script | None = None, seed: int = 7, off: timedelta = timedelta()
        ) -> World:
            clock = FakeClock(START)
            books = Books(clock.now, offset=off)
            life = Life(books, seed)
            life.before(orders)
            running = stack.enter_context(emulated(books, script))
            world = World(running, clock, life)
            stack.callback(world.close)
            return world

        yield make


@pytest.fixture
def world(make_world: Made) -> World:
    """Nothing sold yet."""
    return make_world()
