"""Makes ``packstation/domain/layout_tables.py`` from the machine's own layouts; run it after changing the list here.

python -m tests.tools.make_layouts >new.py, then put it in place of ``packstation/domain/layout_tables.py`` (which it
reads) and format it.
"""

from __future__ import annotations

import sys
import unicodedata

from packstation.domain.layouts import turned_round
from tests.tools.xkb import US_ROWS, Keyboard

LAYOUTS = (
    *(
        "de",
        "fr",
        "es",
        "it",
        "ru",
        "tr",
        "gb",
        "us(intl)",
        "pt",
        "br",
        "latam",
        "be",
        "ch",
        "nl",
        "dk",
        "no",
    ),
    *(
        "fi",
        "is",
        "ee",
        "cz",
        "cz(qwerty)",
        "sk",
        "hu",
        "hr",
        "lt",
        "tr(f)",
        "az",
        "ca",
        "ca(multix)",
        "ua",
        "by",
    ),
    *(
        "bg",
        "kz",
        "uz",
        "mn",
        "rs",
        "mk",
        "gr",
        "il",
        "ara",
        "ir",
        "th",
        "vn",
        "jp",
        "am",
        "ge",
        "us(dvorak)",
    ),
    *("us(colemak)", "fr(bepo)"),
)
"""As xkb names them, the likelier first. Chinese, Korean, Polish, Romanian, Latvian and Taiwanese keyboards type what
a US one does; Austria types as Germany, Sweden as Finland, Slovenia as Croatia."""

WIDTH = 88
HEAD = '''"""Keyboard layouts: what each key types, alone and with Shift, in the order of ``US``.

Written by tests/tools/make_layouts.py from xkb-data, which a test compares it with; not to be edited by hand.
A blank stands for a key that types nothing, an accent for a key that waits for a letter to put it on.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

'''


def rows(layout: str, *, caps: bool = False) -> tuple[str, str]:
    """What a layout's keys type alone and with Shift; a blank where they type nothing known."""
    keyboard = Keyboard(layout)
    alone, shifted = (
        "".join(keyboard.press(key, shift=shift, caps=caps).sign or " " for key in US_ROWS)
        for shift in (False, True)
    )
    return alone, shifted


def keeps_the_rule(layout: str) -> bool:
    """Whether CapsLock does to a layout what it does to most; keys without a known sign prove nothing."""
    expected = "".join(turned_round(*rows(layout)))
    real = "".join(rows(layout, caps=True))
    return all(typed in {rule, " "} for rule, typed in zip(expected, real, strict=True))


def literal(row: str) -> str:
    """A row as Python text on as many lines as it needs; signs that mix up an editor's line are written by number."""
    lines = [""]
    for sign in row:
        odd = unicodedata.bidirectional(sign) not in {"L", "EN", "ES", "CS", "ET", "ON", "WS", "BN"} or (
            unicodedata.category(sign) in {"Mn", "Mc", "Cf"}
        )
        text = f"\\u{ord(sign):04x}" if odd else {'"': '\\"', "\\": "\\\\"}.get(sign, sign)
        if len(lines[-1]) + len(text) > WIDTH:
            lines.append("")
        lines[-1] += text
    text = "\n        ".join(f'"{line}"' for line in lines)
    return f"({text})" if len(lines) > 1 else text


def table(name: str, two: tuple[str, str]) -> str:
    """One layout's entry."""
    return f'    "{name}": (\n        {literal(two[0])},\n        {literal(two[1])},\n    ),\n'


def module() -> str:
    """The whole file."""
    us = ("".join(pair[0] for pair in US_ROWS.values()), "".join(pair[1] for pair in US_ROWS.values()))
    return (
        f"{HEAD}US = (\n    {literal(us[0])},\n    {literal(us[1])},\n)\n"
        '"""The keys of a US keyboard, row by row from the top left."""\n\n'
        "LAYOUTS: Mapping[str, tuple[str, str]] = MappingProxyType({\n"
        + "".join(table(name, rows(name)) for name in LAYOUTS)
        + '})\n"""By the name xkb gives a layout, the likelier ones first."""\n\n'
        "CAPSLOCK: Mapping[str, tuple[str, str]] = MappingProxyType({\n"
        + "".join(table(name, rows(name, caps=True)) for name in LAYOUTS if not keeps_the_rule(name))
        + '})\n"""What CapsLock makes of the layouts in which it is more than capitals for small letters."""\n'
    )


if __name__ == "__main__":
    sys.stdout.write(module())
