"""Commands for pick lists and the baskets of the cart: picklist, batches."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

from packstation.cli.world import World, put, say, tell
from packstation.desk.desk import Desk
from packstation.desk.views import OpenBatch, Picks
from packstation.domain.picking import Part, Short, Stop
from packstation.domain.scan import Answer, Verdict
from packstation.words import Words


def picklist(args: argparse.Namespace, world: World) -> int:
    """``picklist [NUMBER | --next N | --batch ID] [-o FILE.pdf]``: what to fetch, and from where.

    For an order or an open batch nothing changes; otherwise the next orders due become a batch first.
    """
    if args.number is None and args.batch is None:
        return _of_new_batch(args, world)
    with world.reading() as desk:
        _check(args, desk)
        picks = (
            desk.picking.of_order(args.number) if args.batch is None else desk.picking.of_batch(args.batch)
        )
        _give(picks, args, desk, world.words)
    return 0


def _of_new_batch(args: argparse.Namespace, world: World) -> int:
    with world.writing() as desk:
        _check(args, desk)
        answer = desk.picking.make(args.next or desk.options.baskets)
        tell(world.words.say(answer))
        if answer.verdict is not Verdict.COMMAND_OK:
            return 1
        _give(desk.picking.of_batch(int(str(answer.facts["batch"]))), args, desk, world.words)
    return 0


def _check(args: argparse.Namespace, desk: Desk) -> None:
    """Nothing is made into a batch whose list could not be written."""
    if args.output is not None:
        desk.papers.check_pick_list(args.output, args.size)


def _give(picks: Picks, args: argparse.Namespace, desk: Desk, words: Words) -> None:
    """The list as a file, as JSON, or both; without either as lines."""
    if args.output is not None:
        desk.papers.write_pick_list(args.output, desk.papers.pick_paper(picks, words), args.size)
    if args.json:
        put(shown(picks))
    elif args.output is None:
        for line in _told(picks, words):
            say(line)


def shown(picks: Picks) -> dict[str, object]:
    """A pick list as JSON."""
    return {
        "batch": picks.batch or None,
        "orders": [
            {"number": order.number, "basket": order.slot or None, "units": order.units, "state": order.state}
            for order in picks.orders
        ],
        "stops": [{"bin": stop.bin or None, **_goods(stop)} for stop in picks.walk.stops],
        "short": [_goods(short) for short in picks.walk.short],
    }


def _goods(group: Stop | Short) -> dict[str, object]:
    return {
        "sku": group.sku,
        "title": group.title,
        "spec": group.spec,
        "units": group.units,
        "orders": [
            {"number": part.order, "basket": part.slot or None, "units": part.units} for part in group.parts
        ],
    }


def _told(picks: Picks, words: Words) -> Iterator[str]:
    for stop in picks.walk.stops:
        place = stop.bin or words("picking.paper.no-bin")
        yield words("picking.line.stop", bin=place, **_gaps(stop, words))
    for short in picks.walk.short:
        yield words("picking.line.short", **_gaps(short, words))
    if not picks.walk.stops and not picks.walk.short:
        yield words("picking.paper.nothing")


def _gaps(group: Stop | Short, words: Words) -> dict[str, object]:
    goods = " ".join(f"{group.title} {group.spec}".split())
    return {"units": group.units, "goods": goods, "baskets": " ".join(_parts(group.parts, words))}


def _parts(parts: Iterable[Part], words: Words) -> Iterator[str]:
    for part in parts:
        key = "picking.line.basket" if part.slot else "picking.line.order"
        yield words(key, slot=part.slot, order=part.order, units=part.units)


def batches(args: argparse.Namespace, world: World) -> int:
    """``batches``: the open ones; ``--dissolve ID`` gives one up, ``--put-out NUMBER`` frees one basket."""
    if args.dissolve is not None or args.put_out is not None:
        with world.writing() as desk:
            return _changed(
                desk.picking.put_out(args.put_out)
                if args.dissolve is None
                else desk.picking.dissolve(args.dissolve),
                world.words,
            )
    with world.reading() as desk:
        found = desk.picking.batches()
        if args.json:
            put({"batches": [_batch(batch) for batch in found]})
            return 0
        for line in _listed(found, desk, world.words):
            say(line)
    return 0


def _changed(answer: Answer, words: Words) -> int:
    done = answer.verdict is Verdict.COMMAND_OK
    (say if done else tell)(words.say(answer))
    return 0 if done else 1


def _batch(batch: OpenBatch) -> dict[str, object]:
    return {
        "batch": batch.id,
        "made_at": batch.made_at,
        "made_by": batch.made_by or None,
        "orders": [
            {"number": order.number, "basket": order.slot, "state": order.state} for order in batch.orders
        ],
    }


def _listed(found: Iterable[OpenBatch], desk: Desk, words: Words) -> Iterator[str]:
    some = False
    for batch in found:
        some = True
        at = batch.made_at.astimezone(desk.options.zone).strftime("%m-%d %H:%M")
        yield words("picking.line.batch", batch=batch.id, at=at, by=batch.made_by, orders=len(batch.orders))
        for order in batch.orders:
            state = words(f"cli.state.{order.state}")
            yield words("picking.line.slot", slot=order.slot, number=order.number, state=state)
    if not some:
        yield words("picking.line.none")
