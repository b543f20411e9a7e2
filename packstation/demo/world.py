"""The demo's order file, in the promised format, so that it comes in by the same door as anybody's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from packstation.demo import people
from packstation.demo.goods import WARES, Ware, barcode_of
from packstation.demo.pictures import save

SHOP = "青禾生活旗舰店"
FIRST_NUMBER = 4_065_712_300_000_000_000
CARRIERS: tuple[tuple[str, str, str, str], ...] = (
    ("YTO", "圆通速递", r"^YT\d{13}$", "YT88{:011d}"),
    ("ZTO", "中通快递", r"^7\d{13}$", "78{:012d}"),
    ("STO", "申通快递", r"^77\d{13}$", "77{:013d}"),
    ("YUNDA", "韵达快递", r"^(43|46|12)\d{11,13}$", "46{:013d}"),
    ("SF", "顺丰速运", r"^SF\d{13}$", "SF{:013d}"),
    ("JD", "京东物流", r"^JD[A-Z0-9]{11,15}$", "JDVC{:011d}"),
)
_MESSAGES = (
    "请用礼盒包装，送人的",
    "麻烦尽快发货，谢谢",
    "不要放价格单",
    "周末在家，工作日请放驿站",
    "颜色发错可以换吗？请发对",
    "帮忙写张贺卡：生日快乐",
    "易碎，请多垫一层",
)
_MEMOS = ("老客户，送小样", "已加急", "电话确认过地址", "上次少发一件，请核对")
_WISHES = ("礼盒包装", "不放价格单", "手写贺卡", "多垫气泡膜", "赠小样一份")
_TRAITS = {"fragile": "易碎", "battery": "带电", "liquid": "液体"}


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
    made = tuple(_order(rng, place, orders, now) for place in range(orders))
    content = {
        "carriers": [_carrier(*row[:3]) for row in CARRIERS],
        "cartons": _cartons(),
        "products": [_product(place, ware, pictures) for place, ware in enumerate(WARES)],
        "stock": [_stock(rng, place, ware, orders) for place, ware in enumerate(WARES)],
        "orders": made,
        "waybill_numbers": [_numbers(rng, code, form, orders) for code, _, _, form in CARRIERS],
    }
    path = folder / "demo-orders.json"
    write(path, content)
    return World(folder, path, made)


def write(path: Path, content: dict[str, Any]) -> None:
    """Write an order file whole: a reader sees all of it or nothing."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(msgspec.json.encode(content))
    part.replace(path)


def _carrier(code: str, name: str, pattern: str) -> dict[str, Any]:
    cities = {f"{province}{city}": place for place, (province, city, _) in enumerate(people.PLACES)}
    spread = {city: _sort_code(place) for city, place in cities.items()}
    return {"code": code, "name": name, "number_pattern": pattern, "sort_codes": spread}


def _sort_code(place: int) -> str:
    """Three numbers as carriers print them, the same for the same city."""
    route, branch = f"{3 + place % 6}{place * 7 % 90 + 10}", f"{place * 13 % 900 + 100:03d}"
    return f"{route}-{branch}-{place % 9:02d} {place * 31 % 1000:03d}"


def _cartons() -> list[dict[str, Any]]:
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
    short = ware.sku in ("BEAR-WHT", "UMB-PINK")
    on_hand = 2 if short else rng.randrange(40, 200) + orders
    return {
        "sku": ware.sku,
        "bin": f"{'ABCD'[place % 4]}-{place // 8 + 1:02d}-{place % 3 + 1}",
        "on_hand": on_hand,
    }


def _numbers(rng: Random, code: str, form: str, orders: int) -> dict[str, Any]:
    first = rng.randrange(10_000_000, 90_000_000) * 100
    return {"carrier": code, "numbers": [form.format(first + n * 7) for n in range(max(60, orders))]}


def _order(rng: Random, place: int, total: int, now: datetime) -> dict[str, Any]:
    """One order; early ones are due first, some are special in one way or another."""
    number = FIRST_NUMBER + place * 1_000_003 + rng.randrange(1000)
    due = now + _due_in(rng, place, total)
    paid = due - timedelta(hours=48) - timedelta(seconds=rng.randrange(60))
    lines = _lines(rng, number)
    carriers = [code for code, *_ in CARRIERS]
    order: dict[str, Any] = {
        "number": str(number),
        "platform": "taobao",
        "shop": SHOP,
        "status": "WAIT_SELLER_SEND_GOODS",
        "created_at": _text(paid - timedelta(seconds=rng.randrange(5, 300))),
        "paid_at": _text(paid),
        "ship_by": _text(due),
        "modified_at": _text(min(paid, now - timedelta(minutes=1))),
        "urges": rng.choice((1, 1, 2)) if rng.random() < 0.06 else 0,  # noqa: PLR2004
        "complaint": rng.random() < 0.01,  # noqa: PLR2004
        "buyer": people.nick(rng),
        "message": rng.choice(_MESSAGES) if rng.random() < 0.16 else "",  # noqa: PLR2004
        "memo": rng.choice(_MEMOS) if rng.random() < 0.1 else "",  # noqa: PLR2004
        "memo_flag": rng.randrange(6),
        "wishes": rng.sample(_WISHES, rng.choice((1, 1, 2))) if rng.random() < 0.15 else [],  # noqa: PLR2004
        "receiver": people.receiver(rng),
        "carriers_allowed": [rng.choice(carriers)] if rng.random() < 0.75 else [],  # noqa: PLR2004
        "lines": lines,
    }
    _make_special(order, place)
    return order


def _make_special(order: dict[str, Any], place: int) -> None:
    """The few orders that show what the desk does about trouble, always at the same places of the queue."""
    if place == 4:  # noqa: PLR2004
        order["receiver"] |= {"phone": "1380000"}
    elif place in (17, 41):
        order["receiver"] |= {"detail": "", "district": ""}
    elif place == 6:  # noqa: PLR2004
        for line in order["lines"]:
            line["refund"] = "WAIT_SELLER_AGREE"
    elif place == 9 and len(order["lines"]) > 1:  # noqa: PLR2004
        order["lines"][-1]["refund"] = "SUCCESS"
    elif place == 0:
        order |= {
            "urges": 2,
            "message": "送人的，请用礼盒，不要放价格单",
            "wishes": ["礼盒包装", "不放价格单"],
        }


def _due_in(rng: Random, place: int, total: int) -> timedelta:
    """Four are late, the next dozen due within the hour, then today and tomorrow."""
    late, soon = max(1, total // 50), max(2, total // 15)
    if place < late:
        return -timedelta(minutes=12 * (late - place), seconds=rng.randrange(50))
    if place < soon:
        return timedelta(minutes=4 + 55 * (place - late) / max(1, soon - late), seconds=rng.randrange(40))
    spread = 1 + 30 * (place - soon) / max(1, total - soon)
    return timedelta(hours=spread, minutes=rng.randrange(20))


def _lines(rng: Random, number: int) -> list[dict[str, Any]]:
    """Nearly half of all orders are of a single item."""
    kinds = 1 if rng.random() < 0.62 else rng.choice((2, 2, 2, 3, 4))  # noqa: PLR2004
    single = kinds == 1 and rng.random() < 0.74  # noqa: PLR2004
    lines = []
    for place, ware in enumerate(rng.sample(WARES, kinds)):
        quantity = 1 if single else rng.choice((1, 1, 2, 3))
        lines.append(
            {
                "line": str(number + (place + 1) * 10_000_000_019),
                "sku": ware.sku,
                "title": ware.title,
                "spec": ware.spec,
                "quantity": quantity,
                "price": f"{ware.cents / 100:.2f}",
                "refund": "NO_REFUND",
                "gift": ware.sku == "CARD-GIFT",
            }
        )
    return lines


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
