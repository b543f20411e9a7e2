"""Two who act on one order at the same moment: the shop takes both, and each unit must be sent once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from packstation.domain.outbox import Delivered
from packstation.platforms.vendure.platform import VendurePlatform
from tests.vendure.conftest import Desk
from tests.vendure.cutting import AFTER, Wire
from tests.vendure.graph import Graph
from tests.vendure.shop import Shop
from tests.vendure.telling import lines, parcel, reason, shipped, waybill

TRIES = 8


@pytest.fixture
def connector(desk: Desk) -> VendurePlatform:
    return desk.connector()


def both_at_once(shop: Shop, code: str, *numbers: str) -> bool:
    """Everything of an order fulfilled by two people at once; tells whether the shop took both."""
    (line,) = lines(shop, code)

    def fulfil(number: str) -> None:
        session = Graph(shop.admin_url)
        session.token = shop.owner.token
        try:
            with contextlib.suppress(AssertionError):
                replace(shop, owner=session).fulfil(code, number, (line, 2))
        finally:
            session.close()

    with ThreadPoolExecutor(2) as people:
        list(people.map(fulfil, numbers))
    return len(shipped(shop, code)) == len(numbers)


def test_goods_that_somebody_else_fulfilled_in_the_same_moment_are_not_sent_twice(
    shop: Shop, connector: VendurePlatform
) -> None:
    for attempt in range(TRIES):
        code = shop.place([("MUG-001", 2)])
        entry = parcel(code, (lines(shop, code)[0], 2))
        if both_at_once(shop, code, waybill(entry), f"THEIRS-AT-ONCE-{attempt}"):
            break
    else:
        pytest.fail("the shop took only one of two, every time")
    assert reason(connector.deliver(entry)) == "ship-other-number"
    assert [number for number, _, _ in shipped(shop, code)] == [f"THEIRS-AT-ONCE-{attempt}"]


@pytest.mark.parametrize(("units", "left"), [(1, 1), (2, 0)])
def test_units_cancelled_right_behind_our_fulfilment_are_a_persons_business(
    shop: Shop, at: Callable[[str], Desk], wire: Wire, units: int, left: int
) -> None:
    connector = at(wire.url).connector()
    code = shop.place([("MUG-001", 2), ("NB-A5", 1)])
    entry = parcel(code, (lines(shop, code)[0], 2))

    def cancel(when: str, request: bytes) -> None:
        if when == AFTER and b"addFulfillmentToOrder" in request:
            shop.cancel(code, "MUG-001", units)

    wire.meanwhile = cancel
    assert reason(connector.deliver(entry)) == "ship-line"
    assert shipped(shop, code) == []
    assert sum(line["quantity"] for line in shop.lines(code)) == left + 1


def test_a_parcel_of_all_there_is_leaves_room_for_itself(shop: Shop, connector: VendurePlatform) -> None:
    code = shop.place([("MUG-001", 2)])
    entry = parcel(code)
    shop.fulfil(code, waybill(entry), (lines(shop, code)[0], 2))
    assert connector.deliver(entry) == Delivered()
    assert shipped(shop, code) == [(waybill(entry), "Shipped", 2)]
