"""Which words stand in the files the program wrote, however they are spelled there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

_CODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")


def left_behind(folder: Path, words: Iterable[str]) -> list[str]:
    """``FILE: word`` for every word found anywhere under a folder, names of files included."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    found = []
    for path in files:
        content = path.read_bytes() + str(path.relative_to(folder)).encode()
        found += [f"{path.name}: {word}" for word in words if any(one in content for one in _spelled(word))]
    return found


def _spelled(word: str) -> set[bytes]:
    plain = {word.encode(coding) for coding in _CODINGS}
    return {*plain, json.dumps(word).strip('"').encode(), word.encode("unicode_escape")}
