"""No text on any label leaves its box: each one's ink is held against the place it was given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import noto_cjk_sans_otc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packstation.waybill.canvas import Box, Canvas
from packstation.waybill.fonts import Face, FontMissing, Glyph
from packstation.waybill.label import draw
from packstation.waybill.layout import layout_names
from packstation.waybill.text import Style
from tests.waybill.test_label import in_every_field

SIZES = [(76, 130), (100, 150), (100, 180), (60, 40), (120, 90)]

CHINESE = "浙江省杭州市余杭区（收）《件》，。国龘齉"
LATIN = "ABCgjpqy,;()[]{}|/Qf@WiI1"
TALL = "ÄÅÉẾỘǺçß"
STRANGE = "😀🎁ع𠀀ሀกé\u0301\u20dd\ufdfa"
TEXTS = st.one_of(
    *(st.text(signs, min_size=1, max_size=400) for signs in (CHINESE, LATIN, CHINESE + LATIN + " ")),
    st.text(TALL + LATIN + " ", min_size=1, max_size=200),
    st.text(CHINESE + LATIN + TALL + STRANGE + " ", min_size=1, max_size=200),
    st.text(min_size=1, max_size=60),
)

SLACK = 0.13
"""Of the smallest type, by which an accent may be cut off at the edge when not even that has room for it."""


@dataclass
class Written:
    """One text on a label: its place, how it was to look, and from where to where its ink would reach."""

    box: Box
    style: Style
    ink: tuple[int, int, int, int]

    def over(self) -> int:
        """By how many dots the ink reaches over the edge of its box."""
        left, top, right, bottom = self.ink
        return max(-left, -top, right - self.box.width, bottom - self.box.height)


@contextmanager
def watched(seen: list[Written]) -> Iterator[None]:
    """Note every text that is written, before its box cuts anything off."""
    real = Canvas._write

    def write(self: Canvas, box: Box, letters: list[Glyph], style: Style) -> None:
        inks = [
            (right + ink[0], below + ink[1], right + ink[2], below + ink[3])
            for dots, right, below in letters
            if (ink := dots.getbbox())
        ]
        if inks:
            lefts, tops, rights, bottoms = zip(*inks, strict=True)
            ink = min(lefts), min(tops), max(rights), max(bottoms)
            seen.append(Written(box, style, ink))
        real(self, box, letters, style)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Canvas, "_write", write)
        yield


@settings(max_examples=60, deadline=None)
@given(
    TEXTS,
    st.sampled_from(SIZES),
    st.sampled_from([203, 203, 203, 300, 300, 600]),
    st.sampled_from(layout_names()),
)
def test_the_ink_of_every_text_stays_in_its_box(
    text: str, size: tuple[int, int], dpi: int, layout: str
) -> None:
    seen: list[Written] = []
    with watched(seen):
        image = draw(in_every_field(text), size, dpi, layout)
    assert seen
    for one in seen:
        box = one.box
        assert 0 <= box.left <= box.right <= image.width
        assert 0 <= box.top <= box.bottom <= image.height
        assert one.over() <= max(1, round(SLACK * one.style.smallest)), one


@pytest.mark.parametrize("size", [(76, 130), (100, 150), (100, 180)])
@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("layout", layout_names())
def test_chinese_and_plain_latin_lose_no_dot_in_any_size(
    size: tuple[int, int], dpi: int, layout: str
) -> None:
    seen: list[Written] = []
    for text in (CHINESE, CHINESE * 30, "jQ|g", f"{LATIN} {CHINESE} " * 8, "W" * 300):
        with watched(seen):
            draw(in_every_field(text), size, dpi, layout)
    assert len(seen) > 5 * 8
    assert [one for one in seen if one.over() > 0] == []


def test_what_no_size_has_room_for_is_cut_off_at_the_edge() -> None:
    seen: list[Written] = []
    canvas = Canvas(60, 20)
    with watched(seen):
        canvas.text(Box(10, 5, 50, 9), "国Ế", Style(16, 16))
    assert seen[0].over() > 0
    ink = canvas.image.convert("L").point([255 - level for level in range(256)]).getbbox()
    assert ink is not None
    assert ink[0] >= 10
    assert ink[1] >= 5
    assert ink[2] <= 50
    assert ink[3] <= 9


def test_the_watch_would_notice_a_text_outside_its_box() -> None:
    one = Written(Box(0, 0, 20, 10), Style(10, 10), (0, 0, 21, 10))
    assert one.over() == 1


@pytest.mark.parametrize("broken", [b"", b"no typeface", None])
def test_a_missing_or_broken_typeface_is_one_named_trouble(
    broken: bytes | None, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path_factory.mktemp("fonts") / "NotoSansCJK.ttc"
    if broken is not None:
        path.write_bytes(broken)
    monkeypatch.setattr(noto_cjk_sans_otc, "FONT_PATH", path)
    with pytest.raises(FontMissing) as missing:
        Face(24)
    assert missing.value.reason == "font-missing"
    assert missing.value.data == {"path": str(path)}
