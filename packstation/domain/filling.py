"""What an order's boxes hold and are still to hold, and which carton that takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from packstation.domain.boxes import current_parcel
from packstation.domain.carton import Misfit, Piece, Proposal, misfit, propose
from packstation.domain.intake import Carton, Product
from packstation.domain.order import Order, Parcel

SOFT = "soft"
"""The trait of goods that may be folded."""
Contents = Iterable[tuple[str, int]]


def pieces(order: Order, contents: Contents, products: Mapping[str, Product]) -> tuple[Piece, ...]:
    """(line, units) pairs with what is known of their size and weight."""
    lines = {line.line: line for line in order.lines}
    found = []
    for name, units in contents:
        line = lines.get(name)
        product = products.get(line.sku) if line else None
        found.append(
            Piece(
                name,
                units,
                product.size_mm if product else None,
                product.weight_g if product else None,
                (line.title or line.sku) if line else name,
                folds=bool(product and SOFT in product.traits),
            )
        )
    return tuple(found)


def meant_for(order: Order, box: Parcel) -> tuple[tuple[str, int], ...]:
    """What a box holds and, if it takes the next units, what is still missing."""
    units = dict(box.contents)
    if box.parcel == current_parcel(order).parcel:
        for line in order.lines:
            if line.need > line.got:
                units[line.line] = units.get(line.line, 0) + line.need - line.got
    return tuple(units.items())


def proposals(
    order: Order, products: Mapping[str, Product], cartons: Sequence[Carton]
) -> dict[int, Proposal]:
    """The carton each box should be, by its number; of an order without a box yet for its first one."""
    if not cartons:
        return {}
    return {
        box.parcel: propose(pieces(order, meant_for(order, box), products), cartons)
        for box in order.parcels or (current_parcel(order),)
    }


def misfits(order: Order, products: Mapping[str, Product], cartons: Sequence[Carton]) -> dict[int, Misfit]:
    """Boxes whose chosen carton is known to be wrong for what is in them, by number."""
    known = {carton.code.upper(): carton for carton in cartons}
    found = {}
    for box in order.parcels:
        carton = known.get(box.carton.upper()) if box.carton else None
        wrong = misfit(pieces(order, box.contents, products), carton) if carton else None
        if wrong:
            found[box.parcel] = wrong
    return found
