"""The companies that carry parcels for the platform, with the official rule for their waybill numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from packstation.domain import checks
from packstation.domain.checks import Bad
from packstation.domain.intake import Carrier
from packstation.errors import BadInput
from packstation.platforms.taobao import fields
from packstation.platforms.taobao.lists import Call
from packstation.top.envelope import listed
from packstation.waybill.pattern import compile_pattern

METHOD = "taobao.logistics.companies.get"
MOST = 1000
_RECOMMENDED = {"is_recommended": "true", "order_mode": "offline"}
"""Of the several hundred companies those the platform recommends for sending by oneself (method page)."""


def companies(call: Call) -> tuple[Carrier, ...]:
    """The carriers the platform takes numbers of; all where it recommends none.

    Raises:
        Outage: no answer.
        Rejected: the platform does not tell us.
    """
    asked = {"fields": fields.COMPANIES}
    found = _carriers(call(METHOD, {**asked, **_RECOMMENDED}))
    return found or _carriers(call(METHOD, asked))


def _carriers(answer: Mapping[str, Any]) -> tuple[Carrier, ...]:
    members = [one for one in listed(answer.get("logistics_companies"))[:MOST] if isinstance(one, Mapping)]
    found = (_carrier(one) for one in members)
    return tuple({carrier.code: carrier for carrier in found if carrier is not None}.values())


def _carrier(company: Mapping[str, Any]) -> Carrier | None:
    """One company; None for one that cannot be read. It says nothing of sort codes, so those stay."""
    try:
        code = checks.number(company.get("code"), "code")
        name = checks.text(_text(company, "name"), "name")
    except Bad:
        return None
    pattern = _text(company, "reg_mail_no")
    untold = {"sort_codes"} | ({"number_pattern"} if not _is_usable(pattern) else set())
    return Carrier(code, name, pattern if _is_usable(pattern) else "", untold=frozenset(untold))


def _is_usable(pattern: str) -> bool:
    """Whether the desk's own matcher understands the official rule."""
    try:
        compile_pattern(pattern)
    except BadInput:
        return False
    return bool(pattern)


def _text(company: Mapping[str, Any], name: str) -> str:
    value = company.get(name)
    return value.strip() if isinstance(value, str) else ""
