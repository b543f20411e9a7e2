"""Everything a file may hold besides orders: products, stock, cartons, carriers, waybill numbers, people.

As with orders, the ``…In`` shapes are the contract of the order file, and each has one function that checks
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from packstation.domain import checks
from packstation.domain.checks import Bad
from packstation.domain.intake import Carrier, Carton, Product, StockCount, WaybillNumber
from packstation.domain.people import Person, Role

MOST_CODES = 200
MOST_SORT_CODES = 20_000
LARGEST_MM = 100_000
_PATTERN_LENGTH = 300
_BADGE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,63}")
# A repeat inside a repeat can take for ever on one number; no carrier's rule needs it.
_ENDLESS = re.compile(r"[+*}]\??[^()]*\)[+*{]")
_ELSEWHERE = re.compile(r"[\\/]{2}|[A-Za-z][A-Za-z0-9+.-]+:|(?:.*[\\/])?\.\.(?:[\\/]|$)", re.DOTALL)


class ProductIn(Struct):
    """One product as the file has it."""

    sku: str | int
    title: str | None = None
    spec: str | int | None = None
    barcodes: list[str | int] | None = None
    packs: dict[str, int] | None = None
    weight_g: int | None = None
    size_mm: tuple[int, int, int] | None = None
    traits: list[str] | None = None
    inspect: list[str] | None = None
    picture: str | None = None
    pack: list[str] | None = None


class StockIn(Struct):
    """One stock count as the file has it."""

    sku: str | int
    on_hand: int
    bin: str | int | None = None


class CartonIn(Struct):
    """One kind of carton as the file has it."""

    code: str | int
    inner_mm: tuple[int, int, int] | None = None
    weight_g: int | None = None
    max_g: int | None = None
    on_hand: int | None = None


class CarrierIn(Struct):
    """One carrier as the file has it."""

    code: str | int
    name: str | None = None
    number_pattern: str | None = None
    sort_codes: dict[str, str] | None = None


class WaybillNumbersIn(Struct):
    """Numbers of one carrier as the file has them; each number is checked by itself."""

    carrier: str | int
    numbers: list[str | int | float | bool | None]


class PersonIn(Struct):
    """Somebody with a badge as the file has them."""

    badge: str | int
    name: str | None = None
    role: str | None = None


def product(raw: ProductIn) -> Product:
    """A SKU the desk can recognise, weigh and check."""
    return Product(
        checks.number(raw.sku, "sku"),
        checks.text(raw.title, "title"),
        checks.text(raw.spec, "spec"),
        _codes(raw.barcodes or [], "barcodes"),
        _packs(raw.packs or {}),
        checks.optional_whole(raw.weight_g, "weight_g"),
        _size(raw.size_mm, "size_mm"),
        _texts(raw.traits or [], "traits"),
        _texts(raw.inspect or [], "inspect"),
        _picture(raw.picture),
        _texts(raw.pack or [], "pack"),
    )


def stock_count(raw: StockIn) -> StockCount:
    """Units of a SKU that lie in a bin."""
    place = checks.optional_number(raw.bin, "bin")
    return StockCount(checks.number(raw.sku, "sku"), place, checks.whole(raw.on_hand, "on_hand"))


def carton(raw: CartonIn) -> Carton:
    """A kind of box on the shelf."""
    return Carton(
        checks.number(raw.code, "code"),
        _size(raw.inner_mm, "inner_mm"),
        checks.whole(raw.weight_g or 0, "weight_g"),
        checks.optional_whole(raw.max_g, "max_g", 1),
        checks.optional_whole(raw.on_hand, "on_hand"),
    )


def carrier(raw: CarrierIn) -> Carrier:
    """Somebody who takes parcels, with the rule of their numbers."""
    codes = raw.sort_codes or {}
    checks.few(codes, "sort_codes", MOST_SORT_CODES)
    return Carrier(
        checks.number(raw.code, "code"),
        checks.text(raw.name, "name"),
        _pattern(raw.number_pattern),
        tuple((checks.text(at, "sort_codes"), checks.text(code, "sort_codes")) for at, code in codes.items()),
    )


def waybill_numbers(raw: WaybillNumbersIn) -> Iterator[WaybillNumber | Bad]:
    """The numbers one by one; a bad one does not spoil the others."""
    code = checks.number(raw.carrier, "carrier")
    for place, number in enumerate(raw.numbers):
        try:
            yield WaybillNumber(code, checks.number(number, f"numbers[{place}]"))
        except Bad as bad:
            yield bad


def person(raw: PersonIn) -> Person:
    """Somebody who may log in by badge."""
    badge = checks.number(raw.badge, "badge")
    if not _BADGE.fullmatch(badge):
        # a badge is scanned as PKUSER<badge>, which takes nothing else
        raise Bad("badge", "bad-badge", value=badge)
    role = checks.text(raw.role, "role").lower() or Role.PACKER.value
    if role not in set(Role):
        raise Bad("role", "unknown-role", value=role, allowed=", ".join(Role))
    return Person(badge, checks.text(raw.name, "name") or badge, Role(role))


def _codes(values: list[str | int], place: str) -> tuple[str, ...]:
    """Numbers that can be scanned, each once."""
    checks.few(values, place, MOST_CODES)
    return tuple(dict.fromkeys(checks.number(value, f"{place}[{at}]") for at, value in enumerate(values)))


def _texts(values: list[str], place: str) -> tuple[str, ...]:
    checks.few(values, place, MOST_CODES)
    clean = (checks.text(value, f"{place}[{at}]") for at, value in enumerate(values))
    return tuple(text for text in dict.fromkeys(clean) if text)


def _packs(packs: dict[str, int]) -> tuple[tuple[str, int], ...]:
    """Outer packagings: their barcode and how many units are inside."""
    checks.few(packs, "packs", MOST_CODES)
    return tuple((checks.number(code, "packs"), checks.quantity(of, "packs")) for code, of in packs.items())


def _size(size: tuple[int, int, int] | None, place: str) -> tuple[int, int, int] | None:
    if size is None:
        return None
    long, wide, high = (checks.whole(side, place, 1, LARGEST_MM) for side in size)
    return long, wide, high


def _pattern(text: str | None) -> str:
    """A rule of numbers that can be used without danger."""
    rule = checks.text(text, "number_pattern", _PATTERN_LENGTH)
    try:
        re.compile(rule)
    except (re.error, RecursionError, OverflowError):
        raise Bad("number_pattern", "bad-pattern", value=rule) from None
    if _ENDLESS.search(rule):
        raise Bad("number_pattern", "bad-pattern", value=rule)
    return rule


def _picture(path: str | None) -> str:
    """A picture on this computer; nothing that is fetched from elsewhere or climbs out of its folder."""
    picture = checks.text(path, "picture")
    if _ELSEWHERE.match(picture):
        raise Bad("picture", "bad-picture", value=picture)
    return picture
