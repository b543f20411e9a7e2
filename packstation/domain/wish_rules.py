"""The shop's rules that read wishes out of what people write.

A rule is one line: ``礼盒|gift box !礼盒多少钱 => 礼盒包装``. Any of the words before ``=>`` asks for
the wish after it; words after ``!`` forbid it. ``*`` stands for up to eight signs, ``(放|写)`` for one of
several, a blank for a blank, a hyphen or nothing. ``message:`` or ``memo:`` in front looks there only. What
is denied (不要礼盒, no gift box) asks for nothing, unless the rule's own words deny (``不要*发票``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from packstation.domain.buyer_words import BREAK, Folded, folded, is_denied, is_only_mentioned
from packstation.domain.usual_wishes import USUAL_RULES
from packstation.errors import BadInput

ARROW = "=>"
USUAL = "usual"
"""Stands in the shop's list for all the usual rules."""
EXAMPLE = "礼盒|gift box !礼盒多少钱 => 礼盒包装"
LONGEST_RULE = 2000
LONGEST_WISH = 100
MOST_PLACES = 100
"""Of one text, so that a word written a thousand times holds nobody up."""
_PLACES = ("message", "memo")
_GAP = r"[^\n?忘漏]{0,8}?"
"""Never over 忘 or 漏, which turn a denial round: 不要忘了发票."""
_MOST_GAPS = 3
_NO_SIGNS = str.maketrans("", "", "()|*,.，。")


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that ask for a wish, words that forbid it, and the places it looks at."""

    wish: str
    asks: re.Pattern[str]
    forbids: re.Pattern[str] | None = None
    places: tuple[str, ...] = _PLACES

    def found_in(self, told: Folded) -> str | None:
        """The words that ask for the wish, as they were written; empty where nothing does.

        None: it is named and not wanted. Where somebody asks and takes it back, the last word counts.
        """
        words: str | None = ""
        places = () if self.is_forbidden(told) else self.asks.finditer(told.text)
        for found in islice(places, MOST_PLACES):
            if is_denied(told, found.start(), found.end()):
                words = None
            elif not is_only_mentioned(told, found.start()):
                words = words or told.as_written(found.start(), found.end())
        return words

    def is_forbidden(self, told: Folded) -> bool:
        """Whether the text holds a word that forbids the wish."""
        return self.forbids is not None and self.forbids.search(told.text) is not None


@cache
def rule(line: str) -> Rule:
    """The rule that a line of the settings says.

    Raises:
        BadInput: it says none; ``detail`` is the part that cannot be.
    """
    words, arrow, wish = line.partition(ARROW)
    wish = " ".join(wish.split())
    if len(line) > LONGEST_RULE or not arrow or not wish or len(wish) > LONGEST_WISH or ARROW in wish:
        raise BadInput("bad-rule", detail=line)
    words, places = _placed(words.strip())
    asks, *forbids = words.split("!")
    forbidden = "|".join(part.strip() for part in forbids)
    return Rule(wish, _pattern(asks), _pattern(forbidden) if forbids else None, places)


def _placed(words: str) -> tuple[str, tuple[str, ...]]:
    """The words without the place in front of them, and the places to look at."""
    for place in _PLACES:
        if words.startswith(f"{place}:"):
            return words.removeprefix(f"{place}:"), (place,)
    return words, _PLACES


def _pattern(words: str) -> re.Pattern[str]:
    """Words with their ``|``, ``*`` and ``( )`` as one pattern without repeats inside repeats."""
    choices = [part.strip() for part in _split(words)]
    if not all(choices):
        raise BadInput("bad-rule", detail=words)
    return re.compile("|".join(_choice(part) for part in choices))


def _split(words: str) -> list[str]:
    """The words between those ``|`` that stand in no brackets."""
    parts, depth = [""], 0
    for sign in words:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth not in (0, 1):
            raise BadInput("bad-rule", detail=words)
        if sign == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    if depth:
        raise BadInput("bad-rule", detail=words)
    return parts


def _choice(word: str) -> str:
    """One word as a pattern; Latin ones stand alone: ``ems`` is not in ``items``."""
    if word.count("*") > _MOST_GAPS or word[0] == "*" or word[-1] == "*":
        raise BadInput("bad-rule", detail=word)
    if not folded(word.translate(_NO_SIGNS)).text.strip():
        raise BadInput("bad-rule", detail=word)
    pieces = re.split(r"(\([^()]*\)|\*)", word)
    pattern = "".join(_piece(piece) for piece in pieces if piece)
    return rf"(?<![a-z0-9]){pattern}(?![a-z0-9])" if _is_latin(word) else pattern


def _piece(piece: str) -> str:
    if piece == "*":
        return _GAP
    if piece[0] != "(":
        return _plain(piece)
    inner = [_plain(part) for part in piece[1:-1].split("|")]
    if not all(inner):
        raise BadInput("bad-rule", detail=piece)
    return f"(?:{'|'.join(inner)})"


def _plain(piece: str) -> str:
    """Text in the form in which messages are read; a blank may be left out or be a hyphen."""
    text = folded(piece).text.replace(BREAK, "")
    return re.escape(text).replace(r"\ ", "[ -]?")


def _is_latin(word: str) -> bool:
    return any(sign.isascii() and sign.isalnum() for sign in word) and word.isascii()


def of_trait(line: str) -> tuple[str, str]:
    """A trait of goods and the wish it implies: ``fragile => 贴易碎标``.

    Raises:
        BadInput: it names none.
    """
    trait, wish = of_shop(line)
    if not trait:
        raise BadInput("bad-rule", detail=line)
    return trait, wish


def of_shop(line: str) -> tuple[str, str]:
    """What a shop puts into its parcels: ``旗舰店 => 放感谢卡``, or ``放感谢卡`` for every shop.

    Raises:
        BadInput: it names no wish.
    """
    name, arrow, wish = line.rpartition(ARROW)
    name, wish = name.strip(), " ".join(wish.split())
    if (
        not wish
        or len(line) > LONGEST_RULE
        or len(wish) > LONGEST_WISH
        or (arrow and not name)
        or ARROW in name
    ):
        raise BadInput("bad-rule", detail=line)
    return name, wish


def rules(lines: Sequence[str]) -> tuple[Rule, ...]:
    """All rules of the shop's list; ``usual`` stands for the usual ones.

    Raises:
        BadInput: a line says no rule.
    """
    whole = [one for line in lines for one in (USUAL_RULES if line.strip() == USUAL else (line,))]
    return tuple(dict.fromkeys(rule(line) for line in whole))
