"""A cable that is pulled is plugged in again without a restart, and the light tells the truth of it."""

from __future__ import annotations

import os
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from packstation.devices.ports import Port
from packstation.gui.heard import Heard
from packstation.gui.serial_line import SerialLine
from packstation.gui.serial_ports import ports
from packstation.gui.serial_scanner import SerialScanner
from tests.gui.devices.terminal import Terminal


def test_a_scanner_pulled_and_plugged_in_again_goes_on_scanning(qtbot: QtBot, terminal: Terminal) -> None:
    scanner = SerialScanner(str(terminal.port))
    heard: list[Heard] = []
    states: list[tuple[bool, str]] = []
    scanner.heard.connect(heard.append)
    scanner.changed.connect(lambda: states.append((scanner.is_open, scanner.trouble)))
    scanner.start()
    for number in range(3):
        with qtbot.waitSignal(scanner.heard):
            terminal.send(b"690%d\r" % number)
        with qtbot.waitSignal(scanner.changed):
            terminal.pull()
        assert (scanner.is_open, scanner.trouble) == (False, "lost")
        with qtbot.waitSignal(scanner.changed):
            terminal.plug()
        assert scanner.is_open
    scanner.stop()
    assert [one.code for one in heard] == ["6900", "6901", "6902"]
    assert states == [(True, ""), *[(False, "lost"), (True, "")] * 3, (False, "")]


def test_a_code_cut_off_by_the_pulled_cable_is_half_a_code(qtbot: QtBot, terminal: Terminal) -> None:
    scanner = SerialScanner(str(terminal.port), silence_ms=60_000)
    scanner.start()
    terminal.send(b"690123")
    qtbot.waitUntil(lambda: scanner.is_waiting)
    with qtbot.waitSignal(scanner.heard) as told:
        terminal.pull()
    assert told.args == [Heard("690123", "serial", complete=False)]
    scanner.stop()


def test_a_device_plugged_in_after_the_start_is_found(qtbot: QtBot, tmp_path: Path) -> None:
    late = Terminal(tmp_path / "ttyUSB0")
    line = SerialLine(str(late.port))
    line.start()
    assert (line.is_open, line.trouble) == (False, "not-found")
    with qtbot.waitSignal(line.changed):
        late.plug()
    assert (line.is_open, line.trouble) == (True, "")
    line.stop()
    late.pull()


def test_a_device_is_found_by_its_usb_numbers_wherever_it_is_plugged_in(qtbot: QtBot, tmp_path: Path) -> None:
    present: list[Port] = []
    line = SerialLine("usb:0c2e:0901:A1", present=lambda: present)
    line.start()
    assert line.trouble == "not-found"
    for name in ("ttyACM0", "ttyACM7"):
        device = Terminal(tmp_path / name)
        device.plug()
        with qtbot.waitSignal(line.changed):
            present[:] = [
                Port("ttyS0", str(tmp_path / "ttyS0")),
                Port(name, str(device.port), vendor=0x0C2E, product=0x0901, serial="A1"),
            ]
        assert line.is_open
        with qtbot.waitSignal(line.received) as told:
            device.send(b"here")
        assert told.args == [b"here"]
        with qtbot.waitSignal(line.changed):
            device.pull()
            present.clear()
        assert line.trouble == "lost"
    line.stop()


@pytest.mark.parametrize(
    ("make", "trouble"),
    [
        (lambda _: "", "no-port-set"),
        (lambda _: "   ", "no-port-set"),
        (lambda folder: str(folder / "ttyUSB9"), "not-found"),
        (str, "not-found"),
        (lambda _: "usb:ffff:fffe", "not-found"),
        (lambda _: "no such port \x01 箱", "not-found"),
        (lambda folder: str(_file(folder)), "not-found"),
    ],
)
def test_each_reason_why_nothing_is_heard_is_told(
    qtbot: QtBot, tmp_path: Path, make: object, trouble: str
) -> None:
    del qtbot
    assert callable(make)
    line = SerialLine(make(tmp_path))
    line.start()
    assert (line.is_open, line.trouble) == (False, trouble)
    line.stop()
    assert line.trouble == ""


def _file(folder: Path) -> Path:
    path = folder / "notes.txt"
    path.write_text("no serial port", encoding="utf-8")
    return path


def test_a_port_nobody_may_open_is_told_unless_everything_is_allowed(
    qtbot: QtBot, terminal: Terminal
) -> None:
    del qtbot
    terminal.port.resolve().chmod(0)
    line = SerialLine(str(terminal.port))
    line.start()
    assert line.trouble == ("" if os.geteuid() == 0 else "no-rights")
    line.stop()


def test_without_qts_serial_library_the_window_says_so(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    del qtbot
    monkeypatch.setitem(sys.modules, "PySide6.QtSerialPort", None)
    line = SerialLine("ttyUSB0")
    line.start()
    assert (line.is_open, line.trouble) == (False, "no-support")
    assert ports() == []
    line.write(b"W")
    line.stop()


def test_the_ports_of_this_computer_are_listed_without_a_window() -> None:
    for port in ports():
        assert port.name
        assert port.location
        assert not port.usb or port.usb.startswith("usb:")


def test_what_is_written_reaches_the_device_and_nothing_does_while_it_is_away(
    qtbot: QtBot, terminal: Terminal
) -> None:
    line = SerialLine(str(terminal.port))
    line.write(b"too early")
    line.start()
    line.write(b"SIR\r\n")
    qtbot.waitUntil(lambda: len(terminal.all_sent()) >= len(b"SIR\r\n"))
    assert terminal.all_sent() == b"SIR\r\n"
    with qtbot.waitSignal(line.changed):
        terminal.pull()
    line.write(b"too late")
    line.stop()


def test_a_flood_of_a_megabyte_holds_up_no_frame_and_loses_no_byte(qtbot: QtBot, terminal: Terminal) -> None:
    line = SerialLine(str(terminal.port))
    line.start()
    received = bytearray()
    line.received.connect(received.extend)
    turns: list[float] = []
    heart = QTimer()
    heart.setInterval(0)
    heart.timeout.connect(lambda: turns.append(time.perf_counter()))
    flood = bytes(range(256)) * 4096
    heart.start()
    with terminal.sending(flood):
        qtbot.waitUntil(lambda: len(received) >= len(flood), timeout=60_000)
    heart.stop()
    assert received == flood
    between = sorted(after - before for before, after in pairwise(turns))
    # a busy machine may take a turn away now and then, never nearly all of them
    assert between[len(between) * 99 // 100] < 0.016
    line.stop()
