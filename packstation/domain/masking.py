"""Buyers' data as it may be seen at a desk: enough to check a label, too little to misuse.

The e-waybill rule of 2023: hide at least one character of the name, six digits of the phone, the unit of the
address.
"""

from __future__ import annotations

_VISIBLE_FRONT = 3
_VISIBLE_END = 4
_SHORT = 8
MOBILE = 11
_STARS = frozenset("*＊")
RULED = 6
"""Digits of a phone that the e-waybill rule hides."""


def is_starred(text: str) -> bool:
    """Whether somebody has put stars in the place of signs: ``李*``, ``138****5678``."""
    return not _STARS.isdisjoint(text)


def mask_name(name: str) -> str:
    """``李明`` → ``李*``, ``欧阳小明`` → ``欧***``."""
    name = name.strip()
    return name[:1] + "*" * min(max(len(name) - 1, 1), 3) if name else ""


def mask_phone(phone: str, *, hide: int = 4) -> str:
    """``13812345678`` → ``138****5678``; short numbers keep only their ends.

    Args:
        phone: as the platform gave it; an extension is left out.
        hide: digits of a mobile number that are hidden; of shorter numbers always six, for four hidden ones
            of eight are soon guessed.
    """
    number, _, rest = phone.strip().replace(" ", "").partition("-")
    is_mobile = number[:1] == "1"
    plain = number if is_mobile and len(number) >= MOBILE else number + rest.replace("-", "")
    if len(plain) < _SHORT:
        return plain[:1] + "*" * (len(plain) - 1)
    least = hide if is_mobile and len(plain) == MOBILE else RULED
    hidden = max(least, len(plain) - _VISIBLE_FRONT - _VISIBLE_END)
    shown = len(plain) - hidden
    front = min(_VISIBLE_FRONT, shown // 2)
    return f"{plain[:front]}{'*' * hidden}{plain[front - shown :]}"


def mask_detail(detail: str) -> str:
    """A street address without its end: nothing from the first digit on, where house and unit stand."""
    detail = detail.strip()
    if not detail:
        return ""
    house = next((place for place, sign in enumerate(detail) if sign.isdigit()), len(detail))
    return detail[: min(house, len(detail) // 3, 6)] + "****"
