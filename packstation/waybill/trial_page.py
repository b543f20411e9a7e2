"""A page to try a printer with: rulers along two edges, the two barcodes of a label, fine lines, small type.

What is right on it is right on labels: millimetres that are millimetres, an edge all round, bars that a
scanner reads. Its barcodes carry a code of its own; scanning it proves that this very page came out.
"""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from packstation.waybill.barcode import DoesNotFit, bars
from packstation.waybill.canvas import Box, Canvas
from packstation.waybill.size import check_size, dots, dots_per_mm
from packstation.waybill.text import Style

_TICK_MM, _FIVE_MM, _TEN_MM = 1.5, 2.6, 4.0
_LARGE_BAR_MM, _SMALL_BAR_MM, _LEAST_BAR_MM = 0.51, 0.38, 0.25
_LEAST_TYPE_MM = 2.1


def draw_trial_page(code: str, lines: Sequence[str], size_mm: tuple[int, int], dpi: int) -> Image.Image:
    """Draw the page, 1 bit a dot (0 is black), exactly as large as the label.

    Args:
        code: what both barcodes carry, in ASCII.
        lines: what stands on it: how the printer is set up, what to do.
        size_mm: width and height of the label stock.
        dpi: the printer's dots per inch.

    Raises:
        packstation.errors.BadInput: ``label-size`` or ``label-dpi`` that no printer has.
    """
    wide, high = dots(check_size(size_mm), dpi)
    canvas, per_mm = Canvas(wide, high), dots_per_mm(dpi)

    def dot(mm: float) -> int:
        return round(mm * per_mm)

    _edge(canvas, max(2, dot(0.3)))
    _ruler(canvas, size_mm[0], per_mm, down=False)
    _ruler(canvas, size_mm[1], per_mm, down=True)
    inner = Box(dot(9), dot(9), wide - dot(2), high - dot(2))
    text, rest = inner.cut_top(round(inner.height * 0.34))
    canvas.text(text, tuple(lines), Style(dot(4), dot(_LEAST_TYPE_MM), lines=12), down="top")
    large, rest = rest.cut_top(round(rest.height * 0.45))
    _bars(canvas, large, code, dot(_LARGE_BAR_MM), per_mm)
    small, foot = rest.cut_top(round(rest.height * 0.6))
    _bars(canvas, small, code, dot(_SMALL_BAR_MM), per_mm)
    _lines(canvas, foot.inset(0, dot(1)), dot(1.5))
    return canvas.image


def _edge(canvas: Canvas, thick: int) -> None:
    """A line along every edge: where one is missing, the print is off its place or too large."""
    wide, high = canvas.image.size
    for top in (0, high - thick):
        canvas.rule(0, top, wide, top + thick)
    for left in (0, wide - thick):
        canvas.rule(left, 0, left + thick, high)


def _ruler(canvas: Canvas, length_mm: int, per_mm: float, *, down: bool) -> None:
    """Ticks for every millimetre, longer ones for five and ten, numbers at the tens."""
    for mm in range(1, length_mm):
        reach = round((_TEN_MM if mm % 10 == 0 else _FIVE_MM if mm % 5 == 0 else _TICK_MM) * per_mm)
        at = round(mm * per_mm)
        if down:
            canvas.rule(0, at, reach, at + 2)
        else:
            canvas.rule(at, 0, at + 2, reach)
        if mm % 10 == 0:
            side = round(4 * per_mm)
            left, top = (reach, at - side // 2) if down else (at - side, reach)
            box = Box(left, top, left + (side if down else 2 * side), top + side)
            style = Style(round(2.6 * per_mm), round(_LEAST_TYPE_MM * per_mm))
            canvas.text(box, str(mm), style, across="left" if down else "middle")


def _bars(canvas: Canvas, box: Box, code: str, largest: int, per_mm: float) -> None:
    """A barcode in the middle of its place with its text below; nothing where no readable one fits."""
    place, foot = box.cut_bottom(round(5 * per_mm))
    try:
        least = max(1, round(_LEAST_BAR_MM * per_mm))
        image = bars(code, place.width, max(1, place.height - round(per_mm)), largest=largest, least=least)
    except DoesNotFit:
        return
    canvas.picture(image, place.left + (place.width - image.width) // 2, place.top)
    style = Style(round(3.4 * per_mm), round(_LEAST_TYPE_MM * per_mm), mono=True)
    canvas.text(foot, code, style, across="middle")


def _lines(canvas: Canvas, box: Box, step: int) -> None:
    """Lines of one to six dots: the finest that come out whole tell how the head and its heat are."""
    top = box.top
    for thick in range(1, 7):
        if top + thick > box.bottom:
            break
        canvas.rule(box.left, top, box.right, top + thick)
        top += step
