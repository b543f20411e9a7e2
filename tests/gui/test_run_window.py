"""The window's own event loop, each case in a process of its own: after it, later loops of a process end at once."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import TOP

CASES = Path(__file__).with_name("run_window_cases.py")


@pytest.mark.parametrize(
    "case", re.findall(r"^def (test_\w+)", CASES.read_text(encoding="utf-8"), re.MULTILINE)
)
def test_the_window_runs_to_its_end(case: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"{CASES}::{case}"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=100,
        check=False,
        cwd=TOP,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert result.returncode == 0, result.stdout[-3000:]
    assert "1 passed" in result.stdout
