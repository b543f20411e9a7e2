"""Buyers' data as it may be seen at a desk: enough to check a label, too little to misuse.

The e-waybill rule of 2023: hide at least one character of the name, six digits of the phone, the unit of the
address.
"""

from __future__ import annotations

_VISIBLE_FRONT = 3
_VISIBLE_END = 4
_SHORT = 8


def mask_name(name: str) -> str:
    """``李明`` → ``李*``, ``欧阳小明`` → ``欧***``."""
    name = name.strip()
    return name[:1] + "*" * min(max(len(name) - 1, 1), 3) if name else ""


def mask_phone(phone: str) -> str:
    """``13812345678`` → ``138****5678``; short numbers keep only their ends."""
    plain = phone.strip()
    if not plain:
        return ""
    if len(plain) < _SHORT:
        return plain[:1] + "*" * (len(plain) - 1)
    digits = plain.split("-", 1)[0] if plain[:1] == "1" else plain
    return f"{digits[:_VISIBLE_FRONT]}{'*' * max(4, len(digits) - 7)}{digits[-_VISIBLE_END:]}"


def mask_detail(detail: str) -> str:
    """A street address without its end: nothing from the first digit on, where house and unit stand."""
    detail = detail.strip()
    if not detail:
        return ""
    house = next((place for place, sign in enumerate(detail) if sign.isdigit()), len(detail))
    return detail[: min(house, len(detail) // 3, 6)] + "****"
