"""A desk on the emulated Taobao: real database, real calls over 127.0.0.1, the clock in the test's hand."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.order import Order
from packstation.domain.outbox import Entry
from packstation.errors import Outage
from packstation.platforms.taobao.platform import Surroundings, TaobaoPlatform
from packstation.platforms.taobao.trade import Shop
from packstation.store.store import Store
from packstation.top import Account, TopClient
from packstation.web import Limits
from tests.builders import GOODS, make_desk, numbers, scan_all, take_in
from tests.desk.shirts import CUP, SHIRT
from tests.emulators.taobao import chance
from tests.emulators.taobao.books import Line, Trade
from tests.platforms.conftest import World

LIMITS = Limits(connect_s=2, silence_s=0.5, whole_s=1)
TWICE = timedelta(seconds=20)


class TaobaoDesk:
    """A desk and the shop behind it; shirts (one line) and cups (another one) are sold."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.folder = world, folder
        self.buyers, self.script = world.running.buyers, world.running.script
        self.desk = self.open()
        take_in(self.desk, *GOODS, *numbers(50))

    def open(self) -> Desk:
        """The program starts (again)."""
        options = DeskOptions(promise=timedelta(hours=48), platform="taobao", shop="旗舰店")
        self.desk = make_desk(self.folder, clock=self.world.clock, connect=self._connect, options=options)
        return self.desk

    def _connect(self, store: Store) -> TaobaoPlatform:
        def client(_limits: Limits) -> TopClient:
            app, clock = self.world.running.app, self.world.clock
            account = Account(self.world.running.gateway, app.key, app.secret, app.session)
            made = TopClient(account, now=clock.now, steady=clock.steady, limits=LIMITS)
            self.world.clients.append(made)
            return made

        clock = self.world.clock
        around = Surroundings(
            client,
            clock.now,
            clock.steady,
            timedelta(seconds=30),
            lambda _at, more: self.world.rejects.extend(more),
        )
        return TaobaoPlatform(Shop("旗舰店"), store, around)

    def sell(self, shirts: int = 1, cups: int = 0) -> Trade:
        """A paid trade."""
        lines = [Line("", "白色棉T恤", "TS-L", shirts, 5900)]
        lines += [Line("", "陶瓷茶杯", "CUP", cups, 3900)] if cups else []
        trade = self.buyers.order("买家", chance.receiver(self.world.life.random), lines)
        return self.buyers.pay(trade.tid)

    def sell_voucher(self, units: int = 1) -> Trade:
        """A paid trade of something no carrier takes."""
        trade = self.buyers.order(
            "买家", chance.receiver(self.world.life.random), [Line("", "电子礼品卡", "CARD", units, 10000)]
        )
        trade.shipping_type = "virtual"
        return self.buyers.pay(trade.tid)

    def pull(self) -> None:
        """What is new reaches the desk, as far as the platform answers; lists only tell of what is surely over."""
        self.world.clock.pass_time(seconds=TWICE.total_seconds())
        for _ in range(20):
            with contextlib.suppress(Outage):
                self.desk.syncing.pull_now()
            if not self.desk.syncing.has_news():
                return
        raise AssertionError("never done")

    def ship(self, trade: Trade) -> Order:
        """Sold, packed and gone; the platform has not been told yet."""
        if self.desk.view(trade.tid) is None:
            self.pull()
        shirts = sum(line.num for line in trade.lines if line.outer_sku_id == "TS-L")
        cups = sum(line.num for line in trade.lines if line.outer_sku_id == "CUP")
        answers = scan_all(
            self.desk, trade.tid, *[SHIRT] * shirts, *[CUP] * cups, *(["PKPASS"] if cups else [])
        )
        assert self.order(trade).state == "labelled", answers
        scan_all(self.desk, *self.order(trade).live_waybills)
        assert self.order(trade).state == "shipped"
        return self.order(trade)

    def push(self) -> None:
        """The outbox as long as it takes, with the waits in between."""
        for _ in range(30):
            self.desk.syncing.push_now()
            waiting = [entry for entry in self._entries() if entry.state == "PENDING"]
            if not waiting:
                return
            self.world.clock.pass_time(seconds=60 * 31)

    def _entries(self) -> list[Entry]:
        return [
            entry for tid in self.world.running.shop.trades for entry in self.desk.store.outbox.of_order(tid)
        ]

    def order(self, trade: Trade) -> Order:
        view = self.desk.view(trade.tid)
        assert view
        return view.order

    def entries(self, trade: Trade) -> list[tuple[str, str]]:
        """Kind and state of what the platform must hear about a trade, oldest first."""
        return [(entry.kind, entry.state.value) for entry in self.desk.store.outbox.of_order(trade.tid)]

    def errors(self, trade: Trade) -> list[str]:
        """Why it was not told, as the key of the sentence."""
        return [entry.error.partition(" ")[0] for entry in self.desk.store.outbox.of_order(trade.tid)]

    def kinds(self, trade: Trade) -> list[str]:
        """In which ways the order is out of the ordinary."""
        row = self.desk.exceptions.row(trade.tid)
        return [] if row is None else [kind.value for kind in row.kinds]


MadeDesk = Callable[[], TaobaoDesk]
