"""How one order reads in the queue: short number, time left, marks, state; plain strings, no painting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from packstation.desk.views import QueueRow
from packstation.domain.deadlines import Urgency, urgency
from packstation.gui.lines_of_text import one_line
from packstation.words import Words

_LONG_NUMBER = 11
_HOUR_MIN = 60
_TWO_DAYS_MIN = 48 * _HOUR_MIN
_DAY = timedelta(days=1)
_TRAITS_WITH_WORDS = "gui.flag."


@dataclass(frozen=True, slots=True)
class Chip:
    """A small mark on a row: its words and the colour roles of its ground and text."""

    text: str
    ground: str
    ink: str


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """How near a deadline is, in words; the shape goes with the urgency, the colour role too."""

    urgency: Urgency
    text: str

    @property
    def ink(self) -> str:
        """The colour role of the text."""
        return self.urgency.value


def short_number(number: str) -> str:
    """A long order number as people compare them: its beginning and its end."""
    return number if len(number) <= _LONG_NUMBER else f"{number[:4]} …{number[-4:]}"


def clock(moment: datetime, zone: tzinfo) -> str:
    """Hours and minutes on the desk's clock."""
    return moment.astimezone(zone).strftime("%H:%M")


def day_and_clock(moment: datetime, now: datetime, zone: tzinfo, words: Words) -> str:
    """When something is, as short as it stays clear."""
    local, today = moment.astimezone(zone), now.astimezone(zone)
    days = (local.date() - today.date()).days
    time = local.strftime("%H:%M")
    if days == 0:
        return time
    if days == 1:
        return words("gui.time.tomorrow", time=time)
    return words("gui.time.date", month=local.month, day=local.day, time=time)


def time_left(due: datetime, now: datetime, words: Words) -> TimeLeft:
    """The time until (or since) a deadline; within the last hour to the second."""
    kind = urgency(due, now)
    if kind is Urgency.LATE:
        return TimeLeft(kind, words("gui.time.late", span=span(now - due, words)))
    left = due - now
    seconds = int(left.total_seconds())
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    if left >= _DAY:
        return TimeLeft(kind, words("gui.time.days", days=left.days, hours=hours % 24))
    if kind is Urgency.SOON:
        return TimeLeft(kind, f"{hours}:{minutes:02d}:{seconds % 60:02d}")
    return TimeLeft(kind, f"{hours}:{minutes:02d}")


def span(length: timedelta, words: Words) -> str:
    """A length of time in its largest unit."""
    minutes = int(length.total_seconds()) // 60
    if minutes < 1:
        return words("gui.time.seconds", n=max(0, int(length.total_seconds())))
    if minutes < _HOUR_MIN:
        return words("gui.time.minutes", n=minutes)
    if minutes < _TWO_DAYS_MIN:
        return words("gui.time.hours", n=minutes // _HOUR_MIN)
    return words("gui.time.whole-days", n=minutes // (24 * _HOUR_MIN))


def state_of(row: QueueRow, words: Words) -> str:
    """How far an order is; while it is packed, how many units are in."""
    if row.recall:
        return words(f"gui.recall.{row.recall}")
    if "no-parcel" in row.flags:
        return words("gui.state.no-parcel")
    if row.state == "packing" or (row.state == "held" and row.got):
        return words(f"gui.state-units.{row.state}", got=row.got, units=row.units)
    return words(f"gui.state.{row.state}")


def chips(row: QueueRow, words: Words) -> tuple[Chip, ...]:
    """The row's marks, most pressing first."""
    return tuple(
        sorted((_chip(flag, words) for flag in row.flags), key=lambda chip: _RANK.get(chip.ground, 9))
    )


_RANK = {"alarm": 0, "accent": 1, "urge": 2, "note": 3, "chip": 4}
_GROUNDS = {
    "complaint": ("alarm", "on_alarm"),
    "refund": ("alarm", "on_alarm"),
    "address-changed": ("alarm", "on_alarm"),
    "basket": ("accent", "on_accent"),
    "expedited": ("alarm", "on_alarm"),
    "no-parcel": ("accent", "on_accent"),
    "urge": ("urge", "urge_text"),
    "memo": ("note", "note_text"),
    "message": ("note", "note_text"),
}


def _chip(flag: str, words: Words) -> Chip:
    """One mark: ``urge:2``, ``basket:7`` carry a number, ``wish:…``, ``shop:…`` words, others are names."""
    name, _, value = flag.partition(":")
    ground, ink = _GROUNDS.get(name, ("chip", "chip_text"))
    if name in ("wish", "shop"):
        return Chip(one_line(value), ground, ink)
    key = f"{_TRAITS_WITH_WORDS}{name}"
    text = words(key, n=value) if key in words else one_line(value or name)
    return Chip(text, ground, ink)
