"""What Cainiao's waybill service answers, taken apart: numbers, refusals in the desk's words, absences."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from packstation.carriers.cainiao_request import plain
from packstation.carriers.carrier import Booking, Consignment
from packstation.errors import Outage, Rejected
from packstation.top.envelope import listed

GET = "cainiao.waybill.ii.get"
LONGEST_NUMBER = 40
MOST_TOGETHER = 10
"""Parcels one call may ask for (method page of ii.get, trade_order_info_dtos)."""

_WORDS = (
    (("余额不足",), "waybill-balance"),
    (("超区", "超出服务"), "waybill-area"),
    (("停发",), "waybill-stopped"),
    (("模板",), "waybill-template"),
    (("发货地址", "发件地址"), "waybill-sender"),
    (("未订购", "未开通"), "waybill-account"),
    (("使用者",), "waybill-user"),
    (("token", "session"), "taobao-authorise"),
    (("已取消", "不存在"), "waybill-gone"),
)
"""Failure words seen in public (wire.md §4.8) and the sentence each has."""
_TROUBLED = ("系统", "超时", "繁忙", "稍后", "system", "timeout", "busy")
OURS = frozenset({
    "taobao-right", "taobao-secret", "taobao-authorise", "taobao-app-key", "taobao-no-secret",
})  # fmt: skip
"""Refusals of us, not of what was asked: put right, the same question has another answer."""


def check_absence(one: Mapping[str, Any], method: str) -> None:
    """An entry without a number says that there is none, unless it says that nobody could look.

    Raises:
        Outage: nobody could.
    """
    said = f"{one.get('error_code') or ''} {one.get('error_message') or ''}"
    if any(word in said.lower() for word in _TROUBLED):
        raise Outage("taobao-trouble", method=method, detail=said.strip()[:100], reached=True)


def in_words(error: Rejected) -> Rejected:
    """A refusal by what its words are known to mean; others stay as they are."""
    if error.reason != "taobao-refused":
        return error
    said = f"{error.data.get('sub_code', '')} {error.data.get('detail', '')}".lower()
    reason = next((reason for words, reason in _WORDS if any(word in said for word in words)), error.reason)
    return Rejected(reason, **error.data)


def only(given: tuple[Mapping[str, Any], ...], object_id: str) -> Mapping[str, Any]:
    """The answer to our one parcel.

    Raises:
        Outage: it is an answer to another one; nothing of it is used.
    """
    ours = [one for one in given if str(one.get("object_id") or object_id) == object_id]
    if len(given) != 1 or not ours:
        raise Outage("taobao-other-answer", method=GET, reached=True)
    return ours[0]


def together(consignments: Sequence[Consignment]) -> Iterator[tuple[Consignment, ...]]:
    """Parcels that one call may ask for: of one carrier, no more than it takes."""
    for carrier in dict.fromkeys(one.carrier for one in consignments):
        its = tuple(one for one in consignments if one.carrier == carrier)
        for start in range(0, len(its), MOST_TOGETHER):
            yield its[start : start + MOST_TOGETHER]


def told_for(
    given: Sequence[Mapping[str, Any]], parcels: Sequence[Consignment]
) -> dict[str, Booking | Exception | None]:
    """Numbers by the parcels' keys; whose number is not told for sure is in doubt."""
    doubt = Outage("taobao-other-answer", method=GET, reached=True)
    codes = Counter(str(one.get("waybill_code") or "").strip() for one in given)
    found: dict[str, Booking | Exception | None] = dict.fromkeys((one.key for one in parcels), doubt)
    for one in parcels:
        ours = [each for each in given if str(each.get("object_id") or "") == plain(one.key)]
        if len(ours) == 1 and codes[str(ours[0].get("waybill_code") or "").strip()] == 1:
            with contextlib.suppress(Outage):
                found[one.key] = booking_of(ours[0], whose(ours[0]), GET)
    return found


def whose(given: Mapping[str, Any]) -> str:
    """The carrier that gave a number; it may be another one than was asked."""
    return str(given.get("real_cp_code") or given.get("cp_code") or "")


def booking_of(given: Mapping[str, Any], carrier: str, method: str) -> Booking:
    """A number with what came with it.

    Raises:
        Outage: ``taobao-unreadable``, it is none.
    """
    number = str(given.get("waybill_code") or "").strip()
    if not number or len(number) > LONGEST_NUMBER or not number.isascii() or not number.isprintable():
        raise Outage("taobao-unreadable", method=method, reached=True)
    data, parent = given.get("print_data"), str(given.get("parent_waybill_code") or "").strip()
    if isinstance(data, dict):
        data = json.dumps(data, ensure_ascii=False)
    return Booking(carrier, number, str(data or ""), parent)


def objects(holder: object) -> tuple[Mapping[str, Any], ...]:
    """The objects of a list, whatever else stands in it."""
    return tuple(one for one in listed(holder) if isinstance(one, dict))
