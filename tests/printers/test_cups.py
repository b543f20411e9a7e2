"""Print queues: a real CUPS, real listeners behind it, and the truth about every job."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from packstation.errors import Outage
from packstation.printers import LANGUAGES, ipp
from packstation.printers.cups import CupsLink, QueuePatience
from packstation.printers.found import found_printers
from packstation.printers.links import Told, Unsure
from packstation.printers.page_size import paper_of
from packstation.waybill.label import draw
from packstation.waybill.size import dots
from tests.printers.cupsd import Cups, cups_in
from tests.printers.emulated import FIN, Temper, free_port, printing
from tests.printers.many_labels import SIZES, label
from tests.printers.readers import lies_in, zebra_picture

SHORT = QueuePatience(answer=5, trouble=1.5, whole=30)
DOCUMENT = b"^XA" + bytes(range(256)) * 40 + b"^XZ"


@pytest.fixture(scope="module")
def cups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cups]:
    with cups_in(tmp_path_factory.mktemp("cups") / "own") as running:
        yield running


def sent(cups: Cups, queue: str, patience: QueuePatience = SHORT) -> tuple[str, str]:
    try:
        return str(CupsLink(queue, cups.server, patience).send(DOCUMENT, "YT1.zpl")), ""
    except Outage as error:
        return "failed", error.reason
    except Unsure as error:
        return "unknown", error.reason


def test_a_label_comes_out_of_a_queue_byte_for_byte_and_is_printed(cups: Cups) -> None:
    with printing() as printer:
        cups.add_raw("whole", printer.port)
        assert sent(cups, "whole") == (Told.PRINTED, "")
        assert printer.documents == [DOCUMENT]


@pytest.mark.parametrize("language", ["pdf", "png"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_driver_behind_a_queue_prints_every_dot_on_any_stock(
    cups: Cups, size: tuple[int, int], language: str
) -> None:
    """Also on stock larger than the paper the queue was set up with."""
    image = draw(label(random.Random(5)), size, 203)
    with printing() as printer:
        queue = f"driven-{language}-{size[0]}-{size[1]}"
        cups.add_zebra(queue, printer.port)
        link = CupsLink(queue, cups.server, SHORT)
        assert link.send(LANGUAGES[language](image, 203), f"YT1.{language}") is Told.PRINTED
        (document,) = printer.documents
    assert lies_in(image, zebra_picture(document))


def test_a_paper_is_told_by_its_name_and_a_label_by_its_measures() -> None:
    for size, name in (((210, 297), "iso_a4_210x297mm"), ((148, 210), "iso_a5_148x210mm")):
        sheet = Image.new("1", dots(size, 300), 1)
        assert paper_of(LANGUAGES["pdf"](sheet, 300), "pdf") == name
        assert paper_of(LANGUAGES["png"](sheet, 300), "png") == name
    stock = Image.new("1", dots((100, 150), 203), 1)
    assert paper_of(LANGUAGES["pdf"](stock, 203), "pdf") == "Custom.285x427"
    assert paper_of(b"%PDF-1.4 of somebody else", "pdf") == ""
    assert paper_of(b"no picture", "png") == ""


def test_queues_and_ports_of_this_computer_are_found(
    cups: Cups, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cups.add_raw("found-one", free_port())
    cups.add_raw("found-two", free_port())
    (tmp_path / "dev" / "usb").mkdir(parents=True)
    (tmp_path / "dev" / "usb" / "lp0").touch()
    monkeypatch.setenv("CUPS_SERVER", cups.server)
    nobody = f"ws://127.0.0.1:{free_port()}"
    found = found_printers(tmp_path, nobody)
    assert {"queue:found-one", "queue:found-two"} <= set(found)
    assert found[-1] == f"device:{tmp_path}/dev/usb/lp0"
    monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{free_port()}")
    assert found_printers(tmp_path, nobody) == found[-1:]


def test_a_queue_whose_printer_is_dead_did_not_print_whatever_it_accepts(cups: Cups) -> None:
    cups.add_raw("dead", free_port())
    assert sent(cups, "dead") == ("unknown", "queue-still")
    left = cups.run("lpstat", "-o", "dead").stdout
    assert left == "", "taken back: it comes out at no later hour by itself"


def test_a_stopped_queue_is_given_nothing(cups: Cups) -> None:
    cups.add_raw("stopped", free_port())
    cups.run("cupsdisable", "-r", "no paper", "stopped")
    assert sent(cups, "stopped") == ("failed", "queue-stopped")
    assert cups.run("lpstat", "-o", "stopped").stdout == ""


def test_a_queue_that_takes_no_jobs_is_given_nothing(cups: Cups) -> None:
    cups.add_raw("closed", free_port())
    cups.run("cupsreject", "closed")
    assert sent(cups, "closed") == ("failed", "queue-closed")


def test_a_job_that_waits_behind_another_is_taken_back_untouched(cups: Cups, tmp_path: Path) -> None:
    cups.add_raw("long", free_port())
    (tmp_path / "other").write_bytes(b"somebody else's")
    cups.run("lp", "-d", "long", "-o", "raw", str(tmp_path / "other"))
    assert sent(cups, "long", QueuePatience(trouble=30, whole=1)) == ("failed", "queue-taken-back")
    cups.run("cancel", "-a", "long")


def test_a_printer_that_cuts_off_a_queue_did_not_print(cups: Cups) -> None:
    with printing(Temper(cut_at=1024, end=FIN)) as printer:
        cups.add_raw("cut", printer.port)
        outcome, _ = sent(cups, "cut")
        assert outcome != "failed"
        assert all(DOCUMENT.startswith(read) for read in printer.documents)


def test_a_queue_nobody_made_and_a_cups_that_is_not_there(cups: Cups) -> None:
    assert sent(cups, "nobody") == ("failed", "queue-unknown")
    assert sent(Cups(f"127.0.0.1:{free_port()}"), "any") == ("failed", "queue-no-cups")


def test_the_server_of_the_environment_is_asked(cups: Cups, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", cups.server)
    trouble = CupsLink("nobody").trouble()
    assert trouble is not None
    assert trouble.reason == "queue-unknown"


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@given(TEXT, st.integers(-(1 << 31), (1 << 31) - 1), st.lists(TEXT, min_size=1, max_size=4))
def test_what_is_asked_can_be_read_as_it_was_meant(name: str, job: int, wanted: list[str]) -> None:
    """An answer has the form of a question, its status in the place of the operation."""
    asked = ipp.request(0, {"job-name": name, "job-id": job, "requested-attributes": wanted})
    told = ipp.reply(asked)
    assert told.is_done
    assert told.texts("job-name") == (name,)
    assert told.number("job-id") == job
    assert told.texts("requested-attributes") == tuple(wanted)


@given(st.binary(max_size=120))
def test_noise_is_refused_as_noise(noise: bytes) -> None:
    try:
        told = ipp.reply(noise)
    except ValueError:
        return
    assert len(noise) >= 8
    assert told.status == int.from_bytes(noise[2:4], "big")
