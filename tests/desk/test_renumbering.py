"""A parcel that left under another number, with a folder as the shop's platform, and with other orders in it."""

from __future__ import annotations

import csv
from pathlib import Path

from packstation.desk.desk import Desk
from packstation.domain.intake import Carrier, WaybillNumber
from packstation.domain.scan import Verdict
from tests.builders import make_desk, scan_all, take_in
from tests.desk.shirts import BOOK, FIRST, ONE, SHIRT, TWO, shirts
from tests.desk.test_together import order

NEW = "YT0000000000040"


def told(desk: Desk, folder: Path) -> list[tuple[str, str, str]]:
    """Everything the shop was told, in the order in which it was: order, carrier, number."""
    desk.syncing.push_now()
    rows: list[tuple[str, str, str]] = []
    for path in sorted((folder / "outbox").glob("*.csv"), key=lambda one: one.stat().st_mtime_ns):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows += [(row["订单编号"], row["物流公司"], row["运单号"]) for row in csv.DictReader(file)]
    return rows


def test_the_shop_gets_one_more_row_with_the_new_number(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(ONE, 1), Carrier("SF", "顺丰速运", r"^SF\d{13}$"))
    scan_all(desk, SHIRT, FIRST)
    assert told(desk, tmp_path) == [(ONE, "圆通速递", FIRST)]
    answer = desk.renumberings.change(ONE, FIRST, "SF1234567890123", "SF", "快递员换了面单")
    assert answer.facts["missing"] == "renumbered"
    for _ in range(2):
        assert sorted(told(desk, tmp_path)) == sorted(
            [(ONE, "圆通速递", FIRST), (ONE, "顺丰速运", "SF1234567890123")]
        )
    [box] = desk.store.orders.get(ONE).parcels  # type: ignore[union-attr]
    assert (box.carrier, box.waybill) == ("SF", "SF1234567890123")


def test_every_order_in_the_parcel_is_told_of_its_new_number(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, order(ONE, "TS-L"), order(TWO, "BOOK"))
    desk.companions.join(TWO)
    scan_all(desk, ONE, SHIRT, BOOK, FIRST)
    assert desk.renumberings.change(ONE, FIRST, NEW, why="x").verdict is Verdict.COMMAND_OK
    rows = told(desk, tmp_path)
    assert sorted(rows) == sorted(
        (number, "圆通速递", waybill) for number in (ONE, TWO) for waybill in (FIRST, NEW)
    )


def test_a_number_of_the_pool_is_free_no_longer_and_the_old_one_is_never_used_again(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(ONE, 1), shirts(TWO, 1))
    scan_all(desk, SHIRT, FIRST)
    desk.renumberings.change(ONE, FIRST, "YT0000000000002", why="x")
    take_in(desk, WaybillNumber("YTO", FIRST))
    scan_all(desk, SHIRT)
    order_two = desk.store.orders.get(TWO)
    assert order_two is not None
    assert order_two.live_waybills == ("YT0000000000003",)


def test_a_spoiled_label_scanned_again_ships_nothing(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, shirts(ONE, 1))
    scan_all(desk, SHIRT, FIRST)
    desk.renumberings.change(ONE, FIRST, NEW, why="x")
    old, new = scan_all(desk, FIRST, NEW)
    assert old.verdict is not Verdict.SHIPPED
    assert new.verdict is Verdict.ALREADY_SHIPPED
    assert len(desk.store.outbox.of_order(ONE)) == 2
