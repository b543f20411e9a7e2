"""Reading trades whole, several at once, each for itself: one that cannot be read spoils no other."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from packstation.domain.checks import Bad
from packstation.domain.intake import Reject
from packstation.domain.order import Order
from packstation.errors import Outage, Rejected
from packstation.platforms.taobao import fields
from packstation.platforms.taobao.lists import Call
from packstation.platforms.taobao.trade import Refunds, Shop, id_in, order_of

METHOD = "taobao.trade.fullinfo.get"
READERS = 4
"""Trades that are read at the same time: the way there and back is what takes long, not the platform."""
TRIES = 3
"""So often a trade is read before it is put off and the others go on."""
_REMEMBERED = 20_000
_OF_THE_TRADE = "taobao-refused"
"""The only refusal that can be about one trade; all others are about the shop or the program."""
Failed = Outage | Rejected | Bad


@dataclass(frozen=True, slots=True)
class Wanted:
    """A trade to be read: its number, when it changed last, what a list of refunds said of its sub-orders."""

    tid: str
    modified: str = ""
    refunds: Refunds = field(default_factory=dict)

    @property
    def version(self) -> tuple[str, ...]:
        """What tells this reading from an earlier one."""
        return (self.tid, self.modified, *(part for pair in sorted(self.refunds.items()) for part in pair))


@dataclass(frozen=True, slots=True)
class Read:
    """What became of the trades: orders, named rejects, those put off, and what stopped the reading."""

    orders: tuple[Order, ...] = ()
    rejects: tuple[Reject, ...] = ()
    owed: tuple[str, ...] = ()
    trouble: Outage | Rejected | None = None


class Details:
    """Reads whole trades and remembers which it has read, so that overlapping windows cost nothing."""

    def __init__(self, call: Call, shop: Shop) -> None:
        """Read by these calls, for this shop."""
        self._call = call
        self._shop = shop
        self._read: OrderedDict[tuple[str, ...], None] = OrderedDict()
        self._tries: dict[str, int] = {}

    def one(self, tid: str, refunds: Refunds | None = None) -> Order:
        """A trade as the platform has it now.

        Raises:
            Outage: no answer, or one about another trade.
            Rejected: the platform refuses it.
            Bad: what it says is not sound.
        """
        return order_of(self.trade(tid), self._shop, refunds)

    def trade(self, tid: str) -> Mapping[str, Any]:
        """A trade's own fields as the platform has them now.

        Raises:
            Outage: no answer, or one about another trade.
            Rejected: the platform refuses it.
            Bad: it says not which trade it is.
        """
        answer = self._call(METHOD, {"tid": tid, "fields": fields.WHOLE, "include_oaid": "include_oaid"})
        trade = answer.get("trade")
        if not isinstance(trade, Mapping):
            raise Outage("taobao-unreadable", method=METHOD, reached=True)
        if id_in(trade, "tid") != tid:
            raise Outage("taobao-other-answer", method=METHOD, reached=True)
        return trade

    def forget(self) -> None:
        """What was read did not reach the desk: it is read again."""
        self._read.clear()

    def all(self, wanted: Iterable[Wanted], *, settled_before: str = "") -> Read:
        """Read these trades; those that were read in this very version are left out.

        Args:
            wanted: the trades.
            settled_before: moments of change before this one (as the platform writes them) can hide no later
                change within the same second.
        """
        fresh = [one for one in wanted if one.version not in self._read]
        if not fresh:
            return Read()
        with ThreadPoolExecutor(READERS) as readers:
            results = list(zip(fresh, readers.map(self._try, fresh), strict=True))
        orders = tuple(result for _, result in results if isinstance(result, Order))
        trouble = _about_all([result for _, result in results])
        rejects = [] if trouble else [_refused(one.tid, error) for one, error in _refusals(results)]
        owed, waiting = ([], trouble) if trouble else self._put_off(results)
        for one, result in results:
            if isinstance(result, Order) or (trouble is None and not isinstance(result, Outage)):
                self._note(one, settled_before)
        put_off = [Reject(_name(tid), 1, "", "trade-put-off") for tid in owed]
        return Read(orders, (*rejects, *put_off), tuple(owed), waiting)

    def again(self, tids: Iterable[str]) -> Read:
        """Read trades that were put off; those that still cannot be read stay owed."""
        orders, rejects, owed = [], [], []
        trouble: Outage | Rejected | None = None
        for tid in tids:
            result = self._try(Wanted(tid)) if trouble is None else trouble
            match result:
                case Order():
                    orders.append(result)
                case Bad():
                    rejects.append(_refused(tid, result))
                case Rejected() if result.reason == _OF_THE_TRADE:
                    rejects.append(_refused(tid, result))
                case _:
                    owed.append(tid)
                    trouble = result
        return Read(tuple(orders), tuple(rejects), tuple(owed), trouble)

    def _try(self, one: Wanted) -> Order | Failed:
        try:
            return self.one(one.tid, one.refunds)
        except (Outage, Rejected, Bad) as error:
            return error

    def _put_off(self, results: Iterable[tuple[Wanted, Order | Failed]]) -> tuple[list[str], Outage | None]:
        """Trades that failed too often, and the trouble of one that is to be tried again first."""
        owed, waiting = [], None
        for one, result in results:
            if isinstance(result, Outage):
                if self._is_tired(one.tid):
                    owed.append(one.tid)
                else:
                    waiting = waiting or result
        return owed, waiting

    def _is_tired(self, tid: str) -> bool:
        """Whether a trade failed so often that it is put off; counts this time."""
        self._tries[tid] = self._tries.get(tid, 0) + 1
        if self._tries[tid] < TRIES:
            return False
        del self._tries[tid]
        return True

    def _note(self, one: Wanted, settled_before: str) -> None:
        """This version was read, unless it may still change within its own second."""
        self._tries.pop(one.tid, None)
        if one.modified and one.modified < settled_before:
            self._read[one.version] = None
            if len(self._read) > _REMEMBERED:
                self._read.popitem(last=False)


def _about_all(results: list[Order | Failed]) -> Outage | Rejected | None:
    """The trouble that is not about one trade: no connection, no right, no more calls, or nothing works."""
    for result in results:
        if isinstance(result, Rejected) and result.reason != _OF_THE_TRADE:
            return result
        if isinstance(result, Outage) and (result.data.get("reached") is False or "wait" in result.data):
            return result
    outages = [result for result in results if isinstance(result, Outage)]
    return outages[0] if len(outages) == len(results) > 1 else None


def _refusals(results: Iterable[tuple[Wanted, Order | Failed]]) -> Iterator[tuple[Wanted, Rejected | Bad]]:
    """Trades that the platform refuses, or that cannot be believed."""
    for one, result in results:
        if isinstance(result, Rejected | Bad):
            yield one, result


def _name(tid: str) -> str:
    """What a trade is called where a file's name stands otherwise."""
    return f"taobao {tid}"


def _refused(tid: str, error: Rejected | Bad) -> Reject:
    """A trade that was not taken, by its number."""
    if isinstance(error, Bad):
        return Reject(_name(tid), 1, error.place, error.reason, error.data)
    return Reject(_name(tid), 1, "", "trade-refused", (("detail", str(error.data.get("detail", ""))),))
