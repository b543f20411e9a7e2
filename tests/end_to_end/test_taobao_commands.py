"""The program as a person starts it, against the emulated platform: orders in, packed, shipped, told once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.emulators.taobao import Running, emulated
from tests.emulators.taobao.books import Trade
from tests.emulators.taobao.buyers import Buyers
from tests.emulators.taobao.companies import COMPANIES
from tests.emulators.taobao.goods import products
from tests.emulators.taobao.life import Life
from tests.emulators.taobao.shop import Shop
from tests.program import environment, objects, run

SETTINGS = """[platform]
kind = "taobao"
shop = "棉布旗舰店"
gateway = "{gateway}"
app_key = "{key}"
"""


class Desk:
    """A data directory whose settings lead to the emulated gateway."""

    def __init__(self, folder: Path, running: Running) -> None:
        self.folder, self.running = folder, running
        folder.mkdir()
        app = running.app
        settings = SETTINGS.format(gateway=running.gateway, key=app.key)
        (folder / "packstation.toml").write_text(settings, encoding="utf-8")
        self.env = environment(
            PACKSTATION_TAOBAO_APP_SECRET=app.secret, PACKSTATION_TAOBAO_SESSION=app.session
        )
        goods = folder.parent / "goods.json"
        goods.write_text(products(), encoding="utf-8")
        numbers = [f"YT{n:013d}" for n in range(200)]
        assert COMPANIES["YTO"].accepts(numbers[0])
        carriers = {
            "carriers": [{"code": "YTO", "name": "圆通速递"}],
            "waybill_numbers": [{"carrier": "YTO", "numbers": numbers}],
        }
        (folder.parent / "numbers.json").write_text(json.dumps(carriers), encoding="utf-8")
        self.done("import", goods, folder.parent / "numbers.json")

    def done(self, *args: object, lines: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        result = run(self.folder, *args, lines=lines, env=self.env)
        assert result.returncode == 0, result.stderr
        return objects(result) if result.stdout.startswith("{") else []

    def sync(self) -> dict[str, Any]:
        (told,) = self.done("sync", "--once", "--json")
        return told

    def order(self, number: str) -> dict[str, Any]:
        (told,) = self.done("order", number, "--json")
        return told


@pytest.fixture
def running() -> Iterator[Running]:
    with emulated() as one:
        yield one


@pytest.fixture
def desk(tmp_path: Path, running: Running) -> Desk:
    return Desk(tmp_path / "data", running)


def sold(shop: Shop, count: int) -> list[Trade]:
    life = Life(shop, 3)
    life.before(count, timedelta(hours=20))
    return [trade for trade in shop.trades.values() if trade.status == "WAIT_SELLER_SEND_GOODS"]


def codes(trade: Trade) -> tuple[str, ...]:
    """What a packer scans for it: the order and each of its goods by its code."""
    return (trade.tid, *(line.outer_sku_id for line in trade.lines for _ in range(line.num)))


def test_orders_come_in_are_packed_and_told_once(desk: Desk, running: Running) -> None:
    waiting = sold(running.shop, 60)
    told = desk.sync()
    assert told["pulled"] >= len(waiting)
    rows = {row["number"] for row in desk.done("orders", "--json")}
    assert {trade.tid for trade in waiting} <= rows
    plain = next(trade for trade in waiting if not trade.message and not trade.memo)
    about = desk.order(plain.tid)
    assert about["ship_by_source"] in {"promise-outbound", "interval"}
    (last, *_) = reversed(desk.done("scan", lines=codes(plain)))
    assert "label-printed" in last["events"], last
    number = desk.order(plain.tid)["parcels"][0]["waybill"]
    (*_, closing) = desk.done("scan", lines=(number,))
    assert closing["verdict"] == "shipped", closing
    # the scanning program tells what left before it ends
    assert [parcel.number for parcel in plain.parcels] == [number]
    assert plain.status == "WAIT_BUYER_CONFIRM_GOODS"
    assert desk.sync()["delivered"] == 0
    assert desk.order(plain.tid)["outbox"][0]["state"] == "DELIVERED"


def test_a_cancel_reaches_the_desk_and_what_cannot_be_told_says_what_to_do(
    desk: Desk, running: Running
) -> None:
    waiting = sold(running.shop, 20)
    desk.sync()
    gone, other = (trade for trade in waiting[:2])
    buyers = Buyers(running.shop)
    buyers.cancel(gone.tid)
    running.shop.offset += timedelta(seconds=30)
    assert desk.sync()["recalled"] == 1
    assert desk.order(gone.tid)["state"] == "cancelled"
    running.app.session = "another"
    running.shop.offset += timedelta(seconds=30)  # a later round: what was read to the end asks nothing
    result = run(desk.folder, "sync", "--once", "--json", env=desk.env)
    assert result.returncode == 1
    assert "authorise again" in result.stderr
    assert "Traceback" not in result.stderr
    assert desk.order(other.tid)["state"] == "new"


def test_a_first_day_comes_whole_in_one_sync(desk: Desk, running: Running) -> None:
    waiting = sold(running.shop, 450)
    assert desk.sync()["pulled"] >= len(waiting)
    assert desk.sync()["pulled"] == 0


def test_no_secret_and_no_buyer_in_clear_stands_in_any_file(desk: Desk, running: Running) -> None:
    sold(running.shop, 30)
    desk.sync()
    secrets = [running.app.secret, running.app.session]
    clear = [
        part
        for trade in running.shop.trades.values()
        for part in (trade.receiver.mobile, trade.receiver.address)
    ]
    for path in desk.folder.rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            found = [word for word in (*secrets, *clear) if word.encode() in held]
            assert found == [], path


def test_without_secrets_it_says_what_to_set(desk: Desk) -> None:
    result = run(desk.folder, "sync", "--once", "--json", env=environment())
    assert result.returncode == 1
    assert "PACKSTATION_TAOBAO_APP_SECRET" in result.stderr
    assert objects(result)[0]["pulled"] == 0
