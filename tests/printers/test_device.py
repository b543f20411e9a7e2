"""A printer on a cable: real terminals and pipes of the system in the place of its device."""

from __future__ import annotations

import contextlib
import os
import select
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from packstation.errors import Outage
from packstation.printers.device import DeviceLine, DeviceLink
from packstation.printers.line import Patience
from packstation.printers.links import Told, Unsure
from packstation.printers.status import DIALECTS
from tests.printers.emulated import ZPL_ASK, status_zpl

SHORT = Patience(answer=0.3, stall=0.4, whole=5.0)
DOCUMENT = bytes(range(256)) * 30


def link_to(path: Path | str, language: str = "") -> DeviceLink:
    return DeviceLink(Path(path), DIALECTS.get(language), SHORT)


def sent(link: DeviceLink, document: bytes = DOCUMENT) -> tuple[str, str]:
    try:
        return str(link.send(document, "a.zpl")), ""
    except Outage as error:
        return "failed", error.reason
    except Unsure as error:
        return "unknown", error.reason


class Cable:
    """A serial printer at the far end of a pseudo-terminal; answers ~HS where it has ``flags``."""

    def __init__(self, flags: tuple[str, ...] | None, *, reads: bool = True) -> None:
        self.far, near = os.openpty()
        tty.setraw(near)
        self.path = os.ttyname(near)
        self._near = near
        self.read = bytearray()
        self.flags = flags
        self.was_asked = 0
        self._thread = threading.Thread(target=self._go, daemon=True)
        if reads:
            self._thread.start()

    def _go(self) -> None:
        with contextlib.suppress(OSError):
            while said := os.read(self.far, 4096):
                self._take(said)

    def _take(self, said: bytes) -> None:
        if ZPL_ASK in said and self.flags is not None:
            self.was_asked += 1
            os.write(self.far, status_zpl(self.flags))
        self.read += said.replace(ZPL_ASK, b"")

    def close(self) -> None:
        os.close(self._near)
        if self._thread.is_alive():
            self._thread.join(10)
        os.close(self.far)


@contextlib.contextmanager
def cable(flags: tuple[str, ...] | None = None, *, reads: bool = True) -> Iterator[Cable]:
    made = Cable(flags, reads=reads)
    try:
        yield made
    finally:
        made.close()


def test_every_byte_arrives_as_it_is() -> None:
    with cable() as made:
        assert sent(link_to(made.path)) == (Told.SENT, "")
    assert bytes(made.read) == DOCUMENT


def test_a_printer_that_answers_has_printed() -> None:
    with cable(()) as made:
        assert sent(link_to(made.path, "zpl")) == (Told.PRINTED, "")
    assert bytes(made.read) == DOCUMENT
    assert made.was_asked >= 3


def test_a_printer_without_paper_is_sent_nothing() -> None:
    with cable(("paper-out",)) as made:
        link = link_to(made.path, "zpl")
        assert sent(link) == ("failed", "printer-paper-out")
        trouble = link.trouble()
        assert trouble is not None
        assert trouble.reason == "printer-paper-out"
    assert bytes(made.read) == b""


def test_a_printer_that_stops_taking_bytes_leaves_it_open() -> None:
    with cable(reads=False) as made:
        assert sent(link_to(made.path), DOCUMENT * 20) == ("unknown", "printer-stuck")


def test_a_pipe_takes_a_label_and_no_status(tmp_path: Path) -> None:
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert sent(link_to(pipe, "zpl")) == (Told.SENT, "")
    assert os.read(reader, 1 << 16) == DOCUMENT
    os.close(reader)


def test_a_reader_that_leaves_half_way_leaves_it_open(tmp_path: Path) -> None:
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    def take() -> None:
        left = 100
        while left:
            with contextlib.suppress(BlockingIOError):
                left -= len(os.read(reader, left))
        os.close(reader)

    thread = threading.Thread(target=take)
    thread.start()
    outcome, reason = sent(link_to(pipe), DOCUMENT * 100)
    thread.join(10)
    assert (outcome, reason) == ("unknown", "printer-cut")


def test_a_printer_unplugged_behind_the_last_byte_leaves_it_open(tmp_path: Path) -> None:
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    handle = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    line = DeviceLine(handle, {"printer": "lp0"}, SHORT, can_read=False)
    try:
        assert line.push(memoryview(b"label")) == 5
        os.close(reader)
        with pytest.raises(Unsure, match="printer-broke-off"):
            line.finish()
    finally:
        os.close(handle)


PLACES = {
    "0": 0, "1": 1, "header": 3, "1 kB": 1024, "middle": len(DOCUMENT) // 2, "last but one": len(DOCUMENT) - 1,
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", ["pipe", "cable"])
def test_whatever_byte_it_is_unplugged_at_it_is_neither_sent_nor_called_failed(
    tmp_path: Path, kind: str, place: str
) -> None:
    """The far end reads so much and is gone; the rest lies in a buffer that nobody reads."""
    document, left = DOCUMENT * 100, PLACES[place]
    if kind == "pipe":
        path: Path | str = tmp_path / "lp0"
        os.mkfifo(path)
        far, near = os.open(path, os.O_RDONLY | os.O_NONBLOCK), -1
    else:
        far, near = os.openpty()
        tty.setraw(near)
        path = os.ttyname(near)

    def take(most: int) -> None:
        select.select([far], [], [], 10)
        while most:
            with contextlib.suppress(BlockingIOError):
                most -= len(os.read(far, most))
        os.close(far)

    thread = threading.Thread(target=take, args=(left,))
    thread.start()
    outcome, reason = sent(link_to(path), document)
    thread.join(10)
    if near >= 0:
        os.close(near)
    assert (outcome, bool(reason)) == ("unknown", True)


def test_what_is_not_there_or_no_printer_is_sent_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    os.mkfifo(tmp_path / "nobody-reads")
    found = [
        sent(link_to(path))
        for path in (tmp_path / "none", tmp_path / "file", tmp_path / "nobody-reads", tmp_path)
    ]
    assert found == [
        ("failed", "printer-unplugged"),
        ("failed", "printer-no-device"),
        ("failed", "printer-unplugged"),
        ("failed", "printer-no-device"),
    ]
    assert (tmp_path / "file").read_bytes() == b"kept"
