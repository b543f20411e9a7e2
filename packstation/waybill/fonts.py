"""The typefaces of every label: an address looks the same on a desk that has no font but the system's.

Noto Sans CJK comes with the package ``noto-cjk-sans-otc`` and draws Chinese, Japanese, Korean and plain
Latin. What it lacks of Latin, Greek and Cyrillic is drawn by Noto Sans, from ``fontpkg-noto-sans`` (both SIL
Open Font License), in the regular weight; bold is struck from it. A packed program finds the files through
the same packages, whose data PyInstaller collects.

Letters are set one after the other, by basic layout: outside text cannot turn a label around, and a label
looks the same where the system has no library for joining letters (Pillow's own needs one of the system's,
which Windows has not). Writing that joins, reorders or runs to the left is therefore lacking, on purpose.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from packstation.errors import PackstationError

_SIMPLIFIED = 2
_SIMPLIFIED_MONO = 7
"""Places of "Noto Sans CJK SC" and "Noto Sans Mono CJK SC" in the collection."""

_COVERED = 96
_COVERED_BOLD = 128
"""How much of a dot (of 255) must be covered to burn it; thin strokes hold on thermal paper by it."""

_LEAST_BOLD = 17

_NO_CHARACTER = "\U0010ffff"
"""No typeface has it, so what is drawn in its place is what is drawn for every letter that is missing."""
_ANY_SIZE = 24

_FIRST_IDEOGRAPH = "\u2e80"
_WIDE_QUOTES = frozenset("‘’“”")
"""As wide as a Chinese character in the first typeface: a gap in the middle of O’Brien."""
_JOINING = frozenset({"Lo", "Mc"})
"""Kinds of letters that cannot stand side by side as they are, where the first typeface has not got them:
they have no capitals, and join, change places or run to the left (Arabic, Hebrew, Thai, Devanagari)."""
_BELOW = frozenset({202, 218, 220, 222, 233, 240})
_THROUGH = frozenset({1, 8, 9})
"""Classes of marks (Unicode) that hang below their letter, and of those that go through it."""
_TALLEST = 1.2
"""A letter with its marks, in sizes of the letters: more no line has room for."""
_GAP = 0.04
"""Between a letter and a mark that was set above or below it, in sizes of the letters."""

MOST_GLYPHS = 4000
"""Letters remembered at one size; a desk's whole day has fewer."""


class FontMissing(PackstationError):  # named like the rest of the tree
    """The typeface of the labels is not there, or not whole; carries ``path``."""

    name = "font-missing"


def font_path() -> Path:
    """Find the typeface of Chinese, Japanese, Korean and plain Latin.

    Raises:
        FontMissing: the file or its package is not there; the installation is incomplete.
    """
    # Looked for only now: whoever packs goes on when it is gone, and hears of it when a label is wanted.
    try:
        import noto_cjk_sans_otc  # noqa: PLC0415

        path = Path(str(noto_cjk_sans_otc.FONT_PATH))
    except (ImportError, AttributeError) as error:
        raise FontMissing(path="noto_cjk_sans_otc") from error
    return _there(path)


def letters_path() -> Path:
    """Find the typeface of all other Latin, Greek and Cyrillic letters.

    Raises:
        FontMissing: the file or its package is not there; the installation is incomplete.
    """
    try:
        import fontpkg_noto_sans  # noqa: PLC0415

        folder = Path(str(fontpkg_noto_sans.ROOT))
    except (ImportError, AttributeError) as error:
        raise FontMissing(path="fontpkg_noto_sans") from error
    return _there(folder / "files" / "NotoSans[wdth,wght].ttf")


def _there(path: Path) -> Path:
    if not path.is_file():
        raise FontMissing(path=str(path))
    return path


@lru_cache(maxsize=144)
def _opened(path: Path, size: int, index: int) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(str(path), size, index=index, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise FontMissing(path=str(path)) from error


class Face:
    """The typefaces at one size, with the widths of their letters remembered."""

    def __init__(self, size: int, *, mono: bool = False, letters: bool = False) -> None:
        """Open the typeface; the second one only when a letter needs it.

        Args:
            size: height of a Chinese character in dots.
            mono: whether all digits and letters shall be equally wide.
            letters: whether the second typeface draws all it can; see ``prefers_letters``.

        Raises:
            FontMissing: see `font_path`.
        """
        self.font = _opened(font_path(), size, _SIMPLIFIED_MONO if mono else _SIMPLIFIED)
        self.size = size
        self._letters = letters
        self._widths: dict[str, float] = {}
        self._glyphs: dict[tuple[str, bool], Glyph] = {}

    def width(self, text: str) -> float:
        """Measure a text in dots; the sum of its letters, as basic layout moves none."""
        widths = self._widths
        total = 0.0
        for sign in signs_of(text):
            width = widths.get(sign)
            if width is None:
                width = widths[sign] = self._width_of(sign)
            total += width
        return total

    def _width_of(self, sign: str) -> float:
        """The room a letter takes, or its marks, which stand on it, where they are wider."""
        if unicodedata.combining(sign[0]):
            return 0.0
        own = self._font_of(sign).getlength(sign[0])
        return own if len(sign) == 1 else max(own, self.glyph(sign, bold=False)[0].width)

    def glyph(self, sign: str, *, bold: bool) -> Glyph:
        """Give the dots of a letter with its marks and where they stand from the pen: (dots, right, down)."""
        found = self._glyphs.get((sign, bold))
        if found is None:
            if len(self._glyphs) >= MOST_GLYPHS:
                self._glyphs.clear()
            found = self._glyphs[sign, bold] = self._struck(sign, bold=bold)
        return found

    def _font_of(self, sign: str) -> ImageFont.FreeTypeFont:
        if is_of_letters(sign, prefers=self._letters):
            return _opened(letters_path(), self.size, 0)
        return self.font

    def _struck(self, sign: str, *, bold: bool) -> Glyph:
        font = self._font_of(sign)
        drawn, left, top = _drawn(font, sign) if len(sign) == 1 else _with_marks(font, sign, self.size)
        wider, higher = bold_strokes(self.size) if bold else (0, 0)
        grey = Image.new("L", (drawn.width + wider, drawn.height + higher))
        grey.paste(drawn)
        mark = _COVERED_BOLD if bold else _COVERED
        dots = once = grey.point([255 * (cover >= mark) for cover in range(256)])
        for step in range(1, wider + 1):
            dots = ImageChops.lighter(dots, ImageChops.offset(once, step, 0))
        once = dots
        for step in range(1, higher + 1):
            dots = ImageChops.lighter(dots, ImageChops.offset(once, 0, step))
        return dots.convert("1"), left - wider // 2, top - higher // 2


Glyph = tuple[Image.Image, int, int]


def _drawn(font: ImageFont.FreeTypeFont, char: str) -> Glyph:
    """One letter in grey, and where its upper left corner stands from the pen."""
    left, top, right, bottom = (round(edge) for edge in font.getbbox(char, anchor="ls"))
    grey = Image.new("L", (max(1, right - left), max(1, bottom - top)))
    ImageDraw.Draw(grey).text((-left, -top), char, fill=255, font=font, anchor="ls")
    return grey, left, top


def _with_marks(font: ImageFont.FreeTypeFont, sign: str, size: int) -> Glyph:
    """A letter with marks that make no one letter with it: each in its middle, clear of it above or below."""
    pen = size, 2 * size
    sheet = Image.new("L", (4 * size, 4 * size))
    ImageDraw.Draw(sheet).text(pen, sign[0], fill=255, font=font, anchor="ls")
    for mark in sign[1:]:
        own = Image.new("L", sheet.size)
        ImageDraw.Draw(own).text(pen, mark, fill=255, font=font, anchor="ls")
        on, there = sheet.getbbox(), own.getbbox()
        if on and there:
            across = (on[0] + on[2] - there[0] - there[2]) // 2
            down = _down(unicodedata.combining(mark), on, there, size)
            sheet = ImageChops.lighter(sheet, ImageChops.offset(own, across, down))
    left, top, right, bottom = sheet.getbbox() or (*pen, pen[0] + 1, pen[1] + 1)
    return sheet.crop((left, top, right, bottom)), left - pen[0], top - pen[1]


def _down(kind: int, on: Sequence[int], mark: Sequence[int], size: int) -> int:
    """By how much a mark moves down to stand clear of its letter, as far as a line has room for both."""
    if kind in _THROUGH:
        return 0
    gap, tallest = max(1, round(_GAP * size)), int(_TALLEST * size)
    if kind in _BELOW:
        return min(max(0, on[3] + gap - mark[1]), max(0, on[1] + tallest - mark[3]))
    return max(min(0, on[1] - gap - mark[3]), min(0, on[3] - tallest - mark[1]))


def signs_of(text: str) -> Iterable[str]:
    """The letters of a text, each with the marks that belong to it."""
    if text.isascii():
        return text
    signs: list[str] = []
    for char in text:
        if signs and unicodedata.combining(char):
            signs[-1] += char
        else:
            signs.append(char)
    return signs


@lru_cache(maxsize=2 * MOST_GLYPHS)
def is_of_letters(sign: str, *, prefers: bool = False) -> bool:
    """Whether the second typeface draws a letter (with its marks): the first lacks it, or it may choose.

    Raises:
        FontMissing: see `font_path`, `letters_path`.
    """
    if not prefers and all(_has(font_path(), _SIMPLIFIED, char) for char in sign):
        return False
    return all(unicodedata.category(char) not in _JOINING and _has(letters_path(), 0, char) for char in sign)


def prefers_letters(text: str) -> bool:
    """Whether all of a text that can be is drawn by the second typeface: a word in two looks torn.

    Raises:
        FontMissing: see `font_path`, `letters_path`.
    """
    if text.isascii():
        return False
    signs = set(text)
    if any(is_of_letters(sign) for sign in signs):
        return True
    is_chinese = any(sign >= _FIRST_IDEOGRAPH for sign in signs)
    return not is_chinese and any(
        sign in _WIDE_QUOTES or (sign.isalpha() and not sign.isascii()) for sign in signs
    )


@lru_cache(maxsize=2 * MOST_GLYPHS)
def has_glyph(char: str) -> bool:
    """Whether a typeface has a letter; in place of one that both lack a crossed box is drawn.

    Raises:
        FontMissing: see `font_path`, `letters_path`.
    """
    return _has(font_path(), _SIMPLIFIED, char) or is_of_letters(char)


@lru_cache(maxsize=4 * MOST_GLYPHS)
def _has(path: Path, index: int, char: str) -> bool:
    return _look_of(path, index, char) != _look_of(path, index, _NO_CHARACTER)


def _look_of(path: Path, index: int, char: str) -> tuple[float, tuple[int, int], bytes]:
    font = _opened(path, _ANY_SIZE, index)
    mask = font.getmask(char)
    return font.getlength(char), mask.size, bytes(mask)


def bold_strokes(size: int) -> tuple[int, int]:
    """Tell by how many dots bold widens and heightens a stroke of letters this size.

    Struck again to the side, less so downwards: level strokes of Chinese characters lie close together. Below
    17 dots nothing is added, or the characters would close up.
    """
    if size < _LEAST_BOLD:
        return 0, 0
    return int(size * 0.059 + 0.3), int(size * 0.02 + 0.45)


@lru_cache(maxsize=96)
def face(size: int, *, mono: bool = False, letters: bool = False) -> Face:
    """Give the typefaces at a size in dots; opened once and shared."""
    return Face(size, mono=mono, letters=letters)
