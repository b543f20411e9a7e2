"""What the platform has truly told: only answers that went out whole count, so that nobody is blamed for what was lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from tests.emulators.taobao.answers import Listed


class Topic(StrEnum):
    """What an answer may tell of a trade."""

    REFUND = "refund"
    ADDRESS = "address"


class Hearing:
    """Of each trade and topic: the last event that had happened when an answer told of it."""

    def __init__(self) -> None:
        self._told: dict[tuple[Topic, str], int] = {}

    def note(self, answer: Mapping[str, Any], event: int) -> None:
        """An answer goes out whole; so many events had happened by then."""
        for record in _records(answer):
            tid = str(record["tid"])
            if "orders" in record or "refund_id" in record:
                self._told[Topic.REFUND, tid] = event
            if "oaid" in record:
                self._told[Topic.ADDRESS, tid] = event

    def knows(self, topic: Topic, tid: str, event: int) -> bool:
        """Whether the caller had been told since that event."""
        return self._told.get((topic, tid), -1) >= event


def _records(value: Any) -> Iterator[Mapping[str, Any]]:
    """Trades and refunds in an answer."""
    match value:
        case Listed(_, items):
            for one in items:
                yield from _records(one)
        case dict():
            if "tid" in value:
                yield value
            else:
                for one in value.values():
                    yield from _records(one)
        case _:
            pass
