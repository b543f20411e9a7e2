"""What is known of a refund counts at once, and a word nobody knows stops the order instead of dropping its goods."""

from __future__ import annotations

from pathlib import Path

import pytest

from packstation.domain.order import HoldKind, State
from packstation.domain.scan import Verdict
from packstation.words import LANGUAGES, load
from tests.builders import scan_all
from tests.desk.shirts import CUP, SHIRT
from tests.emulators.taobao.books import Trade
from tests.emulators.taobao.faults import Fault, Kind
from tests.platforms.conftest import World
from tests.platforms.test_shipping import FULL
from tests.taobao_desk import TaobaoDesk

ODD = "SELLER_ASKS_THE_MOON"


@pytest.fixture
def shop(world: World, tmp_path: Path) -> TaobaoDesk:
    return TaobaoDesk(world, tmp_path / "data")


def words_of(shop: TaobaoDesk, trade: Trade) -> list[str]:
    return [line.refund for line in shop.order(trade).lines]


# --- known from the list, though the trade cannot be read
@pytest.mark.parametrize("kind", [Kind.DROP, Kind.HTML, Kind.ERROR])
def test_a_refund_of_one_line_counts_though_the_trade_cannot_be_read(shop: TaobaoDesk, kind: Kind) -> None:
    trade, other = shop.sell(1, 1), shop.sell(2)
    shop.pull()
    shop.buyers.refund(trade.tid, trade.lines[1].oid)
    shop.script.add(Fault(kind, FULL, times=100))
    shop.world.clock.pass_time(seconds=20)
    shop.desk.syncing.pull_now()
    assert words_of(shop, trade) == ["NO_REFUND", "WAIT_SELLER_AGREE"]
    assert words_of(shop, other) == ["NO_REFUND"]
    assert [line.need for line in shop.order(trade).lines] == [1, 0]
    assert shop.desk.syncing.status().online is False


def test_a_refund_of_the_whole_order_recalls_it_though_it_lies_on_the_desk(shop: TaobaoDesk) -> None:
    trade = shop.sell(2)
    shop.pull()
    scan_all(shop.desk, trade.tid, SHIRT)
    shop.buyers.refund(trade.tid)
    shop.script.add(Fault(Kind.DROP, FULL, times=100))
    shop.world.clock.pass_time(seconds=20)
    shop.desk.syncing.pull_now()
    assert shop.order(trade).recall == "refund"
    [answer] = scan_all(shop.desk, SHIRT)
    assert answer.verdict is Verdict.ORDER_RECALLED
    assert [event.value for event in answer.events][:1] == ["recalled"]


def test_the_next_whole_reading_confirms_it_or_takes_it_back(shop: TaobaoDesk) -> None:
    trade = shop.sell(1, 1)
    shop.pull()
    [refund] = shop.buyers.refund(trade.tid, trade.lines[1].oid)
    shop.script.add(Fault(Kind.DROP, FULL, times=2))
    shop.pull()
    assert words_of(shop, trade) == ["NO_REFUND", "WAIT_SELLER_AGREE"]
    shop.pull()
    assert words_of(shop, trade) == ["NO_REFUND", "WAIT_SELLER_AGREE"]
    shop.buyers.withdraw(refund.refund_id)
    shop.pull()
    shop.pull()
    assert words_of(shop, trade) == ["NO_REFUND", "CLOSED"]
    assert [line.need for line in shop.order(trade).lines] == [1, 1]


def test_a_trade_that_is_put_off_keeps_its_refund_and_loses_no_other_change(shop: TaobaoDesk) -> None:
    trade = shop.sell(1, 1)
    shop.pull()
    shop.world.clock.pass_time(minutes=1)
    shop.buyers.write(trade.tid, "老客户")
    shop.world.clock.pass_time(minutes=1)
    shop.buyers.refund(trade.tid, trade.lines[1].oid)
    shop.script.add(Fault(Kind.DROP, FULL, times=12))
    for _ in range(16):
        shop.pull()
        assert words_of(shop, trade)[0] == "NO_REFUND"
    assert words_of(shop, trade) == ["NO_REFUND", "WAIT_SELLER_AGREE"]
    assert shop.order(trade).memo == "老客户"


def test_of_an_order_never_heard_of_nothing_is_made_up(shop: TaobaoDesk) -> None:
    trade = shop.sell(1, 1)
    shop.buyers.refund(trade.tid, trade.lines[1].oid)
    shop.script.add(Fault(Kind.DROP, FULL, times=2))
    shop.pull()
    for _ in range(4):
        shop.pull()
    assert words_of(shop, trade) == ["NO_REFUND", "WAIT_SELLER_AGREE"]


# --- a word nobody knows
def odd(shop: TaobaoDesk, trade: Trade, word: str = ODD) -> None:
    trade.lines[1].refund_status = word
    shop.world.running.shop.touch(trade)
    shop.pull()


def test_an_unknown_word_stops_the_order_by_name_and_drops_no_goods(shop: TaobaoDesk) -> None:
    trade = shop.sell(1, 1)
    shop.pull()
    odd(shop, trade)
    order = shop.order(trade)
    assert (order.state, order.hold and order.hold.kind) == (State.HELD, HoldKind.DOUBTFUL)
    assert [line.need for line in order.lines] == [1, 1]
    [answer] = scan_all(shop.desk, trade.tid)
    assert answer.verdict is Verdict.ORDER_HELD
    for language in LANGUAGES:
        assert ODD in load(language).say(answer)
    assert shop.desk.release(trade.tid).verdict is Verdict.ORDER_HELD
    odd(shop, trade, "NO_REFUND")
    assert shop.order(trade).state is State.NEW
    assert shop.ship(trade).state is State.SHIPPED


def test_an_order_that_is_first_seen_with_an_unknown_word_waits(shop: TaobaoDesk) -> None:
    trade = shop.sell(1, 1)
    trade.lines[0].refund_status = ODD
    shop.pull()
    assert shop.order(trade).state is State.HELD
    assert shop.kinds(trade) == ["unpaid"]


def test_a_labelled_box_does_not_leave_on_an_unknown_word(shop: TaobaoDesk) -> None:
    trade = shop.sell(1, 1)
    shop.pull()
    scan_all(shop.desk, trade.tid, SHIRT, CUP, "PKPASS")
    [label] = shop.order(trade).live_waybills
    shop.world.clock.pass_time(minutes=5)
    trade.lines[1].refund_status = ODD
    shop.world.running.shop.touch(trade)
    [at_the_gate] = scan_all(shop.desk, label)
    assert (at_the_gate.verdict, at_the_gate.state) == (Verdict.NOT_READY, "labelled")
    shop.pull()
    [held] = scan_all(shop.desk, label)
    assert (held.verdict, held.state) == (Verdict.ORDER_HELD, "held")
    assert ODD in load("en").say(held)
    trade.lines[1].refund_status = "SELLER_REFUSE_BUYER"
    shop.world.running.shop.touch(trade)
    shop.pull()
    assert shop.order(trade).hold is None
    assert len(shop.order(trade).lines) == len([line for line in shop.order(trade).lines if line.need])


def test_an_unknown_word_in_the_list_of_refunds_stops_the_order(shop: TaobaoDesk) -> None:
    trade = shop.sell(1, 1)
    shop.pull()
    [refund] = shop.buyers.refund(trade.tid, trade.lines[1].oid)
    trade.lines[1].refund_status = "NO_REFUND"
    refund.status = ODD
    shop.script.add(Fault(Kind.DROP, FULL, times=100))
    shop.world.clock.pass_time(seconds=20)
    shop.desk.syncing.pull_now()
    order = shop.order(trade)
    assert (order.state, order.hold and order.hold.reason) == (State.HELD, ODD)
