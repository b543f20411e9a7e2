"""Layouts from their files: all that are shipped print in every size, and a bad one is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from packstation.errors import BadInput
from packstation.resources import resource
from packstation.waybill.label import draw
from packstation.waybill.layout import BARCODE, KINDS, STANDARD, layout, layout_names, read_layout
from packstation.words import load
from tests.readers import zxing
from tests.waybill.test_label import LABEL

GOOD = resource("labels", f"{STANDARD}.toml").read_text(encoding="utf-8")


def test_the_standard_layout_is_first_and_has_every_band() -> None:
    assert layout_names()[0] == STANDARD
    assert len(layout_names()) > 1
    assert [band.kind for band in layout().bands] == list(KINDS)


@pytest.mark.parametrize("name", layout_names())
@pytest.mark.parametrize("size", [(76, 130), (100, 150), (100, 180)])
@pytest.mark.parametrize("dpi", [203, 300])
def test_every_layout_prints_both_barcodes_on_every_stock(name: str, size: tuple[int, int], dpi: int) -> None:
    assert zxing(draw(LABEL, size, dpi, name)) == [LABEL.number] * 2


def test_layouts_look_different() -> None:
    pictures = {draw(LABEL, layout_name=name).tobytes() for name in layout_names()}
    assert len(pictures) == len(layout_names())


def test_bands_stand_in_the_order_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = draw(LABEL)
    bands = GOOD.split("[[band]]")[1:]
    swapped = "".join(f"[[band]]{band}" for band in reversed(bands))
    assert [band.kind for band in read_layout(swapped, "x.toml").bands] == list(KINDS)[::-1]
    (tmp_path / "swapped.toml").write_text(swapped, encoding="utf-8")
    monkeypatch.setattr("packstation.waybill.layout.resource", lambda *parts: tmp_path.joinpath(*parts[1:]))
    image = draw(LABEL, layout_name="swapped")
    assert zxing(image) == [LABEL.number] * 2
    assert bars_from_the_top(usual) > bars_from_the_top(image), "the small barcode now comes first"


def bars_from_the_top(image: Image.Image) -> int:
    """Width of the barcode nearer to the top."""
    found = min(zxingcpp.read_barcodes(image.convert("L")), key=lambda code: code.position.top_left.y)
    return int(found.position.top_right.x - found.position.top_left.x)


@pytest.mark.parametrize(
    ("old", "new", "place", "allowed"),
    [
        ('kind = "head"', 'kind = "heat"', "band 1.kind", "head, sort"),
        ('kind = "head"', 'kind = "sort"', "kind", "head"),
        ("height = 11\n", 'height = "tall"\n', "band 1.height", "3 … 200"),
        ("height = 11\n", "height = 0\n", "band 1.height", "3 … 200"),
        ("height = 11\n", "height = true\n", "band 1.height", "3 … 200"),
        ("height = 11\n", "height = nan\n", "band 1.height", "3 … 200"),
        ("height = 11\n", "", "band 1", "kind, height, share, worth, type"),
        ("height = 11\n", "height = 11\nwidth = 3\n", "band 1", "kind, height, share, worth, type"),
        ("share = 0.3\n", "share = -1\n", "band 1.share", "0 … 100"),
        ("worth = 4\n", "worth = 4.5\n", "band 1.worth", "0 … 99"),
        ("code = 12.5", "code = 400", "band 2.type.code", "1.5 … 40"),
        ("code = 12.5", "cod = 12.5", "band 2.type", "code"),
        ("type = { code = 12.5 }", "type = 4", "band 2.type", "code"),
    ],
)
def test_a_bad_value_is_named_with_its_place_and_what_is_possible(
    old: str, new: str, place: str, allowed: str
) -> None:
    assert old in GOOD
    if new == 'kind = "sort"':
        text = GOOD.replace('kind = "head"', 'kind = "sort"', 1).replace(
            "type = { carrier = 5.6, service = 3, side = 2.8, badge = 2.9 }", "type = { code = 9 }"
        )
    else:
        text = GOOD.replace(old, new, 1)
    with pytest.raises(BadInput) as refused:
        read_layout(text, "mine.toml")
    assert refused.value.reason == "layout-value"
    assert refused.value.data["place"] == place
    assert str(refused.value.data["allowed"]).startswith(allowed)
    for language in ("en", "zh_CN"):
        sentence = load(language).error(refused.value)
        assert "mine.toml" in sentence
        assert place in sentence


@pytest.mark.parametrize(
    "text", ["[[band]", "band = 3", "", "[[band]]\n[other]\n", "band = []", "band = [1]"]
)
def test_what_is_no_layout_at_all_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_layout(text, "mine.toml")
    assert refused.value.reason in {"layout-unreadable", "layout-value"}
    assert refused.value.data["file"] == "mine.toml"


@pytest.mark.parametrize("worth", [0, 8])
def test_no_layout_may_leave_out_the_barcode(worth: int) -> None:
    with pytest.raises(BadInput) as refused:
        read_layout(GOOD.replace("worth = 9", f"worth = {worth}"), "mine.toml")
    assert refused.value.reason == "layout-barcode"
    without = "".join(f"[[band]]{band}" for band in GOOD.split("[[band]]")[1:] if BARCODE not in band)
    with pytest.raises(BadInput) as refused:
        read_layout(without, "mine.toml")
    assert refused.value.reason == "layout-barcode"


def test_a_layout_that_is_not_there_is_one_named_trouble() -> None:
    with pytest.raises(BadInput) as refused:
        layout("no-such")
    assert refused.value.reason == "layout-unreadable"
    assert refused.value.data["file"] == "no-such.toml"
