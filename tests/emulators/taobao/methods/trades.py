"""Reading trades, writing the seller's memo, the time: ``trades.sold.get``, ``…increment.get``, ``trade.fullinfo.get``."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.emulators.taobao import asking, pages, showing, times
from tests.emulators.taobao.answers import Fields, Listed
from tests.emulators.taobao.asking import Page, Params
from tests.emulators.taobao.books import Trade
from tests.emulators.taobao.ordering import Span
from tests.emulators.taobao.refused import Refused, invalid, missing
from tests.emulators.taobao.shop import Shop

LONGEST_MEMO = 1000
LONGEST_SPAN = timedelta(days=1)
REACH = timedelta(days=92)
"""Three months."""
USUAL_TYPES = frozenset({"guarantee_trade", "auto_delivery", "ec", "cod", "step"})
"""What a call that names no type gets; anything else must be named."""


def time(shop: Shop, params: Params) -> dict[str, Any]:
    """``taobao.time.get``."""
    del params
    return {"time": times.written(shop.now())}


def sold(shop: Shop, params: Params) -> dict[str, Any]:
    """``taobao.trades.sold.get``: by creation, newest first, three months back."""
    start, end = asking.moment(params, "start_created"), asking.moment(params, "end_created")
    reach = shop.now() - REACH
    if start and start < reach:
        raise invalid("start_created", "只能查询三个月以内的交易")
    return _listed(shop, params, shop.created.between(start or reach, end), pages.SOLD)


def increment(shop: Shop, params: Params) -> dict[str, Any]:
    """``taobao.trades.sold.increment.get``: by last change, newest first, a day at most.

    That both ends belong to the span is not said anywhere.
    """
    asking.text(params, "start_modified")
    asking.text(params, "end_modified")
    start, end = asking.moment(params, "start_modified"), asking.moment(params, "end_modified")
    if start is None or end is None or end <= start:
        raise invalid("end_modified", "end_modified必须大于start_modified")
    if end - start > LONGEST_SPAN:
        raise invalid("end_modified", "修改时间跨度不能大于一天")
    if start < shop.now() - REACH:
        raise invalid("start_modified", "只能查询三个月以内的交易")
    return _listed(shop, params, shop.modified.between(start, end), pages.INCREMENT)


def fullinfo(shop: Shop, params: Params) -> dict[str, Any]:
    """``taobao.trade.fullinfo.get``."""
    fields = _fields(params)
    trade = found(shop, asking.ident(params, "tid"))
    return {"trade": _shown(shop, trade, fields, pages.FULL)}


def memo(shop: Shop, params: Params) -> dict[str, Any]:
    """``taobao.trade.memo.update``: an empty memo leaves the old one, ``reset`` wipes it."""
    trade = found(shop, asking.ident(params, "tid"))
    text, flag = params.get("memo", ""), asking.whole(params, "flag", 0)
    if len(text.encode()) > LONGEST_MEMO:
        raise invalid("memo", "备注最大长度为1000个字节")
    if not 0 <= flag <= 5:
        raise invalid("flag")
    if asking.yes(params, "reset"):
        trade.memo = ""
    elif text:
        trade.memo = text
    trade.flag = flag
    shop.touch(trade)
    return {"trade": {"tid": int(trade.tid), "modified": times.written(trade.modified)}}


def found(shop: Shop, tid: str) -> Trade:
    """The trade of that id.

    Raises:
        Refused: there is none of this shop.
    """
    if tid not in shop.trades:
        raise Refused(15, "isv.trade-not-exist", "交易订单不存在")
    return shop.trades[tid]


def counted(total: int, page: Page) -> dict[str, Any]:
    """How long the list is: its length, or only whether more follows."""
    if page.has_next:
        return {"has_next": page.number * page.size < total}
    return {"total_results": total}


def _fields(params: Params) -> Fields:
    if not params.get("fields"):
        raise missing("fields")
    return Fields(params["fields"])


def _listed(shop: Shop, params: Params, span: Span, shows: pages.Page) -> dict[str, Any]:
    fields, page = _fields(params), asking.page(params)
    status, types = params.get("status", ""), set(params.get("type", "").split(",")) - {""}
    if status or types or shop.odd_types:
        kept = span.kept(lambda tid: _wanted(shop.trades[tid], status, types or set(USUAL_TYPES)))
        total = len(kept)
        part = kept[(page.number - 1) * page.size : page.number * page.size]
    else:
        total, part = len(span), span.page(page.number, page.size)
    trades = [_shown(shop, shop.trades[tid], fields, shows) for tid in part]
    return {**counted(total, page), **({"trades": Listed("trade", trades)} if trades else {})}


def _wanted(trade: Trade, status: str, types: set[str]) -> bool:
    kind = "guarantee_trade" if trade.type in ("fixed", "auction") else trade.type
    return (not status or trade.status == status) and bool({kind, trade.type} & types)


def _shown(shop: Shop, trade: Trade, fields: Fields, shows: pages.Page) -> dict[str, Any]:
    shown = fields.of(shows.of(showing.trade_record(shop, trade)))
    if not fields.covers(showing.OAID_NEEDS):
        shown.pop("oaid", None)
    return shown
