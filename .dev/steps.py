"""Every check of the project, one after another; the sum at the end says what failed."""

from __future__ import annotations

import itertools
import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import built
import environment
import terminals
from place import HERE, PYTHON, SCRIPTS, TOP, SetUpError, say, surroundings

_PY = str(PYTHON)
_OURS = ["packstation", "tests", ".dev"]
_WORKERS = str(min(4, max(2, os.cpu_count() or 2)))
# a worker that dies fails the run: a new one in its place waits for ever with --dist loadfile
_PYTEST = [_PY, "-m", "pytest", "-q", "-n", _WORKERS, "--dist", "loadfile", "--max-worker-restart", "0"]


@dataclass(frozen=True)
class Step:
    """One check: its name and what it does with the words meant for pytest; it tells whether all was well."""

    name: str
    does: Callable[[Sequence[str]], bool]


def _ran(*command: str, **more: str) -> bool:
    """Run a command on the checkout with its output on the terminal."""
    return subprocess.run(command, env=surroundings(**more), cwd=TOP, check=False).returncode == 0


def _tested(*words: str, **more: str) -> bool:
    """Run pytest without a screen and with pseudo-terminals."""
    return _ran(*terminals.prefix(), *_PYTEST, *words, QT_QPA_PLATFORM="offscreen", **more)


def _types(_: Sequence[str]) -> bool:
    program = _ran(_PY, "-m", "mypy")
    set_up = _ran(_PY, "-m", "mypy", *map(str, sorted(HERE.glob("*.py"))), MYPYPATH=".dev")
    return program and set_up


STEPS = (
    Step("ruff", lambda _: _ran(_PY, "-m", "ruff", "check", *_OURS)),
    Step("format", lambda _: _ran(_PY, "-m", "ruff", "format", "--check", *_OURS)),
    Step("types", _types),
    Step("imports", lambda _: _ran(str(SCRIPTS / "lint-imports"))),
    Step("tests", lambda rest: _tested("--durations", "15", *rest)),
    Step("build", lambda _: built.build()),
    Step("built", lambda _: built.try_out()),
)


def run(words: Sequence[str]) -> int:
    """Set up, then do all steps (or those named) whatever their outcome; gives the exit code.

    Args:
        words: names of steps, then what pytest is told in addition: options, files and folders of tests.

    Raises:
        SetUpError: a word is neither, or set-up cannot go on.
    """
    steps, rest = _meant(words)
    begun = time.monotonic()
    environment.ready(tests=True)
    outcomes = [("set-up", True, time.monotonic() - begun)]
    for step in steps:
        say(f"\n━━ {step.name}")
        start = time.monotonic()
        outcomes.append((step.name, _well(step, rest), time.monotonic() - start))
    print(f"\n{'':━<40}")
    for name, well, took in outcomes:
        print(f"{'ok' if well else 'FAILED':8}{name:12}{took:8.0f} s")
    failed = [name for name, well, _ in outcomes if not well]
    minutes, seconds = divmod(round(time.monotonic() - begun), 60)
    verdict = f"FAILED: {', '.join(failed)}" if failed else "All well"
    print(f"{verdict} after {minutes} min {seconds} s.")
    return 1 if failed else 0


def _well(step: Step, rest: Sequence[str]) -> bool:
    """Do a step; what it stumbles over (no room, a tool gone) is its failure, not the end of the rest."""
    try:
        return step.does(rest)
    except OSError as error:
        say(f"{step.name}: {error}")
        return False


def _meant(words: Sequence[str]) -> tuple[Sequence[Step], Sequence[str]]:
    """Tell the steps named at the beginning (all when none is) from what is for pytest."""
    known = {step.name: step for step in STEPS}
    names = list(itertools.takewhile(known.__contains__, words))
    rest = words[len(names) :]
    if rest and not rest[0].startswith("-") and not (TOP / rest[0].partition("::")[0]).exists():
        raise SetUpError(f"{rest[0]}: no such step, nor tests; the steps are {', '.join(known)}.")
    return [known[name] for name in names] or STEPS, rest


def soak(rest: Sequence[str]) -> int:
    """Run the tests marked as long at their full count, and show what they measured."""
    environment.ready(tests=True)
    return 0 if _tested("-m", "soak", "-rP", *rest, PACKSTATION_SOAK="full") else 1


def bench(rest: Sequence[str]) -> int:
    """Print the table of ratios."""
    environment.ready(tests=True)
    return 0 if _ran(_PY, "-m", "tests.benchmarks", *rest, QT_QPA_PLATFORM="offscreen") else 1
