"""A shop whose buyers want money back by refunds with numbers, and a platform that keeps what it is told of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec

from packstation.desk.desk import Desk
from packstation.domain.order import REFUND_OVER, Order, State
from packstation.domain.outbox import Delivered, Entry, EntryState, Outcome
from packstation.domain.refunds import WAITS, RefundCase
from packstation.domain.stops import INTERCEPT, STOP, Interception, StopReport
from tests.asked_platform import AskedPlatform
from tests.asked_shop import Shop
from tests.desk.shirts import ONE

WHOLE = ("onsale", "REFUND", "BUYER_NOT_RECEIVED")


class RefundingPlatform(AskedPlatform):
    """What it was told of stops, in the order in which it was told; ``replies`` to interceptions, by waybill."""

    intercepts = True
    hears_stops = True

    def __init__(self, *orders: Order) -> None:
        super().__init__(*orders)
        self.stops: list[StopReport] = []
        self.asked_back: list[Interception] = []
        self.replies: dict[str, str] = {}

    def ask(
        self, number: str, line: int = 0, ident: str = "R1", word: str = WAITS, said: tuple[str, ...] = WHOLE
    ) -> None:
        """The buyer wants the money of a line back; or that refund changes its state."""
        order = self.orders[number]
        lines = list(order.lines)
        lines[line] = replace(lines[line], refund=word)
        others = tuple(case for case in order.refunds if case.id != ident)
        case = RefundCase(ident, lines[line].line, word, *said)
        self.change(number, lines=tuple(lines), refunds=(*others, case))

    def deliver(self, entry: Entry) -> Outcome:
        outcome = super().deliver(entry)
        if not isinstance(outcome, Delivered):
            return outcome
        if entry.kind == STOP:
            self.stops.append(msgspec.json.decode(entry.body, type=StopReport))
        if entry.kind == INTERCEPT:
            asked = msgspec.json.decode(entry.body, type=Interception)
            self.asked_back.append(asked)
            return Delivered(self.replies.get(asked.waybill, "intercept-accepted"))
        return outcome


class RefundingShop(Shop):
    """A desk before such a platform; its stops are reported as the settings say."""

    platform: RefundingPlatform

    def __init__(self, folder: Path, *orders: Order, **options: object) -> None:
        super().__init__(folder, *orders, **{"report_stops": "all", **options})

    def open(self, *orders: Order, **how: object) -> Desk:
        if not isinstance(self.platform, RefundingPlatform):
            self.platform = RefundingPlatform(*orders)
            self.platform.pass_time = lambda seconds: self.clock.pass_time(seconds=seconds)
        return super().open(*orders, **how)  # type: ignore[arg-type]

    def hear(self) -> None:
        """A round of news."""
        self.desk.syncing.pull_now()

    def asks(self, number: str = ONE, line: int = 0, ident: str = "R1", word: str = WAITS) -> None:
        """A buyer asks, and the desk hears of it."""
        self.platform.ask(number, line, ident, word)
        self.hear()

    def noted(self, number: str = ONE) -> list[tuple[str, str, str]]:
        """What is to be told of an order's stops: refund, outcome, how far the telling is."""
        return [
            (told.refund, told.outcome.value, entry.state.value)
            for entry in self.desk.store.outbox.of_order(number)
            if entry.kind == STOP
            for told in [msgspec.json.decode(entry.body, type=StopReport)]
        ]

    def told(self) -> list[tuple[str, str]]:
        """What the platform was told of stops, once everything due is told."""
        self.desk.syncing.push_now()
        return [(one.refund, one.outcome.value) for one in self.platform.stops]

    def ship(self, number: str, *codes: str) -> None:
        """An order leaves in one box."""
        self.scan(number, *codes)
        self.wait()
        self.scan(self.order(number).live_waybills[0])
        assert self.order(number).state is State.SHIPPED


def lies_in_a_box(desk: Desk, number: str, line: str) -> bool:
    """Whether units of an order's line lie in a box that is still here, as the whole database has it."""
    names = (line, f"{number}:{line}")
    rows = desk.store.database.all(
        "SELECT o.number, l.line FROM orders o JOIN order_line l ON l.order_id = o.id "
        "WHERE l.got > 0 AND o.state NOT IN ('shipped', 'cancelled')"
    )
    return any(
        found.split("~")[0] == names[0] if owner == number else found.split("~")[0] == names[1]
        for owner, found in rows
    )


def is_open(shop: RefundingShop, number: str) -> bool:
    """Whether the platform has an open refund of any line of an order."""
    return any(line.refund not in REFUND_OVER for line in shop.platform.orders[number].lines)


def pending(desk: Desk, number: str) -> int:
    """How much is not told yet of an order."""
    return sum(entry.state is not EntryState.DELIVERED for entry in desk.store.outbox.of_order(number))
