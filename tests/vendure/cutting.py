"""A stretch of bad wire before the shop: connections are cut before it hears anything, or after it has done it.

By a seed, so that a run can be had again. What the shop was asked passes unchanged.
"""

from __future__ import annotations

import contextlib
import random
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

CHUNK = 65_536
QUIET_S = 20.0
HEAD_END = b"\r\n\r\n"


@dataclass
class Wire:
    """Where to call instead of the shop, and what became of the calls.

    ``before`` and ``after`` are chances: of a call that never arrives, of an answer that never does.
    ``script`` decides the next calls instead: ``"before"``, ``"after"`` or ``""``; only those in which ``only``
    stands are touched.
    """

    port: int
    before: float = 0.0
    after: float = 0.0
    only: bytes = b""
    script: list[str] = field(default_factory=list)
    cuts: dict[str, int] = field(default_factory=lambda: {"": 0, "before": 0, "after": 0})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/admin-api"


def _choice(wire: Wire, chance: random.Random, request: bytes) -> str:
    """What becomes of this call."""
    if wire.only and wire.only not in request:
        return ""
    if wire.script:
        return wire.script.pop(0)
    drawn = chance.random()
    if drawn < wire.before:
        return "before"
    return "after" if drawn < wire.before + wire.after else ""


def _message(source: socket.socket) -> bytes:
    """One whole HTTP message with a length; empty when the other side has gone."""
    got = b""
    while HEAD_END not in got:
        more = source.recv(CHUNK)
        if not more:
            return b""
        got += more
    head, _, body = got.partition(HEAD_END)
    length = next(
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    )
    while len(body) < length:
        more = source.recv(CHUNK)
        if not more:
            return b""
        body += more
    return head + HEAD_END + body


def _serve(client: socket.socket, shop_port: int, wire: Wire, chance: random.Random) -> None:
    """One connection, call by call, until one of them is cut."""
    with client, socket.create_connection(("127.0.0.1", shop_port), timeout=QUIET_S) as shop:
        client.settimeout(QUIET_S)
        while request := _message(client):
            cut = _choice(wire, chance, request)
            wire.cuts[cut] += 1
            if cut == "before":
                return
            shop.sendall(request)
            answer = _message(shop)
            if cut == "after" or not answer:
                return
            client.sendall(answer)


@contextlib.contextmanager
def cutting(shop_port: int, seed: int) -> Iterator[Wire]:
    """A wire to the shop on that port; whole until its chances are set."""
    listening = socket.create_server(("127.0.0.1", 0))
    wire, chance = Wire(listening.getsockname()[1]), random.Random(seed)

    def serve(client: socket.socket) -> None:
        with contextlib.suppress(OSError, StopIteration):
            _serve(client, shop_port, wire, chance)

    def accept() -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(client,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield wire
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()
