"""Moments as the database keeps them: whole milliseconds since 1970, UTC; text would sort wrongly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """An aware moment as milliseconds."""
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """The moment (UTC) of stored milliseconds."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


def maybe_ms(moment: datetime | None) -> int | None:
    """Like ``to_ms``; nothing stays nothing."""
    return None if moment is None else to_ms(moment)


def maybe_from_ms(milliseconds: int | None) -> datetime | None:
    """Like ``from_ms``; nothing stays nothing."""
    return None if milliseconds is None else from_ms(milliseconds)
