"""Telling the platform whether goods were stopped, and asking for parcels that are on their way.

A refund is read before anything is said of it and again where the answer leaves a doubt: money that was paid
meanwhile, or a buyer who withdrew, need no report. That goods had left changes nothing the refund shows [M],
so after a lost answer it is said again: it says the same. Facts: wire.md §4.4 and the pages of
taobao.rdc.aligenius.sendgoods.cancel and taobao.logistics.erp.delivery.cut.

Parcels are asked for by ``erp.delivery.cut`` and not by ``rp.refund.intercept``: it names the parcel, so that
each box of an order can be asked for, also where the order was cancelled or moved; and it answers yes, no or
later, where the other one answers nothing and must guess the refund's present version. Nobody says whether it
may be repeated [M]: it asks for the same parcel, so it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from packstation.domain.outbox import Delivered, Entry, Later, Outcome, Refused, reason_text
from packstation.domain.refunds import PAID, RefundCase
from packstation.domain.status_words import REFUNDS
from packstation.domain.stops import Interception, Stopped, StopReport, WantedBack
from packstation.errors import Outage, PackstationError, Rejected
from packstation.platforms.taobao import fields
from packstation.platforms.taobao.details import REFUND
from packstation.platforms.taobao.lists import Call
from packstation.platforms.taobao.refunds import refund_of
from packstation.top import times
from packstation.top.errors import short

REPORT, CUT = "taobao.rdc.aligenius.sendgoods.cancel", "taobao.logistics.erp.delivery.cut"
_STATUS = {Stopped.STAYED: "SUCCESS", Stopped.LEFT: "FAIL"}
"""What became of the goods, as the page of the report has it."""
_SAID = {
    WantedBack.ADDRESS: "收件地址变更",
    WantedBack.CANCELLED: "订单已取消",
    WantedBack.REFUND: "买家申请退款",
}
"""Why a parcel is wanted back, in words the carrier reads."""
_ASKED = f"{fields.REFUNDED},refund_fee"
_NOBODY_KNOWS = frozenset({"taobao-refused", "taobao-right"})
"""Refusals a person must look at; all others pass when secrets and key are put right."""


class Stopping:
    """Stops out, each true at the moment it is told."""

    def __init__(self, call: Call) -> None:
        """Tell by these calls."""
        self._call = call

    # --- goods that stayed, goods that had left -------------------------------------------------------------

    def report(self, entry: Entry) -> Outcome:
        """Tell what became of the goods of a refund; safe to repeat with the same entry."""
        try:
            told = msgspec.json.decode(entry.body, type=StopReport)
        except msgspec.MsgspecError as error:
            return Refused(reason_text("stop-unreadable", {"detail": str(error)}))
        try:
            return self._report(told)
        except Outage as outage:
            return _later(outage)
        except Rejected as error:
            return _refused(error, _facts(told))

    def _report(self, told: StopReport) -> Outcome:
        """Look whether it is still asked, tell it, and look again where the answer leaves a doubt.

        Raises:
            Outage: the refund could not be read.
            Rejected: it may not be.
        """
        refund = self._refund(told)
        if (over := _over(told, refund)) is not None:
            return over
        try:
            answer = self._call(REPORT, {"param": _param(told, refund)})
        except Outage as outage:
            return _later(outage) if outage.data.get("reached") is False else self._looked(told, outage)
        result = answer.get("result")
        said = result if isinstance(result, Mapping) else {}
        if _is_yes(said.get("success")):
            return Delivered("stop-told")
        detail = short(said.get("error_info")) or short(said.get("error_code"))
        if not detail:
            return self._looked(told, Outage("taobao-unreadable", method=REPORT, reached=True))
        again = _over(told, self._refund(told))
        return again or Refused(reason_text("stop-refused", {**_facts(told), "detail": detail}))

    def _looked(self, told: StopReport, doubt: Outage) -> Outcome:
        """After an answer that was lost: told where the refund shows it, else told again."""
        return _over(told, self._refund(told), told_before=True) or _later(doubt)

    def _refund(self, told: StopReport) -> Mapping[str, Any]:
        """The refund as it stands at this moment.

        Raises:
            Outage: no answer, one about another refund, or with a word nobody knows.
            Rejected: there is none, or we may not ask.
        """
        said = self._call(REFUND, {"refund_id": told.refund, "fields": _ASKED}).get("refund")
        if not isinstance(said, Mapping):
            raise Outage("taobao-unreadable", method=REFUND, reached=True)
        if (str(said.get("refund_id")), str(said.get("tid"))) != (told.refund, told.order):
            raise Outage("taobao-other-answer", method=REFUND, reached=True)
        if refund_of(said).status not in REFUNDS:
            raise Outage("taobao-unreadable", method=REFUND, reached=True)
        return said

    # --- parcels on their way -------------------------------------------------------------------------------

    def intercept(self, entry: Entry) -> Outcome:
        """Ask for a parcel back; whatever the carrier says is delivered, so that a person reads it."""
        try:
            asked = msgspec.json.decode(entry.body, type=Interception)
        except msgspec.MsgspecError as error:
            return Refused(reason_text("stop-unreadable", {"detail": str(error)}))
        request = {
            "mail_no": asked.waybill,
            "tms_cp_code": asked.carrier,
            "outer_order_id": asked.order,
            "intercept_time": times.written(asked.at),
            "intercept_reason": _SAID[asked.reason],
        }
        name = "cut_off_delivery_process_request"
        try:
            return _answered(asked, self._call(CUT, {name: json.dumps(request, ensure_ascii=False)}))
        except Outage as outage:
            return _later(outage)
        except Rejected as error:
            if error.reason not in _NOBODY_KNOWS:
                return Later(reason_text(error.reason, error.data))
            answer = "intercept-impossible" if error.reason == "taobao-right" else "intercept-refused"
            return Delivered(
                reason_text(answer, {"waybill": asked.waybill, "detail": error.data.get("detail", "")})
            )


def _answered(asked: Interception, answer: Mapping[str, Any]) -> Outcome:
    """What the carrier says; the page gives code and message each other's meaning, so either is shown."""
    if _is_yes(answer.get("suc")):
        return Delivered(reason_text("intercept-accepted", {"waybill": asked.waybill}))
    detail = short(answer.get("biz_error_message")) or short(answer.get("biz_error_code"))
    if "suc" not in answer or _is_yes(answer.get("retry")):
        return Later(reason_text("intercept-later", {"waybill": asked.waybill, "detail": detail or "-"}))
    return Delivered(reason_text("intercept-refused", {"waybill": asked.waybill, "detail": detail or "-"}))


def _over(told: StopReport, refund: Mapping[str, Any], *, told_before: bool = False) -> Delivered | None:
    """Why nothing is to be told of a refund any more; None while the platform waits for it."""
    said = refund_of(refund)
    if said.status == PAID:
        return Delivered("stop-told" if told_before and told.outcome is Stopped.STAYED else "stop-paid")
    case = RefundCase(told.refund, told.line, said.status, said.phase, said.kind, said.goods)
    return None if case.waits_for_us else Delivered("stop-over")


def _param(told: StopReport, refund: Mapping[str, Any]) -> str:
    """The report as the page has it; the sum, in fen, only where the refund tells it."""
    report: dict[str, object] = {
        "refund_id": _number(told.refund),
        "tid": _number(told.order),
        "oid": _number(told.line),
        "operate_time": times.written(told.at),
        "status": _STATUS[told.outcome],
    }
    fee = _fen(refund.get("refund_fee"))
    return json.dumps(report if fee is None else {**report, "refund_fee": fee})


def _number(ident: str) -> int | str:
    """An id as the page wants it, a number; JSON's integers have no end."""
    return int(ident) if ident.isascii() and ident.isdecimal() else ident


def _fen(yuan: object) -> int | None:
    """A sum in yuan (``200.07``) in fen."""
    try:
        fen = Decimal(str(yuan).strip()) * 100
    except InvalidOperation:
        return None
    return int(fen) if fen.is_finite() and fen == int(fen) else None


def _is_yes(value: object) -> bool:
    return value is True or str(value).lower() == "true"


def _refused(error: Rejected, facts: Mapping[str, object]) -> Outcome:
    """Without a right, or the refund, a person must look; what is wrong with the secrets passes."""
    if error.reason not in _NOBODY_KNOWS:
        return Later(reason_text(error.reason, error.data))
    reason = "stop-right" if error.reason == "taobao-right" else "stop-refused"
    return Refused(reason_text(reason, {**error.data, **facts}))


def _facts(told: StopReport) -> dict[str, object]:
    return {"order": told.order, "refund": told.refund}


def _later(outage: PackstationError) -> Later:
    wait = outage.data.get("wait")
    return Later(reason_text(outage.reason, outage.data), wait if isinstance(wait, timedelta) else None)
