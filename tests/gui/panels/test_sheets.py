"""What all sheets have in common: keys, scans, keyboard, room, foreign texts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from packstation.desk.views import BinView
from packstation.gui.fields import Field
from packstation.gui.key_button import KeyButton
from packstation.gui.sheet import Sheet
from packstation.gui.text_field import TextField
from packstation.words import PSEUDO
from tests.gui.panels.conftest import MakeHost
from tests.gui.panels.sheets import ROWS, Window, keyboard, opened, press
from tests.gui.panels.values import clipped, not_plain, reds, texts_in_sight

SIZES = ((1280, 800), (1920, 1080))
EVERY_SIGN = "YT1234567890123 abcJDVN-1-1- PKPASS 0123456789"


def test_esc_closes_every_sheet_and_gives_the_keyboard_back(host: MakeHost) -> None:
    made = host()
    for sheet in made.all():
        gone: list[bool] = []
        sheet.closed.connect(lambda gone=gone: gone.append(True))
        opened(sheet)
        press(sheet, Qt.Key.Key_Escape)
        assert gone == [True]
        assert not sheet.is_open
        assert QApplication.focusWidget() is made.window
    assert made.heard.calls == []


def test_nothing_a_scanner_types_confirms_anything(host: MakeHost) -> None:
    made = host()
    for sheet in made.all():
        opened(sheet)
        QTest.keyClicks(keyboard(), EVERY_SIGN)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Space):
            press(sheet, key)
        QTest.keyClicks(keyboard(), EVERY_SIGN)
        press(sheet, Qt.Key.Key_Return)
        assert sheet.is_open
        sheet.close_sheet()
    assert made.heard.calls == []


def test_a_scan_lands_in_no_text_field_that_was_not_chosen(host: MakeHost) -> None:
    made = host()
    for sheet in made.all():
        opened(sheet)
        before = [line.text() for line in sheet.findChildren(QLineEdit)]
        QTest.keyClicks(keyboard(), EVERY_SIGN)
        press(sheet, Qt.Key.Key_Return)
        assert [line.text() for line in sheet.findChildren(QLineEdit)] == before
        sheet.close_sheet()


def test_keys_pressed_on_the_window_below_are_the_sheets(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.hold())
    made.window.setFocus()
    QTest.keyClick(made.window, Qt.Key.Key_F5)
    QTest.keyClick(made.window, Qt.Key.Key_Escape)
    assert not sheet.is_open
    assert isinstance(made.window, Window)
    assert made.window.heard == []
    QTest.keyClick(made.window, Qt.Key.Key_F5)
    assert made.window.heard == [Qt.Key.Key_F5]


def test_nothing_becomes_a_window_of_its_own(host: MakeHost) -> None:
    made = host()
    for sheet in made.all():
        opened(sheet)
        shown = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        assert shown == [made.window], type(sheet).__name__
        sheet.close_sheet()


def test_one_sheet_takes_the_place_of_another(host: MakeHost) -> None:
    made = host()
    first, second = opened(made.hold()), opened(made.stock())
    assert (first.is_open, second.is_open) == (False, True)


def test_every_field_is_reached_by_tab_alone(host: MakeHost) -> None:
    for sheet in host().all():
        opened(sheet)
        reachable = [field for field in sheet.fields if field.can_be_current]
        seen: list[Field] = []
        for _ in range(len(reachable) + 1):
            if sheet.current is not None and sheet.current not in seen:
                seen.append(sheet.current)
            press(sheet, Qt.Key.Key_Tab)
        assert seen == reachable
        for field in seen:
            assert (field.editor is not None) is isinstance(field, TextField)
        sheet.close_sheet()


def test_the_current_field_is_in_sight(host: MakeHost) -> None:
    sheet = opened(host(size=(1280, 720)).settings())
    for _ in sheet.fields:
        press(sheet, Qt.Key.Key_Tab)
    field = sheet.fields[-1]
    assert sheet.current is field
    assert not field.visibleRegion().isEmpty()
    assert field.visibleRegion().boundingRect().height() == field.height()


def test_the_chosen_row_of_a_long_list_is_in_sight(host: MakeHost) -> None:
    many = tuple(replace(ROWS[0], sku=f"S{n}", bins=(BinView(f"A-{n}", n),)) for n in range(40))
    sheet = opened(host().stock(many))
    assert sheet.table.visibleRegion().contains(sheet.table.spot)
    for _ in range(39):
        press(sheet, Qt.Key.Key_Down)
        assert sheet.table.visibleRegion().contains(sheet.table.spot.center())
    assert sheet.table.chosen is sheet.table.rows[-1]


def test_no_button_takes_the_keyboard(host: MakeHost) -> None:
    for sheet in host().all():
        opened(sheet)
        for button in sheet.findChildren(KeyButton):
            assert button.focusPolicy() is Qt.FocusPolicy.NoFocus
        before = QApplication.focusWidget()
        button = sheet.buttons[0]
        QTest.mousePress(button, Qt.MouseButton.LeftButton)
        assert QApplication.focusWidget() is before
        sheet.close_sheet()


def test_keys_of_the_foot_can_be_clicked(host: MakeHost) -> None:
    sheet = opened(host().hold())
    esc = next(button for button in sheet.buttons if button.key == "Esc")
    QTest.mouseClick(esc, Qt.MouseButton.LeftButton)
    assert not sheet.is_open


def test_clicks_beside_a_sheet_reach_nothing(host: MakeHost) -> None:
    sheet = opened(host().hold())
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton)
    assert sheet.is_open


def test_a_sheet_follows_its_window(host: MakeHost) -> None:
    made = host()
    sheet = opened(made.settings())
    made.window.resize(1600, 1000)
    assert sheet.size() == made.window.size()
    made.window.resize(960, 600)
    QApplication.processEvents()
    foot = sheet.buttons[-1]
    assert sheet.rect().contains(foot.mapTo(sheet, foot.rect().bottomRight()))


def cut_off(sheet: Sheet) -> list[str]:
    """Words that lose their end, keys that hang over, the sheet that is larger than its window."""
    found = clipped(sheet)
    found += [type(field).__name__ for field in sheet.fields if field.isVisible() and field.is_clipped]
    for button in sheet.buttons:
        if button.isVisible() and not sheet.keys.rect().contains(button.geometry()):
            found.append(button.text)
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", [PSEUDO, "en", "zh_CN", "zh_TW"])
def test_no_word_is_clipped(host: MakeHost, language: str, size: tuple[int, int]) -> None:
    for sheet in host(language, size=size).all():
        opened(sheet)
        assert cut_off(sheet) == [], type(sheet).__name__
        sheet.close_sheet()


@pytest.mark.parametrize("dark", [False, True])
def test_markup_from_outside_is_only_text(host: MakeHost, dark: bool) -> None:  # noqa: FBT001
    made = host(dark=dark)
    for sheet in made.hostile():
        opened(sheet)
        assert not_plain(sheet) == []
        assert reds(made.window.grab().toImage()) == 0
        sheet.close_sheet()


def test_every_sentence_is_there(host: MakeHost) -> None:
    for language in ("en", "zh_CN", "zh_TW"):
        for sheet in host(language).all():
            opened(sheet)
            assert "[dialogs." not in texts_in_sight(sheet)
            sheet.close_sheet()
