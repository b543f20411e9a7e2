"""How the desk stands with its shop: what is known without asking, and what a trial of it finds.

What is told are keys of sentences with what fills them, so that the window and the command line say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from packstation.desk.options import ShopTerms
from packstation.desk.rounds import Rounds
from packstation.desk.sync_note import SyncNote
from packstation.desk.syncing import SyncStatus
from packstation.desk.workplace import Workplace
from packstation.domain.connection import CLOCK_ODD, CLOCK_WRONG, Found, Health, Tried
from packstation.domain.outbox import reason_of
from packstation.domain.trouble import Trouble
from packstation.errors import BadInput
from packstation.platforms.connector import LogsIn

_ON_THE_WAY: Mapping[str, str] = {
    "web-certificate": "clock",
    "web-unreachable": "network",
    "web-broken-off": "network",
}
"""Who is most likely wrong when a round fails on its way, to whatever platform."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the page: what it is about, how that is, and the key of its sentence with its gaps.

    A gap that is a ``Trouble`` is said as its own sentence.
    """

    name: str
    found: Found
    key: str
    gaps: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the desk stands with one shop.

    Attributes:
        id: the shop's short name in the settings; empty for the one of ``[platform]``.
        kind: the platform's kind, as the settings name it.
        shop: the shop's name; may be empty.
        asks_again: whether the platform is asked at the two gates.
        offline_rule: what the gates do when it does not answer, ``wait`` or ``go-on``.
        status: the outbox, and the rounds of this program.
        note: the last rounds, whichever program made them.
        health: what is known of the platform.
        secrets: the names of the secrets the platform needs.
        takes_either: whether any one of them is enough.
        blamed: who is most likely wrong, by the platform's own reasons for a failed round.
    """

    id: str
    kind: str
    shop: str
    asks_again: bool
    offline_rule: str
    status: SyncStatus
    note: SyncNote
    health: Health
    secrets: tuple[str, ...] = ()
    takes_either: bool = False
    blamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def answers(self) -> bool | None:
        """Whether the platform answered in the last round, and let us in; None before the first."""
        return None if self.note.at is None else not self.note.error

    @property
    def means(self) -> str:
        """What it means for the packer: ``wait``, ``go-on``, or ``later`` where nobody asks at gates.

        The rule is for a platform that is silent; one that refuses is a person's business, and gates wait.
        """
        if not self.asks_again:
            return "later"
        return "wait" if self.note.is_refused else self.offline_rule

    @property
    def blame(self) -> str:
        """Who is most likely wrong; empty while all is well."""
        if not self.note.error:
            return ""
        return {**_ON_THE_WAY, **self.blamed}.get(reason_of(self.note.error)[0], "platform")

    @property
    def title(self) -> str:
        """What tells the shop from others, where there are several: its name, else its short name."""
        return self.shop or self.id


class Connection:
    """The desk's shops."""

    def __init__(self, place: Workplace, rounds: Rounds) -> None:
        """Look at the platforms of this desk's shops."""
        self._place = place
        self._rounds = rounds

    @property
    def shops(self) -> tuple[ShopTerms, ...]:
        """Every shop, that of ``[platform]`` first."""
        return tuple(shop.terms for shop in self._place.shops)

    @property
    def labels(self) -> dict[str, str]:
        """What the shops are called, by their short names, where there are several to tell apart."""
        return self._place.shops.labels()

    def secrets(self, shop: str = "") -> tuple[str, ...]:
        """The names of the secrets a shop's platform needs."""
        return self._rounds.of(shop).connector.secrets

    def health(self, shop: str = "") -> Health:
        """What is known of a shop's platform without asking it (worker)."""
        return self._rounds.of(shop).connector.health()

    def try_out(self, shop: str = "") -> tuple[Tried, ...]:
        """Ask a shop's platform now, part by part (worker)."""
        return self._rounds.of(shop).connector.try_out()

    def log_in(self, name: str, password: str, shop: str = "") -> Mapping[str, str]:
        """The secrets a shop gives to somebody who logs in (worker); nothing of it is kept here.

        Raises:
            BadInput: ``no-login``, its platform knows no such thing.
            Outage: it does not answer.
            Rejected: it does not let them in.
        """
        connector = self._rounds.of(shop).connector
        if not isinstance(connector, LogsIn):
            raise BadInput("no-login")
        return connector.log_in(name, password)

    def standing(self, health: Health | None = None, shop: str = "") -> Standing:
        """How we stand with a shop; without ``health`` as it was known after the last round."""
        syncing = self._rounds.of(shop)
        terms = next(one for one in self.shops if one.id == shop)
        return Standing(
            shop,
            terms.kind,
            terms.name,
            syncing.connector.asks_again,
            terms.offline_rule,
            syncing.status(),
            syncing.note,
            health or syncing.note.health,
            syncing.connector.secrets,
            syncing.connector.takes_either,
            syncing.connector.blamed,
        )

    def facts(self, standing: Standing) -> tuple[Fact, ...]:
        """Everything worth a line, the most pressing first; times are the desk's."""
        told = [self._answers(standing)]
        if standing.answers is False:
            found = Found.WARNING if standing.means == "wait" else Found.OK
            told.append(Fact("means", found, f"connection.means.{standing.means}"))
            told.append(Fact("blame", Found.WARNING, f"connection.blame.{standing.blame}"))
        told += [self._last(standing.note), self._news(standing.note), self._untold(standing)]
        told += [
            Fact(
                place.part,
                Found.OK if place.may_read and place.may_write else Found.FAILED,
                f"connection.place.{'fine' if place.may_write else 'no-write'}"
                if place.may_read
                else "connection.place.no-read",
                {"folder": place.folder, "files": place.files},
            )
            for place in standing.health.places
        ]
        if standing.health.calls_today is not None:
            told += _called(standing.health)
        return tuple(told)

    def _answers(self, standing: Standing) -> Fact:
        note = standing.note
        if standing.answers is None:
            return Fact("answers", Found.UNTRIED, "connection.answers.never")
        if standing.answers:
            return Fact("answers", Found.OK, "connection.answers.yes")
        reason, data = reason_of(note.error)
        gaps = {"since": self.shown(note.since or note.at), "why": Trouble(reason, data)}
        said = "refuses" if note.is_refused else "silent"
        return Fact("answers", Found.FAILED, f"connection.answers.{said}", gaps)

    def in_a_line(self, standing: Standing) -> Fact:
        """How a shop stands, for a list of several: off since when, or when it last answered."""
        answers, note = self._answers(standing), standing.note
        untold = standing.status.unsent
        if standing.answers:
            gaps = {"at": self.shown(note.good_at), "unsent": untold}
            return Fact("answers", Found.OK, "connection.line.answers", gaps)
        if standing.answers is None:
            return answers
        key = f"connection.line.{'refuses' if note.is_refused else 'silent'}"
        return Fact("answers", Found.FAILED, key, {"since": answers.gaps["since"], "unsent": untold})

    def _last(self, note: SyncNote) -> Fact:
        if note.good_at is None:
            return Fact("last", Found.UNTRIED, "connection.last.none")
        return Fact("last", Found.OK, "connection.last.at", {"at": self.shown(note.good_at)})

    def _news(self, note: SyncNote) -> Fact:
        if note.news_at is None:
            return Fact("news", Found.UNTRIED, "connection.news.none")
        gaps = {"at": self.shown(note.news_at), "added": note.added, "updated": note.updated}
        if not note.rejected:
            return Fact("news", Found.OK, "connection.news.some", gaps)
        return Fact("news", Found.WARNING, "connection.news.rejected", {**gaps, "rejected": note.rejected})

    def _untold(self, standing: Standing) -> Fact:
        """Shipments the platform has not heard of: nobody tells it any more, or it puts them off."""
        status = standing.status
        gaps: dict[str, object] = {"pending": status.unsent - status.parked, "parked": status.parked}
        if status.parked:
            return Fact("untold", Found.WARNING, "connection.untold.parked", gaps)
        reason, data = reason_of(self._place.store.outbox.why_waiting(standing.id))
        if status.unsent and reason:
            gaps["why"] = Trouble(reason, data)
            return Fact("untold", Found.WARNING, "connection.untold.why", gaps)
        return Fact("untold", Found.OK, f"connection.untold.{'some' if status.unsent else 'none'}", gaps)

    def shown(self, moment: datetime | None) -> str:
        """A moment on the desk's clock, as short as it stays clear."""
        if moment is None:
            return ""
        zone = self._place.options.zone
        local, today = moment.astimezone(zone), self._place.clock.now().astimezone(zone)
        return local.strftime("%H:%M" if local.date() == today.date() else "%Y-%m-%d %H:%M")


def _called(health: Health) -> list[Fact]:
    """The platform's clock, how often it was called, how long it must be left alone."""
    told = [_clock(health.clock_offset)]
    day = health.day or "here"
    told.append(Fact("calls", Found.OK, f"connection.calls.{day}", {"count": health.calls_today}))
    seconds = round(health.alone_for.total_seconds())
    if seconds:
        told.append(Fact("quota", Found.WARNING, "connection.quota.wait", {"seconds": seconds}))
    return told


def _clock(offset: timedelta | None) -> Fact:
    if offset is None:
        return Fact("clock", Found.UNTRIED, "connection.clock.unknown")
    seconds = round(offset.total_seconds())
    size = abs(offset)
    found = Found.OK if size <= CLOCK_ODD else Found.WARNING if size <= CLOCK_WRONG else Found.FAILED
    key = "fine" if found is Found.OK else "slow" if seconds > 0 else "fast"
    return Fact("clock", found, f"connection.clock.{key}", {"seconds": abs(seconds)})


def fact_of(tried: Tried) -> Fact:
    """What a trial found of a part, as a line."""
    return Fact(tried.part, tried.found, f"connection.try.{tried.part}.{tried.reason}", tried.data)
