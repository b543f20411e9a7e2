"""The buyers of the great day: promises of every kind, and second thoughts about the very order on the desk."""

from __future__ import annotations

from datetime import timedelta

from tests.emulators.taobao import chance
from tests.emulators.taobao.books import WAIT_SEND, Trade
from tests.emulators.taobao.life import Life
from tests.end_to_end.taobao_day import FICKLE

RATES = {**FICKLE, "move": 20, "refund-line": 15, "urge": 20}
AT_THE_DESK = 0.35
"""So often what buyers do is done to the order on the desk."""


class Shoppers(Life):
    """Buyers, who often do something to the very order that is being packed."""

    on_desk = ""
    urged = 0.0

    def _pick(self, *statuses: str) -> Trade | None:
        trade = self.shop.trades.get(self.on_desk)
        if trade is not None and trade.status in statuses and self.random.random() < AT_THE_DESK:
            return trade
        return super()._pick(*statuses)

    def _dress(self, trade: Trade) -> None:
        """Promises of every kind, beside those all shops have."""
        super()._dress(trade)
        trade.urged = self.random.random() < self.urged
        promise, hours = trade.promise, timedelta(hours=self.random.randint(2, 60))
        drawn = self.random.random()
        if drawn < 0.1:
            promise.delivery_time = trade.created + hours
        elif drawn < 0.15:
            promise.collect_time = trade.created + hours
        elif drawn < 0.2:
            promise.send_time = trade.created + hours

    def regret(self, tid: str) -> None:
        """The buyer of a labelled box changes something: the address, a part of it, or all of it."""
        with self.shop.lock:
            trade = self.shop.trades[tid]
            if trade.status != WAIT_SEND:
                return
            drawn = self.random.random()
            if drawn < 0.6:
                self.buyers.move(tid, chance.receiver(self.random))
            elif drawn < 0.8:
                self.buyers.refund(tid, self.random.choice(trade.lines).oid)
            else:
                self.buyers.cancel(tid)
