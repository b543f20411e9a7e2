"""The carrier as the desk uses it, over an emulated gateway, with the scripts of `tests.outside_carrier`."""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from packstation.carriers.cainiao import CainiaoWaybills
from packstation.carriers.cainiao_request import Terms
from packstation.carriers.carrier import Booking, Consignment
from packstation.top import Account, TopClient
from packstation.web import Limits
from tests.emulators.taobao.books import Call
from tests.emulators.taobao.faults import Fault, Kind
from tests.emulators.taobao.running import Running, emulated
from tests.emulators.taobao.shop import Shop

ASKED = "cainiao.waybill.ii.[gqc]*"
"""Taking, looking up and cancelling; not the search for accounts, whose failing changes nothing."""
TAKING = "cainiao.waybill.ii.get"
SHORT = Limits(connect_s=5, silence_s=0.5, whole_s=0.5)
LATE_S = 30.0
"""Longer than anybody here waits: what is held back is let go by the next call."""

LATE = Fault(Kind.WAIT, TAKING, done=False, seconds=LATE_S)
ACTS = {
    "lost-request": (Fault(Kind.DROP, ASKED), Fault(Kind.BAD_GATEWAY, ASKED)),
    "lost-reply": (Fault(Kind.DROP, ASKED, done=True), Fault(Kind.WAIT, ASKED, done=True, seconds=LATE_S)),
    "broken": (
        Fault(Kind.TRUNCATED, ASKED, done=True),
        Fault(Kind.HTML, ASKED, done=True),
        Fault(Kind.DOUBLE_ID, TAKING),
        Fault(Kind.MISSING_ID, TAKING),
    ),
    "late": (LATE,),
    "no": (Fault(Kind.ERROR, TAKING, sub_code="isv.waybill-service-error:too-far", sub_msg="收件地址超区"),),
    "none": (
        Fault(
            Kind.ERROR, TAKING, sub_code="isv.waybill-service-error:no-balance", sub_msg="电子面单余额不足"
        ),
    ),
}
"""What may become of a call, by the words of `OutsideCarrier`; where there are several ways, each in turn."""
TERMS = Terms(user_id="2088000123", sender_name="棉布旗舰店", sender_phone="13812345678")


def account_of(running: Running) -> Account:
    app = running.app
    return Account(running.gateway, app.key, app.secret, app.session)


class Calls(list[Call]):
    """The platform's list of calls, which can be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.more = threading.Condition()

    def append(self, call: Call) -> None:
        with self.more:
            super().append(call)
            self.more.notify_all()

    def until(self, count: int) -> None:
        """Come back once there were so many."""
        with self.more:
            assert self.more.wait_for(lambda: len(self) >= count, 20)


class PlatformCarrier(CainiaoWaybills):
    """The carrier, and what its platform has written down; ``script`` as in `OutsideCarrier`."""

    def __init__(
        self, running: Running, terms: Terms = TERMS, known: tuple[str, ...] = ("YTO", "ZTO")
    ) -> None:
        self.running = running
        self.seconds = 0.0
        self.asked: list[tuple[str, str]] = []
        self.calls = Calls()
        running.shop.calls = self.calls
        self._under_way = 0
        self._holding_on = False
        self._turn = itertools.count()
        super().__init__(
            lambda: TopClient(account_of(running), limits=SHORT), terms, lambda: known, lambda: self.seconds
        )

    @property
    def script(self) -> list[str]:
        return [fault.kind.value for fault in self.running.script.waiting]

    @script.setter
    def script(self, acts: list[str]) -> None:
        """These acts wait for the next calls; those of an earlier script that met none are forgotten."""
        ways = (ACTS[act] for act in acts if act != "ok")
        self.running.script.waiting = [way[next(self._turn) % len(way)] for way in ways]

    def let_go(self) -> None:
        """What is under way comes in before anything else does."""
        if self._under_way:
            before = len(self.calls)
            self.running.holding.release()
            self.calls.until(before + self._under_way)
            self._under_way = 0

    def hold_on(self) -> None:
        """What is under way is not let go by the next calls."""
        self._holding_on = True

    def _call(self, method: str, params: Mapping[str, str], *, waits: bool = False) -> Mapping[str, Any]:
        if not self._holding_on:
            self.let_go()
        before = self.running.script.waiting.count(LATE)
        try:
            return super()._call(method, params, waits=waits)
        finally:
            self._under_way += before - self.running.script.waiting.count(LATE)

    def book(self, consignment: Consignment, at: datetime) -> Booking | None:
        self.asked.append(("book", consignment.key))
        return super().book(consignment, at)

    def booked(self, key: str, carrier: str, known: frozenset[str] = frozenset()) -> Booking | None:
        self.asked.append(("look", key))
        return super().booked(key, carrier, known)

    @property
    def standing(self) -> list[str]:
        """All numbers that stand at the platform."""
        with self.running.shop.lock:
            return sorted(bill.code for bill in self.running.shop.waybills.values() if not bill.cancelled)

    @property
    def voided(self) -> set[str]:
        """All numbers that were cancelled there."""
        with self.running.shop.lock:
            return {bill.code for bill in self.running.shop.waybills.values() if bill.cancelled}


@contextlib.contextmanager
def platform(balance: int = 1000) -> Iterator[PlatformCarrier]:
    """A carrier over a gateway of its own."""
    with emulated(Shop(balance=balance)) as running:
        yield PlatformCarrier(running)
