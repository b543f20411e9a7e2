"""The program's own connector to Taobao; it can be made to sin, one way at a time, and the day's judge must notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from packstation.domain.order import Order
from packstation.domain.outbox import Delivered, Entry, Later, Outcome, Refused
from packstation.platforms.connector import Connector, Fetched
from packstation.platforms.taobao.platform import Surroundings, TaobaoPlatform
from packstation.platforms.taobao.trade import Shop
from packstation.store.store import Store
from packstation.top import Account, TopClient
from packstation.web import Limits
from tests.emulators.taobao import Running
from tests.fakes import FakeClock

LIMITS = Limits(connect_s=2, silence_s=0.4, whole_s=2)


class Sin(StrEnum):
    """What a careless connector does."""

    NONE = "none"
    TRUSTS = "a call without an answer has been carried out"
    BLIND = "whatever is refused has been sent already"
    DEAF = "refunds are of no interest"
    FORGETS = "one order in ten is not handed in"
    LIES = "whatever left has stayed"
    MUTE = "stops are nobody's business"


class Careless(TaobaoPlatform):
    """The connector with one sin."""

    sin = Sin.NONE

    def fetch(self) -> Fetched:
        return self._heard(super().fetch())

    def reread(self, numbers: Sequence[str]) -> Fetched:
        return self._heard(super().reread(numbers))

    def deliver(self, entry: Entry) -> Outcome:
        if entry.kind == "stop" and self.sin is Sin.MUTE:
            return Delivered()
        if entry.kind == "stop" and self.sin is Sin.LIES:
            entry = replace(entry, body=entry.body.replace('"left"', '"stayed"'))
        outcome = super().deliver(entry)
        careless = {Sin.TRUSTS: Later, Sin.BLIND: Refused}.get(self.sin)
        return Delivered() if careless and isinstance(outcome, careless) else outcome

    def _heard(self, fetched: Fetched) -> Fetched:
        """What this connector hands in of it."""
        change: Callable[[Order], Order | None]
        match self.sin:
            case Sin.DEAF:
                change = _without_refunds
            case Sin.FORGETS:
                change = _most
            case _:
                return fetched
        records = [
            (place, changed)
            for place, one in fetched.batch.records
            if (changed := change(one) if isinstance(one, Order) else one) is not None
        ]
        return replace(fetched, batch=replace(fetched.batch, records=tuple(records)))


def _without_refunds(order: Order) -> Order:
    return replace(order, lines=tuple(replace(line, refund="NO_REFUND") for line in order.lines))


def _most(order: Order) -> Order | None:
    return None if order.number.endswith("3") else order


def taobao(running: Running, clock: FakeClock, store: Store, sin: Sin = Sin.NONE) -> Connector:
    """The connector as the program makes it, on the test's clock."""
    app = running.app
    account = Account(running.gateway, app.key, app.secret, app.session)
    around = Surroundings(
        client=lambda _: TopClient(account, now=clock.now, steady=clock.steady, limits=LIMITS),
        now=clock.now,
        steady=clock.steady,
        every=timedelta(seconds=10),
        write_rejects=lambda _at, _rejects: None,
    )
    made = Careless(Shop("旗舰店"), store, around)
    made.sin = sin
    return made
