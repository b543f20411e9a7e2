"""``sync``: orders in and shipments out, with every shop; one that does not answer holds up no other."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, field

from packstation.cli.work import SLICE_S, put_counts, why_not
from packstation.cli.world import World, put, tell
from packstation.desk.desk import Desk
from packstation.desk.rounds import Pulled
from packstation.desk.syncing import Delivery
from packstation.domain.intake import Reject
from packstation.errors import PackstationError


@dataclass(slots=True)
class _Done:
    """What a round did with one shop; ``trouble`` kept it from doing more."""

    pulled: int = 0
    rejects: list[Reject] = field(default_factory=list)
    told: Delivery = field(default_factory=Delivery)
    trouble: PackstationError | None = None

    def counts(self) -> dict[str, int]:
        """Under their fixed English names: scripts read them."""
        told = self.told
        return {"delivered": told.delivered, "later": told.later, "parked": told.parked}


def sync(args: argparse.Namespace, world: World) -> int:
    """``sync [--once]``: pull and deliver; without ``--once`` again and again until stopped.

    Exit 1 where a shop did not answer.
    """
    with world.writing() as desk:
        recalled = set[str]()
        desk.listen(lambda news: recalled.update(one for one in news.orders if _is_recalled(desk, one)))
        while True:
            recalled.clear()
            done = _round(desk, world)
            _tell(desk, world, done, len(recalled), as_json=args.json)
            if args.once:
                return int(any(one.trouble is not None for one in done.values()))
            time.sleep(min(shop.every.total_seconds() for shop in world.settings.shop_terms()))


def _round(desk: Desk, world: World) -> dict[str, _Done]:
    """One round of both directions; a platform that does not answer still lets the outbox try."""
    desk.wake()
    done = {syncing.shop_id: _Done() for syncing in desk.rounds}
    waiting = tuple(desk.rounds)
    while waiting:
        pulled = desk.rounds.pulled(waiting, SLICE_S)
        waiting = tuple(
            one.syncing for one in pulled if _went_on(desk, world, one, done[one.syncing.shop_id])
        )
    return done


def _went_on(desk: Desk, world: World, pulled: Pulled, done: _Done) -> bool:
    """Count what a shop told, tell it what it must hear; gives whether more waits there."""
    tally, syncing = pulled.tally, pulled.syncing
    done.pulled += tally.added + tally.updated
    done.rejects += tally.rejects
    done.trouble = done.trouble or pulled.trouble
    if pulled.trouble is None:
        try:
            desk.gates.unasked.look_now(syncing.shop_id)
        except PackstationError as error:
            tell(world.words.error(error))
    done.told += syncing.push_now()
    is_worth_it = bool(tally.added + tally.updated) and syncing.has_news()
    return pulled.trouble is None and (is_worth_it or syncing.has_more)


def _tell(desk: Desk, world: World, done: dict[str, _Done], recalled: int, *, as_json: bool) -> None:
    """What the round did, all shops together; shops where something failed by name, if there are several."""
    words, labels = world.words, desk.connection.labels
    for shop, one in done.items():
        for reject in one.rejects:
            tell(why_not(reject, words))
        if one.trouble is not None:
            said = words.error(one.trouble)
            tell(words("connection.of-shop", shop=labels[shop], say=said) if labels else said)
    told = sum((one.told for one in done.values()), Delivery())
    whole = _Done(told=told)
    pulled = sum(one.pulled for one in done.values())
    counts = {"pulled": pulled, "recalled": recalled, **whole.counts()}
    if not as_json:
        put_counts(counts)
        return
    each: list[dict[str, object]] = []
    if labels and any(one.trouble is not None for one in done.values()):
        each = [
            {
                "shop": shop,
                "name": labels[shop],
                "answers": one.trouble is None,
                "say": words.error(one.trouble) if one.trouble else "",
                "pulled": one.pulled,
                **one.counts(),
            }
            for shop, one in done.items()
        ]
    put({**counts, "shops": each} if each else counts)


def _is_recalled(desk: Desk, number: str) -> bool:
    row = desk.row(number)
    return row is not None and (bool(row.recall) or row.state == "cancelled")
