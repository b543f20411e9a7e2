"""The way to a printer through the Windows spooler, untouched (data type RAW).

Over ``winspool.drv`` by ctypes; names, structures and flags as in Microsoft's documentation of the print
spooler API (OpenPrinter, StartDocPrinter, WritePrinter, GetJob, SetJob).
"""

from __future__ import annotations

import ctypes
import time
from dataclasses import dataclass
from typing import Protocol

from packstation.errors import Outage, PackstationError
from packstation.printers.links import Link, Told, Unsure, Where

POLL_S = 0.2
_PAUSED, _ERROR, _DELETING, _OFFLINE, _NO_PAPER = 0x1, 0x2, 0x4, 0x20, 0x40
_PRINTED, _DELETED, _BLOCKED, _NEEDS_PERSON, _COMPLETE = 0x80, 0x100, 0x200, 0x400, 0x1000
_TROUBLES = (
    (_NO_PAPER, "printer-paper-out-now"),
    (_OFFLINE, "queue-no-printer"),
    (_NEEDS_PERSON, "queue-held"),
    (_ERROR | _BLOCKED, "queue-held"),
    (_PAUSED, "queue-held"),
)
_DELETE = 5
_UNKNOWN_PRINTER = 1801
_ACCESS_DENIED = 5


class DocInfo(ctypes.Structure):
    """DOC_INFO_1: the name of the job, no file, no driver in between."""

    _fields_ = (
        ("pDocName", ctypes.c_wchar_p),
        ("pOutputFile", ctypes.c_wchar_p),
        ("pDatatype", ctypes.c_wchar_p),
    )


class SystemTime(ctypes.Structure):
    """SYSTEMTIME, which only takes its room here."""

    _fields_ = (("words", ctypes.c_uint16 * 8),)


class JobInfo(ctypes.Structure):
    """JOB_INFO_1."""

    _fields_ = (
        ("JobId", ctypes.c_uint32),
        ("pPrinterName", ctypes.c_wchar_p),
        ("pMachineName", ctypes.c_wchar_p),
        ("pUserName", ctypes.c_wchar_p),
        ("pDocument", ctypes.c_wchar_p),
        ("pDatatype", ctypes.c_wchar_p),
        ("pStatus", ctypes.c_wchar_p),
        ("Status", ctypes.c_uint32),
        ("Priority", ctypes.c_uint32),
        ("Position", ctypes.c_uint32),
        ("TotalPages", ctypes.c_uint32),
        ("PagesPrinted", ctypes.c_uint32),
        ("Submitted", SystemTime),
    )


class Winspool(Protocol):
    """The functions of ``winspool.drv`` that are needed, by their own names; 0: it did not work."""

    def OpenPrinterW(self, name: object, handle: object, defaults: object, /) -> int: ...  # noqa: N802, D102  (Windows' name)
    def ClosePrinter(self, handle: object, /) -> int: ...  # noqa: N802, D102  (same)
    def StartDocPrinterW(self, handle: object, level: object, info: object, /) -> int: ...  # noqa: N802, D102  (same)
    def EndDocPrinter(self, handle: object, /) -> int: ...  # noqa: N802, D102  (same)
    def StartPagePrinter(self, handle: object, /) -> int: ...  # noqa: N802, D102  (same)
    def EndPagePrinter(self, handle: object, /) -> int: ...  # noqa: N802, D102  (same)
    def AbortPrinter(self, handle: object, /) -> int: ...  # noqa: N802, D102  (same)
    def WritePrinter(self, handle: object, data: object, size: object, written: object, /) -> int: ...  # noqa: N802, D102  (same)
    def GetJobW(  # noqa: N802, D102  (same)
        self, handle: object, job: object, level: object, into: object, size: object, needed: object, /
    ) -> int: ...
    def SetJobW(  # noqa: N802, D102  (same)
        self, handle: object, job: object, level: object, info: object, command: object, /
    ) -> int: ...


@dataclass(frozen=True, slots=True)
class SpoolPatience:
    """How many seconds are waited: for a printer in trouble, for a job in all."""

    trouble: float = 10.0
    whole: float = 60.0


class SpoolerLink(Link):
    """A printer of Windows."""

    raw = True

    def __init__(
        self, printer: str, spool: Winspool | None = None, patience: SpoolPatience | None = None
    ) -> None:
        """Point at a printer by the name Windows shows.

        Args:
            printer: its name.
            spool: the spooler's functions; Windows' own when None.
            patience: how long is waited.
        """
        self.printer = printer
        self._given = spool
        self._patience = patience or SpoolPatience()

    @classmethod
    def at(cls, where: Where) -> SpoolerLink:
        """Point at the printer named in the settings."""
        return cls(where.address)

    @property
    def _spool(self) -> Winspool:
        if self._given is None:
            self._given = _winspool()
        return self._given

    def send(self, document: bytes, name: str) -> Told:
        """Hand the document to the spooler, and follow it until it is out or in trouble.

        Raises:
            Outage: the spooler took nothing.
            Unsure: it may come out.
        """
        handle = self._open()
        try:
            job = self._hand_over(handle, document, name)
            return self._follow(handle, job)
        finally:
            self._spool.ClosePrinter(handle)

    def trouble(self) -> PackstationError | None:
        """Whether Windows knows the printer."""
        try:
            handle = self._open()
        except Outage as error:
            return error
        self._spool.ClosePrinter(handle)
        return None

    def _open(self) -> ctypes.c_void_p:
        handle = ctypes.c_void_p()
        if not self._spool.OpenPrinterW(self.printer, ctypes.byref(handle), None):
            code = _last_error()
            reason = {_UNKNOWN_PRINTER: "queue-unknown", _ACCESS_DENIED: "printer-not-allowed"}.get(code)
            raise Outage(
                reason or "queue-refused", queue=self.printer, printer=self.printer, detail=str(code)
            )
        return handle

    def _hand_over(self, handle: ctypes.c_void_p, document: bytes, name: str) -> int:
        """Spool the whole document as one job; gives its number.

        Raises:
            Outage: nothing was written.
            Unsure: a part was.
        """
        spool = self._spool
        info = DocInfo(name, None, "RAW")
        job = spool.StartDocPrinterW(handle, 1, ctypes.byref(info))
        if not job:
            raise Outage("queue-refused", queue=self.printer, detail=str(_last_error()))
        if not spool.StartPagePrinter(handle):
            spool.AbortPrinter(handle)
            raise Outage("queue-refused", queue=self.printer, detail=str(_last_error()))
        sent = 0
        while sent < len(document):
            rest, written = document[sent:], ctypes.c_uint32()
            if not spool.WritePrinter(handle, rest, len(rest), ctypes.byref(written)) or not written.value:
                spool.AbortPrinter(handle)
                if not sent:
                    raise Outage("queue-refused", queue=self.printer, detail=str(_last_error()))
                raise Unsure("queue-lost", queue=self.printer)
            sent += written.value
        if not (spool.EndPagePrinter(handle) and spool.EndDocPrinter(handle)):
            raise Unsure("queue-lost", queue=self.printer)
        return job

    def _follow(self, handle: ctypes.c_void_p, job: int) -> Told:
        """Look at the job until it is gone; one in trouble is taken back after a while."""
        start = time.monotonic()
        reason, since = "", start
        while time.monotonic() < start + self._patience.whole:
            flags = self._flags(handle, job)
            if flags is None:
                return Told.SENT  # off the spooler's list: handed to the port, and nobody asks the printer
            if flags & (_PRINTED | _COMPLETE):
                return Told.PRINTED
            if flags & (_DELETING | _DELETED):
                reason = "queue-cancelled"
                break
            now_reason = next((key for flag, key in _TROUBLES if flags & flag), "")
            if now_reason != reason:
                reason, since = now_reason, time.monotonic()
            if reason and time.monotonic() > since + self._patience.trouble:
                break
            time.sleep(POLL_S)
        # the spooler keeps no record of whether a job was begun: whatever was spooled may have come out
        self._spool.SetJobW(handle, job, 0, None, _DELETE)
        raise Unsure(reason or "queue-slow", queue=self.printer, printer=self.printer)

    def _flags(self, handle: ctypes.c_void_p, job: int) -> int | None:
        """The job's flags; None when the spooler has it no more."""
        needed = ctypes.c_uint32()
        self._spool.GetJobW(handle, job, 1, None, 0, ctypes.byref(needed))
        if not needed.value:
            return None
        buffer = ctypes.create_string_buffer(needed.value)
        if not self._spool.GetJobW(handle, job, 1, buffer, needed, ctypes.byref(needed)):
            return None
        return int(JobInfo.from_buffer(buffer).Status)


def _last_error() -> int:
    """Windows' number of what went wrong; 0 elsewhere."""
    ask = getattr(ctypes, "get_last_error", None)
    return int(ask()) if ask else 0


def _winspool() -> Winspool:
    """The spooler's own functions.

    Raises:
        Outage: this is no Windows.
    """
    load = getattr(ctypes, "WinDLL", None)
    if load is None:
        raise Outage("queue-no-spooler")
    spool: Winspool = load("winspool.drv", use_last_error=True)
    return spool
