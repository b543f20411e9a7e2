"""What a call asks for, read from its parameters as the gateway reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.emulators.taobao import times
from tests.emulators.taobao.refused import invalid, missing

Params = Mapping[str, str]
DEFAULT_PAGE, LONGEST_PAGE = 40, 100


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted, and how its length is told."""

    number: int
    size: int
    has_next: bool


def text(params: Params, name: str) -> str:
    """A required parameter; an empty one counts as missing, as it does for the signature."""
    value = params.get(name, "")
    if not value:
        raise missing(name)
    return value


def ident(params: Params, name: str) -> str:
    """A required id: digits only."""
    value = text(params, name)
    if not (value.isascii() and value.isdigit()):
        raise invalid(name)
    return value


def whole(params: Params, name: str, default: int) -> int:
    """A number, or what stands for it when it is not given."""
    try:
        return int(params.get(name) or default)
    except ValueError:
        raise invalid(name) from None


def moment(params: Params, name: str) -> datetime | None:
    """A time, or None when it is not given."""
    value = params.get(name, "")
    try:
        return times.read(value) if value else None
    except ValueError:
        raise invalid(name) from None


def yes(params: Params, name: str) -> bool:
    """A switch; only ``true`` is on."""
    return params.get(name, "").lower() == "true"


def page(params: Params) -> Page:
    """Page number and size.

    Raises:
        Refused: a page of more than 100, or a number below 1.
    """
    number, size = whole(params, "page_no", 1), whole(params, "page_size", DEFAULT_PAGE)
    if number < 1:
        raise invalid("page_no")
    if not 1 <= size <= LONGEST_PAGE:
        raise invalid("page_size")
    return Page(number, size, yes(params, "use_has_next"))


def document(params: Params, name: str) -> Any:
    """A parameter that is JSON in itself."""
    try:
        return json.loads(text(params, name))
    except ValueError:
        raise invalid(name) from None


def records(params: Params, name: str, most: int) -> list[dict[str, Any]]:
    """A parameter that is a JSON list of objects, of at most so many."""
    found = document(params, name)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise invalid(name)
    if not 1 <= len(found) <= most:
        raise invalid(name, f"最多支持{most}个")
    return found


def record(params: Params, name: str) -> dict[str, Any]:
    """A parameter that is one JSON object."""
    found = document(params, name)
    if not isinstance(found, dict):
        raise invalid(name)
    return found
