"""Every verdict's banner on one sheet a theme, to be looked at; and looked at here, pixel by pixel.

With PACKSTATION_PICTURES=FOLDER the sheets are written there, otherwise to a folder that is thrown away.
"""

from __future__ import annotations

import os
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from packstation.desk.views import DeskState
from packstation.domain.scan import Verdict
from packstation.gui import theme
from packstation.gui.banner import Banner
from packstation.gui.messages import Messages
from packstation.gui.theme import DARK, LIGHT, Colours
from packstation.gui.tones import ground_of, tone_of
from packstation.words import load
from tests.gui.packer import ZONE
from tests.gui.values import answer

WIDTH, SHRUNK, GAP = 1100, 0.5, 8
LANGUAGES = ("zh_CN", "en")
STATE = DeskState("desk-3", "A1", "李秀英", None, 1, 184, 38)
COLUMNS = 2


def picture(verdict: Verdict, language: str, colours: Colours) -> QImage:
    """The real banner with the answer's real words."""
    banner = Banner(colours)
    banner.resize(WIDTH, banner.height())
    banner.show_text(Messages(load(language), ZONE).banner(answer(verdict), None, STATE))
    banner.ensurePolished()
    image = banner.grab().toImage()
    assert not banner.word.is_clipped, (verdict, language)
    banner.deleteLater()
    return image


def sheet(pictures: dict[Verdict, list[QImage]], colours: Colours) -> QImage:
    """All of them side by side: two languages a verdict."""
    first = next(iter(pictures.values()))[0]
    wide, high = int(first.width() * SHRUNK), int(first.height() * SHRUNK)
    rows = -(-len(pictures) // COLUMNS)
    size = (COLUMNS * 2 * (wide + GAP) + GAP, rows * (high + GAP) + GAP)
    whole = QImage(*size, QImage.Format.Format_RGB32)
    whole.fill(QColor(colours.ground))
    painter = QPainter(whole)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for place, images in enumerate(pictures.values()):
        column, row = divmod(place, rows)
        for side, image in enumerate(images):
            corner = QPoint(GAP + (column * 2 + side) * (wide + GAP), GAP + row * (high + GAP))
            small = image.scaled(
                wide, high, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            painter.drawImage(corner, small)
    painter.end()
    return whole


def shape_of(image: QImage, ground: QColor) -> bytes:
    """Which pixels of the shape's place are not ground."""
    part = image.copy(QRect(0, 0, image.height(), image.height()))
    differs = (
        part.pixelColor(x, y).lightness() > ground.lightness() + 60
        for y in range(0, part.height(), 2)
        for x in range(0, part.width(), 2)
    )
    return bytes(differs)


@pytest.mark.parametrize(("name", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_every_verdict_is_on_the_sheet_with_its_own_colour_shape_and_words(
    qapp: QApplication, tmp_path: Path, name: str, colours: Colours
) -> None:
    theme.apply(qapp, dark=name == "dark", scale=1.0)
    pictures = {
        verdict: [picture(verdict, language, colours) for language in LANGUAGES] for verdict in Verdict
    }
    shapes = {}
    for verdict, images in pictures.items():
        ground = ground_of(colours, tone_of(verdict))
        for image in images:
            assert image.pixelColor(image.width() // 2, 3).name() == ground.name(), verdict
        shapes[verdict] = shape_of(images[0], ground)
        assert sum(shapes[verdict]) > 30, verdict
    for one, other in combinations(Verdict, 2):
        assert shapes[one] != shapes[other], (one, other)
    folder = Path(os.environ.get("PACKSTATION_PICTURES") or tmp_path)
    target = folder / f"verdicts-{name}.png"
    assert sheet(pictures, colours).save(str(target))
    written = QImage(str(target))
    assert written.width() > WIDTH
    assert written.height() > len(Verdict) // COLUMNS * 50
