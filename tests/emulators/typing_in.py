"""What a person types at an emulator's console: a word, and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Verb = Callable[[list[str]], list[str]]


def answered(line: str, verbs: Mapping[str, Verb], unknown: str) -> list[str]:
    """Do what a line says; never raises for what a person can type.

    Args:
        line: what was typed.
        verbs: what can be done, by its word.
        unknown: what there may be none of, in words.
    """
    words = line.split()
    if not words:
        return []
    verb = verbs.get(words[0].lower())
    if verb is None:
        return [f"{words[0]}? Type help."]
    try:
        return verb(words[1:])
    except (ValueError, LookupError):
        return [f"{line.strip()}: no such {unknown}. Type help."]
