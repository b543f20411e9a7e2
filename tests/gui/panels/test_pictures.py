"""Goods are told apart by a picture, or by a tile that is always the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPixmap
from pytestqt.qtbot import QtBot

from packstation.gui.pictures import Pictures

pytestmark = pytest.mark.usefixtures("qapp")


def save(path: Path, colour: str, width: int = 300, height: int = 200) -> Path:
    path.parent.mkdir(exist_ok=True)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return path


def middle(pixmap: QPixmap) -> str:
    image = pixmap.toImage()
    return image.pixelColor(image.width() // 2, 3).name()


def test_a_picture_in_the_data_folder_is_shown(tmp_path: Path) -> None:
    save(tmp_path / "pictures" / "ts.png", "#336699")
    pictures = Pictures(tmp_path)
    assert middle(pictures.picture("TS", "T恤", "pictures/ts.png", 64)) == "#336699"


def test_without_one_there_is_a_tile_of_the_skus_own(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path)
    first = pictures.picture("TS", "T恤", "", 64).toImage()
    assert first == Pictures().picture("TS", "T恤", "no-such.png", 64).toImage()
    assert first != pictures.picture("TS", "T恤", "", 64, dark=True).toImage()
    colours = {middle(pictures.picture(f"SKU-{n}", "T恤", "", 64)) for n in range(40)}
    assert len(colours) > 6


@pytest.mark.parametrize("way", ["../secret.png", "/etc/../{}", "pictures/../../secret.png", "x\x00y.png"])
def test_no_path_leads_out_of_the_folder(tmp_path: Path, way: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    secret = save(tmp_path / "secret.png", "#ff0000")
    pictures = Pictures(home)
    shown = pictures.picture("TS", "T恤", way.format(secret), 64)
    assert shown.toImage() == Pictures().picture("TS", "T恤", "", 64).toImage()


def test_what_is_no_picture_leaves_the_tile(tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 200)
    (tmp_path / "text.png").write_text("x<img>", encoding="utf-8")
    pictures = Pictures(tmp_path)
    tile = pictures.picture("TS", "T恤", "", 64).toImage()
    for name in ("bad.png", "text.png", "."):
        assert pictures.picture("TS", "T恤", name, 64).toImage() == tile


def test_a_picture_too_large_to_be_one_is_not_decoded(tmp_path: Path) -> None:
    save(tmp_path / "huge.png", "#336699", 20_000, 2)
    pictures = Pictures(tmp_path)
    assert middle(pictures.picture("TS", "T恤", "huge.png", 64)) != "#336699"


def test_a_picture_read_elsewhere_arrives_later(tmp_path: Path, qtbot: QtBot) -> None:
    save(tmp_path / "ts.png", "#336699")
    errands: list[tuple[Callable[[], QImage | None], Callable[[QImage | None], None]]] = []
    pictures = Pictures(tmp_path, run=lambda errand, then: errands.append((errand, then)))
    assert middle(pictures.picture("TS", "T恤", "ts.png", 64)) != "#336699"
    pictures.picture("TS", "T恤", "ts.png", 64)
    assert len(errands) == 1
    with qtbot.waitSignal(pictures.arrived) as told:
        errand, then = errands[0]
        then(errand())
    assert told.args == ["TS"]
    assert middle(pictures.picture("TS", "T恤", "ts.png", 64)) == "#336699"
