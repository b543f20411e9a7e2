"""Stand-ins for the outside, as real subclasses of the Protocols they stand in for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from packstation.desk.clock import Clock
from packstation.domain.connection import Found, Health, Part, Tried
from packstation.domain.intake import Reject
from packstation.domain.outbox import Delivered, Entry, Later, Outcome, Refused
from packstation.errors import Outage
from packstation.platforms.connector import Connector, Fetched
from packstation.platforms.ground import Notebook
from packstation.printers.links import Link, Told, Unsure


class FakeClock(Clock):
    """A clock the test sets."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.moment

    def steady(self) -> float:
        return self.seconds

    def pass_time(self, **span: float) -> None:
        """Let time pass on both clocks."""
        step = timedelta(**span)
        self.moment += step
        self.seconds += step.total_seconds()

    def jump(self, **span: float) -> None:
        """Set only the wall clock."""
        self.moment += timedelta(**span)


class FakeLink(Link):
    """A printer that does as it is told: ``printed``, ``sent``, ``failed`` or ``unknown`` for the next documents."""

    def __init__(self, *outcomes: str) -> None:
        self.outcomes = list(outcomes)
        self.sent: list[str] = []

    def send(self, document: bytes, name: str) -> Told:
        outcome = self.outcomes.pop(0) if self.outcomes else "printed"
        if outcome == "failed":
            raise Outage("printer-off")
        self.sent.append(name)
        assert document
        if outcome == "unknown":
            raise Unsure(place="fake", error="cut off")
        return Told(outcome)


class FakePlatform(Connector):
    """A platform with books of its own; answers by script, then honestly."""

    asks_again = False
    secrets: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.books: list[str] = []
        self.script: list[str] = []
        self.waiting = Fetched()

    def health(self) -> Health:
        return Health()

    def try_out(self) -> tuple[Tried, ...]:
        return (Tried(Part.REACH, Found.OK),)

    def has_news(self) -> bool:
        return bool(self.waiting.receipts)

    def fetch(self) -> Fetched:
        fetched, self.waiting = self.waiting, Fetched()
        return fetched

    def reread(self, numbers: Sequence[str]) -> Fetched:
        """Nothing is known of single orders here."""
        raise Outage("no-answer", numbers=len(numbers))

    def taken(self, fetched: Fetched, rejects: tuple[Reject, ...]) -> None:
        assert not rejects, fetched.receipts
        self.waiting = Fetched()

    def deliver(self, entry: Entry) -> Outcome:
        """Book the shipment once, and say so, unless the script says otherwise."""
        act = self.script.pop(0) if self.script else "ok"
        match act:
            case "down":
                raise Outage("platform-down")
            case "later":
                return Later("busy", timedelta(seconds=7))
            case "no":
                return Refused("closed")
            case "lost-reply":
                self._book(entry)
                raise Outage("reply-lost")
        self._book(entry)
        return Delivered()

    def _book(self, entry: Entry) -> None:
        if entry.key not in self.books:
            self.books.append(entry.key)


@dataclass
class FakeNotebook(Notebook):
    """A notebook that forgets nothing."""

    facts: dict[str, str] = field(default_factory=dict)

    def fact(self, name: str) -> str:
        return self.facts.get(name, "")

    def put_fact(self, name: str, value: str) -> None:
        self.facts[name] = value


class FakeRing(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError
