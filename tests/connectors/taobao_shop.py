"""A shop on the emulated Taobao."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from packstation.domain.order import Receiver
from packstation.platforms.taobao import pulling
from tests.connectors.tried import BUYER, MOVED, Sent, Sold, TriedShop
from tests.emulators.taobao import Running, books
from tests.emulators.taobao.faults import Fault, Kind

START = datetime(2026, 11, 11, 4, 0, tzinfo=UTC)
PAGE = 100


class TaobaoShop(TriedShop):
    """One shop of the emulated gateway."""

    kind = "taobao"

    def __init__(self, folder: Path, running: Running) -> None:
        super().__init__(folder, START)
        self.running = running
        running.shop._clock = self.clock.now
        self.secrets = {"app_secret": running.app.secret, "session": running.app.session}

    def settings(self) -> Mapping[str, Any]:
        gateway = {"gateway": self.running.gateway, "app_key": self.running.app.key}
        return {**super().settings(), **gateway, "sign_method": "hmac-sha256"}

    def place(self, goods: Mapping[str, int], *, paid: bool = True) -> Sold:
        self.clock.pass_time(seconds=1)
        lines = [books.Line("", f"商品{sku}", sku, units, 1990) for sku, units in goods.items()]
        trade = self.running.buyers.order("买家", _receiver(BUYER), lines)
        if paid:
            self.running.buyers.pay(trade.tid)
        told = {line.outer_sku_id: (line.oid, line.num) for line in trade.lines}
        return Sold(trade.tid, trade.created, told)

    def pay(self, sold: Sold) -> None:
        self.running.buyers.pay(sold.number)

    def place_broken(self) -> str:
        return self.place({"SKU-WITH-NO-UNITS": 0}).number

    def cancel(self, sold: Sold, sku: str = "") -> None:
        self.clock.pass_time(seconds=1)
        if not sku:
            self.running.buyers.cancel(sold.number)
            return
        for refund in self.running.buyers.refund(sold.number, sold.lines[sku][0]):
            self.running.buyers.agree(refund.refund_id)

    def move(self, sold: Sold) -> None:
        self.clock.pass_time(seconds=1)
        self.running.buyers.move(sold.number, _receiver(MOVED))

    def books(self, number: str) -> list[Sent]:
        trade = self.running.shop.trades.get(number)
        sent = [] if trade is None else [Sent(one.number, _units(one.goods)) for one in trade.parcels]
        return sorted(sent, key=lambda one: one.number)

    def state(self, number: str) -> object:
        trade = self.running.shop.trades[number]
        return trade.status, trade.modified, self.books(number), [line.status for line in trade.lines]

    def cut(self, *whens: str) -> None:
        self.running.script.add(*(Fault(Kind.DROP, "*send", done=when == "after") for when in whens))

    def stutter(self) -> None:
        # a call for one trade is made once more by the connector itself
        for _ in range(2):
            self.running.script.add(*[Fault(Kind.DROP, "*.fullinfo.get")] * 2, Fault(Kind.DROP, "*.sold.*"))

    @contextlib.contextmanager
    def silent(self) -> Iterator[None]:
        self.running.unplug()
        try:
            yield
        finally:
            self.running.plug()

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        right, self.secrets = self.secrets, {**self.secrets, "app_secret": "somebody-elses-secret"}
        try:
            yield
        finally:
            self.secrets = right

    def asked(self) -> int:
        return len(self.running.shop.calls)

    def small_batches(self, patch: pytest.MonkeyPatch) -> int:
        patch.setattr(pulling, "MOST_AT_ONCE", 2)
        return 2 + PAGE


def _units(goods: Iterable[tuple[str, int]]) -> Counter[str]:
    """Units of each sub-order."""
    units: Counter[str] = Counter()
    for oid, count in goods:
        units[oid] += count
    return units


def _receiver(who: Receiver) -> books.Receiver:
    return books.Receiver(
        who.name, who.phone, who.province, who.city, who.district, who.detail, postcode=who.postcode
    )
