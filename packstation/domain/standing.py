"""Where a parcel stands at the platform: numbers are compared before anything else.

Our number on the goods means that the platform has been told, whatever became of the trade since; another one
means that somebody else shipped them (wire.md §4.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from packstation.domain.shipment import Shipment
from packstation.domain.status_words import CLOSED, LEFT_ALREADY, REFUNDED


@dataclass(frozen=True, slots=True)
class Seen:
    """One line of an order as the platform shows it: its state, the waybill number on it, its refund.

    ``also``: further numbers, where a platform shows those of all parcels in which units of the line left.
    """

    line: str
    status: str
    number: str = ""
    refund: str = ""
    also: tuple[str, ...] = ()

    @property
    def has_left(self) -> bool:
        """The platform says that it was sent."""
        return self.status in LEFT_ALREADY

    @property
    def is_closed(self) -> bool:
        """It must not be sent any more."""
        return self.status in CLOSED or self.refund == REFUNDED

    @property
    def is_open(self) -> bool:
        """It is still to be sent."""
        return not self.has_left and not self.is_closed

    def bears(self, *numbers: str) -> bool:
        """Whether one of these numbers is on it."""
        shown = {number.upper() for number in (self.number, *self.also)}
        return not shown.isdisjoint(number.upper() for number in numbers)

    def waits_for(self, waybill: str) -> bool:
        """Whether the parcel of this number is still to be told of."""
        return self.is_open and not self.bears(waybill)


class Standing(StrEnum):
    """What the platform shows of a parcel: nothing yet, our number, another one, no such line, closed."""

    OPEN = "open"
    OURS = "ours"
    OTHER = "other"
    NO_LINE = "no-line"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Found:
    """How a parcel stands, with the goods it is about and the number on them if that is another one."""

    standing: Standing
    here: tuple[Seen, ...] = ()
    theirs: str = ""


def lines_named(shipment: Shipment) -> tuple[str, ...]:
    """The platform's own lines a parcel holds; none: all of the order's.

    An order file that did not number its lines does not say which of the platform's they are.
    """
    if all(piece.line.startswith(f"{shipment.order}-") for piece in shipment.pieces):
        return ()
    return tuple(piece.line for piece in shipment.pieces)


def find(lines: Iterable[str], goods: Iterable[Seen], *numbers: str) -> Found:
    """How the parcel with these lines (none: all that may be sent) and any of these numbers stands."""
    seen = {one.line: one for one in goods}
    named = list(lines) or [line for line, one in seen.items() if not one.is_closed] or list(seen)
    here = tuple(seen[line] for line in named if line in seen)
    open_ones = [one for one in here if not one.is_closed]
    if any(one.bears(*numbers) for one in here) and all(one.bears(*numbers) for one in open_ones):
        return Found(Standing.OURS, here)  # whatever became of it since
    foreign = (one for one in here if not one.bears(*numbers))
    theirs = next((one for one in foreign if one.has_left or (not open_ones and one.number)), None)
    if theirs is not None:
        return Found(Standing.OTHER, here, theirs.number)
    if len(here) < len(named):
        return Found(Standing.NO_LINE, here)
    return Found(Standing.OPEN if open_ones else Standing.CLOSED, here)


def left_without_parcel(goods: Iterable[Seen]) -> bool:
    """Whether goods that need no parcel have all left, as far as they may: none of them bears a number."""
    seen = list(goods)
    has_left = any(one.has_left for one in seen) and not any(one.is_open for one in seen)
    return has_left and not any(one.number for one in seen)


def by_line(goods: Iterable[Seen]) -> Mapping[str, Seen]:
    """The goods by the platform's numbers of their lines."""
    return {one.line: one for one in goods}
