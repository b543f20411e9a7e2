"""Waybill numbers: does this one belong to that carrier, and is it the same number with a tail.

Patterns overlap (many are digits only), so a number alone never decides a carrier; it can only suggest one.
"""

from __future__ import annotations

import re

from packstation.waybill.pattern import compile_pattern

LONGEST_NUMBER = 64

KNOWN_PATTERNS: tuple[tuple[str, str], ...] = (
    ("SF", r"^SF\d{13}$|^\d{12}$"),
    ("YTO", r"^YT\d{13}$"),
    ("ZTO", r"^7\d{13}$"),
    ("STO", r"^77\d{13}$"),
    ("YUNDA", r"^(43|46|12)\d{11,13}$|^\d{13}$"),
    ("JD", r"^JD[A-Z0-9]{11,15}$"),
    ("JT", r"^JT\d{13}$"),
    ("DB", r"^DPK\d{12}$"),
    ("EMS", r"^E[A-Z]\d{9}CN$"),
)
"""What carriers print today, by carrier code. From open-source clients of the platforms (2026), not from the
carriers themselves: the platform's own ``reg_mail_no`` of a carrier goes before these wherever it is
known."""

_S10 = re.compile(r"[A-Z]{2}(\d{8})(\d)[A-Z]{2}", re.ASCII)
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_S10_REMAINDERS = {10: 0, 11: 5}
_S10_MODULUS = 11

_JD_TAIL = re.compile(r"(JD[A-Z0-9]{9,18})-\d{1,3}-\d{1,3}-?", re.ASCII)


def plain(number: str) -> str:
    """Reduce what was scanned off a label to the waybill number it stands for.

    JD codes each parcel of a waybill as ``JDVA12345678901-1-1-`` (number, parcel, parcels); the tail goes.
    Blanks around are dropped and letters made capital, because Caps Lock bends what a keyboard scanner types.
    """
    code = number.strip().upper()
    found = _JD_TAIL.fullmatch(code)
    return found[1] if found else code


def matches(pattern: str, number: str) -> bool:
    """Say whether a number can be one of this carrier's waybills.

    Args:
        pattern: the carrier's rule, a regular expression for the whole number; empty accepts all ASCII.
        number: the waybill number, without a parcel's tail.

    Raises:
        packstation.waybill.pattern.BadPattern: the rule itself is not usable.
    """
    follows = compile_pattern(pattern) if pattern else str.isascii
    return 0 < len(number) <= LONGEST_NUMBER and number.isprintable() and follows(number)


def s10_check_digit(serial: str) -> int:
    """Compute the check digit of a postal number (UPU S10): weights 8 6 4 2 3 5 9 7, modulus 11.

    Args:
        serial: the eight digits before it.

    Raises:
        ValueError: not eight digits.
    """
    total = sum(weight * int(digit) for weight, digit in zip(_S10_WEIGHTS, serial, strict=True))
    digit = _S10_MODULUS - total % _S10_MODULUS
    return _S10_REMAINDERS.get(digit, digit)


def s10_valid(number: str) -> bool:
    """Say whether a postal number such as ``EB000717595HK`` was typed and printed without a slip."""
    found = _S10.fullmatch(number)
    return found is not None and s10_check_digit(found[1]) == int(found[2])


def suggest(number: str) -> tuple[str, ...]:
    """Name the carriers this number could belong to, best known first; a person or the order decides.

    Returns:
        Carrier codes of `KNOWN_PATTERNS`; empty when none prints such numbers.
    """
    code = plain(number)
    fitting = (carrier for carrier, pattern in KNOWN_PATTERNS if matches(pattern, code))
    return tuple(carrier for carrier in fitting if carrier != "EMS" or s10_valid(code))


def spaced(number: str) -> str:
    """Group a waybill number so that a person can read it out: ``YT 1234 5678 90123``."""
    head = number.rstrip("0123456789")
    digits = number[len(head) :]
    if head and not (head.isalpha() and head.isascii()):
        return number
    return " ".join(filter(None, (head, grouped(digits))))


def grouped(digits: str) -> str:
    """Group digits by four; a single left-over digit joins its neighbours. Other text stays whole."""
    if not (digits.isdigit() and digits.isascii()):
        return digits
    cuts = list(range(0, len(digits), 4))
    if len(cuts) > 1 and len(digits) - cuts[-1] == 1:
        cuts.pop()
    return " ".join(digits[start:end] for start, end in zip(cuts, [*cuts[1:], len(digits)], strict=True))
