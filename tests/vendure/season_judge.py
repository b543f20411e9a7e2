"""Whether the shop's books and the desk's tell of the same season; reads both by itself, without the connector."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.vendure.owner import CANCELLED, FOREIGN, LINE, MOVED, SENT, SENT_TWICE, Deed

FRESH_S = 10.0
"""An answer of the shop's counts for so long before a box leaves."""
GONE = ("Shipped", "Delivered")


@dataclass(frozen=True, slots=True)
class Box:
    """A parcel in the desk's database: its number, its goods by the shop's line, when its label was asked for."""

    number: str
    goods: Counter[str]
    labelled: float


@dataclass(frozen=True, slots=True)
class Told:
    """An outbox entry: the number it tells, and how it ended."""

    number: str
    state: str
    error: str


@dataclass(frozen=True, slots=True)
class Desk:
    """An order in the desk's database; ``left`` in seconds since 1970, 0 where it did not."""

    state: str
    left: float
    receiver: str
    boxes: tuple[Box, ...]
    told: tuple[Told, ...]
    journal: Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Case:
    """One order in both books, what was done to it, and when the shop was asked about it."""

    code: str
    shop: Mapping[str, Any]
    desk: Desk
    deeds: Sequence[Deed] = ()
    asked: Sequence[float] = field(default_factory=tuple)

    def done(self, *ways: str) -> bool:
        """Whether the owner did any of this."""
        return any(deed.what in ways for deed in self.deeds)

    @property
    def holding(self) -> list[Mapping[str, Any]]:
        """The shop's fulfilments that were not cancelled."""
        return [one for one in self.shop["fulfillments"] if one["state"] != "Cancelled"]

    @property
    def ours(self) -> list[Mapping[str, Any]]:
        """Those of them that are not the owner's own."""
        return [one for one in self.holding if not one["trackingCode"].startswith(FOREIGN)]


def wrongs(
    order_of: Callable[[str], Mapping[str, Any]],
    database: Path,
    codes: Sequence[str],
    deeds: Sequence[Deed],
    asked: Mapping[str, Sequence[float]],
) -> list[str]:
    """Everything that is not as it must be; nothing after a season that went well.

    Args:
        order_of: an order in the shop's books.
        database: the desk's file.
        codes: the orders of the season.
        deeds: what the owner and the buyers did.
        asked: when the shop was asked about each order by itself.
    """
    found = []
    for code in codes:
        desk = desk_of(database, code)
        if desk is None:
            found.append(f"{code}: the desk has never heard of it")
            continue
        own = [deed for deed in deeds if deed.order == code]
        case = Case(code, order_of(code), desk, own, asked.get(code, ()))
        found += [f"{code}: {what}" for what in judged(case)]
    return found


def judged(case: Case) -> Iterator[str]:
    """What is wrong with one order."""
    yield from _numbers(case)
    yield from _units(case)
    yield from _closed(case)
    yield from _places(case)
    yield from _outbox(case)


def _numbers(case: Case) -> Iterator[str]:
    """Each fulfilment of ours is one parcel told of: its number, its goods, gone, and only once."""
    boxes = {box.number: box for box in case.desk.boxes}
    delivered = {told.number for told in case.desk.told if told.state == "DELIVERED"}
    counts = Counter(one["trackingCode"] for one in case.ours)
    for one in case.ours:
        number = one["trackingCode"]
        goods = Counter({line["orderLineId"]: line["quantity"] for line in one["lines"]})
        if one["state"] not in GONE:
            yield f"{number} was left {one['state']} in the shop"
        if number not in boxes:
            yield f"the shop has {number}, which is on no parcel"
        elif boxes[number].goods != goods:
            yield f"{number} holds {dict(boxes[number].goods)}, in the shop {dict(goods)}"
        if number not in delivered:
            yield f"the shop has {number}, which was not told"
    yield from (f"{number} stands {times} times in the shop" for number, times in counts.items() if times > 1)
    yield from (f"{number} was told, and the shop has it not" for number in delivered - set(counts))


def _units(case: Case) -> Iterator[str]:
    """What was not cancelled lies in fulfilments, each unit once."""
    sent: Counter[str] = Counter()
    for one in case.holding:
        for line in one["lines"]:
            sent[line["orderLineId"]] += line["quantity"]
    parked = any(told.state == "PARKED" for told in case.desk.told)
    for line in case.shop["lines"]:
        units, wanted = sent[line["id"]], line["quantity"]
        if case.shop["state"] == "Cancelled" or (parked and units < wanted):
            continue  # judged by itself
        if units != wanted and not (units > wanted and _cancelled_behind(case)):
            yield f"{units} units of line {line['id']} were sent, {wanted} are wanted"


def _cancelled_behind(case: Case) -> bool:
    """Whether something was cancelled when its box had left: then the shop may count more sent than wanted."""
    return any(deed.what in (CANCELLED, LINE) and _was_away(case, deed) for deed in case.deeds)


def _was_away(case: Case, deed: Deed) -> bool:
    """Whether the order had left before its desk could hear of a deed: it asked right before, and not since."""
    left = case.desk.left
    asks = [at for at in case.asked if at <= left]
    return bool(left and asks) and asks[-1] < deed.done and (deed.done > left or left - asks[-1] <= FRESH_S)


def _closed(case: Case) -> Iterator[str]:
    """Both books call the order over for the same reason, and nothing cancelled left the house."""
    state, desk = case.shop["state"], case.desk
    if (state == "Cancelled") != (case.done(CANCELLED) or _is_empty(case)):
        yield f"{state} in the shop"
    if state not in ("Shipped", "Cancelled") and not any(told.state == "PARKED" for told in desk.told):
        yield f"{state} in the shop, {desk.state} here, and nobody is told"
    away = [deed for deed in case.deeds if deed.what == CANCELLED and not _was_away(case, deed)]
    if away and (desk.left or case.ours):
        yield "cancelled, and left the house"
    if desk.state not in ("shipped", "cancelled"):
        yield f"{desk.state} here, {state} there"
    if desk.left and not any(verdict == "shipped" for _, verdict in desk.journal):
        yield "left, and the journal knows no scan that closed it"


def _is_empty(case: Case) -> bool:
    """The owner cancelled line after line until nothing was left."""
    return case.done(LINE) and not any(line["quantity"] for line in case.shop["lines"])


def _places(case: Case) -> Iterator[str]:
    """A label printed leads where the buyer lives now, if the desk could hear of it."""
    for deed in (deed for deed in case.deeds if deed.what == MOVED and not _was_away(case, deed)):
        last = [one for one in case.deeds if one.what == MOVED][-1]
        if case.desk.left and deed is last and deed.place not in case.desk.receiver:
            yield "left for its old address"
        if case.desk.left and any(box.labelled < deed.done for box in case.desk.boxes):
            yield "left with a label from before it moved"


def _outbox(case: Case) -> Iterator[str]:
    """Each parcel that left was told of, once; what waits for a person has a reason somebody gave."""
    desk = case.desk
    counts = Counter(told.number for told in desk.told)
    if desk.left:
        yield from (f"{box.number} left untold" for box in desk.boxes if not counts[box.number])
    yield from (f"{number} has {times} entries" for number, times in counts.items() if times > 1)
    is_stuck = False  # what is parked keeps the rest of its order waiting
    for told in desk.told:
        is_stuck = is_stuck or told.state == "PARKED"
        if told.state == "PENDING" and not is_stuck:
            yield f"{told.number} still waits to be told: {told.error}"
        if told.state == "PARKED" and not case.done(CANCELLED, LINE, SENT, SENT_TWICE):
            yield f"{told.number} is parked for nobody's doing: {told.error}"
        if told.state != "PENDING" and not desk.journal["tell", told.state]:
            yield f"{told.number} is {told.state}, and the journal does not say so"


# --- the desk's own books
# ---------------------------------------------------------------------------------------------


def desk_of(database: Path, code: str) -> Desk | None:
    """An order as the desk's file has it; None where it is not there."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as file:
        row = file.execute(
            "SELECT id, state, coalesce(shipped_at, 0), receiver FROM orders WHERE number = ?", (code,)
        ).fetchone()
        if row is None:
            return None
        boxes = file.execute(
            "SELECT waybill, contents, (SELECT max(created_at) FROM print_job j WHERE j.waybill = p.waybill)"
            " FROM parcel p WHERE order_id = ? AND waybill <> ''",
            (row[0],),
        ).fetchall()
        told = file.execute(
            "SELECT body, state, error FROM outbox WHERE order_number = ? ORDER BY id", (code,)
        ).fetchall()
        journal = file.execute(
            "SELECT verb, verdict, data FROM journal WHERE order_number = ?", (code,)
        ).fetchall()
    return Desk(
        str(row[1]),
        row[2] / 1000,
        str(row[3]),
        tuple(Box(str(number), _goods(contents), (at or 0) / 1000) for number, contents, at in boxes),
        tuple(Told(json.loads(body)["waybill"], str(state), str(error)) for body, state, error in told),
        Counter((str(verb), _outcome(str(verdict), str(data))) for verb, verdict, data in journal),
    )


def _goods(contents: str) -> Counter[str]:
    return Counter({str(line): int(units) for line, units in json.loads(contents) if units})


def _outcome(verdict: str, data: str) -> str:
    """What a row of the journal says came of it."""
    state = json.loads(data).get("state") if data.startswith("{") else None
    return verdict or str(state or "")
