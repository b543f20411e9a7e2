"""Whether what a connector gives as a reason is a sentence to people."""

from __future__ import annotations

from collections.abc import Mapping

from packstation.domain.connection import Tried
from packstation.domain.outbox import Later, Outcome, Refused, reason_of
from packstation.errors import PackstationError
from packstation.words import LANGUAGES, Words, load


def must_be_said(reason: str, data: Mapping[str, object], area: str = "errors") -> None:
    """The reason has a sentence in every language, and brings what it asks for."""
    for language in LANGUAGES:
        words = load(language)
        key = f"{area}.{reason}"
        assert key in words, f"{key} has no words in {language}"
        _fills(words, key, data)


def _fills(words: Words, key: str, data: Mapping[str, object]) -> None:
    lacking = words.gaps(key) - set(data)
    assert not lacking, f"{key} lacks {lacking}"


def trouble_is_said(error: PackstationError) -> None:
    """An error of a connector is a sentence."""
    must_be_said(error.reason, error.data)


def why(outcome: Outcome) -> str:
    """Why something was not delivered, by its reason, which must be a sentence."""
    assert isinstance(outcome, Later | Refused), outcome
    reason, data = reason_of(outcome.error)
    must_be_said(reason, data)
    return reason


def tried_is_said(tried: Tried) -> None:
    """A part that was tried has a name, and what was found a sentence."""
    for language in LANGUAGES:
        words = load(language)
        assert f"connection.fact.{tried.part}" in words
        key = f"connection.try.{tried.part}.{tried.reason}"
        key = key if key in words else f"errors.{tried.reason}"
        assert key in words, f"{tried.part}: {tried.reason} has no words in {language}"
        _fills(words, key, tried.data)
