"""Commands that only look: orders, order."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from packstation.cli import printing
from packstation.cli.exceptions import expedited
from packstation.cli.world import World, put, say, tell
from packstation.desk.desk import Desk
from packstation.desk.views import OrderView, QueueRow, Unasked, WorkList
from packstation.domain.boxes import current_parcel
from packstation.domain.carrier_reason import reason_of
from packstation.domain.carton import Proposal
from packstation.domain.order import Finding, Order, Parcel, State, Wish
from packstation.domain.outbox import Entry, EntryState
from packstation.domain.print_jobs import PrintJob
from packstation.domain.together import lead_of
from packstation.words import Words

_PAGE = 500


def orders(args: argparse.Namespace, world: World) -> int:
    """``orders``: one a line, in queue order."""
    with world.reading() as desk:
        shops = desk.connection.labels
        for row in _rows(desk, args.state, args.list):
            if args.json:
                put(
                    {
                        "number": row.number,
                        "state": row.state,
                        "ship_by": row.ship_by,
                        "urges": row.urges,
                        "lines": row.lines,
                        "units": row.units,
                        "got": row.got,
                        "goods": row.goods,
                        "recall": row.recall or None,
                        "basket": row.slot or None,
                        "expedited": expedited(row.expedited),
                        "shop_id": row.shop_id,
                    }
                )
            else:
                due = row.ship_by.astimezone(desk.options.zone).strftime("%m-%d %H:%M")
                told = (row.number, world.words(f"cli.state.{row.state}"), due, row.goods)
                say("\t".join((*told, *filter(None, (shops.get(row.shop_id),)))))
    return 0


def _rows(desk: Desk, state: str | None, name: str | None) -> Iterator[QueueRow]:
    """The wanted orders; both filters together mean both."""
    if name is None:
        yield from desk.reading.everything(state)
        return
    after = None
    while page := desk.queue(WorkList(name), after, _PAGE):
        yield from (row for row in page if state in (None, row.state))
        after = page[-1].key


def order(args: argparse.Namespace, world: World) -> int:
    """``order NUMBER``: one order whole."""
    with world.reading() as desk:
        view = desk.view(args.number)
        if view is None:
            tell(world.words("cli.no-such-order", number=args.number))
            return 1
        if args.json:
            put(whole(view, desk, world))
        else:
            for line in _told(view, desk, world):
                say(line)
    return 0


def whole(view: OrderView, desk: Desk, world: World) -> dict[str, object]:
    """An order as the promised JSON object."""
    it = view.order
    return {
        "number": it.number,
        "state": it.state.value,
        "ship_by": it.ship_by,
        "ship_by_source": it.ship_by_source,
        "urges": it.urges,
        "complaint": it.complaint,
        "recall": it.recall.value or None,
        "expedited": expedited(it.expedited),
        "exceptions": _exceptions(desk, it.number),
        "hold": None
        if it.hold is None
        else {"kind": it.hold.kind.value, "reason": it.hold.reason, "until": it.hold.until},
        "address_changed": it.address_changed,
        "findings": [
            {
                "code": found.code,
                "say": world.words(f"say.needs-review.{found.code}", **_finding_gaps(found.data)),
            }
            for found in it.findings
        ],
        "notes": [
            {"code": found.code, "say": _note(found, it, world.words)} for found in desk.look(it).notes
        ],
        "wishes": [_wish(wish) for wish in it.wishes],
        "lines": [
            {
                "line": line.line,
                "sku": line.sku,
                "need": line.need,
                "got": line.got,
                "refund": line.refund,
                "waived": line.waived,
                "of": line.of or None,
            }
            for line in it.lines
        ],
        "parcels": [
            {
                "parcel": box.parcel,
                "carrier": box.carrier or None,
                "carrier_why": _why(box, view, world) if box.carrier else None,
                "waybill": box.waybill or None,
                "carton": box.carton or None,
                "weight_g": box.weight_g,
                "expected_g": should.weight_g if (should := view.weight_of(box)) else None,
                "doubt_g": box.doubt_g,
                "vouched": box.vouched or None,
                "label": box.label.value,
                "prints": box.prints,
                "print_job": _job(view.job_of(box), world.words),
                "contents": [{"line": line, "units": units} for line, units in box.contents],
                "carton_proposed": _carton(view.proposals.get(box.parcel)),
            }
            for box in it.parcels
        ],
        "carton_proposed": _proposal(view),
        "together_with": [one.number for one in view.along] or ([lead_of(it)] if lead_of(it) else []),
        "batch": view.batch or None,
        "basket": view.slot or None,
        "shipped_at": it.shipped_at,
        "shop": it.shop or None,
        "shop_id": it.shop_id,
        "unasked": _unasked(view.unasked),
        "outbox": [
            {
                "key": entry.key,
                "kind": entry.kind,
                "state": entry.state.value,
                "attempts": entry.attempts,
                "error": None if _is_told(entry) else world.words.undelivered(entry.error) or None,
                "answer": world.words.undelivered(entry.error) or None if _is_told(entry) else None,
            }
            for entry in view.outbox
        ],
    }


def _is_told(entry: Entry) -> bool:
    """Whether what is kept beside an entry is an answer, and no trouble."""
    return entry.state is EntryState.DELIVERED


def _unasked(mark: Unasked | None) -> dict[str, object] | None:
    """That the order went on while the platform did not answer, and what it said later."""
    return None if mark is None else {"step": mark.step, "at": mark.at, "found": mark.found or None}


def _wish(wish: Wish) -> dict[str, object]:
    """A wish; one that the platform did not give also tells who asked and why."""
    told: dict[str, object] = {"text": wish.text, "ticked": wish.ticked}
    return {**told, "source": wish.source.value, "why": wish.why} if wish.source else told


def _job(job: PrintJob | None, words: Words) -> dict[str, object] | None:
    """What is truly known of a label's last print-out."""
    if job is None:
        return None
    return {"id": job.id, "state": job.state.value, "say": printing.told(job, words)}


def _why(box: Parcel, view: OrderView, world: World) -> dict[str, object]:
    """Why this carrier takes the box, as data and in words."""
    why = reason_of(box.why)
    return {"key": why.key, "say": world.words.carrier_why(why, view.carrier_called), **why.facts}


def _carton(proposal: Proposal | None) -> str | None:
    """The code of the one carton that holds it all."""
    return proposal.carton.code if proposal and proposal.carton else None


def _proposal(view: OrderView) -> dict[str, object] | None:
    """Which carton the box on the desk should be, or which boxes its goods need; None: nothing is said."""
    proposal = view.proposals.get(current_parcel(view.order).parcel)
    if proposal is None or view.order.state is State.SHIPPED:
        return None
    return {
        "carton": _carton(proposal),
        "why": proposal.fit.value,
        "goods": proposal.goods or None,
        "boxes": [
            {
                "carton": box.carton.code,
                "weight_g": box.weight_g,
                "contents": [{"line": line, "units": units} for line, units in box.contents],
            }
            for box in proposal.boxes
        ],
    }


def _exceptions(desk: Desk, number: str) -> list[str]:
    """In which ways the order is out of the ordinary."""
    row = desk.exceptions.row(number)
    return [kind.value for kind in row.kinds] if row else []


def _finding_gaps(data: tuple[tuple[str, str], ...]) -> dict[str, str]:
    gaps = dict(data)
    return {**gaps, "need_units": gaps.get("need", ""), "have_units": gaps.get("have", "")}


def _note(finding: Finding, order: Order, words: Words) -> str:
    """What was found about an order, as a sentence."""
    return words.finding(finding, {line.sku: line.title for line in order.lines})


def _told(view: OrderView, desk: Desk, world: World) -> Iterator[str]:
    """An order in a few lines for a person."""
    it = view.order
    due = it.ship_by.astimezone(desk.options.zone).strftime("%Y-%m-%d %H:%M")
    yield world.words("cli.order-head", number=it.number, state=world.words(f"cli.state.{it.state}"), due=due)
    for line in it.lines:
        yield f"  {line.got}/{line.need}  {line.title or line.sku} {line.spec}".rstrip()
    for found in (*it.findings, *desk.look(it).notes):
        yield f"  {'▲' if found in it.findings else '·'} {_note(found, it, world.words)}"
    for wish in it.wishes:
        source = world.words.wish_source(wish, {line.sku: line.title for line in it.lines})
        yield f"  [{'x' if wish.ticked else ' '}] {wish.text}{f' ({source})' if source else ''}"
    for box in it.parcels:
        if box.waybill:
            job = view.job_of(box)
            known = f" ({printing.told(job, world.words)})" if job else ""
            yield f"  {view.carrier_name} {box.waybill}{known}"
