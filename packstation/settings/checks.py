"""Whether a setting may have the value it was given; a bad one is named with its line and what is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from packstation.desk.box_papers import Kind, paper_size
from packstation.domain.print_jobs import Paper
from packstation.domain.rule_lines import LINES, bad_line
from packstation.errors import BadInput, BadSetting
from packstation.printers import LINKS, open_link
from packstation.settings.keys import KEYS, LONGEST_PREFIX, Key
from packstation.settings.printer import PAPER_PRINTERS, gap_of, offset_of
from packstation.waybill.size import parse_size
from packstation.web import checked_address


@dataclass(frozen=True, slots=True)
class Source:
    """The file a value came from, to name the line."""

    file: str
    text: str

    def line_of(self, name: str) -> int:
        """The line on which a key stands, as well as can be told; 0 when it cannot."""
        section, _, last = name.rpartition(".")
        key = re.compile(rf"\s*(\[+\s*)?([\w.\"-]*\.)?\"?{re.escape(last)}\"?\s*(=|\]|\.)")
        lines = self.text.splitlines()
        head = re.compile(rf"\s*\[\s*{re.escape(section)}\s*\]")
        heads = (place for place, line in enumerate(lines, 1) if section and head.match(line))
        start = next(heads, 0)
        # below the section's head first: the same key may stand in another one above it
        for number, line in (*enumerate(lines[start:], start + 1), *enumerate(lines[:start], 1)):
            if key.match(line):
                return number
        return 0

    def line_with(self, text: str, name: str) -> int:
        """The line on which one text of a list stands; that of its key where it cannot be told."""
        lines = enumerate(self.text.splitlines(), start=1)
        return next((number for number, line in lines if text and text in line), self.line_of(name))


def checked(name: str, value: object, source: Source, shown: str = "") -> object:
    """The value if the setting may have it; ``shown`` is how the file calls it, where that is not its name.

    Raises:
        BadSetting: it may not; says what is allowed.
    """
    key, shown = KEYS[name], shown or name
    where = {"file": source.file, "line": source.line_of(shown), "key": shown, "value": value}
    if type(value) is not type(key.default):
        raise BadSetting("wrong-type", **where, allowed=_kind(key))
    if key.allowed and value not in key.allowed:
        raise BadSetting("value-not-allowed", **where, allowed=", ".join(key.allowed))
    if isinstance(value, int) and not isinstance(value, bool) and not key.lowest <= value <= key.highest:
        raise BadSetting("value-not-allowed", **where, allowed=f"{key.lowest} … {key.highest}")
    if isinstance(value, list) and not all(isinstance(part, str) for part in value):
        raise BadSetting("wrong-type", **where, allowed=_kind(key))
    _check_special(name, value, where)
    if name in _BY_CARRIER and isinstance(value, list) and len(by_carrier(value)) < len(value):
        raise BadSetting("value-not-allowed", **where, allowed='["YTO:…", "SF:…"]')
    if name == "platform.carrier_of" and isinstance(value, list) and not all(map(_is_way, value)):
        raise BadSetting("value-not-allowed", **where, allowed='["express:DHL", "pallet:DHL, GLS"]')
    if name in LINES and isinstance(value, list):
        _check_lines(name, value, source)
    return value


def _check_lines(name: str, lines: list[str], source: Source) -> None:
    """Every line of a list of rules."""
    bad = bad_line(name, lines)
    if bad is not None:
        where = {"file": source.file, "line": source.line_with(bad, name), "key": name}
        raise BadSetting("value-not-allowed", **where, value=bad, allowed=LINES[name][1])


def _app_key(text: str) -> str:
    """The platform's name for the program: digits, or nothing yet."""
    if re.fullmatch(r"[0-9A-Za-z]{0,40}", text) is None:
        raise BadInput("app-key")
    return text


def _url(text: str) -> str:
    """Where a shop's own server is, or nothing yet."""
    return checked_address(text) if text else text


def _field(text: str) -> str:
    """A field a shop added to its Vendure, by its name there, or nothing."""
    if re.fullmatch(r"([A-Za-z_][A-Za-z0-9_]{0,99})?", text) is None:
        raise BadInput
    return text


def _header(text: str) -> str:
    """What goes into the head of a call, or nothing."""
    if re.fullmatch(r"[!-~]{0,200}", text) is None:
        raise BadInput
    return text


def _user_id(text: str) -> str:
    """The seller's id at the platform: digits, or nothing yet."""
    if re.fullmatch(r"[0-9]{0,20}", text) is None:
        raise BadInput
    return text


_FORMS: Mapping[str, tuple[Callable[[str], object], str]] = {
    "printers.label.size": (parse_size, "76x130, 100x150, 100x180"),
    **{f"printers.{paper}.size": (paper_size, "A4, A5, letter, 100x150") for paper in PAPER_PRINTERS},
    **{f"printers.{paper}.offset": (offset_of, "0,0 · 1.5,-0.5") for paper in Paper},
    "platform.url": (_url, "https://shop.example/admin-api, http://127.0.0.1:3000/admin-api"),
    "platform.channel": (_header, '"uk-channel-token"'),
    **{f"platform.{name}_field": (_field, '"gtin"') for name in ("barcode", "weight", "note")},
    "platform.gateway": (checked_address, "https://…, http://127.0.0.1:…"),
    "platform.app_key": (_app_key, '"12345678"'),
    "waybills.user_id": (_user_id, '"2088000123"'),
    **{f"printers.{paper}.gap": (gap_of, '"", 0, 2, 2.5') for paper in Paper},
}
"""Texts that are more than a text: what reads them, with examples."""
_BY_CARRIER = ("waybills.templates", "waybills.branches", "waybills.customers")
"""Lists of ``CARRIER:VALUE``."""
_LINKS = tuple(f"printers.{paper}.link" for paper in Paper)
"""Ways to printers; all but the label's may be empty."""


def _check_special(name: str, value: object, where: Mapping[str, object]) -> None:
    """Values with a form of their own."""
    if name in _FORMS:
        read, examples = _FORMS[name]
        try:
            read(str(value))
        except BadInput as error:
            raise BadSetting("value-not-allowed", **where, allowed=examples) from error
    if name in _LINKS and not (value == "" and name != _LINKS[0]):
        # the whole way, not its beginning: once saved, a bad one would keep the program from opening
        try:
            open_link(str(value), Path())
        except BadSetting as error:
            told = error.data["allowed"]
            may = told if isinstance(told, str) else ", ".join(f"{known}:…" for known in LINKS)
            raise BadSetting("value-not-allowed", **where, allowed=may) from error
    if name == "papers.with_label" and isinstance(value, list) and not set(value) <= set(Kind):
        raise BadSetting("value-not-allowed", **where, allowed=", ".join(Kind))
    if name == "scanner.prefix" and len(str(value)) > LONGEST_PREFIX:
        raise BadSetting("value-not-allowed", **where, allowed=f"0 … {LONGEST_PREFIX}")
    if name == "desk.name" and not re.fullmatch(r"[\w.-]{1,40}", str(value)):
        raise BadSetting("value-not-allowed", **where, allowed="a-z 0-9 . _ -")


def _is_way(line: str) -> bool:
    """Whether it is ``METHOD:CARRIER, CARRIER``; with no carrier the method is told, and no more."""
    method, found, _ = line.rpartition(":")
    return bool(found and method.strip())


def by_carrier(lines: list[str]) -> dict[str, str]:
    """``["YTO:…"]`` by carrier; lines of another form are left out."""
    pairs = (line.partition(":") for line in lines)
    return {code.strip().upper(): value.strip() for code, _, value in pairs if code.strip() and value.strip()}


def _kind(key: Key) -> str:
    """What a setting takes, in the file's own signs."""
    match key.default:
        case bool():
            return "true, false"
        case int():
            return f"{key.lowest} … {key.highest}"
        case list():
            return '["…", "…"]'
        case _:
            return ", ".join(f'"{value}"' for value in key.allowed) or '"…"'
