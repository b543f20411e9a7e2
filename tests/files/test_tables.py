"""Plain tables of everything a desk needs, in English or Chinese, as text or as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from packstation.domain.intake import Batch, Carrier, Carton, Product, StockCount, WaybillNumber
from packstation.domain.order import Line, Order, Receiver, Wish
from packstation.domain.people import Person, Role
from packstation.files import read
from tests.files.making import DEFAULTS

ReadBytes = Callable[[str, bytes], Batch]

PRODUCT = Product(
    "TS",
    "白T恤",
    "L",
    ("690", "691"),
    (("1690", 10),),
    180,
    (250, 200, 20),
    ("fragile",),
    ("无污渍", "无破洞"),
    "a.png",
)


@pytest.mark.parametrize(
    ("text", "records"),
    [
        (
            "sku,title,spec,barcodes,packs,weight_g,size_mm,traits,inspect,picture\nTS,白T恤,L,690|691,1690:10,180,250x200x20,fragile,无污渍|无破洞,a.png\n",
            [PRODUCT],
        ),
        ("sku,title,打包要求\nCUP,茶杯,用气泡膜包两层|杯口朝上\n", [Product("CUP", "茶杯", pack=("用气泡膜包两层", "杯口朝上"))]),
        ("商家编码;商品名称;条码\nTS;白T恤;690\n", [Product("TS", "白T恤", "", ("690",))]),
        ("sku\tbin\ton_hand\nTS\tA-03-2\t40\n", [StockCount("TS", "A-03-2", 40)]),
        ("商家编码,商品名称,货位,库存\nTS,白T恤,A-03-2,40\n", [StockCount("TS", "A-03-2", 40)]),
        ("商家编码,条码,货位,库存\nTS,690,A-03-2,40\n", [Product("TS", "", "", ("690",)), StockCount("TS", "A-03-2", 40)]),
        ("code,inner_mm,weight_g,max_g,on_hand\nB3,300x200x120,120,5000,500\n", [Carton("B3", (300, 200, 120), 120, 5000, 500)]),
        ("code,name,number_pattern,sort_codes\nYTO,圆通速递,^YT\\d{13}$,浙江省=571|北京=010\n",
         [Carrier("YTO", "圆通速递", r"^YT\d{13}$", (("浙江省", "571"), ("北京", "010")))]),
        ("carrier,number\nYTO,YT1\nYTO,YT2\nYTO,YT1\n", [WaybillNumber("YTO", "YT1"), WaybillNumber("YTO", "YT2")]),
        ('快递公司,运单号\nYTO,"=""7500012345678"""\n', [WaybillNumber("YTO", "7500012345678")]),
        ("carrier,numbers\nYTO,YT1|YT2\n", [WaybillNumber("YTO", "YT1"), WaybillNumber("YTO", "YT2")]),
        ("工牌,姓名,角色\nP1,小王,lead\n", [Person("P1", "小王", Role.LEAD)]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_tables_are_known_by_their_header(
    read_bytes: ReadBytes, text: str, records: list[object], encoding: str
) -> None:
    batch = read_bytes("table.csv", text.encode(encoding))
    assert batch.rejects == ()
    assert [record for _, record in batch.records] == records


ORDER_ROWS = (
    "number,created_at,status,name,phone,address,wishes,urges,line,sku,title,quantity,price,gift\r\n"
    "88001,2026-11-22T20:01:05+08:00,,李明,13812345678,浙江省 杭州市 余杭区 文一西路969号,礼盒包装|附贺卡,2,1,TS,白T恤,2,59.00,no\r\n"
    "88001,,,,,,,,2,CUP,白瓷杯,1,,yes\r\n"
    "\r\n"
    '88002,2026/11/22 9:05,待发货,,,,,,,CUP,白瓷杯,1,"¥1,234.50",\r\n'
)  # fmt: skip


def test_orders_with_a_row_for_every_line(read_bytes: ReadBytes) -> None:
    batch = read_bytes("orders.csv", ORDER_ROWS.encode())
    assert batch.rejects == ()
    (source, first), (other_source, second) = batch.records
    assert (source.row, other_source.row) == (2, 5)
    assert first == Order(
        number="88001",
        platform="folder",
        shop="小店",
        created_at=datetime(2026, 11, 22, 12, 1, 5, tzinfo=UTC),
        ship_by=datetime(2026, 11, 24, 12, 1, 5, tzinfo=UTC),
        ship_by_source="created",
        urges=2,
        wishes=(Wish("礼盒包装"), Wish("附贺卡")),
        receiver=Receiver("李明", "13812345678", "浙江省", "杭州市", "余杭区", "", "文一西路969号"),
        lines=(Line("1", "TS", 2, "白T恤", "", Decimal("59.00")), Line("2", "CUP", 1, "白瓷杯", gift=True)),
    )
    assert isinstance(second, Order)
    assert second.created_at == datetime(2026, 11, 22, 1, 5, tzinfo=UTC)
    assert second.lines == (Line("88002-1", "CUP", 1, "白瓷杯", "", Decimal("1234.50")),)


def test_a_column_says_the_country(read_bytes: ReadBytes) -> None:
    head = "number,paid_at,sku,quantity,name,city,detail,postcode,国家\n"
    rows = "1,2026-11-22,A,1,Łukasz,Łódź,ul. Piotrkowska 1,90-926,Polska\n2,2026-11-22,A,1,李明,杭州市,文一西路1号,,中国\n"
    batch = read_bytes("o.csv", (head + rows).encode())
    orders = [record for _, record in batch.records if isinstance(record, Order)]
    assert [order.receiver.country for order in orders] == ["Polska", ""]
    assert orders[0].receiver == Receiver(
        "Łukasz", city="Łódź", detail="ul. Piotrkowska 1", postcode="90-926", country="Polska"
    )


def test_a_column_says_what_money_prices_are_in(read_bytes: ReadBytes) -> None:
    head = "number,paid_at,sku,quantity,price,币种\n"
    rows = "1,2026-11-22,A,1,12.90,EUR\n1,2026-11-22,B,1,5,EUR\n2,2026-11-22,A,1,9,\n"
    batch = read_bytes("o.csv", (head + rows).encode())
    orders = [record for _, record in batch.records if isinstance(record, Order)]
    assert [order.currency for order in orders] == ["EUR", ""]
    mixed = read_bytes("o.csv", (head + "1,2026-11-22,A,1,1,EUR\n1,2026-11-22,B,1,1,USD\n").encode())
    assert mixed.records == ()
    assert [reject.reason for reject in mixed.rejects] == ["rows-differ"]


def test_rows_of_one_order_that_contradict_each_other(read_bytes: ReadBytes) -> None:
    batch = read_bytes(
        "o.csv", "number,paid_at,name,sku,quantity\n1,2026-11-22,李明,A,1\n1,2026-11-22,王芳,B,1\n".encode()
    )
    assert batch.records == ()
    assert [(one.row, one.column, one.reason) for one in batch.rejects] == [(3, "name", "rows-differ")]


def test_a_workbook_may_hold_several_sheets_and_notes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    notes = book.worksheets[0]
    notes.append(["仓库备忘"])
    products = book.create_sheet("商品")
    products.append([None])
    products.append(["货品一览"])
    products.append(["商家编码", "商品名称", "条码", "重量(g)"])
    products.append(["TS", "白T恤", 6901234567892, 180])
    products.append([])
    products.append(["CUP", "白瓷杯", "6901234567893", 180.5])
    stock = book.create_sheet("库存")
    stock.append(["商家编码", "货位", "库存"])
    stock.append([1001, "A-1", 3.0])
    path = tmp_path / "all.xlsx"
    book.save(path)
    batch = read([path], DEFAULTS)
    assert [record for _, record in batch.records] == [
        Product("TS", "白T恤", "", ("6901234567892",), weight_g=180),
        StockCount("1001", "A-1", 3),
    ]
    assert batch.records[0][0].row == 4
    assert [(one.row, one.column, one.reason) for one in batch.rejects] == [(6, "商品!重量(g)", "not-whole")]


@pytest.mark.parametrize(
    ("text", "row", "column", "reason"),
    [
        ("sku,on_hand\nA,-1\n", 2, "on_hand", "out-of-range"),
        ("sku,on_hand\nA,\n", 2, "on_hand", "missing"),
        ("sku,on_hand\n,4\n", 2, "sku", "missing"),
        ("sku,库存\nA,many\n", 2, "库存", "not-whole"),
        ("sku,barcodes,packs\nA,1,2\n", 2, "packs", "not-pairs"),
        ("sku,barcodes,size_mm\nA,1,20x30\n", 2, "size_mm", "not-three"),
        ("sku,on_hand\nA,4,,x\n", 2, "", "row-shifted"),
        ("sku,bin,on_hand\nA,A-1,4\nB,A-2", 3, "", "row-cut"),
        ("sku,on_hand\nA\0B,4\n", 2, "sku", "bad-characters"),
        (f"sku,title,on_hand,note\nA,t,4,{'x' * 10_000_000}\n", 2, "note", "too-long"),
        ('sku,title,on_hand\nA,"t,4\n' + "B,t,4\n" * 3, 2, "", "quote-open"),
        ("快递公司,运单号\nYTO,\n", 2, "运单号", "missing"),
        ("sku,barcodes\nA,1\nA,2\n", 3, "sku", "duplicate-row"),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_taken(
    read_bytes: ReadBytes, text: str, row: int, column: str, reason: str
) -> None:
    batch = read_bytes("t.csv", text.encode())
    assert [(one.file, one.row, one.column, one.reason) for one in batch.rejects] == [
        ("t.csv", row, column, reason)
    ]


def test_an_open_quotation_mark_costs_one_row(read_bytes: ReadBytes) -> None:
    rows = "".join(f"S{n},A-{n},{n}\n" for n in range(1000))
    batch = read_bytes("t.csv", f'sku,bin,on_hand\nX,"A,1\n{rows}'.encode())
    assert [record for _, record in batch.records] == [StockCount(f"S{n}", f"A-{n}", n) for n in range(1000)]
    assert [(one.row, one.reason) for one in batch.rejects] == [(2, "quote-open")]


def test_our_own_shipment_file_is_not_taken_for_orders_or_fresh_numbers(read_bytes: ReadBytes) -> None:
    batch = read_bytes(
        "shipments.csv", "订单编号,物流公司,运单号,发货时间\n1,圆通速递,YT1,2026-11-22 20:01:05\n".encode()
    )
    assert batch.records == ()
    assert [(one.row, one.reason) for one in batch.rejects] == [(0, "header-unknown")]
