"""Telling the platform that something was sent: ``offline.send``, ``dummy.send``, and with counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.emulators.taobao import asking, consigning
from tests.emulators.taobao.asking import Params
from tests.emulators.taobao.books import SENT, SENT_PART, Line, Parcel, Trade, Wrong
from tests.emulators.taobao.consigning import DUMMY, OFFLINE
from tests.emulators.taobao.refused import invalid
from tests.emulators.taobao.shop import Shop

DONE = {"shipping": {"is_success": True}}


def offline(shop: Shop, params: Params) -> dict[str, Any]:
    """``taobao.logistics.offline.send``: the whole trade, or the sub-orders named in ``sub_tid`` with ``is_split=1``.

    Without ``sub_tid`` a trade that is sent in part has its rest sent.
    """
    tid = asking.ident(params, "tid")
    company, number = asking.text(params, "company_code"), asking.text(params, "out_sid")
    named = named_in(params)
    trade = consigning.sendable(shop, tid, OFFLINE)
    lines = consigning.chosen(trade, named, OFFLINE) if named else [line for line in trade.lines if line.open]
    consigning.check_number(shop, trade, company, number, OFFLINE)
    goods = tuple((line.oid, line.num - trade.sent(line.oid)) for line in lines)
    parcel = Parcel(company, number, goods, shop.now(), "offline.send")
    consigning.send(shop, trade, [parcel], dict(goods))
    return DONE


def dummy(shop: Shop, params: Params) -> dict[str, Any]:
    """``taobao.logistics.dummy.send``: goods that no carrier takes.

    The page does not say that it refuses others; that somebody told so of goods a carrier should take is noted.
    """
    trade = consigning.sendable(shop, asking.ident(params, "tid"), DUMMY)
    goods = tuple((line.oid, line.num) for line in trade.lines if line.open)
    if trade.shipping_type != "virtual":
        shop.wrongs += [Wrong(trade.tid, oid, "parcel-needed", shop.now(), trade.created) for oid, _ in goods]
    trade.no_shipping = True
    consigning.send(shop, trade, [Parcel("", "", goods, shop.now(), "dummy.send")], dict(goods))
    return DONE


def by_count(shop: Shop, params: Params) -> dict[str, Any]:
    """``alibaba.ascp.logistics.offline.send``: several parcels, a sub-order's pieces spread over them.

    ``consign_type`` 0 as `offline` does it, 1 by count, 2 part becomes whole, 3 a second parcel. Its own sub-codes are
    not public; here it speaks those of the older method.
    """
    tid, kind = asking.ident(params, "tid"), asking.whole(params, "consign_type", 0)
    match kind:
        case 0:
            return _as_before(shop, params)
        case 1:
            trade = consigning.sendable(shop, tid, OFFLINE)
            parcels = _parcels(shop, trade, params)
            consigning.send(shop, trade, parcels, _whole(trade, parcels, _states(params)))
        case 2:
            _make_whole(shop, consigning.sendable(shop, tid, OFFLINE), params)
        case 3:
            _second(shop, params)
        case _:
            raise invalid("consign_type")
    return {"result": {"success": True}}


def named_in(params: Params) -> list[str]:
    """The sub-orders of a split; ``sub_tid`` and ``is_split=1`` go together or not at all."""
    named = [one.strip() for one in params.get("sub_tid", "").split(",") if one.strip()]
    if bool(named) != (params.get("is_split", "0") == "1"):
        raise OFFLINE.no("CD25")
    return named


def _as_before(shop: Shop, params: Params) -> dict[str, Any]:
    """The old way in the new method: one parcel, sub-orders whole, no ``is_split``."""
    [package, *more] = asking.records(params, "consign_pkgs", 20)
    if more:
        raise invalid("consign_pkgs")
    told = {
        "tid": params["tid"],
        "company_code": str(package.get("company_code", "")),
        "out_sid": str(package.get("out_sid", "")),
    }
    if params.get("sub_tid"):
        told |= {"sub_tid": params["sub_tid"], "is_split": "1"}
    offline(shop, told)
    return {"result": {"success": True}}


def _parcels(shop: Shop, trade: Trade, params: Params, *, extra: bool = False) -> list[Parcel]:
    """The packages a call names, checked: form of number, sub-orders, counts."""
    made = []
    for package in asking.records(params, "consign_pkgs", 20):
        company, number = str(package.get("company_code", "")), str(package.get("out_sid", ""))
        consigning.check_number(shop, trade, company, number, OFFLINE)
        goods = package.get("goods")
        if not isinstance(goods, list) or not goods or not all(isinstance(one, dict) for one in goods):
            raise invalid("consign_pkgs.goods")
        counts = tuple(_piece(trade, one, extra=extra) for one in goods if one.get("item_type", 0) != 1)
        made.append(Parcel(company, number, counts, shop.now(), "ascp.offline.send", extra))
    if not extra:
        _check_counts(trade, made)
    return made


def _piece(trade: Trade, told: Mapping[str, Any], *, extra: bool) -> tuple[str, int]:
    """Sub-order and count; no count means all of it, 0 and less is an error."""
    oid = str(told.get("sub_tid", ""))
    line: Line | None
    if extra:
        line = trade.line(oid)
        if line is None:
            raise OFFLINE.no("B05")
    else:
        [line] = consigning.chosen(trade, [oid], OFFLINE)
    count = told.get("num", line.num)
    if not isinstance(count, int) or count <= 0:
        raise OFFLINE.no("P02")
    return oid, count


def _check_counts(trade: Trade, parcels: list[Parcel]) -> None:
    """Nobody can send more than was bought."""
    for line in trade.lines:
        going = sum(count for parcel in parcels for oid, count in parcel.goods if oid == line.oid)
        if trade.sent(line.oid) + going > line.num:
            raise OFFLINE.no("P02")


def _states(params: Params) -> dict[str, bool]:
    """``consign_status``: whether a sub-order goes in part. The page has one record of it; a list is taken too."""
    if not params.get("consign_status"):
        return {}
    found = asking.document(params, "consign_status")
    records = found if isinstance(found, list) else [found]
    return {
        str(one.get("sub_tid", "")): str(one.get("is_part_consign")).lower() == "true"
        for one in records
        if isinstance(one, dict)
    }


def _whole(trade: Trade, parcels: list[Parcel], part: Mapping[str, bool]) -> set[str]:
    """Which sub-orders are done: those the call says, and those that have all their pieces."""
    done = set()
    for oid in {oid for parcel in parcels for oid, _ in parcel.goods}:
        line = trade.line(oid)
        going = sum(count for parcel in parcels for one, count in parcel.goods if one == oid)
        if (line is not None and trade.sent(oid) + going >= line.num) or not part.get(oid, True):
            done.add(oid)
    return done


def _make_whole(shop: Shop, trade: Trade, params: Params) -> None:
    """What went in part is said to have gone whole."""
    named = list(_states(params)) or [line.oid for line in trade.lines if line.open and trade.sent(line.oid)]
    lines = consigning.chosen(trade, named, OFFLINE)
    if not lines or not all(trade.sent(line.oid) for line in lines):
        raise OFFLINE.no("B02")
    for line in lines:
        line.status, line.consigned_at = SENT, shop.now()
    consigning.settle(shop, trade)


def _second(shop: Shop, params: Params) -> None:
    """Another parcel for something sent before, e.g. a missing piece."""
    trade = shop.trades.get(params["tid"])
    if trade is None:
        raise OFFLINE.no("B01")
    if trade.status not in (SENT, SENT_PART):
        raise OFFLINE.no("B02")
    for parcel in _parcels(shop, trade, params, extra=True):
        trade.parcels.append(parcel)
        shop.use_number(parcel.company, parcel.number, trade.tid)
    shop.touch(trade)
