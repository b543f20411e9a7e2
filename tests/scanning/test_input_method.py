"""A Chinese input method is on: a person writes Chinese with it, and no scan is touched by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scanning.desk_at_work import at_work
from tests.scanning.display import chinese_input, display
from tests.scanning.keys import Keys
from tests.scanning.person import Person
from tests.scanning.runs import LEAST_PER_S, scans, tell
from tests.scanning.shift import Shift
from tests.scanning.station import Station

TRIES = 8
"""The engine is a program of its own and comes up while the first keys are typed."""
STRETCH = 100
"""Scans between two visits of the person."""


@pytest.mark.soak
def test_scans_come_through_an_input_method_that_is_on(tmp_path: Path) -> None:
    count, folder = scans(200), tmp_path / "data"
    with (
        display() as plain,
        chinese_input(tmp_path, plain) as environment,
        at_work(folder, environment, 21, count) as (station, keys, shift),
    ):
        assert any(written(station, keys, shift) == ["你好"] for _ in range(TRIES))
        person = Person(shift, keys)
        pace = shift.scans(STRETCH)
        figures = shift.figures()
        while len(shift.sent) < count:
            person.look_up("yt75ni")
            person.open_sheet()
            shift.scans(STRETCH)
        assert written(station, keys, shift) == ["你好"]
        shift.end(folder)
    tell("input method on", shift, pace, figures)
    assert pace.rate >= LEAST_PER_S


def written(station: Station, keys: Keys, shift: Shift) -> list[str]:
    """What becomes of ``nihao`` and a blank in a text field that the scanner knows nothing of."""
    shift.all_answered()
    station.tell("field")
    shift.await_front("QDialog")
    keys.write("nihao ")
    texts = [shift.await_other("typed")["typed"]]
    while texts[-1].isascii() and not texts[-1].endswith(" "):
        texts.append(shift.await_other("typed")["typed"])
    station.tell("close")
    shift.await_line(went="field")
    shift.await_front("PackWindow")
    return texts
