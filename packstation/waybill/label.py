"""The waybill label: what the courier, the sorting belt and the buyer read, drawn once for every printer.

One layout in millimetres serves every label stock: a stack of bands from carrier to tail, read from a file
(`packstation.waybill.layout`). Bands have the height they like at 100 x 150 mm, smaller stock scales them,
spare height goes to the bands that gain most, and where the stock is too short the least needed bands are
left out. The words on it are the carriers' own, whatever the desk speaks.
"""

from __future__ import annotations

from PIL import Image

from packstation.waybill.bands import BANDS, REFERENCE_MM, Drawing
from packstation.waybill.canvas import Box, Canvas
from packstation.waybill.goods import Goods
from packstation.waybill.layout import HEAD, STANDARD, Band, Layout, layout
from packstation.waybill.size import check_size, dots, parse_size
from packstation.waybill.values import Label, Party

__all__ = ["Goods", "Label", "Party", "draw", "parse_size"]


def draw(
    label: Label, size_mm: tuple[int, int] = REFERENCE_MM, dpi: int = 203, layout_name: str = STANDARD
) -> Image.Image:
    """Draw a label as the printer will burn it, dot for dot.

    Args:
        label: what stands on it.
        size_mm: width and height of the label stock, 20 to 300 mm each.
        dpi: the printer's dots per inch; 203 is taken as 8 dots a millimetre.
        layout_name: what stands where, a file of ``resources/labels``.

    Returns:
        A 1-bit image (mode ``1``, 0 is black) that covers the label exactly.

    Raises:
        packstation.waybill.barcode.DoesNotFit: the number is too long for a readable barcode on this stock.
        packstation.waybill.barcode.NotCode128: the number has no barcode.
        packstation.waybill.fonts.FontMissing: the installation is incomplete.
        packstation.errors.BadInput: ``label-size`` or ``label-dpi`` that no printer has; ``layout-…``, see
            `packstation.waybill.layout.read_layout`.
    """
    width, height = dots(check_size(size_mm), dpi)
    chosen = layout(layout_name)
    drawing = Drawing(label, size_mm, dpi, Canvas(width, height))
    top = drawing.dot(1)
    left, right = drawing.margin, width - drawing.margin
    bands = _heights(drawing, chosen, height - 2 * top)
    drawing.has_head = any(band.kind == HEAD for band, _ in bands)
    for place, (band, band_height) in enumerate(bands):
        if place:
            drawing.canvas.rule(left, top, right, top + drawing.thin)
        BANDS[band.kind][0](drawing, band.type_mm, Box(left, top, right, top + band_height))
        top += band_height
    return drawing.canvas.image


def _heights(drawing: Drawing, chosen: Layout, height: int) -> list[tuple[Band, int]]:
    """Choose the bands that fit and give each its height in dots; together they fill the label."""
    bands = [band for band in chosen.bands if BANDS[band.kind][1](drawing.label)]
    while len(bands) > 1 and sum(drawing.dot(band.height_mm) for band in bands) > height:
        bands.remove(min(bands, key=lambda band: band.worth))
    spare = height - sum(drawing.dot(band.height_mm) for band in bands)
    shares = sum(band.share for band in bands) or 1
    heights = [(band, drawing.dot(band.height_mm) + int(spare * band.share / shares)) for band in bands]
    rest = height - sum(band_height for _, band_height in heights)
    last, last_height = heights[-1]
    return [*heights[:-1], (last, last_height + rest)]
