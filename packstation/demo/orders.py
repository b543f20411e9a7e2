"""The demo's orders: what invented buyers want, by when, and the few that show what can go wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from random import Random
from types import MappingProxyType
from typing import Any

from packstation.demo import people
from packstation.demo.carriers import CARRIERS
from packstation.demo.goods import GIFT, SCARCE, WARES, Ware

SHOP = "青禾生活旗舰店"
PROMISE = timedelta(hours=48)
"""How long after payment the shop must have shipped."""
WAITS = "WAIT_SELLER_SEND_GOODS"
UNPAID = "WAIT_BUYER_PAY"

_CHINA = timezone(timedelta(hours=8))
_FIRST_NUMBER = 4_065_712_337_414_000_000
_APART = 37_414_591_337
_LINE_APART = 10_000_000_019
"""Odd steps, so that no order's number is another's line."""

# of a hundred orders, this many ...
_WITH_MESSAGE = 22
_WITH_MEMO = 10
_URGED = 6
_COMPLAINED = 1
_CARRIER_GIVEN = 75
_SINGLE_ITEM = 45
_WITH_GIFT = 15  # ... of those of several kinds

_MESSAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("送人的，请用礼盒包装", ("礼盒包装",)),
    ("不要放价格单，谢谢", ("不放价格单",)),
    ("帮忙写张贺卡：生日快乐", ("手写贺卡",)),
    ("怕压坏，麻烦多垫一层", ("多垫气泡膜",)),
    ("送长辈的，礼盒装，别放价格单", ("礼盒包装", "不放价格单")),
    ("麻烦尽快发货，谢谢", ()),
    ("工作日请放驿站，周末在家", ()),
    ("急用，今天能发吗", ()),
)
"""What buyers write, with the wishes the shop reads out of it."""
_MEMOS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("老客户，送小样", 5, ("赠小样一份",)),
    ("已答应今天发", 1, ()),
    ("电话核对过地址", 3, ()),
    ("上次少发一件，仔细核对", 2, ()),
)
"""What the shop notes, with the colour of its flag and what the packer must do about it."""


def make_order(rng: Random, place: int, due: datetime) -> dict[str, Any]:
    """One ordinary order that nothing is wrong with, as the order file writes it.

    Args:
        rng: the source of chance.
        place: its place among all orders; no two places give the same number.
        due: the moment by which it must be shipped (aware).
    """
    number = _FIRST_NUMBER + place * _APART + rng.randrange(1000)
    paid = due - PROMISE - timedelta(seconds=rng.randrange(60))
    message, wishes = rng.choice(_MESSAGES) if _chance(rng, _WITH_MESSAGE) else ("", ())
    memo, flag, extra = rng.choice(_MEMOS) if _chance(rng, _WITH_MEMO) else ("", 0, ())
    return {
        "number": str(number),
        "platform": "taobao",
        "shop": SHOP,
        "status": WAITS,
        "created_at": text_of(paid - timedelta(seconds=rng.randrange(5, 300))),
        "paid_at": text_of(paid),
        "ship_by": text_of(due),
        "modified_at": text_of(paid),
        "urges": rng.choice((1, 1, 2)) if _chance(rng, _URGED) else 0,
        "complaint": _chance(rng, _COMPLAINED),
        "buyer": people.nick(rng),
        "message": message,
        "memo": memo,
        "memo_flag": flag,
        "wishes": list(dict.fromkeys((*wishes, *extra))),
        "receiver": people.receiver(rng),
        "carriers_allowed": [rng.choice(CARRIERS).code] if _chance(rng, _CARRIER_GIVEN) else [],
        "lines": _lines(number, _wanted(rng)),
    }


def day_of_orders(rng: Random, total: int, now: datetime) -> list[dict[str, Any]]:
    """A morning's orders, first due first, with trouble at fixed places of the queue."""
    orders = []
    for place in range(total):
        order = make_order(rng, place, now + _due_in(rng, place, total))
        _TROUBLE.get(place, _no_trouble)(order, now)
        orders.append(order)
    return orders


def text_of(moment: datetime) -> str:
    """A moment as the platform writes it: on China's clock, to the second."""
    return moment.astimezone(_CHINA).isoformat(timespec="seconds")


def _chance(rng: Random, percent: int) -> bool:
    return rng.randrange(100) < percent


def _due_in(rng: Random, place: int, total: int) -> timedelta:
    """A few are late, the next dozen due within the hour, then today and tomorrow."""
    late = max(1, total // 50)
    soon = late + max(1, total // 16)
    if place < late:
        return -timedelta(minutes=12 * (late - place), seconds=rng.randrange(50))
    if place < soon:
        return timedelta(minutes=4 + 54 * (place - late) / (soon - late), seconds=rng.randrange(40))
    return timedelta(hours=1 + 30 * (place - soon) / max(1, total - soon), minutes=rng.randrange(20))


def _wanted(rng: Random) -> list[tuple[Ware, int]]:
    """What one buyer wants: a single item nearly every second time, else more of one kind or several."""
    plenty = [ware for ware in WARES if ware.sku not in (*SCARCE, GIFT)]
    if _chance(rng, _SINGLE_ITEM):
        return [(rng.choice(plenty), 1)]
    kinds = rng.choice((1, 2, 2, 2, 3, 4))
    if kinds == 1:
        return [(rng.choice(plenty), rng.choice((2, 2, 3)))]
    # never scarce goods alone: an order of which nothing is there at all could not even be begun
    rest = rng.sample([ware for ware in WARES if ware.sku != GIFT], kinds)
    first = rng.choice([ware for ware in plenty if ware not in rest])
    wanted = [(ware, rng.choice((1, 1, 2, 3))) for ware in (first, *rest[1:])]
    if _chance(rng, _WITH_GIFT):
        wanted.append((_ware(GIFT), 1))
    return wanted


def _lines(number: int, wanted: list[tuple[Ware, int]]) -> list[dict[str, Any]]:
    return [
        {
            "line": str(number + (place + 1) * _LINE_APART),
            "sku": ware.sku,
            "title": ware.title,
            "spec": ware.spec,
            "quantity": quantity,
            "price": "0.00" if ware.sku == GIFT else f"{ware.cents / 100:.2f}",
            "refund": "NO_REFUND",
            "gift": ware.sku == GIFT,
        }
        for place, (ware, quantity) in enumerate(wanted)
    ]


def _ware(sku: str) -> Ware:
    return next(ware for ware in WARES if ware.sku == sku)


def _rewrite(order: dict[str, Any], *wanted: tuple[str, int]) -> None:
    """Give an order other goods."""
    order["lines"] = _lines(int(order["number"]), [(_ware(sku), quantity) for sku, quantity in wanted])


# --- the few that show something, always at the same places of the queue
# ------------------------------------------------------------------------


def _no_trouble(order: dict[str, Any], now: datetime) -> None:
    """Most orders."""


def _a_bit_of_everything(order: dict[str, Any], _now: datetime) -> None:
    _rewrite(order, ("TS-WHT-L", 2), ("CUP-BLUE", 1), (GIFT, 1))
    order |= {
        "urges": 2,
        "message": "送人的，请用礼盒，不要放价格单",
        "wishes": ["礼盒包装", "不放价格单"],
    }


def _phone_cut_off(order: dict[str, Any], _now: datetime) -> None:
    order["receiver"] |= {"phone": order["receiver"]["phone"][:7]}


def _address_missing(order: dict[str, Any], _now: datetime) -> None:
    order["receiver"] |= {"detail": "", "district": ""}


def _all_to_be_refunded(order: dict[str, Any], now: datetime) -> None:
    for line in order["lines"]:
        line["refund"] = "WAIT_SELLER_AGREE"
    order["modified_at"] = text_of(now - timedelta(minutes=7))


def _partly_refunded(order: dict[str, Any], now: datetime) -> None:
    _rewrite(order, ("BOOK-SEA", 1), ("SOCK-5", 2), ("OIL-CAM", 1))
    order["lines"][-1]["refund"] = "SUCCESS"
    order["modified_at"] = text_of(now - timedelta(minutes=21))


def _not_paid_yet(order: dict[str, Any], now: datetime) -> None:
    order |= {
        "status": UNPAID,
        "created_at": text_of(now - timedelta(minutes=9)),
        "paid_at": None,
        "modified_at": text_of(now - timedelta(minutes=9)),
        "urges": 0,
        "complaint": False,
    }


_TROUBLE: Mapping[int, Callable[[dict[str, Any], datetime], None]] = MappingProxyType(
    {
        0: _a_bit_of_everything,
        4: _phone_cut_off,
        6: _all_to_be_refunded,
        9: _partly_refunded,
        17: _address_missing,
        41: _address_missing,
        150: _not_paid_yet,
        163: _not_paid_yet,
    }
)
