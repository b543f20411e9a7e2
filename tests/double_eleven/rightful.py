"""Who is rightfully next: a queue of its own, made of the platform's books, that shares no code with the desk's.

An order counts from the round in which an answer told of it whole, the desk stored that round and said so.
Where nobody can be sure what the desk has heard (an answer spoilt on the way, a desk killed in the midst of it)
the order is left out until it is told again: what is found is found for certain.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.emulators.taobao.answers import Listed
from tests.emulators.taobao.books import SENT_PART, WAIT_SEND, Trade
from tests.emulators.taobao.faults import DISTORTIONS
from tests.emulators.taobao.hearing import Hearing
from tests.emulators.taobao.shop import Shop

OVER = ("NO_REFUND", "CLOSED", "SELLER_REFUSE_BUYER")
Turn = tuple[datetime, int]
"""By when it must leave; among equals the urged ones first."""


@dataclass(frozen=True, slots=True)
class Said:
    """A trade as an answer told of it."""

    turn: Turn
    waits: bool


def due_of(trade: Trade) -> datetime:
    """The platform's word on when it must leave, the strongest there is (wire.md §4.7)."""
    told = trade.promise
    words = (
        told.promise_outbound_time,
        told.delivery_time,
        told.promise_collect_time,
        told.collect_time,
        told.send_time,
    )
    paid = trade.paid_at or trade.created
    return next((word for word in words if word), paid + timedelta(hours=told.consign_interval or 48))


def said_of(trade: Trade) -> Said:
    """What whoever reads this trade now must take it for."""
    waits = trade.status in (WAIT_SEND, SENT_PART) and any(
        line.open and line.refund_status in OVER for line in trade.lines
    )
    return Said((due_of(trade), 0 if trade.urged else 1), waits)


class Overhearing(Hearing):
    """Keeps what the answers that went out whole said of each trade, since somebody last asked."""

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._shop = shop
        self._said: dict[str, Said] = {}
        self._calls = 0

    def note(self, answer: Mapping[str, Any], event: int, at: datetime) -> None:
        super().note(answer, event, at)
        trade = answer.get("trade")
        if isinstance(trade, dict) and isinstance(trade.get("orders"), Listed):
            tid = str(trade["tid"])
            self._said[tid] = said_of(self._shop.trades[tid])

    def since(self) -> dict[str, Said]:
        """What was said since the last time."""
        with self._shop.lock:
            said, self._said = self._said, {}
            for call in self._shop.calls[self._calls :]:
                if call.fault in DISTORTIONS:
                    # the desk may have believed the other answer
                    said.pop(call.params.get("tid", ""), None)
            self._calls = len(self._shop.calls)
            return said


class RightfulQueue:
    """The orders the desk knows of and can work on."""

    def __init__(self) -> None:
        self._known: dict[str, Said] = {}
        self._heard_of: set[str] = set()
        self._heap: list[tuple[Turn, str]] = []
        self._away: set[str] = set()
        self._over: set[str] = set()
        self.late: list[str] = []
        self.judged = 0

    def learn(self, said: Mapping[str, Said], heard: Iterable[str]) -> None:
        """A round was stored: what it told of the orders it handed in holds from now on."""
        for tid in heard:
            if tid in said:
                self._know(tid, said[tid])
            else:
                self._forget(tid)

    def doubt(self, said: Mapping[str, Said], stored: Iterable[str]) -> None:
        """The desk died meanwhile; of these it is known that it has them, in whichever version."""
        here = set(stored)
        for tid, one in said.items():
            if tid in self._heard_of:
                self._forget(tid)
            elif tid in here:
                self._know(tid, one)

    def _forget(self, tid: str) -> None:
        """Nobody knows which version the desk has."""
        self._heard_of.add(tid)
        self._known.pop(tid, None)

    def _know(self, tid: str, one: Said) -> None:
        self._heard_of.add(tid)
        if self._known.get(tid) != one:
            self._known[tid] = one
            heapq.heappush(self._heap, (one.turn, tid))

    def take(self, tid: str) -> None:
        """The packer takes this one: nobody may stand before it."""
        mine = self._known.get(tid)
        first = self._first()
        if mine is not None and mine.waits and first is not None:
            self.judged += 1
            if first[0] < mine.turn:
                self.late.append(
                    f"{first[1]}, {_told(first[0])}, waits while {tid}, {_told(mine.turn)}, is taken"
                )
        self._away.add(tid)

    def put_back(self, tid: str) -> None:
        """It was laid aside for a while and may be taken again."""
        self._away.discard(tid)
        if tid in self._known and tid not in self._over:
            heapq.heappush(self._heap, (self._known[tid].turn, tid))

    def end(self, tid: str) -> None:
        """It needs a person, or nobody any more."""
        self._over.add(tid)

    def _first(self) -> tuple[Turn, str] | None:
        """The one that is due first."""
        while self._heap:
            turn, tid = self._heap[0]
            one = self._known.get(tid)
            if one and one.turn == turn and one.waits and tid not in self._away and tid not in self._over:
                return self._heap[0]
            heapq.heappop(self._heap)
        return None


def _told(turn: Turn) -> str:
    return f"due {turn[0]:%d %H:%M:%S}" + ("" if turn[1] else " and urged")
