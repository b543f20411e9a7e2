"""Labels that say more than an article number: lot, serial, expiry and count in GS1 element strings.

A code is read so only when the scanner or a separator in it says that it is meant so: plain numbers are taken
for element strings far too easily (about one in six).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from packstation.domain.aim import GS1_MARKS, split_aim
from packstation.domain.scan import LONGEST_CODE, clean

GS = "\x1d"
_YEARS_BACK, _YEARS_AHEAD = 49, 50
"""Where a year of two digits may lie (GS1 General Specifications 7.12)."""
"""The group separator: how scanners send the sign FNC1 that ends a field of open length."""


@dataclass(frozen=True, slots=True)
class Elements:
    """What a GS1 label says about the goods it stands on; what it does not say is empty.

    Numbers are as printed: a wrong check digit is for ``gtin.is_gtin`` and ``gtin.is_sscc`` to find.

    Attributes:
        gtin: The article, 14 digits (01).
        content_gtin: The article inside a case or on a pallet, 14 digits (02).
        lot: The lot (10).
        serial: The serial number (21).
        expires: The last good day (17, else best before, 15).
        quantity: How many of ``content_gtin`` are inside (37), else the count of a pack of any size (30).
        sscc: The carton or pallet itself, 18 digits (00).
        rest: Everything else as pairs of application identifier and value, in the order of the label.
    """

    gtin: str = ""
    content_gtin: str = ""
    lot: str = ""
    serial: str = ""
    expires: date | None = None
    quantity: int | None = None
    sscc: str = ""
    rest: tuple[tuple[str, str], ...] = ()


def is_marked(code: str) -> bool:
    """Whether a code is meant as element strings: by its identifier, or by a separator in front or inside.

    A separator at the very end may be the scanner's own suffix and says nothing.
    """
    return split_aim(code)[0] in GS1_MARKS or GS in code.rstrip(GS)


def elements_of(code: str, today: date) -> Elements | None:
    """What a marked code says; None when it is not marked or breaks the rules anywhere.

    Half-understood labels are not used: a lot cut short or a count of another field would count wrongly. So
    None is also the answer to unknown fields, to a GTIN of fewer than 14 digits, to a field of open length
    that is full and goes on without a separator, and to one field with two different values. Impossible days
    (``000000`` is printed by some for "none") leave only ``expires`` empty. Small letters stay small.

    Args:
        code: The code as it came from the scanner, separators included.
        today: The day of the scan; years of two digits are those from 49 years before to 50 years after it.
    """
    if len(code) > LONGEST_CODE or not is_marked(code):
        return None
    fields: dict[str, str] = {}
    for part in split_aim(code)[1].split(GS):
        found = _fields(clean(part))
        if found is None or any(fields.get(name, value) != value for name, value in found):
            return None
        fields.update(found)
    return _elements(fields, today) if fields else None


def prepare() -> None:
    """Read the tables now, so that the first such label of the day is answered as fast as the others."""
    _fields("91x")


def _fields(part: str) -> list[tuple[str, str]] | None:
    """The fields of one stretch without separators, None when it is no chain of them."""
    from biip import ParseConfig, ParseError  # noqa: PLC0415  (reading its tables takes 0.1 s)
    from biip.gs1_element_strings import GS1ElementString  # noqa: PLC0415  (same)

    # Days are read below: the library would take its "today" from the computer's clock.
    config = ParseConfig(gs1_element_strings_verify_date=False)
    found = []
    while part:
        try:
            # Without the check the library takes digits of other scripts for digits.
            element = GS1ElementString.extract(part, config=config) if part.isascii() else None
        except (ParseError, ValueError):
            element = None
        if element is None or not len(element):
            return None
        part = part[len(element) :]
        if part and ".." in element.ai.format:
            return None
        found.append((element.ai.ai, element.value))
    return found


def _elements(fields: dict[str, str], today: date) -> Elements:
    """Sort the fields into what the desk uses and the rest."""
    left = dict(fields)
    inside = left.pop("02", "")
    count = _count(left, "37" if inside else "30")
    expires = None
    for name in ("17", "15"):
        if expires is None and name in left and (expires := _day(left[name], today)):
            del left[name]
    return Elements(
        gtin=left.pop("01", ""),
        content_gtin=inside,
        lot=left.pop("10", ""),
        serial=left.pop("21", ""),
        expires=expires,
        quantity=count,
        sscc=left.pop("00", ""),
        rest=tuple(left.items()),
    )


def _count(left: dict[str, str], name: str) -> int | None:
    """Take a count out of the fields; a count of nothing counts nothing and stays there."""
    digits = left.get(name, "")
    count = int(digits) if digits.isascii() and digits.isdigit() else 0
    if not count:
        return None
    del left[name]
    return count


def _day(digits: str, today: date) -> date | None:
    """The day meant by YYMMDD (GS1 General Specifications 7.12); day 00 is the month's last."""
    year, month, day = (int(digits[at : at + 2]) for at in (0, 2, 4))
    year += today.year - today.year % 100
    if year - today.year > _YEARS_AHEAD:
        year -= 100
    elif year - today.year < -_YEARS_BACK:
        year += 100
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:
        return None
