"""The goods on a label: one line each, and the count is never what is cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from packstation.waybill.canvas import Box, Canvas
from packstation.waybill.fonts import Face, face, prefers_letters
from packstation.waybill.text import LINE_STEP, Style, clean, shorten

TRAIT_WORDS = {
    "fragile": "易碎",
    "liquid": "液体",
    "battery": "含电池",
    "magnetic": "含磁",
    "powder": "粉末",
    "fresh": "生鲜",
    "cold": "冷藏",
    "frozen": "冷冻",
    "valuable": "贵重",
    "upright": "勿倒置",
    "heavy": "重货",
    "flammable": "易燃",
}
"""What a courier must know of the goods, by the product's trait; other traits are printed as they are."""

_MOST_SPEC = 0.45
_PITCH = LINE_STEP * 1.06


@dataclass(frozen=True, slots=True)
class Goods:
    """One kind of goods in the parcel: title, spec and how many."""

    title: str
    spec: str
    quantity: int


def draw_goods(canvas: Canvas, box: Box, goods: Sequence[Goods], style: Style) -> None:
    """Write the goods into a box, smaller the more there are; the last line sums up the rest.

    Args:
        canvas: the label.
        box: the place, in dots.
        goods: what is in the parcel.
        style: wished and least size.
    """
    chosen, rows = _size_for(len(goods), box, style)
    if not goods or not rows:
        return
    shown = goods if len(goods) <= rows else goods[: rows - 1]
    left = goods[len(shown) :]
    pitch = round(chosen.size * _PITCH)
    fixed = replace(style, largest=chosen.size, smallest=chosen.size, bold=True)
    for item in shown:
        row, box = box.cut_top(pitch)
        # measured in the face it is written in: otherwise it might lose its count
        letters = prefers_letters(clean(item.title) + clean(item.spec))
        room = row.width - 2 * round(chosen.size * 0.05) - 2
        line = goods_line(item, face(chosen.size, letters=letters), room)
        canvas.text(row, line, replace(fixed, letters=letters))
    if left:
        rest = f"… 另 {len(left)} 种 {sum(item.quantity for item in left)} 件"
        canvas.text(box.cut_top(pitch)[0], rest, fixed)


def _size_for(count: int, box: Box, style: Style) -> tuple[Face, int]:
    size, rows = style.smallest, 0
    for size in style.sizes():
        rows = int(box.height // round(size * _PITCH))
        if rows >= count:
            break
    return face(size), rows


def goods_line(item: Goods, chosen: Face, width: int) -> str:
    """Write one kind of goods on one line: a long title gives way first, then the spec, never the count."""
    count = f" ×{item.quantity}"
    room = width - chosen.width(count)
    spec = clean(item.spec)
    spec = shorten(f" {spec}", chosen, room * _MOST_SPEC) if spec else ""
    return shorten(clean(item.title), chosen, room - chosen.width(spec)) + spec + count
