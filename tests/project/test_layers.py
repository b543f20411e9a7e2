"""Who may import whom: the contracts hold, and no part of the program is outside them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.project.checkout import TOP, pyproject

LINT = Path(sys.executable).with_name("lint-imports")


def contract(name: str) -> dict[str, Any]:
    [found] = [one for one in pyproject()["tool"]["importlinter"]["contracts"] if one["name"] == name]
    return dict(found)


def parts() -> set[str]:
    """The top-level parts of the program that exist."""
    folder = TOP / "packstation"
    folders = {path.parent.name for path in folder.glob("*/__init__.py")}
    return folders | {path.stem for path in folder.glob("*.py") if not path.stem.startswith("__")}


def lint(top: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT, "--no-cache"], cwd=top, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_the_contracts_are_kept() -> None:
    done = lint(TOP)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "free"),
    [
        ("Qt stays in the window", {"app", "gui"}),
        ("the database stays in the store", {"store", "errors", "resources"}),
    ],
)
def test_no_part_is_forgotten(name: str, free: set[str]) -> None:
    bound = {module.removeprefix("packstation.") for module in contract(name)["source_modules"]}
    assert bound | free >= parts()


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("domain/order.py", "import time", "the domain touches nothing"),
        ("words.py", "import packstation.cli", "layers"),
        ("desk/desk.py", "import PySide6.QtCore", "Qt stays in the window"),
        ("desk/desk.py", "import peewee", "the database stays in the store"),
        ("gui/text.py", "import packstation.store", "front ends talk to the desk, not past it"),
        ("desk/desk.py", "import packstation.store.tables", "rows stay in the store"),
        ("store/store.py", "import packstation.files", "layers"),
    ],
)
def test_the_contracts_notice_a_breach(tmp_path: Path, file: str, line: str, broken: str) -> None:
    shutil.copytree(
        TOP / "packstation", tmp_path / "packstation", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(TOP / "pyproject.toml", tmp_path)
    source = tmp_path / "packstation" / file
    source.write_text(source.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    done = lint(tmp_path)
    assert done.returncode == 1
    assert f"{broken} BROKEN" in done.stdout
