"""A plain connector to try the day with: it reads as the program does, and tells by the bare rules of wire.md §4.5.

It can be made to sin, one way at a time; the day's judge must notice each.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from packstation.domain.checks import Bad
from packstation.domain.connection import Health, Tried
from packstation.domain.intake import Batch, Reject
from packstation.domain.order import Order
from packstation.domain.outbox import Delivered, Entry, Outcome, Refused
from packstation.errors import Outage, Rejected
from packstation.platforms.connector import Connector, Fetched
from packstation.platforms.taobao.line import Line
from packstation.platforms.taobao.pulling import Pulling
from packstation.platforms.taobao.trade import Shop
from packstation.store.store import Store
from packstation.top import Account, TopClient
from packstation.top.envelope import listed
from packstation.web import Limits
from tests.emulators.taobao import Running
from tests.fakes import FakeClock

SEND = "taobao.logistics.offline.send"
LIMITS = Limits(connect_s=2, silence_s=0.4, whole_s=2)


class Sin(StrEnum):
    """What a careless connector does."""

    NONE = "none"
    TRUSTS = "a call without an answer has been carried out"
    BLIND = "whatever is refused has been sent already"
    DEAF = "refunds are of no interest"
    FORGETS = "one order in ten is not handed in"


class PlainTaobao(Connector):
    """See the module."""

    asks_again = False
    secrets: tuple[str, ...] = ()

    def __init__(self, running: Running, clock: FakeClock, store: Store, sin: Sin = Sin.NONE) -> None:
        app = running.app
        account = Account(running.gateway, app.key, app.secret, app.session)
        self._sin, self._store = sin, store
        self._line = Line(
            lambda: TopClient(account, now=clock.now, steady=clock.steady, limits=LIMITS),
            clock.now,
            clock.steady,
        )
        self._pulling = Pulling(
            self._line,
            Shop("旗舰店"),
            store,
            steady=clock.steady,
            every=timedelta(seconds=10),
            write_rejects=self._note,
        )
        self.rejects: list[Reject] = []

    def health(self) -> Health:
        return Health()

    def try_out(self) -> tuple[Tried, ...]:
        return ()

    def has_news(self) -> bool:
        return self._pulling.has_news()

    def fetch(self) -> Fetched:
        fetched = self._pulling.fetch()
        records = [
            (place, self._heard(one) if isinstance(one, Order) else one)
            for place, one in fetched.batch.records
        ]
        if self._sin is Sin.FORGETS:
            records = [
                (place, one)
                for place, one in records
                if not (isinstance(one, Order) and one.number[-1] == "3")
            ]
        return Fetched(Batch(tuple(records), fetched.batch.rejects), fetched.receipts)

    def _heard(self, order: Order) -> Order:
        """An order as this connector hands it in."""
        if self._sin is not Sin.DEAF:
            return order
        return replace(order, lines=tuple(replace(line, refund="NO_REFUND") for line in order.lines))

    def reread(self, numbers: Sequence[str]) -> Fetched:
        del numbers
        return Fetched()

    def taken(self, fetched: Fetched, rejects: tuple[Reject, ...]) -> None:
        self._pulling.taken(fetched, rejects)

    def _note(self, at: datetime, rejects: Sequence[Reject]) -> None:
        del at
        self.rejects += rejects

    def deliver(self, entry: Entry) -> Outcome:
        told = json.loads(entry.body)
        if entry.attempts and self._sin is not Sin.BLIND:
            known = self._there(entry.order, told["waybill"])
            if known is not None:
                return known
        try:
            self._line.call(SEND, self._sending(entry.order, told))
        except Outage as outage:
            if self._sin is Sin.TRUSTS and outage.data.get("reached"):
                return Delivered()
            raise
        except Rejected as error:
            if self._sin is Sin.BLIND:
                return Delivered()
            return self._there(entry.order, told["waybill"]) or Refused(str(error.data.get("sub_code")))
        return Delivered()

    def _sending(self, tid: str, told: Mapping[str, str]) -> dict[str, str]:
        """The call: the sub-orders that lie in the box and still wait there, named unless they are all."""
        orders = self._orders(tid)
        if not all("oid" in one for one in orders):
            raise Outage("taobao-unreadable", reached=True)
        order = self._store.orders.get(tid)
        inside = {line.line for line in order.lines if line.got} if order else set()
        waiting = [str(one["oid"]) for one in orders if one.get("status") == "WAIT_SELLER_SEND_GOODS"]
        going = [oid for oid in waiting if oid in inside]
        part = {"sub_tid": ",".join(going), "is_split": "1"} if 0 < len(going) < len(waiting) else {}
        return {"tid": tid, "company_code": told["carrier"], "out_sid": told["waybill"], **part}

    def _there(self, tid: str, waybill: str) -> Outcome | None:
        """What the platform has of it already: our number, or nothing."""
        numbers = {one.get("invoice_no") for one in self._orders(tid)}
        return Delivered() if waybill in numbers else None

    def _orders(self, tid: str) -> list[Mapping[str, Any]]:
        try:
            return [
                one for one in listed(self._pulling.details.trade(tid).get("orders")) if isinstance(one, dict)
            ]
        except Bad as bad:
            raise Outage("taobao-unreadable", reached=True) from bad
