"""What a real shop is told: entries of the outbox, what became of them, and deeds in the very moment."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

import msgspec

from packstation.domain.outbox import Entry, Later, Outcome, Refused, reason_of
from packstation.domain.shipment import Piece, Shipment, key_of
from packstation.platforms.vendure.platform import VendurePlatform
from tests.vendure.cutting import Wire
from tests.vendure.shop import Shop

NOW = datetime(2026, 11, 28, 8, 0, tzinfo=UTC)
_numbers = count(1)


def parcel(code: str, *pieces: tuple[str, int], waybill: str = "") -> Entry:
    """What the outbox holds of a parcel with so many units of these lines; of none: all of the order's."""
    number = waybill or f"DHL{next(_numbers):08d}"
    goods = tuple(Piece(line, units) for line, units in pieces)
    shipment = Shipment(key_of(code, number), code, "DHL", "DHL Paket", number, NOW, goods)
    return Entry(shipment.key, code, "shipment", msgspec.json.encode(shipment).decode(), NOW)


def waybill(entry: Entry) -> str:
    number: str = json.loads(entry.body)["waybill"]
    return number


def lines(shop: Shop, code: str) -> list[str]:
    return [line["id"] for line in shop.lines(code)]


def shipped(shop: Shop, code: str) -> list[tuple[str, str, int]]:
    """Number, state and units of each fulfilment that was not cancelled, in the order in which they were made."""
    made = sorted(shop.order(code)["fulfillments"], key=lambda one: int(one["id"]))
    return [
        (one["trackingCode"], one["state"], sum(line["quantity"] for line in one["lines"]))
        for one in made
        if one["state"] != "Cancelled"
    ]


def reason(outcome: Outcome) -> str:
    assert isinstance(outcome, Refused | Later)
    return reason_of(outcome.error)[0]


def before_second_look(connector: VendurePlatform, deed: Callable[[str], None]) -> None:
    """Somebody does this to the order after it was fulfilled, right before the desk looks at it again."""
    honest = connector._reader.facts
    asked: list[str] = []

    def facts(wanted: str) -> Any:
        asked.append(wanted)
        if len(asked) == 2:
            deed(wanted)
        return honest(wanted)

    connector._fulfilling._order = facts


def told_over(wire: Wire, connector: VendurePlatform, entries: Sequence[Entry]) -> None:
    """All of these, as often as it takes over a wire that is cut before and after what the shop does."""
    wire.before = wire.after = 0.2
    waiting = list(entries)
    for _ in range(60):
        outcomes = [(entry, connector.deliver(entry)) for entry in waiting]
        waiting = [entry for entry, outcome in outcomes if isinstance(outcome, Later)]
        if not waiting:
            break
    assert waiting == []
    assert wire.cuts["before"] > 0
    assert wire.cuts["after"] > 0
