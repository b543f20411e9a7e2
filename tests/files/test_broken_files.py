"""Files that are not what they seem: each is named with a reason, none stops the others, none costs time or memory."""

from __future__ import annotations

import io
import json
import os
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from packstation.domain.intake import Batch
from packstation.files import read
from tests.files.making import DEFAULTS, an_order

ReadBytes = Callable[[str, bytes], Batch]
GOOD = json.dumps({"orders": [an_order("1"), an_order("2")]}, indent=1).encode()


def workbook(**cells: object) -> bytes:
    """A stock workbook with these cells beside its two good rows."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["sku", "bin", "on_hand"], ["A", "A-1", 4], ["B", "A-2", 5]):
        sheet.append(row)
    for place, value in cells.items():
        sheet[place] = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed_sheet(change: Callable[[bytes], bytes]) -> bytes:
    """A workbook whose sheet was written by another program."""
    old, new = zipfile.ZipFile(io.BytesIO(workbook())), io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in old.namelist():
            packed.writestr(name, change(old.read(name)) if name.endswith("sheet1.xml") else old.read(name))
    return new.getvalue()


def lying_directory() -> bytes:
    """A workbook whose directory declares a sheet far smaller than it is."""
    data = bytearray(
        changed_sheet(lambda xml: xml.replace(b"</sheetData>", b" " * 9_000_000 + b"</sheetData>"))
    )
    start = data.index(b"PK\x01\x02")
    while data[start : start + 4] == b"PK\x01\x02":
        name_length, extra, comment = struct.unpack("<HHH", data[start + 28 : start + 34])
        if data[start + 46 : start + 46 + name_length].endswith(b"sheet1.xml"):
            data[start + 24 : start + 28] = struct.pack("<I", 700)
        start += 46 + name_length + extra + comment
    return bytes(data)


def ole(inside: str) -> bytes:
    """The beginning of an old Office file."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + inside.encode("utf-16-le") + b"\x00" * 512


BROKEN: dict[str, tuple[bytes, str]] = {
    "empty.json": (b"", "empty"),
    "blank.csv": (b"\xef\xbb\xbf \r\n\r\n", "empty"),
    "zeros.json": (b"\x00" * 5000, "empty"),
    "cut.json": (GOOD[:-40], "truncated"),
    "broken.json": (GOOD.replace(b'"lines": [', b'"lines": [,', 1), "json-broken"),
    "two.json": (GOOD + GOOD, "json-broken"),
    "deep.json": (b'{"orders": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "too-deep"),
    "deep-cut.json": (b'{"orders": ' + b"[" * 10_000, "too-deep"),
    "other.json": (b'{"name": "demo", "version": 1}', "sections-unknown"),
    "no-list.json": (b'{"orders": {"number": "1"}}', "section-not-list"),
    "gbk.json": (json.dumps({"orders": [an_order("1")]}, ensure_ascii=False).encode("gbk"), "encoding"),
    "orders.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "not-orders"),
    "orders.png": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "not-orders"),
    "orders.csv": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "not-orders"),
    "login.csv": (b"\r\n<!DOCTYPE html><html><body>login</body></html>", "not-orders"),
    "letter.txt": ("亲爱的客户,\n你好,\n再见\n".encode(), "header-unknown"),
    "foreign.csv": ("Bestellnummer;Käufer;Größe\n1;2;3\n".encode("latin-1"), "header-unknown"),
    "noise.csv": (b"sku,on_hand\n" + b"\x81\xff\xff,1\n" * 50, "encoding"),
    "orders.xls": (ole("Workbook"), "old-xls"),
    "locked.xlsx": (ole("EncryptedPackage"), "password"),
    "cut.xlsx": (workbook()[:-200], "damaged"),
    "head.xlsx": (b"PK\x03\x04", "damaged"),
    "lying.xlsx": (lying_directory(), "damaged"),
    "far.xlsx": (workbook(XFD1048576=1), "grid-too-big"),
    "long.xlsx": (workbook(A1000000="C"), "grid-too-big"),
    "wide.xlsx": (workbook(SH2="C"), "grid-too-big"),
    "wide-and-long.xlsx": (workbook(SA2="C", A290000="C"), "grid-too-big"),
    "far-prefixed.xlsx": (
        changed_sheet(lambda xml: xml.replace(b"</sheetData>", b"<row><x:c xmlns:x='u' r='XFD1048576'><v>1</v></x:c></row></sheetData>")),
        "grid-too-big",
    ),
    "entities.xlsx": (
        changed_sheet(lambda xml: b"<!DOCTYPE a [<!ENTITY b 'XFD1048576'>]>" + xml.replace(b'r="A2"', b'r="&b;"')),
        "damaged",
    ),
    "document.docx": (changed_sheet(lambda xml: xml).replace(b"xl/workbook.xml", b"xl/wordbook.xml"), "not-orders"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_named_with_its_reason(read_bytes: ReadBytes, name: str) -> None:
    data, reason = BROKEN[name]
    began = time.monotonic()
    batch = read_bytes(name, data)
    assert batch.records == ()
    assert [(one.file, one.row, one.column, one.reason) for one in batch.rejects] == [(name, 0, "", reason)]
    assert time.monotonic() - began < 20


def test_a_zip_bomb_is_not_unpacked(read_bytes: ReadBytes) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"<workbook/>")
        bomb.writestr("xl/worksheets/sheet1.xml", b"\x00" * 30_000_000)
    (reject,) = read_bytes("bomb.xlsx", packed.getvalue()).rejects
    assert (reject.row, reject.reason) == (0, "bomb")


def test_many_small_parts_that_are_too_much_together(read_bytes: ReadBytes) -> None:
    packed = io.BytesIO()
    noise = os.urandom(300_000) + b"\x00" * 20_000_000
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb:
        for part in range(11):
            bomb.writestr(f"xl/worksheets/sheet{part}.xml", noise)
    (reject,) = read_bytes("bomb.xlsx", packed.getvalue()).rejects
    assert (reject.row, reject.reason) == (0, "bomb")


def test_where_a_json_file_breaks_off(read_bytes: ReadBytes) -> None:
    (cut,) = read_bytes("cut.json", b'{"orders": [\n  {"number": "1",\n   "li').rejects
    assert dict(cut.data) == {"line": "3", "place": "7"}
    (broken,) = read_bytes("broken.json", '{"orders": [\n  {"memo": "好" 5}]}'.encode()).rejects
    assert dict(broken.data) == {"line": "2", "place": "16"}


def test_the_headers_that_were_found_are_said(read_bytes: ReadBytes) -> None:
    (reject,) = read_bytes("people.csv", b"Name,Telefon,Ort\na,b,c\n").rejects
    assert dict(reject.data) == {"found": "Name | Telefon | Ort"}


def test_a_file_larger_than_anything_real(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(300_000_001)
    (reject,) = read([path], DEFAULTS).rejects
    assert (reject.row, reject.reason) == (0, "too-big")


def test_what_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    batch = read([tmp_path, tmp_path / "gone.csv", pipe, Path("a\0b")], DEFAULTS)
    assert [one.reason for one in batch.rejects] == ["not-file", "not-opened", "not-file", "not-opened"]


def test_more_rows_than_a_shop_has(read_bytes: ReadBytes) -> None:
    (reject,) = read_bytes("t.csv", b"sku,on_hand\n" + b"A,1\n" * 300_001).rejects
    assert (reject.row, reject.reason) == (0, "too-many-rows")


def test_one_broken_file_does_not_stop_the_others(tmp_path: Path) -> None:
    paths = []
    for name, (data, _) in BROKEN.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data)
    good = tmp_path / "good.json"
    good.write_bytes(GOOD)
    stock = tmp_path / "stock.xlsx"
    stock.write_bytes(workbook())
    batch = read([*paths[:5], good, *paths[5:], stock], DEFAULTS)
    assert len(batch.records) == 4
    assert len(batch.rejects) == len(BROKEN)


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b' r="', b"  r = '").replace(b'"><is>', b"'><is>"),
        lambda xml: xml.replace(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
        ),
        lambda xml: xml.replace(b'<dimension ref="A1:C3" />', b'<dimension ref="A1:XFD1048576" />'),
    ],
    ids=["other spelling", "far cell that is empty", "large dimension"],
)
def test_a_workbook_of_another_program_is_read(
    read_bytes: ReadBytes, change: Callable[[bytes], bytes]
) -> None:
    data = changed_sheet(lambda xml: change(xml) if b"= '" not in change(xml) else _without_places(xml))
    batch = read_bytes("other.xlsx", data)
    assert batch.rejects == ()
    assert len(batch.records) == 2


def _without_places(xml: bytes) -> bytes:
    """The sheet as some programs write it: cells without their place."""
    for letter in b"ABC":
        for row in b"123":
            xml = xml.replace(b' r="%c%c"' % (letter, row), b"")
    return xml
