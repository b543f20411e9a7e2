"""The command sheet and the badges: every code is read back from the very pages that are printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from packstation.domain.scan import Command, command_of
from packstation.waybill.barcode import DoesNotFit
from packstation.waybill.sheet import Group, badge_pages, draw_badges, draw_sheet, sheet_pages
from packstation.words import LANGUAGES, load
from tests.program import EXAMPLE, environment, run, write

WORK = ("PKUNDO", "PKHOLD", "PKEXIT", "PKPASS", "PKFAIL", "PKTICK")
PRINTING = ("PKPRINT", "PKREPRINT", "PKSHIP")
BOXES = ("PKNEXTBOX", "PKBOXA1", "PKBOX60X40", "PKQTY2", "PKQTY5", "PKQTY10", "PKQTY100")
PEOPLE = ("PKDESKDESK3", "PKUSERA7F3KQ20PLM9")
A4 = (2480, 3508)
CODE_128 = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)


def group(heading: str, codes: tuple[str, ...]) -> Group:
    """A group whose words are of all lengths."""
    return heading, [(code, f"命令 {code} " + "很长的说明" * (place % 9)) for place, code in enumerate(codes)]


GROUPS = [
    group("打包", WORK),
    group("打印和发货", PRINTING),
    group("纸箱和数量", BOXES),
    group("人员和工位", PEOPLE),
]


def read(page: Image.Image) -> list[str]:
    return sorted(code.text for code in zxingcpp.read_barcodes(page.convert("L"), formats=CODE_128))


def printed(path: Path, qapp: QApplication) -> list[list[str]]:
    """The codes on each page of a PDF, as an office printer would put it on paper."""
    del qapp
    document = QPdfDocument()
    assert document.load(str(path)) is QPdfDocument.Error.None_
    pages = []
    for number in range(document.pageCount()):
        image = document.render(number, QSize(*A4)).convertToFormat(QImage.Format.Format_RGB888)
        rows = bytes(image.constBits())
        pages.append(Image.frombytes("RGB", A4, rows, "raw", "RGB", image.bytesPerLine()))
    document.close()
    return [read(page) for page in pages]


def test_every_command_is_read_back_page_by_page() -> None:
    pages = list(sheet_pages(GROUPS, "扫码命令"))
    assert [page.size for page in pages] == [A4] * len(pages)
    assert [read(page) for page in pages] == [
        sorted((*WORK, *PRINTING)),
        sorted((*BOXES, *PEOPLE)),
    ]


def test_a_long_group_goes_on_overleaf_under_its_heading_again() -> None:
    codes = tuple(f"PKBOXB{number}" for number in range(24))
    pages = list(sheet_pages([group("纸箱", codes)], "扫码命令"))
    assert [len(read(page)) for page in pages] == [10, 10, 4]
    # the heading is white on a black bar across the page; nothing else on the sheet is
    black = [page.crop((400, 300, 2000, 400)).convert("L").histogram()[0] for page in pages]
    assert min(black) > 1600 * 100 // 2


def test_the_pdf_has_a4_pages() -> None:
    document = draw_sheet(GROUPS, "扫码命令")
    assert document.startswith(b"%PDF-")
    boxes = re.findall(rb"/MediaBox\s*\[\s*([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)\s*\]", document)
    assert len(boxes) == 2
    for box in boxes:
        mm = [float(side) / 72 * 25.4 for side in box]
        assert mm == pytest.approx([0, 0, 210, 297], abs=0.1)


@pytest.mark.parametrize("groups", [[], [("打包", [])]])
def test_no_commands_make_a_sheet_with_a_title_only(groups: list[Group]) -> None:
    assert draw_sheet(groups, "Commands").count(b"/MediaBox") == 1


def test_a_code_too_long_for_its_card_is_refused() -> None:
    with pytest.raises(DoesNotFit):
        draw_sheet([group("x", ("PKUSER" + "X" * 60,))], "Commands")
    with pytest.raises(DoesNotFit):
        draw_badges([("PKUSER" + "X" * 60, "李明", "打包员")], "Badges")


def test_badges_of_everybody_are_read_back() -> None:
    people = [(f"PKUSER{number:03}", "很长的名字" * (number % 7), "组长") for number in range(13)]
    pages = list(badge_pages(people))
    assert [read(page) for page in pages] == [
        sorted(code for code, _name, _role in part) for part in (people[:10], people[10:])
    ]
    assert draw_badges([], "Badges").count(b"/MediaBox") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_sheet_has_every_command(tmp_path: Path, qapp: QApplication, language: str) -> None:
    words = load(language)
    target = tmp_path / "sheet.pdf"
    spoken = environment(PACKSTATION_LANGUAGE=language)
    assert run(tmp_path / "data", "sheet", "-o", target, env=spoken).returncode == 0
    found = [code for page in printed(target, qapp) for code in page]
    kinds = {known[0] for code in found if (known := command_of(code))}
    assert kinds == set(Command) - {Command.WEIGHT, Command.PROOF}
    assert "PKUSER001" in found
    for name in ("work", "printing", "boxes", "people"):
        assert f"cli.sheet.group.{name}" in words


def test_badges_are_for_their_owners_and_not_on_the_sheet(tmp_path: Path, qapp: QApplication) -> None:
    people = [{"badge": "0815", "name": "李明"}, {"badge": "4711", "name": "王芳", "role": "lead"}]
    data, target = tmp_path / "data", tmp_path / "paper.pdf"
    assert run(data, "import", write(tmp_path / "world.json", EXAMPLE)).returncode == 0
    assert run(data, "sheet", "--badges", "-o", target).returncode == 1
    assert not target.exists()
    assert run(data, "import", write(tmp_path / "people.json", {"people": people})).returncode == 0
    assert run(data, "sheet", "--badges", "-o", target).returncode == 0
    assert printed(target, qapp) == [["PKUSER0815", "PKUSER4711"]]
    assert run(data, "sheet", "-o", target).returncode == 0
    found = [code for page in printed(target, qapp) for code in page]
    assert not [code for code in found if code.startswith("PKUSER")]
    assert "PKBOXB3" in found
