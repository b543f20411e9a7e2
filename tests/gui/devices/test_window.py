"""The whole window with a serial scanner and a scale on real pseudo-terminals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.order import State
from packstation.gui.window import Options, PackWindow, open_window
from packstation.settings import Settings
from packstation.words import load
from tests.builders import make_desk
from tests.desk.shirts import ONE, SHIRT, shirts
from tests.gui.devices.terminal import Terminal

Open = Callable[..., tuple[Desk, PackWindow]]


@pytest.fixture
def at_desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Open]:
    opened: list[tuple[Desk, PackWindow]] = []

    def start(**settings: object) -> tuple[Desk, PackWindow]:
        chosen = Settings(
            {"window.sound": False, **{key.replace("__", "."): value for key, value in settings.items()}}
        )
        options = replace(DeskOptions(), weigh=chosen["scale.kind"] != "none")
        desk = make_desk(tmp_path / "data", shirts(count=3), options=options)
        window = open_window(desk, load("en"), Options.of(chosen))
        qtbot.addWidget(window)
        window.show()
        opened.append((desk, window))
        return desk, window

    yield start
    for desk, window in opened:
        window.close()
        desk.store.close()
    QApplication.processEvents()


def light(window: PackWindow, start: str) -> str:
    return next((text for text in window.strip.lights if text.startswith(start)), "")


def test_a_serial_scanner_packs_is_pulled_and_comes_back(
    at_desk: Open, terminal: Terminal, qtbot: QtBot
) -> None:
    desk, window = at_desk(scanner__kind="serial", scanner__port=str(terminal.port))
    qtbot.waitUntil(lambda: light(window, "Scanner on").endswith("ttyUSB0"))
    terminal.say(f"{ONE}\r\n{SHIRT}\r\n{SHIRT}\r\n")
    qtbot.waitUntil(lambda: window.banner.count.text() == "2 / 3")
    terminal.pull()
    qtbot.waitUntil(lambda: light(window, "Scanner unplugged") != "")
    terminal.plug()
    qtbot.waitUntil(lambda: light(window, "Scanner on") != "")
    terminal.say(f"{SHIRT}\r")
    qtbot.waitUntil(lambda: window.banner.word.text() == "Order complete")
    rows = [(row.verb, row.verdict) for row, _ in desk.store.journal.rows() if row.verb == "scan"]
    assert [verdict for _, verdict in rows] == ["order-opened", "item-ok", "item-ok", "order-complete"]


def test_noise_on_the_line_counts_nothing(at_desk: Open, terminal: Terminal, qtbot: QtBot) -> None:
    desk, window = at_desk(scanner__kind="serial", scanner__port=str(terminal.port), scanner__suffix="cr")
    qtbot.waitUntil(lambda: light(window, "Scanner on") != "")
    terminal.say(f"{ONE}\r")
    qtbot.waitUntil(window.pack.isVisible)
    noise = ("\x00\x01\x02\r", "\r\r", "X" * 5000 + "\r", "😀\u202e\r", SHIRT[:7])
    for text in noise:
        terminal.say(text)
    qtbot.waitUntil(lambda: window.banner.detail.text().startswith("The scan broke off"), timeout=10_000)
    view = desk.open_view()
    assert view is not None
    assert view.order.got == 0
    terminal.say(f"{SHIRT}\r")
    qtbot.waitUntil(lambda: window.banner.count.text() == "1 / 3")


def test_the_weight_of_a_complete_box_is_taken_by_itself(
    at_desk: Open, terminal: Terminal, qtbot: QtBot
) -> None:
    desk, window = at_desk(scale__kind="serial", scale__port=str(terminal.port))
    terminal.say("ST,GS,+  0.200kg\r\n" * 5)
    qtbot.waitUntil(lambda: light(window, "Scale") == "Scale 200 g")
    for code in (ONE, SHIRT, SHIRT, SHIRT):
        window.parts.session.by_hand(code)
    assert "scale" in window.banner.detail.text()
    assert "scale" in window.hints.next.text()
    terminal.say("ST,GS,+  0.000kg\r\n" * 5)
    terminal.say("US,GS,+  0.300kg\r\n\xff\x00nonsense 9.9\r\nST,GS,+  0.54")
    terminal.say("2kg\r\n" + "ST,GS,+  0.542kg\r\n" * 4)
    qtbot.waitUntil(lambda: window.banner.word.text() in ("Weight taken", "Label printed"))
    view = desk.view(ONE)
    assert view is not None
    assert view.order.parcels[0].weight_g == 542
    qtbot.waitUntil(lambda: desk.view(ONE).order.state is State.LABELLED)  # type: ignore[union-attr]
    row = next(row for row, _ in desk.store.journal.rows() if row.verb == "weigh")
    assert '"how":"scale"' in row.data
    assert "manual" not in row.data


def test_a_wrong_weight_stops_the_box_and_the_right_one_lets_it_go(
    at_desk: Open, terminal: Terminal, qtbot: QtBot
) -> None:
    _, window = at_desk(scale__kind="serial", scale__port=str(terminal.port))
    qtbot.waitUntil(lambda: light(window, "Scale") != "")
    for code in (ONE, SHIRT, SHIRT, SHIRT):
        window.parts.session.by_hand(code)
    terminal.say("ST,GS,+  0.360kg\r\n" * 4)
    qtbot.waitUntil(lambda: window.banner.word.text() == "Wrong weight")
    terminal.say("ST,GS,+  0.000kg\r\n" * 4 + "ST,GS,+  0.540kg\r\n" * 4)
    qtbot.waitUntil(lambda: window.banner.word.text() in ("Weight taken", "Label printed"))


def test_a_box_packed_on_the_scale_needs_not_be_lifted(
    at_desk: Open, terminal: Terminal, qtbot: QtBot
) -> None:
    _, window = at_desk(scale__kind="serial", scale__port=str(terminal.port))
    qtbot.waitUntil(lambda: light(window, "Scale") != "")
    session = window.parts.session
    for code in (ONE, SHIRT, SHIRT):
        session.by_hand(code)
    terminal.say("ST,GS,+  0.538kg\r\n" * 4)
    qtbot.waitUntil(lambda: light(window, "Scale") == "Scale 538 g")
    session.by_hand(SHIRT)
    qtbot.waitUntil(lambda: window.banner.word.text() in ("Weight taken", "Label printed"))


def test_a_unit_still_in_the_hand_is_waited_for(at_desk: Open, terminal: Terminal, qtbot: QtBot) -> None:
    desk, window = at_desk(scale__kind="serial", scale__port=str(terminal.port))
    qtbot.waitUntil(lambda: light(window, "Scale") != "")
    session = window.parts.session
    for code in (ONE, SHIRT, SHIRT):
        session.by_hand(code)
    terminal.say("ST,GS,+  0.360kg\r\n" * 4)
    qtbot.waitUntil(lambda: light(window, "Scale") == "Scale 360 g")
    session.by_hand(SHIRT)
    terminal.say("ST,GS,+  0.541kg\r\n" * 4)
    qtbot.waitUntil(lambda: window.banner.word.text() in ("Weight taken", "Label printed"))
    assert [row.verdict for row, _ in desk.store.journal.rows() if row.verb == "weigh"] == ["weight-taken"]


def test_what_lies_too_light_is_said_in_the_end(at_desk: Open, terminal: Terminal, qtbot: QtBot) -> None:
    _, window = at_desk(scale__kind="serial", scale__port=str(terminal.port))
    qtbot.waitUntil(lambda: light(window, "Scale") != "")
    session = window.parts.session
    for code in (ONE, SHIRT, SHIRT):
        session.by_hand(code)
    terminal.say("ST,GS,+  0.360kg\r\n" * 4)
    qtbot.waitUntil(lambda: light(window, "Scale") == "Scale 360 g")
    session.by_hand(SHIRT)
    qtbot.waitUntil(lambda: window.banner.word.text() == "Wrong weight")


def test_a_keyboard_scanners_light_knows_only_what_was_scanned(at_desk: Open, qtbot: QtBot) -> None:
    _, window = at_desk()
    assert light(window, "Scanner") == "Scanner not heard yet"
    with qtbot.waitSignal(window.parts.scanners.queue.next):
        QTest.keyClicks(window, SHIRT)
        window.parts.scanners.keyboard._settle(window.parts.scanners.keyboard._wedge.silence())
    window.parts.overview.show_strip()
    assert light(window, "Scanner") == "Scanner"


def test_a_scanner_without_a_port_says_so(at_desk: Open) -> None:
    _, window = at_desk(scanner__kind="serial")
    assert light(window, "Scanner") == "Scanner: no port set"
