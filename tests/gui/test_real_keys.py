"""Real keystrokes through a real X server into the real window, as fast as a wire carries them and as slow as people."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gui.real_window import ORDER, TITLE

ROOT = Path(__file__).parents[2]
SHIRT = "6901234567892"
PATIENCE_S = 30


class Screen:
    """A display of its own with the window on it."""

    def __init__(self, folder: Path) -> None:
        reading, writing = os.pipe()
        options = ["-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), *options], pass_fds=[writing])
        os.close(writing)
        with os.fdopen(reading) as pipe:
            display = pipe.readline().strip()
        self.environment = {
            **os.environ,
            "DISPLAY": f":{display}",
            "QT_QPA_PLATFORM": "xcb",
            "LC_ALL": "C.UTF-8",
        }
        self.window = subprocess.Popen(
            [sys.executable, "-m", "tests.gui.real_window", str(folder)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.said: list[dict[str, object]] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.window.stdout is not None
        for line in self.window.stdout:
            self._lines.put(line)

    def wait_for(self, count: int, key: str) -> list[dict[str, object]]:
        """Wait until so many lines with this key were said; gives them."""
        while len(found := [line for line in self.said if key in line]) < count:
            try:
                self.said.append(json.loads(self._lines.get(timeout=PATIENCE_S)))
            except queue.Empty:
                break
        return found

    def listen_out(self) -> list[dict[str, object]]:
        """Everything said until a pause."""
        while True:
            try:
                self.said.append(json.loads(self._lines.get(timeout=0.7)))
            except queue.Empty:
                return self.said

    def xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def scan(self, code: str, delay_ms: int = 0, end: str = "Return") -> None:
        self.xdotool("type", "--delay", str(delay_ms), code)
        self.xdotool("key", end)

    def pause(self) -> None:
        self.xdotool("sleep", "0.5")

    def close(self) -> None:
        for process in (self.window, self.server):
            process.terminate()
            process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        if self.window.stdout is not None:
            self.window.stdout.close()


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    made = Screen(tmp_path)
    try:
        assert made.wait_for(1, "ready")
        window = made.xdotool("search", "--sync", "--name", TITLE).splitlines()[-1]
        made.xdotool("windowfocus", "--sync", window)
        made.pause()
        yield made
    finally:
        made.close()


def verdicts(lines: list[dict[str, object]]) -> list[object]:
    return [line["verdict"] for line in lines]


def test_scans_reach_the_desk_and_nothing_else(screen: Screen) -> None:
    screen.scan(ORDER)
    assert verdicts(screen.wait_for(1, "verdict")) == ["order-opened"]
    for delay in (0, 1, 5, 30):
        screen.scan(SHIRT, delay)
    assert [line["got"] for line in screen.wait_for(5, "verdict")[1:]] == [1, 2, 3, 4]
    for _ in range(20):
        screen.xdotool("type", "--delay", "0", SHIRT + "\n")
    found = screen.wait_for(25, "verdict")
    assert [line["got"] for line in found[5:]] == list(range(5, 25))
    screen.xdotool("key", "F3")
    screen.pause()
    screen.scan("YT 1100 NO yes", 1)
    assert verdicts(screen.wait_for(26, "verdict"))[25:] == ["unknown-code"]
    screen.xdotool("key", "F1")
    screen.pause()
    screen.scan("PKEXIT", 2, end="Tab")
    assert verdicts(screen.wait_for(27, "verdict"))[26:] == ["left"]
    screen.xdotool("key", "F2")
    screen.pause()
    screen.scan("9912345678901", 3)
    assert verdicts(screen.wait_for(28, "verdict"))[27:] == ["unknown-code"]
    screen.xdotool("type", "--delay", "200", "T1")
    assert [line["field"] for line in screen.wait_for(2, "field")] == ["T", "T1"]
    screen.scan(SHIRT, 0)
    everything = screen.listen_out()
    assert len([line for line in everything if "verdict" in line]) == 29
    assert [line["field"] for line in everything if line.get("field")] == ["T", "T1"]
