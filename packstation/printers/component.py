"""Talking to the Cainiao print component (CNPrint): one WebSocket, JSON commands, answers and pushes mixed.

The frame is that of wire.md §4.9: an answer repeats ``cmd`` and ``requestID``; pushes come unasked. Exact
keys of answers and pushes are partly unproven there, so both spellings (``taskID``, ``taskId``) are read, and
whatever else is said is passed over.
"""

from __future__ import annotations

import contextlib
import ipaddress
import json
import logging
import re
import socket
import ssl
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from packstation.errors import BadSetting, Outage

PORT, SECURE_PORT = 13528, 13529
HERE = f"ws://localhost:{PORT}"
"""Where the component listens when it runs on this computer."""
FORMS = (f"cainiao:{HERE}", f"cainiao:{HERE}?printer=NAME", f"cainiao:wss://HOST:{SECURE_PORT}")
GONE = (OSError, EOFError, WebSocketException, AssertionError)
"""What a broken connection raises; time-outs among them.

An ``AssertionError`` is websockets 17.4 noticing two ends of a connection at once.
"""

_ADDRESS = re.compile(
    r"(wss?)://(?:\[([0-9A-Fa-f:.]+)\]|([^\s:/?#\[\]@]+))(?::(\d{1,5}))?/?(?:\?printer=(.+))?"
)
_HIGHEST_PORT = 65_535
_CLOSE_S = 1.0
_SILENT = logging.getLogger(f"{__name__}.frames")
_SILENT.disabled = True
"""Frames hold buyers' data and are never logged."""

Message = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a component listens, and which of its printers is meant; empty: its default one."""

    secure: bool
    host: str
    port: int
    printer: str = ""

    @classmethod
    def of(cls, text: str) -> Address:
        """Read ``ws://localhost:13528?printer=NAME``; the name may be written as it is or percent-encoded.

        Raises:
            BadSetting: this is no such address, or a plain one that leads to another computer.
        """
        form = _ADDRESS.fullmatch(text)
        secure = bool(form) and text.startswith("wss:")
        port = int((form and form[4]) or (SECURE_PORT if secure else PORT))
        if form is None or not 0 < port <= _HIGHEST_PORT:
            raise BadSetting("printer-link", value=f"cainiao:{text}", allowed=", ".join(FORMS))
        host = form[2] or form[3]
        if not secure and not _is_here(host):
            raise BadSetting("printer-link-plain", value=f"cainiao:{text}", allowed=", ".join(FORMS))
        return cls(secure, host, port, unquote(form[5] or "").strip())

    @property
    def url(self) -> str:
        """As a WebSocket address, without the printer."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'wss' if self.secure else 'ws'}://{host}:{self.port}"


def setting_of(url: str, printer: str) -> str:
    """The setting ``link`` that leads to a printer of a component."""
    return f"cainiao:{url}?printer={printer.replace('%', '%25')}"


def _is_here(host: str) -> bool:
    """Whether a host is this computer for certain."""
    if host.lower() == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


class Talk:
    """One open connection."""

    def __init__(self, call: ClientConnection) -> None:
        """Talk over this connection."""
        self._call = call
        self._unread: list[Message] = []

    def say(self, command: str, **fields: object) -> str:
        """Give a command; its request id comes back.

        Raises:
            OSError, WebSocketException: the connection broke; it may have arrived.
        """
        request = uuid.uuid4().hex
        message = {"cmd": command, "requestID": request, "version": "1.0", **fields}
        self._call.send(json.dumps(message, ensure_ascii=False))
        return request

    def ask(self, command: str, wait: float, **fields: object) -> Message | None:
        """Give a command and hear its answer; None when none came in so many seconds.

        Raises:
            OSError, WebSocketException: the connection broke.
        """
        request, until = self.say(command, **fields), time.monotonic() + wait
        passed: list[Message] = []
        while (said := self.next(until)) is not None:
            if answers(said, request):
                break
            passed.append(said)
        self._unread = passed + self._unread
        return said

    def next(self, until: float) -> Message | None:
        """The next thing it says, answer or push; None when nothing came until then (monotonic seconds).

        Raises:
            OSError, WebSocketException: the connection broke.
        """
        if self._unread:
            return self._unread.pop(0)
        while (wait := until - time.monotonic()) > 0:
            try:
                said = self._call.recv(wait)
            except TimeoutError:
                return None
            with contextlib.suppress(ValueError, RecursionError):
                found = json.loads(said)
                if isinstance(found, dict):
                    return found
        return None


def answers(message: Message, request: str) -> bool:
    """Whether this is the answer to a command, not a push."""
    return message.get("requestID") == request and not str(message.get("cmd", "")).startswith("notify")


@contextlib.contextmanager
def talking(address: Address, wait: float) -> Iterator[Talk]:
    """A connection to a component for as long as it is wanted; ``wait``: seconds to get there.

    Raises:
        Outage: it does not listen, is not what it claims to be, or is no component.
    """
    where = {"component": address.url}
    with contextlib.ExitStack() as rest:
        try:
            sock = rest.enter_context(socket.create_connection((address.host, address.port), wait))
        except ConnectionRefusedError as error:
            raise Outage("component-off", **where) from error
        except (OSError, UnicodeError) as error:
            raise Outage("component-not-there", **where) from error
        if not address.secure and not ipaddress.ip_address(sock.getpeername()[0]).is_loopback:
            raise Outage("component-not-here", **where)
        try:
            call = rest.enter_context(_call(address, sock, wait))
        except ssl.SSLCertVerificationError as error:
            raise Outage("component-certificate", **where) from error
        except (*GONE, ValueError) as error:
            raise Outage("component-other", **where) from error
        yield Talk(call)


def _call(address: Address, sock: socket.socket, wait: float) -> ClientConnection:
    """The handshake on an open socket; a socket of our own leaves no room for redirects and proxies."""
    return connect(
        f"{address.url}/",
        sock=sock,
        ssl=ssl.create_default_context() if address.secure else None,
        compression=None,
        proxy=None,
        open_timeout=wait,
        close_timeout=_CLOSE_S,
        ping_interval=None,
        logger=_SILENT,
    )
