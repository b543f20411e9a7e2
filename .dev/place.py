"""Where things lie in a checkout, and how the set-up speaks and runs other programs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parent
VENV = TOP / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
LOGS = TOP / ".logs"
BUILD = TOP / ".build"

_BEAT_S = 20


class SetUpError(Exception):
    """Set-up cannot go on; the sentence says what to do."""


def say(line: str) -> None:
    """Tell the person at the terminal; results stay alone on stdout."""
    print(line, file=sys.stderr, flush=True)


def surroundings(**more: str) -> dict[str, str]:
    """Give the environment for our own Python: nothing of another Python's folders leaks in."""
    strange = {"PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX"}
    kept = {name: value for name, value in os.environ.items() if name not in strange}
    return kept | {"PYTHONUTF8": "1"} | more


def logged(command: Sequence[str], log: Path, environment: Mapping[str, str]) -> bool:
    """Run a program with its words in a log, a sign of life now and then, and the log's end when it fails."""
    log.parent.mkdir(exist_ok=True)
    begun = time.monotonic()
    with log.open("a", encoding="utf-8") as out:
        running = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environment, cwd=TOP
        )
        while True:
            try:
                failed = running.wait(timeout=_BEAT_S) != 0
                break
            except subprocess.TimeoutExpired:
                say(f"  … {time.monotonic() - begun:.0f} s")
            except BaseException:
                running.terminate()
                running.wait()
                raise
    if failed:
        say("\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-25:]))
    return not failed
