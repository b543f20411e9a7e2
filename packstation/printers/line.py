"""Talking to a printer over a way that carries bytes: asked first where it can answer, then sent once.

Until the first byte of the document was taken any trouble is an ``Outage``; from then on it is ``Unsure``.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from packstation.errors import Outage, PackstationError
from packstation.printers.links import Told, Unsure
from packstation.printers.status import Dialect, Status

PIECE = 16_384
"""Bytes handed over at once: small enough to notice early that nobody takes them."""
POLL_S = 0.1
IDLE_S = 2.0
"""A printer that was not seen busy for so long after it took a label cannot say whether that came out."""
LONGEST_ANSWER = 4096
FOREIGN = (b"HTTP/", b"SSH-", b"220 ", b"220-", b"+OK", b"* OK", b"<!", b"<html")
"""How hosts that are no printers introduce themselves."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds are waited: to connect, for an answer, without progress, for the end, in all."""

    connect: float = 3.0
    answer: float = 1.0
    stall: float = 10.0
    close: float = 3.0
    whole: float = 120.0


class Line(Protocol):
    """An open way to one printer; ``where`` fills the gaps of the sentences about it."""

    @property
    def where(self) -> Mapping[str, object]:
        """Which printer it is."""

    def push(self, data: memoryview) -> int:
        """Hand bytes over; gives how many were taken, 0 when none in all the time it has patience.

        Raises:
            OSError: the way broke.
        """

    def pull(self, wait: float) -> bytes | None:
        """What the printer says within ``wait`` seconds; empty: nothing, None: it will say no more.

        Raises:
            OSError: the way broke.
        """

    def finish(self) -> Told:
        """Say that this was all, and see whether it arrived.

        Raises:
            Unsure: nobody can tell.
        """


def deliver(line: Line, document: bytes, dialect: Dialect | None, patience: Patience) -> Told:
    """Print one document over an open way.

    Raises:
        Outage: nothing of the document was sent.
        Unsure: it may come out.
    """
    status = ready(line, dialect, patience)
    _write(line, document, patience)
    if dialect is None or status is None:
        return line.finish()
    return _watch(line, dialect, patience)


def ready(line: Line, dialect: Dialect | None, patience: Patience) -> Status | None:
    """Hear from the printer whether it can print; None when it cannot be asked or says nothing.

    Raises:
        Outage: it cannot, or this is no printer.
    """
    try:
        if dialect is None:
            _greeting(line)
            return None
        status = _ask(line, dialect, patience)
    except OSError as error:
        raise Outage("printer-closed", **line.where) from error
    if status is not None and status.trouble:
        raise of_state(status.trouble, line.where)
    media = dialect.media
    if status is not None and media and media.differs(status.media_dots):
        lengths = {"has": media.mm(status.media_dots), "wants": media.mm(media.dots)}
        raise Outage("printer-other-media", **line.where, **lengths)
    return status


def of_state(reason: str, where: Mapping[str, object]) -> PackstationError:
    """The error of a printer that says itself why it cannot print."""
    return Outage(reason, **where)


def _greeting(line: Line) -> None:
    """What came unasked: a host that introduces itself is no printer.

    Raises:
        OSError: the other side hung up.
        Outage: this is no printer.
    """
    said = line.pull(0)
    if said is None:
        raise ConnectionResetError
    if said.startswith(FOREIGN):
        raise Outage("printer-wrong-host", **line.where)


def _ask(line: Line, dialect: Dialect, patience: Patience) -> Status | None:
    """Ask for the status once; None when there is no answer in time.

    Raises:
        OSError: the way broke, or the other side hung up.
        Outage: it answers, but it is no printer.
    """
    _greeting(line)  # or what is left of an earlier answer
    line.push(memoryview(dialect.query))
    answer, until = b"", time.monotonic() + patience.answer
    while (wait := until - time.monotonic()) > 0 and len(answer) < LONGEST_ANSWER:
        said = line.pull(wait)
        if said is None:
            raise ConnectionResetError
        answer += said
        if (status := dialect.read(answer)) is not None:
            return status
        if answer.startswith(FOREIGN):
            raise Outage("printer-wrong-host", **line.where)
    return None


def _write(line: Line, document: bytes, patience: Patience) -> None:
    view, sent, until = memoryview(document), 0, time.monotonic() + patience.whole
    while sent < len(document):
        try:
            taken = line.push(view[sent : sent + PIECE])
        except OSError as error:
            if not sent:
                raise Outage("printer-closed", **line.where) from error
            raise Unsure("printer-cut", **line.where, sent=sent, total=len(document)) from error
        sent += taken
        if not taken or time.monotonic() > until:
            if not sent:
                raise Outage("printer-takes-nothing", **line.where)
            raise Unsure("printer-stuck", **line.where, sent=sent, total=len(document))


def _watch(line: Line, dialect: Dialect, patience: Patience) -> Told:
    """Ask until the printer has nothing left to print.

    Raises:
        Unsure: it stopped, or stopped answering.
    """
    start, was_busy = time.monotonic(), False
    while time.monotonic() < start + patience.whole:
        try:
            status = _ask(line, dialect, patience)
        except (OSError, Outage) as error:
            raise Unsure("printer-gone", **line.where) from error
        if status is None:
            raise Unsure("printer-gone", **line.where)
        if status.trouble not in ("", "printer-busy"):
            reason = f"{status.trouble}-now"
            raise Unsure(reason, **line.where)
        is_busy = status.busy or bool(status.trouble)
        if was_busy and not is_busy:
            return Told.PRINTED
        was_busy = is_busy
        if not is_busy and time.monotonic() > start + IDLE_S:
            return line.finish()
        time.sleep(POLL_S)
    raise Unsure("printer-slow", **line.where)
