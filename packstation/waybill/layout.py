"""What stands on a label, from top to bottom, how high and how large: read from ``resources/labels/*.toml``.

A layout is a stack of bands. Each has the height it likes at 100 x 150 mm, a share of what height is left
over, a worth (where the stock is too short, bands of the least worth are left out) and its sizes of type.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from packstation.errors import BadInput
from packstation.resources import resource

STANDARD = "standard"

HEAD = "head"
BARCODE = "barcode"
"""The band no label goes without."""

KINDS: Mapping[str, tuple[str, ...]] = {
    HEAD: ("carrier", "service", "side", "badge"),
    "sort": ("code",),
    "hub": ("hub", "trait"),
    BARCODE: ("number",),
    "receiver": ("name", "address", "mark"),
    "sender": ("text", "mark"),
    "contents": ("goods", "wishes", "sum"),
    "tail": ("number", "mark"),
}
"""The bands there are, each with the sizes of type it needs."""

_HEIGHT_MM = (3.0, 200.0)
_TYPE_MM = (1.5, 40.0)
_SHARE = (0.0, 100.0)
_WORTH = (0, 99)
_KEYS = ("kind", "height", "share", "worth", "type")


@dataclass(frozen=True, slots=True)
class Band:
    """A strip of the label.

    Attributes:
        kind: what stands in it, one of `KINDS`.
        height_mm: at 100 x 150 mm.
        share: of the height that is left over, against the other bands' shares.
        worth: the lower, the sooner it is left out.
        type_mm: height of a Chinese character by its use, at 100 x 150 mm.
    """

    kind: str
    height_mm: float
    share: float
    worth: int
    type_mm: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """A label's bands from top to bottom; the barcode is among them and worth most."""

    bands: tuple[Band, ...]


def layout_names() -> tuple[str, ...]:
    """Name the layouts there are, the standard one first."""
    found = sorted(path.stem for path in resource("labels").glob("*.toml"))
    return (STANDARD, *(name for name in found if name != STANDARD))


@lru_cache(maxsize=16)
def layout(name: str = STANDARD) -> Layout:
    """Give a layout by its name; read once.

    Raises:
        BadInput: see `read_layout`; ``layout-unreadable`` also when there is no such file.
    """
    file = f"{name}.toml"
    try:
        text = resource("labels", file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("layout-unreadable", file=file, detail=str(error)) from error
    return read_layout(text, file)


def read_layout(text: str, file: str) -> Layout:
    """Read a layout.

    Args:
        text: TOML, one table ``[[band]]`` a band.
        file: what it is called, for the sentence.

    Raises:
        BadInput: ``layout-unreadable`` with ``detail``, no TOML; ``layout-value`` with ``place``, ``value``
            and ``allowed``; ``layout-barcode``, the barcode's band is missing or not worth most.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput("layout-unreadable", file=file, detail=str(error)) from error
    found = table.get("band")
    if set(table) != {"band"} or not isinstance(found, list) or not found:
        raise BadInput("layout-value", file=file, place="", value=", ".join(table), allowed="[[band]]")
    bands = tuple(_Reader(file, number).band(one) for number, one in enumerate(found, start=1))
    worth = {band.kind: band.worth for band in bands}
    if len(worth) < len(bands):
        twice = next(band.kind for band in bands if [one.kind for one in bands].count(band.kind) > 1)
        once = ", ".join(kind for kind in KINDS if kind not in worth)
        raise BadInput("layout-value", file=file, place="kind", value=twice, allowed=once)
    if any(worth.get(BARCODE, -1) <= other for kind, other in worth.items() if kind != BARCODE):
        raise BadInput("layout-barcode", file=file, band=BARCODE)
    return Layout(bands)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one band; knows where it stands."""

    file: str
    number: int

    def band(self, table: Any) -> Band:
        if not isinstance(table, dict) or set(table) != set(_KEYS):
            told = ", ".join(table) if isinstance(table, dict) else table
            raise self._bad("", told, ", ".join(_KEYS))
        kind = table["kind"]
        if not isinstance(kind, str) or kind not in KINDS:
            raise self._bad("kind", kind, ", ".join(KINDS))
        sizes = table["type"]
        if not isinstance(sizes, dict) or set(sizes) != set(KINDS[kind]):
            told = ", ".join(sizes) if isinstance(sizes, dict) else sizes
            raise self._bad("type", told, ", ".join(KINDS[kind]))
        worth = table["worth"]
        if type(worth) is not int:
            raise self._bad("worth", worth, f"{_WORTH[0]} … {_WORTH[1]}")
        return Band(
            kind,
            self._number("height", table["height"], _HEIGHT_MM),
            self._number("share", table["share"], _SHARE),
            int(self._number("worth", worth, _WORTH)),
            {use: self._number(f"type.{use}", size, _TYPE_MM) for use, size in sizes.items()},
        )

    def _number(self, key: str, value: Any, limits: tuple[float, float]) -> float:
        number = float(value) if type(value) in (int, float) else math.nan
        if not limits[0] <= number <= limits[1]:
            raise self._bad(key, value, f"{limits[0]:g} … {limits[1]:g}")
        return number

    def _bad(self, key: str, value: object, allowed: str) -> BadInput:
        place = ".".join(filter(None, (f"band {self.number}", key)))
        return BadInput("layout-value", file=self.file, place=place, value=str(value)[:60], allowed=allowed)
