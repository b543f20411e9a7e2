"""Printers: true size, one file a label, and an honest answer when it is not known what came out."""

from __future__ import annotations

import errno
import os
import re
import stat
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from packstation.domain.trouble import Trouble
from packstation.errors import BadSetting, Outage
from packstation.printers import LANGUAGES, LINKS, open_link
from packstation.printers.links import FileLink, Unsure, safe_name
from packstation.printers.printer import Outcome, Printer
from packstation.waybill.label import Label, Party, draw
from tests.printers.readers import escpos_picture, picture_in, tspl_picture, zpl_renderer

NUMBER = "YT1234567890123"
LABEL = Label(
    carrier="圆通速递",
    number=NUMBER,
    receiver=Party("李*", "138****5678", ("浙江省 杭州市",)),
    sender=Party("旗舰店"),
    printed_at=datetime(2026, 11, 23, 14, 5, tzinfo=UTC),
    destination="杭州市",
)
STOCK = [((100, 150), 203), ((76, 130), 203), ((100, 150), 300), ((100, 180), 600)]


def read(image: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(
        image.convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)
    )
    return [code.text for code in found]


@pytest.mark.parametrize(("size", "dpi"), STOCK)
def test_a_pdf_measures_what_the_label_measures_in_the_dots_that_drivers_count(
    size: tuple[int, int], dpi: int
) -> None:
    image = draw(LABEL, size, dpi)
    document = LANGUAGES["pdf"](image, dpi)
    boxes = re.findall(rb"/MediaBox\s*\[\s*([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)\s*\]", document)
    assert len(boxes) == 1
    sides = [float(side) / 72 * 25.4 for side in boxes[0]]
    assert sides == pytest.approx([0, 0, *(dots * 25.4 / dpi for dots in image.size)], abs=0.001)
    assert sides == pytest.approx([0, 0, *size], abs=0.2)


@pytest.mark.parametrize(("size", "dpi"), STOCK)
def test_the_dots_in_the_pdf_are_the_labels_dots(size: tuple[int, int], dpi: int) -> None:
    image = draw(LABEL, size, dpi)
    printed = picture_in(LANGUAGES["pdf"](image, dpi)).convert("1")
    assert printed.size == image.size
    assert printed.tobytes() == image.tobytes()
    assert read(printed) == [NUMBER] * 2


@pytest.mark.parametrize(("size", "dpi"), STOCK)
def test_a_png_keeps_every_dot_and_says_how_large_it_is(size: tuple[int, int], dpi: int) -> None:
    image = draw(LABEL, size, dpi)
    printed = Image.open(BytesIO(LANGUAGES["png"](image, dpi)))
    assert printed.mode == "1"
    assert printed.tobytes() == image.tobytes()
    across, down = printed.info["dpi"]
    mm = (printed.width / across * 25.4, printed.height / down * 25.4)
    assert mm == pytest.approx(size, abs=0.06)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_printed_label_is_one_private_file_that_reads_back(tmp_path: Path, language: str) -> None:
    printer = Printer(language, open_link("file:labels", tmp_path))
    assert printer.print(draw(LABEL), NUMBER) == (Outcome.PRINTED, "")
    folder = tmp_path / "labels"
    (label,) = folder.iterdir()
    assert label.name == f"{NUMBER}.{language}"
    assert stat.S_IMODE(label.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert read(_picture_of(language, label.read_bytes())) == [NUMBER] * 2


def _picture_of(language: str, document: bytes) -> Image.Image:
    match language:
        case "pdf":
            return picture_in(document)
        case "tspl":
            return tspl_picture(document, 8)
        case "escpos":
            return escpos_picture(document)
        case "zpl":
            with zpl_renderer() as renderer:
                return renderer.pictures(document, (100, 150), 8)[0]
        case _:
            return Image.open(BytesIO(document))


def test_a_label_drawn_for_other_stock_is_not_printed(tmp_path: Path) -> None:
    printer = Printer("png", FileLink(tmp_path), (76, 130))
    outcome, detail = printer.print(draw(LABEL, (100, 150)), NUMBER)
    assert outcome is Outcome.FAILED
    assert "800x1200" in detail
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_folder_fails_and_leaves_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "labels"
    blocked.write_text("not a folder")
    outcome, detail = Printer("png", FileLink(blocked)).print(draw(LABEL), NUMBER)
    assert outcome is Outcome.FAILED
    assert str(blocked) in detail
    assert [path.name for path in tmp_path.iterdir()] == ["labels"]


def test_a_full_disk_fails_and_leaves_no_half_label(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Outage) as failed:
        FileLink(tmp_path).send(b"%PDF", "a.pdf")
    assert failed.value.data["error"] == "No space left on device"
    assert list(tmp_path.iterdir()) == []


def test_a_label_that_may_be_lost_by_a_power_cut_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def files_only(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, "Input/output error")
        real(handle)

    monkeypatch.setattr(os, "fsync", files_only)
    with pytest.raises(Unsure):
        FileLink(tmp_path).send(b"%PDF", "a.pdf")
    outcome, _ = Printer("pdf", FileLink(tmp_path)).print(draw(LABEL), NUMBER)
    assert outcome is Outcome.UNKNOWN


def test_the_label_is_on_the_disk_before_it_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync
    seen: list[list[str]] = []

    def watched(handle: int) -> None:
        seen.append(sorted(path.suffix for path in tmp_path.iterdir()))
        real(handle)

    monkeypatch.setattr(os, "fsync", watched)
    FileLink(tmp_path).send(b"%PDF", "a.pdf")
    assert seen == [[".part"], [".pdf"]]
    assert (tmp_path / "a.pdf").read_bytes() == b"%PDF"


def test_printing_again_replaces_the_file_whole(tmp_path: Path) -> None:
    link = FileLink(tmp_path)
    link.send(b"first and longer", "a.pdf")
    link.send(b"second", "a.pdf")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.pdf", b"second")]


@given(st.one_of(st.text(max_size=300), st.text("./\\:ab\x00-_", max_size=20)))
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    safe = safe_name(name)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*[A-Za-z0-9_-]?", safe)
    assert len(safe) <= 80
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "..", ".", "", "CON.pdf", "nul", "a/b.pdf", ".x.pdf", "运单.pdf"],
)
def test_dangerous_names_become_plain_files(tmp_path: Path, name: str) -> None:
    FileLink(tmp_path / "in").send(b"x", name)
    (made,) = (tmp_path / "in").iterdir()
    assert made.name.startswith("label-")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_different_names_stay_different_files() -> None:
    names = ["a/b.pdf", "a:b.pdf", "a_b.pdf", "a\\b.pdf", "运.pdf", "单.pdf"]
    assert len({safe_name(name) for name in names}) == len(names)
    assert safe_name("YT1234567890123.pdf") == "YT1234567890123.pdf"
    assert safe_name("JDVA12345678901-1-1-.png") == "JDVA12345678901-1-1-.png"


@pytest.mark.parametrize("setting", ["", "labels", "file:", "file: ", "smoke:signals"])
def test_a_way_that_does_not_exist_is_refused_with_the_ways_that_do(tmp_path: Path, setting: str) -> None:
    with pytest.raises(BadSetting) as refused:
        open_link(setting, tmp_path)
    assert refused.value.data == {"value": setting, "allowed": tuple(LINKS)}


def test_an_absolute_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    open_link(f"file:{tmp_path / 'far'}", Path("elsewhere")).send(b"x", "a.pdf")
    assert (tmp_path / "far" / "a.pdf").exists()


def test_a_picture_never_goes_to_a_printer_that_takes_bytes_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "lp0").touch()
    for way in ("tcp:127.0.0.1:9", f"device:{tmp_path / 'lp0'}"):
        printer = Printer("png", open_link(way, tmp_path, "png"), way=way)
        outcome, detail = printer.print(draw(LABEL), NUMBER)
        assert outcome is Outcome.FAILED
        told = Trouble.of_text(detail)
        assert told is not None
        assert (told.reason, told.data["printer"]) == ("printer-needs-language", way)
        assert printer.unfit() is not None
        assert Printer("pdf", open_link(way, tmp_path, "pdf")).must_read_pdf
        assert not Printer("zpl", open_link(way, tmp_path, "zpl")).must_read_pdf
    assert not Printer("pdf", FileLink(tmp_path)).must_read_pdf
