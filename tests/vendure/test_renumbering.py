"""A parcel that left goes under another number in a real Vendure shop's books: once, and never under both."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import msgspec
import pytest

from packstation.domain.outbox import RENUMBER, Delivered, Entry
from packstation.domain.renumbering import Renumbering
from packstation.domain.shipment import key_of
from packstation.platforms.vendure.platform import VendurePlatform
from tests.vendure.conftest import Desk
from tests.vendure.cutting import Wire
from tests.vendure.shop import Shop
from tests.vendure.telling import NOW, lines, parcel, reason, shipped, told_over, waybill

_numbers = count(1)


def changed(code: str, before: str, *named: str, to: str = "") -> Entry:
    """What the outbox holds of a parcel that goes under another number."""
    number = to or f"UPS{next(_numbers):08d}"
    key = key_of(code, f"{before}>{number}>1")
    told = Renumbering(key, code, before, "DHL", number, "UPS", "UPS Standard", NOW, named)
    return Entry(key, code, RENUMBER, msgspec.json.encode(told).decode(), NOW)


@pytest.fixture
def connector(desk: Desk) -> VendurePlatform:
    return desk.connector()


def sent(shop: Shop, connector: VendurePlatform) -> tuple[str, str]:
    """An order of two mugs that left; gives its code and number."""
    code = shop.place([("MUG-001", 2)])
    entry = parcel(code)
    assert connector.deliver(entry) == Delivered()
    return code, waybill(entry)


def test_the_new_number_takes_the_place_of_the_old_one_once(shop: Shop, connector: VendurePlatform) -> None:
    code, before = sent(shop, connector)
    entry = changed(code, before)
    for _ in range(2):
        assert connector.deliver(entry) == Delivered()
        assert shipped(shop, code) == [(waybill(entry), "Shipped", 2)]
    assert len(shop.order(code)["fulfillments"]) == 2
    assert shop.order(code)["state"] == "Shipped"
    assert "UPS Standard" in {one["method"] for one in shop.order(code)["fulfillments"]}
    again = changed(code, waybill(entry))
    assert connector.deliver(again) == Delivered()
    assert shipped(shop, code) == [(waybill(again), "Shipped", 2)]


def test_one_of_several_parcels_changes_and_the_others_stay(shop: Shop, connector: VendurePlatform) -> None:
    code = shop.place([("MUG-001", 2), ("NB-A5", 1)])
    mugs, books = lines(shop, code)
    first, second = parcel(code, (mugs, 1)), parcel(code, (mugs, 1), (books, 1))
    for entry in (first, second):
        assert connector.deliver(entry) == Delivered()
    entry = changed(code, waybill(first), mugs)
    assert connector.deliver(entry) == Delivered()
    assert shipped(shop, code) == [(waybill(second), "Shipped", 2), (waybill(entry), "Shipped", 1)]
    joined = changed(code, waybill(entry), mugs, to=waybill(second))
    assert connector.deliver(joined) == Delivered(), "both boxes left under one number after all"
    assert shipped(shop, code) == [(waybill(second), "Shipped", 2), (waybill(second), "Shipped", 1)]


@pytest.mark.parametrize("cut", ["before", "after"])
@pytest.mark.parametrize("step", range(3))
def test_a_cut_at_any_step_leaves_one_fulfilment_under_the_new_number(
    shop: Shop, at: Callable[[str], Desk], wire: Wire, cut: str, step: int
) -> None:
    connector = at(wire.url).connector()
    code, before = sent(shop, connector)
    entry = changed(code, before)
    wire.only, wire.script = b"mutation", [*[""] * step, cut]
    assert reason(connector.deliver(entry)) == "web-broken-off"
    assert wire.cuts[cut] == 1
    assert at(wire.url).connector().deliver(entry) == Delivered(), "by a program that was started anew"
    assert shipped(shop, code) == [(waybill(entry), "Shipped", 2)]
    assert len(shop.order(code)["fulfillments"]) == 2


def test_two_at_once_change_it_once(shop: Shop, connector: VendurePlatform) -> None:
    code, before = sent(shop, connector)
    entry = changed(code, before)
    with ThreadPoolExecutor(4) as workers:
        assert list(workers.map(lambda _: connector.deliver(entry), range(4))) == [Delivered()] * 4
    assert shipped(shop, code) == [(waybill(entry), "Shipped", 2)]


def test_what_arrived_is_closed_or_never_left_keeps_its_number(
    shop: Shop, connector: VendurePlatform
) -> None:
    arrived, before = sent(shop, connector)
    shop.bring(shop.order(arrived)["fulfillments"][0]["id"], "Delivered")
    assert reason(connector.deliver(changed(arrived, before))) == "resend-arrived"
    assert shipped(shop, arrived) == [(before, "Delivered", 2)]

    closed, before = sent(shop, connector)
    shop.cancel(closed)
    assert reason(connector.deliver(changed(closed, before))) == "resend-over"
    assert shipped(shop, closed) == [(before, "Shipped", 2)]

    less, before = sent(shop, connector)
    shop.cancel(less, "MUG-001", 1)
    assert reason(connector.deliver(changed(less, before))) == "resend-over", "it would be refused, and lost"
    assert shipped(shop, less) == [(before, "Shipped", 2)]

    unsent = shop.place([("MUG-001", 2)])
    assert reason(connector.deliver(changed(unsent, "NEVER"))) == "resend-not-sent"
    shop.bring(shop.fulfil(unsent, "THEIRS-2", (lines(shop, unsent)[0], 2)), "Shipped")
    assert reason(connector.deliver(changed(unsent, "NEVER"))) == "ship-other-number"
    assert shipped(shop, unsent) == [("THEIRS-2", "Shipped", 2)]
    assert reason(connector.deliver(changed("NOSUCHORDER00000", "X"))) == "ship-no-order"


def test_an_order_being_changed_keeps_the_old_number_until_that_is_over(
    shop: Shop, connector: VendurePlatform
) -> None:
    code, before = sent(shop, connector)
    shop.move(code, "Modifying")
    entry = changed(code, before)
    assert reason(connector.deliver(entry)) == "vendure-held"
    assert shipped(shop, code) == [(before, "Shipped", 2)]
    shop.move(code, "Shipped")
    assert connector.deliver(entry) == Delivered()
    assert shipped(shop, code) == [(waybill(entry), "Shipped", 2)]


def test_over_a_bad_wire_each_number_changes_exactly_once(
    shop: Shop, at: Callable[[str], Desk], wire: Wire
) -> None:
    connector = at(wire.url).connector()
    left = [sent(shop, connector) for _ in range(4)]
    entries = [changed(code, before) for code, before in left]
    told_over(wire, connector, entries)
    for entry in entries:
        assert shipped(shop, entry.order) == [(waybill(entry), "Shipped", 2)], wire.cuts
        assert len(shop.order(entry.order)["fulfillments"]) == 2, wire.cuts
