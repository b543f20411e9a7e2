"""The platform's rules for "this was sent", and what it writes when they hold. Saying it twice is an error, not an answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tests.emulators.taobao.books import (
    ENDED,
    REFUND_OPEN,
    SENT,
    SENT_PART,
    WAIT_SEND,
    Line,
    Parcel,
    Trade,
    Wrong,
)
from tests.emulators.taobao.companies import COMPANIES
from tests.emulators.taobao.hearing import Topic
from tests.emulators.taobao.refused import Refused, service
from tests.emulators.taobao.shop import Shop

SENTENCES = {
    "B01": "没有找到订单",
    "B02": "订单状态不正确，不能发货",
    "B04": "订单已经发货或已关闭",
    "B05": "子订单不存在或不属于该订单",
    "B06": "子订单状态不正确",
    "B27": "发货订单已存在",
    "B56": "物流公司不存在",
    "B57": "该物流公司不支持自己联系",
    "B59": "运单号不能为空",
    "B60": "运单号不符合规则或已经被使用",
    "B98": "订单类型不支持该发货方式",
    "B150": "系统繁忙，请稍后重试",
    "P01": "订单被拦截，暂不能发货",
    "P02": "发货数量不正确",
    "S01": "系统错误",
    "CD19": "订单还未发货，不能修改",
    "CD25": "is_split和sub_tid必须同时传入",
    "P07": "物流公司和运单号没有变化",
    "P10": "超过可修改的时间或运单号不符合规则",
}
HOLDS = ("top_hold", "team_buy_hold", "share_group_hold", "forbid_consign")


@dataclass(frozen=True, slots=True)
class Words:
    """In whose name a refusal speaks: ``logistics-offline-service-error`` and its like."""

    prefix: str

    def no(self, word: str) -> Refused:
        """The refusal of that sub-code."""
        return service(self.prefix, word, SENTENCES[word])


OFFLINE = Words("logistics-offline-service-error")
DUMMY = Words("logistics-dummy-service-error")
UPDATE = Words("update-company-or-mailno-error")


def sendable(shop: Shop, tid: str, words: Words) -> Trade:
    """The trade, if anything of it may still be sent.

    That a hold is answered with P01 is a guess: the public lists name the word, not its meaning.
    """
    trade = shop.trades.get(tid)
    if trade is None:
        raise words.no("B01")
    if trade.status in ENDED or trade.status == SENT:
        raise words.no("B04")
    if trade.status not in (WAIT_SEND, SENT_PART):
        raise words.no("B02")
    if trade.type == "cod":
        raise words.no("B98")
    if any(trade.holds.get(name) for name in HOLDS):
        raise words.no("P01")
    return trade


def check_number(shop: Shop, trade: Trade, company: str, number: str, words: Words) -> None:
    """Carrier and number as the platform checks them."""
    carrier = COMPANIES.get(company)
    if carrier is None:
        raise words.no("B56")
    if not carrier.offline:
        raise words.no("B57")
    if not number.strip():
        raise words.no("B59")
    if not carrier.accepts(number) or shop.number_is_anothers(company, number, trade):
        raise words.no("B60")


def chosen(trade: Trade, oids: Iterable[str], words: Words) -> list[Line]:
    """The sub-orders a call names, each still to be sent."""
    lines = []
    for oid in oids:
        line = trade.line(oid)
        if line is None:
            raise words.no("B05")
        if line.status == SENT:
            raise words.no("B27")
        if not line.open:
            raise words.no("B06")
        lines.append(line)
    return lines


def send(shop: Shop, trade: Trade, parcels: Iterable[Parcel], done: Collection[str]) -> None:
    """Write parcels into the books, and move sub-orders and trade on.

    Args:
        shop: the books.
        trade: what they belong to.
        parcels: already checked.
        done: the sub-orders that are sent whole with these.
    """
    now = shop.now()
    for parcel in parcels:
        trade.parcels.append(parcel)
        if parcel.number:
            shop.use_number(parcel.company, parcel.number, trade.tid)
        for oid, _ in parcel.goods:
            line = trade.line(oid)
            if line is not None:
                _note_wrongs(shop, trade, line, parcel)
                if oid in done and line.open:
                    line.status, line.consigned_at = SENT, now
    settle(shop, trade)


def settle(shop: Shop, trade: Trade) -> None:
    """The trade's status from its sub-orders'."""
    if any(line.open for line in trade.lines):
        trade.status = SENT_PART
    else:
        trade.status, trade.consigned_at = SENT, trade.consigned_at or shop.now()
    shop.touch(trade)


def _note_wrongs(shop: Shop, trade: Trade, line: Line, parcel: Parcel) -> None:
    """The platform takes it, but the shop should not have sent it: what a test of the desk asks for at the end."""
    waybill = shop.waybills.get(f"{parcel.company} {parcel.number}")
    oaid = waybill.request.get("recipient", {}).get("oaid") if waybill else None
    refund = shop.refunds.get(line.refund_id)
    of_refund = shop.hearing.told_at(Topic.REFUND, trade.tid, refund.event) if refund else None
    of_address = shop.hearing.told_at(Topic.ADDRESS, trade.tid, trade.address_event)
    for wrong, why, told_at in (
        (line.refund_status in REFUND_OPEN, "refund-open", of_refund),
        (parcel.company in trade.promise.black_cps, "carrier-forbidden", trade.created),
        (waybill is not None and waybill.cancelled, "number-cancelled", trade.created),
        (waybill is not None and trade.tid not in waybill.orders, "number-of-another", trade.created),
        (bool(oaid) and oaid != shop.oaid(trade), "address-of-before", of_address),
    ):
        if wrong:
            shop.wrongs.append(Wrong(trade.tid, line.oid, why, parcel.at, told_at))
