"""``packstation label`` as it is typed: every language, the printer's setup, and labels made elsewhere."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from packstation.errors import BadSetting
from packstation.printers import LANGUAGES
from packstation.settings import load
from packstation.waybill.layout import layout_names
from packstation.words import load as load_words
from tests.printers.decoders import tspl_paper
from tests.printers.seen import seen
from tests.printers.zpl_renderer import ZplRenderer
from tests.program import EXAMPLE, run, write
from tests.readers import zxing

NUMBER, WAYBILL, BARCODE = "4065712345678901234", "YT1234567890123", "6901234567892"
CODES = [NUMBER, BARCODE, BARCODE, "PKPASS", "PKTICK"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    done = run(folder, "import", write(tmp_path / "world.json", json.loads(json.dumps(EXAMPLE))))
    assert done.returncode == 0, done.stderr
    return folder


def settings(data: Path, *lines: str) -> None:
    (data / "packstation.toml").write_text("\n".join(["[printers.label]", *lines]) + "\n", encoding="utf-8")


def carrier_label() -> Image.Image:
    """Something else's label of 100 x 150 mm at 203 dpi."""
    image = Image.new("1", (800, 1200), 1)
    image.paste(0, (60, 60, 300, 70))
    image.paste(0, (90, 1000, 97, 1150))
    return image


def saved(path: Path, *pages: Image.Image) -> Path:
    pages[0].save(path, resolution=203.2, save_all=True, append_images=pages[1:])
    return path


def test_a_label_in_every_language_carries_the_number(
    data: Path, tmp_path: Path, zpl_renderer: ZplRenderer
) -> None:
    run(data, "scan", lines=CODES)
    for language, (size, dpi) in zip(
        LANGUAGES,
        [("76x130", 203), ("100x150", 300), ("100x180", 203), ("60x80", 203), ("100x150", 203)],
        strict=True,
    ):
        target = tmp_path / f"label.{language}"
        done = run(data, "label", NUMBER, "-o", target, "--size", size, "--dpi", dpi)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        wide, high = (round(int(side) * (8 if dpi == 203 else dpi / 25.4)) for side in size.split("x"))
        printed = seen(language, target.read_bytes(), (wide, high), dpi, zpl_renderer)
        assert set(zxing(printed)) == {WAYBILL}, language


def test_the_desk_prints_in_its_printer_s_language_and_setup(
    data: Path, tmp_path: Path, zpl_renderer: ZplRenderer
) -> None:
    settings(
        data,
        'language = "zpl"',
        "rotate = 180",
        "offset_x = 1.5",
        "offset_y = -1",
        "density = 20",
        "speed = 4",
    )
    run(data, "scan", lines=CODES)
    sent = (data / "labels" / f"{WAYBILL}.zpl").read_bytes()
    assert sent.startswith(b"~SD20\n^XA^PW800^LL1200")
    printed = seen("zpl", sent, (800, 1200), 203, zpl_renderer)
    assert run(data, "label", NUMBER, "-o", tmp_path / "x.png").returncode == 0
    with Image.open(tmp_path / "x.png") as drawn:
        where = Image.new("1", drawn.size, 1)
        where.paste(drawn.transpose(Image.Transpose.ROTATE_180), (12, -8))
    assert zxing(printed) == [WAYBILL] * 2
    same = sum(ours == drawn for ours, drawn in zip(printed.tobytes(), where.tobytes(), strict=True))
    assert same > 0.99 * len(where.tobytes()), "but for the minute of printing it is the same label"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (['language = "zpl"', "max_width = 640"], "640"),
        (['language = "tspl"', "offset_x = -15.5"], "-15.5"),
    ],
)
def test_what_the_printer_cannot_do_is_said_and_nothing_is_written(
    data: Path, tmp_path: Path, lines: list[str], said: str
) -> None:
    settings(data, *lines)
    told = [json.loads(line) for line in run(data, "scan", lines=CODES).stdout.splitlines()]
    assert told[-1]["events"] == ["packed", "label-failed"]
    assert list((data / "labels").iterdir()) == []
    target = tmp_path / f"label.{lines[0].split(chr(34))[1]}"
    done = run(data, "label", NUMBER, "-o", target)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert said in done.stderr
    assert not target.exists()
    assert run(data, "label", NUMBER, "-o", target, "--size", "76x130").returncode == (
        0 if said == "640" else 1
    )


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("offset_x = 21", ["line 2", "offset_x", "-20 … 20"]),
        ('offset_y = "1"', ["line 2", "offset_y", "-20 … 20"]),
        ("rotate = 45", ["line 2", "0, 90, 180, 270"]),
        ("density = 31", ["line 2", "-1 … 30"]),
        ("speed = 0", ["line 2", "1 … 14"]),
        ('media = "roll"', ["line 2", "printer, gap, mark, continuous"]),
        ("gap_mm = -1", ["line 2", "0 … 30"]),
        ('align = "right"', ["line 2", "left, middle"]),
        ('layout = "none"', ["line 2", ", ".join(layout_names())]),
        ("max_width = -1", ["line 2", "0 … 20000"]),
        ('language = "tspl"\ndensity = 20', ["tspl", "20", "0 … 15"]),
        ('language = "epl"', ["line 2", "zpl, tspl, escpos"]),
    ],
)
def test_a_wrong_setting_of_the_printer_is_one_sentence(tmp_path: Path, line: str, parts: list[str]) -> None:
    settings(tmp_path, line)
    with pytest.raises(BadSetting) as refused:
        load(tmp_path / "packstation.toml").printer_setup()
    for language in ("en", "zh_CN", "zh_TW"):
        said = load_words(language).error(refused.value)
        assert [part for part in parts if part.removeprefix("line ") not in said] == []


def test_the_layout_is_a_setting(data: Path, tmp_path: Path) -> None:
    run(data, "scan", lines=CODES)
    pictures = set()
    for name in layout_names():
        settings(data, f'layout = "{name}"')
        assert run(data, "label", NUMBER, "-o", tmp_path / f"{name}.png").returncode == 0
        with Image.open(tmp_path / f"{name}.png") as image:
            assert zxing(image) == [WAYBILL] * 2
            pictures.add(image.tobytes())
    assert len(pictures) == len(layout_names())


@pytest.mark.parametrize("ending", ["pdf", "png"])
def test_a_carrier_s_label_goes_the_same_way_dot_for_dot(
    tmp_path: Path, ending: str, zpl_renderer: ZplRenderer
) -> None:
    data, label = tmp_path / "data", carrier_label()
    source = saved(tmp_path / f"carrier.{ending}", label)
    done = run(data, "label", "--from", source, "-o", tmp_path / "out.zpl")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    printed = seen("zpl", (tmp_path / "out.zpl").read_bytes(), (800, 1200), 203, zpl_renderer)
    assert printed.tobytes() == label.tobytes()
    settings(data, 'language = "tspl"', 'size = "110x160"', "rotate = 90")
    assert run(data, "label", "--from", source, "-o", tmp_path / "out.tspl").returncode == 0
    paper = tspl_paper((tmp_path / "out.tspl").read_bytes(), 1280, 880).image
    where = Image.new("1", (880, 1280), 1)
    where.paste(label, (40, 40))
    assert paper.tobytes() == where.transpose(Image.Transpose.ROTATE_270).tobytes()


def test_a_page_of_a_pdf_is_chosen(tmp_path: Path) -> None:
    data, label = tmp_path / "data", carrier_label()
    source = saved(tmp_path / "two.pdf", Image.new("1", (800, 1200), 1), label)
    done = run(data, "label", "--from", source, "-o", tmp_path / "out.png")
    assert (done.returncode, "--page" in done.stderr) == (1, True)
    assert run(data, "label", "--from", source, "--page", "2", "-o", tmp_path / "out.png").returncode == 0
    with Image.open(BytesIO((tmp_path / "out.png").read_bytes())) as image:
        assert image.tobytes() == label.tobytes()


def test_what_is_no_label_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.pdf").write_text("no label", encoding="utf-8")
    (tmp_path / "folder.pdf").mkdir()
    for name in ("text.pdf", "folder.pdf", "missing.pdf"):
        done = run(tmp_path / "data", "label", "--from", tmp_path / name, "-o", tmp_path / "out.zpl")
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
        assert name in done.stderr
        assert not (tmp_path / "out.zpl").exists()


@pytest.mark.parametrize("words", [[], [NUMBER, "--from", "x.pdf"]])
def test_an_order_or_a_file_is_to_be_named(tmp_path: Path, words: list[str]) -> None:
    assert run(tmp_path / "data", "label", *words, "-o", tmp_path / "out.png").returncode == 2
