"""Stops and interceptions by the program alone, over the emulated Taobao."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.emulators.taobao import Running, emulated
from tests.emulators.taobao.books import CutRefusal, Trade
from tests.emulators.taobao.faults import Fault, Kind
from tests.end_to_end.test_gates_commands import CUP, NUMBERS, SHIRT, Desk, Scanner
from tests.program import objects, run

REPORT = "taobao.rdc.aligenius.sendgoods.cancel"


@pytest.fixture
def running() -> Iterator[Running]:
    with emulated() as platform:
        yield platform


def shipped(tmp_path: Path, running: Running) -> tuple[Desk, Trade]:
    """A trade whose parcel is on its way, as both sides know."""
    desk = Desk(tmp_path, running, "wait")
    trade = desk.sold("TS")
    scanner = Scanner(desk)
    scanner.scan(SHIRT)
    assert scanner.scan(NUMBERS[0])["verdict"] == "shipped"
    scanner.end()
    desk.sync()
    assert running.shop.trades[trade.tid].status == "WAIT_BUYER_CONFIRM_GOODS"
    return desk, trade


def entries(desk: Desk, number: str, kind: str) -> list[dict[str, Any]]:
    return [entry for entry in desk.order(number)["outbox"] if entry["kind"] == kind]


def hear(desk: Desk, trade: Trade, name: str, *values: object) -> None:
    """The platform's lists are read up to a moment that is over: the desk looks until it has heard."""
    for _ in range(20):
        desk.sync()
        if desk.order(trade.tid)[name] in values:
            return
    raise AssertionError("never heard")


def test_goods_that_were_put_back_are_told_once_and_the_order_ends(tmp_path: Path, running: Running) -> None:
    desk = Desk(tmp_path, running, "wait")
    trade = desk.sold("TS", "CUP")
    scanner = Scanner(desk)
    assert scanner.scan(SHIRT)["verdict"] == "line-complete"
    refunds = running.buyers.refund(trade.tid)
    running.script.add(Fault(Kind.DROP, REPORT, done=True))
    assert scanner.scan(CUP)["verdict"] == "order-recalled"
    assert scanner.scan("PKEXIT")["verdict"] == "left"
    scanner.end()
    told = {refund.oid: refund.stop_reports for refund in refunds}
    in_the_box = {line["line"] for line in desk.order(trade.tid)["lines"] if line["got"]}
    assert in_the_box
    assert not any(told[line] for line in in_the_box)
    assert run(desk.folder, "put-back", trade.tid, env=desk.env).returncode == 0
    hear(desk, trade, "state", "cancelled")
    assert [refund.stop_reports for refund in refunds] == [["SUCCESS"], ["SUCCESS"]]
    assert trade.status == "TRADE_CLOSED"
    for entry in entries(desk, trade.tid, "stop"):
        assert (entry["state"], entry["error"], bool(entry["answer"])) == ("DELIVERED", None, True)


def test_a_parcel_wanted_back_is_seen_asked_for_and_noted(tmp_path: Path, running: Running) -> None:
    desk, trade = shipped(tmp_path, running)
    [refund] = running.buyers.refund(trade.tid)
    running.shop.cut_refusals[NUMBERS[0]] = CutRefusal("BUSY", "包裹派送中")
    hear(desk, trade, "exceptions", ["wanted-back"])
    assert (refund.stop_reports, refund.status) == (["FAIL"], "WAIT_SELLER_AGREE")
    for answer in ("包裹派送中", NUMBERS[0]):
        asked = run(desk.folder, "intercept", trade.tid, env=desk.env)
        assert (asked.returncode, asked.stderr) == (0, "")
        assert NUMBERS[0] in asked.stdout
        desk.sync()
        assert answer in entries(desk, trade.tid, "intercept")[-1]["answer"]
        running.shop.cut_refusals.clear()
    again = run(desk.folder, "intercept", trade.tid, env=desk.env)
    assert (again.returncode, again.stdout) == (1, "")
    assert [cut["mail_no"] for cut in running.shop.cuts] == [NUMBERS[0]]
    assert run(desk.folder, "intercepted", trade.tid, "已退回", env=desk.env).returncode == 0
    assert objects(run(desk.folder, "exceptions", "--json", env=desk.env)) == []


def test_a_shop_may_keep_its_stops_to_itself(tmp_path: Path, running: Running) -> None:
    desk, trade = shipped(tmp_path, running)
    settings = desk.folder / "packstation.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + 'report_stops = "off"\n', encoding="utf-8")
    [refund] = running.buyers.refund(trade.tid)
    hear(desk, trade, "exceptions", ["wanted-back"])
    assert (refund.stop_reports, entries(desk, trade.tid, "stop")) == ([], [])
