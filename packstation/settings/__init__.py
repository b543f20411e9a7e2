"""``packstation.toml``: everything optional, nothing guessed.

An unknown key or a bad value is one sentence with the key, its line and what is allowed. Secrets never stand
here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import tomlkit

from packstation.carriers.cainiao_request import Terms
from packstation.desk.box_papers import paper_size
from packstation.desk.options import DeskOptions, Sender, ShopTerms
from packstation.domain.carrier_rules import read_rules
from packstation.domain.picking import Walk
from packstation.domain.print_jobs import Paper
from packstation.domain.quality import own_kinds
from packstation.domain.review import Limits, Policy, Severity
from packstation.domain.review_rules import RULES
from packstation.domain.wish_rules import of_shop, of_trait, rules
from packstation.domain.wishes import WishPolicy
from packstation.errors import BadSetting
from packstation.printers.setup import Setup
from packstation.settings.checks import Source, by_carrier, checked
from packstation.settings.keys import BY_DESK, KEYS, LONGEST_PREFIX, Key, contact_key, review_key
from packstation.settings.printer import setup_of
from packstation.settings.shops import PLATFORM, shops_in
from packstation.waybill.size import parse_size

__all__ = [
    "FILE_NAME",
    "KEYS",
    "LONGEST_PREFIX",
    "Key",
    "Settings",
    "Source",
    "checked",
    "contact_key",
    "load",
    "save",
]

FILE_NAME = "packstation.toml"

_SECTIONS = {name.rsplit(".", 1)[0] for name in KEYS} | {"printers"}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force: the file's where it says something, the defaults elsewhere.

    ``desks`` are those of single desks, by the desk's name; ``shops`` those of the shops beside the one in
    ``[platform]``, by the shop's short name.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    path: Path | None = None
    desks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    shops: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

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
            sender=Sender(*(self[f"sender.{name}"] for name in ("name", "phone", "address", "country"))),
            prefer_carriers=tuple(self["waybills.prefer"]),
            carrier_rules=read_rules(self["carriers.rules"]),
            arrive_days=self["carriers.arrive_days"],
            numbers_low=self["waybills.low"],
            slips=tuple(self["papers.with_label"]),
            offline_rule=self["platform.offline_rule"],
            report_stops=self["platform.report_stops"],
            further=self.shop_terms()[1:],
            custom_area=self["waybills.custom_area"],
            label_size=parse_size(self["printers.label.size"]),
            dpi=self["printers.label.dpi"],
            mask_labels=self["printers.label.mask"],
            clear_files=self["printers.label.clear_files"],
            layout=self["printers.label.layout"],
            review=self._policy(),
            wishes=self._wishes(),
            ask_again=timedelta(hours=self["contact.wake_h"]),
            carton=self["packing.carton"],
            carton_low=self["packing.carton_low"],
            photo_days=self["quality.photo_days"],
            phone_folder=self["quality.phone_folder"],
            defect_kinds=own_kinds(self["quality.kinds"]),
            baskets=self["picking.baskets"],
            walk=Walk(self["picking.walk"]),
            weigh=self["scale.kind"] != "none" and self["scale.required"],
        )

    def at_desk(self, name: str) -> Settings:
        """The settings in force at a desk: its own where it has some, those of all desks elsewhere."""
        own = self.desks.get(name, {})
        return replace(self, values={**self.values, **own, "desk.name": name}) if own else self

    def at_shop(self, name: str) -> Settings:
        """The settings as they are for a shop: ``platform.…`` is what stands under ``[shops.NAME]``.

        Nothing of ``[platform]`` goes over to it; its short name is empty for the shop that stands there.
        """
        if not name:
            return self
        others = {key: value for key, value in self.values.items() if not key.startswith(PLATFORM)}
        return replace(self, values={**others, **self.shops[name]})

    def shop_terms(self) -> tuple[ShopTerms, ...]:
        """Every shop the desk works for, that of ``[platform]`` first."""
        each = ((name, self.at_shop(name)) for name in ("", *self.shops))
        return tuple(
            ShopTerms(
                name,
                one["platform.kind"],
                one["platform.shop"],
                one["platform.offline_rule"],
                timedelta(seconds=one["platform.interval_s"]),
                one["platform.report_stops"],
            )
            for name, one in each
        )

    def printer_setup(self, paper: Paper = Paper.LABEL) -> Setup:
        """How a printer is set up."""
        return setup_of(lambda name: self[f"printers.{paper}.{name}"])

    def stock(self, paper: Paper) -> tuple[int, int]:
        """Width and height in mm of what lies in a printer."""
        return paper_size(self[f"printers.{paper}.size"])

    def waybill_terms(self) -> Terms:
        """What a source of waybill numbers outside must know beside the parcel."""
        return Terms(
            user_id=self["waybills.user_id"],
            sender_name=self["sender.name"],
            sender_phone=self["sender.phone"],
            templates=by_carrier(self["waybills.templates"]),
            branches=by_carrier(self["waybills.branches"]),
            customers=by_carrier(self["waybills.customers"]),
            width_mm=parse_size(self["printers.label.size"])[0],
        )

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
                home=self["sender.country"],
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
    source = Source(path.name, text)
    desks = _desks(table.pop("desks", {}), source)
    shops = shops_in(table.pop("shops", {}), source)
    values: dict[str, Any] = {}
    _collect(table, "", values, source)
    return Settings(values, path, desks, shops)


def _desks(tables: object, source: Source) -> dict[str, dict[str, Any]]:
    """What is set for single desks, by the desk's name."""
    found: dict[str, dict[str, Any]] = {}
    if not isinstance(tables, dict):
        raise _unknown(source, "desks")
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise _unknown(source, "desks", name)
        checked("desk.name", name, source)
        found[name] = {}
        _collect(table, "", found[name], source)
        for key in found[name]:
            if not key.startswith(BY_DESK):
                raise _unknown(source, "desks", name, key, allowed=BY_DESK)
    return found


def _unknown(source: Source, *path: str, allowed: Sequence[str] = ()) -> BadSetting:
    """A key that may not stand there."""
    name = ".".join(path)
    may = ", ".join(one.rstrip(".") for one in allowed) or "desks.NAME.printers.label.link"
    return BadSetting("unknown-key", file=source.file, line=source.line_of(name), key=name, allowed=may)


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
        return ", ".join(sorted({*(name.split(".")[0] for name in KEYS), "desks.NAME", "shops.NAME"}))
    return ", ".join(sorted(name.removeprefix(prefix) for name in KEYS if name.startswith(prefix)))


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
