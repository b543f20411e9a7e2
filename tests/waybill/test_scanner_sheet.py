"""The scanner's test sheet: every barcode on it is read back from the very page that is printed."""

from __future__ import annotations

import zxingcpp

from packstation.domain.sample_code import SAMPLE
from packstation.waybill.scanner_sheet import SPEED_CODES, draw_scanner_sheet, scanner_page
from packstation.words import load

STEPS = [load("zh_CN")(f"scanner.sheet.{step}") for step in ("one", "two", "three", "four", "five")]


def test_the_test_barcode_and_the_ten_small_ones_are_read_back() -> None:
    page = scanner_page("扫码枪测试", STEPS, "越快越好")
    found = zxingcpp.read_barcodes(
        page.convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)
    )
    assert sorted(code.text for code in found) == sorted((SAMPLE, *SPEED_CODES))


def test_it_is_one_page() -> None:
    document = draw_scanner_sheet("Scanner test", ["1", "2"], "Fast")
    assert document.startswith(b"%PDF-")
    assert document.count(b"/MediaBox") == 1
