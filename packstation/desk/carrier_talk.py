"""What a carrier outside is asked, and what it said: values that cross from the desk to a worker and back."""

from __future__ import annotations

from dataclasses import dataclass, field

from packstation.carriers.carrier import Booking, Consignment
from packstation.domain.trouble import Trouble
from packstation.errors import PackstationError, Rejected
from packstation.store.bookings import Booked, BookingState


@dataclass(frozen=True, slots=True)
class Void:
    """A booking whose number is given up; ``known``: all numbers of its order that we know of.

    ``is_late``: its number is known, and another one is looked for that may have come after it.
    """

    booked: Booked
    known: frozenset[str]
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """Everything a worker needs to ask for one number, as frozen values; ``voids`` are given up first."""

    booked: Booked
    consignment: Consignment
    voids: tuple[Void, ...] = ()
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Told:
    """A number the carrier knows as void, and whose it was."""

    booking: int
    number: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What the carrier said: a number, or how asking ended; ``told``: numbers it knows as void."""

    booked: Booked
    state: BookingState
    booking: Booking = field(default_factory=lambda: Booking("", ""))
    detail: str = ""
    told: tuple[Told, ...] = ()

    @property
    def number(self) -> str:
        """The waybill number, as our books have it."""
        return self.booking.number.strip().upper()


@dataclass(slots=True)
class UnderWay:
    """One of the numbers asked for together: what came of it; ``is_over``: it need not be asked for."""

    ask: Ask
    told: list[Told] = field(default_factory=list)
    found: Booking | Exception | None = None
    is_over: bool = False


def heard_of(one: UnderWay) -> Heard:
    """How asking ended: a number, none, a no, or nobody knows."""
    booked, told = one.ask.booked, tuple(one.told)
    match one.found:
        case Booking():
            return Heard(booked, BookingState.GIVEN, one.found, told=told)
        case Rejected():
            return Heard(booked, BookingState.FAILED, detail=_detail(one.found), told=told)
        case Exception():
            return Heard(booked, BookingState.UNKNOWN, detail=_detail(one.found), told=told)
    return Heard(booked, BookingState.FAILED, told=told)


def _detail(error: Exception) -> str:
    """Why, as it is kept with the booking."""
    if not isinstance(error, PackstationError):
        return type(error).__name__
    return Trouble(error.reason, error.data).as_text()
