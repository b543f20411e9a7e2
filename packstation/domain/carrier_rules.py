"""The shop's rules for its carriers: what each takes, where it goes, what that costs and how long it takes.

A rule is one line. ``YTO: weight 0.05-30 kg; longest 150 cm; no battery, liquid`` says what a carrier takes,
``YTO 浙江, 江苏 => 3.50 + 1.30, 2 days`` what it asks for the first and each further started kilogram to
these areas. Areas abroad are countries as their addresses name them, ``DHL Germany, 法国 => 35 + 9``, or
``abroad``; no other area reaches there. Several lines of one carrier count together. The words may be English
or Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import time
from decimal import Decimal
from typing import Any

from packstation.errors import BadInput

ARROW = "=>"
EXAMPLE = "YTO 浙江, 江苏 => 3.50 + 1.30, 2 days"
ANYWHERE, REMOTE, ABROAD = "*", "remote", "abroad"
AT_HOME = frozenset({"YTO", "ZTO", "STO", "YUNDA", "JT", "JD", "DB"})
"""Carriers whose numbers, as we know them (``waybill.number``), are of parcels inside China; what these
networks carry abroad goes by other products and numbers. A rule that names a country says otherwise."""
LONGEST_LINE = 2000
FIRST_KG_G = 1000
MOST_DAYS = 90
_SIGNS = str.maketrans(
    {"：": ":", "；": ";", "，": ",", "、": ",", "＋": "+", "＝": "=", "＞": ">", "~": "-"}
)
_KINDS_OF_AREA: Mapping[str, str] = {
    "remote": REMOTE, "偏远": REMOTE, "偏遠": REMOTE,
    "abroad": ABROAD, "境外": ABROAD, "海外": ABROAD, "国外": ABROAD, "國外": ABROAD,
}  # fmt: skip
_CODE = re.compile(r"[^\s:;,=>]{1,40}")
_NUMBER = r"\d{1,6}(?:\.\d{1,3})?"
_MONEY = re.compile(rf"[¥￥]?\s*({_NUMBER})\s*元?")
_DAYS = re.compile(r"(\d{1,2})\s*(?:d|days?|天|日)", re.IGNORECASE)
_RANGE = re.compile(rf"(?:({_NUMBER})\s*-\s*|(<=?|>=?|≤|≥)?\s*)({_NUMBER})\s*([a-zA-Z公斤克厘米升]+)")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Price:
    """What a carrier asks in some areas (none: all at home): first kilogram, each started one, in yuan.

    ``areas`` are beginnings of province and city, or countries; ``days`` how long it takes, none where it is
    not said.
    """

    areas: tuple[str, ...]
    first: Decimal
    more: Decimal = Decimal(0)
    days: int | None = None

    def of(self, weight_g: int) -> Decimal:
        """What a box of so many grams costs."""
        return self.first + self.more * started_kg(weight_g)


@dataclass(frozen=True, slots=True)
class CarrierRule:
    """What one carrier takes and asks; what is None or empty is no limit.

    Grams, mm and mm³; ``divisor`` in cm³ a kilogram makes volume count as weight; ``refuses`` are traits of
    goods, ``stops`` areas it does not go to, ``shops`` those it works for; ``pickup`` when it comes (local).
    """

    carrier: str
    prices: tuple[Price, ...] = ()
    least_g: int | None = None
    most_g: int | None = None
    longest_mm: int | None = None
    volume_mm3: int | None = None
    divisor: int | None = None
    refuses: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    shops: tuple[str, ...] = ()
    pickup: time | None = None


def merged(rule: CarrierRule, more: CarrierRule) -> CarrierRule:
    """One rule out of two for a carrier called by two names; where both limit the same, the later."""
    said = {field.name: getattr(more, field.name) for field in fields(more)[2:]}
    kept = {name: value for name, value in said.items() if value not in (None, ())}
    return replace(rule, prices=(*rule.prices, *more.prices), **kept)


def started_kg(weight_g: int) -> int:
    """Kilograms begun beyond the first."""
    return max(0, -(-(weight_g - FIRST_KG_G) // 1000))


def read_rules(lines: Iterable[str]) -> dict[str, CarrierRule]:
    """What all lines say together, by carrier, in the order in which carriers are named first.

    Raises:
        BadInput: a line says no rule; ``detail`` is the part that cannot be.
    """
    known: dict[str, CarrierRule] = {}
    for line in lines:
        code, _, _ = line_parts(line)
        known[code] = with_line(known.get(code, CarrierRule(code)), line)
    return known


def line_parts(line: str) -> tuple[str, str, str]:
    """The carrier a line is about, ``=>`` or ``:``, and what it says of the carrier.

    Raises:
        BadInput: the line has no such parts.
    """
    text = line.translate(_SIGNS).strip()
    sign = ARROW if ARROW in text else ":"
    head, found, said = text.partition(sign)
    code = _CODE.match(head)
    if not found or not said.strip() or code is None or len(line) > LONGEST_LINE:
        raise BadInput("bad-rule", detail=line)
    if sign == ":" and head.strip() != code[0]:
        raise BadInput("bad-rule", detail=head)
    return code[0], sign, f"{head[code.end() :]}{ARROW}{said}" if sign == ARROW else said


def with_line(rule: CarrierRule, line: str) -> CarrierRule:
    """The rule with one more line about its carrier.

    Raises:
        BadInput: it contradicts an earlier line or says nothing that is understood.
    """
    _, sign, said = line_parts(line)
    if sign == ARROW:
        return _priced(rule, said)
    for part in filter(None, map(str.strip, said.split(";"))):
        rule = _limited(rule, part)
    return rule


def _priced(rule: CarrierRule, said: str) -> CarrierRule:
    where, _, asked = said.partition(ARROW)
    areas = tuple(area_named(name) for name in _names(where)) or (ANYWHERE,)
    if any(area in earlier.areas for earlier in rule.prices for area in areas):
        raise BadInput("bad-rule", detail=where)
    money, _, days = asked.partition(",")
    first, plus, more = money.partition("+")
    price = Price(areas, _money(first), _money(more) if plus else Decimal(0), _days(days))
    return replace(rule, prices=(*rule.prices, price))


def _money(text: str) -> Decimal:
    found = _MONEY.fullmatch(text.strip())
    if found is None:
        raise BadInput("bad-rule", detail=text)
    return Decimal(found[1])


def _days(text: str) -> int | None:
    if not text.strip():
        return None
    found = _DAYS.fullmatch(text.strip())
    if found is None or int(found[1]) > MOST_DAYS:
        raise BadInput("bad-rule", detail=text)
    return int(found[1])


def _limited(rule: CarrierRule, part: str) -> CarrierRule:
    """The rule with one limit more."""
    found = re.match(r"[^\s\d<>=≤≥]+", part)
    name = _WORDS.get(found[0].lower()) if found else None
    if found is None or name is None:
        raise BadInput("bad-rule", detail=part)
    changes = _LIMITS[name](part[found.end() :].strip())
    if any(getattr(rule, field) not in (None, ()) for field, value in changes.items() if value is not None):
        raise BadInput("bad-rule", detail=part)
    return replace(rule, **{field: value for field, value in changes.items() if value is not None})


Changes = dict[str, Any]
_UNITS: Mapping[str, int] = {
    "kg": 1000, "公斤": 1000, "g": 1, "克": 1, "cm": 10, "厘米": 10, "mm": 1, "m": 1000, "米": 1000,
    "l": 1_000_000, "升": 1_000_000,
}  # fmt: skip
"""Grams, mm and mm³ in one of each."""
_WEIGHTS, _LENGTHS, _VOLUMES = ("kg", "公斤", "g", "克"), ("cm", "厘米", "mm", "m", "米"), ("l", "升")


def _range(text: str, units: tuple[str, ...]) -> tuple[int | None, int | None]:
    """From and to, in the smallest unit."""
    found = _RANGE.fullmatch(text)
    if found is None or found[4].lower() not in units:
        raise BadInput("bad-rule", detail=text)
    factor = _UNITS[found[4].lower()]
    low = int(Decimal(found[1]) * factor) if found[1] else None
    high = int(Decimal(found[3]) * factor)
    if (found[2] or "").startswith((">", "≥")):
        return high, None
    if high < 1 or (low or 0) > high:
        raise BadInput("bad-rule", detail=text)
    return low, high


def _weight(text: str) -> Changes:
    low, high = _range(text, _WEIGHTS)
    return {"least_g": low, "most_g": high}


def _most(field: str, units: tuple[str, ...]) -> Callable[[str], Changes]:
    def read(text: str) -> Changes:
        low, high = _range(text, units)
        if low is not None or high is None:
            raise BadInput("bad-rule", detail=text)
        return {field: high}

    return read


def _divisor(text: str) -> Changes:
    if not re.fullmatch(r"[1-9]\d{2,5}", text):
        raise BadInput("bad-rule", detail=text)
    return {"divisor": int(text)}


def _listed(field: str) -> Callable[[str], Changes]:
    def read(text: str) -> Changes:
        names = _names(text)
        if not names:
            raise BadInput("bad-rule", detail=field)
        return {field: tuple(area_named(name) if field == "stops" else name for name in names)}

    return read


def _pickup(text: str) -> Changes:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise BadInput("bad-rule", detail=text)
    return {"pickup": time(int(found[1]), int(found[2]))}


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def area_named(name: str) -> str:
    """An area as rules compare it: without blanks, ``REMOTE`` and ``ABROAD`` by whatever word."""
    return _KINDS_OF_AREA.get(name.lower(), name.replace(" ", ""))


_LIMITS: Mapping[str, Callable[[str], Changes]] = {
    "weight": _weight,
    "longest": _most("longest_mm", _LENGTHS),
    "volume": _most("volume_mm3", _VOLUMES),
    "divisor": _divisor,
    "no": _listed("refuses"),
    "stops": _listed("stops"),
    "shop": _listed("shops"),
    "pickup": _pickup,
}
_WORDS: Mapping[str, str] = {
    **{name: name for name in _LIMITS},
    "重量": "weight",
    "最长边": "longest", "最長邊": "longest",
    "体积": "volume", "體積": "volume",
    "抛比": "divisor", "拋比": "divisor",
    "不收": "no",
    "不到": "stops",
    "店铺": "shop", "店鋪": "shop",
    "揽收": "pickup", "攬收": "pickup",
}  # fmt: skip
"""What a limit may be called."""
