"""The project as its own tests see it: which files it is made of, what its README and pyproject.toml say."""

from __future__ import annotations

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[2]
_MADE_HERE = {".git", ".venv", ".build", ".logs", "build", "dist", "__pycache__"}


@cache
def project_files() -> tuple[Path, ...]:
    """All files of the project, from the top: what git tracks, or in an unpacked archive everything not made here."""
    if (TOP / ".git").exists():
        listed = subprocess.run(
            ["git", "-c", f"safe.directory={TOP}", "ls-files", "-z"], cwd=TOP, capture_output=True, check=True
        )
        names = [Path(name) for name in listed.stdout.decode().split("\0") if name]
        return tuple(name for name in names if (TOP / name).is_file())
    found = (path.relative_to(TOP) for path in TOP.rglob("*") if path.is_file())
    return tuple(path for path in found if not any(_is_made_here(part) for part in path.parts))


def _is_made_here(part: str) -> bool:
    return part in _MADE_HERE or part.endswith(("_cache", ".egg-info")) or part == ".hypothesis"


@cache
def pyproject() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))


def readme() -> str:
    """The whole README."""
    return (TOP / "README.md").read_text(encoding="utf-8")


def first_shell_lines() -> list[str]:
    """The commands of the README's first block of shell lines."""
    block = re.search(r"^```(?:sh|bash|shell|console)\n(.*?)^```", readme(), re.MULTILINE | re.DOTALL)
    assert block, "README.md has no block of shell lines"
    return [line.strip() for line in block[1].splitlines() if line.strip() and not line.startswith("#")]
