"""Packing, refunds, withdrawals, lost answers, restarts in any order: no stop is told that is not so, none twice.

At the moment a stop is noted, and again when it is told, the whole database and the platform's own books are
asked, by code that shares nothing with the desk's.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from packstation.desk import stop_reports
from packstation.domain.order import Line, State
from packstation.domain.outbox import Delivered, Entry, Outcome
from packstation.domain.refunds import WAITS
from packstation.domain.stops import STOP, Stopped, StopReport
from packstation.errors import Outage
from tests.builders import make_order
from tests.desk.shirts import BOOK, ONE, SHIRT, TWO
from tests.refunding import RefundingPlatform, RefundingShop, lies_in_a_box

LINES = ((ONE, 0), (ONE, 1), (TWO, 0))
ORDERS = st.sampled_from([ONE, TWO])


class Books(RefundingPlatform):
    """A platform that pays a buyer back once it hears that the goods stayed, and hears nothing of what is over."""

    def deliver(self, entry: Entry) -> Outcome:
        if entry.kind != STOP:
            return super().deliver(entry)
        told = msgspec.json.decode(entry.body, type=StopReport)
        if self.word(told.order, told.refund) != WAITS:
            return Delivered("stop-over")
        try:
            return super().deliver(entry)
        finally:
            is_heard = entry.key in self.books
            if is_heard and told.outcome is Stopped.STAYED:
                line = int(told.line[-1]) - 1
                self.ask(told.order, line, told.refund, "SUCCESS")

    def word(self, number: str, ident: str) -> str:
        """The state of a refund."""
        return next(case.status for case in self.orders[number].refunds if case.id == ident)


class Stops(RuleBasedStateMachine):
    """A packer, two buyers, a bad line."""

    def __init__(self) -> None:
        super().__init__()
        self.rest = contextlib.ExitStack()
        folder = Path(self.rest.enter_context(tempfile.TemporaryDirectory()))
        orders = (
            make_order(ONE, Line(f"{ONE}1", "TS-L", 2), Line(f"{ONE}2", "BOOK", 1), due_h=3),
            make_order(TWO, Line(f"{TWO}1", "TS-L", 1), due_h=5),
        )
        self.shop = RefundingShop(folder)
        self.shop.desk.store.close()
        self.platform = self.shop.platform = Books(*orders)
        self.shop.desk = self.shop.open(*orders)
        self.idents: dict[tuple[str, int], str] = {}
        self.count = 0
        self.noted: set[str] = set()
        self.told = 0

    def teardown(self) -> None:
        with self.rest:
            self.rest.callback(self.shop.desk.store.close)
            self.platform.script = []
            for _ in range(3):
                self.shop.clock.pass_time(hours=2)
                self.shop.hear()
                self.shop.told()
            self.check()
            self.nothing_is_owed()

    # --- the packer -----------------------------------------------------------------------------------------

    @rule(which=ORDERS, codes=st.lists(st.sampled_from([SHIRT, BOOK]), max_size=4))
    def pack(self, which: str, codes: list[str]) -> None:
        self.shop.scan("PKEXIT", which, *codes)

    @rule(code=st.sampled_from([SHIRT, BOOK, "PKEXIT", "PKUNDO", "PKPRINT", "PKREPRINT", "PKHOLD"]))
    def scan(self, code: str) -> None:
        self.shop.scan(code)

    @rule(which=ORDERS)
    def close(self, which: str) -> None:
        self.shop.clock.pass_time(seconds=11)
        self.shop.scan("PKEXIT", *self.shop.order(which).live_waybills)

    @rule(which=ORDERS)
    def send(self, which: str) -> None:
        """Everything it wants goes in, and it leaves where nothing stops it."""
        codes = {"TS-L": SHIRT, "BOOK": BOOK}
        wanted = [
            codes[line.sku] for line in self.shop.order(which).lines for _ in range(line.need - line.got)
        ]
        self.shop.scan("PKEXIT", which, *wanted)
        self.close(which)

    @rule(which=ORDERS)
    def put_back(self, which: str) -> None:
        self.shop.desk.exceptions.put_back(which)

    @rule(together=st.booleans())
    def share_a_box(self, together: bool) -> None:  # noqa: FBT001  (hypothesis fills it)
        companions = self.shop.desk.companions
        _ = companions.join(ONE, (TWO,)) if together else companions.part(TWO)

    # --- buyers, the line, the plug -------------------------------------------------------------------------

    @rule(which=st.sampled_from(LINES), what=st.sampled_from([WAITS, WAITS, "CLOSED", "SUCCESS"]))
    def buyer(self, which: tuple[str, int], what: str) -> None:
        number, line = which
        ident = self.idents.get(which, "")
        word = self.platform.word(number, ident) if ident else ""
        if what == WAITS and word in ("", "CLOSED"):
            self.count += 1
            self.idents[which] = ident = f"R{self.count}"
        elif word != WAITS or what == WAITS:
            return
        self.platform.ask(number, line, ident, what)

    @rule()
    def hear(self) -> None:
        self.shop.hear()

    @rule(script=st.lists(st.sampled_from(["ok", "down", "later", "no", "lost-reply"]), max_size=3))
    def tell(self, script: list[str]) -> None:
        self.platform.script = script
        with contextlib.suppress(Outage):
            self.shop.desk.syncing.push_now()
        self.platform.script = []
        self.shop.clock.pass_time(minutes=31)

    @rule(which=ORDERS)
    def retry(self, which: str) -> None:
        self.shop.desk.exceptions.retry(which)

    @rule()
    def restart(self) -> None:
        self.shop.desk.store.close()
        self.shop.desk = self.shop.open()

    # --- what must be so ------------------------------------------------------------------------------------

    @invariant()
    def check(self) -> None:
        for number in (ONE, TWO):
            for entry in self.shop.desk.store.outbox.of_order(number):
                if entry.kind == STOP and entry.key not in self.noted:
                    self.noted.add(entry.key)
                    if entry.error == stop_reports.OVER:
                        continue  # withdrawn within the same gestures: it is told to nobody
                    self.is_so(msgspec.json.decode(entry.body, type=StopReport))
        for told in self.platform.stops[self.told :]:
            self.is_so(told)
        self.told = len(self.platform.stops)
        assert not [
            ident for ident, times in Counter(s.refund for s in self.platform.stops).items() if times > 1
        ]

    def is_so(self, told: StopReport) -> None:
        """Whether goods are where a report says."""
        if told.outcome is Stopped.LEFT:
            assert self.has_left(told.order, told.line), told
        else:
            assert not lies_in_a_box(self.shop.desk, told.order, told.line), told
            assert not self.has_left(told.order, told.line), told

    def has_left(self, number: str, line: str) -> bool:
        """Whether units of a line lie in any box that left."""
        rows = self.shop.desk.store.database.all(
            "SELECT o.number, l.line FROM orders o JOIN order_line l ON l.order_id = o.id "
            "WHERE l.got > 0 AND o.state = 'shipped'"
        )
        return (number, line) in rows or any(found == f"{number}:{line}" for _, found in rows)

    def nothing_is_owed(self) -> None:
        """What the desk heard and knows was told; what is parked waits for a person."""
        told = {one.refund for one in self.platform.stops}
        for (number, line), ident in self.idents.items():
            if self.platform.word(number, ident) != WAITS or self.is_parked(ident):
                continue
            name = f"{number}{line + 1}"
            is_here = lies_in_a_box(self.shop.desk, number, name)
            is_cancelled = self.shop.order(number).state is State.CANCELLED
            assert ident in told or is_here or is_cancelled, (number, line, ident)

    def is_parked(self, ident: str) -> bool:
        rows = self.shop.desk.store.database.all(
            "SELECT 1 FROM outbox WHERE state = 'PARKED' AND kind = 'stop' AND key LIKE ?",
            (f"stop-{ident}%",),
        )
        return bool(rows)


def test_in_any_order_every_stop_is_told_truly_and_once() -> None:
    run_state_machine_as_test(
        Stops, settings=settings(max_examples=35, stateful_step_count=40, deadline=None)
    )


@pytest.mark.parametrize("careless", ["_is_in_a_box", "_has_left"])
def test_the_machine_notices_a_desk_that_does_not_look(
    monkeypatch: pytest.MonkeyPatch, careless: str
) -> None:
    monkeypatch.setattr(stop_reports, careless, lambda *_: False)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            Stops,
            settings=settings(
                max_examples=300,
                stateful_step_count=40,
                deadline=None,
                derandomize=True,
                phases=[Phase.generate],
            ),
        )
