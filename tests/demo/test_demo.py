"""The demo's world: believable, valid, and walkable with one key."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from packstation.demo.goods import WARES, barcode_of, check_digit
from packstation.demo.pretend import next_code
from packstation.demo.story import Story
from packstation.demo.world import CARRIERS, World, make_world
from packstation.desk.views import WorkList
from packstation.domain.review import phone_is_plausible
from packstation.files import Defaults, read
from tests.builders import NOON, make_desk


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return make_world(tmp_path_factory.mktemp("demo"), 200, NOON)


def test_the_file_is_taken_whole(world: World) -> None:
    batch = read([world.order_file], Defaults(platform="folder", shop="", promise=timedelta(hours=48)))
    assert batch.rejects == ()
    assert len(batch.records) > 200 + len(WARES)


def test_the_same_seed_gives_the_same_world(world: World, tmp_path: Path) -> None:
    assert make_world(tmp_path / "again", 200, NOON).orders == world.orders
    assert make_world(tmp_path / "other", 200, NOON, seed=12).orders != world.orders


def test_orders_look_like_a_days_work(world: World) -> None:
    numbers = [order["number"] for order in world.orders]
    lines = [line["line"] for order in world.orders for line in order["lines"]]
    assert len(set(numbers + lines)) == len(numbers) + len(lines)
    assert all(re.fullmatch(r"\d{19}", number) for number in numbers + lines)
    single = sum(len(order["lines"]) == 1 and order["lines"][0]["quantity"] == 1 for order in world.orders)
    assert 70 <= single <= 120
    late = [order for order in world.orders if order["ship_by"] < NOON.isoformat(timespec="seconds")]
    assert 2 <= len(late) <= 6
    doubtful = [
        order
        for order in world.orders
        if not order["receiver"]["detail"] or not phone_is_plausible(order["receiver"]["phone"])
    ]
    assert 1 <= len(doubtful) <= 4
    assert any(order["urges"] for order in world.orders)
    assert any(order["wishes"] for order in world.orders)
    assert any(line["refund"] != "NO_REFUND" for order in world.orders for line in order["lines"])


def test_waybill_numbers_obey_their_carriers(world: World) -> None:
    from packstation.domain.intake import WaybillNumber

    batch = read([world.order_file], Defaults(platform="folder", shop="", promise=timedelta(hours=48)))
    rules = {code: pattern for code, _, pattern, _ in CARRIERS}
    numbers = [record for _, record in batch.records if isinstance(record, WaybillNumber)]
    assert all(re.fullmatch(rules[number.carrier].strip("^$"), number.number) for number in numbers)
    assert len({number.number for number in numbers}) == len(numbers)


def test_barcodes_are_valid_and_unique() -> None:
    codes = [barcode_of(place) for place in range(len(WARES))] + [
        barcode_of(place, pack=True) for place in range(len(WARES))
    ]
    assert len(set(codes)) == len(codes)
    assert all(check_digit(code[:-1]) == code[-1] for code in codes)
    assert check_digit("690123456789") == "2"


def test_pictures_open_and_differ(world: World) -> None:
    seen = set()
    for ware in WARES:
        with Image.open(world.folder / "pictures" / f"{ware.sku}.png") as picture:
            assert picture.size == (256, 256)
            seen.add(picture.tobytes())
    assert len(seen) == len(WARES)


def test_one_key_walks_orders_to_shipped(world: World, tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data")
    for _ in desk.importing.store(desk.importing.read([world.order_file]), 1):
        pass
    for _ in range(400):
        if desk.state().shipped_today >= 30:
            break
        rows = desk.queue(WorkList.ALL, None, 1)
        code = next_code(desk.open_view(), rows[0] if rows else None, desk.view)
        assert code
        desk.scan_and_print(code)
    assert desk.state().shipped_today >= 30


def test_news_come_in_and_are_taken(world: World, tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data")
    for _ in desk.importing.store(desk.importing.read([world.order_file]), 1):
        pass
    story = Story(tmp_path / "data" / "inbox", world)
    kinds = set()
    for beat in range(10):
        assert story.step(NOON + timedelta(seconds=25 * beat))
        progress = desk.syncing.pull_now()
        assert progress
        assert progress.tally.rejects == ()
        kinds.add("new" if progress.tally.added else "changed")
    assert kinds == {"new", "changed"}
