"""The barcode for trying a scanner: what it must read as, and what went wrong where it does not."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from packstation.domain.layouts import bent_by

SAMPLE = "Aa-0123456789.zZ/qwYM"
"""Letters of both cases, all digits and the usual signs: a wrong layout, Caps Lock and lost keys all show."""


class Fault(StrEnum):
    """How a reading of the sample differs from it; ``none``: it does not; ``other``: another code."""

    NONE = "none"
    CAPS_LOCK = "caps-lock"
    FULL_WIDTH = "full-width"
    LAYOUT = "layout"
    LOST = "lost"
    OTHER = "other"


def fault_of(read: str) -> tuple[Fault, str]:
    """What is wrong with a reading of the sample, and for a layout its name."""
    if read == SAMPLE:
        return Fault.NONE, ""
    if unicodedata.normalize("NFKC", read) == SAMPLE:
        return Fault.FULL_WIDTH, ""
    if read == SAMPLE.swapcase():
        return Fault.CAPS_LOCK, ""
    layout = bent_by(read, lambda meant: meant.casefold() == SAMPLE.casefold())
    if layout:
        return Fault.LAYOUT, layout
    is_part = len(SAMPLE) // 2 <= len(read) < len(SAMPLE) and _is_within(read, SAMPLE)
    return (Fault.LOST, "") if is_part else (Fault.OTHER, "")


def _is_within(part: str, whole: str) -> bool:
    """Whether all signs of ``part`` stand in ``whole`` in this order."""
    signs = iter(whole)
    return all(sign in signs for sign in part)
