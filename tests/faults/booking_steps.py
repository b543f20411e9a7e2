"""A desk with a carrier outside that is killed at one step: ``python -m tests.faults.booking_steps FOLDER STEP``.

Steps are all statements to the database, all calls to the carrier (before and after it wrote its books) and
all documents to the printer (before and after). The carrier's books and the printer's tray are files.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from packstation.carriers.carrier import Booking, Consignment
from packstation.desk.desk import Desk
from packstation.printers.links import FileLink, Told
from packstation.store.database import Database
from tests.builders import make_desk
from tests.desk.shirts import ONE, SHIRT, shirts
from tests.outside_carrier import OutsideCarrier

NEVER = 1_000_000


class Fate:
    """Counts steps, and kills the program at one of them."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.steps = 0

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


class FileCarrier(OutsideCarrier):
    """The carrier with its books in a file, as they are on its server whatever happens here."""

    def __init__(self, path: Path, fate: Fate) -> None:
        super().__init__()
        self.path = path
        self.fate = fate
        if path.exists():
            told = json.loads(path.read_text())
            self.books, self.voided, self.count = told["books"], set(told["voided"]), told["count"]

    def _keep(self) -> None:
        told = {"books": self.books, "voided": sorted(self.voided), "count": self.count}
        self.path.write_text(json.dumps(told))

    def book(self, consignment: Consignment, at: datetime) -> Booking | None:
        self.fate.step()
        booking = super().book(consignment, at)
        self._keep()
        self.fate.step()
        return booking

    def void(self, numbers: tuple[str, ...], carrier: str = "") -> None:
        self.fate.step()
        super().void(numbers, carrier)
        self._keep()
        self.fate.step()


class Tray(FileLink):
    """A printer whose paper stays."""

    def __init__(self, folder: Path, fate: Fate) -> None:
        super().__init__(folder)
        self.fate = fate

    def send(self, document: bytes, name: str) -> Told:
        self.fate.step()
        told = super().send(document, name)
        self.fate.step()
        return told


def open_desk(folder: Path, fate: Fate, *, fresh: bool) -> Desk:
    """The desk over what is on disk, its carrier and its printer."""
    carrier, tray = FileCarrier(folder / "books.json", fate), Tray(folder / "tray", fate)
    return make_desk(folder / "data", *([shirts(ONE, 1)] if fresh else []), carrier=carrier, link=tray)


def main(folder: Path, last: int) -> int:
    """Pack, print, change the carrier, ship; dies on the way. Prints how many steps it took, if it lived."""
    fate = Fate(NEVER)
    desk = open_desk(folder, fate, fresh=True)
    fate.last, fate.steps = last, 0
    run = Database.run

    def stepping(self: Database, sql: str, values: tuple[object, ...] = ()) -> None:
        fate.step()
        run(self, sql, values)

    Database.run = stepping  # type: ignore[method-assign, assignment]
    desk.scan_and_print(SHIRT)
    desk.scan_and_print("PKPRINT")
    desk.at_once(desk.changing.change("ZTO", "why not"))
    print(fate.steps, flush=True)  # noqa: T201  (read by the test)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
