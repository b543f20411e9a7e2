"""Commands about orders that have left, or leave without a parcel: renumber, no-parcel."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from packstation.cli.world import World, say, tell
from packstation.desk.desk import Desk
from packstation.domain.scan import Answer, Verdict

_DONE = (Verdict.COMMAND_OK, Verdict.SHIPPED)


def renumber(args: argparse.Namespace, world: World) -> int:
    """``renumber NUMBER --from OLD --to NEW --reason R``: a parcel that left goes under another number."""
    return _carry_out(
        args,
        world,
        lambda desk: desk.renumberings.change(
            args.number, args.before or "", args.waybill, args.carrier or "", args.reason
        ),
    )


def no_parcel(args: argparse.Namespace, world: World) -> int:
    """``no-parcel NUMBER``: an order that needs no parcel is fulfilled."""
    return _carry_out(args, world, lambda desk: desk.without_parcels.ship(args.number))


def _carry_out(args: argparse.Namespace, world: World, work: Callable[[Desk], Answer]) -> int:
    """Do it as whoever's badge was named, and say how it went."""
    with world.writing() as desk:
        answer = desk.log_in(args.packer) if args.packer else None
        if answer is None or answer.verdict is Verdict.LOGGED_IN:
            answer = desk.at_once(work(desk))
        said = world.words.say(answer)
    done = answer.verdict in _DONE
    (say if done else tell)(said)
    return 0 if done else 1
