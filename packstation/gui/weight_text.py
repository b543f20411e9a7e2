"""A weight as people write it."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

HEAVIEST_G = 200_000
_WEIGHT = re.compile(r"(\d{1,6}(?:[.,]\d{1,4})?)\s*(kg|千克|公斤|g|克)?", re.IGNORECASE)
_KILOS = ("kg", "千克", "公斤")
_LARGEST_KILOS = 100


def grams_of(text: str) -> int | None:
    """Grams of what was typed: ``1.25 kg``, ``1250``, ``1,25kg``, ``320 克``; None when it is no weight.

    A number with decimals and no unit is kilograms, a whole one grams; nothing is lighter than 1 g or heavier
    than a packing desk's heaviest parcel.
    """
    found = _WEIGHT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    number, unit = Decimal(found[1].replace(",", ".")), (found[2] or "").lower()
    is_kilos = unit in _KILOS or (not unit and number != number.to_integral() and number < _LARGEST_KILOS)
    grams = int((number * (1000 if is_kilos else 1)).quantize(Decimal(1), ROUND_HALF_UP))
    return grams if 1 <= grams <= HEAVIEST_G else None
