"""Trades, refunds and companies of the platform, handed in so that nothing is missed and nothing grows large.

Three lists are read side by side (wire.md §4.4): trades by their moment of change, refunds by theirs, and
once, when a desk begins, the trades that wait already. News come before what waits. What a page holds is read
whole and handed in; how far that was (``Place``) goes along as the receipt and is kept only when the desk has
stored everything. Whatever happens in between is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from packstation.domain.checks import Bad
from packstation.domain.intake import Batch, Record, Reject, Sourced
from packstation.errors import Outage, Rejected
from packstation.platforms.connector import Fetched
from packstation.platforms.ground import Notebook
from packstation.platforms.naming import Naming
from packstation.platforms.rounds import Rounds
from packstation.platforms.taobao import fields
from packstation.platforms.taobao.companies import companies
from packstation.platforms.taobao.details import TRIES, Details, Read, Wanted
from packstation.platforms.taobao.ids import id_in
from packstation.platforms.taobao.line import Line
from packstation.platforms.taobao.lists import Listing, Page, Reader, modified_in
from packstation.platforms.taobao.place import MOST_OWED, Place, beginning, place_in, text_of, within_reach
from packstation.platforms.taobao.refunds import Refund, Refunds, refund_of
from packstation.platforms.taobao.trade import Shop
from packstation.top import times

NAME = "taobao"
"""What stands where a file's name stands otherwise."""
FACT = "taobao read to"
"""The name under which the place is kept."""
OVERLAP = timedelta(minutes=5)
SPAN = timedelta(minutes=25)
"""With the overlap a window is 30 minutes, the longest the platform advises (method page)."""
WAITING = ("WAIT_SELLER_SEND_GOODS", "SELLER_CONSIGNED_PART")
"""What waits for the desk; whatever comes into these states later is news of that moment."""
MOST_AT_ONCE = 200
"""So many orders are handed in, a page more at most."""
LONGEST_S = 5.0
"""So long a round gathers before it hands in what it has."""
OWED_AT_ONCE = 10
COMPANIES_AGAIN_S = 600.0
OVER = timedelta(seconds=3)
"""Lists are read up to a moment that is surely over: what changes in a window's own last second comes back to
its front and pushes others onto pages that were read, and no total tells of it."""
SETTLED = timedelta(seconds=5)
_TRADES = Listing(
    "taobao.trades.sold.increment.get", "trades", {"fields": fields.LISTED, "type": fields.TYPES},
    "start_modified", "end_modified", SPAN, OVERLAP, 50,
)  # fmt: skip
_REFUNDS = Listing(
    "taobao.refunds.receive.get", "refunds", {"fields": fields.REFUNDED, "type": fields.TYPES},
    "start_modified", "end_modified", SPAN, OVERLAP, 100,
)  # fmt: skip


def _waiting(status: str) -> Listing:
    """The list of trades that wait in a status, by the moment they were made."""
    return Listing(
        "taobao.trades.sold.get", "trades",
        {"fields": fields.LISTED, "type": fields.TYPES, "status": status},
        "start_created", "end_created", timedelta(days=1), timedelta(), 100, narrows=True,
    )  # fmt: skip


@dataclass(slots=True)
class _Gathered:
    """What a round has brought so far, and how far that is."""

    place: Place
    records: list[Record] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    trouble: Outage | Rejected | None = None

    @property
    def is_something(self) -> bool:
        return bool(self.records or self.rejects)

    def put_off(self, read: Read) -> bool:
        """Note what must be read again; False where there is no room left for it."""
        owed = tuple(dict.fromkeys((*self.place.owed, *read.owed)))
        if read.owed and len(owed) > MOST_OWED:
            return False
        doubtful = [tid for tid in dict.fromkeys(read.doubtful) if tid not in owed]
        self.place = replace(self.place, owed=(*owed, *doubtful[: max(0, MOST_OWED - len(owed))]))
        return True


class Pulling:
    """Reads what is new, a bounded batch a call."""

    def __init__(
        self,
        line: Line,
        shop: Shop,
        notebook: Notebook,
        *,
        steady: Callable[[], float],
        every: timedelta,
        write_rejects: Callable[[datetime, Sequence[Reject]], None],
    ) -> None:
        """Read over this line.

        Args:
            line: the calls.
            shop: the shop's own settings.
            notebook: where the place is kept; asked and written by the thread that makes this object.
            steady: seconds of a clock that never jumps.
            every: how often there may be news.
            write_rejects: keeps the list of trades that could not be taken.
        """
        self._line = line
        self._notebook = notebook
        self._steady = steady
        self._rounds = Rounds(steady, every)
        self._naming = Naming(write_rejects)
        self.details = Details(line.call, shop, lambda: self._read_at)
        self._trades, self._refunds = Reader(_TRADES, line.call), Reader(_REFUNDS, line.call)
        self._filling = tuple(Reader(_waiting(status), line.call) for status in WAITING)
        self._kept = place_in(notebook.fact(FACT))
        self._is_handed_in = False
        self._companies_after = float("-inf")
        self._torn_pages: dict[str, int] = {}
        self._read_at = datetime.now(UTC)

    # --- the three questions of a round
    # -----------------------------------------------------------------------------

    def has_news(self) -> bool:
        """Whether more waits to be handed in, or nobody has asked for a while."""
        return self._rounds.is_due

    def fetch(self) -> Fetched:
        """The next batch; what the desk did not take of the last one is read again.

        Raises:
            Outage: no answer, and nothing was gathered before.
            Rejected: the platform does not let us read.
        """
        self._rounds.begin()
        if self._is_handed_in:
            self.details.forget()
        self._is_handed_in = True  # whatever cuts the round off from here on, what it read is not stored
        now = self._read_at = self._line.moment() - OVER
        place = within_reach(self._kept or beginning(now, len(WAITING)), now)
        gathered = _Gathered(place)
        try:
            self._rounds.has_more = self._gather(gathered, now)
        except (Outage, Rejected) as error:
            gathered.trouble = error
        if gathered.trouble is not None and not gathered.is_something and gathered.place == place:
            self._is_handed_in = False
            raise gathered.trouble
        self._rounds.has_more = self._rounds.has_more and gathered.trouble is None
        records = tuple((Sourced(NAME, row), record) for row, record in enumerate(gathered.records, 1))
        batch = Batch(records, tuple(gathered.rejects))
        return Fetched(batch, (text_of(gathered.place),), gathered.trouble, self._rounds.has_more)

    def taken(self, fetched: Fetched, rejects: Sequence[Reject]) -> None:
        """The desk stored all of it: from here on it is read no more."""
        for receipt in fetched.receipts:
            self._notebook.put_fact(FACT, receipt)
            self._kept = place_in(receipt)
            self._is_handed_in = False
        self._naming.name(self._read_at, rejects)

    # --- a round
    # ----------------------------------------------------------------------------------------------

    def _gather(self, work: _Gathered, now: datetime) -> bool:
        """Read pages until the batch is large enough or nothing is left; gives whether more is.

        Raises:
            Outage: no answer; what was gathered before holds.
            Rejected: no leave to read.
        """
        began = self._steady()
        self._list_companies(work, now)
        self._pay_off(work)
        while len(work.records) < MOST_AT_ONCE and self._steady() - began < LONGEST_S:
            if not self._read_on(work, now) or work.trouble is not None:
                return False
        return True

    def _read_on(self, work: _Gathered, now: datetime) -> bool:
        """Read the next page of whatever is furthest behind, news first; False where nothing is left."""
        place = work.place
        behind = [
            (sweep.read_to, is_refunds)
            for sweep, reader, is_refunds in (
                (place.trades, self._trades, False),
                (place.refunds, self._refunds, True),
            )
            if reader.is_behind(sweep, now)
        ]
        if not behind:
            return self._fill(work, now)
        if min(behind)[1]:
            page = self._refunds.next(place.refunds, now)
            if self._take(work, page, _of_refunds(page), now):
                work.place = replace(work.place, refunds=page.after)
        else:
            page = self._trades.next(place.trades, now)
            if self._take(work, page, _of_trades(page), now):
                work.place = replace(work.place, trades=page.after)
        return True

    def _fill(self, work: _Gathered, now: datetime) -> bool:
        """Read the next page of what waited when this desk began."""
        place = work.place
        for turn, (sweep, reader) in enumerate(zip(place.filled, self._filling, strict=True)):
            if reader.is_behind(sweep, place.fill_to):
                page = reader.next(sweep, place.fill_to)
                if self._take(work, page, _of_trades(page), now):
                    filled = (*place.filled[:turn], page.after, *place.filled[turn + 1 :])
                    work.place = replace(work.place, filled=filled)
                return True
        return False

    def _take(self, work: _Gathered, page: Page, wanted: list[Wanted | Reject], now: datetime) -> bool:
        """Read a page's trades whole; gives whether the page is dealt with."""
        settled = times.written(now - SETTLED)
        read = self.details.all((one for one in wanted if isinstance(one, Wanted)), settled_before=settled)
        work.records += [*read.orders, *read.told]
        torn = [one for one in wanted if isinstance(one, Reject)]
        torn += [Reject(NAME, row, "", "not-object") for row in page.bad]
        work.trouble = read.trouble or self._torn(page, torn)
        if work.trouble is None and not work.put_off(read):
            work.trouble = Outage("taobao-owed", count=MOST_OWED, reached=True)
        if work.trouble is not None:
            return False
        work.rejects += [*read.rejects, *torn]
        return True

    def _torn(self, page: Page, torn: list[Reject]) -> Outage | None:
        """A page with rows nobody can tell is asked for again before those rows are given up."""
        tries = self._torn_pages.pop(page.method, 0) + 1
        if not torn or tries >= TRIES:
            return None
        self._torn_pages[page.method] = tries
        return Outage("taobao-unreadable", method=page.method, reached=True)

    def _pay_off(self, work: _Gathered) -> None:
        """Try some of the trades again that could not be read, or not be understood, at their turn."""
        turn, rest = work.place.owed[:OWED_AT_ONCE], work.place.owed[OWED_AT_ONCE:]
        if turn:
            read = self.details.again(turn)
            work.records += read.orders
            work.rejects += read.rejects
            work.place = replace(work.place, owed=(*rest, *read.owed, *read.doubtful))

    def _list_companies(self, work: _Gathered, now: datetime) -> None:
        """Once a day the official rules for waybill numbers; nothing waits for them."""
        today = times.day_of(now)
        if work.place.companies_on == today or self._steady() < self._companies_after:
            return
        try:
            work.records += companies(self._line.call)
        except Outage:
            self._companies_after = self._steady() + COMPANIES_AGAIN_S
            return
        except Rejected as error:
            if error.reason not in ("taobao-right", "taobao-refused"):
                raise
        work.place = replace(work.place, companies_on=today)


def _of_trades(page: Page) -> list[Wanted | Reject]:
    """The trades of a page, each once; one without a sound number is named by its place."""
    found: dict[str, Wanted | Reject] = {}
    for row, member in enumerate(page.members, 1):
        tid = _tid(member, row)
        found[tid if isinstance(tid, str) else f"row {row}"] = (
            Wanted(tid, modified_in(member)) if isinstance(tid, str) else tid
        )
    return list(found.values())


def _of_refunds(page: Page) -> list[Wanted | Reject]:
    """The trades of a page of refunds, each once, with the states of its refunds."""
    found: dict[str, Wanted] = {}
    rejects: list[Reject] = []
    for row, member in enumerate(page.members, 1):
        tid = _tid(member, row)
        if isinstance(tid, Reject):
            rejects.append(tid)
            continue
        old = found.get(tid, Wanted(tid))
        changed = max(old.modified, modified_in(member))
        found[tid] = Wanted(tid, changed, _newest(old.refunds, _state(member)))
    return [*rejects, *found.values()]


def _newest(known: Refunds, more: Refunds) -> Refunds:
    """Both together; of two refunds of one sub-order the one that changed last."""
    newer = {oid: one for oid, one in more.items() if oid not in known or one.modified > known[oid].modified}
    return {**known, **newer}


def _state(refund: Mapping[str, Any]) -> dict[str, Refund]:
    """A refund by its sub-order; nothing where its state cannot be told."""
    status = refund.get("status")
    try:
        oid = id_in(refund, "oid")
        return {oid: refund_of(refund)} if isinstance(status, str) else {}
    except Bad:
        return {}


def _tid(member: Mapping[str, Any], row: int) -> str | Reject:
    """The number of the trade a member is about."""
    try:
        return id_in(member, "tid")
    except Bad as bad:
        return Reject(NAME, row, bad.place, bad.reason, bad.data)
