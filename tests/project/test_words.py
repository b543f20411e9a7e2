"""Nothing the worker can meet is left without a sentence, in any language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from packstation.domain.scan import Event, Verdict
from packstation.words import LANGUAGES, PSEUDO, Words, load
from tests.project.checkout import TOP, project_files

WHOLE = ("zh_CN", "en")
"""The languages that say everything by themselves."""
TOLD = {"StoreTrouble", "BadInput", "BadSetting", "Outage", "Rejected", "Unsure"}
"""Errors whose reason is the key of a sentence; a Refusal's is a verdict."""

OF_THE_ROW = frozenset({"file", "row", "column"})
"""What a reject adds by itself."""


@dataclass(frozen=True)
class Raised:
    """One place in the program that makes an error of a known reason."""

    place: str
    reason: str
    data: frozenset[str]
    more: bool
    """Whether data is handed on that only running the program would show."""


def raised() -> Iterator[Raised]:
    """All errors the program makes, with the data their sentences may use."""
    for path in project_files():
        if path.parts[0] == "packstation" and path.suffix == ".py":
            for node in ast.walk(ast.parse((TOP / path).read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TOLD:
                    names = [keyword.arg for keyword in node.keywords]
                    for reason in reasons(node):
                        known = frozenset(name for name in names if name)
                        yield Raised(f"{path}:{node.lineno}", reason, known, None in names)


def reasons(call: ast.Call) -> list[str]:
    """The texts a call's first argument can be, as far as the source tells."""
    if not call.args:
        return []
    return [
        node.value
        for node in ast.walk(call.args[0])
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def keys(language: str) -> frozenset[str]:
    return frozenset(load(language).keys())


def key_of(reason: str) -> str:
    """Where the sentence of an error stands: with the rejects if it is about a row of a file."""
    return next(
        (
            f"{area}.{reason}"
            for area in ("errors", "printer", "files")
            if f"{area}.{reason}" in load("zh_CN")
        ),
        "",
    )


def lacks(words: Words, one: Raised) -> frozenset[str]:
    """The gaps of an error's sentence that would stay empty."""
    key = key_of(one.reason)
    if one.more or key not in words:
        return frozenset()
    return words.gaps(key) - one.data - (OF_THE_ROW if key.startswith("files.") else frozenset())


def test_both_whole_languages_say_the_same_things() -> None:
    one, other = map(keys, WHOLE)
    assert one ^ other == set()


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
def test_every_language_fills_the_same_gaps(language: str) -> None:
    words, base = load(language), load("zh_CN")
    assert keys(language) - keys("zh_CN") == set()
    different = {
        key: (words.gaps(key), base.gaps(key))
        for key in keys(language)
        if key in base and words.gaps(key) != base.gaps(key)
    }
    assert different == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty(language: str) -> None:
    words = load(language)
    assert {key for key in keys(language) if not words(key).strip() and not words.gaps(key)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_has_its_sentence_and_its_banner(language: str) -> None:
    words = load(language)
    wanted = {f"{area}.{verdict}" for area in ("say", "banner") for verdict in Verdict}
    assert wanted - keys(language) == set()
    banners = [words(f"banner.{verdict}") for verdict in Verdict]
    assert sorted(set(banners)) == sorted(banners)


@pytest.mark.parametrize("language", WHOLE)
def test_no_banner_stands_without_a_verdict(language: str) -> None:
    known = {str(one) for one in (*Verdict, *Event)}
    banners = {key.removeprefix("banner.") for key in keys(language) if key.startswith("banner.")}
    assert {name for name in banners if name.partition(".")[0] not in known} == set()


@pytest.mark.parametrize("language", WHOLE)
def test_every_error_has_its_sentence(language: str) -> None:
    words = load(language)
    found = list(raised())
    assert len(found) > len(TOLD)
    assert [f"{one.place} {one.reason}" for one in found if key_of(one.reason) not in words] == []


@pytest.mark.parametrize("language", WHOLE)
def test_every_error_brings_what_its_sentence_asks_for(language: str) -> None:
    words = load(language)
    lacking = {(one.place, one.reason): gaps for one in raised() for gaps in [lacks(words, one)] if gaps}
    assert lacking == {}
