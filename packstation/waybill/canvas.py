"""A sheet of printer dots that is drawn on in boxes; nothing drawn into a box ever leaves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageDraw

from packstation.waybill.fonts import Glyph, bold_strokes, signs_of
from packstation.waybill.text import ABOVE_BASELINE, LINE_STEP, Fitted, Style, clean, fit

Across = Literal["left", "middle", "right"]
Down = Literal["top", "middle"]

_CENTRE_OF_LETTER = 0.37
"""Middle of a digit or Chinese character above the baseline, in sizes of the letters."""

_TRIES = 3
_BADGE_PAD = 0.28
"""White or black beside the word in a frame, in heights of the frame."""

BLACK = 0
WHITE = 1


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the sheet, in dots; right and bottom are outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Width in dots, never negative."""
        return max(0, self.right - self.left)

    @property
    def height(self) -> int:
        """Height in dots, never negative."""
        return max(0, self.bottom - self.top)

    def inset(self, across: int, down: int = 0) -> Box:
        """Give the same place with a margin."""
        return Box(self.left + across, self.top + down, self.right - across, self.bottom - down)

    def cut_left(self, width: int) -> tuple[Box, Box]:
        """Part the place into a left one of this width and the rest."""
        cut = min(self.right, self.left + width)
        return Box(self.left, self.top, cut, self.bottom), Box(cut, self.top, self.right, self.bottom)

    def cut_top(self, height: int) -> tuple[Box, Box]:
        """Part the place into an upper one of this height and the rest."""
        cut = min(self.bottom, self.top + height)
        return Box(self.left, self.top, self.right, cut), Box(self.left, cut, self.right, self.bottom)

    def cut_bottom(self, height: int) -> tuple[Box, Box]:
        """Part the place into the rest and a lower one of this height."""
        return self.cut_top(max(0, self.height - height))


class Canvas:
    """A white sheet that takes black marks, one bit a dot."""

    def __init__(self, width: int, height: int) -> None:
        """Take a clean sheet of this many dots."""
        self.image = Image.new("1", (width, height), WHITE)
        self._draw = ImageDraw.Draw(self.image)

    def text(
        self,
        box: Box,
        text: str | tuple[str, ...],
        style: Style,
        *,
        across: Across = "left",
        down: Down = "middle",
    ) -> Fitted:
        """Write a text from outside or inside into a box; see `packstation.waybill.text.fit` for the rule.

        Args:
            box: where it may stand.
            text: a text, or several that each begin a line.
            style: sizes, lines, weight.
            across: where the lines stand from left to right.
            down: where the lines stand from top to bottom.

        Returns:
            What was written, so that the next thing can stand beside it.
        """
        paragraphs = [clean(part) for part in ((text,) if isinstance(text, str) else text)]
        room = box.width - self._stroke_room(style)
        fitted = fit(paragraphs, room, box.height, style)
        if not (box.width and box.height and fitted.lines):
            return fitted
        letters = self._placed(box, fitted, style, across, down)
        for _ in range(_TRIES):
            over = _over(letters, box)
            if not any(over) or fitted.face.size <= style.smallest:
                break
            # Letters that reach further than their line, such as Ế or j, need a smaller size.
            room -= over[0]
            fitted = fit(paragraphs, room, min(box.height, fitted.height) - max(1, over[1]), style)
            letters = self._placed(box, fitted, style, across, down)
        self._write(box, letters, style)
        return fitted

    @staticmethod
    def _stroke_room(style: Style) -> int:
        return 2 * ((bold_strokes(style.largest)[0] + 1) // 2) if style.bold else 0

    def _write(self, box: Box, letters: list[Glyph], style: Style) -> None:
        # Drawn on a sheet as large as the box: accents piled up by a joker are cut off at its edge.
        mask = Image.new("1", (box.width, box.height), 0)
        draw = ImageDraw.Draw(mask)
        for dots, right, below in letters:
            draw.bitmap((right, below), dots, fill=1)
        self.image.paste(WHITE if style.white else BLACK, (box.left, box.top), mask)

    def _placed(self, box: Box, fitted: Fitted, style: Style, across: Across, down: Down) -> list[Glyph]:
        """Say where in a box each letter of a fitted text stands, as (dots, right, down) from its corner.

        What reaches over an edge, such as the accent of a capital letter or the tail of a j, moves the text
        back into the box as long as there is room.
        """
        size = fitted.face.size
        pitch = LINE_STEP * size
        baseline = ABOVE_BASELINE * size
        if down == "middle":
            baseline = box.height / 2 + _CENTRE_OF_LETTER * size - pitch * (len(fitted.lines) - 1) / 2
        pad = self._stroke_room(style) // 2
        letters: list[Glyph] = []
        for row, line in enumerate(fitted.lines):
            spare = box.width - fitted.face.width(line)
            left = {"left": pad, "middle": spare / 2, "right": spare - pad}[across]
            down_to = round(baseline + row * pitch)
            for sign in signs_of(line):
                dots, right, below = fitted.face.glyph(sign, bold=style.bold)
                letters.append((dots, round(left) + right, down_to + below))
                left += fitted.face.width(sign)
        aside, downward = (
            _back(span, room) for span, room in zip(_reach(letters), (box.width, box.height), strict=True)
        )
        if aside or downward:
            letters = [(dots, right + aside, below + downward) for dots, right, below in letters]
        return letters

    def badge(self, box: Box, text: str, style: Style, *, across: Across = "left") -> Box:
        """Write a word in a rounded frame as wide as the word, on black when the style is white.

        Returns:
            The place it took.
        """
        word = clean(text)
        width = self.badge_width(box, word, style)
        left = box.right - width if across == "right" else box.left
        place = Box(left, box.top, left + width, box.bottom)
        self.frame(place, filled=style.white, thick=max(1, round(box.height * 0.06)))
        self.text(place.inset(round(box.height * _BADGE_PAD)), word, style, across="middle")
        return place

    def badge_width(self, box: Box, text: str, style: Style) -> int:
        """Tell how much width `badge` would take for a word, in dots; never more than the box has."""
        pad = round(box.height * _BADGE_PAD)
        fitted = fit([clean(text)], max(1, box.width - 2 * pad), box.height, style)
        return min(box.width, fitted.width + self._stroke_room(style) + 2 * pad)

    def frame(self, box: Box, *, filled: bool, thick: int = 1) -> None:
        """Draw a rounded frame or a rounded black field."""
        if box.width and box.height:
            self._draw.rounded_rectangle(
                (box.left, box.top, box.right - 1, box.bottom - 1),
                radius=round(box.height * 0.18),
                fill=BLACK if filled else None,
                outline=BLACK,
                width=thick,
            )

    def rule(self, left: int, top: int, right: int, bottom: int) -> None:
        """Draw a straight black rule that fills the place between these edges."""
        self.image.paste(BLACK, (left, top, max(left + 1, right), max(top + 1, bottom)))

    def picture(self, image: Image.Image, left: int, top: int) -> None:
        """Put finished dots, such as a barcode, on the sheet without touching any of them."""
        self.image.paste(image, (left, top))


def _reach(letters: list[Glyph]) -> tuple[tuple[int, int], tuple[int, int]]:
    """From where to where a text's dots reach across and down."""
    across = min(right for _, right, _ in letters), max(right + dots.width for dots, right, _ in letters)
    down = min(below for _, _, below in letters), max(below + dots.height for dots, _, below in letters)
    return across, down


def _over(letters: list[Glyph], box: Box) -> tuple[int, int]:
    """How much wider and higher than its box a text's dots are."""
    (left, right), (top, bottom) = _reach(letters)
    return max(0, right - left - box.width), max(0, bottom - top - box.height)


def _back(span: tuple[int, int], room: int) -> int:
    """By how much a text must move to lie within the room; a larger one reaches over both edges alike."""
    low, high = span
    if high - low > room:
        return (room - low - high) // 2
    return max(0, -low) or min(0, room - high)
