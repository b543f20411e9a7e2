"""One setting: what it is when nothing is said, and what may be said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: its default, the values it may take (none: any), the limits of a number."""

    default: str | bool | int | float | list[str]
    allowed: tuple[str, ...] = ()
    lowest: int = 0
    highest: int = 1_000_000
