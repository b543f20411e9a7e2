"""Several orders for one receiver in one box: one label, everybody told, nobody's goods lost or shipped unpaid."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.intake import StockCount
from packstation.domain.order import PARTED, HoldKind, Line, Order, State
from packstation.domain.people import Person, Role
from packstation.domain.review import Severity
from packstation.domain.scan import Verdict
from packstation.domain.shipment import key_of
from packstation.domain.wishes import WishPolicy
from tests.builders import HOME, NOON, make_desk, make_order, scan_all, take_in, verdicts
from tests.desk.shirts import BOOK, CUP, FIRST, ONE, SHIRT, TWO

SECOND = "YT0000000000002"
THREE = "4065712345678901236"


def order(number: str, *goods: str, **facts: object) -> Order:
    """An order of one unit each of these SKUs."""
    lines = tuple(Line(f"{place}", sku, 1, sku) for place, sku in enumerate(goods or ("TS-L",), start=1))
    return make_order(number, *lines, **facts)  # type: ignore[arg-type]  # facts of any kind


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(
        tmp_path,
        order(ONE, "TS-L", due_h=3),
        order(TWO, "BOOK", due_h=5, message="楼下有门禁"),
        order(THREE, "TS-L", due_h=4, receiver=replace(HOME, name="王芳")),
        StockCount("TS-L", "A-1", 5),
        StockCount("BOOK", "A-2", 5),
        options=DeskOptions(),
    )


def known(desk: Desk, number: str) -> Order:
    found = desk.store.orders.get(number)
    assert found is not None
    return found


def told(desk: Desk, number: str) -> list[str]:
    """Waybills of which the platform hears for this order."""
    entries = desk.store.outbox.of_order(number)
    return [
        waybill for waybill in (FIRST, SECOND) for entry in entries if entry.key == key_of(number, waybill)
    ]


def free(desk: Desk, sku: str) -> int:
    return desk.store.stock.available([sku], "")[sku]


def test_one_box_one_label_and_each_order_is_told_once(desk: Desk) -> None:
    assert desk.companions.offers(ONE) == (TWO,), "the same door only"
    before = (free(desk, "TS-L"), free(desk, "BOOK"))
    answer = desk.companions.join(TWO)
    assert (answer.verdict, answer.order, answer.facts["others"]) == (Verdict.COMMAND_OK, ONE, TWO)
    assert (known(desk, TWO).state, known(desk, TWO).hold is not None) == (State.HELD, True)
    now = (free(desk, "TS-L"), free(desk, "BOOK"))
    assert now == (before[0] - 1, before[1] - 1), "the goods are set aside once"
    answers = scan_all(desk, TWO, SHIRT, BOOK, FIRST)
    assert verdicts(answers) == ["order-opened", "line-complete", "order-complete", "shipped"]
    assert (answers[0].order, answers[0].facts["also"]) == (ONE, "along")
    for number in (ONE, TWO):
        assert known(desk, number).state is State.SHIPPED
        assert known(desk, number).shipped_at == known(desk, ONE).shipped_at
        assert told(desk, number) == [FIRST]
    assert (free(desk, "TS-L"), free(desk, "BOOK")) == now, "what was set aside is gone"
    assert desk.store.stock.sums_up() == []
    assert desk.store.journal.of_order(TWO)[-1].verb == "ship-along"
    assert desk.scan(TWO).verdict is Verdict.ALREADY_SHIPPED


def test_each_order_is_told_of_the_boxes_its_goods_lie_in(desk: Desk) -> None:
    desk.companions.join(ONE)
    scan_all(desk, ONE, SHIRT, "PKNEXTBOX", BOOK, FIRST, SECOND)
    assert (told(desk, ONE), told(desk, TWO)) == ([FIRST], [SECOND])


def test_a_wish_of_either_must_be_ticked(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, order(ONE), order(TWO, "BOOK", wishes=["贺卡"], due_h=9))
    desk.companions.join(ONE)
    answers = scan_all(desk, ONE, SHIRT, BOOK, "PKPRINT", "PKTICK", FIRST)
    assert verdicts(answers)[-3:] == ["not-ready", "wish-ticked", "shipped"]


def test_messages_of_all_are_read_at_the_desk(desk: Desk) -> None:
    desk.companions.join(ONE)
    view = desk.view(ONE)
    assert view is not None
    assert (view.messages, [one.number for one in view.along]) == (("楼下有门禁",), [TWO])


def test_taken_apart_before_anything_was_packed_both_go_alone(desk: Desk) -> None:
    desk.companions.join(ONE)
    assert desk.companions.part(TWO).facts["missing"] == "parted"
    assert [line.of for line in known(desk, ONE).lines] == [""]
    assert verdicts(scan_all(desk, ONE, SHIRT, FIRST, TWO, BOOK, SECOND))[-1] == "shipped"
    assert (told(desk, ONE), told(desk, TWO)) == ([FIRST], [SECOND])


def test_what_is_in_the_box_already_comes_out_when_they_are_taken_apart(desk: Desk) -> None:
    desk.companions.join(ONE)
    scan_all(desk, ONE, SHIRT, BOOK)
    assert desk.companions.part(ONE).facts["missing"] == "parted-take-out"
    assert desk.scan(FIRST).verdict is Verdict.ORDER_RECALLED
    assert verdicts(scan_all(desk, BOOK, FIRST)) == ["undone", "shipped"]
    assert (told(desk, ONE), told(desk, TWO)) == ([FIRST], [])
    assert known(desk, TWO).state is State.CONFIRMED
    assert verdicts(scan_all(desk, TWO, BOOK, SECOND)) == ["order-opened", "order-complete", "shipped"]
    assert desk.store.stock.sums_up() == []


@pytest.mark.parametrize(
    "news",
    [
        {"status": "TRADE_CLOSED"},
        {"refund": "SUCCESS"},
        {"refund": "WAIT_SELLER_AGREE"},
        {"status": "WAIT_BUYER_CONFIRM_GOODS"},
        {"receiver": replace(HOME, detail="龙井路1号")},
        {"carriers_forbidden": ("YTO",)},
    ],
    ids=str,
)
def test_one_that_may_not_go_along_any_more_never_leaves_in_the_box(
    desk: Desk, news: dict[str, object]
) -> None:
    desk.companions.join(ONE)
    scan_all(desk, ONE, SHIRT, BOOK)
    refund = news.pop("refund", None)
    lines = tuple(replace(line, refund=str(refund)) if refund else line for line in order(TWO, "BOOK").lines)
    take_in(desk, replace(order(TWO, "BOOK", due_h=5, modified_at=NOON, **news), lines=lines))
    assert desk.scan(FIRST).verdict is Verdict.ORDER_RECALLED
    assert verdicts(scan_all(desk, BOOK, FIRST)) == ["undone", "shipped"]
    assert told(desk, TWO) == []
    assert desk.store.stock.sums_up() == []


def test_more_of_one_that_goes_along_is_packed_too(desk: Desk) -> None:
    desk.companions.join(ONE)
    scan_all(desk, ONE, SHIRT, BOOK)
    more = tuple(replace(line, quantity=2) for line in order(TWO, "BOOK").lines)
    take_in(desk, make_order(TWO, *more, due_h=5, message="楼下有门禁", modified_at=NOON))
    answers = scan_all(desk, FIRST, BOOK, SECOND)
    assert verdicts(answers) == ["not-ready", "order-complete", "shipped"]
    assert (told(desk, ONE), told(desk, TWO)) == ([SECOND], [SECOND])


def test_news_of_the_leading_order_leave_the_others_goods_alone(desk: Desk) -> None:
    desk.companions.join(ONE)
    scan_all(desk, ONE, SHIRT)
    take_in(desk, order(ONE, "TS-L", due_h=3, urges=2, modified_at=NOON))
    assert [(line.sku, line.got) for line in known(desk, ONE).lines] == [("TS-L", 1), ("BOOK", 0)]
    assert verdicts(scan_all(desk, BOOK, FIRST)) == ["order-complete", "shipped"]


@pytest.mark.parametrize("is_labelled", [False, True])
def test_a_leading_order_that_is_closed_sets_the_others_free(desk: Desk, *, is_labelled: bool) -> None:
    desk.companions.join(ONE)
    scan_all(desk, ONE, SHIRT, *([BOOK] if is_labelled else []))
    take_in(desk, order(ONE, "TS-L", due_h=3, status="TRADE_CLOSED", modified_at=NOON))
    assert known(desk, TWO).state is State.CONFIRMED
    if is_labelled:
        assert desk.scan(FIRST).verdict is Verdict.ORDER_RECALLED
        assert desk.scan(SHIRT).facts["missing"] == "unpacked"
    desk.scan("PKEXIT")
    answers = scan_all(desk, TWO, BOOK, SECOND if is_labelled else FIRST)
    assert verdicts(answers) == ["order-opened", "order-complete", "shipped"]
    assert known(desk, ONE).state is State.CANCELLED
    assert desk.store.stock.sums_up() == []


def test_a_corrected_address_of_the_leading_order_is_nobody_elses(desk: Desk) -> None:
    desk.companions.join(ONE)
    desk.contacting.correct(ONE, replace(HOME, detail="龙井路1号"))
    assert known(desk, TWO).state is State.CONFIRMED
    assert [line.of for line in known(desk, ONE).lines] == [""]


def test_who_goes_along_is_released_by_nobody_and_held_by_nothing_else(desk: Desk) -> None:
    desk.companions.join(ONE)
    answer = desk.release(TWO)
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.ORDER_HELD, "joined")
    desk.contacting.give_up(TWO)
    hold = known(desk, TWO).hold
    assert hold is not None
    assert hold.kind is HoldKind.DESK
    assert [line.of for line in known(desk, ONE).lines] == [""], "to be cancelled: it goes nowhere"


def test_only_what_can_go_together_does(tmp_path: Path) -> None:
    desk = make_desk(
        tmp_path,
        order(ONE),
        order(TWO, "BOOK", receiver=replace(HOME, name="王芳")),
        order(THREE, "BOOK", carriers_allowed=("YTO",)),
    )
    assert desk.companions.offers(ONE) == ()
    facts = [desk.companions.join(ONE, others).facts["missing"] for others in ((), (TWO,), (THREE,))]
    assert facts == ["nobody-along", "other-receiver", "other-carriers"]
    assert desk.companions.part(ONE).facts["missing"] == "nobody-along"
    assert desk.companions.join(ONE, ("77",)).verdict is Verdict.UNKNOWN_CODE


def test_one_that_was_begun_leads_and_a_second_begun_one_stays_out(desk: Desk) -> None:
    scan_all(desk, TWO, BOOK, "PKEXIT")
    assert known(desk, TWO).state is State.LABELLED
    assert desk.companions.offers(ONE) == ()
    assert desk.companions.join(ONE, (TWO,)).verdict is Verdict.NOT_READY


def test_a_review_that_found_only_the_other_order_is_settled(tmp_path: Path) -> None:
    policy = DeskOptions().review
    stop = replace(policy, severities={**policy.severities, "same-receiver": Severity.STOP})
    desk = make_desk(tmp_path, order(ONE), order(TWO, "BOOK", due_h=9), options=DeskOptions(review=stop))
    assert desk.scan(ONE).verdict is Verdict.NEEDS_REVIEW
    assert desk.companions.join(ONE).verdict is Verdict.COMMAND_OK
    assert verdicts(scan_all(desk, ONE, SHIRT, BOOK, FIRST))[-1] == "shipped"


def test_the_same_line_names_in_both_orders_are_two_lines(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, order(ONE, "TS-L"), order(TWO, "TS-L", due_h=9))
    desk.companions.join(ONE)
    answers = scan_all(desk, ONE, SHIRT, SHIRT, SHIRT)
    assert verdicts(answers) == ["order-opened", "line-complete", "order-complete", "too-many"]


def test_joined_survives_a_restart(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, order(ONE), order(TWO, "BOOK", due_h=9))
    desk.companions.join(ONE)
    before = known(desk, ONE), known(desk, TWO)
    desk.store.close()
    again = make_desk(tmp_path)
    assert (known(again, ONE), known(again, TWO)) == before


def test_put_together_again_after_being_taken_apart(desk: Desk) -> None:
    desk.companions.join(ONE)
    scan_all(desk, ONE, SHIRT)
    desk.companions.part(ONE)
    desk.companions.join(ONE, (TWO,))
    assert verdicts(scan_all(desk, BOOK, FIRST)) == ["order-complete", "shipped"]


def test_other_goods_under_the_same_line_are_packed_and_the_first_ones_come_out(desk: Desk) -> None:
    desk.companions.join(ONE)
    scan_all(desk, ONE, SHIRT, BOOK)
    take_in(desk, order(TWO, "CUP", due_h=5, message="楼下有门禁", modified_at=NOON))
    assert desk.scan(FIRST).verdict is Verdict.ORDER_RECALLED, "a book lies in the box, a cup is wanted"
    answers = scan_all(desk, BOOK, FIRST, CUP, "PKPASS", SECOND)
    assert verdicts(answers) == ["undone", "not-ready", "order-complete", "quality-passed", "shipped"]
    assert [line.sku for line in known(desk, ONE).lines if line.got] == ["TS-L", "CUP"]
    assert desk.store.stock.sums_up() == []


def test_what_was_left_out_as_agreed_stays_left_out_when_news_come(tmp_path: Path) -> None:
    desk = make_desk(
        tmp_path, order(ONE, due_h=3), order(TWO, "BOOK", "TS-L", due_h=5), StockCount("BOOK", "A-2", 1)
    )
    desk.companions.join(ONE)
    desk.stockroom.recount("BOOK", "A-2", 0, "lost")
    assert desk.shortages.send_rest(ONE, "agreed").verdict is Verdict.COMMAND_OK
    take_in(desk, order(TWO, "BOOK", "TS-L", due_h=5, modified_at=NOON, wishes=["贺卡"]))
    answers = scan_all(desk, ONE, SHIRT, SHIRT, "PKTICK", FIRST)
    assert verdicts(answers)[-2:] == ["wish-ticked", "shipped"]


def test_who_would_get_nothing_goes_its_own_way_and_is_not_called_shipped(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, order(ONE, due_h=3), order(TWO, "BOOK", due_h=5), StockCount("BOOK", "A-2", 1))
    desk.companions.join(ONE)
    scan_all(desk, ONE, SHIRT)
    desk.stockroom.recount("BOOK", "A-2", 0, "lost")
    desk.shortages.send_rest(ONE, "agreed")
    assert known(desk, TWO).state is State.CONFIRMED
    assert verdicts(scan_all(desk, FIRST))[-1] == "shipped"
    assert (told(desk, ONE), told(desk, TWO), known(desk, TWO).state) == ([FIRST], [], State.CONFIRMED)


def test_a_leading_order_with_nothing_of_its_own_to_send_sends_nothing_of_others(tmp_path: Path) -> None:
    desk = make_desk(
        tmp_path, order(ONE, "BOOK", "CUP", due_h=3), order(TWO, due_h=5), StockCount("BOOK", "A-2", 1)
    )
    desk.companions.join(ONE)
    scan_all(desk, ONE, SHIRT)
    desk.stockroom.recount("BOOK", "A-2", 0, "lost")
    desk.shortages.send_rest(ONE, "agreed")
    lines = order(ONE, "BOOK", "CUP").lines
    take_in(
        desk,
        make_order(ONE, lines[0], replace(lines[1], refund="SUCCESS"), due_h=3, modified_at=NOON),
    )
    assert known(desk, TWO).state is State.CONFIRMED
    assert known(desk, ONE).surplus, "the shirt of the other one comes out"


def test_a_leading_order_that_is_given_up_keeps_nobody_waiting(desk: Desk) -> None:
    desk.companions.join(ONE)
    desk.contacting.give_up(ONE)
    assert known(desk, TWO).state is State.CONFIRMED


@pytest.mark.parametrize("is_dropped", [False, True])
def test_what_was_done_before_the_other_one_joined_is_asked_again(
    tmp_path: Path, *, is_dropped: bool
) -> None:
    desk = make_desk(
        tmp_path, order(ONE, wishes=["礼盒"], due_h=3), order(TWO, "BOOK", wishes=["礼盒"], due_h=9)
    )
    desk.scan(ONE)
    if is_dropped:
        desk.wishes.drop(0, "misread")
    else:
        desk.scan("PKTICK")
    desk.companions.join(ONE)
    assert [wish.text for wish in known(desk, ONE).open_wishes] == ["礼盒"]
    answers = scan_all(desk, SHIRT, BOOK, "PKUNDO", BOOK, "PKTICK", FIRST)
    assert verdicts(answers)[-2:] == ["wish-ticked", "shipped"]


def test_goods_that_come_along_later_say_how_they_want_to_be_packed(tmp_path: Path) -> None:
    policy = WishPolicy((), traits=(("fragile", "贴易碎标"),))
    desk = make_desk(
        tmp_path, order(ONE, due_h=3), order(TWO, "BOOK", due_h=9), options=DeskOptions(wishes=policy)
    )
    desk.companions.join(ONE)
    scan_all(desk, ONE, SHIRT, BOOK)
    take_in(desk, order(TWO, "BOOK", "CUP", due_h=9, modified_at=NOON))
    assert [wish.text for wish in known(desk, ONE).open_wishes] == ["贴易碎标"]
    desk.companions.part(ONE)
    assert known(desk, ONE).open_wishes == (), "and take it with them"


def test_an_order_that_goes_along_is_sent_ahead_with_its_parcel(desk: Desk) -> None:
    desk.companions.join(ONE)
    assert desk.exceptions.expedite(TWO, "buyer leaves tomorrow").order == ONE
    assert known(desk, ONE).expedited is not None
    desk.exceptions.calm(TWO)
    assert known(desk, ONE).expedited is None


def test_what_the_platform_gave_the_other_order_only_a_lead_takes_off(tmp_path: Path) -> None:
    desk = make_desk(
        tmp_path,
        order(ONE, due_h=3),
        order(TWO, "BOOK", wishes=["礼盒"], due_h=9),
        Person("P1", "李", Role.PACKER),
    )
    scan_all(desk, "PKUSERP1")
    desk.companions.join(ONE)
    desk.scan(ONE)
    assert desk.wishes.drop(0, "misread").verdict is Verdict.NOT_ALLOWED


def test_what_both_asked_for_is_done_when_the_leading_one_takes_it_back(tmp_path: Path) -> None:
    desk = make_desk(
        tmp_path, order(ONE, wishes=["贺卡"], due_h=3), order(TWO, "BOOK", wishes=["贺卡"], due_h=9)
    )
    desk.companions.join(ONE)
    scan_all(desk, ONE, SHIRT, BOOK)
    take_in(desk, order(ONE, due_h=3, modified_at=NOON))
    answers = scan_all(desk, "PKPRINT", "PKTICK", FIRST)
    assert verdicts(answers) == ["not-ready", "wish-ticked", "shipped"]


def test_nobody_else_touches_a_parcel_that_lies_on_a_desk(desk: Desk) -> None:
    desk.companions.join(ONE)
    scan_all(desk, ONE, SHIRT, "PKDESKB")
    before = known(desk, ONE), known(desk, TWO)
    answers = (
        desk.scan(TWO),
        desk.companions.part(TWO),
        desk.contacting.give_up(TWO),
        desk.contacting.correct(TWO, replace(HOME, detail="龙井路1号")),
        desk.shortages.wait(TWO, NOON),
    )
    assert verdicts(answers) == ["claimed-elsewhere"] * 5
    assert (known(desk, ONE), known(desk, TWO)) == before


def test_goods_that_go_by_themselves_again_are_not_called_refunded(desk: Desk) -> None:
    desk.companions.join(ONE)
    scan_all(desk, ONE, SHIRT, BOOK)
    desk.companions.part(TWO)
    take_in(desk, order(ONE, due_h=3, modified_at=NOON, urges=1))
    assert [line.refund for line in known(desk, ONE).surplus] == [PARTED]
    take_in(desk, make_order(ONE, Line("1", "TS-L", 1, refund="SUCCESS"), due_h=3, modified_at=NOON, urges=2))
    assert desk.scan(FIRST).facts["missing"] == "cancelled", "nothing of its own is left to send"


def test_what_lies_in_a_basket_of_the_cart_goes_along_only_once_it_is_out_of_its_batch(desk: Desk) -> None:
    desk.picking.make(3)
    assert desk.companions.offers(ONE) == ()
    assert desk.companions.join(ONE, (TWO,)).facts["missing"] == "in-basket"
    desk.picking.put_out(TWO)
    assert desk.companions.offers(ONE) == (TWO,)
    assert desk.companions.join(ONE).verdict is Verdict.COMMAND_OK
