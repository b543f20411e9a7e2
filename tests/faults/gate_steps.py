"""A desk at its two gates that is killed at one step: ``python -m tests.faults.gate_steps FOLDER STEP FATE``.

Steps are all statements to the database, all questions to the platform (before and after it answered) and all
documents to the printer (before and after). FATE is ``ok``, ``cancel`` (told at the second gate) or ``silent``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from packstation.desk.desk import Desk
from packstation.desk.gate_book import FRESH_S
from packstation.desk.options import DeskOptions
from packstation.platforms.connector import Fetched
from packstation.store.database import Database
from tests.asked_platform import AskedPlatform
from tests.builders import NOON, make_desk
from tests.desk.shirts import FIRST, ONE, SHIRT, shirts
from tests.fakes import FakeClock
from tests.faults.booking_steps import NEVER, Fate, Tray


class SteppingPlatform(AskedPlatform):
    """Every question to it is a step, and so is its answer."""

    def __init__(self, fate: Fate) -> None:
        super().__init__(shirts(ONE, 1))
        self.fate = fate

    def reread(self, numbers: Sequence[str]) -> Fetched:
        self.fate.step()
        try:
            return super().reread(numbers)
        finally:
            self.fate.step()


def open_desk(folder: Path, platform: SteppingPlatform, rule: str = "wait", *, fresh: bool) -> Desk:
    """The desk over what is on disk, its printer and its platform."""
    orders = [shirts(ONE, 1)] if fresh else []
    clock = FakeClock(NOON)
    tray = Tray(folder / "tray", platform.fate)
    options = DeskOptions(offline_rule=rule)
    return make_desk(
        folder / "data", *orders, clock=clock, connect=lambda _: platform, link=tray, options=options
    )


def main(folder: Path, last: int, fate: str) -> int:
    """Pack, print, close; dies on the way. Prints how many steps it took, if it lived."""
    platform = SteppingPlatform(Fate(NEVER))
    desk = open_desk(folder, platform, "go-on" if fate == "silent" else "wait", fresh=True)
    platform.fate.last, platform.fate.steps = last, 0
    run = Database.run

    def stepping(self: Database, sql: str, values: tuple[object, ...] = ()) -> None:
        platform.fate.step()
        run(self, sql, values)

    Database.run = stepping  # type: ignore[method-assign, assignment]
    if fate == "silent":
        platform.acts = ["silent", "silent"]
    desk.scan_and_print(SHIRT)
    desk.clock.pass_time(seconds=FRESH_S)  # type: ignore[attr-defined]
    if fate == "cancel":
        platform.cancel(ONE)
    desk.scan_and_print(FIRST)
    print(platform.fate.steps, flush=True)  # noqa: T201  (read by the test)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
