"""Carriers and parcels to be read: ``logistics.companies.get``, ``logistics.orders.detail.get``."""

from __future__ import annotations

from typing import Any

from tests.emulators.taobao import asking, showing, times
from tests.emulators.taobao.answers import Fields, Listed
from tests.emulators.taobao.asking import Params
from tests.emulators.taobao.books import SENT, SENT_PART, Parcel, Trade
from tests.emulators.taobao.companies import COMPANIES
from tests.emulators.taobao.refused import missing
from tests.emulators.taobao.shop import Shop


def companies(shop: Shop, params: Params) -> dict[str, Any]:
    """``taobao.logistics.companies.get``; ``order_mode=online`` leaves only those a shop cannot hand over to itself."""
    del shop
    fields = _fields(params)
    mode = params.get("order_mode", "all") if asking.yes(params, "is_recommended") else "all"
    shown = [
        fields.of({"id": one.id, "code": one.code, "name": one.name, "reg_mail_no": one.pattern})
        for one in COMPANIES.values()
        if mode == "all" or one.offline == (mode == "offline")
    ]
    return {"logistics_companies": Listed("logistics_company", shown)}


def details(shop: Shop, params: Params) -> dict[str, Any]:
    """``taobao.logistics.orders.detail.get``: the parcels of one trade, or of a span of time.

    Several parcels of one trade stand in ``mails``; that all of them do is what the page's words suggest.
    """
    fields, page = _fields(params), asking.page(params)
    if params.get("tid"):
        trade = shop.trades.get(params["tid"])
        kept = [trade.tid] if trade and trade.paid_at else []
    else:
        span = shop.created.between(
            asking.moment(params, "start_created"), asking.moment(params, "end_created")
        )
        kept = span.kept(lambda tid: _wanted(shop.trades[tid], params))
    part = kept[(page.number - 1) * page.size : page.number * page.size]
    shown = [fields.of(_shipping(shop, shop.trades[tid])) for tid in part]
    return {"total_results": len(kept), **({"shippings": Listed("shipping", shown)} if shown else {})}


def _fields(params: Params) -> Fields:
    if not params.get("fields"):
        raise missing("fields")
    return Fields(params["fields"])


def _wanted(trade: Trade, params: Params) -> bool:
    sent = trade.status in (SENT, SENT_PART)
    confirm = params.get("seller_confirm", "")
    return bool(trade.paid_at) and (not confirm or (confirm == "yes") == sent)


def _shipping(shop: Shop, trade: Trade) -> dict[str, Any]:
    sent = trade.status in (SENT, SENT_PART)
    last = trade.parcels[-1] if trade.parcels else None
    split = len(trade.parcels) > 1 or trade.status == SENT_PART
    return {
        "tid": int(trade.tid),
        "order_code": f"LP{trade.tid[-14:]}",
        "seller_nick": shop.nick,
        "buyer_nick": showing.masked_name(trade.buyer),
        "item_title": trade.lines[0].title,
        "receiver_name": showing.masked_name(trade.receiver.name),
        "receiver_mobile": showing.masked_number(trade.receiver.mobile),
        "out_sid": last.number if last else None,
        "company_name": _company(last),
        "created": times.written(trade.paid_at),
        "modified": times.written(trade.modified),
        "status": "ACCEPTED_BY_RECEIVER" if sent else "CREATED",
        "type": "express",
        "freight_payer": "buyer" if trade.post_fee else "seller",
        "seller_confirm": "yes" if sent else "no",
        "is_split": int(split),
        "sub_tids": Listed("number", [int(oid) for oid in _sent_oids(trade)]) if split else None,
        "mails": Listed("logistics_mail", [_mail(one) for one in trade.parcels if one.number]),
    }


def _mail(parcel: Parcel) -> dict[str, Any]:
    return {"out_sid": parcel.number, "company_name": _company(parcel)}


def _company(parcel: Parcel | None) -> str | None:
    return COMPANIES[parcel.company].name if parcel and parcel.company in COMPANIES else None


def _sent_oids(trade: Trade) -> list[str]:
    return [line.oid for line in trade.lines if trade.sent(line.oid)]
