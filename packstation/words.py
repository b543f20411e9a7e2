"""Every sentence the worker reads, in the desk's language: window, command line and papers share them.

A sentence is found by its key (``area.name``); the areas are the files of ``resources/words/LANGUAGE/``.
Values from outside are only ever filled into gaps, never read as sentences.
"""

from __future__ import annotations

import locale
import string
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache

from packstation.domain.carrier_reason import Reason
from packstation.domain.order import Asked, Finding, Wish
from packstation.domain.outbox import reason_of
from packstation.domain.scan import Answer
from packstation.domain.trouble import Trouble
from packstation.errors import PackstationError
from packstation.resources import resource

LANGUAGES = ("zh_CN", "zh_TW", "en")
PSEUDO = "pseudo"
"""A language for tests: the English sentences, longer and in brackets, so that clipped text shows."""


class Words:
    """The sentences of one language."""

    def __init__(self, language: str, sentences: Mapping[str, str]) -> None:
        """Take the sentences of ``language``, by key."""
        self.language = language
        self._sentences = sentences

    def __call__(self, key: str, /, **gaps: object) -> str:
        """The sentence of a key with its gaps filled; a key without one comes back in brackets."""
        sentence = self._sentences.get(key)
        if sentence is None:
            return f"[{key}]"
        return sentence.format_map(_Gaps({name: _shown(value) for name, value in gaps.items()}))

    def raw(self, key: str) -> str:
        """The sentence of a key with its gaps as they are written; empty where there is none."""
        return self._sentences.get(key, "")

    def __contains__(self, key: str) -> bool:
        """Whether there is a sentence for the key."""
        return key in self._sentences

    def keys(self) -> tuple[str, ...]:
        """All keys, sorted."""
        return tuple(sorted(self._sentences))

    def gaps(self, key: str) -> frozenset[str]:
        """The names of a sentence's gaps."""
        return frozenset(name for _, name, _, _ in string.Formatter().parse(self._sentences[key]) if name)

    def error(self, error: PackstationError) -> str:
        """What went wrong and what to do, in one sentence."""
        return self.trouble(error.reason, error.data)

    def undelivered(self, error: str) -> str:
        """Why the platform was not told, in one sentence; what is no key of one is shown as it is."""
        reason, data = reason_of(error)
        return self.trouble(reason, data) if f"errors.{reason}" in self else error

    def trouble(self, reason: str, data: Mapping[str, object]) -> str:
        """The sentence of a reason, those of printers among them."""
        key = f"errors.{reason}"
        return self(key if key in self else f"printer.{reason}", **self._paper({**data}))

    def fact(self, key: str, gaps: Mapping[str, object]) -> str:
        """A sentence whose gaps may be troubles, said as theirs; without one of its own, the reason's."""
        if key not in self:
            return self.trouble(key.rpartition(".")[2], gaps)
        said = {
            name: self.trouble(value.reason, value.data) if isinstance(value, Trouble) else value
            for name, value in gaps.items()
        }
        return self(key, **said)

    def _paper(self, facts: dict[str, object]) -> dict[str, object]:
        """The data with a kind of document in words; ``kind`` is what the settings call it."""
        paper = facts.get("paper")
        return facts if paper is None else {**facts, "kind": paper, "paper": self(f"printer.paper.{paper}")}

    def say(self, answer: Answer) -> str:
        """The sentence of the desk's answer; a more exact one where the answer knows more."""
        facts = {
            key: value
            for key, value in answer.facts.items()
            if key not in ("order", "line", "got", "need", "code")
        }
        gaps = {
            "order": answer.order,
            "line": answer.line,
            "got": answer.got,
            "need": answer.need,
            "code": answer.code,
        }
        facts = self._paper(facts)
        if "choices" in facts:
            facts["choices"] = self._choices(facts["choices"])
        if "part" in facts:
            facts["part"] = self(f"dialogs.part.{facts['part']}")
        if isinstance(facts.get("carriers_out"), tuple):
            facts["carriers_out"] = self._passed_over(facts["carriers_out"])  # type: ignore[arg-type]
        if isinstance(facts.get("why"), Trouble):
            facts["why"] = self.trouble(facts["why"].reason, facts["why"].data)  # type: ignore[attr-defined]
        trouble = facts.get("trouble")
        if isinstance(trouble, Trouble):
            return self._troubled(answer, trouble)
        why = self._refused(facts.get("refusal"))
        told = {"carrier-refused": "carrier-told"} if why else {}
        facts |= {"why": why} if why else {}
        missing = str(facts.get("missing", ""))
        exact = f"say.{answer.verdict}.{told.get(missing, missing)}"
        said = self(exact if exact in self else f"say.{answer.verdict}", **gaps, **facts)
        if facts.get("basket"):
            said = f"{said} {self('say.also.basket', **gaps, **facts)}"
        also = answer.facts.get("also")
        hints = also if isinstance(also, tuple) else (also,) if also else ()
        hints = tuple(told.get(hint, hint) for hint in hints)
        return " ".join((said, *(self(f"say.also.{hint}", **gaps, **facts) for hint in hints)))

    def _refused(self, refusal: object) -> str:
        """Why a carrier gave no number, where there is a sentence for it."""
        if not isinstance(refusal, Trouble) or f"errors.{refusal.reason}" not in self:
            return ""
        return self.trouble(refusal.reason, refusal.data)

    def finding(self, finding: Finding, titles: Mapping[str, str]) -> str:
        """What a review found and what to do about it; ``titles`` are the goods' names by SKU."""
        gaps = dict(finding.data)
        gaps["title"] = titles.get(gaps.get("sku", "")) or gaps.get("sku", "")
        if "part" in gaps:
            gaps["part"] = self(f"dialogs.part.{gaps['part']}")
        key = f"dialogs.finding.{finding.code}"
        return self(key if key in self else "dialogs.finding.other", code=finding.code, **gaps)

    def wish_source(self, wish: Wish, titles: Mapping[str, str]) -> str:
        """Who asked for a wish and in which words; nothing where the platform gave it."""
        if wish.source is Asked.GIVEN:
            return ""
        goods = self("pack.comma").join(titles.get(sku) or sku for sku in wish.why)
        return self(f"wishes.source.{wish.source}", words="".join(wish.why), goods=goods)

    def _troubled(self, answer: Answer, trouble: Trouble) -> str:
        """What became of a label and why; behind what the scan did, if that is another thing."""
        why = self.trouble(trouble.reason, trouble.data)
        facts = self._paper({**answer.facts})
        gaps = {name: facts.get(name) for name in ("waybill", "paper", "again")}
        for key in (f"printer.say.{answer.verdict}.{facts.get('missing')}", f"printer.say.{answer.verdict}"):
            if key in self:
                return self(key, why=why, **gaps)
        facts = {name: value for name, value in facts.items() if name not in ("trouble", "missing")}
        followed = next((key for event in answer.events if (key := f"printer.say.{event}") in self), "")
        return (
            f"{self.say(replace(answer, facts=facts))} {self(followed, why=why, **gaps) if followed else why}"
        )

    def carrier_why(self, why: Reason, name: Callable[[str], str]) -> str:
        """Why a carrier takes a box, with those passed over; nothing where nobody wrote a reason down.

        Args:
            why: the reason kept with the box.
            name: gives a carrier's name for its code.
        """
        facts = why.facts
        key = next((key for area in ("carriers", "pack") if (key := f"{area}.why.{why.key}") in self), "")
        if not key:
            return why.key
        tariff = "more" if facts.get("kg", "0") != "0" else "first" if facts.get("grams") else "unknown"
        facts["tariff"] = self(f"carriers.tariff.{tariff}", **facts)
        said = self(key, **facts)
        over = [(name(code), other) for code, other in why.others]
        return self("carriers.separator").join(filter(None, (said, self._passed_over(over))))

    def carrier_no(self, why: Reason) -> str:
        """Why a carrier may not take a box, or would be late."""
        facts = why.facts
        if "trait" in facts and (key := f"carriers.trait.{facts['trait']}") in self:
            facts["trait"] = self(key)
        return self(f"carriers.no.{why.key}", **facts)

    def _passed_over(self, over: Iterable[tuple[str, Reason]]) -> str:
        """Carriers by name, each with what stands against it."""
        told = [self("carriers.passed-over", carrier=one, why=self.carrier_no(why)) for one, why in over]
        return self("carriers.separator").join(told)

    def _choices(self, choices: object) -> tuple[str, ...]:
        """What an ambiguous code may mean, each with what kind of thing it is."""
        if not isinstance(choices, tuple):
            return ()
        return tuple(self(f"say.choice.{kind}", name=name, amount=amount) for kind, name, amount in choices)


class _Gaps(dict[str, str]):
    """Gap values; one that is not known stays empty instead of stopping the work."""

    def __missing__(self, key: str) -> str:
        return ""


def _shown(value: object) -> str:
    """A value as it stands in a sentence."""
    if value is None:
        return ""
    if isinstance(value, (tuple, list)):
        return "、".join(str(part) for part in value)
    return str(value)


@cache
def load(language: str) -> Words:
    """The words of a language: one of LANGUAGES, ``system`` or the tests' pseudo language.

    Traditional Chinese falls back on Simplified where a sentence is missing, everything else on English.
    """
    if language == "system":
        language = system_language()
    if language == PSEUDO:
        return Words(PSEUDO, {key: _stretch(text) for key, text in _read("en").items()})
    if language not in LANGUAGES:
        language = "en"
    base = dict(_read("zh_CN")) if language == "zh_TW" else {}
    return Words(language, {**base, **_read(language)})


def system_language() -> str:
    """The language the computer is set to, if we speak it; English otherwise."""
    name = (locale.getlocale()[0] or "").replace("-", "_")
    if name.startswith(("zh_TW", "zh_HK", "zh_MO")):
        return "zh_TW"
    return "zh_CN" if name.startswith(("zh", "Chinese")) else "en"


def _read(language: str) -> dict[str, str]:
    """All sentences of a language's files, keys joined by dots."""
    sentences: dict[str, str] = {}
    for file in sorted(resource("words", language).glob("*.toml")):
        _flatten(tomllib.loads(file.read_text(encoding="utf-8")), file.stem, sentences)
    return sentences


def _flatten(table: Mapping[str, object], prefix: str, into: dict[str, str]) -> None:
    for key, value in table.items():
        if isinstance(value, dict):
            _flatten(value, f"{prefix}.{key}", into)
        else:
            into[f"{prefix}.{key}"] = str(value)


def _stretch(text: str) -> str:
    """A sentence a third longer, in brackets; the gaps stay as they are."""
    return f"[{text}{' ~' * (len(text) // 6 + 1)}]"
