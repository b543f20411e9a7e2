"""Whatever bytes a file holds: reading ends, in a batch, and every record of it is sound."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from packstation.domain.intake import Batch
from packstation.domain.order import Line, Order, Receiver, State, Wish
from packstation.files import read
from tests.files.making import DEFAULTS, check_sentences
from tests.files.test_order_file import EXAMPLE

RELAXED = settings(
    deadline=timedelta(seconds=10),
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
KEYS = sorted(
    {
        *json.loads(EXAMPLE),
        *json.loads(EXAMPLE)["orders"][0],
        "sku",
        "quantity",
        "price",
        "barcodes",
        "numbers",
    }
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=30,
)


def check(batch: Batch) -> None:
    """Everything that came through may go to the desk; everything else has its sentence."""
    for _, record in batch.records:
        if isinstance(record, Order):
            assert record.state is State.NEW
            assert record.number.isprintable()
            assert record.number
            assert record.lines
            assert len({line.line for line in record.lines}) == len(record.lines)
            assert all(1 <= line.quantity <= 99_999 for line in record.lines)
            assert record.ship_by.tzinfo is UTC
            json.dumps(record.message, ensure_ascii=False).encode()
    check_sentences(batch)


def read_as(folder: Path, name: str, data: bytes) -> Batch:
    """The bytes read as a file, twice: the same must come out."""
    path = folder / name
    path.write_bytes(data)
    batch = read([path], DEFAULTS)
    assert batch == read([path], DEFAULTS)
    check(batch)
    return batch


@RELAXED
@given(data=st.binary(max_size=3000))
@example(data=b"[]")
@example(data=b"[{}]")
@example(data=b'{"orders":null}')
@example(data=b'{"\xff":1}')
@example(data=b'{"orders":[\xff]}')
@example(data=b"sku,on_hand")
@example(data=b"sku,on_hand\nA,\x1a\n")
@example(data=b'{"orders":[{"urges":""}],"stock":[{"sku":"A","on_hand":""}]}')
@example(data=b'"')
@example(data=b"sep=;\nsku;on_hand\nA;4\n")
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    read_as(tmp_path, "any.csv", data)


@RELAXED
@given(
    data=st.text(st.sampled_from("订单编号,购买数量sku\t;\"'=\r\n\0\x1a1E+-.on_had"), max_size=400),
    encoding=st.sampled_from(["utf-8", "gb18030"]),
)
def test_any_table(tmp_path: Path, data: str, encoding: str) -> None:
    read_as(tmp_path, "any.csv", ("sku,on_hand,订单编号\n" + data).encode(encoding))


@RELAXED
@given(data=JSON)
def test_any_json(tmp_path: Path, data: object) -> None:
    read_as(tmp_path, "any.json", json.dumps(data).encode())


@RELAXED
@given(
    rows=st.lists(JSON, max_size=3),
    section=st.sampled_from(
        ["orders", "products", "stock", "cartons", "carriers", "people", "waybill_numbers"]
    ),
)
def test_any_rows(tmp_path: Path, rows: list[Any], section: str) -> None:
    batch = read_as(tmp_path, "any.json", json.dumps({section: rows}).encode())
    assert len({one.row for one in batch.rejects} | {source.row for source, _ in batch.records}) <= len(rows)


@RELAXED
@given(data=st.data())
def test_a_good_file_with_anything_changed_in_it(tmp_path: Path, data: st.DataObject) -> None:
    document = json.loads(EXAMPLE)
    for _ in range(data.draw(st.integers(1, 3))):
        spot: Any = document
        while isinstance(spot, dict | list) and spot:
            keys = list(spot) if isinstance(spot, dict) else range(len(spot))
            key = data.draw(st.sampled_from(keys))
            if not isinstance(spot[key], dict | list) or data.draw(st.integers(0, 5)) == 0:
                spot[key] = data.draw(JSON)
                break
            spot = spot[key]
    read_as(tmp_path, "changed.json", json.dumps(document).encode())


@RELAXED
@given(at=st.integers(0, len(EXAMPLE.encode()) - 1), put=st.binary(max_size=4), cut=st.integers(0, 4))
def test_a_good_file_with_bytes_changed_in_it(tmp_path: Path, at: int, put: bytes, cut: int) -> None:
    good = EXAMPLE.encode()
    read_as(tmp_path, "changed.json", good[:at] + put + good[at + cut :])


@pytest.fixture(scope="module")
def a_workbook() -> bytes:
    """A small stock workbook."""
    book = openpyxl.Workbook()
    for row in (["sku", "on_hand"], ["A", 4], ["B", 5]):
        book.worksheets[0].append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@RELAXED
@given(
    where=st.floats(0, 1),
    put=st.binary(max_size=8),
    part=st.sampled_from(["whole", "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"]),
)
def test_a_good_workbook_with_bytes_changed_in_it(
    tmp_path: Path, a_workbook: bytes, where: float, put: bytes, part: str
) -> None:
    def change(good: bytes) -> bytes:
        at = int(where * len(good))
        return good[:at] + put + good[at + len(put) :]

    if part == "whole":
        data = change(a_workbook)
    else:
        file = BytesIO()
        with zipfile.ZipFile(BytesIO(a_workbook)) as old, zipfile.ZipFile(file, "w") as new:
            for name in old.namelist():
                new.writestr(name, change(old.read(name)) if name == part else old.read(name))
        data = file.getvalue()
    read_as(tmp_path, "changed.xlsx", data)


SOUND = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=30)
NAMES = st.text(st.sampled_from("0123456789ABCDEFGHabc-_"), min_size=1, max_size=40)
MOMENTS = st.integers(1_000_000_000, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
ORDERS = st.builds(
    Order,
    number=NAMES,
    lines=st.lists(
        st.builds(
            Line,
            line=NAMES,
            sku=NAMES,
            quantity=st.integers(1, 99_999),
            title=SOUND,
            spec=SOUND,
            price=st.none() | st.decimals(0, 10**6, places=2),
            refund=st.sampled_from(["NO_REFUND", "SUCCESS", "WAIT_SELLER_AGREE"]),
            gift=st.booleans(),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda line: line.line,
    ).map(tuple),
    created_at=MOMENTS,
    ship_by=MOMENTS,
    platform=st.just("taobao"),
    shop=st.just("小店"),
    paid_at=st.none() | MOMENTS,
    modified_at=st.none() | MOMENTS,
    urges=st.integers(0, 999),
    complaint=st.booleans(),
    buyer=SOUND,
    message=SOUND,
    memo=SOUND,
    memo_flag=st.integers(0, 9),
    wishes=st.lists(SOUND.filter(bool).map(Wish), max_size=3, unique=True).map(tuple),
    receiver=st.builds(Receiver, *[SOUND] * 8),
    sort_code=SOUND,
)


def written(order: Order) -> dict[str, Any]:
    """The order as an order file has it."""

    def text(moment: datetime | None) -> str | None:
        return None if moment is None else moment.astimezone(DEFAULTS.zone).isoformat()

    plain = (
        "number",
        "platform",
        "shop",
        "status",
        "urges",
        "complaint",
        "buyer",
        "message",
        "memo",
        "memo_flag",
        "sort_code",
    )
    lines = ("line", "sku", "quantity", "title", "spec", "refund", "gift")
    return {
        **{name: getattr(order, name) for name in plain},
        **{name: text(getattr(order, name)) for name in ("created_at", "paid_at", "modified_at", "ship_by")},
        "wishes": [wish.text for wish in order.wishes],
        "receiver": {name: getattr(order.receiver, name) for name in Receiver.__slots__},
        "lines": [
            {
                **{name: getattr(line, name) for name in lines},
                "price": None if line.price is None else str(line.price),
            }
            for line in order.lines
        ],
    }


@RELAXED
@given(orders=st.lists(ORDERS, max_size=5, unique_by=lambda order: order.number))
def test_what_is_written_is_read_back(tmp_path: Path, orders: list[Order]) -> None:
    data = json.dumps({"orders": [written(order) for order in orders]}, ensure_ascii=False).encode()
    batch = read_as(tmp_path, "orders.json", data)
    assert batch.rejects == ()
    read_back = [record for _, record in batch.records]
    assert read_back == orders
    assert all(isinstance(line.price, Decimal | None) for order in orders for line in order.lines)
