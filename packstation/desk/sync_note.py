"""How the last rounds with the platform went, kept on disk: a restart, and any other program, knows it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

import msgspec

from packstation.domain.connection import Health
from packstation.domain.intake import Tally
from packstation.domain.outbox import reason_text
from packstation.errors import PackstationError, Rejected

FACT = "last rounds"
"""The name under which it is kept."""


class Facts(Protocol):
    """Where single values of a shop are kept."""

    def fact(self, name: str) -> str:
        """A value that was kept; empty when none was."""


@dataclass(frozen=True, slots=True)
class SyncNote:
    """The last rounds; every moment is UTC.

    Attributes:
        at: when the last round was made; None: never.
        good_at: when one last succeeded.
        since: the first failure since then; None while rounds succeed.
        error: why the last round failed, as ``reason_text`` keeps it; empty when it did not.
        is_refused: the platform answered, and said no.
        news_at: when a round last brought anything, and what: orders and other rows.
        health: what was known of the platform then.
    """

    at: datetime | None = None
    good_at: datetime | None = None
    since: datetime | None = None
    error: str = ""
    is_refused: bool = False
    news_at: datetime | None = None
    added: int = 0
    updated: int = 0
    rejected: int = 0
    health: Health = field(default_factory=Health)

    def failed(self, error: PackstationError, now: datetime) -> SyncNote:
        """A round failed; the first moment of silence stays."""
        return replace(
            self,
            at=now,
            since=self.since or now,
            error=reason_text(error.reason, error.data),
            is_refused=isinstance(error, Rejected),
        )

    def succeeded(self, now: datetime) -> SyncNote:
        """A round went through."""
        return replace(self, at=now, good_at=now, since=None, error="", is_refused=False)

    def brought(self, tally: Tally, now: datetime) -> SyncNote:
        """What a batch brought; one that brought nothing new changes nothing."""
        if not (tally.added or tally.updated or tally.rejects):
            return self
        return replace(
            self, news_at=now, added=tally.added, updated=tally.updated, rejected=len(tally.rejects)
        )


def text_of(note: SyncNote) -> str:
    """As it is kept."""
    return msgspec.json.encode(note).decode()


def kept_note(facts: Facts) -> SyncNote:
    """The last rounds of the shop whose facts these are."""
    return note_in(facts.fact(FACT))


def note_in(text: str) -> SyncNote:
    """What was kept; an empty one where nothing was, or nothing that can be read."""
    try:
        return msgspec.json.decode(text, type=SyncNote) if text else SyncNote()
    except msgspec.MsgspecError:
        return SyncNote()
