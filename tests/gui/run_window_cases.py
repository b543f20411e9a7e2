"""The window from the first moment to the last: opened, set up anew, painted into a picture, closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from packstation.desk.profile import Profiles
from packstation.errors import BadInput
from packstation.gui.desktop import run_window
from packstation.gui.theme import DARK, LIGHT
from packstation.gui.window import PackWindow
from packstation.settings import Settings
from packstation.settings import load as load_settings
from packstation.words import load
from tests.builders import make_desk, make_order

pytestmark = pytest.mark.qt_log_ignore("^Couldn't (load|resolve)", "PulseAudio", extend=True)


def windows() -> list[PackWindow]:
    return [top for top in QApplication.topLevelWidgets() if isinstance(top, PackWindow) and top.isVisible()]


def when(condition: Callable[[], bool], act: Callable[[], None]) -> QTimer:
    """Do something once it can be done, inside the program's own event loop."""
    timer = QTimer()
    timer.setInterval(10)

    def look() -> None:
        if condition():
            timer.stop()
            act()

    timer.timeout.connect(look)
    timer.start()
    return timer


def test_saved_settings_take_effect_in_a_new_window_at_the_same_order(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", make_order("4065712345678900001"))
    settings = Settings({"window.sound": False}, tmp_path / "packstation.toml")
    seen: list[tuple[str, str, float]] = []

    def save_changes() -> None:
        desk.scan("4065712345678900001")
        changes: dict[str, object] = {"window.theme": "dark", "desk.language": "en", "window.scale": 125}
        windows()[0].parts.dialogs.save(changes)

    def look_and_close() -> None:
        (window,) = windows()
        scale = QApplication.font().pointSizeF() / 14
        seen.append((window.banner.word.text(), QApplication.palette().window().color().name(), scale))
        window.close()

    first = when(lambda: len(windows()) == 1, save_changes)
    second = when(
        lambda: len(windows()) == 1 and windows()[0].banner.word.text() == "Go on packing", look_and_close
    )
    assert run_window(desk, load("zh_CN"), settings) == 0
    assert seen == [("Go on packing", DARK.ground, 1.25)]
    assert not first.isActive()
    assert not second.isActive()
    desk.store.close()


def test_another_desks_barcode_brings_its_scanner_and_saved_printers_hold_at_once(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", make_order("4065712345678900001"))
    path = tmp_path / "packstation.toml"
    path.write_text("[window]\nsound = false\n[desks.Desk-2.scanner]\ngap_ms = 77\n", encoding="utf-8")
    settings = load_settings(path)
    usual = desk._place.profiles.usual
    second = replace(usual, options=replace(usual.options, name="Desk-2"))
    desk.set_up(Profiles(usual, {"DESK2": second}))
    heard: list[tuple[object, str]] = []

    def save_printer() -> None:
        desk.scan("PKDESKDESK2")

    def look() -> None:
        windows()[0].parts.dialogs.save({"printers.slip.link": "file:slips"})

    def close_window() -> None:
        windows()[0].close()

    first = when(lambda: len(windows()) == 1, save_printer)
    then = when(
        lambda: len(windows()) == 1 and windows()[0].parts.scanners.options.rules.mean_gap_ms == 77, look
    )
    last = when(lambda: len(heard) == 1 and len(windows()) == 1, close_window)
    set_up = lambda changed, words: heard.append((changed["printers.slip.link"], words.language))  # noqa: E731  (said once)
    assert run_window(desk, load("zh_CN"), settings, set_up=set_up) == 0
    assert heard == [("file:slips", "zh_CN")]
    assert not any(timer.isActive() for timer in (first, then, last))
    desk.store.close()


def test_a_picture_is_painted_without_a_screen(tmp_path: Path) -> None:
    desk = make_desk(
        tmp_path / "data", *(make_order(str(4065712345678900000 + n), due_h=n) for n in range(30))
    )
    target = tmp_path / "window.png"
    settings = Settings({}, tmp_path / "packstation.toml")
    assert run_window(desk, load("zh_CN"), settings, screenshot_to=target, size=(1280, 800)) == 0
    picture = QImage(str(target))
    assert (picture.width(), picture.height()) == (1280, 800)
    assert QColor(picture.pixel(640, 60)).name() == LIGHT.idle
    assert QColor(picture.pixel(300, 790)).name() == LIGHT.bar
    desk.store.close()


def test_a_picture_that_cannot_be_saved_is_said_in_a_sentence(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", make_order())
    settings = Settings({}, tmp_path / "packstation.toml")
    with pytest.raises(BadInput) as said:
        run_window(desk, load("en"), settings, screenshot_to=tmp_path / "nowhere" / "window.png")
    assert "window.png cannot be written" in load("en").error(said.value)
    desk.store.close()
