"""How an answer is written: the envelope, lists under a singular name, ids as numbers or text, only the fields asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from tests.emulators.taobao.refused import Refused

LONG_NUMBER = 10**12
"""Numbers from here on are ids; counts and cents stay below."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list; on the wire it stands under a singular name, e.g. ``trades: {trade: […]}``."""

    name: str
    items: list[Any]


@dataclass(frozen=True, slots=True)
class Look:
    """How this caller gets it.

    Attributes:
        form: ``json``, or ``xml``, which is what a call gets that does not say.
        simplify: no envelope and no singular names (the exact shape of it is not documented).
        text_ids: ids as text; else as numbers of up to 19 digits.
    """

    form: str = "json"
    simplify: bool = False
    text_ids: bool = False


class Fields:
    """The parts of a record the caller named in ``fields``: ``orders`` whole, ``orders.oid`` one part of each."""

    def __init__(self, told: str) -> None:
        self._whole: set[str] = set()
        self._parts: dict[str, set[str]] = {}
        for name in (part.strip() for part in told.split(",")):
            head, _, tail = name.partition(".")
            if tail:
                self._parts.setdefault(head, set()).add(tail)
            elif head:
                self._whole.add(head)

    def __contains__(self, name: str) -> bool:
        return name in self._whole or name in self._parts

    def covers(self, names: tuple[str, ...]) -> bool:
        """Whether all of these were asked for."""
        return all(name in self for name in names)

    def of(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The record's parts that were asked for; what has no value is left out, as the gateway does."""
        return {
            key: self._narrow(key, value)
            for key, value in record.items()
            if key in self and value is not None
        }

    def _narrow(self, key: str, value: Any) -> Any:
        if key in self._whole or not isinstance(value, Listed):
            return _without_none(value)
        parts = self._parts[key]
        return Listed(
            value.name,
            [{k: v for k, v in one.items() if k in parts and v is not None} for one in value.items],
        )


def _without_none(value: Any) -> Any:
    match value:
        case Listed(name, items):
            return Listed(name, [_without_none(one) for one in items])
        case dict():
            return {key: _without_none(one) for key, one in value.items() if one is not None}
    return value


def shaped(value: Any, look: Look) -> Any:
    """The answer as plain JSON values."""
    match value:
        case Listed(name, items):
            plain = [shaped(one, look) for one in items]
            return plain if look.simplify else {name: plain}
        case dict():
            return {key: shaped(one, look) for key, one in value.items()}
        case bool():
            return value
        case int() if look.text_ids and value >= LONG_NUMBER:
            return str(value)
    return value


def root(method: str) -> str:
    """The name the answer stands under: the method's without ``taobao.``, dots as underscores."""
    return method.removeprefix("taobao.").replace(".", "_") + "_response"


def answered(method: str, answer: Mapping[str, Any], request_id: str, look: Look) -> bytes:
    """A whole answer."""
    body = {**shaped(_without_none(dict(answer)), look), "request_id": request_id}
    if look.simplify and look.form == "json":
        return _json(body)
    return _written({root(method): body}, look)


def refused(why: Refused, request_id: str, look: Look) -> bytes:
    """A whole refusal, which comes with HTTP 200 like everything else."""
    told: dict[str, Any] = {"code": why.code, "msg": why.message}
    if why.sub_code:
        told |= {"sub_code": why.sub_code, "sub_msg": why.sub_msg}
    return _written({"error_response": {**told, "request_id": request_id}}, look)


def _written(body: dict[str, Any], look: Look) -> bytes:
    if look.form == "json":
        return _json(body)
    [(name, value)] = body.items()
    return f'<?xml version="1.0" encoding="utf-8" ?>{_xml(name, value)}'.encode()


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _xml(name: str, value: Any) -> str:
    match value:
        case dict():
            inside = "".join(_xml(key, one) for key, one in value.items())
        case list():
            return "".join(_xml(name, one) for one in value)
        case bool():
            inside = str(value).lower()
        case _:
            inside = escape(str(value))
    return f"<{name}>{inside}</{name}>"
