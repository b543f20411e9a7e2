"""A send the platform carries out after we looked and gave up: its own news settle what was parked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.emulators.taobao.books import Trade
from tests.emulators.taobao.faults import Fault, Kind, send_says
from tests.platforms.conftest import World
from tests.platforms.test_shipping import FULL, SEND, elsewhere
from tests.taobao_desk import TaobaoDesk


@pytest.fixture
def shop(world: World, tmp_path: Path) -> TaobaoDesk:
    return TaobaoDesk(world, tmp_path / "data")


def parked(shop: TaobaoDesk, word: str = "B60") -> Trade:
    """A parcel that left and whose send was refused."""
    trade = shop.sell(2)
    shop.ship(trade)
    shop.script.add(send_says(word))
    shop.desk.syncing.push_now()
    assert shop.entries(trade) == [("shipment", "PARKED")]
    assert "parked" in shop.kinds(trade)
    return trade


def carried_out(shop: TaobaoDesk, trade: Trade) -> None:
    """The platform does what it was asked to, late."""
    elsewhere(trade, shop.order(trade).parcels[0].waybill)
    shop.world.running.shop.touch(trade)


def test_our_number_in_the_news_delivers_what_was_parked(shop: TaobaoDesk) -> None:
    trade = parked(shop)
    carried_out(shop, trade)
    shop.pull()
    assert shop.entries(trade) == [("shipment", "DELIVERED")]
    assert shop.kinds(trade) == []
    assert shop.desk.syncing.status().unsent == 0
    assert len(shop.world.calls(SEND)) == 1
    shop.desk.syncing.push_now()
    assert len(shop.world.calls(SEND)) == 1
    rows = shop.desk.store.database.all("SELECT verb FROM journal WHERE verb = 'overheard'")
    assert len(rows) == 1


def test_another_number_in_the_news_is_said(shop: TaobaoDesk) -> None:
    trade = parked(shop)
    elsewhere(trade)
    shop.world.running.shop.touch(trade)
    shop.pull()
    assert shop.entries(trade) == [("shipment", "PARKED")]
    [entry] = shop.desk.store.outbox.of_order(trade.tid)
    assert entry.error.startswith("ship-other-number")
    assert "SF0000000000009" in entry.error
    assert "parked" in shop.kinds(trade)


def test_news_without_any_number_change_nothing(shop: TaobaoDesk) -> None:
    trade = parked(shop)
    shop.buyers.urge(trade.tid)
    shop.pull()
    assert shop.entries(trade) == [("shipment", "PARKED")]
    assert shop.errors(trade) == ["ship-number"]


def test_news_of_every_line_but_one_are_not_enough(shop: TaobaoDesk) -> None:
    trade = shop.sell(1, 1)
    shop.ship(trade)
    shop.script.add(send_says("B60"))
    shop.desk.syncing.push_now()
    carried_out(shop, trade)
    trade.lines[1].status = trade.status = "WAIT_SELLER_SEND_GOODS"
    trade.parcels[0] = trade.parcels[0].__class__(
        "YTO", trade.parcels[0].number, ((trade.lines[0].oid, 1),), trade.modified, "late"
    )
    shop.pull()
    assert shop.entries(trade) == [("shipment", "PARKED")]
    assert shop.errors(trade) == ["ship-number"]


def test_what_was_heard_while_it_was_on_its_way_settles_it_when_it_is_parked(shop: TaobaoDesk) -> None:
    trade = shop.sell(2)
    shop.ship(trade)
    shop.script.add(send_says("B60"))
    syncing = shop.desk.syncing
    [entry] = syncing.plan()
    outcome = syncing.deliver(entry)  # in a worker, and its answer has not been written down yet
    carried_out(shop, trade)
    shop.pull()
    assert shop.entries(trade) == [("shipment", "PENDING")]
    syncing.settle(entry, outcome)
    assert shop.entries(trade) == [("shipment", "DELIVERED")]
    assert shop.kinds(trade) == []


def test_after_a_restart_it_is_found_as_well(shop: TaobaoDesk) -> None:
    trade = parked(shop)
    shop.desk.store.close()
    shop.open()
    carried_out(shop, trade)
    shop.script.add(Fault(Kind.DROP, FULL))
    shop.pull()
    shop.pull()
    assert shop.entries(trade) == [("shipment", "DELIVERED")]
