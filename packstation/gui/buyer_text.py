"""The message for the buyer, in the buyer's language whatever the desk's is."""

from __future__ import annotations

from collections.abc import Iterable

from packstation.domain.contact import TEMPLATES, ready_text
from packstation.domain.order import Finding, Order
from packstation.settings import Settings, contact_key
from packstation.words import Words, load


def buyer_text(order: Order, findings: Iterable[Finding], words: Words, settings: Settings) -> str:
    """What to send about these findings; empty where the buyer can do nothing about them."""
    theirs = load("zh_TW" if words.language == "zh_TW" else "zh_CN")
    templates = {name: settings[contact_key(name)] or theirs.raw(f"contact.{name}") for name in TEMPLATES}
    titles = {line.sku: line.title for line in order.lines}
    return ready_text(order.number, (_told(finding, theirs) for finding in findings), templates, titles)


def _told(finding: Finding, words: Words) -> Finding:
    """The finding with names of parts in words."""
    data = tuple(
        (name, words(f"dialogs.part.{value}") if name == "part" else value) for name, value in finding.data
    )
    return Finding(finding.code, data)
