"""An order file in JSON: lists of orders, products, stock, cartons, carriers, waybill numbers, people.

Read in two steps: first only where each row begins and ends, then row by row, so that a bad row spoils no
other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from packstation.domain import checks
from packstation.domain.checks import Bad
from packstation.domain.intake import Record, Sourced
from packstation.files import goods
from packstation.files.gathering import Gathering
from packstation.files.orders import Defaults, OrderIn, order
from packstation.files.sniffing import Unreadable

_Made = Iterable[Record | Bad]
_SECTIONS: dict[str, tuple[type, Callable[[Any, Defaults], _Made]]] = {
    "carriers": (goods.CarrierIn, lambda raw, _: (goods.carrier(raw),)),
    "cartons": (goods.CartonIn, lambda raw, _: (goods.carton(raw),)),
    "products": (goods.ProductIn, lambda raw, _: (goods.product(raw),)),
    "stock": (goods.StockIn, lambda raw, _: (goods.stock_count(raw),)),
    "people": (goods.PersonIn, lambda raw, _: (goods.person(raw),)),
    "orders": (OrderIn, lambda raw, defaults: (order(raw, defaults),)),
    "waybill_numbers": (goods.WaybillNumbersIn, lambda raw, _: goods.waybill_numbers(raw)),
}
_RAW = msgspec.Raw
_TOP = msgspec.json.Decoder(dict[str, _RAW])
_LIST = msgspec.json.Decoder(list[_RAW])
# Control signs cannot stand in JSON as they are: line ends become blanks, others a sign that cleaning knows.
_BLANK, _DELETE = 0x20, 0x7F
_TAMED = bytes(_BLANK if byte in b"\t\n\r" else _DELETE if byte < _BLANK else byte for byte in range(256))
_ESCAPE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\[^u]"
)
"""A surrogate pair, half of one (the group), or another escape."""
_BYTE = re.compile(r"\(byte (\d+)\)")
_EXPECTED = re.compile(r"Expected `([^`]*)`(?:, got `([^`]*)`)?")
_FIELD = re.compile(r"missing required field `([^`]*)`")
_PLACE = re.compile(r" - at `\$\.?([^`]*)`$")
_STEP = re.compile(r"[^.\[\]]+")
_PERSONAL = ("receiver", "buyer", "message", "memo", "wishes", "name")
_HIDDEN = "…"
_KINDS = (
    ("array", "not-list"),
    ("object", "not-object"),
    ("decimal", "wrong-price"),
    ("bool", "not-yes-no"),
    ("str", "not-text"),
    ("int", "not-whole"),
)


class JsonFile:
    """One JSON file, cut into rows."""

    def __init__(self, at: int, name: str, data: bytes) -> None:
        """Find the rows of each list.

        Raises:
            Unreadable: it is not a whole JSON document, or not one of orders.
        """
        self._at = at
        self._name = name
        self._sections = self._cut(data)
        self.rows = sum(len(rows) for rows in self._sections.values())

    def _cut(self, data: bytes) -> dict[str, list[msgspec.Raw]]:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            data = data.decode("utf-16", "replace").encode()
        data = data.removeprefix(b"\xef\xbb\xbf")
        top = _decoded(_TOP, data) if not data.lstrip().startswith(b"[") else {"orders": _RAW(data)}
        known = {name: top[name] for name in _SECTIONS if name in top}
        if not known:
            found = ", ".join(filter(None, map(checks.shown, list(top)[:10]))) or "{}"
            raise Unreadable("sections-unknown", found=found)
        cut: dict[str, list[msgspec.Raw]] = {}
        for name, raw in known.items():
            try:
                cut[name] = [] if bytes(raw) == b"null" else _decoded(_LIST, bytes(raw))
            except msgspec.ValidationError:
                raise Unreadable("section-not-list", section=name) from None
        return cut

    def gather(self, into: Gathering, defaults: Defaults) -> None:
        """Check every row and hand it on; rows that are unsound become rejects."""
        before = len(into.rejects)
        for section, (shape, make) in _SECTIONS.items():
            decode: Callable[[msgspec.Raw], Any] = msgspec.json.Decoder(shape).decode
            for row, raw in enumerate(self._sections.get(section, ()), 1):
                try:
                    for made in make(_decoded_row(decode, raw), defaults):
                        self._hand_on(into, section, row, made)
                except Bad as bad:
                    self._hand_on(into, section, row, bad)
                into.tick()
        self._blame_encoding(into, before)

    def _hand_on(self, into: Gathering, section: str, row: int, made: Record | Bad) -> None:
        if isinstance(made, Bad):
            into.reject(self._name, row, f"{section}.{made.place}" if made.place else section, made)
        else:
            into.add(self._at, Sourced(self._name, row), made, section)

    def _blame_encoding(self, into: Gathering, before: int) -> None:
        """Where not one row is UTF-8 the file as a whole is in another encoding: say so once."""
        ours = into.rejects[before:]
        if self.rows and len(ours) == self.rows and all(reject.reason == "bad-encoding" for reject in ours):
            del into.rejects[before:]
            into.reject_file(self._name, "encoding")


def _decoded(decoder: msgspec.json.Decoder[Any], data: bytes) -> Any:
    """The document, cut but not yet looked into; says where it breaks off."""
    try:
        return decoder.decode(data)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError as error:
        return _second_try(decoder, data, error)
    except RecursionError:
        raise Unreadable("too-deep") from None
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None


def _second_try(decoder: msgspec.json.Decoder[Any], data: bytes, error: msgspec.DecodeError) -> Any:
    """The same with raw control signs tamed: one line end inside a text must not cost the whole file."""
    said = str(error)
    tamed = _ESCAPE.sub(lambda match: b"\\u0000" if match[1] else match[0], data.translate(_TAMED))
    if tamed != data:
        try:
            return decoder.decode(tamed)
        except RecursionError:
            raise Unreadable("too-deep") from None
        except (msgspec.DecodeError, UnicodeDecodeError) as second:
            # the true trouble, at the true place: both texts are of the same length
            said = str(second) or said
    match = _BYTE.search(said)
    reason = "json-broken" if match else "truncated"
    break_at = int(match[1]) if match else len(data.rstrip())
    line = data.count(b"\n", 0, break_at) + 1
    column = len(data[data.rfind(b"\n", 0, break_at) + 1 : break_at].decode("utf-8", "replace")) + 1
    raise Unreadable(reason, line=line, place=column) from None


def _decoded_row(decode: Callable[[msgspec.Raw], Any], raw: msgspec.Raw) -> Any:
    """One row in its shape.

    Raises:
        Bad: the row has another shape, with the place inside the row.
    """
    try:
        return decode(raw)
    except msgspec.ValidationError as error:
        raise _misshapen(str(error), raw) from None
    except UnicodeDecodeError:
        raise Bad("", "bad-encoding") from None
    except (msgspec.DecodeError, RecursionError, ValueError):
        # half a surrogate pair, an escape that is none
        raise Bad("", "bad-characters") from None


def _misshapen(said: str, raw: msgspec.Raw) -> Bad:
    """Place and reason of a row of the wrong shape, from the decoder's own words."""
    match = _PLACE.search(said)
    place = match[1] if match else ""
    if field := _FIELD.search(said):
        return Bad(f"{place}.{field[1]}".lstrip("."), "missing")
    reason = _reason(said, place)
    return Bad(place, reason, value=_value(raw, place), lowest=1, highest=checks.MOST_UNITS)


def _reason(said: str, place: str) -> str:
    """Why the value does not fit, from what the decoder expected and got."""
    if place.endswith("quantity"):
        return "wrong-quantity"
    expected = _EXPECTED.search(said)
    wanted, got = (expected[1], expected[2]) if expected else ("", "")
    if got == "float" and "str" in wanted:
        return "number-damaged"
    if " of length" in said:
        return "not-three"
    if "out of range" in said:
        return "number-damaged"
    known = next((reason for kind, reason in _KINDS if kind in wanted), "not-readable")
    return "wrong-price" if "decimal" in said else known


def _within(found: object, step: str) -> object:
    """What stands one step further in; KeyError where nothing does."""
    if isinstance(found, list):
        return found[int(step)]
    if isinstance(found, dict):
        return found[step]
    raise KeyError(step)


def _value(raw: msgspec.Raw, place: str) -> str:
    """What stands at the place, short enough for a sentence; nothing personal."""
    if place.startswith(_PERSONAL):
        return _HIDDEN
    try:
        found: object = msgspec.json.decode(raw)
        for step in _STEP.findall(place):
            found = _within(found, step)
    except (msgspec.MsgspecError, LookupError, TypeError, ValueError, RecursionError):
        return _HIDDEN
    return checks.shown(found if isinstance(found, str) else msgspec.json.encode(found).decode()[:200])
