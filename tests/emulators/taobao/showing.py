"""Trades and refunds as the gateway shows them: documented names, Chinese time, personal data masked."""

from __future__ import annotations

from typing import Any

from tests.emulators.taobao import times
from tests.emulators.taobao.answers import Listed
from tests.emulators.taobao.books import Line, Receiver, Refund, Trade
from tests.emulators.taobao.companies import COMPANIES
from tests.emulators.taobao.shop import Shop

OAID_NEEDS = ("receiver_name", "receiver_address", "created", "receiver_mobile", "receiver_phone")
"""The OAID is given only to who asks for these (trade.fullinfo.get)."""
SEEN_DIGITS = 4


def yuan(cents: int) -> str:
    """Money as the platform writes it: ``200.07``."""
    return f"{cents // 100}.{cents % 100:02d}"


def masked_name(name: str) -> str:
    """A name, all but its first sign hidden."""
    return name[:1] + "*" * max(1, len(name) - 1)


def masked_number(number: str) -> str | None:
    """A telephone number, all but its last digits hidden."""
    return "*" * (len(number) - SEEN_DIGITS) + number[-SEEN_DIGITS:] if number else None


def masked_address(address: str) -> str:
    """An address, digits and every second sign hidden."""
    return "".join("*" if sign.isdigit() or place % 2 else sign for place, sign in enumerate(address))


def trade_record(shop: Shop, trade: Trade) -> dict[str, Any]:
    """Everything of a trade there is to show; the caller's fields choose from it."""
    only = trade.lines[0] if len(trade.lines) == 1 else None
    goods = sum(line.fee for line in trade.lines)
    return {
        "tid": int(trade.tid),
        "tid_str": trade.tid,
        "status": trade.status,
        "type": trade.type,
        "title": shop.nick,
        "seller_nick": shop.nick,
        "buyer_nick": masked_name(trade.buyer),
        "buyer_open_uid": f"AAH{abs(hash_of(trade.buyer)):x}",
        "created": times.written(trade.created),
        "pay_time": times.written(trade.paid_at),
        "modified": times.written(trade.modified),
        "consign_time": times.written(trade.consigned_at),
        "end_time": times.written(trade.ended_at),
        "payment": yuan(goods + trade.post_fee),
        "total_fee": yuan(goods),
        "post_fee": yuan(trade.post_fee),
        "discount_fee": "0.00",
        "num": only.num if only else sum(line.num for line in trade.lines),
        "price": yuan(only.price) if only else None,
        "shipping_type": trade.shipping_type,
        "has_buyer_message": bool(trade.message),
        "buyer_message": trade.message or None,
        "seller_memo": trade.memo or None,
        "seller_flag": trade.flag,
        "ob_tag": "lg" if trade.urged else None,
        "no_shipping": trade.no_shipping or None,
        "is_part_consign": len({parcel.at for parcel in trade.parcels}) > 1 or trade.status == "SELLER_CONSIGNED_PART",
        "sid": trade.parcels[-1].number if trade.parcels else None,
        "oaid": shop.oaid(trade),
        "orders": Listed("order", [line_record(trade, line) for line in trade.lines]),
        **receiver_record(trade.receiver),
        **promise_record(trade),
        **trade.holds,
        **trade.extra,
    }  # fmt: skip


def receiver_record(who: Receiver) -> dict[str, Any]:
    """The receiver, masked; the place down to the street is open."""
    return {
        "receiver_name": masked_name(who.name),
        "receiver_country": "中国",
        "receiver_state": who.state,
        "receiver_city": who.city,
        "receiver_district": who.district,
        "receiver_town": who.town or None,
        "receiver_address": masked_address(who.address),
        "receiver_zip": who.postcode or None,
        "receiver_mobile": masked_number(who.mobile),
        "receiver_phone": masked_number(who.phone),
    }


def promise_record(trade: Trade) -> dict[str, Any]:
    """When it must leave, in the fields the platform has for it; address changes; carriers."""
    told = trade.promise
    return {
        "consign_interval": told.consign_interval,
        "send_time": times.written(told.send_time),
        "est_con_time": told.est_con_time,
        "delivery_time": times.written(told.delivery_time),
        "collect_time": times.written(told.collect_time),
        "cutoff_minutes": str(told.cutoff_minutes) if told.cutoff_minutes else None,
        "lm": "1" if trade.address_changed == "1" else None,
        "logistics_infos": Listed("logistics_info", [_logistics(trade, line) for line in trade.lines]),
    }


def _logistics(trade: Trade, line: Line) -> dict[str, Any]:
    told = trade.promise
    return {
        "trade_id": int(trade.tid),
        "sub_trade_id": int(line.oid),
        "need_consign_num": line.num,
        "consign_type": "SC",
        "type": "00",
        "biz_delivery_type": told.biz_delivery_type,
        "white_delivery_cps": ",".join(told.white_cps) or None,
        "black_delivery_cps": ",".join(told.black_cps) or None,
        "promise_outbound_time": times.written(told.promise_outbound_time),
        "promise_collect_time": times.written(told.promise_collect_time),
    }


def line_record(trade: Trade, line: Line) -> dict[str, Any]:
    """A sub-order; ``invoice_no`` is its latest parcel's number."""
    last = next((one for one in reversed(trade.parcels) if line.oid in dict(one.goods)), None)
    company = COMPANIES.get(last.company) if last else None
    return {
        "oid": int(line.oid),
        "oid_str": line.oid,
        "title": line.title,
        "num": line.num,
        "price": yuan(line.price),
        "payment": yuan(line.fee),
        "total_fee": yuan(line.fee),
        "divide_order_fee": yuan(line.fee),
        "num_iid": 600000000000 + hash_of(line.title),
        "sku_id": str(5000000000000 + hash_of(line.outer_sku_id)),
        "outer_iid": line.outer_sku_id.rpartition("-")[0] or line.outer_sku_id,
        "outer_sku_id": line.outer_sku_id,
        "sku_properties_name": line.spec or None,
        "status": line.status,
        "refund_status": line.refund_status,
        "refund_id": line.refund_id or None,
        "is_free_gift": line.gift or None,
        "shipping_type": line.shipping_type or trade.shipping_type,
        "consign_time": times.written(line.consigned_at),
        "end_time": times.written(line.ended_at),
        "invoice_no": last.number or None if last else None,
        "logistics_company": company.name if company else None,
        "modify_address": trade.address_changed or None,
        "ti_modify_address_time": times.written(trade.address_changed_at),
    }


def refund_record(shop: Shop, refund: Refund) -> dict[str, Any]:
    """A refund; its id is text in the documented answer, the trade's ids are numbers."""
    trade = shop.trades[refund.tid]
    line = trade.line(refund.oid) or trade.lines[0]
    goods = sum(one.fee for one in trade.lines)
    return {
        "refund_id": refund.refund_id,
        "tid": int(refund.tid),
        "oid": int(refund.oid),
        "status": refund.status,
        "order_status": line.status,
        "good_status": refund.good_status,
        "has_good_return": refund.dispute_type == "REFUND_AND_RETURN",
        "refund_phase": refund.phase,
        "refund_version": refund.version,
        "dispute_type": refund.dispute_type,
        "reason": refund.reason,
        "desc": refund.reason,
        "created": times.written(refund.created),
        "modified": times.written(refund.modified),
        "end_time": times.written(refund.ended_at),
        "title": line.title,
        "num": line.num,
        "price": yuan(line.price),
        "outer_id": line.outer_sku_id,
        "sku": line.spec or None,
        "refund_fee": yuan(refund.fee),
        "total_fee": yuan(goods + trade.post_fee),
        "payment": yuan(goods + trade.post_fee - refund.fee),
        "buyer_nick": masked_name(trade.buyer),
        "seller_nick": shop.nick,
        "shipping_type": "express",
    }


def hash_of(text: str) -> int:
    """A number made of a text, the same in every run."""
    total = 0
    for sign in text:
        total = (total * 131 + ord(sign)) % 1_000_000_007
    return total
