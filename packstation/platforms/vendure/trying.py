"""Whether the shop is there, knows us, and lets us read orders and tell shipments; changes nothing there."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from packstation.domain.checks import Bad
from packstation.domain.connection import Found, Part, Tried
from packstation.errors import PackstationError, Rejected
from packstation.platforms.vendure import queries
from packstation.platforms.vendure.api import FORBIDDEN, Api
from packstation.platforms.vendure.values import listed, said

PARTS = (Part.REACH, Part.TOKEN, Part.ORDERS, Part.SHIP)
_NO_ORDER = {"options": {"filter": {"code": {"eq": "-"}}, "take": 1}}
"""Whoever may read orders may ask for one that is not there, and none that is damaged is in the way."""
_NOTHING = {"input": {"lines": [], "handler": {"code": "manual-fulfillment", "arguments": []}}}
"""A fulfilment of no lines, which is refused whoever asks for it; without the right it is forbidden."""
BLAMED: Mapping[str, str] = MappingProxyType(
    {
        "vendure-no-token": "token",
        "vendure-forbidden": "token",
        "vendure-no-url": "url",
        "vendure-address": "url",
        "web-not-tls": "url",
        "vendure-schema": "version",
        "vendure-field": "own",
        "vendure-channel": "own",
    }
)
"""Who is most likely wrong when a round fails."""
_RIGHTS = {Part.ORDERS: "ReadOrder", Part.SHIP: "UpdateOrder"}


def trial(api: Api, variables: str, question: str, handler: str) -> tuple[Tried, ...]:
    """Each part that can be wrong, with how it is; never raises.

    Args:
        api: asks the shop.
        variables: the environment variables of the secrets, to name them where there is none.
        question: how this shop is asked for orders.
        handler: code of the way of fulfilling that the settings name.
    """
    try:
        forbidden = {part: error for part, error in _asked(api, question).items() if error is not None}
    except PackstationError as error:
        return _given_up(error, variables)
    if len(forbidden) == len(_RIGHTS) and not _is_known(api):
        return _all({Part.REACH: Tried(Part.REACH, Found.OK), Part.TOKEN: _failed(Part.TOKEN, FORBIDDEN)})
    told = {part: Tried(part, Found.OK) for part in PARTS}
    for part in forbidden:
        told[part] = Tried(part, Found.FAILED, "vendure-right", {"right": _RIGHTS[part]})
    if Part.SHIP not in forbidden and not _has(api, handler):
        told[Part.SHIP] = Tried(Part.SHIP, Found.FAILED, "vendure-handler", {"handler": handler})
    return _all(told)


def _asked(api: Api, question: str) -> dict[Part, Rejected | None]:
    """What the shop says to a question of each kind: forbidden, or not.

    Raises:
        PackstationError: anything else is wrong.
    """
    found: dict[Part, Rejected | None] = {}
    for part, query, variables in (
        (Part.ORDERS, question, _NO_ORDER),
        (Part.SHIP, queries.FULFIL, _NOTHING),
    ):
        try:
            api.ask(query, variables)
            found[part] = None
        except Rejected as error:
            if error.reason != FORBIDDEN:
                raise
            found[part] = error
    return found


def _has(api: Api, handler: str) -> bool:
    """Whether the shop has this way of fulfilling; where it does not tell, the first parcel will."""
    try:
        handlers = listed(api.ask(queries.HANDLERS, {}), "fulfillmentHandlers")
    except (PackstationError, Bad):
        return True
    return handler in {said(one, "code") for one in handlers}


def _is_known(api: Api) -> bool:
    """Whether the shop knows whose token it is; it never says so of an API key (measured on 3.7.3)."""
    try:
        return bool(api.access.token and api.ask(queries.ME, {}).get("me"))
    except PackstationError:
        return False


def _given_up(error: PackstationError, variables: str) -> tuple[Tried, ...]:
    """Nothing more can be tried: whose fault that is, and what it proves of the others."""
    told: dict[Part, Tried] = {}
    match error.reason:
        case "vendure-no-token" | "vendure-forbidden":
            told[Part.TOKEN] = _failed(Part.TOKEN, error.reason, {"variable": variables})
        case "vendure-schema" | "vendure-field" | "vendure-channel" | "vendure-refused":
            told[Part.REACH] = Tried(Part.REACH, Found.OK)
            told[Part.ORDERS] = _failed(Part.ORDERS, error.reason, error.data)
        case reason:
            told[Part.REACH] = _failed(Part.REACH, reason, error.data)
    return _all(told)


def _failed(part: Part, reason: str, data: Mapping[str, object] | None = None) -> Tried:
    plain = {name: value for name, value in (data or {}).items() if isinstance(value, str | int)}
    return Tried(part, Found.FAILED, reason, plain)


def _all(told: Mapping[Part, Tried]) -> tuple[Tried, ...]:
    return tuple(told.get(part, Tried(part, Found.UNTRIED, "untried")) for part in PARTS)
