"""A desk as a connector sees it: it asks in a worker, and stores in the one thread that owns the database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from packstation.domain.intake import RefundTold, Reject
from packstation.domain.news import Applied, apply, first_seen, refunded
from packstation.domain.order import OPEN_STATES, Order
from packstation.domain.outbox import Entry, Later, Outcome, Refused, reason_text
from packstation.errors import Outage, PackstationError, Rejected
from packstation.platforms.connector import Connector, Fetched
from tests.connectors.tried import OneThread, TriedShop

T = TypeVar("T")
MOST_ROUNDS = 60


class Hands:
    """What a desk does with a connector, and what it remembers of it."""

    def __init__(
        self, shop: TriedShop, sin: Callable[[Connector], Connector] = lambda honest: honest
    ) -> None:
        """Open a desk at this shop; ``sin`` makes something worse of the connector."""
        self.shop = shop
        self._sin = sin
        self.notebook = OneThread()
        self.orders: dict[str, Order] = {}
        self.changed: dict[str, int] = {}
        self.rejects: list[Reject] = []
        self.largest = 0
        self.connector = self.started()

    def started(self) -> Connector:
        """The program starts (again)."""
        self.connector = self._sin(self.shop.connector(self.notebook, self.waiting))
        return self.connector

    def waiting(self) -> tuple[str, ...]:
        """Numbers of the orders that are open here."""
        self.notebook.check()
        return tuple(number for number, order in self.orders.items() if order.state in OPEN_STATES)

    # --- orders in
    # ------------------------------------------------------------------------------------------------

    def fetch(self) -> Fetched:
        """A batch; nothing of it is stored yet."""
        return in_worker(self.connector.fetch)

    def store(self, fetched: Fetched) -> set[str]:
        """Store a batch and say so; gives whose orders it brought."""
        came = set()
        for _, record in fetched.batch.records:
            match record:
                case Order():
                    self._hear(record)
                    came.add(record.number)
                case RefundTold() if record.order in self.orders:
                    self._keep(refunded(self.orders[record.order], dict(record.refunds)))
        self.rejects += fetched.batch.rejects
        self.largest = max(self.largest, len(came))
        self.connector.taken(fetched, fetched.batch.rejects)
        if fetched.trouble is not None:
            raise fetched.trouble
        return came

    def _hear(self, told: Order) -> None:
        known = self.orders.get(told.number)
        self._keep(Applied(first_seen(told)) if known is None else apply(known, told))

    def _keep(self, applied: Applied) -> None:
        number = applied.order.number
        self.orders[number] = applied.order
        self.changed[number] = self.changed.get(number, 0) + bool(applied.changes)

    def pull(self) -> set[str]:
        """Batches until there are no more for now."""
        came = self.store(self.fetch())
        for _ in range(MOST_ROUNDS * 10):
            if not self.connector.has_news():
                return came
            came |= self.store(self.fetch())
        raise AssertionError("there is no end of news")

    def news(self) -> set[str]:
        """What three rounds bring: a shop may go through its orders for longer than one of them."""
        came: set[str] = set()
        for _ in range(3):
            self.shop.pass_round()
            came |= self.pull()
        return came

    def reread(self, *numbers: str) -> dict[str, Order]:
        """Single orders as they are at this moment."""
        fetched = in_worker(lambda: self.connector.reread(numbers))
        told = {record.number: record for _, record in fetched.batch.records if isinstance(record, Order)}
        assert len(told) == len(fetched.batch.records), "nothing but orders, each once"
        self.connector.taken(fetched, fetched.batch.rejects)
        return told

    # --- shipments out
    # --------------------------------------------------------------------------------------------

    def deliver(self, entry: Entry) -> Outcome:
        """Tell the shop one thing, as the desk takes the answer."""
        return in_worker(lambda: delivered(self.connector, entry))

    def until_told(self, entry: Entry) -> Outcome:
        """Again and again, with the waits in between, until it is delivered or a person must look."""
        for _ in range(MOST_ROUNDS):
            outcome = self.deliver(entry)
            if not isinstance(outcome, Later):
                return outcome
            self.shop.clock.pass_time(seconds=outcome.wait.total_seconds() if outcome.wait else 5)
        raise AssertionError(outcome)


def delivered(connector: Connector, entry: Entry) -> Outcome:
    """What became of telling it; what is raised means what it means to the desk."""
    try:
        return connector.deliver(entry)
    except Outage as outage:
        return Later(reason_text(outage.reason, outage.data))
    except Rejected as error:
        return Refused(reason_text(error.reason, error.data))


def in_worker(act: Callable[[], T]) -> T:
    """The outcome of something done in a thread of its own."""
    with ThreadPoolExecutor(1) as worker:
        return worker.submit(act).result()


def trouble_of(act: Callable[[], object]) -> PackstationError:
    """What went wrong; that nothing did is a failure."""
    try:
        done = act()
    except PackstationError as error:
        return error
    raise AssertionError(done)
