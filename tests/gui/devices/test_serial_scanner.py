"""A scanner on a real terminal line: every code once, complete, in order."""

from __future__ import annotations

import random
import time

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from packstation.devices.codes import LONGEST
from packstation.gui.heard import Heard
from packstation.gui.serial_scanner import SerialScanner
from tests.gui.devices.terminal import Terminal


class Desk(QObject):
    """A scanner and all it was heard to scan."""

    def __init__(
        self, terminal: Terminal, *, suffix: str = "any", prefix: str = "", silence_ms: int = 40
    ) -> None:
        super().__init__()
        self.heard: list[Heard] = []
        self.scanner = SerialScanner(
            str(terminal.port), suffix=suffix, prefix=prefix, silence_ms=silence_ms, parent=self
        )
        self.scanner.heard.connect(self.heard.append)
        self.scanner.start()

    @property
    def codes(self) -> list[str]:
        return [heard.code for heard in self.heard]


def test_codes_come_whole_and_in_order_however_the_bytes_trickle(qtbot: QtBot, terminal: Terminal) -> None:
    desk = Desk(terminal, suffix="cr", silence_ms=2000)
    assert desk.scanner.is_open
    seed = random.Random(7)
    codes = [f"YT{seed.randrange(10**13):013d}" for _ in range(300)]
    data = "".join(f"{code}\r" for code in codes).encode()
    pieces = []
    while data:
        cut = seed.randint(1, 40)
        pieces.append(data[:cut])
        data = data[cut:]
    with terminal.sending(*pieces):
        qtbot.waitUntil(lambda: len(desk.heard) == len(codes))
    assert desk.codes == codes
    assert {(heard.channel, heard.end, heard.complete) for heard in desk.heard} == {("serial", "cr", True)}
    assert all(heard.keys == () and heard.gaps_ms == () for heard in desk.heard)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("订单：白色棉T恤\r\n".encode("gb18030"), "订单：白色棉T恤"),
        ("订单：白色棉T恤\r\n".encode(), "订单：白色棉T恤"),
        (b"]C10106901234567892\x1d10LOT7\r", "]C10106901234567892\x1d10LOT7"),
        (b"\x00\xff\xfe\x80\x01\x7f\r", "\x00\xff\xfe\x80\x01\x7f"),
        ("🎁\u202e6901\u200f\n".encode(), "🎁\u202e6901\u200f"),
        (b"\r\n\r\n\t\t6901234567892\r\n", "6901234567892"),
    ],
)
def test_each_kind_of_text_arrives_as_it_was_read(
    qtbot: QtBot, terminal: Terminal, sent: bytes, code: str
) -> None:
    desk = Desk(terminal)
    with qtbot.waitSignal(desk.scanner.heard):
        terminal.send(sent)
    assert desk.codes == [code]


def test_5000_signs_are_one_code_and_the_next_one_is_whole(qtbot: QtBot, terminal: Terminal) -> None:
    desk = Desk(terminal)
    with terminal.sending(b"1" * 5000 + b"\r\n6901234567892\r\n"):
        qtbot.waitUntil(lambda: len(desk.heard) == 2)
    assert desk.codes == ["1" * LONGEST, "6901234567892"]


@pytest.mark.parametrize(("suffix", "complete"), [("cr", False), ("any", True), ("none", True)])
def test_half_a_code_then_silence(qtbot: QtBot, terminal: Terminal, suffix: str, *, complete: bool) -> None:
    desk = Desk(terminal, suffix=suffix)
    with qtbot.waitSignal(desk.scanner.heard):
        terminal.send(b"690123")
    assert desk.heard == [Heard("690123", "serial", complete=complete)]
    with qtbot.waitSignal(desk.scanner.heard):
        terminal.send(b"6901234567892\r")
    assert desk.codes == ["690123", "6901234567892"]


def test_a_prefix_is_no_part_of_the_code(qtbot: QtBot, terminal: Terminal) -> None:
    desk = Desk(terminal, prefix="~1")
    with qtbot.waitSignal(desk.scanner.heard):
        terminal.send(b"~16901234567892\r")
    assert desk.codes == ["6901234567892"]


def test_binary_noise_is_heard_as_something_and_breaks_nothing(qtbot: QtBot, terminal: Terminal) -> None:
    desk = Desk(terminal)
    noise = bytes(random.Random(1).choices(range(256), k=50_000))
    with terminal.sending(noise + b"\r6901234567892\r"):
        qtbot.waitUntil(lambda: desk.codes[-1:] == ["6901234567892"])
    assert all(desk.codes)


def test_a_code_read_in_two_while_the_window_was_busy_is_one(qtbot: QtBot, terminal: Terminal) -> None:
    desk = Desk(terminal, suffix="none", silence_ms=60)
    terminal.send(b"690123")
    qtbot.waitUntil(lambda: desk.scanner.is_waiting)
    terminal.send(b"4567892")
    until = time.perf_counter() + 0.2
    while time.perf_counter() < until:
        pass  # the window is busy: it sees neither bytes nor timers
    with qtbot.waitSignal(desk.scanner.heard):
        pass
    assert desk.codes == ["6901234567892"]


def test_10000_codes_in_one_go_are_all_heard(qtbot: QtBot, terminal: Terminal) -> None:
    desk = Desk(terminal, suffix="lf", silence_ms=2000)
    codes = [f"69{number:011d}" for number in range(10_000)]
    with terminal.sending("".join(f"{code}\r\n" for code in codes).encode()):
        qtbot.waitUntil(lambda: len(desk.heard) >= len(codes), timeout=60_000)
    assert desk.codes == codes
