"""Goods that no carrier takes are fulfilled in a real Vendure shop once, though no number tells that it was us."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from packstation.domain.outbox import NO_PARCEL, Delivered, Entry
from packstation.domain.shipment import key_of
from packstation.domain.without_parcel import WithoutParcel
from packstation.platforms.vendure.platform import VendurePlatform
from tests.vendure.conftest import Desk
from tests.vendure.cutting import Wire
from tests.vendure.shop import Shop
from tests.vendure.telling import NOW, lines, reason, shipped


def fulfilled(code: str) -> Entry:
    """What the outbox holds of an order that needs no parcel."""
    key = key_of(code, NO_PARCEL)
    return Entry(key, code, NO_PARCEL, msgspec.json.encode(WithoutParcel(key, code, NOW)).decode(), NOW)


@pytest.fixture
def connector(desk: Desk) -> VendurePlatform:
    return desk.connector()


def test_it_is_told_without_a_number_and_once(shop: Shop, connector: VendurePlatform) -> None:
    code = shop.place([("MUG-001", 1), ("NB-A5", 2)])
    entry = fulfilled(code)
    with ThreadPoolExecutor(3) as workers:
        assert list(workers.map(lambda _: connector.deliver(entry), range(3))) == [Delivered()] * 3
    assert shipped(shop, code) == [("", "Shipped", 3)]
    assert shop.order(code)["state"] == "Shipped"


@pytest.mark.parametrize("cut", ["before", "after"])
@pytest.mark.parametrize("step", range(2))
def test_a_lost_answer_tells_it_once(
    shop: Shop, at: Callable[[str], Desk], wire: Wire, cut: str, step: int
) -> None:
    connector = at(wire.url).connector()
    code = shop.place([("MUG-001", 2)])
    entry = fulfilled(code)
    wire.only, wire.script = b"mutation", [*[""] * step, cut]
    assert reason(connector.deliver(entry)) == "web-broken-off"
    assert at(wire.url).connector().deliver(entry) == Delivered()
    assert shipped(shop, code) == [("", "Shipped", 2)]
    assert len(shop.order(code)["fulfillments"]) == 1


def test_what_the_shop_says_otherwise_is_left_alone(shop: Shop, connector: VendurePlatform) -> None:
    numbered, gone, begun = (shop.place([("MUG-001", 2)]) for _ in range(3))
    (line,) = lines(shop, numbered)
    shop.bring(shop.fulfil(numbered, "THEIRS-3", (line, 1)), "Shipped")
    assert reason(connector.deliver(fulfilled(numbered))) == "virtual-other-number"
    shop.cancel(gone)
    assert reason(connector.deliver(fulfilled(gone))) == "virtual-closed"
    shop.fulfil(begun, "", (lines(shop, begun)[0], 2))
    assert reason(connector.deliver(fulfilled(begun))) == "virtual-begun"
    assert shipped(shop, begun) == [("", "Pending", 2)]
    unpaid = shop.place([("MUG-001", 1)], settled=False)
    assert reason(connector.deliver(fulfilled(unpaid))) == "virtual-held"
    assert shipped(shop, unpaid) == shipped(shop, gone) == []
