"""What the platform must still hear from us: delivered, tried again, or parked, never dropped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=30)
SHIPMENT = "shipment"
"""The kind of an entry that says: a parcel left."""
RENUMBER = "renumber"
"""The kind of one that says: a parcel that left goes under another number."""
NO_PARCEL = "no-parcel"
"""The kind of one that says: an order that needs no parcel is fulfilled."""


class EntryState(StrEnum):
    """Whether the platform has heard it."""

    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    PARKED = "PARKED"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to tell the platform; ``key`` is minted with the shipment and stays the same in every try.

    ``kind`` says what ``body`` is about: frozen JSON text of what was true when the worker confirmed.
    ``not_before`` is UTC. ``error`` is why it was not delivered, or, of a delivered one, what was answered.
    """

    key: str
    order: str
    kind: str
    body: str
    created_at: datetime
    state: EntryState = EntryState.PENDING
    attempts: int = 0
    not_before: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    """The platform has it, or need not have it any more; ``answer``: what it said, as a reason is kept."""

    answer: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """Nobody answered, or not now: tried again, after ``wait`` if the other side named one."""

    error: str
    wait: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform said no: a person has to look."""

    error: str


Outcome = Delivered | Later | Refused


def reason_text(reason: str, data: Mapping[str, object]) -> str:
    """Why something was not delivered, as it is kept: the key of its sentence and what fills the gaps."""
    told = {name: value for name, value in data.items() if isinstance(value, str | int) and value != ""}
    return f"{reason} {json.dumps(told, ensure_ascii=False, sort_keys=True)}" if told else reason


def reason_of(text: str) -> tuple[str, dict[str, object]]:
    """The key of a kept reason's sentence and what fills its gaps; a text that is none stays one."""
    reason, _, told = text.partition(" ")
    try:
        data = json.loads(told) if told else {}
    except ValueError:
        return text, {}
    return (reason, data) if isinstance(data, dict) else (text, {})


def back_off(attempts: int) -> timedelta:
    """How long to wait after the n-th failed try: doubling from 5 s, never over half an hour."""
    doublings = min(max(attempts - 1, 0), 20)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def is_due(entry: Entry, now: datetime) -> bool:
    """Whether an entry may be tried now.

    A wait longer than any we hand out means the clock was set back meanwhile: then it is tried at once.
    """
    if entry.state is not EntryState.PENDING:
        return False
    return entry.not_before is None or entry.not_before <= now or entry.not_before - now > 2 * LONGEST_WAIT
