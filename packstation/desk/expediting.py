"""Orders sent ahead of all others by a person, and back to their place again."""

from __future__ import annotations

from packstation.desk.workplace import Workplace
from packstation.domain import expediting
from packstation.domain.deadlines import Expedited
from packstation.domain.order import Order, State
from packstation.domain.scan import Answer, Verdict
from packstation.domain.together import lead_of
from packstation.errors import Refusal

LONGEST_REASON = 200


class Expediting:
    """Who goes first although others are due before."""

    def __init__(self, place: Workplace) -> None:
        """Work at this desk."""
        self._place = place

    def expedite(self, number: str, reason: str) -> Answer:
        """The order goes before all others, for this reason; everybody sees who wanted it."""
        return self._place.gesture("expedite", lambda: self._expedite(number, reason))

    def _expedite(self, number: str, reason: str) -> Answer:
        place = self._place
        if len(reason) > LONGEST_REASON:
            raise Refusal(Verdict.NOT_READY, missing="reason-too-long", order=number, most=LONGEST_REASON)
        old = self._the_one_packed(number)
        by = Expedited(place.clock.now(), place.desk().packer or place.desk_name, reason.strip())
        order = place.save(old, expediting.expedite(old, by))
        return place.answer("", Verdict.COMMAND_OK, order, {"missing": "expedited", "reason": by.reason})

    def calm(self, number: str) -> Answer:
        """The order goes back to where its deadline puts it."""

        def work() -> Answer:
            old = self._the_one_packed(number)
            order = self._place.save(old, expediting.calm(old))
            return self._place.answer("", Verdict.COMMAND_OK, order, {"missing": "calmed"})

        return self._place.gesture("calm", work)

    def _the_one_packed(self, number: str) -> Order:
        """The order itself, or the one in whose parcel it goes: nobody packs it before that one."""
        order = self._place.order(number)
        lead = lead_of(order) if order.state is State.HELD else ""
        return self._place.order(lead) if lead else order
