"""Commands about what was printed: jobs."""

from __future__ import annotations

import argparse

from packstation.cli.world import World, put, say
from packstation.domain.print_jobs import PrintJob
from packstation.domain.trouble import Trouble
from packstation.words import Words


def jobs(args: argparse.Namespace, world: World) -> int:
    """``jobs``: print jobs, newest first, each with what is truly known of it."""
    with world.reading() as desk:
        found = desk.printing.jobs(args.last, args.order or "")
        for job in found:
            if args.json:
                put(_as_json(job, world.words))
            else:
                say(_line(job, world))
    if not found and not args.json:
        say(world.words("printer.jobs.none"))
    return 0


def told(job: PrintJob, words: Words) -> str:
    """A job's state in words, and why, if it did not end well."""
    state = words(f"printer.state.{job.state}")
    why = _why(job, words)
    return f"{state}: {why}" if why else state


def _why(job: PrintJob, words: Words) -> str:
    trouble = Trouble.of_text(job.detail)
    return words.trouble(trouble.reason, trouble.data) if trouble else ""


def _as_json(job: PrintJob, words: Words) -> dict[str, object]:
    return {
        "id": job.id,
        "state": job.state.value,
        "say": told(job, words),
        "order": job.order,
        "parcel": job.parcel,
        "waybill": job.waybill,
        "reason": job.reason,
        "printer": job.printer,
        "what": job.what,
        "desk": job.desk,
        "packer": job.packer or None,
        "created_at": job.created_at,
        "settled_at": job.settled_at,
    }


def _line(job: PrintJob, world: World) -> str:
    at = job.created_at.astimezone().strftime("%m-%d %H:%M:%S") if job.created_at else ""
    words = world.words
    gaps = {"id": job.id, "at": at, "order": job.order, "waybill": job.waybill or _paper(job, words)}
    state = words(f"printer.state.{job.state}")
    return words("printer.jobs.line", **gaps, state=state, why=_why(job, words)).rstrip()


def _paper(job: PrintJob, words: Words) -> str:
    """What a job without a waybill prints."""
    return f"{words(f'printer.paper.{job.paper}')} {job.what}".strip()
