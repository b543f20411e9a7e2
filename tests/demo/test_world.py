"""The demo's world: believable, valid by every rule of an order file, the same for the same seed."""

from __future__ import annotations

import json
import re
import time
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from packstation.demo import people
from packstation.demo.carriers import CARRIERS
from packstation.demo.goods import GIFT, SCARCE, WARES, barcode_of, check_digit
from packstation.demo.world import World, make_world
from packstation.domain.intake import Batch, Carrier, Carton, Product, StockCount, WaybillNumber
from packstation.domain.order import Order
from packstation.domain.review import Circumstances
from packstation.domain.review_rules import look_over
from packstation.files import Defaults, read
from packstation.waybill.number import KNOWN_PATTERNS, matches
from tests.builders import NOON

DOUBTFUL = (4, 17, 41)


def _file(world: World) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(world.order_file.read_bytes())
    return content


def _soonest(world: World) -> list[datetime]:
    return sorted(datetime.fromisoformat(order["ship_by"]) for order in world.orders)


def test_the_file_is_taken_whole(world: World, batch: Batch) -> None:
    assert batch.rejects == ()
    kinds = [type(record) for _, record in batch.records]
    assert kinds.count(Order) == 200
    assert kinds.count(Product) == kinds.count(StockCount) == len(WARES)
    assert kinds.count(Carrier) == len(CARRIERS)
    assert kinds.count(Carton) == 5
    assert kinds.count(WaybillNumber) == 200 * len(CARRIERS)
    assert set(_file(world)) == {"orders", "products", "stock", "cartons", "carriers", "waybill_numbers"}


@pytest.mark.parametrize("orders", [0, 1, 2, 7, 50, 1000])
def test_any_number_of_orders(orders: int, tmp_path: Path) -> None:
    world = make_world(tmp_path, orders, NOON)
    assert len(world.orders) == orders
    batch = read([world.order_file], Defaults(platform="folder", shop="", promise=timedelta(hours=48)))
    assert batch.rejects == ()


def test_five_thousand_orders_take_no_longer_than_one_breath(tmp_path: Path) -> None:
    began = time.process_time()
    assert len(make_world(tmp_path / "some", 200, NOON).orders) == 200
    assert time.process_time() - began < 2
    world = make_world(tmp_path / "many", 5000, NOON)
    assert len({order["number"] for order in world.orders}) == 5000
    assert time.process_time() - began < 6


def test_the_same_seed_gives_the_same_world(world: World, tmp_path: Path) -> None:
    again = _file(make_world(tmp_path / "again", 200, NOON))
    first = _file(world)
    for product in [*again["products"], *first["products"]]:
        product["picture"] = Path(product["picture"]).name
    assert again == first
    assert make_world(tmp_path / "other", 200, NOON, seed=12).orders != world.orders


def test_every_number_is_text_and_nobody_elses(world: World) -> None:
    numbers = [order["number"] for order in world.orders]
    lines = [line["line"] for order in world.orders for line in order["lines"]]
    assert len(set(numbers + lines)) == len(numbers) + len(lines)
    assert all(re.fullmatch(r"\d{19}", number) for number in numbers + lines)


def test_orders_look_like_a_days_work(world: World) -> None:
    single = [
        order for order in world.orders if len(order["lines"]) == 1 and order["lines"][0]["quantity"] == 1
    ]
    assert 75 <= len(single) <= 105
    due = _soonest(world)
    assert sum(moment < NOON for moment in due) == 4
    assert sum(NOON <= moment < NOON + timedelta(hours=1) for moment in due) == 12
    assert due[-1] < NOON + timedelta(hours=32)
    assert 4 <= sum(order["urges"] > 0 for order in world.orders) <= 25
    assert 20 <= sum(bool(order["message"]) for order in world.orders) <= 70
    assert 15 <= sum(bool(order["wishes"]) for order in world.orders) <= 60
    assert sum(order["status"] == "WAIT_BUYER_PAY" for order in world.orders) == 2
    assert all(bool(order["memo_flag"]) == bool(order["memo"]) for order in world.orders)


def test_times_come_in_the_order_of_a_purchase(world: World) -> None:
    for order in world.orders:
        created, modified, due = (
            datetime.fromisoformat(order[name]) for name in ("created_at", "modified_at", "ship_by")
        )
        assert created.utcoffset() == timedelta(hours=8)
        assert created <= modified < NOON
        assert modified < due
        if order["status"] == "WAIT_BUYER_PAY":
            assert order["paid_at"] is None
        else:
            assert created < datetime.fromisoformat(order["paid_at"]) < due


def test_one_order_is_refunded_whole_and_one_in_part(world: World) -> None:
    asked = [order for order in world.orders if any(line["refund"] != "NO_REFUND" for line in order["lines"])]
    whole = [order for order in asked if all(line["refund"] != "NO_REFUND" for line in order["lines"])]
    assert (len(asked), len(whole)) == (2, 1)


def test_only_the_doubtful_addresses_would_worry_a_courier(batch: Batch) -> None:
    orders = [record for _, record in batch.records if isinstance(record, Order)]
    worrying = [place for place, order in enumerate(orders) if look_over(order, Circumstances()).stops]
    assert worrying == list(DOUBTFUL)
    for place, order in enumerate(orders):
        who = order.receiver
        assert who.name, order.number
        assert (who.province, who.city) in {(province, city) for province, city, _ in people.PLACES}
        if place not in DOUBTFUL:
            assert re.fullmatch(r"1(3|5|8)\d{9}", who.phone)
            assert who.district
            assert re.search(r"\d+号.+室$", who.detail)


def test_orders_want_only_goods_the_shop_sells(world: World) -> None:
    known = {ware.sku: ware for ware in WARES}
    for order in world.orders:
        wanted = [line["sku"] for line in order["lines"]]
        assert len(set(wanted)) == len(wanted) > 0
        assert all(line["quantity"] >= 1 for line in order["lines"])
        assert all(line["title"] == known[line["sku"]].title for line in order["lines"])
        gifts = [line for line in order["lines"] if line["gift"]]
        assert all(line["sku"] == GIFT and Decimal(line["price"]) == 0 for line in gifts)
        assert set(wanted) - {GIFT, *SCARCE}, "an order of scarce goods alone could not even be begun"


def test_a_few_goods_run_short(world: World) -> None:
    on_hand = {row["sku"]: row["on_hand"] for row in _file(world)["stock"]}
    wanted = dict.fromkeys(on_hand, 0)
    for order in world.orders:
        for line in order["lines"]:
            wanted[line["sku"]] += line["quantity"]
    assert {sku for sku in on_hand if wanted[sku] > on_hand[sku]} == set(SCARCE)
    assert all(on_hand.values())


def test_waybill_numbers_obey_their_carriers(batch: Batch) -> None:
    rules = {one.code: one.pattern for one in CARRIERS}
    numbers = [record for _, record in batch.records if isinstance(record, WaybillNumber)]
    assert all(re.fullmatch(rules[number.carrier], number.number) for number in numbers)
    printed_today = dict(KNOWN_PATTERNS)
    assert all(matches(printed_today[number.carrier], number.number) for number in numbers)
    assert len({number.number for number in numbers}) == len(numbers)
    foreign = [
        number
        for number in numbers
        for code, rule in rules.items()
        if code != number.carrier and re.fullmatch(rule, number.number)
    ]
    assert foreign == [], "a number that two carriers could have given out"


def test_every_city_has_a_sort_code(batch: Batch) -> None:
    orders = [record for _, record in batch.records if isinstance(record, Order)]
    for carrier in (record for _, record in batch.records if isinstance(record, Carrier)):
        starts = [start for start, _ in carrier.sort_codes]
        assert all(order.receiver.province + order.receiver.city in starts for order in orders)
        assert all(re.fullmatch(r"\d{3}-\d{3}-\d{2} \d{3}", code) for _, code in carrier.sort_codes)


def test_barcodes_are_valid_and_unique(batch: Batch) -> None:
    products = [record for _, record in batch.records if isinstance(record, Product)]
    codes = [code for product in products for code in product.barcodes]
    packs = [(code, units) for product in products for code, units in product.packs]
    assert len({*codes, *(code for code, _ in packs)}) == len(codes) + len(packs)
    assert len(codes) == len(WARES)
    assert packs
    assert all(re.fullmatch(r"69\d{11}", code) for code in codes)
    assert all(re.fullmatch(r"1\d{13}", code) and units > 1 for code, units in packs)
    assert all(check_digit(code[:-1]) == code[-1] for code in (*codes, *(code for code, _ in packs)))


def test_check_digits_are_those_printed_on_real_goods() -> None:
    # the examples of the GS1 General Specifications and of ISBN-13
    assert check_digit("629104150021") == "3"
    assert check_digit("978030640615") == "7"
    assert barcode_of(0).startswith("690")


def test_pictures_open_and_differ(world: World, batch: Batch) -> None:
    seen = set()
    for product in (record for _, record in batch.records if isinstance(record, Product)):
        path = Path(product.picture)
        assert path.parent == world.folder / "pictures"
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == ("PNG", (256, 256))
            assert len(picture.getcolors(256 * 256) or ()) > 2
            seen.add(picture.tobytes())
    assert len(seen) == len(WARES)
