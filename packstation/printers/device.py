"""The way to a printer on a cable: its device file, such as ``/dev/usb/lp0`` or ``/dev/ttyUSB0``."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import stat
import struct
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from packstation.errors import Outage, PackstationError
from packstation.printers.line import Patience, deliver, ready
from packstation.printers.links import Link, Told, Unsure, Where
from packstation.printers.status import Dialect

_LPGETSTATUS = 0x060B
_ERROR_WHEN_0, _SELECTED, _NO_PAPER = 0x08, 0x10, 0x20
"""Bits of the printer port's status (linux/lp.h); a printer without trouble has the first two set."""
_AT_OPEN = {
    errno.EBUSY: "printer-in-use",
    errno.EACCES: "printer-not-allowed",
    errno.EPERM: "printer-not-allowed",
}
_LOOK_S = 0.05
_GONE = 0x08 | 0x10 | 0x20
"""POLLERR, POLLHUP, POLLNVAL (poll(2)); the module that names them is not whole on Windows."""


class DeviceLink(Link):
    """A printer behind a device file."""

    def __init__(self, path: Path, dialect: Dialect | None = None, patience: Patience | None = None) -> None:
        """Point at the device; it is opened when a label comes."""
        self.path = path
        self._dialect = dialect
        self._patience = patience or Patience()

    @classmethod
    def at(cls, where: Where) -> DeviceLink:
        """Point at the file named in the settings; a relative one lies in the data directory."""
        return cls(where.base / Path(where.address).expanduser(), where.dialect)

    def send(self, document: bytes, name: str) -> Told:
        """Open the device, ask how the printer is if it can say so, and write.

        Raises:
            Outage: it is not there, in use, or says that it cannot print.
            Unsure: it stopped taking the label half way.
        """
        del name
        with self._open() as line:
            return deliver(line, document, self._dialect if line.can_read else None, self._patience)

    def trouble(self) -> PackstationError | None:
        """Whether it is there, and what it says of itself."""
        try:
            with self._open() as line:
                ready(line, self._dialect if line.can_read else None, self._patience)
        except Outage as error:
            return error
        return None

    @contextlib.contextmanager
    def _open(self) -> Iterator[DeviceLine]:
        where = {"printer": str(self.path)}
        if sys.platform == "win32":
            raise Outage("printer-no-device", **where)
        handle, can_read = _opened(self.path, where)
        try:
            if can_read:
                _make_raw(handle)
                _refuse_trouble(handle, where)
            yield DeviceLine(handle, where, self._patience, can_read=can_read)
        finally:
            os.close(handle)


def _opened(path: Path, where: Mapping[str, object]) -> tuple[int, bool]:
    """Open a device without waiting for anybody; tells also whether it can be read from.

    Raises:
        Outage: it is not there, is no device, or belongs to somebody else.
    """
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)):
            raise Outage("printer-no-device", **where)
        flags = os.O_NONBLOCK | os.O_NOCTTY
        if stat.S_ISFIFO(mode):
            return os.open(path, os.O_WRONLY | flags), False
        try:
            return os.open(path, os.O_RDWR | flags), True
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EROFS, errno.EINVAL):
                raise
            return os.open(path, os.O_WRONLY | flags), False
    except OSError as error:
        raise Outage(_AT_OPEN.get(error.errno or 0, "printer-unplugged"), **where) from error


def _make_raw(handle: int) -> None:
    """A serial line must not turn line feeds into something else."""
    if os.isatty(handle):
        import tty  # noqa: PLC0415  (Windows has none)

        tty.setraw(handle)


def _refuse_trouble(handle: int, where: Mapping[str, object]) -> None:
    """Ask the port itself; a device that is no printer port does not know the question.

    Raises:
        Outage: no paper, or another trouble.
    """
    import fcntl  # noqa: PLC0415  (Windows has none)

    try:
        answer = fcntl.ioctl(handle, _LPGETSTATUS, bytes(4))
    except OSError:
        return
    if reason := port_trouble(struct.unpack("i", answer)[0]):
        raise Outage(reason, **where)


def port_trouble(flags: int) -> str:
    """What the status of a printer port says: the key of a sentence, empty when nothing is wrong."""
    if flags & _NO_PAPER:
        return "printer-paper-out"
    if not flags & _ERROR_WHEN_0:
        return "printer-fault"
    return "" if flags & _SELECTED else "printer-paused"


class DeviceLine:
    """An open device."""

    def __init__(
        self, handle: int, where: Mapping[str, object], patience: Patience, *, can_read: bool
    ) -> None:
        """Talk over this handle."""
        self._handle = handle
        self._where = where
        self._patience = patience
        self.can_read = can_read

    @property
    def where(self) -> Mapping[str, object]:
        """Which printer it is."""
        return self._where

    def _waits(self, event: int, wait: float) -> bool:
        return bool(self._told(event, wait))

    def _told(self, event: int, wait: float) -> int:
        """What the system says of the device within so many seconds (poll(2)); 0: nothing."""
        poll = select.poll()
        poll.register(self._handle, event)
        found = poll.poll(wait * 1000)
        return found[0][1] if found else 0

    def push(self, data: memoryview) -> int:
        """Hand bytes to the device; 0 when it takes none in time."""
        if not self._waits(select.POLLOUT, self._patience.stall):
            return 0
        try:
            return os.write(self._handle, data)
        except BlockingIOError:
            return 0

    def pull(self, wait: float) -> bytes | None:
        """What the printer says; a printer port that has nothing to say is not gone."""
        if not self.can_read or not self._waits(select.POLLIN, wait):
            return b""
        try:
            return os.read(self._handle, 4096)
        except BlockingIOError:
            return b""

    def finish(self) -> Told:
        """Wait until the device has handed everything on: closing it earlier would drop the rest."""
        until, queued = time.monotonic() + self._patience.stall, self._queued()
        try:
            told = self._told(select.POLLOUT, self._patience.stall)
            while self._queued() and time.monotonic() < until:
                time.sleep(_LOOK_S)
                if (left := self._queued()) < queued:
                    queued, until = left, time.monotonic() + self._patience.stall
        except OSError as error:
            raise Unsure("printer-broke-off", **self._where) from error
        if told & _GONE:
            # unplugged with the last bytes still in the system's hands
            raise Unsure("printer-broke-off", **self._where)
        if not told or self._queued():
            raise Unsure("printer-silent", **self._where)
        return Told.SENT

    def _queued(self) -> int:
        """Bytes a serial line has not sent yet."""
        if not os.isatty(self._handle):
            return 0
        import fcntl  # noqa: PLC0415  (Windows has none)
        import termios  # noqa: PLC0415  (same)

        (left,) = struct.unpack("i", fcntl.ioctl(self._handle, termios.TIOCOUTQ, bytes(4)))
        return int(left)
