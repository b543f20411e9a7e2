"""What the desk knows of goods, cartons and carriers, and what a code can name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from packstation.domain.intake import Carrier, Carton, Product
from packstation.domain.order import Line
from packstation.domain.scan import Kind, Meaning
from packstation.store.database import Database
from packstation.store.order_rows import text
from packstation.store.tables import Tables

_PRODUCT = "SELECT sku, title, spec, weight_g, size_mm, traits, inspect, picture, pack FROM product"
_MEANINGS = """
    SELECT 'order', number, 1 FROM orders WHERE number = ?1
    UNION SELECT 'waybill', number, 1 FROM waybill_number WHERE number = ?2
    UNION SELECT 'waybill', waybill, 1 FROM parcel WHERE waybill = ?2 AND waybill <> ''
    UNION SELECT 'goods', sku, 1 FROM product WHERE sku = ?1
    UNION SELECT 'goods', sku, units FROM barcode WHERE code = ?1
    UNION SELECT 'badge', badge, 1 FROM person WHERE badge = ?2
    UNION SELECT 'carton', code, 1 FROM carton WHERE code = ?1
"""


class Catalogue:
    """Products with their barcodes, cartons, carriers."""

    def __init__(self, database: Database, tables: Tables) -> None:
        """Work on this file."""
        self._db = database
        self._tables = tables

    def meanings(self, code: str) -> list[Meaning]:
        """Everything a code names: an order, a waybill, goods; several entries when it is ambiguous."""
        rows = self._db.all(_MEANINGS, (code, code.upper()))
        return [Meaning(Kind(kind), target, amount) for kind, target, amount in rows]

    def goods_of(self, codes: Sequence[str]) -> list[Meaning]:
        """The goods any of these codes names, as barcode or as SKU."""
        marks = ", ".join("?" * len(codes))
        rows = self._db.all(
            f"SELECT sku, units FROM barcode WHERE code IN ({marks}) "
            f"UNION SELECT sku, 1 FROM product WHERE sku IN ({marks})",
            (*codes, *codes),
        )
        return [Meaning(Kind.GOODS, sku, units) for sku, units in rows]

    def teach(self, code: str, sku: str, units: int) -> None:
        """A code found on goods, which no list has: it stays through later lists."""
        self._db.run(
            "INSERT OR REPLACE INTO barcode (code, sku, units, taught) VALUES (?, ?, ?, 1)",
            (code, sku, units),
        )

    def forget(self, code: str) -> int:
        """Take back what was taught of a code; gives how many goods it stood for."""
        count = self._db.number("SELECT count(*) FROM barcode WHERE code = ? AND taught = 1", (code,))
        self._db.run("DELETE FROM barcode WHERE code = ? AND taught = 1", (code,))
        return count

    def matching(self, text: str, limit: int) -> list[tuple[str, str, str]]:
        """SKU, title and spec of goods whose SKU begins with or whose name contains the text."""
        wild = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        rows = self._db.all(
            "SELECT sku, title, spec FROM product WHERE sku LIKE ?1 || '%' ESCAPE '\\' "
            "OR title || ' ' || spec LIKE '%' || ?1 || '%' ESCAPE '\\' ORDER BY sku LIMIT ?2",
            (wild, limit),
        )
        return [(sku, title, spec) for sku, title, spec in rows]

    def product(self, sku: str) -> Product | None:
        """What is known of a SKU."""
        return self._stored(sku, taught=True)

    def _stored(self, sku: str, *, taught: bool) -> Product | None:
        row = self._db.one(f"{_PRODUCT} WHERE sku = ?", (sku,))
        return None if row is None else self._product(row, taught=taught)

    def products(self, skus: Iterable[str]) -> dict[str, Product]:
        """What is known of several SKUs."""
        return {sku: product for sku in dict.fromkeys(skus) if (product := self.product(sku))}

    def _product(self, row: tuple[Any, ...], *, taught: bool) -> Product:
        sku, title, spec, weight, size, traits, inspect, picture, pack = row
        codes = self._db.all(
            "SELECT code, units FROM barcode WHERE sku = ? AND taught <= ? ORDER BY code", (sku, int(taught))
        )
        sizes = msgspec.json.decode(size)
        return Product(
            sku=sku,
            title=title,
            spec=spec,
            barcodes=tuple(code for code, units in codes if units == 1),
            packs=tuple((code, units) for code, units in codes if units != 1),
            weight_g=weight,
            size_mm=(sizes[0], sizes[1], sizes[2]) if sizes else None,
            traits=tuple(msgspec.json.decode(traits)),
            inspect=tuple(msgspec.json.decode(inspect)),
            picture=picture,
            pack=tuple(msgspec.json.decode(pack)),
        )

    def put_product(self, product: Product) -> str:
        """Store a product as its list says; gives ``added``, ``updated`` or ``unchanged``.

        What was taught at the desk is kept beside it, and so is what the list has no column for.
        """
        listed = self._db.one("SELECT listed FROM product WHERE sku = ?", (product.sku,))
        old = self._stored(product.sku, taught=False)
        told = product.told_over(old)
        tidy = replace(told, barcodes=tuple(sorted(set(told.barcodes))), packs=tuple(sorted(set(told.packs))))
        if old == tidy and listed and listed[0]:
            return "unchanged"
        row = {
            "sku": tidy.sku,
            "title": tidy.title,
            "spec": tidy.spec,
            "weight_g": tidy.weight_g,
            "size_mm": text(tidy.size_mm or ()),
            "traits": text(tidy.traits),
            "inspect": text(tidy.inspect),
            "picture": tidy.picture,
            "pack": text(tidy.pack),
            "listed": 1,
        }
        changes = {name: value for name, value in row.items() if name != "sku"}
        self._tables.product.insert(row).on_conflict(conflict_target=("sku",), update=changes).execute()
        self._db.run("DELETE FROM barcode WHERE sku = ? AND taught = 0", (tidy.sku,))
        codes = [(code, tidy.sku, 1) for code in tidy.barcodes] + [
            (code, tidy.sku, n) for code, n in tidy.packs
        ]
        self._db.many("INSERT OR REPLACE INTO barcode (code, sku, units) VALUES (?, ?, ?)", codes)
        return "updated" if listed and listed[0] else "added"

    def note_goods(self, lines: Iterable[Line]) -> None:
        """Make SKUs that only orders name scannable too, until a product list says more."""
        rows = {line.sku: (line.sku, line.title, line.spec) for line in lines}
        self._db.many(
            "INSERT OR IGNORE INTO product (sku, title, spec, weight_g, size_mm, traits, inspect, "
            "picture, listed) "
            "VALUES (?, ?, ?, NULL, '[]', '[]', '[]', '', 0)",
            list(rows.values()),
        )

    def carton_weights(self, most: int) -> dict[str, int]:
        """What each kind of carton weighs in grams, up to so many kinds."""
        rows = self._db.all("SELECT code, weight_g FROM carton WHERE weight_g > 0 LIMIT ?", (most,))
        return {str(code): int(weight) for code, weight in rows}

    def carton(self, code: str) -> Carton | None:
        """The carton with this code, however its letters are written."""
        row = self._db.one(
            "SELECT code, inner_mm, weight_g, max_g, on_hand FROM carton WHERE code = ?", (code,)
        )
        return None if row is None else _carton(row)

    def cartons(self) -> tuple[Carton, ...]:
        """All kinds of boxes."""
        rows = self._db.all("SELECT code, inner_mm, weight_g, max_g, on_hand FROM carton ORDER BY code")
        return tuple(_carton(row) for row in rows)

    def put_carton(self, carton: Carton) -> str:
        """Store what a carton is; gives ``added``, ``updated`` or ``unchanged``.

        How many there are is the ledger's to change.
        """
        old = self.carton(carton.code)
        carton = carton.told_over(old)
        if old == replace(carton, code=old.code if old else "", on_hand=old.on_hand if old else None):
            return "unchanged"
        row = {
            "inner_mm": text(carton.inner_mm or ()),
            "weight_g": carton.weight_g,
            "max_g": carton.max_g,
        }
        insert = self._tables.carton.insert({"code": carton.code, **row})
        insert.on_conflict(conflict_target=("code",), update=row).execute()
        return "updated" if old else "added"

    def carrier(self, code: str) -> Carrier | None:
        """The carrier with this code."""
        row = self._db.one(
            "SELECT code, name, number_pattern, sort_codes FROM carrier WHERE code = ?", (code,)
        )
        return None if row is None else _carrier(row)

    def carrier_named(self, name: str) -> Carrier | None:
        """The carrier by its code or, as tables of the shops write it, its name."""
        row = self._db.one(
            "SELECT * FROM carrier WHERE code = ?1 OR name = ?1 ORDER BY code <> ?1 LIMIT 1", (name,)
        )
        return None if row is None else _carrier(row)

    def carriers(self) -> tuple[Carrier, ...]:
        """All carriers."""
        return tuple(_carrier(row) for row in self._db.all("SELECT * FROM carrier ORDER BY code"))

    def put_carrier(self, carrier: Carrier) -> str:
        """Store a carrier; gives ``added``, ``updated`` or ``unchanged``."""
        old = self.carrier(carrier.code)
        carrier = carrier.told_over(old)
        if old == carrier:
            return "unchanged"
        row = {
            "name": carrier.name,
            "number_pattern": carrier.number_pattern,
            "sort_codes": text(carrier.sort_codes),
        }
        insert = self._tables.carrier.insert({"code": carrier.code, **row})
        insert.on_conflict(conflict_target=("code",), update=row).execute()
        return "updated" if old else "added"


def _carton(row: tuple[Any, ...]) -> Carton:
    code, inner, weight, most, on_hand = row
    size = msgspec.json.decode(inner)
    return Carton(code, (size[0], size[1], size[2]) if size else None, weight, most, on_hand)


def _carrier(row: tuple[Any, ...]) -> Carrier:
    code, name, pattern, sort_codes = row
    return Carrier(
        code, name, pattern, tuple((start, sort) for start, sort in msgspec.json.decode(sort_codes))
    )
