"""What one shop has of its own: fields it added to goods and orders, and what its ways of shipping mean here.

Vendure knows neither barcode nor weight nor a buyer's note; shops add them as custom fields, named in the
settings. They are asked for only where they are named: to any other shop the question would make no sense.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from packstation.domain import checks
from packstation.domain.checks import Bad
from packstation.domain.intake import Product
from packstation.platforms.vendure.values import Facts, identity, listed, part, said

_UNTOLD = frozenset({"spec", "packs", "size_mm", "traits", "inspect", "picture", "pack"})
"""What no field of the shop's tells of its goods: a list may have told it, and it is kept."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of the shop's custom fields; empty where it has none.

    ``barcode`` and ``weight`` (grams) of a product variant, ``note`` of an order.
    """

    barcode: str = ""
    weight: str = ""
    note: str = ""

    @property
    def of_goods(self) -> str:
        """What is asked of a product variant besides."""
        return _asked(barcode=self.barcode, weight=self.weight)

    @property
    def of_order(self) -> str:
        """What is asked of an order besides."""
        return _asked(note=self.note)

    def note_in(self, order: Facts) -> str:
        """What the buyer wrote.

        Raises:
            Bad: it is longer than anybody reads.
        """
        return checks.message(said(part(order, "customFields"), "note"), "note")

    def goods_in(self, order: Facts) -> tuple[list[Product], list[Bad]]:
        """What the shop tells of the goods of an order, and what of it cannot be believed."""
        told = [part(line, "productVariant") for line in listed(order, "lines")] if self.of_goods else []
        found: list[Product] = []
        wrong: list[Bad] = []
        for goods in told:
            try:
                found.append(self._product(goods))
            except Bad as bad:
                wrong.append(bad)
        return found, wrong

    def _product(self, goods: Facts) -> Product:
        fields = part(goods, "customFields")
        barcodes, weight = _barcodes(fields.get("barcode")), _grams(fields.get("weight"))
        untold = _UNTOLD | (set() if barcodes else {"barcodes"}) | (set() if weight else {"weight_g"})
        return Product(
            sku_of(goods),
            checks.text(said(goods, "name"), "name"),
            barcodes=barcodes,
            weight_g=weight,
            untold=untold,
        )


def _asked(**fields: str) -> str:
    named = " ".join(f"{alias}: {name}" for alias, name in fields.items() if name)
    return f"customFields {{ {named} }}" if named else ""


def _barcodes(value: object) -> tuple[str, ...]:
    """One barcode, or a list of them."""
    several = value if isinstance(value, list) else [value]
    return tuple(filter(None, (checks.optional_number(one, "barcode") for one in several)))


def _grams(value: object) -> int | None:
    """A weight in grams, rounded up; what is none, or nothing, says nothing."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= checks.MOST:
        return None
    return -int(-value // 1)


def sku_of(goods: Facts) -> str:
    """The code of goods; those without one of the shop's own are known by the platform's.

    Raises:
        Bad: they have neither.
    """
    return checks.number(said(goods, "sku") or identity(goods, "id"), "sku")


@dataclass(frozen=True, slots=True)
class Ways:
    """What the ways of shipping mean that buyers choose, by their codes or names in small letters.

    ``carriers``: who may take it (none: whoever the desk's rules choose); such a way is told to the packer.
    ``no_parcel``: nothing is sent by a carrier.
    """

    carriers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    no_parcel: frozenset[str] = frozenset()

    @property
    def asked(self) -> str:
        """What is asked of an order besides."""
        return "shippingLines { shippingMethod { code name } }" if self.carriers or self.no_parcel else ""

    def of(self, order: Facts) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """The carriers that may take an order, the names of ways to tell, whether it needs no parcel."""
        methods = [part(line, "shippingMethod") for line in listed(order, "shippingLines")]
        keys = [{said(one, "code").casefold(), said(one, "name").casefold()} for one in methods]
        carriers: dict[str, None] = {}
        names: dict[str, None] = {}
        for method, known in zip(methods, keys, strict=True):
            for key in known & self.carriers.keys():
                carriers |= dict.fromkeys(self.carriers[key])
                names[checks.text(said(method, "name"), "shippingMethod")] = None
        is_without = bool(keys) and all(known & self.no_parcel for known in keys)
        return tuple(carriers), tuple(filter(None, names)), is_without


def ways_of(carrier_of: Iterable[str], no_parcel: Iterable[str]) -> Ways:
    """What the settings say: lines of ``METHOD:CARRIER, CARRIER``, and methods."""
    carriers = {}
    for line in carrier_of:
        method, _, codes = line.rpartition(":")
        carriers[method.strip().casefold()] = tuple(filter(None, (code.strip() for code in codes.split(","))))
    return Ways(carriers, frozenset(one.strip().casefold() for one in no_parcel))


def fields_of(settings: Callable[[str], Any]) -> Fields:
    """The fields that the settings name."""
    return Fields(*(settings(f"{name}_field") for name in ("barcode", "weight", "note")))
