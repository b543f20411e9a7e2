"""A small real server on this computer that answers by script and remembers what it was sent."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl


@dataclass
class Said:
    """How one request is answered.

    ``cut`` drops the connection ``before`` a byte of the answer, ``in`` its middle, or ``after`` all of it;
    ``gate`` is waited for before the answer.
    """

    body: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: str = ""
    gate: threading.Event | None = None


@dataclass
class Running:
    """The server while it runs: where it is, and the forms it was sent."""

    url: str
    forms: list[dict[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


Script = Callable[[dict[str, str]], Said]


@contextlib.contextmanager
def served(script: Script) -> Iterator[Running]:
    """A server whose answers come out of ``script``, given the form it was sent."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            form = dict(parse_qsl(raw.decode(), keep_blank_values=True))
            running.forms.append(form)
            running.headers.append(dict(self.headers))
            self._answer(script(form))

        def _answer(self, said: Said) -> None:
            if said.gate is not None:
                said.gate.wait(10)
            if said.cut == "before":
                self.close_connection = True
                return
            with contextlib.suppress(OSError):  # the caller has gone
                if "Date" in said.headers:
                    self.send_response_only(said.status)
                else:
                    self.send_response(said.status)
                for name, value in said.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said.body)))
                self.end_headers()
                self.wfile.write(said.body[: len(said.body) // 2] if said.cut == "in" else said.body)
            self.close_connection = bool(said.cut)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    running = Running(f"http://127.0.0.1:{server.server_port}/router/rest")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def silent() -> Iterator[threading.Event]:
    """A gate that opens at the end, so that a server that does not answer can still be taken down."""
    gate = threading.Event()
    try:
        yield gate
    finally:
        gate.set()
