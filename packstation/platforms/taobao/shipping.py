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
from datetime import timedelta

import msgspec

from packstation.domain.checks import Bad
from packstation.domain.order import REFUND_OVER
from packstation.domain.outbox import Delivered, Entry, Later, Outcome, Refused, reason_of, reason_text
from packstation.domain.shipment import Piece, Shipment
from packstation.domain.standing import Seen, Standing, by_line, find, lines_named
from packstation.errors import Outage, PackstationError, Rejected
from packstation.platforms.taobao.details import Details
from packstation.platforms.taobao.goods import seen_in
from packstation.platforms.taobao.lists import Call
from packstation.platforms.taobao.trade import unknown_word

WHOLE, BY_COUNT = "taobao.logistics.offline.send", "alibaba.ascp.logistics.offline.send"
OF_REFUND = "ship-refund"
"""A buyer wants the money back; whoever lets the entry be told again has decided that it goes even so."""
_OF_THE_PARCEL = frozenset({"taobao-refused", "ship-no-order"})
"""Refusals of this parcel; those of the shop or the program pass when rights and secrets are put right."""
_ALREADY = frozenset({"B04", "B27"})
"""Shipped or closed already; a shipping order exists: the trade itself says which (wire.md §4.5)."""
_LATER = frozenset({"B150", "S01"})
_REASONS: Mapping[str, str] = {
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
        is_decided = reason_of(entry.error)[0] == OF_REFUND
        try:
            return self._tell(shipment, is_decided=is_decided)
        except Outage as outage:
            return _later(outage)
        except Rejected as error:
            text = reason_text(error.reason, error.data)
            return Refused(text) if error.reason in _OF_THE_PARCEL else Later(text)
        except Bad:
            return Later("taobao-unreadable")

    def _tell(self, shipment: Shipment, *, is_decided: bool) -> Outcome:
        """Look, send what is still to be sent, and look again where the answer leaves a doubt.

        Raises:
            Outage: the platform could not be asked.
            Rejected: it refuses for a reason that is no parcel's.
            Bad: the trade says nothing sound.
        """
        if not lines_named(shipment):
            shipment = replace(shipment, pieces=())
        goods = self._goods(shipment.order)
        outcome = _standing(shipment, goods, is_decided=is_decided)
        if outcome is not None:
            return outcome
        try:
            self._send(shipment, goods)
        except Outage as outage:
            if outage.data.get("reached") is False:
                return _later(outage)
            return self._looked(shipment, _later(outage))
        except Rejected as error:
            return self._after(shipment, error)
        return Delivered()

    def _after(self, shipment: Shipment, error: Rejected) -> Outcome:
        """What a refusal means, by its sub-code."""
        word = str(error.data.get("sub_code", "")).rpartition(":")[2]
        if word in _LATER:
            return Later(reason_text("taobao-trouble", error.data))
        refused = Refused(reason_text(_REASONS.get(word, error.reason), {**error.data, **_facts(shipment)}))
        return self._looked(shipment, refused if word not in _ALREADY else Later("ship-doubt"))

    def _looked(self, shipment: Shipment, otherwise: Outcome) -> Outcome:
        """How the trade stands now; ``otherwise`` where it shows nothing of this parcel yet."""
        try:
            standing = _standing(shipment, self._goods(shipment.order), is_decided=True)
        except Outage as outage:
            return otherwise if isinstance(otherwise, Refused) else _later(outage)
        return standing or otherwise

    def _goods(self, tid: str) -> Mapping[str, Seen]:
        """The trade's sub-orders as they stand at this moment.

        Raises:
            Outage: no answer, or one with a word nobody knows.
            Rejected: there is no such trade, or we may not ask.
            Bad: it cannot be believed.
        """
        try:
            trade = self._details.trade(tid)
        except Rejected as error:
            if error.data.get("sub_code") == "isv.trade-not-exist":
                raise Rejected("ship-no-order", **{**error.data, "order": tid}) from error
            raise
        if word := unknown_word(trade):
            raise Outage("ship-unknown-word", value=word, order=tid, reached=False)
        return by_line(seen_in(trade))

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
            _must_be(answer.get("result"), "success", BY_COUNT)
            return
        named = [piece.line for piece in pieces]
        is_all = not named or {one.line for one in goods.values() if one.is_open} == set(named)
        split = {} if is_all else {"sub_tid": ",".join(named), "is_split": "1"}
        answer = self._call(WHOLE, {**common, **split})
        _must_be(answer.get("shipping"), "is_success", WHOLE)


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


def _must_be(said: object, name: str, method: str) -> None:
    """The answer must say that it was done; anything else is a doubt.

    Raises:
        Outage: it does not.
    """
    done = said.get(name) if isinstance(said, Mapping) else None
    if done is not True and str(done).lower() != "true":
        raise Outage("taobao-unreadable", method=method, reached=True)


def _facts(shipment: Shipment) -> dict[str, object]:
    return {"order": shipment.order, "waybill": shipment.waybill, "carrier": shipment.carrier}


def _later(outage: PackstationError) -> Later:
    wait = outage.data.get("wait")
    return Later(reason_text(outage.reason, outage.data), wait if isinstance(wait, timedelta) else None)
