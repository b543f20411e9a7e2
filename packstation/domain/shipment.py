"""What the desk confirms: this order left in these parcels at this moment."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Piece:
    """Goods of one line in a parcel; ``line`` as the platform numbers it.

    ``is_whole``: all units of the line that are sent lie in this parcel. ``is_last``: no later parcel of the
    order brings more of them.
    """

    line: str
    units: int
    is_whole: bool = True
    is_last: bool = True


def merged(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Each line once, with all of its units in the parcel, however many pieces it came in."""
    found: dict[str, Piece] = {}
    for piece in pieces:
        known = found.get(piece.line)
        found[piece.line] = replace(piece, units=piece.units + known.units) if known else piece
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Shipment:
    """One parcel that left, as the platform is told (``shipped_at`` in UTC).

    ``pieces`` are its goods (none, as older programs wrote it: all of the order's).
    """

    key: str
    order: str
    carrier: str
    carrier_name: str
    waybill: str
    shipped_at: datetime
    pieces: tuple[Piece, ...] = ()


LONGEST_KEY = 120
"""A file system takes names of 255 bytes; the moment and the ending need their part."""
_KEPT = 80


def key_of(order: str, waybill: str) -> str:
    """The shipment's own key: the same parcel of the same order can only ever be told once.

    Letters, digits and dashes only, so that it may stand in a file name.
    """
    key = f"{_plain(order)}-{_plain(waybill)}"
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[:_KEPT]}-{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def _plain(text: str) -> str:
    """The text with every other sign written as its hexadecimal number, so that no two texts become one."""
    return "".join(sign if sign.isascii() and sign.isalnum() else f"_{ord(sign):x}_" for sign in text)
