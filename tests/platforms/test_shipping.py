"""A parcel that left is told once: whatever gets lost on the way, the platform's books hold it exactly once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from packstation.domain.outbox import Delivered, Entry, Later, Outcome, Refused, reason_of
from packstation.domain.shipment import Piece, Shipment
from packstation.errors import Outage
from packstation.platforms.taobao import shipping
from packstation.platforms.taobao.platform import Surroundings, TaobaoPlatform
from packstation.platforms.taobao.trade import Shop
from packstation.store.store import as_text
from packstation.top import Account, TopClient
from packstation.web import Limits
from packstation.words import LANGUAGES, load
from tests.emulators.taobao import chance
from tests.emulators.taobao.books import Line, Parcel, Trade
from tests.emulators.taobao.faults import WILD, Fault, Kind, Script, send_says
from tests.platforms.conftest import START, Made, World

SEND = shipping.WHOLE
FULL = "taobao.trade.fullinfo.get"
QUICK = Limits(connect_s=2, silence_s=0.3, whole_s=0.6)


def platform_of(world: World) -> TaobaoPlatform:
    """The connector, with little patience."""

    def client(_limits: Limits) -> TopClient:
        app = world.running.app
        account = Account(world.running.gateway, app.key, app.secret, app.session)
        made = TopClient(account, now=world.clock.now, steady=world.clock.steady, limits=QUICK)
        world.clients.append(made)
        return made

    around = Surroundings(
        client,
        world.clock.now,
        world.clock.steady,
        timedelta(seconds=30),
        lambda _at, rejects: world.rejects.extend(rejects),
    )
    return TaobaoPlatform(Shop("旗舰店"), world.memory, around)


def sold(world: World, *nums: int) -> Trade:
    """A paid trade with so many units of each line."""
    lines = [Line("", f"商品{n}", f"SKU-{n}", num, 1000) for n, num in enumerate(nums or (2, 1))]
    trade = world.running.buyers.order("买家", chance.receiver(world.life.random), lines)
    return world.running.buyers.pay(trade.tid)


def shipment(trade: Trade, number: str = "YT0000000000001", *pieces: Piece) -> Entry:
    """What the desk wrote when a box of it left."""
    goods = pieces or tuple(Piece(line.oid, line.num) for line in trade.lines)
    key = f"{trade.tid}-{number}"
    told = Shipment(key, trade.tid, "YTO", "圆通速递", number, START, goods)
    return Entry(key, trade.tid, "shipment", as_text(told), START)


def reason(outcome: Outcome) -> str:
    assert isinstance(outcome, Later | Refused)
    return reason_of(outcome.error)[0]


def numbers_of(trade: Trade) -> list[str]:
    return [parcel.number for parcel in trade.parcels]


def until_told(world: World, platform: TaobaoPlatform, entry: Entry, most: int = 60) -> Outcome:
    """Told again and again, as the outbox does, until it is delivered or a person must look."""
    for _ in range(most):
        outcome = platform.deliver(entry)
        if not isinstance(outcome, Later):
            return outcome
        world.clock.pass_time(seconds=(outcome.wait or timedelta(seconds=5)).total_seconds())
        entry = replace(entry, attempts=entry.attempts + 1, error=outcome.error)
    raise AssertionError("never told")


# --- once
def test_a_parcel_is_told_and_telling_it_again_changes_nothing(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    assert [platform.deliver(shipment(trade)) for _ in range(3)] == [Delivered()] * 3
    assert (trade.status, numbers_of(trade)) == ("WAIT_BUYER_CONFIRM_GOODS", ["YT0000000000001"])
    assert [call["tid"] for call in world.calls(SEND)] == [trade.tid]


LOSSES = [
    Fault(kind, SEND, done=done)
    for kind in (Kind.DROP, Kind.HTML, Kind.TRUNCATED, Kind.BAD_GATEWAY, Kind.ERROR)
    for done in (False, True)
]


@pytest.mark.parametrize("fault", LOSSES, ids=lambda fault: f"{fault.kind}-{fault.done}")
def test_a_lost_answer_is_looked_up_and_never_sent_twice(world: World, fault: Fault) -> None:
    trade, platform = sold(world), platform_of(world)
    world.running.script.add(fault)
    first = platform.deliver(shipment(trade))
    assert isinstance(first, Delivered if fault.done else Later)
    assert until_told(world, platform, shipment(trade)) == Delivered()
    assert numbers_of(trade) == ["YT0000000000001"]


@pytest.mark.parametrize("done", [False, True])
def test_an_answer_after_the_time_out_is_looked_up(world: World, *, done: bool) -> None:
    trade, platform = sold(world), platform_of(world)
    world.running.script.add(Fault(Kind.WAIT, SEND, done=done, seconds=60))
    first = platform.deliver(shipment(trade))
    assert isinstance(first, Delivered if done else Later)
    world.running.holding.release()  # what was held back is carried out now, though nobody listens any more
    assert until_told(world, platform, shipment(trade)) == Delivered()
    assert numbers_of(trade) == ["YT0000000000001"]


@pytest.mark.parametrize("lost", [Kind.DROP, Kind.HTML])
def test_a_look_that_is_lost_as_well_is_made_up_for_later(world: World, lost: Kind) -> None:
    trade, platform = sold(world), platform_of(world)
    world.running.script.add(Fault(Kind.DROP, SEND, done=True))
    platform._delivering._details.trade(trade.tid)
    entry = shipment(trade)
    goods = platform._delivering._goods(trade.tid)
    assert goods
    world.running.script.add(Fault(lost, FULL, times=1))
    assert isinstance(platform.deliver(entry), Later)
    assert until_told(world, platform, entry) == Delivered()
    assert numbers_of(trade) == ["YT0000000000001"]


def test_nobody_there(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    world.running.unplug()
    assert reason(platform.deliver(shipment(trade))) == "web-unreachable"
    world.running.plug()
    assert platform.deliver(shipment(trade)) == Delivered()


@pytest.mark.parametrize("seed", range(3))
def test_through_every_kind_of_trouble_each_parcel_is_told_once(make_world: Made, seed: int) -> None:
    quick = [(share * 2, fault) for share, fault in WILD if fault.kind is not Kind.WAIT]
    world = make_world(script=Script(chances=quick, seed=seed), seed=seed)
    platform = platform_of(world)
    trades = [sold(world) for _ in range(25)]
    for n, trade in enumerate(trades):
        assert until_told(world, platform, shipment(trade, f"YT{n:013d}")) == Delivered()
    assert [numbers_of(trade) for trade in trades] == [[f"YT{n:013d}"] for n in range(25)]
    assert world.running.shop.wrongs == []


# --- in parts
def test_two_boxes_with_goods_of_their_own(world: World) -> None:
    trade, platform = sold(world, 2, 1), platform_of(world)
    numbers = ("YT0000000000001", "YT0000000000002")
    for number, line in zip(numbers, trade.lines, strict=True):
        entry = shipment(trade, number, Piece(line.oid, line.num))
        assert [platform.deliver(entry), platform.deliver(entry)] == [Delivered(), Delivered()]
    assert numbers_of(trade) == list(numbers)
    assert trade.status == "WAIT_BUYER_CONFIRM_GOODS"
    assert [call.get("is_split", "") for call in world.calls(SEND)] == ["1", ""]


@pytest.mark.parametrize(
    "fault", [None, Fault(Kind.DROP, shipping.BY_COUNT, done=True), Fault(Kind.DROP, shipping.BY_COUNT)]
)
def test_units_of_one_line_in_two_boxes(world: World, fault: Fault | None) -> None:
    trade, platform = sold(world, 3, 1), platform_of(world)
    shared, other = trade.lines
    numbers = ("YT0000000000001", "YT0000000000002")
    first = shipment(
        trade,
        numbers[0],
        Piece(shared.oid, 2, is_whole=False, is_last=False),
        Piece(other.oid, 1),
    )
    second = shipment(trade, numbers[1], Piece(shared.oid, 1, is_whole=False))
    if fault is not None:
        world.running.script.add(fault)
    assert until_told(world, platform, first) == Delivered()
    assert trade.status == "SELLER_CONSIGNED_PART"
    assert platform.deliver(first) == Delivered()
    assert until_told(world, platform, second) == Delivered()
    assert platform.deliver(second) == Delivered()
    assert trade.status == "WAIT_BUYER_CONFIRM_GOODS"
    assert [(parcel.number, dict(parcel.goods)) for parcel in trade.parcels] == [
        (numbers[0], {shared.oid: 2, other.oid: 1}),
        (numbers[1], {shared.oid: 1}),
    ]


def test_a_line_that_is_not_in_the_box_is_not_told_with_it(world: World) -> None:
    trade, platform = sold(world, 2, 1), platform_of(world)
    world.running.buyers.refund(trade.tid, trade.lines[1].oid)
    entry = shipment(trade, "YT0000000000001", Piece(trade.lines[0].oid, 2))
    assert platform.deliver(entry) == Delivered()
    assert (trade.lines[0].status, trade.lines[1].status) == (
        "WAIT_BUYER_CONFIRM_GOODS",
        "WAIT_SELLER_SEND_GOODS",
    )
    assert world.running.shop.wrongs == []


def test_a_shipment_written_by_an_older_program_is_the_whole_order(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    entry = shipment(trade)
    old = as_text({"key": entry.key, "order": trade.tid, "carrier": "YTO", "carrier_name": "", "waybill": "YT0000000000001", "shipped_at": START})  # fmt: skip
    assert [platform.deliver(replace(entry, body=old)) for _ in range(2)] == [Delivered()] * 2
    assert numbers_of(trade) == ["YT0000000000001"]


def test_lines_of_an_order_file_that_have_no_numbers_of_the_platforms(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    entry = shipment(trade, "YT0000000000001", Piece(f"{trade.tid}-1", 2), Piece(f"{trade.tid}-2", 1))
    assert platform.deliver(entry) == Delivered()


# --- a person must look
def elsewhere(trade: Trade, number: str = "SF0000000000009") -> None:
    """Somebody shipped it on the platform's own page."""
    trade.status = "WAIT_BUYER_CONFIRM_GOODS"
    for line in trade.lines:
        line.status = "WAIT_BUYER_CONFIRM_GOODS"
    trade.parcels.append(
        Parcel("SF", number, tuple((line.oid, line.num) for line in trade.lines), START, "by hand")
    )


def test_shipped_under_another_number_is_an_exception(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    elsewhere(trade)
    outcome = platform.deliver(shipment(trade))
    assert reason(outcome) == "ship-other-number"
    assert reason_of(outcome.error)[1] == {  # type: ignore[union-attr]
        "order": trade.tid, "waybill": "YT0000000000001", "carrier": "YTO", "theirs": "SF0000000000009",
    }  # fmt: skip
    assert world.calls(SEND) == []


def test_shipped_under_another_number_just_before_is_seen_after(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    goods = platform._delivering._goods

    def meanwhile(tid: str) -> object:
        found = goods(tid)
        if not trade.parcels:
            elsewhere(trade)
        return found

    platform._delivering._goods = meanwhile  # type: ignore[assignment,method-assign]
    assert reason(platform.deliver(shipment(trade))) == "ship-other-number"


def test_a_closed_trade_and_a_closed_line_stop_the_parcel(world: World) -> None:
    platform = platform_of(world)
    closed, part = sold(world), sold(world)
    world.running.buyers.cancel(closed.tid)
    world.running.buyers.drop(part.tid, part.lines[0].oid)
    outcomes = [platform.deliver(shipment(trade)) for trade in (closed, part)]
    assert [reason(outcome) for outcome in outcomes] == ["ship-closed", "ship-refund"]
    assert world.calls(SEND) == []
    decided = outcomes[1]
    assert isinstance(decided, Refused)
    assert platform.deliver(replace(shipment(part), error=decided.error)) == Delivered()
    assert dict(part.parcels[0].goods) == {part.lines[1].oid: 1}


def test_what_was_told_before_it_was_closed_is_told(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    world.running.script.add(Fault(Kind.DROP, SEND, done=True))
    world.running.script.add(Fault(Kind.ERROR, SEND))
    assert until_told(world, platform, shipment(trade)) == Delivered()
    for refund in world.running.buyers.refund(trade.tid):
        world.running.buyers.agree(refund.refund_id)
    assert platform.deliver(shipment(trade)) == Delivered()
    assert numbers_of(trade) == ["YT0000000000001"]


def test_a_refund_under_way_stops_it_until_a_person_says_it_goes_all_the_same(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    world.running.buyers.refund(trade.tid, trade.lines[0].oid)
    outcome = platform.deliver(shipment(trade))
    assert isinstance(outcome, Refused)
    assert reason(outcome) == "ship-refund"
    assert platform.deliver(replace(shipment(trade), error=outcome.error)) == Delivered()


@pytest.mark.parametrize(
    ("word", "kind", "told"),
    [
        ("B01", Refused, "ship-no-order"),
        ("B02", Refused, "ship-state"),
        ("B05", Refused, "ship-line"),
        ("B56", Refused, "ship-carrier"),
        ("B60", Refused, "ship-number"),
        ("F06", Refused, "ship-number"),
        ("B98", Refused, "ship-kind"),
        ("B101", Refused, "ship-sender"),
        ("P01", Refused, "ship-held"),
        ("CD25", Refused, "taobao-refused"),
        ("B150", Later, "taobao-trouble"),
        ("S01", Later, "taobao-trouble"),
        ("B04", Later, "ship-doubt"),
        ("B27", Later, "ship-doubt"),
    ],
)
def test_what_each_refusal_means(world: World, word: str, kind: type[Outcome], told: str) -> None:
    trade, platform = sold(world), platform_of(world)
    world.running.script.add(send_says(word))
    outcome = platform.deliver(shipment(trade))
    assert (type(outcome), reason(outcome)) == (kind, told)


@pytest.mark.parametrize("word", ["B04", "B27", "S01", "B60"])
def test_a_refusal_of_what_was_done_all_the_same_is_seen_through(world: World, word: str) -> None:
    trade, platform = sold(world), platform_of(world)
    world.running.script.add(send_says(word, done=True))
    assert until_told(world, platform, shipment(trade)) == Delivered()
    assert numbers_of(trade) == ["YT0000000000001"]


def test_a_number_and_a_carrier_the_platform_does_not_take(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    assert reason(platform.deliver(shipment(trade, "SF1"))) == "ship-number"
    held = sold(world)
    world.running.buyers.hold(held.tid, "top_hold")
    assert reason(platform.deliver(shipment(held))) == "ship-held"
    assert numbers_of(trade) == numbers_of(held) == []


def test_an_order_the_platform_does_not_know(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    entry = shipment(replace(trade, tid="4065712345699999999"))
    assert reason(platform.deliver(entry)) == "ship-no-order"


def test_a_session_that_ran_out_parks_nothing(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    world.running.app.session_until = world.clock.now()
    outcome = platform.deliver(shipment(trade))
    assert (type(outcome), reason(outcome)) == (Later, "taobao-authorise")
    world.running.app.session_until = None
    assert platform.deliver(shipment(trade)) == Delivered()


def test_what_is_no_shipment_is_refused(world: World) -> None:
    platform = platform_of(world)
    for entry in (Entry("k", "1", "shipment", "{}", START), Entry("k", "1", "parcel", "{}", START)):
        assert reason(platform.deliver(entry)) == "ship-unreadable"
    assert world.running.shop.calls == []


# --- at a gate
def test_a_single_order_is_read_with_its_refunds_as_they_are_now(world: World) -> None:
    trade, other = sold(world, 1, 1), sold(world)
    platform = platform_of(world)
    world.clock.pass_time(minutes=1)
    [refund] = world.running.buyers.refund(trade.tid, trade.lines[0].oid)
    fetched = platform.reread([trade.tid, other.tid, "4065712345699999999"])
    orders = {record.number: record for _, record in fetched.batch.records}  # type: ignore[union-attr]
    assert set(orders) == {trade.tid, other.tid}
    assert [line.refund for line in orders[trade.tid].lines] == ["WAIT_SELLER_AGREE", "NO_REFUND"]  # type: ignore[union-attr]
    assert orders[trade.tid].modified_at == refund.modified  # type: ignore[union-attr]
    assert [reject.file for reject in fetched.batch.rejects] == ["taobao 4065712345699999999"]


def test_at_a_gate_a_word_nobody_knows_is_no_answer(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    world.running.script.add(Fault(Kind.UNKNOWN_WORD, FULL))
    fetched = platform.reread([trade.tid])
    assert fetched.batch.records == ()
    assert [reject.reason for reject in fetched.batch.rejects] == ["trade-unknown-word"]
    assert len(platform.reread([trade.tid]).batch.records) == 1


def test_at_a_gate_a_dead_line_is_no_answer(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    world.running.unplug()
    with pytest.raises(Outage):
        platform.reread([trade.tid])


# --- words
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_sentence_and_what_fills_it(language: str) -> None:
    words = load(language)
    facts = {"order": "1", "waybill": "YT1", "carrier": "YTO", "theirs": "SF1", "detail": "x", "method": "m"}
    reasons = {
        *shipping.REASONS.values(),
        "ship-closed",
        "ship-other-number",
        "ship-refund",
        "ship-doubt",
        "ship-unreadable",
    }
    for told in reasons:
        assert f"errors.{told}" in words
        assert words.gaps(f"errors.{told}") <= set(facts)
    assert words.undelivered("any old text {") == "any old text {"
    assert words.undelivered('ship-closed {"order": "40", "waybill": "YT1"}') == words(
        "errors.ship-closed", **facts | {"order": "40"}
    )
