"""Whether a box of so many grams can hold what should be in it, and what may be missing when it cannot.

A difference stops the label when it is more than three things at once: 5 % of what is expected, twice the
spread of the same contents packed before, and the slack one unit leaves. Without five such boxes the spread
is not known, and tape and paper are allowed for instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from packstation.domain.order import Order, Parcel

SHARE = 0.05
SIGMAS = 2
PAPER_G = 30
"""Grams that tape, paper and an unsteady scale may add without anything being wrong."""
LEAST_SLACK_G = 5
"""Grams no scale at a packing desk tells apart."""
LEAST_LEARNT = 5
"""So many boxes of the same contents, and their mean is trusted more than the product list."""
MOST_LEARNT = 200
"""Older boxes count for less from here on, so that a lighter packaging is followed."""
MOST_GUESSES = 2


@dataclass(frozen=True, slots=True)
class Learnt:
    """Boxes of the same contents shipped before: how many, their mean in grams, sum of squared deviations."""

    count: int = 0
    mean_g: float = 0.0
    squares: float = 0.0

    @property
    def spread_g(self) -> float:
        """How far such boxes lie apart (standard deviation, grams)."""
        return sqrt(self.squares / (self.count - 1)) if self.count > 1 else 0.0

    @property
    def is_enough(self) -> bool:
        """Whether it is trusted."""
        return self.count >= LEAST_LEARNT

    def with_box(self, weight_g: int) -> Learnt:
        """One box more (Welford); beyond ``MOST_LEARNT`` the oldest fade."""
        count = min(self.count + 1, MOST_LEARNT)
        fading = (count - 1) / count if self.count >= MOST_LEARNT else 1.0
        mean = self.mean_g + (weight_g - self.mean_g) / count
        squares = self.squares * fading + (weight_g - self.mean_g) * (weight_g - mean)
        return Learnt(count, mean, squares)


@dataclass(frozen=True, slots=True)
class Part:
    """Units of one SKU in a box; ``weight_g`` of one unit, if it is known."""

    sku: str
    units: int
    weight_g: int | None


@dataclass(frozen=True, slots=True)
class Expected:
    """What a box should weigh (grams) and how far from it is still well; ``learnt`` from how many boxes."""

    weight_g: int
    tolerance_g: int
    learnt: int = 0

    def fits(self, weight_g: int) -> bool:
        """Whether so many grams can be this box."""
        return abs(weight_g - self.weight_g) <= self.tolerance_g


@dataclass(frozen=True, slots=True)
class Guess:
    """What would explain a difference: units of a SKU missing (or too many), or a carton never scanned."""

    units: int
    sku: str = ""
    carton: str = ""


def expected(parts: Sequence[Part], carton_g: int, learnt: Learnt) -> Expected | None:
    """What a box of these goods in this carton should weigh; None where neither list nor practice says."""
    known = _listed(parts, carton_g)
    if learnt.is_enough:
        weight = round(learnt.mean_g)
        tolerance = max(weight * SHARE, learnt.spread_g * SIGMAS, _slack(parts))
        return Expected(weight, int(tolerance), learnt.count)
    if known is None:
        return None
    return Expected(known, int(max(known * SHARE, PAPER_G)))


def _listed(parts: Sequence[Part], carton_g: int) -> int | None:
    """Goods and carton as the lists have them."""
    total = carton_g
    for part in parts:
        if part.weight_g is None:
            return None
        total += part.weight_g * part.units
    return total


def _slack(parts: Sequence[Part]) -> int:
    """Grams that cannot be a unit: half the lightest one, never more than tape and paper weigh."""
    lightest = min((part.weight_g for part in parts if part.weight_g), default=2 * PAPER_G)
    return max(LEAST_SLACK_G, min(PAPER_G, lightest // 2))


def guesses(
    parts: Sequence[Part], should: Expected, weight_g: int, cartons: Mapping[str, int]
) -> tuple[Guess, ...]:
    """What explains a weight that is off, the best first; none where nothing does.

    Args:
        parts: what should be in the box.
        should: what it should weigh.
        weight_g: what it weighs.
        cartons: weights of the cartons it may lie in, if none was scanned.
    """
    difference = weight_g - should.weight_g
    room = max(_slack(parts), PAPER_G // 2)
    found: list[tuple[int, int, Guess]] = []
    for part in parts:
        if not part.weight_g:
            continue
        most = part.units if difference < 0 else part.units + 1
        units = min(max(round(abs(difference) / part.weight_g), 1), most)
        rest = abs(abs(difference) - units * part.weight_g)
        if rest <= room:
            found.append((rest, units, Guess(units if difference > 0 else -units, part.sku)))
    if difference > 0:
        for code, carton_g in cartons.items():
            rest = abs(difference - carton_g)
            if rest <= room:
                found.append((rest, 0, Guess(0, "", code)))
    found.sort(key=lambda one: one[:2])
    # another explanation is worth a word only where it is about as good
    near = [guess for rest, _, guess in found if rest <= found[0][0] + LEAST_SLACK_G]
    return tuple(near[:MOST_GUESSES])


def composition(order: Order, box: Parcel, weights: Mapping[str, int | None]) -> str:
    """What is in a box, as a key: the same goods in the same carton at the same listed weights.

    With the weights in it, what was learnt is forgotten when the list says something else.
    """
    units: dict[str, int] = {}
    for name, count in box.contents:
        sku = order.line_of(name).sku
        units[sku] = units.get(sku, 0) + count
    goods = [f"{sku}×{count}@{weights.get(sku)}" for sku, count in sorted(units.items())]
    return "\n".join((*goods, f"#{box.carton}@{weights.get('#')}"))
