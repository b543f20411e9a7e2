"""What the operating system must bring on Linux: looked for by trying, installed by Debian's own means."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from place import LOGS, SetUpError, logged, say, surroundings

# library to load -> Debian package
FOR_THE_WINDOW = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libpulse.so.0": "libpulse0",
    "libcups.so.2": "libcups2",
}
# library to load -> Debian package
LIBRARIES_FOR_THE_TESTS = {"libzbar.so.0": "libzbar0"}
# program to find -> Debian package
FOR_THE_TESTS = {
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
    "strace": "strace",
    "objdump": "binutils",
    "git": "git",
    "ibus-daemon": "ibus",
    "dbus-run-session": "dbus-x11",
    "cupsd": "cups-daemon",
    "lpadmin": "cups-client",
    "cupsfilter": "cups",
    "gs": "ghostscript",
}
# file that shows it is there, in whatever version -> Debian package
FILES_FOR_THE_TESTS = {
    "/usr/lib/postgresql/*/bin/initdb": "postgresql",
    "/usr/share/ibus/component/libpinyin.xml": "ibus-libpinyin",
    "/usr/share/X11/xkb/symbols/us": "xkb-data",
    "/usr/lib/cups/filter/pdftopdf": "cups-filters",
}


def bring(*, tests: bool) -> None:
    """See to it that everything is there; installs what is missing where that is allowed.

    Args:
        tests: whether the programs that only tests start are wanted too.

    Raises:
        SetUpError: something is missing and cannot be installed from here.
    """
    if not sys.platform.startswith("linux"):
        return
    packages = missing(tests=tests)
    if not packages:
        return
    say(f"This system lacks: {' '.join(packages)}")
    _install(packages)
    importlib.invalidate_caches()
    still = missing(tests=tests)
    if still:
        raise SetUpError(f"These system packages were installed but do not work: {' '.join(still)}.")


def missing(*, tests: bool) -> list[str]:
    """Give the Debian packages of what is not there."""
    packages = [package for library, package in FOR_THE_WINDOW.items() if not _loads(library)]
    if tests:
        found = LIBRARIES_FOR_THE_TESTS.items()
        packages += [package for library, package in found if not _loads(library)]
        packages += [package for program, package in FOR_THE_TESTS.items() if not _finds(program)]
        packages += [package for file, package in FILES_FOR_THE_TESTS.items() if not _lies(file)]
        if not _has_library_of_python():
            packages.append(f"libpython3.{sys.version_info[1]}")
    if not importlib.util.find_spec("ensurepip"):
        packages.append(f"python3.{sys.version_info[1]}-venv")
    return packages


def _loads(library: str) -> bool:
    """Tell whether the linker finds a library, whatever this Linux calls the package it is in."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _lies(file: str) -> bool:
    """Tell whether there is such a file; a star in its path stands for any name."""
    return any(Path("/").glob(file.lstrip("/")))


def _has_library_of_python() -> bool:
    """Tell whether Python's own library is there, which Debian leaves out and the packed program needs."""
    name = sysconfig.get_config_var("INSTSONAME") if sysconfig.get_config_var("Py_ENABLE_SHARED") else None
    return not name or Path(str(sysconfig.get_config_var("LIBDIR")), name).exists()


def _finds(program: str) -> str | None:
    """Find a program; a user's PATH may lack the places of system programs."""
    return shutil.which(
        program, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/bin", "/usr/sbin", "/sbin"])
    )


def _install(packages: Sequence[str]) -> None:
    names = " ".join(packages)
    apt = _finds("apt-get")
    if not apt:
        raise SetUpError(
            f"Please install what Debian calls {names} with this system's packages, then start again."
        )
    rights = _rights()
    if rights is None:
        raise SetUpError(
            f"Please run this with administrator's rights, then start again: apt-get install {names}"
        )
    say("Installing it with apt-get …")
    log = LOGS / "apt.log"
    quiet = [
        *rights,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        apt,
        "-q",
        "-y",
        "-o",
        "DPkg::Lock::Timeout=120",
    ]
    # An update that only partly works may still know the packages: the install decides.
    logged([*quiet, "update"], log, surroundings())
    if not logged([*quiet, "install", "--no-install-recommends", *packages], log, surroundings()):
        raise SetUpError(f"apt-get could not install {names}; its words stand above and in {log}.")


def _rights() -> list[str] | None:
    """Give what to put before a command that changes the system; None when this user may not."""
    if os.geteuid() == 0:
        return []
    sudo = _finds("sudo")
    if not sudo:
        return None
    if not subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode:
        return [sudo, "-n"]
    if not sys.stdin.isatty():
        return None
    say("To install it, sudo asks for your password.")
    return [sudo, "-n"] if not subprocess.run([sudo, "-v"], check=False).returncode else None
