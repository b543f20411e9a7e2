"""What a look over an order finds: anything doubtful is settled by a person before goods are fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from packstation.domain.order import Finding, Order, Receiver

SHORTEST_DETAIL = 2
_PHONE = re.compile(r"\+?[\d*][\d*\- ]{5,24}")
_MOBILE_LENGTH = 11


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the review needs to know besides the order.

    ``available`` maps SKUs whose stock is kept to the units free for this order; ``carriers`` are those with
    numbers.
    """

    available: Mapping[str, int] = field(default_factory=dict)
    carriers: tuple[str, ...] | None = None


def findings(order: Order, around: Circumstances) -> tuple[Finding, ...]:
    """Everything doubtful about the order, gravest first; empty when it is clean."""
    return (*_receiver(order.receiver), *_stock(order, around), *_carriers(order, around))


def _receiver(receiver: Receiver) -> list[Finding]:
    """Whether a courier could find this person."""
    found = []
    if not receiver.name.strip():
        found.append(Finding("receiver-name"))
    if not phone_is_plausible(receiver.phone):
        found.append(Finding("receiver-phone"))
    if not (receiver.province or receiver.city) or len(receiver.detail.strip()) < SHORTEST_DETAIL:
        found.append(Finding("receiver-address"))
    return found


def phone_is_plausible(phone: str) -> bool:
    """Mobile, landline or virtual number, masked or not, at home or abroad.

    Chinese mobile numbers start with 1 and have 11 digits; a virtual one carries an extension (wire.md §4.4).
    """
    text = phone.strip()
    if not _PHONE.fullmatch(text):
        return False
    main = text.split("-")[0].strip()
    if len(main) > 1 and main[0] == "1" and main.isdigit() and "-" not in text:
        return len(main) == _MOBILE_LENGTH and main[1] in "3456789"
    return True


def _stock(order: Order, around: Circumstances) -> list[Finding]:
    """Whether the shelves hold what is wanted, for SKUs whose stock is kept."""
    short = []
    for sku, wanted in wanted_by_sku(order).items():
        free = around.available.get(sku)
        if free is not None and free < wanted:
            short.append(
                Finding("stock-short", (("sku", sku), ("need", str(wanted)), ("have", str(max(0, free)))))
            )
    return short


def _carriers(order: Order, around: Circumstances) -> list[Finding]:
    """Whether any carrier we have may take it."""
    if around.carriers is None or not around.carriers:
        return []
    if allowed(order, around.carriers):
        return []
    return [
        Finding("no-carrier", (("carriers", ", ".join(order.carriers_allowed or order.carriers_forbidden)),))
    ]


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
