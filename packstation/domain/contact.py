"""What is said to the buyer of an order that waits: a sentence for each doubt only the buyer can settle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from packstation.domain.order import Finding, HoldKind, Order, State

OPENING, CLOSING = "opening", "closing"
ASKED = (
    "receiver-name",
    "receiver-phone",
    "receiver-address",
    "receiver-region",
    "receiver-letters",
    "receiver-signs",
    "stock-short",
    "no-carrier",
    "area-stopped",
    "area-remote",
    "unusual-quantity",
    "same-receiver",
)
"""Findings the buyer can do something about; the others are the shop's own business."""
TEMPLATES = (OPENING, *ASKED, CLOSING)

ASKED_BUYER = "asked"
"""Reason of a hold while the buyer's answer is waited for."""
_GAP = re.compile(r"\{([a-z]+)\}")


def ready_text(
    order: str, findings: Iterable[Finding], templates: Mapping[str, str], titles: Mapping[str, str]
) -> str:
    """The message to send, a line for each doubt; empty where there is nothing to ask.

    Args:
        order: its number.
        findings: what was found.
        templates: by name, with gaps in braces; a gap that is not known stays as it is written.
        titles: the goods' names by SKU.
    """
    lines = [
        _filled(templates[finding.code], _gaps(order, finding, titles))
        for finding in findings
        if finding.code in ASKED
    ]
    if not lines:
        return ""
    ends = [_filled(templates[name], {"order": order}) for name in (OPENING, CLOSING)]
    return "\n".join(line for line in (ends[0], *dict.fromkeys(lines), ends[1]) if line)


def _gaps(order: str, finding: Finding, titles: Mapping[str, str]) -> dict[str, str]:
    gaps = {"order": order, **dict(finding.data)}
    sku = gaps.get("sku", "")
    return {**gaps, "title": titles.get(sku) or sku}


def _filled(template: str, gaps: Mapping[str, str]) -> str:
    """A shop writes its own sentences: a brace too many must not cost anything."""
    return _GAP.sub(lambda found: gaps.get(found[1], found[0]), template).strip()


def ask_buyer(order: Order, by: str, until: datetime) -> Order:
    """The buyer was asked about what the review found; the order waits on, to be looked at at a time."""
    if order.state is not State.HELD or order.hold is None or order.hold.kind is not HoldKind.REVIEW:
        return order
    return replace(order, hold=replace(order.hold, reason=ASKED_BUYER, by=by, until=until))
