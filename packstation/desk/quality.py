"""Quality at the desk: checks passed, and flawed units on their way out of the box."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from packstation.desk.labelling import Labelling
from packstation.desk.stockroom import Stockroom
from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.order import Line, Order
from packstation.domain.quality import KINDS, LONGEST_NOTE, OTHER, Defect, Flaw, Instead, Rate, instead
from packstation.domain.scan import Answer, Verdict
from packstation.domain.stock import MoveKind
from packstation.store.stock import Move

RATE_DAYS = 30
_JUST_FAILED = Flaw()


class Quality:
    """The checks of the goods in the open order's box."""

    def __init__(self, place: Workplace, labelling: Labelling, stockroom: Stockroom) -> None:
        """Work at this desk."""
        self._place = place
        self._labelling = labelling
        self._stockroom = stockroom

    def fail(self, kind: str, checks: tuple[str, ...] = (), note: str = "") -> Answer:
        """A unit of the waiting line is flawed, says somebody with keys or mouse, and how."""
        known = (*KINDS, *self._place.options.defect_kinds)
        flaw = Flaw(kind if kind in known else OTHER, checks, note.strip()[:LONGEST_NOTE])
        return self._place.gesture("fail", lambda: self.failed("", flaw))

    def rate(self, sku: str, days: int = RATE_DAYS) -> Rate:
        """How often the SKU was flawed in the last days."""
        found = self.rates(days, sku)
        return found[0] if found else Rate(sku, 0, 0)

    def rates(self, days: int = RATE_DAYS, sku: str = "") -> list[Rate]:
        """How often each SKU was flawed in the last days, the worst first."""
        since = self._place.clock.now() - timedelta(days=days)
        return self._place.store.defects.rates(since, sku)

    def looked_at(self, order: Order) -> None:
        """The inspected pieces of a shipped order were well."""
        now = self._place.clock.now()
        for line in order.lines:
            if line.inspect and line.checked and line.got:
                self._place.store.defects.looked_at(line.sku, line.got, now)

    def passed(self, code: str) -> Answer:
        """PKPASS: all checks of the line that waits longest."""
        old = self._place.workable_order()
        order, line = verbs.pass_quality(old)
        answer = self._labelling.advanced(
            code, Verdict.QUALITY_PASSED, old, order, {"title": line.title or line.sku}
        )
        return replace(answer, line=line.line, got=line.got, need=line.need)

    def failed(self, code: str, flaw: Flaw = _JUST_FAILED) -> Answer:
        """PKFAIL: a flawed unit leaves the box for the shelf of damaged goods; another one is needed."""
        place = self._place
        old = place.workable_order()
        order, line = verbs.fail_quality(old)
        place.save(old, order)
        self._set_apart(order, line, flaw)
        found = Defect(0, place.clock.now(), order.number, line.line, line.sku, flaw, place.desk().packer)
        facts: dict[str, object] = {
            "title": line.title or line.sku,
            "reason": flaw.kind if flaw != _JUST_FAILED else None,
            "note": flaw.note or None,
            "defect": place.store.defects.add(found),
            **self._instead(order, line),
        }
        answer = place.answer(code, Verdict.QUALITY_FAILED, order, facts)
        return replace(answer, line=line.line, got=line.got, need=line.need)

    def _set_apart(self, order: Order, line: Line, flaw: Flaw) -> None:
        """The piece goes from the good units of its bin to the damaged ones."""
        place = self._place
        bins = place.store.stock.bins(line.sku)
        if bins:
            packer = place.desk().packer
            move = Move(line.sku, bins[0][0], -1, 1, MoveKind.DEFECT, order.number, packer, flaw.kind)
            place.store.stock.book(move, place.clock.now())

    def _instead(self, order: Order, line: Line) -> dict[str, object]:
        """Where another piece lies, or what can be done without one, as data of its sentence."""
        free = self._stockroom.free_for(order).get(line.sku)
        others = order.units - line.need
        way = instead(free, others)
        shelves = self._stockroom.bins(line.sku)
        if way is Instead.FETCH:
            if not shelves:
                return {"bin": ""}
            return {"bin": shelves[0].bin, "left": free, "also": way.value}
        return {"bin": "", "also": way.value}
