"""The one typeface of every label: a Chinese address looks the same on a desk that has no Chinese font.

Noto Sans CJK comes with the package ``noto-cjk-sans-otc`` (SIL Open Font License), in the regular weight
only; bold is struck from it. A packed program finds the file through the same package, whose data PyInstaller
collects.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import noto_cjk_sans_otc
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

MOST_GLYPHS = 4000
"""Letters remembered at one size; a desk's whole day has fewer."""


class FontMissing(PackstationError):  # named like the rest of the tree
    """The typeface of the labels is not there, or not whole; carries ``path``."""

    name = "font-missing"


def font_path() -> Path:
    """Find the typeface every label is printed in.

    Raises:
        FontMissing: the file is not there; the installation is incomplete.
    """
    path = Path(str(noto_cjk_sans_otc.FONT_PATH))
    if not path.is_file():
        raise FontMissing(path=str(path))
    return path


class Face:
    """The typeface at one size, with the widths of its letters remembered."""

    def __init__(self, size: int, *, mono: bool = False) -> None:
        """Open the typeface.

        Args:
            size: height of a Chinese character in dots.
            mono: whether all digits and letters shall be equally wide.

        Raises:
            FontMissing: see `font_path`.
        """
        # Basic layout: no reordering by text direction, so outside text cannot turn a label around.
        path = font_path()
        try:
            self.font = ImageFont.truetype(
                str(path),
                size,
                index=_SIMPLIFIED_MONO if mono else _SIMPLIFIED,
                layout_engine=ImageFont.Layout.BASIC,
            )
        except OSError as error:
            raise FontMissing(path=str(path)) from error
        self.size = size
        self._widths: dict[str, float] = {}
        self._glyphs: dict[tuple[str, bool], Glyph] = {}

    def width(self, text: str) -> float:
        """Measure a text in dots; the sum of its letters, as basic layout moves none."""
        widths = self._widths
        total = 0.0
        for char in text:
            width = widths.get(char)
            if width is None:
                width = widths[char] = self.font.getlength(char)
            total += width
        return total

    def glyph(self, char: str, *, bold: bool) -> Glyph:
        """Give the dots of one letter and where they stand from the pen, as (dots, right, down)."""
        found = self._glyphs.get((char, bold))
        if found is None:
            if len(self._glyphs) >= MOST_GLYPHS:
                self._glyphs.clear()
            found = self._glyphs[char, bold] = self._struck(char, bold=bold)
        return found

    def _struck(self, char: str, *, bold: bool) -> Glyph:
        left, top, right, bottom = (round(edge) for edge in self.font.getbbox(char, anchor="ls"))
        wider, higher = bold_strokes(self.size) if bold else (0, 0)
        grey = Image.new("L", (max(1, right - left) + wider, max(1, bottom - top) + higher))
        ImageDraw.Draw(grey).text((-left, -top), char, fill=255, font=self.font, anchor="ls")
        mark = _COVERED_BOLD if bold else _COVERED
        dots = once = grey.point([255 * (cover >= mark) for cover in range(256)])
        for step in range(1, wider + 1):
            dots = ImageChops.lighter(dots, ImageChops.offset(once, step, 0))
        once = dots
        for step in range(1, higher + 1):
            dots = ImageChops.lighter(dots, ImageChops.offset(once, 0, step))
        return dots.convert("1"), left - wider // 2, top - higher // 2


Glyph = tuple[Image.Image, int, int]


@lru_cache(maxsize=MOST_GLYPHS)
def has_glyph(char: str) -> bool:
    """Whether the typeface has a letter; in place of one it lacks it draws a crossed box.

    Raises:
        FontMissing: see `font_path`.
    """
    return _look_of(char) != _look_of(_NO_CHARACTER)


def _look_of(char: str) -> tuple[float, tuple[int, int], bytes]:
    font = face(_ANY_SIZE).font
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


@lru_cache(maxsize=48)
def face(size: int, *, mono: bool = False) -> Face:
    """Give the typeface at a size in dots; opened once and shared."""
    return Face(size, mono=mono)
