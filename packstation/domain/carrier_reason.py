"""Why a carrier takes a box or may not: a key and what fills its sentence, kept as text beside the box."""

from __future__ import annotations

import json
from dataclasses import dataclass

Data = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence about a carrier: ``key`` names it, ``data`` fills it.

    ``others`` are carriers that were passed over, with the reason of each.
    """

    key: str
    data: Data = ()
    others: tuple[tuple[str, Reason], ...] = ()

    def as_text(self) -> str:
        """As it is stored: the key alone where there is nothing else."""
        if not self.data and not self.others:
            return self.key
        return json.dumps(_packed(self), ensure_ascii=False, separators=(",", ":"))

    @property
    def facts(self) -> dict[str, str]:
        """What fills the sentence, by gap."""
        return dict(self.data)


def reason_of(text: str) -> Reason:
    """The reason a text stands for; a text that is none of ours is its own key."""
    if not text.startswith("["):
        return Reason(text)
    try:
        return _unpacked(json.loads(text))
    except (ValueError, TypeError, AttributeError):
        return Reason(text)


def reason(key: str, **facts: object) -> Reason:
    """A reason with its facts as text."""
    return Reason(key, tuple((name, str(value)) for name, value in facts.items()))


def _packed(one: Reason) -> list[object]:
    return [one.key, dict(one.data), [[code, _packed(why)] for code, why in one.others]]


def _unpacked(packed: list[object]) -> Reason:
    key, data, others = packed
    if not isinstance(key, str) or not isinstance(data, dict) or not isinstance(others, list):
        raise TypeError
    return Reason(
        key,
        tuple((str(name), str(value)) for name, value in data.items()),
        tuple((str(code), _unpacked(why)) for code, why in others),
    )
