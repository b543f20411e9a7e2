"""The command sheet: every code on it is read back from the very pages that are printed."""

from __future__ import annotations

import re

import pytest
import zxingcpp

from packstation.waybill.barcode import DoesNotFit
from packstation.waybill.sheet import draw_sheet, sheet_pages

COMMANDS = [
    *(
        "PKUNDO",
        "PKHOLD",
        "PKEXIT",
        "PKPASS",
        "PKFAIL",
        "PKTICK",
        "PKPRINT",
        "PKREPRINT",
        "PKNEXTBOX",
        "PKSHIP",
    ),
    *(f"PKBOX{carton}" for carton in ("A1", "B3", "60X40")),
    *(f"PKQTY{count}" for count in (2, 5, 10, 20, 50, 100)),
    "PKUSERA7F3KQ20PLM9",
    "PKDESKDESK3",
]
ROWS = [(code, f"命令 {code} " + "很长的说明" * (place % 9)) for place, code in enumerate(COMMANDS)]


def test_every_command_on_the_sheet_is_read_back_page_by_page() -> None:
    pages = list(sheet_pages(ROWS, "扫码命令"))
    assert len(pages) == 2
    for page, codes in zip(pages, (COMMANDS[:12], COMMANDS[12:]), strict=True):
        assert page.size == (2480, 3508)
        found = zxingcpp.read_barcodes(
            page.convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)
        )
        assert sorted(code.text for code in found) == sorted(codes)


def test_the_pdf_has_a4_pages() -> None:
    document = draw_sheet(ROWS, "扫码命令")
    assert document.startswith(b"%PDF-")
    boxes = re.findall(rb"/MediaBox\s*\[\s*([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)\s*\]", document)
    assert len(boxes) == 2
    for box in boxes:
        mm = [float(side) / 72 * 25.4 for side in box]
        assert mm == pytest.approx([0, 0, 210, 297], abs=0.1)


def test_no_commands_make_a_sheet_with_a_title_only() -> None:
    assert draw_sheet([], "Commands").count(b"/MediaBox") == 1


def test_a_code_too_long_for_its_card_is_refused() -> None:
    with pytest.raises(DoesNotFit):
        draw_sheet([("PKUSER" + "X" * 60, "…")], "Commands")
