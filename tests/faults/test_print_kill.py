"""``kill -9`` at every step of number and label: never a second number, never a second label by itself."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from packstation.domain.print_jobs import JobState
from packstation.printers.tcp import TcpLink
from tests.builders import make_desk, make_order
from tests.faults.killed_while_printing import ORDER, SHIRT
from tests.printers.emulated import Printer, printing
from tests.program import TOP, environment

STRIDE = 1 if os.environ.get("PACKSTATION_SOAK") == "full" else 4
MOST_STEPS = 1000
END_OF_LABEL = b"\x1bJ\x78"
"""What ESC/POS ends a label with: the paper is fed out."""

Kill = Callable[[int, Path, int], str]


@pytest.fixture(scope="module")
def kill() -> Iterator[Kill]:
    """Packs in a program that is killed at a step."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.killed_while_printing"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(), cwd=TOP,
    ) as program:  # fmt: skip

        def at(step: int, folder: Path, port: int) -> str:
            assert program.stdin
            assert program.stdout
            program.stdin.write(f"{step} {folder} {port}\n")
            program.stdin.flush()
            return program.stdout.readline().strip()

        yield at
        assert program.stdin
        program.stdin.close()


def prepared(folder: Path) -> Path:
    """A desk with one order, nothing scanned yet."""
    make_desk(folder, make_order()).store.close()
    return folder


@contextlib.contextmanager
def restarted(folder: Path, printer: Printer) -> Iterator[Desk]:
    """The program after the kill."""
    desk = make_desk(folder, link=TcpLink("127.0.0.1", printer.port))
    try:
        yield desk
    finally:
        desk.store.close()


def came_out(printer: Printer) -> int:
    """Whole labels on the printer."""
    return sum(read.endswith(END_OF_LABEL) for read in printer.documents)


def numbers_used(desk: Desk) -> int:
    (row,) = desk.store.database.all("SELECT count(*) FROM waybill_number WHERE state <> 'free'")
    return int(row[0])


def finish_as_a_worker(desk: Desk, printer: Printer) -> None:
    """Go on with the order; look at the printer before anything is printed again."""
    for code in ("PKEXIT", ORDER):
        desk.scan_and_print(code)
    view = desk.view(ORDER)
    assert view
    if view.order.state == "packing":
        desk.scan_and_print(SHIRT)
    elif not came_out(printer):
        answer = desk.scan_and_print("PKREPRINT")
        if answer.verdict == "not-ready":
            desk.scan_and_print("PKPRINT")
    view = desk.view(ORDER)
    assert view
    (waybill,) = view.order.live_waybills
    assert desk.scan_and_print(waybill).verdict == "shipped"


@pytest.mark.soak
def test_no_second_number_and_no_second_label_whatever_step_it_is_killed_at(
    tmp_path: Path, kill: Kill
) -> None:
    names: list[str] = []
    for step in itertools.count(1, STRIDE):
        assert step < MOST_STEPS
        folder = prepared(tmp_path / f"step-{step}")
        with printing() as printer:
            name = kill(step, folder, printer.port)
            assert name != "broke"
            printer.settle()
            before, told = came_out(printer), len(printer.documents)
            assert before <= 1
            with restarted(folder, printer) as desk:
                assert numbers_used(desk) <= 1, name
                assert desk.store.print_jobs.open() == (), name
                states = [job.state for job in desk.printing.jobs(9)]
                assert len(states) <= 1, name
                if told:
                    # something left the desk: nobody may call that "not printed"
                    assert states[0] in (JobState.UNKNOWN, JobState.SENT), name
                for code in ("PKEXIT", ORDER, "PKEXIT"):
                    desk.scan_and_print(code)
                assert len(printer.documents) == told, f"{name}: a label was sent by itself"
                finish_as_a_worker(desk, printer)
                assert numbers_used(desk) == 1, name
                assert desk.store.journal.verify()[1] is None
            assert came_out(printer) == 1, name
        names.append(name)
        if name == "done":
            break
    assert any("push" in name for name in names)
    assert any("statement" in name for name in names)
    print(f"{len(names)} kills")  # noqa: T201  (a figure for the long run)
