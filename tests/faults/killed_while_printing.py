"""A program that packs an order, prints its label over TCP, and is killed at the step it is told: no test itself.

Reads ``STEP FOLDER PORT`` on standard input, packs the order in a child of its own and answers with the name of the
step at which the child was killed, or ``done`` when it never came so far. Steps are all statements to the database
and everything that is done with the connection, counted from the scan that completes the order.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from packstation.desk.desk import Desk
from packstation.printers import line
from packstation.printers.tcp import TcpLine, TcpLink
from tests.builders import make_desk

ORDER, SHIRT = "4065712345678901234", "6901234567892"


class Steps:
    """Counts, and pulls the plug when it is time; the step's name goes to where the parent looks."""

    def __init__(self, last: int, told: int) -> None:
        self.last = last
        self.count = 0
        self.told = told

    def step(self, name: str) -> None:
        self.count += 1
        if self.count == self.last:
            os.write(self.told, name.encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: object, **named: object) -> object:
            self.step(f"before {name}")
            result = work(*args, **named)
            self.step(f"after {name}")
            return result

        return counted


def in_pieces(push: Callable[[TcpLine, memoryview], int]) -> Callable[[TcpLine, memoryview], int]:
    """Hand a document over up to its 1st byte, its header, 1 kB, its middle, the last byte but one, the last."""
    sent, total = 0, 0

    def pushing(way: TcpLine, data: memoryview) -> int:
        nonlocal sent, total
        total = total or len(data)
        until = next(place for place in (1, 8, 1024, total // 2, total - 1, total) if place > sent)
        taken = push(way, data[: until - sent])
        sent += taken
        return taken

    return pushing


def pack(folder: Path, port: int, steps: Steps) -> None:
    """Scan an order whole and print, with everything counted from the last item on."""
    desk: Desk = make_desk(folder, link=TcpLink("127.0.0.1", port))
    for code in (ORDER, SHIRT):
        desk.scan_and_print(code)
    line.PIECE = 1 << 20
    database = desk.store.database.peewee
    database.execute_sql = steps.around("statement", database.execute_sql)
    TcpLine.push = in_pieces(TcpLine.push)  # type: ignore[method-assign, assignment]
    for name in ("push", "pull", "finish"):
        setattr(TcpLine, name, steps.around(name, getattr(TcpLine, name)))
    TcpLink._open = steps.around("connect", TcpLink._open)  # type: ignore[method-assign]
    desk.scan_and_print(SHIRT)
    desk.store.close()


def kill_at(last: int, folder: Path, port: int) -> str:
    """Pack in a child that is killed at this step; gives the step's name."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        try:
            pack(folder, port, Steps(last, write))
            os.write(write, b"done")
        finally:
            os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    with os.fdopen(read, "rb") as end:
        return end.read().decode() or "broke"


if __name__ == "__main__":
    for words in sys.stdin:
        number, place, at = words.split()
        print(kill_at(int(number), Path(place), int(at)), flush=True)  # noqa: T201  (this is how it answers)
