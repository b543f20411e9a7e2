"""What `python3 .dev` can be asked to do."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence

import environment
import steps
from place import TOP, SetUpError, say

USAGE = """usage: python3 .dev COMMAND [ARGS]

  demo [ARGS]     set up, then start the program on throw-away data (packstation demo ARGS)
  emulated-demo   the demo over an emulated Taobao and print component; type "help" for what buyers can do;
                  ARGS: --seed N, --life SECONDS, --faults mild|wild, the rest goes to the demo
  run [ARGS]      set up, then start the program (packstation ARGS)
  test [ARGS]     set up, then do all checks and tests; ARGS: only the steps named, the rest goes to pytest
  soak            the long tests at their full count
  bench           the table of ratios
  setup           only set up, with the tools of the tests"""

_INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks for; gives the exit code: 0 done, 1 a trouble, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                errors="replace"
            )  # a terminal without our dots and lines shall not stop the work
    command, *rest = arguments or ["help"]
    if command in {"help", "-h", "--help"}:
        print(USAGE)
        return 0
    if command not in COMMANDS:
        say(f"{command}: no such command.\n\n{USAGE}")
        return 2
    try:
        return COMMANDS[command](rest)
    except SetUpError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED


def _demo(rest: Sequence[str]) -> int:
    return environment.start(environment.ready(), ["-m", "packstation", "demo", *rest])


def _emulated_demo(rest: Sequence[str]) -> int:
    return environment.start(environment.ready(), ["-m", "tests.emulators", *rest], PYTHONPATH=str(TOP))


def _run(rest: Sequence[str]) -> int:
    return environment.start(environment.ready(), ["-m", "packstation", *rest])


def _set_up(_rest: Sequence[str]) -> int:
    environment.ready(tests=True)
    return 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "demo": _demo,
    "emulated-demo": _emulated_demo,
    "run": _run,
    "test": steps.run,
    "soak": steps.soak,
    "bench": steps.bench,
    "setup": _set_up,
}
