"""Telling the platform that a parcel it knows goes under another number, once.

One parcel an order: ``taobao.logistics.consign.resend``, whose page allows it for 50 days after sending. One
of several: ``alibaba.ascp.logistics.consign.modify``, which names the old number. Neither is safe to repeat:
the same number again is refused as unchanged (P07, wire.md §4.5). So what the platform shows is looked at
before, and after whatever leaves a doubt: our new number is done, the old one is still to be changed, a third
one means that somebody else changed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from packstation.domain.outbox import Delivered, Entry, Later, Outcome, Refused, reason_text
from packstation.domain.renumbering import Renumbering
from packstation.domain.standing import Standing, find
from packstation.errors import Outage, Rejected
from packstation.platforms.taobao.details import Details
from packstation.platforms.taobao.lists import Call
from packstation.platforms.taobao.shipping import REASONS as OF_A_SHIPMENT
from packstation.platforms.taobao.telling import goods_now, must_be, safely, sent
from packstation.top.envelope import listed

ONLY_ONE, ONE_OF_SEVERAL = "taobao.logistics.consign.resend", "alibaba.ascp.logistics.consign.modify"
PARCELS = "taobao.logistics.orders.detail.get"
"""Names every parcel of a trade; a sub-order names only its latest one."""
UNCHANGED = "P07"
_REASONS: Mapping[str, str] = {
    **OF_A_SHIPMENT, "CD19": "resend-not-sent", UNCHANGED: "resend-unchanged", "P10": "resend-number",
}  # fmt: skip
"""What a sub-code of ``update-company-or-mailno-error`` means; that of P10 is not public [M]."""


class Resending:
    """Changed numbers, each told exactly once however often it is asked."""

    def __init__(self, call: Call, details: Details) -> None:
        """Tell by these calls."""
        self._call = call
        self._details = details

    def deliver(self, entry: Entry) -> Outcome:
        """Tell the platform of one changed number; safe to repeat with the same entry."""
        try:
            told = msgspec.json.decode(entry.body, type=Renumbering)
        except msgspec.MsgspecError as error:
            return Refused(reason_text("ship-unreadable", {"detail": str(error)}))
        return safely(lambda: self._tell(told))

    def _tell(self, told: Renumbering) -> Outcome:
        """Look, send where the old number still stands there, and look again where that leaves a doubt.

        Raises:
            Outage: the platform could not be asked.
            Rejected: it refuses for a reason that is no parcel's.
            Bad: the trade says nothing sound.
        """
        standing = self._standing(told)
        if standing is not None:
            return standing
        return sent(
            lambda: self._send(told),
            lambda: self._standing(told),
            lambda word, error: _refused(told, word, error),
        )

    def _standing(self, told: Renumbering) -> Outcome | None:
        """What the platform shows of the parcel; None where it still bears its old number, or none."""
        goods = goods_now(self._details, told.order)
        found = find(told.lines, goods.values(), told.waybill)
        if found.standing is Standing.OURS:
            return Delivered()
        if found.standing is Standing.NO_LINE:
            return Refused(reason_text("ship-line", _facts(told)))
        if found.standing is Standing.CLOSED or all(one.is_closed for one in found.here):
            return Refused(reason_text("resend-over", _facts(told)))
        shown = [one.number for one in found.here if one.number]
        if told.is_one_of_several and (parcels := self._parcels(told.order)):
            shown = parcels
        return _compared(told, shown)

    def _parcels(self, tid: str) -> list[str]:
        """The numbers of all parcels of a trade; none where we may not ask for them.

        Raises:
            Outage: no answer.
            Rejected: we are not answered at all.
        """
        try:
            answer = self._call(PARCELS, {"tid": tid, "fields": "tid,out_sid,mails"})
        except Rejected as error:
            if error.reason not in ("taobao-right", "taobao-refused"):
                raise
            return []
        found = [one for one in listed(answer.get("shippings")) if isinstance(one, Mapping)]
        if any(str(one.get("tid")) != tid for one in found):
            raise Outage("taobao-other-answer", method=PARCELS, reached=True)
        return list(dict.fromkeys(number for one in found for number in _numbers(one)))

    def _send(self, told: Renumbering) -> None:
        """Tell of the new number.

        Raises:
            Outage: no answer, or one that does not say it was done.
            Rejected: the platform refuses.
        """
        if told.is_one_of_several:
            change = {
                "tid": told.order,
                "old_company_code": told.before_carrier,
                "old_out_sid": told.before,
                "new_company_code": told.carrier,
                "new_out_sid": told.waybill,
            }
            must_be(self._call(ONE_OF_SEVERAL, change).get("result"), "success", ONE_OF_SEVERAL)
            return
        new = {"tid": told.order, "out_sid": told.waybill, "company_code": told.carrier}
        must_be(self._call(ONLY_ONE, new).get("shipping"), "is_success", ONLY_ONE)


def _compared(told: Renumbering, shown: Iterable[str]) -> Outcome | None:
    """What these numbers say of the change; None where it is still to be told."""
    numbers = {number.upper() for number in shown}
    if told.waybill.upper() in numbers and told.before.upper() not in numbers:
        return Delivered()
    if not numbers or told.before.upper() in numbers:
        return None
    theirs = "、".join(sorted(numbers))
    return Refused(reason_text("ship-other-number", {**_facts(told), "theirs": theirs}))


def _numbers(shipping: Mapping[str, Any]) -> list[str]:
    """The numbers a shipping names: its own and those of its ``mails``."""
    mails = [one for one in listed(shipping.get("mails")) if isinstance(one, Mapping)]
    said = (str(one.get("out_sid") or "").strip() for one in (*mails, shipping))
    return [number for number in said if number]


def _refused(told: Renumbering, word: str, error: Rejected) -> Outcome:
    """What a refusal means, by its sub-code; the trade itself may still say otherwise."""
    if word == UNCHANGED:
        return Later(reason_text(_REASONS[word], _facts(told)))
    return Refused(reason_text(_REASONS.get(word, error.reason), {**error.data, **_facts(told)}))


def _facts(told: Renumbering) -> dict[str, object]:
    return {
        "order": told.order,
        "waybill": told.waybill,
        "carrier": told.carrier_name or told.carrier,
        "before": told.before,
    }
