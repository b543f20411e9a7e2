"""Waybill numbers the carrier handed over beforehand, imported as a list."""

from __future__ import annotations

from datetime import datetime

from packstation.carriers.carrier import Booking, Carrier, Consignment, NumberShelf
from packstation.carriers.means import Means


class NumberPool(Carrier):
    """Gives each parcel the next number of its carrier, exactly one, whatever happens in between."""

    outside = False

    def __init__(self, shelf: NumberShelf) -> None:
        """Take numbers from this shelf."""
        self._shelf = shelf

    @classmethod
    def at(cls, means: Means) -> NumberPool:
        """Take numbers from the desk's own shelf."""
        return cls(means.shelf)

    def carriers(self) -> tuple[str, ...]:
        """Carriers with numbers left."""
        return self._shelf.carriers_with_numbers()

    def book(self, consignment: Consignment, at: datetime) -> Booking | None:
        """The parcel's number: taken once, then always the same under the same key."""
        taken = self._shelf.take(consignment.carrier, consignment.key, consignment.order, at)
        return None if taken is None else Booking(*taken)

    def booked(self, key: str, carrier: str, known: frozenset[str] = frozenset()) -> Booking | None:
        """The number that was taken under a key."""
        del carrier, known
        held = self._shelf.held(key)
        return None if held is None else Booking(*held)

    def void(self, numbers: tuple[str, ...], carrier: str = "") -> None:
        """Numbers on torn-off labels are never given out again."""
        del carrier
        self._shelf.void(numbers)
