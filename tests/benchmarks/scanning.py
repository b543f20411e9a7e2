"""Scan → durable verdict, against the same two rows by bare ``sqlite3``, and with many orders against few."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from packstation.desk.desk import Desk
from packstation.domain.order import Line
from tests.benchmarks.worlds import SHIRT, desk_with
from tests.builders import make_order, take_in

FEW = 1_000
OPEN = "4999999999999999999"


def lines(many: int, rounds: int) -> Iterator[str]:
    """Two rows of the table: against bare SQLite, and against fewer orders."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        few = ready(desk_with(top / "few", FEW), rounds)
        lots = ready(desk_with(top / "many", many), rounds)
        bare = BareDatabase(top / "bare.db")
        times: dict[str, list[float]] = {"few": [], "many": [], "bare": []}
        for _ in range(rounds):  # interleaved, so that a slow moment of the machine hits all three
            times["bare"].append(clocked(bare.two_rows))
            times["few"].append(clocked(lambda: count(few)))
            times["many"].append(clocked(lambda: count(lots)))
        p99 = quantiles(times["few"], n=100)[98] * 1e3
        yield row(
            f"scan → durable verdict (p99 {p99:.2f} ms)",
            times["few"],
            "two rows by bare sqlite3, WAL, FULL",
            times["bare"],
            "≤ 4",
        )
        yield row(
            f"scan with {many:,} orders", times["many"], f"scan with {FEW:,} orders", times["few"], "≤ 1.3"
        )
        few.store.close()
        lots.store.close()
        bare.connection.close()


def ready(desk: Desk, rounds: int) -> Desk:
    """A desk with one large order open, so that every scan counts a unit."""
    take_in(desk, make_order(OPEN, Line("1", "TS", rounds + 10, "白色棉T恤")))
    desk.scan(OPEN)
    desk.scan(SHIRT)
    return desk


def count(desk: Desk) -> None:
    """One unit more; the order's undo trail is kept as short as a real one's."""
    answer = desk.scan(SHIRT)
    assert answer.verdict == "item-ok", answer


class BareDatabase:
    """The least that could keep the same promise: an update and a journal row, on disk before the answer."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = wal")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, got INTEGER NOT NULL)")
        self.connection.execute(
            "CREATE TABLE journal (seq INTEGER PRIMARY KEY, at INTEGER, code TEXT, verdict TEXT)"
        )
        self.connection.execute("INSERT INTO line VALUES (1, 0)")

    def two_rows(self) -> None:
        """One transaction."""
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute("UPDATE line SET got = got + 1 WHERE id = 1")
        self.connection.execute(
            "INSERT INTO journal (at, code, verdict) VALUES (?, ?, ?)", (1, SHIRT, "item-ok")
        )
        self.connection.execute("COMMIT")


def clocked(act: object) -> float:
    """Seconds one call takes."""
    began = time.perf_counter()
    act()  # type: ignore[operator]
    return time.perf_counter() - began


def row(what: str, times: list[float], yardstick: str, base: list[float], aim: str) -> str:
    """A line of the table."""
    one, other = median(times), median(base)
    return f"| {what} | {shown(one)} | {yardstick}: {shown(other)} | **{one / other:.2f}** | {aim} |"


def shown(seconds: float) -> str:
    """A span in the unit that reads best."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1e3:.2f} ms"
