"""A flawed piece with its photo, from the key to the file in the data folder."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from packstation.domain.order import Line
from packstation.gui import camera
from packstation.gui.quality_dialog import QualitySheet
from tests.builders import make_order
from tests.desk.shirts import CUP, ONE
from tests.gui.packer import Open
from tests.gui.test_window_sheets import confirm, sheet_of


def test_a_photo_goes_from_the_file_to_the_flawed_piece(at_desk: Open, qtbot: QtBot, tmp_path: Path) -> None:
    Image.new("RGB", (3000, 2000), "red").save(tmp_path / "IMG_1.png")
    packer = at_desk(make_order(ONE, Line(f"{ONE}1", "CUP", 1, "陶瓷茶杯")))
    packer.scan(ONE, CUP)
    packer.key(Qt.Key.Key_F7)
    sheet = sheet_of(packer)
    assert isinstance(sheet, QualitySheet)
    packer.key(Qt.Key.Key_Left)
    packer.key(Qt.Key.Key_F2)
    chooser = packer.window.findChild(QFileDialog)
    assert chooser is not None
    assert not chooser.isModal()
    chooser.fileSelected.emit(str(tmp_path / "IMG_1.png"))
    chooser.close()
    qtbot.waitUntil(lambda: len(sheet.photos) == 1)
    confirm(packer)
    defects = packer.desk.store.defects
    qtbot.waitUntil(lambda: bool(defects.of_order(ONE)[0].photos))
    (name,) = defects.of_order(ONE)[0].photos
    with Image.open(packer.desk.photos.folder / name) as kept:
        assert kept.size == (1600, 1067)


def test_a_file_that_is_no_photo_is_refused_in_words(at_desk: Open, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("no picture", encoding="utf-8")
    packer = at_desk(make_order(ONE, Line(f"{ONE}1", "CUP", 1, "陶瓷茶杯")))
    packer.scan(ONE, CUP)
    packer.key(Qt.Key.Key_F7)
    sheet = sheet_of(packer)
    packer.key(Qt.Key.Key_Left)
    packer.key(Qt.Key.Key_F2)
    chooser = packer.window.findChild(QFileDialog)
    assert chooser is not None
    chooser.fileSelected.emit(str(tmp_path / "a.jpg"))
    chooser.close()
    qtbot.waitUntil(lambda: "a.jpg" in sheet.note.text())
    assert sheet.is_open


def test_a_desk_without_a_camera_offers_none() -> None:
    failed: list[bool] = []
    if not camera.is_there():
        assert camera.take(None, lambda _: None, lambda: failed.append(True)) is None  # type: ignore[arg-type]
        assert failed == [True]
