"""The bands of a label: what is written in each, and where in it; sizes of type come from the layout."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PIL import Image

from packstation.waybill.barcode import QUIET_MODULES, DoesNotFit, bars, width_modules
from packstation.waybill.canvas import Box, Canvas
from packstation.waybill.goods import TRAIT_WORDS, draw_goods
from packstation.waybill.number import grouped, spaced
from packstation.waybill.size import dots_per_mm
from packstation.waybill.text import Style, clean, fit
from packstation.waybill.values import Label

REFERENCE_MM = (100, 150)
LEAST_BAR_MM = 0.25
LARGEST_BAR_MM = 0.51
SMALL_BAR_MM = 0.38
"""Width of one barcode module: what scanners on belts and in hands read, and where wider stops helping."""

SMALLEST_MM = 2.1
"""Height of a Chinese character that thermal print at 203 dpi can still show."""

Sizes = Mapping[str, float]
"""Sizes of type of a band, in mm at 100 x 150."""

_LINE = 4 / 3
_BADGE = 4.4 / 2.9
"""Height of a line and of a word on black, in sizes of their letters."""


class Drawing:
    """One label in the making: its text, its sheet, its scale."""

    def __init__(self, label: Label, size_mm: tuple[int, int], dpi: int, canvas: Canvas) -> None:
        self.label = label
        self.canvas = canvas
        self.has_head = True
        self.per_mm = dots_per_mm(dpi)
        wide, high = (side / usual for side, usual in zip(size_mm, REFERENCE_MM, strict=True))
        self.unit = min(1.4, max(0.55, min(wide, high)))
        self.margin = self.dot(2)
        self.thin = max(2, round(0.35 * self.per_mm))

    def dot(self, mm: float) -> int:
        """Turn a length at 100 x 150 mm into dots on this label."""
        return round(mm * self.unit * self.per_mm)

    def true(self, mm: float) -> int:
        """Turn a length that must not be scaled into dots."""
        return round(mm * self.per_mm)

    def style(
        self, mm: float, least: float = 0, *, lines: int = 1, bold: bool = False, mono: bool = False
    ) -> Style:
        """Give a style by its size at 100 x 150 mm and the least size in true mm."""
        smallest = self.true(max(SMALLEST_MM, least))
        return Style(max(smallest, self.dot(mm)), smallest, lines=lines, bold=bold, mono=mono)

    def inverted(self, mm: float) -> Style:
        """Give the style of a white word on black, by its size at 100 x 150 mm."""
        return replace(self.style(mm, bold=True), white=True)

    def bars(self, box: Box, height: int, widest_mm: float) -> Image.Image:
        """Draw the waybill number as bars that fit into a width."""
        least = max(1, round(LEAST_BAR_MM * self.per_mm))
        largest = round(widest_mm * self.per_mm)
        return bars(self.label.number, box.width, height, largest=largest, least=least)


def _head(drawing: Drawing, size: Sizes, box: Box) -> None:
    label, canvas = drawing.label, drawing.canvas
    box = box.inset(0, drawing.dot(0.6))
    side = [label.printed_at.strftime("%Y-%m-%d %H:%M")]
    side.append(" · ".join(filter(None, (f"第 {label.page}/{label.pages} 件", label.desk))))
    left, right = box.cut_left(round(box.width * 0.64))
    canvas.text(right, tuple(side), drawing.style(size["side"], lines=2), across="right")
    words, style, gap = _head_words(label), drawing.inverted(size["badge"]), drawing.dot(1.4)
    edge = max(0, left.height - drawing.dot(size["badge"] * _BADGE)) // 2
    # a long carrier name gives way: without its count nobody tells a second label from the first
    kept = sum(canvas.badge_width(left.inset(0, edge), word, style) + gap for word in words)
    room = min(round(left.width * 0.72), left.width - drawing.dot(2.2) - kept)
    carrier = canvas.text(left.cut_left(room)[0], label.carrier, drawing.style(size["carrier"], bold=True))
    rest = left.cut_left(carrier.width + drawing.dot(2.2))[1]
    for word in words:
        badge = canvas.badge(rest.inset(0, edge), word, style)
        rest = rest.cut_left(badge.width + gap)[1]
    canvas.text(rest, label.service, drawing.style(size["service"]))


def _head_words(label: Label) -> list[str]:
    """What the desk itself must see at a glance: a second print, the basket of the cart."""
    words = [f"重打 {label.reprint}"] if label.reprint else []
    return [*words, f"篮 {label.slot}"] if label.slot else words


def _sort(drawing: Drawing, size: Sizes, box: Box) -> None:
    label = drawing.label
    text = label.sort_code or label.destination
    drawing.canvas.text(box, text, drawing.style(size["code"], 2.5, bold=True), across="middle")


def _hub(drawing: Drawing, size: Sizes, box: Box) -> None:
    label, canvas = drawing.label, drawing.canvas
    inner = box.inset(0, drawing.dot(1.1))
    free = inner.right
    for trait in reversed(label.traits):
        room = Box(inner.left + inner.width // 2, inner.top, free, inner.bottom)
        if room.width <= inner.height:
            break
        word = TRAIT_WORDS.get(trait, trait)
        free = canvas.badge(room, word, drawing.inverted(size["trait"]), across="right").left - drawing.dot(
            1.2
        )
    if label.hub:
        place = Box(box.left, box.top, free, box.bottom)
        canvas.text(place, f"集包地：{label.hub}", drawing.style(size["hub"], bold=True))


def _barcode(drawing: Drawing, size: Sizes, box: Box) -> None:
    canvas = drawing.canvas
    edge = drawing.true(1)
    full = Box(min(edge, box.left), box.top, max(canvas.image.width - edge, box.right), box.bottom)
    above, below = drawing.dot(1.6), drawing.dot(size["number"] * 1.4)
    image = drawing.bars(full, max(1, box.height - above - below), LARGEST_BAR_MM)
    canvas.picture(image, (canvas.image.width - image.width) // 2, box.top + above)
    text = Box(full.left, box.bottom - below, full.right, box.bottom - drawing.dot(0.6))
    # stock too short for the head shows here which print it is
    words = [] if drawing.has_head else _head_words(drawing.label)
    canvas.text(
        text,
        "  ".join([spaced(drawing.label.number), *words]),
        drawing.style(size["number"], bold=True, mono=True),
        across="middle",
    )


def _receiver(drawing: Drawing, size: Sizes, box: Box) -> None:
    party = drawing.label.receiver
    rest = _party_mark(drawing, box, "收", size["mark"], filled=True).inset(0, drawing.dot(0.8))
    canvas, head = drawing.canvas, drawing.dot(size["name"] * _LINE)
    style = drawing.style(size["address"], lines=6)
    address = fit([clean(line) for line in party.address], rest.width, rest.height - head, style)
    _, group = rest.cut_top((rest.height - head - address.height) // 2)
    first, below = group.cut_top(head)
    canvas.text(first, f"{party.name}  {party.phone}".strip(), drawing.style(size["name"], bold=True))
    canvas.text(below, party.address, style, down="top")


def _sender(drawing: Drawing, size: Sizes, box: Box) -> None:
    party = drawing.label.sender
    rest = _party_mark(drawing, box, "寄", size["mark"], filled=False).inset(0, drawing.dot(0.8))
    who = " · ".join(filter(None, (party.name, party.phone)))
    drawing.canvas.text(rest, (who, *party.address), drawing.style(size["text"], lines=4))


def _party_mark(drawing: Drawing, box: Box, word: str, mm: float, *, filled: bool) -> Box:
    column, rest = box.cut_left(drawing.dot(mm * 9 / 4.6))
    side = min(drawing.dot(mm * 6.4 / 4.6), column.height - drawing.dot(1))
    left = column.left + (column.width - drawing.dot(1.6) - side) // 2
    top = column.top + (column.height - side) // 2
    place = Box(left, top, left + side, top + side)
    drawing.canvas.frame(place, filled=filled, thick=drawing.thin)
    style = drawing.inverted(mm) if filled else drawing.style(mm)
    drawing.canvas.text(place, word, style, across="middle")
    return rest


def _contents(drawing: Drawing, size: Sizes, box: Box) -> None:
    label, canvas = drawing.label, drawing.canvas
    inner = box.inset(0, drawing.dot(1))
    line = drawing.dot(max(size["sum"] * _LINE, size["wishes"] * 1.25))
    inner, last = inner.cut_bottom(line)
    meta = canvas.text(last, _meta(label), drawing.style(size["sum"]), across="right")
    if label.order_number:
        order = f"订单 {grouped(clean(label.order_number))}"
        beside = last.cut_left(last.width - meta.width - drawing.dot(3))[0]
        if meta.face.width(order) > beside.width:
            inner, beside = inner.cut_bottom(line)
        canvas.text(beside, order, drawing.style(size["sum"]))
    if label.wishes and inner.height >= 2 * line:
        rows = 2 if inner.height > 4 * line else 1
        inner, wishes = inner.cut_bottom(line * rows)
        style = drawing.style(size["wishes"], lines=2, bold=True)
        canvas.text(wishes, f"要求：{' · '.join(label.wishes)}", style)
    draw_goods(canvas, inner, label.goods, drawing.style(size["goods"]))


def _meta(label: Label) -> str:
    parts = [f"共 {sum(item.quantity for item in label.goods)} 件" if label.goods else ""]
    parts.append("" if label.weight_g is None else f"{label.weight_g} g")
    parts.append(f"纸箱 {label.carton}" if label.carton else "")
    return " · ".join(filter(None, parts))


def _tail(drawing: Drawing, size: Sizes, box: Box) -> None:
    """Small barcode for the desk's own closing scan and returns, and the carrier's mark "inspected"."""
    label, canvas = drawing.label, drawing.canvas
    place = box.inset(0, drawing.dot(1.8))
    wide = drawing.dot(size["mark"] * 16 / 3.8)
    mark = place.cut_left(place.width - wide)[1]
    text_height = drawing.dot(size["number"] * 4 / 2.9)
    room = Box(drawing.true(0.5), place.top, mark.left, place.bottom - text_height)
    try:
        image = drawing.bars(room, room.height, SMALL_BAR_MM)
    except DoesNotFit:
        # The longest numbers need the whole width; the mark then stands beside the number below.
        room = Box(room.left, room.top, canvas.image.width - room.left, room.bottom)
        image = drawing.bars(room, room.height, SMALL_BAR_MM)
        mark = place.cut_bottom(text_height)[1].cut_left(place.width - wide)[1]
    quiet = QUIET_MODULES * image.width // width_modules(label.number)
    left = max(room.left, min(place.left - quiet, room.right - image.width))
    canvas.picture(image, left, room.top)
    text = Box(left + quiet, place.bottom - text_height, mark.left, place.bottom)
    canvas.text(text, label.number, drawing.style(size["number"], mono=True))
    tall = min(mark.height, drawing.dot(size["mark"] * 8 / 3.8))
    top = mark.top + (mark.height - tall) // 2
    mark = Box(mark.left, top, mark.right, top + tall)
    canvas.badge(mark, "已验视", drawing.style(size["mark"], bold=True), across="right")


def always(_label: Label) -> bool:
    """Of bands that stand on every label."""
    return True


Draw = Callable[[Drawing, Sizes, Box], None]

BANDS: Mapping[str, tuple[Draw, Callable[[Label], bool]]] = {
    "head": (_head, always),
    "sort": (_sort, lambda label: bool(label.sort_code or label.destination)),
    "hub": (_hub, lambda label: bool(label.hub or label.traits)),
    "barcode": (_barcode, always),
    "receiver": (_receiver, always),
    "sender": (_sender, lambda label: bool(label.sender.name or label.sender.address)),
    "contents": (_contents, always),
    "tail": (_tail, always),
}
"""By the kind of a layout's band: how it is drawn, and which labels have anything to say in it."""
