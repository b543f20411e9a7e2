"""What any carrier must be able to do for the desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from packstation.domain.order import Receiver


@dataclass(frozen=True, slots=True)
class Consignment:
    """What a carrier is asked to take: ``key`` is the parcel's own, so that asking twice gives one number.

    ``weight_g`` in grams, None where it is not known; ``goods`` in a few words.
    """

    key: str
    order: str
    carrier: str
    receiver: Receiver = field(default_factory=Receiver)
    weight_g: int | None = None
    goods: str = ""


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

    def held(self, key: str) -> tuple[str, str] | None:
        """(carrier, number) taken under this key, if any."""

    def void(self, numbers: tuple[str, ...]) -> None:
        """These numbers are never used again."""


class Carrier(Protocol):
    """A source of waybill numbers.

    One that lives ``outside`` is asked in a worker, after the intent was written down: any of its calls may
    raise ``Outage`` (nobody knows whether it was done) or ``Rejected`` (it was not, and the other side said
    why). What it says twice under one key it says the same.
    """

    outside: bool

    def __init__(self, shelf: NumberShelf) -> None:
        """Work with the numbers on this shelf."""

    def carriers(self) -> tuple[str, ...]:
        """Codes of the carriers that can give a number now; asked inside a gesture, never over a network."""

    def book(self, consignment: Consignment, at: datetime) -> Booking | None:
        """A number for this parcel; the same key always gets the same number; None when none is left."""

    def booked(self, key: str) -> Booking | None:
        """The number given under a key before; None where nothing is known of it."""

    def void(self, numbers: tuple[str, ...]) -> None:
        """Give numbers up for good; doing it twice does no harm."""
