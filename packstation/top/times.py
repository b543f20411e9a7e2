"""The platform's wall clock: it writes every time without a zone and means GMT+8 (wire.md §4.1)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
_FORM = "%Y-%m-%d %H:%M:%S"
_EPOCH = re.compile(r"1\d{9}(\d{3})?")
_OWN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_YEARS = range(2000, 2101)
_READ = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?")


def written(moment: datetime) -> str:
    """A moment as the platform writes it, ``2026-11-11 00:00:01``; parts of a second are cut off."""
    return moment.astimezone(CHINA).strftime(_FORM)


def read(text: str) -> datetime:
    """A moment the platform wrote, in UTC; GMT+8 unless it names a zone itself.

    Some of its fields hold seconds or milliseconds since 1970 instead [M]: 10 or 13 digits are read so.

    Raises:
        ValueError: it is none, or of another century.
    """
    moment = _wall(text.strip())
    if moment.year not in _YEARS:
        raise ValueError(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=CHINA)).astimezone(UTC)


def is_as_written(text: str) -> bool:
    """Whether a moment stands in the platform's own form."""
    return _OWN.fullmatch(text.strip()) is not None


def _wall(text: str) -> datetime:
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text) / (1000 if epoch[1] else 1), UTC)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        found = _READ.fullmatch(text)
        if found is None:
            raise
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  (the zone follows)


def next_midnight(moment: datetime) -> datetime:
    """When the platform's next day begins (UTC): then its day quotas are full again."""
    tomorrow = moment.astimezone(CHINA).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), CHINA).astimezone(UTC)


def day_of(moment: datetime) -> str:
    """The platform's day, ``2026-11-11``."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d")
