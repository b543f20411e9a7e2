"""The exceptions desk: every order that is out of the ordinary in one list, and who takes care of it.

What solves an exception is done where it always is (review, shelves, labels); from here one gets there, and
does what concerns the list itself: notes, owners, goods back on their shelves, another desk's order.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from packstation.desk.expediting import Expediting
from packstation.desk.reading import Reading
from packstation.desk.views import QueueRow
from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.exceptions import GRAVITY, ExceptionKind, Solving, in_order, solving
from packstation.domain.masking import mask_name
from packstation.domain.order import Order, State
from packstation.domain.outbox import EntryState
from packstation.domain.people import Right, may
from packstation.domain.scan import Answer, Verdict
from packstation.errors import Refusal
from packstation.store.exceptions import Excepted, Lying, Note, Place

LONGEST_NOTE = 2000
"""Signs of one note; who has more to tell writes a second one."""
MOST_NOTES = 50


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """One order of the list, as the front ends show it.

    ``kinds`` gravest first; ``since`` when the order became an exception; ``owner`` the name, masked, of who
    takes care, ``badge`` theirs; ``until`` when a held one wakes up; ``desk`` where it lies, if anywhere;
    ``ahead_by`` who sent it ahead, masked as well; ``left`` what was told too late of one that has left.
    """

    order: Order
    kinds: tuple[ExceptionKind, ...]
    since: datetime
    solving: Solving
    queue: QueueRow
    owner: str = ""
    badge: str = ""
    desk: str = ""
    note: Note | None = None
    ahead_by: str = ""
    place: Place = (0, 0, 0, 0)
    left: str = ""

    @property
    def number(self) -> str:
        """The order."""
        return self.order.number

    @property
    def until(self) -> datetime | None:
        """When a held order goes on by itself, or is looked at again."""
        return self.order.hold.until if self.order.hold else None


class Exceptions:
    """Orders out of the ordinary, in one list."""

    def __init__(self, place: Workplace, expediting: Expediting, reading: Reading) -> None:
        """Work at this desk."""
        self._place = place
        self._reading = reading
        self.expedite, self.calm = expediting.expedite, expediting.calm

    # --- reading --------------------------------------------------------------------------------------------

    def rows(
        self, kind: ExceptionKind | None = None, after: Place | None = None, limit: int = 200
    ) -> list[ExceptionRow]:
        """A page of the list (of one kind), gravest and most urgent first, after the last row's place."""
        momentary = self._momentary()
        stored = self._place.store.exceptions.page(kind, after, limit)
        known = self._place.store.exceptions.listed(momentary)
        if kind is not None:
            # an order that stands there for another reason may be of this kind at the moment
            known = {order_id: kinds for order_id, kinds in known.items() if kind in kinds}
        fresh = [
            one
            for order_id, one in momentary.items()
            if order_id not in known
            and (kind is None or kind in one.kinds)
            and (after is None or one.place > after)
        ]
        merged = heapq.merge(stored, sorted(fresh, key=_by_place), key=_by_place)
        return self._shown(list(islice(merged, limit)), momentary)

    def row(self, number: str) -> ExceptionRow | None:
        """One order of the list; None when nothing is wrong with it."""
        momentary = self._momentary()
        stored = self._place.store.exceptions.of(number)
        numbers = self._place.store.exceptions.numbers(list(momentary))
        found = stored or next(
            (one for one in momentary.values() if numbers[one.order_id][0] == number), None
        )
        return None if found is None else next(iter(self._shown([found], momentary)), None)

    def everything(self) -> Iterator[ExceptionRow]:
        """The whole list."""
        after: Place | None = None
        while page := self.rows(after=after):
            yield from page
            after = page[-1].place

    def counts(self) -> dict[ExceptionKind, int]:
        """How many orders there are of each kind; an order may be of several."""
        counts = self._place.store.exceptions.counts()
        momentary = self._momentary()
        known = self._place.store.exceptions.listed(momentary)
        for order_id, one in momentary.items():
            for kind in set(one.kinds) - set(known.get(order_id, ())):
                counts[kind] = counts.get(kind, 0) + 1
        return {kind: counts[kind] for kind in GRAVITY if kind in counts}

    def total(self) -> int:
        """How many orders are out of the ordinary."""
        momentary = self._momentary()
        return self._place.store.exceptions.total() + len(
            set(momentary) - set(self._place.store.exceptions.listed(momentary))
        )

    def notes(self, number: str) -> tuple[Note, ...]:
        """What was noted about an order, newest first."""
        return self._place.store.exceptions.notes(number, MOST_NOTES)

    def name_of(self, badge: str) -> str:
        """A packer as others see them: the name masked; of one who is not registered the badge."""
        person = self._place.store.people.person(badge) if badge else None
        return mask_name(person.name) if person and person.name else badge

    def _shown(self, found: list[Excepted], momentary: Mapping[int, Excepted]) -> list[ExceptionRow]:
        """The orders as the front ends show them."""
        rows = self._reading.rows([one.order_id for one in found])
        return [
            self._row(one, momentary.get(one.order_id, one), row)
            for one, row in zip(found, rows, strict=True)
        ]

    def _row(self, one: Excepted, more: Excepted, row: QueueRow) -> ExceptionRow:
        store, order = self._place.store, self._place.order(row.number)
        kinds, since = in_order((*one.kinds, *more.kinds)), min(one.since, more.since)
        owner = store.exceptions.owner(row.number)
        badge = owner[0] if owner and owner[1] >= since else ""
        return ExceptionRow(
            order,
            kinds,
            since,
            solving(order, kinds),
            row,
            self.name_of(badge),
            badge,
            store.people.desk_of(row.number) or "",
            next(iter(store.exceptions.notes(row.number, 1)), None),
            self.name_of(order.expedited.by) if order.expedited else "",
            one.place,
            mark.found if (mark := store.unasked.of(row.number)) else "",
        )

    # --- what only the moment tells -------------------------------------------------------------------------

    def _momentary(self) -> dict[int, Excepted]:
        """Orders that are exceptions for what is so just now, by their rows."""
        found: dict[int, list[tuple[ExceptionKind, datetime]]] = {}
        for kind, told in (
            (ExceptionKind.DEFECTIVE, self._place.store.exceptions.flawed()),
            (ExceptionKind.SHORT, self._short()),
            (ExceptionKind.CLAIMED_ELSEWHERE, self._silent()),
        ):
            for order_id, since in told.items():
                found.setdefault(order_id, []).append((kind, since))
        places = self._place.store.exceptions.numbers(list(found))
        return {
            order_id: Excepted(
                in_order(kind for kind, _ in told),
                min(since for _, since in told),
                (GRAVITY.index(in_order(kind for kind, _ in told)[0]), *places[order_id][1:], order_id),
            )
            for order_id, told in found.items()
        }

    def _short(self) -> dict[int, datetime]:
        """Orders in work whose goods became fewer since they were set aside: those whose turn comes last."""
        store = self._place.store
        short: dict[int, datetime] = {}
        for sku in store.exceptions.oversold():
            left = sum(units for _, units in store.stock.bins(sku)) - store.stock.in_boxes(sku)
            since = store.exceptions.changed_at(sku)
            for order_id, units in store.exceptions.waiting_for(sku):
                left -= units
                if left < 0:
                    short[order_id] = min(since, short.get(order_id, since))
        return short

    def _silent(self) -> dict[int, datetime]:
        """Orders on other desks of which nothing was heard for long, and since when."""
        return {
            one.order_id: one.last_at for one in self._place.store.exceptions.lying() if self._is_silent(one)
        }

    def _is_silent(self, one: Lying) -> bool:
        place = self._place
        return one.desk != place.desk_name and one.last_at + place.options.silent_after <= place.clock.now()

    # --- gestures -------------------------------------------------------------------------------------------

    def add_note(self, number: str, text: str) -> Answer:
        """Somebody writes something about an order; it stays for ever. The journal keeps only that it was."""
        return self._place.gesture("note", lambda: self._note(number, text))

    def _note(self, number: str, text: str) -> Answer:
        place = self._place
        order = place.order(number)
        if not text.strip():
            raise Refusal(Verdict.NOT_READY, missing="no-text", order=number)
        if len(text) > LONGEST_NOTE:
            raise Refusal(Verdict.NOT_READY, missing="note-too-long", order=number, most=LONGEST_NOTE)
        note = Note(place.clock.now(), self._me(), text.strip())
        place.store.exceptions.add_note(number, note)
        return place.answer("", Verdict.COMMAND_OK, order, {"missing": "noted"})

    def _me(self) -> str:
        """Who works here; the desk itself where nobody shows a badge."""
        return self._place.desk().packer or self._place.desk_name

    def own(self, number: str) -> Answer:
        """Whoever works here takes care of an order from now on, whoever did before."""
        return self._place.gesture("own", lambda: self._own(number))

    def _own(self, number: str) -> Answer:
        place = self._place
        order = self._excepted(number)
        before = place.store.exceptions.owner(number)
        place.store.exceptions.own(number, self._me(), place.clock.now())
        other = before[0] if before and before[0] != self._me() else None
        return place.answer("", Verdict.COMMAND_OK, order, {"missing": "owned", "other": other})

    def disown(self, number: str) -> Answer:
        """Nobody in particular takes care of an order any more."""

        def work() -> Answer:
            order = self._place.order(number)
            self._place.store.exceptions.own(number, "", self._place.clock.now())
            return self._place.answer("", Verdict.COMMAND_OK, order, {"missing": "disowned"})

        return self._place.gesture("disown", work)

    def _excepted(self, number: str) -> Order:
        """An order of the list.

        Raises:
            Refusal: nothing is wrong with it.
        """
        order = self._place.order(number)
        if self.row(number) is None:
            raise Refusal(Verdict.NOT_READY, missing="no-exception", order=number)
        return order

    def put_back(self, number: str) -> Answer:
        """What lies in an order's box goes back to its shelves; the order waits its turn, or stays held."""
        return self._place.gesture("put-back", lambda: self._put_back(number))

    def _put_back(self, number: str) -> Answer:
        place = self._place
        old = place.order(number)
        elsewhere = place.store.people.desk_of(number)
        if elsewhere not in (None, place.desk_name):
            raise Refusal(Verdict.CLAIMED_ELSEWHERE, order=number, other=elsewhere)
        is_closed = old.state is State.PACKED and not old.live_waybills
        order = place.save(old, verbs.put_back(verbs.reopen(old) if is_closed else old))
        if elsewhere:
            place.put_down(None)
        verdict = Verdict.LEFT if elsewhere else Verdict.COMMAND_OK
        return place.answer("", verdict, order, {"missing": "put-back"})

    def retry(self, number: str) -> Answer:
        """What the platform refused about an order is told to it once more; a lead decides that."""
        return self._place.gesture("retry", lambda: self._retry(number))

    def _retry(self, number: str) -> Answer:
        place = self._place
        order = place.order(number)
        place.require(Right.RELEASE)
        parked = [entry for entry in place.store.outbox.of_order(number) if entry.state is EntryState.PARKED]
        if not parked:
            raise Refusal(Verdict.NOT_READY, missing="nothing-parked", order=number)
        for entry in parked:
            place.store.outbox.retry(entry.key)
        place.store.follow_parked(number, place.clock.now())
        return place.answer("", Verdict.COMMAND_OK, order, {"missing": "retried", "amount": len(parked)})

    def take_over(self, number: str, reason: str) -> Answer:
        """An order that lies on another desk comes to this one: a lead may, or anybody once it is silent."""
        return self._place.gesture("take-over", lambda: self._take_over(number, reason))

    def _take_over(self, number: str, reason: str) -> Answer:
        place = self._place
        order = place.order(number)
        elsewhere = place.store.people.desk_of(number)
        if elsewhere is None or elsewhere == place.desk_name:
            raise Refusal(Verdict.NOT_READY, order=number, missing="on-no-other-desk")
        if place.desk().order is not None:
            raise Refusal(Verdict.NOT_READY, order=number, missing="desk-taken")
        if not reason.strip():
            raise Refusal(Verdict.NOT_READY, order=number, missing="reason")
        self._require_take_over(number, elsewhere)
        other = place.store.people.desk(elsewhere)
        place.put_desk(replace(other, order=None, next_amount=1))
        place.put_down(number)
        facts = {"missing": "taken-over", "other": elsewhere, "reason": reason.strip()}
        return place.answer("", Verdict.ORDER_OPENED, order, facts)

    def _require_take_over(self, number: str, elsewhere: str) -> None:
        """A lead's right, until nothing was heard of the other desk for long.

        Raises:
            Refusal: somebody is at work there, and it takes a lead.
        """
        place, people = self._place, self._place.store.people
        person = people.person(place.desk().packer)
        if may(person, Right.RELEASE, anyone_registered=people.anyone_registered()):
            return
        silent = {one.desk for one in place.store.exceptions.lying() if self._is_silent(one)}
        if elsewhere not in silent:
            minutes = int(place.options.silent_after.total_seconds()) // 60
            raise Refusal(
                Verdict.NOT_ALLOWED, order=number, missing="take-over", other=elsewhere, minutes=minutes
            )


def _by_place(one: Excepted) -> Place:
    return one.place
