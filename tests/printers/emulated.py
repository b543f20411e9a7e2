"""A label printer made of a real listener on 127.0.0.1: speaks ~HS or <ESC>!?, prints, runs out, dies."""

from __future__ import annotations

import contextlib
import os
import queue
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

RST, FIN, SILENCE = "RST", "FIN", "silence"
TSPL_ASK, ZPL_ASK = b"\x1b!?", b"~HS"
PATIENCE_S = 20.0
"""No emulated printer outlives its test by more."""


@dataclass
class Temper:
    """How the printer behaves.

    Attributes:
        speaks: ``zpl``, ``tspl``, or nothing: then it answers no question.
        flags: what is wrong with it, by the names of `status_zpl` and `FLAGS_TSPL`.
        cut_at: after so many bytes of a document it ends the connection; None: it reads to the end.
        end: how it does that.
        busy: how often it answers "busy" once it has a document.
        turns: what it becomes after so many answers: from number to flags.
        hangs_up: whether it closes when the sender has.
        greets: what it says before anything was said to it.
        at_byte: called when a document's byte of that number was read.
    """

    speaks: str = ""
    flags: tuple[str, ...] = ()
    cut_at: int | None = None
    end: str = FIN
    busy: int = 0
    turns: dict[int, tuple[str, ...]] = field(default_factory=dict)
    hangs_up: bool = True
    greets: bytes = b""
    at_byte: tuple[int, Callable[[], None]] | None = None
    reads: bool = True


class Printer:
    """The printer; ``documents`` holds what it read of each, one for each connection that brought a byte."""

    def __init__(self, temper: Temper) -> None:
        self.temper = temper
        self.documents: list[bytes] = []
        self.asked = 0
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(PATIENCE_S)
        self._held: list[socket.socket] = []
        self._over = threading.Event()
        self._callers: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._serve, daemon=True)]
        self._threads[0].start()

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    @property
    def link(self) -> str:
        return f"tcp:127.0.0.1:{self.port}"

    def close(self) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for held in self._held:
            with contextlib.suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)
            held.close()
        for thread in self._threads:
            thread.join(PATIENCE_S)

    def settle(self) -> None:
        """Wait until every call that was made is read to its end; the last one is our own."""
        with socket.create_connection(("127.0.0.1", self.port)) as last:
            name = last.getsockname()
            while self._callers.get(timeout=PATIENCE_S) != name:
                continue
        for thread in self._threads[1:]:
            thread.join(PATIENCE_S)

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                call, caller = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            self._held.append(call)
            if self.temper.reads:
                thread = threading.Thread(target=self._answer, args=(call,), daemon=True)
                thread.start()
                self._threads.append(thread)
            self._callers.put(caller)

    def _answer(self, call: socket.socket) -> None:
        call.settimeout(PATIENCE_S)
        with contextlib.suppress(OSError):
            Call(self, call).go()


class Call:
    """One connection."""

    def __init__(self, printer: Printer, call: socket.socket) -> None:
        self.printer = printer
        self.temper = printer.temper
        self.call = call
        self.place: int | None = None
        self.busy = self.temper.busy

    def go(self) -> None:
        """Read until the end, or until the temper says so."""
        if self.temper.greets:
            self.call.sendall(self.temper.greets)
        if self.temper.cut_at == 0:
            self.finish()
            return
        while True:
            said = self.next_piece()
            if not said:
                break
            if self.take(said):
                return
        if self.temper.cut_at is not None and self.temper.cut_at > self.read_so_far:
            # after the last byte: the sender has half closed, and now it is cut off
            self.finish()
        elif self.temper.hangs_up:
            self.call.close()

    @property
    def read_so_far(self) -> int:
        return 0 if self.place is None else len(self.printer.documents[self.place])

    def next_piece(self) -> bytes:
        """One question, or bytes of a document up to the next question or to where the end is due."""
        room = 65536 if self.temper.cut_at is None else max(1, self.temper.cut_at - self.read_so_far)
        seen = self.call.recv(1 << 20, socket.MSG_PEEK)
        places = [place for ask in (ZPL_ASK, TSPL_ASK) if (place := seen.find(ask)) >= 0]
        if places and min(places) == 0:
            return self.call.recv(3)
        return self.call.recv(min([room, len(seen), *places])) if seen else b""

    def take(self, said: bytes) -> bool:
        """Answer a question, keep the bytes of a document; tells whether that was the end."""
        if said in (ZPL_ASK, TSPL_ASK):
            if said == {"zpl": ZPL_ASK, "tspl": TSPL_ASK}.get(self.temper.speaks):
                self.tell()
        else:
            self.keep(said)
        return self.temper.cut_at is not None and self.read_so_far >= self.temper.cut_at and self.finish()

    def keep(self, said: bytes) -> None:
        if self.place is None:
            self.place = len(self.printer.documents)
            self.printer.documents.append(b"")
        before = self.read_so_far
        self.printer.documents[self.place] += said
        if self.temper.at_byte and before < self.temper.at_byte[0] <= self.read_so_far:
            self.temper.at_byte[1]()

    def tell(self) -> None:
        self.printer.asked += 1
        flags = self.temper.turns.get(self.printer.asked, self.temper.flags)
        if "dead" in flags:
            return
        if self.place is not None and self.busy:
            self.busy -= 1
            flags = (*flags, "printing")
        self.call.sendall(status_zpl(flags) if self.temper.speaks == "zpl" else status_tspl(flags))

    def finish(self) -> bool:
        """End the connection in the way of the temper."""
        match self.temper.end:
            case "RST":
                self.call.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.call.close()
            case "FIN":
                self.call.close()
        return True


def status_zpl(flags: tuple[str, ...] = ()) -> bytes:
    """Zebra's three lines."""
    one, printing = {True: "1", False: "0"}, "printing" in flags
    first = (
        "030", one["paper-out"  in flags], one["paused" in flags], "1245", f"{int(printing):03d}", one["full" in flags],
        "0", "0", "000", "0", "0", one["hot" in flags],
    )  # fmt: skip
    second = ("001", "0", one["head-open" in flags], one["ribbon-out" in flags], "1", "2", "4", "0", f"{int(printing):08d}", "1", "000")  # fmt: skip
    return "".join(f"\x02{','.join(line)}\x03\r\n" for line in (first, second, ("1234", "0"))).encode()


FLAGS_TSPL = {
    "head-open": 1,
    "jam": 2,
    "paper-out": 4,
    "ribbon-out": 8,
    "paused": 16,
    "printing": 32,
    "fault": 128,
}


def status_tspl(flags: tuple[str, ...] = ()) -> bytes:
    """The one byte of a TSPL printer."""
    return bytes([sum(FLAGS_TSPL[flag] for flag in flags)])


@contextlib.contextmanager
def printing(temper: Temper | None = None) -> Iterator[Printer]:
    """A printer for as long as it is wanted."""
    printer = Printer(temper or Temper())
    try:
        yield printer
    finally:
        printer.close()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def kill(pid: int) -> Callable[[], None]:
    """What pulls the plug of a program."""
    return lambda: os.kill(pid, 9)
