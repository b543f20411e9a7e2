"""Values out of the shop's answers, each with its place where it is not sound."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from packstation.domain import checks
from packstation.domain.checks import Bad

Facts = Mapping[str, Any]


def code_in(facts: Facts) -> str:
    """The order's number, as buyers and the shop's owner know it.

    Raises:
        Bad: it has none.
    """
    return checks.number(facts.get("code"), "code")


def identity(facts: Facts, name: str) -> str:
    """An id of the shop's, as text.

    Raises:
        Bad: it is missing or no id.
    """
    return checks.number(facts.get(name), name)


def listed(facts: Facts, name: str) -> list[Facts]:
    """The objects of a list; none is an empty one.

    Raises:
        Bad: something else stands there.
    """
    found = facts.get(name)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise Bad(name, "not-object")
    return found


def part(facts: Facts, name: str) -> Facts:
    """An object in it; anything that is none is an empty one."""
    found = facts.get(name)
    return found if isinstance(found, Mapping) else {}


def said(facts: Facts, name: str) -> str:
    """A field as text; anything that is none is nothing."""
    value = facts.get(name)
    return value.strip() if isinstance(value, str) else ""


def moment(facts: Facts, name: str) -> datetime | None:
    """A moment in UTC; None where there is none.

    Raises:
        Bad: it is no moment.
    """
    return checks.moment(said(facts, name) or None, name, UTC)
