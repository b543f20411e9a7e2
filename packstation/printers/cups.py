"""The way to a printer through a CUPS queue: handed over as it is, and followed until CUPS says how it ended.

Spoken over IPP rather than through ``lp`` and ``lpstat``: those cannot tell a job that was printed from one
that was given up, and answer in the language of the system. "Accepted by the queue" is not "printed".
"""

from __future__ import annotations

import getpass
import http.client
import os
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from packstation.errors import Outage, PackstationError
from packstation.printers import ipp
from packstation.printers.links import Link, Told, Unsure, Where
from packstation.printers.page_size import paper_of

PORT = 631
POLL_S = 0.2
_SOCKETS = ("/run/cups/cups.sock", "/var/run/cups/cups.sock", "/private/var/run/cupsd")
_FORMATS = {"pdf": "application/pdf", "png": "image/png"}
_RAW = "application/vnd.cups-raw"
_NOT_FOUND = 0x0406
_PRINTER_STOPPED = 5
_PENDING, _HELD, _PROCESSING, _STOPPED, _CANCELLED, _ABORTED, _COMPLETED = range(3, 10)
_ENDED = (_CANCELLED, _ABORTED, _COMPLETED)
_TROUBLES = (
    ("cover-open", "printer-cover-open-now"),
    ("door-open", "printer-cover-open-now"),
    ("media-empty", "printer-paper-out-now"),
    ("media-needed", "printer-paper-out-now"),
    ("media-jam", "printer-jam-now"),
    ("offline", "queue-no-printer"),
    ("connecting-to-device", "queue-no-printer"),
)
"""What CUPS says of the printer while it prints (RFC 8011, printer-state-reasons)."""


@dataclass(frozen=True, slots=True)
class QueuePatience:
    """How many seconds are waited: for CUPS itself, for a job that stands still, for one in all."""

    answer: float = 5.0
    trouble: float = 15.0
    whole: float = 60.0


class CupsLink(Link):
    """A queue of CUPS on this computer, or of the one that ``CUPS_SERVER`` names."""

    def __init__(self, queue: str, server: str = "", patience: QueuePatience | None = None) -> None:
        """Point at a queue.

        Args:
            queue: its name.
            server: ``HOST:PORT`` or the path of a socket; empty: where CUPS' own programs look.
            patience: how long is waited.
        """
        self.queue = queue
        self._server = server
        self._patience = patience or QueuePatience()
        self._uri = f"ipp://localhost/printers/{quote(queue)}"

    @classmethod
    def at(cls, where: Where) -> CupsLink:
        """Point at the queue named in the settings."""
        return cls(where.address)

    def send(self, document: bytes, name: str) -> Told:
        """Hand the document to the queue, and wait for how it ends.

        What does not end in time is taken back, so that it comes out at no later hour by itself.

        Raises:
            Outage: the queue took nothing, or gave it back untouched.
            Unsure: it was given up half way, or nobody knows.
        """
        trouble = self.trouble()
        if trouble:
            raise trouble
        job = self._hand_over(document, name)
        try:
            return self._follow(job)
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise Unsure("queue-lost", queue=self.queue) from error

    def trouble(self) -> PackstationError | None:
        """Whether the queue is there and takes jobs."""
        wanted = ("printer-state", "printer-state-message", "printer-is-accepting-jobs")
        try:
            told = self._ask(ipp.PRINTER_ATTRIBUTES, {"requested-attributes": wanted})
        except (OSError, ValueError, http.client.HTTPException) as error:
            return Outage("queue-no-cups", queue=self.queue, detail=str(error))
        if told.status == _NOT_FOUND:
            return Outage("queue-unknown", queue=self.queue)
        if not told.is_done:
            return Outage("queue-refused", queue=self.queue, detail=f"0x{told.status:04x}")
        if told.values.get("printer-is-accepting-jobs") == (False,):
            return Outage("queue-closed", queue=self.queue)
        if told.number("printer-state") == _PRINTER_STOPPED:
            detail = " ".join(told.texts("printer-state-message"))
            return Outage("queue-stopped", queue=self.queue, detail=detail)
        return None

    def everyone(self) -> tuple[str, ...]:
        """The names of all queues beside this one.

        Raises:
            OSError: CUPS cannot be reached or breaks off.
            ValueError: it answers something else.
            http.client.HTTPException: the same.
        """
        told = self._ask(ipp.ALL_PRINTERS, {"requested-attributes": ("printer-name",)})
        return told.texts("printer-name") if told.is_done else ()

    def _hand_over(self, document: bytes, name: str) -> int:
        """Make the job; gives its number.

        Raises:
            Outage: the queue refused it.
            Unsure: it may have taken it.
        """
        ending = name.rpartition(".")[2]
        kind = _FORMATS.get(ending, _RAW)
        attributes: dict[str, ipp.Value | tuple[str, ...]] = {
            "requesting-user-name": _user(),
            "job-name": name,
            "document-format": kind,
        }
        job: dict[str, ipp.Value] = {} if kind == _RAW else {"print-scaling": "none"}
        if kind != _RAW and (paper := paper_of(document, ending)):
            job["media"] = paper
        try:
            told = self._ask(ipp.PRINT_JOB, attributes, job, document)
        except ConnectionRefusedError as error:
            raise Outage("queue-no-cups", queue=self.queue, detail=str(error)) from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise Unsure("queue-lost", queue=self.queue) from error
        if not told.is_done:
            raise Outage("queue-refused", queue=self.queue, detail=f"0x{told.status:04x}")
        return told.number("job-id")

    def _follow(self, job: int) -> Told:
        """Wait until the job has ended; a printer in trouble is given a little time to come to itself."""
        start = time.monotonic()
        reason, detail, since = "", "", start
        while time.monotonic() < start + self._patience.whole:
            state = self._job(job).number("job-state")
            if state in _ENDED:
                return self._ended(job, "", "")
            found = self._reason(state)
            if found != (reason, detail):
                reason, detail, since = *found, time.monotonic()
            if reason and time.monotonic() > since + self._patience.trouble:
                break
            time.sleep(POLL_S)
        self._ask(ipp.CANCEL_JOB, {"job-id": job, "requesting-user-name": _user()})
        until = time.monotonic() + self._patience.answer
        while self._job(job).number("job-state") not in _ENDED and time.monotonic() < until:
            time.sleep(POLL_S)
        return self._ended(job, reason or "queue-slow", detail)

    def _ended(self, job: int, reason: str, detail: str) -> Told:
        """What became of a job that ended: whatever CUPS never began to process was not printed."""
        told = self._job(job)
        state = told.number("job-state")
        if state == _COMPLETED:
            return Told.PRINTED
        if state in _ENDED and not told.number("time-at-processing"):
            raise Outage("queue-taken-back", queue=self.queue)
        usual = {_CANCELLED: "queue-cancelled", _ABORTED: "queue-aborted"}.get(state, "queue-slow")
        raise Unsure(reason or usual, queue=self.queue, printer=self.queue, detail=detail)

    def _job(self, job: int) -> ipp.Reply:
        wanted = ("job-state", "time-at-processing")
        return self._ask(ipp.JOB_ATTRIBUTES, {"job-id": job, "requested-attributes": wanted})

    def _reason(self, state: int) -> tuple[str, str]:
        """What may keep the job from ending, the key of a sentence, and CUPS' own words about it.

        About many troubles CUPS has words only, in the language of the system; a job under way whose words no
        longer change stands still.
        """
        if state in (_HELD, _STOPPED):
            return "queue-held", ""
        wanted = ("printer-state", "printer-state-reasons", "printer-state-message")
        told = self._ask(ipp.PRINTER_ATTRIBUTES, {"requested-attributes": wanted})
        detail = " ".join(told.texts("printer-state-message"))
        if told.number("printer-state") == _PRINTER_STOPPED:
            return "queue-held", detail
        if state != _PROCESSING:
            return "", ""
        reasons = told.texts("printer-state-reasons")
        known = (key for word, key in _TROUBLES if any(word in one for one in reasons))
        return next(known, "queue-still"), detail

    def _ask(
        self,
        operation: int,
        attributes: Mapping[str, ipp.Value | tuple[str, ...]],
        job: Mapping[str, ipp.Value] | None = None,
        document: bytes = b"",
    ) -> ipp.Reply:
        """One question to CUPS on a connection of its own.

        Raises:
            OSError: CUPS cannot be reached or breaks off.
            ValueError: it answers something else.
            http.client.HTTPException: the same.
        """
        named = {"printer-uri": self._uri, **attributes}
        content = ipp.request(operation, named, dict(job or {}), document)
        connection = self._connection()
        try:
            connection.connect()
            connection.request(
                "POST", f"/printers/{quote(self.queue)}", content, {"Content-Type": "application/ipp"}
            )
            answer = connection.getresponse()
            said = answer.read()
        finally:
            connection.close()
        if answer.status != http.client.OK:
            raise ValueError(answer.status)
        return ipp.reply(said)

    def _connection(self) -> http.client.HTTPConnection:
        server = self._server or os.environ.get("CUPS_SERVER", "") or _usual_server()
        server = server.partition("/version")[0]
        if server.startswith("/"):
            return _LocalConnection(server, self._patience.answer)
        host, _, port = server.partition(":")
        return http.client.HTTPConnection(host, int(port or PORT), timeout=self._patience.answer)


def queues(server: str = "") -> tuple[str, ...]:
    """The names of all queues of CUPS; none where it does not answer."""
    link = CupsLink("", server, QueuePatience(answer=2.0))
    try:
        return tuple(dict.fromkeys(link.everyone()))
    except (OSError, ValueError, http.client.HTTPException):
        return ()


def _usual_server() -> str:
    """Where CUPS listens on this computer."""
    return next((path for path in _SOCKETS if Path(path).exists()), f"localhost:{PORT}")


def _user() -> str:
    """Whose job it is."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "packstation"


class _LocalConnection(http.client.HTTPConnection):
    """HTTP over a socket in the file system."""

    def __init__(self, path: str, wait: float) -> None:
        super().__init__("localhost", timeout=wait)
        self._path = path
        self._wait = wait

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self._wait)
        self.sock.connect(self._path)
