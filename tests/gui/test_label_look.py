"""F7 on the settings: how labels would look, in true size, before anything is saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from packstation.desk.options import Sender
from packstation.desk.sample_label import Look, sample
from packstation.gui.label_preview import as_qimage
from packstation.gui.layout_dialog import LayoutSheet
from packstation.gui.settings_dialog import SettingsSheet
from packstation.settings import Settings, load
from packstation.waybill.layout import layout_names
from tests.builders import NOON
from tests.gui.packer import SINGLE, ZONE, Open, Packer, orders
from tests.gui.test_clipping import clipped
from tests.printers.readers import read_by_zbar, read_by_zxing

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def packer(at_desk: Open, tmp_path: Path) -> Packer:
    settings = Settings({}, tmp_path / "packstation.toml")
    made = at_desk(*orders(), settings=settings, language="en")
    made.key(Qt.Key.Key_F10)
    return made


def sheet(packer: Packer, kind: type) -> object:
    (found,) = packer.window.open_sheets()
    assert isinstance(found, kind)
    return found


def look(packer: Packer) -> LayoutSheet:
    packer.key(Qt.Key.Key_F7)
    found = sheet(packer, LayoutSheet)
    assert isinstance(found, LayoutSheet)
    packer.qtbot.waitUntil(lambda: found.preview is not None)
    return found


def settings_sheet(packer: Packer) -> SettingsSheet:
    found = sheet(packer, SettingsSheet)
    assert isinstance(found, SettingsSheet)
    return found


def shown(found: LayoutSheet) -> object:
    assert found.preview is not None
    return found.preview._image


def test_the_sample_follows_every_choice(packer: Packer) -> None:
    found = look(packer)
    before = shown(found)
    packer.key(Qt.Key.Key_Right)
    packer.qtbot.waitUntil(lambda: found.preview is not None and shown(found) != before)
    assert found.by_name["printers.label.layout"].value == "large"
    wanted = sample(Look("large", "100x150", 203), Sender(), NOON.astimezone(ZONE))()
    assert shown(found) == as_qimage(wanted)
    assert "100×150 mm" in found.size_text.text()
    assert clipped(packer.window) == []


def test_what_was_chosen_goes_back_to_the_settings_with_all_other_changes(
    packer: Packer, tmp_path: Path
) -> None:
    first = settings_sheet(packer)
    first.by_name["window.theme"].choose("dark")  # type: ignore[attr-defined]
    found = look(packer)
    packer.key(Qt.Key.Key_Right)
    found.by_name["printers.label.size"].choose("76x130")
    packer.key(Qt.Key.Key_Return, CONTROL)
    again = settings_sheet(packer)
    assert again.changes() == {
        "window.theme": "dark",
        "printers.label.layout": "large",
        "printers.label.size": "76x130",
    }
    assert not (tmp_path / "packstation.toml").exists(), "nothing is saved before it is said"
    packer.key(Qt.Key.Key_Return, CONTROL)
    assert load(tmp_path / "packstation.toml")["printers.label.layout"] == "large"


def test_back_takes_nothing_over(packer: Packer) -> None:
    look(packer)
    packer.key(Qt.Key.Key_Right)
    packer.key(Qt.Key.Key_Escape)
    assert settings_sheet(packer).changes() == {}
    packer.key(Qt.Key.Key_Escape)
    assert packer.window.open_sheets() == []


def test_a_scan_goes_to_the_order_and_brings_no_settings_back(packer: Packer) -> None:
    look(packer)
    packer.scan(SINGLE)
    assert packer.window.open_sheets() == []
    assert packer.window.parts.session.view is not None


def test_a_number_that_is_none_is_said_before_the_sheet_is_left(packer: Packer) -> None:
    settings_sheet(packer).by_name["scanner.gap_ms"].editor.setText("fast")  # type: ignore[union-attr]
    packer.key(Qt.Key.Key_F7)
    assert "must be a whole number" in settings_sheet(packer).note.text()


def test_a_stock_no_label_can_have_is_said_in_place_of_the_label(at_desk: Open, tmp_path: Path) -> None:
    settings = Settings({"printers.label.size": "20x30"}, tmp_path / "packstation.toml")
    packer = at_desk(*orders(), settings=settings, language="en")
    packer.key(Qt.Key.Key_F10)
    packer.key(Qt.Key.Key_F7)
    found = sheet(packer, LayoutSheet)
    assert isinstance(found, LayoutSheet)
    packer.qtbot.waitUntil(lambda: found.note.text() != "")
    assert found.preview is None
    assert "YT1234567890123" in found.note.text()
    found.by_name["printers.label.size"].choose("76x130")
    packer.qtbot.waitUntil(lambda: found.preview is not None)
    assert found.note.text() == ""


@pytest.mark.parametrize("layout", layout_names())
@pytest.mark.parametrize("size", ["76x130", "100x150", "100x180"])
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_the_sample_is_a_label_that_scans(layout: str, size: str, dpi: int) -> None:
    image: Image.Image = sample(Look(layout, size, dpi, mask=True), Sender(), NOON)().convert("L")
    assert read_by_zxing(image) == read_by_zbar(image) == {"YT1234567890123"}
