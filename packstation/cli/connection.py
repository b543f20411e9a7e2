"""``connection``: how the desk stands with its shops, the window's page for a terminal or a script."""

from __future__ import annotations

import argparse
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from packstation.cli.world import World, put, say
from packstation.desk.connection import Connection, Fact, Standing, fact_of
from packstation.desk.options import ShopTerms
from packstation.domain.connection import Found, Health, Tried
from packstation.errors import BadInput
from packstation.settings.secrets import Kept, kept, owner_of, standing_of

FIRST = "platform"
"""What the shop of ``[platform]`` is called where a short name is wanted."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One shop: how the desk stands with it, where its secrets are, what a trial found."""

    standing: Standing
    facts: tuple[Fact, ...]
    secrets: dict[str, Kept]
    tried: tuple[Tried, ...]


def connection(args: argparse.Namespace, world: World) -> int:
    """``connection [--shop NAME] [--try]``: what the last rounds told; ``--try`` asks the platforms now.

    Exit 1 where a last round, or a trial, found something that must be put right.

    Raises:
        BadInput: there is no such shop.
    """
    with world.reading() as desk:
        linked = desk.connection
        shops = meant(args.shop, linked.shops)
        with ThreadPoolExecutor(len(shops)) as askers:
            trials = list(askers.map(lambda shop: linked.try_out(shop.id) if args.trial else (), shops))
        told = [_about(linked, shop, tried) for shop, tried in zip(shops, trials, strict=True)]
    if args.json:
        put({"shops": [_shop(one, world) for one in told]})
    else:
        for one in told:
            _print(one, world)
    found = {fact.found for one in told for fact in one.facts} | {t.found for one in told for t in one.tried}
    return 1 if Found.FAILED in found else 0


def meant(name: str, shops: tuple[ShopTerms, ...]) -> tuple[ShopTerms, ...]:
    """The shop of a name, short or long; all where none is named."""
    if not name:
        return shops
    found = tuple(shop for shop in shops if name in (shop.id or FIRST, shop.name))
    if not found:
        known = ", ".join(shop.id or FIRST for shop in shops)
        raise BadInput("no-such-shop", shop=name, known=known)
    return found


def _about(linked: Connection, shop: ShopTerms, tried: tuple[Tried, ...]) -> _Told:
    standing = linked.standing(_health(linked, shop.id), shop.id)
    owner = owner_of(shop.kind, shop.id)
    return _Told(
        standing, linked.facts(standing), {name: kept(owner, name) for name in standing.secrets}, tried
    )


def _health(linked: Connection, shop: str) -> Health | None:
    """What this process knows better than the last round did: folders as they are now, a clock just asked."""
    now = linked.health(shop)
    return now if now.places or now.clock_offset is not None else None


def _shop(told: _Told, world: World) -> dict[str, object]:
    """One shop as JSON: moments in UTC, spans in seconds; ``null`` where nobody knows."""
    standing = told.standing
    note, health, status = standing.note, standing.health, standing.status
    offset = health.clock_offset
    return {
        "name": standing.id or FIRST,
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
        "secrets": [{"name": name, "kept": where} for name, where in told.secrets.items()],
        "say": [
            {"fact": fact.name, "level": fact.found, "say": world.words.fact(fact.key, fact.gaps)}
            for fact in told.facts
        ],
        "tried": [
            {
                "part": one.part,
                "level": one.found,
                "reason": one.reason,
                "say": world.words.fact(fact_of(one).key, one.data),
            }
            for one in told.tried
        ],
    }


def _print(told: _Told, world: World) -> None:
    """One line a fact: how it is, what it is about, the sentence."""
    words, standing = world.words, told.standing
    title = words(f"gui.platform.{standing.kind}")
    say(f"{title} · {standing.title}" if standing.title else title)
    for fact in (*told.facts, *map(fact_of, told.tried)):
        say(f"{fact.found}\t{words(f'connection.fact.{fact.name}')}\t{words.fact(fact.key, fact.gaps)}")
    levels = standing_of(told.secrets, takes_either=standing.takes_either)
    for name, where in told.secrets.items():
        say(f"{levels[name]}\t{words(f'connection.secret.{name}')}\t{words(f'connection.kept.{where}')}")


def _moment(moment: datetime | None) -> str | None:
    """A moment for scripts."""
    return None if moment is None else moment.isoformat(timespec="seconds")
