"""Many labels in every language but ZPL, decoded by rules written down anew, or by other people's readers."""

from __future__ import annotations

from pathlib import Path

import pytest

from packstation.printers import LANGUAGES
from tests.printers.many_labels import IS_FULL, MANY, SIZES, both_read, drawn_labels, read_back

COUNT = MANY if IS_FULL else 9


@pytest.mark.soak
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"zpl"}))
def test_every_barcode_of_every_label_is_read_by_two_readers(
    language: str, size: tuple[int, int], tmp_path: Path
) -> None:
    for drawn in drawn_labels(language, size, COUNT):
        document = LANGUAGES[language](drawn.image, drawn.dpi)
        both_read(read_back(language, document, size, drawn.dpi, None, tmp_path), drawn)
