"""``connection``: how the desk stands with its shop, the window's page for a terminal or a script."""

from __future__ import annotations

import argparse
from datetime import datetime

from packstation.cli.world import World, put, say
from packstation.desk.connection import Connection, Fact, Standing, fact_of
from packstation.domain.connection import Found, Health, Tried
from packstation.settings.secrets import Kept, kept


def connection(args: argparse.Namespace, world: World) -> int:
    """``connection [--try]``: what the last rounds told; with ``--try`` the platform is asked now.

    Exit 1 where the last round, or the trial, found something that must be put right.
    """
    with world.reading() as desk:
        linked = desk.connection
        tried = linked.try_out() if args.trial else ()
        standing = linked.standing(_health(linked))
        facts = linked.facts(standing)
    secrets = {name: kept(standing.kind, name) for name in linked.secrets}
    if args.json:
        put({"shops": [_shop(standing, facts, secrets, tried, world)]})
    else:
        _print(standing, facts, secrets, tried, world)
    found = {fact.found for fact in facts} | {one.found for one in tried}
    return 1 if Found.FAILED in found else 0


def _health(linked: Connection) -> Health | None:
    """What this process knows better than the last round did: folders as they are now, a clock just asked."""
    now = linked.health()
    return now if now.places or now.clock_offset is not None else None


def _shop(
    standing: Standing,
    facts: tuple[Fact, ...],
    secrets: dict[str, Kept],
    tried: tuple[Tried, ...],
    world: World,
) -> dict[str, object]:
    """One shop as JSON: moments in UTC, spans in seconds; ``null`` where nobody knows."""
    note, health, status = standing.note, standing.health, standing.status
    offset = health.clock_offset
    return {
        "kind": standing.kind,
        "shop": standing.shop,
        "answers": standing.answers,
        "asked_at": _moment(note.at),
        "offline_since": _moment(note.since),
        "blame": standing.blame or None,
        "means": standing.means if standing.answers is False else None,
        "last_sync_at": _moment(note.good_at),
        "last_news": None
        if note.news_at is None
        else {
            "at": _moment(note.news_at),
            "added": note.added,
            "updated": note.updated,
            "rejected": note.rejected,
        },
        "untold": status.unsent - status.parked,
        "parked": status.parked,
        "clock_offset_s": None if offset is None else round(offset.total_seconds(), 1),
        "calls_today": health.calls_today,
        "left_alone_s": round(health.alone_for.total_seconds()),
        "folders": [
            {
                "name": one.part,
                "folder": one.folder,
                "files": one.files,
                "readable": one.may_read,
                "writable": one.may_write,
            }
            for one in health.places
        ],
        "secrets": [{"name": name, "kept": where} for name, where in secrets.items()],
        "say": [
            {"fact": fact.name, "level": fact.found, "say": world.words.fact(fact.key, fact.gaps)}
            for fact in facts
        ],
        "tried": [
            {
                "part": one.part,
                "level": one.found,
                "reason": one.reason,
                "say": world.words.fact(fact_of(one).key, one.data),
            }
            for one in tried
        ],
    }


def _print(
    standing: Standing,
    facts: tuple[Fact, ...],
    secrets: dict[str, Kept],
    tried: tuple[Tried, ...],
    world: World,
) -> None:
    """One line a fact: how it is, what it is about, the sentence."""
    words = world.words
    title = words(f"gui.platform.{standing.kind}")
    say(f"{title} · {standing.shop}" if standing.shop else title)
    for fact in (*facts, *map(fact_of, tried)):
        say(f"{fact.found}\t{words(f'connection.fact.{fact.name}')}\t{words.fact(fact.key, fact.gaps)}")
    for name, where in secrets.items():
        level = Found.FAILED if where is Kept.NOWHERE else Found.OK
        say(f"{level}\t{words(f'connection.secret.{name}')}\t{words(f'connection.kept.{where}')}")


def _moment(moment: datetime | None) -> str | None:
    """A moment for scripts."""
    return None if moment is None else moment.isoformat(timespec="seconds")
