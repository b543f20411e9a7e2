"""The shelves as the desk knows them: bins counted on the spot."""

from __future__ import annotations

from packstation.desk.workplace import Workplace
from packstation.domain.scan import Answer, Verdict
from packstation.errors import Refusal
from packstation.store.stock import Move


class Stockroom:
    """Goods on the shelves."""

    def __init__(self, place: Workplace) -> None:
        """Work at this desk."""
        self._place = place

    def recount(self, sku: str, place: str, on_hand: int, reason: str) -> Answer:
        """A shelf was counted at the desk."""
        return self._place.gesture("count-stock", lambda: self._recount(sku, place, on_hand, reason))

    def _recount(self, sku: str, bin_name: str, on_hand: int, reason: str) -> Answer:
        place = self._place
        if on_hand < 0:
            raise Refusal(Verdict.NOT_READY, missing="count")
        counted = Move(sku, bin_name, 0, 0, "count", "", place.desk().packer, reason)
        place.store.stock.recount(counted, on_hand, place.clock.now())
        facts = {"missing": "counted", "sku": sku, "amount": on_hand, "reason": reason}
        return place.answer("", Verdict.COMMAND_OK, None, facts)
