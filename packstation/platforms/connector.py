"""What any shop platform must be able to do for the desk.

All calls are made by a worker and touch neither database nor window; the desk stores what came before it
calls ``taken`` and writes down how a delivery ended after ``deliver`` returned. Either may be cut off at any
point and come
again: ``fetch`` may hand in the same thing twice, ``deliver`` must be safe to repeat with the same entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from packstation.domain.intake import Batch, Reject
from packstation.domain.outbox import Entry, Outcome
from packstation.errors import PackstationError


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the platform handed in, with the receipts to give back once it is stored.

    ``trouble`` kept it from handing in more: what it brought is good all the same.
    """

    batch: Batch = field(default_factory=Batch)
    receipts: tuple[str, ...] = ()
    trouble: PackstationError | None = None


class Connector(Protocol):
    """One platform."""

    def fetch(self) -> Fetched:
        """What is new since the last time, as much of it as one batch should hold.

        Raises:
            Outage: the platform does not answer.
            Rejected: it does not let us read; a person must look.
        """

    def has_news(self) -> bool:
        """Whether it is worth asking, or more waits, as far as that can be told at once and for free."""

    def taken(self, fetched: Fetched, rejects: tuple[Reject, ...]) -> None:
        """Everything of it is stored now, but for these rows."""

    def deliver(self, entry: Entry) -> Outcome:
        """Tell the platform one thing, exactly once however often it is asked."""
