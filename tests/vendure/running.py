"""The shop's own program over its database: started, ended in order, or killed and started anew at the same address."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.vendure.postgres import free_port, wait_for

PROGRAM = Path(__file__).with_name("server.cjs")
MODULES = Path(sys.prefix) / "npm" / "node_modules"
ENDS_WITHIN_S = 20.0


class ShopProgram:
    """Vendure's process; whatever it was doing, its database outlives it."""

    def __init__(self, stored: int) -> None:
        """Nothing runs yet.

        Args:
            stored: the port of its database.
        """
        self.port = free_port()
        self._stored = stored
        self._program: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Have it run, always at the same address; it is ready then."""
        node = Path(sys.prefix) / "bin" / "node"
        surroundings = {
            **os.environ,
            "NODE_PATH": str(MODULES),
            "SHOP_PORT": str(self.port),
            "SHOP_DATABASE_PORT": str(self._stored),
        }
        # a group of its own: the wrapper around it would take a signal for itself
        program = subprocess.Popen(
            [str(node), str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=surroundings,
            start_new_session=True,
        )
        self._program = program
        assert program.stdout is not None
        assert program.stdout.readline() == b"ready\n", "the shop did not start"
        wait_for(self.port, program)

    def kill(self) -> None:
        """As if the plug of its computer had been pulled, its database's excepted."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._running.pid, signal.SIGKILL)
        self._over(self._running)

    def end(self) -> None:
        """Close its input, by which it ends."""
        if self._program is None:
            return
        assert self._program.stdin is not None
        self._program.stdin.close()
        try:
            self._program.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.kill()
        else:
            self._over(self._program)

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        assert self._program is not None, "the shop is not running"
        return self._program

    def _over(self, program: subprocess.Popen[bytes]) -> None:
        program.wait(ENDS_WITHIN_S)
        for pipe in (program.stdin, program.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        self._program = None
