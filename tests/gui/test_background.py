"""Printing and syncing behind the window, with printers and platforms that misbehave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from packstation.desk.desk import Desk
from packstation.desk.print_task import PrintDone, PrintTask
from packstation.domain.connection import Found
from packstation.domain.intake import Batch, Sourced
from packstation.domain.order import Line, Printed
from packstation.domain.outbox import Entry, EntryState, Outcome
from packstation.domain.print_jobs import Paper
from packstation.errors import Outage, StoreTrouble
from packstation.gui.background import Labels
from packstation.gui.errands import Errands
from packstation.gui.syncs import Sync
from packstation.platforms.connector import Fetched
from packstation.printers.links import FileLink
from packstation.printers.printer import Printer
from tests.builders import NOON, make_desk, make_order, scan_all
from tests.fakes import FakeClock, FakePlatform
from tests.gui.packer import BOOK, SINGLE


class Rig:
    """A desk with a platform of its own and the work behind the window."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock(NOON)
        one = make_order(SINGLE, Line("3a", "BOOK", 1, "儿童绘本"))
        office = Printer("pdf", FileLink(folder / "slips"), (148, 210), 300)
        self.desk: Desk = make_desk(folder, one, clock=self.clock, printers={Paper.SLIP: office})
        self.platform = FakePlatform()
        self.desk.syncing._connector = self.platform
        self.errands = Errands()
        self.sync = Sync(self.desk, self.errands, every_s=30)
        self.labels = Labels(self.desk, self.errands)
        self.troubles: list[object] = []
        self.sync.trouble.connect(self.troubles.append)

    def ship(self) -> None:
        scan_all(self.desk, BOOK, "YT0000000000001")

    def entry(self) -> Entry:
        view = self.desk.view(SINGLE)
        assert view is not None
        return view.outbox[0]


@pytest.fixture
def rig(tmp_path: Path, qapp: object) -> Iterator[Rig]:
    assert qapp is not None
    made = Rig(tmp_path / "data")
    yield made
    made.sync.stop()
    made.errands.close()
    made.desk.store.close()


def make_round(rig: Rig, qtbot: QtBot) -> None:
    rig.sync.round()
    qtbot.waitUntil(lambda: not rig.sync.is_away)


def test_a_round_brings_orders_and_delivers_shipments(rig: Rig, qtbot: QtBot) -> None:
    rig.ship()
    new = make_order("900000000001")
    rig.platform.waiting = Fetched(Batch(((Sourced("x", 1), new),)), ("receipt",))
    make_round(rig, qtbot)
    assert rig.desk.row("900000000001") is not None
    assert rig.entry().state is EntryState.DELIVERED
    assert len(rig.platform.books) == 1
    assert rig.platform.waiting == Fetched()
    assert rig.desk.syncing.status().online


def test_a_platform_that_is_down_is_said_and_asked_again(rig: Rig, qtbot: QtBot) -> None:
    rig.ship()
    rig.platform.script = ["down"]
    fetch = rig.platform.fetch

    def down() -> Fetched:
        raise Outage("platform-down")

    rig.platform.fetch = down  # type: ignore[method-assign]
    make_round(rig, qtbot)
    assert not rig.desk.syncing.status().online
    assert rig.entry().state is EntryState.PENDING
    assert rig.troubles == []
    rig.platform.fetch = fetch  # type: ignore[method-assign]
    rig.clock.pass_time(minutes=5)
    make_round(rig, qtbot)
    assert rig.desk.syncing.status().online
    assert rig.entry().state is EntryState.DELIVERED
    assert len(rig.platform.books) == 1


def test_a_no_is_parked_and_holds_nothing_up(rig: Rig, qtbot: QtBot) -> None:
    rig.ship()
    rig.platform.script = ["no"]
    make_round(rig, qtbot)
    assert rig.entry().state is EntryState.PARKED
    assert rig.desk.syncing.status().parked == 1


def test_a_connector_with_a_bug_drops_nothing(rig: Rig, qtbot: QtBot) -> None:
    rig.ship()
    deliver = rig.platform.deliver

    def broken(entry: Entry) -> Outcome:
        raise ZeroDivisionError(entry.key)

    rig.platform.deliver = broken  # type: ignore[method-assign]
    make_round(rig, qtbot)
    assert rig.entry().state is EntryState.PENDING
    assert [type(trouble) for trouble in rig.troubles] == [ZeroDivisionError]
    rig.platform.deliver = deliver  # type: ignore[method-assign]
    rig.clock.pass_time(minutes=5)
    make_round(rig, qtbot)
    assert rig.entry().state is EntryState.DELIVERED


def test_a_full_disk_in_the_middle_does_not_end_syncing_for_good(rig: Rig, qtbot: QtBot) -> None:
    rig.ship()
    settle = rig.desk.syncing.settle

    def full(entry: Entry, outcome: Outcome) -> EntryState:
        raise StoreTrouble("full-disk", order=entry.order, outcome=outcome)

    rig.desk.syncing.settle = full  # type: ignore[method-assign]
    make_round(rig, qtbot)
    assert rig.entry().state is EntryState.PENDING
    rig.desk.syncing.settle = settle  # type: ignore[method-assign]
    make_round(rig, qtbot)
    assert rig.entry().state is EntryState.DELIVERED
    assert len(rig.platform.books) == 1


def test_a_round_asked_for_during_a_round_follows_it(rig: Rig, qtbot: QtBot) -> None:
    fetched: list[int] = []
    original = rig.platform.fetch

    def counting() -> Fetched:
        fetched.append(1)
        return original()

    rig.platform.fetch = counting  # type: ignore[method-assign]
    rig.sync.round()
    rig.sync.round()
    rig.sync.round()
    qtbot.waitUntil(lambda: len(fetched) == 2 and not rig.sync.is_away)


def test_a_printer_driver_with_a_bug_leaves_the_label_unknown(rig: Rig, qtbot: QtBot) -> None:
    answer = rig.desk.scan(BOOK)

    def broken(task: PrintTask) -> None:
        raise ZeroDivisionError(task.name)

    rig.desk.printing.act = broken  # type: ignore[method-assign, assignment]
    with qtbot.waitSignal(rig.labels.settled) as told:
        rig.labels.print_jobs(answer.jobs)
    assert told.args[0].verdict == "label-unknown"
    view = rig.desk.view(SINGLE)
    assert view is not None
    assert view.order.parcels[0].label is Printed.UNKNOWN
    assert rig.labels.health is Found.WARNING
    assert not rig.labels.is_busy


class Gate:
    """Printers whose labels are only out when the test says so."""

    def __init__(self, rig: Rig) -> None:
        self.began: list[int] = []
        self.gates = {"label": Event(), "slip": Event()}
        self._act = rig.desk.printing.act
        rig.desk.printing.act = self.act  # type: ignore[method-assign]

    def act(self, task: PrintTask) -> PrintDone:
        self.began.append(task.job.id)
        assert self.gates[task.job.printer].wait(10)
        return self._act(task)


def test_each_printer_has_a_queue_of_its_own_and_what_waits_can_be_taken_back(rig: Rig, qtbot: QtBot) -> None:
    """Three labels for one printer, one for another: only the first of each is under way."""
    gate = Gate(rig)
    (first,) = rig.desk.scan(BOOK).jobs
    noted = rig.desk.store.print_jobs
    job = noted.get(first)
    assert job is not None
    second, third, other = (
        noted.add(replace(job, printer=name, what="packing"), NOON).id for name in ("label", "label", "slip")
    )
    rig.labels.print_jobs((first, second, third, other))
    qtbot.waitUntil(lambda: len(gate.began) == 2)
    assert [job.state.value for job in noted.last(9)] == ["sending", "queued", "queued", "sending"]
    assert set(gate.began) == {first, other}
    assert rig.desk.printing.cancel(second).verdict == "label-failed"
    assert rig.desk.printing.cancel(first).verdict == "not-ready"
    gate.gates["slip"].set()
    qtbot.waitUntil(lambda: noted.get(other) is not None and str(noted.last(1)[0].state) == "printed")
    assert set(gate.began) == {first, other}
    gate.gates["label"].set()
    qtbot.waitUntil(lambda: not rig.labels.is_busy)
    assert gate.began[-1] == third
    assert [job.state.value for job in noted.last(9)] == ["printed", "printed", "failed", "printed"]


def test_a_label_that_waits_when_the_window_goes_is_never_called_sent(rig: Rig, qtbot: QtBot) -> None:
    gate = Gate(rig)
    (first,) = rig.desk.scan(BOOK).jobs
    noted = rig.desk.store.print_jobs
    job = noted.get(first)
    assert job is not None
    second = noted.add(job, NOON).id
    rig.labels.print_jobs((first, second))
    qtbot.waitUntil(lambda: gate.began == [first])
    gate.gates["label"].set()
    rig.errands.finish()
    assert gate.began == [first]
    assert [job.state.value for job in noted.last(9)] == ["queued", "printed"]
    rig.desk.printing.recover()
    last = noted.get(second)
    assert last is not None
    assert (last.state, last.detail) == ("failed", "stopped-before")
