"""A flawed piece: what is wrong with it, and what becomes of the order that waits for another one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

OTHER = "other"
KINDS = ("dirty", "broken", "colour", "variant", "parts", "expired", "box", OTHER)
"""What may be wrong: stains, broken, wrong colour, wrong variant, parts missing, past its date, packaging."""
LONGEST_NOTE = 500
LONGEST_KIND, MOST_KINDS = 20, 12


def own_kinds(told: Iterable[str]) -> tuple[str, ...]:
    """What else the shop's own goods suffer from, as it calls it: short words, each once."""
    named = (" ".join(kind.split())[:LONGEST_KIND] for kind in told)
    return tuple(dict.fromkeys(kind for kind in named if kind and kind not in KINDS))[:MOST_KINDS]


class Instead(StrEnum):
    """What is done for the order whose piece was flawed."""

    FETCH = "replacement"
    WAIT = "none-left"
    SEND_REST = "none-left-rest"


@dataclass(frozen=True, slots=True)
class Flaw:
    """What somebody saw: a kind of ``KINDS`` or the shop's own, checks it did not pass, a note of theirs."""

    kind: str = OTHER
    checks: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Defect:
    """A flawed piece on record; ``photos`` are names of files in the data folder's ``photos``."""

    id: int
    at: datetime
    order: str
    line: str
    sku: str
    flaw: Flaw
    packer: str = ""
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a SKU was flawed: ``flawed`` of ``looked_at`` pieces."""

    sku: str
    flawed: int
    looked_at: int

    @property
    def percent(self) -> float:
        """Of a hundred pieces so many were flawed; 0 while none was looked at."""
        return 100 * self.flawed / self.looked_at if self.looked_at else 0.0


def instead(free: int | None, others: int) -> Instead:
    """What to do: another piece is free, or stock is not kept and may be; else wait, or send the rest.

    Args:
        free: pieces another one may be taken of; None where nobody counts.
        others: units of the order that lack nothing.
    """
    if free is None or free > 0:
        return Instead.FETCH
    return Instead.SEND_REST if others else Instead.WAIT
