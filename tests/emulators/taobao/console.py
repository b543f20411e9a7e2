"""What a person types to make the shop's life happen: one line, one event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.emulators.taobao import chance, times
from tests.emulators.taobao.books import REFUND_OPEN, Trade
from tests.emulators.taobao.faults import Script
from tests.emulators.taobao.life import Life
from tests.emulators.taobao.server import Listening
from tests.emulators.taobao.trouble import HELP as TROUBLE
from tests.emulators.taobao.trouble import Trouble
from tests.emulators.typing_in import answered

FLAGS = range(6)
"""Grey, red, yellow, green, blue, pink (wire.md §4.4)."""
SHOWN = 20
SHORTEST_END = 4
"""The window shows so many of a number's last digits."""
HELP = (
    """N is the order: its place as "orders" shows it, its number, or the last digits of that as the window shows them.
  orders [all]        the newest orders            order N        one of them
  new                 somebody orders and pays     pay N          it is paid
  urge N              where is it?                 change N       another address
  refund N [LINE]     the money is asked back, of line 1, 2 … or of all
  agree N | withdraw N | refuse N   how the refunds of an order end
  cancel N            cancelled and paid back      unpaid N       an unpaid order is closed
  memo N TEXT         the shop's note              flag N 0-5     its flag
  hold N | release N  the platform holds it back   life [COUNT]   so many things by chance
  balance CARRIER N   so many waybill numbers left
  calls               the last calls               wrongs         what should not have been sent
  help | quit
"""
    + TROUBLE
)


class Console:
    """The console; each line gives the lines to show.

    Args:
        life: the shop and its buyers.
        script: where faults go.
        listening: what can be taken offline.
    """

    def __init__(self, life: Life, script: Script, listening: Listening | None = None) -> None:
        self._life, self._shop = life, life.shop
        self._verbs: dict[str, Callable[[list[str]], list[str]]] = {
            "help": lambda _: HELP.splitlines(),
            "orders": self._orders,
            "order": lambda words: [told(self._trade(words))],
            "new": lambda _: [told(life.new())],
            "pay": lambda words: self._then(words, lambda one: life.buyers.pay(one.tid)),
            "urge": lambda words: self._then(words, lambda one: life.buyers.urge(one.tid)),
            "refund": self._refund,
            "agree": lambda words: self._end(words, life.buyers.agree),
            "withdraw": lambda words: self._end(words, life.buyers.withdraw),
            "refuse": lambda words: self._end(words, life.buyers.refuse),
            "cancel": lambda words: self._then(words, lambda one: life.buyers.cancel(one.tid)),
            "change": self._change,
            "memo": self._memo,
            "flag": self._flag,
            "hold": lambda words: self._then(words, lambda one: life.buyers.hold(one.tid, "top_hold")),
            "release": lambda words: self._then(words, lambda one: life.buyers.hold(one.tid, "top_hold", 0)),
            "unpaid": lambda words: self._then(words, lambda one: life.buyers.leave(one.tid)),
            "life": self._live,
            "balance": self._balance,
            "calls": self._calls,
            "wrongs": lambda _: (
                [
                    f"{one.tid} {one.oid}: {one.why}{'' if one.told_at else ' (not told in time)'}"
                    for one in self._shop.wrongs
                ]
                or ["none"]
            ),
            **Trouble(self._shop, script, listening).verbs,
        }

    def say(self, line: str) -> list[str]:
        """Do what a line says; never raises for what a person can type."""
        with self._shop.lock:
            return answered(line, self._verbs, "order, line or value")

    def _trade(self, words: list[str]) -> Trade:
        """The trade a word names, by its number, its place, or how its number ends."""
        trades, word = self._shop.trades, words[0]
        if word in trades:
            return trades[word]
        place = int(word)
        if 1 <= place <= len(trades) and not word.startswith("0"):
            return trades[list(trades)[place - 1]]
        [tid] = [tid for tid in trades if tid.endswith(word) and len(word) >= SHORTEST_END]
        return trades[tid]

    def _then(self, words: list[str], act: Callable[[Trade], object]) -> list[str]:
        trade = self._trade(words)
        act(trade)
        return [told(trade)]

    def _orders(self, words: list[str]) -> list[str]:
        first = 0 if words == ["all"] else -SHOWN
        return [f"{place:4} {told(trade)}" for place, trade in enumerate(self._shop.trades.values(), 1)][
            first:
        ]

    def _refund(self, words: list[str]) -> list[str]:
        trade = self._trade(words)
        place = int(words[1]) if len(words) > 1 else 0
        made = self._life.buyers.refund(trade.tid, trade.lines[place - 1].oid if place > 0 else None)
        asked = [f"  refund {one.refund_id} of sub-order {one.oid}" for one in made]
        return [told(trade), *(asked or ["  nothing of it can be asked back any more"])]

    def _end(self, words: list[str], act: Callable[[str], None]) -> list[str]:
        trade = self._trade(words)
        found = [
            one for one in self._shop.refunds.values() if one.tid == trade.tid and one.status in REFUND_OPEN
        ]
        for refund in found:
            act(refund.refund_id)
        return [told(trade), *([] if found else ["  nobody has asked for its money"])]

    def _change(self, words: list[str]) -> list[str]:
        trade = self._trade(words)
        place = chance.receiver(self._life.random)
        who = replace(place, name=trade.receiver.name, mobile=trade.receiver.mobile)
        self._life.buyers.move(trade.tid, who)
        return [f"{told(trade)} → {who.state}{who.city}{who.district}{who.address}"]

    def _memo(self, words: list[str]) -> list[str]:
        return self._then(words, lambda one: self._life.buyers.write(one.tid, " ".join(words[1:]), one.flag))

    def _flag(self, words: list[str]) -> list[str]:
        flag = int(words[1])
        if flag not in FLAGS:
            raise ValueError
        return self._then(words, lambda one: self._life.buyers.write(one.tid, one.memo, flag))

    def _live(self, words: list[str]) -> list[str]:
        count = int(words[0]) if words else 1
        return [one for one in (self._life.step() for _ in range(count)) if one]

    def _balance(self, words: list[str]) -> list[str]:
        self._shop.accounts[words[0].upper()].quantity = int(words[1])
        return [f"{words[0].upper()}: {words[1]} left"]

    def _calls(self, words: list[str]) -> list[str]:
        del words
        return [
            f"{times.written(one.at)} {one.method} {one.params.get('tid', '')} {one.outcome} {one.fault}".rstrip()
            for one in self._shop.calls[-SHOWN:]
        ]


def told(trade: Trade) -> str:
    """A trade on one line, without anything of the buyer."""
    goods = ", ".join(
        f"{line.num}×{line.outer_sku_id}"
        + ("" if line.refund_status == "NO_REFUND" else f" ({line.refund_status})")
        for line in trade.lines
    )
    said = {
        "urged": trade.urged,
        "address-changed": trade.address_changed,
        "memo": trade.memo,
        f"flag-{trade.flag}": trade.flag,
        "held-back": any(trade.holds.values()),
    }
    marks = "".join(f" {name}" for name, on in said.items() if on)
    numbers = "".join(f" {one.company} {one.number}" for one in trade.parcels)
    return f"{trade.tid} {trade.status} {goods}{marks}{numbers}"
