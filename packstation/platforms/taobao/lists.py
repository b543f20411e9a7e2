"""Reading the platform's lists window by window, pages from the last one backwards.

What changes while a list is being read leaves its window (its moment of change moves on) and pulls everything
behind it forward by one; whoever reads from the front then steps over one trade for each that left. From the
last page backwards nothing is stepped over: what moves, moves towards pages still to be read (method page of
trades.sold.increment.get). What comes into a window afterwards shows in its total, and it is read again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from packstation.errors import Outage
from packstation.platforms.taobao.place import Sweep
from packstation.top import times
from packstation.top.envelope import listed

Call = Callable[[str, Mapping[str, str]], Mapping[str, Any]]
SECOND = timedelta(seconds=1)
WIDEST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of the platform: how it is asked for.

    ``start`` and ``end`` are its parameters for a window of at most ``span``; windows overlap by ``overlap``,
    because what the platform writes down late must not fall between two. Where ``narrows``, a window that
    holds more than a page is narrowed until it fits on one, which no change meanwhile can tear.
    """

    method: str
    members: str
    params: Mapping[str, str]
    start: str
    end: str
    span: timedelta
    overlap: timedelta
    page_size: int
    narrows: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what stands on it, the sweep once it is dealt with, and the rows that hold nothing."""

    method: str
    members: tuple[Mapping[str, Any], ...]
    after: Sweep
    bad: tuple[int, ...] = ()


class Reader:
    """Reads one list along its time."""

    def __init__(self, listing: Listing, call: Call) -> None:
        """Read this list by these calls."""
        self._listing = listing
        self._call = call
        self._span = listing.span

    def is_behind(self, sweep: Sweep, until: datetime) -> bool:
        """Whether there is anything to read up to this moment."""
        return sweep.window_to is not None or sweep.read_to + SECOND <= until

    def next(self, sweep: Sweep, until: datetime) -> Page:
        """The next page of this sweep.

        Args:
            sweep: how far it was read.
            until: the platform's moment up to which it may be read (UTC).

        Raises:
            Outage: no answer, or one that cannot be believed; the sweep stays where it is.
            Rejected: the platform does not give us this list.
        """
        listing = self._listing
        end = sweep.window_to or min(sweep.read_to + self._span, until)
        if sweep.page == 0:
            return self._first(replace(sweep, window_to=end))
        members, total, bad = self._page(sweep, sweep.page)
        if total > sweep.total:
            # something came into the window: it may have pushed others onto pages that were read
            return Page(listing.method, members, sweep.counted_again(), bad)
        rest = replace(sweep, page=min(sweep.page - 1, self._last_page(total)), total=total)
        return Page(listing.method, members, rest if sweep.page > 1 else rest.done(), bad)

    def _first(self, sweep: Sweep) -> Page:
        """Count a window; what fits on one page is read with that."""
        listing = self._listing
        members, total, bad = self._page(sweep, 1)
        if total <= listing.page_size:
            if listing.narrows and total * 2 <= listing.page_size:
                self._span = min(self._span * 2, WIDEST)
            return Page(listing.method, members, sweep.done(), bad)
        length = (sweep.window_to or sweep.read_to) - sweep.read_to
        if listing.narrows and length > SECOND:
            self._span = max(SECOND, timedelta(seconds=int(length.total_seconds()) // 2))
            return Page(listing.method, (), Sweep(sweep.read_to))
        return Page(listing.method, (), replace(sweep, page=self._last_page(total), total=total))

    def _last_page(self, total: int) -> int:
        """The last page of so many; what left the window since it was counted left no page behind it."""
        return max(1, -(-total // self._listing.page_size))

    def _page(self, sweep: Sweep, page: int) -> tuple[tuple[Mapping[str, Any], ...], int, tuple[int, ...]]:
        """The members of a page, how many the window holds, and which rows hold none."""
        listing, end = self._listing, sweep.window_to or sweep.read_to
        answer = self._call(
            listing.method,
            {
                **listing.params,
                listing.start: times.written(sweep.read_to - listing.overlap),
                listing.end: times.written(end),
                "page_no": str(page),
                "page_size": str(listing.page_size),
            },
        )
        found = listed(answer.get(listing.members))
        good = tuple(member for member in found if isinstance(member, Mapping))
        bad = tuple(row for row, member in enumerate(found, 1) if not isinstance(member, Mapping))
        return good, _total(answer, listing.method, len(set(map(repr, found)))), bad


def _total(answer: Mapping[str, Any], method: str, shown: int) -> int:
    """How many the window holds; without that number nobody knows whether all of it was seen.

    Raises:
        Outage: it is missing, smaller than what the page itself shows, or beyond any shop.
    """
    text = str(answer.get("total_results", "")).strip()
    if not re.fullmatch(r"[0-9]{1,8}", text) or int(text) < shown:
        raise Outage("taobao-unreadable", method=method, reached=True)
    return int(text)


def modified_in(member: Mapping[str, Any]) -> str:
    """When a member changed last, as the platform writes it; only ever compared with itself."""
    value = member.get("modified")
    return value.strip() if isinstance(value, str) else ""
