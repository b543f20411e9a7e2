"""A workbook (XLSX): opened only after its size is known, read sheet by sheet.

A workbook is a zip of XML. What is inside is unpacked and measured first, and only what was measured goes to
the reader: it fills a grid as large as the farthest cell, so that one cell at XFD1048576 ends the program
(seen with python-calamine 0.9.1).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from xml.parsers import expat

import python_calamine

from packstation.files import cells
from packstation.files.sniffing import Unreadable
from packstation.files.tables import MOST_COLUMNS, MOST_ROWS

MOST_BYTES = 200_000_000
MOST_CELLS = 10_000_000
"""Cells of the grid, empty ones too: about 32 bytes each."""
_MOST_ENTRIES = 5000
_MOST_RATIO = 200
_SMALL = 1_000_000
_STEP = 4_000_000
_DIGITS = 9
"""Of a row's number at most, as in the patterns below; a longer one is none."""
_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/[^/]+|xl/[^/]+\.xml|xl/_rels/[^/]+|xl/worksheets/.+\.(?:xml|rels)"
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL_COLUMN = re.compile(rb'<c r="([A-Z]{1,4})')
_CELL_ROW = re.compile(rb'<c r="[A-Z]{1,4}(\d{1,9})"')
_ROW = re.compile(rb'<row r="(\d{1,9})"')
_ANY_ELEMENT = re.compile(rb"<(?:[\w.-]+:)?(?:c|row)[\s/>]")
_REFERENCE = re.compile(r"([A-Za-z]{1,4})(\d{1,9})")
# What the module raises for archives that are cut, bent or of a kind it does not know.
_ZIP_TROUBLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, IndexError)


def sheets(data: bytes) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    """Name and rows of every sheet that holds anything; rows with their number in the spreadsheet.

    Raises:
        Unreadable: it is no workbook, damaged, locked by a password, or larger than anything real.
    """
    clean = _measured(data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(clean))
        names = book.sheet_names
    except python_calamine.PasswordError:
        raise Unreadable("password") from None
    except BaseException as trouble:  # noqa: BLE001  (panics of the reader are no Exception; sorted out at once)
        raise _damaged(trouble) from None
    for name in names:
        sheet = _sheet(book, name)
        if sheet is not None:
            yield name, _rows(sheet)


def _sheet(book: python_calamine.CalamineWorkbook, name: str) -> python_calamine.CalamineSheet | None:
    """The sheet, unless it is empty or holds no cells (a chart)."""
    try:
        sheet = book.get_sheet_by_name(name)
    except python_calamine.WorksheetNotFound:
        return None
    except BaseException as trouble:  # noqa: BLE001  (panics of the reader are no Exception; sorted out at once)
        raise _damaged(trouble) from None
    return sheet if sheet.end is not None else None


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, [cell if isinstance(cell, str) else _text(cell) for cell in row]


def _text(cell: float | bool | time | date | datetime | timedelta) -> str:  # noqa: FBT001  (a cell, not a switch)
    """What a cell shows."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return cells.of_number(float(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell)


def _damaged(trouble: BaseException) -> Unreadable:
    """The reader's complaint; a panic inside it, which is no Exception, counts as one, nothing else does."""
    if isinstance(trouble, Exception) or type(trouble).__name__ == "PanicException":
        return Unreadable("damaged")
    raise trouble


def _measured(data: bytes) -> bytes:
    """The parts of the workbook that are read, unpacked within limits and packed anew without compression."""
    try:
        parts = _unpacked(zipfile.ZipFile(io.BytesIO(data)))
    except _ZIP_TROUBLE:
        raise Unreadable("damaged") from None
    if "xl/workbook.xml" not in parts:
        raise Unreadable("not-orders")
    for name, part in parts.items():
        if _SHEET.fullmatch(name):
            _check_grid(part)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as clean:
        for name, part in parts.items():
            clean.writestr(name, part)
    return packed.getvalue()


def _unpacked(packed: zipfile.ZipFile) -> dict[str, bytes]:
    entries = packed.infolist()
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Unreadable("bomb", limit=MOST_BYTES // 1_000_000)
    parts: dict[str, bytes] = {}
    for entry in entries:
        if not _NEEDED.fullmatch(entry.filename):
            continue
        if entry.flag_bits & 1:
            raise Unreadable("password")
        if entry.filename in parts or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable("damaged")
        if entry.file_size > _SMALL and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1):
            raise Unreadable("bomb", limit=MOST_BYTES // 1_000_000)
        with packed.open(entry) as part:
            # never gives more than the directory declares, and complains where the sum of the bytes differs
            parts[entry.filename] = part.read()
    return parts


def _check_grid(xml: bytes) -> None:
    """Refuse a sheet whose grid would be larger than any order file.

    Quickly where it is written as all known programs write it; exactly, element by element, where not or in
    doubt.
    """
    quick = _quick_grid(xml)
    if quick is None or not _fits(*quick):
        exact = _exact_grid(xml)
        if not _fits(*exact):
            raise Unreadable("grid-too-big", rows=MOST_ROWS, columns=MOST_COLUMNS)


def _fits(rows: int, columns: int) -> bool:
    return rows <= MOST_ROWS and columns <= MOST_COLUMNS and rows * columns <= MOST_CELLS


def _quick_grid(xml: bytes) -> tuple[int, int] | None:
    """Rows and columns, if every cell and row carries its place in the usual way; None if not."""
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    elements = placed = 0
    start = 0
    while start < len(xml):
        # end with a tag, so that none is cut in two
        end = xml.find(b">", start + _STEP) + 1 or len(xml)
        part = xml[start:end]
        cell_rows, own_rows = _CELL_ROW.findall(part), _ROW.findall(part)
        columns.update(_CELL_COLUMN.findall(part))
        rows.update(cell_rows, own_rows)
        placed += len(cell_rows) + len(own_rows)
        elements += sum(1 for _ in _ANY_ELEMENT.finditer(part))
        start = end
    if elements != placed or b"\x00" in xml[:100]:
        return None
    return max(map(int, rows), default=0), max(map(_column, columns), default=0)


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters.upper():
        place = place * 26 + letter - 64
    return place


class _Grid:
    """Follows a sheet element by element and remembers the farthest cell that holds something."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0
        self._row = 0
        self._column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        match name.rsplit(":", 1)[-1]:
            case "row":
                own = attributes.get("r", "")
                is_number = own.isascii() and own.isdigit() and len(own) <= _DIGITS
                self._row = int(own) if is_number else self._row + 1
                self._column = 0
            case "c":
                place = _REFERENCE.fullmatch(attributes.get("r", ""))
                self._column = _column(place[1].encode()) if place else self._column + 1
                self._row = max(self._row, int(place[2])) if place else self._row
            case "v" | "is" | "t" | "f":
                self.rows = max(self.rows, self._row)
                self.columns = max(self.columns, self._column)

    def entity(self, *_: object) -> None:
        """A word the file wants to be replaced by others: no workbook does that."""
        raise Unreadable("damaged")


def _exact_grid(xml: bytes) -> tuple[int, int]:
    grid = _Grid()
    parser = expat.ParserCreate()
    parser.StartElementHandler = grid.start
    parser.EntityDeclHandler = grid.entity
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise Unreadable("damaged") from None
    return grid.rows, grid.columns
