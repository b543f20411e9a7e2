"""Times on the wire: ``yyyy-MM-dd HH:mm:ss`` in GMT+8, no zone written; inside they are UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
FORM = "%Y-%m-%d %H:%M:%S"


def written(at: datetime | None) -> str | None:
    """A time as the platform writes it."""
    return at.astimezone(CHINA).strftime(FORM) if at else None


def read(text: str) -> datetime:
    """A time as the platform reads it.

    Raises:
        ValueError: not of that form.
    """
    return datetime.strptime(text, FORM).replace(tzinfo=CHINA).astimezone(UTC)


def to_the_second(at: datetime) -> datetime:
    """The books know no parts of a second: that is why many orders share one modified time."""
    return at.replace(microsecond=0)
