"""The print service cut off while it takes a job: at whatever byte, nobody may say that nothing was printed."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from packstation.errors import Outage
from packstation.printers import ipp
from packstation.printers.cups import CupsLink, QueuePatience
from packstation.printers.links import Unsure
from tests.printers.emulated import FIN, RST, SILENCE

DOCUMENT = b"^XA" + bytes(range(256)) * 400 + b"^XZ"
READY = ipp.request(0, {})
"""The answer of a queue that has nothing to complain of."""
PLACES = {
    "1": 1, "header": 8, "1 kB": 1024, "middle": len(DOCUMENT) // 2, "last but one": -1, "answer": 0,
}  # fmt: skip
"""Bytes of the request that are read; from 0 down counted from its end."""


@dataclass
class Service:
    """Answers the first question, which asks how the queue is; reads so much of the job and is gone."""

    place: int
    end: str
    calls: int = 0
    read: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(10)
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go)
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    def _go(self) -> None:
        with contextlib.suppress(OSError):
            while not self._over.is_set():
                call, _ = self._listener.accept()
                self.calls += 1
                with call:
                    self._answer(call) if self.calls == 1 else self._take(call)

    def _answer(self, call: socket.socket) -> None:
        whole(call, bytearray(), 0)
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(READY)}\r\n\r\n"
        call.sendall(head.encode() + READY)

    def _take(self, call: socket.socket) -> None:
        whole(call, self.read, self.place)
        match self.end:
            case "RST":
                call.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            case "silence":
                self._over.wait(10)


def whole(call: socket.socket, read: bytearray, place: int) -> None:
    """Read one HTTP request, or a part of it."""
    call.settimeout(10)
    while b"\r\n\r\n" not in read and (place <= 0 or len(read) < place) and (said := call.recv(1)):
        read += said
    head, _, _ = bytes(read).partition(b"\r\n\r\n")
    length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
    most = place if place > 0 else len(head) + 4 + int(length) + place
    while len(read) < most and (said := call.recv(min(65536, most - len(read)))):
        read += said


@contextlib.contextmanager
def service(place: int, end: str) -> Iterator[Service]:
    made = Service(place, end)
    try:
        yield made
    finally:
        made.close()


@pytest.mark.parametrize("end", [RST, FIN, SILENCE])
@pytest.mark.parametrize("place", PLACES)
def test_whatever_byte_it_is_cut_at_the_job_is_unknown_and_handed_over_once(place: str, end: str) -> None:
    with service(PLACES[place], end) as cups:
        link = CupsLink("any", cups.address, QueuePatience(answer=0.4))
        with pytest.raises(Unsure, match="queue-lost"):
            link.send(DOCUMENT, "YT1.zpl")
    assert cups.calls == 2
    assert cups.read[:4] == b"POST"[: len(cups.read)]


def test_a_service_that_is_gone_before_the_job_was_handed_nothing() -> None:
    with service(0, FIN) as cups:
        address = cups.address
    with pytest.raises(Outage, match="queue-no-cups"):
        CupsLink("any", address, QueuePatience(answer=0.4)).send(DOCUMENT, "YT1.zpl")
