"""Talking to the platform in three steps: plan, act in a worker, settle."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from packstation.desk import sync_note
from packstation.desk.importing import FRAME_BUDGET_S, Importing, Progress
from packstation.desk.sync_note import SyncNote
from packstation.desk.workplace import Announcement, Workplace
from packstation.domain.connection import Health
from packstation.domain.outbox import (
    Delivered,
    Entry,
    EntryState,
    Later,
    Outcome,
    Refused,
    back_off,
    reason_text,
)
from packstation.errors import Outage, PackstationError, Rejected
from packstation.platforms.connector import Connector, Fetched
from packstation.store.journal import JournalRow
from packstation.store.store import as_text


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """How we stand with the platform; moments are UTC, ``error`` is the reason of the last failure.

    ``since`` is when it began to fail, ``is_refused`` that the platform answers, and says no.
    """

    last_at: datetime | None
    unsent: int
    parked: int
    online: bool
    error: str
    since: datetime | None = None
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a round of deliveries went."""

    delivered: int = 0
    later: int = 0
    parked: int = 0

    def __add__(self, more: Delivery) -> Delivery:
        """Both rounds as one."""
        return Delivery(self.delivered + more.delivered, self.later + more.later, self.parked + more.parked)


class Syncing:
    """Orders of one shop in, its shipments out."""

    def __init__(self, place: Workplace, importing: Importing, shop_id: str, connector: Connector) -> None:
        """Talk to this shop's platform."""
        self._place = place
        self._importing = importing
        self.shop_id = shop_id
        self._connector = connector
        self._notebook = place.store.notebook(shop_id)
        self._last_at: datetime | None = None
        self._error = ""
        self._health = connector.health()
        self.has_more = False
        """Whether the batch fetched last was not all there is at this moment."""
        self.trouble: PackstationError | None = None
        self.note: SyncNote = sync_note.kept_note(self._notebook)
        self._compare_clocks(self.note.health)

    # --- orders in
    # ----------------------------------------------------------------------------------------------

    def has_news(self) -> bool:
        """Whether something waits to be fetched (cheap, any thread)."""
        return self._connector.has_news()

    def fetch(self) -> Fetched:
        """What is new on the platform, a batch of it (worker: no database, no window).

        Raises:
            Outage: it does not answer.
            Rejected: it does not let us read.
        """
        self.has_more = False
        try:
            fetched = self._connector.fetch()
            self.has_more = fetched.has_more
            return fetched
        finally:
            self._health = self._connector.health()

    def failed(self, error: PackstationError) -> None:
        """A round could not be carried out; said in the status strip until one succeeds."""
        self._error, self.trouble = error.reason, error
        self._keep(self.note.failed(error, self._place.clock.now()))

    def apply(self, fetched: Fetched, budget_s: float = FRAME_BUDGET_S) -> Iterator[Progress]:
        """Store what was fetched, a slice a step, then give the platform its receipts."""
        progress = Progress(0, 0, next(iter(self._importing.store(type(fetched.batch)()))).tally)
        if fetched.batch.records or fetched.batch.rejects:
            for progress in self._importing.store(fetched.batch, budget_s, self.shop_id):
                yield progress
        self._connector.taken(fetched, progress.tally.rejects)
        now = self._place.clock.now()
        self.note = self.note.brought(progress.tally, now)
        if fetched.trouble is not None:
            self.failed(fetched.trouble)
        else:
            self._last_at, self._error, self.trouble = now, "", None
            self._compare_clocks(self._health)
            self._keep(self.note.succeeded(now))

    @property
    def connector(self) -> Connector:
        """What talks to the platform."""
        return self._connector

    def keep_count(self) -> None:
        """Write down the calls made since the last round; the next program counts on from there."""
        self._health = self._connector.health()
        if self._health.calls_today and self._health.calls_today != self.note.health.calls_today:
            self._keep(self.note)

    def _compare_clocks(self, health: Health) -> None:
        """The platform's time counts for its deadlines, not this computer's."""
        if health.clock_offset is not None:
            self._place.clocks.compared(self.shop_id, health.clock_offset)

    def _keep(self, note: SyncNote) -> None:
        """Write down how the round went; a disk that does not take it is told where orders are stored."""
        health = self._health
        if health.calls_today is not None and health.clock_offset is None:
            health = replace(health, clock_offset=self.note.health.clock_offset)  # as last measured
        self.note = replace(note, health=health)
        if not self._place.store.database.read_only:
            with contextlib.suppress(PackstationError):
                self._notebook.put_fact(sync_note.FACT, sync_note.text_of(self.note))

    # --- shipments out
    # ------------------------------------------------------------------------------------------

    def plan(self) -> list[Entry]:
        """What may be told to the platform now."""
        return self._place.store.outbox.due(self._place.clock.now(), self.shop_id)

    def deliver(self, entry: Entry) -> Outcome:
        """Tell it (worker). A platform that does not answer is asked again, when it wants to be."""
        try:
            return self._connector.deliver(entry)
        except Outage as outage:
            wait = outage.data.get("wait")
            reason = reason_text(outage.reason, outage.data)
            return Later(reason, wait if isinstance(wait, timedelta) else None)
        except Rejected as error:
            return Refused(reason_text(error.reason, error.data))

    def settle(self, entry: Entry, outcome: Outcome) -> EntryState:
        """Write down how it ended; a delivered order leaves the list of untold ones."""
        place = self._place
        now = place.clock.now()
        attempts = entry.attempts + 1
        match outcome:
            case Delivered(answer):
                after = replace(
                    entry, state=EntryState.DELIVERED, attempts=attempts, error=answer, not_before=None
                )
            case Later(error, wait):
                pause = wait or back_off(attempts)
                after = replace(entry, attempts=attempts, error=error, not_before=now + pause)
            case Refused(error):
                after = replace(
                    entry, state=EntryState.PARKED, attempts=attempts, error=error, not_before=None
                )
        with place.store.transaction():
            place.store.outbox.settle(after, now)
            if after.state is EntryState.PARKED:
                self._importing.overheard.parked(entry.order)
            told = all(e.state is EntryState.DELIVERED for e in place.store.outbox.of_order(entry.order))
            place.store.orders.note_sent(entry.order, unsent=not told)
            place.store.follow_parked(entry.order, now)
            data = as_text({"key": entry.key, "state": after.state, "attempts": attempts})
            place.store.journal.add(
                JournalRow(now, "tell", order=entry.order, desk=place.desk_name, data=data)
            )
        place.announce(Announcement(frozenset({entry.order}), lists_changed=True))
        return after.state

    # --- both at once, for callers that may wait
    # ----------------------------------------------------------------

    def pull_now(self, budget_s: float = 0.25) -> Progress | None:
        """Fetch a batch and store it in one go; None when there was nothing. See ``trouble`` as well.

        Raises:
            Outage: the platform does not answer.
            Rejected: it does not let us read.
        """
        try:
            fetched = self.fetch()
        except PackstationError as error:
            self.failed(error)
            raise
        last = None
        for progress in self.apply(fetched, budget_s):
            last = progress
        return last

    def push_now(self) -> Delivery:
        """Deliver everything that is due, in order."""
        delivered = later = parked = 0
        tried: set[str] = set()
        while entries := [entry for entry in self.plan() if entry.key not in tried]:
            for entry in entries:
                tried.add(entry.key)
                state = self.settle(entry, self.deliver(entry))
                delivered += state is EntryState.DELIVERED
                later += state is EntryState.PENDING
                parked += state is EntryState.PARKED
        return Delivery(delivered, later, parked)

    def status(self, waiting: tuple[int, int] | None = None) -> SyncStatus:
        """How we stand; ``waiting`` are the entries pending and parked, if they were counted already."""
        pending, parked = waiting or self._place.store.outbox.counts_of(self.shop_id)
        is_online, note = not self._error, self.note
        return SyncStatus(
            self._last_at,
            pending + parked,
            parked,
            is_online,
            self._error,
            None if is_online else note.since,
            not is_online and note.is_refused,
        )
