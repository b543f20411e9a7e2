"""Reading trades whole, several at once, each for itself: one that cannot be read spoils no other."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from packstation.domain.checks import Bad
from packstation.domain.intake import RefundTold, Reject
from packstation.domain.order import Order
from packstation.errors import Outage, Rejected
from packstation.platforms.taobao import fields
from packstation.platforms.taobao.doubts import dated, lags, refund_in, still
from packstation.platforms.taobao.ids import id_in
from packstation.platforms.taobao.lists import Call
from packstation.platforms.taobao.refunds import Refund, Refunds
from packstation.platforms.taobao.trade import Shop, is_thin, order_of, unknown_word
from packstation.top.envelope import listed

METHOD, REFUND = "taobao.trade.fullinfo.get", "taobao.refund.get"
READERS = 4
"""Trades that are read at the same time: the way there and back is what takes long, not the platform."""
TRIES, TRIES_WHILE_NONE_WORKS = 3, 10
"""So often a trade is read before it is put off and the others go on; while none can be read, more often."""
_REMEMBERED = 20_000
_OF_THE_TRADE = "taobao-refused"
"""The only refusal that can be about one trade; all others are about the shop or the program."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A trade to be read: its number, when it changed last, what a list of refunds said of its sub-orders."""

    tid: str
    modified: str = ""
    refunds: Refunds = field(default_factory=dict)

    @property
    def version(self) -> tuple[str, ...]:
        """What tells this reading from an earlier one."""
        told = sorted((oid, refund.status, refund.modified) for oid, refund in self.refunds.items())
        return (self.tid, self.modified, *(part for one in told for part in one))


@dataclass(frozen=True, slots=True)
class Taken:
    """A trade as an order; ``unknown`` is a word in it nobody knows, ``is_thin`` that it lacks its times."""

    order: Order
    unknown: str = ""
    is_thin: bool = False


@dataclass(slots=True)
class Read:
    """What became of the trades.

    ``owed`` must be read again some time, ``doubtful`` are worth another look, ``trouble`` stopped the
    reading before all was read, ``told`` is what a list of refunds said of trades that could not be read.
    """

    orders: list[Order] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    owed: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    told: list[RefundTold] = field(default_factory=list)
    trouble: Outage | Rejected | None = None


Result = Taken | Outage | Rejected | Bad
Failed = list[tuple[Wanted, Outage]]


class Details:
    """Reads whole trades and remembers which it has read, so that overlapping windows cost nothing."""

    def __init__(self, call: Call, shop: Shop, now: Callable[[], datetime]) -> None:
        """Read by these calls, for this shop; ``now`` is the platform's clock (UTC), as it is known."""
        self._call = call
        self._shop = shop
        self._now = now
        self._read: OrderedDict[tuple[str, ...], None] = OrderedDict()
        self._tries: dict[str, int] = {}
        self._told: OrderedDict[str, Refunds] = OrderedDict()

    # --- one trade
    # --------------------------------------------------------------------------------------------

    def one(self, tid: str, refunds: Refunds | None = None) -> Taken:
        """A trade as the platform has it now.

        Raises:
            Outage: no answer, or one about another trade.
            Rejected: the platform refuses it.
            Bad: what it says is not sound.
        """
        trade = self.trade(tid)
        return Taken(
            dated(order_of(trade, self._shop, refunds), self._now()), unknown_word(trade), is_thin(trade)
        )

    def trade(self, tid: str) -> Mapping[str, Any]:
        """A trade's own fields as the platform has them now.

        Raises:
            Outage: no answer, or one about another trade.
            Rejected: the platform refuses it.
            Bad: it does not say which trade it is.
        """
        answer = self._call(METHOD, {"tid": tid, "fields": fields.WHOLE, "include_oaid": "include_oaid"})
        trade = answer.get("trade")
        if not isinstance(trade, Mapping):
            raise Outage("taobao-unreadable", method=METHOD, reached=True)
        if id_in(trade, "tid") != tid:
            raise Outage("taobao-other-answer", method=METHOD, reached=True)
        return trade

    def now(self, tid: str, in_time: Callable[[], bool] = lambda: True) -> Read:
        """A trade with its refunds as they stand at this moment, each refund asked for by itself.

        One with a word nobody knows, and an answer about something else, count as not told of: nothing may
        leave on it, and what the desk has stays as it was. One that lacks its times is read once more.

        Args:
            tid: its number.
            in_time: whether somebody still waits for it; asked before every call.
        """
        read = Read()
        try:
            still(in_time)
            trade = self.trade(tid)
            trade = self.trade(tid) if is_thin(trade) else trade
            if word := unknown_word(trade):
                read.rejects.append(_unknown(tid, word))
            else:
                refunds = self._refunds_of(trade, in_time)
                read.orders.append(dated(order_of(trade, self._shop, refunds), self._now()))
        except Bad as bad:
            read.rejects.append(_refused(tid, bad))
        except Rejected as error:
            if error.reason == _OF_THE_TRADE:
                read.rejects.append(_refused(tid, error))
            else:
                read.trouble = error
        except Outage as outage:
            if outage.reason == "taobao-other-answer":
                read.rejects.append(Reject(name_of(tid), 1, "tid", "not-asked"))
            else:
                read.trouble = outage
        return read

    def _refunds_of(self, trade: Mapping[str, Any], in_time: Callable[[], bool]) -> Refunds:
        """The refunds of a trade's sub-orders; without the right to ask, what the trade shows must do.

        Raises:
            Outage: no answer, one about another refund, or nobody waits any longer.
            Rejected: we are not answered at all.
            Bad: a refund is in a state nobody knows.
        """
        found: dict[str, Refund] = {}
        for order in (one for one in listed(trade.get("orders")) if isinstance(one, Mapping)):
            refund_id = str(order.get("refund_id") or "")
            if refund_id in ("", "0"):
                continue
            still(in_time)
            try:
                answer = self._call(REFUND, {"refund_id": refund_id, "fields": fields.REFUNDED})
            except Rejected as error:
                if error.reason not in (_OF_THE_TRADE, "taobao-right"):
                    raise
                continue
            found[id_in(order, "oid")] = refund_in(answer.get("refund"), refund_id, REFUND)
        return found

    def _try(self, one: Wanted) -> Result:
        try:
            return self.one(one.tid, one.refunds)
        except (Outage, Rejected, Bad) as error:
            return error

    # --- a page of them
    # ---------------------------------------------------------------------------------------

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
        read = Read()
        fresh = [one for one in wanted if one.version not in self._read]
        with ThreadPoolExecutor(READERS) as readers:
            failed = self._pass(read, fresh, settled_before, readers)
            if failed and read.orders and read.trouble is None:
                # a line that breaks now and then is no reason to begin the whole page again
                failed = self._pass(read, [one for one, _ in failed], settled_before, readers)
        read.trouble = read.trouble or next((outage for _, outage in failed), None)
        self._tell(read, fresh)
        return read

    def _tell(self, read: Read, wanted: Iterable[Wanted]) -> None:
        """What is known of refunds takes effect though their trades could not be read; it is remembered."""
        known = {order.number for order in read.orders}
        for one in wanted:
            if one.tid in known:
                self._told.pop(one.tid, None)
            elif one.refunds:
                self._told[one.tid] = one.refunds
                if len(self._told) > _REMEMBERED:
                    self._told.popitem(last=False)
                words = ((oid, refund.status) for oid, refund in one.refunds.items())
                read.told.append(RefundTold(one.tid, tuple(words)))

    def _pass(self, read: Read, wanted: Sequence[Wanted], settled: str, readers: Executor) -> Failed:
        """Read them part by part while any of a part can be read; gives those that may be tried again."""
        failed: Failed = []
        for start in range(0, len(wanted), READERS):
            part = wanted[start : start + READERS]
            results = list(zip(part, readers.map(self._try, part), strict=True))
            read.trouble = _about_all([result for _, result in results]) or read.trouble
            sorted_out = ((one, self._sort(read, one, result, settled)) for one, result in results)
            failed += [(one, outage) for one, outage in sorted_out if outage]
            if (failed or read.trouble) and not any(isinstance(result, Taken) for _, result in results):
                read.trouble = read.trouble or failed[0][1]  # the rest was not even tried
                break
        return failed

    def _sort(self, read: Read, one: Wanted, result: Result, settled_before: str) -> Outage | None:
        """What became of one trade; gives why it is worth another try."""
        match result:
            case Taken():
                read.orders.append(result.order)
                if result.unknown or result.is_thin or lags(result.order, one.modified):
                    _doubt(read, one.tid, result.unknown)
                else:
                    self._note(one, settled_before)
            case Bad():
                read.rejects.append(_refused(one.tid, result))
                read.doubtful.append(one.tid)
            case Rejected() if result.reason == _OF_THE_TRADE:
                read.rejects.append(_refused(one.tid, result))
            case Outage() if not _is_about_all(result):
                if self._is_tired(one.tid, has_worked=bool(read.orders)):
                    read.owed.append(one.tid)
                    read.rejects.append(Reject(name_of(one.tid), 1, "", "trade-put-off"))
                else:
                    return result
        return None

    def _is_tired(self, tid: str, *, has_worked: bool) -> bool:
        """Whether a trade failed so often that it is put off; counts this time."""
        self._tries[tid] = self._tries.get(tid, 0) + 1
        if self._tries[tid] < (TRIES if has_worked else TRIES_WHILE_NONE_WORKS):
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

    def again(self, tids: Sequence[str]) -> Read:
        """Read trades once more that were put off or held something doubtful; nothing is named twice."""
        read = Read()
        for place, tid in enumerate(tids):
            result = self._try(Wanted(tid, refunds=self._told.get(tid, {})))
            match result:
                case Taken():
                    self._told.pop(tid, None)
                    read.orders.append(result.order)
                    read.doubtful += [tid] if result.unknown else []
                case Bad():
                    read.doubtful.append(tid)
                case Rejected() if result.reason == _OF_THE_TRADE:
                    read.rejects.append(_refused(tid, result))
                case Outage() | Rejected():
                    read.trouble = result
                    read.owed += tids[place:]
                    break
        return read


def _doubt(read: Read, tid: str, word: str) -> None:
    """An order with something odd in it is taken and looked at again; a word nobody knows is named."""
    read.doubtful.append(tid)
    if word:
        read.rejects.append(_unknown(tid, word))


def _about_all(results: Iterable[Result]) -> Outage | Rejected | None:
    """The trouble among them that is not about one trade."""
    return next(_troubles(results), None)


def _troubles(results: Iterable[Result]) -> Iterator[Outage | Rejected]:
    for result in results:
        if isinstance(result, Outage | Rejected) and _is_about_all(result):
            yield result


def _is_about_all(error: Outage | Rejected) -> bool:
    """Whether it says something of every trade: no connection, no right, no more calls for a while."""
    if isinstance(error, Rejected):
        return error.reason != _OF_THE_TRADE
    return error.data.get("reached") is False or "wait" in error.data


def _unknown(tid: str, word: str) -> Reject:
    """A word in a trade that nobody knows, by the trade's number."""
    return Reject(name_of(tid), 1, "", "trade-unknown-word", (("value", word),))


def name_of(tid: str) -> str:
    """What a trade is called where a file's name stands otherwise."""
    return f"taobao {tid}"


def _refused(tid: str, error: Rejected | Bad) -> Reject:
    """A trade that was not taken, by its number."""
    if isinstance(error, Bad):
        return Reject(name_of(tid), 1, error.place, error.reason, error.data)
    return Reject(name_of(tid), 1, "", "trade-refused", (("detail", str(error.data.get("detail", ""))),))
