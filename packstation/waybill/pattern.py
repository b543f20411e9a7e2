r"""A carrier's rule for its waybill numbers, matched so that no rule from a file can make the desk wait.

Rules come from order files and platforms (``reg_mail_no``) and are regular expressions of the plainest sort.
Python's own matcher tries one way after another and can be made to take hours by ``(a|a)*b``; here all ways
are followed at once, as the set of places in the number that each part of the rule can reach.

Understood: characters, ``.``, classes ``[A-Z0-9]``, ``\d \w \s`` and their opposites, groups, ``|``,
``* + ? {n} {n,} {n,m}``, ``^`` and ``$``. Everything else (look-around, back references) is refused with its
place.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from packstation.errors import BadInput

LONGEST_PATTERN = 200
DEEPEST = 6
MOST_REPEATS = 99

Places = frozenset[int]
Step = Callable[[str, Places], Places]
"""From the places reached so far in a number to the places reached after one more part of the rule."""

_CLASSES = {
    "d": frozenset(string.digits),
    "w": frozenset(string.ascii_letters + string.digits + "_"),
    "s": frozenset(string.whitespace),
}
_ANY_BUT = frozenset("\n")
_PLAIN_ESCAPES = frozenset(string.punctuation)


class BadPattern(BadInput):
    """A carrier's number rule that cannot be used; carries ``pattern`` and ``place`` (counted from 1)."""

    name = "waybill-pattern"


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> Callable[[str], bool]:
    """Understand a carrier's number rule.

    Args:
        pattern: regular expression of at most 200 characters.

    Returns:
        A test that says whether a whole number follows the rule.

    Raises:
        BadPattern: too long, nested deeper than 6 groups, or with a part that is not understood.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise BadPattern(pattern=pattern[:40], place=LONGEST_PATTERN + 1)
    reader = _Reader(pattern)
    step = reader.alternatives(0)
    if reader.more():
        reader.fail()

    def follows(number: str) -> bool:
        return len(number) in step(number, frozenset((0,)))

    return follows


def _one_of(chars: frozenset[str], *, wanted: bool = True) -> Step:
    def step(number: str, places: Places) -> Places:
        end = len(number)
        return frozenset(at + 1 for at in places if at < end and (number[at] in chars) is wanted)

    return step


def _at_start(_number: str, places: Places) -> Places:
    return places & {0}


def _at_end(number: str, places: Places) -> Places:
    return places & {len(number)}


def _in_a_row(steps: list[Step]) -> Step:
    def step(number: str, places: Places) -> Places:
        for part in steps:
            if not places:
                break
            places = part(number, places)
        return places

    return step


def _any_of(branches: list[Step]) -> Step:
    def step(number: str, places: Places) -> Places:
        return frozenset().union(*(branch(number, places) for branch in branches))

    return step


def _repeated(part: Step, least: int, most: int | None) -> Step:
    def step(number: str, places: Places) -> Places:
        for _ in range(least):
            if not places:
                return places
            places = part(number, places)
        reached = new = places
        left = len(number) if most is None else min(most - least, len(number))
        while new and left > 0:
            new = part(number, new) - reached
            reached |= new
            left -= 1
        return reached

    return step


@dataclass(slots=True)
class _Reader:
    """Reads a rule from left to right."""

    text: str
    at: int = 0

    def more(self) -> bool:
        return self.at < len(self.text)

    def fail(self) -> None:
        raise BadPattern(pattern=self.text[:40], place=self.at + 1)

    def peek(self) -> str:
        return self.text[self.at] if self.more() else ""

    def take(self) -> str:
        if not self.more():
            self.fail()
        self.at += 1
        return self.text[self.at - 1]

    def taken(self, expected: str) -> bool:
        if not self.text.startswith(expected, self.at):
            return False
        self.at += len(expected)
        return True

    def alternatives(self, depth: int) -> Step:
        branches = [self.sequence(depth)]
        while self.taken("|"):
            branches.append(self.sequence(depth))
        return branches[0] if len(branches) == 1 else _any_of(branches)

    def sequence(self, depth: int) -> Step:
        steps: list[Step] = []
        while self.more() and self.peek() not in "|)":
            steps.append(self.quantified(self.atom(depth)))
        return _in_a_row(steps)

    def atom(self, depth: int) -> Step:
        match char := self.take():
            case "^":
                return _at_start
            case "$":
                return _at_end
            case "(":
                return self.group(depth)
            case "[":
                return self.char_class()
            case "\\":
                return self.escape()
        if char in "*+?{}]":
            self.at -= 1
            self.fail()
        return _one_of(_ANY_BUT if char == "." else frozenset(char), wanted=char != ".")

    def group(self, depth: int) -> Step:
        if depth >= DEEPEST or (self.peek() == "?" and not self.taken("?:")):
            self.fail()
        inner = self.alternatives(depth + 1)
        if not self.taken(")"):
            self.fail()
        return inner

    def escape(self) -> Step:
        char = self.take()
        if char.lower() in _CLASSES:
            return _one_of(_CLASSES[char.lower()], wanted=char.islower())
        if char not in _PLAIN_ESCAPES:
            self.fail()
        return _one_of(frozenset(char))

    def char_class(self) -> Step:
        wanted = not self.taken("^")
        chars: set[str] = set()
        while not self.taken("]"):
            chars.update(self.class_item())
        if not chars:
            self.fail()
        return _one_of(frozenset(chars), wanted=wanted)

    def class_item(self) -> Iterator[str] | frozenset[str]:
        first = self.take()
        if first == "\\":
            first = self.take()
            if first in _CLASSES:
                return _CLASSES[first]
            if first not in _PLAIN_ESCAPES:
                self.fail()
        if self.peek() != "-" or self.text[self.at + 1 : self.at + 2] in {"]", ""}:
            return frozenset(first)
        self.take()
        last = self.take()
        if last == "\\" or not first <= last <= "\x7f":
            self.fail()
        return (chr(code) for code in range(ord(first), ord(last) + 1))

    def quantified(self, part: Step) -> Step:
        match self.peek():
            case "*":
                bounds: tuple[int, int | None] = (0, None)
            case "+":
                bounds = (1, None)
            case "?":
                bounds = (0, 1)
            case "{":
                return self.settled(_repeated(part, *self.braces()))
            case _:
                return part
        self.take()
        return self.settled(_repeated(part, *bounds))

    def settled(self, part: Step) -> Step:
        # A lazy "?" finds the same numbers: only a whole number counts here.
        self.taken("?")
        if self.peek() and self.peek() in "*+?{":
            self.fail()
        return part

    def braces(self) -> tuple[int, int | None]:
        self.take()
        least = self.count()
        if least is None:
            self.fail()
        most = least
        if self.taken(","):
            most = self.count()
        if not self.taken("}") or (most is not None and most < (least or 0)):
            self.fail()
        return least or 0, most

    def count(self) -> int | None:
        start = self.at
        while self.peek() and self.peek() in string.digits:
            self.at += 1
        if self.at == start:
            return None
        value = int(self.text[start : self.at])
        if value > MOST_REPEATS:
            self.fail()
        return value
