"""Goods on the shelves and who they are spoken for: what an order sets aside, and whom a shortage hits.

The figures of a SKU: *on hand* are the good units that are ours, those in boxes on their way included;
*reserved* those of orders that were taken on; *available* is what is left; *damaged* lies in quarantine and
belongs to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from packstation.domain.order import Line, Order, State

_TAKEN_ON = frozenset({State.CONFIRMED, State.REVIEWED, State.PACKING, State.PACKED, State.LABELLED})


class MoveKind(StrEnum):
    """Why a row stands in the ledger."""

    COUNT = "count"
    SHIP = "ship"
    DEFECT = "defect"
    RESERVE = "reserve"
    RELEASE = "release"
    QUARANTINE = "quarantine"
    MENDED = "mended"
    SCRAP = "scrap"


def set_aside(order: Order, line: Line) -> int:
    """Units of the line nobody else may have: all that are wanted, once the order was taken on.

    An order that waits for a person or was called back keeps what lies in its box and gives the rest free.
    """
    if order.state is State.HELD or (order.recall and order.state in _TAKEN_ON):
        return line.got
    return max(line.need, line.got) if order.state in _TAKEN_ON else 0


def reservation(order: Order) -> dict[str, int]:
    """Units the order has set aside, by SKU."""
    kept: dict[str, int] = {}
    for line in order.lines:
        units = set_aside(order, line)
        if units:
            kept[line.sku] = kept.get(line.sku, 0) + units
    return kept


def reservation_changes(old: Order, new: Order) -> dict[str, int]:
    """By SKU, how many units more (or fewer) are set aside than before."""
    before, after = reservation(old), reservation(new)
    skus = dict.fromkeys((*before, *after))
    return {sku: change for sku in skus if (change := after.get(sku, 0) - before.get(sku, 0))}


def fetched_from(bins: Sequence[tuple[str, int]], units: int) -> dict[str, int]:
    """From which bins so many units come: fullest first, what no bin holds from the last.

    Args:
        bins: (bin, good units), fullest first; none where the stock is not kept.
        units: how many.
    """
    taken: dict[str, int] = {}
    left = units
    for place, (name, on_hand) in enumerate(bins):
        part = left if place == len(bins) - 1 else min(left, max(on_hand, 0))
        if part:
            taken[name] = part
            left -= part
    return taken


# --- a shortage ---------------------------------------------------------------------------------------------


class Way(StrEnum):
    """What can be done for an order that does not get all its goods."""

    SPLIT = "split"
    WAIT = "wait"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Demand:
    """An order that still wants units of a SKU.

    ``is_reserved``: they are set aside for it; ``others``: units of the order that do not lack.
    """

    number: str
    due: datetime
    units: int
    is_reserved: bool = False
    others: int = 0


@dataclass(frozen=True, slots=True)
class Sufferer:
    """An order a shortage hits: so many of the units it wants are ``missing``; ``ways``, the best first."""

    number: str
    due: datetime
    wanted: int
    missing: int
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Shortage:
    """A SKU of which more is wanted than lies on the shelves.

    ``on_shelf`` good units not in any box yet, against ``wanted``; ``sufferers`` are told by deadline.
    """

    sku: str
    on_shelf: int
    wanted: int
    sufferers: tuple[Sufferer, ...]


def shortage(sku: str, on_shelf: int, demands: Iterable[Demand], now: datetime) -> Shortage | None:
    """Whom it hits that so few units are there; None when there are enough.

    Orders that were taken on come first, as they were promised the goods; within them whoever is due first.
    """
    listed = sorted(demands, key=lambda demand: (not demand.is_reserved, demand.due, demand.number))
    left, sufferers = max(on_shelf, 0), []
    for demand in listed:
        given = min(left, demand.units)
        left -= given
        if given < demand.units:
            missing = demand.units - given
            ways = _ways(demand, given, now)
            sufferers.append(Sufferer(demand.number, demand.due, demand.units, missing, ways))
    if not sufferers:
        return None
    sufferers.sort(key=lambda one: (one.due, one.number))
    return Shortage(sku, on_shelf, sum(demand.units for demand in listed), tuple(sufferers))


def _ways(demand: Demand, given: int, now: datetime) -> tuple[Way, ...]:
    """What can be done, the best first: nobody waits past the deadline for goods that may never come."""
    split = (Way.SPLIT,) if given + demand.others else ()
    if demand.due <= now:
        return (*split, Way.CANCEL, Way.WAIT)
    return (Way.WAIT, *split, Way.CANCEL)


def missing_lines(order: Order, free: Mapping[str, int]) -> dict[str, int]:
    """Units of each line that cannot be had, by its name; ``free``: units free for this order by SKU."""
    left = dict(free)
    short: dict[str, int] = {}
    for line in order.lines:
        wanted = max(line.need - line.got, 0)
        if line.sku not in left or not wanted:
            continue
        given = min(max(left[line.sku], 0), wanted)
        left[line.sku] -= given
        if given < wanted:
            short[line.line] = wanted - given
    return short
