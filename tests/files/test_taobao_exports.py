"""Taobao's own exports: orders file and items file, classic (GBK or UTF-8) and of 2026 (XLSX)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from packstation.domain.order import Line, Order, Receiver
from packstation.files import read
from tests.files.making import DEFAULTS, check_sentences
from tests.files.taobao import (
    ITEMS,
    ITEMS_2026,
    ORDERS,
    ORDERS_2026,
    WAITING,
    A,
    B,
    a_cup,
    an_item,
    an_order,
    orders_of,
    write_csv,
    write_xlsx,
)


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_classic_pair_is_joined(tmp_path: Path, encoding: str, delimiter: str) -> None:
    orders = write_csv(tmp_path / "ExportOrderList.csv", ORDERS, [an_order()], encoding, delimiter)
    items = write_csv(
        tmp_path / "ExportOrderDetailList.csv", ITEMS, [an_item(), a_cup()], encoding, delimiter
    )
    batch = read([items, orders], DEFAULTS)
    assert batch.rejects == ()
    ((source, order),) = batch.records
    assert (source.file, source.row) == ("ExportOrderList.csv", 2)
    assert order == Order(
        number=A,
        platform="taobao",
        shop="示例旗舰店",
        created_at=datetime(2026, 11, 22, 12, 1, 5, tzinfo=UTC),
        paid_at=datetime(2026, 11, 22, 12, 1, 33, tzinfo=UTC),
        ship_by=datetime(2026, 11, 24, 12, 1, 33, tzinfo=UTC),
        ship_by_source="paid",
        buyer="tb12345",
        message='请用"礼盒",谢谢\n别忘了',
        memo="老客户",
        receiver=Receiver(
            "李明", "13812345678", "浙江省", "杭州市", "余杭区", "仓前街道", "文一西路969号", "311121"
        ),
        lines=(
            Line(f"{A}-1", "TS-WHT-L", 2, "白色棉T恤", "颜色:白;尺码:L", Decimal("59.00")),
            Line(f"{A}-2", "CUP-1", 1, "白瓷杯", "", Decimal("12.5")),
        ),
    )
    assert read([items, orders], DEFAULTS) == batch


def test_the_pair_of_2026_is_joined_though_it_has_no_personal_columns(tmp_path: Path) -> None:
    order = {
        "订单编号": A, "总金额": 130.5, "订单状态": "买家已付款,等待卖家发货", "运送方式": "快递", "收货地址": None,
        "订单创建时间": datetime.fromisoformat("2026-11-22T20:01:05"), "商品标题": "白色棉T恤", "宝贝种类": 1, "宝贝总数量": 3, "备注标签": "红",
        "商家备注": "尽快",
    }  # fmt: skip
    item = {
        "子订单编号": f"{A}1", "主订单编号": A, "商品标题": "白色棉T恤", "商品价格": 59, "购买数量": 2, "商品属性": "L", "订单状态": WAITING,
        "退款状态": "没有申请退款", "商品ID": "612345678901",
    }  # fmt: skip
    back = {**item, "子订单编号": f"{A}2", "购买数量": 1, "退款状态": "退款成功"}
    orders = write_xlsx(tmp_path / "orders.xlsx", ORDERS_2026, [order], above=[["订单报表"], []])
    items = write_xlsx(tmp_path / "items.xlsx", ITEMS_2026, [item, back])
    batch = read([orders, items], DEFAULTS)
    assert batch.rejects == ()
    assert batch.records[0][0].row == 4
    made = orders_of(batch)[A]
    assert made.created_at == datetime(2026, 11, 22, 12, 1, 5, tzinfo=UTC)
    assert made.ship_by - made.created_at == timedelta(hours=48)
    assert (made.receiver, made.memo, made.memo_flag) == (Receiver(), "尽快", 1)
    assert made.lines == (
        Line(f"{A}1", "612345678901/L", 2, "白色棉T恤", "L", Decimal(59)),
        Line(f"{A}2", "612345678901/L", 1, "白色棉T恤", "L", Decimal(59), "SUCCESS"),
    )


def test_numbers_a_spreadsheet_has_damaged_are_refused(tmp_path: Path) -> None:
    good = {
        "订单编号": B,
        "订单状态": WAITING,
        "订单创建时间": "2026-11-22 20:01:05",
        "商品标题": "杯",
        "宝贝种类": 1,
        "宝贝总数量": 1,
    }
    book = write_xlsx(tmp_path / "a.xlsx", ORDERS_2026, [{**good, "订单编号": int(A)}, good])
    text = write_csv(tmp_path / "b.csv", ORDERS, [an_order(订单编号="4.06571E+18")], "gbk")
    batch = read([book, text], DEFAULTS)
    assert list(orders_of(batch)) == [B]
    assert [(one.file, one.row, one.column, one.reason) for one in batch.rejects] == [
        ("a.xlsx", 2, "订单编号", "number-damaged"),
        ("b.csv", 2, "订单编号", "number-damaged"),
    ]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("买家已付款，等待卖家发货", "WAIT_SELLER_SEND_GOODS"),
        ("买家已付款,等待卖家发货 ", "WAIT_SELLER_SEND_GOODS"),
        ("卖家部分发货", "SELLER_CONSIGNED_PART"),
        ("卖家已发货，等待买家确认", "WAIT_BUYER_CONFIRM_GOODS"),
        ("等待买家付款", "WAIT_BUYER_PAY"),
        ("交易成功", "TRADE_FINISHED"),
        ("交易关闭", "TRADE_CLOSED"),
        ("ＴＲＡＤＥ_closed", "TRADE_CLOSED"),
    ],
)
def test_states_in_the_shops_words(tmp_path: Path, words: str, status: str) -> None:
    path = write_csv(tmp_path / "o.csv", ORDERS, [an_order(订单状态=words, 宝贝种类="1")], "gbk")
    assert orders_of(read([path], DEFAULTS))[A].status == status


@pytest.mark.parametrize(
    ("words", "refund"),
    [
        ("没有申请退款", "NO_REFUND"),
        ("退款成功", "SUCCESS"),
        ("退款关闭", "CLOSED"),
        ("买家已经申请退款，等待卖家同意", "WAIT_SELLER_AGREE"),
        ("卖家已经同意退款，等待买家退货", "WAIT_BUYER_RETURN_GOODS"),
        ("买家已经退货，等待卖家确认收货", "WAIT_SELLER_CONFIRM_GOODS"),
        ("卖家拒绝退款", "SELLER_REFUSE_BUYER"),
    ],
)
def test_refunds_in_the_shops_words(tmp_path: Path, words: str, refund: str) -> None:
    orders = write_csv(tmp_path / "o.csv", ORDERS, [an_order(宝贝总数量="1")], "gbk")
    item = {"子订单编号": "1", "主订单编号": A, "商品标题": "杯", "购买数量": "1", "退款状态": words}
    items = write_csv(tmp_path / "i.csv", ITEMS_2026, [item], "gbk")
    assert orders_of(read([orders, items], DEFAULTS))[A].lines[0].refund == refund


def test_an_item_closed_by_itself_is_never_shipped(tmp_path: Path) -> None:
    orders = write_csv(tmp_path / "o.csv", ORDERS, [an_order()], "gbk")
    items = write_csv(tmp_path / "i.csv", ITEMS, [an_item(), a_cup(订单状态="交易关闭")], "gbk")
    assert [line.need for line in orders_of(read([orders, items], DEFAULTS))[A].lines] == [2, 0]


class TestHalfAnOrderIsNoOrder:
    """What belongs together but is not all there is refused, with the place to look at."""

    @staticmethod
    def refused(
        tmp_path: Path, orders: list[dict[str, str]], *items: list[dict[str, str]]
    ) -> list[tuple[str, int, str, str]]:
        files = [write_csv(tmp_path / "o.csv", ORDERS, orders, "gbk")] if orders else []
        files += [write_csv(tmp_path / f"i{at}.csv", ITEMS, rows, "gbk") for at, rows in enumerate(items)]
        batch = read(files, DEFAULTS)
        assert A not in orders_of(batch)
        check_sentences(batch)
        return [(one.file, one.row, one.column, one.reason) for one in batch.rejects]

    def test_items_missing(self, tmp_path: Path) -> None:
        assert self.refused(tmp_path, [an_order()]) == [("o.csv", 2, "宝贝种类", "items-missing")]

    def test_items_incomplete(self, tmp_path: Path) -> None:
        assert self.refused(tmp_path, [an_order()], [an_item()]) == [
            ("o.csv", 2, "宝贝总数量", "items-incomplete")
        ]

    def test_items_without_their_order(self, tmp_path: Path) -> None:
        assert self.refused(tmp_path, [], [an_item(), a_cup()]) == [
            ("i0.csv", 2, "订单编号", "order-row-missing"),
            ("i0.csv", 3, "订单编号", "order-row-missing"),
        ]

    def test_one_bad_item(self, tmp_path: Path) -> None:
        for bad in ("-1", "0", "1.5", "两", "100000"):
            items = [an_item(), a_cup(购买数量=bad)]
            assert self.refused(tmp_path, [an_order()], items) == [
                ("i0.csv", 3, "购买数量", "wrong-quantity")
            ], bad

    def test_two_items_files_that_differ(self, tmp_path: Path) -> None:
        items = [an_item(), a_cup()]
        other = [an_item(), a_cup(商家编码="OTHER")]
        assert self.refused(tmp_path, [an_order()], items, other) == [
            ("i1.csv", 2, "订单编号", "items-differ")
        ]

    def test_an_order_of_which_a_part_was_shipped_elsewhere(self, tmp_path: Path) -> None:
        items = [an_item(), a_cup(订单状态="卖家已发货，等待买家确认")]
        orders = [an_order(订单状态="卖家部分发货")]
        assert self.refused(tmp_path, orders, items) == [("i0.csv", 3, "订单状态", "partly-shipped")]

    def test_an_order_row_that_is_bad_itself(self, tmp_path: Path) -> None:
        items = [an_item(), a_cup()]
        orders = [an_order(订单状态="不知道")]
        assert self.refused(tmp_path, orders, items) == [("o.csv", 2, "订单状态", "unknown-status")]


def test_other_orders_of_the_pair_are_taken(tmp_path: Path) -> None:
    orders = write_csv(
        tmp_path / "o.csv",
        ORDERS,
        [an_order(), an_order(B), an_order("3", 订单创建时间="", 订单付款时间="")],
        "gbk",
    )
    items = write_csv(
        tmp_path / "i.csv", ITEMS, [an_item(), an_item(B), a_cup(B), an_item("3"), a_cup("3")], "gbk"
    )
    batch = read([orders, items], DEFAULTS)
    assert list(orders_of(batch)) == [B]
    assert [(one.row, one.reason) for one in batch.rejects] == [(2, "items-incomplete"), (4, "missing")]


def test_an_order_of_one_kind_needs_no_items_file(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "o.csv", ORDERS, [an_order(宝贝标题="白瓷杯", 宝贝种类="1")], "gbk")
    assert orders_of(read([path], DEFAULTS))[A].lines == (Line(f"{A}-1", "白瓷杯", 3, "白瓷杯"),)


def test_overlapping_exports_agree(tmp_path: Path) -> None:
    files = [write_csv(tmp_path / f"o{n}.csv", ORDERS, [an_order()], "gbk") for n in range(2)]
    files += [write_csv(tmp_path / f"i{n}.csv", ITEMS, [an_item(), a_cup()], "gbk") for n in range(2)]
    batch = read(files, DEFAULTS)
    assert batch.rejects == ()
    assert [record for _, record in batch.records] == [orders_of(batch)[A]] * 2


def test_a_sign_the_shop_cut_in_half_costs_only_its_row(tmp_path: Path) -> None:
    orders = [an_order("1", 宝贝种类="1", 订单备注="老客@户"), an_order("2", 宝贝种类="1")]
    path = write_csv(tmp_path / "o.csv", ORDERS, orders, "gbk")
    path.write_bytes(path.read_bytes().replace(b"@", b"\xff"))
    batch = read([path], DEFAULTS)
    assert list(orders_of(batch)) == ["2"]
    assert [(one.row, one.reason) for one in batch.rejects] == [(2, "row-garbled")]
