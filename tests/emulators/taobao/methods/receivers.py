"""The receiver in clear, and who is the same receiver: ``top.oaid.decrypt``, ``top.oaid.merge``."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.emulators.taobao import asking, times
from tests.emulators.taobao.answers import Listed
from tests.emulators.taobao.asking import Params
from tests.emulators.taobao.books import Receiver, Trade
from tests.emulators.taobao.refused import Refused, invalid, missing
from tests.emulators.taobao.shop import Shop

SCENES = frozenset({"1001", "1002", "1003", "1004", "1005", "1006", "1007", "2001", "2002"})
LONGEST_OAID, MOST_DECRYPTED, MOST_MERGED = 128, 20, 100
SECRET_DAYS = 15


def decrypt(shop: Shop, params: Params) -> dict[str, Any]:
    """``taobao.top.oaid.decrypt``: up to 20, each with a scene; a stale OAID is not matched and tells nothing."""
    shown = []
    for one in asking.records(params, "query_list", MOST_DECRYPTED):
        trade = _asked(shop, one)
        scene = str(one.get("scene", ""))
        if not scene:
            raise missing("query_list.scene")
        if scene not in SCENES:
            raise invalid("query_list.scene", "解密场景不存在")
        days = one.get("secret_no_days") or SECRET_DAYS
        if not isinstance(days, int):
            raise invalid("query_list.secret_no_days")
        shown.append(_told(shop, trade, str(one["oaid"]), days))
    return {"receiver_list": Listed("receiver", shown)}


def merge(shop: Shop, params: Params) -> dict[str, Any]:
    """``taobao.top.oaid.merge``: up to 100; ids in one text may share a parcel, ids in different texts may not."""
    groups: dict[tuple[str, Receiver | str], list[str]] = {}
    for one in asking.records(params, "merge_list", MOST_MERGED):
        trade = _asked(shop, one)
        fits = shop.oaid(trade) == one["oaid"]
        groups.setdefault((trade.buyer, trade.receiver) if fits else ("", trade.tid), []).append(trade.tid)
    return {"tid_list": Listed("string", [",".join(tids) for tids in groups.values()])}


def _asked(shop: Shop, one: dict[str, Any]) -> Trade:
    """The trade of a question."""
    for name in ("oaid", "tid"):
        if not one.get(name):
            raise missing(name)
    if len(str(one["oaid"])) > LONGEST_OAID:
        raise invalid("oaid")
    trade = shop.trades.get(str(one["tid"]))
    if trade is None:
        raise Refused(15, "isv.trade-not-exist", "交易订单不存在")
    return trade


def _told(shop: Shop, trade: Trade, oaid: str, days: int) -> dict[str, Any]:
    who, fits = trade.receiver, shop.oaid(trade) == oaid
    mobile = (
        f"1887777{shop.count('secret') % 10000:04d}-{int(trade.tid[-3:]):03d}"
        if trade.privacy
        else who.mobile
    )
    told = {
        "name": who.name,
        "mobile": mobile,
        "phone": who.phone,
        "address_detail": who.address,
        "town": who.town,
        "district": who.district,
        "city": who.city,
        "state": who.state,
        "country": "中国",
    }
    until = times.written(shop.now() + timedelta(days=days)) if trade.privacy and fits else None
    return {
        **{key: value if fits else "" for key, value in told.items()},
        "oaid": oaid,
        "tid": trade.tid,
        "matched": fits,
        "privacy_protection": trade.privacy,
        "secret_no_expire_time": until,
    }
