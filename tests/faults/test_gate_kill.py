"""``kill -9`` at every step of both gates: the order is where it was, the same scan asks again, nothing leaves unasked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from packstation.domain.order import Order, Printed, State
from packstation.domain.scan import Verdict
from tests.desk.shirts import FIRST, ONE, SHIRT
from tests.faults.booking_steps import NEVER, Fate
from tests.faults.gate_steps import SteppingPlatform, open_desk
from tests.program import TOP

EVERY = 1 if os.environ.get("PACKSTATION_SOAK") == "full" else 9


def run(folder: Path, last: int, fate: str) -> subprocess.CompletedProcess[str]:
    folder.mkdir()
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.gate_steps", str(folder), str(last), fate],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.soak
@pytest.mark.parametrize("fate", ["ok", "cancel", "silent"])
def test_a_kill_at_any_step_of_the_gates(tmp_path: Path, fate: str) -> None:
    whole = run(tmp_path / "whole", NEVER, fate)
    assert whole.returncode == 0, whole.stderr
    steps = int(whole.stdout)
    assert steps > 20
    for last in range(1, steps + 1, EVERY):
        folder = tmp_path / str(last)
        assert run(folder, last, fate).returncode == -signal.SIGKILL, f"step {last}"
        go_on(folder, last, fate)


def go_on(folder: Path, last: int, fate: str) -> None:
    """After the power came back, with a platform that answers."""
    platform = SteppingPlatform(Fate(NEVER))
    before = len(list((folder / "tray").glob("*.png")))
    desk = open_desk(folder, platform, fresh=False)
    assert len(list((folder / "tray").glob("*.png"))) == before, "nothing prints by itself"
    assert platform.asked == []
    was = order_of(desk)
    entries = desk.store.outbox.of_order(ONE)
    assert (was.state is State.SHIPPED) == bool(entries)
    if was.state is State.SHIPPED:
        assert fate != "cancel", f"step {last}"
        left_unasked = desk.store.unasked.of(ONE)
        assert (left_unasked is not None) == (fate == "silent"), f"step {last}"
        desk.gates.unasked.look_now()
        assert desk.store.unasked.of(ONE) is None
    else:
        finish(desk, platform, last, cancelled=fate == "cancel")
    desk.store.close()


def finish(desk: Desk, platform: SteppingPlatform, last: int, *, cancelled: bool) -> None:
    """A person does again what was not answered."""
    if order_of(desk).got < 1:
        desk.scan_and_print(SHIRT)
    if any(box.label is Printed.UNKNOWN for box in order_of(desk).parcels):
        desk.scan_and_print("PKREPRINT")
    elif order_of(desk).state is State.PACKED:
        desk.scan_and_print("PKPRINT")
    if cancelled:
        platform.cancel(ONE)
    desk.clock.pass_time(minutes=1)  # type: ignore[attr-defined]
    answer = desk.scan_and_print(FIRST)
    stops = (Verdict.ORDER_RECALLED, Verdict.ORDER_CANCELLED)
    assert answer.verdict in (stops if cancelled else (Verdict.SHIPPED,)), f"step {last}: {answer}"
    assert len(desk.store.outbox.of_order(ONE)) == (0 if cancelled else 1), f"step {last}"


def order_of(desk: Desk) -> Order:
    view = desk.view(ONE)
    assert view
    return view.order
