"""Many ZPL labels, drawn by an independent renderer. In a file of its own: it takes half a second a label."""

from __future__ import annotations

from pathlib import Path

import pytest

from packstation.printers import LANGUAGES
from tests.printers.many_labels import IS_FULL, MANY, SIZES, both_read, drawn_labels, read_back
from tests.printers.readers import zpl_renderer

COUNT = MANY if IS_FULL else 3


@pytest.mark.soak
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_barcode_of_every_label_is_read_by_two_readers(size: tuple[int, int], tmp_path: Path) -> None:
    with zpl_renderer() as renderer:
        for drawn in drawn_labels("zpl", size, COUNT):
            document = LANGUAGES["zpl"](drawn.image, drawn.dpi)
            both_read(read_back("zpl", document, size, drawn.dpi, renderer, tmp_path), drawn)
