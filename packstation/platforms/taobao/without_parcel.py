"""Telling the platform that goods without a parcel are delivered: ``taobao.logistics.dummy.send``, once.

The call names only the trade, and its goods bear no number afterwards: those that left without one are told.
Its sub-codes are those of shipments, with a prefix of their own (wire.md §4.5).
"""

from __future__ import annotations

import msgspec

from packstation.domain.order import REFUND_OVER
from packstation.domain.outbox import Delivered, Entry, Later, Outcome, Refused, reason_text
from packstation.domain.standing import left_without_parcel
from packstation.domain.without_parcel import WithoutParcel
from packstation.errors import Rejected
from packstation.platforms.taobao.details import Details
from packstation.platforms.taobao.lists import Call
from packstation.platforms.taobao.shipping import ALREADY, REASONS
from packstation.platforms.taobao.telling import (
    OF_REFUND_WITHOUT_PARCEL,
    goods_now,
    is_decided,
    must_be,
    safely,
    sent,
)

METHOD = "taobao.logistics.dummy.send"


class SendingWithoutParcel:
    """Orders that need no parcel, each told exactly once however often it is asked."""

    def __init__(self, call: Call, details: Details) -> None:
        """Tell by these calls."""
        self._call = call
        self._details = details

    def deliver(self, entry: Entry) -> Outcome:
        """Tell the platform that one order is fulfilled; safe to repeat with the same entry."""
        try:
            told = msgspec.json.decode(entry.body, type=WithoutParcel)
        except msgspec.MsgspecError as error:
            return Refused(reason_text("ship-unreadable", {"detail": str(error)}))
        return safely(lambda: self._tell(told.order, is_decided=is_decided(entry.error)))

    def _tell(self, tid: str, *, is_decided: bool) -> Outcome:
        """Look, send, and look again where the answer leaves a doubt.

        Raises:
            Outage: the platform could not be asked.
            Rejected: it refuses for a reason that is not this order's.
            Bad: the trade says nothing sound.
        """
        standing = self._standing(tid, is_decided=is_decided)
        if standing is not None:
            return standing
        return sent(
            lambda: self._send(tid),
            lambda: self._standing(tid, is_decided=True),
            lambda word, error: _refused(tid, word, error),
        )

    def _standing(self, tid: str, *, is_decided: bool) -> Outcome | None:
        """What the trade itself says; None where it is still to be told."""
        goods = goods_now(self._details, tid).values()
        theirs = next((one.number for one in goods if one.number), "")
        if theirs:
            return Refused(reason_text("virtual-other-number", {"order": tid, "theirs": theirs}))
        if left_without_parcel(goods):
            return Delivered()
        if not any(one.is_open for one in goods):
            return Refused(reason_text("virtual-closed", {"order": tid}))
        if not is_decided and any(one.is_closed or one.refund not in REFUND_OVER for one in goods):
            return Refused(reason_text(OF_REFUND_WITHOUT_PARCEL, {"order": tid}))
        return None

    def _send(self, tid: str) -> None:
        """Tell of it.

        Raises:
            Outage: no answer, or one that does not say it was done.
            Rejected: the platform refuses.
        """
        must_be(self._call(METHOD, {"tid": tid}).get("shipping"), "is_success", METHOD)


def _refused(tid: str, word: str, error: Rejected) -> Outcome:
    """What a refusal means, by its sub-code; the trade itself may still say otherwise."""
    if word in ALREADY:
        return Later("ship-doubt")
    reason = REASONS.get(word, error.reason)
    told = reason if reason in ("ship-no-order", "ship-state", "ship-kind") else error.reason
    return Refused(reason_text(told, {**error.data, "order": tid}))
