"""Importing an order file, against bare parsing and ``executemany``."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.benchmarks.scanning import shown
from tests.builders import make_desk
from tests.program import EXAMPLE

LINES = 3
RUNS = 3


def lines(orders: int) -> Iterator[str]:
    """The table's row about importing."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        source = make_file(top / "orders.json", orders)
        ours, bare = [], []
        for turn in range(RUNS):
            bare.append(bare_import(source, top / f"bare-{turn}.db"))
            ours.append(our_import(source, top / f"ours-{turn}", orders))
        ratio = median(ours) / median(bare)
        what = f"import of {orders:,} orders × {LINES} lines"
        yield f"| {what} | {shown(median(ours))} | bare parse + executemany: {shown(median(bare))} | **{ratio:.2f}** | ≤ 3 |"


def make_file(path: Path, orders: int) -> Path:
    """An order file as the interfaces promise it."""
    model = EXAMPLE["orders"][0]
    line = model["lines"][0]
    content = {
        "orders": [
            {
                **model,
                "number": f"{4_000_000_000_000_000_000 + n}",
                "lines": [
                    {**line, "line": f"{n}-{part}", "sku": f"SKU-{(n + part) % 500}"} for part in range(LINES)
                ],
            }
            for n in range(orders)
        ]
    }
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def our_import(source: Path, folder: Path, orders: int) -> float:
    """Seconds the desk takes, from the file to the last durable row."""
    desk = make_desk(folder)
    began = time.perf_counter()
    tally = None
    for progress in desk.importing.store(desk.importing.read([source]), 0.25):
        tally = progress.tally
    span = time.perf_counter() - began
    assert tally is not None
    assert tally.added == orders, tally
    desk.store.close()
    return span


def bare_import(source: Path, path: Path) -> float:
    """Seconds of the least anybody could do: json and two ``executemany`` in one transaction."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = wal")
    database.execute("PRAGMA synchronous = FULL")
    database.execute(
        "CREATE TABLE orders (number TEXT PRIMARY KEY, ship_by TEXT, state TEXT, receiver TEXT, body TEXT)"
    )
    database.execute("CREATE INDEX due ON orders (state, ship_by)")
    database.execute("CREATE TABLE line (line TEXT, number TEXT, sku TEXT, quantity INTEGER, title TEXT)")
    database.execute("CREATE INDEX of_order ON line (number)")
    began = time.perf_counter()
    orders = json.loads(source.read_text(encoding="utf-8"))["orders"]
    database.execute("BEGIN IMMEDIATE")
    database.executemany(
        "INSERT INTO orders VALUES (?, ?, ?, ?, ?)",
        [
            (
                order["number"],
                order["ship_by"],
                "new",
                json.dumps(order["receiver"]),
                json.dumps(order["wishes"]),
            )
            for order in orders
        ],
    )
    database.executemany(
        "INSERT INTO line VALUES (?, ?, ?, ?, ?)",
        [
            (line["line"], order["number"], line["sku"], line["quantity"], line["title"])
            for order in orders
            for line in order["lines"]
        ],
    )
    database.execute("COMMIT")
    span = time.perf_counter() - began
    database.close()
    return span
