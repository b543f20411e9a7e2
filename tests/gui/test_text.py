from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import packstation.gui
from packstation.gui import fonts, theme
from packstation.gui.fonts import Size
from packstation.gui.text import PlainLabel, draw_text, plain_tip

MARKUP = '<b>停</b><img src="/dev/zero"> & <a href="x">y</a>'


def test_outside_text_is_never_markup(qtbot: QtBot) -> None:
    label = PlainLabel(MARKUP)
    qtbot.addWidget(label)
    label.setTextFormat(Qt.TextFormat.RichText)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == MARKUP
    assert label.sizeHint().width() >= label.fontMetrics().horizontalAdvance(MARKUP)


def test_no_label_of_the_window_is_made_otherwise() -> None:
    folder = Path(packstation.gui.__file__).parent
    for file in folder.glob("*.py"):
        if file.name != "text.py":
            text = file.read_text(encoding="utf-8")
            assert not re.search(r"\bQLabel\s*\(", text), file.name
            assert not re.search(r"\bQMessageBox\b", text), file.name


def test_a_tool_tip_shows_markup_letter_by_letter() -> None:
    assert plain_tip(MARKUP) == (
        "<span>&lt;b&gt;停&lt;/b&gt;&lt;img src=&quot;/dev/zero&quot;&gt; &amp; "
        "&lt;a href=&quot;x&quot;&gt;y&lt;/a&gt;</span>"
    )
    assert plain_tip("") == ""


def test_long_text_is_shortened_and_kept_as_tool_tip(qtbot: QtBot) -> None:
    label = PlainLabel("白色棉T恤 " * 20, ellipsis=True)
    qtbot.addWidget(label)
    label.resize(200, 30)
    label.show()
    assert label.is_clipped
    assert "白色棉T恤" in label.toolTip()
    label.setText("短")
    assert not label.is_clipped
    assert label.toolTip() == ""


def ink(size: Size, *, bold: bool, ratio: float = 1.0) -> int:
    """How many dots of a big word are dark."""
    image = QImage(1600, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.setFont(fonts.face(size, bold=bold))
    draw_text(painter, image.rect(), Qt.AlignmentFlag.AlignCenter.value, "停！买家")
    painter.end()
    assert painter.isActive() is False
    return sum(
        QColor(image.pixel(x, y)).lightness() < 128 for x in range(0, 1600, 2) for y in range(0, 400, 2)
    )


@pytest.mark.parametrize(
    ("size", "scale", "ratio"),
    [(Size.BANNER, 1.0, 1.0), (Size.STOP, 1.0, 1.0), (Size.STOP, 2.0, 1.0), (Size.BANNER, 1.0, 2.0)],
)
def test_bold_is_bold_at_every_size(qapp: QApplication, size: Size, scale: float, ratio: float) -> None:
    theme.apply(qapp, dark=False, scale=scale)
    assert ink(size, bold=True, ratio=ratio) > 1.25 * ink(size, bold=False, ratio=ratio)
