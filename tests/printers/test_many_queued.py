"""Many labels through a real CUPS with a driver for ZPL printers, handed over as PDF, read back from its dots."""

from __future__ import annotations

from pathlib import Path

import pytest

from packstation.printers import LANGUAGES
from packstation.printers.cups import CupsLink
from packstation.printers.links import Told
from tests.printers.cupsd import cups_in
from tests.printers.emulated import printing
from tests.printers.many_labels import IS_FULL, SIZES, both_read, drawn_labels
from tests.printers.readers import lies_in, zebra_picture

COUNT = 500 if IS_FULL else 3
"""Of each size: 2,000 in all."""


@pytest.mark.soak
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_label_that_a_queue_printed_is_read_by_two_readers(
    size: tuple[int, int], tmp_path: Path
) -> None:
    with cups_in(tmp_path / "cups") as cups, printing() as printer:
        cups.add_zebra("zebra", printer.port)
        link = CupsLink("zebra", cups.server)
        for drawn in drawn_labels("queued", size, COUNT, (203,)):
            told = link.send(LANGUAGES["pdf"](drawn.image, drawn.dpi), f"{drawn.number}.pdf")
            assert told is Told.PRINTED, cups.last_words()
            printed = zebra_picture(printer.documents.pop())
            assert printer.documents == [], drawn.name
            assert lies_in(drawn.image, printed), drawn.name
            both_read(printed, drawn)
