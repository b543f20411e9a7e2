"""An order over which the shop's own program breaks is named, and holds up nobody else's."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any, NoReturn

import pytest

from packstation.domain.order import Order
from packstation.domain.outbox import Delivered
from packstation.errors import Outage
from packstation.platforms.connector import Fetched
from packstation.platforms.vendure import pulling, queries
from packstation.platforms.vendure.api import BROKEN
from packstation.platforms.vendure.pieces import Asking
from tests.fakes import FakeClock
from tests.vendure.conftest import NOON, Desk
from tests.vendure.shop import Shop
from tests.vendure.telling import parcel, reason, shipped, waybill

DAMAGES = [("currencyCode", "ZZZ", "vendure-broken"), ("shippingAddress", "Geheimweg 77", "vendure-nameless")]
"""A field that cannot be told; a row that cannot even be read."""


def told(fetched: Fetched) -> set[str]:
    return {record.number for _, record in fetched.batch.records if isinstance(record, Order)}


@pytest.mark.parametrize(("column", "value", "why"), DAMAGES)
def test_all_others_of_its_page_come_in_and_it_is_named_once(
    shop: Shop, desk: Desk, column: str, value: str, why: str
) -> None:
    first, broken, last = (shop.place([("MUG-001", 1)]) for _ in range(3))
    connector = desk.connector()
    with shop.damaged(broken, column, value):
        came = desk.pull(connector)
        assert {first, last} <= came
        assert broken not in came
        ((name, reason),) = {(reject.file, reject.reason) for reject in desk.rejects}
        assert (name, reason) == (f"vendure {broken if why == 'vendure-broken' else first}", why)
        desk.later(connector)
        assert len(desk.rejects) == 1, "named once"
        assert "Geheim" not in f"{desk.rejects}", "what it broke over may be somebody's address"
    assert broken in desk.later(connector), "mended, it comes in by itself"


def test_a_page_of_damaged_orders_alone_is_stepped_over(
    shop: Shop, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "PAGE", 2)
    codes = [shop.place([("MUG-001", 1)]) for _ in range(5)]
    with contextlib.ExitStack() as damages:
        for code in codes[:4]:
            damages.enter_context(shop.damaged(code, "shippingAddress", "no address"))
        assert codes[4] in desk.pull(desk.connector())


def test_the_others_that_are_asked_about_at_a_gate_are_told(shop: Shop, desk: Desk) -> None:
    first, broken, last = (shop.place([("MUG-001", 1)]) for _ in range(3))
    connector = desk.connector()
    with shop.damaged(broken, "currencyCode", "ZZZ"):
        fetched = connector.reread((first, broken, last))
        assert told(fetched) == {first, last}
        assert [reject.file for reject in fetched.batch.rejects] == [f"vendure {broken}"]
        for _ in range(2):
            again = connector.reread((first, broken, last))
            connector.taken(again, again.batch.rejects)
        assert len(desk.rejects) == 1, "asked about again and again, it is named once"


def test_its_parcel_waits_until_it_is_mended(shop: Shop, desk: Desk) -> None:
    code = shop.place([("MUG-001", 1)])
    entry, connector = parcel(code), desk.connector()
    with shop.damaged(code, "currencyCode", "ZZZ"):
        assert reason(connector.deliver(entry)) == "vendure-broken"
    assert connector.deliver(entry) == Delivered()
    assert shipped(shop, code) == [(waybill(entry), "Shipped", 1)]


def test_known_ones_cost_little_the_next_time() -> None:
    codes = [f"C{number:02}" for number in range(64)]
    calls: list[str] = []

    def answer(query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        calls.append(query)
        wanted = variables["options"]["filter"].get("code", {})
        found = [code for code in wanted.get("in", codes) if wanted.get("eq", code) == code]
        if query == queries.ORDERS and "C17" in found:
            raise Outage(BROKEN, detail="orders.items.lines", reached=True)
        return {"orders": {"items": [{"code": code} for code in found]}}

    asking = Asking(answer, FakeClock(NOON).now)
    for most in (16, 5):
        calls.clear()
        found = asking.told({"filter": {}, "take": 64})
        assert {row["code"] for row in found.rows} == set(codes) - {"C17"}
        assert [(broken.code, broken.detail) for broken in found.broken] == [("C17", "orders.items.lines")]
        assert len(calls) <= most


def test_a_shop_that_breaks_over_everything_is_in_trouble_and_names_nobody() -> None:
    calls: list[str] = []

    def answer(query: str, _: object) -> NoReturn:
        calls.append(query)
        raise Outage(BROKEN, detail="orders", reached=True)

    with pytest.raises(Outage) as caught:
        Asking(answer, FakeClock(NOON).now).told({"filter": {}, "take": 100})
    assert caught.value.reason == "vendure-trouble"
    assert len(calls) < 12
