"""A platform that is silent, late, refuses or tells of others; then everything at random, cancels among it.

Whatever the order: no label and no shipment of an order whose cancel the platform had told, or would have told.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from packstation.desk.booking import about
from packstation.desk.gate_book import FRESH_S
from packstation.desk.gates import Told
from packstation.domain.exceptions import ExceptionKind, Solving
from packstation.domain.order import REFUND_OVER, SENT, Receiver, State
from packstation.domain.scan import Answer, Verdict
from packstation.errors import Outage
from packstation.words import LANGUAGES, load
from tests.asked_platform import ELSEWHERE
from tests.asked_shop import Shop
from tests.builders import events, verdicts
from tests.desk.shirts import FIRST, ONE, SHIRT, TWO, shirts

ACTS = {
    "silent": "platform-silent",
    "late": "platform-silent",
    "refuse": "platform-refuses",
    "broken": "platform-refuses",
    "other": "platform-doubtful",
    "empty": "platform-doubtful",
    "garbled": "platform-doubtful",
}


# --- the rule "wait" --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("act", "missing"), ACTS.items())
def test_without_a_good_answer_the_box_gets_no_label_and_pkprint_asks_again(
    tmp_path: Path, act: str, missing: str
) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.platform.acts = [act, act]
    packed, asked = shop.scan(SHIRT, "PKPRINT")
    assert (packed.verdict, packed.state) == (Verdict.ORDER_COMPLETE, "packed")
    assert events(packed)[-2:] == ["packed", "label-failed"]
    assert packed.facts["also"] == missing
    assert (asked.verdict, asked.facts["missing"]) == (Verdict.LABEL_FAILED, missing)
    assert shop.order().live_waybills == ()
    assert verdicts(shop.scan("PKPRINT")) == ["label-printed"]
    assert len(shop.platform.asked) == 3


@pytest.mark.parametrize(("act", "missing"), ACTS.items())
def test_without_a_good_answer_no_box_leaves_and_the_same_scan_asks_again(
    tmp_path: Path, act: str, missing: str
) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.scan(SHIRT)
    shop.wait()
    shop.platform.acts = [act]
    [waits] = shop.scan(FIRST)
    assert (waits.verdict, waits.facts["missing"], waits.state) == (Verdict.NOT_READY, missing, "labelled")
    assert shop.desk.store.outbox.of_order(ONE) == ()
    assert verdicts(shop.scan(FIRST)) == ["shipped"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_sentence_says_what_is_so_and_what_to_do(tmp_path: Path, language: str) -> None:
    words = load(language)
    shop = Shop(tmp_path, shirts(ONE, 1))
    for act in ACTS:
        shop.platform.acts = [act]
        [waits] = shop.scan("PKPRINT" if shop.order().got else SHIRT)
        assert "PKPRINT" in words.say(waits), act
        assert "[" not in words.say(waits)
    shop.scan("PKPRINT")
    for act in ACTS:
        shop.wait()
        shop.platform.acts = [act]
        [waits] = shop.scan(FIRST)
        assert ONE in words.say(waits), act
        assert "[" not in words.say(waits)


def test_another_orders_data_beside_the_right_one_is_ignored_and_named(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.platform.acts = ["beside"]
    assert verdicts(shop.scan(SHIRT)) == ["order-complete"]
    assert shop.order().state is State.LABELLED
    assert shop.desk.view("4999999999999999999") is None
    [(told,)] = shop.desk.store.database.all("SELECT data FROM journal WHERE verb = 'gate-reject'")
    assert [one["reason"] for one in json.loads(told)["rejects"]] == ["not-asked"]


def test_news_that_comes_too_late_still_stops_the_order(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    shop.platform.cancel(ONE)
    shop.platform.acts = ["late"]
    [stopped] = shop.scan(SHIRT)
    assert (stopped.verdict, stopped.state) == (Verdict.ORDER_CANCELLED, "cancelled")


def test_an_answer_nobody_waits_for_any_more_is_news_and_nothing_else(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1))
    gate = shop.desk.gates.plan(shop.desk.scan(SHIRT).gates[0])
    assert gate
    given_up = shop.desk.gates.settle(shop.desk.gates.given_up(gate))
    assert given_up.verdict is Verdict.LABEL_FAILED
    shop.platform.cancel(ONE)
    assert shop.desk.gates.settle(shop.desk.gates.act(gate)).facts["missing"] == "gate-over"
    assert shop.order().state is State.CANCELLED


# --- the rule "go-on" -------------------------------------------------------------------------------------------


def test_a_shop_may_go_on_without_an_answer_marked(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1), offline_rule="go-on")
    shop.platform.acts = ["silent"]
    [packed] = shop.scan(SHIRT)
    assert (packed.verdict, packed.state) == (Verdict.ORDER_COMPLETE, "labelled")
    assert "gone-on" in str(packed.facts["also"])
    view = shop.desk.view(ONE)
    assert view
    assert view.unasked
    assert (view.unasked.step, view.unasked.found) == ("number", "")
    rows = shop.desk.store.database.all("SELECT order_number, data FROM journal WHERE verb = 'go-on'")
    assert [(number, json.loads(data)["step"]) for number, data in rows] == [(ONE, "number")]


@pytest.mark.parametrize("act", ["refuse", "broken", "other", "empty", "garbled"])
def test_no_shop_goes_on_where_the_platform_refuses_or_talks_nonsense(tmp_path: Path, act: str) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1), offline_rule="go-on")
    shop.platform.acts = [act]
    shop.scan(SHIRT)
    assert (shop.order().state, shop.desk.store.unasked.of(ONE)) == (State.PACKED, None)


def test_what_was_told_before_counts_though_the_platform_is_silent_now(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1), offline_rule="go-on")
    shop.scan(SHIRT)
    shop.platform.move_house(ONE)
    shop.desk.syncing.pull_now()
    shop.wait()
    shop.platform.acts = ["silent"]
    [waits] = shop.scan(FIRST)
    assert (waits.verdict, waits.facts["missing"]) == (Verdict.NOT_READY, "address-changed")
    assert shop.desk.store.unasked.of(ONE) is None


def test_the_next_gate_that_is_answered_takes_the_mark_away(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1), offline_rule="go-on")
    shop.platform.acts = ["silent"]
    shop.scan(SHIRT)
    shop.wait()
    assert verdicts(shop.scan(FIRST)) == ["shipped"]
    assert shop.desk.store.unasked.of(ONE) is None


def left_unasked(shop: Shop) -> None:
    """The order ships while the platform does not answer."""
    shop.platform.acts = ["silent"]
    shop.scan(SHIRT)
    shop.wait()
    shop.platform.acts = ["silent"]
    [shipped] = shop.scan(FIRST)
    assert (shipped.verdict, shipped.facts["also"]) == (Verdict.SHIPPED, "gone-on")


def test_what_left_unasked_is_looked_at_again_and_all_is_well(tmp_path: Path) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1), offline_rule="go-on")
    left_unasked(shop)
    shop.platform.acts = ["silent"]
    with pytest.raises(Outage):
        shop.desk.gates.unasked.look_now()
    shop.platform.change(ONE, status="WAIT_BUYER_CONFIRM_GOODS")
    shop.platform.refund(ONE, word=SENT)
    assert shop.desk.gates.unasked.plan() == (ONE,)
    assert shop.desk.gates.unasked.look_now() == 1
    assert (shop.desk.gates.unasked.plan(), shop.desk.exceptions.row(ONE)) == ((), None)


@pytest.mark.parametrize("what", ["cancelled", "refund", "address", "address-behind-stars"])
def test_what_left_unasked_and_should_not_have_is_an_exception_until_somebody_dealt_with_it(
    tmp_path: Path, what: str
) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1), offline_rule="go-on")
    left_unasked(shop)
    happened: dict[str, Callable[[], object]] = {
        "cancelled": lambda: shop.platform.cancel(ONE),
        "refund": lambda: shop.platform.refund(ONE, word="WAIT_SELLER_AGREE"),
        "address": lambda: shop.platform.move_house(ONE, ELSEWHERE),
        "address-behind-stars": lambda: shop.platform.change(ONE, address_mark="2"),
    }
    happened[what]()
    shop.desk.gates.unasked.look_now()
    row = shop.desk.exceptions.row(ONE)
    assert row
    left = what.removesuffix("-behind-stars")
    assert (row.kinds, row.solving, row.left) == ((ExceptionKind.LEFT_UNASKED,), Solving.INTERCEPT, left)
    assert shop.desk.gates.unasked.plan() == ()
    assert shop.desk.gates.unasked.intercepted(ONE, " ").facts["missing"] == "no-text"
    done = shop.desk.gates.unasked.intercepted(ONE, "圆通已截回")
    assert (done.verdict, done.facts["missing"]) == (Verdict.COMMAND_OK, "intercepted")
    assert shop.desk.exceptions.row(ONE) is None
    assert shop.desk.exceptions.notes(ONE)[0].text == "圆通已截回"


def test_an_order_the_platform_does_not_tell_of_stays_marked_and_keeps_no_other_waiting(
    tmp_path: Path,
) -> None:
    shop = Shop(tmp_path, shirts(ONE, 1), shirts(TWO, 1), offline_rule="go-on")
    shop.platform.acts = ["silent", "silent"]
    shop.scan(ONE, SHIRT, "PKEXIT")
    shop.wait()
    shop.scan(TWO, SHIRT)
    del shop.platform.orders[ONE]
    shop.desk.gates.unasked.look_now()
    assert shop.desk.gates.unasked.plan() == (ONE,)


# --- everything at random ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """What the platform answers, asked at this second."""

    at: float
    is_good: bool
    receiver: Receiver


ORDERS = st.sampled_from([ONE, TWO])
MOSTLY = st.sampled_from([True, True, False])


class Gates(RuleBasedStateMachine):
    """Scans, answers late and out of order, changes at the platform, syncs, crashes: in any order."""

    rule_of_the_shop = "wait"

    def __init__(self) -> None:
        super().__init__()
        self.rest = contextlib.ExitStack()
        folder = Path(self.rest.enter_context(tempfile.TemporaryDirectory()))
        orders = (shirts(ONE, 2), shirts(TWO, 1))
        self.shop = Shop(folder, *orders, offline_rule=self.rule_of_the_shop)
        self.answers: list[Answer] = []
        self.heard: list[Told] = []
        self.labels: dict[str, set[str]] = {ONE: set(), TWO: set()}
        self.shipped: set[str] = set()
        self.said: dict[str, list[Said]] = {ONE: [], TWO: []}

    def keep(self, *answers: Answer) -> None:
        self.answers += [answer for answer in answers if answer.gates]
        for answer in answers:
            for job in answer.jobs:
                task = self.shop.desk.printing.plan(job)
                if task:
                    self.shop.desk.printing.settle(self.shop.desk.printing.act(task))

    @rule(which=ORDERS, answered=MOSTLY)
    def pack(self, which: str, answered: bool) -> None:  # noqa: FBT001  (hypothesis fills it)
        """Whoever works here leaves what lies here and packs this order."""
        for code in ("PKEXIT", which, *[SHIRT] * (self.shop.order(which).units - self.shop.order(which).got)):
            self.keep(self.shop.desk.scan(code))
        if answered:
            self.be_answered()

    @rule(code=st.sampled_from([SHIRT, ONE, TWO, "PKPRINT", "PKUNDO", "PKEXIT", "PKREPRINT"]))
    def scan(self, code: str) -> None:
        self.keep(self.shop.desk.scan(code))

    @rule(which=ORDERS, seconds=st.sampled_from([0, 11]), answered=MOSTLY)
    def close(self, which: str, seconds: int, answered: bool) -> None:  # noqa: FBT001  (same)
        """The label that is on a box is scanned, at once or later."""
        self.shop.clock.pass_time(seconds=seconds)
        self.keep(self.shop.desk.scan("PKEXIT"))
        for waybill in self.shop.order(which).live_waybills:
            self.keep(self.shop.desk.scan(waybill))
        if answered:
            self.be_answered()

    @rule(act=st.sampled_from(["ok", "silent", "late", "other", "empty", "beside"]))
    def ask(self, act: str) -> None:
        """A worker asks about what waits longest; the answer is not heard yet."""
        if self.answers:
            self.shop.platform.acts = [act]
            gate = self.shop.desk.gates.plan(self.answers.pop(0).gates[0])
            if gate:
                self.remember(gate.order, gate.asked_at)
                self.heard.append(self.shop.desk.gates.act(gate))
            self.shop.platform.acts = []

    def remember(self, which: str, at: float) -> None:
        """What an honest answer says of an order at this moment."""
        order = self.shop.platform.orders[which]
        self.said[which].append(Said(at, not self.is_stopped(which), order.receiver))

    @rule()
    def be_answered(self) -> None:
        """The platform answers at once."""
        while self.answers:
            self.ask("ok")
            self.hear(last=True)

    @rule(last=st.booleans())
    def hear(self, last: bool) -> None:  # noqa: FBT001  (hypothesis fills it)
        if self.heard:
            self.keep(self.shop.desk.gates.settle(self.heard.pop(-1 if last else 0)))

    @rule(which=ORDERS, what=st.sampled_from(["cancel", "refund", "asked", "move"]))
    def change(self, which: str, what: str) -> None:
        if self.shop.order(which).state is State.SHIPPED or self.is_stopped(which):
            return
        platform = self.shop.platform
        match what:
            case "cancel":
                platform.cancel(which)
            case "refund":
                platform.refund(which)
            case "asked":
                platform.refund(which, word="WAIT_SELLER_AGREE")
            case _:
                platform.move_house(which)

    @rule()
    def sync(self) -> None:
        self.shop.desk.syncing.pull_now()

    @rule(seconds=st.sampled_from([1, 4, 11]))
    def time_passes(self, seconds: int) -> None:
        self.shop.clock.pass_time(seconds=seconds)

    @rule()
    def crash(self) -> None:
        self.answers.clear()
        self.heard.clear()
        self.shop.desk.store.close()
        self.shop.desk = self.shop.open()

    def is_stopped(self, which: str) -> bool:
        """Whether the platform has called the order off."""
        order = self.shop.platform.orders[which]
        return order.status == "TRADE_CLOSED" or any(line.refund not in REFUND_OVER for line in order.lines)

    @invariant()
    def what_ships_was_let_through_not_long_ago(self) -> None:
        """Everything shipped or numbered was good at the platform when it was asked for it, at most so long ago."""
        for which in (ONE, TWO):
            order = self.shop.order(which)
            entries = self.shop.desk.store.outbox.of_order(which)
            assert len(entries) <= 1
            assert bool(entries) == (order.state is State.SHIPPED)
            numbers = set(order.live_waybills)
            fresh = numbers - self.labels[which]
            self.labels[which] |= numbers
            if fresh:
                self.let_through(which, "number")
            if order.state is State.SHIPPED and which not in self.shipped:
                self.shipped.add(which)
                self.let_through(which, "ship")

    def let_through(self, which: str, step: str) -> None:
        """The platform had said yes within the time that counts, to the address the parcel goes to."""
        order = self.shop.order(which)
        oldest = self.shop.clock.steady() - FRESH_S
        yes = [said for said in self.said[which] if said.at > oldest and said.is_good]
        assert yes, f"{step} of {which} without the platform's word"
        assert order.receiver in {said.receiver for said in yes}, f"{step} of {which} to the old address"
        [*_, given] = self.shop.desk.store.bookings.of_order(which)
        assert given.about == about(order)

    def teardown(self) -> None:
        self.shop.desk.store.close()
        self.rest.close()


class GoingOn(Gates):
    """The same where the shop goes on: whatever went on unasked is marked until it was looked at."""

    rule_of_the_shop = "go-on"

    @rule()
    def look(self) -> None:
        self.shop.desk.gates.unasked.look_now()

    def let_through(self, which: str, step: str) -> None:
        if self.shop.desk.store.unasked.of(which) is None:
            super().let_through(which, step)


QUICK = settings(max_examples=100, stateful_step_count=30, phases=(Phase.generate,))


def test_the_harness_notices_a_gate_that_is_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    for part in ("labelling", "shipping"):
        with monkeypatch.context() as patch:
            patch.setattr(f"packstation.desk.{part}.ask_before", lambda *_: None)
            with pytest.raises(AssertionError, match="without the platform's word"):
                run_state_machine_as_test(Gates, settings=QUICK)


TestGates = Gates.TestCase
TestGates.settings = settings(max_examples=40, stateful_step_count=30)
TestGoingOn = GoingOn.TestCase
TestGoingOn.settings = settings(max_examples=25, stateful_step_count=30)
