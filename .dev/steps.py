"""Every check of the project, one after another; the sum at the end says what failed."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import built
import environment
from place import HERE, PYTHON, SCRIPTS, TOP, SetUpError, say, surroundings

_PY = str(PYTHON)
_OURS = ["packstation", "tests", ".dev"]
_WORKERS = str(min(4, max(2, os.cpu_count() or 2)))
_PYTEST = [_PY, "-m", "pytest", "-n", _WORKERS, "-q"]


@dataclass(frozen=True)
class Step:
    """One check: its name and what it does; it tells whether all was well."""

    name: str
    does: Callable[[], bool]


def _ran(*command: str, **more: str) -> bool:
    """Run a command on the checkout with its output on the terminal."""
    return subprocess.run(command, env=surroundings(**more), cwd=TOP, check=False).returncode == 0


def _types() -> bool:
    program = _ran(_PY, "-m", "mypy")
    set_up = _ran(_PY, "-m", "mypy", *map(str, sorted(HERE.glob("*.py"))), MYPYPATH=".dev")
    return program and set_up


STEPS = (
    Step("ruff", lambda: _ran(_PY, "-m", "ruff", "check", *_OURS)),
    Step("format", lambda: _ran(_PY, "-m", "ruff", "format", "--check", *_OURS)),
    Step("types", _types),
    Step("imports", lambda: _ran(str(SCRIPTS / "lint-imports"))),
    Step("tests", lambda: _ran(*_PYTEST, "--durations", "15", QT_QPA_PLATFORM="offscreen")),
    Step("build", built.build),
    Step("built program", built.try_out),
)


def run(names: Sequence[str]) -> int:
    """Set up, then do all steps (or those named) whatever their outcome; gives the exit code.

    Raises:
        SetUpError: a name is not a step's, or set-up cannot go on.
    """
    known = {step.name: step for step in STEPS}
    if strange := [name for name in names if name not in known]:
        raise SetUpError(f"{strange[0]}: no such step; there are {', '.join(known)}.")
    begun = time.monotonic()
    environment.ready(tests=True)
    outcomes = [("set-up", True, time.monotonic() - begun)]
    for step in [known[name] for name in names] or STEPS:
        say(f"\n━━ {step.name}")
        start = time.monotonic()
        outcomes.append((step.name, step.does(), time.monotonic() - start))
    print(f"\n{'':━<40}")
    for name, well, seconds in outcomes:
        print(f"{'ok' if well else 'FAILED':8}{name:20}{seconds:8.0f} s")
    failed = [name for name, well, _ in outcomes if not well]
    minutes, rest = divmod(round(time.monotonic() - begun), 60)
    verdict = f"FAILED: {', '.join(failed)}" if failed else "All well"
    print(f"{verdict} after {minutes} min {rest} s.")

    return 1 if failed else 0


def soak(rest: Sequence[str]) -> int:
    """Run the tests marked as long at their full count."""
    environment.ready(tests=True)
    more = {"PACKSTATION_SOAK": "full", "QT_QPA_PLATFORM": "offscreen"}
    return 0 if _ran(*_PYTEST, "-m", "soak", *rest, **more) else 1


def bench(rest: Sequence[str]) -> int:
    """Print the table of ratios."""
    environment.ready(tests=True)
    return 0 if _ran(_PY, "-m", "tests.benchmarks", *rest, QT_QPA_PLATFORM="offscreen") else 1
