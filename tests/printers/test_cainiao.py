"""The print component behind the link: one task a document, an honest answer to whatever the component does."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.errors import BadSetting, Outage
from packstation.printers import open_link
from packstation.printers.cainiao import CainiaoLink, ComponentPatience, found
from packstation.printers.component import Address, setting_of
from packstation.printers.links import Told, Unsure
from packstation.printers.printer import Outcome, Printer
from packstation.waybill.carrier_document import CarrierDocument
from packstation.words import LANGUAGES, load
from tests.emulators.cainiao_print import CERTIFICATE, Act, Component, PrinterOf, emulated
from tests.emulators.cainiao_print.sealing import print_data
from tests.printers.emulated import Temper, free_port, printing

SHORT = ComponentPatience(connect=2.0, answer=1.0, whole=1.0, again=0.6)
NUMBER = "YT0000000000001"
DOCUMENT = CarrierDocument(
    NUMBER,
    print_data(NUMBER),
    "http://cloudprint.cainiao.com/template/customArea/1",
    {"order_number": "4065"},
)


def link_to(component: Component, printer: str = "") -> CainiaoLink:
    address = f"{component.url}?printer={printer}" if printer else component.url
    return CainiaoLink(Address.of(address), SHORT)


def sent(link: CainiaoLink, name: str = "job-1") -> tuple[str, str]:
    """What is told of the document, and why."""
    try:
        return str(link.send(DOCUMENT.as_bytes(), name)), ""
    except Outage as error:
        return "failed", error.reason
    except Unsure as error:
        return "unknown", error.reason


def test_a_document_is_one_task_with_the_jobs_key_and_comes_out_once(tmp_path: Path) -> None:
    with emulated(tmp_path) as component:
        assert sent(link_to(component)) == (Told.PRINTED, "")
        [task] = component.books.tasks
        [document] = task.documents
        assert (task.id, task.printer, document["documentID"]) == ("job-1", "Cainiao Label", NUMBER)
        given, custom = document["contents"]
        assert given["encryptedData"]
        assert custom["data"] == {"order_number": "4065"}
        assert component.books.printed == [NUMBER]
        [command] = [one for one in component.books.heard if one["cmd"] == "print"]
        assert command["task"]["notifyType"] == ["render", "print"]


@pytest.mark.parametrize(
    ("act", "outcome", "reason", "came_out"),
    [
        (Act.OK, "printed", "", 1),
        (Act.SLOW, "printed", "", 1),
        (Act.EXTRA_KEYS, "printed", "", 1),
        (Act.FOREIGN_PUSH, "printed", "", 1),
        (Act.NEWER_PUSH, "printed", "", 1),
        (Act.NONSENSE, "printed", "", 1),
        (Act.RENDER_FAILED, "failed", "component-template", 0),
        (Act.OUT_OF_PAPER, "failed", "printer-paper-out", 0),
        (Act.REFUSED, "failed", "component-failed", 0),
        (Act.DROP_AFTER, "printed", "", 1),
        (Act.DROP_THEN_PRINT, "printed", "", 1),
        (Act.NO_PUSH, "printed", "", 1),
        (Act.DROP_BEFORE, "unknown", "component-unheard", 0),
        (Act.FORGOTTEN, "unknown", "component-unheard", 1),
        (Act.NOTHING, "unknown", "component-unheard", 0),
        (Act.RENDERED_ONLY, "unknown", "component-rendered", 0),
    ],
)
def test_whatever_the_component_does_is_told_as_it_is(
    tmp_path: Path, act: Act, outcome: str, reason: str, came_out: int
) -> None:
    with emulated(tmp_path, act) as component:
        assert sent(link_to(component)) == (outcome, reason)
        assert [one["cmd"] for one in component.books.heard].count("print") == 1, "never sent again by itself"
        assert len(component.books.printed) == came_out


def test_a_component_that_ends_before_the_task_was_sent_printed_nothing(tmp_path: Path) -> None:
    with emulated(tmp_path) as component:
        link = link_to(component)
    assert sent(link) == ("failed", "component-off")
    assert link.trouble()


def test_the_printer_of_the_address_is_taken_else_the_components_own(tmp_path: Path) -> None:
    with emulated(tmp_path) as component:
        component.books.printers.append(PrinterOf("热敏 打印机 50%"))
        assert sent(link_to(component, "热敏 打印机 50%")) == (Told.PRINTED, "")
        assert component.books.tasks[0].printer == "热敏 打印机 50%"
        assert sent(link_to(component, "Nobody")) == ("failed", "component-no-printer")
        component.books.default = ""
        assert sent(link_to(component)) == ("failed", "component-no-default")
        component.books.printers[1].status = "disable"
        assert sent(link_to(component, "Office")) == ("failed", "component-printer-off")
        assert len(component.books.tasks) == 1


def test_the_settings_are_offered_every_printer_the_default_one_first(tmp_path: Path) -> None:
    with emulated(tmp_path) as component:
        component.books.printers.append(PrinterOf("100% 热敏"))
        component.books.default = "Office"
        offered = found(component.url, SHORT)
        assert offered[0] == f"cainiao:{component.url}?printer=Office"
        assert len(offered) == 3
        for one in offered:
            link = open_link(one, tmp_path)
            assert link.trouble() is None
    assert found(f"ws://127.0.0.1:{free_port()}", SHORT) == ()
    assert found("nonsense", SHORT) == ()


@given(
    st.text(min_size=1).filter(lambda name: name.strip() == name and "\n" not in name and name.isprintable())
)
def test_any_name_of_a_printer_survives_the_settings(name: str) -> None:
    setting = setting_of("ws://localhost:13528", name)
    assert Address.of(setting.partition(":")[2]).printer == name


@pytest.mark.parametrize(
    "greeting", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", b"220 mail\r\n"]
)
def test_whoever_listens_there_and_is_no_component_is_named(greeting: bytes) -> None:
    with printing(Temper(greets=greeting, hangs_up=False)) as other:
        link = CainiaoLink(
            Address(secure=False, host="127.0.0.1", port=other.port), ComponentPatience(connect=0.5)
        )
        assert sent(link) == ("failed", "component-other")


def test_a_component_that_takes_the_call_and_answers_nothing_was_sent_nothing(tmp_path: Path) -> None:
    with emulated(tmp_path) as component:
        component.books.silent = True
        assert sent(link_to(component)) == ("failed", "component-silent")
        assert component.books.tasks == []


def test_an_unencrypted_component_is_not_talked_to_where_encryption_is_wanted(tmp_path: Path) -> None:
    with emulated(tmp_path) as component:
        link = CainiaoLink(Address(secure=True, host="127.0.0.1", port=component.port), SHORT)
        assert sent(link) == ("failed", "component-other")
        assert component.books.heard == []


def test_a_certificate_nobody_vouches_for_is_named(tmp_path: Path) -> None:
    with emulated(tmp_path, secure=True) as component:
        assert sent(link_to(component)) == ("failed", "component-certificate")
        assert component.books.heard == []


def test_an_encrypted_component_prints_once_its_certificate_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with emulated(tmp_path, Act.DROP_AFTER, secure=True) as component:
        link = link_to(component)
        assert link.address.secure
        assert link.trouble() is None
        assert found(component.url, SHORT)
        assert sent(link) == (Told.PRINTED, "")
        assert sent(link, "job-2") == (Told.PRINTED, "")
        assert [task.id for task in component.books.tasks] == ["job-1", "job-2"]
        assert component.books.printed == [NUMBER, NUMBER]


def test_a_certificate_of_another_computer_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with emulated(tmp_path, secure=True) as component:
        link = CainiaoLink(Address(secure=True, host="127.0.0.1", port=component.port), SHORT)
        assert sent(link) == ("failed", "component-certificate")
        assert component.books.heard == []


@pytest.mark.parametrize("way", ["ws", "wss"])
def test_a_component_that_starts_anew_in_the_middle_of_a_task_is_asked_and_told_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    secure = way == "wss"
    patience = ComponentPatience(connect=2.0, answer=1.0, whole=20.0, again=3.0)
    with emulated(tmp_path, Act.NOTHING, secure=secure) as component, ThreadPoolExecutor(1) as worker:
        link = CainiaoLink(Address.of(component.url), patience)
        sending = worker.submit(sent, link)
        component.books.until_taken()
        component.stop()
        before = len(component.books.heard)
        component.start()
        assert sending.result(30) == ("unknown", "component-unheard")
        heard = {one["cmd"] for one in component.books.heard[before:]}
        assert heard == {"getTaskStatus"}, "asked for the task, and not given it again"
        assert (len(component.books.tasks), component.books.printed) == (1, [])


def test_a_component_that_does_not_come_back_leaves_the_label_unknown(tmp_path: Path) -> None:
    patience = ComponentPatience(connect=1.0, answer=1.0, whole=20.0, again=0.5)
    with emulated(tmp_path, Act.NOTHING) as component, ThreadPoolExecutor(1) as worker:
        sending = worker.submit(sent, CainiaoLink(Address.of(component.url), patience))
        component.books.until_taken()
        component.stop()
        assert sending.result(30) == ("unknown", "component-unheard")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ws://192.168.1.5:13528", "printer-link-plain"),
        ("ws://print.example", "printer-link-plain"),
        ("http://localhost:13528", "printer-link"),
        ("ws://localhost:99999", "printer-link"),
        ("ws://localhost:13528?papersize=4", "printer-link"),
        ("localhost:13528", "printer-link"),
        ("ws://user@localhost:13528", "printer-link"),
    ],
)
def test_an_address_that_is_none_or_plain_to_another_computer_is_refused(address: str, reason: str) -> None:
    with pytest.raises(BadSetting) as refused:
        open_link(f"cainiao:{address}", Path())
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "address", ["ws://localhost", "ws://127.0.0.1:13528", "ws://[::1]:13528", "wss://desk-7:13529"]
)
def test_this_computer_plainly_and_others_encrypted(address: str) -> None:
    assert isinstance(open_link(f"cainiao:{address}", Path()), CainiaoLink)


def test_a_name_that_leads_elsewhere_is_noticed_when_it_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever "localhost" was made to mean: plain data stay on this computer."""
    ours, theirs = socket.socketpair()
    monkeypatch.setattr(ours.__class__, "getpeername", lambda _: ("192.0.2.1", 1), raising=False)
    monkeypatch.setattr(socket, "create_connection", lambda *_: ours)
    with theirs, pytest.raises(Outage, match="component-not-here"):
        CainiaoLink(Address(secure=False, host="localhost", port=1), SHORT).send(b"{}", "x")


def test_a_drawn_label_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    from PIL import Image

    with emulated(tmp_path) as component:
        printer = Printer("pdf", link_to(component), way="cainiao:x")
        outcome, detail = printer.print(Image.new("1", (800, 1200)), NUMBER)
        assert outcome is Outcome.FAILED
        assert "link-takes-carriers" in detail
        assert component.books.heard == []


def test_print_data_that_are_none_are_refused_before_anything_is_sent(tmp_path: Path) -> None:
    with emulated(tmp_path) as component:
        for broken in ("", "{}", "[1]", "no json", '"text"', '{"templateURL": "x"}'):
            printer = Printer("pdf", link_to(component))
            outcome, detail = printer.print(CarrierDocument(NUMBER, broken), "job-1")
            assert outcome is Outcome.FAILED
            assert "print-data-broken" in detail
        assert component.books.heard == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_failure_is_one_plain_sentence(tmp_path: Path, language: str) -> None:
    words = load(language)
    with emulated(tmp_path, Act.RENDER_FAILED, Act.OUT_OF_PAPER, Act.REFUSED, Act.NOTHING) as component:
        for _ in range(4):
            link = link_to(component)
            with pytest.raises((Outage, Unsure)) as failed:
                link.send(DOCUMENT.as_bytes(), "job-1")
            said = words.error(failed.value)
            assert "[" not in said
            assert "{" not in said
            assert len(said) > 8
