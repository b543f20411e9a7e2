"""Who may carry a trade, as the platform and the buyer want it.

``biz_delivery_type`` of each sub-order (wire.md §4.7): 0 nothing, 1 advice, 2 one of the white list, 3 none
of the black list; of any other both lists are kept to. The lists are written as codes with commas between
them, or as JSON [M]. A carrier the buyer chose stands as ``companyCode`` in the service tags (method page,
``service_tag``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from packstation.top.envelope import listed

MUST, MUST_NOT = "2", "3"
KNOWN_TYPES = frozenset({"", "0", "1", MUST, MUST_NOT})
_CODE = re.compile(r"[A-Za-z0-9_-]{2,40}")
_CHOSEN = re.compile(r"companyCode\s*[=:]\s*([A-Za-z0-9_-]{2,40})")
MOST = 200


def allowed_and_forbidden(
    trade: Mapping[str, Any], infos: Iterable[Mapping[str, Any]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the carriers one of which must take it (none: any), and of those that must not.

    Where two sub-orders want carriers of which no one is the other's, nobody may take both: all are
    forbidden, and a person has to part them.
    """
    infos = list(infos)
    must = [codes(info.get("white_delivery_cps")) for info in infos if is_kept_to(info, MUST)]
    must_not = [codes(info.get("black_delivery_cps")) for info in infos if is_kept_to(info, MUST_NOT)]
    must = [one for one in (*must, _chosen(trade)) if one]
    named = _distinct(must)
    common = tuple(code for code in named if all(code in one for one in must))
    return common or named, _distinct([*must_not, () if common else named])


def codes(value: object) -> tuple[str, ...]:
    """The carriers of a list, however it is written."""
    parts = value if isinstance(value, list) else [value]
    return _distinct([tuple(_CODE.findall(part)) for part in parts if isinstance(part, str)])[:MOST]


def _distinct(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.upper() for one in lists for code in one))


def type_of(info: Mapping[str, Any]) -> str:
    """What its lists mean, as the platform numbers it."""
    return str(info.get("biz_delivery_type") or "").strip()


def is_kept_to(info: Mapping[str, Any], kind: str) -> bool:
    """Whether a list of this kind is kept to; of a kind nobody knows both are, to be safe."""
    return type_of(info) == kind or type_of(info) not in KNOWN_TYPES


def _chosen(trade: Mapping[str, Any]) -> tuple[str, ...]:
    """The carrier the buyer chose, if any."""
    tags = (
        str(tag.get("service_tag") or "")
        for group in listed(trade.get("service_tags"))
        if isinstance(group, Mapping)
        for tag in listed(group.get("logistic_service_tag_list"))
        if isinstance(tag, Mapping)
    )
    return _distinct([_CHOSEN.findall(tag) for tag in tags])
