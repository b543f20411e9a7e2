"""A trade that closed after its parcel was told of: our number on it is found whatever became of it since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from packstation.domain.outbox import Delivered, Entry, reason_of
from packstation.domain.shipment import Piece
from packstation.store.store import as_text
from tests.emulators.taobao.books import Trade
from tests.platforms.conftest import START, World
from tests.platforms.test_shipping import SEND, elsewhere, platform_of, reason, shipment, sold

NUMBER = "YT0000000000001"


def refunded(world: World, trade: Trade, oid: str = "") -> None:
    """The buyer asked for the money and got it; of all of it the trade closes."""
    for refund in world.running.buyers.refund(trade.tid, oid):
        world.running.buyers.agree(refund.refund_id)


def without_lines(entry: Entry) -> Entry:
    """The entry as an older program wrote it."""
    told = {"key": entry.key, "order": entry.order, "carrier": "YTO", "carrier_name": "", "waybill": NUMBER, "shipped_at": START}  # fmt: skip
    return replace(entry, body=as_text(told))


def of_an_order_file(entry: Entry, trade: Trade) -> Entry:
    """The entry of an order whose lines came without the platform's numbers."""
    pieces = (Piece(f"{trade.tid}-{place}", line.num) for place, line in enumerate(trade.lines, 1))
    return replace(shipment(trade, NUMBER, *pieces), key=entry.key)


@pytest.mark.parametrize("form", ["lines", "older", "file"])
def test_our_number_is_found_though_the_trade_is_closed(world: World, form: str) -> None:
    trade, platform = sold(world), platform_of(world)
    entry = shipment(trade, NUMBER)
    assert platform.deliver(entry) == Delivered()  # and the program ends before it could write that down
    refunded(world, trade)
    assert trade.status == "TRADE_CLOSED"
    again = {"lines": entry, "older": without_lines(entry), "file": of_an_order_file(entry, trade)}[form]
    assert platform.deliver(again) == Delivered()
    assert len(world.calls(SEND)) == 1


def test_a_line_refunded_before_does_not_hide_our_number_on_the_others(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    refunded(world, trade, trade.lines[0].oid)
    decided = replace(shipment(trade, NUMBER), error="ship-refund")
    assert platform.deliver(decided) == Delivered()
    refunded(world, trade, trade.lines[1].oid)
    assert trade.status == "TRADE_CLOSED"
    assert platform.deliver(shipment(trade, NUMBER)) == Delivered()


def test_another_number_is_said_though_the_trade_is_closed(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    elsewhere(trade)
    refunded(world, trade)
    outcome = platform.deliver(shipment(trade, NUMBER))
    assert reason(outcome) == "ship-other-number"
    assert reason_of(outcome.error)[1]["theirs"] == "SF0000000000009"  # type: ignore[union-attr]


def test_a_closed_trade_without_any_number_is_closed(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    refunded(world, trade)
    for entry in (shipment(trade, NUMBER), without_lines(shipment(trade, NUMBER))):
        assert reason(platform.deliver(entry)) == "ship-closed"
    assert world.calls(SEND) == []
