"""The settings of a printer, ``[printers.label]``: what they are called, what they may be, what they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from packstation.errors import BadInput, BadSetting
from packstation.printers import DARKEST, LANGUAGES, LINKS
from packstation.printers.setup import MOST_GAP_MM, MOST_OFFSET_MM, TURNS, Media, Place, Setup
from packstation.setting import Key
from packstation.waybill.layout import STANDARD, layout_names
from packstation.waybill.size import parse_size

AS_IT_IS = -1
"""Of a number: the printer stays as it is set."""

_DARKEST = max(DARKEST.values())
_FASTEST = 14
"""Inches a second; no desk printer is faster."""

LABEL_KEYS: Mapping[str, Key] = {
    "printers.label.language": Key("pdf", tuple(LANGUAGES)),
    "printers.label.link": Key("file:labels"),
    "printers.label.size": Key("100x150"),
    "printers.label.dpi": Key(203, lowest=150, highest=600),
    "printers.label.mask": Key(default=False),
    "printers.label.layout": Key(STANDARD, layout_names()),
    "printers.label.offset_x": Key(0.0, lowest=-MOST_OFFSET_MM, highest=MOST_OFFSET_MM),
    "printers.label.offset_y": Key(0.0, lowest=-MOST_OFFSET_MM, highest=MOST_OFFSET_MM),
    "printers.label.rotate": Key(0, lowest=min(TURNS), highest=max(TURNS)),
    "printers.label.density": Key(AS_IT_IS, lowest=AS_IT_IS, highest=_DARKEST),
    "printers.label.speed": Key(AS_IT_IS, lowest=AS_IT_IS, highest=_FASTEST),
    "printers.label.media": Key(Media.PRINTER.value, tuple(Media)),
    "printers.label.gap_mm": Key(2.0, lowest=0, highest=MOST_GAP_MM),
    "printers.label.cut": Key(default=False),
    "printers.label.max_width": Key(0, lowest=0, highest=20_000),
    "printers.label.align": Key(Place.LEFT.value, tuple(Place)),
}
"""Every setting of the label printer, by its full name."""


def check(name: str, value: object) -> str:
    """Say what a setting with a form of its own may be, when this value is none of it; else nothing."""
    if name == "printers.label.size":
        try:
            parse_size(str(value))
        except BadInput:
            return "76x130, 100x150, 100x180"
    if name == "printers.label.link":
        scheme, colon, rest = str(value).partition(":")
        if scheme not in LINKS or not colon or not rest.strip():
            return ", ".join(f"{known}:…" for known in LINKS)
    if name == "printers.label.rotate" and value not in TURNS:
        return ", ".join(map(str, TURNS))
    if name == "printers.label.speed" and value == 0:
        return f"{AS_IT_IS}, 1 … {_FASTEST}"
    return ""


def setup(value_of: Callable[[str], Any]) -> Setup:
    """How the label printer is set up, from the value of each setting.

    Raises:
        BadSetting: ``printer-density``, darker than the printer's language knows.
    """

    def told(key: str) -> Any:
        return value_of(f"printers.label.{key}")

    darkest = DARKEST.get(told("language"))
    if darkest is not None and told("density") > darkest:
        raise BadSetting("printer-density", value=told("density"), language=told("language"), darkest=darkest)
    return Setup(
        offset_mm=(told("offset_x"), told("offset_y")),
        turn=told("rotate"),
        density=_said(told("density")),
        speed=_said(told("speed")),
        media=Media(told("media")),
        gap_mm=told("gap_mm"),
        cut=told("cut"),
        max_width=told("max_width") or None,
        place=Place(told("align")),
    )


def _said(number: int) -> int | None:
    return None if number == AS_IT_IS else number
