"""No text on any label leaves its box: each one's ink is held against the place it was given."""

from __future__ import annotations

import noto_cjk_sans_otc
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from packstation.waybill.canvas import Box, Canvas
from packstation.waybill.fonts import Face, FontMissing
from packstation.waybill.label import draw
from packstation.waybill.layout import layout_names
from packstation.waybill.text import Style
from tests.waybill.ink import Written, stay_in_their_boxes, watched
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


@settings(max_examples=60, deadline=None)
@example("\u0301", (76, 130), 203, "standard")
@example(";\u0301", (76, 130), 203, "standard")
@example("i\u0302", (76, 130), 203, "standard")
@example("Q\u0301", (76, 130), 203, "standard")
@example("J\u0303", (76, 130), 203, "standard")
@example("y\u0328", (76, 130), 203, "standard")
@example("中\u0302", (76, 130), 203, "standard")
@given(
    TEXTS,
    st.sampled_from(SIZES),
    st.sampled_from([203, 203, 203, 300, 300, 600]),
    st.sampled_from(layout_names()),
)
def test_the_ink_of_every_text_stays_in_its_box(
    text: str, size: tuple[int, int], dpi: int, layout: str
) -> None:
    with watched() as seen:
        image = draw(in_every_field(text), size, dpi, layout)
    assert seen
    assert stay_in_their_boxes(seen, image), seen


@pytest.mark.parametrize("size", [(76, 130), (100, 150), (100, 180)])
@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("layout", layout_names())
def test_chinese_and_plain_latin_lose_no_dot_in_any_size(
    size: tuple[int, int], dpi: int, layout: str
) -> None:
    with watched() as seen:
        for text in (CHINESE, CHINESE * 30, "jQ|g", f"{LATIN} {CHINESE} " * 8, "W" * 300):
            draw(in_every_field(text), size, dpi, layout)
    assert len(seen) > 5 * 8
    assert [one for one in seen if one.over() > 0] == []


def test_what_no_size_has_room_for_is_cut_off_at_the_edge() -> None:
    canvas = Canvas(60, 20)
    with watched() as seen:
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
    far = Written(Box(0, 0, 20, 10), Style(10, 10), (0, 0, 23, 10))
    assert not stay_in_their_boxes([far], Image.new("1", (30, 30), 1))
    assert not stay_in_their_boxes([one], Image.new("1", (19, 30), 1)), "its box is off the label"


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
