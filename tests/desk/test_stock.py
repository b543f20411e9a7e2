"""The shelves: what is on hand, set aside, free and damaged; every change a row of the ledger."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from packstation.desk.desk import Desk
from packstation.desk.views import WorkList
from packstation.domain.intake import StockCount
from packstation.domain.order import HoldKind, Line, Order, Receiver, State
from packstation.domain.people import Person, Role
from packstation.domain.scan import Verdict
from packstation.domain.stock import Way
from tests.builders import HOME, NOON, make_desk, make_order, take_in
from tests.desk.shirts import BOOK, CUP, ONE, SHIRT, TWO, shirts
from tests.fakes import FakeClock

MIXED = Line(f"{ONE}2", "CUP", 1, "陶瓷茶杯", "青花")


def order_of(desk: Desk, number: str = ONE) -> Order:
    order = desk.store.orders.get(number)
    assert order is not None
    return order


def ledger(desk: Desk, number: str = ONE) -> list[tuple[str, str, int, int, int]]:
    """The ledger's rows of an order: kind, SKU, good, damaged, set aside."""
    rows = desk.store.database.all(
        "SELECT kind, sku, change, damaged, reserved FROM stock_move WHERE order_number = ? ORDER BY id",
        (number,),
    )
    return [(str(kind), str(sku), *figures) for kind, sku, *figures in rows]


def figures(desk: Desk, sku: str = "TS-L", number: str = ONE) -> tuple[int | None, int, int]:
    """On the shelf, spoken for there, short for the order: what the sheet shows."""
    row = next(row for row in desk.stockroom.rows(number) if row.sku == sku)
    return row.on_shelf, row.reserved, row.short


# --- set aside, let go, shipped -----------------------------------------------------------------------------


def test_goods_are_set_aside_when_an_order_is_taken_on_and_leave_the_books_when_it_ships(
    tmp_path: Path,
) -> None:
    desk = make_desk(tmp_path, shirts(), shirts(TWO))
    assert ledger(desk) == []
    desk.scan(ONE)
    assert ledger(desk) == [("reserve", "TS-L", 0, 0, 2)]
    assert figures(desk) == (400, 2, 0)
    desk.scan(SHIRT)
    assert figures(desk) == (399, 1, 0)
    desk.scan_and_print(SHIRT)
    assert desk.scan("YT0000000000001").verdict is Verdict.SHIPPED
    assert ledger(desk)[1:] == [("release", "TS-L", 0, 0, -2), ("ship", "TS-L", -2, 0, 0)]
    assert desk.store.stock.reserved("TS-L") == 0
    assert desk.stockroom.bins("TS-L")[0].units == 398
    assert desk.store.stock.sums_up() == []


def test_a_hold_gives_free_what_is_not_in_the_box_and_going_on_takes_it_again(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(count=3))
    desk.scan(ONE)
    desk.scan(SHIRT)
    desk.hold("later")
    assert desk.store.stock.reserved("TS-L") == 1
    desk.release(ONE)
    assert desk.store.stock.reserved("TS-L") == 3
    take_in(desk, replace(shirts(count=3), status="TRADE_CLOSED", modified_at=NOON))
    assert desk.store.stock.reserved("TS-L") == 0
    assert [row[4] for row in ledger(desk)] == [3, -2, 2, -3]
    assert desk.store.stock.sums_up() == []


def test_what_waits_for_a_person_keeps_nothing_from_the_others(tmp_path: Path) -> None:
    nameless = shirts(receiver=replace(HOME, name=""))
    desk = make_desk(tmp_path, nameless, shirts(TWO), StockCount("TS-L", "A-03-2", 2))
    assert desk.scan(ONE).verdict is Verdict.NEEDS_REVIEW
    assert desk.store.stock.reserved("TS-L") == 0
    assert desk.scan(TWO).verdict is Verdict.ORDER_OPENED


def test_a_ledger_that_does_not_add_up_is_noticed(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts())
    desk.scan(ONE)
    desk.store.database.run("UPDATE order_line SET reserved = 3 WHERE sku = 'TS-L'")
    assert desk.store.stock.sums_up() == [("TS-L", "")]
    desk.store.database.run("UPDATE order_line SET reserved = 2 WHERE sku = 'TS-L'")
    desk.store.database.run("UPDATE stock SET damaged = 1 WHERE sku = 'CUP'")
    assert desk.store.stock.sums_up() == [("CUP", "B-11-1")]


# --- counted, damaged ---------------------------------------------------------------------------------------


def test_what_lies_in_boxes_is_not_in_the_bin_that_is_counted(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(count=3))
    desk.scan(ONE)
    desk.scan(SHIRT)
    desk.scan(SHIRT)
    assert figures(desk)[0] == 398
    desk.stockroom.recount("TS-L", "A-03-2", 398, "counted")
    assert [row for row in ledger(desk, "") if row[0] == "count" and row[1] == "TS-L"] == [
        ("count", "TS-L", 400, 0, 0)
    ]
    desk.stockroom.recount("TS-L", "A-03-2", 10, "counted")
    desk.scan_and_print(SHIRT)
    desk.scan("YT0000000000001")
    assert desk.stockroom.bins("TS-L")[0].units == 9
    assert desk.store.stock.sums_up() == []


@pytest.mark.parametrize("count", [-1, 10**7])
def test_what_is_no_count_changes_nothing(tmp_path: Path, count: int) -> None:
    desk = make_desk(tmp_path, shirts())
    assert desk.stockroom.recount("TS-L", "A-03-2", count, "counted").verdict is Verdict.NOT_READY
    assert desk.stockroom.bins("TS-L")[0].units == 400


def test_flawed_goods_go_to_quarantine_and_come_back_or_are_written_off(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts())
    room = desk.stockroom
    assert room.quarantine("TS-L", "A-03-2", 5, "wet").verdict is Verdict.COMMAND_OK
    assert (room.bins("TS-L")[0].units, room.bins("TS-L")[0].damaged) == (395, 5)
    assert room.mend("TS-L", "A-03-2", 2, "dry again").verdict is Verdict.COMMAND_OK
    assert room.scrap("TS-L", "A-03-2", 3, "mouldy").verdict is Verdict.COMMAND_OK
    assert (room.bins("TS-L")[0].units, room.bins("TS-L")[0].damaged) == (397, 0)
    assert [row[0] for row in ledger(desk, "")][-3:] == ["quarantine", "mended", "scrap"]
    assert desk.store.stock.sums_up() == []


def test_no_more_than_lies_there_is_moved(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts())
    room = desk.stockroom
    for refused in (
        room.quarantine("TS-L", "A-03-2", 401, "wet"),
        room.quarantine("TS-L", "Z-99", 1, "wet"),
        room.mend("TS-L", "A-03-2", 1, "dry"),
        room.scrap("TS-L", "A-03-2", 0, "none"),
    ):
        assert (refused.verdict, refused.facts["missing"]) == (Verdict.NOT_READY, "not-so-many")


def test_only_a_lead_takes_goods_out_of_quarantine(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(), Person("P1", "李", Role.PACKER), Person("L1", "王", Role.LEAD))
    desk.scan("PKUSERP1")
    desk.stockroom.quarantine("TS-L", "A-03-2", 2, "wet")
    assert desk.stockroom.mend("TS-L", "A-03-2", 1, "dry").verdict is Verdict.NOT_ALLOWED
    assert desk.stockroom.scrap("TS-L", "A-03-2", 1, "gone").verdict is Verdict.NOT_ALLOWED
    desk.scan("PKUSERL1")
    assert desk.stockroom.mend("TS-L", "A-03-2", 1, "dry").verdict is Verdict.COMMAND_OK


# --- a shortage ---------------------------------------------------------------------------------------------


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
def short(tmp_path: Path, clock: FakeClock) -> Desk:
    """One cup for two orders; the first of them wants shirts, too."""
    first = make_order(ONE, Line(f"{ONE}1", "TS-L", 2, "白色棉T恤", "L"), replace(MIXED, quantity=2), due_h=5)
    second = make_order(TWO, replace(MIXED, line=f"{TWO}1"), due_h=2)
    return make_desk(tmp_path, first, second, StockCount("CUP", "B-11-1", 1), clock=clock)


def test_who_goes_without_is_told_by_deadline(short: Desk) -> None:
    found = short.shortages.of("CUP")
    assert found is not None
    assert [(one.number, one.wanted, one.missing, one.ways[:2]) for one in found.sufferers] == [
        (ONE, 2, 2, (Way.WAIT, Way.SPLIT))
    ]
    assert short.shortages.of("TS-L") is None
    assert short.shortages.of("BOOK") is None
    assert short.scan(ONE).verdict is Verdict.NEEDS_REVIEW
    assert [one.number for one in short.shortages.of("CUP").sufferers] == [ONE]  # type: ignore[union-attr]
    assert figures(short, "CUP") == (1, 0, 1)


def test_the_rest_goes_without_what_is_missing(short: Desk) -> None:
    short.scan(ONE)
    answer = short.shortages.send_rest(ONE, "buyer agrees")
    assert (answer.verdict, answer.facts["amount"]) == (Verdict.COMMAND_OK, 1)
    assert order_of(short).state is State.CONFIRMED
    assert [line.waived for line in order_of(short).lines] == [0, 1]
    assert short.scan(ONE).verdict is Verdict.ORDER_OPENED
    short.scan(SHIRT)
    short.scan(SHIRT)
    short.scan(CUP)
    assert short.scan_and_print("PKPASS").events[-1].value == "label-printed"
    assert short.scan("YT0000000000001").verdict is Verdict.SHIPPED
    assert short.stockroom.bins("CUP")[0].units == 0


def test_what_was_agreed_survives_the_platforms_next_word(short: Desk) -> None:
    short.scan(ONE)
    short.shortages.send_rest(ONE, "buyer agrees")
    again = make_order(
        ONE,
        Line(f"{ONE}1", "TS-L", 2, "白色棉T恤", "L"),
        replace(MIXED, quantity=2),
        due_h=5,
        urges=1,
        modified_at=NOON,
    )
    take_in(short, again)
    assert [line.need for line in order_of(short).lines] == [2, 1]
    take_in(short, replace(again, lines=(again.lines[0], replace(MIXED, quantity=1)), modified_at=NOON))
    assert [line.need for line in order_of(short).lines] == [2, 1]


def test_it_waits_for_goods_and_is_looked_over_again_then(short: Desk, clock: FakeClock) -> None:
    short.scan(ONE)
    until = NOON + timedelta(hours=3)
    assert short.shortages.wait(ONE, until).verdict is Verdict.HELD
    assert [row.number for row in short.queue(WorkList.HELD, None, 9)] == [ONE]
    clock.pass_time(hours=3)
    assert short.scan(ONE).verdict is Verdict.NEEDS_REVIEW
    short.shortages.wait(ONE, until + timedelta(hours=1))
    take_in(short, StockCount("CUP", "B-11-1", 9))
    clock.pass_time(hours=1)
    assert short.wake() == 1
    assert short.scan(ONE).verdict is Verdict.ORDER_OPENED


def test_an_order_in_the_box_may_go_without_the_rest(short: Desk) -> None:
    short.scan(TWO)
    short.scan("PKEXIT")
    for code in (ONE, SHIRT, SHIRT):
        short.scan(code)
    short.release(ONE)
    short.scan(ONE)
    short.scan(SHIRT)
    short.scan(SHIRT)
    answer = short.shortages.send_rest(ONE, "")
    assert [event.value for event in answer.events] == ["packed"]
    assert order_of(short).state is State.PACKED


def test_nothing_is_left_out_where_nothing_lacks_or_nothing_would_be_left(short: Desk) -> None:
    take_in(short, make_order("4000000000000000009", replace(MIXED, line="9")))
    short.scan(TWO)
    assert short.shortages.send_rest(TWO, "").facts["missing"] == "nothing-short"
    assert short.shortages.send_rest("4000000000000000009", "").facts["missing"] == "nothing-to-send"
    short.scan(CUP)
    short.scan_and_print("PKPASS")
    assert short.shortages.wait(TWO, NOON).facts["missing"] == "nothing-short"


def test_what_will_not_be_sent_waits_for_the_platform(short: Desk) -> None:
    short.scan(ONE)
    assert short.contacting.give_up(ONE).facts["missing"] == "to-cancel"
    assert short.scan(ONE).verdict is Verdict.ORDER_HELD
    assert order_of(short).hold is not None
    take_in(short, replace(order_of(short), status="TRADE_CLOSED", modified_at=NOON))
    assert order_of(short).state is State.CANCELLED


def test_a_packer_decides_nothing_for_the_buyer(short: Desk) -> None:
    take_in(short, Person("P1", "李", Role.PACKER))
    short.scan("PKUSERP1")
    short.scan(ONE)
    assert short.shortages.send_rest(ONE, "").verdict is Verdict.NOT_ALLOWED
    assert short.contacting.give_up(ONE).verdict is Verdict.NOT_ALLOWED


# --- the address --------------------------------------------------------------------------------------------

NEW_HOME = Receiver("李明", "13812345678", "浙江省", "杭州市", "西湖区", "", "文三路100号", "310012")


def test_a_corrected_address_is_looked_over_again(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(receiver=replace(HOME, phone="123")))
    assert desk.scan(ONE).verdict is Verdict.NEEDS_REVIEW
    assert desk.contacting.correct(ONE, replace(HOME, phone="12")).verdict is Verdict.COMMAND_OK
    assert desk.scan(ONE).verdict is Verdict.NEEDS_REVIEW
    desk.contacting.correct(ONE, NEW_HOME)
    assert desk.scan(ONE).verdict is Verdict.ORDER_OPENED
    assert (order_of(desk).receiver, order_of(desk).told) == (NEW_HOME, replace(HOME, phone="123"))
    assert [row.number for row in desk.find("文三路", 5)] == [ONE]


def test_the_platforms_old_address_does_not_come_back_but_its_new_one_does(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts())
    desk.contacting.correct(ONE, NEW_HOME)
    take_in(desk, shirts(urges=1, modified_at=NOON))
    assert (order_of(desk).receiver, order_of(desk).urges) == (NEW_HOME, 1)
    take_in(desk, shirts(receiver=NEW_HOME, modified_at=NOON))
    assert (order_of(desk).receiver, order_of(desk).told) == (NEW_HOME, None)
    desk.contacting.correct(ONE, HOME)
    third = replace(HOME, detail="龙井路1号")
    take_in(desk, shirts(receiver=third, modified_at=NOON))
    assert (order_of(desk).receiver, order_of(desk).told) == (third, None)


def test_a_label_with_the_old_address_ships_nothing(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts())
    for code in (ONE, SHIRT, SHIRT):
        desk.scan_and_print(code)
    answer = desk.contacting.correct(ONE, NEW_HOME)
    assert answer.facts["also"] == "new-label"
    assert desk.scan("YT0000000000001").facts["missing"] == "address-changed"
    assert desk.scan_and_print("PKREPRINT").verdict is Verdict.LABEL_PRINTED
    assert desk.scan("YT0000000000002").verdict is Verdict.SHIPPED


def test_an_address_of_ten_thousand_signs_is_refused_in_words(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts())
    answer = desk.contacting.correct(ONE, replace(HOME, detail="路" * 10_000))
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.NOT_READY, "too-long")
    assert order_of(desk).receiver == HOME


def test_an_order_on_another_desk_is_left_alone(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts())
    desk.scan(ONE)
    desk.scan("PKDESKother")
    assert desk.contacting.correct(ONE, NEW_HOME).verdict is Verdict.CLAIMED_ELSEWHERE
    assert desk.shortages.wait(ONE, NOON).verdict is Verdict.CLAIMED_ELSEWHERE


def test_the_buyer_had_time_to_answer(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, shirts(receiver=replace(HOME, phone="1")), clock=clock)
    desk.scan(ONE)
    desk.contacting.ask(ONE)
    clock.pass_time(hours=4)
    assert desk.wake() == 1
    hold = order_of(desk).hold
    assert hold is not None
    assert (hold.kind, hold.reason, hold.until) == (HoldKind.REVIEW, "answer-due", None)
    assert desk.wake() == 0


# --- random work --------------------------------------------------------------------------------------------

NUMBERS = [f"600000000000000000{n}" for n in range(4)]
SKUS = {"TS-L": SHIRT, "CUP": CUP, "BOOK": BOOK}
BINS = (("TS-L", "A-03-2"), ("TS-L", "A-09-9"), ("CUP", "B-11-1"))


class StockDay(RuleBasedStateMachine):
    """Work in any order; a model that knows only totals, and the ledger that must agree with it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))  # noqa: S108  (a folder of its own; memory spares the disk)
        self.clock = FakeClock(NOON)
        self.good = {"TS-L": 8, "CUP": 3}
        self.bad = {"TS-L": 0, "CUP": 0}

    @initialize()
    def morning(self) -> None:
        orders = [
            make_order(
                number,
                Line(f"{number}1", "TS-L", 1 + n, "白色棉T恤", "L"),
                Line(f"{number}2", "CUP", 1, "陶瓷茶杯"),
                Line(f"{number}3", "BOOK", 1, "儿童绘本"),
                due_h=n + 1,
            )
            for n, number in enumerate(NUMBERS)
        ]
        shelves = (
            StockCount("TS-L", "A-03-2", 6),
            StockCount("TS-L", "A-09-9", 2),
            StockCount("CUP", "B-11-1", 3),
        )
        self.desk = make_desk(self.folder / "data", *orders, *shelves, clock=self.clock)

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.store.close()
        shutil.rmtree(self.folder)

    def scan(self, code: str) -> Verdict:
        self.clock.pass_time(seconds=1)
        return self.desk.scan_and_print(code).verdict

    @rule(n=st.integers(0, 3))
    def open_order(self, n: int) -> None:
        self.scan(NUMBERS[n])

    @rule(sku=st.sampled_from(sorted(SKUS)), times=st.integers(1, 4))
    def scan_items(self, sku: str, times: int) -> None:
        for _ in range(times):
            self.scan(SKUS[sku])

    @rule()
    def pack_on(self) -> None:
        """Everything the open order still lacks, its checks, and its label."""
        view = self.desk.open_view()
        if view is None:
            return
        for line in view.order.lines:
            for _ in range(line.need - line.got):
                self.scan(SKUS[line.sku])
        self.scan("PKPASS")
        now = self.desk.open_view()
        if (
            now
            and now.order.state is State.LABELLED
            and self.scan(now.order.live_waybills[0]) is Verdict.SHIPPED
        ):
            for line in now.order.lines:
                if line.sku in self.good:
                    self.good[line.sku] -= line.got

    @rule()
    def flaw(self) -> None:
        if self.scan("PKFAIL") is Verdict.QUALITY_FAILED:
            self.good["CUP"] -= 1
            self.bad["CUP"] += 1

    @rule(code=st.sampled_from(["PKUNDO", "PKEXIT", "PKHOLD"]))
    def command(self, code: str) -> None:
        self.scan(code)

    @rule(n=st.integers(0, 3))
    def go_on(self, n: int) -> None:
        self.desk.release(NUMBERS[n])

    @rule(n=st.integers(0, 3), how=st.sampled_from(["rest", "wait", "give-up"]))
    def settle(self, n: int, how: str) -> None:
        if how == "rest":
            self.desk.shortages.send_rest(NUMBERS[n], "")
        elif how == "wait":
            self.desk.shortages.wait(NUMBERS[n], self.clock.now() + timedelta(minutes=1))
        else:
            self.desk.contacting.give_up(NUMBERS[n])

    @rule()
    def wake(self) -> None:
        self.clock.pass_time(minutes=2)
        self.desk.wake()

    @rule(n=st.integers(0, 3), word=st.sampled_from(["closed", "refund-cup", "refund-over"]))
    def news(self, n: int, word: str) -> None:
        known = order_of(self.desk, NUMBERS[n])
        refund = {"refund-cup": "SUCCESS", "refund-over": "NO_REFUND"}.get(word)
        lines = tuple(
            replace(line, refund=refund) if refund and line.sku == "CUP" else line for line in known.lines
        )
        status = "TRADE_CLOSED" if word == "closed" else known.status
        self.clock.pass_time(seconds=1)
        take_in(self.desk, replace(known, lines=lines, status=status, modified_at=self.clock.now()))

    @rule(n=st.integers(0, 3))
    def take_apart(self, n: int) -> None:
        self.desk.unpack(NUMBERS[n])

    @rule(which=st.sampled_from(BINS), change=st.integers(-3, 3))
    def count(self, which: tuple[str, str], change: int) -> None:
        sku, name = which
        lies = next(shelf.units for shelf in self.desk.stockroom.bins(sku) if shelf.bin == name)
        if self.desk.stockroom.recount(sku, name, lies + change, "counted").verdict is Verdict.COMMAND_OK:
            self.good[sku] += change

    @rule(which=st.sampled_from(BINS), how=st.sampled_from(["quarantine", "mend", "scrap"]))
    def set_apart(self, which: tuple[str, str], how: str) -> None:
        good, bad = {"quarantine": (-1, 1), "mend": (1, -1), "scrap": (0, -1)}[how]
        if getattr(self.desk.stockroom, how)(*which, 1, "random").verdict is Verdict.COMMAND_OK:
            self.good[which[0]] += good
            self.bad[which[0]] += bad

    @invariant()
    def the_ledger_is_the_model(self) -> None:
        if not hasattr(self, "desk"):
            return
        stock = self.desk.store.stock
        assert stock.sums_up() == []
        for sku in self.good:
            rows = stock.shelves(sku)
            assert (sum(row.on_hand for row in rows), sum(row.damaged for row in rows)) == (
                self.good[sku],
                self.bad[sku],
            )
            set_aside = 0
            for number in NUMBERS:
                order = order_of(self.desk, number)
                waits = order.state is State.HELD or bool(order.recall)
                if order.state not in (State.NEW, State.SHIPPED, State.CANCELLED):
                    for line in order.lines_of_sku(sku):
                        set_aside += line.got if waits else max(line.need, line.got)
            assert stock.reserved(sku) == set_aside


StockDay.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestStockDay = StockDay.TestCase
