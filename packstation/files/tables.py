"""A table as it came out of a file: a header near the top, rows below with their number in a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from packstation.domain import checks
from packstation.domain.checks import Bad
from packstation.files.cells import plain
from packstation.files.headers import Kind, Layout, recognise
from packstation.files.sniffing import Unreadable

MOST_ROWS = 300_000
MOST_COLUMNS = 500
LONGEST_CELL = 100_000
_SEARCHED = 10
"""Rows at the top among which the header is looked for; some exports begin with a title."""
_WHOLE = re.compile(r"[+-]?\d{1,15}(?:\.0*)?")
_YES = frozenset({"1", "true", "yes", "y", "是", "有", "√"})
_NO = frozenset({"", "0", "false", "no", "n", "否", "无"})
_SIZE = re.compile(r"[x×X*|,\s]+")

Cells = dict[str, str]
"""What a row says, by field; empty cells are left out."""


@dataclass(slots=True)
class Table:
    """One recognised table: rows as (number in a spreadsheet, cells)."""

    at: int
    file: str
    sheet: str
    header: list[str]
    layout: Layout
    rows: list[tuple[int, list[str]]]
    spoiled: list[tuple[int, str, Bad]] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        """What one row is."""
        return self.layout.kind

    def column(self, place: str) -> str:
        """How the file itself calls the column of a field (``receiver.phone``, ``lines[2].sku``)."""
        name = place.rpartition("].")[2].partition("[")[0]
        places = self.layout.columns.get(name) or self.layout.columns.get(f"receiver.{name}") or ()
        if not places and name.startswith("receiver."):
            places = self.layout.columns.get("receiver.address", ())
        shown = checks.shown(self.header[places[0]]) if places else name
        return f"{self.sheet}!{shown}" if self.sheet else shown

    def cells(self, row: list[str]) -> Cells:
        """The row's cells by field."""
        said = {}
        width = len(row)
        for name, places in self.layout.columns.items():
            for place in places:
                if place < width and (text := plain(row[place])):
                    said[name] = text
                    break
        return said


def table(at: int, file: str, sheet: str, rows: Iterable[tuple[int, list[str] | Bad]]) -> Table:
    """Find the header among the first rows and keep what stands below it.

    Raises:
        Unreadable: no row among the first is a header we know (says what it found), or there are too many
            rows.
    """
    below = iter(rows)
    found, header, layout = _header(below)
    if layout is None:
        raise _unknown(found)
    made = Table(at, file, sheet, header, layout, [])
    for number, row in below:
        if isinstance(row, Bad):
            made.spoiled.append((number, "", row))
        elif any(row):
            _take(made, number, row)
        if len(made.rows) + len(made.spoiled) > MOST_ROWS:
            raise Unreadable("too-many-rows", limit=MOST_ROWS)
    return made


def _header(rows: Iterator[tuple[int, list[str] | Bad]]) -> tuple[list[str], list[str], Layout | None]:
    found: list[str] = []
    searched = 0
    for _, row in rows:
        if isinstance(row, Bad) or not any(cell.strip() for cell in row):
            continue
        header = [plain(cell) for cell in row]
        if len(header) <= MOST_COLUMNS and (layout := recognise(header)):
            return found, header, layout
        found = found or header
        searched += 1
        if searched == _SEARCHED:
            break
    return found, [], None


def _unknown(found: list[str]) -> Unreadable:
    """Say which header was found, where it is one a person could read."""
    names = [shown for name in found if (shown := checks.shown(name).strip())][:12]
    if not names or any(not name.isprintable() or "\ufffd" in name for name in names):
        return Unreadable("not-orders")
    return Unreadable("header-unknown", found=" | ".join(names))


def _take(made: Table, number: int, row: list[str]) -> None:
    """Keep the row unless it is spoiled."""
    width = len(made.header)
    lengths = list(map(len, row))
    longest = max(lengths)
    if longest > LONGEST_CELL:
        place = lengths.index(longest)
        name = made.header[place] if place < width else ""
        made.spoiled.append((number, name, Bad("", "too-long", longest=LONGEST_CELL, length=longest)))
    elif len(row) > width and any(cell.strip() for cell in row[width:]):
        made.spoiled.append((number, "", Bad("", "row-shifted", columns=width, cells=len(row))))
    else:
        made.rows.append((number, row))


def whole(said: Cells, name: str, place: str = "") -> int | None:
    """A count written in a cell; None when the cell is empty."""
    text = said.get(name)
    if text is None:
        return None
    if not _WHOLE.fullmatch(text):
        reason = "wrong-quantity" if name == "quantity" else "not-whole"
        raise Bad(place or name, reason, value=text, lowest=1, highest=checks.MOST_UNITS)
    return int(text.split(".")[0])


def money(said: Cells, name: str, place: str = "") -> Decimal | None:
    """An amount written in a cell, with or without a currency sign and thousands."""
    text = said.get(name)
    if text is None:
        return None
    try:
        return Decimal(text.lstrip("¥￥ ").replace(",", "")[:40])
    except InvalidOperation:
        raise Bad(place or name, "wrong-price", value=text) from None


def yes(said: Cells, name: str, place: str = "") -> bool:
    """A yes or no written in a cell."""
    text = said.get(name, "").lower()
    if text in _YES or text in _NO:
        return text in _YES
    raise Bad(place or name, "not-yes-no", value=text)


def listed(said: Cells, name: str) -> list[str]:
    """Several things in one cell, with ``|`` between them."""
    return [part.strip() for part in said.get(name, "").split("|") if part.strip()]


def pairs(said: Cells, name: str) -> list[tuple[str, str]]:
    """Several pairs in one cell: ``16901234567899:10|…`` or with ``=``."""
    found = []
    for part in listed(said, name):
        key, sign, value = part.rpartition("=" if "=" in part else ":")
        if not sign or not key.strip() or not value.strip():
            raise Bad(name, "not-pairs", value=part)
        found.append((key.strip(), value.strip()))
    return found


def size(said: Cells, name: str) -> tuple[int, int, int] | None:
    """Length, width, height in one cell: ``250x200x20``."""
    text = said.get(name)
    if text is None:
        return None
    sides = _SIZE.split(text)
    match sides:
        case [long, wide, high] if all(_WHOLE.fullmatch(side) for side in sides):
            return _millimetres(long), _millimetres(wide), _millimetres(high)
        case _:
            raise Bad(name, "not-three", value=text)


def _millimetres(side: str) -> int:
    return int(side.split(".", maxsplit=1)[0])
