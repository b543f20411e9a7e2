"""One call to a server: with time-outs, certificates checked, plain http only inside this computer.

Everything that talks to a platform or a carrier over HTTP goes through here, from a worker. A call ends in a
``Reply`` or in an ``Outage`` whose ``data["reached"]`` says whether the server can have heard us: False only
where certainly nothing was sent, so that whoever asked for something that must not happen twice knows when to
look first. Nothing of what was sent or answered is ever logged here.
"""

from __future__ import annotations

import contextlib
import ipaddress
import queue
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.connection import HTTPConnection, HTTPSConnection

from packstation.errors import BadInput, Outage

CHUNK = 65_536
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
"""A server that is not in these has no clock."""
_NO_PROXY: Mapping[str, str | None] = {"http": None, "https": None}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a call may take and how much may come back.

    ``connect_s`` until the connection stands, ``silence_s`` without a byte, ``whole_s`` until the answer is
    complete: a server that sends one byte now and then must not hold a worker for ever.
    """

    connect_s: float = 5
    silence_s: float = 15
    whole_s: float = 30
    most_bytes: int = 32_000_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered; ``date`` is the moment it says it is (UTC), if it says so.

    ``headers`` are found by their names in any case; they may hold secrets.
    """

    status: int
    body: bytes
    date: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


def is_loopback(host: str) -> bool:
    """Whether a host is this computer itself."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked_address(url: str) -> str:
    """The address if it may be called: https, or http on this computer.

    Raises:
        BadInput: ``web-address``, it may not, or it is none.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise BadInput("web-address", value=url[:100]) from error
    # readers of addresses disagree about these signs, and what was checked must be what is called
    is_plain = url.isascii() and url.isprintable() and not set(url) & set(" \\@#")
    may = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    if not (host and is_plain and may):
        raise BadInput("web-address", value=url[:100])
    return url


class Server:
    """One address that is called again and again; connections are kept and may be used by several workers."""

    def __init__(self, url: str, limits: Limits | None = None) -> None:
        """Call this address.

        Raises:
            BadInput: ``web-address``, it may not be called.
        """
        self.url = checked_address(url)
        self.host = urlsplit(url).hostname or ""
        self.limits = limits or Limits()
        self._idle: queue.LifoQueue[requests.Session] = queue.LifoQueue()

    def post_form(self, form: Mapping[str, str]) -> Reply:
        """Send a form, UTF-8, and wait for the whole answer. Never repeated and never redirected by itself.

        Raises:
            Outage: no answer, with ``host`` and ``reached``.
        """
        return self._post(dict(form), {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"})

    def post_json(self, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Send JSON text and wait for the whole answer, as ``post_form`` does.

        Args:
            body: the JSON, UTF-8.
            headers: what goes with it, such as a login; plain ASCII.

        Raises:
            Outage: no answer, with ``host`` and ``reached``.
        """
        return self._post(body, {**headers, "Content-Type": "application/json"})

    def _post(self, data: dict[str, str] | bytes, headers: Mapping[str, str]) -> Reply:
        """One call, over a connection of its own or one that was kept.

        Raises:
            Outage: no answer.
        """
        session = self._session()
        watch = _Watch()
        began = time.monotonic()
        try:
            with (
                watch.over(self.limits.whole_s),
                session.post(
                    self.url,
                    data=data,
                    headers=dict(headers),
                    timeout=(self.limits.connect_s, self.limits.silence_s),
                    allow_redirects=False,
                    stream=True,
                    auth=_NoLogin(),
                ) as response,
            ):
                reply = self._whole(response, began)
            if watch.has_cut:  # what was cut off in its head looks like an empty answer
                raise self._too_late()
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            session.close()
            raise (self._too_late() if watch.has_cut else self._outage(error)) from error
        except Outage:
            session.close()
            raise
        self._idle.put(session)
        return reply

    def _session(self) -> requests.Session:
        """A session nobody uses at the moment."""
        with contextlib.suppress(queue.Empty):
            return self._idle.get_nowait()
        session = requests.Session()
        for scheme in ("http://", "https://"):
            session.mount(scheme, _Watched())
        # a platform gets nothing of us but what we write ourselves
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        if is_loopback(self.host):
            session.trust_env = False  # no proxy stands between this computer and itself
        return session

    def _whole(self, response: requests.Response, began: float) -> Reply:
        """The answer to its last byte."""
        chunks, size = [], 0
        while chunk := response.raw.read1(CHUNK, decode_content=True):
            chunks.append(chunk)
            size += len(chunk)
            if size > self.limits.most_bytes:
                raise Outage("web-too-large", host=self.host, reached=True)
            if time.monotonic() - began > self.limits.whole_s:
                raise self._too_late()
        headers = response.headers
        return Reply(response.status_code, b"".join(chunks), _date(headers.get("Date", "")), headers)

    def _too_late(self) -> Outage:
        return Outage("web-timeout", host=self.host, seconds=round(self.limits.whole_s), reached=True)

    def _outage(self, error: Exception) -> Outage:
        """What a failed call means; certain that nothing was sent only where nothing can have been."""
        match error:
            case requests.ConnectTimeout() | requests.exceptions.ProxyError():
                return Outage("web-unreachable", host=self.host, reached=False)
            case requests.exceptions.SSLError() if _is_plain(error):
                return Outage("web-not-tls", host=self.host, reached=True)
            case requests.exceptions.SSLError():
                return Outage("web-certificate", host=self.host, reached=not _is_certificate(error))
            case requests.Timeout() | urllib3.exceptions.TimeoutError() | TimeoutError():
                return self._too_late()
            case requests.ConnectionError() if _never_connected(error):
                return Outage("web-unreachable", host=self.host, reached=False)
            case _:
                return Outage("web-broken-off", host=self.host, reached=True)

    def close(self) -> None:
        """Let go of the connections that are kept."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._idle.get_nowait().close()


_CALL = threading.local()
"""Who watches over the call this thread makes."""


class _Watch:
    """Cuts a call off when its time is up: the head of an answer may trickle like its body."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._line: HTTPConnection | None = None
        self.has_cut = False

    @contextlib.contextmanager
    def over(self, seconds: float) -> Iterator[None]:
        """Watch over what this thread calls now."""
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        _CALL.watch = self
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with self._lock:
                _CALL.watch = self._line = None

    def on(self, line: HTTPConnection) -> None:
        """The call goes over this connection."""
        self._line = line

    def _cut(self) -> None:
        with self._lock:
            if self._line is None or self._line.sock is None:
                return
            self.has_cut = True
            with contextlib.suppress(OSError):
                # of the bare socket: whoever reads it, through TLS or not, sees its end
                socket.socket.shutdown(self._line.sock, socket.SHUT_RDWR)


class _Seen(HTTPConnection):
    """A connection that its call's watch can see."""

    def request(self, *args: Any, **more: Any) -> None:
        _see(self)
        super().request(*args, **more)


class _SeenTls(HTTPSConnection):
    def request(self, *args: Any, **more: Any) -> None:
        _see(self)
        super().request(*args, **more)


def _see(line: HTTPConnection) -> None:
    watch = getattr(_CALL, "watch", None)
    if watch is not None:
        watch.on(line)


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Seen


class _PoolTls(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SeenTls


class _Watched(HTTPAdapter):
    """Makes connections that can be seen, with a proxy between or not."""

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _PoolTls}

    def proxy_manager_for(self, proxy: str, **more: Any) -> urllib3.ProxyManager:
        manager: urllib3.ProxyManager = super().proxy_manager_for(proxy, **more)
        manager.pool_classes_by_scheme = {"http": _Pool, "https": _PoolTls}
        return manager


class _NoLogin(AuthBase):
    """No login of the user's own files (``.netrc``) is ever sent to a platform."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


def _is_certificate(error: Exception) -> bool:
    """Whether the server's certificate was refused, so that nothing was sent."""
    return "CERTIFICATE_VERIFY_FAILED" in str(error)


def _is_plain(error: Exception) -> bool:
    """Whether what answered was no TLS at all: a server for plain http, as a rule."""
    return "WRONG_VERSION_NUMBER" in str(error)


def _never_connected(error: requests.ConnectionError) -> bool:
    """Whether it failed before there was a connection at all."""
    cause = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", None), urllib3.exceptions.NewConnectionError)


def _date(text: str) -> datetime | None:
    """The moment of a ``Date`` header."""
    try:
        told = parsedate_to_datetime(text).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None
    return told if _FIRST_YEAR <= told.year < _LAST_YEAR else None
