"""What the platform's own news say of what was parked: that it has it after all, or has another number.

A send may be carried out after we had looked and given up on it. Nobody needs to press anything then: the
order's next news show the number on its goods, and the entry is settled by them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from packstation.desk.telling import Telling, telling_of
from packstation.desk.workplace import Workplace
from packstation.domain.order import Order
from packstation.domain.outbox import NO_PARCEL, Entry, EntryState, reason_text
from packstation.domain.standing import Seen, Standing, find, left_without_parcel
from packstation.store.journal import JournalRow
from packstation.store.store import as_text

_REMEMBERED = 1000


class Overheard:
    """Parked entries, compared with what the platform shows of their orders."""

    def __init__(self, place: Workplace) -> None:
        """Listen at this desk."""
        self._place = place
        self._last: dict[str, tuple[Seen, ...]] = {}

    def take(self, news: Order) -> bool:
        """An order's news, inside the transaction that stores them; gives whether they changed an entry.

        What they show is remembered while an entry is on its way: it may be parked a moment later.
        """
        entries = self._place.store.outbox.of_order(news.number) if news.seen else ()
        if all(entry.state is EntryState.DELIVERED for entry in entries):
            self._last.pop(news.number, None)
            return False
        self._last[news.number] = news.seen
        if len(self._last) > _REMEMBERED:
            self._last.pop(next(iter(self._last)))
        return self._compare(news.number, news.seen, entries)

    def parked(self, number: str) -> None:
        """An entry was parked just now; what was heard while it was on its way may settle it already."""
        if seen := self._last.get(number):
            self._compare(number, seen, self._place.store.outbox.of_order(number))

    def _compare(self, number: str, seen: tuple[Seen, ...], entries: Sequence[Entry]) -> bool:
        tellings = [telling_of(entry) for entry in entries]
        own = {telling.number for telling in tellings if telling is not None}
        changed = False
        for turn, (entry, telling) in enumerate(zip(entries, tellings, strict=True)):
            if entry.state is not EntryState.PARKED:
                continue
            if entry.kind == NO_PARCEL and left_without_parcel(seen):
                changed |= self._write(entry, _delivered(entry), Standing.OURS)
            elif telling is not None:
                later = [one for one in tellings[turn + 1 :] if one is not None]
                changed |= self._settle(entry, telling, later, seen, own)
        if changed:
            entries = self._place.store.outbox.of_order(number)
            is_told = all(entry.state is EntryState.DELIVERED for entry in entries)
            self._place.store.orders.note_sent(number, unsent=not is_told)
            self._place.store.follow_parked(number, self._place.clock.now())
        return changed

    def _settle(
        self,
        entry: Entry,
        telling: Telling,
        later: Sequence[Telling],
        seen: tuple[Seen, ...],
        own: Collection[str],
    ) -> bool:
        """Whether one parked entry is another one now; a number of the order's ``own`` is nobody else's."""
        found = find(telling.lines, seen, *telling.numbers(later))
        if found.standing is Standing.OURS:
            after = _delivered(entry)
        elif found.standing is Standing.OTHER and found.theirs not in own:
            told = {**telling.facts, "theirs": found.theirs or "-"}
            after = replace(entry, error=reason_text("ship-other-number", told))
        else:
            return False
        return self._write(entry, after, found.standing)

    def _write(self, entry: Entry, after: Entry, found: Standing) -> bool:
        """Write down what an entry is now; gives whether that is something else."""
        if after == entry:
            return False
        now, place = self._place.clock.now(), self._place
        place.store.outbox.settle(after, now)
        data = as_text({"key": entry.key, "state": after.state, "found": found})
        place.store.journal.add(
            JournalRow(now, "overheard", order=entry.order, desk=place.desk_name, data=data)
        )
        return True


def _delivered(entry: Entry) -> Entry:
    return replace(entry, state=EntryState.DELIVERED, error="", not_before=None)
