"""A scan that the computer's keyboard settings bent: another layout than the scanner's, or CapsLock.

A keyboard scanner sends keys, not signs, and is set to US. A computer set to another layout types other signs
for some of them, so the code is not found. What the scanner meant can be worked out from the layouts' tables.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice, product

from packstation.domain.aim import split_aim
from packstation.domain.gs1 import GS
from packstation.domain.gtin import is_gtin
from packstation.domain.layout_tables import CAPSLOCK, LAYOUTS, US
from packstation.domain.scan import LONGEST_CODE, clean, command_of

MOST_READINGS = 64
"""Ways of reading one code that are followed where two keys type one sign: six Greek Σ, each an S or a W."""

_SPACING = dict(
    zip(
        "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327\u0328",
        "`\u00b4^~\u00af\u02d8\u02d9\u00a8\u02da\u02dd\u02c7\u00b8\u02db",
        strict=True,
    )
)
"""The accent on a letter, and the accent as the tables have it: the key pressed before that letter."""

_Back = dict[str, tuple[str, ...]]
"""For each sign typed: the signs of the US keys that type it, letters and digits first."""


def spellings(code: str) -> tuple[str, ...]:
    """A code as it came, then turned round as by CapsLock, then all in capitals and all in small letters."""
    return tuple(dict.fromkeys((code, code.swapcase(), code.upper(), code.lower())))


def unbent(code: str) -> tuple[tuple[str, str], ...]:
    """What the scanner meant, for every layout that can have typed this code and would have changed it.

    CapsLock on top of a layout is thought of too; a mere change of case is not listed (see ``spellings``).

    Args:
        code: The code as typed, best before ``scan.clean``, which folds some of the accents and ligatures.

    Returns:
        Pairs of layout (as xkb names it) and meaning, the likelier layouts first; a meaning that several
        layouts give stands once, under the first. A few dozen as a rule.
    """
    typed = "".join(sign for sign in code if sign == GS or unicodedata.category(sign) != "Cc").strip(" ")
    if not typed or len(typed) > LONGEST_CODE:
        return ()
    found: dict[str, str] = {}
    for layout in LAYOUTS:
        for meant in _meanings(typed, layout):
            if meant.casefold() != typed.casefold():
                found.setdefault(meant, layout)
    return tuple((layout, meant) for meant, layout in found.items())


def bent_by(code: str, known: Callable[[str], bool]) -> str:
    """The layout that bent a code the desk does not know; ``""`` when it is simply unknown.

    A layout is blamed only on evidence: what the scanner meant is a command, or the desk knows it, or it is
    an article number with the right check digit typed with signs outside ASCII. A check digit alone proves
    nothing: one in ten is right by chance.

    Args:
        code: The code as typed (see ``unbent``).
        known: Whether a code means something at this desk; asked a few dozen times, with the scanner's
            identifier still in front where there is one.
    """
    typed_command = _is_command(code)
    foreign = not code.isascii()
    for layout, meant in unbent(code):
        if known(meant) or (not typed_command and _is_command(meant)):
            return layout
        if foreign and is_gtin(split_aim(meant)[1]):
            return layout
    return ""


def _is_command(code: str) -> bool:
    return command_of(clean(split_aim(code)[1])) is not None


def _meanings(typed: str, layout: str) -> Iterator[str]:
    """Every way a layout can have come to type this."""
    texts = dict.fromkeys((typed, _ligated(typed, layout)))
    for back in _backs(layout):
        for text in texts:
            yield from _readings(text, back)


def _readings(text: str, back: _Back) -> Iterator[str]:
    keys = []
    for sign in text:
        meant = back.get(sign) or _apart(sign, back)
        if not meant:
            return
        keys.append(meant)
    yield from islice(map("".join, product(*keys)), MOST_READINGS)


def _apart(sign: str, back: _Back) -> tuple[str, ...]:
    """The two keys behind a letter with an accent on it."""
    letter, accent = (*unicodedata.normalize("NFD", sign), "", "")[:2]
    if letter not in back or not accent:
        return ()
    before = tuple(first + last for first in back.get(_SPACING.get(accent, ""), ()) for last in back[letter])
    return before or tuple(first + last for first in back[letter] for last in back.get(accent, ()))


@cache
def _backs(layout: str) -> tuple[_Back, ...]:
    """The tables from signs typed to US signs: plain, with CapsLock, with a CapsLock acting as Shift."""
    alone, shifted = LAYOUTS[layout]
    plain, capped = _back(alone, shifted), _back(*under_capslock(layout))
    for sign, kept in plain.items():
        # Windows leaves keys that are not of the alphabet as they are, Linux makes É of the é there.
        capped.setdefault(sign, kept)
    # French and Belgian Windows give the digits above the keys as well.
    return plain, capped, _back(shifted, alone)


def _back(alone: str, shifted: str) -> _Back:
    back: dict[str, list[str]] = {GS: [GS], " ": [" "]}
    for typed, meant in zip(alone + shifted, "".join(US), strict=True):
        if typed != " ":
            back.setdefault(typed, []).append(meant)
    return {typed: tuple(sorted(meant, key=lambda sign: not sign.isalnum())) for typed, meant in back.items()}


def under_capslock(layout: str) -> tuple[str, str]:
    """What the keys of a layout type while CapsLock is on, alone and with Shift."""
    return CAPSLOCK.get(layout) or turned_round(*LAYOUTS[layout])


def turned_round(alone: str, shifted: str) -> tuple[str, str]:
    """The rule most layouts keep under CapsLock: small letters and capitals change places."""
    pairs = [
        (second, first) if first.islower() and second.isupper() else (_turned(first), _turned(second))
        for first, second in zip(alone, shifted, strict=True)
    ]
    return "".join(first for first, _ in pairs), "".join(second for _, second in pairs)


def _turned(sign: str) -> str:
    turned = "\u1e9e" if sign == "ß" else sign.swapcase()
    return turned if len(turned) == 1 else sign


def _ligated(typed: str, layout: str) -> str:
    """The text with the layout's ligatures whole again: some computers and every folding take them apart."""
    for sign, parts in _parts(layout):
        typed = typed.replace(parts, sign)
    return typed


@cache
def _parts(layout: str) -> tuple[tuple[str, str], ...]:
    folded = ((sign, unicodedata.normalize("NFKC", sign)) for sign in "".join(LAYOUTS[layout]))
    return tuple((sign, parts) for sign, parts in folded if len(parts) > 1)
