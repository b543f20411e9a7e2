"""Orders of the shop, handed in so that none is missed, whatever happens while they are read.

All orders that are placed and not over are gone through by the moment they were placed, a page a question;
each page begins where the last one ended, so that orders which leave the list meanwhile push no others past
us. After the last page the orders are asked for by their codes which the desk still has open and which the
list did not show: cancelled, or sent without us. Then it begins anew. What was placed last is looked at in
every round, however long one passage takes. Nothing is remembered over a restart: the first passage of a
program goes through at once and brings whatever happened meanwhile.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from packstation.domain.checks import Bad
from packstation.domain.intake import Batch, Reject, Sourced
from packstation.domain.order import Order
from packstation.errors import Outage, PackstationError
from packstation.platforms.connector import Fetched
from packstation.platforms.naming import Naming
from packstation.platforms.rounds import Rounds
from packstation.platforms.vendure.api import BROKEN, Api
from packstation.platforms.vendure.order import OVER, UNPLACED, Shop, order_of
from packstation.platforms.vendure.pieces import Asking, Told
from packstation.platforms.vendure.values import Facts, code_in, moment

NAME = "vendure"
"""What stands where a file's name stands otherwise."""
RECEIPT = "passage"
"""Given back for what a round brought; what was read at a gate has none."""
PAGE = 100
MOST_AT_ONCE = 200
"""So many orders are handed in, a page more at most."""
OVERLAP = timedelta(minutes=5)
"""An order is written down some time after the moment it was placed at: news are looked for that far back."""
_EDGE = timedelta(milliseconds=1)
"""The shop tells moments in milliseconds and compares them in microseconds."""
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far the list was read: behind this moment (UTC), and the codes behind it that were seen already.

    ``skip``: so many orders behind it cannot be told, and have no name to leave them out by.
    """

    after: datetime = _FIRST
    seen: frozenset[str] = frozenset()
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """Orders that were understood, those that were not, and the codes of all of them."""

    orders: tuple[Order, ...] = ()
    rejects: tuple[Reject, ...] = ()
    codes: frozenset[str] = frozenset()


class Reader:
    """Asks for orders, whole."""

    def __init__(self, api: Api, shop: Shop) -> None:
        """Ask here, for this shop."""
        self._asking = Asking(api.asked)
        self._shop = shop

    def by_code(self, codes: Sequence[str]) -> Read:
        """These orders as they are at this moment; one the shop does not know is missing.

        Raises:
            Outage: no answer.
            Rejected: the shop does not let us read.
        """
        return self._read(self._asking.told({"filter": {"code": {"in": list(codes)}}, "take": len(codes)}))

    def facts(self, code: str) -> Facts | None:
        """An order in the shop's own words; None where it does not know it.

        Raises:
            Outage: no answer, or the shop breaks over it.
            Rejected: the shop does not let us read.
        """
        told = self._asking.told({"filter": {"code": {"eq": code}}, "take": 1})
        if told.broken:
            raise Outage(BROKEN, detail=told.broken[0].detail, reached=True)
        return told.rows[0] if told.rows else None

    def page(self, cursor: Cursor) -> tuple[Read, Cursor | None]:
        """The next orders that are placed and not over; None behind the last of them.

        Raises:
            Outage: no answer.
            Rejected: the shop does not let us read.
        """
        wanted: dict[str, object] = {
            "state": {"notIn": [*UNPLACED, *OVER]},
            "orderPlacedAt": {"after": _written(cursor.after)},
        }
        if cursor.seen:
            wanted["code"] = {"notIn": sorted(cursor.seen)}
        told = self._asking.told({"filter": wanted, "skip": cursor.skip, "take": PAGE})
        is_full = len(told.names) + told.nameless >= PAGE
        return self._read(told), _behind(cursor, told.names) if is_full else None

    def _read(self, told: Told) -> Read:
        """Each order by itself: one that is not sound, or not told, keeps back no other."""
        orders, rejects, codes = [], [], set()
        for row, facts in enumerate(told.rows, 1):
            code = str(facts.get("code") or "")
            codes.add(code)
            try:
                orders.append(order_of(facts, self._shop, told.at, told.digits))
            except Bad as bad:
                rejects.append(Reject(f"{NAME} {code}".strip(), row, bad.place, bad.reason, bad.data))
        for row, one in enumerate(told.broken, len(told.rows) + 1):
            reason, code = (BROKEN, one.code) if one.code else ("vendure-nameless", one.after)
            rejects.append(Reject(f"{NAME} {code}".strip(), row, one.detail, reason))
            codes |= {one.code} - {""}
        return Read(tuple(orders), tuple(rejects), frozenset(codes))


def _behind(cursor: Cursor, rows: Sequence[Facts]) -> Cursor:
    """Behind a full page: its last moment may hold more orders than it showed.

    Orders that have no sound code or moment cannot be left out by it; a page of nothing else is stepped over.
    """
    placed: dict[str, datetime] = {}
    for row in rows:
        with contextlib.suppress(Bad):
            placed[code_in(row)] = moment(row, "orderPlacedAt") or _FIRST
    if not placed.keys() - cursor.seen:
        return replace(cursor, skip=cursor.skip + PAGE)
    after = max(*placed.values(), cursor.after + _EDGE) - _EDGE
    edge = {code for code, at in placed.items() if at > after}
    return Cursor(after, frozenset(edge | (cursor.seen if after == cursor.after else set())))


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(slots=True)
class _Passage:
    """One going through all orders: where it is, what it saw, what is to be asked for by code after it."""

    cursor: Cursor | None = field(default_factory=Cursor)
    seen: set[str] = field(default_factory=set)
    left: list[str] | None = None


class Pulling:
    """Reads what there is, a bounded batch a call."""

    def __init__(
        self,
        reader: Reader,
        *,
        steady: Callable[[], float],
        every: timedelta,
        waiting: Callable[[], Iterable[str]],
        now: Callable[[], datetime],
        write_rejects: Callable[[datetime, Sequence[Reject]], None],
    ) -> None:
        """Read by this reader.

        Args:
            reader: asks the shop.
            steady: seconds of a clock that never jumps.
            every: how often there may be news.
            waiting: codes of the orders the desk has open; asked by the thread that makes this object and
                calls ``taken``.
            now: the computer's clock (UTC).
            write_rejects: keeps the list of orders that could not be taken; called by that thread, too.
        """
        self._reader = reader
        self._rounds = Rounds(steady, every)
        self._waiting, self._now = waiting, now
        self._naming = Naming(write_rejects)
        self._open = tuple(waiting())
        self._passage = _Passage()
        self._is_first = True
        self._newest = _FIRST
        self._is_handed_in = False
        self._told: set[tuple[str, str, str]] = set()

    def has_news(self) -> bool:
        """Whether more waits to be handed in, or nobody has asked for a while."""
        return self._rounds.is_due

    def fetch(self) -> Fetched:
        """The next batch; a passage whose last batch the desk did not take begins anew.

        Raises:
            Outage: no answer, and nothing was gathered before.
            Rejected: the shop does not let us read.
        """
        self._rounds.begin()
        if self._is_handed_in:
            self._passage, self._is_first = _Passage(), True
        reads: list[Read] = []
        trouble: PackstationError | None = None
        try:
            reads.extend(self._round())
        except PackstationError as error:
            if not reads:
                raise
            trouble = error
        self._is_handed_in = True
        self._rounds.has_more = self._is_first and trouble is None
        return Fetched(batch_of(reads, self._told), (RECEIPT,), trouble)

    def taken(self, fetched: Fetched, rejects: Sequence[Reject]) -> None:
        """The desk stored all of it; orders that could not be taken are named once."""
        new = [reject for reject in rejects if _mark(reject) not in self._told]
        self._told |= {_mark(reject) for reject in new}
        self._naming.name(self._now(), new)
        if RECEIPT in fetched.receipts:
            self._is_handed_in = False
            if self._passage.cursor is None:
                self._open = tuple(self._waiting())

    def _round(self) -> Iterator[Read]:
        """News first, then the next piece of the passage."""
        if not self._is_first:
            yield from self._news()
        passage, count = self._passage, 0
        while passage.cursor is not None and count < MOST_AT_ONCE:
            read, cursor = self._reader.page(passage.cursor)
            self._note(read)
            passage.cursor, count = cursor, count + len(read.codes)
            passage.seen |= read.codes
            yield read
            if cursor is None:
                return  # the desk stores these first: what it has open is asked for after that
        if passage.cursor is None:
            yield from self._left(passage)

    def _news(self) -> Iterator[Read]:
        """What was placed since the last round, and a little before."""
        cursor: Cursor | None = Cursor(self._newest - OVERLAP)
        while cursor is not None:
            read, cursor = self._reader.page(cursor)
            self._note(read)
            yield read

    def _left(self, passage: _Passage) -> Iterator[Read]:
        """Orders the desk has open and the list did not show; behind the last of them a passage is over."""
        if passage.left is None:
            passage.left = [code for code in self._open if code not in passage.seen]
        for _ in range(MOST_AT_ONCE // PAGE):
            asked = passage.left[:PAGE]
            if asked:
                yield self._reader.by_code(asked)
                passage.left = passage.left[PAGE:]
        if not passage.left:
            self._passage, self._is_first = _Passage(), False

    def _note(self, read: Read) -> None:
        self._newest = max([self._newest, *(order.created_at for order in read.orders)])


def batch_of(reads: Iterable[Read], told: Iterable[tuple[str, str, str]] = ()) -> Batch:
    """What was read as a batch: each order once, as it was read last; rejects that were not told of yet."""
    reads, known = list(reads), set(told)
    orders = {order.number: order for read in reads for order in read.orders}
    rejects = {_mark(reject): reject for read in reads for reject in read.rejects}
    return Batch(
        tuple((Sourced(NAME, row), order) for row, order in enumerate(orders.values(), 1)),
        tuple(reject for mark, reject in rejects.items() if mark not in known),
    )


def _mark(reject: Reject) -> tuple[str, str, str]:
    return reject.file, reject.column, reject.reason
