"""A desk with a carrier outside that is killed at one step: ``python -m tests.faults.booking_steps FOLDER STEP``.

Steps are all statements to the database, all calls to the carrier (before and after it wrote its books) and
all documents to the printer (before and after). The carrier's books and the printer's tray are files; with a
third argument, a gateway's address, the books are those of an emulated platform that lives on.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from packstation.carriers.cainiao import CainiaoWaybills
from packstation.carriers.carrier import Booking, Carrier, Consignment
from packstation.desk.desk import Desk
from packstation.printers.links import FileLink, Told
from packstation.store.database import Database
from packstation.top import Account, TopClient
from tests.builders import make_desk
from tests.carriers.cainiao import TERMS
from tests.desk.shirts import ONE, SHIRT, shirts
from tests.emulators.taobao.shop import App
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


class SteppingLine(TopClient):
    """The line to a platform, whose every call is two steps."""

    def __init__(self, gateway: str, fate: Fate) -> None:
        app = App()
        super().__init__(Account(gateway, app.key, app.secret, app.session))
        self.fate = fate

    def call(self, method: str, params: Mapping[str, str], *, session: bool = True) -> Mapping[str, Any]:
        self.fate.step()
        answer = super().call(method, params, session=session)
        self.fate.step()
        return answer


def carrier_at(folder: Path, fate: Fate, gateway: str) -> Carrier:
    """The carrier with its books in a file, or at a platform."""
    if not gateway:
        return FileCarrier(folder / "books.json", fate)
    return CainiaoWaybills(lambda: SteppingLine(gateway, fate), TERMS, lambda: ("YTO", "ZTO"))


def open_desk(folder: Path, fate: Fate, gateway: str = "", *, fresh: bool) -> Desk:
    """The desk over what is on disk, its carrier and its printer."""
    carrier, tray = carrier_at(folder, fate, gateway), Tray(folder / "tray", fate)
    return make_desk(folder / "data", *([shirts(ONE, 1)] if fresh else []), carrier=carrier, link=tray)


def main(folder: Path, last: int, gateway: str = "") -> int:
    """Pack, print, change the carrier, ship; dies on the way. Prints how many steps it took, if it lived."""
    fate = Fate(NEVER)
    desk = open_desk(folder, fate, gateway, fresh=True)
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
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]))
