"""The real window over a real desk full of random orders; does as its driver says and tells all that happens.

Run as ``python -m tests.scanning.window FOLDER --seed N --orders N``. Each line on stdout is one JSON object,
each line on stdin one command: ``block MS``, ``menu MS``, ``message MS``, ``button MS``, ``field``,
``close``, ``figures``, ``quit``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from statistics import quantiles

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from packstation.desk.clock import SystemClock
from packstation.desk.workplace import Announcement
from packstation.domain.intake import Carrier, Product, Record, WaybillNumber
from packstation.domain.order import Line
from packstation.domain.scan import Verdict
from packstation.gui.garbage import Garbage
from packstation.gui.heard import Heard
from packstation.gui.window import Options, PackWindow, open_window
from packstation.settings import Settings
from packstation.words import load
from tests.builders import NOON, make_desk, make_order, take_in
from tests.fakes import FakeClock
from tests.scanning.disturbances import Disturbances
from tests.scanning.watch import Watch
from tests.scanning.world import PACK, World, make_world

TITLE = "scanning"


class Running(FakeClock):
    """The computer's own clocks, where tests usually have one that they set."""

    def now(self) -> datetime:
        return SystemClock().now()

    def steady(self) -> float:
        return SystemClock().steady()


def records(world: World) -> Iterator[Record]:
    """The day as files would bring it."""
    yield Carrier("YTO", "圆通速递", r"^YT\d{13}$")
    yield Carrier("JD", "京东物流", r"^JDVN\d{11}$")
    for goods in world.goods:
        packs = tuple((code, PACK) for code in goods.packs)
        yield Product(goods.sku, f"商品 {goods.sku}", "", goods.codes, packs)
    for carrier, pool in world.waybills.items():
        for number in pool:
            yield WaybillNumber(carrier, number)
    for place, order in enumerate(world.orders):
        lines = (Line(line.line, line.sku, line.need, f"商品 {line.sku}") for line in order.lines)
        made = make_order(order.number, *lines, wishes=order.wishes, due_h=24 + place / 100)
        yield replace(made, carriers_allowed=(order.carrier,))


def say(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


class Teller(QObject):
    """Says each answer, and keeps how long it took from the scan's last key to the answer shown."""

    def __init__(self, window: PackWindow) -> None:
        super().__init__(window)
        self._began: deque[tuple[str, float]] = deque()
        self._times: list[float] = []
        self._gaps: list[float] = []
        scanners = window.parts.scanners
        for scanner in (scanners.keyboard, scanners.serial):
            if scanner is not None:
                scanner.heard.connect(self._heard)
        scanners.queue.next.connect(self._answered)

    def told(self, news: Announcement) -> None:
        """The desk answered, and it is on disk."""
        answer = news.answer
        if answer is None:
            return
        if answer.verdict in (Verdict.LABEL_PRINTED, Verdict.LABEL_FAILED, Verdict.LABEL_UNKNOWN):
            say(label=answer.order, waybill=answer.facts.get("waybill"), verdict=answer.verdict)
            return
        if not answer.code:
            say(gesture=answer.verdict, order=answer.order)
            return
        say(
            code=answer.code,
            verdict=answer.verdict,
            order=answer.order,
            line=answer.line,
            got=answer.got,
            need=answer.need,
        )

    def figures(self) -> None:
        """Milliseconds from heard to shown, median and 99th percentile; the same of the gaps between keys."""
        say(answer_ms=_spread(self._times), gap_ms=_spread(self._gaps))

    def _heard(self, heard: Heard) -> None:
        self._began.append((heard.code, time.perf_counter()))
        self._gaps += heard.gaps_ms

    def _answered(self, heard: Heard) -> None:
        while self._began:
            code, began = self._began.popleft()
            if code == heard.code:
                self._times.append((time.perf_counter() - began) * 1e3)
                return


def _spread(values: list[float]) -> list[float]:
    if len(values) < 2:
        return []
    cuts = quantiles(values, n=100)
    return [round(cuts[49], 1), round(cuts[98], 1)]


def drop_some(window: PackWindow, every: int) -> None:
    """A window that is not to be trusted: it loses scans. Shows that the tests would notice."""
    keyboard, queue = window.parts.scanners.keyboard, window.parts.scanners.queue
    count = iter(range(1, sys.maxsize))

    def heard_by_chance(heard: Heard) -> None:
        if next(count) % every:
            queue.put(heard)

    keyboard.heard.disconnect()
    keyboard.heard.connect(heard_by_chance)


def obey(commands: dict[str, Callable[[int], None]]) -> QSocketNotifier:
    """Do as stdin says, one command a line."""
    rest = bytearray()

    def read() -> None:
        rest.extend(os.read(0, 4096))
        while b"\n" in rest:
            line, _, left = bytes(rest).partition(b"\n")
            rest[:] = left
            name, _, number = line.decode().partition(" ")
            # not here: a dialog opened from a notifier would leave the notifier deaf
            QTimer.singleShot(0, lambda name=name, number=number: commands[name](int(number or 0)))

    os.set_blocking(0, False)
    notifier = QSocketNotifier(0, QSocketNotifier.Type.Read)
    notifier.activated.connect(read)
    return notifier


def options(port: str) -> Options:
    """As settings make them; the scanner on a port if one is named."""
    chosen: dict[str, object] = {"window.sound": False, "platform.interval_s": 1}
    if port:
        chosen |= {"scanner.kind": "serial", "scanner.port": port}
    return Options.of(Settings(chosen))


def main() -> int:
    """Run until told to quit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--orders", type=int, required=True)
    parser.add_argument("--port", default="")
    parser.add_argument("--drop", type=int, default=0, help="lose every so manieth scan")
    args = parser.parse_args()
    app = QApplication([])
    garbage = Garbage()
    desk = make_desk(args.folder, clock=Running(NOON))
    take_in(desk, *records(make_world(args.seed, args.orders)))
    window = open_window(desk, load("zh_CN"), options(args.port))
    window.setWindowTitle(TITLE)
    teller = Teller(window)
    if args.drop:
        drop_some(window, args.drop)
    desk.listen(teller.told)
    watch = Watch(window, say)
    commands = {**Disturbances(window, watch, say).commands(), "figures": lambda _: teller.figures()}
    notifier = obey({**commands, "quit": lambda _: app.closeAllWindows()})
    window.show()
    window.parts.sync.start()
    QTimer.singleShot(0, lambda: say(ready=True))
    code = app.exec()
    garbage.stop()
    notifier.setEnabled(False)
    say(closed=True)
    desk.store.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
