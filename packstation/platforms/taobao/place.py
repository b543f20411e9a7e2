"""How far the platform's lists were read: kept on disk, moved on only after the desk stored what was read.

A place is a value; reading on makes a new one. Losing it (or going back to an older backup) means reading
again, never missing anything: what is read twice changes nothing at the desk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import msgspec

REACH = timedelta(days=89)
"""The platform lists three months at most (method pages of trades.sold.get and trades.sold.increment.get)."""
LONGEST_BACK = timedelta(days=88)
"""So far back a desk begins, so that what it reads does not go out of reach under its hands."""
TOLERANCE = timedelta(minutes=10)
"""A caller's clock may be wrong by so much (wire.md §4.1); by more, and it is not answered."""
MOST_OWED = 500
"""No more trades are put off; then the lists wait until some of them could be read."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """How far one list was read, along its own time (UTC).

    Everything up to ``read_to`` is done. ``window_to`` is the end of the window that is being read (None:
    none is), ``total`` what it held when it was counted, and ``page`` its next page, counted from the front;
    pages are read from the last one backwards (0: not counted yet).
    """

    read_to: datetime
    window_to: datetime | None = None
    page: int = 0
    total: int = 0

    def done(self) -> Sweep:
        """The window was read to its end."""
        return Sweep(self.window_to or self.read_to)

    def counted_again(self) -> Sweep:
        """The window must be counted anew."""
        return replace(self, page=0, total=0)


@dataclass(frozen=True, slots=True)
class Place:
    """How far everything was read.

    ``trades`` and ``refunds`` follow the moments of change; ``filled`` are the trades that waited when this
    desk began, by the moment they were made, one sweep a status, until ``fill_to``. ``owed`` are trades that
    could not be read when it was their turn; ``companies_on`` is the platform's day on which the companies
    were listed.
    """

    trades: Sweep
    refunds: Sweep
    filled: tuple[Sweep, ...]
    fill_to: datetime
    owed: tuple[str, ...] = ()
    companies_on: str = ""

    @property
    def is_filled(self) -> bool:
        """All that waited when this desk began was read."""
        return all(sweep.read_to >= self.fill_to for sweep in self.filled)


def beginning(now: datetime, statuses: int) -> Place:
    """Where a desk begins that knows nothing: news from now on, and all that waits already.

    Args:
        now: the moment on the platform's clock (UTC).
        statuses: in how many lists the waiting trades are.
    """
    back = Sweep(now - LONGEST_BACK)
    return Place(Sweep(now), Sweep(now), (back,) * statuses, now)


def text_of(place: Place) -> str:
    """The place as it is kept."""
    return msgspec.json.encode(place).decode()


def place_in(text: str) -> Place | None:
    """The place that was kept; None where none was, or nothing that can be read."""
    try:
        return msgspec.json.decode(text, type=Place) if text else None
    except msgspec.MsgspecError:
        return None


def within_reach(place: Place, now: datetime) -> Place:
    """The place as far as the platform still lists it and its clock has come.

    A place ahead of the clock was read while the clock was taken to be further on, by as much as the platform
    lets a caller be wrong: what came since is read again.
    """

    def reached(sweep: Sweep) -> Sweep:
        if sweep.read_to > now:
            return Sweep(now - 2 * TOLERANCE)
        return sweep if sweep.read_to >= now - REACH else Sweep(now - LONGEST_BACK)

    filled = tuple(sweep if sweep.read_to >= now - REACH else reached(sweep) for sweep in place.filled)
    return replace(place, trades=reached(place.trades), refunds=reached(place.refunds), filled=filled)
