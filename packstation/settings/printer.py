"""A printer's setup as it stands in the settings."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from packstation.domain.print_jobs import Paper
from packstation.errors import BadInput
from packstation.printers.setup import Setup

PAPER_PRINTERS = tuple(paper for paper in Paper if paper is not Paper.LABEL)
"""Printers a desk may have besides its label printer."""
FARTHEST_MM = 30
MOST_GAP_MM = 50
_LENGTH = r"-?\d{1,2}(?:\.\d{1,2})?"
_OFFSET = re.compile(rf"\s*({_LENGTH})\s*,\s*({_LENGTH})\s*", re.ASCII)
_GAP = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})?\s*", re.ASCII)


def offset_of(text: str) -> tuple[float, float]:
    """How far the print moves to the right and down, in mm: ``1.5,-0.5``.

    Raises:
        BadInput: ``printer-offset``, it is no such pair or too far.
    """
    found = _OFFSET.fullmatch(text)
    if found is None or max(abs(float(found[1])), abs(float(found[2]))) > FARTHEST_MM:
        raise BadInput("printer-offset", value=text[:40])
    return float(found[1]), float(found[2])


def gap_of(text: str) -> float | None:
    """Millimetres between two labels, 0 for endless paper; nothing where the printer knows by itself.

    Raises:
        BadInput: ``printer-gap``, it is no such length.
    """
    if not text.strip():
        return None
    if _GAP.fullmatch(text) is None or float(text) > MOST_GAP_MM:
        raise BadInput("printer-gap", value=text[:40])
    return float(text)


def setup_of(value: Callable[[str], Any]) -> Setup:
    """The setup of a printer; ``value`` gives a setting of its section by its short name."""
    density, speed = value("density"), value("speed")
    return Setup(
        offset_mm=offset_of(value("offset")),
        turn=int(value("turn")),
        density=None if density < 0 else density,
        speed_mm_s=speed or None,
        gap_mm=gap_of(value("gap")),
        head_dots=value("head_dots"),
        cut=value("cut"),
        check_media=value("check_media"),
    )
