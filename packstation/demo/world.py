"""The demo's order file, in the promised format, so that it comes in by the same door as anybody's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from packstation.demo.carriers import CARRIERS
from packstation.demo.goods import SCARCE, WARES, Ware, barcode_of
from packstation.demo.orders import day_of_orders
from packstation.demo.pictures import save


@dataclass(frozen=True, slots=True)
class World:
    """Where the demo's files are and what is in them; ``orders`` as written, for the news that follow."""

    folder: Path
    order_file: Path
    orders: tuple[dict[str, Any], ...]


def make_world(folder: Path, orders: int, now: datetime, seed: int = 11) -> World:
    """Write pictures and the order file of a demo with this many orders.

    Args:
        folder: where to; made if missing.
        orders: how many.
        now: the moment the demo starts (aware); deadlines spread around it.
        seed: the same seed gives the same world.
    """
    rng = Random(seed)  # noqa: S311  (a demo, not a secret)
    pictures = folder / "pictures"
    pictures.mkdir(mode=0o700, parents=True, exist_ok=True)
    for ware in WARES:
        save(pictures / f"{ware.sku}.png", ware.shape, ware.colour)
    made = tuple(day_of_orders(rng, orders, now))
    content = {
        "carriers": [one.in_file() for one in CARRIERS],
        "cartons": cartons(),
        "products": [_product(place, ware, pictures) for place, ware in enumerate(WARES)],
        "stock": [_stock(rng, place, ware, orders) for place, ware in enumerate(WARES)],
        "orders": made,
        "waybill_numbers": [one.numbers_in_file(rng, max(60, orders)) for one in CARRIERS],
    }
    path = folder / "demo-orders.json"
    write(path, content)
    return World(folder, path, made)


def write(path: Path, content: dict[str, Any]) -> None:
    """Write an order file whole: a reader sees all of it or nothing."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(msgspec.json.encode(content))
    part.replace(path)


def cartons() -> list[dict[str, Any]]:
    """The cartons of any demo, as the order file writes them."""
    sizes = {
        "B1": (180, 120, 90, 60),
        "B2": (230, 160, 120, 90),
        "B3": (300, 200, 120, 120),
        "B4": (400, 280, 200, 210),
        "B5": (530, 360, 290, 380),
    }
    return [
        {"code": code, "inner_mm": [a, b, c], "weight_g": weight, "max_g": 20_000, "on_hand": 500}
        for code, (a, b, c, weight) in sizes.items()
    ]


def _product(place: int, ware: Ware, pictures: Path) -> dict[str, Any]:
    return {
        "sku": ware.sku,
        "title": ware.title,
        "spec": ware.spec,
        "barcodes": [barcode_of(place)],
        "packs": {barcode_of(place, pack=True): ware.pack} if ware.pack else {},
        "weight_g": ware.weight_g,
        "size_mm": list(ware.size_mm),
        "traits": list(ware.traits),
        "inspect": list(ware.inspect),
        "picture": str(pictures / f"{ware.sku}.png"),
    }


def _stock(rng: Random, place: int, ware: Ware, orders: int) -> dict[str, Any]:
    plenty = rng.randrange(40, 200) + orders
    on_hand = 1 + orders // 100 if ware.sku in SCARCE else plenty
    return {
        "sku": ware.sku,
        "bin": f"{'ABCD'[place % 4]}-{place // 8 + 1:02d}-{place % 3 + 1}",
        "on_hand": on_hand,
    }
