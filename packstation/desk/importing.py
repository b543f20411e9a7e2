"""Taking in what files and platforms hand over: read in a worker, stored in slices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from packstation import files
from packstation.desk import stop_reports
from packstation.desk.overheard import Overheard
from packstation.desk.wishing import Wishes
from packstation.desk.workplace import Announcement, Workplace
from packstation.domain import news
from packstation.domain.intake import (
    Batch,
    Carrier,
    Carton,
    Product,
    Record,
    RefundTold,
    Reject,
    Sourced,
    StockCount,
    Tally,
    WaybillNumber,
)
from packstation.domain.order import OPEN_STATES, Order
from packstation.domain.people import Person
from packstation.domain.scan import Event
from packstation.errors import BadInput
from packstation.store.carton_ledger import CartonMove
from packstation.store.journal import JournalRow
from packstation.store.stock import Move
from packstation.store.store import as_text
from packstation.waybill.number import matches

FRAME_BUDGET_S = 0.006
"""How long one slice may work before the window gets its turn."""
_CHUNK, _SMALL_CHUNK = 64, 12
"""Records between two looks at the clock, few while a window waits; new orders go in together."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far storing has come."""

    done: int
    total: int
    tally: Tally


@dataclass(slots=True)
class _Work:
    """What became of the records so far."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejects: list[Reject] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    urged: set[str] = field(default_factory=set)

    def note(self, fate: str) -> None:
        if fate == "added":
            self.added += 1
        elif fate == "updated":
            self.updated += 1
        else:
            self.unchanged += 1

    def tally(self) -> Tally:
        return Tally(self.added, self.updated, self.unchanged, tuple(self.rejects))


class Importing:
    """Order files of every kind, and everything else a file can bring."""

    def __init__(self, place: Workplace) -> None:
        """Store at this desk."""
        self._place = place
        self._wishes = Wishes(place)
        self.overheard = Overheard(place)

    def read(
        self,
        paths: Sequence[Path],
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Batch:
        """Read files without touching the database (for a worker)."""
        options = self._place.options
        defaults = files.Defaults(
            platform=options.platform, shop=options.shop, promise=options.promise, zone=options.platform_zone
        )
        return files.read(paths, defaults, progress=progress, cancelled=cancelled)

    def store(
        self, batch: Batch, budget_s: float = FRAME_BUDGET_S, shop: str | None = None
    ) -> Iterator[Progress]:
        """Store a batch; each step is one transaction of about ``budget_s`` seconds.

        Storing the same batch twice changes nothing. The last step carries the final tally.

        Args:
            batch: what a file or a platform handed in.
            budget_s: see above.
            shop: whose platform it was, by the shop's short name; None for files, whose orders name theirs.
        """
        work = _Work(rejects=list(batch.rejects))
        records, total, done = batch.records, len(batch.records), 0
        chunk = _CHUNK if budget_s > FRAME_BUDGET_S else _SMALL_CHUNK
        while done < total:
            began = self._place.clock.steady()
            work.changed.clear()
            work.urged.clear()
            before = (work.added, work.updated)
            with self._place.store.transaction():
                while done < total:
                    done += self._chunk(records[done : done + chunk], work, shop)
                    if self._place.clock.steady() - began >= budget_s:
                        break
                self._note(work.added - before[0], work.updated - before[1])
            self._place.announce(
                Announcement(frozenset(work.changed), lists_changed=True, urged=frozenset(work.urged))
            )
            yield Progress(done, total, work.tally())
        if not total:
            yield Progress(0, 0, work.tally())

    def _note(self, added: int, updated: int) -> None:
        if added or updated:
            self._journal("import", "", {"added": added, "updated": updated})

    def _journal(self, verb: str, order: str, data: dict[str, object]) -> None:
        place = self._place
        row = JournalRow(place.clock.now(), verb, order=order, desk=place.desk_name, data=as_text(data))
        place.store.journal.add(row)

    def _chunk(self, records: Sequence[tuple[Sourced, Record]], work: _Work, shop: str | None) -> int:
        """Store some records; orders never seen before go in together."""
        orders = [record for _, record in records if isinstance(record, Order)]
        known = self._place.store.orders.shops_of(order.number for order in orders) if orders else {}
        fresh: list[Order] = []
        for source, told in records:
            record = self._owned(told, shop)
            if isinstance(record, Order):
                self._order(source, record, known, fresh, work)
            elif isinstance(record, RefundTold):
                self._add(fresh)
                work.note(self._refunded(record, work, shop))
            else:
                try:
                    work.note(self._other(record))
                except BadInput as error:
                    data = tuple((key, str(value)) for key, value in error.data.items())
                    work.rejects.append(Reject(source.file, source.row, "", error.reason, data))
        self._add(fresh)
        return len(records)

    def _add(self, fresh: list[Order]) -> None:
        """Store orders never seen before; the list is empty afterwards."""
        if not fresh:
            return
        place = self._place
        place.store.orders.add(fresh)
        for order in fresh:
            place.store.exceptions.follow(None, order, place.clock.now())
            if order.refunds:
                self._heard_refunds(None, order)
        place.store.catalogue.note_goods(line for order in fresh for line in order.lines)
        fresh.clear()

    def _order(
        self, source: Sourced, record: Order, known: dict[str, str], fresh: list[Order], work: _Work
    ) -> None:
        """An order: news of one of its own shop's, one never seen before, or a number that clashes."""
        owner = known.get(record.number)
        if owner is None:
            fresh.append(_in_milliseconds(news.first_seen(self._wishes.told(record))))
            known[record.number] = record.shop_id
            work.note("added")
        elif owner != record.shop_id:
            work.rejects.append(self._place.shops.clash(source, record, owner))
        else:
            if any(order.number == record.number for order in fresh):
                self._add(fresh)  # told twice in one go: the later copy is news like any other
            work.note(self._update(record, work))

    def _owned(self, record: Record, shop: str | None) -> Record:
        """An order with the shop it belongs to; anything else as it is."""
        if not isinstance(record, Order) or shop == "":
            return record
        return self._place.shops.whose(record) if shop is None else replace(record, shop_id=shop)

    def _update(self, record: Order, work: _Work) -> str:
        """Bring a known order up to date; what we did with it stays."""
        store = self._place.store
        old = store.orders.get(record.number)
        if old is None:
            return "unchanged"
        if self.overheard.take(record):
            work.changed.add(record.number)
        record = _in_milliseconds(self._wishes.told_again(old, record))
        fate = self._follow(old, news.apply(old, record), work)
        self._heard_refunds(old, record)
        return fate

    def _refunded(self, record: RefundTold, work: _Work, shop: str | None) -> str:
        """What a list of refunds says stops the goods at once; the order itself is read later."""
        old = self._place.store.orders.get(record.order)
        if old is None or shop not in (None, old.shop_id):
            return "unchanged"
        return self._follow(old, news.refunded(old, dict(record.refunds)), work)

    def _heard_refunds(self, known: Order | None, told: Order) -> None:
        """The refunds an order was told with are kept beside it; ``known`` as it was before."""
        place = self._place
        stop_reports.heard(place.store, known, told, place.clock.now(), place.shops.stop_rule(known or told))

    def _follow(self, old: Order, applied: news.Applied, work: _Work) -> str:
        """Write down what news changed about an order, and what follows from it."""
        store, number = self._place.store, old.number
        if not applied.changes:
            return "unchanged"
        gone = tuple(number for number in old.live_waybills if number not in applied.order.live_waybills)
        if gone:
            self._place.give_up(gone)
        self._place.gates.forget(number)
        self._place.save(old, applied.order)
        store.catalogue.note_goods(applied.order.lines)
        self._journal("news", number, {"changes": applied.changes})
        work.changed.add(number)
        if news.Change.URGED in applied.changes and applied.order.state in OPEN_STATES:
            work.urged.add(number)
        told = tuple(event for change, event in _TOLD.items() if change in applied.changes)
        if told and (old.may_bear_label or self._place.desk().order == number):
            self._place.fresh[number] = told
        return "updated"

    def _other(self, record: Record) -> str:
        """Store something that is no order.

        Raises:
            BadInput: it contradicts what is known.
        """
        catalogue = self._place.store.catalogue
        match record:
            case Product():
                return catalogue.put_product(record)
            case StockCount():
                return self._count(record)
            case Carton():
                return self._carton(record)
            case Carrier():
                return catalogue.put_carrier(record)
            case Person():
                return self._place.store.people.put(record)
            case WaybillNumber():
                return self._number(record)
            case _:
                raise BadInput("bad-input", detail=type(record).__name__)

    def _count(self, record: StockCount) -> str:
        """A shelf counted elsewhere; the same count given again says nothing new, whatever left since."""
        store, name = self._place.store, f"counted {record.sku} {record.bin}"
        if store.fact(name) == str(record.on_hand):
            return "unchanged"
        store.put_fact(name, str(record.on_hand))
        counted = Move(record.sku, record.bin, reason="import")
        return store.stock.recount(counted, record.on_hand, self._place.clock.now())

    def _carton(self, record: Carton) -> str:
        """A kind of carton; a new count goes into its ledger, the same count given again says nothing."""
        store = self._place.store
        fate = store.catalogue.put_carton(record)
        known = store.catalogue.carton(record.code)
        name = f"counted-carton {known.code if known else record.code}"
        if record.on_hand is None or store.fact(name) == str(record.on_hand):
            return fate
        store.put_fact(name, str(record.on_hand))
        counted = CartonMove(record.code, kind="count", reason="import")
        changed = store.cartons.recount(counted, record.on_hand, self._place.clock.now())
        return "updated" if fate == "unchanged" and changed else fate

    def _number(self, record: WaybillNumber) -> str:
        """A number for the pool, if it obeys its carrier's rule and belongs to no other carrier."""
        carrier = self._place.store.catalogue.carrier_named(record.carrier)
        if carrier is None:
            raise BadInput("unknown-carrier", carrier=record.carrier, number=record.number)
        if carrier.number_pattern and not matches(carrier.number_pattern, record.number):
            raise BadInput("number-breaks-rule", number=record.number, carrier=carrier.name or carrier.code)
        fate = self._place.store.waybills.add_number(carrier.code, record.number)
        if fate == "taken-by-other":
            raise BadInput("number-of-other-carrier", number=record.number, carrier=record.carrier)
        return fate


_TOLD = {news.Change.RECALLED: Event.RECALLED, news.Change.ADDRESS: Event.ADDRESS_CHANGED}
"""What the next answer about the order mentions."""


def _in_milliseconds(order: Order) -> Order:
    """The order with its moments cut to what is stored, so that the same file twice changes nothing."""
    moments = (order.created_at, order.ship_by, order.paid_at, order.modified_at)
    if not any(moment is not None and moment.microsecond % 1000 for moment in moments):
        return order
    created, due, paid, modified = (moment and _cut(moment) for moment in moments)
    return replace(
        order,
        created_at=created or order.created_at,
        ship_by=due or order.ship_by,
        paid_at=paid,
        modified_at=modified,
    )


def _cut(moment: datetime) -> datetime:
    return moment - timedelta(microseconds=moment.microsecond % 1000)
