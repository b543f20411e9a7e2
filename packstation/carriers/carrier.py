"""What any carrier must be able to do for the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from packstation.domain.order import Receiver
from packstation.errors import PackstationError, Rejected


@dataclass(frozen=True, slots=True)
class Consignment:
    """What a carrier is asked to take: ``key`` is the parcel's own, so that asking twice gives one number.

    ``weight_g`` in grams, None where it is not known; ``goods`` in a few words, ``items`` one by one with
    their counts; ``platform``: whose order it is, as the order says; ``oaid`` stands for a receiver the
    platform hides.
    """

    key: str
    order: str
    carrier: str
    receiver: Receiver = field(default_factory=Receiver)
    weight_g: int | None = None
    goods: str = ""
    items: tuple[tuple[str, int], ...] = ()
    platform: str = ""
    oaid: str = ""


@dataclass(frozen=True, slots=True)
class Booking:
    """The waybill number a carrier gave for a parcel.

    Attributes:
        carrier: whose number it is; empty: of the carrier that was asked.
        number: what is on the label.
        print_data: the carrier's own label, for a print component; empty: there is none.
        parent: the number the platform is told instead, where several parcels are one shipment.
    """

    carrier: str
    number: str
    print_data: str = field(default="", repr=False)
    parent: str = ""


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

    def carriers(self) -> tuple[str, ...]:
        """Codes of the carriers that can give a number now; asked inside a gesture, never over a network."""

    def book(self, consignment: Consignment, at: datetime) -> Booking | None:
        """A number for this parcel; the same key always gets the same number; None when none is left."""

    def book_all(
        self, consignments: Sequence[Consignment], at: datetime
    ) -> tuple[Booking | Exception | None, ...]:
        """A number for each of these parcels, as ``book`` gives it, or what it raised; in the same order.

        One that fails takes none of the others with it. Carriers that give several numbers at once are asked
        at once; here one after another.
        """
        return tuple(_tried(self, one, at) for one in consignments)

    def booked(self, key: str, carrier: str, known: frozenset[str] = frozenset()) -> Booking | None:
        """The number given under a key before; None where nothing is known of it.

        Args:
            key: as it was asked for.
            carrier: whose number was asked for.
            known: numbers of the same order that are surely not the one; some carriers know orders, no keys.
        """

    def void(self, numbers: tuple[str, ...], carrier: str = "") -> None:
        """Give numbers of a carrier up for good; doing it twice does no harm."""

    # --- what only some can; the others leave it at this

    updates: bool = False
    """Whether ``update`` can be asked for."""

    def update(self, consignment: Consignment, number: str) -> Booking:
        """The same number for another receiver, weight or contents, and its label; twice does no harm."""
        del consignment
        raise Rejected("waybill-kept", waybill=number)

    def print_data(self, carrier: str, number: str) -> str:
        """The carrier's own label of a number once more; empty where there is none."""
        del carrier, number
        return ""

    def is_due(self) -> bool:
        """Whether ``look_around`` has something to find out; asked often, never over a network."""
        return False

    def look_around(self) -> None:
        """Find out who takes parcels and how many numbers are left; for a worker, and it never raises."""
        return

    def trouble(self) -> PackstationError | None:
        """Why the last ``look_around`` found nothing out; None when it did, or was not needed."""
        return None

    def left(self) -> Mapping[str, int]:
        """Numbers left by carrier, as far as they are counted; never over a network."""
        return {}


def _tried(carrier: Carrier, consignment: Consignment, at: datetime) -> Booking | Exception | None:
    """A number, or why there is none; whatever breaks is about this parcel alone."""
    try:
        return carrier.book(consignment, at)
    except Exception as error:  # noqa: BLE001  (it is given back: numbers had before it must not be lost)
        return error
