"""Whatever files the worker hands over: recognised, everything good taken, everything else named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from packstation.domain.intake import Batch
from packstation.files import goods_tables, order_tables, text_file, workbook
from packstation.files.gathering import Gathering, Stopped
from packstation.files.headers import Kind
from packstation.files.json_file import JsonFile
from packstation.files.orders import Defaults
from packstation.files.sniffing import Form, Unreadable, load
from packstation.files.tables import Table, table


def read(
    paths: Sequence[Path],
    defaults: Defaults,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Batch:
    """Everything readable in the files, checked, and everything that is not, with its place.

    An orders file and its items file belong together when they are given together. No file, however broken,
    stops the others and none raises: what cannot be read at all becomes a reject with row 0.

    Args:
        paths: order files of any kind (JSON, CSV, XLSX); only read, never changed.
        defaults: what the shop's settings say where a file says nothing.
        progress: told (rows done, rows known so far) about every 500 rows.
        cancelled: asked as often; once it says yes an empty batch comes back.
    """
    into = Gathering(progress, cancelled)
    try:
        documents, tables = _opened(paths, into)
        for document in documents:
            document.gather(into, defaults)
        for one in tables:
            if one.kind not in (Kind.ORDERS, Kind.LINES):
                goods_tables.gather(one, into)
        order_tables.gather([one for one in tables if one.kind in (Kind.ORDERS, Kind.LINES)], into, defaults)
        into.pause()
    except Stopped:
        return Batch()
    return into.batch()


def _opened(paths: Sequence[Path], into: Gathering) -> tuple[list[JsonFile], list[Table]]:
    """All files cut into rows, so that orders and items can find each other."""
    documents: list[JsonFile] = []
    tables: list[Table] = []
    for at, path in enumerate(paths):
        into.pause()
        try:
            form, data = load(path)
            if form is Form.JSON:
                documents.append(JsonFile(at, path.name, data))
                into.expect(documents[-1].rows)
            else:
                found = _tables(at, path.name, form, data)
                tables += found
                _spoiled(found, into)
        except Unreadable as trouble:
            into.reject_file(path.name, trouble.reason, trouble.data)
    return documents, tables


def _tables(at: int, name: str, form: Form, data: bytes) -> list[Table]:
    """The tables of one file: one of a text file, one for every sheet with a header we know of a workbook."""
    if form is Form.TEXT:
        return [table(at, name, "", text_file.rows(data))]
    found: list[Table] = []
    trouble: Unreadable | None = None
    for place, (sheet, rows) in enumerate(workbook.sheets(data)):
        try:
            found.append(table(at, name, sheet if place else "", iter(rows)))
        except Unreadable as other:
            trouble = trouble or other
    if not found:
        raise trouble or Unreadable("empty")
    return found


def _spoiled(tables: list[Table], into: Gathering) -> None:
    """Rows that were no rows are rejects already."""
    for one in tables:
        into.expect(len(one.rows))
        for row, column, bad in one.spoiled:
            into.reject(one.file, row, column, bad)
