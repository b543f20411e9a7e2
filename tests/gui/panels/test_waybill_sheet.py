"""The sheet with the label: looked at, printed again, voided."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image
from PySide6.QtCore import QSize, Qt

from packstation.gui.key_button import Kind
from packstation.gui.label_preview import LabelPreview, as_qimage
from packstation.gui.theme import LIGHT
from tests.gui.panels.conftest import MakeHost
from tests.gui.panels.sheets import LABEL, confirm, opened, press
from tests.gui.panels.values import labelled, make_view, texts_in_sight

Key = Qt.Key


def test_the_label_is_shown_dot_for_dot() -> None:
    image = Image.new("1", (8, 4), 1)
    image.putpixel((3, 2), 0)
    shown = as_qimage(image)
    assert shown.size() == QSize(8, 4)
    dark = [(x, y) for y in range(4) for x in range(8) if shown.pixelColor(x, y).value() < 128]
    assert dark == [(3, 2)]


def test_the_label_is_as_big_as_the_paper(host: MakeHost) -> None:
    made = host(size=(1920, 1080))
    preview = opened(made.waybill()).preview
    assert preview is not None
    assert preview.percent == 100
    assert preview.size_mm == (100, 150)
    inch = preview._screen_dpi()
    assert preview.paper.width() == round(799 / 203 * inch)


def test_a_label_too_big_for_the_screen_is_shrunk_whole(host: MakeHost) -> None:
    host()
    preview = LabelPreview(LIGHT, LABEL, 203, QSize(300, 300))
    assert preview.width() <= 300
    assert preview.height() <= 300
    assert preview.percent < 100
    assert abs(preview.paper.width() / preview.paper.height() - 799 / 1199) < 0.01


def test_just_looking_does_nothing(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.waybill())
    assert not sheet.buttons[-1].isVisible()
    assert "YT 1234 5678 90123" in texts_in_sight(sheet)
    confirm()
    assert made.heard.calls == []


def test_printing_again_takes_a_reason(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.waybill())
    press(sheet, Key.Key_F4)
    assert sheet.buttons[-1].kind is Kind.PRIMARY
    press(sheet, Key.Key_Tab)
    press(sheet, Key.Key_Down)
    confirm()
    assert made.heard.calls == [("reprint", "Torn or stuck on badly")]


def test_voiding_takes_a_reason_and_warns(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.waybill())
    press(sheet, Key.Key_Right)
    press(sheet, Key.Key_Right)
    assert sheet.buttons[-1].kind is Kind.DANGER
    assert "A void number is never used again." in texts_in_sight(sheet)
    confirm()
    assert made.heard.calls == [("void", "Another carrier is needed")]


def test_without_a_number_it_says_when_there_will_be_a_label(host: MakeHost) -> None:
    sheet = opened(host().waybill(make_view(), image=None))
    assert "There is no label yet" in texts_in_sight(sheet)
    assert [button.key for button in sheet.buttons] == ["Esc"]


def test_a_label_that_cannot_be_shown_says_why_and_can_still_be_printed_or_voided(host: MakeHost) -> None:
    sheet = opened(host().waybill(image=None, trouble="The label of the carrier is gone."))
    assert "The label of the carrier is gone." in texts_in_sight(sheet)
    assert "YT 1234 5678 90123" in texts_in_sight(sheet)
    press(sheet, Key.Key_F4)
    assert sheet.buttons[-1].isVisible()


def test_several_boxes_are_counted(host: MakeHost) -> None:
    box = labelled().parcels[0]
    two = labelled(parcels=(box, replace(box, parcel=2, waybill="YT1234567890124")))
    assert "Box 1 of 2" in texts_in_sight(opened(host().waybill(make_view(two))))


# --- settings ----------------------------------------------------------------------------------------------------
