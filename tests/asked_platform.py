"""A platform that can be asked about single orders: it keeps them itself, and answers by script, then honestly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from packstation.domain.intake import Batch, Record, Reject, Sourced
from packstation.domain.order import Order, Receiver
from packstation.errors import Outage, Rejected
from packstation.platforms.connector import Fetched
from tests.builders import NOON, make_order
from tests.fakes import FakePlatform

ELSEWHERE = Receiver("王芳", "13900000000", "浙江省", "宁波市", "海曙区", "", "中山路1号", "315010")
TROUBLES: dict[str, Exception] = {
    "silent": Outage("outage"),
    "refuse": Rejected("rejected", detail="isv.access-denied"),
    "broken": ValueError(),
}


class AskedPlatform(FakePlatform):
    """Orders as the platform has them.

    Acts for the next questions: ``silent`` (no answer), ``refuse`` (it does not let us ask), ``broken``
    (a mistake in what talks to it), ``late`` (an answer after ``seconds``), ``other`` (another order's data
    instead), ``beside`` (another order's data beside what was asked), ``empty``, ``garbled`` (a row that
    cannot be read).
    """

    asks_again = True

    def __init__(self, *orders: Order) -> None:
        super().__init__()
        self.orders = {order.number: order for order in orders}
        self.changed: set[str] = set()
        self.asked: list[tuple[str, ...]] = []
        self.acts: list[str] = []
        self.meanwhile: Callable[[], None] = lambda: None
        self.pass_time: Callable[[float], None] = lambda _: None

    # --- what happens at the platform -----------------------------------------------------------------------

    def change(self, number: str, **facts: object) -> Order:
        """Something about an order changes there, a second after the last change."""
        old = self.orders[number]
        at = (old.modified_at or NOON) + timedelta(seconds=1)
        self.orders[number] = changed = replace(old, modified_at=at, **facts)  # type: ignore[arg-type]
        self.changed.add(number)
        return changed

    def cancel(self, number: str) -> None:
        self.change(number, status="TRADE_CLOSED")

    def refund(self, number: str, line: int = 0, word: str = "SUCCESS") -> None:
        """The buyer gets the money of one line back."""
        lines = list(self.orders[number].lines)
        lines[line] = replace(lines[line], refund=word)
        self.change(number, lines=tuple(lines))

    def move_house(self, number: str, where: Receiver = ELSEWHERE) -> None:
        self.change(number, receiver=where)

    # --- what it answers ------------------------------------------------------------------------------------

    def has_news(self) -> bool:
        return bool(self.changed)

    def fetch(self) -> Fetched:
        """What changed since the last round."""
        if self.acts and self.acts[0] == "silent":
            raise Outage("outage")
        told = [self.orders[number] for number in sorted(self.changed)]
        self.changed.clear()
        return _fetched(told)

    def reread(self, numbers: Sequence[str]) -> Fetched:
        self.asked.append(tuple(numbers))
        self.meanwhile()
        told = [self.orders[number] for number in numbers if number in self.orders]
        act = self.acts.pop(0) if self.acts else "ok"
        if act in TROUBLES:
            raise TROUBLES[act]
        if act == "late":
            self.pass_time(90)
        stranger = make_order("4999999999999999999", platform="folder")
        answers = {
            "other": _fetched([stranger]),
            "beside": _fetched([stranger, *told]),
            "empty": Fetched(),
            "garbled": Fetched(Batch((), (Reject("", 1, "status", "bad-input"),))),
        }
        return answers.get(act) or _fetched(told)

    def taken(self, fetched: Fetched, rejects: tuple[Reject, ...]) -> None:
        assert {reject.reason for reject in rejects} <= {"not-asked", "bad-input", "other-shop"}, fetched


def _fetched(orders: Sequence[Record]) -> Fetched:
    return Fetched(Batch(tuple((Sourced("taobao", row), order) for row, order in enumerate(orders, start=1))))


def at(minute: int) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minute)
