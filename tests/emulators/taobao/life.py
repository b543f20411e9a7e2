"""The shop's own life: orders from before, and what happens next, by a seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random

from tests.emulators.taobao import chance
from tests.emulators.taobao.books import REFUND_OPEN, SENT, WAIT_PAY, WAIT_SEND, Promise, Trade
from tests.emulators.taobao.buyers import Buyers
from tests.emulators.taobao.shop import Shop

RATES: Mapping[str, int] = {
    "order": 30,
    "pay": 25,
    "urge": 12,
    "refund": 5,
    "refund-line": 4,
    "agree": 5,
    "withdraw": 3,
    "cancel": 4,
    "move": 6,
    "memo": 4,
    "leave": 2,
    "receive": 3,
}
"""Of a hundred things that happen, so many are of each kind."""
MESSAGE_SHARE, MEMO_SHARE, PRIVACY_SHARE, PROMISED_SHARE = 0.2, 0.1, 0.3, 0.5
UNPAID_SHARE, AT_ONCE_SHARE = 0.05, 0.6
RECENT = 200
"""Things happen to the newest so many trades: an old one is sent or ended."""


class Life:
    """Buyers doing things.

    Args:
        shop: whose books.
        seed: the same seed on the same books makes the same life.
        rates: how often of each kind, against each other.
    """

    def __init__(self, shop: Shop, seed: int, rates: Mapping[str, int] = RATES) -> None:
        self.shop, self.buyers = shop, Buyers(shop)
        self.random = Random(seed)
        self._rates = dict(rates)
        self._acts: dict[str, Callable[[], str]] = {
            "order": self._order,
            "pay": self._pay,
            "urge": self._urge,
            "refund": self._refund,
            "refund-line": self._refund_line,
            "agree": self._agree,
            "withdraw": self._withdraw,
            "cancel": self._cancel,
            "move": self._move,
            "memo": self._memo,
            "leave": self._leave,
            "receive": self._receive,
        }

    def before(self, orders: int, span: timedelta = timedelta(hours=20)) -> None:
        """Orders that came in during the last hours, nearly all paid."""
        with self.shop.lock:
            now = self.shop.now()
            for place in range(orders):
                at = now - span + span * place / max(1, orders)
                trade = self.buyers.order(
                    chance.nick(self.random),
                    chance.receiver(self.random),
                    chance.basket(self.random),
                    at.replace(microsecond=0),
                )
                self._dress(trade)
                if self.random.random() > UNPAID_SHARE:
                    paid = trade.created + timedelta(seconds=self.random.randint(5, 120))
                    self.buyers.pay(trade.tid, min(paid, now))

    def step(self) -> str:
        """One thing happens.

        Returns:
            What, in a few words; empty if there was nobody it could happen to.
        """
        with self.shop.lock:
            kinds = list(self._rates)
            [kind] = self.random.choices(kinds, [self._rates[one] for one in kinds])
            return self._acts[kind]()

    def new(self, *, paid: bool = True) -> Trade:
        """An order of now."""
        with self.shop.lock:
            trade = self.buyers.order(
                chance.nick(self.random), chance.receiver(self.random), chance.basket(self.random)
            )
            self._dress(trade)
            return self.buyers.pay(trade.tid) if paid else trade

    def _dress(self, trade: Trade) -> None:
        """Message, memo, hidden number, promise: each of some orders."""
        rng = self.random
        if rng.random() < MESSAGE_SHARE:
            trade.message = rng.choice(chance.MESSAGES)
        if rng.random() < MEMO_SHARE:
            trade.memo, trade.flag = rng.choice(chance.MEMOS), rng.randint(1, 5)
        trade.privacy = rng.random() < PRIVACY_SHARE
        if rng.random() < PROMISED_SHARE:
            hours = rng.choice((16, 24, 48))
            trade.promise = Promise(
                consign_interval=hours, promise_outbound_time=trade.created + timedelta(hours=hours)
            )

    def _pick(self, *statuses: str) -> Trade | None:
        """One of the newest trades in one of these states."""
        newest = self.shop.modified.between(None, None).page(1, RECENT)
        fitting = [trade for tid in newest if (trade := self.shop.trades[tid]).status in statuses]
        return self.random.choice(fitting) if fitting else None

    def _order(self) -> str:
        return f"order {self.new(paid=self.random.random() < AT_ONCE_SHARE).tid}"

    def _pay(self) -> str:
        trade = self._pick(WAIT_PAY)
        if trade is None:
            return ""
        self.buyers.pay(trade.tid)
        return f"pay {trade.tid}"

    def _urge(self) -> str:
        return self._to_waiting("urge", lambda trade: self.buyers.urge(trade.tid))

    def _refund(self) -> str:
        why = self.random.choice(chance.REASONS)
        return self._to_waiting("refund", lambda trade: self.buyers.refund(trade.tid, reason=why))

    def _refund_line(self) -> str:
        def act(trade: Trade) -> None:
            self.buyers.refund(trade.tid, self.random.choice(trade.lines).oid)

        return self._to_waiting("refund-line", act)

    def _cancel(self) -> str:
        return self._to_waiting("cancel", lambda trade: self.buyers.cancel(trade.tid))

    def _move(self) -> str:
        def act(trade: Trade) -> None:
            place = chance.receiver(self.random)
            self.buyers.move(
                trade.tid, replace(place, name=trade.receiver.name, mobile=trade.receiver.mobile)
            )

        return self._to_waiting("move", act)

    def _memo(self) -> str:
        def act(trade: Trade) -> None:
            self.buyers.write(trade.tid, self.random.choice(chance.MEMOS), self.random.randint(0, 5))

        return self._to_waiting("memo", act)

    def _leave(self) -> str:
        trade = self._pick(WAIT_PAY)
        if trade is None:
            return ""
        self.buyers.leave(trade.tid)
        return f"leave {trade.tid}"

    def _receive(self) -> str:
        trade = self._pick(SENT)
        if trade is None:
            return ""
        self.buyers.receive(trade.tid)
        return f"receive {trade.tid}"

    def _agree(self) -> str:
        return self._to_refund("agree", self.buyers.agree)

    def _withdraw(self) -> str:
        return self._to_refund("withdraw", self.buyers.withdraw)

    def _to_waiting(self, word: str, act: Callable[[Trade], object]) -> str:
        trade = self._pick(WAIT_SEND)
        if trade is None:
            return ""
        act(trade)
        return f"{word} {trade.tid}"

    def _to_refund(self, word: str, act: Callable[[str], None]) -> str:
        open_ones = [one for one in self.shop.refunds.values() if one.status in REFUND_OPEN]
        if not open_ones:
            return ""
        refund = self.random.choice(open_ones)
        act(refund.refund_id)
        return f"{word} {refund.refund_id} of {refund.tid}"
