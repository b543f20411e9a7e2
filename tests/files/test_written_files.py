"""What the desk writes: shipments for the platform, rejects for the worker; a spreadsheet runs none of it."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.intake import Reject
from packstation.domain.shipment import Shipment
from packstation.files import neutral, shipments_csv, write_rejects
from packstation.words import load
from tests.files.making import CHINA


def rows_of(data: bytes) -> list[list[str]]:
    """The cells as a spreadsheet reads them."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_shipments() -> None:
    at = datetime(2026, 11, 23, 16, 5, 9, 999, tzinfo=UTC)
    data = shipments_csv(
        [
            Shipment("k1", "4065712345678901234", "YTO", "圆通速递", "YT1234567890123", at),
            Shipment("k2", "88001", "SF", "", "=cmd|' /C calc'!A0", at),
        ],
        CHINA,
    )
    assert (
        data
        == (
            "\ufeff订单编号,物流公司,运单号,发货时间\r\n"
            "4065712345678901234,圆通速递,YT1234567890123,2026-11-24 00:05:09\r\n"
            "88001,SF,'=cmd|' /C calc'!A0,2026-11-24 00:05:09\r\n"
        ).encode()
    )


def test_no_shipment_is_still_a_file_with_its_header() -> None:
    assert rows_of(shipments_csv([], CHINA)) == [["订单编号", "物流公司", "运单号", "发货时间"]]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "＝1",
        "＋1",
        "－1",
        "＠a",
        "\u3000＝1",
        "\u200b=1",
        "\x00=1",
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert neutral(text).startswith("'")
    assert neutral(text)[1:] == text.replace("\x00", "")


@pytest.mark.parametrize(
    "text", ["4065712345678901234", "YT1234567890123", "圆通速递", "a=b", "", " ", "2026-11-24 00:05:09"]
)
def test_plain_text_stays_letter_by_letter(text: str) -> None:
    assert neutral(text) == text


@given(st.text())
def test_nothing_that_starts_a_formula_is_ever_written(text: str) -> None:
    cell = neutral(text)
    seen = "".join(
        sign for sign in unicodedata.normalize("NFKC", cell) if unicodedata.category(sign) not in ("Cc", "Cf")
    ).strip()
    assert not seen.startswith(("=", "+", "-", "@"))


def test_rejects_lie_beside_the_file_in_the_workers_language(tmp_path: Path) -> None:
    words = load("zh_CN")

    def sentence(reject: Reject) -> str:
        gaps = {"file": reject.file, "row": reject.row, "column": reject.column, **dict(reject.data)}
        return words(f"files.{reject.reason}", **gaps)

    path = tmp_path / "orders.csv.errors.csv"
    rejects = (
        Reject("orders.csv", 3, "=订单状态", "unknown-status", (("value", "坏,的"),)),
        Reject("orders.csv", 0, "", "empty"),
    )
    write_rejects(path, rejects, sentence)
    assert rows_of(path.read_bytes()) == [
        ["row", "column", "reason"],
        ["3", "'=订单状态", "orders.csv 第 3 行 =订单状态：不认识订单状态“坏,的”。"],
        ["", "", "orders.csv 是空的，请重新导出。"],
    ]
