"""The border: a value from outside becomes what the desk works with, or is refused with place and reason.

Every function takes the ``place`` of the value (``lines[0].quantity``) and raises ``Bad`` with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sized
from datetime import UTC, datetime, tzinfo
from decimal import Decimal

from packstation.domain import money
from packstation.domain.scan import clean

NUMBER_LENGTH = 100
NAME_LENGTH = 500
MESSAGE_LENGTH = 5000
MOST_UNITS = 99_999
MOST = 1_000_000_000
LARGEST_INTEGER = 2**63
_SHOWN = 40

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control signs, except tab and line end
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"  # signs that turn the direction of writing round
    "\ufeff\ufffe\uffff\ud800-\udfff]"  # no signs at all
)
_PLAIN = re.compile(r"[!-&(-~][ !-*,-~]*")
"""Signs of plain ASCII without what needs a closer look: an apostrophe or blank in front, a plus anywhere."""
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_BLANKS = re.compile("[\n\t]+")
_DAMAGED = re.compile(r"-?\d(?:\.\d+)?E\+\d{2,}", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
"""Also keeps the change of zones in range."""
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?")


class Bad(Exception):
    """This value cannot be taken: where it stands, why, and what fills the sentence."""

    def __init__(self, place: str, reason: str, **data: object) -> None:
        """Keep place and reason as data."""
        self.place = place
        self.reason = reason
        self.data = tuple((key, shown(value) or '""') for key, value in data.items())
        super().__init__(place, reason)


_FINEST_PRICE = -6
_CURRENCY = re.compile("[A-Z]{3}")


def shown(value: object) -> str:
    """The value as it may stand in a sentence: short, on one line, nothing unseen in it."""
    if isinstance(value, int) and abs(value) >= LARGEST_INTEGER:
        return "999…"
    text = str(value) if not isinstance(value, str) else value[: _SHOWN * 4]
    text = _BLANKS.sub(" ", _UNSEEN.sub("", text))
    return text[:_SHOWN] + "…" if len(text) > _SHOWN else text


def text(value: str | int | None, place: str, longest: int = NAME_LENGTH) -> str:
    """A name, a title, a part of an address: one line, nothing unseen in it."""
    if not isinstance(value, str):
        return "" if value is None else _digits(value, place)
    value = value.strip()
    _fits(value, place, longest)
    if value.isprintable():
        return value
    value = _UNSEEN.sub("", _LINE_ENDS.sub("\n", value))
    return _BLANKS.sub(" ", value).strip()


def message(value: str | int | None, place: str) -> str:
    """What the buyer or the seller wrote; may go over several lines."""
    if not isinstance(value, str):
        return "" if value is None else _digits(value, place)
    value = value.strip()
    _fits(value, place, MESSAGE_LENGTH)
    if value.isprintable():
        return value
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", value)).strip()


def number(value: object, place: str, longest: int = NUMBER_LENGTH) -> str:
    """A number that can be scanned (order, line, SKU, barcode, waybill, badge): text, as a scan writes it.

    An apostrophe before the digits, left by a spreadsheet, goes. Unlike in a message a control sign is not
    dropped: the number would become another one.
    """
    if not isinstance(value, str):
        return _digits(value, place)
    if value.isascii() and value.isalnum() and len(value) <= longest:
        return value
    if _PLAIN.fullmatch(value) and len(value) <= longest:
        return value.rstrip()
    value = value.strip().lstrip("\ufeff")
    if value[:1] == "'" and value[1:2].isdigit():
        value = value[1:]
    _fits(value, place, longest)
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in value):
        raise Bad(place, "bad-characters", value=value)
    if _DAMAGED.fullmatch(value):
        raise Bad(place, "number-damaged", value=value)
    value = clean(value)
    if not value:
        raise Bad(place, "missing")
    _fits(value, place, longest)  # folding wide forms may have made it longer
    return value


def _fits(value: str, place: str, longest: int) -> None:
    if len(value) > longest:
        raise Bad(place, "too-long", longest=longest, length=len(value))


def optional_number(value: object, place: str) -> str:
    """Like ``number``, but may be empty."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return ""
    return number(value, place)


def _digits(value: object, place: str) -> str:
    """A JSON integer as text, where it is certainly what was written."""
    if value is None:
        raise Bad(place, "missing")
    if type(value) is int and -LARGEST_INTEGER < value < LARGEST_INTEGER:
        return str(value)
    damaged = isinstance(value, int | float) and not isinstance(value, bool)
    raise Bad(place, "number-damaged" if damaged else "not-text", value=value)


def whole(
    value: object, place: str, lowest: int = 0, highest: int = MOST, reason: str = "out-of-range"
) -> int:
    """A count, grams or millimetres within sane limits."""
    if type(value) is int and lowest <= value <= highest:
        return value
    raise Bad(place, reason, value=value, lowest=lowest, highest=highest)


def optional_whole(value: object, place: str, lowest: int = 0, highest: int = MOST) -> int | None:
    """Like ``whole``, but may be missing."""
    return None if value is None else whole(value, place, lowest, highest)


def quantity(value: object, place: str) -> int:
    """Units of a line: 1 to 99,999; anything else is a slip, and half an order must never leave."""
    return whole(value, place, 1, MOST_UNITS, "wrong-quantity")


def price(value: Decimal | None, place: str, currency: str = "") -> Decimal | None:
    """What one unit costs, in whole cents or what its currency has instead; never below nothing."""
    if value is None:
        return None
    exponent, digits = value.as_tuple().exponent, max(money.USUAL_DIGITS, money.digits(currency))
    if isinstance(exponent, int) and exponent >= _FINEST_PRICE and 0 <= value <= MOST:
        # a zero may come with a minus
        return abs(value if exponent >= -digits else value.quantize(Decimal(1).scaleb(-digits)))
    raise Bad(place, "wrong-price", value=str(value))


_CHINA = frozenset({"", "中国", "中國", "中国大陆", "中國大陸", "CN", "CHN", "CHINA", "PRC"})
"""How shops and files name it."""


def currency(value: str | None, place: str) -> str:
    """What prices are in, by the code of ISO 4217 in any case; empty at home."""
    code = (value or "").strip().upper()
    if code and not _CURRENCY.fullmatch(code):
        raise Bad(place, "wrong-currency", value=value)
    return "" if code == money.HOME else code


def country(value: str | None, place: str) -> str:
    """Where a parcel goes, by name or code; nothing where that is China, whose addresses need none.

    Raises:
        Bad: it is no text, or too long.
    """
    name = text(value, place)
    return "" if name.upper() in _CHINA else name


def moment(value: str | None, place: str, zone: tzinfo) -> datetime | None:
    """A moment in UTC; written without a zone it is the shop's wall clock."""
    if value is None or not (value := value.strip()):
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        read = _loose(value, place)
    if not _FIRST_YEAR <= read.year <= _LAST_YEAR:
        raise Bad(place, "wrong-date", value=value)
    return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)


def _loose(value: str, place: str) -> datetime:
    """A moment as people and spreadsheets write it: ``2026/1/2 3:04``, ``2026年1月2日``."""
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", value)) if len(value) <= _SHOWN else None
    try:
        if match is None:
            raise Bad(place, "wrong-date", value=value)
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  (a wall clock; the caller knows its zone)
    except ValueError:
        raise Bad(place, "wrong-date", value=value) from None


def few(values: Sized, place: str, most: int) -> None:
    """Refuse a list that is longer than anything real."""
    if len(values) > most:
        raise Bad(place, "too-many", most=most, count=len(values))
