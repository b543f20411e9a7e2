"""Ids of up to 19 digits: they come as numbers or as text and are text from here on.

No C int and no float holds them (wire.md §4.3), so one that came through either is refused, not repaired.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_ID = re.compile(r"[0-9A-Za-z_-]{1,40}")


class DoubtfulId(ValueError):
    """An id is missing, damaged, or said in two ways; ``name`` is its field."""

    def __init__(self, name: str, reason: str) -> None:
        """``reason`` is ``missing``, ``number-damaged`` or ``bad-characters``."""
        self.name, self.reason = name, reason
        super().__init__(name, reason)


def id_text(value: object, name: str) -> str:
    """The id as text.

    Raises:
        DoubtfulId: there is none, or it cannot be what was written.
    """
    match value:
        case bool() | float():
            raise DoubtfulId(name, "number-damaged")
        case int() if value >= 0:
            text = str(value)
        case str():
            text = value.strip()
        case None:
            text = ""
        case _:
            raise DoubtfulId(name, "bad-characters")
    if text in ("", "0"):
        raise DoubtfulId(name, "missing")
    if _ID.fullmatch(text) is None:
        raise DoubtfulId(name, "bad-characters")
    return text


def id_of(holder: Mapping[str, Any], name: str) -> str:
    """The id under this name; the platform may say it again as text (``tid_str``), and both must agree.

    Raises:
        DoubtfulId: see ``id_text``; or the two differ.
    """
    spelled = holder.get(f"{name}_str")
    if spelled in (None, "", "0"):
        return id_text(holder.get(name), name)
    text = id_text(spelled, name)
    number = holder.get(name)
    if isinstance(number, float) or number in (None, "", 0):
        return text  # the text is there for whoever cannot hold the number
    if id_text(number, name) != text:
        raise DoubtfulId(name, "number-damaged")
    return text
