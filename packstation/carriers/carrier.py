"""What any carrier must be able to do for the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Consignment:
    """What a carrier is asked to take: ``key`` is the parcel's own, so that asking twice gives one number."""

    key: str
    order: str
    carrier: str


@dataclass(frozen=True, slots=True)
class Booking:
    """The waybill number a carrier gave for a parcel."""

    carrier: str
    number: str


class NumberShelf(Protocol):
    """Where imported numbers lie; the store is one."""

    def carriers_with_numbers(self) -> tuple[str, ...]:
        """Carriers with free numbers, the one to prefer first."""

    def take(self, carrier: str, key: str, order: str, at: datetime) -> tuple[str, str] | None:
        """(carrier, number) of this key; the next free one the first time; None when none is left."""

    def void(self, numbers: tuple[str, ...]) -> None:
        """These numbers are never used again."""


class Carrier(Protocol):
    """A source of waybill numbers."""

    def __init__(self, shelf: NumberShelf) -> None:
        """Work with the numbers on this shelf."""

    def carriers(self) -> tuple[str, ...]:
        """Codes of the carriers that can give a number now."""

    def book(self, consignment: Consignment, at: datetime) -> Booking | None:
        """A number for this parcel; the same key always gets the same number; None when none is left."""

    def void(self, numbers: tuple[str, ...]) -> None:
        """Give numbers up for good."""
