"""A database server of its own for one shop: on a free port, in a throw-away folder, ended by its process."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PLACES = Path("/usr/lib/postgresql")
STARTS_WITHIN_S = 60.0
USER = "postgres"
"""Who runs it where we are root: the server refuses to."""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, program: subprocess.Popen[bytes]) -> None:
    """Until something listens on the port."""
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until:
        assert program.poll() is None, f"it ended by itself with {program.returncode}"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(port)


def run(port: int, statement: str) -> list[str]:
    """Look or change something behind the shop's back; gives the rows answered, columns divided by ``|``."""
    psql = str(max(PLACES.glob("*/bin/psql")))
    to = ["-h", "127.0.0.1", "-p", str(port), "-U", "shop", "-d", "postgres"]
    command = [psql, *to, "-v", "ON_ERROR_STOP=1", "-qAt", "-c", statement]
    done = subprocess.run(command, check=True, timeout=120, capture_output=True, text=True)
    return done.stdout.splitlines()


@contextlib.contextmanager
def database() -> Iterator[int]:
    """A running PostgreSQL server; gives its port. Its user ``shop`` needs no password."""
    programs = max(PLACES.glob("*/bin"), key=lambda place: int(place.parent.name))
    # not below pytest's own folder: that one is closed to the user who runs the server
    folder = Path(tempfile.mkdtemp(prefix="packstation-shop-"))
    # whatever ends the tests, the server ends with them
    bound = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
        bound += [f"--reuid={USER}", f"--regid={USER}", "--init-groups"]
    try:
        made = [*bound, str(programs / "initdb"), "-D", str(folder / "data"), "-U", "shop", "-A", "trust"]
        made += ["-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=120)
        with _server(bound, programs, folder) as port:
            yield port
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _server(bound: list[str], programs: Path, folder: Path) -> Iterator[int]:
    port = free_port()
    command = [*bound, str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port)]
    for setting in ("listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", "fsync=off"):
        command += ["-c", setting]
    with (folder / "log").open("wb") as log:
        program = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
        try:
            wait_for(port, program)
            yield port
        finally:
            _end(program)


def _end(program: subprocess.Popen[bytes]) -> None:
    """End the server at once but in order: it lets go of its clients."""
    program.send_signal(signal.SIGINT)
    try:
        program.wait(20)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
