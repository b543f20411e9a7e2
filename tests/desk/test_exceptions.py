"""The exceptions desk over a real database: who stands in the list, why, since when, and how it ends."""

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
from packstation.desk.exceptions import LONGEST_NOTE, ExceptionRow
from packstation.desk.options import DeskOptions
from packstation.desk.views import WorkList
from packstation.domain.exceptions import ExceptionKind, Solving
from packstation.domain.intake import StockCount
from packstation.domain.order import Hold, HoldKind, Line, Order, Printed, Recall, Receiver, State
from packstation.domain.outbox import Delivered, Refused
from packstation.domain.people import Person, Role
from packstation.domain.scan import Answer, Verdict
from packstation.store.refunds import TABLES as REFUNDS
from packstation.store.schema_exceptions import FILL
from packstation.store.unasked import UNASKED
from tests.builders import HOME, NOON, make_desk, make_order, numbers, take_in
from tests.desk.shirts import CUP, FIRST, ONE, SHIRT, THREE, TWO, shirts
from tests.fakes import FakeClock, FakeLink

Kind = ExceptionKind
PEOPLE = (Person("P1", "李秀英", Role.PACKER), Person("L1", "王强", Role.LEAD))
OTHER = DeskOptions(name="desk-2")


def row_of(desk: Desk, number: str = ONE) -> ExceptionRow:
    """The order's row, found in the list and by itself alike."""
    found = [row for row in desk.exceptions.rows() if row.number == number]
    assert found == [desk.exceptions.row(number)]
    return found[0]


def kinds(desk: Desk, number: str = ONE) -> tuple[Kind, ...]:
    row = desk.exceptions.row(number)
    assert (row is None) == (number not in [one.number for one in desk.exceptions.rows()])
    return row.kinds if row else ()


def missing(answer: Answer) -> object:
    return answer.facts.get("missing")


def order_of(desk: Desk, number: str = ONE) -> Order:
    order = desk.store.orders.get(number)
    assert order is not None
    return order


def news(desk: Desk, number: str = ONE, **changes: object) -> None:
    """A newer word of the platform about an order."""
    known = order_of(desk, number)
    moment = (known.modified_at or NOON) + timedelta(minutes=1)
    take_in(desk, replace(known, modified_at=moment, **changes))  # type: ignore[arg-type]


# --- each kind: how an order gets into the list, what is next, and that it is gone when that is done ------------


def test_an_order_nothing_is_wrong_with_is_never_in_the_list(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts())
    for code in (ONE, SHIRT, SHIRT, FIRST):
        desk.scan_and_print(code)
        assert desk.exceptions.rows() == []
        assert desk.exceptions.total() == 0
    assert order_of(desk).state is State.SHIPPED


def test_needs_review_until_it_is_released(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(receiver=replace(HOME, phone="12")))
    assert desk.exceptions.rows() == []
    desk.scan(ONE)
    row = row_of(desk)
    assert (row.kinds, row.solving, row.since) == ((Kind.NEEDS_REVIEW,), Solving.REVIEW, NOON)
    desk.release(ONE)
    assert desk.exceptions.rows() == []


def test_held_with_its_time_to_wake_up_until_then(tmp_path: Path) -> None:
    clock = FakeClock(NOON)
    desk = make_desk(tmp_path, shirts(), clock=clock)
    desk.scan(ONE)
    desk.hold("later", NOON + timedelta(hours=1))
    row = row_of(desk)
    assert (row.kinds, row.solving, row.until) == ((Kind.HELD,), Solving.RELEASE, NOON + timedelta(hours=1))
    clock.pass_time(hours=2)
    assert row_of(desk).since == NOON
    desk.wake()
    assert desk.exceptions.rows() == []


def test_unpaid_until_it_is_paid(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(status="WAIT_BUYER_PAY"))
    assert (row_of(desk).kinds, row_of(desk).solving) == ((Kind.UNPAID,), Solving.WAIT)
    news(desk, status="WAIT_SELLER_SEND_GOODS")
    assert desk.exceptions.rows() == []


def test_short_by_its_review_and_after_a_count_of_too_few(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(count=500), shirts(TWO, count=3))
    desk.scan(ONE)
    assert (row_of(desk).kinds, row_of(desk).solving) == ((Kind.SHORT, Kind.NEEDS_REVIEW), Solving.COUNT)
    desk.release(ONE)
    desk.stockroom.recount("TS-L", "A-03-2", 500, "found")
    assert kinds(desk) == ()


def test_short_when_the_shelf_turns_out_emptier_than_what_was_set_aside(tmp_path: Path) -> None:
    clock = FakeClock(NOON)
    desk = make_desk(tmp_path, shirts(count=3, due_h=1), shirts(TWO, count=3, due_h=2), clock=clock)
    for number in (ONE, TWO):
        desk.scan(number)
        desk.scan("PKEXIT")
    assert desk.exceptions.rows() == []
    clock.pass_time(minutes=5)
    desk.stockroom.recount("TS-L", "A-03-2", 4, "counted")
    assert kinds(desk, ONE) == ()
    row = row_of(desk, TWO)
    assert (row.kinds, row.solving, row.since) == ((Kind.SHORT,), Solving.COUNT, NOON + timedelta(minutes=5))
    assert (desk.exceptions.counts(), desk.exceptions.total()) == ({Kind.SHORT: 1}, 1)
    desk.stockroom.recount("TS-L", "A-03-2", 6, "found")
    assert desk.exceptions.rows() == []


def test_defective_until_the_flawed_unit_is_replaced_or_all_is_put_back(tmp_path: Path) -> None:
    order = make_order(ONE, Line("1", "CUP", 2, "陶瓷茶杯"))
    desk = make_desk(tmp_path, order)
    for code in (ONE, CUP, CUP):
        desk.scan(code)
    assert desk.scan("PKFAIL").verdict is Verdict.QUALITY_FAILED
    assert (row_of(desk).kinds, row_of(desk).solving) == ((Kind.DEFECTIVE,), Solving.REPLACE)
    desk.scan(CUP)
    assert desk.exceptions.rows() == []
    desk.scan("PKFAIL")
    assert kinds(desk) == (Kind.DEFECTIVE,)
    desk.put_back()
    assert kinds(desk) == ()
    desk.scan(ONE)
    desk.scan(CUP)
    assert kinds(desk) == ()


def test_recalled_until_it_is_unpacked(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts())
    for code in (ONE, SHIRT, SHIRT, "PKEXIT"):
        desk.scan_and_print(code)
    news(desk, status="TRADE_CLOSED")
    assert (row_of(desk).kinds, row_of(desk).solving) == ((Kind.RECALLED,), Solving.UNPACK)
    desk.unpack(ONE)
    assert desk.exceptions.rows() == []


def test_a_refunded_unit_in_the_box_until_it_is_out(tmp_path: Path) -> None:
    lines = (Line("1", "TS-L", 1, "白色棉T恤"), Line("2", "CUP", 1, "陶瓷茶杯"))
    desk = make_desk(tmp_path, make_order(ONE, *lines))
    desk.scan(ONE)
    desk.scan(SHIRT)
    news(desk, lines=(replace(lines[0], refund="SUCCESS"), lines[1]))
    assert (row_of(desk).kinds, row_of(desk).solving) == ((Kind.TAKE_OUT,), Solving.TAKE_OUT)
    desk.scan(SHIRT)
    assert desk.exceptions.rows() == []


def test_another_address_or_a_forbidden_carrier_until_the_label_is_new(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts())
    for code in (ONE, SHIRT, SHIRT):
        desk.scan_and_print(code)
    news(desk, receiver=replace(HOME, detail="文二路1号"))
    assert (row_of(desk).kinds, row_of(desk).solving) == ((Kind.ADDRESS_CHANGED,), Solving.NEW_LABEL)
    news(desk, carriers_forbidden=("YTO",))
    assert kinds(desk) == (Kind.ADDRESS_CHANGED, Kind.CARRIER_FORBIDDEN)
    news(desk, carriers_forbidden=())
    desk.scan_and_print("PKREPRINT")
    assert desk.exceptions.rows() == []


@pytest.mark.parametrize(
    ("outcome", "kind", "step"),
    [
        ("failed", Kind.LABEL_FAILED, Solving.REPRINT),
        ("unknown", Kind.LABEL_UNKNOWN, Solving.SETTLE_PRINT),
    ],
)
def test_a_label_that_did_not_surely_come_out_until_it_did(
    tmp_path: Path, outcome: str, kind: Kind, step: Solving
) -> None:
    desk = make_desk(tmp_path, shirts(), link=FakeLink(outcome))
    for code in (ONE, SHIRT, SHIRT):
        desk.scan_and_print(code)
    assert (row_of(desk).kinds, row_of(desk).solving) == ((kind,), step)
    desk.scan_and_print("PKREPRINT")
    assert desk.exceptions.rows() == []


def test_no_number_left_is_a_label_that_failed(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts())
    desk.store.database.run("UPDATE waybill_number SET state = 'void'")
    for code in (ONE, SHIRT, SHIRT):
        desk.scan_and_print(code)
    assert kinds(desk) == (Kind.LABEL_FAILED,)
    take_in(desk, *numbers(1, first=900))
    desk.scan_and_print("PKPRINT")
    assert kinds(desk) == ()


def test_a_weight_in_doubt_until_somebody_looked(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(), options=DeskOptions(weigh=True))
    for code in (ONE, SHIRT, SHIRT, "PKWEIGHT90"):
        desk.scan(code)
    assert (row_of(desk).kinds, row_of(desk).solving) == ((Kind.WEIGHT_OFF,), Solving.WEIGH)
    desk.scan_and_print("PKWEIGHT365")
    assert desk.exceptions.rows() == []


def test_what_the_platform_refused_until_it_took_it(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts())
    for code in (ONE, SHIRT, SHIRT, FIRST):
        desk.scan_and_print(code)
    (entry,) = desk.syncing.plan()
    desk.syncing.settle(entry, Refused("unknown-carrier"))
    assert (row_of(desk).kinds, row_of(desk).solving) == ((Kind.PARKED,), Solving.RETRY)
    assert desk.exceptions.retry(ONE).facts["amount"] == 1
    assert desk.exceptions.rows() == []
    (entry,) = desk.syncing.plan()
    desk.syncing.settle(entry, Refused("unknown-carrier"))
    assert kinds(desk) == (Kind.PARKED,)
    news(desk, urges=2)
    assert kinds(desk) == (Kind.PARKED,)
    desk.exceptions.retry(ONE)
    desk.syncing.settle(desk.syncing.plan()[0], Delivered())
    assert kinds(desk) == ()


# --- another desk -------------------------------------------------------------------------------------------


def at_other_desk(desk: Desk, *codes: str) -> None:
    """Somebody works at another desk of the same database."""
    for code in ("PKDESKDESK2", *codes, "PKDESKDESK1"):
        desk.scan_and_print(code)


def test_an_order_left_on_a_silent_desk_is_in_the_list_and_can_be_taken_over(tmp_path: Path) -> None:
    clock = FakeClock(NOON)
    desk = make_desk(tmp_path, shirts(), *PEOPLE, clock=clock)
    desk.scan("PKUSERP1")
    at_other_desk(desk, "PKUSERP1", ONE)
    clock.pass_time(minutes=10)
    at_other_desk(desk, SHIRT)
    clock.pass_time(minutes=14)
    assert desk.exceptions.rows() == []
    answer = desk.exceptions.take_over(ONE, "has gone home")
    assert (answer.verdict, missing(answer)) == (Verdict.NOT_ALLOWED, "take-over")
    clock.pass_time(minutes=1)
    row = row_of(desk)
    assert (row.kinds, row.solving) == ((Kind.CLAIMED_ELSEWHERE,), Solving.TAKE_OVER)
    assert (row.since, row.desk) == (NOON + timedelta(minutes=10), "desk2")
    answer = desk.exceptions.take_over(ONE, "has gone home")
    assert (answer.verdict, answer.facts["other"]) == (Verdict.ORDER_OPENED, "desk2")
    assert (desk.state().order, desk.store.people.desk("desk2").order) == (ONE, None)
    assert order_of(desk).got == 1
    assert desk.exceptions.rows() == []
    told = desk.store.journal.of_order(ONE)[-1]
    assert (told.verb, told.verdict) == ("take-over", "order-opened")
    assert "has gone home" in told.data
    assert "desk2" in told.data


def test_a_lead_takes_over_at_once_and_nobody_without_a_reason_or_an_empty_desk(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(), shirts(TWO), *PEOPLE)
    desk.scan("PKUSERL1")
    at_other_desk(desk, "PKUSERP1", ONE)
    assert missing(desk.exceptions.take_over(TWO, "x")) == "on-no-other-desk"
    assert missing(desk.exceptions.take_over(ONE, "  ")) == "reason"
    desk.scan(TWO)
    assert missing(desk.exceptions.take_over(ONE, "x")) == "desk-taken"
    desk.scan("PKEXIT")
    assert desk.exceptions.take_over(ONE, "x").verdict is Verdict.ORDER_OPENED
    assert missing(desk.exceptions.take_over(ONE, "x")) == "on-no-other-desk"


# --- owners and notes -----------------------------------------------------------------------------------------


def test_whoever_takes_care_is_seen_masked_until_it_is_over(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(), *PEOPLE)
    desk.scan("PKUSERP1")
    assert missing(desk.exceptions.own(ONE)) == "no-exception"
    desk.scan(ONE)
    desk.hold("later")
    desk.exceptions.own(ONE)
    assert (row_of(desk).owner, row_of(desk).badge) == ("李**", "P1")
    desk.scan("PKUSERL1")
    assert desk.exceptions.own(ONE).facts["other"] == "P1"
    assert row_of(desk).badge == "L1"
    desk.exceptions.disown(ONE)
    assert row_of(desk).owner == ""
    desk.exceptions.own(ONE)
    desk.release(ONE)
    desk.scan(ONE)
    desk.hold("again")
    assert row_of(desk).owner == ""


def test_who_took_care_of_a_silent_desk_does_not_answer_for_the_next_silence(tmp_path: Path) -> None:
    clock = FakeClock(NOON)
    desk = make_desk(tmp_path, shirts(), clock=clock)
    at_other_desk(desk, ONE)
    clock.pass_time(hours=1)
    desk.exceptions.own(ONE)
    assert row_of(desk).owner == "desk-1"
    clock.pass_time(minutes=1)
    at_other_desk(desk, SHIRT)
    assert kinds(desk) == ()
    clock.pass_time(hours=1)
    assert (row_of(desk).kinds, row_of(desk).owner) == ((Kind.CLAIMED_ELSEWHERE,), "")


def test_notes_are_kept_for_ever_newest_first_and_not_in_the_journal(tmp_path: Path) -> None:
    clock = FakeClock(NOON)
    desk = make_desk(tmp_path, shirts(), clock=clock)
    desk.scan(ONE)
    desk.hold("later")
    assert row_of(desk).note is None
    desk.exceptions.add_note(ONE, "  买家说周五在家 <b>!</b> ")
    clock.pass_time(minutes=1)
    desk.exceptions.add_note(ONE, "second")
    assert [note.text for note in desk.exceptions.notes(ONE)] == ["second", "买家说周五在家 <b>!</b>"]
    newest = row_of(desk).note
    assert newest is not None
    assert (newest.text, newest.at, newest.packer) == ("second", NOON + timedelta(minutes=1), "desk-1")
    assert all("周五" not in row.data for row, _ in desk.store.journal.rows())
    desk.store.close()
    again = make_desk(tmp_path)
    assert len(again.exceptions.notes(ONE)) == 2


def test_a_note_that_cannot_be_kept_is_refused_in_words(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts())
    assert missing(desk.exceptions.add_note(ONE, " \n ")) == "no-text"
    assert missing(desk.exceptions.add_note(ONE, "好" * (LONGEST_NOTE + 1))) == "note-too-long"
    assert desk.exceptions.add_note("0", "x").verdict is Verdict.UNKNOWN_CODE
    assert desk.exceptions.notes(ONE) == ()


# --- put back -------------------------------------------------------------------------------------------------


def test_goods_go_back_wherever_the_order_is_but_not_from_another_desk_or_under_a_label(
    tmp_path: Path,
) -> None:
    desk = make_desk(tmp_path, shirts(), shirts(TWO), shirts(THREE))
    desk.scan(ONE)
    desk.scan(SHIRT)
    answer = desk.exceptions.put_back(ONE)
    assert (answer.verdict, missing(answer), desk.state().order) == (Verdict.LEFT, "put-back", None)
    assert (order_of(desk).state, order_of(desk).got) == (State.REVIEWED, 0)
    desk.scan(TWO)
    desk.scan(SHIRT)
    desk.hold("later")
    assert desk.exceptions.put_back(TWO).verdict is Verdict.COMMAND_OK
    assert (order_of(desk, TWO).state, order_of(desk, TWO).got) == (State.HELD, 0)
    assert desk.store.stock.reserved("TS-L") == 2
    at_other_desk(desk, THREE, SHIRT)
    assert desk.exceptions.put_back(THREE).verdict is Verdict.CLAIMED_ELSEWHERE
    at_other_desk(desk, SHIRT, "PKEXIT")
    assert missing(desk.exceptions.put_back(THREE)) in ("void-first", "state-labelled")
    assert order_of(desk, THREE).got == 2
    assert desk.store.stock.sums_up() == []


# --- ahead of all others --------------------------------------------------------------------------------------


def in_queue(desk: Desk, work_list: WorkList = WorkList.ALL) -> list[str]:
    return [row.number for row in desk.queue(work_list, None, 50)]


def test_an_expedited_order_leads_every_list_and_calmed_is_back_in_its_exact_place(tmp_path: Path) -> None:
    orders = [shirts(n, due_h=2 + place) for place, n in enumerate((ONE, TWO, THREE))]
    desk = make_desk(tmp_path, *orders)
    before = {name: in_queue(desk, name) for name in WorkList}
    assert before[WorkList.ALL] == [ONE, TWO, THREE]
    first = desk.reading.first_due()
    answer = desk.exceptions.expedite(THREE, "买家周五结婚")
    assert (answer.verdict, missing(answer)) == (Verdict.COMMAND_OK, "expedited")
    for name in (WorkList.ALL, WorkList.DUE_NOW, WorkList.TODAY):
        assert in_queue(desk, name)[0] == THREE
    row = desk.row(THREE)
    assert row is not None
    assert (row.ship_by, "expedited" in row.flags) == (orders[2].ship_by, True)
    assert row.expedited is not None
    assert (row.expedited.reason, row.expedited.by) == ("买家周五结婚", "desk-1")
    assert order_of(desk, THREE).ship_by == orders[2].ship_by
    assert desk.reading.first_due() == first
    assert desk.scan(SHIRT).order == THREE
    desk.scan("PKUNDO")
    desk.scan("PKEXIT")
    news(desk, THREE, urges=0, memo="急")
    assert in_queue(desk)[0] == THREE
    assert missing(desk.exceptions.expedite(THREE, "again")) == "already-ahead"
    assert desk.exceptions.calm(THREE).verdict is Verdict.COMMAND_OK
    assert {name: in_queue(desk, name) for name in WorkList} == before
    assert missing(desk.exceptions.calm(THREE)) == "not-ahead"


def test_who_wanted_an_order_first_and_why_stands_in_the_journal(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(), *PEOPLE)
    desk.scan("PKUSERP1")
    assert missing(desk.exceptions.expedite(ONE, " ")) == "reason"
    assert missing(desk.exceptions.expedite(ONE, "x" * 201)) == "reason-too-long"
    desk.exceptions.expedite(ONE, "lead asked")
    told = desk.store.journal.of_order(ONE)[-1]
    assert (told.verb, told.packer, "lead asked" in told.data) == ("expedite", "P1", True)


def test_an_expedited_order_is_shipped_like_any_other(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(), shirts(TWO))
    desk.exceptions.expedite(TWO, "x")
    for code in (SHIRT, SHIRT):
        assert desk.scan_and_print(code).order == TWO
    assert desk.scan(FIRST).verdict is Verdict.SHIPPED
    assert order_of(desk, TWO).ship_by == shirts(TWO).ship_by
    assert desk.exceptions.expedite(TWO, "x").verdict is Verdict.ALREADY_SHIPPED
    assert in_queue(desk) == [ONE]


# --- the list -------------------------------------------------------------------------------------------------


def test_gravest_first_then_most_urgent_in_pages_and_by_kind(tmp_path: Path) -> None:
    held = [shirts(f"{n:019d}", due_h=50 - n, status="WAIT_BUYER_PAY") for n in range(20)]
    desk = make_desk(tmp_path, shirts(), *held)
    for code in (ONE, SHIRT, SHIRT, "PKEXIT"):
        desk.scan_and_print(code)
    news(desk, status="TRADE_CLOSED")
    whole = [row.number for row in desk.exceptions.everything()]
    assert whole == [ONE, *(order.number for order in reversed(held))]
    first = desk.exceptions.rows(limit=8)
    rest = desk.exceptions.rows(after=first[-1].place, limit=50)
    assert [row.number for row in (*first, *rest)] == whole
    assert len(desk.exceptions.rows(Kind.UNPAID)) == 20
    assert [row.number for row in desk.exceptions.rows(Kind.RECALLED)] == [ONE]
    assert desk.exceptions.rows(Kind.SHORT) == []
    assert desk.exceptions.counts() == {Kind.RECALLED: 1, Kind.UNPAID: 20}
    assert desk.exceptions.total() == 21
    desk.exceptions.expedite(held[0].number, "x")
    assert desk.exceptions.rows(Kind.UNPAID)[0].number == held[0].number


def test_what_was_wrong_before_the_list_began_is_in_it(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts())
    for code in (ONE, SHIRT, SHIRT, FIRST):
        desk.scan_and_print(code)
    desk.syncing.settle(desk.syncing.plan()[0], Refused("x"))
    base, box = make_order("1"), order_of(desk).parcels[0]
    unpaid, doubtful, by_hand = (
        replace(base, state=State.HELD, hold=Hold(kind))
        for kind in (HoldKind.UNPAID, HoldKind.REVIEW, HoldKind.DESK)
    )
    full = replace(base, state=State.LABELLED, lines=(replace(base.lines[0], got=2),))
    cases = [
        unpaid,
        replace(doubtful, findings=desk.look(replace(base, receiver=Receiver())).stops),
        by_hand,
        replace(by_hand, hold=Hold(HoldKind.DESK, "stock")),
        replace(base, state=State.HELD),
        replace(full, recall=Recall.CANCELLED),
        replace(full, lines=(replace(full.lines[0], waived=1),)),
        replace(full, parcels=(replace(box, waybill="YT1"),), address_changed=True),
        replace(full, parcels=(replace(box, waybill="YT2"),), carriers_forbidden=("YTO",)),
        replace(full, parcels=(replace(box, waybill="YT3"),), carriers_allowed=("SF",)),
        replace(full, parcels=(replace(box, waybill="YT4"),), carriers_allowed=("YTO",)),
        replace(full, parcels=(replace(box, waybill="YT5", label=Printed.UNKNOWN),)),
        replace(full, parcels=(replace(box, waybill="YT6", label=Printed.FAILED),)),
        replace(full, state=State.PACKED, parcels=(replace(box, waybill="", label=Printed.NONE),)),
        replace(full, parcels=(replace(box, waybill="YT7", doubt_g=3),)),
        replace(full, state=State.CANCELLED, address_changed=True),
        full,
    ]
    with desk.store.transaction():
        orders = [replace(order, number=f"{place:019d}") for place, order in enumerate(cases)]
        desk.store.orders.add(orders)
        for order in orders:
            desk.store.exceptions.follow(None, order, NOON)
    kept = "SELECT order_id, kinds, grave, due, pressure FROM exception ORDER BY order_id"
    before = desk.store.database.all(kept)
    assert len(before) == len(cases) - 2
    with desk.store.transaction():
        desk.store.database.run("DELETE FROM exception")
        desk.store.database.run(FILL)
        desk.store.database.run(UNASKED[-1])
        desk.store.database.run(REFUNDS[-1])
    assert desk.store.database.all(kept) == before


# --- whatever is done -------------------------------------------------------------------------------------------


def expected(desk: Desk, number: str) -> set[str]:
    """What is wrong with an order, told from what everybody can see of it."""
    order = order_of(desk, number)
    parked = any(entry.state.value == "PARKED" for entry in desk.store.outbox.of_order(number))
    found = {"parked"} if parked else set()
    if order.state in (State.SHIPPED, State.CANCELLED):
        return found
    labels = {box.label.value for box in order.parcels}
    facts = {
        "recalled": order.recall != "",
        "take-out": any(line.got > line.need for line in order.lines),
        "address-changed": order.address_changed,
        "label-unknown": "unknown" in labels,
        "label-failed": "failed" in labels or (order.state is State.PACKED and "none" in labels),
        "held": order.state is State.HELD,
    }
    return found | {name for name, is_so in facts.items() if is_so}


class AnyDay(RuleBasedStateMachine):
    """Random gestures at two desks: whatever is wrong stands in the list, and nothing else does."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.clock, self.link = FakeClock(NOON), FakeLink()
        self.numbers = (ONE, TWO, THREE)
        self.desk = make_desk(
            self.folder / "data",
            *(shirts(number, due_h=1 + place) for place, number in enumerate(self.numbers)),
            clock=self.clock,
            link=self.link,
        )

    @rule(code=st.sampled_from((SHIRT, SHIRT, ONE, TWO, THREE, "PKEXIT", "PKUNDO", "PKREPRINT", "PKPRINT")))
    def scan(self, code: str) -> None:
        self.desk.scan_and_print(code)

    @rule(outcome=st.sampled_from(("failed", "unknown", "printed")))
    def printer(self, outcome: str) -> None:
        self.link.outcomes.append(outcome)

    @rule(name=st.sampled_from(("DESK1", "DESK2")))
    def desk_profile(self, name: str) -> None:
        self.desk.scan(f"PKDESK{name}")

    @rule()
    def close(self) -> None:
        order = self.desk.state().order
        waybills = order_of(self.desk, order).live_waybills if order else ()
        for waybill in waybills:
            self.desk.scan(waybill)

    @rule()
    def hold(self) -> None:
        if self.desk.state().order:
            self.desk.hold("later", self.clock.now() + timedelta(hours=1))

    @rule(place=st.integers(0, 2), act=st.sampled_from(("release", "put-back", "unpack", "take-over", "own")))
    def by_number(self, place: int, act: str) -> None:
        number, exceptions = self.numbers[place], self.desk.exceptions
        {
            "release": lambda: self.desk.release(number),
            "put-back": lambda: exceptions.put_back(number),
            "unpack": lambda: self.desk.unpack(number),
            "take-over": lambda: exceptions.take_over(number, "x"),
            "own": lambda: exceptions.own(number),
        }[act]()

    @rule(place=st.integers(0, 2), ahead=st.booleans())
    def expedite(self, place: int, ahead: bool) -> None:  # noqa: FBT001  (drawn)
        exceptions, number = self.desk.exceptions, self.numbers[place]
        exceptions.expedite(number, "x") if ahead else exceptions.calm(number)

    @rule(
        place=st.integers(0, 2),
        change=st.sampled_from(
            (
                {"status": "TRADE_CLOSED"},
                {"status": "WAIT_BUYER_PAY"},
                {"status": "WAIT_SELLER_SEND_GOODS"},
                {"receiver": replace(HOME, detail="文二路1号")},
                {"urges": 3},
            )
        ),
    )
    def platform(self, place: int, change: dict[str, object]) -> None:
        news(self.desk, self.numbers[place], **change)

    @rule(units=st.integers(0, 8))
    def count(self, units: int) -> None:
        take_in(self.desk, StockCount("TS-L", "A-03-2", units))

    @rule(took=st.booleans())
    def tell(self, took: bool) -> None:  # noqa: FBT001  (drawn)
        for entry in self.desk.syncing.plan():
            self.desk.syncing.settle(entry, Delivered() if took else Refused("x"))

    @rule(place=st.integers(0, 2))
    def retry(self, place: int) -> None:
        self.desk.exceptions.retry(self.numbers[place])

    @rule()
    def time(self) -> None:
        self.clock.pass_time(minutes=20)
        self.desk.wake()

    @invariant()
    def what_is_wrong_is_in_the_list(self) -> None:
        rows = {row.number: row for row in self.desk.exceptions.rows()}
        assert self.desk.exceptions.total() == len(rows)
        momentary = {"short", "claimed-elsewhere", "defective"}
        for number in self.numbers:
            told = {kind.value for kind in rows[number].kinds} if number in rows else set()
            told = {"held" if kind in ("needs-review", "unpaid") else kind for kind in told}
            assert told - momentary == expected(self.desk, number), number
            if "claimed-elsewhere" in told:
                assert self.desk.store.people.desk_of(number) not in (None, self.desk.state().desk)
            if "short" in told and order_of(self.desk, number).state is not State.HELD:
                assert self.desk.stockroom.missing(order_of(self.desk, number))

    def teardown(self) -> None:
        self.desk.store.close()
        shutil.rmtree(self.folder)


AnyDay.TestCase.settings = settings(
    max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnyDay = AnyDay.TestCase
