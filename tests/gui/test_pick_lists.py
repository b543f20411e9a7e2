"""A batch at the real window: from Ctrl+P to the basket that is named, seen and spoken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from packstation.domain.order import Line
from packstation.gui.messages import Messages
from packstation.gui.pick_dialog import PickSheet
from packstation.gui.queue_words import chips
from packstation.gui.spoken import spoken
from packstation.words import load
from tests.builders import make_order
from tests.gui.packer import CUP, FIRST, SECOND, SHIRT, SINGLE, ZONE, Open, Packer, orders

CTRL = Qt.KeyboardModifier.ControlModifier


def sheet_of(packer: Packer) -> PickSheet:
    (sheet,) = packer.window.open_sheets()
    assert isinstance(sheet, PickSheet)
    return sheet


def make_batch(packer: Packer) -> PickSheet:
    packer.key(Qt.Key.Key_P, CTRL)
    packer.key(Qt.Key.Key_Return, CTRL)
    sheet = sheet_of(packer)
    packer.qtbot.waitUntil(lambda: ".pdf" in sheet.note.text())
    return sheet


def test_ctrl_p_makes_a_batch_and_its_paper(at_desk: Open, tmp_path: Path) -> None:
    packer = at_desk(*orders())
    sheet = make_batch(packer)
    target = tmp_path / "data" / "labels" / "picklist-batch-1.pdf"
    assert str(target) in sheet.note.text()
    assert target.read_bytes().startswith(b"%PDF-")
    assert target.stat().st_mode & 0o777 == 0o600
    packer.key(Qt.Key.Key_Escape)
    rows = [packer.desk.row(number) for number in (FIRST, SECOND, SINGLE)]
    assert [row.flags[0] for row in rows if row] == ["basket:1", "basket:2", "basket:3"]


def test_the_basket_is_seen_on_the_order_and_in_the_banner(at_desk: Open) -> None:
    packer = at_desk(*orders())
    make_batch(packer)
    packer.scan(FIRST)  # a scan closes the sheet and counts
    assert packer.window.open_sheets() == []
    assert "1 号篮" in packer.detail
    mark = packer.window.pack.side.slot
    assert mark.isVisible()
    assert (mark.slot, mark.batch) == ("1", "批次 1")
    packer.scan(SHIRT)
    assert packer.detail == "1 号篮 · 白色棉T恤 L"
    packer.key(Qt.Key.Key_Escape)
    packer.scan(CUP)  # what lies on the cart is asked for first
    assert packer.window.pack.number == FIRST


def test_without_a_batch_nothing_of_it_is_seen(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST)
    assert not packer.window.pack.side.slot.isVisible()
    packer.scan(SHIRT)
    assert packer.detail == "白色棉T恤 L · 货位 A-03-2"


def test_a_batch_can_be_given_up_at_the_window(at_desk: Open) -> None:
    packer = at_desk(*orders())
    make_batch(packer)
    packer.key(Qt.Key.Key_F8)
    assert len(packer.desk.picking.batches()) == 1
    packer.key(Qt.Key.Key_F8)
    assert packer.desk.picking.batches() == ()
    assert sheet_of(packer).is_open


def test_an_order_that_cannot_go_on_leaves_its_basket(at_desk: Open) -> None:
    packer = at_desk(*orders())
    make_batch(packer)
    packer.scan(FIRST)
    packer.desk.hold("stock")
    packer.scan(SECOND)
    packer.key(Qt.Key.Key_P, CTRL)
    packer.key(Qt.Key.Key_F8)
    packer.key(Qt.Key.Key_F8)
    assert "已移出" in sheet_of(packer).note.text()
    (batch,) = packer.desk.picking.batches()
    assert [order.slot for order in batch.orders] == [1, 3]
    assert not packer.window.pack.side.slot.isVisible()


def test_a_list_for_the_order_on_the_desk(at_desk: Open, tmp_path: Path) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST)
    make_batch(packer)
    assert (tmp_path / "data" / "labels" / f"picklist-{FIRST}.pdf").is_file()
    assert packer.desk.picking.batches() == ()


def test_a_paper_that_cannot_be_written_is_a_sentence_and_the_batch_stays(
    at_desk: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    packer = at_desk(*orders())
    (tmp_path / "data" / "labels").mkdir(exist_ok=True)
    (tmp_path / "data" / "labels" / "picklist-batch-1.pdf").mkdir()
    packer.key(Qt.Key.Key_P, CTRL)
    packer.key(Qt.Key.Key_Return, CTRL)
    sheet = sheet_of(packer)
    qtbot.waitUntil(lambda: "picklist-batch-1.pdf" in sheet.note.text())
    assert "拣货单在" not in sheet.note.text()
    assert len(packer.desk.picking.batches()) == 1


def test_the_paper_is_told_of_even_when_the_sheet_is_gone(at_desk: Open, qtbot: QtBot) -> None:
    packer = at_desk(*orders())
    packer.key(Qt.Key.Key_P, CTRL)
    sheet_of(packer).confirm()
    sheet_of(packer).close_sheet()
    qtbot.waitUntil(lambda: "picklist-batch-1.pdf" in packer.next)


def test_a_place_for_the_paper_can_be_chosen(at_desk: Open, tmp_path: Path, qtbot: QtBot) -> None:
    packer = at_desk(*orders())
    packer.scan(FIRST)
    packer.key(Qt.Key.Key_P, CTRL)
    packer.key(Qt.Key.Key_F4)
    dialog = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QFileDialog))
    assert not dialog.isModal()
    target = tmp_path / "somewhere.pdf"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    qtbot.waitUntil(target.exists)


@pytest.mark.parametrize(("slot", "said"), [(7, "7 号篮。"), (0, "")])
def test_the_basket_is_spoken_before_the_next_step(at_desk: Open, slot: int, said: str) -> None:
    packer = at_desk(*orders())
    answers = [packer.desk.scan(code) for code in (FIRST, SHIRT)]
    view = packer.desk.open_view()
    assert view is not None
    messages = Messages(load("zh_CN"), ZONE)
    for answer in answers:
        text = spoken(answer, replace(view, slot=slot, batch=1), messages)
        assert text.startswith(said)
        assert ("号篮" in text) is bool(slot)


def test_the_next_step_names_no_shelf_for_goods_that_lie_in_a_basket(at_desk: Open) -> None:
    packer = at_desk(*orders())
    packer.desk.scan(FIRST)
    view = packer.desk.open_view()
    assert view is not None
    messages = Messages(load("zh_CN"), ZONE)
    assert "A-03-2" in messages.next_step(view)
    assert "A-03-2" not in messages.next_step(replace(view, slot=7, batch=1))


def test_the_queue_marks_the_basket_after_alarms_only(at_desk: Open) -> None:
    packer = at_desk(make_order(FIRST, Line("1", "TS-L", 1, "白色棉T恤"), urges=2, complaint=True))
    packer.desk.picking.make(1)
    row = packer.desk.row(FIRST)
    assert row is not None
    assert [chip.text for chip in chips(row, load("zh_CN"))] == ["投诉", "#1", "催 2"]
