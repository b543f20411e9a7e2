"""A shop day out of a seed: goods with all kinds of barcodes, orders, waybill numbers. Plain values only."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

WORD_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz0123456789"
SIGNS = WORD_SIGNS + "-./"
"""All of them stand on a US keyboard, where a scanner types them."""
GOODS = 36
PACK = 10
NEVER_USED = 50
"""Waybill numbers at the end of each pool that no order can reach."""
WISHES = ("礼盒包装", "写贺卡", "不放发票")


@dataclass(frozen=True, slots=True)
class Goods:
    """A SKU, its barcodes, and the barcodes of its outer packs of ten."""

    sku: str
    codes: tuple[str, ...]
    packs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderLine:
    """So many units of a SKU."""

    line: str
    sku: str
    need: int


@dataclass(frozen=True, slots=True)
class ShopOrder:
    """An order; they stand in the world in the order in which they are due."""

    number: str
    lines: tuple[OrderLine, ...]
    wishes: tuple[str, ...]
    carrier: str


@dataclass(frozen=True, slots=True)
class World:
    """Everything a desk is told before the day begins."""

    goods: tuple[Goods, ...]
    orders: tuple[ShopOrder, ...]
    waybills: dict[str, tuple[str, ...]]

    def unused(self) -> tuple[str, ...]:
        """Waybill numbers that no order will ever get."""
        return tuple(number for pool in self.waybills.values() for number in pool[-NEVER_USED:])


def make_world(seed: int, orders: int) -> World:
    """The same day for the same seed."""
    rng = random.Random(seed)
    fresh = _unique(rng)
    goods = tuple(_goods(rng, fresh, place) for place in range(GOODS))
    made = tuple(_order(rng, fresh, goods) for _ in range(orders))
    count = 2 * orders + NEVER_USED
    return World(
        goods,
        made,
        {
            "YTO": tuple(f"YT75{n:011d}" for n in rng.sample(range(10**11), count)),
            "JD": tuple(f"JDVN{n:011d}" for n in rng.sample(range(10**11), count)),
        },
    )


class Fresh:
    """Codes that nothing else has, however its letters are written."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()

    def take(self, code: str) -> bool:
        """Whether nobody had this code yet; from now on somebody has."""
        folded = code.lstrip("0").casefold()
        is_new = folded not in self._taken
        self._taken.add(folded)
        return is_new

    def digits(self, count: int, start: str = "") -> str:
        """Digits, the first of them no zero."""
        return next(code for code in self._digits(count, start) if self.take(code))

    def _digits(self, count: int, start: str) -> Iterator[str]:
        while True:
            code = start or str(self._rng.randint(1, 9))
            yield code + "".join(self._rng.choice("0123456789") for _ in range(count - len(code)))

    def gtin(self, count: int, start: str = "") -> str:
        """An article number with its check digit."""
        while True:
            body = next(self._digits(count - 1, start))
            if self.take(code := body + check_digit(body)):
                return code

    def text(self, count: int) -> str:
        """Letters, digits and signs; it begins with a letter that no command and no waybill begins with."""
        while True:
            middle = "".join(self._rng.choice(SIGNS) for _ in range(count - 2))
            code = self._rng.choice("ABCabcXZ") + middle + self._rng.choice(WORD_SIGNS)
            if self.take(code):
                return code


def _unique(rng: random.Random) -> Fresh:
    return Fresh(rng)


def check_digit(body: str) -> str:
    """Weights 3 and 1 from the right (GS1 General Specifications 7.9)."""
    total = sum(int(sign) * (3 if place % 2 == 0 else 1) for place, sign in enumerate(reversed(body)))
    return str(-total % 10)


def _goods(rng: random.Random, fresh: Fresh, place: int) -> Goods:
    """The first ones have the shortest and the longest codes there are."""
    kinds = (
        lambda: fresh.gtin(13, "69"),
        lambda: fresh.gtin(13, "69"),
        lambda: fresh.gtin(12, "7"),
        lambda: fresh.gtin(8, "2"),
        lambda: fresh.text(rng.randint(6, 16)),
        lambda: fresh.digits(rng.randint(5, 11)),
    )
    codes = [rng.choice(kinds)() for _ in range(rng.choice((1, 1, 2, 3)))]
    if place < 2:
        codes.append(fresh.text(3 if place == 0 else 40))
    packs = (fresh.gtin(14, "169"),) if place % 3 == 0 else ()
    return Goods(fresh.text(rng.randint(4, 12)), tuple(codes), packs)


def _order(rng: random.Random, fresh: Fresh, goods: tuple[Goods, ...]) -> ShopOrder:
    """One to four lines; now and then many units, and the same goods twice."""
    chosen = rng.sample(goods, rng.choice((1, 1, 2, 2, 3, 4)))
    if len(chosen) > 1 and rng.random() < 0.15:
        chosen.append(chosen[0])
    return ShopOrder(
        fresh.digits(19, "40657"),
        tuple(OrderLine(fresh.digits(19, "40658"), one.sku, _need(rng, one)) for one in chosen),
        tuple(rng.sample(WISHES, rng.choice((0, 0, 0, 1, 2)))),
        rng.choice(("YTO", "JD")),
    )


def _need(rng: random.Random, goods: Goods) -> int:
    if goods.packs and rng.random() < 0.3:
        return rng.randint(PACK, 2 * PACK + 5)
    return rng.choice((1, 1, 1, 2, 2, 3, 4))
