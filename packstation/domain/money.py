"""Amounts of money as they are said: never without their currency, never two currencies in one sum.

A currency is its code of ISO 4217; the empty one is that of the desk's own country.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

HOME = "CNY"
FINEST = 4
"""Digits behind the point that are kept of a price; shops may count in fractions of a cent."""
USUAL_DIGITS = 2
_DIGITS = {
    code: places
    for places, codes in (
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    )
    for code in codes.split()
}
"""Where a currency is not divided into hundredths (ISO 4217, list one)."""


def digits(currency: str) -> int:
    """How many digits an amount of this currency has behind the point."""
    return _DIGITS.get(currency, USUAL_DIGITS)


def said(amount: Decimal, currency: str) -> str:
    """``¥12.90`` at home, ``EUR 12.90`` or ``JPY 1500`` elsewhere; no digit that counts is cut off."""
    least = digits(currency)
    exact = amount.normalize().as_tuple().exponent
    shown = max(least, -exact if isinstance(exact, int) else 0)
    number = f"{amount:.{shown}f}"
    return f"{currency} {number}" if currency else f"¥{number}"


def said_sum(amounts: Iterable[tuple[Decimal, str]]) -> str:
    """The sum of amounts, each currency by itself: ``EUR 12.90 + JPY 1500``."""
    sums: dict[str, Decimal] = {}
    for amount, currency in amounts:
        sums[currency] = sums.get(currency, Decimal(0)) + amount
    return " + ".join(said(amount, currency) for currency, amount in sums.items()) or said(Decimal(0), "")
