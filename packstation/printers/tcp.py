"""The way to a printer in the network: a TCP connection of its own for each label, as port 9100 wants it.

When the last byte is out the connection is half closed and the printer's own close is waited for: a reset
that comes late says that not everything was read. ``?waiteof=false`` behind the address is for printers that
never close (the same words as in the addresses of CUPS); without a close such a label is only *sent*.
"""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import sys
import threading
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from packstation.errors import BadSetting, Outage, PackstationError
from packstation.printers.line import FOREIGN, Patience, deliver, ready
from packstation.printers.links import Link, Told, Unsure, Where
from packstation.printers.status import Dialect

PORT = 9100
_ADDRESS = re.compile(
    r"(?:\[([0-9A-Fa-f:.%\w]+)\]|([^\s:/?\[\]]+))(?::(\d{1,5}))?(\?waiteof=(?:true|false))?"
)
_HIGHEST_PORT = 65_535
_FORM = ("tcp:HOST:PORT", "tcp:HOST", "tcp:[IPV6]:PORT", "tcp:HOST:PORT?waiteof=false")
_LOOK_S = 0.05
_SIOCOUTQ = 0x5411


class TcpLink(Link):
    """A printer that listens on a port."""

    raw = True

    def __init__(
        self,
        host: str,
        port: int = PORT,
        dialect: Dialect | None = None,
        *,
        waits: bool = True,
        patience: Patience | None = None,
    ) -> None:
        """Point at a printer; it is called when a label comes.

        Args:
            host: name or address.
            port: its port.
            dialect: how it is asked for its status; None: it cannot be asked.
            waits: whether a printer that does not hang up after the last byte leaves it open what came out.
            patience: how long is waited.
        """
        self.host = host
        self.port = port
        self._dialect = dialect
        self._waits = waits
        self._patience = patience or Patience()

    @classmethod
    def at(cls, where: Where) -> TcpLink:
        """Read ``HOST:PORT``; without a port it is 9100.

        Raises:
            BadSetting: this is no such address.
        """
        form = _ADDRESS.fullmatch(where.address)
        port = int(form[3] or PORT) if form else 0
        if form is None or not 0 < port <= _HIGHEST_PORT:
            raise BadSetting("printer-link", value=f"tcp:{where.address}", allowed=", ".join(_FORM))
        waits = form[4] != "?waiteof=false"
        return cls(form[1] or form[2], port, where.dialect, waits=waits)

    def send(self, document: bytes, name: str) -> Told:
        """Call the printer, ask how it is if it can say so, send, and wait for the end.

        Raises:
            Outage: it cannot be reached, or says that it cannot print.
            Unsure: it broke off, fell silent, or had trouble while it printed.
        """
        del name
        with self._open() as line:
            return deliver(line, document, self._dialect, self._patience)

    def trouble(self) -> PackstationError | None:
        """Whether it answers, and what it says of itself."""
        try:
            with self._open() as line:
                ready(line, self._dialect, self._patience)
        except Outage as error:
            return error
        return None

    def _open(self) -> TcpLine:
        """A connection to the first of the host's addresses that takes it."""
        until = time.monotonic() + self._patience.connect
        named = {"printer": f"{self.host}:{self.port}"}
        reason = "printer-not-there"
        for family, address in _addresses(self.host, self.port, self._patience.connect):
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(max(until - time.monotonic(), _LOOK_S))
                sock.connect(address)
            except ConnectionRefusedError:
                sock.close()
                reason = "printer-off"
            except OSError:
                sock.close()
            else:
                return TcpLine(sock, named, self._patience, waits=self._waits)
        raise Outage(reason, **named)


def _addresses(host: str, port: int, wait: float) -> list[tuple[socket.AddressFamily, tuple[object, ...]]]:
    """Look the name up; the system's search knows no time-out and is left behind when it takes long.

    Raises:
        Outage: nobody knows this name.
    """
    found: list[tuple[socket.AddressFamily, tuple[object, ...]]] = []

    def look() -> None:
        with contextlib.suppress(OSError, UnicodeError):
            for family, _, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                found.append((family, address))

    thread = threading.Thread(target=look, name="printer-name", daemon=True)
    thread.start()
    thread.join(wait)
    if thread.is_alive() or not found:
        raise Outage("printer-no-name", printer=f"{host}:{port}", host=host)
    return found


class TcpLine:
    """An open connection."""

    def __init__(
        self, sock: socket.socket, where: Mapping[str, object], patience: Patience, *, waits: bool
    ) -> None:
        """Talk over this socket."""
        self._sock = sock
        self._where = where
        self._patience = patience
        self._waits = waits

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sock.close()

    @property
    def where(self) -> Mapping[str, object]:
        """Which printer it is."""
        return self._where

    def push(self, data: memoryview) -> int:
        """Hand bytes to the network; 0 when it takes none in time."""
        self._sock.settimeout(self._patience.stall)
        try:
            return self._sock.send(data)
        except TimeoutError:
            return 0

    def pull(self, wait: float) -> bytes | None:
        """What the printer says; None when it hung up."""
        self._sock.settimeout(wait)
        try:
            return self._sock.recv(4096) or None
        except (TimeoutError, BlockingIOError):
            return b""

    def finish(self) -> Told:
        """Half close, then wait until the printer hangs up too, as long as bytes still arrive."""
        try:
            self._sock.shutdown(socket.SHUT_WR)
            hung_up = self._hears_the_end()
        except OSError as error:
            raise Unsure("printer-broke-off", **self._where) from error
        if not hung_up and (self._waits or self._underway()):
            raise Unsure("printer-silent", **self._where)
        return Told.SENT

    def _hears_the_end(self) -> bool:
        """Whether the printer hung up with everything read; False when nothing happens any more.

        Raises:
            OSError: it broke off.
        """
        start = time.monotonic()
        until, underway, is_over = start + self._patience.close, self._underway(), False
        while (now := time.monotonic()) < min(until, start + self._patience.whole):
            if is_over or (said := self.pull(_LOOK_S)) is None:
                is_over = True
                if self._everything_arrived():
                    return True
                time.sleep(_LOOK_S)
            elif said.startswith(FOREIGN):
                raise Unsure("printer-wrong-host", **self._where)
            if (left := self._underway()) < underway:
                underway, until = left, now + self._patience.close
        if is_over:
            raise ConnectionResetError
        return False

    def _everything_arrived(self) -> bool:
        """After the printer's own close: whether it had read all, as far as the system can tell.

        A printer that closes early sends its close first and the reset after it, when more bytes come.
        """
        if not self._underway():
            if not sys.platform.startswith("linux"):
                time.sleep(_LOOK_S)
            if code := self._sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                raise ConnectionResetError(code, "reset")
            return True
        if code := self._sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise ConnectionResetError(code, "reset")
        return False

    def _underway(self) -> int:
        """Bytes the other side has not acknowledged yet (tcp(7)); 0 where the system does not tell."""
        if not sys.platform.startswith("linux"):
            return 0
        import fcntl  # noqa: PLC0415  (Windows has none)

        (left,) = struct.unpack("i", fcntl.ioctl(self._sock, _SIOCOUTQ, bytes(4)))
        return int(left)
