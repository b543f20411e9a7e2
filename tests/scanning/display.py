"""A display of the test's own, with a real Chinese input method on it where that is wanted."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PATIENCE_S = 30
ENGINE = "libpinyin"


@contextmanager
def display() -> Iterator[dict[str, str]]:
    """Xvfb with an American keyboard; gives the environment of programs that use it."""
    reading, writing = os.pipe()
    options = ["-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]
    with running(["Xvfb", "-displayfd", str(writing), *options], pass_fds=(writing,)):
        os.close(writing)
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        assert number, "Xvfb did not start"
        yield {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}


@contextmanager
def chinese_input(folder: Path, around: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """A Chinese input method that is on (ibus with libpinyin), as on a Chinese desktop; gives the environment with it.

    Args:
        folder: their home; nothing outside it is touched.
        around: the environment with the display.
    """
    home = folder / "home"
    home.mkdir()
    # a socket's whole name has at most 107 signs, and a test's folder alone may have more
    sockets = tempfile.TemporaryDirectory(prefix="ime")
    environment = {
        **around,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": sockets.name,
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_DATA_HOME": str(home / "data"),
        "GSETTINGS_BACKEND": "memory",
        "QT_IM_MODULE": "ibus",
        "QT_IM_MODULES": "ibus",
        "XMODIFIERS": "@im=ibus",
        "LANG": "C.UTF-8",
    }
    with sockets, message_bus(home, environment) as address:
        environment["DBUS_SESSION_BUS_ADDRESS"] = address
        daemon = ["ibus-daemon", "--panel", "disable", "--xim", "--address", f"unix:path={sockets.name}/ibus"]
        with (home / "ibus.log").open("wb") as log, running(daemon, environment, stdout=log, stderr=log):
            switch_on(environment)
            yield environment


@contextmanager
def message_bus(home: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """A private D-Bus that starts no services of a desktop; gives its address."""
    config = home / "bus.conf"
    config.write_text(_BUS.format(socket=Path(environment["XDG_RUNTIME_DIR"], "bus")), encoding="utf-8")
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--print-address"]
    with (
        (home / "bus.log").open("wb") as log,
        running(command, environment, stdout=subprocess.PIPE, stderr=log) as bus,
    ):
        assert bus.stdout is not None
        with bus.stdout:
            address = bus.stdout.readline().decode().strip()
            assert address, "dbus-daemon did not start"
            yield address


_BUS = """<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


def switch_on(environment: Mapping[str, str]) -> None:
    """Choose the engine, as soon as ibus is there to be asked; ask until it says that it is on."""
    said = ""
    for _ in range(PATIENCE_S * 5):
        subprocess.run(["ibus", "engine", ENGINE], env=environment, check=False, capture_output=True)
        asked = subprocess.run(
            ["ibus", "engine"], env=environment, check=False, capture_output=True, text=True
        )
        said = asked.stdout.strip()
        if said == ENGINE:
            return
        subprocess.run(["xdotool", "sleep", "0.2"], env=environment, check=True)
    msg = f"the input method did not come up: {said!r}"
    raise AssertionError(msg)


@contextmanager
def running(
    command: list[str],
    environment: Mapping[str, str] | None = None,
    *,
    pass_fds: tuple[int, ...] = (),
    **streams: object,
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that is ended by its process id, however the block ends."""
    process = subprocess.Popen(command, env=environment, pass_fds=pass_fds, **streams)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
