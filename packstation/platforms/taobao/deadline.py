"""By when a trade must be sent, from the platform's many fields about it, and which of them says so.

Order and meaning: wire.md §4.7. ``timeout_action_time`` is no ship deadline and is not looked at. How some
of these fields are written is not documented: moments, dates, hours or days after the payment are understood
[M]; what is not understood is left out, and the next strongest word counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from packstation.domain import deadlines
from packstation.top import times

_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_AFTER = re.compile(r"(\d{1,3})\s*(小时|天|日|h|d)?", re.IGNORECASE)
_HOURS = ("小时", "h")
_LAST = time(23, 59, 59)

Facts = Mapping[str, Any]


def due(
    trade: Facts, lines: Iterable[tuple[Facts, Iterable[Facts]]], paid: datetime | None
) -> tuple[datetime, str] | None:
    """The moment the platform will punish us (UTC) and its source; None where it says nothing.

    Args:
        trade: the trade.
        lines: its sub-orders that are still to be sent, each with what ``logistics_infos`` says of it.
        paid: when it was paid (UTC).
    """
    return deadlines.earliest(_promises(trade, order, infos, paid) for order, infos in lines)


def _promises(
    trade: Facts, order: Facts, infos: Iterable[Facts], paid: datetime | None
) -> dict[str, datetime]:
    """What is said of one sub-order; the trade's own fields hold where it says nothing itself."""
    infos = list(infos)
    told = {
        "promise-outbound": _earliest((info.get("promise_outbound_time") for info in infos), paid),
        "delivery-time": _first(order.get("delivery_time"), trade.get("delivery_time"), paid=paid),
        "promise-collect": _earliest(
            (order.get("promise_collect_time"), *(info.get("promise_collect_time") for info in infos)), paid
        ),
        "collect-time": _first(order.get("collect_time"), trade.get("collect_time"), paid=paid),
        "send-time": _first(trade.get("send_time"), paid=paid),
        "estimate": _first(order.get("estimate_con_time"), trade.get("est_con_time"), paid=paid),
        "interval": _interval(trade.get("consign_interval"), paid),
    }
    return {name: moment for name, moment in told.items() if moment is not None}


def _first(*values: object, paid: datetime | None) -> datetime | None:
    """The first of the values that is a moment."""
    return next((moment for value in values if (moment := read(value, paid)) is not None), None)


def _earliest(values: Iterable[object], paid: datetime | None) -> datetime | None:
    """The earliest of the values that are moments."""
    return min((moment for value in values if (moment := read(value, paid)) is not None), default=None)


def _interval(value: object, paid: datetime | None) -> datetime | None:
    """So many hours after the payment."""
    hours = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if paid is None or re.fullmatch(r"[1-9]\d{0,3}", hours.strip()) is None:
        return None
    return paid + timedelta(hours=int(hours))


def read(value: object, paid: datetime | None) -> datetime | None:
    """A moment as the platform writes it; None where there is none to be understood.

    A date alone means the end of that day in China, ``48小时`` or ``7天`` (a bare ``7`` are days) so long
    after the payment.
    """
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not text or text == "0":
        return None
    try:
        moment = times.read(text)
    except ValueError:
        return _relative(text, paid)
    if _DATE.fullmatch(text):
        day = moment.astimezone(times.CHINA).date()
        return datetime.combine(day, _LAST, times.CHINA).astimezone(UTC)
    return moment


def _relative(text: str, paid: datetime | None) -> datetime | None:
    found = _AFTER.search(text)
    if found is None or paid is None or not int(found[1]):
        return None
    count = int(found[1])
    is_hours = (found[2] or "").lower() in _HOURS
    return paid + (timedelta(hours=count) if is_hours else timedelta(days=count))
