"""Thousands of real keystrokes into the real window: every scan answered once, in order, and as foretold."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scanning.desk_at_work import at_work
from tests.scanning.display import display
from tests.scanning.interruptions import Interruptions
from tests.scanning.runs import LEAST_PER_S, scans, tell


@pytest.mark.soak
def test_every_scan_counts_however_fast(tmp_path: Path) -> None:
    count = scans(350)
    with display() as environment, at_work(tmp_path / "data", environment, 11, count) as (_, _, shift):
        pace = shift.scans(count)
        figures = shift.figures()
        shift.end(tmp_path / "data")
    tell("keyboard, undisturbed", shift, pace, figures)
    assert pace.rate >= LEAST_PER_S


@pytest.mark.soak
def test_every_scan_counts_whatever_comes_between(tmp_path: Path) -> None:
    count = scans(300)
    with (
        display() as environment,
        at_work(tmp_path / "data", environment, 12, count) as (
            station,
            keys,
            shift,
        ),
    ):
        interruptions = Interruptions(station, shift)
        kinds = [*interruptions.of_the_window(), *interruptions.of_a_person(keys)]
        while len(shift.sent) < count:
            shift.rng.shuffle(kinds)
            for interruption in kinds:
                shift.scans(7)
                interruption()
        shift.end(tmp_path / "data")
    tell("keyboard, interrupted", shift)
