"""Which paper a document is made for, in the words a print queue takes; else the queue takes its usual one.

A driver that is not told prints a label of 100 x 180 mm on the 4 x 6 inches it was set up with, and cuts off
the rest (measured with CUPS' driver for Zebra's printers).
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Mapping

from PIL import Image, UnidentifiedImageError

_POINTS_PER_INCH = 72
_BOX = re.compile(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]")
_SAME = 4.0
"""Points by which paper may differ from its norm."""
_NAMED: Mapping[str, tuple[float, float]] = {
    "iso_a4_210x297mm": (595.3, 841.9),
    "iso_a5_148x210mm": (419.5, 595.3),
    "na_letter_8.5x11in": (612.0, 792.0),
}
"""Office paper by its name in the norm (PWG 5101.1), in points."""


def paper_of(document: bytes, kind: str) -> str:
    """Name the paper of a PDF or PNG of ours, as IPP's ``media``; empty where it does not tell its size.

    Office paper has its norm's name. Label stock is told in points (CUPS' ``Custom.WxH``): whole ones, and
    one more, because what is left over of a point would be cut off the label's last dots.

    Args:
        document: what is to be printed.
        kind: ``pdf`` or ``png``.
    """
    size = _pdf_points(document) if kind == "pdf" else _png_points(document)
    if size is None:
        return ""
    for name, named in _NAMED.items():
        if all(abs(side - norm) <= _SAME for side, norm in zip(size, named, strict=True)):
            return name
    wide, high = (math.ceil(side) + 1 for side in size)
    return f"Custom.{wide}x{high}"


def _pdf_points(document: bytes) -> tuple[float, float] | None:
    """The size of a PDF's first page."""
    found = _BOX.search(document)
    return (float(found[1]), float(found[2])) if found else None


def _png_points(document: bytes) -> tuple[float, float] | None:
    """The size of a picture that says how fine its dots are."""
    try:
        with Image.open(io.BytesIO(document), formats=("PNG",)) as picture:
            across, down = picture.info.get("dpi", (0, 0))
            wide, high = picture.size
    except (OSError, ValueError, UnidentifiedImageError):
        return None
    if not across or not down:
        return None
    return wide * _POINTS_PER_INCH / across, high * _POINTS_PER_INCH / down
