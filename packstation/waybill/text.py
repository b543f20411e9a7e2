"""Any text in a box of given size: shrunk, wrapped, and only then shortened with "…"; never outside the box.

Text from outside is only text: what steers terminals, printers or the direction of writing is taken out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from packstation.waybill.fonts import Face, face, has_glyph, prefers_letters

LONGEST = 1000
"""Characters of a field that are looked at; no label has room for more."""

ELLIPSIS = "…"
TOFU = "□"

LINE_STEP = 1.24
ABOVE_BASELINE = 0.9
BELOW_BASELINE = 0.24
"""Pitch of lines and their reach above and below the baseline, in sizes of the letters."""

_SMALLER = 0.93
_WHOLE_WORDS = 0.65
"""How much smaller a text may get, beside the wished size, to keep a long word whole."""
_SHORT_WORD = 9
"""Words up to this length fit any line there is."""
_FIRST_IDEOGRAPH = "\u2e80"
_UNKNOWN = ("Cs", "Co", "Cn")
"""Kinds of signs that no typeface can show: halves, private ones, those nobody has defined."""
_VARIATIONS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
_ENCLOSING = (0x488, 0x489, 0x1ABE, *range(0x20DD, 0x20E1), *range(0x20E2, 0x20E5), *range(0xA670, 0xA673))
"""Circles and squares around the letter before (Unicode, category Me): they reach out of any line."""
_WRITTEN = frozenset(
    map(chr, (*range(0x300, 0x30D), 0x30F, 0x311, *range(0x323, 0x32A), 0x32D, 0x32E, 0x330, 0x331))
)
"""Marks with which living languages write where no one sign has both; further ones are phonetics'."""
_LEFT_OUT = dict.fromkeys((*_VARIATIONS, *_ENCLOSING, 0x34F))
_NOT_FIRST = frozenset("，。、；：！？）】》」』”’…％·,.;:!?)]}%ーァィゥェォッャュョぁぃぅぇぉっゃゅょ々")
_NOT_LAST = frozenset("（【《「『“‘([{#￥")
_BREAK_AFTER = frozenset(" -/,;_&=")


def clean(text: str) -> str:
    """Make a text from outside harmless and one line long.

    Control characters, direction marks and invisible joiners vanish; every kind of blank and line end becomes
    one blank; what no typeface can show (private use, broken surrogates) becomes a visible box.
    """
    text = normal(text[:LONGEST])
    if not text.isprintable():
        text = "".join(_harmless(char) for char in text)
    return " ".join(_unheaped(text.translate(_LEFT_OUT)).split())


def normal(text: str) -> str:
    """Letters put together out of pieces as the one letter they are, which typefaces have: é, 한 (NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _unheaped(text: str) -> str:
    """Accents that people write with, one on a letter, but for those that are one sign in writing: ế stays.

    Heaps of accents, those of no letter that takes any, and marks of phonetics and sums leave every line.
    """
    if text.isascii() or not any(map(unicodedata.combining, text)):
        return text
    pairs = zip(" " + text, text, strict=False)
    return "".join(
        char
        for last, char in pairs
        if not unicodedata.combining(char) or (_bears(last, char) and not _is_accented(last))
    )


def _bears(letter: str, mark: str) -> bool:
    """Whether people write a mark on this letter: its own script's, or, with capitals, a common one."""
    if mark in _WRITTEN:
        return letter.lower() != letter.upper()
    return unicodedata.name(mark, "").partition(" ")[0] == unicodedata.name(letter, "-").partition(" ")[0]


def _is_accented(char: str) -> bool:
    return any(map(unicodedata.combining, unicodedata.normalize("NFD", char)))


def _harmless(char: str) -> str:
    if char.isspace():
        return " "
    kind = unicodedata.category(char)
    if kind in ("Cc", "Cf"):
        return ""
    return TOFU if kind in _UNKNOWN else char


def lacking(text: str) -> tuple[str, ...]:
    """Letters, digits and unknown signs of a text that a label cannot show, each once; pictures are none."""
    signs = dict.fromkeys(normal(text[:LONGEST]).translate(_LEFT_OUT))
    return tuple(sign for sign in signs if _is_lacking(sign, unicodedata.category(sign)))


def _is_lacking(sign: str, kind: str) -> bool:
    return kind in _UNKNOWN or (kind[0] in "LMN" and not has_glyph(sign))


@dataclass(frozen=True, slots=True)
class Style:
    """How a text may look.

    Attributes:
        largest: wished height of a Chinese character, in dots.
        smallest: height it may shrink to before it is shortened.
        lines: most lines it may take.
        bold: drawn with a stroke.
        mono: all letters and digits equally wide.
        white: white letters on a black place.
        letters: drawn by the typeface of all letters; left open, the text decides (``prefers_letters``).
    """

    largest: int
    smallest: int
    lines: int = 1
    bold: bool = False
    mono: bool = False
    white: bool = False
    letters: bool | None = None

    def sizes(self) -> Iterator[int]:
        """Give the sizes to try, from the wished one down."""
        size = self.largest
        while size > self.smallest:
            yield size
            size = min(size - 1, round(size * _SMALLER))
        yield self.smallest


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as it fits its box: the lines and their size in dots."""

    lines: tuple[str, ...]
    face: Face

    @property
    def height(self) -> int:
        """Height of the lines in dots, from the top of the first to the lowest tail of the last."""
        return block_height(len(self.lines), self.face.size)

    @property
    def width(self) -> int:
        """Width of the widest line in dots."""
        return round(max((self.face.width(line) for line in self.lines), default=0))


def block_height(lines: int, size: int) -> int:
    """Tell how much height lines of a size take, in dots."""
    return round(max(0, lines - 1) * LINE_STEP * size + (ABOVE_BASELINE + BELOW_BASELINE) * size)


def fit(paragraphs: Sequence[str], width: int, height: int, style: Style) -> Fitted:
    """Find the largest size at which a text fits; at the smallest, shorten it.

    A word longer than a line makes everything smaller, within reason, before it is parted.

    Args:
        paragraphs: clean texts; each begins a line of its own.
        width: room in dots.
        height: room in dots.
        style: the sizes and the number of lines that are allowed.
    """
    texts = [text for text in paragraphs if text]
    letters = prefers_letters("".join(texts)) if style.letters is None else style.letters
    words = [word for text in texts for word in _long_words(text)] if style.lines > 1 else []
    parted: Fitted | None = None
    chosen = face(style.smallest, mono=style.mono, letters=letters)
    for size in style.sizes():
        if parted and size < style.largest * _WHOLE_WORDS:
            return parted
        chosen = face(size, mono=style.mono, letters=letters)
        allowed = _lines_in(height, size, style.lines)
        lines = [line for text in texts for line in wrap(text, chosen, width, allowed + 1)]
        if len(lines) <= allowed:
            if all(chosen.width(word) <= width for word in words):
                return Fitted(tuple(lines), chosen)
            parted = parted or Fitted(tuple(lines), chosen)
    return parted or Fitted(_cut(texts, chosen, width, max(1, allowed)), chosen)


def _long_words(text: str) -> Iterator[str]:
    """What must not be parted, of the words that might be too long for a line."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or _may_break(text[end - 1], text[end]):
            if end - start > _SHORT_WORD:
                yield text[start:end].rstrip()
            start = end


def _lines_in(height: int, size: int, most: int) -> int:
    lines = most
    while lines and block_height(lines, size) > height:
        lines -= 1
    return lines


def _cut(texts: list[str], chosen: Face, width: int, allowed: int) -> tuple[str, ...]:
    """Keep the beginning of every paragraph as long as there are lines, then say that there was more."""
    lines: list[str] = []
    for text in texts:
        lines.extend(wrap(text, chosen, width, allowed + 1 - len(lines)))
        if len(lines) > allowed:
            break
    kept = lines[:allowed]
    kept[-1] = shorten(kept[-1] + ELLIPSIS, chosen, width, always=True)
    return tuple(kept)


def shorten(text: str, chosen: Face, width: float, *, always: bool = False) -> str:
    """Cut a text to a width, with "…" in place of what is missing.

    Args:
        text: one line.
        chosen: typeface and size.
        width: room in dots.
        always: keep the "…" the text already ends with.
    """
    if chosen.width(text) <= width:
        return text
    text = text.removesuffix(ELLIPSIS) if always else text
    room = width - chosen.width(ELLIPSIS)
    used = 0.0
    for place, char in enumerate(text):
        used += chosen.width(char)
        if used > room:
            return text[:place].rstrip() + ELLIPSIS
    return text + ELLIPSIS


def wrap(text: str, chosen: Face, width: float, most: int) -> list[str]:
    """Break a text into lines of at most a width and return the first ``most`` of them.

    Chinese may break anywhere but before closing and after opening punctuation; words that fit stay whole.
    """
    lines: list[str] = []
    start = 0
    while start < len(text) and len(lines) < most:
        end = _line_end(text, start, chosen, width)
        lines.append(text[start:end].strip())
        start = end
        while start < len(text) and text[start] == " ":
            start += 1
    return lines


def _line_end(text: str, start: int, chosen: Face, width: float) -> int:
    used = 0.0
    good = start
    for place in range(start, len(text)):
        if place > start and _may_break(text[place - 1], text[place]):
            good = place
        used += chosen.width(text[place])
        if used > width and text[place] != " ":
            return good if good > start else max(place, start + 1)
    return len(text)


def _may_break(before: str, after: str) -> bool:
    if before in _NOT_LAST or after in _NOT_FIRST or after == " ":
        return False
    return before in _BREAK_AFTER or before >= _FIRST_IDEOGRAPH or after >= _FIRST_IDEOGRAPH
