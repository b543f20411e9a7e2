"""Tables of products, stock, cartons, carriers, waybill numbers and people, one row each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from packstation.domain import checks
from packstation.domain.checks import Bad
from packstation.domain.intake import Carton, Record, Sourced
from packstation.files import goods
from packstation.files.gathering import Gathering
from packstation.files.headers import Kind
from packstation.files.tables import Cells, Table, listed, pairs, size, whole

_PRODUCT_ONLY = ("barcodes", "packs", "weight_g", "size_mm", "traits", "inspect", "picture", "pack")


def gather(table: Table, into: Gathering) -> None:
    """Check every row of the table and hand it on; rows that are unsound become rejects."""
    make = _maker(table)
    for number, row in table.rows:
        try:
            for made in make(table.cells(row)):
                if isinstance(made, Bad):
                    into.reject(table.file, number, table.column(made.place), made)
                else:
                    into.add(table.at, Sourced(table.file, number), made, table.column(_MAIN[table.kind]))
        except Bad as bad:
            into.reject(table.file, number, table.column(bad.place), bad)
        into.tick()


def _maker(table: Table) -> Callable[[Cells], Iterable[Record | Bad]]:
    """What makes records of a row."""
    match table.kind:
        case Kind.GOODS:
            return _goods(table)
        case Kind.CARTONS:
            return _cartons(table)
        case kind:
            return _MAKERS[kind]


def _goods(table: Table) -> Callable[[Cells], Iterable[Record | Bad]]:
    """A table of goods tells products, stock, or both.

    One with only names beside the counts tells stock: taking the names for products would wipe out their
    barcodes.
    """
    columns = table.layout.columns
    untold = frozenset(name for name in ("title", "spec", *_PRODUCT_ONLY) if name not in columns)
    if "on_hand" not in columns:
        return lambda said: (_product(said, untold),)
    if any(name in columns for name in _PRODUCT_ONLY):
        return lambda said: (_product(said, untold), *_stock(said))
    return _stock


def _product(said: Cells, untold: frozenset[str]) -> Record:
    packs = {code: _units(units) for code, units in pairs(said, "packs")}
    made = goods.product(
        goods.ProductIn(
            sku=said.get("sku", ""),
            title=said.get("title"),
            spec=said.get("spec"),
            barcodes=list(listed(said, "barcodes")),
            packs=packs,
            weight_g=whole(said, "weight_g"),
            size_mm=size(said, "size_mm"),
            traits=listed(said, "traits"),
            inspect=listed(said, "inspect"),
            picture=said.get("picture"),
            pack=listed(said, "pack"),
        )
    )
    return replace(made, untold=untold)


def _units(text: str) -> int:
    return whole({"packs": text}, "packs") or 0


def _stock(said: Cells) -> tuple[Record, ...]:
    count = whole(said, "on_hand")
    if count is None:
        raise Bad("on_hand", "missing")
    return (goods.stock_count(goods.StockIn(sku=said.get("sku", ""), on_hand=count, bin=said.get("bin"))),)


def _cartons(table: Table) -> Callable[[Cells], Iterable[Record | Bad]]:
    untold = frozenset({"inner_mm", "weight_g", "max_g"} - set(table.layout.columns))
    return lambda said: (replace(_carton(said), untold=untold),)


def _carton(said: Cells) -> Carton:
    return goods.carton(
        goods.CartonIn(
            code=said.get("code", ""),
            inner_mm=size(said, "inner_mm"),
            weight_g=whole(said, "weight_g"),
            max_g=whole(said, "max_g"),
            on_hand=whole(said, "on_hand"),
        )
    )


def _carrier(said: Cells) -> tuple[Record, ...]:
    return (
        goods.carrier(
            goods.CarrierIn(
                code=said.get("code", ""),
                name=said.get("name"),
                number_pattern=said.get("number_pattern"),
                sort_codes=dict(pairs(said, "sort_codes")),
            )
        ),
    )


def _waybills(said: Cells) -> Iterable[Record | Bad]:
    numbers = said.get("numbers")
    if numbers is None:
        raise Bad("numbers", "missing")
    carrier = checks.number(said.get("carrier"), "carrier")
    return goods.waybill_numbers(goods.WaybillNumbersIn(carrier, list(listed(said, "numbers"))))


def _person(said: Cells) -> tuple[Record, ...]:
    raw = goods.PersonIn(badge=said.get("badge", ""), name=said.get("name"), role=said.get("role"))
    return (goods.person(raw),)


_MAKERS: dict[Kind, Callable[[Cells], Iterable[Record | Bad]]] = {
    Kind.CARRIERS: _carrier,
    Kind.WAYBILLS: _waybills,
    Kind.PEOPLE: _person,
}
_MAIN = {
    Kind.GOODS: "sku",
    Kind.CARTONS: "code",
    Kind.CARRIERS: "code",
    Kind.WAYBILLS: "numbers",
    Kind.PEOPLE: "badge",
}
