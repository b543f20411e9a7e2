"""What the platform has truly told: only answers that went out whole count, so that nobody is blamed for what was lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from tests.emulators.taobao.answers import Listed


class Topic(StrEnum):
    """What an answer may tell of a trade."""

    REFUND = "refund"
    ADDRESS = "address"


class Hearing:
    """Of each trade and topic: when an answer told of it, and how many events had happened by then."""

    def __init__(self) -> None:
        self._told: dict[tuple[Topic, str], list[tuple[int, datetime]]] = {}

    def note(self, answer: Mapping[str, Any], event: int, at: datetime) -> None:
        """An answer goes out whole; so many events had happened by then."""
        for record in _records(answer):
            tid = str(record["tid"])
            if "orders" in record or "refund_id" in record:
                self._note(Topic.REFUND, tid, event, at)
            if "oaid" in record:
                self._note(Topic.ADDRESS, tid, event, at)

    def _note(self, topic: Topic, tid: str, event: int, at: datetime) -> None:
        told = self._told.setdefault((topic, tid), [])
        if not told or told[-1][0] < event:
            told.append((event, at))

    def told_at(self, topic: Topic, tid: str, event: int) -> datetime | None:
        """When the caller was first told after that event; None: it never was."""
        return next((at for last, at in self._told.get((topic, tid), ()) if last >= event), None)


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
