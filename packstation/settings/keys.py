"""Every setting there is: its name, its default, what it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from packstation.carriers import CARRIERS
from packstation.domain.contact import TEMPLATES
from packstation.domain.picking import Walk
from packstation.domain.print_jobs import Paper
from packstation.domain.review import Severity
from packstation.domain.review_rules import RULES
from packstation.domain.usual_wishes import USUAL_RULES
from packstation.platforms import PLATFORMS
from packstation.printers import LANGUAGES
from packstation.printers.setup import TURNS
from packstation.top.account import PRODUCTION, SignMethod
from packstation.waybill.layout import STANDARD, layout_names
from packstation.waybill.pick_list import PAPERS

LONGEST_PREFIX = 4
"""Signs a scanner sends before every code, at most."""


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: its default, the values it may take (none: any), the limits of a number."""

    default: str | bool | int | list[str]
    allowed: tuple[str, ...] = ()
    lowest: int = 0
    highest: int = 1_000_000


def review_key(code: str) -> str:
    """The setting that says how grave a finding is."""
    return f"review.{code.replace('-', '_')}"


def contact_key(name: str) -> str:
    """The setting that holds what is said to the buyer; empty: the usual sentence."""
    return f"contact.{name.replace('-', '_')}"


def _paper_printer(paper: str, size: Key) -> dict[str, Key]:
    """The settings of a printer for papers; without a link they are written into files only."""
    keys = {
        "language": Key("pdf", tuple(LANGUAGES)),
        "link": Key(""),
        "size": size,
        "dpi": Key(OFFICE_DPI, lowest=OFFICE_DPI, highest=OFFICE_DPI)
        if paper == Paper.PICK
        else Key(OFFICE_DPI, lowest=150, highest=600),
        **_SETUP,
    }
    return {f"printers.{paper}.{name}": key for name, key in keys.items()}


OFFICE_DPI = 300
"""What office printers take well; pick lists are drawn for it."""
_SETUP: Mapping[str, Key] = {
    "offset": Key("0,0"),
    "turn": Key("0", tuple(str(turn) for turn in TURNS)),
    "density": Key(-1, lowest=-1, highest=30),
    "speed": Key(0, lowest=0, highest=400),
    "gap": Key(""),
    "head_dots": Key(0, lowest=0, highest=8000),
    "cut": Key(default=False),
    "check_media": Key(default=False),
}
"""How any printer may be set up."""

KEYS: Mapping[str, Key] = {
    "desk.name": Key("desk-1"),
    "desk.language": Key("zh_CN", ("zh_CN", "zh_TW", "en", "system")),
    "desk.ship_on": Key("closing-scan", ("closing-scan", "handover")),
    "desk.print_when_packed": Key(default=True),
    "desk.item_opens": Key("any", ("any", "single", "off")),
    "desk.promise_h": Key(48, lowest=1, highest=24 * 365),
    "desk.silent_min": Key(15, lowest=1, highest=24 * 60),
    "window.theme": Key("light", ("light", "dark")),
    "window.scale": Key(100, lowest=100, highest=200),
    "window.sound": Key(default=True),
    "window.speech": Key(default=False),
    "sender.name": Key(""),
    "sender.phone": Key(""),
    "sender.address": Key(""),
    "sender.country": Key(""),
    "platform.kind": Key("folder", tuple(PLATFORMS)),
    "platform.interval_s": Key(30, lowest=1, highest=3600),
    "platform.shop": Key(""),
    "platform.url": Key(""),
    "platform.channel": Key(""),
    "platform.handler": Key("manual-fulfillment"),
    "platform.carrier_of": Key([]),
    "platform.no_parcel": Key([]),
    "platform.barcode_field": Key(""),
    "platform.weight_field": Key(""),
    "platform.note_field": Key(""),
    "platform.gateway": Key(PRODUCTION),
    "platform.app_key": Key(""),
    "platform.sign_method": Key(SignMethod.HMAC_SHA256.value, tuple(SignMethod)),
    "platform.buyers_language": Key("", ("", "zh_CN", "zh_TW", "en")),
    "platform.offline_rule": Key("wait", ("wait", "go-on")),
    "platform.report_stops": Key("all", ("all", "left", "off")),
    "waybills.kind": Key("pool", tuple(CARRIERS)),
    "waybills.prefer": Key([]),
    "waybills.user_id": Key(""),
    "waybills.templates": Key([]),
    "waybills.branches": Key([]),
    "waybills.customers": Key([]),
    "waybills.custom_area": Key(""),
    "waybills.low": Key(50, lowest=0, highest=100_000),
    "carriers.rules": Key([]),
    "carriers.arrive_days": Key(0, lowest=0, highest=90),
    "scanner.kind": Key("keyboard", ("keyboard", "serial")),
    "scanner.port": Key(""),
    "scanner.baud": Key(9600, lowest=300, highest=4_000_000),
    "scanner.gap_ms": Key(50, lowest=5, highest=500),
    "scanner.silence_ms": Key(120, lowest=30, highest=2000),
    "scanner.shortest": Key(3, lowest=1, highest=64),
    "scanner.suffix": Key("any", ("any", "cr", "lf", "tab", "none")),
    "scanner.prefix": Key(""),
    "scale.kind": Key("none", ("none", "serial")),
    "scale.port": Key(""),
    "scale.baud": Key(9600, lowest=300, highest=4_000_000),
    "scale.format": Key(
        "auto", ("auto", "st-gs", "sics", "yaohua-reversed", "yaohua-forward", "a9", "toledo")
    ),
    "scale.unit": Key("kg", ("kg", "g")),
    "scale.readings": Key(3, lowest=1, highest=50),
    "scale.required": Key(default=True),
    **{review_key(rule.code): Key(rule.usual.value, tuple(Severity)) for rule in RULES},
    "review.shortest_address": Key(2, lowest=0, highest=100),
    "review.forbidden_signs": Key("<>|^\\"),
    "review.near_h": Key(2, lowest=0, highest=24 * 7),
    "review.most_units": Key(50, lowest=1, highest=1_000_000),
    "review.stopped_areas": Key([]),
    "review.remote_areas": Key([]),
    "wishes.rules": Key(list(USUAL_RULES)),
    "wishes.from_message": Key(default=True),
    "wishes.from_memo": Key(default=True),
    "wishes.traits": Key([]),
    "wishes.shop": Key([]),
    "contact.wake_h": Key(4, lowest=1, highest=24 * 7),
    **{contact_key(name): Key("") for name in TEMPLATES},
    "packing.carton": Key("suggest", ("suggest", "required", "off")),
    "packing.carton_low": Key(20, lowest=0, highest=100_000),
    "quality.photo_days": Key(90, lowest=1, highest=3650),
    "quality.phone_folder": Key(""),
    "quality.kinds": Key([]),
    "papers.with_label": Key([]),
    "papers.language": Key("zh_CN", ("zh_CN", "zh_TW", "en")),
    "picking.baskets": Key(12, lowest=1, highest=60),
    "picking.walk": Key(Walk.STRAIGHT.value, tuple(Walk)),
    "printers.label.language": Key("pdf", tuple(LANGUAGES)),
    "printers.label.link": Key("file:labels"),
    "printers.label.size": Key("100x150"),
    "printers.label.dpi": Key(203, lowest=150, highest=600),
    **{f"printers.label.{name}": key for name, key in _SETUP.items()},
    "printers.label.layout": Key(STANDARD, layout_names()),
    "printers.label.mask": Key(default=False),
    "printers.label.clear_files": Key(default=False),
    **_paper_printer("slip", Key("A5")),
    **_paper_printer("pick", Key("A4", tuple(PAPERS))),
    **_paper_printer("manifest", Key("A4")),
}
"""Every setting there is, by its full name."""

BY_DESK = (
    "desk.print_when_packed",
    "desk.ship_on",
    "desk.item_opens",
    "window.sound",
    "window.speech",
    "scanner.",
    "scale.",
    "packing.",
    "papers.",
    "printers.",
)
"""What may differ from desk to desk: these settings, and all that begin so."""
