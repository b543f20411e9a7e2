"""The rounds of all shops: each by itself, so that a shop that is off holds up no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime

from packstation.desk.importing import Importing
from packstation.desk.syncing import Delivery, Syncing, SyncStatus
from packstation.desk.workplace import Workplace
from packstation.domain.intake import Tally
from packstation.errors import PackstationError


@dataclass(frozen=True, slots=True)
class Standings:
    """How the desk stands with its shops in a line.

    Attributes:
        off: short names of the shops whose last round failed, the one longest off first.
        last_at: the last good round of the shop that waits longest for one (UTC); None before all had one.
        unsent: entries no platform has heard of, those that wait for a person among them.
        parked: those alone.
    """

    off: tuple[str, ...]
    last_at: datetime | None
    unsent: int
    parked: int


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a shop's platform brought in one batch, and what kept it from bringing more."""

    syncing: Syncing
    tally: Tally
    trouble: PackstationError | None


class Rounds:
    """What goes to and fro between the desk and each of its shops."""

    def __init__(self, place: Workplace, importing: Importing) -> None:
        """Talk to every shop of this desk."""
        self._place = place
        self._all = {shop.id: Syncing(place, importing, shop.id, shop.connector) for shop in place.shops}

    def __iter__(self) -> Iterator[Syncing]:
        """Of one shop after another, that of ``[platform]`` first."""
        yield from self._all.values()

    @property
    def first(self) -> Syncing:
        """Those of the shop in ``[platform]``."""
        return next(iter(self._all.values()))

    def of(self, shop_id: str) -> Syncing:
        """Those of this shop; KeyError where it is not set up."""
        return self._all[shop_id]

    def pulled(self, some: Sequence[Syncing], budget_s: float) -> Iterator[Pulled]:
        """A batch of each of these, asked side by side and stored as they come in.

        One batch is stored while others are still asked for: a shop that is silent holds up no other.
        """
        with ThreadPoolExecutor(max(1, len(some))) as askers:
            asked = {askers.submit(syncing.fetch): syncing for syncing in some}
            for future in as_completed(asked):
                syncing, tally = asked[future], Tally()
                try:
                    fetched = future.result()
                except PackstationError as error:
                    syncing.failed(error)
                    yield Pulled(syncing, tally, error)
                    continue
                for progress in syncing.apply(fetched, budget_s):
                    tally = progress.tally
                yield Pulled(syncing, tally, syncing.trouble)

    def push_now(self) -> Delivery:
        """Deliver everything that is due, shop by shop."""
        return sum((syncing.push_now() for syncing in self), Delivery())

    def standings(self) -> Standings:
        """How we stand with all of them."""
        pending, parked = self._place.store.outbox.counts()
        stati = {syncing.shop_id: syncing.status((0, 0)) for syncing in self}
        failed = [name for name, status in stati.items() if not status.online]
        moments = [status.last_at for status in stati.values()]
        known = [moment for moment in moments if moment is not None]
        return Standings(
            tuple(sorted(failed, key=lambda name: _since(stati[name]))),
            min(known) if len(known) == len(moments) else None,
            pending + parked,
            parked,
        )

    def keep_counts(self) -> None:
        """Before the program ends: what the platforms were asked since their last rounds counts on."""
        for syncing in self:
            syncing.keep_count()


def _since(status: SyncStatus) -> datetime:
    return status.since or datetime.max.replace(tzinfo=UTC)
