"""The desk's process as the day sees it: asked line by line, killed when the day wants it, started anew."""

from __future__ import annotations

import json
import selectors
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.double_eleven.sins import Sin
from tests.fakes import FakeClock
from tests.program import TOP, environment

PATIENCE_S = 120.0
LOOK_S = 0.0005


class DeskProcess:
    """A desk that may die.

    Args:
        folder: its data; what it prints and writes to its standard error lies beside it.
        gateway: the platform's address.
        clock: the day's clock; told with each question.
        sin: what it does wrong.
    """

    def __init__(self, folder: Path, gateway: str, clock: FakeClock, sin: Sin = Sin.NONE) -> None:
        self.numbers = "pool"
        self._folder, self._gateway, self._clock, self._sin = folder, gateway, clock, sin
        self._program: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin on whatever the last one left."""
        told = {
            "folder": str(self._folder),
            "gateway": self._gateway,
            "numbers": self.numbers,
            "sin": self._sin.value,
            **self._time(),
        }
        module = "tests.double_eleven.desk_program"
        with (self._folder.parent / "errors").open("ab") as errors:
            self._program = subprocess.Popen(
                [sys.executable, "-m", module, json.dumps(told)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment(),
                cwd=TOP,
            )
        self._read()

    def ask(self, do: str, **more: Any) -> dict[str, Any]:
        """Have it do one thing."""
        self._write(do, more)
        return self._read()

    def die_of(self, do: str, is_time: Callable[[float], bool], **more: Any) -> dict[str, Any] | None:
        """Have it do one thing, and kill it meanwhile.

        Args:
            do: what.
            is_time: given the seconds since it was asked, whether it is to die now.
            more: what belongs to the question.

        Returns:
            Its answer, if that came first.
        """
        self._write(do, more)
        began = time.monotonic()
        with selectors.DefaultSelector() as ready:
            ready.register(self._out, selectors.EVENT_READ)
            while not ready.select(LOOK_S):
                passed = time.monotonic() - began
                assert passed < PATIENCE_S, f"no answer to {do}"
                if is_time(passed):
                    self.kill()
                    return None
        said = self._read()
        self.kill()
        return said

    def kill(self) -> None:
        """As if the plug had been pulled on the program."""
        program = self._running
        program.kill()
        self._end(program)

    def end(self) -> None:
        """It closes by itself."""
        if self._program is not None:
            program = self._running
            assert program.stdin
            program.stdin.close()
            program.wait(PATIENCE_S)
            self._end(program)

    def _end(self, program: subprocess.Popen[bytes]) -> None:
        program.wait(PATIENCE_S)
        for pipe in (program.stdin, program.stdout):
            if pipe:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        self._program = None

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        assert self._program, "the desk is not running"
        return self._program

    @property
    def _out(self) -> Any:
        return self._running.stdout

    def _time(self) -> dict[str, float]:
        return {"now": self._clock.now().timestamp(), "steady": self._clock.steady()}

    def _write(self, do: str, more: dict[str, Any]) -> None:
        pipe = self._running.stdin
        assert pipe
        pipe.write(json.dumps({"do": do, **self._time(), **more}).encode() + b"\n")
        pipe.flush()

    def _read(self) -> dict[str, Any]:
        line = self._out.readline()
        if not line.endswith(b"\n"):
            told = (self._folder.parent / "errors").read_text(encoding="utf-8", errors="replace")
            what = f"the desk ended by itself: {told[-2000:]}"
            raise AssertionError(what)
        answer: dict[str, Any] = json.loads(line)
        return answer
