"""``scan`` at both gates of the emulated Taobao: one object a line, with the final verdict."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.emulators.taobao import Running, chance, emulated
from tests.emulators.taobao.books import Line, Receiver, Trade
from tests.emulators.taobao.faults import Fault, Kind
from tests.program import command, environment, order, run, write

SHIRT, CUP = "6901234567892", "6909999999991"
ELSEWHERE = Receiver("王芳", "13900000000", "浙江省", "宁波市", "海曙区", "中山路1号")
NUMBERS = [f"YT{n:013d}" for n in range(1, 9)]
GOODS = {
    "carriers": [{"code": "YTO", "name": "圆通速递", "number_pattern": "^YT\\d{13}$"}],
    "products": [
        {"sku": "TS", "title": "白色棉T恤", "barcodes": [SHIRT], "weight_g": 180},
        {"sku": "CUP", "title": "陶瓷茶杯", "barcodes": [CUP], "weight_g": 320},
    ],
    "waybill_numbers": [{"carrier": "YTO", "numbers": NUMBERS}],
}


class Desk:
    """A desk of the program over a data directory, its platform the emulated one."""

    def __init__(self, folder: Path, running: Running, rule: str) -> None:
        self.folder, self.running = folder / "data", running
        self.folder.mkdir(mode=0o700)
        settings = (
            f'[platform]\nkind = "taobao"\ngateway = "{running.gateway}"\napp_key = "{running.app.key}"\n'
            f'offline_rule = "{rule}"\ninterval_s = 3600\n'
        )
        (self.folder / "packstation.toml").write_text(settings, encoding="utf-8")
        self.env = environment(
            PACKSTATION_TAOBAO_APP_SECRET=running.app.secret, PACKSTATION_TAOBAO_SESSION=running.app.session
        )
        assert run(self.folder, "import", write(folder / "goods.json", GOODS), env=self.env).returncode == 0

    def sold(self, *skus: str) -> Trade:
        """Somebody buys one of each, and the desk hears of it."""
        buyers = self.running.buyers
        lines = [Line("", f"商品 {sku}", sku, 1, 1000) for sku in skus]
        before = self.running.shop.now() - timedelta(minutes=1)  # lists are read up to a moment that is over
        trade = buyers.pay(buyers.order("买家", chance.receiver(Random(7)), lines, before).tid, before)
        self.sync()
        return trade

    def sync(self) -> dict[str, int]:
        told: dict[str, int] = json.loads(run(self.folder, "sync", "--once", "--json", env=self.env).stdout)
        return told

    def order(self, number: str) -> dict[str, Any]:
        return order(self.folder, number)


class Scanner:
    """``scan`` in a process of its own, a code at a time."""

    def __init__(self, desk: Desk) -> None:
        self.process = subprocess.Popen(
            command(desk.folder, "scan"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=desk.env,
        )

    def scan(self, code: str) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{code}\n")
        self.process.stdin.flush()
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told

    def end(self) -> None:
        self.process.communicate(timeout=60)
        assert self.process.returncode == 0


@pytest.fixture
def running() -> Iterator[Running]:
    with emulated() as platform:
        yield platform


def test_a_plain_order_goes_through_both_gates_in_two_scans(tmp_path: Path, running: Running) -> None:
    desk = Desk(tmp_path, running, "wait")
    trade = desk.sold("TS")
    scanner = Scanner(desk)
    packed, shipped = scanner.scan(SHIRT), scanner.scan(NUMBERS[0])
    scanner.end()
    assert (packed["verdict"], packed["state"], packed["order"]) == ("order-complete", "labelled", trade.tid)
    assert packed["events"] == ["order-opened", "confirmed", "reviewed", "packed", "label-printed"]
    assert (shipped["verdict"], shipped["state"]) == ("shipped", "shipped")
    assert running.shop.trades[trade.tid].status == "WAIT_BUYER_CONFIRM_GOODS"


def test_a_cancel_before_the_label_is_the_one_answer_of_the_scan(tmp_path: Path, running: Running) -> None:
    desk = Desk(tmp_path, running, "wait")
    trade = desk.sold("TS", "CUP")
    scanner = Scanner(desk)
    assert scanner.scan(SHIRT)["verdict"] == "line-complete"
    running.buyers.cancel(trade.tid)
    stopped = scanner.scan(CUP)
    scanner.end()
    assert (stopped["verdict"], stopped["state"]) == ("order-cancelled", "cancelled")
    assert stopped["events"] == ["packed", "recalled"]
    assert desk.order(trade.tid)["parcels"][0]["waybill"] is None


def test_a_cancel_before_it_leaves_stops_it(tmp_path: Path, running: Running) -> None:
    desk = Desk(tmp_path, running, "wait")
    trade = desk.sold("TS")
    first = Scanner(desk)
    first.scan(SHIRT)
    first.end()
    scanner = Scanner(desk)
    opened = scanner.scan(trade.tid)
    running.buyers.cancel(trade.tid)
    stopped, apart = scanner.scan(NUMBERS[0]), scanner.scan(SHIRT)
    scanner.end()
    assert opened["verdict"] == "order-opened"
    assert (stopped["verdict"], stopped["state"], stopped["events"]) == (
        "order-recalled",
        "labelled",
        ["recalled"],
    )
    assert (apart["verdict"], apart["state"]) == ("undone", "cancelled")
    assert desk.sync()["delivered"] == 0
    assert desk.order(trade.tid)["outbox"] == []


def test_a_refunded_unit_comes_out_and_the_rest_ships(tmp_path: Path, running: Running) -> None:
    desk = Desk(tmp_path, running, "wait")
    trade = desk.sold("TS", "CUP")
    scanner = Scanner(desk)
    scanner.scan(SHIRT)
    running.buyers.refund(trade.tid, trade.lines[1].oid)
    stopped, out = scanner.scan(CUP), scanner.scan(CUP)
    shipped = scanner.scan(NUMBERS[0])
    scanner.end()
    assert stopped["verdict"] == "order-recalled"
    assert "CUP" in stopped["say"]
    assert (out["verdict"], out["state"], out["events"]) == ("undone", "labelled", ["label-printed"])
    assert shipped["verdict"] == "shipped"


def test_an_address_changed_after_the_label_takes_a_new_number(tmp_path: Path, running: Running) -> None:
    desk = Desk(tmp_path, running, "wait")
    trade = desk.sold("TS")
    first = Scanner(desk)
    first.scan(SHIRT)
    first.end()
    scanner = Scanner(desk)
    scanner.scan(trade.tid)
    running.buyers.move(trade.tid, ELSEWHERE)
    waits, again = scanner.scan(NUMBERS[0]), scanner.scan("PKREPRINT")
    old, shipped = scanner.scan(NUMBERS[0]), scanner.scan(NUMBERS[1])
    scanner.end()
    assert (waits["verdict"], waits["events"], waits["state"]) == (
        "not-ready",
        ["address-changed"],
        "labelled",
    )
    assert [one["verdict"] for one in (again, old, shipped)] == ["label-printed", "label-mismatch", "shipped"]


def test_a_platform_that_does_not_answer_is_asked_again_by_the_same_scan(
    tmp_path: Path, running: Running
) -> None:
    desk = Desk(tmp_path, running, "wait")
    trade = desk.sold("TS")
    scanner = Scanner(desk)
    scanner.scan(trade.tid)
    running.script.add(Fault(Kind.HTML, "taobao.trade.fullinfo.get"))
    packed, printed = scanner.scan(SHIRT), scanner.scan("PKPRINT")
    scanner.end()
    assert (packed["verdict"], packed["state"], packed["events"]) == (
        "order-complete",
        "packed",
        ["packed", "label-failed"],
    )
    assert "PKPRINT" in packed["say"]
    assert (printed["verdict"], printed["state"]) == ("label-printed", "labelled")


def test_what_left_unasked_is_looked_at_by_the_next_sync(tmp_path: Path, running: Running) -> None:
    desk = Desk(tmp_path, running, "go-on")
    trade = desk.sold("TS")
    scanner = Scanner(desk)
    scanner.scan(trade.tid)
    running.unplug()
    packed, shipped = scanner.scan(SHIRT), scanner.scan(NUMBERS[0])
    scanner.end()
    assert (packed["verdict"], packed["state"], shipped["verdict"]) == (
        "order-complete",
        "labelled",
        "shipped",
    )
    assert desk.order(trade.tid)["unasked"]["found"] is None
    running.plug()
    running.buyers.cancel(trade.tid)
    desk.sync()
    assert desk.order(trade.tid)["unasked"]["found"] == "cancelled"
    assert "left-unasked" in desk.order(trade.tid)["exceptions"]
    done = run(desk.folder, "intercepted", trade.tid, "圆通已截回", env=desk.env)
    assert done.returncode == 0, done.stderr
    assert "left-unasked" not in desk.order(trade.tid)["exceptions"]
