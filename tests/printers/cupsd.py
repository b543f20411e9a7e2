"""A CUPS of the tests' own: on a port of 127.0.0.1, with everything it keeps in one folder."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.printers.emulated import free_port

WAIT_S = 20.0
_FILES = """SystemGroup root lpadmin
User lp
Group lp
FileDevice Yes
ServerRoot {folder}/etc
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/run
TempDir {folder}/spool/tmp
AccessLog {folder}/log/access
ErrorLog {folder}/log/error
PageLog {folder}/log/page
ServerBin /usr/lib/cups
DataDir /usr/share/cups
"""
_DAEMON = """LogLevel debug
Listen 127.0.0.1:{port}
Browsing Off
DefaultAuthType None
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
    Allow all
  </Limit>
</Policy>
"""


@dataclass(frozen=True)
class Cups:
    """A running CUPS."""

    server: str
    folder: Path = Path()

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """One of CUPS' own programs, against this CUPS."""
        found = shutil.which(command[0], path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
        assert found, f"{command[0]} is missing"
        env = {**os.environ, "CUPS_SERVER": self.server, "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            [found, *command[1:]], env=env, capture_output=True, text=True, timeout=60, check=True
        )

    def add_raw(self, name: str, port: int) -> None:
        """A queue that hands on what it gets, untouched."""
        self.run("lpadmin", "-p", name, "-E", "-v", f"socket://127.0.0.1:{port}", "-m", "raw")

    def wait_until_printed(self, queue: str) -> None:
        """Until no job is left in a queue."""
        until = time.monotonic() + WAIT_S
        while self.run("lpstat", "-o", queue).stdout:
            assert time.monotonic() < until, f"{queue} does not get done: {self.last_words()}"

    def last_words(self) -> str:
        """The end of its log, for a test that failed."""
        log = self.folder / "log" / "error"
        return log.read_text(errors="replace")[-6000:] if log.is_file() else "no log"

    def add_zebra(self, name: str, port: int) -> None:
        """A queue with the driver for Zebra's printers, 4 by 6 inches at 203 dpi."""
        self.run(
            "lpadmin", "-p", name, "-E", "-v", f"socket://127.0.0.1:{port}", "-m", "drv:///sample.drv/zebra.ppd",
            "-o", "PageSize=w288h432", "-o", "Resolution=203dpi",
        )  # fmt: skip


@contextlib.contextmanager
def cups_in(folder: Path) -> Iterator[Cups]:
    """Run CUPS for as long as it is wanted."""
    port = free_port()
    for name in ("etc", "spool/tmp", "cache", "run", "log"):
        (folder / name).mkdir(parents=True)
    (folder / "files.conf").write_text(_FILES.format(folder=folder))
    (folder / "cupsd.conf").write_text(_DAEMON.format(port=port))
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, "lp", "lp")
        for parent in folder.parents:
            if parent.stat().st_uid == 0 and parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o055)
    daemon = shutil.which("cupsd", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    assert daemon, "cupsd is missing"
    words = [daemon, "-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "files.conf")]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            _wait(port)
            yield Cups(f"127.0.0.1:{port}", folder)
        finally:
            running.terminate()


def _wait(port: int) -> None:
    """Until it answers."""
    until = time.monotonic() + WAIT_S
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            assert time.monotonic() < until, "CUPS does not answer"
        else:
            return
        finally:
            connection.close()
