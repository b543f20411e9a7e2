"""A list of ids in the order of a time that may change, quick enough for a hundred thousand of them."""

from __future__ import annotations

import bisect
from collections.abc import Callable
from datetime import datetime

FIRST, LAST = "", "\uffff"


class Ordering:
    """Ids by time, newest first; among equal times the greater id stands first."""

    def __init__(self) -> None:
        self._sorted: list[tuple[datetime, str]] = []
        self._at: dict[str, datetime] = {}

    def put(self, ident: str, at: datetime) -> None:
        """Set or move an id."""
        before = self._at.get(ident)
        if before is not None:
            del self._sorted[bisect.bisect_left(self._sorted, (before, ident))]
        self._at[ident] = at
        bisect.insort(self._sorted, (at, ident))

    def between(self, start: datetime | None, end: datetime | None) -> Span:
        """The ids of a span, both ends belonging to it."""
        low = bisect.bisect_left(self._sorted, (start, FIRST)) if start else 0
        high = bisect.bisect_right(self._sorted, (end, LAST)) if end else len(self._sorted)
        return Span(self._sorted, low, max(low, high))


class Span:
    """A part of an ordering, as it is now."""

    def __init__(self, whole: list[tuple[datetime, str]], low: int, high: int) -> None:
        self._whole, self._low, self._high = whole, low, high

    def __len__(self) -> int:
        return self._high - self._low

    def page(self, number: int, size: int) -> list[str]:
        """Page ``number`` (from 1) of ``size``, newest first."""
        high = self._high - (number - 1) * size
        part = self._whole[max(self._low, high - size) : max(self._low, high)]
        return [ident for _, ident in reversed(part)]

    def kept(self, wanted: Callable[[str], bool]) -> list[str]:
        """All of it that is wanted, newest first."""
        return [ident for _, ident in reversed(self._whole[self._low : self._high]) if wanted(ident)]
