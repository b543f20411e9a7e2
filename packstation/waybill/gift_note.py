"""A note that lies on top of a gift: somebody's words, big and in the middle, and who sends them."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from packstation.waybill.canvas import Box, Canvas
from packstation.waybill.size import check_size, dots, dots_per_mm
from packstation.waybill.text import Style


@dataclass(frozen=True, slots=True)
class GiftNote:
    """What stands on it: for whom, the words, from whom; an empty part is left out."""

    to: str
    text: str
    sender: str


def draw_gift_note(note: GiftNote, size_mm: tuple[int, int], dpi: int) -> Image.Image:
    """Draw the note, 1 bit a dot (0 is black), for paper or label stock of this size.

    Raises:
        packstation.errors.BadInput: ``label-size`` or ``label-dpi`` that no printer has.
    """
    wide, high = dots(check_size(size_mm), dpi)
    per_mm = dots_per_mm(dpi)
    canvas = Canvas(wide, high)
    edge = round(min(size_mm) * 0.06 * per_mm)
    frame = Box(0, 0, wide, high).inset(edge // 2, edge // 2)
    _border(canvas, frame, max(1, round(0.5 * per_mm)))
    _border(canvas, frame.inset(edge // 3, edge // 3), max(1, round(0.2 * per_mm)))
    inner = frame.inset(edge, edge)
    line = round(min(size_mm) * 0.08 * per_mm)
    least = round(2.4 * per_mm)
    to, rest = inner.cut_top(line * 2 if note.to else 0)
    words, sender = rest.cut_bottom(line * 2 if note.sender else 0)
    canvas.text(to, note.to, Style(line, least, lines=2, bold=True))
    size = round(min(size_mm) * 0.11 * per_mm)
    canvas.text(words, tuple(note.text.splitlines()) or "", Style(size, least, lines=40), across="middle")
    canvas.text(sender, note.sender, Style(line, least, lines=2), across="right")
    return canvas.image


def _border(canvas: Canvas, box: Box, thick: int) -> None:
    for top in (box.top, box.bottom - thick):
        canvas.rule(box.left, top, box.right, top + thick)
    for left in (box.left, box.right - thick):
        canvas.rule(left, box.top, left + thick, box.bottom)
