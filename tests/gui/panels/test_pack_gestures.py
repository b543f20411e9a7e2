"""Showing the address, and the mouse, which is allowed everywhere and needed nowhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from packstation.gui import pack_panel
from tests.gui.panels.conftest import Panel
from tests.gui.panels.values import NOW, NUMBER, make_order, make_view, texts_in_sight


def click(widget: QWidget, spot: QPoint | None = None) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=spot or widget.rect().center())


def test_the_address_is_masked_until_asked_for(panel: Panel) -> None:
    made = panel()
    made.show_view(make_view(), NOW, None)
    assert "1204" not in texts_in_sight(made)
    assert "张三丰" not in texts_in_sight(made)
    made.reveal()
    assert "文一西路969号3幢1204室" in texts_in_sight(made)


def test_looking_at_the_address_is_announced_once(panel: Panel, qtbot: QtBot) -> None:
    made = panel()
    made.show_view(make_view(), NOW, None)
    with qtbot.waitSignal(made.revealed) as told:
        made.reveal()
    assert told.args == [NUMBER]
    with qtbot.assertNotEmitted(made.revealed):
        made.reveal()
    assert "1204" not in texts_in_sight(made)


def test_the_address_covers_itself(panel: Panel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_panel, "REVEAL_MS", 20)
    made = panel()
    made.show_view(make_view(), NOW, None)
    made.reveal()
    qtbot.waitUntil(lambda: "1204" not in texts_in_sight(made))


def test_another_order_never_shows_its_address_unasked(panel: Panel) -> None:
    made = panel()
    made.show_view(make_view(), NOW, None)
    made.reveal()
    made.show_view(make_view(make_order(number="2")), NOW, None)
    assert "1204" not in texts_in_sight(made)


def test_nothing_is_revealed_where_nothing_is_open(panel: Panel, qtbot: QtBot) -> None:
    made = panel()
    made.show_view(None, NOW, None)
    with qtbot.assertNotEmitted(made.revealed):
        made.reveal()


# the mouse is allowed, never needed


def test_a_click_on_a_wish_asks_to_tick_it(panel: Panel, qtbot: QtBot) -> None:
    made = panel()
    made.show_view(make_view(), NOW, None)
    with qtbot.waitSignal(made.asked) as asked:
        click(made.side.wishes[1])
    assert asked.args == ["tick:1"]
    with qtbot.assertNotEmitted(made.asked):
        click(made.side.wishes[0])


def test_a_click_on_the_address_asks_to_see_it(panel: Panel, qtbot: QtBot) -> None:
    made = panel()
    made.show_view(make_view(), NOW, None)
    with qtbot.waitSignal(made.asked) as asked:
        click(made.side.address)
    assert asked.args == ["reveal"]


def test_a_click_on_a_box_asks_for_all_boxes(panel: Panel, qtbot: QtBot) -> None:
    made = panel()
    made.show_view(make_view(), NOW, None)
    with qtbot.waitSignal(made.asked) as asked:
        click(made.side.boxes[0])
    assert asked.args == ["parcels"]


def test_a_click_on_a_step_asks_for_what_helps(panel: Panel, qtbot: QtBot) -> None:
    made = panel()
    made.show_view(make_view(), NOW, None)
    spot = next(cell.room.center() for cell in made.strip.cells if cell.step.name == "items")
    with qtbot.waitSignal(made.asked) as asked:
        click(made.strip, spot)
    assert asked.args == ["stock"]


def test_nothing_on_the_page_takes_the_keyboard(panel: Panel) -> None:
    made = panel()
    made.show_view(make_view(), NOW, None)
    takers = [part for part in made.findChildren(QWidget) if part.focusPolicy() is not Qt.FocusPolicy.NoFocus]
    assert takers == []
