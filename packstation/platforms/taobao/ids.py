"""Ids in what the platform tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from packstation.domain.checks import Bad
from packstation.top.ids import DoubtfulId, id_of


def id_in(holder: Mapping[str, Any], name: str) -> str:
    """An id as text.

    Raises:
        Bad: it is missing or cannot be what was written.
    """
    try:
        return id_of(holder, name)
    except DoubtfulId as doubt:
        raise Bad(name, doubt.reason, value=holder.get(name)) from doubt
