"""What the emulated shop sells, and the product file that lets a desk know its barcodes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

PREFIX = 690888800000


@dataclass(frozen=True, slots=True)
class Ware:
    """A SKU of the shop; ``cents`` each, ``size_mm`` as packed, ``shape`` and ``colour`` of its picture."""

    sku: str
    title: str
    spec: str
    cents: int
    weight_g: int
    size_mm: tuple[int, int, int]
    shape: str
    colour: str


WARES = (
    Ware("TEA-LJ-250", "明前龙井", "250克 罐装", 16800, 380, (110, 110, 150), "tin", "#4f7d52"),
    Ware("TEA-PE-357", "云南普洱茶饼", "357克", 9800, 400, (200, 200, 40), "cake", "#8a6a3c"),
    Ware("SOCK-GRY-4", "纯棉中筒袜", "灰色 4双", 3900, 220, (200, 120, 50), "socks", "#8b949e"),
    Ware("SOCK-BLK-4", "纯棉中筒袜", "黑色 4双", 3900, 220, (200, 120, 50), "socks", "#39424e"),
    Ware("LAMP-DESK", "护眼台灯", "白色", 12900, 1250, (420, 180, 160), "lamp", "#c3ccd6"),
    Ware("PEN-05-12", "中性笔", "0.5mm 12支", 2400, 150, (160, 90, 20), "pen", "#3f6fb0"),
    Ware("NOTE-A5-3", "方格笔记本", "A5 3本", 2900, 480, (210, 148, 40), "book", "#6b8f8a"),
    Ware("BOWL-18", "日式汤碗", "18厘米", 4500, 520, (190, 190, 90), "bowl", "#3a67a8"),
    Ware("TOWEL-2", "长绒棉毛巾", "米色 2条", 5600, 260, (300, 200, 60), "cloth", "#c9b79a"),
    Ware("CHAIN-KEY", "铜钥匙扣", "鱼形", 1900, 40, (60, 40, 15), "fish", "#b5793c"),
)


def barcode(place: int) -> str:
    """The EAN-13 of the ware at that place."""
    digits = str(PREFIX + place)
    total = sum(int(digit) * (3 if odd % 2 else 1) for odd, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def products(on_hand: int = 500) -> str:
    """The wares as a product file (JSON) with stock."""
    return json.dumps(listed(on_hand), ensure_ascii=False, indent=1)


def listed(on_hand: int = 500) -> dict[str, Any]:
    """The same before it is written."""
    return {
        "products": [
            {
                "sku": ware.sku,
                "title": ware.title,
                "spec": ware.spec,
                "barcodes": [barcode(place)],
                "weight_g": ware.weight_g,
                "size_mm": list(ware.size_mm),
            }
            for place, ware in enumerate(WARES)
        ],
        "stock": [
            {"sku": ware.sku, "bin": f"T-{place + 1:02d}", "on_hand": on_hand}
            for place, ware in enumerate(WARES)
        ],
    }
