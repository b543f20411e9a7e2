"""The real window, the real connector and the emulated gateway: what a buyer does reaches the packer in one round."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from packstation.desk.desk import Desk
from packstation.desk.gate_book import FRESH_S
from packstation.domain.intake import Product, StockCount
from packstation.domain.order import Order, State
from packstation.gui.keys import Place
from packstation.gui.window import Options, open_window
from packstation.platforms.taobao.platform import Surroundings, TaobaoPlatform
from packstation.platforms.taobao.trade import Shop
from packstation.store.store import Store
from packstation.top import Account, TopClient
from packstation.web import Limits
from packstation.words import load
from tests.builders import GOODS, NOON, make_desk, numbers, take_in
from tests.emulators.taobao import Running, chance, emulated, goods
from tests.emulators.taobao.books import Line, Trade
from tests.emulators.taobao.faults import Fault, Kind
from tests.emulators.taobao.life import Life
from tests.emulators.taobao.shop import Shop as Books
from tests.gui.packer import OPTIONS, LiveClock, Packer

NUMBER = "YT0000000000001"
FULL = "taobao.trade.fullinfo.get"
PLATFORM = replace(OPTIONS, platform="taobao")


@dataclass
class Hall:
    """The desk, the platform and the clock both read; the platform's runs five minutes ahead."""

    packer: Packer
    running: Running
    clock: LiveClock
    life: Life

    def sold(self, *units: int) -> Trade:
        """An order of so many units of different goods, paid, and heard of by the desk."""
        wares = [
            Line("", ware.title, ware.sku, count, ware.cents, ware.spec)
            for ware, count in zip(goods.WARES, units, strict=False)
            if count
        ]
        rng = self.life.random
        trade = self.life.buyers.order(chance.nick(rng), chance.receiver(rng), wares)
        self.life.buyers.pay(trade.tid)
        self.round()
        self.packer.qtbot.waitUntil(lambda: self.packer.desk.view(trade.tid) is not None)
        return trade

    def round(self) -> None:
        """Half a minute passes and the desk makes one round."""
        self.clock.pass_time(seconds=30)
        self.packer.window.parts.sync.round()

    def later(self) -> None:
        self.clock.pass_time(seconds=FRESH_S)

    def order(self, trade: Trade) -> Order:
        view = self.packer.desk.view(trade.tid)
        assert view
        return view.order

    def stopped(self) -> list[str]:
        """The steps of the red screen, once it is there."""
        self.packer.qtbot.waitUntil(lambda: self.packer.place() is Place.STOP)
        steps = (step.text() for step in self.packer.window.stop.steps)
        return [step for step in steps if step]


def open_hall(folder: Path, qtbot: QtBot, running: Running, clock: LiveClock, rule: str) -> Hall:
    app = running.app
    account = Account(running.gateway, app.key, app.secret, app.session)

    def client(limits: Limits) -> TopClient:
        quick = replace(limits, silence_s=1, whole_s=2)
        return TopClient(account, now=clock.now, steady=clock.steady, limits=quick)

    def connect(store: Store) -> TaobaoPlatform:
        around = Surroundings(client, clock.now, clock.steady, timedelta(hours=9), lambda _at, _rejects: None)
        return TaobaoPlatform(Shop("旗舰店"), store, around)

    desk: Desk = make_desk(folder, clock=clock, options=replace(PLATFORM, offline_rule=rule), connect=connect)
    shelves = [
        one
        for place, ware in enumerate(goods.WARES)
        for one in (
            Product(ware.sku, ware.title, ware.spec, (goods.barcode(place),)),
            StockCount(ware.sku, f"T-{place}", 100),
        )
    ]
    take_in(desk, *GOODS, *numbers(50), *shelves)
    window = open_window(desk, load("zh_CN"), Options(sound=False))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window)
    return Hall(Packer(desk, window, qtbot), running, clock, Life(running.shop, 5))


@pytest.fixture
def hall(tmp_path: Path, qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Hall]:
    clock = LiveClock(NOON)
    with contextlib.ExitStack() as stack:
        running = stack.enter_context(emulated(Books(clock.now, offset=timedelta(minutes=5))))
        made = open_hall(tmp_path / "data", qtbot, running, clock, getattr(request, "param", "wait"))
        yield made
        made.packer.window.close()
        made.packer.desk.store.close()


def test_a_cancel_in_mid_pack_fills_the_screen_within_one_round_and_names_what_to_take_out(
    hall: Hall,
) -> None:
    trade = hall.sold(2, 1)
    hall.packer.scan(trade.tid, goods.barcode(0))
    assert hall.order(trade).state is State.PACKING
    hall.life.buyers.cancel(trade.tid)
    hall.round()
    steps = hall.stopped()
    assert "明前龙井" in steps[0]
    assert "×1" in steps[0]
    assert hall.order(trade).state is State.CANCELLED


def test_a_refund_only_asked_for_fills_the_screen_within_one_round_though_its_trade_does_not_move(
    hall: Hall,
) -> None:
    trade = hall.sold(2, 1)
    hall.packer.scan(trade.tid, goods.barcode(0), goods.barcode(0))
    before = trade.modified
    hall.life.buyers.refund(trade.tid)
    assert trade.modified == before
    hall.round()
    assert any("明前龙井" in step and "×2" in step for step in hall.stopped())


def test_a_withdrawn_refund_lets_the_order_go_on(hall: Hall) -> None:
    trade = hall.sold(1, 1)
    hall.packer.scan(trade.tid, goods.barcode(0))
    refunds = hall.life.buyers.refund(trade.tid)
    hall.round()
    hall.stopped()
    for refund in refunds:
        hall.life.buyers.withdraw(refund.refund_id)
    hall.round()
    hall.packer.qtbot.waitUntil(lambda: not hall.order(trade).recall)
    hall.packer.scan(trade.tid, goods.barcode(1))
    assert hall.order(trade).state is State.LABELLED


def test_an_address_changed_after_the_label_voids_it_and_prints_another(hall: Hall) -> None:
    trade = hall.sold(1)
    hall.packer.scan(goods.barcode(0))
    assert hall.order(trade).live_waybills == (NUMBER,)
    elsewhere = chance.receiver(hall.life.random)
    hall.life.buyers.move(trade.tid, elsewhere)
    hall.later()
    hall.packer.scan(NUMBER)
    assert hall.order(trade).state is State.LABELLED
    assert hall.order(trade).address_changed
    hall.packer.scan("PKREPRINT")
    [new] = hall.order(trade).live_waybills
    assert new != NUMBER
    assert not hall.order(trade).address_changed
    hall.later()
    hall.packer.scan(NUMBER)
    assert hall.order(trade).state is State.LABELLED
    hall.packer.scan(new)
    assert hall.order(trade).state is State.SHIPPED


def test_a_cancel_between_label_and_leaving_is_heard_at_the_second_gate(hall: Hall) -> None:
    trade = hall.sold(1)
    hall.packer.scan(goods.barcode(0))
    hall.life.buyers.cancel(trade.tid)
    hall.later()
    hall.packer.scan(NUMBER)
    assert any("明前龙井" in step for step in hall.stopped())
    assert hall.order(trade).state is State.LABELLED


def test_unplugged_a_shop_that_waits_keeps_the_box_here(hall: Hall) -> None:
    trade = hall.sold(1)
    hall.running.unplug()
    hall.packer.scan(goods.barcode(0))
    assert (hall.packer.word, hall.order(trade).state) == ("面单没打出来", State.PACKED)
    hall.running.plug()
    hall.packer.scan("PKPRINT")
    assert hall.order(trade).state is State.LABELLED


@pytest.mark.parametrize("hall", ["go-on"], indirect=True)
def test_unplugged_a_shop_that_goes_on_does_so_with_a_mark(hall: Hall) -> None:
    trade = hall.sold(1)
    hall.running.unplug()
    hall.packer.scan(goods.barcode(0))
    hall.later()
    hall.packer.scan(NUMBER)
    assert hall.order(trade).state is State.SHIPPED
    assert hall.packer.desk.store.unasked.of(trade.tid) is not None


@pytest.mark.parametrize("hall", ["go-on"], indirect=True)
def test_no_shop_goes_on_with_another_orders_data(hall: Hall) -> None:
    trade = hall.sold(1)
    hall.sold(0, 1)
    hall.packer.scan(trade.tid)
    hall.running.script.add(Fault(Kind.OTHER_ORDER, FULL))
    hall.packer.scan(goods.barcode(0))
    assert (hall.packer.word, hall.order(trade).state) == ("面单没打出来", State.PACKED)
    hall.packer.scan("PKPRINT")
    assert hall.order(trade).state is State.LABELLED


def test_a_platform_that_answers_after_ninety_seconds_keeps_nobody_waiting(hall: Hall) -> None:
    trade = hall.sold(1)
    hall.packer.window.parts.gates._wait_ms = 300
    hall.running.script.add(Fault(Kind.WAIT, FULL, seconds=90))
    hall.packer.scan(goods.barcode(0))
    assert (hall.packer.word, hall.order(trade).state) == ("面单没打出来", State.PACKED)
    hall.running.holding.release()
    hall.packer.scan("PKPRINT")
    assert hall.order(trade).state is State.LABELLED
