"""Reading refunds, and saying that a parcel was stopped or is asked back."""

from __future__ import annotations

from typing import Any

from tests.emulators.taobao import asking, pages, showing
from tests.emulators.taobao.answers import Fields, Listed
from tests.emulators.taobao.asking import Params
from tests.emulators.taobao.books import FINISHED, REFUND_OPEN, CutRefusal, Refund
from tests.emulators.taobao.buyers import Buyers
from tests.emulators.taobao.methods.trades import counted
from tests.emulators.taobao.refused import Refused, invalid, missing
from tests.emulators.taobao.shop import Shop


def received(shop: Shop, params: Params) -> dict[str, Any]:
    """``taobao.refunds.receive.get``: by last change, newest first."""
    if not params.get("fields"):
        raise missing("fields")
    fields, page, status = Fields(params["fields"]), asking.page(params), params.get("status", "")
    start, end = asking.moment(params, "start_modified"), asking.moment(params, "end_modified")
    span = shop.refunded.between(start, end)
    kept = span.kept(lambda ident: not status or shop.refunds[ident].status == status)
    part = kept[(page.number - 1) * page.size : page.number * page.size]
    shown = [fields.of(pages.REFUNDS.of(showing.refund_record(shop, shop.refunds[ident]))) for ident in part]
    return {**counted(len(kept), page), **({"refunds": Listed("refund", shown)} if shown else {})}


def one(shop: Shop, params: Params) -> dict[str, Any]:
    """``taobao.refund.get``."""
    if not params.get("fields"):
        raise missing("fields")
    refund = _found(shop, asking.ident(params, "refund_id"))
    return {"refund": Fields(params["fields"]).of(showing.refund_record(shop, refund))}


def stopped(shop: Shop, params: Params) -> dict[str, Any]:
    """``taobao.rdc.aligenius.sendgoods.cancel``: SUCCESS gives the money back, FAIL leaves the refund as it is."""
    told = asking.record(params, "param")
    refund = shop.refunds.get(str(told.get("refund_id", "")))
    status = told.get("status")
    if status not in ("SUCCESS", "FAIL"):
        raise invalid("param.status")
    if refund is None or refund.tid != str(told.get("tid", "")):
        return {"result": {"success": False, "error_code": "REFUND_NOT_EXIST", "error_info": "退款单不存在"}}
    refund.stop_reports.append(status)
    if status == "SUCCESS" and refund.status in REFUND_OPEN:
        Buyers(shop).agree(refund.refund_id)
    return {"result": {"success": True, "result_data": {"refund_id": int(refund.refund_id)}}}


def intercepted(shop: Shop, params: Params) -> dict[str, Any]:
    """``taobao.rp.refund.intercept``: only with the refund's present version; it answers nothing."""
    refund = _found(shop, asking.ident(params, "refund_id"))
    if asking.ident(params, "refund_version") != str(refund.version):
        raise Refused(15, "isv.refund-version-invalid", "退款版本号不匹配，请刷新后重试")
    refund.intercepted = True
    return {}


def cut(shop: Shop, params: Params) -> dict[str, Any]:
    """``taobao.logistics.erp.delivery.cut``: a parcel on its way is asked back."""
    told = asking.record(params, "cut_off_delivery_process_request")
    for name in ("mail_no", "intercept_time", "intercept_reason", "tms_cp_code"):
        if not told.get(name):
            raise missing("cut_off_delivery_process_request." + name)
    number = str(told["mail_no"])
    no = shop.cut_refusals.get(number) or _uncuttable(shop, f"{told['tms_cp_code']} {number}")
    if no is not None:
        return {
            "suc": False,
            "retry": no.retry,
            "biz_error_code": no.code,
            "biz_error_message": no.message,
        }
    shop.cuts.append({key: str(value) for key, value in told.items()})
    return {"suc": True, "retry": False}


def _uncuttable(shop: Shop, parcel: str) -> CutRefusal | None:
    """Why a parcel cannot be stopped: nobody knows it, or the buyer has it."""
    trades = [shop.trades[tid] for tid in shop.numbers.get(parcel, ())]
    if not trades:
        return CutRefusal("MAIL_NO_NOT_EXIST", "运单号不存在")
    if all(trade.status == FINISHED for trade in trades):
        return CutRefusal("PACKAGE_SIGNED", "包裹已签收")
    return None


def _found(shop: Shop, refund_id: str) -> Refund:
    if refund_id not in shop.refunds:
        raise Refused(15, "isv.refund-not-exist", "退款单不存在")
    return shop.refunds[refund_id]
