"""Which carton holds the goods: by longest side, by volume, by weight; in how many boxes if none holds all.

Sorted sides, a share of the volume and the weight each box bears answer what a packer asks, at once and the
same way every time. py3dbp, the known library for it, lays goods out in space, but its work grows with the
cube of the units (120 of them took 1.4 s, here at every scan), it tries no further turn of a piece that
touches another one, chooses no carton and names no licence. A plan of places would go unread at a desk where
the packer sees the goods, so these lines won.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from packstation.domain.intake import Carton

FILL_PERCENT = 85
"""How much of a carton goods may fill; the rest is paper, and corners where nothing fits."""
MOST_BOXES = 30
"""More boxes than this are no proposal that helps anybody."""
Sides = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """So many units of a line that go into a box; mm and grams of one unit, None where nobody knows them.

    What ``folds`` may be laid double once: half as long, twice as thick.
    """

    line: str
    units: int
    size_mm: Sides | None = None
    weight_g: int | None = None
    title: str = ""
    folds: bool = False

    @property
    def volume(self) -> int:
        """Cubic millimetres of one unit; 0 where the size is not known."""
        return _volume(self.size_mm)


class Fit(StrEnum):
    """How looking for a carton ended."""

    FITS = "fits"
    SPLIT = "split"
    TOO_BIG = "too-big"
    TOO_MANY = "too-many"
    UNKNOWN = "unknown"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Filled:
    """One box of a proposal: its carton, (line, units) in it, grams of the goods if all are known."""

    carton: Carton
    contents: tuple[tuple[str, int], ...]
    weight_g: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The carton to take, or the boxes to split the goods into.

    ``goods`` names what stands in the way: a piece no carton holds, one whose size is not known.
    """

    fit: Fit
    boxes: tuple[Filled, ...] = ()
    goods: str = ""

    @property
    def carton(self) -> Carton | None:
        """The one carton that holds everything."""
        return self.boxes[0].carton if self.fit is Fit.FITS else None

    @property
    def codes(self) -> tuple[str, ...]:
        """Its cartons, each kind once: ``B3 ×2``, ``B1``."""
        kinds = Counter(filled.carton.code for filled in self.boxes)
        return tuple(f"{code} ×{count}" if count > 1 else code for code, count in kinds.items())


class Doubt(StrEnum):
    """Why a chosen carton cannot be right."""

    SMALL = "small"
    FULL = "full"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Misfit:
    """What is known to be wrong with a chosen carton: ``goods`` are too long for it; ``grams`` too many."""

    doubt: Doubt
    goods: str = ""
    grams: int = 0


def propose(goods: Iterable[Piece], cartons: Iterable[Carton]) -> Proposal:
    """The smallest carton that holds all goods, or the fewest boxes found that hold them together.

    Cartons of which none is left are proposed only where no other holds a piece.
    """
    pieces = [piece for piece in goods if piece.units > 0]
    usable = sorted((carton for carton in cartons if carton.inner_mm), key=_smallest_first)
    if not pieces or not usable:
        return Proposal(Fit.NOTHING)
    unknown = next((piece for piece in pieces if piece.size_mm is None), None)
    if unknown is not None:
        return Proposal(Fit.UNKNOWN, goods=unknown.title or unknown.line)
    there = [carton for carton in usable if carton.on_hand is None or carton.on_hand > 0]
    found = _split(pieces, there) if there else Proposal(Fit.TOO_BIG)
    return _split(pieces, usable) if found.fit is Fit.TOO_BIG and len(there) < len(usable) else found


def misfit(goods: Iterable[Piece], carton: Carton) -> Misfit | None:
    """What is known to be wrong with putting these goods into this carton; None: nothing that is known."""
    pieces = [piece for piece in goods if piece.units > 0]
    if carton.inner_mm:
        long = next((piece for piece in pieces if piece.size_mm and not _holds(carton, piece)), None)
        if long is not None:
            return Misfit(Doubt.SMALL, long.title or long.line)
        if sum(piece.volume * piece.units for piece in pieces) > _volume(carton.inner_mm):
            return Misfit(Doubt.FULL)
    grams = sum((piece.weight_g or 0) * piece.units for piece in pieces)
    return Misfit(Doubt.WEAK, grams=grams) if carton.max_g is not None and grams > carton.max_g else None


# --- how it is found ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Box:
    """A box being filled, with the cartons that still hold what is in it, smallest first."""

    cartons: list[Carton]
    contents: dict[str, int] = field(default_factory=dict)
    volume: int = 0
    grams: int = 0

    def room(self, piece: Piece) -> int:
        """Units of a piece that go in beside what is there, in the carton that takes most of them."""
        return max((self._room_in(carton, piece) for carton in self.cartons), default=0)

    def _room_in(self, carton: Carton, piece: Piece) -> int:
        if not _holds(carton, piece):
            return 0
        room = (_usable(carton) - self.volume) // piece.volume
        if carton.max_g is not None and piece.weight_g:
            room = min(room, (carton.max_g - self.grams) // piece.weight_g)
        return max(0, room)

    def take(self, piece: Piece, units: int) -> None:
        """Put units in; cartons that do not hold them any more are out."""
        self.cartons = [carton for carton in self.cartons if self._room_in(carton, piece) >= units]
        self.contents[piece.line] = self.contents.get(piece.line, 0) + units
        self.volume += piece.volume * units
        self.grams += (piece.weight_g or 0) * units


def _split(pieces: Sequence[Piece], cartons: Sequence[Carton]) -> Proposal:
    """Biggest goods first, each unit into the first box with room (first fit decreasing)."""
    boxes: list[_Box] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.volume, -(piece.weight_g or 0), piece.line)):
        left = piece.units
        for box in boxes:
            left -= _put(box, piece, left)
        while left:
            box = _Box(list(cartons))
            put = _put(box, piece, left)
            if not put:
                return Proposal(Fit.TOO_BIG, goods=piece.title or piece.line)
            boxes.append(box)
            left -= put
            if len(boxes) > MOST_BOXES:
                return Proposal(Fit.TOO_MANY)
    unweighed = {piece.line for piece in pieces if piece.weight_g is None}
    filled = tuple(
        Filled(
            box.cartons[0], tuple(box.contents.items()), None if unweighed & set(box.contents) else box.grams
        )
        for box in boxes
    )
    return Proposal(Fit.FITS if len(filled) == 1 else Fit.SPLIT, filled)


def _put(box: _Box, piece: Piece, units: int) -> int:
    """As many of these units as go in; gives how many."""
    part = min(units, box.room(piece))
    if part:
        box.take(piece, part)
    return part


def _smallest_first(carton: Carton) -> tuple[bool, int, int, str]:
    is_out = carton.on_hand is not None and carton.on_hand <= 0
    return is_out, _volume(carton.inner_mm), carton.weight_g, carton.code


def _volume(size: Sides | None) -> int:
    return size[0] * size[1] * size[2] if size else 0


def _usable(carton: Carton) -> int:
    """Cubic millimetres goods may take in it."""
    return _volume(carton.inner_mm) * FILL_PERCENT // 100


def _holds(carton: Carton, piece: Piece) -> bool:
    """Whether one unit goes in, turned as it fits best; what folds may be laid double once."""
    if not carton.inner_mm or not piece.size_mm:
        return False
    inner, sides = sorted(carton.inner_mm), sorted(piece.size_mm)
    ways = [sides, sorted((2 * sides[0], sides[1], (sides[2] + 1) // 2))] if piece.folds else [sides]
    return any(all(side <= room for side, room in zip(way, inner, strict=True)) for way in ways)
