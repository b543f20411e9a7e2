"""Commands about orders out of the ordinary: exceptions, expedite, note, retry and others."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from packstation.cli.world import World, put, say, tell
from packstation.desk.desk import Desk
from packstation.desk.exceptions import ExceptionRow
from packstation.domain.deadlines import Expedited
from packstation.domain.scan import Answer, Verdict
from packstation.words import Words

_DONE = (Verdict.COMMAND_OK, Verdict.ORDER_OPENED, Verdict.LEFT)


def exceptions(args: argparse.Namespace, world: World) -> int:
    """``exceptions``: one order a line, gravest and most urgent first."""
    with world.reading() as desk:
        for row in desk.exceptions.everything():
            if args.json:
                put(_shown(row))
            else:
                say(_told(row, desk, world.words))
    return 0


def _shown(row: ExceptionRow) -> dict[str, object]:
    """An order of the list as JSON."""
    return {
        "number": row.number,
        "kinds": [kind.value for kind in row.kinds],
        "since": row.since,
        "owner": row.owner or None,
        "next": row.solving.value,
        "until": row.until,
        "note": row.note.text if row.note else None,
        "desk": row.desk or None,
        "state": row.order.state.value,
        "ship_by": row.order.ship_by,
        "expedited": expedited(row.order.expedited),
        "left": row.left or None,
    }


def expedited(ahead: Expedited | None) -> dict[str, object] | None:
    """Who sent an order ahead, when and why, as JSON."""
    return None if ahead is None else {"at": ahead.at, "by": ahead.by, "reason": ahead.reason}


def _told(row: ExceptionRow, desk: Desk, words: Words) -> str:
    since = row.since.astimezone(desk.options.zone).strftime("%m-%d %H:%M")
    kinds = ", ".join(words(f"exceptions.kind.{kind}") for kind in row.kinds)
    step = words(f"exceptions.next.{row.solving}")
    parts = [row.number, kinds, since, row.owner or "–", step, row.note.text if row.note else ""]
    return "\t".join(" ".join(part.split()) for part in parts).rstrip()


def expedite(args: argparse.Namespace, world: World) -> int:
    """``expedite NUMBER --reason R``: the order goes before all others; ``--undo`` puts it back."""

    def work(desk: Desk) -> Answer:
        if args.undo:
            return desk.exceptions.calm(args.number)
        return desk.exceptions.expedite(args.number, args.reason)

    return _carry_out(args, world, work)


def note(args: argparse.Namespace, world: World) -> int:
    """``note NUMBER TEXT``: written down about the order, for ever."""
    return _carry_out(args, world, lambda desk: desk.exceptions.add_note(args.number, args.text))


def take_over(args: argparse.Namespace, world: World) -> int:
    """``take-over NUMBER --reason R``: the order comes from another desk to this one."""
    return _carry_out(args, world, lambda desk: desk.exceptions.take_over(args.number, args.reason))


def put_back(args: argparse.Namespace, world: World) -> int:
    """``put-back NUMBER``: what lies in its box goes back to the shelves."""
    return _carry_out(args, world, lambda desk: desk.exceptions.put_back(args.number))


def retry(args: argparse.Namespace, world: World) -> int:
    """``retry NUMBER``: what the platform refused about it is told once more at the next sync."""
    return _carry_out(args, world, lambda desk: desk.exceptions.retry(args.number))


def intercept(args: argparse.Namespace, world: World) -> int:
    """``intercept NUMBER``: the carrier is asked, at the next sync, to stop the parcels of an order."""
    return _carry_out(args, world, lambda desk: desk.gates.interceptions.ask(args.number))


def intercepted(args: argparse.Namespace, world: World) -> int:
    """``intercepted NUMBER TEXT``: a parcel that should not have left was dealt with, and how."""
    return _carry_out(args, world, lambda desk: desk.gates.unasked.intercepted(args.number, args.text))


def together(args: argparse.Namespace, world: World) -> int:
    """``together NUMBER [OTHER…]``: these orders for one receiver go into one parcel."""
    return _carry_out(args, world, lambda desk: desk.companions.join(args.number, tuple(args.others)))


def apart(args: argparse.Namespace, world: World) -> int:
    """``apart NUMBER``: the order goes its own way again."""
    return _carry_out(args, world, lambda desk: desk.companions.part(args.number))


def _carry_out(args: argparse.Namespace, world: World, work: Callable[[Desk], Answer]) -> int:
    """Do it as whoever's badge was named, and say how it went."""
    with world.writing() as desk:
        answer = desk.log_in(args.packer) if args.packer else None
        if answer is None or answer.verdict is Verdict.LOGGED_IN:
            answer = work(desk)
        said = world.words.say(answer)
    done = answer.verdict in _DONE
    (say if done else tell)(said)
    return 0 if done else 1
