"""Bringing files in while the desk works: in slices, whole orders only, twice changes nothing."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from packstation.desk.clock import SystemClock
from packstation.desk.views import WorkList
from packstation.desk.workplace import Announcement
from packstation.domain.intake import Batch, Carrier, Carton, Product, Sourced, Tally, WaybillNumber
from packstation.domain.order import State
from tests.builders import make_desk, make_order, numbers, take_in
from tests.program import plain_world, write


def test_each_slice_leaves_the_window_its_frames(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data")
    desk._place.clock = SystemClock()
    path = write(tmp_path / "orders.json", plain_world(3000))
    batch = desk.importing.read([path])
    spans, began = [], time.thread_time()
    last = None
    for last in desk.importing.store(batch):  # noqa: B007  (the last one is looked at below)
        spans.append(time.thread_time() - began)
        began = time.thread_time()
    assert last is not None
    assert last.done == last.total == len(batch.records)
    assert len(spans) > 20
    assert sorted(spans)[len(spans) // 2] < 0.016, "the usual slice fits into a frame"


def test_an_import_broken_off_leaves_whole_orders_and_can_be_done_again(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data")
    desk._place.clock = SystemClock()
    path = write(tmp_path / "orders.json", plain_world(1000))
    # no time at all: the smallest slices, however fast the machine is
    storing = desk.importing.store(desk.importing.read([path]), 0)
    for _ in range(5):
        next(storing)
    del storing
    rows = list(desk.reading.everything(None))
    assert 0 < len(rows) < 1000
    assert all(row.units == 2 for row in rows)
    last = Tally()
    for progress in desk.importing.store(desk.importing.read([path]), 1):
        last = progress.tally
    assert len(list(desk.reading.everything(None))) == 1000
    assert last.unchanged >= len(rows)


def test_listeners_hear_of_changed_orders_after_they_are_stored(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", make_order())
    heard: list[Announcement] = []
    desk.listen(heard.append)
    take_in(desk, make_order(urges=1))
    assert heard[-1].orders == {make_order().number}
    assert [row.urges for row in desk.queue(WorkList.URGED, None, 5)] == [1]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (WaybillNumber("XX", "YT0000000000099"), "unknown-carrier"),
        (WaybillNumber("YTO", "SF123"), "number-breaks-rule"),
        (WaybillNumber("ZTO", "YT0000000000001"), "number-of-other-carrier"),
    ],
)
def test_numbers_that_cannot_be_are_refused_with_their_place(
    tmp_path: Path, record: WaybillNumber, reason: str
) -> None:
    desk = make_desk(tmp_path / "data", make_order())
    take_in(desk, Carrier("ZTO", "中通快递", ""))
    batch = Batch(((Sourced("numbers.csv", 7), record), (Sourced("numbers.csv", 8), numbers(1, 900)[0])))
    tally = list(desk.importing.store(batch))[-1].tally
    assert [(reject.file, reject.row, reject.reason) for reject in tally.rejects] == [
        ("numbers.csv", 7, reason)
    ]
    assert tally.added == 1


def test_a_table_may_name_the_carrier(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", make_order())
    assert take_in(desk, WaybillNumber("圆通速递", "YT0000000000777")).added == 1
    assert desk.store.waybills.free_numbers() == {"YTO": 51}


def test_queue_pages_lose_and_repeat_nothing(tmp_path: Path) -> None:
    world = plain_world(250)
    for place, order in enumerate(world["orders"]):
        order["ship_by"] = f"2026-11-24T20:00:{place % 3:02d}+08:00"  # many with the same deadline
        order["urges"] = place % 2
    desk = make_desk(tmp_path / "data")
    path = tmp_path / "orders.json"
    path.write_text(json.dumps(world), encoding="utf-8")
    for _ in desk.importing.store(desk.importing.read([path]), 1):
        pass
    seen, after = [], None
    while page := desk.queue(WorkList.ALL, after, 40):
        seen += page
        after = page[-1].key
    assert len({row.number for row in seen}) == len(seen) == 250
    assert [(row.ship_by, -row.urges) for row in seen] == sorted((row.ship_by, -row.urges) for row in seen)
    assert desk.counts()[WorkList.ALL] == 250


def test_the_queue_names_the_carrier_taken_or_likely(tmp_path: Path) -> None:
    only = make_order("4000000000000000002", carriers_allowed=("YTO",))
    none = make_order("4000000000000000003", carriers_forbidden=("YTO",))
    desk = make_desk(tmp_path / "data", make_order(), only, none)
    shown = {row.number: row.carrier for row in desk.queue(WorkList.ALL, None, 9)}
    assert shown == {make_order().number: "圆通", only.number: "圆通", none.number: ""}


def test_a_table_of_counts_takes_no_checks_weights_or_names_from_the_goods(tmp_path: Path) -> None:
    desk = make_desk(
        tmp_path / "data",
        Product("MUG", "马克杯", "", ("690",), (), 300, pack=("倒放",), inspect=("无破损",)),
    )
    path = tmp_path / "stock.csv"
    path.write_text("sku,bin,on_hand,barcode\nMUG,A-1,4,691\n", encoding="utf-8")
    *_, last = desk.importing.store(desk.importing.read([path]))
    assert (last.tally.updated, last.tally.rejects) == (1, ())
    mug = desk.store.catalogue.product("MUG")
    assert mug is not None
    assert (mug.title, mug.weight_g, mug.inspect, mug.pack) == ("马克杯", 300, ("无破损",), ("倒放",))
    assert mug.barcodes == ("691",), "what the table does say counts"
    *_, again = desk.importing.store(desk.importing.read([path]))
    assert again.tally.unchanged == 2


def test_a_table_of_cartons_left_takes_nothing_from_what_they_are(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", make_order(), Carton("B3", (300, 200, 120), 120, 5000, 9))
    path = tmp_path / "cartons.csv"
    path.write_text("code,max_g,on_hand\nB3,6000,4\n", encoding="utf-8")
    *_, last = desk.importing.store(desk.importing.read([path]))
    assert last.tally.rejects == ()
    assert desk.store.catalogue.carton("B3") == Carton("B3", (300, 200, 120), 120, 6000, 4)


def test_of_two_copies_of_a_new_order_in_one_batch_the_newer_one_counts(tmp_path: Path) -> None:
    """A list of orders and a list of refunds may each bring it, the second with what happened in between."""
    desk = make_desk(tmp_path / "data")
    old = make_order()
    later = (old.modified_at or old.created_at) + timedelta(seconds=9)
    gone = replace(old, status="TRADE_CLOSED", modified_at=later)
    tally = take_in(desk, make_order("4065712345678900001"), old, gone, make_order("4065712345678900002"))
    assert (tally.added, tally.updated, tally.unchanged) == (3, 1, 0)
    view = desk.view(old.number)
    assert view is not None
    assert view.order.state is State.CANCELLED
    assert len(list(desk.reading.everything(None))) == 3


def test_twice_the_same_new_order_in_one_batch_is_one(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data")
    tally = take_in(desk, make_order(), make_order())
    assert (tally.added, tally.updated, tally.unchanged) == (1, 0, 1)
