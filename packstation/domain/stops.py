"""What the platform is told of a stop, and what a carrier is asked for when the parcel has left already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from packstation.domain.shipment import key_of

STOP, INTERCEPT = "stop", "intercept"
"""The kinds of outbox entries: goods were stopped or not; please stop this parcel."""


class Stopped(StrEnum):
    """Whether goods that are not wanted any more stayed in the house."""

    STAYED = "stayed"
    LEFT = "left"

    @classmethod
    def _missing_(cls, value: object) -> Stopped | None:
        """Reports of older programs were kept in the words of Taobao."""
        return {"SUCCESS": cls.STAYED, "FAIL": cls.LEFT}.get(str(value))


class WantedBack(StrEnum):
    """Why a parcel on its way is wanted back."""

    ADDRESS = "address"
    CANCELLED = "cancelled"
    REFUND = "refund"

    @classmethod
    def _missing_(cls, value: object) -> WantedBack | None:
        """Requests of older programs were kept in the words for Taobao's carriers."""
        return {
            "收件地址变更": cls.ADDRESS,
            "订单已取消": cls.CANCELLED,
            "买家申请退款": cls.REFUND,
        }.get(str(value))


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
    """A parcel on its way that is wanted back; ``at`` in UTC."""

    order: str
    carrier: str
    waybill: str
    reason: WantedBack
    at: datetime


def stop_key(refund: str, turn: int) -> str:
    """One report a refund; ``turn`` counts how often the buyer took it up, after it had come to nothing."""
    return f"stop-{refund}" if turn == 1 else f"stop-{refund}-{turn}"


def intercept_key(order: str, waybill: str, turn: int) -> str:
    """One request a parcel; ``turn`` counts how often a person asked, after the carrier had said no."""
    return f"intercept-{key_of(order, waybill)}" + ("" if turn == 1 else f"-{turn}")
