"""Papers on their printers: with the label, on demand, at this desk's own printer, and never twice by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops

from packstation.desk.box_papers import Kind
from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.desk.profile import Profile, Profiles, folded
from packstation.domain.print_jobs import JobState, Paper, PrintJob
from packstation.domain.scan import Answer, Verdict
from packstation.printers.links import FileLink, Link
from packstation.printers.printer import Outcome, Printer
from packstation.words import load
from tests.builders import make_desk, scan_all
from tests.desk.shirts import FIRST, ONE, SHIRT, TWO, shirts
from tests.fakes import FakeLink
from tests.printers.readers import read_by_zbar, read_by_zxing

WORDS = load("en")
A4, A5 = (210, 297), (148, 210)


def office(link: Link, size: tuple[int, int] = A5) -> Printer:
    return Printer("pdf", link, size, 300)


def at_work(
    folder: Path,
    printers: Mapping[Paper, Printer],
    slips: tuple[str, ...] = ("packing",),
    label: Link | None = None,
) -> Desk:
    return make_desk(
        folder,
        shirts(ONE, 1),
        shirts(TWO, 1),
        options=DeskOptions(slips=slips),
        printers=printers,
        link=label,
    )


def jobs(desk: Desk) -> list[tuple[str, str, str]]:
    return [(job.printer, job.what, job.state.value) for job in reversed(desk.printing.jobs(20))]


def pages(file: Path) -> list[Image.Image]:
    with pdfium.PdfDocument(file) as document:
        return [page.render(scale=300 / 72, grayscale=True).to_pil() for page in document]


def printed(desk: Desk, paper: Paper, what: str, order: str = "") -> Answer:
    return desk.at_once(desk.paper_jobs.print(paper, what, order))


def test_the_slip_comes_with_the_first_label_and_only_with_that(tmp_path: Path) -> None:
    desk = at_work(tmp_path, {Paper.SLIP: office(FileLink(tmp_path / "slips"))}, ("priced", "gift"))
    scan_all(desk, ONE, SHIRT)
    assert jobs(desk) == [
        ("label", "", "printed"),
        ("slip", "priced", "printed"),
        ("slip", "gift", "printed"),
    ]
    scan_all(desk, "PKREPRINT")
    assert [job[0] for job in jobs(desk)] == ["label", "slip", "slip", "label"], (
        "a label torn is no slip torn"
    )
    (page,) = pages(tmp_path / "slips" / f"priced-{ONE}.pdf")
    assert abs(page.width - 1748) <= 2
    assert read_by_zxing(page) == read_by_zbar(page) == {ONE}
    order = desk.store.orders.get(ONE)
    assert order is not None
    assert scan_all(desk, FIRST)[0].state == "shipped"


def test_a_slip_that_does_not_come_out_stops_no_parcel_and_is_printed_again_on_demand(tmp_path: Path) -> None:
    link = FakeLink("failed", "unknown", "sent")
    desk = at_work(tmp_path, {Paper.SLIP: office(link)})
    answer = scan_all(desk, ONE, SHIRT)[-1]
    assert (answer.verdict, answer.state) == (Verdict.ORDER_COMPLETE, "labelled")
    assert "A paper was not printed" in WORDS.say(answer)
    (slip,) = (job for job in desk.printing.jobs(9) if job.paper is Paper.SLIP)
    answer = desk.at_once(desk.paper_jobs.again(slip.id))
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.NOT_READY, "paper-unknown")
    assert "Nobody knows whether the slip came out" in WORDS.say(answer)
    answer = desk.at_once(desk.paper_jobs.again(slip.id))
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.COMMAND_OK, "paper-out")
    assert [state for kind, _, state in jobs(desk) if kind == "slip"] == ["failed", "unknown", "sent"]
    assert scan_all(desk, FIRST)[0].state == "shipped"


def test_after_a_stop_no_paper_is_printed_by_itself(tmp_path: Path) -> None:
    link = FakeLink()
    desk = at_work(tmp_path, {Paper.SLIP: office(link)})
    scan_all(desk, ONE)
    waits, began = desk.scan(SHIRT).jobs[1], desk.paper_jobs.print(Paper.SLIP, "return", ONE).jobs[0]
    assert desk.printing.plan(began) is not None
    desk.store.close()
    again = make_desk(tmp_path, printers={Paper.SLIP: office(link)})
    states = {job.id: (job.state, job.detail) for job in again.printing.jobs(9)}
    assert states[waits] == (JobState.FAILED, "stopped-before")
    assert states[began] == (JobState.UNKNOWN, "stopped-while")
    assert link.sent == []
    assert again.printing.plan(began) is None


def test_what_waits_is_taken_back_and_a_label_is_not_printed_again_from_the_list(tmp_path: Path) -> None:
    desk = at_work(tmp_path, {Paper.SLIP: office(FakeLink())})
    scan_all(desk, ONE)
    label, slip = desk.scan(SHIRT).jobs
    answer = desk.paper_jobs.again(slip)
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.NOT_READY, "printing")
    desk.printing.cancel(slip)
    assert desk.printing.plan(slip) is None
    assert jobs(desk)[-1] == ("slip", "packing", "failed")
    answer = desk.paper_jobs.again(label)
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.NOT_READY, "reprint-label")


def test_without_a_printer_papers_are_files_and_the_sentence_says_which_setting(tmp_path: Path) -> None:
    desk = at_work(tmp_path, {})
    scan_all(desk, ONE, SHIRT)
    assert jobs(desk) == [("label", "", "printed")]
    for paper in (Paper.SLIP, Paper.PICK, Paper.MANIFEST):
        answer = desk.paper_jobs.print(paper, "packing", ONE)
        assert answer.facts["missing"] == "no-paper-printer"
        assert f"printers.{paper}.link" in WORDS.say(answer)
    assert answer.jobs == ()


def test_a_printer_taken_out_of_the_settings_meanwhile_prints_nothing(tmp_path: Path) -> None:
    desk = at_work(tmp_path, {Paper.SLIP: office(FakeLink())})
    (job,) = desk.paper_jobs.print(Paper.SLIP, "packing", ONE).jobs
    usual = desk._place.profiles.usual
    desk.set_up(Profiles(replace(usual, printers={Paper.LABEL: usual.printers[Paper.LABEL]})))
    assert desk.printing.plan(job) is None
    (known,) = desk.printing.jobs(1)
    assert known.state is JobState.FAILED
    assert "no-paper-printer" in known.detail


def test_pick_list_and_couriers_list_come_out_of_their_own_printers(tmp_path: Path) -> None:
    desk = at_work(
        tmp_path,
        {
            Paper.PICK: office(FileLink(tmp_path / "pick"), A4),
            Paper.MANIFEST: office(FileLink(tmp_path / "desk"), A4),
        },
    )
    batch = desk.picking.make(2).facts["batch"]
    assert printed(desk, Paper.PICK, str(batch)).facts["missing"] == "paper-out"
    (page,) = pages(tmp_path / "pick" / f"picklist-{batch}.pdf")
    assert read_by_zxing(page) == {ONE, TWO}
    assert printed(desk, Paper.PICK, "", ONE).facts["missing"] == "paper-out"
    scan_all(desk, ONE, SHIRT, "PKHANDOVER", FIRST, "PKHANDED")
    (manifest,) = desk.handing_over.latest()
    assert printed(desk, Paper.MANIFEST, str(manifest.id)).facts["missing"] == "paper-out"
    (page,) = pages(tmp_path / "desk" / f"manifest-{manifest.id}.pdf")
    assert f"PM{manifest.id:06d}" in read_by_zxing(page)
    answer = printed(desk, Paper.MANIFEST, "99")
    assert answer.jobs, "noted and refused when it is drawn"
    assert jobs(desk)[-1] == ("manifest", "99", "failed")


def test_a_desks_barcode_chooses_its_printers_and_survives_a_restart(tmp_path: Path) -> None:
    desk = at_work(tmp_path / "data", {})
    usual = desk._place.profiles.usual
    other_label = Printer("zpl", FileLink(tmp_path / "other"), (76, 130), 203)
    options = replace(usual.options, name="Desk-2", label_size=(76, 130))
    other = Profile(options, {Paper.LABEL: other_label}, usual.says)
    desk.set_up(Profiles(usual, {folded("Desk-2"): other}))
    answer = desk.scan("PKDESKDESK2")
    assert (answer.verdict, answer.facts["desk"]) == (Verdict.COMMAND_OK, "Desk-2")
    assert desk.options.label_size == (76, 130)
    scan_all(desk, ONE, SHIRT)
    assert [file.name for file in (tmp_path / "other").iterdir()] == [f"{FIRST}.zpl"]
    desk.scan("PKDESKDESK1")
    assert desk.options.label_size == (100, 150)
    scan_all(desk, TWO, SHIRT)
    assert len(list((tmp_path / "data" / "labels").glob("*.png"))) == 1


def test_a_slip_speaks_the_language_of_its_shops_buyers(tmp_path: Path) -> None:
    desk = at_work(tmp_path, {Paper.SLIP: office(FileLink(tmp_path / "slips"))})
    usual = desk._place.profiles.usual
    desk.set_up(Profiles(replace(usual, buyers={"": load("en"), "other": load("zh_TW")})))
    printed(desk, Paper.SLIP, "return", ONE)
    (page,) = pages(tmp_path / "slips" / f"return-{ONE}.pdf")
    drawn = {
        language: desk.box_papers.pages(ONE, Kind.RETURN, load(language), (148, 210), 300)[0]
        for language in ("en", "zh_CN")
    }
    unlike = {language: _unlike(page, picture) for language, picture in drawn.items()}
    assert unlike["en"] < unlike["zh_CN"] / 2, unlike
    assert desk.box_papers.words_for(ONE)("papers.return.title") == load("en")("papers.return.title")


def _unlike(one: Image.Image, other: Image.Image) -> int:
    """Dots that differ, of two pages of about the same size."""
    small = other.convert("1").resize(one.size)
    return sum(ImageChops.logical_xor(one.convert("1"), small).histogram()[255:])


def test_kinds_that_share_a_printer_wait_for_each_other(tmp_path: Path) -> None:
    desk = at_work(tmp_path, {Paper.SLIP: replace(office(FakeLink()), way="tcp:10.0.0.7")})
    usual = desk._place.profiles.usual
    label = replace(usual.printers[Paper.LABEL], way="tcp:10.0.0.7")
    desk.set_up(Profiles(replace(usual, printers={**usual.printers, Paper.LABEL: label})))
    queue = desk.printing.queue_of
    assert queue(PrintJob(1, ONE, 1, FIRST)) == queue(PrintJob(2, ONE, 0, "", printer="slip"))
    assert queue(PrintJob(3, "", 0, "", printer="manifest")) == "manifest"


@pytest.mark.parametrize("language", ["zpl", "tspl", "escpos", "pdf", "png"])
def test_several_pages_are_one_document_or_refused_before_anything_is_sent(
    language: str, tmp_path: Path
) -> None:
    page = Image.new("1", (608, 1040), 1)
    printer = Printer(language, FileLink(tmp_path), (76, 130), 203)
    outcome, detail = printer.print((page, page, page), "three")
    if language == "png":
        assert outcome is Outcome.FAILED
        assert "paper-needs-pdf" in detail
        assert list(tmp_path.iterdir()) == []
    else:
        assert (outcome, detail) == (Outcome.PRINTED, "")
        document = (tmp_path / f"three.{language}").read_bytes()
        starts = {"zpl": b"^XA", "tspl": b"PRINT 1,1", "escpos": b"\x1b@"}
        count = len(pages(tmp_path / "three.pdf")) if language == "pdf" else document.count(starts[language])
        assert count == 3
