"""Commands about goods on the shelves: stock, count, defects."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping

from packstation.cli.world import World, put, say, tell
from packstation.desk.desk import Desk
from packstation.desk.views import StockRow
from packstation.domain.scan import Verdict
from packstation.domain.stock import Shortage


def stock(args: argparse.Namespace, world: World) -> int:
    """``stock [SKU…]``: what lies where, what is spoken for; with ``--short`` who goes without."""
    with world.reading() as desk:
        skus = tuple(args.skus) or desk.stockroom.skus()
        if args.short:
            return _short(desk, skus, args, world)
        for sku in skus:
            row = desk.stockroom.level(sku)
            if args.json:
                put(_level(row))
            else:
                say(_told(row, world))
    return 0


def _level(row: StockRow) -> dict[str, object]:
    """A SKU as JSON; figures of one whose stock is not kept are null."""
    kept = row.on_shelf is not None
    return {
        "sku": row.sku,
        "title": row.title,
        "on_shelf": row.on_shelf,
        "reserved": row.reserved,
        "available": row.on_shelf - row.reserved if row.on_shelf is not None else None,
        "damaged": sum(shelf.damaged for shelf in row.bins) if kept else None,
        "bins": [{"bin": shelf.bin, "on_shelf": shelf.units, "damaged": shelf.damaged} for shelf in row.bins],
    }


def _told(row: StockRow, world: World) -> str:
    if row.on_shelf is None:
        return f"{row.sku}\t{row.title}\t{world.words('stock.unknown')}"
    bins = ", ".join(f"{shelf.bin} {shelf.units}" for shelf in row.bins)
    damaged = sum(shelf.damaged for shelf in row.bins)
    figures: Mapping[str, int] = {
        "on-shelf": row.on_shelf,
        "reserved": row.reserved,
        "free": row.on_shelf - row.reserved,
        "damaged": damaged,
    }
    told = "\t".join(f"{world.words(f'stock.{name}')} {units}" for name, units in figures.items())
    return f"{row.sku}\t{row.title}\t{told}\t{bins}"


def _short(desk: Desk, skus: Iterable[str], args: argparse.Namespace, world: World) -> int:
    for sku in skus:
        found = desk.shortages.of(sku)
        if found is not None and args.json:
            put(_shortage(found))
        elif found is not None:
            title = desk.stockroom.level(sku).title
            count = len(found.sufferers)
            gaps = {"goods": title, "have": found.on_shelf, "need": found.wanted}
            say(world.words("shortage.about", count=count, **gaps))
            for one in found.sufferers:
                due = one.due.astimezone(desk.options.zone).strftime("%m-%d %H:%M")
                gaps = {"order": one.number, "missing": one.missing, "need": one.wanted}
                way = world.words(f"shortage.do.{one.ways[0]}")
                say(f"  {world.words('shortage.order', due=due, **gaps)} · {way}")
    return 0


def _shortage(found: Shortage) -> dict[str, object]:
    return {
        "sku": found.sku,
        "on_shelf": found.on_shelf,
        "wanted": found.wanted,
        "orders": [
            {
                "number": one.number,
                "ship_by": one.due,
                "wanted": one.wanted,
                "missing": one.missing,
                "ways": list(one.ways),
            }
            for one in found.sufferers
        ],
    }


def defects(args: argparse.Namespace, world: World) -> int:
    """``defects``: how often goods were flawed lately, the worst first."""
    with world.reading() as desk:
        for rate in desk.quality.rates(args.days):
            title = desk.stockroom.level(rate.sku).title
            if args.json:
                put(
                    {
                        "sku": rate.sku,
                        "title": title,
                        "flawed": rate.flawed,
                        "looked_at": rate.looked_at,
                        "percent": round(rate.percent, 1),
                    }
                )
            else:
                say(f"{rate.sku}\t{title}\t{rate.flawed}/{rate.looked_at}\t{rate.percent:.1f} %")
    return 0


def count(args: argparse.Namespace, world: World) -> int:
    """``count SKU BIN UNITS``: what a person counted in a bin."""
    with world.writing() as desk:
        answer = desk.stockroom.recount(args.sku, args.bin, args.units, args.reason)
        said = world.words.say(answer)
    (say if answer.verdict is Verdict.COMMAND_OK else tell)(said)
    return 0 if answer.verdict is Verdict.COMMAND_OK else 1
