"""What kind of barcode the scanner saw, when it is set to say so in front of every code.

Such a scanner sends ``]``, a letter for the kind and a modifier (ISO/IEC 15424, formerly of AIM; the letters
as printed in the manuals of Zebra, Datalogic, NCR and Cino). For the desk it is no part of the code.
"""

from __future__ import annotations

import re

EAN_13 = "]E0"
"""EAN-13 and UPC; a scanner that does not widen UPC-E sends its eight digits behind it as well."""

GS1_MARKS = frozenset({"]C1", "]d2", "]Q3", "]e0", "]J1"})
"""GS1-128, GS1 DataMatrix, GS1 QR, GS1 DataBar, GS1 DotCode: what follows is in element strings."""

KINDS = {
    "A": "Code 39",
    "B": "Telepen",
    "C": "Code 128",
    "D": "Code One",
    "E": "EAN and UPC",
    "F": "Codabar",
    "G": "Code 93",
    "H": "Code 11",
    "I": "Interleaved 2 of 5",
    "J": "DotCode",
    "K": "Code 16K",
    "L": "PDF417",
    "M": "MSI",
    "N": "Anker",
    "O": "Codablock",
    "P": "Plessey",
    "Q": "QR",
    "R": "2 of 5, two-bar start",
    "S": "2 of 5, three-bar start",
    "T": "Code 49",
    "U": "MaxiCode",
    "X": "other barcode",
    "Z": "no barcode",
    "c": "Channel Code",
    "d": "Data Matrix",
    "e": "GS1 DataBar",
    "g": "Grid Matrix",
    "h": "Han Xin",
    "o": "OCR",
    "p": "PosiCode",
    "s": "SuperCode",
    "t": "Ultracode",
    "z": "Aztec",
}
"""The letter and the kind of barcode it stands for. ``Y`` (extension of the system) is sent by no scanner and
is longer than three signs, so it stays part of the code."""

_IDENTIFIER = re.compile(rf"\][{''.join(KINDS)}][0-9A-Za-z](?=.)", re.DOTALL)


def split_aim(code: str) -> tuple[str, str]:
    """Take the scanner's word about the kind of barcode off the front of a code.

    Returns:
        The identifier (three signs, ``""`` when there is none) and the code without it. A code that is an
        identifier and nothing else is a code.
    """
    found = _IDENTIFIER.match(code)
    return (found.group(), code[found.end() :]) if found else ("", code)
