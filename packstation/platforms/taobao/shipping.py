"""Telling the platform that a parcel left, once, over calls that are not safe to repeat.

Sending twice is an error at the platform's end, and a lost answer may hide a success (wire.md §4.5). So the
trade is read before anything is sent and again whenever the answer leaves a doubt, and numbers are compared:
ours on the goods means it was told already, another one means that somebody else shipped them. The intent is
the outbox entry, written in the transaction that shipped the order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

import msgspec

from packstation.domain.order import REFUND_OVER
from packstation.domain.outbox import Delivered, Entry, Later, Outcome, Refused, reason_text
from packstation.domain.shipment import Piece, Shipment, merged
from packstation.domain.standing import Seen, Standing, find, lines_named
from packstation.errors import Outage, Rejected
from packstation.platforms.taobao.details import Details
from packstation.platforms.taobao.lists import Call
from packstation.platforms.taobao.telling import OF_REFUND, goods_now, is_decided, must_be, safely, sent

WHOLE, BY_COUNT = "taobao.logistics.offline.send", "alibaba.ascp.logistics.offline.send"
ALREADY = frozenset({"B04", "B27"})
"""Shipped or closed already; a shipping order exists: the trade itself says which (wire.md §4.5)."""
REASONS: Mapping[str, str] = {
    "B01": "ship-no-order", "B02": "ship-state", "B55": "ship-state", "B05": "ship-line", "B06": "ship-line",
    "B56": "ship-carrier", "B57": "ship-carrier", "B59": "ship-number", "B60": "ship-number",
    "F": "ship-number", "F01": "ship-number", "F02": "ship-number", "F03": "ship-number",
    "F04": "ship-number", "F05": "ship-number", "F06": "ship-number",
    "B98": "ship-kind", "B101": "ship-sender", "P01": "ship-held",
}  # fmt: skip
"""What a sub-code means for the person who must look; the rest is told in the platform's own words."""


class Delivering:
    """Shipments out, each exactly once however often it is asked."""

    def __init__(self, call: Call, details: Details) -> None:
        """Send by these calls."""
        self._call = call
        self._details = details

    def deliver(self, entry: Entry) -> Outcome:
        """Tell the platform of one parcel; safe to repeat with the same entry."""
        try:
            shipment = msgspec.json.decode(entry.body, type=Shipment)
        except msgspec.MsgspecError as error:
            return Refused(reason_text("ship-unreadable", {"detail": str(error)}))
        shipment = replace(shipment, pieces=merged(shipment.pieces) if lines_named(shipment) else ())
        return safely(lambda: self._tell(shipment, is_decided=is_decided(entry.error)))

    def _tell(self, shipment: Shipment, *, is_decided: bool) -> Outcome:
        """Look, send what is still to be sent, and look again where the answer leaves a doubt.

        Raises:
            Outage: the platform could not be asked.
            Rejected: it refuses for a reason that is no parcel's.
            Bad: the trade says nothing sound.
        """
        goods = self._goods(shipment.order)
        outcome = _standing(shipment, goods, is_decided=is_decided)
        if outcome is not None:
            return outcome
        return sent(
            lambda: self._send(shipment, goods),
            lambda: _standing(shipment, self._goods(shipment.order), is_decided=True),
            lambda word, error: _refused(shipment, word, error),
        )

    def _goods(self, tid: str) -> Mapping[str, Seen]:
        return goods_now(self._details, tid)

    def _send(self, shipment: Shipment, goods: Mapping[str, Seen]) -> None:
        """Tell of the parcel: the whole trade, some of its sub-orders, or so many units of them.

        Raises:
            Outage: no answer, or one that does not say it was done.
            Rejected: the platform refuses.
        """
        pieces = [piece for piece in shipment.pieces if goods[piece.line].waits_for(shipment.waybill)]
        if shipment.pieces and not pieces:
            raise Outage("ship-doubt", reached=False)
        common = {"tid": shipment.order, "out_sid": shipment.waybill, "company_code": shipment.carrier}
        if not all(piece.is_whole for piece in pieces):
            answer = self._call(BY_COUNT, _by_count(shipment, pieces))
            must_be(answer.get("result"), "success", BY_COUNT)
            return
        named = [piece.line for piece in pieces]
        is_all = not named or {one.line for one in goods.values() if one.is_open} == set(named)
        split = {} if is_all else {"sub_tid": ",".join(named), "is_split": "1"}
        answer = self._call(WHOLE, {**common, **split})
        must_be(answer.get("shipping"), "is_success", WHOLE)


def _refused(shipment: Shipment, word: str, error: Rejected) -> Outcome:
    """What a refusal means, by its sub-code; the trade itself may still say otherwise."""
    if word in ALREADY:
        return Later("ship-doubt")
    return Refused(reason_text(REASONS.get(word, error.reason), {**error.data, **_facts(shipment)}))


def _standing(shipment: Shipment, goods: Mapping[str, Seen], *, is_decided: bool) -> Outcome | None:
    """What the trade itself says of this parcel; None where it is still to be sent."""
    found = find((piece.line for piece in shipment.pieces), goods.values(), shipment.waybill)
    match found.standing:
        case Standing.OURS:
            return Delivered()
        case Standing.OTHER:
            return Refused(
                reason_text("ship-other-number", {**_facts(shipment), "theirs": found.theirs or "-"})
            )
        case Standing.NO_LINE:
            return Refused(reason_text("ship-line", _facts(shipment)))
        case Standing.CLOSED:
            return Refused(reason_text("ship-closed", _facts(shipment)))
    if not is_decided and any(one.is_closed or one.refund not in REFUND_OVER for one in found.here):
        return Refused(reason_text(OF_REFUND, _facts(shipment)))
    return None


def _by_count(shipment: Shipment, pieces: Iterable[Piece]) -> dict[str, str]:
    """The parameters of a parcel that holds a part of a line (page of alibaba.ascp.logistics.offline.send).

    ``consign_status`` says of each line whether more of it follows; the page shows a single one, several
    stand in a list [M].
    """
    pieces = list(pieces)
    package = {
        "out_sid": shipment.waybill,
        "company_code": shipment.carrier,
        "goods": [{"sub_tid": piece.line, "num": piece.units, "item_type": 0} for piece in pieces],
    }
    states = [{"sub_tid": piece.line, "is_part_consign": not piece.is_last} for piece in pieces]
    return {
        "tid": shipment.order,
        "consign_type": "1",
        "consign_pkgs": json.dumps([package]),
        "consign_status": json.dumps(states[0] if len(states) == 1 else states),
    }


def _facts(shipment: Shipment) -> dict[str, object]:
    return {"order": shipment.order, "waybill": shipment.waybill, "carrier": shipment.carrier}
