"""A desk over random days: what the program says against a model that knows only counts, and restarts in between.

The model is deliberately dumb: per order how many units of each SKU are in, whether it is held, labelled, shipped. At
any moment the database is closed and opened again; nothing that was answered may be gone or done twice.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from packstation.desk.desk import Desk
from packstation.domain.order import Line, State
from packstation.domain.scan import Verdict
from tests.builders import NOON, make_desk, make_order, take_in
from tests.fakes import FakeClock

SKUS = {"TS-L": "6901234567892", "BOOK": "9787020000012"}
NUMBERS = [f"500000000000000000{n}" for n in range(4)]
WANTED = [{"TS-L": 2}, {"TS-L": 1, "BOOK": 1}, {"BOOK": 1}, {"BOOK": 3}]


class DeskDay(RuleBasedStateMachine):
    """Gestures in any order, checked one by one."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))  # noqa: S108  (a folder of its own; memory spares the disk)
        self.clock = FakeClock(NOON)
        self.got: list[dict[str, int]] = [dict.fromkeys(wanted, 0) for wanted in WANTED]
        self.state = ["new"] * len(NUMBERS)
        self.steps: list[list[str]] = [[] for _ in NUMBERS]
        self.open: int | None = None
        self.answered = 0

    @initialize()
    def morning(self) -> None:
        orders = [
            make_order(
                number, *(Line(f"{number}-{sku}", sku, count) for sku, count in wanted.items()), due_h=n + 1
            )
            for n, (number, wanted) in enumerate(zip(NUMBERS, WANTED, strict=True))
        ]
        self.desk: Desk = make_desk(self.folder / "data", *orders, clock=self.clock)

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.store.close()
        shutil.rmtree(self.folder)

    def scan(self, code: str) -> Verdict:
        self.clock.pass_time(seconds=1)
        self.answered += 1
        return self.desk.scan_and_print(code).verdict

    def done(self, n: int) -> bool:
        return self.got[n] == WANTED[n]

    def needing(self, sku: str) -> int | None:
        """The order due first that an item with no order open would open."""
        for n in range(len(NUMBERS)):
            if self.state[n] in ("new", "packing") and self.got[n].get(sku, 0) < WANTED[n].get(sku, 0):
                return n
        return None

    @rule(n=st.integers(0, 3))
    def scan_order(self, n: int) -> None:
        verdict = self.scan(NUMBERS[n])
        if self.open is not None:
            expected = Verdict.ORDER_OPENED if self.open == n else Verdict.OTHER_ORDER
            if self.open == n and self.state[n] == "cancelled":
                expected = Verdict.ORDER_CANCELLED
            assert verdict is expected
            return
        match self.state[n]:
            case "held":
                assert verdict is Verdict.ORDER_HELD
            case "shipped":
                assert verdict is Verdict.ALREADY_SHIPPED
            case "cancelled":
                assert verdict is Verdict.ORDER_CANCELLED
            case _:
                assert verdict is Verdict.ORDER_OPENED
                self._opened(n)

    def _opened(self, n: int) -> None:
        self.open = n
        if self.state[n] == "new":
            self.state[n] = "packing"
        if self.state[n] == "packing" and self.done(n):
            self.state[n] = "labelled"

    @rule(sku=st.sampled_from(sorted(SKUS)))
    def scan_item(self, sku: str) -> None:
        n = self.open if self.open is not None else self.needing(sku)
        verdict = self.scan(SKUS[sku])
        if n is None:
            assert verdict is Verdict.WRONG_ITEM
            return
        if self.state[n] == "cancelled":
            assert verdict is Verdict.ORDER_CANCELLED
            return
        self._opened(n)
        if sku not in WANTED[n]:
            assert verdict is Verdict.WRONG_ITEM
        elif self.state[n] == "labelled" or self.got[n][sku] == WANTED[n][sku]:
            assert verdict is Verdict.TOO_MANY
        else:
            self.got[n][sku] += 1
            self.steps[n].append(sku)
            line = self.got[n][sku] == WANTED[n][sku]
            expected = (
                Verdict.ORDER_COMPLETE if self.done(n) else Verdict.LINE_COMPLETE if line else Verdict.ITEM_OK
            )
            assert verdict is expected
            if self.done(n):
                self.state[n] = "labelled"

    @rule()
    def undo(self) -> None:
        verdict = self.scan("PKUNDO")
        n = self.open
        if n is None:
            assert verdict is Verdict.NOTHING_TO_UNDO
        elif self.state[n] == "cancelled":
            assert verdict is Verdict.ORDER_CANCELLED
        elif not self.steps[n]:
            assert verdict is Verdict.NOTHING_TO_UNDO
        else:
            assert verdict is Verdict.UNDONE
            self.got[n][self.steps[n].pop()] -= 1
            self.state[n] = "packing"

    @rule()
    def leave(self) -> None:
        assert self.scan("PKEXIT") is (Verdict.NOT_READY if self.open is None else Verdict.LEFT)
        self.open = None

    @rule()
    def hold(self) -> None:
        verdict = self.scan("PKHOLD")
        if self.open is None:
            assert verdict is Verdict.NOT_READY
        elif self.state[self.open] == "cancelled":
            assert verdict is Verdict.ORDER_CANCELLED
        else:
            assert verdict is Verdict.HELD
            self.state[self.open], self.open = "held", None

    @rule(n=st.integers(0, 3))
    def release(self, n: int) -> None:
        verdict = self.desk.release(NUMBERS[n]).verdict
        self.answered += 1
        assert (verdict is Verdict.COMMAND_OK) == (self.state[n] == "held")
        if self.state[n] == "held":
            self.state[n] = "packing"

    @precondition(lambda self: self.open is not None and self.state[self.open] == "labelled")
    @rule()
    def close(self) -> None:
        assert self.open is not None
        view = self.desk.view(NUMBERS[self.open])
        assert view
        assert self.scan(view.order.live_waybills[0]) is Verdict.SHIPPED
        self.state[self.open], self.open = "shipped", None

    @rule(n=st.integers(0, 3))
    def platform_cancels(self, n: int) -> None:
        """Only before the label, where a cancel is final; recalls of labelled orders have tests of their own."""
        if self.state[n] in ("labelled", "shipped") or self.done(n):
            return
        wanted = WANTED[n]
        copy = make_order(
            NUMBERS[n],
            *(Line(f"{NUMBERS[n]}-{sku}", sku, count) for sku, count in wanted.items()),
            due_h=n + 1,
            status="TRADE_CLOSED",
            modified_at=self.clock.now(),
        )
        view = self.desk.view(NUMBERS[n])
        assert view
        if view.order.may_bear_label:
            return
        take_in(self.desk, copy)
        self.state[n] = "cancelled"

    @rule(kind=st.sampled_from(["close", "jump-back", "jump-ahead"]))
    def restart(self, kind: str) -> None:
        self.desk.store.close()
        if kind != "close":
            self.clock.jump(hours=-1 if kind == "jump-back" else 1)
        self.desk = make_desk(self.folder / "data", clock=self.clock)
        self.clock.pass_time(seconds=1)

    @invariant()
    def everything_adds_up(self) -> None:
        if not hasattr(self, "desk"):
            return
        store = self.desk.store
        for n, number in enumerate(NUMBERS):
            view = self.desk.view(number)
            assert view
            order = view.order
            assert {line.sku: line.got for line in order.lines} == self.got[n]
            known = {
                State.SHIPPED: "shipped",
                State.HELD: "held",
                State.CANCELLED: "cancelled",
                State.LABELLED: "labelled",
            }
            assert known.get(order.state, self.state[n]) == self.state[n]
            assert len(view.outbox) == (self.state[n] == "shipped"), "told exactly when shipped, and once"
            assert len(order.live_waybills) <= 1
        taken = store.database.number("SELECT count(*) FROM waybill_number WHERE state = 'taken'")
        borne = store.database.number("SELECT count(*) FROM parcel WHERE waybill <> ''")
        assert taken == borne
        assert store.stock.sums_up() == []
        assert self.desk.state().order == (None if self.open is None else NUMBERS[self.open])


DeskDay.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=timedelta(seconds=20),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestDeskDay = DeskDay.TestCase
