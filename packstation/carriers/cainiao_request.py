"""A parcel as ``cainiao.waybill.ii.get`` and ``…update`` take it (method pages of these names; wire.md §4.8).

A receiver the platform masked is sent as it is stored, masked, with OAID and order number: the platform puts
the clear text into the sealed print data itself, and this program never holds it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from packstation.carriers.carrier import Consignment
from packstation.domain.order import Receiver

MOST_ITEMS = 100
_TAOBAO, _OTHERS = "TB", "OTHERS"
"""Whose order it is (``order_channels_type``); codes from memory [M]."""
_MOBILE = re.compile(r"1[\d*]{10}(-\d+)?")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Terms:
    """What the settings say beside the parcel.

    Attributes:
        user_id: the seller's own id at the platform, digits.
        sender_name: who sends; ``sender_phone`` likewise.
        templates: address of the template to use, or name or number of one of the shop's own, by carrier; the
            others take a standard one.
        branches: code of the branch to use, by carrier.
        customers: monthly account, by carrier.
        width_mm: of the label stock.
    """

    user_id: str = ""
    sender_name: str = ""
    sender_phone: str = ""
    templates: Mapping[str, str] = field(default_factory=dict)
    branches: Mapping[str, str] = field(default_factory=dict)
    customers: Mapping[str, str] = field(default_factory=dict)
    width_mm: int = 100


def plain(text: str) -> str:
    """A key or order number in the signs the service takes: letters, digits, underscore; others by number.

    Two that differ stay different, for a number is looked for by them.
    """
    return "".join(sign if sign.isascii() and sign.isalnum() else _coded(sign) for sign in text)


def _coded(sign: str) -> str:
    return "__" if sign == "_" else f"_{ord(sign):x}_"


def order_code(number: str) -> str:
    """An order number in the signs the service takes; the platform's own are digits and stay as they are."""
    return number if re.fullmatch(r"[A-Za-z0-9_-]+", number) else plain(number)


def new_request(
    parcels: Sequence[Consignment],
    terms: Terms,
    sender: Mapping[str, str],
    customer: str,
    template: str,
) -> str:
    """The JSON text of ``param_waybill_cloud_print_apply_new_request``.

    Args:
        parcels: one to ten, of one carrier.
        terms: see there.
        sender: the address of the branch, exactly as the service gave it.
        customer: monthly account; empty: none.
        template: address of the template its label is laid out by.
    """
    phone = "mobile" if _MOBILE.fullmatch(terms.sender_phone) else "phone"
    request = {
        "cp_code": parcels[0].carrier,
        "sender": {"address": dict(sender), "name": terms.sender_name, phone: terms.sender_phone},
        "trade_order_info_dtos": [_parcel(one, terms, template) for one in parcels],
        "need_encrypt": True,
        "customer_code": customer,
    }
    return _text({name: value for name, value in request.items() if value != ""})


def _parcel(consignment: Consignment, terms: Terms, template: str) -> dict[str, Any]:
    """One parcel of a request; its own key is the name of its part of the answer."""
    return {
        "object_id": plain(consignment.key),
        "order_info": {
            "order_channels_type": _TAOBAO if consignment.platform == "taobao" else _OTHERS,
            "trade_order_list": [order_code(consignment.order)],
        },
        "package_info": {
            "id": plain(consignment.key),
            **_contents(consignment),
            "goods_description": consignment.goods[:_LONGEST_NAME],
        },
        "recipient": _recipient(consignment),
        "template_url": template,
        "user_id": int(terms.user_id) if terms.user_id.isdecimal() else terms.user_id,
    }


def update_request(consignment: Consignment, number: str, template: str) -> str:
    """The JSON text of ``param_waybill_cloud_print_update_request``."""
    return _text({
        "cp_code": consignment.carrier,
        "waybill_code": number,
        "object_id": plain(consignment.key),
        "package_info": _contents(consignment),
        "recipient": _recipient(consignment),
        "template_url": template,
    })  # fmt: skip


def _contents(consignment: Consignment) -> dict[str, Any]:
    """Goods and weight (g); a box needs at least one kind of goods."""
    items = consignment.items or ((consignment.goods or consignment.order, 1),)
    found: dict[str, Any] = {
        "items": [{"name": name[:_LONGEST_NAME], "count": count} for name, count in items[:MOST_ITEMS]]
    }
    return {**found, "weight": consignment.weight_g} if consignment.weight_g else found


def _recipient(consignment: Consignment) -> dict[str, Any]:
    """Who gets it."""
    receiver = consignment.receiver
    phone = "mobile" if _MOBILE.fullmatch(receiver.phone) else "phone"
    told: dict[str, Any] = {"address": _address(receiver), "name": receiver.name, phone: receiver.phone}
    if consignment.oaid:
        told |= {"oaid": consignment.oaid, "tid": consignment.order}
    return told


def _address(receiver: Receiver) -> dict[str, str]:
    parts = {name: getattr(receiver, name) for name in ("province", "city", "district", "town", "detail")}
    return {name: value for name, value in parts.items() if value}


def _text(request: Mapping[str, Any]) -> str:
    return json.dumps(request, ensure_ascii=False, separators=(",", ":"))
