"""A desk that works for two shops at once, each before a gateway of its own: the program as a person starts it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.emulators.taobao import Running, emulated
from tests.emulators.taobao.books import Trade
from tests.emulators.taobao.goods import products
from tests.emulators.taobao.life import Life
from tests.emulators.taobao.shop import App, Shop
from tests.program import environment, objects, run

ONE, TWO = "棉布旗舰店", "天猫二店"
SETTINGS = """[platform]
kind = "taobao"
shop = "{one}"
gateway = "{first}"
app_key = "{first_key}"

[shops.tmall2]
kind = "taobao"
shop = "{two}"
gateway = "{second}"
app_key = "{second_key}"
"""
MISTYPED = "somebody-elses"


@dataclass
class Desk:
    """A data directory whose settings lead to two emulated gateways."""

    folder: Path
    first: Running
    second: Running
    env: dict[str, str]

    def done(self, *args: object, lines: tuple[str, ...] = (), code: int = 0) -> list[dict[str, Any]]:
        result = run(self.folder, *args, lines=lines, env=self.env)
        assert result.returncode == code, result.stderr
        return objects(result) if result.stdout.startswith("{") else []

    def sync(self, code: int = 0) -> dict[str, Any]:
        (told,) = self.done("sync", "--once", "--json", code=code)
        return told

    def order(self, number: str) -> dict[str, Any]:
        (told,) = self.done("order", number, "--json")
        return told

    def pack(self, trade: Trade) -> str:
        """Pack, label and ship it; gives its waybill number."""
        goods = (line.outer_sku_id for line in trade.lines for _ in range(line.num))
        (*_, last) = self.done("scan", lines=(trade.tid, *goods))
        assert "label-printed" in last["events"], last
        number = str(self.order(trade.tid)["parcels"][0]["waybill"])
        (*_, closing) = self.done("scan", lines=(number,))
        assert closing["verdict"] == "shipped", closing
        return number

    def checks(self) -> list[dict[str, str]]:
        result = run(self.folder, "doctor", "--json", env=self.env)
        found: list[dict[str, str]] = json.loads(result.stdout)
        return [one for one in found if one["check"].startswith("platform-")]

    def shops(self, *args: str, code: int = 0) -> dict[str, dict[str, Any]]:
        (told,) = self.done("connection", "--json", *args, code=code)
        return {one["name"]: one for one in told["shops"]}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    other = App("87654321", "other-secret", "other-session")
    with emulated() as first, emulated(Shop(app=other, numbered_from=5000)) as second:
        folder = tmp_path / "data"
        folder.mkdir()
        text = SETTINGS.format(
            one=ONE, first=first.gateway, first_key=first.app.key,
            two=TWO, second=second.gateway, second_key=second.app.key,
        )  # fmt: skip
        (folder / "packstation.toml").write_text(text, encoding="utf-8")
        env = environment(
            PACKSTATION_TAOBAO_APP_SECRET=first.app.secret,
            PACKSTATION_TAOBAO_SESSION=first.app.session,
            PACKSTATION_TAOBAO_TMALL2_APP_SECRET=second.app.secret,
            PACKSTATION_TAOBAO_TMALL2_SESSION=second.app.session,
        )
        made = Desk(folder, first, second, env)
        (tmp_path / "goods.json").write_text(products(), encoding="utf-8")
        numbers = {
            "carriers": [{"code": "YTO", "name": "圆通速递"}],
            "waybill_numbers": [{"carrier": "YTO", "numbers": [f"YT{n:013d}" for n in range(50)]}],
        }
        (tmp_path / "numbers.json").write_text(json.dumps(numbers), encoding="utf-8")
        made.done("import", tmp_path / "goods.json", tmp_path / "numbers.json")
        yield made


def sold(shop: Shop, count: int, seed: int = 3) -> list[Trade]:
    """Plain orders of the last hours that wait to be sent."""
    Life(shop, seed).before(count, timedelta(hours=20))
    waiting = [trade for trade in shop.trades.values() if trade.status == "WAIT_SELLER_SEND_GOODS"]
    return [trade for trade in waiting if not trade.message and not trade.memo]


def asked(running: Running, method: str) -> int:
    return sum(call.method == method for call in running.shop.calls)


def test_both_are_pulled_packed_and_told_of_what_is_theirs(desk: Desk) -> None:
    mine, theirs = sold(desk.first.shop, 30)[0], sold(desk.second.shop, 30, 4)[0]
    assert desk.sync()["pulled"] >= 40
    assert {row["shop_id"] for row in desk.done("orders", "--json")} == {"", "tmall2"}
    assert (desk.order(mine.tid)["shop"], desk.order(theirs.tid)["shop"]) == (ONE, TWO)
    before = [len(one.shop.calls) for one in (desk.first, desk.second)]
    number = desk.pack(theirs)
    assert [parcel.number for parcel in theirs.parcels] == [number]
    assert asked(desk.first, "taobao.logistics.offline.send") == 0
    assert len(desk.second.shop.calls) > before[1]
    assert [parcel.number for parcel in mine.parcels] == []
    number = desk.pack(mine)
    assert [parcel.number for parcel in mine.parcels] == [number]
    assert desk.first.shop.wrongs == desk.second.shop.wrongs == []
    told = run(desk.folder, "orders", "--state", "shipped", env=desk.env).stdout
    assert {
        line.rsplit("\t", 1)[1] for line in told.splitlines() if mine.tid in line or theirs.tid in line
    } == {
        ONE,
        TWO,
    }


def test_one_goes_off_in_the_middle_and_the_other_goes_on(desk: Desk) -> None:
    mine, theirs = sold(desk.first.shop, 20), sold(desk.second.shop, 20, 4)
    desk.sync()
    desk.second.unplug()
    desk.first.buyers.urge(mine[1].tid)
    desk.first.shop.offset += timedelta(seconds=30)
    told = desk.sync(code=1)
    assert told["pulled"] >= 1
    [first, second] = told["shops"]
    assert (first["answers"], second["answers"], second["name"]) == (True, False, TWO)
    assert "127.0.0.1" in second["say"]
    assert desk.order(mine[1].tid)["urges"] == 1
    number = desk.pack(mine[0])
    assert [parcel.number for parcel in mine[0].parcels] == [number]
    # its own orders are packed, too; at the gate before the number they wait for their shop
    goods = (line.outer_sku_id for line in theirs[0].lines for _ in range(line.num))
    (*_, last) = desk.done("scan", lines=(theirs[0].tid, *goods))
    assert "label-failed" in last["events"], last
    shops = desk.shops(code=1)
    assert shops["platform"]["answers"] is True
    assert (shops["tmall2"]["answers"], shops["tmall2"]["means"]) == (False, "wait")
    assert shops["tmall2"]["offline_since"]
    only = desk.shops("--shop", TWO, code=1)
    assert list(only) == list(desk.shops("--shop", "tmall2", code=1)) == ["tmall2"]
    desk.second.plug()
    assert "shops" not in desk.sync()
    desk.done("scan", lines=("PKEXIT",))
    number = desk.pack(theirs[1])
    assert [parcel.number for parcel in theirs[1].parcels] == [number]


def test_doctor_names_the_shop_whose_secret_is_wrong(desk: Desk) -> None:
    desk.env["PACKSTATION_TAOBAO_TMALL2_APP_SECRET"] = MISTYPED
    checks = desk.checks()
    assert [(one["shop"], one["check"]) for one in checks if one["level"] == "failed"] == [
        (TWO, "platform-app-secret")
    ]
    assert {one["level"] for one in checks if one["shop"] == ONE} == {"ok"}
    shown = run(desk.folder, "doctor", env=desk.env).stdout
    assert f"failed\t{TWO}: App secret\tWrong: it does not belong to this app key." in shown
    assert MISTYPED not in shown
    del desk.env["PACKSTATION_TAOBAO_TMALL2_SESSION"]
    [session] = [
        one for one in desk.checks() if (one["check"], one["level"]) == ("platform-session", "failed")
    ]
    assert "PACKSTATION_TAOBAO_TMALL2_SESSION" in session["say"]
    del desk.env["PACKSTATION_TAOBAO_TMALL2_APP_SECRET"]
    result = run(desk.folder, "sync", "--once", env=desk.env)
    assert f"{TWO}: " in result.stderr
    assert "PACKSTATION_TAOBAO_TMALL2_APP_SECRET" in result.stderr
    assert "no shop nobody" in run(desk.folder, "connection", "--shop", "nobody", env=desk.env).stderr


def test_a_number_that_comes_from_two_shops_stays_with_the_first(desk: Desk) -> None:
    mine = sold(desk.first.shop, 10)[0]
    with emulated(Shop(app=desk.second.app, numbered_from=0)) as twin:  # it counts as the first one does
        assert mine.tid in {trade.tid for trade in sold(twin.shop, 10)}
        desk.second.unplug()
        desk.sync(code=1)
        before = desk.order(mine.tid)
        path = desk.folder / "packstation.toml"
        path.write_text(path.read_text("utf-8").replace(desk.second.gateway, twin.gateway), "utf-8")
        result = run(desk.folder, "sync", "--once", "--json", env=desk.env)
    assert f"the number {mine.tid} of {TWO} is that of an order of {ONE}" in result.stderr
    assert desk.order(mine.tid) == before
    [listed] = (desk.folder / "inbox" / "rejected").glob("taobao-tmall2-*.errors.csv")
    assert TWO in listed.read_text(encoding="utf-8-sig")
    assert desk.shops()["tmall2"]["last_news"]["rejected"] > 0


def test_calls_of_the_day_are_counted_on_by_the_next_program(desk: Desk) -> None:
    sold(desk.first.shop, 10)
    desk.sync()
    counted = desk.shops()
    made = {"platform": len(desk.first.shop.calls), "tmall2": len(desk.second.shop.calls)}
    assert {name: one["calls_today"] for name, one in counted.items()} == made
    desk.sync()
    assert desk.shops()["platform"]["calls_today"] == len(desk.first.shop.calls) > made["platform"]


def test_a_desk_of_one_shop_goes_on_after_an_upgrade(desk: Desk) -> None:
    """What a program that knew one shop kept is the first shop's: nothing is read from the beginning."""
    path = desk.folder / "packstation.toml"
    both = path.read_text(encoding="utf-8")
    path.write_text(both.split("[shops")[0], encoding="utf-8")
    mine = sold(desk.first.shop, 20)
    desk.sync()
    with sqlite3.connect(desk.folder / "packstation.db") as database:
        for statement in (
            "DROP INDEX outbox_of_shop",
            "DROP INDEX outbox_parked_of_shop",
            "ALTER TABLE outbox DROP COLUMN shop_id",
            "ALTER TABLE orders DROP COLUMN shop_id",
            "ALTER TABLE orders DROP COLUMN currency",
            "UPDATE order_line SET price_e4 = price_e4 / 100",
            "ALTER TABLE order_line RENAME COLUMN price_e4 TO price_cents",
        ):
            database.execute(statement)
        ((last,),) = database.execute("SELECT step FROM migration WHERE name = 'orders of several shops'")
        database.execute("DELETE FROM migration WHERE step >= ?", (last,))
        database.execute(f"PRAGMA user_version = {last - 1}")
        names = {row[0] for row in database.execute("SELECT name FROM fact")}
    assert {"taobao read to", "last rounds"} <= names
    path.write_text(both, encoding="utf-8")
    theirs = sold(desk.second.shop, 10, 4)
    began = asked(desk.first, "taobao.trades.sold.get")
    assert desk.sync()["pulled"] >= len(theirs)
    assert asked(desk.first, "taobao.trades.sold.get") == began, "what waited was read a second time"
    assert asked(desk.second, "taobao.trades.sold.get") > 0
    assert desk.shops()["platform"]["last_sync_at"]
    number = desk.pack(mine[0])
    assert [parcel.number for parcel in mine[0].parcels] == [number]


def test_a_folder_beside_taobao_has_an_inbox_and_an_outbox_of_its_own(desk: Desk) -> None:
    path = desk.folder / "packstation.toml"
    text = path.read_text(encoding="utf-8").split("[shops")[0]
    path.write_text(f'{text}\n[shops.box]\nkind = "folder"\nshop = "门店"\n', encoding="utf-8")
    desk.sync()
    order = {
        "number": "7000000000000000001",
        "created_at": "2026-11-22T20:01:05+08:00",
        "receiver": {"name": "李明", "phone": "13812345678", "province": "浙江省", "city": "杭州市",
                     "district": "余杭区", "detail": "文一西路969号"},
        "lines": [{"line": "1", "sku": json.loads(products())["products"][0]["sku"], "quantity": 1}],
    }  # fmt: skip
    inbox = desk.folder / "shops" / "box" / "inbox"
    (inbox / "orders.json").write_text(json.dumps({"orders": [order]}), encoding="utf-8")
    assert desk.sync()["pulled"] == 1
    told = desk.order("7000000000000000001")
    assert (told["shop_id"], told["shop"]) == ("box", "门店")
    assert (inbox / "done" / "orders.json").exists()
    sku = order["lines"][0]["sku"]  # type: ignore[index]
    desk.done("release", "7000000000000000001") if told["state"] == "held" else None
    desk.done("scan", lines=("7000000000000000001", str(sku)))
    number = desk.order("7000000000000000001")["parcels"][0]["waybill"]
    desk.done("scan", lines=(number,))
    [shipped] = (desk.folder / "shops" / "box" / "outbox").glob("shipments-*.csv")
    assert number in shipped.read_text(encoding="utf-8-sig")
    assert list((desk.folder / "outbox").glob("*.csv")) == []
    assert asked(desk.first, "taobao.logistics.offline.send") == 0
