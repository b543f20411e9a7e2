"""A stretch of bad wire before the shop: connections are cut before it hears anything, or after it has done it.

By a seed, so that a run can be had again. What the shop was asked passes unchanged.
"""

from __future__ import annotations

import contextlib
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

CHUNK = 65_536
QUIET_S = 20.0
HEAD_END = b"\r\n\r\n"
BEFORE, AFTER, HALF, STALL = "before", "after", "half", "stall"


@dataclass
class Wire:
    """Where to call instead of the shop, and what became of the calls.

    ``before`` and ``after`` are chances: of a call that never arrives, of an answer that never does; ``half`` that
    of an answer which breaks off, ``stall`` that of one for which nobody waits so long. ``script`` decides the next
    calls instead: one of these words or ``""``; only those in which ``only`` stands are touched. ``meanwhile`` is
    told of each call right before the shop hears it and right after it has answered; what it raises cuts the call.
    ``older`` puts a word in the place of another as long: the shop does not know it, like a Vendure of another year.
    """

    port: int
    before: float = 0.0
    after: float = 0.0
    half: float = 0.0
    stall: float = 0.0
    stall_s: float = 6.0
    only: bytes = b""
    script: list[str] = field(default_factory=list)
    meanwhile: Callable[[str, bytes], None] | None = None
    older: tuple[bytes, bytes] = (b"", b"")
    cuts: Counter[str] = field(default_factory=Counter)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/admin-api"

    def mend(self) -> None:
        """From now on everything passes, and nobody is told."""
        self.before = self.after = self.half = self.stall = 0.0
        self.script.clear()
        self.meanwhile = None


def _choice(wire: Wire, chance: random.Random, request: bytes) -> str:
    """What becomes of this call."""
    if wire.only and wire.only not in request:
        return ""
    if wire.script:
        return wire.script.pop(0)
    drawn = chance.random()
    for kind in (BEFORE, AFTER, HALF, STALL):
        drawn -= getattr(wire, kind)
        if drawn < 0:
            return kind
    return ""


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
            if cut == BEFORE:
                return
            _tell(wire, BEFORE, request)
            shop.sendall(request.replace(*wire.older) if wire.older[0] else request)
            answer = _message(shop)
            _tell(wire, AFTER, request)
            if cut == STALL:
                time.sleep(wire.stall_s)
            if cut == HALF:
                client.sendall(answer[: len(answer) // 2])
            if cut or not answer:
                return
            client.sendall(answer)


def _tell(wire: Wire, when: str, request: bytes) -> None:
    if wire.meanwhile is not None:
        wire.meanwhile(when, request)


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
