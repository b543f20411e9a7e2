"""The checkout's own Python, `.venv`: made once, anew when broken, kept in step with pyproject.toml."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

import needs
from place import LOGS, PYTHON, SCRIPTS, TOP, VENV, SetUpError, logged, say, surroundings

_MARK = VENV / "packstation.json"
_NODE_TOOLS = ["zpl-renderer-js@3.4", "@vendure/core@3.7.3", "pg@8.16.3"]


def ready(*, tests: bool = False) -> Path:
    """Give the Python that has the program and everything it needs; quick when all is there already.

    Args:
        tests: whether the tools of tests and checks are wanted too.

    Raises:
        SetUpError: the system lacks something, or the packages cannot be fetched.
    """
    needs.bring(tests=tests)
    mark = _read_mark()
    fits = mark.get("home") == _home() and _runs(["-c", "import packstation, PySide6, peewee, pip"])
    current = fits and mark.get("project") == _project()
    if current and (mark.get("tests") or not tests):
        return PYTHON
    tests = tests or mark.get("tests") is True
    begun = time.monotonic()
    if not fits:
        _make()
    _MARK.unlink(missing_ok=True)
    _fill(tests=tests)
    _MARK.write_text(
        json.dumps({"home": _home(), "project": _project(), "tests": tests}, indent=1), encoding="utf-8"
    )
    say(f"Set up in {time.monotonic() - begun:.0f} s.")
    return PYTHON


def start(python: Path, arguments: Sequence[str], **more: str) -> int:
    """Become the program (on Windows: start it and wait); gives its exit code.

    Args:
        python: ours.
        arguments: what it is told.
        more: what it finds in its environment besides.
    """
    command = [str(python), *arguments]
    if os.name == "posix":
        os.execve(command[0], command, surroundings(**more))  # noqa: S606  # our own Python, no shell wanted
    return subprocess.run(command, env=surroundings(**more), check=False).returncode


def _home() -> str:
    """Name what an environment cannot survive the change of: its Python and its place.

    The number, not the build: apt-get may renew a Python of the same number under our feet.
    """
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python} | {os.path.realpath(sys.base_prefix)} | {TOP}"


def _project() -> str:
    wanted = (TOP / "pyproject.toml").read_bytes() + " ".join(_NODE_TOOLS).encode()
    return hashlib.sha256(wanted).hexdigest()


def _read_mark() -> dict[str, object]:
    try:
        mark = json.loads(_MARK.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return mark if isinstance(mark, dict) else {}


def _runs(arguments: Sequence[str]) -> bool:
    """Tell whether the environment's Python does this, away from the checkout lest it be found by chance."""
    try:
        done = subprocess.run(
            [str(PYTHON), *arguments], capture_output=True, env=surroundings(), cwd=VENV, check=False
        )
    except OSError:
        return False
    return done.returncode == 0


def _make() -> None:
    say("Making the environment .venv …")
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    if not logged([sys.executable, "-m", "venv", str(VENV)], LOGS / "venv.log", surroundings()):
        raise SetUpError(f"Python could not make its environment in {VENV}; its words stand above.")


def _fill(*, tests: bool) -> None:
    log = LOGS / "pip.log"
    say(f"Fetching packages with pip; its words go to {log.relative_to(TOP)} …")
    quiet = surroundings(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", PIP_USER="0")
    wanted = ["--editable", str(TOP), *(_tools() if tests else [])]
    install = [str(PYTHON), "-m", "pip", "install", "--progress-bar", "off"]
    # Python's own pip may be years old: newer packages come in forms it does not know.
    newer = logged([*install, "--upgrade", "pip"], log, quiet)
    if not newer or not logged([*install, *wanted], log, quiet):
        raise SetUpError(f"pip could not install the packages; its words stand above and in {log}.")
    if tests:
        _fill_node()


def _fill_node() -> None:
    """The tools of the tests that are no Python: an independent renderer of ZPL, a web shop."""
    log = LOGS / "npm.log"
    npm = [str(SCRIPTS / "npm"), "install", "--prefix", str(VENV / "npm")]
    options = ["--ignore-scripts", "--no-audit", "--no-fund"]
    path = os.pathsep.join([str(SCRIPTS), os.environ.get("PATH", "")])
    # certificates as the rest of the system has them, also those of a firm's own
    trust = " ".join(filter(None, (os.environ.get("NODE_OPTIONS"), "--use-system-ca")))
    if not logged([*npm, *options, *_NODE_TOOLS], log, surroundings(PATH=path, NODE_OPTIONS=trust)):
        raise SetUpError(f"npm could not install the tools of the tests; its words stand above and in {log}.")


def _tools() -> list[str]:
    """Read the group of tools for tests: pip of Debian 12 knows no groups."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    return list(project["dependency-groups"]["dev"])
