"""``[shops.NAME]``: the shops beside the one in ``[platform]``, each with the keys that stand there."""

from __future__ import annotations

import re
from typing import Any

from packstation.errors import BadSetting
from packstation.settings.checks import Source, checked
from packstation.settings.keys import KEYS

PLATFORM = "platform."
"""What the keys of a shop begin with, wherever they stand."""
_NAME = re.compile(r"[a-z][a-z0-9]{0,15}")
"""It becomes part of a variable's name and of file names, and stays with the shop's orders."""


def shops_in(tables: object, source: Source) -> dict[str, dict[str, Any]]:
    """What is set for each further shop, by its short name; values by their names under ``platform.``.

    Raises:
        BadSetting: a name, a key or a value that is not allowed.
    """
    if not isinstance(tables, dict):
        raise _unknown(source, "shops", "shops.NAME")
    found: dict[str, dict[str, Any]] = {}
    for name, table in tables.items():
        place = f"shops.{name}"
        if _NAME.fullmatch(name) is None or not isinstance(table, dict):
            raise _unknown(source, place, "shops.NAME (a-z 0-9, 1 … 16)")
        found[name] = {}
        for key, value in table.items():
            if PLATFORM + key not in KEYS:
                may = sorted(one.removeprefix(PLATFORM) for one in KEYS if one.startswith(PLATFORM))
                raise _unknown(source, f"{place}.{key}", ", ".join(may))
            found[name][PLATFORM + key] = checked(PLATFORM + key, value, source, f"{place}.{key}")
    return found


def _unknown(source: Source, name: str, allowed: str) -> BadSetting:
    """A key or a name that may not stand there."""
    return BadSetting("unknown-key", file=source.file, line=source.line_of(name), key=name, allowed=allowed)
