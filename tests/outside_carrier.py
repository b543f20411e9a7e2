"""A carrier that lives outside, with books of its own: it answers by script, then honestly."""

from __future__ import annotations

from datetime import datetime

from packstation.carriers.carrier import Booking, Carrier, Consignment
from packstation.errors import Outage, Rejected


class OutsideCarrier(Carrier):
    """Numbers by key, as a carrier's own server keeps them.

    Acts for the next calls: ``lost-request`` (never got here), ``lost-reply`` (done, but nobody hears),
    ``late`` (done only when the next call comes), ``broken`` (done, then nonsense is answered), ``no``,
    ``none``. One that is ``forgetful`` knows no keys when asked for a number: only who looks a key up first is
    safe from a second one.
    """

    outside = True

    def __init__(self, *, forgetful: bool = False) -> None:
        self.books: dict[str, list[str]] = {}
        self.voided: set[str] = set()
        self.script: list[str] = []
        self.under_way: list[Consignment] = []
        self.calls: list[tuple[str, str]] = []
        self.forgetful = forgetful
        self.count = 0
        self.codes = ("YTO", "ZTO")

    def carriers(self) -> tuple[str, ...]:
        return self.codes

    def book(self, consignment: Consignment, at: datetime) -> Booking | None:
        assert at.tzinfo
        self.calls.append(("book", consignment.key))
        act = self._act()
        match act:
            case "lost-request":
                raise Outage("no-answer")
            case "late":
                self.under_way.append(consignment)
                raise Outage("no-answer")
            case "no":
                raise Rejected("area-closed")
            case "none":
                return None
        number = self._write(consignment)
        match act:
            case "lost-reply":
                raise Outage("no-answer")
            case "broken":
                raise ValueError
        return Booking(consignment.carrier, number)

    def booked(self, key: str, carrier: str, known: frozenset[str] = frozenset()) -> Booking | None:
        del carrier, known
        self.calls.append(("look", key))
        if self._act() in ("lost-request", "lost-reply", "late", "broken"):
            raise Outage("no-answer")
        live = [number for number in self.books.get(key, []) if number not in self.voided]
        return Booking(self._carrier_of(live[0]), live[0]) if live else None

    def void(self, numbers: tuple[str, ...], carrier: str = "") -> None:
        del carrier
        self.calls += [("void", number) for number in numbers]
        act = self._act()
        if act in ("lost-request", "late"):
            raise Outage("no-answer")
        self.voided |= set(numbers)
        if act in ("lost-reply", "broken"):
            raise Outage("no-answer")

    @property
    def standing(self) -> list[str]:
        """All numbers that stand."""
        return sorted(number for numbers in self.live.values() for number in numbers)

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Bookings and look-ups, in order."""
        return [call for call in self.calls if call[0] != "void"]

    @property
    def live(self) -> dict[str, list[str]]:
        """Numbers that stand, by key."""
        found = {
            key: [number for number in numbers if number not in self.voided]
            for key, numbers in self.books.items()
        }
        return {key: numbers for key, numbers in found.items() if numbers}

    def _act(self) -> str:
        """What the script says of this call; what was under way has come in meanwhile."""
        for consignment in self.under_way:
            self._write(consignment)
        self.under_way.clear()
        return self.script.pop(0) if self.script else "ok"

    def _write(self, consignment: Consignment) -> str:
        numbers = self.books.setdefault(consignment.key, [])
        if not numbers or self.forgetful:
            self.count += 1
            prefix = "YT" if consignment.carrier == "YTO" else "ZT"
            numbers.append(f"{prefix}{self.count:013d}")
        return numbers[-1]

    @staticmethod
    def _carrier_of(number: str) -> str:
        return "YTO" if number.startswith("YT") else "ZTO"
