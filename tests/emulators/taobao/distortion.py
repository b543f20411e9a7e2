"""Answers whose content is wrong though everything around them is right."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from tests.emulators.taobao.answers import Listed
from tests.emulators.taobao.asking import Params
from tests.emulators.taobao.faults import Kind
from tests.emulators.taobao.shop import Shop

IDS = ("tid", "refund_id", "waybill_code", "object_id", "oid", "code")
WORDS = ("status", "refund_status", "biz_delivery_type")
TIMES = ("modified", "created", "pay_time", "time")
ODD_TIMES = ("2026-11-11T20:01:05", "1762862465000", "0000-00-00 00:00:00", "2026/11/11 20:01", "")
NEW_WORD = "STATUS_OF_TOMORROW"


def other_params(shop: Shop, params: Params, chance: random.Random) -> dict[str, str]:
    """The same question about another trade: the way an answer of another order comes about."""
    others = [tid for tid in shop.trades if tid != params.get("tid")]
    if not params.get("tid") or not others:
        return dict(params)
    return {**params, "tid": chance.choice(others)}


def distorted(kind: Kind, answer: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The answer with one record of it wrong, in a way drawn by ``chance``."""
    copied = _copy(answer)
    if kind is Kind.DOUBLE_ID:
        for items in _lists(copied):
            items.append(items[0])
        return dict(copied)
    records = list(_records(copied))
    if records:
        record = chance.choice(records)
        _spoil(kind, record, chance)
    return dict(copied)


def _spoil(kind: Kind, record: dict[str, Any], chance: random.Random) -> None:
    match kind:
        case Kind.MISSING_ID:
            for name in [name for name in IDS if name in record][:1]:
                del record[name]
        case Kind.UNKNOWN_WORD:
            record.update({name: NEW_WORD for name in WORDS if name in record})
        case Kind.ODD_TIME:
            record.update({name: chance.choice(ODD_TIMES) for name in TIMES if name in record})
        case _:
            pass


def _copy(value: Any) -> Any:
    match value:
        case Listed(name, items):
            return Listed(name, [_copy(one) for one in items])
        case dict():
            return {key: _copy(one) for key, one in value.items()}
    return value


def _records(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of the answer that has an id or a time of its own."""
    match value:
        case Listed(_, items):
            for one in items:
                yield from _records(one)
        case dict():
            if any(name in value for name in (*IDS, *TIMES)):
                yield value
            for one in value.values():
                yield from _records(one)


def _lists(value: dict[str, Any]) -> Iterator[list[Any]]:
    """The answer's own lists that hold anything."""
    for one in value.values():
        match one:
            case Listed(_, items) if items:
                yield items
            case _:
                pass
