"""The page of the scanner test: what is wrong stands out, and only what is right can be taken over."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from packstation.domain.layout_tables import LAYOUTS, US
from packstation.domain.sample_code import SAMPLE
from packstation.gui.key_button import KeyButton
from packstation.gui.scanner_test import ScannerTestPage
from packstation.gui.text import PlainLabel
from packstation.gui.tuning import NEEDED
from packstation.gui.wedge import Rules
from tests.gui.scanner_test.conftest import MakePage
from tests.gui.scanner_test.scans import one

FRENCH = dict(zip("".join(US), "".join(LAYOUTS["fr"]), strict=True))
BENT = "".join(FRENCH[sign] for sign in SAMPLE)
WIDE = "".join(chr(ord(sign) + 0xFEE0) for sign in SAMPLE)


def scan(page: ScannerTestPage, code: str, times: int = NEEDED, prefix: str = "") -> None:
    for _ in range(times):
        page.show_heard(one(prefix + code, rules=Rules(prefix=prefix)), "means something")


def differing(code: str, before: str = "") -> set[int]:
    places = {place for place, (got, wanted) in enumerate(zip(code, SAMPLE, strict=True)) if got != wanted}
    return {place + len(before) for place in places}


@pytest.mark.parametrize("code", [BENT, WIDE, SAMPLE.swapcase()])
@pytest.mark.parametrize("prefix", ["", "~"])
def test_each_wrong_sign_is_marked_over_the_right_ones(page: MakePage, code: str, prefix: str) -> None:
    shown = page(prefix=prefix)
    scan(shown, code, 1, prefix)
    assert shown.caps._wrong == differing(code, prefix)
    assert shown.wanted.isVisible()
    assert shown.wanted.accessibleName() == " ".join(SAMPLE)
    assert shown.fault.text()
    scan(shown, SAMPLE, 1, prefix)
    assert not shown.caps._wrong
    assert not shown.wanted.isVisible()
    assert not shown.fault.isVisible()


def test_a_bent_code_behind_a_prefix_nobody_has_set_is_told_all_the_same(page: MakePage) -> None:
    shown = page()
    scan(shown, f"~{SAMPLE.swapcase()}", 1)
    assert "Caps Lock" in shown.fault.text()
    assert shown.caps._wrong == differing(SAMPLE.swapcase(), "~")


@pytest.mark.parametrize("code", [BENT, WIDE, SAMPLE.swapcase(), SAMPLE.replace("3", "")])
def test_bent_scans_set_nothing(page: MakePage, qtbot: QtBot, code: str) -> None:
    shown = page()
    scan(shown, code)
    with qtbot.assertNotEmitted(shown.accepted):
        shown.press("Enter")
    assert "F5" in shown.ask.text()
    shown.press("F5")
    scan(shown, SAMPLE)
    with qtbot.waitSignal(shown.accepted) as told:
        shown.press("Enter")
    assert told.args is not None
    assert told.args[0]["scanner.suffix"] == "cr"


def test_a_prefix_in_force_is_not_lost(page: MakePage, qtbot: QtBot) -> None:
    shown = page(prefix="~")
    scan(shown, SAMPLE, prefix="~")
    with qtbot.waitSignal(shown.accepted) as told:
        shown.press("Enter")
    assert told.args is not None
    assert told.args[0]["scanner.prefix"] == "~"


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
@pytest.mark.parametrize("code", [SAMPLE, BENT])
@pytest.mark.parametrize(("scale", "size"), [(1.0, (960, 392)), (1.0, (1280, 592)), (2.0, (1920, 784))])
def test_nothing_is_cut_off(
    page: MakePage, language: str, code: str, scale: float, size: tuple[int, int]
) -> None:
    shown = page(language, dark=scale > 1, scale=scale, size=size)
    scan(shown, code)
    layout = shown.layout()
    assert layout is not None
    layout.activate()
    for label in shown.findChildren(PlainLabel):
        if label.isVisible():
            needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            assert label.height() >= needed, label.text()
    for widget in (*shown.findChildren(KeyButton), shown.caps, shown.wanted, shown.settings):
        room = QRect(widget.mapTo(shown, QPoint(0, 0)), widget.size())
        assert not widget.isVisible() or shown.rect().contains(room)
    for caps in (shown.caps, shown.wanted):
        assert not caps.isVisible() or caps.height() >= caps.heightForWidth(caps.width())


def test_nothing_on_it_takes_the_keyboard(page: MakePage) -> None:
    shown = page()
    scan(shown, SAMPLE)
    takers = [child for child in shown.findChildren(QWidget) if child.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert not takers
