"""The computer is shut down while the window is open."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.program import environment

PATIENCE_S = 60


def test_a_demo_that_is_told_to_stop_leaves_nothing_behind(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "packstation", "demo", "--orders", "20"]
    with subprocess.Popen(program, env=environment(TMPDIR=str(tmp_path))) as demo:
        deadline = time.monotonic() + PATIENCE_S
        logs: list[Path] = []
        while not logs and time.monotonic() < deadline and demo.poll() is None:
            # the window counts its seconds once it is up; its pictures are the first thing it asks for
            logs = [
                file for file in tmp_path.glob("packstation-demo-*/packstation.db-wal") if file.stat().st_size
            ]
        assert logs
        demo.send_signal(signal.SIGTERM)
        demo.wait(PATIENCE_S)
    assert list(tmp_path.glob("packstation-demo-*")) == []
