"""One cell of a table: made harmless on the way out, unwrapped on the way in."""

from __future__ import annotations

import re
import unicodedata

_DIGITS_KEPT = 1e15
_STARTERS = frozenset("=+-@\t\r\n\u2212")
_WRAPPED = re.compile(r'="(.*)"', re.DOTALL)
_EMPTY = frozenset({"null", "NULL", "'null", "'", "--", "#N/A"})


def neutral(text: str) -> str:
    """The text so that a spreadsheet never runs it: an apostrophe stands before what would be a formula.

    Formulas start with ``=``, ``+``, ``-`` or ``@``, also written full-width, after blanks, tabs or line
    ends, or after signs that are not seen. Text without such a start, order and waybill numbers above all,
    stays letter by letter.
    """
    shown = text.replace("\x00", "")
    for sign in shown:
        folded = unicodedata.normalize("NFKC", sign)[:1]
        if sign in _STARTERS or folded in _STARTERS:
            return f"'{shown}"
        if not (sign.isspace() or folded.isspace() or unicodedata.category(sign) in ("Cc", "Cf")):
            return shown
    return shown


def plain(cell: str) -> str:
    """What the cell says; ``="…"``, by which shops keep long numbers from spreadsheets, is unwrapped."""
    text = cell.strip()
    if text[:2] == '="' and (wrapped := _WRAPPED.fullmatch(text)):
        text = wrapped[1].strip()
    return "" if text in _EMPTY else text


def of_number(value: float) -> str:
    """A number of a workbook as text.

    Spreadsheets keep 15 digits; beyond that the true digits are gone, so it comes back in the form
    (``4.06E+18``) by which a damaged number is known.
    """
    if value.is_integer() and abs(value) < _DIGITS_KEPT:
        return str(int(value))
    return f"{value:.15G}"
