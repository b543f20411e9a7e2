"""Connectors that sin in one way each: what the tests of this folder must find."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import msgspec

from packstation.domain.connection import Found, Health, Tried
from packstation.domain.intake import Record, Reject
from packstation.domain.order import Order
from packstation.domain.outbox import SHIPMENT, Delivered, Entry, Later, Outcome, Refused
from packstation.domain.shipment import Shipment
from packstation.errors import Outage, PackstationError
from packstation.platforms.connector import Clear, Connector, Fetched
from packstation.store.store import as_text
from tests.connectors.tried import some_number


class Through(Connector):
    """Does as the honest one does."""

    def __init__(self, honest: Connector) -> None:
        self.honest = honest
        self.asks_again, self.intercepts = honest.asks_again, honest.intercepts
        self.hides_receivers, self.hears_stops = honest.hides_receivers, honest.hears_stops
        self.secrets, self.takes_either, self.blamed = honest.secrets, honest.takes_either, honest.blamed

    def health(self) -> Health:
        return self.honest.health()

    def try_out(self) -> tuple[Tried, ...]:
        return self.honest.try_out()

    def fetch(self) -> Fetched:
        return self.honest.fetch()

    def has_news(self) -> bool:
        return self.honest.has_news()

    def reread(self, numbers: Sequence[str]) -> Fetched:
        return self.honest.reread(numbers)

    def receiver_for_label(self, order: Order, carrier: str, *, by_hand: bool = False) -> Clear:
        return self.honest.receiver_for_label(order, carrier, by_hand=by_hand)

    def taken(self, fetched: Fetched, rejects: tuple[Reject, ...]) -> None:
        self.honest.taken(fetched, rejects)

    def deliver(self, entry: Entry) -> Outcome:
        return self.honest.deliver(entry)


def without(fetched: Fetched, keeps: Callable[[Record], Record | None]) -> Fetched:
    """What was fetched, each record as ``keeps`` has it, or without it."""
    told = [(source, keeps(record)) for source, record in fetched.batch.records]
    records = tuple((source, record) for source, record in told if record is not None)
    return replace(fetched, batch=replace(fetched.batch, records=records))


def of_orders(change: Callable[[Order], Order | None]) -> Callable[[Record], Record | None]:
    """A change that leaves all but orders alone."""
    return lambda record: change(record) if isinstance(record, Order) else record


# --- orders in
# ----------------------------------------------------------------------------------------------------


class Forgetful(Through):
    """Hands each order in once, stored or not."""

    def __init__(self, honest: Connector) -> None:
        super().__init__(honest)
        self.handed_in: set[str] = set()

    def fetch(self) -> Fetched:
        def keeps(order: Order) -> Order | None:
            if order.number in self.handed_in:
                return None
            self.handed_in.add(order.number)
            return order

        return without(self.honest.fetch(), of_orders(keeps))


class Losing(Through):
    """The last order of each batch goes missing."""

    def fetch(self) -> Fetched:
        fetched = self.honest.fetch()
        batch = fetched.batch
        return replace(fetched, batch=replace(batch, records=batch.records[:-1]))


class Quiet(Through):
    """What could not be read is not told of."""

    def fetch(self) -> Fetched:
        fetched = self.honest.fetch()
        return replace(fetched, batch=replace(fetched.batch, rejects=()))


class Greedy(Through):
    """Everything in one batch."""

    def fetch(self) -> Fetched:
        fetched = self.honest.fetch()
        while self.honest.has_news():
            self.honest.taken(fetched, ())
            more = self.honest.fetch()
            records = (*fetched.batch.records, *more.batch.records)
            fetched = replace(more, batch=replace(more.batch, records=records))
        return fetched


class Dating(Through):
    """Every copy of an order is older than the one before."""

    def __init__(self, honest: Connector) -> None:
        super().__init__(honest)
        self.days = 0

    def fetch(self) -> Fetched:
        self.days += 1

        def older(order: Order) -> Order:
            at = order.modified_at
            return replace(order, modified_at=at and at - timedelta(days=self.days))

        return without(self.honest.fetch(), of_orders(older))


class Local(Through):
    """Tells the shop's own time as if it were ours."""

    def fetch(self) -> Fetched:
        china = timezone(timedelta(hours=8))
        return without(
            self.honest.fetch(),
            of_orders(lambda order: replace(order, created_at=order.created_at.astimezone(china))),
        )


class Asking(Through):
    """Asks the shop whether there is news."""

    def has_news(self) -> bool:
        self.honest.try_out()
        return self.honest.has_news()


class Stale(Through):
    """Tells at a gate what it told there before."""

    def __init__(self, honest: Connector) -> None:
        super().__init__(honest)
        self.told: dict[str, Fetched] = {}

    def reread(self, numbers: Sequence[str]) -> Fetched:
        return self.told.setdefault(numbers[0], self.honest.reread(numbers)) if numbers else Fetched()


class Inventive(Through):
    """Tells at a gate of an order that the shop does not know."""

    def reread(self, numbers: Sequence[str]) -> Fetched:
        fetched = self.honest.reread(numbers)
        records = fetched.batch.records
        missing = set(numbers) - {record.number for _, record in records if isinstance(record, Order)}
        made = [
            (source, replace(record, number=number))
            for number in missing
            for source, record in records[:1]
            if isinstance(record, Order)
        ]
        return replace(fetched, batch=replace(fetched.batch, records=(*records, *made)))


class Mixing(Through):
    """Takes an answer at a gate for a batch that was stored."""

    last = Fetched()

    def fetch(self) -> Fetched:
        self.last = self.honest.fetch()
        return self.last

    def taken(self, fetched: Fetched, rejects: tuple[Reject, ...]) -> None:
        del fetched
        self.honest.taken(self.last, rejects)


# --- shipments out
# ------------------------------------------------------------------------------------------------


def anew(entry: Entry) -> Entry:
    """The same goods as another parcel."""
    told = msgspec.json.decode(entry.body, type=Shipment)
    number = some_number()
    body = as_text(replace(told, key=f"{told.order}-{number}", waybill=number))
    return replace(entry, key=f"{told.order}-{number}", body=body)


class Twice(Through):
    """Tells a parcel anew each time it is asked."""

    told = False

    def deliver(self, entry: Entry) -> Outcome:
        again, self.told = self.told, True
        return self.honest.deliver(anew(entry) if again else entry)


class Hopeful(Through):
    """No answer will do."""

    def deliver(self, entry: Entry) -> Outcome:
        try:
            outcome = self.honest.deliver(entry)
        except Outage:
            return Delivered()
        return Delivered() if isinstance(outcome, Later) else outcome


class Touchy(Through):
    """No answer is a refusal."""

    def deliver(self, entry: Entry) -> Outcome:
        outcome = self.honest.deliver(entry)
        return Refused(outcome.error) if isinstance(outcome, Later) else outcome


class Mumbling(Through):
    """Says what went wrong in no words of ours."""

    def deliver(self, entry: Entry) -> Outcome:
        outcome = self.honest.deliver(entry)
        return outcome if isinstance(outcome, Delivered) else replace(outcome, error="HTTP 503")


class Swallowing(Through):
    """What it does not understand it takes for done."""

    def deliver(self, entry: Entry) -> Outcome:
        return self.honest.deliver(entry) if entry.kind == SHIPMENT else Delivered()


class Dreaming(Through):
    """What it is to tell is delivered, some day."""

    def deliver(self, entry: Entry) -> Outcome:
        del entry
        return Delivered()


# --- how it stands
# ------------------------------------------------------------------------------------------------


class Cheerful(Through):
    """All is well, always."""

    def try_out(self) -> tuple[Tried, ...]:
        return tuple(replace(one, found=Found.OK, reason="fine") for one in self.honest.try_out())


class Raising(Through):
    """Gives up where it should say what is wrong."""

    def try_out(self) -> tuple[Tried, ...]:
        found = self.honest.try_out()
        if any(one.found is Found.FAILED for one in found):
            raise Outage("outage")
        return found


class Inquiring(Through):
    """Asks the shop how it is."""

    def health(self) -> Health:
        try:
            self.honest.fetch()
        except PackstationError:
            return Health()
        return self.honest.health()


class Talkative(Through):
    """Shows its secrets when it is printed."""

    def __init__(self, honest: Connector, secrets: Mapping[str, Any]) -> None:
        super().__init__(honest)
        self._secrets = secrets

    def __repr__(self) -> str:
        return f"Talkative({list(self._secrets.values())})"


class Reaching(Through):
    """Asks the desk's database from a worker."""

    def __init__(self, honest: Connector, waiting: Callable[[], object]) -> None:
        super().__init__(honest)
        self._waiting = waiting

    def fetch(self) -> Fetched:
        self._waiting()
        return self.honest.fetch()
