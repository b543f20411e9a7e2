"""The order file (JSON): everything in it is taken as it stands, everything doubtful is refused with its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from packstation.domain.intake import Batch, Carrier, Carton, Product, StockCount, WaybillNumber
from packstation.domain.order import Line, Order, Receiver, State, Wish
from packstation.domain.people import Person, Role
from packstation.files import read
from tests.files.making import DEFAULTS, an_order

EXAMPLE = r"""
{"orders": [{
  "number": "4065712345678901234", "platform": "taobao", "shop": "旗艦店", "status": "WAIT_SELLER_SEND_GOODS",
  "created_at": "2026-11-22T20:01:05+08:00", "paid_at": "2026-11-22T20:01:33+08:00", "ship_by": "2026-11-24T20:01:33+08:00",
  "modified_at": "2026-11-22T20:01:33+08:00", "urges": 0, "complaint": false,
  "buyer": "买家昵称", "message": "请用礼盒", "memo": "老客户", "memo_flag": 1, "wishes": ["礼盒包装"],
  "receiver": {"name": "李明", "phone": "13812345678", "province": "浙江省", "city": "杭州市", "district": "余杭区", "town": "", "detail": "文一西路969号", "postcode": "311121"},
  "carriers_allowed": [], "carriers_forbidden": [],
  "lines": [{"line": "4065712345679901234", "sku": "TS-WHT-L", "title": "白色棉T恤", "spec": "L", "quantity": 2, "price": "59.00",
             "refund": "NO_REFUND", "gift": false}]}],
 "products": [{"sku": "TS-WHT-L", "title": "白色棉T恤", "barcodes": ["6901234567892"], "packs": {"16901234567899": 10}, "weight_g": 180,
               "size_mm": [250, 200, 20], "traits": ["fragile"], "inspect": ["无污渍", "无破洞"], "picture": "pictures/ts.png"}],
 "stock": [{"sku": "TS-WHT-L", "bin": "A-03-2", "on_hand": 40}],
 "cartons": [{"code": "B3", "inner_mm": [300, 200, 120], "weight_g": 120, "max_g": 5000, "on_hand": 500}],
 "carriers": [{"code": "YTO", "name": "圆通速递", "number_pattern": "^YT\\d{13}$"}],
 "waybill_numbers": [{"carrier": "YTO", "numbers": ["YT1234567890123"]}]}
"""

READ_ORDER = Order(
    number="4065712345678901234",
    platform="taobao",
    shop="旗艦店",
    status="WAIT_SELLER_SEND_GOODS",
    created_at=datetime(2026, 11, 22, 12, 1, 5, tzinfo=UTC),
    paid_at=datetime(2026, 11, 22, 12, 1, 33, tzinfo=UTC),
    ship_by=datetime(2026, 11, 24, 12, 1, 33, tzinfo=UTC),
    ship_by_source="platform",
    modified_at=datetime(2026, 11, 22, 12, 1, 33, tzinfo=UTC),
    buyer="买家昵称",
    message="请用礼盒",
    memo="老客户",
    memo_flag=1,
    wishes=(Wish("礼盒包装"),),
    receiver=Receiver("李明", "13812345678", "浙江省", "杭州市", "余杭区", "", "文一西路969号", "311121"),
    lines=(Line("4065712345679901234", "TS-WHT-L", 2, "白色棉T恤", "L", Decimal("59.00")),),
)


def only_reject(batch: Batch) -> tuple[int, str, str]:
    """Place and reason of the one thing that was not taken."""
    (reject,) = batch.rejects
    return reject.row, reject.column, reject.reason


def orders_of(batch: Batch) -> list[Order]:
    """The orders among the records."""
    return [record for _, record in batch.records if isinstance(record, Order)]


def test_the_example_of_the_format_is_taken_whole(read_bytes: Callable[[str, bytes], Batch]) -> None:
    batch = read_bytes("example.json", EXAMPLE.encode())
    assert batch.rejects == ()
    assert [record for _, record in batch.records] == [
        Carrier("YTO", "圆通速递", r"^YT\d{13}$"),
        Carton("B3", (300, 200, 120), 120, 5000, 500),
        Product(
            "TS-WHT-L", "白色棉T恤", "", ("6901234567892",), (("16901234567899", 10),), 180, (250, 200, 20),
            ("fragile",), ("无污渍", "无破洞"), "pictures/ts.png",
        ),
        StockCount("TS-WHT-L", "A-03-2", 40),
        READ_ORDER,
        WaybillNumber("YTO", "YT1234567890123"),
    ]  # fmt: skip
    assert {(source.file, source.row) for source, _ in batch.records} == {("example.json", 1)}


def test_reading_a_file_twice_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "orders.json"
    path.write_text(EXAMPLE, encoding="utf-8-sig")
    assert read([path], DEFAULTS) == read([path], DEFAULTS)


def test_what_is_left_out_takes_defaults(read_json: Callable[..., Batch]) -> None:
    batch = read_json(
        orders=[
            {
                "number": 4065712345678901234,
                "paid_at": "2026-11-22 20:01",
                "lines": [{"sku": 7, "quantity": 1}],
            }
        ]
    )
    (order,) = orders_of(batch)
    assert order.number == "4065712345678901234"
    assert order.state is State.NEW
    assert order.lines == (Line("4065712345678901234-1", "7", 1),)
    assert order.created_at == order.paid_at == datetime(2026, 11, 22, 12, 1, tzinfo=UTC)
    assert order.ship_by == datetime(2026, 11, 24, 12, 1, tzinfo=UTC)
    assert (order.ship_by_source, order.platform, order.shop) == ("paid", "folder", "小店")
    assert order.status == "WAIT_SELLER_SEND_GOODS"


def test_people_sort_codes_and_the_orders_own_sort_code(read_json: Callable[..., Batch]) -> None:
    batch = read_json(
        people=[
            {"badge": "P1", "name": "小王", "role": "lead"},
            {"badge": "P2"},
            {"badge": "P 3"},
            {"badge": "P4", "role": "boss"},
        ],
        carriers=[{"code": "ZTO", "sort_codes": {"浙江省杭州市": "571-01"}}],
        orders=[an_order(sort_code="342-081-00 052")],
    )
    records = [record for _, record in batch.records]
    assert Person("P1", "小王", Role.LEAD) in records
    assert Person("P2", "P2", Role.PACKER) in records
    assert Carrier("ZTO", "", "", (("浙江省杭州市", "571-01"),)) in records
    assert orders_of(batch)[0].sort_code == "342-081-00 052"
    assert [(one.row, one.reason) for one in batch.rejects] == [(3, "bad-badge"), (4, "unknown-role")]


def test_a_receiver_abroad_has_a_country_and_one_at_home_none(read_json: Callable[..., Batch]) -> None:
    def told(country: object) -> str:
        (order,) = orders_of(read_json(orders=[an_order("1", receiver={"name": "Ida", "country": country})]))
        return order.receiver.country

    assert [told(one) for one in (None, "", "中国", "China", "cn", " Germany ")] == [
        "",
        "",
        "",
        "",
        "",
        "Germany",
    ]


def test_prices_in_other_money_come_with_its_name(read_json: Callable[..., Batch]) -> None:
    def told(currency: object, price: str) -> tuple[str, str]:
        line = {"line": "1", "sku": "A", "quantity": 1, "price": price}
        (order,) = orders_of(read_json(orders=[an_order("1", lines=[line], currency=currency)]))
        return order.currency, str(order.lines[0].price)

    assert told(None, "59.005") == ("", "59.00")
    assert told("CNY", "59.00") == ("", "59.00")
    assert told("eur", "12.90") == ("EUR", "12.90")
    assert told("KWD", "12.345") == ("KWD", "12.345")
    batch = read_json(orders=[an_order("1", currency="Euro"), an_order("2")])
    assert only_reject(batch) == (1, "orders.currency", "wrong-currency")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_usual_ways_to_write_unicode(read_bytes: Callable[[str, bytes], Batch], encoding: str) -> None:
    assert orders_of(read_bytes("example.json", EXAMPLE.encode(encoding))) == [READ_ORDER]


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"quantity": 0}, "lines[1].quantity", "wrong-quantity"),
        ({"quantity": -1}, "lines[1].quantity", "wrong-quantity"),
        ({"quantity": True}, "lines[1].quantity", "wrong-quantity"),
        ({"quantity": 2.0}, "lines[1].quantity", "wrong-quantity"),
        ({"quantity": "2"}, "lines[1].quantity", "wrong-quantity"),
        ({"quantity": 100_000}, "lines[1].quantity", "wrong-quantity"),
        ({"quantity": None}, "lines[1].quantity", "wrong-quantity"),
        ({"price": "-0.01"}, "lines[1].price", "wrong-price"),
        ({"price": "NaN"}, "lines[1].price", "wrong-price"),
        ({"price": "free"}, "lines[1].price", "wrong-price"),
        ({"sku": ""}, "lines[1].sku", "missing"),
        ({"sku": None}, "lines[1].sku", "not-text"),
        ({"sku": 4.0657e18}, "lines[1].sku", "number-damaged"),
        ({"sku": "4.06571E+18"}, "lines[1].sku", "number-damaged"),
        ({"sku": 2**63}, "lines[1].sku", "number-damaged"),
        ({"sku": "TS\0WHT"}, "lines[1].sku", "bad-characters"),
        ({"sku": "x" * 10_000_000}, "lines[1].sku", "too-long"),
        ({"title": "x" * 10_000_000}, "lines[1].title", "too-long"),
        ({"line": "1"}, "lines[1].line", "duplicate-line"),
        ({"refund": "MAYBE"}, "lines[1].refund", "unknown-refund"),
        ({"gift": "yes"}, "lines[1].gift", "not-yes-no"),
    ],
)
def test_one_bad_line_refuses_its_whole_order_and_no_other(
    read_json: Callable[..., Batch], change: dict[str, object], column: str, reason: str
) -> None:
    good = {"line": "1", "sku": "A", "quantity": 1}
    bad = {"line": "2", "sku": "B", "quantity": 1, **change}
    batch = read_json(orders=[an_order("1"), an_order("2", lines=[good, bad]), an_order("3")])
    assert only_reject(batch) == (2, f"orders.{column}", reason)
    assert [order.number for order in orders_of(batch)] == ["1", "3"]


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"number": None}, "number", "not-text"),
        ({"number": ""}, "number", "missing"),
        ({"number": 1.5}, "number", "number-damaged"),
        ({"number": True}, "number", "not-text"),
        ({"lines": []}, "lines", "no-lines"),
        ({"lines": "two"}, "lines", "not-list"),
        ({"lines": [[]]}, "lines[0]", "not-object"),
        ({"lines": [{"sku": "A"}]}, "lines[0].quantity", "missing"),
        ({"paid_at": None}, "created_at", "missing"),
        ({"paid_at": "yesterday"}, "paid_at", "wrong-date"),
        ({"paid_at": "0001-01-01T00:00:00+14:00"}, "paid_at", "wrong-date"),
        ({"paid_at": "2026-02-30"}, "paid_at", "wrong-date"),
        ({"ship_by": 1763813000}, "ship_by", "not-text"),
        ({"status": "SOLD?"}, "status", "unknown-status"),
        ({"urges": -1}, "urges", "out-of-range"),
        ({"memo_flag": "red"}, "memo_flag", "not-whole"),
        ({"complaint": 1}, "complaint", "not-yes-no"),
        ({"wishes": "礼盒"}, "wishes", "not-list"),
        ({"wishes": [5]}, "wishes[0]", "not-text"),
        ({"wishes": ["x"] * 51}, "wishes", "too-many"),
        ({"receiver": []}, "receiver", "not-object"),
        ({"receiver": {"detail": "x" * 501}}, "receiver.detail", "too-long"),
        ({"message": "x" * 5001}, "message", "too-long"),
    ],
)
def test_an_unsound_order_is_refused_with_its_place(
    read_json: Callable[..., Batch], change: dict[str, object], column: str, reason: str
) -> None:
    batch = read_json(orders=[an_order("1"), an_order(**{"number": "2", **change})])  # type: ignore[arg-type]
    assert only_reject(batch) == (2, f"orders.{column}", reason)
    assert [order.number for order in orders_of(batch)] == ["1"]


@pytest.mark.parametrize(
    ("section", "row", "column", "reason"),
    [
        ("products", {"title": "?"}, "sku", "missing"),
        ("products", {"sku": "A", "weight_g": -1}, "weight_g", "out-of-range"),
        ("products", {"sku": "A", "size_mm": [1, 2]}, "size_mm", "not-three"),
        ("products", {"sku": "A", "packs": {"1": 0}}, "packs", "wrong-quantity"),
        ("products", {"sku": "A", "picture": "../../etc/passwd"}, "picture", "bad-picture"),
        ("products", {"sku": "A", "picture": r"\\host\share\a.png"}, "picture", "bad-picture"),
        ("products", {"sku": "A", "picture": "http://host/a.png"}, "picture", "bad-picture"),
        ("stock", {"sku": "A", "bin": "A-1", "on_hand": -5}, "on_hand", "out-of-range"),
        ("stock", {"sku": "A", "bin": "A-1", "on_hand": 1.5}, "on_hand", "not-whole"),
        ("cartons", {"code": "B3", "inner_mm": [0, 1, 1]}, "inner_mm", "out-of-range"),
        ("cartons", {"code": "B3", "inner_mm": [300, -200, 120]}, "inner_mm", "out-of-range"),
        ("cartons", {"code": "B3", "inner_mm": [300, 200]}, "inner_mm", "not-three"),
        ("cartons", {"code": "B3", "weight_g": -1}, "weight_g", "out-of-range"),
        ("cartons", {"code": "B3", "max_g": 0}, "max_g", "out-of-range"),
        ("cartons", {"code": "B3", "max_g": -5}, "max_g", "out-of-range"),
        ("cartons", {"code": "B3", "on_hand": -1}, "on_hand", "out-of-range"),
        ("cartons", {"code": ""}, "code", "missing"),
        ("carriers", {"code": "YTO", "number_pattern": "("}, "number_pattern", "bad-pattern"),
        ("carriers", {"code": "YTO", "number_pattern": "^(a+)+$"}, "number_pattern", "bad-pattern"),
    ],
)
def test_other_unsound_rows_are_refused_with_their_place(
    read_json: Callable[..., Batch], section: str, row: dict[str, object], column: str, reason: str
) -> None:
    batch = read_json(**{section: [row]})
    assert only_reject(batch) == (1, f"{section}.{column}", reason)
    assert batch.records == ()


def test_one_bad_waybill_number_does_not_spoil_the_others(read_json: Callable[..., Batch]) -> None:
    batch = read_json(waybill_numbers=[{"carrier": "YTO", "numbers": ["YT1", 1.5, "YT2", None, "YT1", 77]}])
    assert [record for _, record in batch.records] == [WaybillNumber("YTO", n) for n in ("YT1", "YT2", "77")]
    assert [(one.column, one.reason) for one in batch.rejects] == [
        ("waybill_numbers.numbers[1]", "number-damaged"),
        ("waybill_numbers.numbers[3]", "missing"),
    ]


def test_text_is_cleaned_and_stays_text(read_json: Callable[..., Batch]) -> None:
    receiver = {"name": " 李\u202e明\0 ", "phone": 13812345678, "detail": "文一西路\n969号"}
    batch = read_json(orders=[an_order(receiver=receiver, message="=HYPERLINK(1)\r\n第二行\x07", memo=None)])
    (order,) = orders_of(batch)
    assert order.receiver == Receiver(name="李明", phone="13812345678", detail="文一西路 969号")
    assert order.message == "=HYPERLINK(1)\n第二行"


def test_numbers_are_written_as_a_scan_writes_them(read_json: Callable[..., Batch]) -> None:
    (order,) = orders_of(read_json(orders=[an_order("\uff14\uff10\uff16\u200b5 ")]))
    assert order.number == "4065"


def test_half_a_surrogate_pair_goes_from_a_text_and_spoils_a_number(
    read_bytes: Callable[[str, bytes], Batch],
) -> None:
    odd = "礼\ud83c盒😀\udc00\\ud800"
    data = json.dumps({"orders": [an_order("1", memo=odd), an_order("2\ud800"), an_order("3")]}).encode()
    batch = read_bytes("orders.json", data)
    assert [(order.number, order.memo) for order in orders_of(batch)] == [("1", r"礼盒😀\ud800"), ("3", "")]
    assert only_reject(batch) == (2, "orders.number", "bad-characters")


def test_a_byte_that_is_no_utf8_refuses_only_its_row(read_bytes: Callable[[str, bytes], Batch]) -> None:
    data = json.dumps({"orders": [an_order("1", memo="@"), an_order("2")]}).encode().replace(b"@", b"\xff")
    batch = read_bytes("orders.json", data)
    assert only_reject(batch) == (1, "orders", "bad-encoding")
    assert [order.number for order in orders_of(batch)] == ["2"]


def test_raw_line_ends_and_control_signs_inside_texts_do_not_cost_the_file(
    read_bytes: Callable[[str, bytes], Batch],
) -> None:
    data = json.dumps({"orders": [an_order("1", memo="a@b"), an_order("2@"), an_order("3")]}).encode()
    batch = read_bytes("orders.json", data.replace(b"@", b"\x00").replace(b"{", b"{\n"))
    assert [(order.number, order.memo) for order in orders_of(batch)] == [("1", "ab"), ("3", "")]
    assert only_reject(batch) == (2, "orders.number", "bad-characters")


class TestTheSameOrderTwice:
    """One order stands once in a batch."""

    @staticmethod
    def read_two(read_json: Callable[..., Batch], first: dict[str, Any], second: dict[str, Any]) -> Batch:
        return read_json(orders=[an_order("1", **first), an_order("1", **second)])

    def test_identical_counts_once(self, read_json: Callable[..., Batch]) -> None:
        batch = self.read_two(read_json, {}, {})
        assert (len(batch.records), batch.rejects) == (1, ())

    @pytest.mark.parametrize("times", [("2026-11-22", "2026-11-23"), ("2026-11-23", "2026-11-22")])
    def test_the_newer_one_wins(self, read_json: Callable[..., Batch], times: tuple[str, str]) -> None:
        first, second = ({"modified_at": time, "memo": time} for time in times)
        batch = self.read_two(read_json, first, second)
        assert [order.memo for order in orders_of(batch)] == ["2026-11-23"]
        assert batch.rejects == ()

    def test_two_of_the_same_moment_cannot_both_be_true(self, read_json: Callable[..., Batch]) -> None:
        batch = self.read_two(read_json, {"memo": "a"}, {"memo": "b"})
        assert [order.memo for order in orders_of(batch)] == ["a"]
        assert only_reject(batch) == (2, "orders", "duplicate-row")


def test_an_unknown_carrier_is_the_reviews_business(read_json: Callable[..., Batch]) -> None:
    (order,) = orders_of(read_json(orders=[an_order(carriers_allowed=["NOBODY"], carriers_forbidden=["SF"])]))
    assert (order.carriers_allowed, order.carriers_forbidden) == (("NOBODY",), ("SF",))


def test_progress_and_stopping(tmp_path: Path) -> None:
    path = tmp_path / "orders.json"
    path.write_text(json.dumps({"orders": [an_order(str(n)) for n in range(1200)]}), encoding="utf-8")
    seen: list[tuple[int, int]] = []
    batch = read([path], DEFAULTS, progress=lambda done, total: seen.append((done, total)))
    assert len(batch.records) == 1200
    assert seen[-1] == (1200, 1200)
    assert [done for done, _ in seen] == [0, 500, 1000, 1200]
    assert read([path], DEFAULTS, cancelled=lambda: True) == Batch()
