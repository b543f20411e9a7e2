"""Times on the wire: ``yyyy-MM-dd HH:mm:ss`` in GMT+8, no zone written; inside they are UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
FORM = "%Y-%m-%d %H:%M:%S"
FIRST_YEAR = 2003


def written(at: datetime | None) -> str | None:
    """A time as the platform writes it."""
    return at.astimezone(CHINA).strftime(FORM) if at else None


def read(text: str) -> datetime:
    """A time as the platform reads it.

    Raises:
        ValueError: not of that form, or before anything was sold.
    """
    at = datetime.strptime(text, FORM).replace(tzinfo=CHINA)
    if at.year < FIRST_YEAR:
        raise ValueError
    return at.astimezone(UTC)


def to_the_second(at: datetime) -> datetime:
    """The books know no parts of a second: that is why many orders share one modified time."""
    return at.replace(microsecond=0)
