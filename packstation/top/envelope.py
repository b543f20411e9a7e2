"""What stands around an answer: is it one, is it an answer to what was asked, and where are its lists.

As documented (wire.md §4.3): ``{"trades_sold_get_response": {"trades": {"trade": [...]}, …}}``, the method's
name with underscores and without ``taobao.``; lists stand under a singular name. With ``simplify=true`` lists
stand alone, and the outer name may be missing [M: both forms are taken]. JSON is read as leniently as can be
without guessing: one broken sign in a buyer's message must not hide a page of orders.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from packstation.errors import Outage

Answer = Mapping[str, Any]
ERROR = "error_response"
_TAIL = "_response"


def envelope_of(method: str) -> str:
    """The name an answer to this method bears."""
    return method.removeprefix("taobao.").replace(".", "_") + _TAIL


def document_of(body: bytes) -> Answer:
    """The JSON object of an answer's bytes.

    Raises:
        Outage: ``taobao-unreadable``: HTML, cut off, or no object; nothing of it is used.
    """
    try:
        document = json.loads(
            body.decode("utf-8-sig", "replace"), strict=False, parse_constant=lambda _: None
        )
    except (ValueError, RecursionError) as error:
        raise Outage("taobao-unreadable", reached=True) from error
    if not isinstance(document, dict):
        raise Outage("taobao-unreadable", reached=True)
    return document


def inside(method: str, document: Answer, *, simplified: bool = False) -> Answer:
    """What the answer to this method holds.

    Raises:
        Outage: ``taobao-other-answer``, it answers something else; nothing of it is used.
    """
    name = envelope_of(method)
    found = document.get(name)
    if isinstance(found, dict):
        return found
    if name in document and found in (None, "", []):
        return {}  # nothing to say, as some writers of JSON put an empty object
    if simplified and not any(key.endswith(_TAIL) for key in document):
        return document
    raise Outage("taobao-other-answer", method=method, reached=True)


def listed(holder: object) -> tuple[Any, ...]:
    """The members of a list: under its singular name, alone, or a single one without a list around it."""
    match holder:
        case None | "":
            return ()
        case list():
            return tuple(holder)
        case dict() if len(holder) == 1 and isinstance(only := next(iter(holder.values())), list | dict):
            return tuple(only) if isinstance(only, list) else (only,)
        case dict() if not holder:
            return ()
        case _:
            return (holder,)
