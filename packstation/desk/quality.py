"""Quality at the desk: checks passed, and flawed units on their way out of the box."""

from __future__ import annotations

from dataclasses import replace

from packstation.desk.labelling import Labelling
from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.scan import Answer, Verdict
from packstation.domain.stock import MoveKind
from packstation.store.stock import Move


class Quality:
    """The checks of the goods in the open order's box."""

    def __init__(self, place: Workplace, labelling: Labelling) -> None:
        """Work at this desk."""
        self._place = place
        self._labelling = labelling

    def fail(self, reason: str) -> Answer:
        """A unit of the waiting line is flawed, says somebody with keys or mouse."""
        return self._place.gesture("fail", lambda: self.failed("", reason))

    def passed(self, code: str) -> Answer:
        """PKPASS: all checks of the line that waits longest."""
        old = self._place.workable_order()
        order, line = verbs.pass_quality(old)
        answer = self._labelling.advanced(
            code, Verdict.QUALITY_PASSED, old, order, {"title": line.title or line.sku}
        )
        return replace(answer, line=line.line, got=line.got, need=line.need)

    def failed(self, code: str, reason: str = "") -> Answer:
        """PKFAIL: a flawed unit leaves the box for the shelf of damaged goods; another one is needed."""
        place = self._place
        old = place.workable_order()
        order, line = verbs.fail_quality(old)
        place.save(old, order)
        bins = place.store.stock.bins(line.sku)
        if bins:
            packer = place.desk().packer
            move = Move(line.sku, bins[0][0], -1, 1, MoveKind.DEFECT, order.number, packer, reason)
            place.store.stock.book(move, place.clock.now())
        left = sum(units for _, units in bins) - 1 if bins else None
        facts = {
            "title": line.title or line.sku,
            "bin": bins[0][0] if bins else "",
            "reason": reason or None,
            "also": "none-left" if left is not None and left < 1 else None,
        }
        answer = place.answer(code, Verdict.QUALITY_FAILED, order, facts)
        return replace(answer, line=line.line, got=line.got, need=line.need)
