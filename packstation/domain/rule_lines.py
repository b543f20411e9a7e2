"""Settings that are lists of lines with a form of their own: how each is read, with an example to show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from packstation.domain import carrier_rules, wish_rules
from packstation.errors import BadInput

LINES: Mapping[str, tuple[Callable[[Sequence[str]], object], str]] = {
    "wishes.rules": (wish_rules.rules, wish_rules.EXAMPLE),
    "wishes.traits": (lambda lines: [wish_rules.of_trait(line) for line in lines], "fragile => 贴易碎标"),
    "wishes.shop": (
        lambda lines: [wish_rules.of_shop(line) for line in lines],
        "放感谢卡, 旗舰店 => 放感谢卡",
    ),
    "carriers.rules": (carrier_rules.read_rules, carrier_rules.EXAMPLE),
}
"""By the full name of the setting."""


def bad_line(name: str, lines: Sequence[str]) -> str | None:
    """The first line of such a setting that cannot be, on its own or after those before it."""
    read = LINES[name][0]
    for count, line in enumerate(lines, start=1):
        try:
            read(lines[:count])
        except BadInput:
            return line
    return None
