"""``packstation.toml``: everything optional, nothing guessed.

An unknown key or a bad value is one sentence with the key, its line and what is allowed. Secrets never stand
here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import tomlkit

from packstation.carriers import CARRIERS
from packstation.desk.options import DeskOptions, Sender
from packstation.domain.contact import TEMPLATES
from packstation.domain.picking import Walk
from packstation.domain.review import Limits, Policy, Severity
from packstation.domain.review_rules import RULES
from packstation.domain.usual_wishes import USUAL_RULES
from packstation.domain.wish_rules import EXAMPLE, of_shop, of_trait, rules
from packstation.domain.wishes import WishPolicy
from packstation.errors import BadInput, BadSetting
from packstation.platforms import PLATFORMS
from packstation.printer_settings import LABEL_KEYS, check, setup
from packstation.printers.setup import Setup
from packstation.setting import Key
from packstation.waybill.size import parse_size

FILE_NAME = "packstation.toml"
LONGEST_PREFIX = 4
"""Signs a scanner sends before every code, at most."""


def review_key(code: str) -> str:
    """The setting that says how grave a finding is."""
    return f"review.{code.replace('-', '_')}"


def contact_key(name: str) -> str:
    """The setting that holds what is said to the buyer; empty: the usual sentence."""
    return f"contact.{name.replace('-', '_')}"


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
    "platform.kind": Key("folder", tuple(PLATFORMS)),
    "platform.interval_s": Key(30, lowest=1, highest=3600),
    "platform.shop": Key(""),
    "waybills.kind": Key("pool", tuple(CARRIERS)),
    "waybills.prefer": Key([]),
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
    "picking.baskets": Key(12, lowest=1, highest=60),
    "picking.walk": Key(Walk.STRAIGHT.value, tuple(Walk)),
    **LABEL_KEYS,
}
"""Every setting there is, by its full name."""

_SECTIONS = {name.rsplit(".", 1)[0] for name in KEYS} | {"printers"}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force: the file's where it says something, the defaults elsewhere."""

    values: Mapping[str, Any] = field(default_factory=dict)
    path: Path | None = None

    def __getitem__(self, name: str) -> Any:
        """The value of a setting by its full name."""
        return self.values.get(name, KEYS[name].default)

    def desk_options(self) -> DeskOptions:
        """What the desk needs of them."""
        return DeskOptions(
            name=self["desk.name"],
            ship_on=self["desk.ship_on"],
            print_when_packed=self["desk.print_when_packed"],
            item_opens=self["desk.item_opens"],
            promise=timedelta(hours=self["desk.promise_h"]),
            silent_after=timedelta(minutes=self["desk.silent_min"]),
            zone=local_zone(),
            platform=self["platform.kind"],
            shop=self["platform.shop"],
            sender=Sender(self["sender.name"], self["sender.phone"], self["sender.address"]),
            prefer_carriers=tuple(self["waybills.prefer"]),
            label_size=parse_size(self["printers.label.size"]),
            dpi=self["printers.label.dpi"],
            mask_labels=self["printers.label.mask"],
            layout=self["printers.label.layout"],
            review=self._policy(),
            wishes=self._wishes(),
            ask_again=timedelta(hours=self["contact.wake_h"]),
            carton=self["packing.carton"],
            carton_low=self["packing.carton_low"],
            photo_days=self["quality.photo_days"],
            phone_folder=self["quality.phone_folder"],
            baskets=self["picking.baskets"],
            walk=Walk(self["picking.walk"]),
            weigh=self["scale.kind"] != "none" and self["scale.required"],
        )

    def printer_setup(self) -> Setup:
        """How the label printer is set up.

        Raises:
            BadSetting: darker than the printer's language knows.
        """
        return setup(self.__getitem__)

    def _wishes(self) -> WishPolicy:
        """What wishes are read out of."""
        return WishPolicy(
            rules=rules(self["wishes.rules"]),
            from_message=self["wishes.from_message"],
            from_memo=self["wishes.from_memo"],
            traits=tuple(map(of_trait, self["wishes.traits"])),
            shop=tuple(map(of_shop, self["wishes.shop"])),
        )

    def _policy(self) -> Policy:
        """What a look over an order looks for."""
        return Policy(
            {rule.code: Severity(self[review_key(rule.code)]) for rule in RULES},
            Limits(
                shortest_address=self["review.shortest_address"],
                forbidden_signs=self["review.forbidden_signs"],
                near=timedelta(hours=self["review.near_h"]),
                most_units=self["review.most_units"],
                stopped_areas=tuple(self["review.stopped_areas"]),
                remote_areas=tuple(self["review.remote_areas"]),
            ),
        )


def local_zone() -> tzinfo:
    """The computer's own time zone as it is now."""
    return datetime.now().astimezone().tzinfo or UTC


def load(path: Path) -> Settings:
    """Read the settings file; a missing one means defaults.

    Raises:
        BadSetting: it cannot be read, holds an unknown key or a value that is not allowed.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Settings(path=path)
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting("unreadable-settings", file=path.name, detail=str(error)) from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSetting("no-toml", file=path.name, detail=str(error)) from error
    values: dict[str, Any] = {}
    _collect(table, "", values, Source(path.name, text))
    return Settings(values, path)


@dataclass(frozen=True, slots=True)
class Source:
    """The file a value came from, to name the line."""

    file: str
    text: str

    def line_of(self, name: str) -> int:
        """The line on which a key stands, as well as can be told; 0 when it cannot."""
        key = re.escape(name.rsplit(".", 1)[-1])
        for number, line in enumerate(self.text.splitlines(), start=1):
            if re.match(rf"\s*(\[+\s*)?([\w.\"-]*\.)?\"?{key}\"?\s*(=|\]|\.)", line):
                return number
        return 0

    def line_with(self, text: str, name: str) -> int:
        """The line on which one text of a list stands; that of its key where it cannot be told."""
        lines = enumerate(self.text.splitlines(), start=1)
        return next((number for number, line in lines if text and text in line), self.line_of(name))


def _collect(table: Mapping[str, Any], prefix: str, values: dict[str, Any], source: Source) -> None:
    """Check a table's keys and gather their values by full name."""
    for key, value in table.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and name in _SECTIONS:
            _collect(value, f"{name}.", values, source)
        elif name not in KEYS:
            raise BadSetting(
                "unknown-key", file=source.file, line=source.line_of(name), key=name, allowed=_near(prefix)
            )
        else:
            values[name] = checked(name, value, source)


def _near(prefix: str) -> str:
    """The keys that may stand where an unknown one stood."""
    if not prefix:
        return ", ".join(sorted({name.split(".")[0] for name in KEYS}))
    return ", ".join(sorted(name.removeprefix(prefix) for name in KEYS if name.startswith(prefix)))


def checked(name: str, value: object, source: Source) -> object:
    """The value if the setting may have it.

    Raises:
        BadSetting: it may not; says what is allowed.
    """
    key = KEYS[name]
    where = {"file": source.file, "line": source.line_of(name), "key": name, "value": value}
    if isinstance(key.default, float) and type(value) is int:
        value = float(value)
    if type(value) is not type(key.default):
        raise BadSetting("wrong-type", **where, allowed=_kind(key))
    if key.allowed and value not in key.allowed:
        raise BadSetting("value-not-allowed", **where, allowed=", ".join(key.allowed))
    if (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and not key.lowest <= value <= key.highest
    ):
        raise BadSetting("value-not-allowed", **where, allowed=f"{key.lowest} … {key.highest}")
    if isinstance(value, list) and not all(isinstance(part, str) for part in value):
        raise BadSetting("wrong-type", **where, allowed=_kind(key))
    _check_special(name, value, where)
    if name in _WISH_LINES and isinstance(value, list):
        _check_wishes(name, value, source)
    return value


_WISH_LINES: Mapping[str, tuple[Callable[[str], object], str]] = {
    "wishes.rules": (lambda line: rules((line,)), EXAMPLE),
    "wishes.traits": (of_trait, "fragile => 贴易碎标"),
    "wishes.shop": (of_shop, "放感谢卡, 旗舰店 => 放感谢卡"),
}
"""Lists whose every line has a form of its own, with an example of it."""


def _check_wishes(name: str, lines: list[str], source: Source) -> None:
    """Every line of a list of rules."""
    read, example = _WISH_LINES[name]
    for line in lines:
        try:
            read(line)
        except BadInput as error:
            where = {"file": source.file, "line": source.line_with(line, name), "key": name}
            raise BadSetting("value-not-allowed", **where, value=line, allowed=example) from error


def _check_special(name: str, value: object, where: Mapping[str, object]) -> None:
    """Values with a form of their own."""
    if allowed := check(name, value):
        raise BadSetting("value-not-allowed", **where, allowed=allowed)
    if name == "scanner.prefix" and len(str(value)) > LONGEST_PREFIX:
        raise BadSetting("value-not-allowed", **where, allowed=f"0 … {LONGEST_PREFIX}")
    if name == "desk.name" and not re.fullmatch(r"[\w.-]{1,40}", str(value)):
        raise BadSetting("value-not-allowed", **where, allowed="a-z 0-9 . _ -")


def _kind(key: Key) -> str:
    """What a setting takes, in the file's own signs."""
    match key.default:
        case bool():
            return "true, false"
        case int() | float():
            return f"{key.lowest} … {key.highest}"
        case list():
            return '["…", "…"]'
        case _:
            return ", ".join(f'"{value}"' for value in key.allowed) or '"…"'


def save(path: Path, changes: Mapping[str, object]) -> None:
    """Change settings in the file, leaving everything else of it as it is, comments too.

    Raises:
        BadSetting: a value is not allowed; nothing was written.
    """
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    document = tomlkit.parse(text)
    for name, value in changes.items():
        checked(name, value, Source(path.name, text))
        *sections, key = name.split(".")
        table: Any = document
        for section in sections:
            table = table.setdefault(section, tomlkit.table())
        table[key] = value
    part = path.with_name(f".{path.name}.part")
    part.write_text(tomlkit.dumps(document), encoding="utf-8")
    part.chmod(0o600)
    part.replace(path)
