"""What all ways of telling the platform have in common: look before, doubt, look again.

None of its calls is safe to repeat, and a lost answer may hide a success (wire.md §4.5).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from packstation.domain.checks import Bad
from packstation.domain.outbox import Delivered, Later, Outcome, Refused, reason_of, reason_text
from packstation.domain.standing import Seen, by_line
from packstation.errors import Outage, PackstationError, Rejected
from packstation.platforms.taobao.details import Details
from packstation.platforms.taobao.goods import seen_in
from packstation.platforms.taobao.trade import unknown_word

OF_REFUND = "ship-refund"
"""A buyer wants the money back; whoever lets the entry be told again has decided that it goes even so."""
OF_REFUND_WITHOUT_PARCEL = "virtual-refund"
"""The same of goods that need no parcel."""
LATER = frozenset({"B150", "S01"})
"""Sub-codes of a service in trouble: told again later."""
_OF_THE_PARCEL = frozenset({"taobao-refused", "ship-no-order"})
"""Refusals of this parcel; those of the shop or the program pass when rights and secrets are put right."""
Look = Callable[[], Outcome | None]
"""How the trade itself stands now: an outcome where it shows one, None where it shows nothing yet."""


def safely(tell: Callable[[], Outcome]) -> Outcome:
    """What became of it, whatever broke: a parcel's own refusal is parked, all else comes again."""
    try:
        return tell()
    except Outage as outage:
        return later(outage)
    except Rejected as error:
        text = reason_text(error.reason, error.data)
        return Refused(text) if error.reason in _OF_THE_PARCEL else Later(text)
    except Bad:
        return Later("taobao-unreadable")


def goods_now(details: Details, tid: str) -> Mapping[str, Seen]:
    """A trade's sub-orders as they stand at this moment, by their numbers.

    Raises:
        Outage: no answer, or one with a word nobody knows.
        Rejected: there is no such trade, or we may not ask.
        Bad: it cannot be believed.
    """
    try:
        trade = details.trade(tid)
    except Rejected as error:
        if error.data.get("sub_code") == "isv.trade-not-exist":
            raise Rejected("ship-no-order", **{**error.data, "order": tid}) from error
        raise
    if word := unknown_word(trade):
        raise Outage("ship-unknown-word", value=word, order=tid, reached=False)
    return by_line(seen_in(trade))


def sent(send: Callable[[], None], look: Look, refused: Callable[[str, Rejected], Outcome]) -> Outcome:
    """Send it and find out what became of it.

    Args:
        send: the call; raises where it is not answered with "done".
        look: how the trade stands, asked where the answer leaves a doubt.
        refused: what a refusal means, by its sub-code's last word.
    """
    try:
        send()
    except Outage as outage:
        return later(outage) if outage.data.get("reached") is False else _looked(look, later(outage))
    except Rejected as error:
        word = str(error.data.get("sub_code", "")).rpartition(":")[2]
        if word in LATER:
            return Later(reason_text("taobao-trouble", error.data))
        return _looked(look, refused(word, error))
    return Delivered()


def _looked(look: Look, otherwise: Outcome) -> Outcome:
    """How the trade stands now; ``otherwise`` where it shows nothing of this yet."""
    try:
        return look() or otherwise
    except Outage as outage:
        return otherwise if isinstance(otherwise, Refused) else later(outage)


def must_be(said: object, name: str, method: str) -> None:
    """The answer must say that it was done; anything else is a doubt.

    Raises:
        Outage: it does not.
    """
    done = said.get(name) if isinstance(said, Mapping) else None
    if done is not True and str(done).lower() != "true":
        raise Outage("taobao-unreadable", method=method, reached=True)


def is_decided(error: str) -> bool:
    """Whether a person let it be told again though money is asked back."""
    return reason_of(error)[0] in (OF_REFUND, OF_REFUND_WITHOUT_PARCEL)


def later(outage: PackstationError) -> Later:
    """Tried again, when the platform wants to be asked if it said so."""
    wait = outage.data.get("wait")
    return Later(reason_text(outage.reason, outage.data), wait if isinstance(wait, timedelta) else None)
