"""Labels as pictures of their true size, for a folder, an office printer or a second look."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

from packstation.printers.setup import PLAIN, Setup, fitted
from packstation.waybill.size import dots_per_mm

_MM_PER_INCH = 25.4


def true_dpi(dpi: int) -> float:
    """Give the exact resolution behind the trade's number: 203 means 8 dots a millimetre, so 203.2 dpi."""
    return dots_per_mm(dpi) * _MM_PER_INCH


def png(image: Image.Image, dpi: int, setup: Setup = PLAIN) -> bytes:
    """Write a label as PNG, one pixel a dot, that says how large it is.

    Args:
        image: the label, 1 bit a dot.
        dpi: the printer's dots per inch.
        setup: of the printer; see `fitted`.
    """
    file = io.BytesIO()
    fitted(image, dpi, setup).save(file, "PNG", dpi=(true_dpi(dpi), true_dpi(dpi)))
    return file.getvalue()


def pdf(image: Image.Image, dpi: int, setup: Setup = PLAIN) -> bytes:
    """Write a label as a one-page PDF of the label's size; printed at 100 % every dot meets a dot.

    Drivers of printers with 8 dots a millimetre count in the trade's 203 dots an inch. At the true 203.2
    every thousandth column would be lost on the way through them, one of a bar's perhaps (measured with
    CUPS), so the page counts like they do and is a thousandth larger than the label.

    Args:
        image: the label, 1 bit a dot.
        dpi: the printer's dots per inch.
        setup: of the printer; see `fitted`.
    """
    return pdf_pages((image,), dpi, setup)


def pdf_pages(images: Sequence[Image.Image], dpi: int, setup: Setup = PLAIN) -> bytes:
    """Write a paper as a PDF, each page of its size; see `pdf`."""
    file = io.BytesIO()
    first, *rest = (fitted(image, dpi, setup) for image in images)
    first.save(file, "PDF", resolution=dpi, save_all=True, append_images=rest)
    return file.getvalue()
