"""A scale on a real terminal line: what it says is shown, each load is weighed once, noise is nothing."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from packstation.devices.scale import Reading
from packstation.gui.scale import Scale
from tests.gui.devices.terminal import Terminal


class Desk(QObject):
    """A scale, the weights it gave and all it showed."""

    def __init__(
        self, terminal: Terminal, form: str = "auto", *, unit: str = "kg", readings: int = 3
    ) -> None:
        super().__init__()
        self.weights: list[int] = []
        self.shown: list[Reading | None] = []
        self.troubles: list[str] = []
        self.scale = Scale(str(terminal.port), form=form, unit=unit, readings=readings, parent=self)
        self.scale.weighed.connect(self.weights.append)
        self.scale.reading.connect(self.shown.append)
        self.scale.changed.connect(lambda: self.troubles.append(self.scale.trouble))
        self.scale.start()

    def shows(self, grams: int) -> bool:
        return self.scale.last is not None and self.scale.last.grams == grams


def st_gs(grams: int, state: str = "ST") -> bytes:
    return f"{state},GS,{'-' if grams < 0 else '+'}{abs(grams) / 1000:>8.3f}kg\r\n".encode()


@pytest.mark.parametrize(
    ("form", "line", "grams"),
    [
        ("auto", b"ST,GS,+  1.234kg\r\n", 1234),
        ("auto", b"S S      1.234 kg\r\n", 1234),
        ("auto", b"\x02+00200021B\x03", 20000),
        ("auto", b"WG004.139kg3D\r\n", 4139),
        ("yaohua-reversed", b"=000.3000", 3000),
        ("yaohua-forward", b"=0003.000", 3000),
        ("toledo", b"\x0201.234\r", 1234),
    ],
)
def test_each_format_gives_its_weight_once(
    qtbot: QtBot, terminal: Terminal, form: str, line: bytes, grams: int
) -> None:
    desk = Desk(terminal, form)
    with qtbot.waitSignal(desk.scale.weighed):
        terminal.send(line * 20)
    assert desk.weights == [grams]
    assert desk.scale.settled == grams
    assert [shown.grams for shown in desk.shown if shown is not None] == [grams]


def test_noise_halves_of_lines_and_overloads_are_never_a_weight(qtbot: QtBot, terminal: Terminal) -> None:
    desk = Desk(terminal)
    seed = random.Random(5)
    good = st_gs(1500)
    pieces = []
    for _ in range(60):
        noise = bytes(seed.choices(range(256), k=seed.randint(1, 30)))
        half = good[: seed.randint(1, len(good) - 3)]
        pieces += [seed.choice((noise, half, b"OL,GS,+  9.999kg\r\n", st_gs(9000, "US"))), b"\r\n"]
    with terminal.sending(*pieces, *[good] * 3):
        qtbot.waitUntil(lambda: desk.weights != [])
    assert desk.weights == [1500]
    assert {shown.grams for shown in desk.shown if shown is not None} <= {None, 1500, 9000}


def test_over_and_under_load_are_shown_and_not_weighed(qtbot: QtBot, terminal: Terminal) -> None:
    desk = Desk(terminal)
    for line, trouble in ((b"OL,GS,+  9.999kg\r\n", "over"), (b"LO,GS,        kg\r\n", "under")):
        with qtbot.waitSignal(desk.scale.reading) as told:
            terminal.send(line * 5)
        assert told.args == [Reading(trouble=trouble)]
    assert desk.weights == []
    assert desk.scale.settled is None


def test_parcels_one_after_the_other_with_a_tare(qtbot: QtBot, terminal: Terminal) -> None:
    desk = Desk(terminal)
    terminal.send(st_gs(200) * 3)
    qtbot.waitUntil(lambda: desk.weights == [200])
    desk.scale.tare()
    assert desk.scale.tare_grams == 200
    for grams in (1200, 700):
        terminal.send(st_gs(grams // 2, "US") + st_gs(grams) * 5 + st_gs(200) * 2)
    qtbot.waitUntil(lambda: desk.weights == [200, 1000, 500])
    terminal.send(st_gs(0) * 3)
    qtbot.waitUntil(lambda: desk.scale.settled == -200)
    desk.scale.tare()
    terminal.send(st_gs(1200) * 3)
    qtbot.waitUntil(lambda: desk.weights == [200, 1000, 500, 1200])


def test_a_scale_pulled_is_not_known_any_more_and_weighs_on_when_it_is_back(
    qtbot: QtBot, terminal: Terminal
) -> None:
    desk = Desk(terminal)
    terminal.send(st_gs(800) * 3)
    qtbot.waitUntil(lambda: desk.weights == [800])
    with qtbot.waitSignal(desk.scale.changed):
        terminal.pull()
    assert (desk.scale.is_open, desk.scale.trouble, desk.scale.last) == (False, "lost", None)
    with qtbot.waitSignal(desk.scale.changed):
        terminal.plug()
    terminal.send(st_gs(800) * 5)
    qtbot.waitUntil(lambda: desk.shows(800))
    terminal.send(st_gs(0) + st_gs(950) * 3)
    qtbot.waitUntil(lambda: desk.weights == [800, 950])


def test_a_toledo_is_asked_and_its_answers_are_weighed(qtbot: QtBot, terminal: Terminal) -> None:
    desk = Desk(terminal, "toledo")
    answers = iter([b"\x02?A\r", b"\x0202.500\r", b"\x0202.500\r", b"\x0202.500\r", b"\x02?D\r"])

    def answered() -> bool:
        for _ in range(terminal.sent().count(b"W")):
            terminal.send(next(answers, b""))
        return desk.weights == [2500] and desk.scale.last == Reading(trouble="under")

    qtbot.waitUntil(answered, timeout=20_000)
    assert desk.shown[0] == Reading(stable=False, trouble="moving")


def test_a_sics_scale_is_asked_to_repeat_as_the_cable_is_opened(qtbot: QtBot, terminal: Terminal) -> None:
    desk = Desk(terminal, "sics")
    qtbot.waitUntil(lambda: b"SIR\r\n" in terminal.all_sent())
    terminal.send(b"ES\r\n" + b"S D      0.900 kg\r\n" + b"S S      1.000 kg\r\n" * 3)
    qtbot.waitUntil(lambda: desk.weights == [1000])


def test_what_is_the_matter_with_an_open_scale_is_told_and_a_good_line_ends_it(
    qtbot: QtBot, terminal: Terminal
) -> None:
    desk = Desk(terminal)
    assert desk.troubles == [""]
    for said, trouble in (
        (b"", "silent"),
        (b"=000.3000" * 5, "undecidable"),
        (b"\x80\xf8\x00garbage\xff\r\n" * 20, "unreadable"),
        (st_gs(100), ""),
    ):
        with qtbot.waitSignal(desk.scale.changed, timeout=20_000):
            terminal.send(said)
        assert (desk.scale.is_open, desk.scale.trouble) == (True, trouble)
    assert desk.shows(100)
    assert desk.shown == [Reading(trouble="undecidable"), None, desk.scale.last]
    assert desk.weights == []
