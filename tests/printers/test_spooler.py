# ruff: noqa: N802, ARG002  (the names and arguments are those of Windows)
"""The Windows spooler behind a fake of its library, called exactly as the real one would be."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest

from packstation.errors import Outage
from packstation.printers.links import Told, Unsure
from packstation.printers.spooler import DocInfo, JobInfo, SpoolerLink, SpoolPatience

PAUSED, ERROR, DELETED, OFFLINE, NO_PAPER, PRINTING, PRINTED = 0x1, 0x2, 0x100, 0x20, 0x40, 0x10, 0x80
DOCUMENT = bytes(range(256)) * 10


class FakeSpooler:
    """``winspool.drv`` as far as it is used; ``states`` are a job's flags at each look, None: it is gone."""

    def __init__(self, *states: int | None, fails: str = "", takes: int = 1000) -> None:
        self.states = list(states)
        self.fails = fails
        self.takes = takes
        self.written = b""
        self.calls: list[str] = []
        self.kind = ""
        self.was_taken_back = False

    def _called(self, name: str) -> int:
        self.calls.append(name)
        return int(name != self.fails)

    def OpenPrinterW(self, name: Any, handle: Any, defaults: Any) -> int:
        assert name == "Zebra"
        assert defaults is None
        handle._obj.value = 4711
        return self._called("open")

    def ClosePrinter(self, handle: Any) -> int:
        assert handle.value == 4711
        return self._called("close")

    def StartDocPrinterW(self, handle: Any, level: Any, info: Any) -> int:
        assert (handle.value, level) == (4711, 1)
        assert isinstance(info._obj, DocInfo)
        self.kind = info._obj.pDatatype
        return self._called("start") * 12

    def StartPagePrinter(self, handle: Any) -> int:
        return self._called("page")

    def EndPagePrinter(self, handle: Any) -> int:
        return self._called("end-page")

    def EndDocPrinter(self, handle: Any) -> int:
        return self._called("end")

    def AbortPrinter(self, handle: Any) -> int:
        return self._called("abort")

    def WritePrinter(self, handle: Any, data: Any, size: Any, written: Any) -> int:
        assert len(data) == size
        if self.fails == "write" or (self.fails == "write-later" and self.written):
            return 0
        written._obj.value = min(size, self.takes)
        self.written += data[: self.takes]
        return self._called("write")

    def GetJobW(self, handle: Any, job: Any, level: Any, into: Any, size: Any, needed: Any) -> int:
        assert (job, level) == (12, 1)
        state = self.states[0]
        if state is None:
            return 0
        needed._obj.value = ctypes.sizeof(JobInfo) + 64
        if into is None:
            return 0
        JobInfo.from_buffer(into).Status = state
        if len(self.states) > 1:
            self.states.pop(0)
        return 1

    def SetJobW(self, handle: Any, job: Any, level: Any, info: Any, command: Any) -> int:
        assert (job, level, info, command) == (12, 0, None, 5)
        self.was_taken_back = True
        return 1


def sent(spooler: FakeSpooler) -> tuple[str, str]:
    link = SpoolerLink("Zebra", spooler, SpoolPatience(trouble=0.05, whole=0.6))
    try:
        return str(link.send(DOCUMENT, "a.zpl")), ""
    except Outage as error:
        return "failed", error.reason
    except Unsure as error:
        return "unknown", error.reason


def test_a_label_is_spooled_untouched_and_followed_until_it_is_printed() -> None:
    spooler = FakeSpooler(PRINTING, PRINTING | PRINTED)
    assert sent(spooler) == (Told.PRINTED, "")
    assert spooler.written == DOCUMENT
    assert spooler.kind == "RAW"
    assert spooler.calls == ["open", "start", "page", "write", "write", "write", "end-page", "end", "close"]


def test_a_job_that_left_the_list_was_sent() -> None:
    assert sent(FakeSpooler(None)) == (Told.SENT, "")


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        (NO_PAPER, "printer-paper-out-now"),
        (OFFLINE, "queue-no-printer"),
        (ERROR, "queue-held"),
        (PAUSED, "queue-held"),
        (DELETED, "queue-cancelled"),
        (PRINTING, "queue-slow"),
    ],
)
def test_a_job_that_does_not_end_is_taken_back_and_nobody_knows(flags: int, reason: str) -> None:
    spooler = FakeSpooler(flags)
    assert sent(spooler) == ("unknown", reason)
    assert spooler.was_taken_back
    assert spooler.calls[-1] == "close"


@pytest.mark.parametrize("fails", ["open", "start", "page", "write"])
def test_a_spooler_that_takes_nothing_has_printed_nothing(fails: str) -> None:
    spooler = FakeSpooler(PRINTED, fails=fails)
    assert sent(spooler) == ("failed", "queue-refused")
    assert spooler.written == b""


@pytest.mark.parametrize("fails", ["write-later", "end-page", "end"])
def test_a_spooler_that_breaks_off_leaves_it_open(fails: str) -> None:
    assert sent(FakeSpooler(PRINTED, fails=fails)) == ("unknown", "queue-lost")


def test_elsewhere_there_is_no_spooler_and_a_sentence_says_so() -> None:
    trouble = SpoolerLink("Zebra").trouble()
    assert trouble is not None
    assert trouble.reason == "queue-no-spooler"
