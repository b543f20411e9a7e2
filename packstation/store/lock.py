"""One program per data folder: a lock the operating system drops by itself when the program dies."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from packstation.errors import StoreTrouble

LOCK_NAME = "packstation.lock"


class DirectoryLock:
    """Holds the folder until released, or until the process ends in whatever way."""

    def __init__(self, folder: Path) -> None:
        """Take the lock.

        Raises:
            StoreTrouble: another program holds it, or the folder cannot be written.
        """
        path = folder / LOCK_NAME
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreTrouble("cannot-open", file=path.name, detail=error.strerror or "") from error
        try:
            _take(self._file)
        except OSError as error:
            os.close(self._file)
            raise StoreTrouble("second-program", folder=str(folder)) from error

    def release(self) -> None:
        """Give the folder free."""
        with contextlib.suppress(OSError):
            os.close(self._file)


if sys.platform == "win32":  # pragma: no cover  (the other branch runs where the tests run)
    import msvcrt

    def _take(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
