"""Commands that look after the desk itself: doctor, journal, backup, restore."""

from __future__ import annotations

import argparse

from packstation.cli.world import World, put, say, tell
from packstation.desk import care as desk_care
from packstation.desk.care import Check
from packstation.domain.connection import Found
from packstation.errors import PackstationError


def doctor(args: argparse.Namespace, world: World) -> int:
    """``doctor``: one line a check; exit 1 when something failed."""
    checks = desk_care.checks_without_desk(world.folder)
    try:
        with world.reading() as desk:
            checks += desk_care.checks(desk)
    except PackstationError as error:
        checks.append(Check("database", Found.FAILED, error.reason, error.data))
    checks += _devices(world)
    told = [(check, _sentence(check, world)) for check in checks]
    if args.json:
        put([_shown(check, sentence) for check, sentence in told])
    else:
        for check, sentence in told:
            say(f"{check.level}\t{_caption(check, world)}\t{sentence}")
    return 1 if any(check.level is Found.FAILED for check in checks) else 0


def _shown(check: Check, sentence: str) -> dict[str, str]:
    """A check for scripts."""
    whose = {"shop": check.shop} if check.shop else {}
    return {"check": check.name, **whose, "level": check.level.value, "say": sentence}


def _devices(world: World) -> list[Check]:
    """Scanner and scale as the settings want them."""
    settings = world.settings
    kinds = {name: settings[f"{name}.kind"] for name in ("scanner", "scale")}
    present = world.ports() if "serial" in kinds.values() else []
    found = [
        desk_care.serial_check(name, settings[f"{name}.port"], present)
        for name, kind in kinds.items()
        if kind == "serial"
    ]
    return found if kinds["scanner"] == "serial" else [desk_care.keyboard_check(), *found]


def _caption(check: Check, world: World) -> str:
    """What was looked at."""
    part = check.name.removeprefix(desk_care.OF_PLATFORM)
    if part == check.name:
        return world.words(f"cli.check.{check.name}")
    whose = check.shop or world.words("cli.check.platform")
    return f"{whose}: {world.words(f'connection.fact.{part}')}"


def _sentence(check: Check, world: World) -> str:
    """What a check found, and what to do."""
    part = check.name.removeprefix(desk_care.OF_PLATFORM)
    if part != check.name:
        return world.words.fact(f"connection.try.{part}.{check.reason}", check.data)
    key = f"cli.doctor.{check.name.partition('-')[0]}.{check.reason}"
    if key in world.words:
        return world.words(key, **check.data)
    return world.words.trouble(check.reason, check.data)


def journal(args: argparse.Namespace, world: World) -> int:
    """``journal verify`` and ``journal export FILE``."""
    with world.reading() as desk:
        if args.action == "export":
            count = desk_care.export_journal(desk, args.file)
            say(world.words("cli.journal.exported", count=count, file=args.file.name))
            return 0
        count, broken = desk.store.journal.verify()
    if broken is None:
        say(world.words("cli.journal.whole", count=count))
        return 0
    tell(world.words(f"cli.journal.{broken.reason}", row=broken.seq))
    return 1


def backup(args: argparse.Namespace, world: World) -> int:
    """``backup FILE``: a consistent copy, also while the program runs."""
    with world.reading() as desk:
        desk_care.back_up(desk, args.file)
    say(world.words("cli.backed-up", file=args.file.name))
    return 0


def restore(args: argparse.Namespace, world: World) -> int:
    """``restore FILE``: verified before it replaces; the old database is kept in ``backups``."""
    kept = desk_care.restore(args.file, world.folder)
    say(world.words("cli.restored", file=args.file.name, kept=kept.name))
    return 0
