"""The window's process as its driver meets it: commands in, lines out."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.scanning.display import running

ROOT = Path(__file__).parents[2]
STARTING_S = 60
SILENT_S = 20
"""Longer than any disturbance: a window that says nothing for so long has nothing more to say."""
Said = dict[str, Any]


class SilenceError(AssertionError):
    """The window says nothing more."""


class Station:
    """A running window."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Listen to this one."""
        self._process = process
        self._lines: queue.Queue[bytes] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)

    def hear(self, patience_s: float = SILENT_S) -> Said:
        """The next line.

        Raises:
            SilenceError: none comes.
        """
        try:
            said: Said = json.loads(self._lines.get(timeout=patience_s))
        except queue.Empty:
            raise SilenceError from None
        return said

    def heard(self) -> Iterator[Said]:
        """The lines that came already."""
        while not self._lines.empty():
            yield self.hear()

    def tell(self, command: str) -> None:
        """Have the window do something."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{command}\n".encode())
        self._process.stdin.flush()

    def close(self) -> None:
        """Whatever it was doing, it has ended; its last lines are heard."""
        self._process.wait(STARTING_S)
        self._reader.join(STARTING_S)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()


@contextmanager
def opened(
    folder: Path, environment: Mapping[str, str], seed: int, orders: int, *more: str
) -> Iterator[Station]:
    """The window over a desk with the orders of this seed; more: further arguments of the window."""
    command = [sys.executable, "-m", "tests.scanning.window", str(folder)]
    command += ["--seed", str(seed), "--orders", str(orders), *more]
    around = {**environment, "PYTHONPATH": str(ROOT)}
    with running(command, around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        station = Station(process)
        try:
            said = station.hear(STARTING_S)
            assert said == {"ready": True}, said
            yield station
        finally:
            process.terminate()
            station.close()
