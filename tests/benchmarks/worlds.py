"""Desks with many orders, made quickly."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from packstation.desk.desk import Desk
from packstation.domain.intake import Batch, Product, Sourced
from packstation.domain.order import Line
from tests.builders import GOODS, make_desk, make_order, numbers

SHIRT = "6901234567000"


def desk_with(folder: Path, orders: int) -> Desk:
    """A desk with this many orders in its queue, spread over two days and a hundred SKUs."""
    desk = make_desk(folder)
    goods = [Product(f"SKU-{n}", f"商品{n}", barcodes=(f"69000000{n:05d}",)) for n in range(100)]
    shirt = Product("TS", "白色棉T恤", "L", (SHIRT,))
    queue = (
        make_order(
            f"{5_000_000_000_000_000_000 + n}",
            *(
                Line(f"{n}-{part}", f"SKU-{(n * 7 + part * 13) % 100}", 1 + n % 3, f"商品{n % 100}")
                for part in range(1 + n % 3)
            ),
            due_h=n / orders * 48,
        )
        for n in range(orders)
    )
    batch = Batch(tuple((Sourced(), record) for record in (*GOODS, *numbers(20), shirt, *goods, *queue)))
    for _ in desk.importing.store(batch, timedelta(seconds=1).total_seconds()):
        pass
    return desk
