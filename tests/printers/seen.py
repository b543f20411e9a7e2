"""A document as its reader sees it, by ways that share nothing with the program that wrote it."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
from PIL import Image

from tests.printers.decoders import escpos_paper, tspl_paper
from tests.printers.zpl_renderer import ZplRenderer


def per_mm(dpi: int) -> float:
    """Dots of a millimetre, as printers are built: 203 dpi are 8."""
    return {203: 8.0, 300: 300 / 25.4, 600: 600 / 25.4}[dpi]


def seen(
    language: str, document: bytes, paper: tuple[int, int], dpi: int, renderer: ZplRenderer
) -> Image.Image:
    """Render a document on paper of this many dots."""
    match language:
        case "png":
            return Image.open(BytesIO(document)).convert("1")
        case "pdf":
            with pypdfium2.PdfDocument(document) as opened:
                assert len(opened) == 1
                return _two_tone(opened[0].render(scale=25.4 * per_mm(dpi) / 72).to_pil())
        case "zpl":
            [page] = renderer.pages(document, paper, per_mm(dpi))
            return _two_tone(page)
        case "tspl":
            printed = tspl_paper(document, *paper)
        case "escpos":
            printed = escpos_paper(document, *paper)
        case _:
            raise AssertionError(language)
    assert printed.printed == 1
    return printed.image


def _two_tone(image: Image.Image) -> Image.Image:
    return image.convert("L").point([255 * (level >= 128) for level in range(256)]).convert("1")
