"""Taobao as the desk's platform: what is new, single orders at any moment, shipments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from packstation.domain.connection import Health, Tried
from packstation.domain.intake import Batch, Reject, Sourced
from packstation.domain.order import Order
from packstation.domain.outbox import NO_PARCEL, RENUMBER, SHIPMENT, Entry, Outcome, Refused, reason_text
from packstation.domain.stops import INTERCEPT, STOP
from packstation.platforms.connector import Clear, Fetched
from packstation.platforms.ground import Ground, Notebook
from packstation.platforms.taobao.clearing import Clearing
from packstation.platforms.taobao.details import READERS, Details, Read
from packstation.platforms.taobao.line import Line
from packstation.platforms.taobao.pulling import NAME, Pulling
from packstation.platforms.taobao.resending import Resending
from packstation.platforms.taobao.shipping import Delivering
from packstation.platforms.taobao.stops import Stopping
from packstation.platforms.taobao.trade import Shop
from packstation.platforms.taobao.trying import BLAMED, Trial
from packstation.platforms.taobao.without_parcel import SendingWithoutParcel
from packstation.top import Account, SignMethod, TopClient, times
from packstation.web import Limits

AT_A_GATE = Limits(connect_s=3, silence_s=5, whole_s=8)
"""How long somebody at the desk waits for the platform's word: for a call, and until no other one begins."""
DAY = "beijing"
"""Where its day begins at midnight (``connection.calls.…``)."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the connector stands in.

    Attributes:
        client: makes a client whose calls may take so long; reads the secrets, so it is called in a worker.
        now: the computer's clock (UTC).
        steady: seconds of a clock that never jumps.
        every: how often there may be news.
        write_rejects: keeps the list of trades that could not be taken.
        variables: the environment variables of the secrets, to name them where one is missing.
        called: the platform's day, and the calls of it that were made before this program began.
    """

    client: Callable[[Limits], TopClient]
    now: Callable[[], datetime]
    steady: Callable[[], float]
    every: timedelta
    write_rejects: Callable[[datetime, Sequence[Reject]], None]
    variables: Mapping[str, str] = field(default_factory=dict)
    called: tuple[str, int] = ("", 0)


class TaobaoPlatform:
    """One shop on Taobao or Tmall."""

    asks_again = True
    intercepts = True
    hears_stops = True
    hides_receivers = True
    secrets: tuple[str, ...] = ("app_secret", "session")
    takes_either = False
    blamed = BLAMED

    def __init__(self, shop: Shop, notebook: Notebook, around: Surroundings) -> None:
        """Talk to the platform for this shop; nothing is asked before the first round.

        Args:
            shop: the shop's own settings.
            notebook: where the place up to which was read is kept; used by the thread that makes this object.
            around: clocks and calls.
        """
        line = Line(lambda: around.client(Limits()), around.now, around.steady)
        gate = Line(lambda: around.client(AT_A_GATE), around.now, around.steady)
        self.line = line
        self._gate = gate
        self._around = around
        self._pulling = Pulling(
            line,
            shop,
            notebook,
            steady=around.steady,
            every=around.every,
            write_rejects=around.write_rejects,
        )
        self._at_gate = Details(gate.call, shop, gate.now)
        self._clearing = Clearing(gate.call, self._at_gate, gate.now)
        self._delivering = Delivering(line.call, self._pulling.details)
        stopping = Stopping(line.call)
        self._tellers: Mapping[str, Callable[[Entry], Outcome]] = {
            SHIPMENT: self._delivering.deliver,
            RENUMBER: Resending(line.call, self._pulling.details).deliver,
            NO_PARCEL: SendingWithoutParcel(line.call, self._pulling.details).deliver,
            STOP: stopping.report,
            INTERCEPT: stopping.intercept,
        }

    @classmethod
    def on(cls, ground: Ground) -> TaobaoPlatform:
        """The connector of a shop; its secrets are read when it first calls, in a worker."""

        def client(limits: Limits) -> TopClient:
            account = account_of(ground)
            ground.flows.of(account).log.resume(*ground.called)
            return ground.flows.client(account, limits)

        around = Surroundings(
            client=client,
            now=ground.now,
            steady=ground.steady,
            every=timedelta(seconds=ground.settings("interval_s")),
            write_rejects=partial(ground.keep_rejects, NAME),
            variables={name: ground.variable(name) for name in cls.secrets},
            called=ground.called,
        )
        return cls(Shop(ground.settings("shop"), ground.promise), ground.notebook, around)

    def health(self) -> Health:
        """The platform's clock minus ours, calls of its day, how long it wants to be left alone."""
        known = self.line.health()
        if known is None:
            (day, count), today = self._around.called, times.day_of(self._around.now())
            return Health(calls_today=count if day == today else 0, calls_on=today, day=DAY)
        alone_for = max(known.banned_for, known.slowed_for)
        return Health(known.offset, known.calls_today, alone_for, calls_on=known.day, day=DAY)

    def try_out(self) -> tuple[Tried, ...]:
        """Whether key, secret, session, clock and rights are as they must be, with what is kept now."""
        client = self._around.client(AT_A_GATE)
        try:
            tried = Trial(client, self._around.variables).run()
        finally:
            client.close()
        for line in (self.line, self._gate):
            line.renew(client.account)
        return tried

    def has_news(self) -> bool:
        """Whether more waits, or nobody has asked for a while."""
        return self._pulling.has_news()

    def fetch(self) -> Fetched:
        """The next batch of what is new.

        Raises:
            Outage: no answer.
            Rejected: the platform does not let us read.
        """
        return self._pulling.fetch()

    def taken(self, fetched: Fetched, rejects: tuple[Reject, ...]) -> None:
        """The desk stored all of it but for these rows."""
        self._pulling.taken(fetched, rejects)

    def reread(self, numbers: Sequence[str]) -> Fetched:
        """These orders with their refunds as they are at this moment; what is missing was not told of.

        Raises:
            Outage: the platform does not answer, or not in time.
            Rejected: it does not let us ask.
        """
        until = self._around.steady() + AT_A_GATE.whole_s

        def read(number: str) -> Read:
            return self._at_gate.now(number, lambda: self._around.steady() < until)

        with ThreadPoolExecutor(READERS) as readers:
            reads = list(readers.map(read, numbers))
        trouble = next((read.trouble for read in reads if read.trouble), None)
        if trouble is not None:
            raise trouble
        orders = [order for read in reads for order in read.orders]
        rejects = tuple(reject for read in reads for reject in read.rejects)
        return Fetched(
            Batch(tuple((Sourced(NAME, row), order) for row, order in enumerate(orders, 1)), rejects)
        )

    def receiver_for_label(self, order: Order, carrier: str, *, by_hand: bool = False) -> Clear:
        """Who stands behind the order's OAID; see ``Connector``.

        Raises:
            Outage: the platform does not answer, or not in time.
            Rejected: it does not tell.
        """
        return self._clearing.receiver(order, carrier, by_hand=by_hand)

    def deliver(self, entry: Entry) -> Outcome:
        """Tell the platform one thing, exactly once however often it is asked; each kind has its own way."""
        tell = self._tellers.get(entry.kind)
        if tell is None:
            return Refused(reason_text("ship-unreadable", {"detail": entry.kind}))
        return tell(entry)


def account_of(ground: Ground) -> Account:
    """Who calls for a shop; what this computer does not know is empty (worker: asks the keyring)."""
    return Account(
        ground.settings("gateway"),
        ground.settings("app_key"),
        ground.secret("app_secret"),
        ground.secret("session"),
        SignMethod(ground.settings("sign_method")),
        (ground.variable("app_secret"), ground.variable("session")),
    )
