"""These tests can fail: a scan lost anywhere, a button pressed and a choice made by a key are all noticed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from tests.builders import make_desk, take_in
from tests.fakes import FakeLink
from tests.scanning.desk_at_work import at_work
from tests.scanning.display import display
from tests.scanning.model import Expected, Model
from tests.scanning.shift import DifferenceError
from tests.scanning.stream import Stream
from tests.scanning.window import records
from tests.scanning.world import make_world

SCANS = 400


def answers(desk: Desk, model: Model, seed: int, deaf_at: int = -1) -> Iterator[tuple[Expected, Expected]]:
    """What the model foretells and what the desk says; it may not hear the first good unit after so many scans."""
    stream = Stream(model, random.Random(seed))
    labels: list[tuple[str, str]] = []
    desk.listen(lambda news: labels.extend(_label(news.answer)))
    for place in range(SCANS):
        code = stream.next()
        expected = model.expect(code)
        if 0 <= deaf_at <= place and expected.verdict == "item-ok":
            deaf_at = -1
            continue
        said = desk.scan_and_print(code)
        yield expected, Expected(said.verdict.value, said.order, said.line, said.got, said.need)
        for number, waybill in labels:
            model.labelled(number, waybill)
        labels.clear()


def _label(answer: object) -> list[tuple[str, str]]:
    verdict = getattr(answer, "verdict", "")
    if verdict != "label-printed":
        return []
    return [(answer.order, str(answer.facts["waybill"]))]  # type: ignore[attr-defined]


def full_desk(folder: Path, seed: int) -> tuple[Desk, Model]:
    world = make_world(seed, SCANS // 8 + 25)
    desk = make_desk(folder, link=FakeLink())
    take_in(desk, *records(world))
    return desk, Model(world)


@pytest.mark.parametrize("seed", range(41, 44))
def test_the_model_foretells_the_desk_itself(tmp_path: Path, seed: int) -> None:
    desk, model = full_desk(tmp_path, seed)
    for expected, said in answers(desk, model, seed):
        assert said == expected


@pytest.mark.parametrize("deaf_at", [5, 150, 350])
def test_a_desk_that_did_not_hear_one_scan_is_found_out(tmp_path: Path, deaf_at: int) -> None:
    desk, model = full_desk(tmp_path, 41)
    assert any(said != expected for expected, said in answers(desk, model, 41, deaf_at))


def test_a_window_that_loses_a_scan_is_found_out(tmp_path: Path) -> None:
    with (
        display() as environment,
        at_work(tmp_path / "data", environment, 45, 60, "--drop", "40") as (_, _, shift),
        pytest.raises(DifferenceError, match="scan 40 of"),
    ):
        shift.scans(60)


def test_a_key_that_presses_something_is_noticed(tmp_path: Path) -> None:
    with display() as environment, at_work(tmp_path / "data", environment, 46, 8) as (station, keys, shift):
        station.tell("message 60000")
        shift.await_front("QMessageBox")
        keys.press("y")
        assert "Y" in shift.await_other("pressed")["pressed"]
        shift.await_line(went="message")
        keys.focus_again()
        shift.await_front("PackWindow")
        station.tell("menu 60000")
        keys.reach()
        keys.press("n")
        assert shift.await_other("triggered") == {"triggered": "&No"}
        shift.await_line(went="menu")
        keys.press("F3")
        with pytest.raises(AssertionError, match="nobody asked for"):
            shift.end(tmp_path / "data")
