"""One page of a PDF as grey dots of a printer, at its true size.

A page that is nothing but one picture of about as many dots as the printer has there (most carriers' labels)
is drawn so that each of its dots meets one of ours.
"""

from __future__ import annotations

import math
import threading
from contextlib import closing

import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from packstation.errors import BadInput
from packstation.waybill.size import MOST_DOTS, dots_per_mm

_POINT_MM = 25.4 / 72
_ABOUT = 0.01
_COVERS = 0.98
_DEEP = 6
_BREATH = 0.02

_reader = threading.Lock()
"""PDFium may be used by one thread at a time only."""


def pdf_page(content: bytes, dpi: int, page: int | None, name: str) -> Image.Image:
    """Draw a page of a PDF.

    Args:
        content: the file.
        dpi: the printer's dots per inch.
        page: which page, from 1; None: the only one there is.
        name: what the file is called, for the sentence.

    Returns:
        Grey dots on white, as many as the page measures on this printer.

    Raises:
        BadInput: ``given-broken``, ``given-locked``, ``given-pages`` with how many, ``given-too-large``.
    """
    with _reader:
        try:
            with closing(pdfium.PdfDocument(content)) as document:
                pages = len(document)
                if page is None and pages > 1:
                    raise BadInput("given-pages", file=name, pages=pages)
                if not 1 <= (page or 1) <= pages:
                    raise BadInput("given-no-page", file=name, page=page or 1, pages=pages)
                with closing(document[(page or 1) - 1]) as found:
                    return _drawn(found, dots_per_mm(dpi), name)
        except pdfium.PdfiumError as error:
            reason = "given-locked" if error.err_code == raw.FPDF_ERR_PASSWORD else "given-broken"
            raise BadInput(reason, file=name) from error


def _drawn(page: pdfium.PdfPage, per_mm: float, name: str) -> Image.Image:
    wide, high = (max(1, round(points * _POINT_MM * per_mm)) for points in page.get_size())
    if wide * high > MOST_DOTS:
        raise BadInput("given-too-large", file=name)
    wide, high = _dots_of_its_picture(page, (wide, high), name)
    with closing(pdfium.PdfBitmap.new_native(wide, high, raw.FPDFBitmap_Gray)) as bitmap:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, high)
        flags = raw.FPDF_ANNOT | raw.FPDF_GRAYSCALE
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, wide, high, 0, flags)
        drawn: Image.Image = bitmap.to_pil().copy()
        return drawn


def _dots_of_its_picture(page: pdfium.PdfPage, size: tuple[int, int], name: str) -> tuple[int, int]:
    """The dots of the picture a page consists of, where they are about the printer's; else the page's own."""
    pictures = []
    for part in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEP):
        pixels = part.get_px_size()
        if pixels[0] * pixels[1] > MOST_DOTS:
            raise BadInput("given-too-large", file=name)
        pictures.append((part, pixels))
    if len(pictures) != 1:
        return size
    part, pixels = pictures[0]
    left, bottom, right, top = part.get_bounds()
    wide, high = page.get_size()
    if (right - left) * (top - bottom) < _COVERS * wide * high:
        return size
    for dots in (pixels, pixels[::-1]):
        if all(abs(one - other) <= _ABOUT * other for one, other in zip(dots, size, strict=True)):
            _keep_inside(part, wide / dots[0], high / dots[1])
            return int(dots[0]), int(dots[1])
    return size


def _keep_inside(part: pdfium.PdfObject, dot_wide: float, dot_high: float) -> None:
    """Shrink a picture by a breath: PDFium rounds its edges outwards, and one row more would stretch it."""
    a, b, c, d, e, f = part.get_matrix().get()
    if b == c == 0:
        x, y = math.copysign(_BREATH * dot_wide, a), math.copysign(_BREATH * dot_high, d)
        part.set_matrix(pdfium.PdfMatrix(a - 2 * x, b, c, d - 2 * y, e + x, f + y))
