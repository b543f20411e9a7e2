"""Commands for papers in the box and for the courier: slip, handover, manifest."""

from __future__ import annotations

import argparse

from packstation.cli.world import World, put, say, tell
from packstation.desk.box_papers import Kind
from packstation.domain.manifest import Handover, Outgoing
from packstation.domain.print_jobs import Paper
from packstation.domain.scan import Answer, Verdict


def slip(args: argparse.Namespace, world: World) -> int:
    """``slip NUMBER -o FILE``: packing slip, return slip or gift note, in the language of the buyers."""
    if args.print:
        return _printed(world, Paper.SLIP, args.kind, args.number)
    with world.reading() as desk:
        papers = desk.box_papers
        words = papers.words_for(args.number)
        papers.write(args.output, args.number, Kind(args.kind), words, args.size, args.text)
    return 0


def handover(args: argparse.Namespace, world: World) -> int:
    """``handover [CARRIER]``: the courier is here; ``--done``: it leaves, and what was forgotten is named.

    In between ``scan`` takes the waybills of the parcels.
    """
    with world.writing() as desk:
        answer = desk.log_in(args.packer) if args.packer else None
        if answer is None or answer.verdict is Verdict.LOGGED_IN:
            answer = desk.hand_over(done=args.done, carrier=args.carrier or "")
        return _answered(answer, world)


def _printed(world: World, paper: Paper, what: str, order: str = "") -> int:
    """A paper on its printer."""
    with world.writing() as desk:
        if order and desk.view(order) is None:
            tell(world.words("cli.no-such-order", number=order))
            return 1
        return _answered(desk.at_once(desk.paper_jobs.print(paper, what, order)), world)


def _answered(answer: Answer, world: World) -> int:
    is_done = answer.verdict is Verdict.COMMAND_OK
    (say if is_done else tell)(world.words.say(answer))
    return 0 if is_done else 1


def manifest(args: argparse.Namespace, world: World) -> int:
    """``manifest [ID] [-o FILE.pdf]``: what a courier took along; without a number the last one."""
    with world.reading() as desk:
        latest = desk.handing_over.latest(1)
        number = args.id or (latest[0].id if latest else 0)
        found = desk.handing_over.handover(number)
        if found is None:
            tell(world.words("cli.no-manifest"))
            return 1
        if args.print:
            return _printed(world, Paper.MANIFEST, str(found.manifest.id))
        if args.output is not None:
            desk.box_papers.write_manifest(args.output, found, world.words, args.size)
        if args.json:
            put(_shown(found))
        elif args.output is None:
            for parcel in found.taken:
                say(
                    "\t".join((parcel.waybill, parcel.order, f"{parcel.place}/{parcel.parcels}", parcel.city))
                )
    return 0


def _shown(found: Handover) -> dict[str, object]:
    return {
        "id": found.manifest.id,
        "carrier": found.manifest.carrier,
        "desk": found.manifest.desk,
        "opened_at": found.manifest.opened_at,
        "closed_at": found.manifest.closed_at,
        "parcels": [_parcel(parcel) for parcel in found.taken],
        "waiting": [_parcel(parcel) for parcel in found.waiting],
    }


def _parcel(parcel: Outgoing) -> dict[str, object]:
    return {
        "waybill": parcel.waybill,
        "order": parcel.order,
        "carrier": parcel.carrier,
        "parcel": parcel.parcel,
        "weight_g": parcel.weight_g,
        "at": parcel.at,
    }
