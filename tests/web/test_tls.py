"""Over TLS: nobody is told anything before the certificate is one this computer trusts, and time-outs hold there too."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from packstation.errors import Outage
from packstation.web import Limits, Server

HERE = Path(__file__).parent / "certificate"
OWN, KEY = HERE / "own.pem", HERE / "key.pem"
"""Signed by itself for 127.0.0.1, made for these tests alone: nobody trusts it, and its key opens nothing."""
QUICK = Limits(connect_s=5, silence_s=2, whole_s=3)
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@contextlib.contextmanager
def over_tls(answer: Callable[[ssl.SSLSocket], None]) -> Iterator[tuple[str, list[str]]]:
    """A server with a certificate of its own; gives its address and what went wrong with callers."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(OWN, KEY)
    refused: list[str] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        bare, _ = listening.accept()
        try:
            with bare, context.wrap_socket(bare, server_side=True) as line:
                heard(line)
                answer(line)
        except OSError as error:
            refused.append(type(error).__name__)

    thread = threading.Thread(target=serve)
    thread.start()
    with listening:
        yield f"https://127.0.0.1:{listening.getsockname()[1]}/", refused
        thread.join()


def heard(line: ssl.SSLSocket) -> None:
    """All of a request: a server that leaves some of it unread tears its own answer away as it closes."""
    told = b""
    while not _is_whole(told):
        more = line.recv(65536)
        if not more:
            raise ConnectionAbortedError
        told += more


def _is_whole(told: bytes) -> bool:
    head, end, body = told.partition(b"\r\n\r\n")
    lengths = [int(row[15:]) for row in head.lower().split(b"\r\n") if row.startswith(b"content-length:")]
    return bool(end) and len(body) >= lengths[0]


def trusting(url: str) -> Server:
    """A server whose certificate this computer trusts for once."""
    server = Server(url, QUICK)
    session = server._session()
    session.verify = str(OWN)
    server._idle.put(session)
    return server


def test_a_certificate_nobody_trusts_is_told_nothing() -> None:
    with over_tls(lambda line: line.sendall(WHOLE)) as (url, refused), pytest.raises(Outage) as caught:
        Server(url, QUICK).post_form({"secret": "1"})
    assert (caught.value.reason, caught.value.data["reached"]) == ("web-certificate", False)
    assert refused, "the caller went away before it said anything"


def test_one_that_is_trusted_is_answered() -> None:
    with over_tls(lambda line: line.sendall(WHOLE)) as (url, refused):
        server = trusting(url)
        assert server.post_form({"a": "1"}).body == b"{}"
        server.close()
    assert refused == []


def test_one_that_trickles_its_head_holds_nobody() -> None:
    stop = threading.Event()

    def trickle(line: ssl.SSLSocket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nX-")
        while not stop.wait(0.05):
            line.sendall(b"x")

    with over_tls(trickle) as (url, _):
        with pytest.raises(Outage) as caught:
            trusting(url).post_form({"a": "1"})
        stop.set()
    assert (caught.value.reason, caught.value.data["reached"]) == ("web-timeout", True)
