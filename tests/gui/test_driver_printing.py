"""A printer behind its driver: Qt draws, a real CUPS drives, and the dots that arrive are the label's dots."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zxingcpp

from packstation.errors import Outage
from packstation.printers import open_link
from packstation.printers.links import Painter, Told, Unsure
from packstation.printers.picture import png
from packstation.waybill.label import Label, Party, draw
from tests.printers.cupsd import cups_in
from tests.printers.emulated import printing
from tests.printers.readers import zebra_picture
from tests.program import TOP, environment

NUMBER = "9912345678901"
LABEL = Label(
    carrier="圆通速递",
    number=NUMBER,
    receiver=Party("李*", "138****5678", ("浙江省 杭州市",)),
    sender=Party("旗舰店"),
    printed_at=datetime(2026, 11, 23, 14, 5, tzinfo=UTC),
    destination="杭州市",
)
DRAW = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from packstation.gui.driver_printing import DriverPainter
from packstation.printers import open_link
application = QApplication(sys.argv)
link = open_link("driver:zebra", Path(), "png", DriverPainter())
trouble = open_link("driver:other", Path(), "png", DriverPainter()).trouble()
print(link.trouble(), trouble.reason, trouble.data["present"], link.send(Path(sys.argv[1]).read_bytes(), "a.png"))
"""


def test_every_dot_of_the_label_comes_out_of_a_driver(tmp_path: Path) -> None:
    image = draw(LABEL, (100, 150), 203)
    (tmp_path / "label.png").write_bytes(png(image, 203))
    with printing() as printer, cups_in(tmp_path / "cups") as cups:
        cups.add_zebra("zebra", printer.port)
        done = subprocess.run(
            [sys.executable, "-c", DRAW, str(tmp_path / "label.png")], capture_output=True, text=True, cwd=TOP,
            env=environment(CUPS_SERVER=cups.server), check=False, timeout=60,
        )  # fmt: skip
        assert done.stdout == "None driver-unknown zebra sent\n", done.stderr
        cups.wait_until_printed("zebra")
        printer.settle()
        (document,) = printer.documents
    printed = zebra_picture(document)
    assert printed.width >= image.width
    assert printed.height >= image.height
    assert printed.crop((0, 0, *image.size)).convert("1").tobytes() == image.tobytes()
    found = zxingcpp.read_barcodes(printed)
    assert {code.text for code in found} == {NUMBER}


class Hand(Painter):
    """A painter that does as it is told."""

    def __init__(self, outcome: str) -> None:
        self.outcome = outcome

    def printers(self) -> tuple[str, ...]:
        return ("Zebra",)

    def paint(self, document: bytes, printer: str, name: str) -> str:
        assert (document, printer, name) == (b"png", "Zebra", "a.png")
        return self.outcome


def test_what_the_painter_says_is_what_is_known() -> None:
    assert open_link("driver:Zebra", Path(), "png", Hand("sent")).send(b"png", "a.png") is Told.SENT
    with pytest.raises(Outage, match="driver-refused"):
        open_link("driver:Zebra", Path(), "png", Hand("refused")).send(b"png", "a.png")
    with pytest.raises(Unsure, match="driver-broke-off"):
        open_link("driver:Zebra", Path(), "png", Hand("broke-off")).send(b"png", "a.png")
    with pytest.raises(Outage, match="driver-needs-png"):
        open_link("driver:Zebra", Path(), "zpl", Hand("sent")).send(b"png", "a.zpl")
    with pytest.raises(Outage, match="driver-needs-window"):
        open_link("driver:Zebra", Path(), "png").send(b"png", "a.png")
