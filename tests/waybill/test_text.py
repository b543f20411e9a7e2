"""Texts from outside in boxes of ours: cut to fit, never past the edge, never anything but text."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from packstation.waybill.canvas import Across, Box, Canvas, Down
from packstation.waybill.fonts import MOST_GLYPHS, Face, face
from packstation.waybill.goods import Goods, goods_line
from packstation.waybill.text import ELLIPSIS, Style, clean, fit, lacking, wrap

CHINESE = "浙江省杭州市余杭区文一西路九六九号（请电话联系），。《》 ABC-123 gjpqy"
WILD = st.text(st.one_of(st.sampled_from(CHINESE), st.characters()), max_size=80)


def black(image: Image.Image, box: Box) -> int:
    return image.crop((box.left, box.top, box.right, box.bottom)).convert("L").histogram()[0]


BOXES = st.builds(
    lambda width, height: Box(50, 40, 50 + width, 40 + height), st.integers(1, 300), st.integers(1, 120)
)
STYLES = st.builds(
    Style, st.integers(10, 60), st.integers(6, 10), lines=st.integers(1, 4), bold=st.booleans()
)
ACROSS: list[Across] = ["left", "middle", "right"]
DOWN: list[Down] = ["top", "middle"]


@settings(max_examples=200, deadline=None)
@given(WILD, BOXES, STYLES, st.sampled_from(ACROSS), st.sampled_from(DOWN))
def test_no_text_leaves_its_box(text: str, box: Box, style: Style, across: Across, down: Down) -> None:
    canvas = Canvas(400, 200)
    canvas.text(box, text, style, across=across, down=down)
    assert black(canvas.image, Box(0, 0, 400, 200)) == black(canvas.image, box)


@pytest.mark.parametrize(
    "piled", ["e" + "\u0301" * 200, "ก้้้้้้้้้้้้้้้้้้้", "\u202e倒\u202c", "😀" * 50, "\ud83d\ude00\ud800"]
)
def test_accents_direction_marks_and_pictures_stay_in_the_box(piled: str) -> None:
    canvas = Canvas(400, 200)
    box = Box(100, 80, 300, 110)
    canvas.text(box, piled, Style(24, 16))
    assert black(canvas.image, Box(0, 0, 400, 200)) == black(canvas.image, box) > 0


@given(st.text(max_size=200))
def test_cleaned_text_has_nothing_that_steers(text: str) -> None:
    cleaned = clean(text)
    assert all(
        unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for char in cleaned
    )
    assert cleaned == cleaned.strip()
    assert clean(cleaned) == cleaned


def test_clean_keeps_what_people_write_and_marks_what_cannot_be_shown() -> None:
    assert clean("李\x00明\u202e \t\r\n 收\u3000件\u200b") == "李明 收 件"
    assert clean("\ud800x\ue000") == "□x□"
    assert clean("^XZ~DN=HYPERLINK() <b>") == "^XZ~DN=HYPERLINK() <b>"


def test_a_letter_the_typeface_lacks_is_drawn_as_something_visible() -> None:
    for char in "😀ع𠀀ሀ":
        dots, _, _ = face(24).glyph(char, bold=False)
        assert black(dots.convert("L").point(lambda dot: 255 - dot), Box(0, 0, *dots.size)) > 0, char


def test_letters_the_typeface_lacks_are_named_once_and_nothing_else_is() -> None:
    assert lacking("李𠀀明 عمر 𠀀 Łukasz 8号😀□\u202e、") == tuple("𠀀عمر")
    assert lacking("欧阳𠮷𬭚 Ä Ế Иван ﾊ ① ㎡ ₽ ☀ 한국") == ()


@given(st.text(CHINESE, min_size=1, max_size=120), st.integers(60, 400), st.integers(1, 8))
def test_lines_are_never_wider_than_the_box_and_lose_nothing_but_blanks(
    text: str, width: int, rows: int
) -> None:
    style = Style(30, 14, lines=rows)
    fitted = fit([clean(text)], width, 2000, style)
    assert all(fitted.face.width(line) <= width for line in fitted.lines)
    assert len(fitted.lines) <= rows
    shown, whole = "".join(fitted.lines).replace(" ", ""), clean(text).replace(" ", "")
    assert shown == whole or (shown.endswith(ELLIPSIS) and whole.startswith(shown[:-1]))


def test_text_shrinks_before_it_wraps_away_and_is_cut_last() -> None:
    style = Style(40, 20, lines=2)
    assert fit(["浙江省"], 300, 200, style).face.size == 40
    smaller = fit(["浙江省杭州市余杭区文一西路九"], 200, 200, style)
    assert 20 <= smaller.face.size < 40
    assert not "".join(smaller.lines).endswith(ELLIPSIS)
    cut = fit(["浙江省杭州市余杭区文一西路九" * 4], 200, 200, style)
    assert cut.face.size == 20
    assert cut.lines[-1].endswith(ELLIPSIS)


def test_punctuation_never_begins_a_line_and_words_stay_whole() -> None:
    small = face(20)
    assert wrap("浙江省，杭州", small, 60, 9) == ["浙江", "省，杭", "州"]
    assert wrap("（浙江）省（杭）", small, 60, 9) == ["（浙", "江）省", "（杭）"]
    assert wrap("one two three", small, small.width("one two"), 9) == ["one two", "three"]
    assert wrap("abcdefghij", small, small.width("abcd"), 9) == ["abcd", "efgh", "ij"]


def test_the_count_of_goods_is_never_what_is_cut_off() -> None:
    small = face(20)
    line = goods_line(Goods("加绒加厚连帽卫衣" * 20, "墨绿色" * 40, 12), small, 400)
    assert line.endswith(" ×12")
    assert line.count(ELLIPSIS) == 2
    assert small.width(line) <= 400
    assert goods_line(Goods("白色棉T恤", "L", 3), small, 400) == "白色棉T恤 L ×3"


def test_a_megabyte_of_text_takes_no_longer_than_a_page() -> None:
    canvas = Canvas(400, 400)
    start = time.perf_counter()
    canvas.text(Box(0, 0, 400, 400), "宽" * 1_000_000, Style(30, 16, lines=6))
    assert time.perf_counter() - start < 0.5


def test_the_memory_for_letters_is_bounded() -> None:
    small = Face(12)
    for code in range(MOST_GLYPHS + 100):
        small.glyph(chr(0x4E00 + code), bold=False)
    assert len(small._glyphs) <= MOST_GLYPHS


def test_marks_around_letters_are_left_out_and_no_letter_with_them() -> None:
    every = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Me"]
    assert len(every) >= 13
    assert clean("浙" + "江".join(every)) == "浙" + "江" * (len(every) - 1)
    assert lacking("浙江\u20dd号") == ()


def test_heaps_of_accents_are_left_out_and_what_is_written_so_stays() -> None:
    assert clean("e\u0301\u0301\u0301\u0301x") == "éx"
    assert clean("e\u0302\u0301") == "ế"
    assert clean("x\u0302\u0301") == "x\u0302"
    assert clean("\u0301\u0302 \u0301a \u0301") == "a", "an accent on nothing"
    assert clean("ที่นี่") == "ที่นี่"
    assert clean("Łódź 浙江") == "Łódź 浙江"
