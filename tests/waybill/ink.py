"""A watch over the texts of a label: where each one's ink reaches, held against the place it was given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from PIL import Image

from packstation.waybill.canvas import Box, Canvas
from packstation.waybill.fonts import Glyph
from packstation.waybill.text import Style

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
def watched() -> Iterator[list[Written]]:
    """Note every text that is written, before its box cuts anything off."""
    real = Canvas._write
    seen: list[Written] = []

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
        yield seen


def stay_in_their_boxes(texts: Sequence[Written], image: Image.Image) -> bool:
    """Whether every box lies on the label, and every text in its box."""
    return all(
        0 <= one.box.left <= one.box.right <= image.width
        and 0 <= one.box.top <= one.box.bottom <= image.height
        and one.over() <= max(1, round(SLACK * one.style.smallest))
        for one in texts
    )
