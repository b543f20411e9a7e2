"""Who gets a trade's parcel, as far as the platform lets anybody see: masked, with the OAID in its place.

The platform's rule on buyers' data: masked fields and the OAID are what is stored. An account that is still
given clear text gets it masked here, before anything else of the program sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from packstation.domain import checks
from packstation.domain.masking import is_starred, mask_detail, mask_name, mask_phone
from packstation.domain.order import Receiver

_CHANGED_AFTER_PAYMENT = "1"


def receiver_of(trade: Mapping[str, Any]) -> Receiver:
    """The receiver, masked.

    Where a place belongs to no city the platform gives only a district: that is the city then (method page of
    trade.fullinfo.get, receiver_city).
    """
    city, district = _text(trade, "receiver_city"), _text(trade, "receiver_district")
    phone = _text(trade, "receiver_mobile") or _text(trade, "receiver_phone")
    return Receiver(
        name=_hidden(_text(trade, "receiver_name"), mask_name),
        phone=_hidden(phone, mask_phone),
        province=_text(trade, "receiver_state"),
        city=city or district,
        district=district if city else "",
        town=_text(trade, "receiver_town"),
        detail=_hidden(_text(trade, "receiver_address"), mask_detail),
        postcode=_text(trade, "receiver_zip"),
    )


def address_mark(trade: Mapping[str, Any], orders: Iterable[Mapping[str, Any]], oaid: str) -> str:
    """A text that changes whenever the buyer gave another address after paying; empty as long as none did.

    ``lm`` says that the address was changed, ``modify_address`` = 1 that it was after the payment, with the
    moment of the last time (wire.md §4.7). Where no moment is told, the OAID stands in for it: it changes
    with the address, and also by itself with the week, which makes a label anew for nothing but never sends
    a parcel to the old door.
    """
    changed = [order for order in orders if str(order.get("modify_address") or "") == _CHANGED_AFTER_PAYMENT]
    if not changed and str(trade.get("lm") or "") != _CHANGED_AFTER_PAYMENT:
        return ""
    moments = [str(order.get("ti_modify_address_time") or "").strip() for order in changed]
    return f"1:{max(moments, default='') or oaid}"[: checks.NAME_LENGTH]


def _text(trade: Mapping[str, Any], name: str) -> str:
    value = trade.get(name)
    return checks.text(value if isinstance(value, str | int) else None, name)


def _hidden(text: str, mask: Any) -> str:
    """The text with stars in it, the platform's or ours."""
    return text if not text or is_starred(text) else str(mask(text))
