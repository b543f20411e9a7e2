"""How large the label stock is, and how many printer dots that makes."""

from __future__ import annotations

import re

from packstation.errors import BadInput

LEAST_MM = 20
MOST_MM = 300
"""A shorter label carries no readable barcode, and no desk printer takes a longer one."""

MOST_DOTS = 60_000_000
"""The largest label there is, 300 x 300 mm at 600 dpi, and a little more."""

LEAST_DPI = 100
MOST_DPI = 1200

_MM_PER_INCH = 25.4
_SPOKEN_203 = 203
_DOTS_PER_MM_OF_203 = 8
_SIZE = re.compile(r"\s*(\d{1,4})\s*[xX*×]\s*(\d{1,4})\s*(?:mm)?\s*", re.ASCII)


def parse_size(text: str) -> tuple[int, int]:
    """Read the label stock a desk is set to, such as ``100x150``.

    Args:
        text: width and height in whole millimetres with an ``x`` between them.

    Returns:
        Width and height in mm, each within 20 and 300.

    Raises:
        BadInput: ``label-size`` with ``size``, ``least`` and ``most``; it is no size or none a printer takes.
    """
    found = _SIZE.fullmatch(text)
    if found is None:
        raise BadInput("label-size", size=text[:40], least=LEAST_MM, most=MOST_MM)
    return check_size((int(found[1]), int(found[2])))


def check_size(size_mm: tuple[int, int]) -> tuple[int, int]:
    """Refuse label stock that cannot exist.

    Raises:
        BadInput: ``label-size``, when a side is outside 20 to 300 mm.
    """
    if not all(LEAST_MM <= side <= MOST_MM for side in size_mm):
        raise BadInput("label-size", size=f"{size_mm[0]}x{size_mm[1]}", least=LEAST_MM, most=MOST_MM)
    return size_mm


def dots_per_mm(dpi: int) -> float:
    """Tell how many dots a printer puts into a millimetre.

    What the trade calls 203 dpi is exactly 8 dots a millimetre (203.2 dpi): 100 mm are 800 dots.

    Raises:
        BadInput: ``label-dpi``, outside 100 to 1200 dpi.
    """
    if not LEAST_DPI <= dpi <= MOST_DPI:
        raise BadInput("label-dpi", dpi=dpi, least=LEAST_DPI, most=MOST_DPI)
    return _DOTS_PER_MM_OF_203 if dpi == _SPOKEN_203 else dpi / _MM_PER_INCH


def dots(size_mm: tuple[int, int], dpi: int) -> tuple[int, int]:
    """Turn label stock in mm into the dots that cover it: 100 x 150 at 203 dpi are 800 x 1200."""
    scale = dots_per_mm(dpi)
    return round(size_mm[0] * scale), round(size_mm[1] * scale)
