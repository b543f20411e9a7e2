"""Who gets a parcel, in clear, for the picture of its label and nothing else.

The platform's rule on buyers' data: what is stored is masked, with the OAID in its place; clear text comes
only from ``taobao.top.oaid.decrypt``, with a scene that says what for, and is written nowhere (wire.md §4.4
and the method's page). Each label asks anew: an OAID grows old, and so does a number that only leads to the
buyer.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from packstation.domain import checks
from packstation.domain.checks import Bad
from packstation.domain.order import Order, Receiver
from packstation.errors import Outage, Rejected
from packstation.platforms.connector import Clear
from packstation.platforms.taobao.details import Details
from packstation.platforms.taobao.lists import Call
from packstation.top import times
from packstation.top.envelope import listed

METHOD = "taobao.top.oaid.decrypt"
SCENES: Mapping[str, str] = {
    **dict.fromkeys(("SF",), "1001"),
    **dict.fromkeys(("YTO", "ZTO", "STO", "YUNDA", "HTKY"), "1002"),
    **dict.fromkeys(("EMS", "EYB", "POSTB"), "1003"),
}
"""What the receiver is asked for, by whose electronic waybill it is for; codes of HTKY, EYB and POSTB [M]."""
OTHER_CARRIER, BY_HAND = "1004", "1006"
_ACCOUNT = frozenset({"taobao-secret", "taobao-authorise", "taobao-app-key", "taobao-no-secret"})


class Clearing:
    """Asks the platform who stands behind an OAID, one order a call."""

    def __init__(self, call: Call, details: Details, now: Callable[[], datetime]) -> None:
        """Ask by these calls.

        Args:
            call: asks the platform; somebody at the desk waits for it.
            details: reads an order anew where its OAID has grown old.
            now: the moment on the platform's clock (UTC).
        """
        self._call, self._details, self._now = call, details, now

    def receiver(self, order: Order, carrier: str, *, by_hand: bool) -> Clear:
        """The receiver of an order in clear.

        Raises:
            Outage: ``clear-silent``, the platform does not answer, or something else; ``clear-limit``, it
                wants to be left alone for ``seconds``.
            Rejected: ``clear-changed``, the buyer gave another address that the desk does not know yet;
                ``clear-stale``, there is no OAID that fits; ``clear-over``, the number that leads to the
                buyer leads there no more; ``clear-right``, ``clear-account``, ``clear-refused``.
        """
        try:
            return self._found(order, carrier, by_hand=by_hand)
        except (Outage, Rejected) as error:
            raise _in_words(error) from None

    def _found(self, order: Order, carrier: str, *, by_hand: bool) -> Clear:
        scene = BY_HAND if by_hand else SCENES.get(carrier, OTHER_CARRIER)
        found = self._decrypted(order.number, order.oaid, scene) if order.oaid else None
        found = found or self._decrypted(order.number, self._newest(order), scene)
        if found is None:
            raise Rejected("clear-stale")
        return found

    def _newest(self, known: Order) -> str:
        """The OAID an order has now, if it still goes where the desk thinks it goes.

        The OAID changes by itself with the week; a mark that is made of it says nothing then. So another mark
        counts only where the order was changed, too; that change reaches the desk by its own way.

        Raises:
            Outage: no answer.
            Rejected: ``clear-changed``, or ``clear-stale`` where there is none.
        """
        try:
            news = self._details.one(known.number).order
        except Bad as bad:
            raise Outage("taobao-unreadable", method=METHOD, reached=True) from bad
        is_newer = None in (news.modified_at, known.modified_at) or news.modified_at != known.modified_at
        is_marked = news.address_mark != known.address_mark and is_newer
        if is_marked or news.receiver != (known.told or known.receiver):
            raise Rejected("clear-changed")
        if not news.oaid:
            raise Rejected("clear-stale")
        return news.oaid

    def _decrypted(self, tid: str, oaid: str, scene: str) -> Clear | None:
        """Who stands behind an OAID; None where it is not the order's any more.

        Raises:
            Outage: no answer, or one about another order: nothing of it is used.
            Rejected: the platform refuses; or ``clear-over``.
        """
        query = json.dumps([{"oaid": oaid, "tid": tid, "scene": scene}])
        answer = self._call(METHOD, {"query_list": query})
        found = [one for one in listed(answer.get("receiver_list")) if isinstance(one, Mapping)]
        ours = [one for one in found if (str(one.get("tid")), str(one.get("oaid"))) == (tid, oaid)]
        if len(found) != 1 or not ours:
            raise Outage("taobao-other-answer", method=METHOD, reached=True)
        if not _is_true(ours[0].get("matched")):
            return None
        return self._read(ours[0])

    def _read(self, told: Mapping[str, Any]) -> Clear:
        """The receiver that was told.

        Raises:
            Outage: ``taobao-unreadable``; a part that a parcel needs is missing or damaged.
            Rejected: ``clear-over``.
        """
        is_relayed = _is_true(told.get("privacy_protection"))
        try:
            receiver = Receiver(
                name=_text(told, "name"),
                phone=_text(told, "mobile") or _text(told, "phone"),
                province=_text(told, "state"),
                city=_text(told, "city") or _text(told, "district"),
                district=_text(told, "district") if _text(told, "city") else "",
                town=_text(told, "town"),
                detail=_text(told, "address_detail"),
            )
            until = str(told.get("secret_no_expire_time") or "") if is_relayed else ""
            is_over = bool(until) and times.read(until) <= self._now()
        except (Bad, ValueError):
            # without its cause: what could not be read is the buyer's
            raise Outage("taobao-unreadable", method=METHOD, reached=True) from None
        if not (receiver.name and receiver.phone and receiver.detail):
            raise Outage("taobao-unreadable", method=METHOD, reached=True)
        if is_over:
            raise Rejected("clear-over")
        return Clear(receiver, is_relayed)


def _in_words(error: Outage | Rejected) -> Outage | Rejected:
    """Why there is no clear receiver; of the platform's own words only its code, they may hold anything."""
    data = error.data
    if error.reason.startswith("clear-"):
        return error
    if error.reason == "taobao-limit":
        wait = data.get("wait")
        seconds = math.ceil(wait.total_seconds()) if isinstance(wait, timedelta) else 1
        return Outage("clear-limit", seconds=seconds)
    if isinstance(error, Outage):
        return Outage("clear-silent")
    if error.reason == "taobao-right":
        return Rejected("clear-right", method=str(data.get("method") or METHOD))
    if error.reason in _ACCOUNT:
        return Rejected("clear-account")
    return Rejected("clear-refused", detail=str(data.get("sub_code") or data.get("code") or "-")[:80])


def _is_true(value: object) -> bool:
    return str(value).lower() == "true"


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return checks.text(value if isinstance(value, str | int) else None, name)
