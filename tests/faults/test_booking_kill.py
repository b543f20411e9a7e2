"""``kill -9`` at every step of number and print: no second number, no second label, nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from packstation.domain.order import Printed, State
from packstation.domain.scan import Verdict
from tests.desk.shirts import ONE, SHIRT
from tests.emulators.taobao.running import Running, emulated
from tests.faults.booking_steps import NEVER, Fate, FileCarrier, open_desk
from tests.program import TOP

EVERY = 1 if os.environ.get("PACKSTATION_SOAK") == "full" else 7


def run(folder: Path, last: int, *gateway: str) -> subprocess.CompletedProcess[str]:
    folder.mkdir()
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.booking_steps", str(folder), str(last), *gateway],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.soak
def test_a_kill_at_any_step_of_number_and_print(tmp_path: Path) -> None:
    whole = run(tmp_path / "whole", NEVER)
    assert whole.returncode == 0, whole.stderr
    steps = int(whole.stdout)
    assert steps > 20
    for last in range(1, steps + 1, EVERY):
        folder = tmp_path / str(last)
        assert run(folder, last).returncode == -signal.SIGKILL, f"step {last}"
        go_on(folder, last)


@pytest.mark.soak
def test_a_kill_at_any_step_with_numbers_of_a_platform_that_gives_another_one_each_time(
    tmp_path: Path,
) -> None:
    with emulated() as running:
        whole = run(tmp_path / "whole", NEVER, running.gateway)
    assert whole.returncode == 0, whole.stderr
    for last in range(1, int(whole.stdout) + 1, EVERY):
        with emulated() as running:
            folder = tmp_path / str(last)
            assert run(folder, last, running.gateway).returncode == -signal.SIGKILL, f"step {last}"
            go_on(folder, last, running)


def go_on(folder: Path, last: int, running: Running | None = None) -> None:
    """After the power came back: a person finishes the order, and the books are compared."""
    before = labels_in(folder)
    desk = open_desk(folder, Fate(NEVER), running.gateway if running else "", fresh=False)
    assert labels_in(folder) == before, "nothing prints by itself"
    view = desk.view(ONE)
    assert view
    if view.order.state in (State.NEW, State.CONFIRMED, State.REVIEWED) or view.order.got < 1:
        desk.scan_and_print(SHIRT)
    if (view := desk.view(ONE)) and any(box.label is Printed.UNKNOWN for box in view.order.parcels):
        desk.scan_and_print("PKREPRINT")
    else:
        desk.scan_and_print("PKPRINT")
    desk.calls.tell_now()
    view = desk.view(ONE)
    assert view
    [box] = view.order.parcels
    assert standing(folder, running) == [box.waybill], f"step {last}"
    labels = labels_in(folder)
    plain = [name for name in labels if name.startswith(box.waybill)]
    again = [name for name in plain if "-" in name]
    assert len(plain) - len(again) <= 1, f"step {last}: {labels}"
    assert desk.scan(box.waybill).verdict is Verdict.SHIPPED, f"step {last}"
    desk.store.close()


def standing(folder: Path, running: Running | None) -> list[str]:
    """The numbers that stand in the carrier's books."""
    if running is not None:
        return sorted(bill.code for bill in running.shop.waybills.values() if not bill.cancelled)
    carrier = FileCarrier(folder / "books.json", Fate(NEVER))
    return [number for numbers in carrier.live.values() for number in numbers]


def labels_in(folder: Path) -> list[str]:
    """What came out of the printer."""
    return sorted(path.name for path in (folder / "tray").glob("*.png"))
