"""What a look over an order finds: doubts that stop it until a person settled them, and notes worth a glance.

The rules themselves stand in ``review_rules``; which of them stop an order is for the shop to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from packstation.domain.order import Finding, Order


class Severity(StrEnum):
    """How grave a finding is: it stops the order, is worth a note, or is not looked for."""

    STOP = "stop"
    NOTE = "note"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on something is doubtful.

    ``shortest_address`` signs of street and house; ``forbidden_signs`` that carriers refuse, besides control
    signs and symbols no label prints; ``near`` the deadline; ``most_units`` of one line. Areas are
    ``CARRIER:AREA`` or ``AREA`` for every carrier, the area the beginning of province, city and district, or
    a country. ``home``: the country the desk stands in, as addresses name it; empty where they do not.
    """

    shortest_address: int = 2
    forbidden_signs: str = "<>|^\\"
    near: timedelta = timedelta(hours=2)
    most_units: int = 50
    stopped_areas: tuple[str, ...] = ()
    remote_areas: tuple[str, ...] = ()
    home: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the shop looks for: severities by finding where they are not the usual ones, and the limits."""

    severities: Mapping[str, Severity] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the review needs to know besides the order.

    ``available`` maps SKUs whose stock is kept to the units free for this order; ``carriers`` are those with
    numbers; ``now`` the time (UTC), none where deadlines do not matter; ``siblings`` the numbers of other
    open orders for the same receiver; ``unwritable`` the letters of name and address that the label's
    typeface lacks.
    """

    available: Mapping[str, int] = field(default_factory=dict)
    carriers: tuple[str, ...] | None = None
    now: datetime | None = None
    siblings: tuple[str, ...] = ()
    unwritable: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found: ``stops`` wait for a person, ``notes`` only want to be seen; gravest first."""

    stops: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()


def allowed(order: Order, carriers: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the carriers that buyer and platform permit for this order."""
    return tuple(
        code
        for code in carriers
        if (not order.carriers_allowed or code in order.carriers_allowed)
        and code not in order.carriers_forbidden
    )


def wanted_by_sku(order: Order) -> dict[str, int]:
    """Units still to be fetched, by SKU."""
    wanted: dict[str, int] = {}
    for line in order.lines:
        if line.need > line.got:
            wanted[line.sku] = wanted.get(line.sku, 0) + line.need - line.got
    return wanted


def is_out_of_stock(order: Order, around: Circumstances) -> bool:
    """Whether not a single wanted unit lies on any shelf, so that there is nothing to begin with."""
    wanted = wanted_by_sku(order)
    return bool(wanted) and all(around.available.get(sku, 1) <= 0 for sku in wanted)
