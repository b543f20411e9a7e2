"""A printer in the network, with everything that goes wrong between here and there."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from packstation.errors import BadSetting, Outage, PackstationError
from packstation.printers import open_link
from packstation.printers.line import Patience, deliver
from packstation.printers.links import Told, Unsure, Where
from packstation.printers.setup import Setup, media_of
from packstation.printers.status import DIALECTS
from packstation.printers.tcp import PORT, TcpLink
from tests.printers.emulated import FIN, RST, SILENCE, Printer, Temper, free_port, printing

SHORT = Patience(connect=1.0, answer=0.3, stall=0.6, close=0.6, whole=8.0)
DOCUMENT = b"^XA" + bytes(range(256)) * 40 + b"^XZ"
LARGE = DOCUMENT * 400
"""More than the buffers of both ends take."""


def link_to(printer: Printer, language: str = "", *, waits: bool = True) -> TcpLink:
    return TcpLink("127.0.0.1", printer.port, DIALECTS.get(language), waits=waits, patience=SHORT)


def sent(link: TcpLink, document: bytes = DOCUMENT) -> tuple[str, str]:
    """What is told of a document, and why."""
    try:
        return str(link.send(document, "a.zpl")), ""
    except Outage as error:
        return "failed", error.reason
    except Unsure as error:
        return "unknown", error.reason


def test_a_document_arrives_byte_for_byte_and_is_sent() -> None:
    with printing() as printer:
        assert sent(link_to(printer), LARGE) == (Told.SENT, "")
        assert printer.documents == [LARGE]


@pytest.mark.parametrize("language", ["zpl", "tspl"])
def test_a_printer_that_answers_has_printed_when_it_is_idle_again(language: str) -> None:
    with printing(Temper(speaks=language, busy=3)) as printer:
        assert sent(link_to(printer, language)) == (Told.PRINTED, "")
        assert printer.documents == [DOCUMENT]
        assert printer.asked >= 5


@pytest.mark.parametrize("language", ["zpl", "tspl"])
def test_a_printer_that_was_never_seen_busy_cannot_say_that_it_printed(language: str) -> None:
    """Its status may overtake the label: idle may mean that it has not begun."""
    with printing(Temper(speaks=language)) as printer:
        assert sent(link_to(printer, language)) == (Told.SENT, "")


def test_a_printer_that_cannot_answer_is_sent_the_label_all_the_same() -> None:
    with printing() as printer:
        assert sent(link_to(printer, "zpl")) == (Told.SENT, "")
        assert printer.documents == [DOCUMENT]


@pytest.mark.parametrize(
    ("language", "flag", "reason"),
    [
        ("zpl", "paper-out", "printer-paper-out"),
        ("zpl", "head-open", "printer-cover-open"),
        ("zpl", "paused", "printer-paused"),
        ("zpl", "ribbon-out", "printer-ribbon-out"),
        ("zpl", "full", "printer-busy"),
        ("zpl", "hot", "printer-hot"),
        ("tspl", "paper-out", "printer-paper-out"),
        ("tspl", "head-open", "printer-cover-open"),
        ("tspl", "paused", "printer-paused"),
        ("tspl", "jam", "printer-jam"),
        ("tspl", "fault", "printer-fault"),
    ],
)
def test_a_printer_in_trouble_is_sent_nothing(language: str, flag: str, reason: str) -> None:
    with printing(Temper(speaks=language, flags=(flag,))) as printer:
        link = link_to(printer, language)
        assert sent(link) == ("failed", reason)
        assert printer.documents == []
        trouble = link.trouble()
        assert trouble is not None
        assert trouble.reason == reason


@pytest.mark.parametrize(
    ("becomes", "reason"),
    [
        (("paper-out",), "printer-paper-out-now"),
        (("head-open",), "printer-cover-open-now"),
        (("dead",), "printer-gone"),
    ],
)
def test_trouble_while_it_prints_leaves_it_open_what_came_out(becomes: tuple[str, ...], reason: str) -> None:
    with printing(Temper(speaks="zpl", busy=50, turns=dict.fromkeys(range(3, 99), becomes))) as printer:
        assert sent(link_to(printer, "zpl")) == ("unknown", reason)


def test_a_printer_that_never_gets_done_is_waited_for_no_longer_than_patience_lasts() -> None:
    with printing(Temper(speaks="zpl", busy=10_000)) as printer:
        link = TcpLink("127.0.0.1", printer.port, DIALECTS["zpl"], patience=Patience(whole=0.5))
        assert sent(link) == ("unknown", "printer-slow")


def test_a_printer_that_is_off_is_sent_nothing() -> None:
    link = TcpLink("127.0.0.1", free_port(), patience=SHORT)
    assert sent(link) == ("failed", "printer-off")
    assert isinstance(link.trouble(), PackstationError)


def test_a_name_that_nobody_has_is_sent_nothing() -> None:
    assert sent(TcpLink("no-such-printer.invalid", patience=SHORT)) == ("failed", "printer-no-name")


def test_a_host_that_does_not_take_the_call_is_not_waited_for() -> None:
    """The queue of calls is full: the next one is neither taken nor refused."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            assert sent(TcpLink("127.0.0.1", port, patience=SHORT)) == ("failed", "printer-not-there")


@pytest.mark.parametrize("size", [DOCUMENT, LARGE], ids=["small", "more than buffers take"])
def test_a_host_that_takes_the_call_and_says_nothing_leaves_it_open(size: bytes) -> None:
    with printing(Temper(reads=False)) as printer:
        outcome, reason = sent(link_to(printer), size)
        assert outcome == "unknown"
        assert reason == ("printer-silent" if size == DOCUMENT else "printer-stuck")


def test_a_printer_that_never_hangs_up_is_believed_where_the_settings_say_so() -> None:
    with printing(Temper(hangs_up=False)) as printer:
        assert sent(link_to(printer)) == ("unknown", "printer-silent")
        assert sent(link_to(printer, waits=False)) == (Told.SENT, "")
        assert printer.documents == [DOCUMENT, DOCUMENT]


@pytest.mark.parametrize("greeting", [b"SSH-2.0-OpenSSH_9.2\r\n", b"220 mail ready\r\n"])
@pytest.mark.parametrize("language", ["zpl", ""])
def test_a_host_that_is_no_printer_is_named(greeting: bytes, language: str) -> None:
    with printing(Temper(greets=greeting)) as printer:
        outcome, reason = sent(link_to(printer, language))
    assert reason == "printer-wrong-host"
    # without a question the label may be quicker than the greeting
    assert outcome == "failed" if language else outcome in ("failed", "unknown")
    assert outcome != "failed" or printer.documents == []


class Early:
    """An open way on which somebody introduced himself before anything was asked."""

    where: Mapping[str, object] = {}

    def __init__(self, greeting: bytes) -> None:
        self.said = [greeting]
        self.heard = b""

    def pull(self, wait: float) -> bytes | None:
        del wait
        return self.said.pop() if self.said else b""

    def push(self, data: memoryview) -> int:
        self.heard += bytes(data)
        return len(data)

    def finish(self) -> Told:
        return Told.SENT


@pytest.mark.parametrize("language", ["zpl", "tspl"])
def test_a_greeting_that_comes_before_the_question_is_heard(language: str) -> None:
    line = Early(b"SSH-2.0-OpenSSH_9.2\r\n")
    with pytest.raises(Outage, match="printer-wrong-host"):
        deliver(line, DOCUMENT, DIALECTS[language], SHORT)
    assert line.heard == b""


SIZES = {
    "0": 0, "1": 1, "header": 3, "1 kB": 1024, "middle": len(DOCUMENT) // 2, "last but one": len(DOCUMENT) - 1,
    "last": len(DOCUMENT), "after last": len(DOCUMENT) + 1,
}  # fmt: skip


@pytest.mark.parametrize("end", [RST, FIN, SILENCE])
@pytest.mark.parametrize("place", SIZES)
@pytest.mark.parametrize("language", ["", "zpl"])
def test_whatever_place_it_ends_at_the_truth_is_told(place: str, end: str, language: str) -> None:
    """Failed only where nothing was read, sent or printed only where everything was; never sent twice."""
    with printing(Temper(speaks=language, cut_at=SIZES[place], end=end)) as printer:
        outcome, reason = sent(link_to(printer, language))
    read = printer.documents[0] if printer.documents else b""
    assert len(printer.documents) <= 1
    assert printer.calls == 1
    assert DOCUMENT.startswith(read)
    if outcome == "failed":
        assert read == b"", reason
    if outcome in ("sent", "printed"):
        assert read == DOCUMENT
        assert place in ("last", "after last")
    if place not in ("0", "last", "after last"):
        assert outcome == "unknown", reason


@pytest.mark.parametrize("end", [RST, FIN])
@pytest.mark.parametrize("place", [1024, 100_000, len(LARGE) - 1])
def test_a_long_document_cut_off_is_never_called_sent(place: int, end: str) -> None:
    with printing(Temper(cut_at=place, end=end)) as printer:
        outcome, _ = sent(link_to(printer), LARGE)
    assert outcome == "unknown"


def test_a_slow_reader_gets_everything() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        read = bytearray()

        def slowly() -> None:
            call, _ = listener.accept()
            with call:
                while said := call.recv(3000):
                    read.extend(said)

        thread = threading.Thread(target=slowly)
        thread.start()
        link = TcpLink("127.0.0.1", listener.getsockname()[1], patience=SHORT)
        assert sent(link, LARGE) == (Told.SENT, "")
        thread.join()
    assert bytes(read) == LARGE


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("10.0.0.9", "10.0.0.9", PORT),
        ("10.0.0.9:6101", "10.0.0.9", 6101),
        ("printer.local:9100?waiteof=false", "printer.local", 9100),
        ("[fe80::1]:9100", "fe80::1", 9100),
        ("[::1]", "::1", PORT),
    ],
)
def test_addresses_are_read(address: str, host: str, port: int) -> None:
    link = TcpLink.at(Where(address, Path()))
    assert (link.host, link.port) == (host, port)


@pytest.mark.parametrize(
    "address", ["a b", "host:0", "host:70000", "host:x", ":9100", "host:1:2", "h?waiteof=x"]
)
def test_addresses_that_are_none_are_refused(address: str) -> None:
    with pytest.raises(BadSetting) as refused:
        open_link(f"tcp:{address}", Path())
    assert refused.value.reason == "printer-link"


@pytest.mark.parametrize(
    ("stock", "turn", "is_right"), [((100, 156), 0, True), ((76, 130), 0, False), ((156, 100), 90, True)]
)
def test_labels_of_another_length_are_noticed_before_anything_is_sent(
    stock: tuple[int, int], turn: int, *, is_right: bool
) -> None:
    """The emulated printer has measured labels of 1245 dots, 155.6 mm."""
    media = media_of(stock, 203, Setup(turn=turn, check_media=True))
    with printing(Temper(speaks="zpl", busy=1)) as printer:
        link = open_link(printer.link, Path(), "zpl", media=media)
        if is_right:
            assert link.send(DOCUMENT, "a.zpl") is Told.PRINTED
            return
        with pytest.raises(Outage) as refused:
            link.send(DOCUMENT, "a.zpl")
        assert (refused.value.reason, refused.value.data["has"], refused.value.data["wants"]) == (
            "printer-other-media", 156, 130,
        )  # fmt: skip
        assert printer.documents == []
        trouble = link.trouble()
        assert trouble is not None
        assert trouble.reason == "printer-other-media"


def test_labels_are_only_measured_where_that_is_wanted_and_the_printer_can_say_it() -> None:
    assert media_of((76, 130), 203, Setup()) is None
    media = media_of((76, 130), 203, Setup(check_media=True))
    assert media is not None
    assert not media.differs(0)
    with printing(Temper(speaks="tspl", busy=1)) as printer:
        assert open_link(printer.link, Path(), "tspl", media=media).send(DOCUMENT, "a.tspl") is Told.PRINTED
