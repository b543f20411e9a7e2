"""The gateway's HTTP: one address, a form posted to it, JSON or something worse coming back."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.emulators.taobao import answers, distortion
from tests.emulators.taobao.answers import Look
from tests.emulators.taobao.books import Call
from tests.emulators.taobao.faults import DISTORTIONS, Fault, Kind, Script
from tests.emulators.taobao.gate import Gate
from tests.emulators.taobao.holding import Holding
from tests.emulators.taobao.introduction import PATH as INTRODUCTION
from tests.emulators.taobao.introduction import introduction
from tests.emulators.taobao.methods.register import EFFECTS, METHODS
from tests.emulators.taobao.refused import Refused
from tests.emulators.taobao.shop import Shop

PATH = "/router/rest"
LONGEST_BODY = 2_000_000
HTML = "<html><head><title>系统维护</title></head><body><h1>亲，访问受限了</h1></body></html>".encode()
HIDDEN = frozenset({"session", "sign"})


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back; ``body`` None: nothing, the connection ends."""

    body: bytes | None
    status: int = 200
    kind: str = "text/javascript;charset=UTF-8"
    wait_s: float = 0.0


class Gateway:
    """Everything between a call's parameters and its reply; knows nothing of HTTP."""

    def __init__(self, shop: Shop, script: Script) -> None:
        self.shop, self.script, self.gate = shop, script, Gate(shop)
        self.holding = Holding()

    def answer(self, params: dict[str, str]) -> Reply:
        """Answer one call."""
        with self.shop.lock:
            fault = self.script.next(params.get("method", ""))
        if self.script.slow_s:
            self.holding.hold(self.script.slow_s)
        if fault is not None and fault.kind is Kind.WAIT and not fault.done:
            self.holding.hold(fault.seconds)
        with self.shop.lock:
            request_id = f"16{self.shop.count('request'):010x}"
            return self._under_fault(params, fault, request_id)

    def _under_fault(self, params: dict[str, str], fault: Fault | None, request_id: str) -> Reply:
        look = self.gate.look(params)
        if fault is None or fault.kind is Kind.WAIT:
            wait = fault.seconds if fault and fault.done else 0.0
            return Reply(self._carried_out(params, look, request_id, fault), wait_s=wait)
        if fault.kind in DISTORTIONS:
            return Reply(self._carried_out(params, look, request_id, fault))
        if fault.done:
            body = self._carried_out(params, look, request_id, fault)
        else:
            self._note(params, "", fault, done=False)
            body = b'{"trades_sold_get_response":{"total_results":1,"trades":{"trade":[{"tid":4065'
        return self._spoiled(body, fault, look, request_id)

    def _spoiled(self, body: bytes, fault: Fault, look: Look, request_id: str) -> Reply:
        match fault.kind:
            case Kind.DROP:
                return Reply(None)
            case Kind.HTML:
                return Reply(HTML, kind="text/html;charset=UTF-8")
            case Kind.TRUNCATED:
                return Reply(body[: max(1, len(body) * 2 // 3)])
            case Kind.BAD_GATEWAY:
                return Reply(b"<html><body><h1>502 Bad Gateway</h1></body></html>", 502, "text/html")
            case _:
                why = Refused(fault.code, fault.sub_code, fault.sub_msg)
                return Reply(answers.refused(why, request_id, look))

    def _carried_out(self, params: dict[str, str], look: Look, request_id: str, fault: Fault | None) -> bytes:
        """Do what the call says and write its answer."""
        try:
            method = self.gate.check(params)
            answer = self._answer_of(method, params, fault)
        except Refused as why:
            self._note(params, f"{why.code} {why.sub_code}".strip(), fault, done=False)
            return answers.refused(why, request_id, look)
        self._note(params, "ok", fault, done=True)
        if fault is None:
            self.shop.hearing.note(answer, self.shop.events, self.shop.now())
        return answers.answered(method, answer, request_id, look)

    def _answer_of(self, method: str, params: dict[str, str], fault: Fault | None) -> dict[str, Any]:
        if fault is None or fault.kind not in DISTORTIONS:
            return METHODS[method](self.shop, params)
        if fault.kind is Kind.OTHER_ORDER and method not in EFFECTS:
            return METHODS[method](self.shop, distortion.other_params(self.shop, params, self.script.random))
        return distortion.distorted(fault.kind, METHODS[method](self.shop, params), self.script.random)

    def _note(self, params: dict[str, str], outcome: str, fault: Fault | None, *, done: bool) -> None:
        told = {key: value for key, value in params.items() if key not in HIDDEN}
        kind = fault.kind.value if fault else ""
        self.shop.calls.append(Call(self.shop.now(), params.get("method", ""), told, outcome, kind, done))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, port: int, gateway: Gateway, failures: list[BaseException]) -> None:
        self.gateway = gateway
        self.open: set[socket.socket] = set()
        self.failures = failures
        super().__init__(("127.0.0.1", port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that went away is no error; anything else is one of this emulator's own."""
        del request, client_address
        what = sys.exception()
        if what is not None and not isinstance(what, OSError):
            self.failures.append(what)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.open.add(self.connection)

    def finish(self) -> None:
        self.server.open.discard(self.connection)
        super().finish()

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if urlsplit(self.path).path == INTRODUCTION:
            self.rfile.read(min(length, LONGEST_BODY))
            self._send(Reply(json.dumps(introduction(self.server.gateway.shop)).encode()))
            return
        if urlsplit(self.path).path != PATH or length > LONGEST_BODY:
            self.close_connection = True
            self._send(Reply(b"404", 404, "text/plain"))
            return
        told = [*_read(urlsplit(self.path).query.encode()), *_read(self.rfile.read(length))]
        if any(value is None for _, value in told):
            self._send(Reply(_error(47)))
            return
        self._send(self.server.gateway.answer({key: value or "" for key, value in told}))

    def do_GET(self) -> None:
        self._send(Reply(_error(9)))

    def _send(self, reply: Reply) -> None:
        if reply.wait_s:
            self.server.gateway.holding.hold(reply.wait_s)
        if reply.body is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The head's date is told by the platform's clock, like everything else."""
        del timestamp
        return format_datetime(self.server.gateway.shop.now(), usegmt=True)

    def log_message(self, *_: object) -> None:
        """Calls stand in the shop's books, not on the terminal."""


def _read(form: bytes) -> list[tuple[str, str | None]]:
    """A form's pairs; a value that is not UTF-8 is None."""
    try:
        pairs = parse_qsl(form.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        return [("", None)]
    return [(key, value) for key, value in pairs]


def _error(code: int) -> bytes:
    return json.dumps({"error_response": {"code": code, "msg": Refused(code).message}}).encode()


class Listening:
    """The gateway at an address; it can be unplugged and plugged in again at the same one.

    Attributes:
        port: where it listens; stays the same.
        failures: what went wrong in the emulator itself.
    """

    def __init__(self, gateway: Gateway, port: int = 0) -> None:
        self._gateway = gateway
        self.port = port
        self.failures: list[BaseException] = []
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self.plug()

    @property
    def address(self) -> str:
        """The gateway's URL."""
        return f"http://127.0.0.1:{self.port}{PATH}"

    def plug(self) -> None:
        """Listen."""
        if self._server is None:
            self._server = _Server(self.port, self._gateway, self.failures)
            self.port = int(self._server.server_address[1])
            serve: Callable[[float], None] = self._server.serve_forever
            self._thread = threading.Thread(target=serve, args=(0.02,), daemon=True)
            self._thread.start()

    def unplug(self) -> None:
        """Nobody answers any more, and those who are being answered are cut off."""
        if self._server is None or self._thread is None:
            return
        server, self._server = self._server, None
        server.shutdown()
        for one in list(server.open):
            _cut(one)
        server.server_close()
        self._thread.join()


def _cut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
