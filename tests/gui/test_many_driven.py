"""Many labels drawn by Qt on a printer behind its driver, in a real CUPS, read back from the printer's dots."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from packstation.printers.picture import png
from tests.printers.cupsd import Cups, cups_in
from tests.printers.emulated import printing
from tests.printers.many_labels import IS_FULL, SIZES, both_read, drawn_labels
from tests.printers.readers import lies_in, zebra_picture
from tests.program import TOP, environment

COUNT = 500 if IS_FULL else 3
"""Of each size: 2,000 in all."""
PAINT = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from packstation.gui.driver_printing import DriverPainter
from packstation.printers import open_link
application = QApplication(sys.argv)
link = open_link("driver:zebra", Path(), "png", DriverPainter())
for line in sys.stdin:
    print(link.send(Path(line.strip()).read_bytes(), "label.png"), flush=True)
"""


@contextmanager
def painter(cups: Cups) -> Iterator[subprocess.Popen[str]]:
    """The window's way to drivers, in a process of its own: Qt looks for CUPS once, when it starts."""
    with subprocess.Popen(
        [sys.executable, "-c", PAINT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=TOP,
        env=environment(CUPS_SERVER=cups.server),
    ) as running:  # fmt: skip
        try:
            yield running
        finally:
            running.terminate()


@pytest.mark.soak
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_label_that_a_driver_printed_is_read_by_two_readers(
    size: tuple[int, int], tmp_path: Path
) -> None:
    file = tmp_path / "label.png"
    with cups_in(tmp_path / "cups") as cups, printing() as printer:
        cups.add_zebra("zebra", printer.port)
        with painter(cups) as paints:
            assert paints.stdin is not None
            assert paints.stdout is not None
            for drawn in drawn_labels("driven", size, COUNT, (203,)):
                file.write_bytes(png(drawn.image, drawn.dpi))
                paints.stdin.write(f"{file}\n")
                paints.stdin.flush()
                assert paints.stdout.readline() == "sent\n", drawn.name
                cups.wait_until_printed("zebra")
                printer.settle()
                printed = zebra_picture(printer.documents.pop())
                assert printer.documents == [], drawn.name
                assert lies_in(drawn.image, printed), drawn.name
                both_read(printed, drawn)
