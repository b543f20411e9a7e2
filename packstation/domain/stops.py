"""What the platform is told of a stop, and what a carrier is asked for when the parcel has left already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from packstation.domain.shipment import key_of

STOP, INTERCEPT = "stop", "intercept"
"""The kinds of outbox entries: goods were stopped or not; please stop this parcel."""


class Stopped(StrEnum):
    """How the platform calls it (page of taobao.rdc.aligenius.sendgoods.cancel)."""

    STAYED = "SUCCESS"
    LEFT = "FAIL"


@dataclass(frozen=True, slots=True)
class StopReport:
    """Whether the goods of a refund stayed; ``at`` is when the desk knew (UTC)."""

    order: str
    line: str
    refund: str
    outcome: Stopped
    at: datetime


@dataclass(frozen=True, slots=True)
class Interception:
    """A parcel on its way that is wanted back; ``reason`` in the platform's language, ``at`` in UTC."""

    order: str
    carrier: str
    waybill: str
    reason: str
    at: datetime


def stop_key(refund: str, turn: int) -> str:
    """One report a refund; ``turn`` counts how often the buyer took it up, after it had come to nothing."""
    return f"stop-{refund}" if turn == 1 else f"stop-{refund}-{turn}"


def intercept_key(order: str, waybill: str, turn: int) -> str:
    """One request a parcel; ``turn`` counts how often a person asked, after the carrier had said no."""
    return f"intercept-{key_of(order, waybill)}" + ("" if turn == 1 else f"-{turn}")
