"""Article numbers: whether the check digit is right, and how else the same article may be written.

A scanner sends the same article as 12, 13 or 14 digits, while the product list holds one of them.
Rules: GS1 General Specifications 3.3.2 (zeros in front), 7.9 (check digit), 5.2.2.4.2 (UPC-E).
"""

from __future__ import annotations

from packstation.domain.aim import EAN_13

GTIN_LENGTHS = (13, 12, 14, 8)
"""Digits of an article number, the commonest in a product list first."""
SSCC_LENGTH = 18
UPC_E_LENGTH = 8
WIDEST = 14


def check_digit(digits: str) -> str:
    """The digit that belongs behind ``digits`` (ASCII digits only): weights 3, 1, 3 … from the right."""
    total = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def is_gtin(code: str) -> bool:
    """Whether a code is an article number of 8, 12, 13 or 14 digits that was read without a slip."""
    return len(code) in GTIN_LENGTHS and _checked(code)


def is_sscc(code: str) -> bool:
    """Whether a code is the 18-digit number of a carton or pallet, read without a slip."""
    return len(code) == SSCC_LENGTH and _checked(code)


def _checked(code: str) -> bool:
    return code.isascii() and code.isdigit() and check_digit(code[:-1]) == code[-1]


def same_item(code: str, *, identifier: str = "") -> tuple[str, ...]:
    """Every way the article of a code may be written in a product list, the code itself first.

    Only a right check digit makes a number an article number; all else stands for itself alone. Fourteen
    digits that do not begin with 0 are a case of the article, not the article.

    Args:
        code: The code without the scanner's identifier.
        identifier: That identifier; behind ``]E0`` eight digits can be a UPC-E, whose long form is then among
            the spellings. Eight digits without it are never widened: they are a GTIN-8.
    """
    spellings = [code]
    if is_gtin(code):
        spellings += _padded(code)
    if identifier == EAN_13 and (wide := upc_a(code)):
        spellings += _padded(wide)
    return tuple(dict.fromkeys(spellings))


def _padded(gtin: str) -> list[str]:
    """A number of right check digit with fewer and with more zeros in front."""
    if len(gtin) == WIDEST and not gtin.startswith("0"):
        return [gtin]
    wide = gtin.zfill(WIDEST)
    return [wide[-length:] for length in GTIN_LENGTHS if not wide[:-length].strip("0")]


def upc_a(code: str) -> str:
    """The 12 digits that a UPC-E of 8 digits stands for; ``""`` when it is none or was misread."""
    if len(code) != UPC_E_LENGTH or not (code.isascii() and code.isdigit()) or code[0] not in "01":
        return ""
    system, body, last, check = code[0], code[1:6], code[6], code[7]
    match last:
        case "0" | "1" | "2":
            number = body[:2] + last + "0000" + body[2:]
        case "3":
            number = body[:3] + "00000" + body[3:]
        case "4":
            number = body[:4] + "00000" + body[4:]
        case _:
            number = body + "0000" + last
    return system + number + check if check_digit(system + number) == check else ""
