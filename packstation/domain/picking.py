"""What to fetch from the shelves for some orders, in the order in which somebody walks past the bins.

Bins are chosen as the ledger takes goods off the shelves and the screen names them: the fullest first. Where
one bin holds all that is wanted it is therefore the only stop; no bin is asked for more than lies in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

_PARTS = re.compile(r"([0-9]+)")
_AISLE = re.compile(r"[\s\-_/.,:]+")

Shelf = tuple[str, int]
"""A bin and the good units in it."""
Piece = tuple[int, int, str]
NaturalKey = tuple[tuple[Piece, ...], str, tuple[Piece, ...], str]


class Walk(StrEnum):
    """How the aisles are walked: each from its beginning, or every second one backwards."""

    STRAIGHT = "straight"
    SERPENTINE = "serpentine"


@dataclass(frozen=True, slots=True)
class Want:
    """Units of a SKU for one order; ``slot`` is its basket on the cart, 0 where there is none."""

    order: str
    slot: int
    sku: str
    units: int
    title: str = ""
    spec: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """How many of a stop's units go into which basket."""

    order: str
    slot: int
    units: int


@dataclass(frozen=True, slots=True)
class Stop:
    """One bin to stop at, and what is taken from it; no ``bin`` means that nobody knows where it lies."""

    bin: str
    sku: str
    title: str
    spec: str
    units: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Short:
    """Units that lie on no shelf, and the orders that must do without them."""

    sku: str
    title: str
    spec: str
    units: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PickList:
    """Stops in walking order; what is short comes last."""

    stops: tuple[Stop, ...] = ()
    short: tuple[Short, ...] = ()

    @property
    def units(self) -> int:
        """Units to fetch."""
        return sum(stop.units for stop in self.stops)

    @property
    def units_short(self) -> int:
        """Units that are wanted and lie nowhere."""
        return sum(short.units for short in self.short)


def pick_list(
    wants: Iterable[Want], shelves: Mapping[str, Sequence[Shelf]], walk: Walk = Walk.STRAIGHT
) -> PickList:
    """Plan one walk for these orders.

    Args:
        wants: what the orders need, the most urgent order first: what is short is short for the last ones.
        shelves: bins by SKU; a SKU that is missing here has no stock kept and is fetched from wherever it
            lies.
        walk: how the aisles are walked.
    """
    stops: list[Stop] = []
    short: list[Short] = []
    for sku, wanted in _by_sku(wants).items():
        kept = shelves.get(sku)
        places = [("", sum(want.units for want in wanted))] if kept is None else taken(kept, wanted)
        left = list(wanted)
        for place, units in sorted(places, key=lambda place: natural(place[0])):
            parts, left = _dealt(left, units)
            stops.append(Stop(place, sku, wanted[0].title, wanted[0].spec, units, parts))
        if left:
            parts, _ = _dealt(left, missing := sum(want.units for want in left))
            short.append(Short(sku, wanted[0].title, wanted[0].spec, missing, parts))
    return PickList(in_walking_order(stops, walk), tuple(short))


def _by_sku(wants: Iterable[Want]) -> dict[str, list[Want]]:
    """The wants of each SKU, each order once."""
    found: dict[str, dict[str, Want]] = {}
    for want in wants:
        if want.units > 0:
            orders = found.setdefault(want.sku, {})
            known = orders.get(want.order)
            units = want.units + (known.units if known else 0)
            orders[want.order] = Want(
                want.order, want.slot, want.sku, units, want.title or want.sku, want.spec
            )
    return {sku: list(orders.values()) for sku, orders in found.items()}


def taken(shelves: Sequence[Shelf], wanted: Iterable[Want]) -> list[Shelf]:
    """From which bins so many units are taken, as far as they hold them."""
    left = sum(want.units for want in wanted)
    places = []
    for name, on_hand in _fullest_first(shelves):
        units = min(left, on_hand)
        if units > 0:
            places.append((name, units))
            left -= units
    return places


def without(shelves: Sequence[Shelf], units: int) -> list[Shelf]:
    """The shelves once so many units were taken for somebody else, from the fullest bins first."""
    rest = []
    for name, on_hand in _fullest_first(shelves):
        gone = min(units, max(on_hand, 0))
        units -= gone
        rest.append((name, on_hand - gone))
    return rest


def _fullest_first(shelves: Sequence[Shelf]) -> list[Shelf]:
    return sorted(shelves, key=lambda shelf: (-shelf[1], natural(shelf[0])))


def _dealt(wanted: list[Want], units: int) -> tuple[tuple[Part, ...], list[Want]]:
    """So many units given to the first orders, and what is still wanted after that."""
    parts, left = [], []
    for want in wanted:
        here = min(want.units, units)
        units -= here
        if here:
            parts.append(Part(want.order, want.slot, here))
        if here < want.units:
            rest = want.units - here
            left.append(Want(want.order, want.slot, want.sku, rest, want.title, want.spec))
    return tuple(parts), left


def in_walking_order(stops: Iterable[Stop], walk: Walk) -> tuple[Stop, ...]:
    """The stops as somebody passes them; goods that lie nobody knows where come last."""
    found = sorted(stops, key=lambda stop: (natural(stop.bin), stop.sku))
    known = [stop for stop in found if stop.bin]
    lost = [stop for stop in found if not stop.bin]
    if walk is Walk.SERPENTINE:
        aisles = [list(group) for _, group in groupby(known, key=lambda stop: aisle(stop.bin))]
        known = [
            stop for place, group in enumerate(aisles) for stop in (reversed(group) if place % 2 else group)
        ]
    return (*known, *lost)


def aisle(name: str) -> str:
    """The first part of a bin's name: ``A`` of ``A-03-2``."""
    return _AISLE.split(name.strip().casefold(), maxsplit=1)[0]


def natural(name: str) -> NaturalKey:
    """A key that sorts bins as people count them: ``A-03-2`` before ``A-03-10`` before ``B-01-1``."""
    first = aisle(name)
    return _pieces(first), first, _pieces(name.strip().casefold()), name


def _pieces(text: str) -> tuple[Piece, ...]:
    return tuple(_sorted_as(part) for part in _PARTS.split(text) if part)


def _sorted_as(part: str) -> Piece:
    """Digits count as a number however long, and come before letters."""
    if part[0] in "0123456789":
        digits = part.lstrip("0")
        return 0, len(digits), digits
    return 1, 0, part
