"""Receivers abroad in the window: their address as it is written there, nothing clipped, every part to correct."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QRawFont, QTextLayout
from PySide6.QtWidgets import QApplication

from packstation.domain.order import Order, Receiver
from packstation.gui import fonts
from packstation.gui.address_dialog import AddressSheet
from packstation.gui.pack_side import Address
from packstation.gui.review_dialog import ReviewSheet
from packstation.gui.side_words import NO_BREAK
from packstation.waybill.fonts import has_glyph
from tests.builders import make_order
from tests.gui.packer import FIRST, SECOND, Open, Packer
from tests.gui.test_clipping import clipped

LODZ = Receiver(
    "Łukasz Żółć", "+48 601 234 567", "łódzkie", "Łódź", "", "", "ul. Świętokrzyska 14/3", "90-926", "Polska"
)
CAIRO = replace(LODZ, name="عمر", city="القاهرة", province="", country="مصر")
CONTROL = Qt.KeyboardModifier.ControlModifier


def orders() -> tuple[Order, ...]:
    return make_order(FIRST, receiver=LODZ), make_order(SECOND, receiver=CAIRO)


def sheet(packer: Packer) -> object:
    (found,) = packer.window.open_sheets()
    return found


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_the_open_order_says_the_address_as_the_label_does(at_desk: Open, language: str) -> None:
    packer = at_desk(*orders(), language=language)
    packer.window.resize(1280, 800)
    packer.scan(FIRST)
    (shown,) = packer.window.findChildren(Address)
    who, where = shown.lines
    assert where.text() == "ul. Św****, Łódź, łódzkie, Polska"
    packer.key(Qt.Key.Key_F6)
    assert who.text().replace(NO_BREAK, " ") == "Łukasz Żółć +48 601 234 567"
    assert where.text() == "ul. Świętokrzyska 14/3, 90-926 Łódź, łódzkie, Polska"
    assert clipped(packer.window) == []


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_writing_no_label_has_is_reviewed_and_can_be_rewritten_to_the_last_part(
    at_desk: Open, language: str
) -> None:
    packer = at_desk(*orders(), language=language)
    packer.window.resize(1280, 800)
    packer.scan(SECOND)
    packer.key(Qt.Key.Key_F7)
    review = sheet(packer)
    assert isinstance(review, ReviewSheet)
    assert "U+0639" in packer.detail
    assert clipped(packer.window) == []
    packer.key(Qt.Key.Key_F2)
    form = sheet(packer)
    assert isinstance(form, AddressSheet)
    assert list(form.parts) == ["name", "phone", "detail", "postcode", "city", "province", "country"]
    for name, text in (("name", "Omar"), ("city", "Al Qahirah"), ("country", "Egypt")):
        form.parts[name].line.setText(text)
    packer.key(Qt.Key.Key_Return, CONTROL)
    order = packer.desk.store.orders.get(SECOND)
    assert order is not None
    assert (order.receiver.city, order.receiver.country, order.receiver.detail) == (
        "Al Qahirah",
        "Egypt",
        LODZ.detail,
    )


def test_the_screen_has_a_typeface_of_ours_for_each_letter_of_a_label(qapp: QApplication) -> None:
    """Read by Qt itself: what a label can draw, and nothing else, two files of ours have a letter for."""
    assert fonts.load()
    letters = QRawFont(str(fonts._letters()), 24)
    chinese = QRawFont(str(fonts._chinese()), 24)
    for code in (*range(0x41, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000), 0xAC00, 0x3042, 0x6D59):
        sign = chr(code)
        if sign.isalpha():
            known = letters.supportsCharacter(code) or chinese.supportsCharacter(code)
            assert known or not has_glyph(sign), sign
    layout = QTextLayout("Łódź Ґудзь", fonts.body("zh_CN", 1.0))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    families = {run.rawFont().familyName() for run in layout.glyphRuns()}
    assert families <= {"Noto Sans CJK SC", "Noto Sans"}
    assert QFontMetrics(qapp.font()).inFontUcs4(0x6D59)
