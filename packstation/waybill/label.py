"""The waybill label: what the courier, the sorting belt and the buyer read, drawn once for every printer.

One layout in millimetres serves every label stock: a stack of bands from carrier to tail. Bands have the
height they like at 100 x 150 mm, smaller stock scales them, spare height goes to the bands that gain most,
and where the stock is too short the least needed bands are left out. The order of the bands follows the
one-part label of the electronic waybill (76 x 130 mm): sort code, hub, barcode, receiver, sender, goods,
small barcode and the mark of inspection. The words on it are the carriers' own, whatever the desk speaks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PIL import Image

from packstation.waybill.barcode import QUIET_MODULES, DoesNotFit, bars, width_modules
from packstation.waybill.canvas import Box, Canvas
from packstation.waybill.goods import TRAIT_WORDS, Goods, draw_goods
from packstation.waybill.number import grouped, spaced
from packstation.waybill.size import check_size, dots, dots_per_mm, parse_size
from packstation.waybill.text import Style, clean, fit

__all__ = ["Goods", "Label", "Party", "draw", "parse_size"]

REFERENCE_MM = (100, 150)
LEAST_BAR_MM = 0.25
LARGEST_BAR_MM = 0.51
SMALL_BAR_MM = 0.38
"""Width of one barcode module: what scanners on belts and in hands read, and where wider stops helping."""

SMALLEST_MM = 2.1
"""Height of a Chinese character that thermal print at 203 dpi can still show."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who receives or sends the parcel.

    Attributes:
        name: as the carrier shall see it; masking is the caller's choice.
        phone: likewise.
        address: lines, from province down to the door.
    """

    name: str
    phone: str = ""
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """Everything that stands on one parcel's waybill.

    Attributes:
        carrier: the carrier's name, e.g. 圆通速递.
        number: the waybill number the barcodes carry, in ASCII.
        receiver: who gets the parcel.
        sender: who sent it.
        printed_at: moment of printing in the desk's zone; shown as it is given.
        service: the carrier's product, e.g. 标准快递.
        sort_code: 三段码 from the carrier, printed big; empty where the carrier gave none.
        destination: city and district, printed big when there is no sort code.
        hub: 集包地, where the parcel's bag goes.
        goods: what is in this parcel.
        wishes: how the buyer wanted it packed.
        order_number: the shop's order.
        page: this parcel among the order's parcels, from 1.
        pages: the order's parcels.
        weight_g: weight in grams, when known.
        carton: code of the carton, when known.
        desk: name of the packing desk.
        reprint: 0 for the first print, n for the n-th reprint.
        traits: what the courier must know, e.g. ``fragile``.
        slot: the basket on the cart in which the goods came; 0 for none.
    """

    carrier: str
    number: str
    receiver: Party
    sender: Party
    printed_at: datetime
    service: str = ""
    sort_code: str = ""
    destination: str = ""
    hub: str = ""
    goods: tuple[Goods, ...] = ()
    wishes: tuple[str, ...] = ()
    order_number: str = ""
    page: int = 1
    pages: int = 1
    weight_g: int | None = None
    carton: str | None = None
    desk: str = ""
    reprint: int = 0
    traits: tuple[str, ...] = ()
    slot: int = 0


def draw(label: Label, size_mm: tuple[int, int] = REFERENCE_MM, dpi: int = 203) -> Image.Image:
    """Draw a label as the printer will burn it, dot for dot.

    Args:
        label: what stands on it.
        size_mm: width and height of the label stock, 20 to 300 mm each.
        dpi: the printer's dots per inch; 203 is taken as 8 dots a millimetre.

    Returns:
        A 1-bit image (mode ``1``, 0 is black) that covers the label exactly.

    Raises:
        packstation.waybill.barcode.DoesNotFit: the number is too long for a readable barcode on this stock.
        packstation.waybill.barcode.NotCode128: the number has no barcode.
        packstation.errors.BadInput: ``label-size`` or ``label-dpi`` that no printer has.
    """
    width, height = dots(check_size(size_mm), dpi)
    drawing = _Drawing(label, size_mm, dpi, Canvas(width, height))
    top = drawing.dot(1)
    left, right = drawing.margin, width - drawing.margin
    bands = _heights(drawing, height - 2 * top)
    for place, (band, band_height) in enumerate(bands):
        if place:
            drawing.canvas.rule(left, top, right, top + drawing.thin)
        band.draw(drawing, Box(left, top, right, top + band_height))
        top += band_height
    return drawing.canvas.image


class _Drawing:
    """One label in the making: its text, its sheet, its scale."""

    def __init__(self, label: Label, size_mm: tuple[int, int], dpi: int, canvas: Canvas) -> None:
        self.label = label
        self.canvas = canvas
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


@dataclass(frozen=True, slots=True)
class _Band:
    """A strip of the label: height in mm at 100 x 150, share of spare height, how late it is left out."""

    height_mm: float
    share: float
    worth: int
    draw: Callable[[_Drawing, Box], None]
    wanted: Callable[[Label], bool] = lambda _label: True


def _heights(drawing: _Drawing, height: int) -> list[tuple[_Band, int]]:
    """Choose the bands that fit and give each its height in dots; together they fill the label."""
    bands = [band for band in _BANDS if band.wanted(drawing.label)]
    while len(bands) > 1 and sum(drawing.dot(band.height_mm) for band in bands) > height:
        bands.remove(min(bands, key=lambda band: band.worth))
    spare = height - sum(drawing.dot(band.height_mm) for band in bands)
    shares = sum(band.share for band in bands) or 1
    chosen = [(band, drawing.dot(band.height_mm) + int(spare * band.share / shares)) for band in bands]
    rest = height - sum(band_height for _, band_height in chosen)
    last, last_height = chosen[-1]
    return [*chosen[:-1], (last, last_height + rest)]


def _head(drawing: _Drawing, box: Box) -> None:
    label, canvas = drawing.label, drawing.canvas
    box = box.inset(0, drawing.dot(0.6))
    side = [label.printed_at.strftime("%Y-%m-%d %H:%M")]
    side.append(" · ".join(filter(None, (f"第 {label.page}/{label.pages} 件", label.desk))))
    left, right = box.cut_left(round(box.width * 0.64))
    canvas.text(right, tuple(side), drawing.style(2.8, lines=2), across="right")
    carrier = canvas.text(
        left.cut_left(round(left.width * 0.72))[0], label.carrier, drawing.style(5.6, bold=True)
    )
    rest = left.cut_left(carrier.width + drawing.dot(2.2))[1]
    for word in _head_words(label):
        tall = drawing.dot(4.4)
        place = rest.inset(0, max(0, rest.height - tall) // 2)
        badge = canvas.badge(place, word, drawing.inverted(2.9))
        rest = rest.cut_left(badge.width + drawing.dot(1.4))[1]
    canvas.text(rest, label.service, drawing.style(3))


def _head_words(label: Label) -> list[str]:
    """What the desk itself must see at a glance: a second print, the basket of the cart."""
    words = [f"重打 {label.reprint}"] if label.reprint else []
    return [*words, f"篮 {label.slot}"] if label.slot else words


def _sort(drawing: _Drawing, box: Box) -> None:
    label = drawing.label
    text = label.sort_code or label.destination
    drawing.canvas.text(box, text, drawing.style(12.5, 2.5, bold=True), across="middle")


def _hub(drawing: _Drawing, box: Box) -> None:
    label, canvas = drawing.label, drawing.canvas
    inner = box.inset(0, drawing.dot(1.1))
    free = inner.right
    for trait in reversed(label.traits):
        room = Box(inner.left + inner.width // 2, inner.top, free, inner.bottom)
        if room.width <= inner.height:
            break
        word = TRAIT_WORDS.get(trait, trait)
        free = canvas.badge(room, word, drawing.inverted(3.6), across="right").left - drawing.dot(1.2)
    if label.hub:
        place = Box(box.left, box.top, free, box.bottom)
        canvas.text(place, f"集包地：{label.hub}", drawing.style(4, bold=True))


def _barcode(drawing: _Drawing, box: Box) -> None:
    canvas = drawing.canvas
    edge = drawing.true(1)
    full = Box(min(edge, box.left), box.top, max(canvas.image.width - edge, box.right), box.bottom)
    above, below = drawing.dot(1.6), drawing.dot(5.6)
    image = drawing.bars(full, max(1, box.height - above - below), LARGEST_BAR_MM)
    canvas.picture(image, (canvas.image.width - image.width) // 2, box.top + above)
    text = Box(full.left, box.bottom - below, full.right, box.bottom - drawing.dot(0.6))
    canvas.text(text, spaced(drawing.label.number), drawing.style(4, bold=True, mono=True), across="middle")


def _receiver(drawing: _Drawing, box: Box) -> None:
    party = drawing.label.receiver
    rest = _party_mark(drawing, box, "收", filled=True).inset(0, drawing.dot(0.8))
    canvas, head = drawing.canvas, drawing.dot(6.4)
    style = drawing.style(4.6, lines=6)
    address = fit([clean(line) for line in party.address], rest.width, rest.height - head, style)
    _, group = rest.cut_top((rest.height - head - address.height) // 2)
    first, below = group.cut_top(head)
    canvas.text(first, f"{party.name}  {party.phone}".strip(), drawing.style(4.8, bold=True))
    canvas.text(below, party.address, style, down="top")


def _sender(drawing: _Drawing, box: Box) -> None:
    party = drawing.label.sender
    rest = _party_mark(drawing, box, "寄", filled=False).inset(0, drawing.dot(0.8))
    who = " · ".join(filter(None, (party.name, party.phone)))
    drawing.canvas.text(rest, (who, *party.address), drawing.style(3, lines=4))


def _party_mark(drawing: _Drawing, box: Box, word: str, *, filled: bool) -> Box:
    column, rest = box.cut_left(drawing.dot(9))
    side = min(drawing.dot(6.4), column.height - drawing.dot(1))
    left = column.left + (column.width - drawing.dot(1.6) - side) // 2
    top = column.top + (column.height - side) // 2
    place = Box(left, top, left + side, top + side)
    drawing.canvas.frame(place, filled=filled, thick=drawing.thin)
    style = drawing.inverted(4.6) if filled else drawing.style(4.6)
    drawing.canvas.text(place, word, style, across="middle")
    return rest


def _contents(drawing: _Drawing, box: Box) -> None:
    label, canvas = drawing.label, drawing.canvas
    inner = box.inset(0, drawing.dot(1))
    line = drawing.dot(4)
    inner, last = inner.cut_bottom(line)
    meta = canvas.text(last, _meta(label), drawing.style(3), across="right")
    if label.order_number:
        order = f"订单 {grouped(clean(label.order_number))}"
        beside = last.cut_left(last.width - meta.width - drawing.dot(3))[0]
        if meta.face.width(order) > beside.width:
            inner, beside = inner.cut_bottom(line)
        canvas.text(beside, order, drawing.style(3))
    if label.wishes and inner.height >= 2 * line:
        rows = 2 if inner.height > 4 * line else 1
        inner, wishes = inner.cut_bottom(line * rows)
        style = drawing.style(3.2, lines=2, bold=True)
        canvas.text(wishes, f"要求：{' · '.join(label.wishes)}", style)
    draw_goods(canvas, inner, label.goods, drawing.style(3.4))


def _meta(label: Label) -> str:
    parts = [f"共 {sum(item.quantity for item in label.goods)} 件" if label.goods else ""]
    parts.append("" if label.weight_g is None else f"{label.weight_g} g")
    parts.append(f"纸箱 {label.carton}" if label.carton else "")
    return " · ".join(filter(None, parts))


def _tail(drawing: _Drawing, box: Box) -> None:
    """Small barcode for the desk's own closing scan and returns, and the carrier's mark "inspected"."""
    label, canvas = drawing.label, drawing.canvas
    place = box.inset(0, drawing.dot(1.8))
    mark = place.cut_left(place.width - drawing.dot(16))[1]
    text_height = drawing.dot(4)
    room = Box(drawing.true(0.5), place.top, mark.left, place.bottom - text_height)
    try:
        image = drawing.bars(room, room.height, SMALL_BAR_MM)
    except DoesNotFit:
        # The longest numbers need the whole width; the mark then stands beside the number below.
        room = Box(room.left, room.top, canvas.image.width - room.left, room.bottom)
        image = drawing.bars(room, room.height, SMALL_BAR_MM)
        mark = place.cut_bottom(text_height)[1].cut_left(place.width - drawing.dot(16))[1]
    quiet = QUIET_MODULES * image.width // width_modules(label.number)
    left = max(room.left, min(place.left - quiet, room.right - image.width))
    canvas.picture(image, left, room.top)
    text = Box(left + quiet, place.bottom - text_height, mark.left, place.bottom)
    canvas.text(text, label.number, drawing.style(2.9, mono=True))
    tall = min(mark.height, drawing.dot(8))
    top = mark.top + (mark.height - tall) // 2
    mark = Box(mark.left, top, mark.right, top + tall)
    canvas.badge(mark, "已验视", drawing.style(3.8, bold=True), across="right")


_BANDS = (
    _Band(11, 0.3, 4, _head),
    _Band(15.5, 1, 5, _sort, lambda label: bool(label.sort_code or label.destination)),
    _Band(8, 0.2, 3, _hub, lambda label: bool(label.hub or label.traits)),
    _Band(25, 2, 9, _barcode),
    _Band(25, 2.5, 8, _receiver),
    _Band(14.5, 0.5, 2, _sender, lambda label: bool(label.sender.name or label.sender.address)),
    _Band(28, 4, 1, _contents),
    _Band(19.5, 0.6, 0, _tail),
)
