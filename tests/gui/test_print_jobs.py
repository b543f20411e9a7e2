"""Ctrl+L: what was printed, what waits, what nobody knows; papers that come out of their own printers."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from packstation.domain.print_jobs import Paper
from packstation.gui.job_dialog import JobSheet
from packstation.gui.side_parts import NoteBox
from packstation.gui.waybill_dialog import WaybillSheet
from packstation.printers.links import FileLink, Link, Told
from packstation.printers.printer import Printer
from packstation.waybill.size import dots
from tests.fakes import FakeLink
from tests.gui.packer import BOOK, SINGLE, Open, Packer, orders
from tests.gui.test_clipping import clipped

CONTROL = Qt.KeyboardModifier.ControlModifier
A5 = (148, 210)


def job_sheet(packer: Packer) -> JobSheet:
    packer.key(Qt.Key.Key_L, CONTROL)
    (sheet,) = packer.window.open_sheets()
    assert isinstance(sheet, JobSheet)
    return sheet


def office(link: Link) -> dict[Paper, Printer]:
    return {Paper.SLIP: Printer("pdf", link, A5, 300), Paper.PICK: Printer("pdf", link, (210, 297), 300)}


def test_the_list_is_empty_and_says_so(at_desk: Open) -> None:
    packer = at_desk(*orders(), language="en")
    sheet = job_sheet(packer)
    assert sheet.subtitle.text() == "Nothing was printed yet."
    packer.key(Qt.Key.Key_Escape)
    assert packer.window.open_sheets() == []


def test_a_slip_goes_out_with_one_key_and_stands_in_the_list(
    at_desk: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    packer = at_desk(*orders(), language="en", printers=office(FileLink(tmp_path / "slips")))
    packer.scan(SINGLE)
    packer.key(Qt.Key.Key_F8)
    (sheet,) = packer.window.open_sheets()
    assert isinstance(sheet, WaybillSheet)
    packer.key(Qt.Key.Key_F5)
    qtbot.waitUntil((tmp_path / "slips" / f"packing-{SINGLE}.pdf").exists)
    qtbot.waitUntil(lambda: not packer.window.parts.labels.is_busy)
    sheet_of_jobs = job_sheet(packer)
    (row,) = sheet_of_jobs.table.rows
    assert (row.kind, row.state) == ("Packing slip", "printed")
    assert clipped(packer.window) == []


def test_a_paper_nobody_knows_of_is_printed_again_only_by_hand(at_desk: Open, qtbot: QtBot) -> None:
    link = FakeLink("unknown")
    packer = at_desk(*orders(), language="en", printers=office(link))
    packer.window.parts.session.tell(lambda: packer.desk.paper_jobs.print(Paper.SLIP, "packing", SINGLE))
    qtbot.waitUntil(lambda: "Nobody knows" in packer.window.banner.shown.detail)
    sheet = job_sheet(packer)
    assert [row.state for row in sheet.table.rows] == ["nobody knows"]
    assert len(link.sent) == 1
    packer.key(Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: [row.state for row in sheet.table.rows] == ["printed", "nobody knows"])
    assert len(link.sent) == 2
    assert "on its way" in sheet.note.text()


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key while a printer is still busy."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)


class SlowLink(Link):
    """A printer that takes its time."""

    def __init__(self) -> None:
        self.go = Event()

    def send(self, document: bytes, name: str) -> Told:
        assert document
        assert self.go.wait(10), name
        return Told.PRINTED


def test_what_still_waits_is_taken_back_with_a_key_and_the_list_follows_the_printer(
    at_desk: Open, qtbot: QtBot
) -> None:
    link = SlowLink()
    packer = at_desk(*orders(), language="en", printers=office(link))
    jobs = packer.desk.paper_jobs
    packer.window.parts.session.tell(lambda: jobs.print(Paper.SLIP, "packing", SINGLE))
    packer.window.parts.session.tell(lambda: jobs.print(Paper.SLIP, "return", SINGLE))
    press(Qt.Key.Key_L, CONTROL)
    (sheet,) = packer.window.open_sheets()
    assert isinstance(sheet, JobSheet)
    qtbot.waitUntil(lambda: [row.state for row in sheet.table.rows] == ["waits", "is being sent"])
    press(Qt.Key.Key_F8)
    assert [row.state for row in sheet.table.rows] == ["not printed", "is being sent"]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_F8)
    assert "cannot be taken back" in sheet.note.text()
    link.go.set()
    qtbot.waitUntil(lambda: [row.state for row in sheet.table.rows] == ["not printed", "printed"])


def test_a_pick_list_goes_to_its_printer_and_a_scan_goes_on_while_the_list_is_open(
    at_desk: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    packer = at_desk(*orders(), language="en", printers=office(FileLink(tmp_path / "out")))
    packer.key(Qt.Key.Key_P, CONTROL)
    packer.key(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: list((tmp_path / "out").glob("picklist-*.pdf")) != [])
    packer.key(Qt.Key.Key_Escape)
    job_sheet(packer)
    packer.scan(SINGLE)
    assert packer.window.open_sheets() == []
    packer.scan(BOOK)
    assert packer.word == "Order complete"


def test_a_label_that_came_as_a_file_takes_the_place_of_our_own(
    at_desk: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    packer = at_desk(*orders(), language="en")
    packer.scan(SINGLE, BOOK)
    qtbot.waitUntil(lambda: not packer.window.parts.labels.is_busy)
    order = packer.desk.view(SINGLE)
    assert order is not None
    (waybill,) = order.order.live_waybills
    size = packer.desk.options.label_size
    theirs = Image.new("1", dots(size, packer.desk.options.dpi), 1)
    theirs.paste(0, (50, 50, 300, 200))
    theirs.save(tmp_path / "theirs.png")
    packer.key(Qt.Key.Key_F8)
    packer.key(Qt.Key.Key_F7)
    (chooser,) = packer.window.findChildren(QFileDialog)
    assert not chooser.isModal()
    chooser.fileSelected.emit(str(tmp_path / "theirs.png"))
    chooser.close()
    kept = packer.desk.given_labels.folder / f"{waybill}@0"
    qtbot.waitUntil(kept.exists)
    shown = packer.desk.label_image(SINGLE)
    assert shown is not None
    assert shown.tobytes() == theirs.tobytes()

    kept.write_bytes(b"")  # damaged on the disk: the sheet still opens, and says so
    packer.key(Qt.Key.Key_F8)
    (sheet,) = packer.window.open_sheets()
    assert isinstance(sheet, WaybillSheet)
    assert sheet.preview is None
    assert any("is no label" in note.text.text() for note in sheet.findChildren(NoteBox))
    assert clipped(packer.window) == []


def test_a_file_that_is_no_label_is_one_sentence_and_changes_nothing(
    at_desk: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    packer = at_desk(*orders(), language="en")
    packer.scan(SINGLE, BOOK)
    qtbot.waitUntil(lambda: not packer.window.parts.labels.is_busy)
    (tmp_path / "letter.png").write_bytes(b"Dear carrier")
    packer.key(Qt.Key.Key_F8)
    packer.key(Qt.Key.Key_F7)
    (chooser,) = packer.window.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "letter.png"))
    chooser.close()
    qtbot.waitUntil(lambda: "letter.png is no label" in packer.window.hints.next.text())
    assert not packer.desk.given_labels.folder.exists()
